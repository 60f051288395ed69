/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The last good versions of a sidecar: how many stay and which, with a clock that is wrong
 * and a disk that is full, and going back to one. */

#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "model/postil-edit.h"
#include "storage/postil-backups.h"
#include "store-fixture.h"

#define START_S 1790000000
#define DAY_S (24 * 60 * 60)
#define KEPT_SENTENCE "The mayor 🧀 rejected the plan of the “Käse” makers for the new market hall. "
#define LOST_SENTENCE "Nobody else had anything whatsoever to add."

typedef struct
{
  char        *folder;
  char        *article;
  GFile       *sidecar;
  PostilStore *store;
} Fixture;

static PostilStore *
open_store (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  PostilStore *store = store_fixture_open (fixture->article, "maria", &error);

  g_assert_no_error (error);
  return store;
}

static void
close_store (Fixture *fixture)
{
  if (fixture->store == NULL)
    return;
  postil_store_close (fixture->store);
  store_fixture_run_for (20);
  g_clear_object (&fixture->store);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *sidecar = NULL;

  fixture->folder = g_dir_make_tmp ("postil-backups-XXXXXX", NULL);
  fixture->article = store_fixture_make_article (fixture->folder, "a.txt",
                                                 "Ein Käse, 🧀 and one more cheese in the text.\n");
  sidecar = g_strconcat (fixture->article, ".maria.postil.json", NULL);
  fixture->sidecar = g_file_new_for_path (sidecar);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autofree char *backups = postil_backups_dup_directory (fixture->sidecar);

  close_store (fixture);
  store_fixture_remove_tree (backups);
  store_fixture_remove_tree (fixture->folder);
  g_object_unref (fixture->sidecar);
  g_free (fixture->folder);
  g_free (fixture->article);
}

static void
add (Fixture *fixture, guint number, gint64 time_s)
{
  g_autofree char *text = g_strdup_printf ("version %u\n", number);
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr(GError) error = NULL;

  g_assert_true (postil_backups_add (fixture->sidecar, bytes, time_s, &error));
  g_assert_no_error (error);
}

static guint
number_of (const PostilBackup *backup)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (backup->path, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "version "));
  return (guint) g_ascii_strtoull (text + strlen ("version "), NULL, 10);
}

static void
assert_in_order (GPtrArray *backups)
{
  for (guint i = 1; i < backups->len; i++)
    g_assert_cmpuint (number_of (backups->pdata[i - 1]), >, number_of (backups->pdata[i]));
}

static void
test_eleventh (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GPtrArray) ten = NULL;
  g_autoptr(GPtrArray) eleven = NULL;

  for (guint i = 1; i <= 10; i++)
    add (fixture, i, START_S + i * DAY_S);
  ten = postil_backups_list (fixture->sidecar);
  g_assert_cmpuint (ten->len, ==, 10);
  g_assert_cmpuint (number_of (ten->pdata[9]), ==, 1);

  add (fixture, 11, START_S + 11 * DAY_S);
  eleven = postil_backups_list (fixture->sidecar);
  g_assert_cmpuint (eleven->len, ==, 10);
  g_assert_cmpuint (number_of (eleven->pdata[0]), ==, 11);
  g_assert_cmpuint (number_of (eleven->pdata[1]), ==, 10);
  g_assert_cmpuint (number_of (eleven->pdata[9]), ==, 1);
  assert_in_order (eleven);
}

/* A year of two hours a day, a save a minute: what stays reaches from a moment ago to the
 * very first one, and no step back is more than a few times longer than the one before. */
static void
test_thinned (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GPtrArray) backups = NULL;
  gint64 now_s = START_S;
  guint number = 0;

  for (guint day = 0; day < 60; day++)
    for (guint minute = 0; minute < 20; minute++)
      {
        now_s = START_S + day * DAY_S + minute * 60;
        add (fixture, ++number, now_s);
      }
  backups = postil_backups_list (fixture->sidecar);
  g_assert_cmpuint (backups->len, ==, 10);
  assert_in_order (backups);
  g_assert_cmpuint (number_of (backups->pdata[0]), ==, number);
  g_assert_cmpuint (number_of (backups->pdata[9]), ==, 1);
  for (guint i = 2; i + 1 < backups->len; i++)
    {
      const PostilBackup *one = backups->pdata[i];
      const PostilBackup *next = backups->pdata[i + 1];

      g_assert_cmpint (now_s - next->time_s, <=, 24 * MAX (now_s - one->time_s, 3600));
    }
}

