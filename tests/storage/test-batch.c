/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* New files by the batch: none before it is whole, none over another's. */

#include "config.h"

#include "storage/postil-batch.h"

#include <string.h>

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

/* What was told of files that failed. */
typedef struct
{
  guint   n;
  guint   n_said; /* with an error of their own */
  guint   tags;   /* added up */
  GError *error;  /* the last */
} Told;

static void
told_cb (const char   *path,
         guint         tag,
         const GError *error,
         gpointer      user_data)
{
  Told *told = user_data;

  g_assert_nonnull (path);
  told->n++;
  told->tags += tag;
  if (error == NULL)
    return;
  told->n_said++;
  g_clear_error (&told->error);
  told->error = g_error_copy (error);
}

static void
test_commit (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "a.txt", NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("one", 3);
  Told told = { 0 };
  g_autoptr (PostilBatch) batch = postil_batch_new (told_cb, &told);
  g_autofree char *content = NULL;

  g_assert_true (postil_batch_commit (batch));
  postil_batch_write (batch, path, 1, bytes);
  g_assert_true (postil_batch_has (batch, path));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_true (postil_batch_commit (batch));
  g_assert_cmpuint (told.n, ==, 0);
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
  Told told = { 0 };
  g_autoptr (PostilBatch) batch = postil_batch_new (told_cb, &told);
  g_autofree char *content = NULL;

  g_assert_true (g_file_set_contents (path, "theirs", -1, NULL));
  postil_batch_write (batch, path, 7, bytes);
  postil_batch_write (batch, other, 8, bytes);
  g_assert_false (postil_batch_commit (batch));
  g_assert_error (told.error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  g_assert_cmpuint (told.n, ==, 1);
  g_assert_cmpuint (told.tags, ==, 7);
  g_clear_error (&told.error);
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "theirs");
  g_assert_true (g_file_test (other, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (count_files (folder), ==, 2);
  g_unlink (path);
  g_unlink (other);
  g_rmdir (folder);
}

static GBytes *
make_upper (gpointer data)
{
  g_autofree char *upper = g_ascii_strup (data, -1);

  return g_bytes_new (upper, strlen (upper));
}

/* A file that is nothing without another: made in time, and not at all without that. */
static void
test_needed (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "a.txt", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "no", "b.txt", NULL);
  g_autofree char *good = g_build_filename (folder, "a.json", NULL);
  g_autofree char *bad = g_build_filename (folder, "b.json", NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("one", 3);
  Told told = { 0 };
  g_autoptr (PostilBatch) batch = postil_batch_new (told_cb, &told);
  g_autofree char *content = NULL;

  postil_batch_write (batch, path, 0, bytes);
  postil_batch_write (batch, nowhere, 0, bytes);
  postil_batch_make (batch, good, 3, path, make_upper, g_strdup ("good"), g_free);
  postil_batch_make (batch, bad, 5, nowhere, make_upper, g_strdup ("bad"), g_free);
  g_assert_false (postil_batch_commit (batch));
  g_assert_error (told.error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&told.error);
  g_assert_cmpuint (told.n, ==, 2);
  g_assert_cmpuint (told.n_said, ==, 1);
  g_assert_cmpuint (told.tags, ==, 5);
  g_assert_true (g_file_get_contents (good, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "GOOD");
  g_assert_cmpuint (count_files (folder), ==, 2);
  g_unlink (path);
  g_unlink (good);
  g_rmdir (folder);
}

static void
test_many (void)
{
  const guint n_files = 5000; /* more than wait in a queue, and than are committed at once */
  g_autofree char *folder = make_folder ();
  g_autoptr (GBytes) bytes = g_bytes_new_static ("one", 3);
  Told told = { 0 };
  g_autoptr (PostilBatch) batch = postil_batch_new (told_cb, &told);

  for (guint i = 0; i < n_files; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%u.txt", folder, i);

      postil_batch_write (batch, path, i, bytes);
    }
  g_assert_true (postil_batch_commit (batch));
  g_assert_cmpuint (count_files (folder), ==, n_files);
  for (guint i = 0; i < n_files; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%u.txt", folder, i);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_dropped (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "a.txt", NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("one", 3);
  Told told = { 0 };
  PostilBatch *batch = postil_batch_new (told_cb, &told);

  postil_batch_write (batch, path, 0, bytes);
  postil_batch_free (batch);
  g_assert_cmpuint (told.n, ==, 0);
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
  g_test_add_func ("/batch/needed", test_needed);
  g_test_add_func ("/batch/many", test_many);
  g_test_add_func ("/batch/dropped", test_dropped);
  return g_test_run ();
}
