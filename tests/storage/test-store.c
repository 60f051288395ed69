/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The store as the app drives it: journal, saving, reopening, undo over restarts, merges with
 * what others write, and bad sidecars that are left alone. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "exchange/postil-sidecar.h"
#include "store-fixture.h"

#define TEXT "The minister voiced concern. Her rival holds another position. An outcome is awaited."

typedef struct
{
  char *folder;
  char *article;
  char *sidecar;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("postil-store-XXXXXX", NULL);
  fixture->article = store_fixture_make_article (fixture->folder, "a.txt", TEXT);
  fixture->sidecar = g_strconcat (fixture->article, ".maria.postil.json", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  store_fixture_remove_tree (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->article);
  g_free (fixture->sidecar);
}

static PostilStore *
open_store (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  PostilStore *store = store_fixture_open (fixture->article, "maria", &error);

  g_assert_no_error (error);
  g_assert_nonnull (store);
  return store;
}

static guint
count (PostilStore *store)
{
  return postil_layer_get_n_annotations (postil_document_get_layer (postil_store_get_document (store)));
}

static void
close_store (PostilStore *store)
{
  postil_store_close (store);
  store_fixture_run_for (20);
  g_object_unref (store);
}

static PostilLayer *
read_sidecar (const char *path)
{
  char *contents;
  gsize length;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;
  PostilLayer *layer;

  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);
  bytes = g_bytes_new_take (contents, length);
  layer = postil_sidecar_read (bytes, POSTIL_SIDECAR_KEEP_SOURCE, NULL, &error);
  g_assert_no_error (error);
  return layer;
}

static void
write_sidecar (const char *path, PostilLayer *layer)
{
  g_autoptr(GBytes) bytes = postil_sidecar_write (layer);
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  g_assert_true (g_file_set_contents (path, data, (gssize) length, NULL));
}

static void
test_save_and_reopen (Fixture *fixture, gconstpointer data)
{
  PostilStore *store = open_store (fixture);
  g_autoptr(PostilLayer) layer = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  struct stat first, second;
  g_autofree char *id = NULL;

  g_assert_false (g_file_test (fixture->sidecar, G_FILE_TEST_EXISTS));
  id = store_fixture_tag (store, 4, 12, "concern");
  g_assert_cmpint (postil_store_get_state (store), !=, POSTIL_SAVE_STATE_SAVED);
  store_fixture_wait_state (store, POSTIL_SAVE_STATE_SAVED);
  layer = read_sidecar (fixture->sidecar);
  g_assert_nonnull (postil_layer_lookup (layer, id));
  close_store (store);

  g_assert_true (g_file_get_contents (fixture->sidecar, &before, NULL, NULL));
  g_assert_cmpint (stat (fixture->sidecar, &first), ==, 0);
  store = open_store (fixture);
  g_assert_cmpuint (count (store), ==, 1);
  g_assert_true (store_fixture_flush (store, NULL));
  store_fixture_run_for (600);
  close_store (store);
  g_assert_true (g_file_get_contents (fixture->sidecar, &after, NULL, NULL));
  g_assert_cmpint (stat (fixture->sidecar, &second), ==, 0);
  g_assert_cmpstr (before, ==, after);
  g_assert_true (first.st_mtim.tv_sec == second.st_mtim.tv_sec &&
                 first.st_mtim.tv_nsec == second.st_mtim.tv_nsec);
}

/* As after kill -9: the journal alone holds it. */
static void
test_replay (Fixture *fixture, gconstpointer data)
{
  PostilStore *store = open_store (fixture);
  g_autofree char *first = store_fixture_tag (store, 4, 12, "concern");
  g_autofree char *second = NULL;

  store_fixture_wait_state (store, POSTIL_SAVE_STATE_SAVED);
  second = store_fixture_tag (store, 30, 40, "position");
  postil_store_close (store);
  store_fixture_run_for (50);
  g_object_unref (store);

  store = open_store (fixture);
  g_assert_cmpuint (count (store), ==, 2);
  g_assert_nonnull (postil_layer_lookup (postil_document_get_layer (postil_store_get_document (store)), second));
  store_fixture_wait_state (store, POSTIL_SAVE_STATE_SAVED);
  close_store (store);
  store = open_store (fixture);
  g_assert_cmpuint (count (store), ==, 2);
  close_store (store);
}