static void
test_same_bytes (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GPtrArray) backups = NULL;

  add (fixture, 1, START_S);
  add (fixture, 1, START_S + 60);
  backups = postil_backups_list (fixture->sidecar);
  g_assert_cmpuint (backups->len, ==, 1);
}

/* The battery was empty, and the computer believes that it is 1970; then it is put right. */
static void
test_clock_backwards (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GPtrArray) backups = NULL;
  guint n_before = 0, n_wrong = 0;

  for (guint i = 1; i <= 8; i++)
    add (fixture, i, START_S + i * DAY_S);
  for (guint i = 9; i <= 16; i++)
    add (fixture, i, 60 * i);
  backups = postil_backups_list (fixture->sidecar);
  g_assert_cmpuint (backups->len, ==, 10);
  assert_in_order (backups);
  g_assert_cmpuint (number_of (backups->pdata[0]), ==, 16);
  g_assert_cmpuint (number_of (backups->pdata[9]), ==, 1);
  for (guint i = 0; i < backups->len; i++)
    if (number_of (backups->pdata[i]) <= 8)
      n_before++;
    else
      n_wrong++;
  /* Neither pushes the other out. */
  g_assert_cmpuint (n_before, >=, 4);
  g_assert_cmpuint (n_wrong, >=, 2);

  g_clear_pointer (&backups, g_ptr_array_unref);
  add (fixture, 17, START_S + 9 * DAY_S);
  backups = postil_backups_list (fixture->sidecar);
  g_assert_cmpuint (backups->len, ==, 10);
  g_assert_cmpuint (number_of (backups->pdata[0]), ==, 17);
}

/* A large one is not copied at every save, but a clock that goes back does not stop that. */
static void
test_large (Fixture *fixture, gconstpointer data)
{
  const gsize size = 4 * 1024 * 1024;
  const gint64 times[] = { START_S, START_S + 1, START_S + 9, START_S - DAY_S };
  const guint expected[] = { 1, 1, 2, 3 };

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autofree char *text = g_strnfill (size, (char) ('a' + i));
      g_autoptr(GBytes) bytes = g_bytes_new (text, size);
      g_autoptr(GPtrArray) backups = NULL;

      g_assert_true (postil_backups_add (fixture->sidecar, bytes, times[i], NULL));
      backups = postil_backups_list (fixture->sidecar);
      g_assert_cmpuint (backups->len, ==, expected[i]);
    }
}

/* What else lies there is neither listed nor removed. */
static void
test_strange_files (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = {
    "notes.txt", "1-2-3.json", "0000000001-20261123T101500Z-0123456789abcdeX.json",
    "99999999999999999999999-20261123T101500Z-0123456789abcdef.json",
    "0000000001-20269923T101500Z-0123456789abcdef.json", "0000000001.json", ".json", "--.json",
  };
  g_autofree char *directory = postil_backups_dup_directory (fixture->sidecar);
  g_autoptr(GPtrArray) backups = NULL;

  add (fixture, 1, START_S);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (directory, names[i], NULL);

      g_assert_true (g_file_set_contents (path, "x", 1, NULL));
    }
  for (guint i = 2; i <= 15; i++)
    add (fixture, i, START_S + i);
  backups = postil_backups_list (fixture->sidecar);
  g_assert_cmpuint (backups->len, ==, 10);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (directory, names[i], NULL);

      g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
    }
}

/* The disk takes no more: an error, the old ones stay, and no half of one is listed. */
static void
test_full_disk (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = g_strnfill (64 * 1024, 'x');
  g_autoptr(GBytes) bytes = g_bytes_new (text, 64 * 1024);
  g_autoptr(GPtrArray) backups = NULL;
  g_autoptr(GError) error = NULL;
  struct rlimit old, small;
  gboolean written;

  for (guint i = 1; i <= 10; i++)
    add (fixture, i, START_S + i);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old), ==, 0);
  small = old;
  small.rlim_cur = 4096;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  written = postil_backups_add (fixture->sidecar, bytes, START_S + 11, &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old), ==, 0);

  g_assert_false (written);
  g_assert_nonnull (error);
  backups = postil_backups_list (fixture->sidecar);
  g_assert_cmpuint (backups->len, ==, 10);
  g_assert_cmpuint (number_of (backups->pdata[0]), ==, 10);
}

