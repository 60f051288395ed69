/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads PDF documents: poppler finds the lines and the order of columns, the pages' file makes
 * paragraphs of them. A document of scanned pages holds no text, and says so. Any thread. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <poppler.h>
#include <string.h>

#include "articles/postil-article-pdf-private.h"
#include "articles/postil-article-private.h"
#include "base/postil-error.h"

#define HEAD_BYTES 1024u
#define MAX_PAGES 10000

typedef PopplerDocument Document;
typedef PopplerPage Page;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Document, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Page, g_object_unref)

static guint
sniff_pdf (const PostilArticleInput *input)
{
  return g_strstr_len (input->data, (gssize) MIN (input->length, HEAD_BYTES), "%PDF-") != NULL ? 92 : 0;
}

/* What poppler puts around words that run the other way. */
static gboolean
is_direction (gunichar c)
{
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e || c == 0x200f;
}

/* fi, fl and their like, which fonts have as one character. */
static void
append_char (GString *out,
             gunichar c)
{
  static const char *const ligatures[] = { "ff", "fi", "fl", "ffi", "ffl", "st", "st" };

  if (c >= 0xfb00 && c <= 0xfb06)
    g_string_append (out, ligatures[c - 0xfb00]);
  else if (!is_direction (c))
    g_string_append_unichar (out, c);
}

static void
grow (PostilPdfLine          *line,
      const PopplerRectangle *box)
{
  double y1 = MIN (box->y1, box->y2), y2 = MAX (box->y1, box->y2);

  if (box->x2 <= box->x1 || y2 <= y1)
    return;
  if (line->x2 <= line->x1)
    {
      *line = (PostilPdfLine) { .x1 = box->x1, .y1 = y1, .x2 = box->x2, .y2 = y2 };
      return;
    }
  line->x1 = MIN (line->x1, box->x1);
  line->x2 = MAX (line->x2, box->x2);
  line->y1 = MIN (line->y1, y1);
  line->y2 = MAX (line->y2, y2);
}

/* Signs of Chinese and Japanese that were set apart to fill a line: no space belongs there. */
static gboolean
is_sign (gunichar c)
{
  return (c >= 0x3000 && c < 0xa000) || (c >= 0xff00 && c < 0xff9f);
}

static void
remove_spaces (GString *text)
{
  gunichar before = 0;

  for (gsize i = 0; i < text->len; i++)
    {
      gunichar c = g_utf8_get_char (text->str + i);

      if (c == ' ' && is_sign (before) && i + 1 < text->len && is_sign (g_utf8_get_char (text->str + i + 1)))
        {
          g_string_erase (text, (gssize) i--, 1);
          continue;
        }
      before = c;
      i += (gsize) (g_utf8_next_char (text->str + i) - (text->str + i)) - 1;
    }
}

static void
take_line (PostilPdfPages *pages,
           GString        *text,
           PostilPdfLine  *line)
{
  g_autofree char *trimmed = NULL;

  remove_spaces (text);
  trimmed = g_strstrip (g_strdup (text->str));
  if (*trimmed != '\0')
    {
      line->text = g_steal_pointer (&trimmed);
      postil_pdf_pages_take (pages, *line);
    }
  g_string_truncate (text, 0);
  *line = (PostilPdfLine) { 0 };
}

static double
get_box_height (const PopplerRectangle *box)
{
  return MAX (fabs (box->y2 - box->y1), 1);
}

/* The cells of a table are one line to poppler, without a space between them. */
static gboolean
is_other_row (const PopplerRectangle *a,
              const PopplerRectangle *b)
{
  double overlap = MIN (MAX (a->y1, a->y2), MAX (b->y1, b->y2)) - MAX (MIN (a->y1, a->y2), MIN (b->y1, b->y2));

  return overlap < 0.3 * MIN (get_box_height (a), get_box_height (b));
}

static gboolean
needs_space (const char             *content,
             const PopplerRectangle *a,
             const PopplerRectangle *b)
{
  double height = MAX (get_box_height (a), get_box_height (b));

  if (b->x1 - a->x2 > 0.4 * height)
    return TRUE;
  /* The small number that a footnote begins with. */
  return content[strspn (content, "0123456789")] == '\0' && get_box_height (b) > 1.3 * get_box_height (a);
}

