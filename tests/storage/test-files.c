/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading and writing single files: what is refused, what is noticed, what is left alone. */

#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/postil-error.h"
#include "storage/postil-files.h"
#include "store-fixture.h"

typedef struct
{
  char  *folder;
  char  *path;
  GFile *file;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("postil-files-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "file.json", NULL);
  fixture->file = g_file_new_for_path (fixture->path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  store_fixture_remove_tree (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
  g_object_unref (fixture->file);
}

static void
put (const char *path, const char *contents)
{
  g_assert_true (g_file_set_contents (path, contents, -1, NULL));
}

static void
assert_contents (const char *path, const char *expected)
{
  g_autofree char *contents = NULL;

  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, expected);
}

static guint
count_files (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static gboolean
write_text (Fixture *fixture, const char *text, const char *etag, char **new_etag, GError **error)
{
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));

  return postil_files_write (fixture->file, bytes, etag, new_etag, NULL, error);
}

/* Each refusal says the file's name, and none of them waits. */
static void
test_refusals (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GFile) folder = g_file_new_for_path (fixture->folder);
  g_autoptr(GFile) device = g_file_new_for_path ("/dev/zero");
  g_autoptr(GFile) remote = g_file_new_for_uri ("http://example.org/a.txt");
  g_autoptr(GError) error = NULL;

  g_assert_null (postil_files_read (fixture->file, 100, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "file.json"));
  g_clear_error (&error);
  g_assert_null (postil_files_read (folder, 100, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY);
  g_clear_error (&error);
  g_assert_null (postil_files_read (device, 100, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE);
  g_clear_error (&error);
  g_assert_null (postil_files_read (remote, 100, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  g_clear_error (&error);

  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  g_assert_null (postil_files_read (fixture->file, 100, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE);
  g_clear_error (&error);
  g_assert_false (write_text (fixture, "x", NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE);
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

static void
test_sizes (Fixture *fixture, gconstpointer data)
{
  static const gsize sizes[] = { 0, 1, 4095, 4096, 4097, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3 << 20 };
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *data_in = g_malloc (sizes[i] + 1);
      g_autoptr(GBytes) bytes = NULL;
      gsize length;

      for (gsize j = 0; j < sizes[i]; j++)
        data_in[j] = (char) (j * 31 + j / 4096);
      g_assert_true (g_file_set_contents (fixture->path, data_in, (gssize) sizes[i], NULL));
      bytes = postil_files_read (fixture->file, sizes[i], NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpmem (g_bytes_get_data (bytes, &length), g_bytes_get_size (bytes), data_in, sizes[i]);
      if (sizes[i] > 0)
        {
          g_assert_null (postil_files_read (fixture->file, sizes[i] - 1, NULL, NULL, &error));
          g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_TOO_LARGE);
          g_clear_error (&error);
        }
    }
}

static void
test_write (Fixture *fixture, gconstpointer data)
{
  g_autofree char *etag = NULL;
  g_autofree char *second = NULL;
  g_autofree char *read_etag = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;
  mode_t mask = umask (022);
  struct stat st;

  g_assert_true (write_text (fixture, "one", "", &etag, &error));
  g_assert_no_error (error);
  assert_contents (fixture->path, "one");
  g_assert_cmpint (stat (fixture->path, &st), ==, 0);
  g_assert_cmpint (st.st_mode & 07777, ==, 0644);
  g_assert_false (postil_files_looks_changed (fixture->file, etag));
  read_etag = postil_files_dup_etag (fixture->file);
  g_assert_cmpstr (read_etag, ==, etag);
  g_clear_pointer (&read_etag, g_free);
  bytes = postil_files_read (fixture->file, 100, &read_etag, NULL, &error);
  g_assert_cmpstr (read_etag, ==, etag);

  g_assert_cmpint (chmod (fixture->path, 0600), ==, 0);
  g_assert_true (write_text (fixture, "two", etag, &second, &error));
  g_assert_cmpstr (second, !=, etag);
  g_assert_cmpint (stat (fixture->path, &st), ==, 0);
  g_assert_cmpint (st.st_mode & 07777, ==, 0600);
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
  umask (mask);
}

static void
test_same_bytes (Fixture *fixture, gconstpointer data)
{
  g_autofree char *etag = NULL;
  struct stat before, after;

  put (fixture->path, "same");
  g_assert_cmpint (stat (fixture->path, &before), ==, 0);
  /* Nothing can be in conflict with what is there already. */
  g_assert_true (write_text (fixture, "same", "", &etag, NULL));
  g_assert_cmpint (stat (fixture->path, &after), ==, 0);
  g_assert_true (before.st_ino == after.st_ino && before.st_mtim.tv_nsec == after.st_mtim.tv_nsec &&
                 before.st_mtim.tv_sec == after.st_mtim.tv_sec);
  g_assert_false (postil_files_looks_changed (fixture->file, etag));
}

/* Also a change that leaves size, time and inode as they were. */
static void
test_conflicts (Fixture *fixture, gconstpointer data)
{
  g_autofree char *etag = NULL;
  g_autoptr(GError) error = NULL;
  struct stat st;
  struct timespec times[2];
  int fd;

  g_assert_true (write_text (fixture, "mine", "", &etag, NULL));
  g_assert_cmpint (stat (fixture->path, &st), ==, 0);
  fd = g_open (fixture->path, O_WRONLY, 0);
  g_assert_cmpint (write (fd, "her!", 4), ==, 4);
  times[0] = st.st_atim;
  times[1] = st.st_mtim;
  g_assert_cmpint (futimens (fd, times), ==, 0);
  close (fd);
  g_assert_false (write_text (fixture, "my next", etag, NULL, &error));
  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_CONFLICT);
  g_clear_error (&error);
  assert_contents (fixture->path, "her!");
  g_assert_false (write_text (fixture, "my next", "", NULL, &error));
  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_cmpint (g_unlink (fixture->path), ==, 0);
  g_assert_true (postil_files_looks_changed (fixture->file, etag));
  g_assert_false (postil_files_looks_changed (fixture->file, ""));
  g_assert_false (write_text (fixture, "my next", etag, NULL, &error));
  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_CONFLICT);
  g_assert_cmpuint (count_files (fixture->folder), ==, 0);
}

/* The same contents with another time are no conflict: sync services do that. */
static void
test_touched (Fixture *fixture, gconstpointer data)
{
  g_autofree char *etag = NULL;

  g_assert_true (write_text (fixture, "mine", "", &etag, NULL));
  g_assert_cmpint (g_unlink (fixture->path), ==, 0);
  put (fixture->path, "mine");
  g_assert_true (postil_files_looks_changed (fixture->file, etag));
  g_assert_true (write_text (fixture, "my next", etag, NULL, NULL));
}

static void
test_links (Fixture *fixture, gconstpointer data)
{
  g_autofree char *outside = g_dir_make_tmp ("postil-outside-XXXXXX", NULL);
  g_autofree char *planted = g_build_filename (outside, "target", NULL);
  g_autofree char *inside = g_build_filename (fixture->folder, "real.json", NULL);
  g_autoptr(GError) error = NULL;
  struct stat st;

  put (planted, "theirs");
  put (inside, "old");
  g_assert_cmpint (symlink (planted, fixture->path), ==, 0);
  g_assert_false (write_text (fixture, "new", NULL, NULL, &error));
  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_READ_ONLY);
  g_assert_nonnull (strstr (error->message, "file.json"));
  g_clear_error (&error);
  assert_contents (planted, "theirs");
  g_assert_cmpint (g_unlink (fixture->path), ==, 0);

  /* To nowhere: a file would be made outside. */
  g_assert_cmpint (symlink ("../nowhere.json", fixture->path), ==, 0);
  g_assert_false (write_text (fixture, "new", "", NULL, &error));
  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_READ_ONLY);
  g_clear_error (&error);
  g_assert_cmpint (g_unlink (fixture->path), ==, 0);

  g_assert_cmpint (symlink ("real.json", fixture->path), ==, 0);
  g_assert_true (write_text (fixture, "new", NULL, NULL, &error));
  assert_contents (inside, "new");
  g_assert_cmpint (lstat (fixture->path, &st), ==, 0);
  g_assert_true (S_ISLNK (st.st_mode));
  store_fixture_remove_tree (outside);
}

static void
test_read_only (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  put (fixture->path, "old");
  g_assert_cmpint (chmod (fixture->path, 0444), ==, 0);
  g_assert_false (write_text (fixture, "new", NULL, NULL, &error));
  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_READ_ONLY);
  assert_contents (fixture->path, "old");
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

static void
test_missing_folder (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_assert_false (write_text (fixture, "new", "", NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
test_leftovers (Fixture *fixture, gconstpointer data)
{
  g_autofree char *old = g_build_filename (fixture->folder, ".postil-0123456789abcdef.tmp", NULL);
  g_autofree char *fresh = g_build_filename (fixture->folder, ".postil-fedcba9876543210.tmp", NULL);
  g_autofree char *foreign = g_build_filename (fixture->folder, ".other.tmp", NULL);
  g_autoptr(GFile) folder = g_file_new_for_path (fixture->folder);
  struct timespec long_ago[2] = { { 1000, 0 }, { 1000, 0 } };

  put (old, "");
  put (fresh, "");
  put (foreign, "");
  g_assert_cmpint (utimensat (AT_FDCWD, old, long_ago, 0), ==, 0);
  g_assert_cmpint (utimensat (AT_FDCWD, foreign, long_ago, 0), ==, 0);
  postil_files_remove_leftovers (folder);
  g_assert_false (g_file_test (old, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (fresh, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (foreign, G_FILE_TEST_EXISTS));
}

#define N_PROCESSES 4
#define N_LINES 60

static void
append_lines (Fixture *fixture, char mark)
{
  for (guint i = 0; i < N_LINES;)
    {
      g_autofree char *etag = NULL;
      g_autoptr(GBytes) bytes = postil_files_read (fixture->file, 1 << 20, &etag, NULL, NULL);
      g_autofree char *next = NULL;

      g_assert_nonnull (bytes);
      next = g_strdup_printf ("%.*s%c", (int) g_bytes_get_size (bytes),
                              (const char *) g_bytes_get_data (bytes, NULL), mark);
      if (write_text (fixture, next, etag, NULL, NULL))
        i++;
    }
}

/* Each process reads, adds a letter and writes; no letter may go missing. */
static void
test_processes_take_turns (Fixture *fixture, gconstpointer data)
{
  g_autofree char *contents = NULL;
  guint counts[N_PROCESSES] = { 0 };
  pid_t children[N_PROCESSES];

  put (fixture->path, ">");
  for (guint i = 0; i < N_PROCESSES; i++)
    {
      children[i] = fork ();
      if (children[i] == 0)
        {
          append_lines (fixture, (char) ('a' + i));
          _exit (0);
        }
    }
  for (guint i = 0; i < N_PROCESSES; i++)
    {
      int status;

      g_assert_cmpint (waitpid (children[i], &status, 0), ==, children[i]);
      g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
    }
  g_assert_true (g_file_get_contents (fixture->path, &contents, NULL, NULL));
  for (const char *p = contents + 1; *p != '\0'; p++)
    counts[*p - 'a']++;
  for (guint i = 0; i < N_PROCESSES; i++)
    g_assert_cmpuint (counts[i], ==, N_LINES);
}

static void
test_text (Fixture *fixture, gconstpointer data)
{
  g_autoptr(PostilText) text = NULL;
  g_autoptr(GError) error = NULL;

  put (fixture->path, "a\r\nb");
  text = postil_files_read_text (fixture->file, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (postil_text_get_n_chars (text), ==, 3);
  g_assert_true (g_file_set_contents (fixture->path, "a\0b", 3, NULL));
  g_assert_null (postil_files_read_text (fixture->file, NULL, NULL, &error));
  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_NOT_TEXT);
  g_assert_nonnull (strstr (error->message, "file.json"));
}

#define CODEBOOK "{\"@context\":{\"@vocab\":\"http://www.w3.org/2004/02/skos/core#\",\"id\":\"@id\",\"type\":\"@type\"," \
  "\"schema\":\"http://schema.org/\"},\"id\":\"codebook.json\",\"type\":\"ConceptScheme\",\"prefLabel\":\"Mine\"," \
  "\"hasTopConcept\":[{\"id\":\"thing\",\"type\":\"Concept\",\"prefLabel\":\"Thing\"}]}"

static void
test_codebook (Fixture *fixture, gconstpointer data)
{
  g_autofree char *sub = g_build_filename (fixture->folder, "a", "b", NULL);
  g_autofree char *path = g_build_filename (fixture->folder, "codebook.json", NULL);
  g_autoptr(GFile) root = g_file_new_for_path (fixture->folder);
  g_autoptr(GFile) folder = g_file_new_for_path (sub);
  g_autoptr(GError) error = NULL;
  PostilCodebook *codebook;
  GFile *file = NULL;

  g_assert_cmpint (g_mkdir_with_parents (sub, 0755), ==, 0);
  put (path, CODEBOOK);
  codebook = postil_files_find_codebook (folder, root, &file, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (postil_codebook_lookup_code (codebook, "thing"));
  g_assert_nonnull (file);
  g_clear_object (&file);
  postil_codebook_unref (codebook);
  /* Not above what was opened. */
  codebook = postil_files_find_codebook (folder, NULL, &file, NULL, &error);
  g_assert_true (postil_codebook_is_builtin (codebook));
  g_assert_null (file);
  postil_codebook_unref (codebook);
  put (path, "{");
  g_assert_null (postil_files_find_codebook (folder, root, NULL, NULL, &error));
  g_assert_nonnull (strstr (error->message, "codebook.json"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/files/refusals", test_refusals);
  ADD ("/files/sizes", test_sizes);
  ADD ("/files/write", test_write);
  ADD ("/files/same-bytes", test_same_bytes);
  ADD ("/files/conflicts", test_conflicts);
  ADD ("/files/touched", test_touched);
  ADD ("/files/links", test_links);
  ADD ("/files/read-only", test_read_only);
  ADD ("/files/missing-folder", test_missing_folder);
  ADD ("/files/leftovers", test_leftovers);
  ADD ("/files/processes-take-turns", test_processes_take_turns);
  ADD ("/files/text", test_text);
  ADD ("/files/codebook", test_codebook);
  return g_test_run ();
}