/* Where there can be no backups, the sidecar is saved all the same. */
static void
test_no_place (Fixture *fixture, gconstpointer data)
{
  g_autofree char *directory = postil_backups_dup_directory (fixture->sidecar);
  g_autofree char *above = g_path_get_dirname (directory);
  g_autofree char *sidecar = g_file_get_path (fixture->sidecar);

  g_mkdir_with_parents (above, 0700);
  g_assert_true (g_file_set_contents (directory, "in the way", -1, NULL));
  fixture->store = open_store (fixture);
  g_free (store_fixture_tag (fixture->store, 0, 3, "concern"));
  store_fixture_wait_state (fixture->store, POSTIL_SAVE_STATE_SAVED);
  g_assert_true (g_file_test (sidecar, G_FILE_TEST_EXISTS));
}

static void
take_result_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GPtrArray *
compare (Fixture *fixture)
{
  PostilDocument *document = postil_store_get_document (fixture->store);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *versions;

  postil_backups_compare_async (fixture->sidecar, postil_document_get_layer (document),
                                postil_document_get_text (document), NULL, take_result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  versions = postil_backups_compare_finish (result, &error);
  g_assert_no_error (error);
  return versions;
}

static guint
count (Fixture *fixture)
{
  return postil_layer_get_n_annotations (postil_document_get_layer (postil_store_get_document (fixture->store)));
}

static void
tag_and_save (Fixture *fixture, guint start, guint end)
{
  g_autoptr(GError) error = NULL;

  g_free (store_fixture_tag (fixture->store, start, end, "concern"));
  g_assert_true (store_fixture_flush (fixture->store, &error));
  g_assert_no_error (error);
}

static void
restore (Fixture *fixture, PostilBackupVersion *version)
{
  g_autoptr(GError) error = NULL;

  g_assert_nonnull (version->change);
  g_assert_true (postil_document_apply (postil_store_get_document (fixture->store), version->change,
                                        POSTIL_ORIGIN_DO, &error));
  g_assert_no_error (error);
}

/* Three saves make three versions; going back is a step like any other. */
static void
test_restore (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GPtrArray) versions = NULL;
  PostilBackupVersion *oldest;
  g_autoptr(GError) error = NULL;

  fixture->store = open_store (fixture);
  tag_and_save (fixture, 0, 3);
  tag_and_save (fixture, 4, 8);
  tag_and_save (fixture, 10, 11);
  versions = compare (fixture);
  g_assert_cmpuint (versions->len, ==, 3);
  g_assert_true (postil_change_is_empty (((PostilBackupVersion *) versions->pdata[0])->change));
  oldest = versions->pdata[2];
  g_assert_cmpuint (oldest->n_annotations, ==, 1);
  g_assert_false (oldest->is_of_other_text);
  g_assert_cmpint (postil_change_get_kind (oldest->change), ==, POSTIL_CHANGE_RESTORE);
  g_assert_cmpuint (postil_change_get_removed (oldest->change)->len, ==, 2);
  g_assert_cmpuint (postil_change_get_added (oldest->change)->len, ==, 0);

  restore (fixture, oldest);
  g_assert_cmpuint (count (fixture), ==, 1);
  g_assert_true (store_fixture_flush (fixture->store, &error));
  g_assert_true (postil_document_undo (postil_store_get_document (fixture->store), NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count (fixture), ==, 3);
  g_assert_true (store_fixture_flush (fixture->store, &error));

  /* And it can be undone tomorrow. */
  g_assert_true (postil_document_redo (postil_store_get_document (fixture->store), NULL, &error));
  g_assert_true (store_fixture_flush (fixture->store, &error));
  close_store (fixture);
  fixture->store = open_store (fixture);
  g_assert_cmpuint (count (fixture), ==, 1);
  g_assert_true (postil_document_undo (postil_store_get_document (fixture->store), NULL, &error));
  g_assert_cmpuint (count (fixture), ==, 3);
}

/* What somebody else wrote is kept before it is replaced. */
static void
test_old_one_kept (Fixture *fixture, gconstpointer data)
{
  g_autofree char *directory = postil_backups_dup_directory (fixture->sidecar);
  g_autoptr(GPtrArray) backups = NULL;

  fixture->store = open_store (fixture);
  tag_and_save (fixture, 0, 3);
  close_store (fixture);
  store_fixture_remove_tree (directory);
  fixture->store = open_store (fixture);
  tag_and_save (fixture, 4, 8);
  backups = postil_backups_list (fixture->sidecar);
  g_assert_cmpuint (backups->len, ==, 2);
}

/* A version of another text: what still stands there is found, the rest is an orphan. */
static void
test_restore_after_text_changed (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GPtrArray) versions = NULL;
  PostilBackupVersion *version;
  PostilLayer *layer;
  PostilText *text;
  guint n_found = 0, n_orphans = 0;

  g_assert_true (g_file_set_contents (fixture->article, "The old town. " KEPT_SENTENCE LOST_SENTENCE, -1, NULL));
  fixture->store = open_store (fixture);
  tag_and_save (fixture, 14, 14 + g_utf8_strlen (KEPT_SENTENCE, -1) - 1);
  tag_and_save (fixture, 14 + g_utf8_strlen (KEPT_SENTENCE, -1), 14 + g_utf8_strlen (KEPT_SENTENCE LOST_SENTENCE, -1));
  close_store (fixture);
  g_assert_true (g_file_set_contents (fixture->article, "It rained all day in the old town. " KEPT_SENTENCE "12345\n", -1, NULL));
  fixture->store = open_store (fixture);
  versions = compare (fixture);
  version = versions->pdata[0];
  g_assert_true (version->is_of_other_text);
  restore (fixture, version);

  layer = postil_document_get_layer (postil_store_get_document (fixture->store));
  text = postil_document_get_text (postil_store_get_document (fixture->store));
  for (guint i = 0; i < postil_layer_get_n_annotations (layer); i++)
    {
      PostilAnnotation *annotation = postil_layer_get_annotation (layer, i);

      g_assert_cmpint (postil_annotation_check (annotation, text), ==, POSTIL_FIT_OK);
      if (postil_annotation_get_anchor (annotation) == POSTIL_ANCHOR_ORPHAN)
        n_orphans++;
      else
        n_found++;
    }
  g_assert_cmpuint (n_found, ==, 1);
  g_assert_cmpuint (n_orphans, ==, 1);
}

