/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An article that was opened alone, through the document portal: decided by its path, marked
 * without a file beside it, and merged once it is opened in its folder. The portal here is a
 * folder with the same shape; the real one has a test of its own. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "exchange/postil-sidecar.h"
#include "storage/postil-journal.h"
#include "storage/postil-kept.h"
#include "store-fixture.h"

#define TEXT "The minister voiced concern. Her rival holds another position. An outcome is awaited."
#define CODER "maria"

typedef struct
{
  char *alone_folder; /* …/doc/ID */
  char *alone;
  char *folder;       /* …/doc/ID/NAME, or any other */
  char *article;
  char *sidecar;
  char *kept;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *store = g_build_filename (g_get_user_data_dir (), "postil", "store", NULL);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, TEXT, -1);
  g_autofree char *name = g_strconcat (hash, "." CODER ".postil.json", NULL);

  store_fixture_remove_tree (store);
  fixture->kept = g_build_filename (store, name, NULL);
  fixture->alone_folder = g_build_filename (g_get_user_runtime_dir (), "doc", "8f14e45f", NULL);
  g_assert_cmpint (g_mkdir_with_parents (fixture->alone_folder, 0700), ==, 0);
  fixture->alone = store_fixture_make_article (fixture->alone_folder, "a.txt", TEXT);
  fixture->folder = g_dir_make_tmp ("postil-kept-XXXXXX", NULL);
  fixture->article = store_fixture_make_article (fixture->folder, "a.txt", TEXT);
  fixture->sidecar = g_strconcat (fixture->article, "." CODER ".postil.json", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autofree char *journals = postil_journal_dup_directory ();

  store_fixture_remove_tree (fixture->alone_folder);
  store_fixture_remove_tree (fixture->folder);
  store_fixture_remove_tree (journals);
  g_free (fixture->alone_folder);
  g_free (fixture->alone);
  g_free (fixture->folder);
  g_free (fixture->article);
  g_free (fixture->sidecar);
  g_free (fixture->kept);
}

static PostilStore *
open_store (const char *article)
{
  g_autoptr (GError) error = NULL;
  PostilStore *store = store_fixture_open (article, CODER, &error);

  g_assert_no_error (error);
  g_assert_nonnull (store);
  return store;
}

static void
close_store (PostilStore *store)
{
  gpointer alive = store;

  postil_store_close (store);
  g_object_add_weak_pointer (G_OBJECT (store), &alive);
  g_object_unref (store);
  while (alive != NULL)
    store_fixture_run_for (1);
}

static PostilLayer *
get_layer (PostilStore *store)
{
  return postil_document_get_layer (postil_store_get_document (store));
}

static guint
count (PostilStore *store)
{
  return postil_layer_get_n_annotations (get_layer (store));
}

static guint
count_reported (PostilStore *store, const char *kind)
{
  PostilReport *report = postil_store_get_report (store);
  guint n = 0;

  for (guint i = 0; i < postil_report_get_n_entries (report); i++)
    n += g_str_equal (postil_report_get_entry (report, i)->kind, kind);
  return n;
}

static void
assert_only_article (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  g_assert_cmpstr (g_dir_read_name (dir), ==, "a.txt");
  g_assert_null (g_dir_read_name (dir));
}

static void
assert_no_journal_of (const char *sidecar)
{
  g_autoptr (GFile) file = g_file_new_for_path (sidecar);
  g_autofree char *directory = postil_journal_dup_directory ();
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);
      g_autofree char *contents = NULL;
      g_autofree char *basename = g_file_get_basename (file);

      g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
      g_assert_null (strstr (contents, basename));
    }
}

/* Marks it while it is alone; returns the annotation's id. */
static char *
mark_alone (Fixture *fixture, guint start, guint end)
{
  PostilStore *store = open_store (fixture->alone);
  char *id = store_fixture_tag (store, start, end, "concern");

  store_fixture_wait_state (store, POSTIL_SAVE_STATE_SAVED);
  close_store (store);
  return id;
}

static void
test_alone (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = mark_alone (fixture, 4, 12);
  PostilStore *store = open_store (fixture->alone);
  g_autofree char *sidecar = g_file_get_path (postil_store_get_sidecar (store));

  g_assert_cmpint (postil_store_get_place (store), ==, POSTIL_PLACE_LONE_PORTAL);
  g_assert_cmpstr (sidecar, ==, fixture->kept);
  g_assert_true (g_file_test (fixture->kept, G_FILE_TEST_IS_REGULAR));
  g_assert_nonnull (postil_layer_lookup (get_layer (store), id));
  assert_only_article (fixture->alone_folder);
  close_store (store);
}

static void
test_brought (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = mark_alone (fixture, 4, 12);
  PostilStore *store = open_store (fixture->article);

  g_assert_cmpint (postil_store_get_place (store), ==, POSTIL_PLACE_BESIDE);
  g_assert_nonnull (postil_layer_lookup (get_layer (store), id));
  g_assert_cmpuint (count_reported (store, "kept"), ==, 1);
  store_fixture_wait_state (store, POSTIL_SAVE_STATE_SAVED);
  close_store (store);
  g_assert_true (g_file_test (fixture->sidecar, G_FILE_TEST_IS_REGULAR));
  g_assert_false (g_file_test (fixture->kept, G_FILE_TEST_EXISTS));
  assert_no_journal_of (fixture->kept);

  /* It is here now: what is removed here does not come back, and alone there is nothing left. */
  store = open_store (fixture->article);
  g_assert_cmpuint (count (store), ==, 1);
  g_assert_cmpuint (count_reported (store, "kept"), ==, 0);
  close_store (store);
  store = open_store (fixture->alone);
  g_assert_cmpuint (count (store), ==, 0);
  close_store (store);
}

