/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The living list of a folder: what it finds, what it keeps for the next start, and what it
 * does when others change files meanwhile. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "exchange/postil-sidecar.h"
#include "storage/postil-folder-scan.h"
#include "storage/postil-folder-walk.h"
#include "store-fixture.h"

#define PATIENCE_US (20 * G_USEC_PER_SEC)

typedef struct
{
  char *folder;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("postil-scan-XXXXXX", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  store_fixture_remove_tree (fixture->folder);
  g_free (fixture->folder);
}

static void
put (Fixture *fixture, const char *name, const char *contents)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0755), ==, 0);
  g_assert_true (g_file_set_contents (path, contents, -1, NULL));
}

static void
put_sidecar (Fixture *fixture, const char *name, guint n, const char *code, const char *status)
{
  PostilLayerInfo info = { .coder = "maria", .article = "a.txt", .status = status, .schema_version = 1 };
  g_autoptr(PostilLayer) layer = postil_layer_new (&info);
  g_autoptr(GBytes) bytes = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("urn:uuid:00000000-0000-4000-8000-%012u", i);
      PostilPiece piece = { { i, i + 3 }, "abc", NULL, NULL };
      PostilAnnotationInit init = { .id = id, .code = code, .pieces = &piece, .n_pieces = 1,
                                    .unsure = i == 0, .anchor = i == 1 ? POSTIL_ANCHOR_ORPHAN : POSTIL_ANCHOR_FIRM,
                                    .modified = i == 0 ? "2026-11-23T10:00:00Z" : "2026-11-22T10:00:00Z" };
      g_autoptr(PostilAnnotation) annotation = postil_annotation_new (&init);

      postil_layer_add (layer, annotation);
    }
  bytes = postil_sidecar_write (layer);
  put (fixture, name, g_bytes_get_data (bytes, NULL));
}

static void
finished_cb (PostilFolderScan *scan, gpointer user_data)
{
  (*(guint *) user_data)++;
}

