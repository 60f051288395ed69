/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What sync services leave beside a sidecar: found, at opening and while the article is open,
 * merged when asked for, and gone only when the merge is on the disk. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "exchange/postil-sidecar.h"
#include "storage/postil-backups.h"
#include "storage/postil-copies.h"
#include "store-fixture.h"

#define TEXT "The minister voiced concern. Her rival holds another position. An outcome is awaited."
#define PATIENCE_US (20 * G_USEC_PER_SEC)

typedef struct
{
  char        *folder;
  char        *article;
  char        *sidecar;
  char        *copy;
  PostilStore *store;
  PostilCopies *copies;
} Fixture;

static void
open_store (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->store = store_fixture_open (fixture->article, "maria", &error);
  g_assert_no_error (error);
}

static void
close_store (Fixture *fixture)
{
  g_clear_object (&fixture->copies);
  postil_store_close (fixture->store);
  store_fixture_run_for (20);
  g_clear_object (&fixture->store);
}

static guint
count (Fixture *fixture)
{
  return postil_layer_get_n_annotations (postil_document_get_layer (postil_store_get_document (fixture->store)));
}

static gboolean
exists (const char *path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("postil-copies-XXXXXX", NULL);
  fixture->article = store_fixture_make_article (fixture->folder, "a.txt", TEXT);
  fixture->sidecar = g_strconcat (fixture->article, ".maria.postil.json", NULL);
  fixture->copy = g_strconcat (fixture->article, ".maria.postil (conflicted copy 2026-11-23 101500).json", NULL);

  /* Two computers began with one annotation; each made one more. */
  open_store (fixture);
  g_free (store_fixture_tag (fixture->store, 4, 12, "concern"));
  store_fixture_wait_state (fixture->store, POSTIL_SAVE_STATE_SAVED);
  close_store (fixture);
}

/* What another computer would have made of the sidecar: one annotation more. */
static void
make_copy (Fixture *fixture, const char *copy, guint start, guint end)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_assert_true (g_file_get_contents (fixture->sidecar, &before, NULL, NULL));
  open_store (fixture);
  g_free (store_fixture_tag (fixture->store, start, end, "position"));
  store_fixture_wait_state (fixture->store, POSTIL_SAVE_STATE_SAVED);
  close_store (fixture);
  g_assert_true (g_file_get_contents (fixture->sidecar, &after, NULL, NULL));
  g_assert_true (g_file_set_contents (copy, after, -1, NULL));
  g_assert_true (g_file_set_contents (fixture->sidecar, before, -1, NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->store != NULL)
    close_store (fixture);
  store_fixture_remove_tree (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->article);
  g_free (fixture->sidecar);
  g_free (fixture->copy);
}

static void
wait_for_n (Fixture *fixture, guint n)
{
  gint64 until = g_get_monotonic_time () + PATIENCE_US;

  if (fixture->copies == NULL)
    fixture->copies = postil_copies_new (fixture->store);
  while (postil_copies_get_n (fixture->copies) != n)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (1000);
    }
}

