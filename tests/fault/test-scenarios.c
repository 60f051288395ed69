/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What happens to files while an article is open: folders that go, articles that are replaced,
 * links, and a sidecar larger than anybody codes. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "exchange/postil-sidecar.h"
#include "store-fixture.h"

#define TEXT "The minister voiced concern. Her rival holds another position. An outcome is awaited."
#define CODER "maria"

typedef struct
{
  char *root;
  char *folder;
  char *article;
  char *sidecar;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->root = g_dir_make_tmp ("postil-scenarios-XXXXXX", NULL);
  fixture->folder = g_build_filename (fixture->root, "articles", NULL);
  g_assert_cmpint (g_mkdir (fixture->folder, 0700), ==, 0);
  fixture->article = store_fixture_make_article (fixture->folder, "a.txt", TEXT);
  fixture->sidecar = g_strconcat (fixture->article, "." CODER POSTIL_SIDECAR_SUFFIX, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  store_fixture_remove_tree (fixture->root);
  g_free (fixture->root);
  g_free (fixture->folder);
  g_free (fixture->article);
  g_free (fixture->sidecar);
}

static PostilStore *
open_store (const char *article)
{
  g_autoptr(GError) error = NULL;
  PostilStore *store = store_fixture_open (article, CODER, &error);

  g_assert_no_error (error);
  g_assert_nonnull (store);
  return store;
}

static void
close_store (PostilStore *store)
{
  postil_store_close (store);
  store_fixture_run_for (20);
  g_object_unref (store);
}

static guint
count (PostilStore *store)
{
  return postil_layer_get_n_annotations (postil_document_get_layer (postil_store_get_document (store)));
}

static guint
count_saved (const char *sidecar)
{
  g_autoptr(GFile) file = g_file_new_for_path (sidecar);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = postil_files_read (file, G_MAXINT32, NULL, NULL, &error);
  g_autoptr(PostilLayer) layer = NULL;

  g_assert_no_error (error);
  layer = postil_sidecar_read (bytes, POSTIL_SIDECAR_KEEP_SOURCE, NULL, &error);
  g_assert_no_error (error);
  return postil_layer_get_n_annotations (layer);
}

static void
tag (PostilStore *store, guint start, guint end, const char *code)
{
  g_free (store_fixture_tag (store, start, end, code));
}

/* The folder goes away under the window, work goes on, the folder comes back. */
static void
test_folder_removed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *away = g_strconcat (fixture->folder, "-away", NULL);
  PostilStore *store = open_store (fixture->article);
  g_autoptr(GError) error = NULL;

  tag (store, 4, 12, "concern");
  store_fixture_wait_state (store, POSTIL_SAVE_STATE_SAVED);
  g_assert_cmpint (g_rename (fixture->folder, away), ==, 0);
  tag (store, 30, 40, "position");
  store_fixture_wait_state (store, POSTIL_SAVE_STATE_FAILED);
  g_assert_nonnull (postil_store_get_error (store));
  tag (store, 60, 64, "outcome");
  g_assert_cmpuint (count (store), ==, 3);
  g_assert_false (store_fixture_flush (store, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_false (g_file_test (fixture->folder, G_FILE_TEST_EXISTS));

  g_assert_cmpint (g_rename (away, fixture->folder), ==, 0);
  store_fixture_wait_state (store, POSTIL_SAVE_STATE_SAVED);
  g_assert_cmpuint (count_saved (fixture->sidecar), ==, 3);
  close_store (store);
}

/* Nobody, not even root, can write to a folder in whose place a file stands. */
static void
test_folder_replaced (Fixture *fixture, gconstpointer data)
{
  g_autofree char *away = g_strconcat (fixture->folder, "-away", NULL);
  PostilStore *store = open_store (fixture->article);

  g_assert_cmpint (g_rename (fixture->folder, away), ==, 0);
  g_assert_true (g_file_set_contents (fixture->folder, "a file", -1, NULL));
  tag (store, 4, 12, "concern");
  store_fixture_wait_state (store, POSTIL_SAVE_STATE_FAILED);
  close_store (store);
  g_assert_cmpint (g_unlink (fixture->folder), ==, 0);
  g_assert_cmpint (g_rename (away, fixture->folder), ==, 0);

  /* The journal held it. */
  store = open_store (fixture->article);
  g_assert_cmpuint (count (store), ==, 1);
  store_fixture_wait_state (store, POSTIL_SAVE_STATE_SAVED);
  close_store (store);
}

/* The article is replaced while it is open: what is marked is of the text on screen, and the
 * next opening says that the article is another one. */
static void
test_article_replaced (Fixture *fixture, gconstpointer data)
{
  PostilStore *store = open_store (fixture->article);
  PostilReport *report;
  gboolean is_told = FALSE;

  tag (store, 4, 12, "concern");
  store_fixture_wait_state (store, POSTIL_SAVE_STATE_SAVED);
  g_assert_true (g_file_set_contents (fixture->article, "Something else.", -1, NULL));
  tag (store, 30, 40, "position");
  store_fixture_wait_state (store, POSTIL_SAVE_STATE_SAVED);
  g_assert_cmpuint (count_saved (fixture->sidecar), ==, 2);
  close_store (store);

  store = open_store (fixture->article);
  g_assert_cmpuint (count (store), ==, 2);
  report = postil_store_get_report (store);
  for (guint i = 0; i < postil_report_get_n_entries (report); i++)
    is_told |= g_str_equal (postil_report_get_entry (report, i)->kind, "text-changed");
  g_assert_true (is_told);
  store_fixture_run_for (600);
  close_store (store);
  g_assert_cmpuint (count_saved (fixture->sidecar), ==, 2);
}

static void
test_article_removed (Fixture *fixture, gconstpointer data)
{
  PostilStore *store = open_store (fixture->article);

  g_assert_cmpint (g_unlink (fixture->article), ==, 0);
  tag (store, 4, 12, "concern");
  store_fixture_wait_state (store, POSTIL_SAVE_STATE_SAVED);
  g_assert_cmpuint (count_saved (fixture->sidecar), ==, 1);
  close_store (store);
}

/* An article that is a link: the sidecar stands beside the link, not beside what it leads to. */
static void
test_linked_article (Fixture *fixture, gconstpointer data)
{
  g_autofree char *elsewhere = g_build_filename (fixture->root, "elsewhere", NULL);
  g_autofree char *link = g_build_filename (elsewhere, "link.txt", NULL);
  g_autofree char *sidecar = g_strconcat (link, "." CODER POSTIL_SIDECAR_SUFFIX, NULL);
  PostilStore *store;

  g_assert_cmpint (g_mkdir (elsewhere, 0700), ==, 0);
  g_assert_cmpint (symlink (fixture->article, link), ==, 0);
  store = open_store (link);
  tag (store, 4, 12, "concern");
  store_fixture_wait_state (store, POSTIL_SAVE_STATE_SAVED);
  g_assert_cmpuint (count_saved (sidecar), ==, 1);
  g_assert_false (g_file_test (fixture->sidecar, G_FILE_TEST_EXISTS));
  close_store (store);
}

/* The same folder by two paths: what one left in its journal, the other brings back. */
static void
test_linked_folder (Fixture *fixture, gconstpointer data)
{
  g_autofree char *link = g_build_filename (fixture->root, "link", NULL);
  g_autofree char *article = g_build_filename (link, "a.txt", NULL);
  PostilStore *store;

  g_assert_cmpint (symlink ("articles", link), ==, 0);
  store = open_store (article);
  tag (store, 4, 12, "concern");
  close_store (store);
  g_assert_false (g_file_test (fixture->sidecar, G_FILE_TEST_EXISTS));
  store = open_store (fixture->article);
  g_assert_cmpuint (count (store), ==, 1);
  close_store (store);
}

/* Cut off by somebody while it is open: never merged as though all were deleted, never
 * overwritten, and good again when the file is. */
static void
test_sidecar_cut_off (Fixture *fixture, gconstpointer data)
{
  PostilStore *store = open_store (fixture->article);
  g_autofree char *whole = NULL;
  g_autofree char *now = NULL;
  gsize length;

  tag (store, 4, 12, "concern");
  store_fixture_wait_state (store, POSTIL_SAVE_STATE_SAVED);
  g_assert_true (g_file_get_contents (fixture->sidecar, &whole, &length, NULL));
  g_assert_true (g_file_set_contents (fixture->sidecar, whole, (gssize) length / 2, NULL));
  store_fixture_wait_state (store, POSTIL_SAVE_STATE_FAILED);
  tag (store, 30, 40, "position");
  store_fixture_run_for (1500);
  g_assert_cmpuint (count (store), ==, 2);
  g_assert_true (g_file_get_contents (fixture->sidecar, &now, &length, NULL));
  g_assert_cmpuint (length, ==, strlen (whole) / 2);
  g_assert_true (g_file_set_contents (fixture->sidecar, whole, -1, NULL));
  store_fixture_wait_state (store, POSTIL_SAVE_STATE_SAVED);
  g_assert_cmpuint (count_saved (fixture->sidecar), ==, 2);
  close_store (store);
}

/* Closing in the midst of saving and syncing, and a flush that can no longer end well. */
static void
test_close_at_once (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 30; i++)
    {
      PostilStore *store = open_store (fixture->article);
      gpointer alive = store;

      g_assert_cmpuint (count (store), ==, i);
      tag (store, i, i + 1, "concern");
      if (i % 2 == 0)
        postil_store_flush_async (store, NULL, NULL, NULL);
      store_fixture_run_for (i % 5);
      postil_store_close (store);
      store_fixture_run_for (i % 3);
      /* Until then a thread may still hold the journal, as a second process would. */
      g_object_add_weak_pointer (G_OBJECT (store), &alive);
      g_object_unref (store);
      while (alive != NULL)
        store_fixture_run_for (1);
    }
}

#define N_MANY 100000u

static void
write_large_sidecar (Fixture *fixture)
{
  PostilLayerInfo info = { .coder = CODER, .article = "a.txt", .format = "text/plain; charset=utf-8",
                           .schema_version = 1 };
  g_autoptr(PostilLayer) layer = postil_layer_new (&info);
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < N_MANY; i++)
    {
      g_autofree char *id = g_strdup_printf ("urn:uuid:11111111-1111-4111-8111-%012u", i);
      PostilPiece piece = { { i * 10, i * 10 + 9 }, "some text", NULL, NULL };
      PostilAnnotationInit init = { .id = id, .code = "concern", .pieces = &piece, .n_pieces = 1 };
      g_autoptr(PostilAnnotation) annotation = postil_annotation_new (&init);

      g_string_append (text, "some text ");
      postil_layer_add (layer, annotation);
    }
  g_assert_true (g_file_set_contents (fixture->article, text->str, (gssize) text->len, NULL));
  bytes = postil_sidecar_write (layer);
  g_assert_true (g_file_set_contents (fixture->sidecar, g_bytes_get_data (bytes, NULL),
                                      (gssize) g_bytes_get_size (bytes), NULL));
}