static void
test_undo_over_restarts (Fixture *fixture, gconstpointer data)
{
  PostilStore *store = open_store (fixture);
  g_autofree char *first = store_fixture_tag (store, 4, 12, "concern");
  g_autofree char *second = store_fixture_tag (store, 30, 40, "position");
  PostilDocument *document;

  store_fixture_wait_state (store, POSTIL_SAVE_STATE_SAVED);
  close_store (store);
  store = open_store (fixture);
  document = postil_store_get_document (store);
  g_assert_true (postil_document_undo (document, NULL, NULL));
  g_assert_cmpuint (count (store), ==, 1);
  store_fixture_wait_state (store, POSTIL_SAVE_STATE_SAVED);
  close_store (store);

  store = open_store (fixture);
  document = postil_store_get_document (store);
  g_assert_cmpuint (count (store), ==, 1);
  g_assert_true (postil_document_can_redo (document));
  g_assert_true (postil_document_redo (document, NULL, NULL));
  g_assert_cmpuint (count (store), ==, 2);
  g_assert_true (postil_document_undo (document, NULL, NULL));
  g_assert_true (postil_document_undo (document, NULL, NULL));
  g_assert_cmpuint (count (store), ==, 0);
  g_assert_false (postil_document_can_undo (document));
  store_fixture_wait_state (store, POSTIL_SAVE_STATE_SAVED);
  close_store (store);
}

static void
outside_change_cb (PostilStore *store, PostilReport *report, const char *message, guint *n)
{
  g_assert_nonnull (message);
  (*n)++;
}

/* Somebody else adds a passage while we are open: it is on screen within two seconds, ours
 * stays, and both are on disk. */
static void
test_outside_change (Fixture *fixture, gconstpointer data)
{
  PostilStore *store = open_store (fixture);
  g_autofree char *mine = store_fixture_tag (store, 4, 12, "concern");
  g_autofree char *also_mine = NULL;
  g_autoptr(PostilLayer) theirs = NULL;
  g_autoptr(PostilAnnotation) added = NULL;
  PostilPiece piece = { { 30, 40 }, "rival hold", NULL, NULL };
  PostilAnnotationInit init = { .id = "urn:uuid:11111111-1111-4111-8111-111111111111",
                                .code = "position", .pieces = &piece, .n_pieces = 1,
                                .created = "2026-11-23T10:00:00Z", .modified = "2026-11-23T10:00:00Z" };
  g_autofree char *quote = g_strndup (TEXT + 30, 10);
  guint n = 0;

  piece.exact = quote;
  g_signal_connect (store, "outside-change", G_CALLBACK (outside_change_cb), &n);
  store_fixture_wait_state (store, POSTIL_SAVE_STATE_SAVED);
  theirs = read_sidecar (fixture->sidecar);
  added = postil_annotation_new (&init);
  postil_layer_add (theirs, added);
  write_sidecar (fixture->sidecar, theirs);
  also_mine = store_fixture_tag (store, 60, 64, "outcome");
  store_fixture_run_for (2000);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (count (store), ==, 3);
  store_fixture_wait_state (store, POSTIL_SAVE_STATE_SAVED);
  g_clear_pointer (&theirs, postil_layer_unref);
  theirs = read_sidecar (fixture->sidecar);
  g_assert_cmpuint (postil_layer_get_n_annotations (theirs), ==, 3);
  /* What came from outside is not undone; ours is. */
  g_assert_true (postil_document_undo (postil_store_get_document (store), NULL, NULL));
  g_assert_nonnull (postil_layer_lookup (postil_document_get_layer (postil_store_get_document (store)), init.id));
  g_assert_cmpuint (count (store), ==, 2);
  store_fixture_wait_state (store, POSTIL_SAVE_STATE_SAVED);
  close_store (store);
}