static void
take_result_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static PostilReport *
merge (Fixture *fixture, guint *n_merged, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  postil_copies_merge_async (fixture->copies, NULL, take_result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return postil_copies_merge_finish (fixture->copies, result, n_merged, error);
}

static guint
count_kind (PostilReport *report, const char *kind)
{
  guint n = 0;

  for (guint i = 0; i < postil_report_get_n_entries (report); i++)
    n += g_str_equal (postil_report_get_entry (report, i)->kind, kind);
  return n;
}

static void
test_merged (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other = g_strconcat (fixture->article, ".maria.postil.sync-conflict-20261123-101500-ABCDEFG.json", NULL);
  g_autofree char *strange = g_strconcat (fixture->article, ".jonas.postil (conflicted copy 2026-11-23).json", NULL);
  g_autoptr (PostilReport) report = NULL;
  g_autoptr (GError) error = NULL;
  guint n_merged;

  make_copy (fixture, fixture->copy, 29, 38);
  make_copy (fixture, other, 63, 73);
  g_assert_true (g_file_set_contents (strange, "{}", -1, NULL));
  open_store (fixture);
  g_free (store_fixture_tag (fixture->store, 39, 44, "outcome"));
  wait_for_n (fixture, 2);
  g_assert_cmpuint (count (fixture), ==, 2);
  g_assert_true (exists (fixture->copy) && exists (other));

  report = merge (fixture, &n_merged, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_merged, ==, 2);
  g_assert_cmpuint (count_kind (report, "merged"), ==, 2);
  g_assert_cmpuint (count (fixture), ==, 4);
  g_assert_false (exists (fixture->copy) || exists (other));
  g_assert_true (exists (strange));
  wait_for_n (fixture, 0);

  /* One step; and on the disk. */
  g_assert_true (postil_document_undo (postil_store_get_document (fixture->store), NULL, NULL));
  g_assert_cmpuint (count (fixture), ==, 2);
  g_assert_true (postil_document_redo (postil_store_get_document (fixture->store), NULL, NULL));
  store_fixture_wait_state (fixture->store, POSTIL_SAVE_STATE_SAVED);
  close_store (fixture);
  open_store (fixture);
  g_assert_cmpuint (count (fixture), ==, 4);
}

/* It comes while the article is open, and goes without us. */
static void
test_comes_and_goes (Fixture *fixture, gconstpointer data)
{
  g_autofree char *hidden = g_build_filename (fixture->folder, "waiting", NULL);

  make_copy (fixture, hidden, 29, 38);
  open_store (fixture);
  wait_for_n (fixture, 0);
  store_fixture_run_for (50);
  g_assert_cmpint (g_rename (hidden, fixture->copy), ==, 0);
  wait_for_n (fixture, 1);
  g_assert_cmpint (g_unlink (fixture->copy), ==, 0);
  wait_for_n (fixture, 0);
}

/* All of it is here already: nothing changes, and the copy goes. */
static void
test_nothing_new (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PostilReport) report = NULL;
  g_autofree char *contents = NULL;
  guint n_merged;

  g_assert_true (g_file_get_contents (fixture->sidecar, &contents, NULL, NULL));
  g_assert_true (g_file_set_contents (fixture->copy, contents, -1, NULL));
  open_store (fixture);
  wait_for_n (fixture, 1);
  report = merge (fixture, &n_merged, NULL);
  g_assert_cmpuint (n_merged, ==, 1);
  g_assert_cmpuint (postil_report_get_n_entries (report), ==, 0);
  g_assert_cmpint (postil_store_get_state (fixture->store), ==, POSTIL_SAVE_STATE_SAVED);
  g_assert_false (exists (fixture->copy));
}

/* What cannot be read, is of a newer version, or of another text: it stays, and is told. */
static void
test_stays (Fixture *fixture, gconstpointer data)
{
  static const struct { const char *from, *to, *kind; } cases[] = {
    { NULL, "{ \"cut", "unreadable" },
    { NULL, "", "unreadable" },
    { "\"schema:schemaVersion\": \"1\"", "\"schema:schemaVersion\": \"9\"", "newer-version" },
    { "\"schema:sha256\": \"", "\"schema:sha256\": \"0", "text-changed" },
  };

  make_copy (fixture, fixture->copy, 29, 38);
  open_store (fixture);
  wait_for_n (fixture, 1);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *before = NULL;
      g_autofree char *after = NULL;
      g_autoptr (GString) contents = NULL;
      g_autoptr (PostilReport) report = NULL;
      guint n_merged;

      g_assert_true (g_file_get_contents (fixture->copy, &before, NULL, NULL));
      contents = g_string_new (cases[i].from != NULL ? before : cases[i].to);
      if (cases[i].from != NULL)
        g_assert_cmpuint (g_string_replace (contents, cases[i].from, cases[i].to, 1), ==, 1);
      g_assert_true (g_file_set_contents (fixture->copy, contents->str, -1, NULL));
      report = merge (fixture, &n_merged, NULL);
      g_assert_cmpuint (n_merged, ==, 0);
      g_assert_cmpuint (count_kind (report, cases[i].kind), ==, 1);
      g_assert_cmpuint (count (fixture), ==, 1);
      g_assert_true (g_file_get_contents (fixture->copy, &after, NULL, NULL));
      g_assert_cmpstr (after, ==, contents->str);
      g_assert_true (g_file_set_contents (fixture->copy, before, -1, NULL));
    }
}

/* The sidecar cannot be written: the copy is still there, and what was merged is on screen. */
static void
test_not_saved (Fixture *fixture, gconstpointer data)
{
  g_autofree char *aside = g_strconcat (fixture->sidecar, ".aside", NULL);
  g_autoptr (PostilReport) report = NULL;
  g_autoptr (GError) error = NULL;
  guint n_merged = 0;

  make_copy (fixture, fixture->copy, 29, 38);
  open_store (fixture);
  wait_for_n (fixture, 1);
  /* Nobody, not even root, writes a file where a folder stands. */
  g_assert_cmpint (g_rename (fixture->sidecar, aside), ==, 0);
  g_assert_cmpint (g_mkdir (fixture->sidecar, 0700), ==, 0);
  report = merge (fixture, &n_merged, &error);
  g_assert_null (report);
  g_assert_nonnull (error);
  g_assert_true (exists (fixture->copy));
  g_assert_cmpuint (count (fixture), ==, 2);

  g_assert_cmpint (g_rmdir (fixture->sidecar), ==, 0);
  g_assert_cmpint (g_rename (aside, fixture->sidecar), ==, 0);
  g_clear_error (&error);
  while ((report = merge (fixture, &n_merged, &error)) == NULL)
    {
      g_clear_error (&error);
      store_fixture_run_for (50);
    }
  g_assert_cmpuint (n_merged, ==, 1);
  g_assert_false (exists (fixture->copy));
  g_assert_cmpuint (count (fixture), ==, 2);
}

