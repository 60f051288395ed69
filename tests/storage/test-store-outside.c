/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An open article whose sidecar others touch, break, replace or fill by the hundred. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/postil-error.h"
#include "exchange/postil-sidecar.h"
#include "store-fixture.h"

#define TEXT_CHARS 4000

typedef struct
{
  char        *folder;
  char        *article;
  char        *sidecar;
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
close_store (PostilStore *store)
{
  postil_store_close (store);
  store_fixture_run_for (20);
  g_object_unref (store);
}

static PostilLayer *
layer_of (PostilStore *store)
{
  return postil_document_get_layer (postil_store_get_document (store));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = g_strnfill (TEXT_CHARS, 'x');

  fixture->folder = g_dir_make_tmp ("postil-outside-XXXXXX", NULL);
  fixture->article = store_fixture_make_article (fixture->folder, "a.txt", text);
  fixture->sidecar = g_strconcat (fixture->article, ".maria.postil.json", NULL);
  fixture->store = open_store (fixture);
  g_free (store_fixture_tag (fixture->store, 0, 5, "concern"));
  store_fixture_wait_state (fixture->store, POSTIL_SAVE_STATE_SAVED);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->store != NULL)
    close_store (fixture->store);
  store_fixture_remove_tree (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->article);
  g_free (fixture->sidecar);
}

static char *
get (const char *path)
{
  char *contents = NULL;

  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  return contents;
}

static char *
get_text_hash (PostilStore *store)
{
  return g_strdup (postil_text_get_sha256 (postil_document_get_text (postil_store_get_document (store))));
}

static void
put (const char *path, const char *contents)
{
  g_assert_true (g_file_set_contents (path, contents, -1, NULL));
}

static char *
replace (const char *text, const char *from, const char *to)
{
  g_autoptr(GString) result = g_string_new (text);

  g_assert_cmpuint (g_string_replace (result, from, to, 1), ==, 1);
  return g_string_free (g_steal_pointer (&result), FALSE);
}

static void
count_cb (PostilStore *store, PostilReport *report, const char *message, guint *n)
{
  g_assert_nonnull (report);
  g_assert_nonnull (message);
  ++*n;
}

/* New times, same contents: nothing happens, and one goes on. */
static void
test_touched (Fixture *fixture, gconstpointer data)
{
  g_autofree char *contents = get (fixture->sidecar);
  guint n = 0;

  g_signal_connect (fixture->store, "outside-change", G_CALLBACK (count_cb), &n);
  for (guint i = 0; i < 2; i++)
    {
      put (fixture->sidecar, contents);
      store_fixture_run_for (700);
    }
  g_assert_cmpint (postil_store_get_state (fixture->store), ==, POSTIL_SAVE_STATE_SAVED);
  g_free (store_fixture_tag (fixture->store, 10, 15, "concern"));
  store_fixture_wait_state (fixture->store, POSTIL_SAVE_STATE_SAVED);
  g_assert_cmpuint (n, ==, 0);
}

static const struct { const char *name, *contents; } broken[] = {
  { "empty", "" },
  { "cut-off", "{\"@context\": \"http://www.w3.org/ns/anno.jsonld\", \"type\": \"AnnotationColl" },
  { "foreign", "[]" },
};

/* Never written over, said, and forgotten once it is whole again. */
static void
test_broken (Fixture *fixture, gconstpointer data)
{
  const char *contents = broken[GPOINTER_TO_UINT (data)].contents;
  g_autofree char *whole = get (fixture->sidecar);
  g_autofree char *now = NULL;
  g_autofree char *after = NULL;
  g_autofree char *id = NULL;

  put (fixture->sidecar, contents);
  store_fixture_wait_state (fixture->store, POSTIL_SAVE_STATE_FAILED);
  g_assert_nonnull (strstr (postil_store_get_error (fixture->store)->message, "a.txt.maria.postil.json"));
  id = store_fixture_tag (fixture->store, 10, 15, "concern");
  store_fixture_run_for (1500);
  g_assert_false (store_fixture_flush (fixture->store, NULL));
  now = get (fixture->sidecar);
  g_assert_cmpstr (now, ==, contents);
  put (fixture->sidecar, whole);
  store_fixture_wait_state (fixture->store, POSTIL_SAVE_STATE_SAVED);
  g_assert_null (postil_store_get_error (fixture->store));
  after = get (fixture->sidecar);
  g_assert_nonnull (strstr (after, id));
}