static void
test_removed_sidecar (Fixture *fixture, gconstpointer data)
{
  PostilStore *store = open_store (fixture);
  g_autofree char *mine = store_fixture_tag (store, 4, 12, "concern");
  g_autoptr(PostilLayer) layer = NULL;

  store_fixture_wait_state (store, POSTIL_SAVE_STATE_SAVED);
  g_assert_cmpint (g_unlink (fixture->sidecar), ==, 0);
  store_fixture_run_for (2500);
  store_fixture_wait_state (store, POSTIL_SAVE_STATE_SAVED);
  layer = read_sidecar (fixture->sidecar);
  g_assert_cmpuint (postil_layer_get_n_annotations (layer), ==, 1);
  close_store (store);
}

/* Two processes' worth of stores on one sidecar, without a common main loop's help. */
static void
test_two_stores (Fixture *fixture, gconstpointer data)
{
  PostilStore *one = open_store (fixture);
  PostilStore *two = open_store (fixture);
  g_autofree char *a = store_fixture_tag (one, 4, 12, "concern");
  g_autofree char *b = store_fixture_tag (two, 30, 40, "position");
  g_autoptr(PostilLayer) layer = NULL;

  store_fixture_run_for (3000);
  store_fixture_wait_state (one, POSTIL_SAVE_STATE_SAVED);
  store_fixture_wait_state (two, POSTIL_SAVE_STATE_SAVED);
  layer = read_sidecar (fixture->sidecar);
  g_assert_cmpuint (postil_layer_get_n_annotations (layer), ==, 2);
  g_assert_cmpuint (count (one), ==, 2);
  g_assert_cmpuint (count (two), ==, 2);
  close_store (one);
  close_store (two);
}

static const struct { const char *name; const char *contents; } bad_sidecars[] = {
  { "empty", "" },
  { "not-json", "hello" },
  { "cut-off", "{\"@context\": \"http://www.w3.org/ns/anno.jsonld\", \"type\": \"AnnotationColl" },
  { "foreign", "[1, 2, 3]" },
  { "nul", "{\"a\":\"\\u0000\"}" },
};

static void
test_bad_sidecar (Fixture *fixture, gconstpointer data)
{
  const char *contents = bad_sidecars[GPOINTER_TO_UINT (data)].contents;
  PostilStore *store;
  PostilDocument *document;
  g_autofree char *after = NULL;
  g_autoptr(PostilChange) change = NULL;
  g_autoptr(GError) error = NULL;
  PostilSpan span = { 0, 3 };

  g_assert_true (g_file_set_contents (fixture->sidecar, contents, -1, NULL));
  store = open_store (fixture);
  document = postil_store_get_document (store);
  g_assert_nonnull (postil_document_get_read_only (document));
  g_assert_nonnull (strstr (postil_document_get_read_only (document), "a.txt.maria.postil.json"));
  change = postil_edit_tag (document, &span, 1, "concern", NULL, NULL);
  if (change != NULL)
    g_assert_false (postil_document_apply (document, change, POSTIL_ORIGIN_DO, &error));
  store_fixture_run_for (600);
  close_store (store);
  g_assert_true (g_file_get_contents (fixture->sidecar, &after, NULL, NULL));
  g_assert_cmpstr (after, ==, contents);
}

