/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The time spent on articles: added up by article and coder, from several writers at once, and
 * with a file that is damaged or has grown long. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "storage/postil-timesheet.h"
#include "store-fixture.h"

#define N_THREADS 4
#define N_LINES 1500

static char *home;

static char *
dup_sheet (const char *coder)
{
  return g_build_filename (home, "state", "postil", "time", coder, NULL);
}

static void
add (const char *path, const char *coder, guint n)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GError) error = NULL;

  g_assert_true (postil_timesheet_add (file, coder, n, &error));
  g_assert_no_error (error);
}

static guint
look_up (const char *folder, const char *coder, const char *path)
{
  g_autoptr(GFile) file = g_file_new_for_path (folder);
  g_autoptr(GHashTable) seconds = postil_timesheet_read (file, coder);

  return GPOINTER_TO_UINT (g_hash_table_lookup (seconds, path));
}

static void
test_sums (void)
{
  g_assert_cmpuint (look_up ("/a", "maria", "b c.txt"), ==, 0);
  add ("/a/b c.txt", "maria", 30);
  add ("/a/b c.txt", "maria", 12);
  add ("/a/deep/d.txt", "maria", 7);
  add ("/ab/x.txt", "maria", 5);
  add ("/a/b c.txt", "jonas", 100);
  g_assert_cmpuint (look_up ("/a", "maria", "b c.txt"), ==, 42);
  g_assert_cmpuint (look_up ("/a", "maria", "deep/d.txt"), ==, 7);
  g_assert_cmpuint (look_up ("/a/deep", "maria", "d.txt"), ==, 7);
  g_assert_cmpuint (look_up ("/", "maria", "ab/x.txt"), ==, 5);
  g_assert_cmpuint (look_up ("/a", "jonas", "b c.txt"), ==, 100);
}

static void
test_damaged (void)
{
  g_autofree char *path = dup_sheet ("damaged");
  g_autofree char *folder = dup_sheet ("folder");
  g_autoptr(GFile) file = g_file_new_for_path ("/a/b.txt");
  g_autoptr(GError) error = NULL;
  const char *bytes = "10\tfile:///a/b.txt\nnonsense\n\n-5\tfile:///a/b.txt\n99999999999999999999\tfile:///a/b.txt\n"
                      "7\t\n\xff\xfe\n5\tfile:///a/b.txt\n3\tfile:///a/b.t";

  g_assert_true (g_file_set_contents (path, bytes, -1, NULL));
  g_assert_cmpuint (look_up ("/a", "damaged", "b.txt"), ==, 15);
  g_assert_cmpuint (look_up ("/a", "damaged", "b.t"), ==, 0);
  g_mkdir (folder, 0700);
  g_assert_cmpuint (look_up ("/a", "folder", "b.txt"), ==, 0);
  g_assert_false (postil_timesheet_add (file, "folder", 1, &error));
  g_assert_nonnull (error);
}

static gpointer
write_thread (gpointer data)
{
  for (guint i = 0; i < N_LINES; i++)
    {
      g_autofree char *path = g_strdup_printf ("/a/an-article-with-a-rather-long-name-so-that-the-file-grows-%u.txt", i % 10);

      add (path, "many", 2);
    }
  return NULL;
}

static void
test_many (void)
{
  GThread *threads[N_THREADS];
  g_autofree char *path = dup_sheet ("many");
  GStatBuf st;

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("write", write_thread, NULL);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *name = g_strdup_printf ("an-article-with-a-rather-long-name-so-that-the-file-grows-%u.txt", i);

      g_assert_cmpuint (look_up ("/a", "many", name), ==, N_THREADS * N_LINES / 10 * 2);
    }
  g_assert_cmpint (g_stat (path, &st), ==, 0);
  g_assert_cmpint (st.st_size, <=, POSTIL_TIMESHEET_MAX_BYTES + 1024);
}

int
main (int argc, char *argv[])
{
  g_autofree char *state = NULL;
  int result;

  home = g_dir_make_tmp ("postil-time-XXXXXX", NULL);
  state = g_build_filename (home, "state", NULL);
  g_setenv ("XDG_STATE_HOME", state, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/timesheet/sums", test_sums);
  g_test_add_func ("/timesheet/damaged", test_damaged);
  g_test_add_func ("/timesheet/many", test_many);
  result = g_test_run ();
  store_fixture_remove_tree (home);
  g_free (home);
  return result;
}
