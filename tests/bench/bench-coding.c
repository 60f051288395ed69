/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Coding with everything on screen: the article page with its ruler, the codes, the list and
 * the inspector. What it costs to open, what a mark, a recoding, an undo, the list's filter and
 * "tag all" cost with 100 and with 100,000 annotations of the same density, and what memory is
 * needed beyond a bare GtkTextView's and beyond the same window with nothing marked (each in a
 * process of its own). Prints ratios; asserts no times, as these move with the machine.
 * bench-coding [small] leaves the large article out. */

#include "config.h"

#include "app/postil-article-page.h"
#include "app/postil-settings.h"
#include "app/panes/postil-sidebar.h"
#include "app/view-fixture.h"

#include <adwaita.h>
#include <malloc.h>
#include <stdlib.h>
#include <time.h>

#include "base/postil-search.h"
#include "model/postil-edit.h"

#define DISTANCE 100
#define N_MARKS 40
#define N_TAGGED 2000u

typedef struct
{
  double mark_us;
  double recode_us;
  double undo_us;
  double filter_ms;
  double open_ms;
  double find_ms;
  double tag_all_ms;
  double tag_all_undo_ms;
  double tag_all_redo_ms;
} Costs;

typedef struct
{
  GtkWidget *window;
  GtkWidget *page;
  gint64     painted;
} Shown;

/* Of all threads of the process: what others do on the machine does not count. */
static gint64
get_cpu_us (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);

  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static char *
create_text (gsize n_bytes)
{
  static const char sentence[] =
    "Officials said on Monday that the talks would go on, and that neither side had given up its position. ";
  GString *text = g_string_sized_new (n_bytes + 200);

  for (guint i = 1; text->len < n_bytes; i++)
    {
      g_string_append (text, sentence);
      if (i % 6 == 0)
        g_string_append (text, "\n\n");
    }

  return g_string_free (text, FALSE);
}

/* They begin at the top, so that the first page is the same however many there are. */
static PostilDocument *
create_document (const char *utf8,
                 guint       n_annotations,
                 gsize      *n_string_bytes)
{
  const char *const codes[] = { "position", "concern", "concession" };
  PostilDocument *document = view_fixture_new_document (utf8);
  PostilText *text = postil_document_get_text (document);
  g_autoptr (PostilChange) change = postil_change_new (POSTIL_CHANGE_IMPORT);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n_annotations; i++)
    {
      g_autofree char *id = postil_edit_dup_new_id ();
      PostilSpan span = { i * DISTANCE, i * DISTANCE + 20 + (i * 37) % 60 };
      g_autofree char *exact = postil_text_dup_slice (text, span);
      PostilPiece piece = { span, exact, NULL, NULL };
      PostilAnnotationInit init = {
        .id = id, .code = codes[i % G_N_ELEMENTS (codes)], .created = "2026-01-01T00:00:00Z",
        .pieces = &piece, .n_pieces = 1,
      };
      g_autoptr (PostilAnnotation) annotation = postil_annotation_new (&init);

      postil_change_add (change, annotation);
      if (n_string_bytes != NULL)
        *n_string_bytes += strlen (id) + strlen (exact) + strlen (init.code) + strlen (init.created) + 4;
    }

  if (!postil_document_apply (document, change, POSTIL_ORIGIN_OUTSIDE, &error))
    g_error ("%s", error->message);

  return document;
}

static void
after_paint_cb (GdkFrameClock *clock,
                Shown         *shown)
{
  shown->painted = g_get_monotonic_time ();
}

static void
show (Shown     *shown,
      GtkWidget *content)
{
  shown->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (shown->window), content);
  gtk_window_set_default_size (GTK_WINDOW (shown->window), 1000, 800);
  gtk_widget_realize (shown->window);
  g_signal_connect_after (gdk_surface_get_frame_clock (gtk_native_get_surface (GTK_NATIVE (shown->window))),
                          "after-paint", G_CALLBACK (after_paint_cb), shown);
  gtk_window_present (GTK_WINDOW (shown->window));
}

/* Until a frame is painted after all that waits is done. */
static void
wait_frame (Shown *shown)
{
  shown->painted = 0;
  gtk_widget_queue_draw (shown->window);
  while (shown->painted == 0)
    g_main_context_iteration (NULL, TRUE);
}

