/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The article view against a bare GtkTextView with the same text, font and gaps in the same
 * process: open, first paint, frames while scrolling, mark, undo. Prints medians and ratios;
 * asserts no times, as these move with the machine. bench-view [small|dense|large] takes one
 * article only. */

#include "config.h"

#include "app/view-fixture.h"

#include <adwaita.h>
#include <time.h>

#include "model/postil-edit.h"

#define WIDTH 900
#define HEIGHT 800
#define N_PAGES 80
#define N_STEPS 200
#define STEP 60
#define N_MARKS 60
#define N_ROUNDS 4

typedef struct
{
  double open_ms;       /* from the text to the window's being shown */
  double paint_ms;      /* until its first frame is painted */
} Times;

/* Medians of the frames of one window. */
typedef struct
{
  double wall_us;
  double cpu_us; /* of all threads of the process: what others do on the machine does not count */
} Frames;

typedef struct
{
  GtkWidget *window;
  GtkWidget *scrolled;
  GtkWidget *view;
  gint64     begun;
  gint64     begun_cpu_us;
  gint64     frame_cpu_us;
  gint64     painted;   /* 0 while a frame is waited for */
} Shown;

static gint64
get_cpu_us (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);

  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static void
before_paint_cb (GdkFrameClock *clock,
                 Shown         *shown)
{
  shown->begun = g_get_monotonic_time ();
  shown->begun_cpu_us = get_cpu_us ();
}

static void
after_paint_cb (GdkFrameClock *clock,
                Shown         *shown)
{
  shown->painted = g_get_monotonic_time ();
  shown->frame_cpu_us = get_cpu_us () - shown->begun_cpu_us;
}

static void
show (Shown     *shown,
      GtkWidget *view)
{
  GdkFrameClock *clock;

  shown->view = view;
  shown->scrolled = gtk_scrolled_window_new ();
  shown->window = gtk_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (shown->scrolled), view);
  gtk_window_set_child (GTK_WINDOW (shown->window), shown->scrolled);
  gtk_window_set_default_size (GTK_WINDOW (shown->window), WIDTH, HEIGHT);
  gtk_widget_realize (shown->window);
  clock = gdk_surface_get_frame_clock (gtk_native_get_surface (GTK_NATIVE (shown->window)));
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), shown);
  g_signal_connect_after (clock, "after-paint", G_CALLBACK (after_paint_cb), shown);
  gtk_window_present (GTK_WINDOW (shown->window));
}

/* Microseconds of the next frame that is painted. */
static double
wait_frame (Shown *shown)
{
  shown->painted = 0;
  gtk_widget_queue_draw (shown->view);
  while (shown->painted == 0)
    g_main_context_iteration (NULL, TRUE);

  return (double) (shown->painted - shown->begun);
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
take_median (GArray *values)
{
  double median;

  g_array_sort (values, compare_doubles);
  median = g_array_index (values, double, values->len / 2);
  g_array_set_size (values, 0);

  return median;
}

/* Until the height no longer grows: GTK validates in idle. */
static void
wait_valid (Shown *shown)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (shown->scrolled));
  guint n_same = 0;
  double upper = 0;

  while (n_same < 5)
    {
      view_fixture_wait_ms (100);
      n_same = gtk_adjustment_get_upper (adjustment) == upper ? n_same + 1 : 0;
      upper = gtk_adjustment_get_upper (adjustment);
    }
}

static void
scroll_to (Shown  *shown,
           double  value)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (shown->scrolled));

  gtk_adjustment_set_value (adjustment, value);
}

/* Both windows in turn, frame by frame, so that whatever happens on the machine happens to both. */
static void
measure_scrolling (Shown  *ours,
                   Shown  *bare,
                   guint   n_frames,
                   double  step,
                   Frames *frames)
{
  Shown *both[] = { ours, bare };
  GArray *walls[2];
  GArray *cpus[2];

  for (guint which = 0; which < 2; which++)
    {
      walls[which] = g_array_new (FALSE, FALSE, sizeof (double));
      cpus[which] = g_array_new (FALSE, FALSE, sizeof (double));
    }
  for (guint i = 0; i < n_frames; i++)
    {
      for (guint which = 0; which < 2; which++)
        {
          double time;

          scroll_to (both[which], 1000 + i * step);
          time = wait_frame (both[which]);
          g_array_append_val (walls[which], time);
          time = (double) both[which]->frame_cpu_us;
          g_array_append_val (cpus[which], time);
        }
    }
  for (guint which = 0; which < 2; which++)
    {
      frames[which].wall_us = take_median (walls[which]);
      frames[which].cpu_us = take_median (cpus[which]);
      g_array_unref (walls[which]);
      g_array_unref (cpus[which]);
    }
}

