/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How long the main loop is away for while the list of a folder fills, is filtered and sorted; and
 * frames while it scrolls, beside a bare list of labels over the same articles
 * in one run. A frame has 16.7 ms at 60 a second; what counts is the process's own time, since the
 * machine may be busy. Argument: the number of articles (10000). Asserts no times. */

#include "config.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/panes/postil-folder-pane.h"

#define N_FRAMES 300
#define WIDTH 280
#define HEIGHT 740
#define SETTLE_US (1 * G_TIME_SPAN_SECOND)

typedef struct
{
  gint64 begun_us;  /* of the process's time */
  gint64 frame_us;  /* -1 while a frame is waited for */
} Frame;

static gint64
get_cpu_us (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static gint64
get_thread_us (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static void
before_paint_cb (GdkFrameClock *clock,
                 Frame         *frame)
{
  frame->begun_us = get_cpu_us ();
}

static void
after_paint_cb (GdkFrameClock *clock,
                Frame         *frame)
{
  frame->frame_us = get_cpu_us () - frame->begun_us;
}

static int
compare_times (const void *a,
               const void *b)
{
  gint64 left = *(const gint64 *) a;
  gint64 right = *(const gint64 *) b;

  return (left > right) - (left < right);
}

/* How long the main loop was away for at most, in the thread's own time, until @is_done. */
static void
watch (const char *title,
       gboolean   *is_done)
{
  gint64 longest_us = 0;
  gint64 quiet_us = g_get_monotonic_time ();

  while (!*is_done || g_get_monotonic_time () - quiet_us < SETTLE_US)
    {
      gint64 begun_us = get_thread_us ();
      gboolean was_busy = g_main_context_iteration (NULL, FALSE);
      gint64 taken_us = get_thread_us () - begun_us;

      longest_us = MAX (longest_us, taken_us);
      if (taken_us > 1000 || !*is_done)
        quiet_us = g_get_monotonic_time ();
      if (!was_busy)
        g_usleep (500);
    }
  g_print ("%-26s longest step %6.1f ms\n", title, (double) longest_us / 1000);
}

static gint64
call (void (*func) (PostilFolderModel *model),
      PostilFolderModel *model)
{
  gint64 begun_us = get_thread_us ();

  func (model);
  return get_thread_us () - begun_us;
}

static void
filter_some (PostilFolderModel *model)
{
  postil_folder_model_set_text (model, "99");
}

static void
filter_none (PostilFolderModel *model)
{
  postil_folder_model_set_text (model, "");
}

static void
order_by_date (PostilFolderModel *model)
{
  postil_folder_model_set_order (model, POSTIL_FOLDER_BY_DATE);
}

static void
order_by_name (PostilFolderModel *model)
{
  postil_folder_model_set_order (model, POSTIL_FOLDER_BY_NAME);
}

/* What a person does to the list, each until it is quiet again. */
static void
measure_stalls (PostilFolderModel *model)
{
  const struct
  {
    const char *title;
    void      (*func) (PostilFolderModel *model);
  } steps[] = {
    { "a filter", filter_some },
    { "no filter", filter_none },
    { "order by date", order_by_date },
    { "order by name", order_by_name },
  };
  gboolean is_done = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_print ("%-26s itself       %6.1f ms\n", steps[i].title, (double) call (steps[i].func, model) / 1000);
      watch (steps[i].title, &is_done);
    }
}

static void
settle (void)
{
  gint64 end = g_get_monotonic_time () + SETTLE_US;

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

static GtkWidget *
find_scroller (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_SCROLLED_WINDOW (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); found == NULL && child != NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_scroller (child);
  return found;
}

static double
scroll (GtkWidget  *window,
        const char *title,
        double      step)
{
  GtkWidget *scroller = find_scroller (window);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
  Frame frame = { 0, -1 };
  gint64 times[N_FRAMES];
  gulong before = g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), &frame);
  gulong after = g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint_cb), &frame);

  for (guint i = 0; i < N_FRAMES; i++)
    {
      frame.frame_us = -1;
      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + step);
      while (frame.frame_us < 0)
        g_main_context_iteration (NULL, TRUE);
      times[i] = frame.frame_us;
    }
  g_signal_handler_disconnect (clock, before);
  g_signal_handler_disconnect (clock, after);
  qsort (times, N_FRAMES, sizeof (gint64), compare_times);
  g_print ("%-26s a frame: median %5.2f ms, 95 %% below %5.2f ms\n", title, (double) times[N_FRAMES / 2] / 1000,
           (double) times[N_FRAMES * 95 / 100] / 1000);
  return (double) times[N_FRAMES / 2];
}