/* GTK lays out, and the tags are set, in idle: until the process has nothing to do. */
static void
wait_idle (void)
{
  guint n_quiet = 0;

  while (n_quiet < 3)
    {
      gint64 before = get_cpu_us ();

      view_fixture_wait_ms (300);
      n_quiet = get_cpu_us () - before < 30000 ? n_quiet + 1 : 0;
    }
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double first = *(const double *) a;
  double second = *(const double *) b;

  return (first > second) - (first < second);
}

static double
get_median (GArray *values)
{
  g_array_sort (values, compare_doubles);

  return g_array_index (values, double, values->len / 2);
}

static void
take_time (Shown  *shown,
           GArray *times,
           gint64  begun)
{
  double time;

  wait_frame (shown);
  time = (double) (get_cpu_us () - begun);
  g_array_append_val (times, time);
}

static void
measure_marking (Shown *shown,
                 Costs *costs)
{
  PostilArticlePage *page = POSTIL_ARTICLE_PAGE (shown->page);
  PostilDocument *document = postil_article_page_get_document (page);
  g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) recodes = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) undos = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < N_MARKS; i++)
    {
      PostilSpan span = { 40 + i * 30, 50 + i * 30 };
      gint64 begun = get_cpu_us ();
      g_autofree char *id = NULL;
      g_autoptr (PostilChange) change = postil_edit_tag (document, &span, 1, "outcome", &id, &error);

      g_assert_no_error (error);
      g_assert_true (postil_article_page_apply (page, change));
      postil_article_view_set_current (postil_article_page_get_view (page), id);
      take_time (shown, marks, begun);

      begun = get_cpu_us ();
      postil_article_page_tag (page, i % 2 == 0 ? "position" : "concern");
      take_time (shown, recodes, begun);

      for (guint step = 0; step < 2; step++)
        {
          begun = get_cpu_us ();
          postil_article_page_undo (page);
          take_time (shown, undos, begun);
        }
    }
  costs->mark_us = get_median (marks);
  costs->recode_us = get_median (recodes);
  costs->undo_us = get_median (undos);
}

static void
measure_filter (Shown *shown,
                Costs *costs)
{
  GtkListView *list = GTK_LIST_VIEW (view_fixture_find_widget (shown->window, GTK_TYPE_LIST_VIEW));
  GtkEditable *entry = GTK_EDITABLE (view_fixture_find_widget (shown->window, GTK_TYPE_SEARCH_ENTRY));
  GListModel *sorted = gtk_single_selection_get_model (GTK_SINGLE_SELECTION (gtk_list_view_get_model (list)));
  GtkFilterListModel *filtered = GTK_FILTER_LIST_MODEL (gtk_sort_list_model_get_model (GTK_SORT_LIST_MODEL (sorted)));
  gint64 begun = get_cpu_us ();

  gtk_editable_set_text (entry, "concession");
  while (gtk_filter_list_model_get_filter (filtered) == NULL || gtk_filter_list_model_get_pending (filtered) > 0)
    g_main_context_iteration (NULL, TRUE);
  wait_frame (shown);
  costs->filter_ms = (double) (get_cpu_us () - begun) / 1000;
  g_assert_cmpuint (g_list_model_get_n_items (sorted), >, 0);
  gtk_editable_set_text (entry, "");
}

/* What a person waits for, until it is painted. */
static double
take_wait_ms (Shown  *shown,
              gint64 *begun)
{
  double ms = 0;

  wait_frame (shown);
  ms = (double) (g_get_monotonic_time () - *begun) / 1000;
  *begun = g_get_monotonic_time ();
  return ms;
}