/* Each version that went is among the backups; a link is nobody's copy. */
static void
test_kept_as_backup (Fixture *fixture, gconstpointer data)
{
  g_autofree char *link = g_strconcat (fixture->article, ".maria.postil (conflicted copy 2).json", NULL);
  g_autofree char *target = g_build_filename (fixture->folder, "elsewhere", NULL);
  g_autoptr (GFile) sidecar = g_file_new_for_path (fixture->sidecar);
  g_autoptr (PostilReport) report = NULL;
  g_autoptr (GPtrArray) backups = NULL;
  g_autofree char *contents = NULL;
  g_autofree char *sha256 = NULL;
  gboolean is_found = FALSE;
  guint n_merged;

  make_copy (fixture, fixture->copy, 29, 38);
  g_assert_true (g_file_get_contents (fixture->copy, &contents, NULL, NULL));
  sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, contents, -1);
  g_assert_true (g_file_set_contents (target, contents, -1, NULL));
  g_assert_cmpint (symlink (target, link), ==, 0);
  open_store (fixture);
  wait_for_n (fixture, 1);
  report = merge (fixture, &n_merged, NULL);
  g_assert_cmpuint (n_merged, ==, 1);
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK) && exists (target));

  backups = postil_backups_list (sidecar);
  for (guint i = 0; i < backups->len; i++)
    is_found = is_found || g_str_has_prefix (sha256, ((PostilBackup *) backups->pdata[i])->digest);
  g_assert_true (is_found);
  g_free (contents);
  g_assert_true (g_file_get_contents (fixture->sidecar, &contents, NULL, NULL));
  g_free (sha256);
  sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, contents, -1);
  g_assert_true (g_str_has_prefix (sha256, ((PostilBackup *) backups->pdata[0])->digest));
}

static PostilAnnotation *
find_code (Fixture *fixture, const char *code)
{
  PostilLayer *layer = postil_document_get_layer (postil_store_get_document (fixture->store));

  for (guint i = 0; i < postil_layer_get_n_annotations (layer); i++)
    if (g_str_equal (postil_annotation_get_code (postil_layer_get_annotation (layer, i)), code))
      return postil_layer_get_annotation (layer, i);
  return NULL;
}

static void
delete_code (Fixture *fixture, const char *code)
{
  g_autoptr (PostilChange) change = postil_change_new (POSTIL_CHANGE_REMOVE);
  g_autoptr (GError) error = NULL;

  postil_change_remove (change, find_code (fixture, code));
  g_assert_true (postil_document_apply (postil_store_get_document (fixture->store), change, POSTIL_ORIGIN_DO, &error));
  g_assert_no_error (error);
  store_fixture_wait_state (fixture->store, POSTIL_SAVE_STATE_SAVED);
}

static void
replace_in_file (const char *path, const char *from, const char *to)
{
  g_autofree char *before = NULL;
  g_autoptr (GString) contents = NULL;

  g_assert_true (g_file_get_contents (path, &before, NULL, NULL));
  contents = g_string_new (before);
  g_assert_cmpuint (g_string_replace (contents, from, to, 1), >, 0);
  g_assert_true (g_file_set_contents (path, contents->str, -1, NULL));
}

/* Deleted here, untouched there: it stays deleted, today and after a restart; what is new there comes. */
static void
test_deleted_here (Fixture *fixture, gconstpointer data)
{
  gboolean restarts = GPOINTER_TO_INT (data);
  g_autoptr (PostilReport) report = NULL;
  guint n_merged;

  make_copy (fixture, fixture->copy, 29, 38);
  open_store (fixture);
  delete_code (fixture, "concern");
  if (restarts)
    {
      close_store (fixture);
      open_store (fixture);
    }
  wait_for_n (fixture, 1);
  report = merge (fixture, &n_merged, NULL);
  g_assert_cmpuint (n_merged, ==, 1);
  g_assert_cmpuint (count_kind (report, "deleted"), ==, 1);
  g_assert_cmpuint (count_kind (report, "merged"), ==, 1);
  g_assert_cmpuint (count_kind (report, "no-base"), ==, 0);
  g_assert_null (find_code (fixture, "concern"));
  g_assert_nonnull (find_code (fixture, "position"));
}