static void
measure_opening (GtkWidget *view,
                 gint64     begun,
                 Shown     *shown,
                 Times     *times)
{
  double open_ms;
  double paint_ms;

  shown->painted = 0;
  show (shown, view);
  open_ms = (double) (g_get_monotonic_time () - begun) / 1000;
  while (shown->painted == 0)
    g_main_context_iteration (NULL, TRUE);
  paint_ms = (double) (shown->painted - begun) / 1000;

  times->open_ms = MIN (times->open_ms, open_ms);
  times->paint_ms = MIN (times->paint_ms, paint_ms);
}

static void
hide (Shown *shown)
{
  gtk_window_destroy (GTK_WINDOW (shown->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static char *
create_text (gsize n_bytes)
{
  static const char sentence[] =
    "Officials said on Monday that the talks would go on, and that neither side had given up its position. ";
  GString *text = g_string_sized_new (n_bytes + 200);
  guint n_sentences = 0;

  while (text->len < n_bytes)
    {
      g_string_append (text, sentence);
      if (++n_sentences % 6 == 0)
        g_string_append (text, "\n\n");
    }

  return g_string_free (text, FALSE);
}

/* The built-in codes and one more, which no passage bears yet. */
static PostilDocument *
create_bare_document (const char *utf8)
{
  const PostilLayerInfo info = { .coder = "bench", .article = "bench.txt" };
  const char *const none[] = { NULL };
  const PostilCode extra = {
    .id = "extra", .label = "Extra", .key = "5", .color = "#cc79a7", .definition = "", .when = "",
    .when_not = "", .examples = none, .parent = "",
  };
  g_autoptr (PostilCodebook) builtin = postil_codebook_new_builtin ();
  PostilCodebookBuilder *builder = postil_codebook_builder_new (builtin);
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilText) text = postil_text_new_from_utf8 (utf8, -1, &error);
  g_autoptr (PostilLayer) layer = postil_layer_new (&info);
  g_autoptr (PostilCodebook) codebook = NULL;

  postil_codebook_builder_set_code (builder, &extra);
  codebook = postil_codebook_builder_end (builder, &error);
  g_assert_no_error (error);

  return postil_document_new (text, codebook, layer);
}

static PostilDocument *
create_document (const char *utf8,
                 guint       n_annotations)
{
  const char *const codes[] = { "position", "concern", "concession", "outcome" };
  PostilDocument *document = create_bare_document (utf8);
  PostilText *text = postil_document_get_text (document);
  guint distance = postil_text_get_n_chars (text) / (n_annotations + 1);
  g_autoptr (PostilChange) change = postil_change_new (POSTIL_CHANGE_IMPORT);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n_annotations; i++)
    {
      g_autofree char *id = postil_edit_dup_new_id ();
      guint start = i * distance;
      PostilSpan span = { start, start + 20 + (i * 37) % 80 };
      g_autofree char *exact = postil_text_dup_slice (text, span);
      PostilPiece piece = { span, exact, NULL, NULL };
      PostilAnnotationInit init = {
        .id = id, .code = codes[i % 4], .created = "2026-01-01T00:00:00Z",
        .pieces = &piece, .n_pieces = 1,
      };
      g_autoptr (PostilAnnotation) annotation = postil_annotation_new (&init);

      postil_change_add (change, annotation);
    }

  if (!postil_document_apply (document, change, POSTIL_ORIGIN_OUTSIDE, &error))
    g_error ("%s", error->message);

  return document;
}

/* From the key to the painted frame, and the frame's part of it. */
static void
measure_marking (PostilDocument *document,
                 Shown          *shown,
                 guint           n_annotations)
{
  PostilSpan visible;
  g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) undos = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GError) error = NULL;

  visible = postil_article_view_get_visible_span (POSTIL_ARTICLE_VIEW (shown->view));
  for (guint i = 0; i < N_MARKS; i++)
    {
      PostilSpan span = { visible.start + i * 5, visible.start + i * 5 + 3 };
      gint64 begun = get_cpu_us ();
      g_autoptr (PostilChange) change = postil_edit_tag (document, &span, 1, "extra", NULL, &error);
      double time;

      if (change == NULL || !postil_document_apply (document, change, POSTIL_ORIGIN_DO, &error))
        g_error ("%s", error->message);
      time = (double) (get_cpu_us () - begun);
      wait_frame (shown);
      time += (double) shown->frame_cpu_us;
      g_array_append_val (marks, time);

      begun = get_cpu_us ();
      if (!postil_document_undo (document, NULL, &error))
        g_error ("%s", error->message);
      time = (double) (get_cpu_us () - begun);
      wait_frame (shown);
      time += (double) shown->frame_cpu_us;
      g_array_append_val (undos, time);
    }
  g_print ("  mark and its frame   %8.0f us (with %u annotations)\n", take_median (marks), n_annotations);
  g_print ("  undo and its frame   %8.0f us\n", take_median (undos));
}