static void
measure_tag_all (Shown *shown,
                 Costs *costs)
{
  PostilArticlePage *page = POSTIL_ARTICLE_PAGE (shown->page);
  PostilDocument *document = postil_article_page_get_document (page);
  gint64 begun = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) spans = postil_search_find (postil_document_get_text (document), "neither side", 0, N_TAGGED,
                                                 NULL, &error);
  g_autoptr (PostilChange) change = NULL;
  guint n_skipped = 0;

  g_assert_no_error (error);
  g_assert_cmpuint (spans->len, ==, N_TAGGED);
  costs->find_ms = (double) (g_get_monotonic_time () - begun) / 1000;
  begun = g_get_monotonic_time ();
  change = postil_edit_tag_all (document, (const PostilSpan *) (gpointer) spans->data, spans->len, "outcome",
                                &n_skipped, &error);
  g_assert_no_error (error);
  g_assert_true (postil_article_page_apply (page, change));
  costs->tag_all_ms = take_wait_ms (shown, &begun);
  postil_article_page_undo (page);
  costs->tag_all_undo_ms = take_wait_ms (shown, &begun);
  postil_article_page_redo (page);
  costs->tag_all_redo_ms = take_wait_ms (shown, &begun);
}

static GtkWidget *
create_bare (const char *text)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *view = gtk_text_view_new ();

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  return scrolled;
}

static GtkWidget *
create_workspace (PostilDocument *document,
                  Shown          *shown)
{
  g_autoptr (GSettings) settings = g_settings_new ("org.postil.Postil");
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *sidebar = postil_sidebar_new (settings);

  shown->page = postil_article_page_new (settings);
  gtk_widget_set_hexpand (shown->page, TRUE);
  postil_article_page_set_document (POSTIL_ARTICLE_PAGE (shown->page), document);
  postil_sidebar_set_document (POSTIL_SIDEBAR (sidebar), document);
  gtk_box_append (GTK_BOX (box), shown->page);
  gtk_box_append (GTK_BOX (box), sidebar);

  return box;
}

/* The article alone, without what stands round it. */
static GtkWidget *
create_view (PostilDocument *document)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *view = postil_article_view_new ();

  postil_article_view_set_document (POSTIL_ARTICLE_VIEW (view), document);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  return scrolled;
}