/* Cut off by somebody: the last good one takes its place, and what was there is kept. */
static void
test_put_back (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_file_get_path (fixture->sidecar);
  g_autofree char *good = NULL;
  g_autofree char *now = NULL;
  g_autofree char *damaged = NULL;
  g_autoptr(GPtrArray) backups = NULL;
  g_autoptr(GFile) kept = NULL;
  g_autoptr(GError) error = NULL;

  fixture->store = open_store (fixture);
  tag_and_save (fixture, 0, 3);
  close_store (fixture);
  g_assert_true (g_file_get_contents (path, &good, NULL, NULL));
  g_assert_true (g_file_set_contents (path, "{ \"cut", -1, NULL));
  fixture->store = open_store (fixture);
  g_assert_nonnull (postil_document_get_read_only (postil_store_get_document (fixture->store)));
  close_store (fixture);

  backups = postil_backups_list (fixture->sidecar);
  g_assert_cmpuint (backups->len, ==, 1);
  g_assert_true (postil_backups_put_back (fixture->sidecar, backups->pdata[0], &kept, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &now, NULL, NULL));
  g_assert_cmpstr (now, ==, good);
  g_assert_true (g_file_load_contents (kept, NULL, &damaged, NULL, NULL, NULL));
  g_assert_cmpstr (damaged, ==, "{ \"cut");
  fixture->store = open_store (fixture);
  g_assert_null (postil_document_get_read_only (postil_store_get_document (fixture->store)));
  g_assert_cmpuint (count (fixture), ==, 1);
}

#define ADD(path, function) g_test_add ("/backups/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("eleventh", test_eleventh);
  ADD ("thinned", test_thinned);
  ADD ("same-bytes", test_same_bytes);
  ADD ("clock-backwards", test_clock_backwards);
  ADD ("large", test_large);
  ADD ("strange-files", test_strange_files);
  ADD ("full-disk", test_full_disk);
  ADD ("no-place", test_no_place);
  ADD ("restore", test_restore);
  ADD ("old-one-kept", test_old_one_kept);
  ADD ("restore-after-text-changed", test_restore_after_text_changed);
  ADD ("put-back", test_put_back);
  return g_test_run ();
}