/* Deleted here, edited there: the edit is kept. Undone, it is as if nothing had been deleted. */
static void
test_deleted_and_edited (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PostilReport) report = NULL;
  g_autoptr (PostilReport) again = NULL;
  g_autofree char *contents = NULL;
  guint n_merged;

  make_copy (fixture, fixture->copy, 29, 38);
  g_assert_true (g_file_get_contents (fixture->copy, &contents, NULL, NULL));
  replace_in_file (fixture->copy, "\"concern\"", "\"concession\"");
  open_store (fixture);
  delete_code (fixture, "concern");
  wait_for_n (fixture, 1);
  report = merge (fixture, &n_merged, NULL);
  g_assert_cmpuint (count_kind (report, "deleted"), ==, 0);
  g_assert_nonnull (find_code (fixture, "concession"));

  g_assert_true (postil_document_undo (postil_store_get_document (fixture->store), NULL, NULL));
  g_assert_true (postil_document_undo (postil_store_get_document (fixture->store), NULL, NULL));
  g_assert_cmpuint (count (fixture), ==, 1);
  g_assert_true (g_file_set_contents (fixture->copy, contents, -1, NULL));
  wait_for_n (fixture, 1);
  again = merge (fixture, &n_merged, NULL);
  g_assert_cmpuint (count_kind (again, "deleted"), ==, 0);
  g_assert_nonnull (find_code (fixture, "concern"));
  g_assert_nonnull (find_code (fixture, "position"));
}

/* A service that puts the other computer's file in place and keeps ours as the copy: what is missing
 * from the one that stands there, nobody deleted. */
static void
test_ours_is_the_copy (Fixture *fixture, gconstpointer data)
{
  g_autofree char *theirs = NULL;
  g_autoptr (PostilReport) report = NULL;
  gint64 until = g_get_monotonic_time () + PATIENCE_US;
  guint n_merged;

  g_assert_true (g_file_get_contents (fixture->sidecar, &theirs, NULL, NULL));
  open_store (fixture);
  g_free (store_fixture_tag (fixture->store, 29, 38, "position"));
  store_fixture_wait_state (fixture->store, POSTIL_SAVE_STATE_SAVED);
  g_assert_cmpint (g_rename (fixture->sidecar, fixture->copy), ==, 0);
  g_assert_true (g_file_set_contents (fixture->sidecar, theirs, -1, NULL));
  while (count (fixture) != 1 && g_get_monotonic_time () < until)
    store_fixture_run_for (20);
  g_assert_cmpuint (count (fixture), ==, 1);
  wait_for_n (fixture, 1);
  report = merge (fixture, &n_merged, NULL);
  g_assert_cmpuint (n_merged, ==, 1);
  g_assert_cmpuint (count_kind (report, "deleted"), ==, 0);
  g_assert_nonnull (find_code (fixture, "position"));
  g_assert_nonnull (find_code (fixture, "concern"));
}

/* On a computer that knows nothing of it, it is said that nothing is known. */
static void
test_nothing_known (Fixture *fixture, gconstpointer data)
{
  g_autofree char *state = g_build_filename (g_get_user_state_dir (), "postil", NULL);
  g_autoptr (PostilReport) report = NULL;
  guint n_merged;

  make_copy (fixture, fixture->copy, 29, 38);
  store_fixture_remove_tree (state);
  open_store (fixture);
  wait_for_n (fixture, 1);
  report = merge (fixture, &n_merged, NULL);
  g_assert_cmpuint (n_merged, ==, 1);
  g_assert_cmpuint (count_kind (report, "no-base"), ==, 1);
  g_assert_cmpuint (count (fixture), ==, 2);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/copies/merged", test_merged);
  ADD ("/copies/comes-and-goes", test_comes_and_goes);
  ADD ("/copies/nothing-new", test_nothing_new);
  ADD ("/copies/stays", test_stays);
  ADD ("/copies/not-saved", test_not_saved);
  ADD ("/copies/kept-as-backup", test_kept_as_backup);
  ADD ("/copies/deleted-here", test_deleted_here);
  g_test_add ("/copies/deleted-before-restart", Fixture, GINT_TO_POINTER (TRUE), set_up, test_deleted_here, tear_down);
  ADD ("/copies/deleted-and-edited", test_deleted_and_edited);
  ADD ("/copies/ours-is-the-copy", test_ours_is_the_copy);
  ADD ("/copies/nothing-known", test_nothing_known);

  return g_test_run ();
}