static void
test_many_annotations (Fixture *fixture, gconstpointer data)
{
  PostilStore *store;
  gint64 start;

  write_large_sidecar (fixture);
  start = g_get_monotonic_time ();
  store = open_store (fixture->article);
  g_test_message ("opened in %" G_GINT64_FORMAT " ms", (g_get_monotonic_time () - start) / 1000);
  g_assert_cmpuint (count (store), ==, N_MANY);
  start = g_get_monotonic_time ();
  tag (store, 500, 700, "position");
  g_test_message ("marked in %" G_GINT64_FORMAT " µs", g_get_monotonic_time () - start);
  start = g_get_monotonic_time ();
  g_assert_true (store_fixture_flush (store, NULL));
  g_test_message ("saved in %" G_GINT64_FORMAT " ms", (g_get_monotonic_time () - start) / 1000);
  tag (store, 800, 900, "outcome");
  close_store (store);
  g_assert_cmpuint (count_saved (fixture->sidecar), ==, N_MANY + 1);
  store = open_store (fixture->article);
  g_assert_cmpuint (count (store), ==, N_MANY + 2);
  close_store (store);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/scenarios/folder-removed", test_folder_removed);
  ADD ("/scenarios/folder-replaced", test_folder_replaced);
  ADD ("/scenarios/article-replaced", test_article_replaced);
  ADD ("/scenarios/article-removed", test_article_removed);
  ADD ("/scenarios/linked-article", test_linked_article);
  ADD ("/scenarios/linked-folder", test_linked_folder);
  ADD ("/scenarios/sidecar-cut-off", test_sidecar_cut_off);
  ADD ("/scenarios/close-at-once", test_close_at_once);
  ADD ("/scenarios/many-annotations", test_many_annotations);

  return g_test_run ();
}
