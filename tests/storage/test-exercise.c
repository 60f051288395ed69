/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where a pack goes that somebody opens: never over anything, again to where it was, and not
 * where it would be thrown away. */

#include "config.h"

#include <glib/gstdio.h>

#include "base/postil-error.h"
#include "storage/postil-exercise.h"

#define TEXT "One deep concern is voiced.\n"

typedef struct
{
  char *root;
  char *zip;
  char *desk;
} Fixture;

static void
put (const char *folder, const char *name, const char *contents)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_file_set_contents (path, contents, -1, &error);
  g_assert_no_error (error);
}

static char *
get (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *contents = NULL;

  return g_file_get_contents (path, &contents, NULL, NULL) ? contents : NULL;
}

static void
remove_all (const char *path)
{
  GDir *folder = g_dir_open (path, 0, NULL);
  const char *name = NULL;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_all (child);
    }
  g_clear_pointer (&folder, g_dir_close);
  g_remove (path);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const char *base = g_getenv ("POSTIL_TEST_ROOT");
  g_autofree char *source = g_build_filename (base, "source", NULL);
  g_autoptr (PostilReport) report = postil_report_new ();
  g_autoptr (GError) error = NULL;
  PostilPackCounts counts;

  fixture->root = g_strdup (base);
  fixture->desk = g_build_filename (base, "desk", NULL);
  fixture->zip = g_build_filename (base, "desk", "rafah.postil.zip", NULL);
  put (source, "rafah.txt", TEXT);
  put (source, "sub/second.txt", "Another.\n");
  put (fixture->desk, "note.pdf", "x");
  postil_exercise_write (source, GPOINTER_TO_INT (data) ? "rafah.txt" : NULL, fixture->zip, NULL, NULL, report, &counts, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  remove_all (fixture->desk);
  g_free (fixture->root);
  g_free (fixture->zip);
  g_free (fixture->desk);
}

static PostilExercise *
open_zip (const char *zip, const char *parent)
{
  g_autoptr (PostilReport) report = postil_report_new ();
  g_autoptr (GError) error = NULL;
  PostilExercise *exercise = postil_exercise_open (zip, parent, report, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (postil_report_get_n_entries (report), ==, 0);
  return exercise;
}

static void
test_names (void)
{
  static const struct { const char *zip; const char *name; } names[] = {
    { "/x/rafah.postil.zip", "rafah" }, { "rafah.postil (1).zip", "rafah" }, { "rafah.postil.zip", "rafah" }, { "rafah (12).postil.zip", "rafah" },
    { "rafah(2).zip", "rafah" }, { "RAFAH.POSTIL.ZIP", "RAFAH" }, { "a.b.zip", "a.b" }, { ".postil.zip", "exercise" }, { ".zip", "exercise" },
    { "week (x).zip", "week (x)" }, { "(1).zip", "(1)" }, { "%n %s.zip", "%n %s" }, { "rafah", "rafah" },
  };
  g_autofree char *key = postil_exercise_dup_key_path ("/x/rafah.postil.zip");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = postil_exercise_dup_name (names[i].zip);

      g_assert_cmpstr (name, ==, names[i].name);
    }
  g_assert_cmpstr (key, ==, "/x/rafah-key.postil.zip");
  g_assert_true (postil_exercise_is_pack_name ("a.ZIP"));
  g_assert_false (postil_exercise_is_pack_name ("a.docx"));
}

static void
test_again (Fixture *fixture, gconstpointer data)
{
  g_autofree char *expected = g_build_filename (fixture->desk, "rafah", NULL);
  g_autoptr (PostilExercise) first = open_zip (fixture->zip, NULL);
  g_autoptr (PostilExercise) second = NULL;
  g_autofree char *mine = NULL;

  g_assert_cmpstr (first->folder, ==, expected);
  g_assert_false (first->was_there);
  g_assert_cmpuint (first->articles->len, ==, 2);
  g_assert_cmpstr (first->articles->pdata[0], ==, "rafah.txt");
  g_assert_cmpstr (first->articles->pdata[1], ==, "sub/second.txt");
  put (expected, "rafah.txt.ana.postil.json", "mine");
  second = open_zip (fixture->zip, NULL);
  g_assert_cmpstr (second->folder, ==, expected);
  g_assert_true (second->was_there);
  mine = get (expected, "rafah.txt.ana.postil.json");
  g_assert_cmpstr (mine, ==, "mine");
}

/* Of the article another text, a file, a folder of other things, a link that leads nowhere. */
static void
test_in_the_way (Fixture *fixture, gconstpointer data)
{
  g_autofree char *link = g_build_filename (fixture->desk, "rafah-4", NULL);
  g_autoptr (PostilExercise) exercise = NULL;
  g_autofree char *expected = g_build_filename (fixture->desk, "rafah-5", NULL);
  g_autofree char *other = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (link);

  put (fixture->desk, "rafah/rafah.txt", "Another text.\n");
  put (fixture->desk, "rafah-2", "a file");
  put (fixture->desk, "rafah-3/photo.jpg", "x");
  g_assert_true (g_file_make_symbolic_link (file, "/nonexistent/postil", NULL, NULL));
  exercise = open_zip (fixture->zip, NULL);
  g_assert_cmpstr (exercise->folder, ==, expected);
  other = get (fixture->desk, "rafah/rafah.txt");
  g_assert_cmpstr (other, ==, "Another text.\n");
}