/* A character and where it stands. */
static void
take_char (PostilPdfPages         *pages,
           GString                *content,
           PostilPdfLine          *line,
           const PopplerRectangle *last,
           const PopplerRectangle *box,
           gunichar                c)
{
  if (last == NULL || content->len == 0)
    last = box;
  if (is_other_row (last, box))
    take_line (pages, content, line);
  else if (last != box && content->str[content->len - 1] != ' ' && needs_space (content->str, last, box))
    g_string_append_c (content, ' ');
  append_char (content, c);
  grow (line, box);
}

static void
read_page (PopplerPage    *page,
           PostilPdfPages *pages)
{
  g_autofree char *text = poppler_page_get_text (page);
  g_autofree PopplerRectangle *boxes = NULL;
  g_autoptr (GString) content = g_string_new (NULL);
  const PopplerRectangle *last = NULL;
  PostilPdfLine line = { 0 };
  guint n_boxes = 0, index = 0;
  double width, height;

  poppler_page_get_size (page, &width, &height);
  postil_pdf_pages_begin (pages, height);
  if (text == NULL || !g_utf8_validate (text, -1, NULL))
    return;
  poppler_page_get_text_layout (page, &boxes, &n_boxes);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p), index++)
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\n')
        {
          take_line (pages, content, &line);
          last = NULL;
        }
      else if (index >= n_boxes || c == ' ' || boxes[index].x2 <= boxes[index].x1)
        append_char (content, c);
      else
        {
          /* The box of a line's last character is not to be trusted. */
          take_char (pages, content, &line, *g_utf8_next_char (p) == '\n' ? NULL : last, &boxes[index], c);
          last = &boxes[index];
        }
    }
  take_line (pages, content, &line);
}

static gboolean
set_error (const GError *reason,
           GError      **error)
{
  if (g_error_matches (reason, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED))
    g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
                         _("The document is protected by a password. Save it without one, and try again."));
  else
    g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_MALFORMED,
                         _("The PDF is cut off or damaged and cannot be read. Copy or download it again."));
  return FALSE;
}

static void
read_meta (PopplerDocument   *document,
           PostilArticleMeta *meta)
{
  g_autofree char *title = poppler_document_get_title (document);
  g_autofree char *author = poppler_document_get_author (document);
  g_autoptr (GDateTime) created = poppler_document_get_creation_date_time (document);
  g_autofree char *date = created != NULL ? g_date_time_format (created, "%Y-%m-%dT%H:%M:%S%:z") : NULL;

  /* What printing programs fill in. */
  if (title != NULL && !g_str_has_prefix (title, "Microsoft Word - ") && g_ascii_strcasecmp (title, "untitled") != 0)
    postil_article_meta_set (&meta->title, title);
  postil_article_meta_set (&meta->author, author);
  postil_article_meta_set_date (&meta->date, date);
}

static gboolean
check_pages (PostilPdfPages *pages,
             GError        **error)
{
  if (pages->lines->len > 0)
    return TRUE;
  g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_NOT_TEXT,
                       _("The PDF holds no text, only pictures of pages. Let a program for text recognition (OCR) add it."));
  return FALSE;
}

static gboolean
read_pdf (const PostilArticleInput *input,
          PostilArticleLines       *out,
          PostilArticleMeta        *meta,
          GError                  **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (Document) document = poppler_document_new_from_bytes (input->bytes, NULL, &reason);
  g_auto (PostilPdfPages) pages = { 0 };
  int n_pages;

  if (document == NULL)
    return set_error (reason, error);
  n_pages = poppler_document_get_n_pages (document);
  if (n_pages > MAX_PAGES)
    {
      g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_TOO_LARGE,
                   _("The PDF has %d pages, more than the %d that are read. Split it."), n_pages, MAX_PAGES);
      return FALSE;
    }
  postil_pdf_pages_init (&pages);
  for (int i = 0; i < n_pages; i++)
    {
      g_autoptr (Page) page = poppler_document_get_page (document, i);

      if (page != NULL)
        read_page (page, &pages);
    }
  if (!check_pages (&pages, error))
    return FALSE;
  postil_pdf_join_markers (&pages);
  postil_pdf_join_rows (&pages);
  postil_pdf_drop_edges (&pages);
  postil_pdf_write (&pages, out);
  read_meta (document, meta);
  return TRUE;
}

const PostilArticleReader postil_article_pdf = {
  .kind = "pdf",
  .sniff = sniff_pdf,
  .read = read_pdf,
};
