/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* New files by the batch: none before it is whole, none over another's. */

#include "config.h"

#include "storage/postil-batch.h"

#include <glib/gstdio.h>

static char *
make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("postil-batch-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
test_commit (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "a.txt", NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("one", 3);
  g_autoptr (PostilBatch) batch = postil_batch_new ();
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (postil_batch_write (batch, path, bytes, &error));
  g_assert_true (postil_batch_has (batch, path));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_true (postil_batch_commit (batch, &error));
  g_assert_no_error (error);
  g_assert_false (postil_batch_has (batch, path));
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "one");
  g_assert_cmpuint (count_files (folder), ==, 1);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_taken (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "a.txt", NULL);
  g_autofree char *other = g_build_filename (folder, "b.txt", NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("one", 3);
  g_autoptr (PostilBatch) batch = postil_batch_new ();
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (postil_batch_write (batch, path, bytes, NULL));
  g_assert_true (postil_batch_write (batch, other, bytes, NULL));
  g_assert_true (g_file_set_contents (path, "theirs", -1, NULL));
  g_assert_false (postil_batch_commit (batch, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "theirs");
  g_assert_true (g_file_test (other, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (count_files (folder), ==, 2);
  g_unlink (path);
  g_unlink (other);
  g_rmdir (folder);
}

static void
test_dropped (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "a.txt", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "no", "a.txt", NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("one", 3);
  PostilBatch *batch = postil_batch_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (postil_batch_write (batch, path, bytes, NULL));
  g_assert_false (postil_batch_write (batch, nowhere, bytes, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  postil_batch_free (batch);
  g_assert_cmpuint (count_files (folder), ==, 0);
  g_rmdir (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/batch/commit", test_commit);
  g_test_add_func ("/batch/taken", test_taken);
  g_test_add_func ("/batch/dropped", test_dropped);
  return g_test_run ();
}
