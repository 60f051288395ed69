/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What counts as work and what as a pause. */

#include "config.h"

#include "app/postil-stopwatch.h"

#include <glib/gstdio.h>

#define SECOND G_TIME_SPAN_SECOND

static void
kept_cb (GFile    *article,
         guint     n_seconds,
         gpointer  user_data)
{
  *(guint *) user_data += n_seconds;
}

static void
test_work (void)
{
  g_autoptr (GFile) article = g_file_new_for_path ("/a/b.txt");
  guint n_seconds = 0;
  PostilStopwatch *watch = postil_stopwatch_new (article, "maria", kept_cb, &n_seconds);
  gint64 now = 1000 * SECOND;

  postil_stopwatch_touch (watch, now);
  postil_stopwatch_touch (watch, now += 20 * SECOND);
  g_assert_cmpuint (n_seconds, ==, 0);
  postil_stopwatch_touch (watch, now += 45 * SECOND);
  g_assert_cmpuint (n_seconds, ==, 65); /* written down once a minute */

  /* Away for ten minutes: no work. Back, and on to another window. */
  postil_stopwatch_touch (watch, now += 600 * SECOND);
  postil_stopwatch_touch (watch, now += 5 * SECOND);
  postil_stopwatch_pause (watch, now += 2 * SECOND);
  postil_stopwatch_pause (watch, now += 30 * SECOND);
  postil_stopwatch_touch (watch, now += 30 * SECOND);
  postil_stopwatch_touch (watch, now += SECOND / 2);
  postil_stopwatch_touch (watch, now += SECOND / 2);
  postil_stopwatch_free (watch);
  g_assert_cmpuint (n_seconds, ==, 65 + 7 + 1);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *home = g_dir_make_tmp ("postil-stopwatch-XXXXXX", NULL);

  g_setenv ("XDG_STATE_HOME", home, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stopwatch/work", test_work);

  return g_test_run ();
}