static void
test_bad_articles (Fixture *fixture, gconstpointer data)
{
  g_autofree char *missing = g_build_filename (fixture->folder, "missing.txt", NULL);
  g_autofree char *binary = g_build_filename (fixture->folder, "binary.txt", NULL);
  g_autofree char *empty = store_fixture_make_article (fixture->folder, "empty.txt", "");
  g_autoptr(GError) error = NULL;
  g_autoptr(PostilStore) store = NULL;

  g_assert_null (store_fixture_open (missing, "maria", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "missing.txt"));
  g_clear_error (&error);
  g_assert_null (store_fixture_open (fixture->folder, "maria", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (binary, "\x7f" "ELF\0\0\1\2", 8, NULL));
  g_assert_null (store_fixture_open (binary, "maria", &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "binary.txt"));
  g_clear_error (&error);
  store = store_fixture_open (empty, "maria", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (postil_text_get_n_chars (postil_document_get_text (postil_store_get_document (store))), ==, 0);
  postil_store_close (store);
}

/* A sidecar that cannot be written: said, kept in the journal, written when it can be. A file
 * in the place of the folder's sidecar stops root as well. */
static void
test_failing_write (Fixture *fixture, gconstpointer data)
{
  PostilStore *store = open_store (fixture);
  g_autofree char *id = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(PostilLayer) layer = NULL;

  g_assert_cmpint (g_mkdir (fixture->sidecar, 0700), ==, 0);
  id = store_fixture_tag (store, 4, 12, "concern");
  store_fixture_wait_state (store, POSTIL_SAVE_STATE_FAILED);
  g_assert_nonnull (postil_store_get_error (store));
  g_assert_cmpuint (count (store), ==, 1);
  g_assert_cmpint (g_rmdir (fixture->sidecar), ==, 0);
  g_assert_true (store_fixture_flush (store, &error));
  g_assert_no_error (error);
  layer = read_sidecar (fixture->sidecar);
  g_assert_cmpuint (postil_layer_get_n_annotations (layer), ==, 1);
  close_store (store);
}

/* A link that a stranger planted leads out of the folder: never written through. */
static void
test_planted_link (Fixture *fixture, gconstpointer data)
{
  g_autofree char *outside = g_dir_make_tmp ("postil-outside-XXXXXX", NULL);
  g_autofree char *target = g_build_filename (outside, "target.json", NULL);
  g_autofree char *after = NULL;
  PostilStore *store = open_store (fixture);
  g_autofree char *id = store_fixture_tag (store, 4, 12, "concern");

  store_fixture_wait_state (store, POSTIL_SAVE_STATE_SAVED);
  g_assert_cmpint (g_rename (fixture->sidecar, target), ==, 0);
  g_assert_cmpint (symlink (target, fixture->sidecar), ==, 0);
  g_assert_true (g_file_get_contents (target, &after, NULL, NULL));
  g_free (store_fixture_tag (store, 30, 40, "position"));
  store_fixture_wait_state (store, POSTIL_SAVE_STATE_FAILED);
  {
    g_autofree char *now = NULL;

    g_assert_true (g_file_get_contents (target, &now, NULL, NULL));
    g_assert_cmpstr (now, ==, after);
  }
  close_store (store);
  store_fixture_remove_tree (outside);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/store/save-and-reopen", test_save_and_reopen);
  ADD ("/store/replay", test_replay);
  ADD ("/store/undo-over-restarts", test_undo_over_restarts);
  ADD ("/store/outside-change", test_outside_change);
  ADD ("/store/removed-sidecar", test_removed_sidecar);
  ADD ("/store/two-stores", test_two_stores);
  ADD ("/store/bad-articles", test_bad_articles);
  ADD ("/store/failing-write", test_failing_write);
  ADD ("/store/planted-link", test_planted_link);
  for (guint i = 0; i < G_N_ELEMENTS (bad_sidecars); i++)
    {
      g_autofree char *path = g_strdup_printf ("/store/bad-sidecar/%s", bad_sidecars[i].name);

      g_test_add (path, Fixture, GUINT_TO_POINTER (i), set_up, test_bad_sidecar, tear_down);
    }

  return g_test_run ();
}