/* Of a newer version, or for another text: kept as it is. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *whole = get (fixture->sidecar);
  g_autofree char *old_hash = get_text_hash (fixture->store);
  g_autofree char *new_hash = g_strnfill (64, 'a');
  g_autofree char *theirs = data != NULL ? replace (whole, old_hash, new_hash)
                                         : replace (whole, "schemaVersion\": \"1\"", "schemaVersion\": \"2\"");
  g_autofree char *now = NULL;

  put (fixture->sidecar, theirs);
  store_fixture_wait_state (fixture->store, POSTIL_SAVE_STATE_FAILED);
  g_free (store_fixture_tag (fixture->store, 10, 15, "concern"));
  store_fixture_run_for (1500);
  now = get (fixture->sidecar);
  g_assert_cmpstr (now, ==, theirs);
}

/* What others wrote about the file as a whole survives our next save. */
static void
test_unknown_members (Fixture *fixture, gconstpointer data)
{
  g_autofree char *whole = get (fixture->sidecar);
  g_autofree char *theirs = replace (whole, "\"type\": \"AnnotationCollection\",",
                                     "\"type\": \"AnnotationCollection\",\n  \"schema:comment\": 1.50,");
  g_autofree char *after = NULL;

  put (fixture->sidecar, theirs);
  store_fixture_run_for (2000);
  g_free (store_fixture_tag (fixture->store, 10, 15, "concern"));
  store_fixture_wait_state (fixture->store, POSTIL_SAVE_STATE_SAVED);
  after = get (fixture->sidecar);
  g_assert_nonnull (strstr (after, "\"schema:comment\": 1.50,"));
  g_assert_nonnull (strstr (after, "\"total\": 2"));
}

/* A flush always ends, also after the end. */
static void
test_flush_after_close (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (store_fixture_flush (fixture->store, NULL));
  postil_store_close (fixture->store);
  g_assert_false (store_fixture_flush (fixture->store, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
}

/* Its folder goes away under it, and comes back. */
static void
test_folder_moved (Fixture *fixture, gconstpointer data)
{
  g_autofree char *elsewhere = g_strconcat (fixture->folder, ".moved", NULL);
  g_autofree char *id = NULL;
  g_autofree char *after = NULL;

  g_assert_cmpint (g_rename (fixture->folder, elsewhere), ==, 0);
  id = store_fixture_tag (fixture->store, 10, 15, "concern");
  store_fixture_wait_state (fixture->store, POSTIL_SAVE_STATE_FAILED);
  g_assert_cmpuint (postil_layer_get_n_annotations (layer_of (fixture->store)), ==, 2);
  g_assert_cmpint (g_rename (elsewhere, fixture->folder), ==, 0);
  g_assert_true (store_fixture_flush (fixture->store, NULL));
  after = get (fixture->sidecar);
  g_assert_nonnull (strstr (after, id));
}

#define N_PROCESSES 4
#define N_TAGS 20

static void
code_alone (Fixture *fixture, guint number)
{
  PostilStore *store = open_store (fixture);
  guint32 seed = number;

  for (guint i = 0; i < N_TAGS; i++)
    {
      guint at = 20 + number * 900 + i * 10;

      g_free (store_fixture_tag (store, at, at + 5, "concern"));
      seed = seed * 1664525u + 1013904223u;
      store_fixture_run_for (seed >> 25);
    }
  for (guint i = 0; i < 20 && !store_fixture_flush (store, NULL); i++)
    store_fixture_run_for (100);
  g_assert_true (store_fixture_flush (store, NULL));
  postil_store_close (store);
}

/* Four processes code the same article as the same coder: every passage of each is there. */
static void
test_four_processes (Fixture *fixture, gconstpointer data)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  GPid children[N_PROCESSES];
  PostilStore *store;
  guint n;

  g_clear_pointer (&fixture->store, close_store);
  for (guint i = 0; i < N_PROCESSES; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i);
      char *argv[] = { self, (char *) "--code", fixture->article, number, NULL };

      g_assert_true (g_spawn_async (NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &children[i], NULL));
    }
  for (guint i = 0; i < N_PROCESSES; i++)
    {
      int status;

      g_assert_cmpint (waitpid (children[i], &status, 0), ==, children[i]);
      g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
    }
  store = open_store (fixture);
  n = postil_layer_get_n_annotations (layer_of (store));
  close_store (store);
  g_assert_cmpuint (n, ==, 1 + N_PROCESSES * N_TAGS);
}

int
main (int argc, char *argv[])
{
  if (argc == 4 && g_str_equal (argv[1], "--code"))
    {
      Fixture fixture = { .article = argv[2] };

      code_alone (&fixture, (guint) g_ascii_strtoull (argv[3], NULL, 10));
      return 0;
    }
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, func, data) g_test_add (path, Fixture, data, set_up, func, tear_down)
  ADD ("/outside/touched", test_touched, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autofree char *path = g_strconcat ("/outside/broken/", broken[i].name, NULL);

      ADD (path, test_broken, GUINT_TO_POINTER (i));
    }
  ADD ("/outside/newer-version", test_refused, NULL);
  ADD ("/outside/other-text", test_refused, "text");
  ADD ("/outside/unknown-members", test_unknown_members, NULL);
  ADD ("/outside/flush-after-close", test_flush_after_close, NULL);
  ADD ("/outside/folder-moved", test_folder_moved, NULL);
  ADD ("/outside/four-processes", test_four_processes, NULL);
  return g_test_run ();
}