static GtkWidget *
show (GtkWidget *child)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_present (GTK_WINDOW (window));
  settle ();
  return window;
}

static void
setup_cb (GtkListItemFactory *factory,
          GtkListItem        *list_item)
{
  gtk_list_item_set_child (list_item, gtk_label_new (NULL));
}

static void
bind_cb (GtkListItemFactory *factory,
         GtkListItem        *list_item)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (list_item)),
                      postil_folder_item_get_name (gtk_list_item_get_item (list_item)));
}

static GtkWidget *
new_bare_list (PostilFolderModel *model)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkNoSelection *selection = gtk_no_selection_new (g_object_ref (postil_folder_model_get_list (model)));
  GtkWidget *scroller = gtk_scrolled_window_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller),
                                 gtk_list_view_new (GTK_SELECTION_MODEL (selection), factory));
  return scroller;
}

static void
finished_cb (PostilFolderScan *scan,
             gboolean         *is_done)
{
  *is_done = TRUE;
}

static void
make_articles (const char *folder,
               guint       n_articles)
{
  for (guint i = 0; i < n_articles; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/article-%06u.txt", folder, i);

      if (!g_file_set_contents (path, "Text.\n", -1, NULL))
        g_error ("%s cannot be written.", path);
    }
}

static void
remove_articles (const char *folder,
                 guint       n_articles)
{
  for (guint i = 0; i < n_articles; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/article-%06u.txt", folder, i);

      g_unlink (path);
    }
  g_rmdir (folder);
}

int
main (int   argc,
      char *argv[])
{
  guint n_articles = argc > 1 ? (guint) g_ascii_strtoull (argv[1], NULL, 10) : 10000;
  g_autofree char *folder = g_dir_make_tmp ("postil-bench-XXXXXX", NULL);
  g_autoptr (GSettings) settings = NULL;
  g_autoptr (PostilFolderScan) scan = NULL;
  g_autoptr (PostilFolderModel) model = NULL;
  GtkWidget *window;
  GtkWidget *bare;
  gboolean is_done = FALSE;
  double ours, theirs;

  gtk_init ();
  adw_init ();
  make_articles (folder, n_articles);
  settings = g_settings_new ("org.postil.Postil");
  scan = postil_folder_scan_new (folder, "maria");
  model = postil_folder_model_new (scan);
  g_signal_connect (scan, "finished", G_CALLBACK (finished_cb), &is_done);
  window = show (postil_folder_pane_new (settings, model));
  postil_folder_scan_start (scan);
  watch ("the scan", &is_done);
  measure_stalls (model);
  ours = scroll (window, "the list, a row or two", 60);
  scroll (window, "the list, by the page", HEIGHT);
  bare = show (new_bare_list (model));
  theirs = scroll (bare, "bare labels, a row or two", 60);
  scroll (bare, "bare labels, by the page", HEIGHT);
  g_print ("a frame of the list takes %.2f times that of bare labels\n", ours / theirs);
  gtk_window_destroy (GTK_WINDOW (window));
  gtk_window_destroy (GTK_WINDOW (bare));
  remove_articles (folder, n_articles);
  return 0;
}