/* The same page, so that both lay out and paint the same glyphs. */
static void
copy_page (GtkTextView *from,
           GtkTextView *to)
{
  gtk_text_view_set_wrap_mode (to, gtk_text_view_get_wrap_mode (from));
  gtk_text_view_set_pixels_inside_wrap (to, gtk_text_view_get_pixels_inside_wrap (from));
  gtk_text_view_set_pixels_below_lines (to, gtk_text_view_get_pixels_below_lines (from));
  gtk_text_view_set_left_margin (to, gtk_text_view_get_left_margin (from));
  gtk_text_view_set_right_margin (to, gtk_text_view_get_right_margin (from));
  gtk_text_view_set_editable (to, FALSE);
}

static void
print_ratio (const char *what,
             double      ours,
             double      bare,
             const char *unit)
{
  g_print ("  %-20s %8.1f %s, bare %8.1f %s, ratio %.2f\n", what, ours, unit, bare, unit, ours / bare);
}

static GtkWidget *
open_ours (PostilDocument *document,
           GtkTextView    *page,
           Shown          *shown,
           Times          *times)
{
  gint64 begun = g_get_monotonic_time ();
  GtkWidget *view = postil_article_view_new ();

  postil_article_view_set_document (POSTIL_ARTICLE_VIEW (view), document);
  measure_opening (view, begun, shown, times);
  copy_page (GTK_TEXT_VIEW (view), page);

  return view;
}

static void
open_bare (const char  *text,
           GtkTextView *page,
           Shown       *shown,
           Times       *times)
{
  gint64 begun = g_get_monotonic_time ();
  g_autoptr (GtkTextBuffer) buffer = gtk_text_buffer_new (NULL);
  GtkWidget *view;

  gtk_text_buffer_set_text (buffer, text, -1);
  view = gtk_text_view_new_with_buffer (buffer);
  copy_page (page, GTK_TEXT_VIEW (view));
  measure_opening (view, begun, shown, times);
}

static void
print_frames (const char   *what,
              const Frames *frames)
{
  print_ratio (what, frames[0].wall_us, frames[1].wall_us, "us");
  print_ratio ("  all its threads", frames[0].cpu_us, frames[1].cpu_us, "us");
}

static void
measure_frames (Shown *ours,
                Shown *bare)
{
  Frames frames[2];

  wait_valid (ours);
  wait_valid (bare);
  measure_scrolling (ours, bare, N_PAGES, HEIGHT * 0.9, frames);
  print_frames ("frame, by page", frames);
  measure_scrolling (ours, bare, N_STEPS, STEP, frames);
  print_frames ("frame, by step", frames);
}

/* In turn, and the better of each: the machine is not ours alone. */
static void
run (gsize n_bytes,
     guint n_annotations)
{
  const Times none = { G_MAXDOUBLE, G_MAXDOUBLE };
  g_autofree char *text = create_text (n_bytes);
  g_autoptr (PostilDocument) document = create_document (text, n_annotations);
  GtkTextView *page = g_object_ref_sink (GTK_TEXT_VIEW (gtk_text_view_new ()));
  Times bare_times = none;
  Times our_times = none;
  Shown ours = { NULL };
  Shown bare = { NULL };

  g_print ("%.1f MB, %u annotations\n", (double) n_bytes / 1e6, n_annotations);
  for (guint round = 0; round < N_ROUNDS; round++)
    {
      open_ours (document, page, &ours, &our_times);
      open_bare (text, page, &bare, &bare_times);
      if (round + 1 < N_ROUNDS)
        {
          hide (&ours);
          hide (&bare);
        }
    }

  print_ratio ("open", our_times.open_ms, bare_times.open_ms, "ms");
  print_ratio ("first paint", our_times.paint_ms, bare_times.paint_ms, "ms");
  measure_frames (&ours, &bare);
  measure_marking (document, &ours, n_annotations);
  hide (&ours);
  hide (&bare);
  g_object_unref (page);
}

int
main (int    argc,
      char **argv)
{
  adw_init ();
  g_print ("The first lines warm up fonts and caches:\n");
  run (100 * 1000, 100);
  if (argc < 2 || g_str_equal (argv[1], "small"))
    run (1000 * 1000, 5000);
  if (argc == 2 && g_str_equal (argv[1], "dense"))
    run (1000 * 1000, 10000);
  if (argc < 2 || g_str_equal (argv[1], "large"))
    run (10 * 1000 * 1000, 100000);

  return 0;
}
