/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Searching a folder: texts in every charset, annotations of one coder only. */

#include "config.h"

#include <string.h>

#include "base/postil-error.h"
#include "exchange/postil-sidecar.h"
#include "storage/postil-folder-search.h"
#include "store-fixture.h"

typedef struct
{
  char *folder;
} Fixture;

typedef struct
{
  GPtrArray *found; /* "path start-end match" */
  guint      n_articles;
  gboolean   is_done;
} Seen;

static void
put (Fixture *fixture, const char *name, const char *contents, gssize length)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, contents, length, NULL));
}

static void
put_sidecar (Fixture *fixture, const char *name, const char *quote, const char *note, const char *actor)
{
  PostilLayerInfo info = { .coder = "maria", .article = "a.txt", .schema_version = 1 };
  g_autoptr(PostilLayer) layer = postil_layer_new (&info);
  PostilPiece piece = { { 0, 3 }, quote, "before ", " after" };
  PostilAttribute attribute = { "actor", actor };
  PostilAnnotationInit init = { .id = "urn:uuid:00000000-0000-4000-8000-000000000001", .code = "concern",
                                .pieces = &piece, .n_pieces = 1, .note = note,
                                .attributes = &attribute, .n_attributes = 1 };
  g_autoptr(PostilAnnotation) annotation = postil_annotation_new (&init);
  g_autoptr(GBytes) bytes = NULL;

  postil_layer_add (layer, annotation);
  bytes = postil_sidecar_write (layer);
  put (fixture, name, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("postil-search-XXXXXX", NULL);
  put (fixture, "a.txt", "One tortoise.\r\nA second Tortoise \xf0\x9f\x90\xa2 here, and STRASSE.", -1);
  put (fixture, "b.txt", "caf\xe9 tortoise, in windows-1252", -1);
  put (fixture, "c.txt", "\xff\xfet\0o\0r\0t\0o\0i\0s\0e\0", 18);
  put (fixture, "d.txt", "nothing here \xe2\x84\xaa" "elvin", -1);
  put_sidecar (fixture, "a.txt.maria.postil.json", "a quoted tortoise", "my note", "Joe Biden");
  put_sidecar (fixture, "a.txt.jonas.postil.json", "jonas’ tortoise", "secret", "Netanyahu");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  store_fixture_remove_tree (fixture->folder);
  g_free (fixture->folder);
}

static void
hits_cb (GPtrArray *hits, guint n_articles, gboolean is_last, gpointer user_data)
{
  Seen *seen = user_data;

  for (guint i = 0; i < hits->len; i++)
    {
      const PostilSearchHit *hit = g_ptr_array_index (hits, i);

      g_ptr_array_add (seen->found, g_strdup_printf ("%s %s%u-%u %s", hit->path, hit->annotation != NULL ? "*" : "",
                                                     hit->span.start, hit->span.end, hit->match));
    }
  seen->n_articles = n_articles;
  seen->is_done = is_last;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
assert_found (Fixture *fixture, PostilSearchQuery query, const char *expected)
{
  g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GString) all = g_string_new (NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(PostilFolderSearch) search = NULL;
  Seen seen = { .found = found };

  query.coder = "maria";
  search = postil_folder_search_start (fixture->folder, &query, hits_cb, &seen, &error);
  g_assert_no_error (error);
  while (!seen.is_done)
    g_main_context_iteration (NULL, TRUE);
  g_ptr_array_sort (found, compare);
  for (guint i = 0; i < found->len; i++)
    g_string_append_printf (all, "%s\n", (char *) g_ptr_array_index (found, i));
  g_assert_cmpstr (all->str, ==, expected);
  g_assert_cmpuint (seen.n_articles, ==, 4);
}

#define ALL (POSTIL_SEARCH_IN_TEXT | POSTIL_SEARCH_IN_QUOTES | POSTIL_SEARCH_IN_NOTES)

static void
test_text (Fixture *fixture, gconstpointer data)
{
  assert_found (fixture, (PostilSearchQuery) { .pattern = "tortoise", .in = POSTIL_SEARCH_IN_TEXT },
                "a.txt 23-31 Tortoise\na.txt 4-12 tortoise\nb.txt 5-13 tortoise\nc.txt 0-8 tortoise\n");
  assert_found (fixture, (PostilSearchQuery) { .pattern = "Tortoise", .flags = POSTIL_SEARCH_MATCH_CASE,
                                               .in = POSTIL_SEARCH_IN_TEXT },
                "a.txt 23-31 Tortoise\n");
  assert_found (fixture, (PostilSearchQuery) { .pattern = "kelvin", .in = POSTIL_SEARCH_IN_TEXT },
                "d.txt 13-19 \xe2\x84\xaa" "elvin\n");
  assert_found (fixture, (PostilSearchQuery) { .pattern = "caf\xc3\xa9", .in = POSTIL_SEARCH_IN_TEXT }, "b.txt 0-4 caf\xc3\xa9\n");
  assert_found (fixture, (PostilSearchQuery) { .pattern = "t.rt.*?\\b", .flags = POSTIL_SEARCH_REGEX | POSTIL_SEARCH_MATCH_CASE,
                                               .in = POSTIL_SEARCH_IN_TEXT },
                "a.txt 4-12 tortoise\nb.txt 5-13 tortoise\nc.txt 0-8 tortoise\n");
  assert_found (fixture, (PostilSearchQuery) { .pattern = "tort", .flags = POSTIL_SEARCH_WHOLE_WORDS, .in = ALL }, "");
}

static void
test_annotations (Fixture *fixture, gconstpointer data)
{
  assert_found (fixture, (PostilSearchQuery) { .pattern = "TORTOISE", .in = POSTIL_SEARCH_IN_QUOTES },
                "a.txt *0-3 a quoted tortoise\n");
  assert_found (fixture, (PostilSearchQuery) { .pattern = "note", .in = POSTIL_SEARCH_IN_NOTES }, "a.txt *0-3 a quoted tortoise\n");
  assert_found (fixture, (PostilSearchQuery) { .pattern = "biden", .in = POSTIL_SEARCH_IN_NOTES }, "a.txt *0-3 a quoted tortoise\n");
  assert_found (fixture, (PostilSearchQuery) { .pattern = "", .in = ALL, .code = "concern" }, "a.txt *0-3 a quoted tortoise\n");
  assert_found (fixture, (PostilSearchQuery) { .pattern = "", .in = ALL, .code = "position" }, "");
  assert_found (fixture, (PostilSearchQuery) { .pattern = "", .in = ALL, .actor = "BIDEN" }, "a.txt *0-3 a quoted tortoise\n");
  /* Another coder's are not searched. */
  assert_found (fixture, (PostilSearchQuery) { .pattern = "secret", .in = ALL }, "");
  assert_found (fixture, (PostilSearchQuery) { .pattern = "", .in = ALL, .actor = "netanyahu" }, "");
}

static void
test_errors (Fixture *fixture, gconstpointer data)
{
  PostilSearchQuery query = { .pattern = "(", .flags = POSTIL_SEARCH_REGEX, .in = ALL, .coder = "maria" };
  g_autoptr(GError) error = NULL;
  Seen seen = { 0 };

  g_assert_null (postil_folder_search_start (fixture->folder, &query, hits_cb, &seen, &error));
  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_MALFORMED);

  /* One that is given up at once says nothing any more. */
  query.flags = POSTIL_SEARCH_PLAIN;
  postil_folder_search_free (postil_folder_search_start (fixture->folder, &query, hits_cb, &seen, NULL));
  store_fixture_run_for (100);
  g_assert_cmpuint (seen.n_articles, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/folder-search/text", test_text);
  ADD ("/folder-search/annotations", test_annotations);
  ADD ("/folder-search/errors", test_errors);
#undef ADD
  return g_test_run ();
}