static void
wait_listing (PostilFolderScan *scan)
{
  guint n = 0;
  gulong handler = g_signal_connect (scan, "finished", G_CALLBACK (finished_cb), &n);
  gint64 end = g_get_monotonic_time () + PATIENCE_US;

  while (n == 0 && g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  g_assert_cmpuint (n, >, 0);
  g_signal_handler_disconnect (scan, handler);
}

static PostilFolderScan *
scan_folder (Fixture *fixture, const char *coder)
{
  PostilFolderScan *scan = postil_folder_scan_new (fixture->folder, coder);

  postil_folder_scan_start (scan);
  wait_listing (scan);
  return scan;
}

static guint
count (PostilFolderScan *scan, const char *path)
{
  PostilScanned *scanned = postil_folder_scan_lookup (scan, path);

  return scanned != NULL ? postil_summary_get_n_annotations (scanned->summary) : G_MAXUINT;
}

static void
wait_count (PostilFolderScan *scan, const char *path, guint n)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_US;

  while (count (scan, path) != n && g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  g_assert_cmpuint (count (scan, path), ==, n);
}

static void
test_states (Fixture *fixture, gconstpointer data)
{
  g_autoptr(PostilFolderScan) scan = NULL;
  PostilScanned *scanned;

  put (fixture, "a.txt", "text");
  put (fixture, "b.txt", "text");
  put (fixture, "sub/c.txt", "text");
  put (fixture, "sub/codebook.json",
       "{\"type\":\"ConceptScheme\",\"hasTopConcept\":[{\"id\":\"thing\",\"type\":\"Concept\",\"prefLabel\":\"T\"}]}");
  put (fixture, "letter", "an article by its sidecar");
  put (fixture, "other", "no article");
  put (fixture, "broken.txt", "text");
  put (fixture, "broken.txt.maria.postil.json", "{\"type\":");
  put (fixture, "empty.txt.maria.postil.json", "");
  put_sidecar (fixture, "a.txt.maria.postil.json", 3, "concern", NULL);
  put_sidecar (fixture, "a.txt.jonas.postil.json", 9, "secret", NULL);
  put_sidecar (fixture, "sub/c.txt.maria.postil.json", 2, "position", "done");
  put_sidecar (fixture, "letter.jonas.postil.json", 2, "position", NULL);
  put_sidecar (fixture, "gone.txt.jonas.postil.json", 2, "position", NULL);
  scan = scan_folder (fixture, "maria");

  g_assert_cmpuint (postil_folder_scan_get_n_found (scan), ==, 6);
  g_assert_cmpuint (postil_folder_scan_get_n_read (scan), ==, 6);
  scanned = postil_folder_scan_lookup (scan, "a.txt");
  g_assert_cmpint (postil_summary_get_state (scanned->summary), ==, POSTIL_ARTICLE_IN_PROGRESS);
  g_assert_cmpuint (postil_summary_count_code (scanned->summary, "concern"), ==, 3);
  g_assert_cmpuint (postil_summary_count_code (scanned->summary, "secret"), ==, 0);
  g_assert_cmpuint (postil_summary_get (scanned->summary)->n_unsure, ==, 1);
  g_assert_cmpuint (postil_summary_get (scanned->summary)->n_orphans, ==, 1);
  g_assert_cmpint (postil_summary_get (scanned->summary)->modified, ==, 1795428000);
  g_assert_cmpuint (scanned->n_unknown, ==, 0);
  g_assert_cmpuint (postil_folder_scan_lookup (scan, "sub/c.txt")->n_unknown, ==, 2);
  scanned = postil_folder_scan_lookup (scan, "b.txt");
  g_assert_null (scanned->summary);
  g_assert_cmpuint (scanned->size, ==, 4);
  scanned = postil_folder_scan_lookup (scan, "sub/c.txt");
  g_assert_cmpint (postil_summary_get_state (scanned->summary), ==, POSTIL_ARTICLE_DONE);
  g_assert_nonnull (postil_folder_scan_lookup (scan, "broken.txt")->error);
  g_assert_nonnull (postil_folder_scan_lookup (scan, "empty.txt")->error);
  g_assert_false (postil_folder_scan_lookup (scan, "empty.txt")->exists);
  g_assert_true (postil_folder_scan_lookup (scan, "letter")->exists);
  g_assert_null (postil_folder_scan_lookup (scan, "gone.txt"));
  g_assert_finalize_object (g_steal_pointer (&scan));
}

static void
test_changes (Fixture *fixture, gconstpointer data)
{
  g_autoptr(PostilFolderScan) scan = NULL;
  g_autofree char *old = g_build_filename (fixture->folder, "b.txt", NULL);
  gint64 end;

  put (fixture, "a.txt", "text");
  put (fixture, "b.txt", "text");
  scan = scan_folder (fixture, "maria");
  g_assert_cmpuint (count (scan, "a.txt"), ==, 0);

  put_sidecar (fixture, "a.txt.maria.postil.json", 4, "concern", NULL);
  wait_count (scan, "a.txt", 4);
  put (fixture, "new.txt", "text");
  wait_count (scan, "new.txt", 0);
  put_sidecar (fixture, "deeper/still/d.txt.maria.postil.json", 2, "concern", NULL);
  put (fixture, "deeper/still/d.txt", "text");
  wait_count (scan, "deeper/still/d.txt", 2);
  g_assert_cmpint (g_unlink (old), ==, 0);
  wait_count (scan, "b.txt", G_MAXUINT);

  /* What others mark is nothing to this coder. */
  put_sidecar (fixture, "a.txt.jonas.postil.json", 7, "concern", NULL);
  end = g_get_monotonic_time () + G_USEC_PER_SEC / 2;
  while (g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (count (scan, "a.txt"), ==, 4);
  g_assert_finalize_object (g_steal_pointer (&scan));
}

static char *
find_cache (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "postil", "folders", NULL);
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name = dir != NULL ? g_dir_read_name (dir) : NULL;

  return name != NULL ? g_build_filename (folder, name, NULL) : NULL;
}

static void
remove_caches (void)
{
  char *path;

  while ((path = find_cache ()) != NULL)
    {
      g_assert_cmpint (g_unlink (path), ==, 0);
      g_free (path);
    }
}

/* The cache is believed where the file is as it was, and only there. */
static void
test_cache (Fixture *fixture, gconstpointer data)
{
  g_autofree char *cache = NULL;
  g_autofree char *contents = NULL;
  g_autoptr(PostilFolderCache) loaded = NULL;

  remove_caches ();
  put (fixture, "a.txt", "text");
  put (fixture, "tab\tbed.txt", "text");
  put_sidecar (fixture, "a.txt.maria.postil.json", 4, "strange\tcode\nname", NULL);
  put_sidecar (fixture, "tab\tbed.txt.maria.postil.json", 2, "concern", NULL);
  g_object_unref (scan_folder (fixture, "maria"));
  cache = find_cache ();
  g_assert_nonnull (cache);
  loaded = postil_folder_cache_load (fixture->folder, "maria");
  g_assert_cmpuint (postil_folder_cache_get_n (loaded), ==, 2);

  for (guint round = 0; round < 4; round++)
    {
      g_autoptr(PostilFolderScan) scan = NULL;
      gsize length = 0;

      if (round == 1) /* cut off */
        {
          g_assert_true (g_file_get_contents (cache, &contents, &length, NULL));
          g_assert_true (g_file_set_contents (cache, contents, (gssize) length / 2, NULL));
        }
      else if (round == 2)
        g_assert_true (g_file_set_contents (cache, "nonsense\0\n\t\t", 12, NULL));
      else if (round == 3)
        put_sidecar (fixture, "a.txt.maria.postil.json", 5, "concern", NULL);
      scan = scan_folder (fixture, "maria");
      g_assert_cmpuint (count (scan, "a.txt"), ==, round == 3 ? 5 : 4);
      g_assert_cmpuint (count (scan, "tab\tbed.txt"), ==, 2);
      if (round < 3)
        g_assert_cmpuint (postil_summary_count_code (postil_folder_scan_lookup (scan, "a.txt")->summary,
                                                     "strange\tcode\nname"), ==, 4);
    }
}

static void
test_bad_folders (Fixture *fixture, gconstpointer data)
{
  g_autofree char *ring = g_build_filename (fixture->folder, "sub", "ring", NULL);
  g_autofree char *closed = g_build_filename (fixture->folder, "closed", NULL);
  g_autofree char *fifo = g_build_filename (fixture->folder, "pipe.txt", NULL);
  g_autofree char *dangling = g_build_filename (fixture->folder, "dangling.txt", NULL);
  g_autofree char *missing = g_build_filename (fixture->folder, "missing", NULL);
  g_autoptr(PostilFolderScan) scan = NULL;
  g_autoptr(PostilFolderScan) nothing = postil_folder_scan_new (missing, "maria");
  g_autoptr(GFile) home = g_file_new_for_path (g_get_home_dir ());

  put (fixture, "sub/a.txt", "text");
  put (fixture, "na\xffme.txt", "text");
  put (fixture, "closed/b.txt", "text");
  put (fixture, ".hidden/c.txt", "text");
  put_sidecar (fixture, "na\xffme.txt.maria.postil.json", 3, "concern", NULL);
  g_assert_cmpint (symlink ("..", ring), ==, 0);
  g_assert_cmpint (symlink ("nowhere", dangling), ==, 0);
  g_assert_cmpint (mkfifo (fifo, 0644), ==, 0);
  g_assert_cmpint (chmod (closed, 0), ==, 0);
  scan = scan_folder (fixture, "maria");

  g_assert_nonnull (postil_folder_scan_lookup (scan, "sub/a.txt"));
  g_assert_cmpuint (count (scan, "na\xffme.txt"), ==, 3);
  g_assert_null (postil_folder_scan_lookup (scan, "pipe.txt"));
  g_assert_null (postil_folder_scan_lookup (scan, "dangling.txt"));
  /* The superuser may look into any folder. */
  if (geteuid () != 0)
    {
      g_assert_cmpuint (postil_report_get_n_entries (postil_folder_scan_get_report (scan)), ==, 1);
      g_assert_cmpstr (postil_report_get_entry (postil_folder_scan_get_report (scan), 0)->file, ==, "closed");
    }
  g_assert_cmpuint (postil_folder_scan_get_n_found (scan), ==, geteuid () == 0 ? 3 : 2);
  g_assert_cmpint (chmod (closed, 0700), ==, 0);

  postil_folder_scan_start (nothing);
  wait_listing (nothing);
  g_assert_cmpuint (postil_folder_scan_get_n_found (nothing), ==, 0);
  g_assert_cmpuint (postil_report_get_n_entries (postil_folder_scan_get_report (nothing)), ==, 1);

  g_assert_cmpint (postil_walk_judge ("/"), ==, POSTIL_FOLDER_HOME);
  g_assert_cmpint (postil_walk_judge (g_file_peek_path (home)), ==, POSTIL_FOLDER_HOME);
  g_assert_cmpint (postil_walk_judge (fixture->folder), ==, POSTIL_FOLDER_PLAIN);
}

/* Files that come and go while it is listed: an end is reached, and then it is right. */
static void
test_vanishing (Fixture *fixture, gconstpointer data)
{
  g_autoptr(PostilFolderScan) scan = NULL;

  for (guint i = 0; i < 600; i++)
    {
      g_autofree char *name = g_strdup_printf ("%03u.txt", i);

      put (fixture, name, "text");
    }
  scan = postil_folder_scan_new (fixture->folder, "maria");
  postil_folder_scan_start (scan);
  for (guint i = 0; i < 600; i += 2)
    {
      g_autofree char *name = g_strdup_printf ("%s/%03u.txt", fixture->folder, i);

      g_assert_cmpint (g_unlink (name), ==, 0);
    }
  wait_listing (scan);
  postil_folder_scan_start (scan);
  wait_listing (scan);
  g_assert_cmpuint (postil_folder_scan_get_n_found (scan), ==, 300);
  g_assert_cmpuint (postil_folder_scan_get_n_read (scan), ==, 300);

  /* And one that is left in the middle of it. */
  postil_folder_scan_start (scan);
  g_assert_finalize_object (g_steal_pointer (&scan));
  store_fixture_run_for (100);
}

typedef struct
{
  guint n_batches;
  guint n_most;
  guint n_read;
} Batches;

static void
count_batch_cb (PostilFolderScan *scan, GPtrArray *batch, gpointer user_data)
{
  Batches *batches = user_data;

  batches->n_batches++;
  batches->n_most = MAX (batches->n_most, batch->len);
  for (guint i = 0; i < batch->len; i++)
    batches->n_read += ((PostilScanned *) g_ptr_array_index (batch, i))->is_read ? 1 : 0;
}

/* However many there are, the main thread gets them in portions that leave it time to answer. */
static void
test_portions (Fixture *fixture, gconstpointer data)
{
  g_autoptr(PostilFolderScan) scan = postil_folder_scan_new (fixture->folder, "maria");
  Batches batches = { 0 };

  for (guint i = 0; i < 3100; i++)
    {
      g_autofree char *name = g_strdup_printf ("%04u.txt", i);

      put (fixture, name, "");
    }
  g_signal_connect (scan, "articles", G_CALLBACK (count_batch_cb), &batches);
  postil_folder_scan_start (scan);
  wait_listing (scan);
  g_assert_cmpuint (postil_folder_scan_get_n_found (scan), ==, 3100);
  g_assert_cmpuint (batches.n_read, ==, 3100);
  g_assert_cmpuint (batches.n_most, <=, 1000);
  g_assert_cmpuint (batches.n_batches, >=, 7);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/folder-scan/states", test_states);
  ADD ("/folder-scan/changes", test_changes);
  ADD ("/folder-scan/cache", test_cache);
  ADD ("/folder-scan/bad-folders", test_bad_folders);
  ADD ("/folder-scan/vanishing", test_vanishing);
  ADD ("/folder-scan/portions", test_portions);
#undef ADD
  return g_test_run ();
}
