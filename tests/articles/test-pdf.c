/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <cairo-pdf.h>
#include <string.h>

#include "article-fixture.h"
#include "articles/postil-article-pdf-private.h"
#include "base/postil-error.h"

#define WIDTH 420.0
#define HEIGHT 600.0
#define LEADING 13.0

typedef struct
{
  cairo_surface_t *surface;
  cairo_t         *cairo;
  GByteArray      *data;
} Pdf;

static cairo_status_t
write_cb (void                *data,
          const unsigned char *bytes,
          unsigned int         length)
{
  g_byte_array_append (data, bytes, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
begin (Pdf *pdf)
{
  pdf->data = g_byte_array_new ();
  pdf->surface = cairo_pdf_surface_create_for_stream (write_cb, pdf->data, WIDTH, HEIGHT);
  cairo_pdf_surface_set_metadata (pdf->surface, CAIRO_PDF_METADATA_TITLE, "A title");
  cairo_pdf_surface_set_metadata (pdf->surface, CAIRO_PDF_METADATA_AUTHOR, "Ada Quill");
  cairo_pdf_surface_set_metadata (pdf->surface, CAIRO_PDF_METADATA_CREATE_DATE, "2026-11-23T10:00:00Z");
  pdf->cairo = cairo_create (pdf->surface);
  cairo_select_font_face (pdf->cairo, "sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
}

static void
put (Pdf        *pdf,
     double      size,
     double      x,
     double      y,
     const char *text)
{
  cairo_set_font_size (pdf->cairo, size);
  cairo_move_to (pdf->cairo, x, y);
  cairo_show_text (pdf->cairo, text);
}

static void
put_lines (Pdf               *pdf,
           double             x,
           double             y,
           const char *const *lines)
{
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0')
      put (pdf, 10, x + (g_str_has_prefix (lines[i], "  ") ? 12 : 0), y + i * LEADING, lines[i] + (g_str_has_prefix (lines[i], "  ") ? 2 : 0));
}

static GBytes *
end (Pdf *pdf)
{
  cairo_show_page (pdf->cairo);
  cairo_destroy (pdf->cairo);
  cairo_surface_finish (pdf->surface);
  cairo_surface_destroy (pdf->surface);
  return g_byte_array_free_to_bytes (pdf->data);
}

static void
test_paragraphs (void)
{
  static const char *const lines[] = {
    "The harbour council voted on Tuesday to rebuild the north pier, and to",
    "end a dispute that had divided the town for six years, its mayor said af-",
    "ter the meeting, which was long-lasting, and which ended late at night.",
    "",
    "Fishermen and owners of hotels had each gone to court over this long-",
    "lasting quarrel, and over the plans for the pier that were drawn up.",
    "  An indented paragraph begins here, and it goes on for one more line",
    "until it ends early.",
    "The last paragraph begins without an indent after a short line above.",
    NULL
  };
  Pdf pdf;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (PostilArticleMeta) meta = NULL;
  g_autofree char *text = NULL;

  begin (&pdf);
  put (&pdf, 18, 40, 90, "A headline in large letters");
  put_lines (&pdf, 40, 130, lines);
  bytes = end (&pdf);
  text = fixture_read (bytes, "a.html", "pdf", &meta);
  g_assert_cmpstr (text, ==,
                   "A headline in large letters\n\n"
                   "The harbour council voted on Tuesday to rebuild the north pier, and to end a dispute that had divided the town for six years, "
                   "its mayor said after the meeting, which was long-lasting, and which ended late at night.\n\n"
                   "Fishermen and owners of hotels had each gone to court over this long-lasting quarrel, and over the plans for the pier that were drawn up.\n\n"
                   "An indented paragraph begins here, and it goes on for one more line until it ends early.\n\n"
                   "The last paragraph begins without an indent after a short line above.\n");
  g_assert_cmpstr (meta->title, ==, "A title");
  g_assert_cmpstr (meta->author, ==, "Ada Quill");
  g_assert_cmpstr (meta->date, ==, "2026-11-23T10:00:00+00:00");
}

static void
test_columns (void)
{
  static const char *const left[] = {
    "The left column has a text", "that is narrow, and goes on", "from line to line until it is", "at its foot, where it goes on", NULL
  };
  static const char *const right[] = {
    "in the right column, which", "ends the sentence. Nothing of", "the left one stands between", "its lines.", NULL
  };
  Pdf pdf;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;

  begin (&pdf);
  put_lines (&pdf, 40, 130, left);
  put_lines (&pdf, 230, 130, right);
  bytes = end (&pdf);
  text = fixture_read (bytes, NULL, "pdf", NULL);
  g_assert_cmpstr (text, ==, "The left column has a text that is narrow, and goes on from line to line until it is at its foot, where it goes on "
                   "in the right column, which ends the sentence. Nothing of the left one stands between its lines.\n");
}

static void
test_edges (void)
{
  static const char *const pages[][4] = {
    { "The first page has a paragraph that does not end at its foot but goes", "on over the page, as they do in books, with words from the", NULL },
    { "first page and from the second, and here it ends at last.", "", "Another paragraph stands here, and ends with the page in a full stop.", NULL },
    { "The third page begins with a paragraph of its own, quite as it should.", NULL },
  };
  Pdf pdf;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;

  begin (&pdf);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autofree char *number = g_strdup_printf ("Page %u of 3", i + 9);

      if (i > 0)
        cairo_show_page (pdf.cairo);
      put (&pdf, 8, 40, 30, "The Tide, November 2026");
      put_lines (&pdf, 40, 130, pages[i]);
      put (&pdf, 8, 190, 580, number);
    }
  bytes = end (&pdf);
  text = fixture_read (bytes, NULL, "pdf", NULL);
  g_assert_cmpstr (text, ==,
                   "The first page has a paragraph that does not end at its foot but goes on over the page, as they do in books, with words from the "
                   "first page and from the second, and here it ends at last.\n\nAnother paragraph stands here, and ends with the page in a full stop.\n\n"
                   "The third page begins with a paragraph of its own, quite as it should.\n");
}

static void
test_refused (void)
{
  Pdf pdf;
  g_autoptr (GBytes) scanned = NULL;
  g_autoptr (GBytes) cut = NULL;
  g_autoptr (GBytes) broken = g_bytes_new_static ("%PDF-1.7\nnothing", 16);

  begin (&pdf);
  cairo_rectangle (pdf.cairo, 10, 10, 100, 100);
  cairo_fill (pdf.cairo);
  scanned = end (&pdf);
  cut = fixture_cut (scanned, 40);
  fixture_refused (scanned, "a.pdf", POSTIL_ERROR_NOT_TEXT, "pictures");
  fixture_refused (cut, "a.pdf", POSTIL_ERROR_MALFORMED, "cut off");
  fixture_refused (broken, "a.txt", POSTIL_ERROR_MALFORMED, "cut off");
}

/* A page's dictionary that asks for a password; the keys need not be right for that. */
static void
test_encrypted (void)
{
  static const char document[] =
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    "3 0 obj<</Filter/Standard/V 1/R 2/P -4/O<0000000000000000000000000000000000000000000000000000000000000000>"
    "/U<0000000000000000000000000000000000000000000000000000000000000000>>>endobj\n"
    "trailer<</Root 1 0 R/Encrypt 3 0 R/Size 4/ID[<00><00>]>>\nstartxref\n0\n%%EOF\n";
  g_autoptr (GBytes) bytes = g_bytes_new_static (document, sizeof document - 1);

  fixture_refused (bytes, "a.pdf", POSTIL_ERROR_SCHEMA, "password");
}

/* Numbers that stand in a column of their own come before their items, and cells never become
 * one word. */
static void
test_lists_and_tables (void)
{
  static const char *const items[] = { "First, the old stones are taken away.", "Second, new ones are laid there.", "Third, a lamp is lit at last.", NULL };
  static const char *const numbers[] = { "1.", "2.", "3.", NULL };
  static const char *const cells[] = { "Stones", "Lamp", "Paint", NULL };
  static const char *const costs[] = { "4000", "120", "35", NULL };
  static const char *const years[] = { "2027", "2028", "2029", NULL };
  Pdf pdf;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;

  begin (&pdf);
  put_lines (&pdf, 40, 100, numbers);
  put_lines (&pdf, 60, 100, items);
  put_lines (&pdf, 40, 300, cells);
  put_lines (&pdf, 140, 300, costs);
  put_lines (&pdf, 240, 300, years);
  bytes = end (&pdf);
  text = fixture_read (bytes, "a.pdf", "pdf", NULL);
  g_assert_nonnull (strstr (text, "1. First, the old stones are taken away.\n2. Second, new ones are laid there.\n3. Third, a lamp is lit at last.\n"));
  words = g_strsplit_set (text, " \t\n", -1);
  for (guint i = 0; cells[i] != NULL; i++)
    {
      g_assert_true (g_strv_contains ((const char *const *) words, cells[i]));
      g_assert_true (g_strv_contains ((const char *const *) words, costs[i]));
      g_assert_true (g_strv_contains ((const char *const *) words, years[i]));
    }
}

static void
take (PostilPdfPages *pages,
      double          x1,
      double          x2,
      double          y,
      const char     *text)
{
  postil_pdf_pages_take (pages, (PostilPdfLine) { .text = g_strdup (text), .x1 = x1, .x2 = x2, .y1 = y, .y2 = y + 10 });
}

static void
assert_pages (PostilPdfPages *pages,
              const char     *expected)
{
  g_auto (PostilArticleLines) out = { 0 };

  postil_article_lines_init (&out);
  postil_pdf_join_rows (pages);
  postil_pdf_write (pages, &out);
  g_assert_cmpstr (out.text->str, ==, expected);
}

/* Parts of a row come in any order where spaces are wide; other columns keep their own. */
static void
test_wide_spaces (void)
{
  g_auto (PostilPdfPages) pages = { 0 };

  postil_pdf_pages_init (&pages);
  postil_pdf_pages_begin (&pages, 600);
  take (&pages, 40, 200, 88, "One and a half of the");
  take (&pages, 40, 110, 100, "mandarins drain");
  take (&pages, 40, 200, 112, "and keep the juice for");
  take (&pages, 150, 200, 100, "well");
  take (&pages, 40, 200, 124, "later, when the cake");
  take (&pages, 40, 110, 136, "is done.");
  for (guint i = 0; i < 5; i++)
    take (&pages, 230 + (i == 0 ? 12 : 0), 390, 88 + 12 * i, i == 4 ? "that is the end." : i == 0 ? "The right column" : "the right column");
  assert_pages (&pages, "One and a half of the mandarins drain well and keep the juice for later, when the cake is done.\n\n"
                "The right column the right column the right column the right column that is the end.");
}

/* Where indents begin paragraphs, a short line ends none, and a line alone is one. */
static void
test_indents (void)
{
  g_auto (PostilPdfPages) pages = { 0 };

  postil_pdf_pages_init (&pages);
  for (guint page = 0; page < 3; page++)
    {
      postil_pdf_pages_begin (&pages, 600);
      take (&pages, 40, 340, 100, "lines that go on over the page, and");
      take (&pages, 40, 200, 112, "end early.");
      take (&pages, 52, 200, 124, "One of a line.");
      take (&pages, 52, 340, 136, "Another, which begins like that and");
      take (&pages, 40, page == 0 ? 200 : 340, 148, "has a short line.");
      take (&pages, 40, 340, 160, "It goes on to the end, and ends here");
      take (&pages, 40, 200, 172, "too.");
      take (&pages, 52, 340, 184, page < 2 ? "The last one is a paragraph of some" : "The last one is one line.");
    }
#define PAGE "One of a line.\n\nAnother, which begins like that and has a short line. It goes on to the end, and ends here too.\n\n"
#define LAST "The last one is a paragraph of some lines that go on over the page, and end early.\n\n"
  assert_pages (&pages, "lines that go on over the page, and end early.\n\n" PAGE LAST PAGE LAST PAGE "The last one is one line.");
}

/* Chinese lines are joined without a space. */
static void
test_signs (void)
{
  g_auto (PostilPdfPages) pages = { 0 };

  postil_pdf_pages_init (&pages);
  postil_pdf_pages_begin (&pages, 600);
  take (&pages, 40, 340, 100, "总统对该地区的局势表示严重关切，外交部");
  take (&pages, 40, 340, 112, "长说，必须找到一个各方都能接受的 Plan");
  take (&pages, 40, 200, 124, "解决办法。");
  assert_pages (&pages, "总统对该地区的局势表示严重关切，外交部长说，必须找到一个各方都能接受的 Plan 解决办法。");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pdf/paragraphs", test_paragraphs);
  g_test_add_func ("/pdf/columns", test_columns);
  g_test_add_func ("/pdf/edges", test_edges);
  g_test_add_func ("/pdf/refused", test_refused);
  g_test_add_func ("/pdf/encrypted", test_encrypted);
  g_test_add_func ("/pdf/lists-and-tables", test_lists_and_tables);
  g_test_add_func ("/pdf/wide-spaces", test_wide_spaces);
  g_test_add_func ("/pdf/indents", test_indents);
  g_test_add_func ("/pdf/signs", test_signs);
  return g_test_run ();
}