static void
hide (Shown *shown)
{
  gtk_window_destroy (GTK_WINDOW (shown->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
measure (const char *text,
         guint       n_annotations,
         Costs      *costs)
{
  g_autoptr (PostilDocument) document = create_document (text, n_annotations, NULL);
  Shown shown = { NULL };
  gint64 begun = g_get_monotonic_time ();

  show (&shown, create_workspace (document, &shown));
  costs->open_ms = take_wait_ms (&shown, &begun);
  wait_idle ();
  measure_marking (&shown, costs);
  measure_filter (&shown, costs);
  measure_tag_all (&shown, costs);
  hide (&shown);
}

static double
measure_bare_open (const char *text)
{
  Shown shown = { NULL };
  gint64 begun = g_get_monotonic_time ();
  double ms = 0;

  show (&shown, create_bare (text));
  ms = take_wait_ms (&shown, &begun);
  hide (&shown);

  return ms;
}

/* Kilobytes that are this process's own. */
static guint64
get_private_kb (void)
{
  g_autofree char *contents = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/smaps_rollup", &contents, NULL, NULL))
    return 0;
  line = strstr (contents, "Private_Dirty:");

  return line != NULL ? g_ascii_strtoull (line + strlen ("Private_Dirty:"), NULL, 10) : 0;
}

/* What one process needs: prints it, and the bytes of the annotations' strings. */
static void
run_child (gsize       n_bytes,
           guint       n_annotations,
           const char *what)
{
  gsize n_string_bytes = 0;
  Shown shown = { NULL };
  g_autofree char *text = create_text (n_bytes);
  g_autoptr (PostilDocument) document = NULL;

  if (!g_str_equal (what, "bare"))
    document = create_document (text, n_annotations, &n_string_bytes);
  /* What making them up left is not the window's. */
  malloc_trim (0);
  show (&shown, document == NULL ? create_bare (text)
                : g_str_equal (what, "view") ? create_view (document) : create_workspace (document, &shown));
  g_clear_pointer (&text, g_free);
  wait_frame (&shown);
  wait_idle ();
  g_print ("%" G_GUINT64_FORMAT " %" G_GSIZE_FORMAT "\n", get_private_kb (), n_string_bytes);
}

static guint64
ask_child (const char *program,
           gsize       n_bytes,
           guint       n_annotations,
           const char *what,
           guint64    *n_string_bytes)
{
  g_autofree char *size = g_strdup_printf ("%" G_GSIZE_FORMAT, n_bytes);
  g_autofree char *number = g_strdup_printf ("%u", n_annotations);
  const char *argv[] = { program, size, number, what, NULL };
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;
  char *rest = NULL;
  guint64 n_kb;

  if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, NULL, NULL, &error))
    g_error ("%s", error->message);
  n_kb = g_ascii_strtoull (output, &rest, 10);
  *n_string_bytes = g_ascii_strtoull (rest, NULL, 10);

  return n_kb;
}

static void
print_memory (const char *program,
              gsize       n_bytes,
              guint       n_annotations)
{
  guint64 n_string_bytes = 0;
  guint64 bare_kb = ask_child (program, n_bytes, 0, "bare", &n_string_bytes);
  guint64 empty_kb = ask_child (program, n_bytes, 0, "window", &n_string_bytes);
  guint64 bare_view_kb = ask_child (program, n_bytes, 0, "view", &n_string_bytes);
  guint64 view_kb = ask_child (program, n_bytes, n_annotations, "view", &n_string_bytes);
  guint64 our_kb = ask_child (program, n_bytes, n_annotations, "window", &n_string_bytes);
  guint64 allowed_kb = bare_kb + ((guint64) n_annotations * 400 + n_string_bytes) / 1024;
  gint64 each = ((gint64) view_kb - (gint64) bare_view_kb) * 1024 / (gint64) n_annotations;

  g_print ("  memory               %8.1f MB, bare %8.1f MB, with 400 bytes an annotation and its strings %.1f MB\n",
           (double) our_kb / 1024, (double) bare_kb / 1024, (double) allowed_kb / 1024);
  g_print ("    nothing marked     %8.1f MB\n", (double) empty_kb / 1024);
  g_print ("    the article alone  %8.1f MB, nothing marked %.1f MB: an annotation takes %" G_GINT64_FORMAT
           " bytes, its strings %" G_GUINT64_FORMAT " of them\n",
           (double) view_kb / 1024, (double) bare_view_kb / 1024, each, n_string_bytes / n_annotations);
}

static void
print_ratio (const char *what,
             double      many,
             double      few,
             const char *unit)
{
  g_print ("  %-20s %8.1f %s, with 100 %8.1f %s, ratio %.2f\n", what, many, unit, few, unit, many / few);
}

static void
run (const char *program,
     gsize       n_bytes,
     guint       n_annotations)
{
  g_autofree char *text = create_text (n_bytes);
  Costs many;
  Costs few;
  double bare_ms = 0;

  g_print ("%.1f MB, %u annotations\n", (double) n_bytes / 1e6, n_annotations);
  measure (text, 100, &few);
  measure (text, n_annotations, &many);
  bare_ms = measure_bare_open (text);
  g_print ("  %-20s %8.1f ms, bare %8.1f ms, ratio %.2f\n", "open, first paint", many.open_ms, bare_ms,
           many.open_ms / bare_ms);
  print_ratio ("mark and its frame", many.mark_us, few.mark_us, "us");
  print_ratio ("recode", many.recode_us, few.recode_us, "us");
  print_ratio ("undo", many.undo_us, few.undo_us, "us");
  g_print ("  %-20s %8.1f ms\n", "filter the list", many.filter_ms);
  g_print ("  tag all of %u       %8.1f ms, undo %.1f ms, redo %.1f ms, to find them %.1f ms\n", N_TAGGED,
           many.tag_all_ms, many.tag_all_undo_ms, many.tag_all_redo_ms, many.find_ms);
  print_memory (program, n_bytes, n_annotations);
}

int
main (int    argc,
      char **argv)
{
  adw_init ();
  if (argc == 4)
    {
      run_child ((gsize) g_ascii_strtoull (argv[1], NULL, 10), (guint) g_ascii_strtoull (argv[2], NULL, 10),
                 argv[3]);
      return 0;
    }

  run (argv[0], 1000 * 1000, 5000);
  if (argc < 2)
    run (argv[0], 10 * 1000 * 1000 + 1000, 100000);

  return 0;
}