/* Both were worked on: all of both, and of what both hold the newer one. */
static void
test_merged (Fixture *fixture, gconstpointer data)
{
  PostilStore *store = open_store (fixture->article);
  g_autofree char *here = store_fixture_tag (store, 30, 40, "position");
  g_autofree char *there = NULL;

  store_fixture_wait_state (store, POSTIL_SAVE_STATE_SAVED);
  close_store (store);
  there = mark_alone (fixture, 4, 12);
  store = open_store (fixture->article);
  g_assert_cmpuint (count (store), ==, 2);
  g_assert_nonnull (postil_layer_lookup (get_layer (store), here));
  g_assert_nonnull (postil_layer_lookup (get_layer (store), there));
  store_fixture_wait_state (store, POSTIL_SAVE_STATE_SAVED);
  close_store (store);
  g_assert_false (g_file_test (fixture->kept, G_FILE_TEST_EXISTS));
}

/* It died before even the kept sidecar was written: the journal has it. */
static void
test_journal_only (Fixture *fixture, gconstpointer data)
{
  PostilStore *store = open_store (fixture->alone);
  g_autofree char *id = store_fixture_tag (store, 4, 12, "concern");

  close_store (store);
  g_assert_false (g_file_test (fixture->kept, G_FILE_TEST_EXISTS));
  store = open_store (fixture->article);
  g_assert_nonnull (postil_layer_lookup (get_layer (store), id));
  store_fixture_wait_state (store, POSTIL_SAVE_STATE_SAVED);
  close_store (store);
  assert_no_journal_of (fixture->kept);
}

/* It dies when all is on screen and nothing is saved: all comes again, once. */
static void
test_died_bringing (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = mark_alone (fixture, 4, 12);
  PostilStore *store = open_store (fixture->article);

  close_store (store);
  store = open_store (fixture->article);
  g_assert_cmpuint (count (store), ==, 1);
  g_assert_nonnull (postil_layer_lookup (get_layer (store), id));
  store_fixture_wait_state (store, POSTIL_SAVE_STATE_SAVED);
  close_store (store);
  g_assert_false (g_file_test (fixture->kept, G_FILE_TEST_EXISTS));
}

/* It is still open alone, and goes on being marked there. */
static void
test_still_open (Fixture *fixture, gconstpointer data)
{
  PostilStore *alone = open_store (fixture->alone);
  g_autofree char *first = store_fixture_tag (alone, 4, 12, "concern");
  g_autofree char *second = NULL;
  PostilStore *store;

  store_fixture_wait_state (alone, POSTIL_SAVE_STATE_SAVED);
  store = open_store (fixture->article);
  g_assert_nonnull (postil_layer_lookup (get_layer (store), first));
  store_fixture_wait_state (store, POSTIL_SAVE_STATE_SAVED);
  close_store (store);
  g_assert_true (g_file_test (fixture->kept, G_FILE_TEST_EXISTS));

  second = store_fixture_tag (alone, 30, 40, "position");
  store_fixture_wait_state (alone, POSTIL_SAVE_STATE_SAVED);
  close_store (alone);
  store = open_store (fixture->article);
  g_assert_cmpuint (count (store), ==, 2);
  g_assert_nonnull (postil_layer_lookup (get_layer (store), second));
  store_fixture_wait_state (store, POSTIL_SAVE_STATE_SAVED);
  close_store (store);
  g_assert_false (g_file_test (fixture->kept, G_FILE_TEST_EXISTS));
}

/* What cannot be read is told, and is still there. */
static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = mark_alone (fixture, 4, 12);
  g_autofree char *left = NULL;
  PostilStore *store;

  g_assert_true (g_file_set_contents (fixture->kept, "{ \"cut", -1, NULL));
  store = open_store (fixture->article);
  g_assert_cmpuint (count (store), ==, 0);
  g_assert_cmpuint (postil_report_get_n_entries (postil_store_get_report (store)), ==, 1);
  g_free (store_fixture_tag (store, 30, 40, "position"));
  store_fixture_wait_state (store, POSTIL_SAVE_STATE_SAVED);
  close_store (store);
  g_assert_true (g_file_get_contents (fixture->kept, &left, NULL, NULL));
  g_assert_cmpstr (left, ==, "{ \"cut");
}

/* A text of another wording, or a sidecar that cannot be written: it stays where it is. */
static void
test_stays (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = mark_alone (fixture, 4, 12);
  PostilStore *store;

  g_assert_true (g_file_set_contents (fixture->article, TEXT " And more.", -1, NULL));
  store = open_store (fixture->article);
  g_assert_cmpuint (count (store), ==, 0);
  close_store (store);
  g_assert_true (g_file_set_contents (fixture->article, TEXT, -1, NULL));
  g_assert_true (g_file_set_contents (fixture->sidecar, "{", -1, NULL));
  store = open_store (fixture->article);
  g_assert_nonnull (postil_document_get_read_only (postil_store_get_document (store)));
  close_store (store);
  g_assert_true (g_file_test (fixture->kept, G_FILE_TEST_EXISTS));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/kept/alone", test_alone);
  ADD ("/kept/brought", test_brought);
  ADD ("/kept/merged", test_merged);
  ADD ("/kept/journal-only", test_journal_only);
  ADD ("/kept/died-bringing", test_died_bringing);
  ADD ("/kept/still-open", test_still_open);
  ADD ("/kept/damaged", test_damaged);
  ADD ("/kept/stays", test_stays);

  return g_test_run ();
}