static void
test_codebook_kept (Fixture *fixture, gconstpointer data)
{
  g_autofree char *source = g_build_filename (fixture->root, "source", NULL);
  g_autofree char *book = g_build_filename (source, "codebook.json", NULL);
  g_autoptr (PostilReport) report = postil_report_new ();
  g_autoptr (PostilExercise) exercise = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *kept = NULL;
  PostilPackCounts counts;

  put (source, "codebook.json", "{\"theirs\": 1}");
  postil_exercise_write (source, NULL, fixture->zip, NULL, NULL, report, &counts, NULL, &error);
  g_assert_no_error (error);
  g_clear_pointer (&report, postil_report_unref);
  report = postil_report_new ();
  put (fixture->desk, "rafah/rafah.txt", TEXT);
  put (fixture->desk, "rafah/codebook.json", "{\"mine\": 1}");
  exercise = postil_exercise_open (fixture->zip, NULL, report, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (exercise->was_there);
  g_assert_cmpuint (postil_report_get_n_entries (report), ==, 1);
  kept = get (exercise->folder, "codebook.json");
  g_assert_cmpstr (kept, ==, "{\"mine\": 1}");
  g_remove (book);
}

/* What a mail program opens lies where it is thrown away. */
static void
test_thrown_away (Fixture *fixture, gconstpointer data)
{
  g_autofree char *copy = g_build_filename (g_get_tmp_dir (), "rafah.postil.zip", NULL);
  g_autofree char *there = g_build_filename (g_get_tmp_dir (), "rafah", NULL);
  g_autoptr (GFile) from = g_file_new_for_path (fixture->zip);
  g_autoptr (GFile) to = g_file_new_for_path (copy);
  g_autoptr (PostilExercise) exercise = NULL;
  g_autoptr (PostilExercise) chosen = NULL;
  g_autofree char *expected = g_build_filename (fixture->desk, "rafah", NULL);

  g_assert_true (g_file_copy (from, to, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, NULL));
  exercise = open_zip (copy, NULL);
  g_assert_true (g_str_has_suffix (exercise->folder, "/Postil/rafah"));
  g_assert_false (g_file_test (there, G_FILE_TEST_EXISTS));
  chosen = open_zip (copy, fixture->desk);
  g_assert_cmpstr (chosen->folder, ==, expected);
}

/* Through the portal of a sandbox: nothing that is written beside it would stay. */
static void
test_portal (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (g_get_user_runtime_dir (), "doc", "1a2b3c4d", NULL);
  g_autofree char *copy = g_build_filename (folder, "unit.postil.zip", NULL);
  g_autofree char *expected = g_build_filename (g_get_user_data_dir (), "Postil", "unit", NULL);
  g_autoptr (GFile) from = g_file_new_for_path (fixture->zip);
  g_autoptr (GFile) to = g_file_new_for_path (copy);
  g_autoptr (PostilExercise) exercise = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_copy (from, to, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, NULL));
  exercise = open_zip (copy, NULL);
  g_assert_cmpstr (exercise->folder, ==, expected);
}

static void
test_nowhere (Fixture *fixture, gconstpointer data)
{
  g_autofree char *file = g_build_filename (fixture->desk, "note.pdf", NULL);
  g_autoptr (PostilReport) report = postil_report_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (postil_exercise_open (fixture->zip, file, report, NULL, &error));
  g_assert_nonnull (error);
  g_assert_true (error->domain == G_IO_ERROR);
  g_clear_error (&error);
  put (fixture->desk, "bad.zip", "PK\3\4 is no zip");
  g_free (fixture->zip);
  fixture->zip = g_build_filename (fixture->desk, "bad.zip", NULL);
  g_assert_null (postil_exercise_open (fixture->zip, NULL, report, NULL, &error));
  g_assert_true (error != NULL && error->domain == POSTIL_ERROR);
}

static void
test_lone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PostilExercise) exercise = open_zip (fixture->zip, NULL);
  g_autofree char *free_key = postil_exercise_dup_free_key_path (fixture->zip);

  g_assert_cmpuint (exercise->articles->len, ==, 1);
  g_assert_true (g_str_has_suffix (free_key, "/rafah-key.postil.zip"));
  put (fixture->desk, "rafah-key.postil.zip", "x");
  g_free (free_key);
  free_key = postil_exercise_dup_free_key_path (fixture->zip);
  g_assert_true (g_str_has_suffix (free_key, "/rafah-key-2.postil.zip"));
}

int
main (int argc, char *argv[])
{
  /* Before GLib has asked where temporary files go. */
  const char *place = g_getenv ("TMPDIR");
  g_autofree char *root = g_build_filename (place != NULL ? place : "/tmp", "postil-exercise-XXXXXX", NULL);
  g_autofree char *tmp = NULL;
  int code;

  g_assert_nonnull (g_mkdtemp (root));
  tmp = g_build_filename (root, "tmp", NULL);
  g_mkdir (tmp, 0700);
  g_setenv ("TMPDIR", tmp, TRUE);
  g_setenv ("POSTIL_TEST_ROOT", root, TRUE);
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, data, func) g_test_add ("/exercise/" name, Fixture, data, set_up, func, tear_down)
  g_test_add_func ("/exercise/names", test_names);
  ADD ("again", NULL, test_again);
  ADD ("in-the-way", NULL, test_in_the_way);
  ADD ("codebook-kept", NULL, test_codebook_kept);
  ADD ("thrown-away", NULL, test_thrown_away);
  ADD ("portal", NULL, test_portal);
  ADD ("nowhere", NULL, test_nowhere);
  ADD ("lone", GINT_TO_POINTER (1), test_lone);
  code = g_test_run ();
  remove_all (root);
  return code;
}
