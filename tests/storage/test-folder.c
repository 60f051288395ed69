/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Scanning folders and reading them in order, ahead, on all cores. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/postil-error.h"
#include "exchange/postil-sidecar.h"
#include "storage/postil-folder.h"
#include "store-fixture.h"

typedef struct
{
  char *folder;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("postil-folder-XXXXXX", NULL);
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
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0755), ==, 0);
  g_file_set_contents (path, contents, -1, &error);
  g_assert_no_error (error);
}

static void
put_sidecar (Fixture *fixture, const char *name, const char *coder, guint n_annotations)
{
  PostilLayerInfo info = { .coder = coder, .article = "a.txt", .format = "text/plain; charset=utf-8",
                           .schema_version = 1 };
  g_autoptr(PostilLayer) layer = postil_layer_new (&info);
  g_autoptr(GBytes) bytes = NULL;

  for (guint i = 0; i < n_annotations; i++)
    {
      g_autofree char *id = g_strdup_printf ("urn:uuid:00000000-0000-4000-8000-%012u", i);
      PostilPiece piece = { { i, i + 3 }, "abc", NULL, NULL };
      PostilAnnotationInit init = { .id = id, .code = "concern", .pieces = &piece, .n_pieces = 1 };
      g_autoptr(PostilAnnotation) annotation = postil_annotation_new (&init);

      postil_layer_add (layer, annotation);
    }
  bytes = postil_sidecar_write (layer);
  put (fixture, name, g_bytes_get_data (bytes, NULL));
}

static PostilFolder *
scan (const char *path, PostilReport *report)
{
  g_autoptr(GError) error = NULL;
  PostilFolder *folder = postil_folder_scan (path, report, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (folder);
  return folder;
}

static char *
describe (PostilFolder *folder)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < postil_folder_get_n_articles (folder); i++)
    {
      const PostilArticleEntry *entry = postil_folder_get_article (folder, i);

      g_string_append_printf (out, "%s%s", entry->path, entry->exists ? "" : "?");
      for (guint j = 0; j < entry->sidecars->len; j++)
        {
          const PostilSidecarEntry *sidecar = entry->sidecars->pdata[j];

          g_string_append_printf (out, " %s%s", sidecar->coder, sidecar->conflicted ? "!" : "");
        }
      g_string_append_c (out, '\n');
    }
  return g_string_free (out, FALSE);
}

static void
test_scan (Fixture *fixture, gconstpointer data)
{
  g_autoptr(PostilReport) report = postil_report_new ();
  g_autoptr(PostilFolder) folder = NULL;
  g_autofree char *found = NULL;
  g_autofree char *ring = g_build_filename (fixture->folder, "week1", "ring", NULL);
  g_autofree char *link = g_build_filename (fixture->folder, "link.txt", NULL);

  put (fixture, "b.txt", "b");
  put (fixture, "a.TXT", "a");
  put (fixture, "c.md", "c");
  put (fixture, "d.markdown", "d");
  put (fixture, "e.text", "e");
  put (fixture, "letter", "an article by its sidecar");
  put (fixture, "letter.maria.postil.json", "{}");
  put (fixture, "gone.txt.maria.postil.json", "{}");
  put (fixture, "b.txt.maria.postil.json", "{}");
  put (fixture, "b.txt.jonas.postil.json", "{}");
  put (fixture, "b.txt.maria.postil (conflicted copy 2026-11-23).json", "{}");
  put (fixture, "a (frozen conflict).txt.maria.postil.json", "{}");
  put (fixture, "a (frozen conflict).txt", "x");
  put (fixture, "codebook.json", "{}");
  put (fixture, "articles.json", "[]");
  put (fixture, "assignments.csv", "a,b");
  put (fixture, ".hidden.txt", "h");
  put (fixture, ".git/x.txt", "h");
  put (fixture, ".txt", "h");
  put (fixture, "week1/z.txt", "z");
  put (fixture, "week1/deeper/ملف.txt", "z");
  g_assert_cmpint (symlink ("..", ring), ==, 0);
  g_assert_cmpint (symlink ("b.txt", link), ==, 0);

  folder = scan (fixture->folder, report);
  found = describe (folder);
  g_assert_cmpstr (found, ==,
                   "a (frozen conflict).txt maria\n"
                   "a.TXT\n"
                   "b.txt jonas maria maria!\n"
                   "c.md\n"
                   "d.markdown\n"
                   "e.text\n"
                   "gone.txt? maria\n"
                   "letter maria\n"
                   "link.txt\n"
                   "week1/deeper/ملف.txt\n"
                   "week1/z.txt\n");
  g_assert_cmpuint (postil_report_get_n_entries (report), ==, 0);
}

static void
test_scan_one (Fixture *fixture, gconstpointer data)
{
  g_autofree char *article = g_build_filename (fixture->folder, "b.txt", NULL);
  g_autofree char *sidecar = g_build_filename (fixture->folder, "b.txt.maria.postil.json", NULL);
  g_autofree char *missing = g_build_filename (fixture->folder, "missing", NULL);
  g_autoptr(GError) error = NULL;

  put (fixture, "a.txt", "a");
  put (fixture, "b.txt", "b");
  put (fixture, "b.txt.maria.postil.json", "{}");
  put (fixture, "sub/b.txt", "b");
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(PostilFolder) folder = scan (i == 0 ? article : sidecar, NULL);
      g_autofree char *found = describe (folder);

      g_assert_cmpstr (found, ==, "b.txt maria\n");
      g_assert_cmpstr (postil_folder_get_path (folder), ==, fixture->folder);
    }
  g_assert_null (postil_folder_scan (missing, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

typedef struct
{
  guint n;
  guint n_texts;
  guint n_layers;
  guint n_errors;
  guint n_annotations;
  guint stop_after;
  guint progress;
  GThread *thread;
  char *last;
} Seen;

static gboolean
see_cb (PostilArticleContents *contents, gpointer user_data)
{
  Seen *seen = user_data;

  g_assert_true (g_thread_self () == seen->thread);
  g_assert_cmpstr (seen->last, <, contents->entry->path);
  g_free (seen->last);
  seen->last = g_strdup (contents->entry->path);
  seen->n++;
  seen->n_texts += contents->text != NULL;
  seen->n_errors += contents->text_error != NULL;
  g_assert_nonnull (contents->codebook);
  g_assert_cmpuint (contents->layers->len, ==, contents->entry->sidecars->len);
  for (guint i = 0; i < contents->layers->len; i++)
    {
      seen->n_errors += contents->layer_errors->pdata[i] != NULL;
      if (contents->layers->pdata[i] == NULL)
        continue;
      seen->n_layers++;
      seen->n_annotations += postil_layer_get_n_annotations (contents->layers->pdata[i]);
    }
  return seen->n != seen->stop_after;
}

static void
progress_cb (guint done, guint total, gpointer user_data)
{
  Seen *seen = user_data;

  g_assert_cmpuint (done, ==, seen->progress + 1);
  seen->progress = done;
}

static void
see (PostilFolder *folder, PostilReadFlags flags, const char *const *coders, PostilReport *report, Seen *seen)
{
  seen->thread = g_thread_self ();
  seen->last = g_strdup ("");
  postil_folder_foreach (folder, flags, coders, report, see_cb, progress_cb, seen, NULL);
  g_clear_pointer (&seen->last, g_free);
}

static void
test_foreach (Fixture *fixture, gconstpointer data)
{
  static const char *const only_maria[] = { "maria", NULL };
  g_autoptr(PostilReport) report = postil_report_new ();
  g_autoptr(PostilFolder) folder = NULL;
  Seen all = { 0 }, some = { 0 }, no_texts = { 0 }, stopped = { .stop_after = 3 };

  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *name = g_strdup_printf ("%03u.txt", i);
      g_autofree char *maria = g_strconcat (name, ".maria.postil.json", NULL);
      g_autofree char *jonas = g_strconcat (name, ".jonas.postil.json", NULL);

      put (fixture, name, "abcabcabcabcabc");
      put_sidecar (fixture, maria, "maria", 3);
      put_sidecar (fixture, jonas, "jonas", 2);
    }
  put (fixture, "001.txt.empty.postil.json", "");
  put (fixture, "002.txt.bad.postil.json", "{\"a\"");
  put (fixture, "003.txt.maria.postil (conflicted copy).json", "{\"a\"");
  put (fixture, "sub/codebook.json", "{");
  folder = scan (fixture->folder, report);

  see (folder, POSTIL_READ_TEXT | POSTIL_READ_LAYERS, NULL, report, &all);
  g_assert_cmpuint (all.n, ==, 200);
  g_assert_cmpuint (all.n_texts, ==, 200);
  g_assert_cmpuint (all.n_layers, ==, 400);
  g_assert_cmpuint (all.n_annotations, ==, 1000);
  g_assert_cmpuint (all.n_errors, ==, 2);
  g_assert_cmpuint (all.progress, ==, 200);
  g_assert_cmpuint (postil_report_get_n_entries (report), ==, 1);
  see (folder, POSTIL_READ_LAYERS, only_maria, NULL, &some);
  g_assert_cmpuint (some.n_layers, ==, 200);
  g_assert_cmpuint (some.n_texts, ==, 0);
  see (folder, POSTIL_READ_LAYERS | POSTIL_READ_CONFLICTED, NULL, NULL, &no_texts);
  g_assert_cmpuint (no_texts.n_errors, ==, 3);
  see (folder, POSTIL_READ_TEXT, NULL, NULL, &stopped);
  g_assert_cmpuint (stopped.n, ==, 3);
}

static gboolean
codebook_cb (PostilArticleContents *contents, gpointer user_data)
{
  gboolean is_inner = g_str_has_prefix (contents->entry->path, "inner/");

  g_assert_cmpint (postil_codebook_lookup_code (contents->codebook, "thing") != NULL, ==, is_inner);
  (*(guint *) user_data)++;
  return TRUE;
}

static void
test_codebooks (Fixture *fixture, gconstpointer data)
{
  g_autoptr(PostilFolder) folder = NULL;
  g_autoptr(PostilCodebook) top = NULL;
  guint n = 0;

  put (fixture, "a.txt", "a");
  put (fixture, "inner/codebook.json",
       "{\"type\":\"ConceptScheme\",\"hasTopConcept\":[{\"id\":\"thing\",\"type\":\"Concept\",\"prefLabel\":\"T\"}]}");
  put (fixture, "inner/a.txt", "a");
  put (fixture, "inner/deep/a.txt", "a");
  folder = scan (fixture->folder, NULL);
  postil_folder_foreach (folder, POSTIL_READ_TEXT, NULL, NULL, codebook_cb, NULL, &n, NULL);
  g_assert_cmpuint (n, ==, 3);
  top = postil_folder_ref_codebook (folder, NULL);
  g_assert_true (postil_codebook_is_builtin (top));
}

/* A name that is no UTF-8 is found and can be opened. */
static void
test_odd_names (Fixture *fixture, gconstpointer data)
{
  g_autoptr(PostilFolder) folder = NULL;
  Seen seen = { 0 };

  put (fixture, "\xe9t\xe9.txt", "a");
  put (fixture, "new\nline.txt", "a");
  put (fixture, "<b>&amp;.txt", "a");
  folder = scan (fixture->folder, NULL);
  see (folder, POSTIL_READ_TEXT, NULL, NULL, &seen);
  g_assert_cmpuint (seen.n_texts, ==, 3);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  put (fixture, "a.txt", "a");
  g_cancellable_cancel (cancellable);
  g_assert_null (postil_folder_scan (fixture->folder, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static guint
read_peak_kb (void)
{
  g_autofree char *status = NULL;
  const char *peak;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  peak = strstr (status, "VmHWM:");
  return peak != NULL ? (guint) g_ascii_strtoull (peak + strlen ("VmHWM:"), NULL, 10) : 0;
}

/* With -m perf ten thousand; else enough to see that memory does not grow with their number. */
static void
test_many (Fixture *fixture, gconstpointer data)
{
  guint n = g_test_perf () ? 10000 : 1000;
  g_autoptr(PostilFolder) folder = NULL;
  Seen seen = { 0 };

  put_sidecar (fixture, "sidecar", "maria", 50);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s/%05u.txt", fixture->folder, i);
      g_autofree char *sidecar = g_strconcat (name, ".maria.postil.json", NULL);
      g_autofree char *from = g_build_filename (fixture->folder, "sidecar", NULL);

      g_assert_true (g_file_set_contents (name, "abcabcabc", -1, NULL));
      g_assert_cmpint (link (from, sidecar), ==, 0);
    }
  g_test_timer_start ();
  folder = scan (fixture->folder, NULL);
  see (folder, POSTIL_READ_TEXT | POSTIL_READ_LAYERS, NULL, NULL, &seen);
  g_test_message ("%u articles in %.3f s, at most %u KiB", n, g_test_timer_elapsed (), read_peak_kb ());
  g_assert_cmpuint (seen.n_annotations, ==, 50 * n);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/folder/scan", test_scan);
  ADD ("/folder/scan-one", test_scan_one);
  ADD ("/folder/foreach", test_foreach);
  ADD ("/folder/codebooks", test_codebooks);
  ADD ("/folder/odd-names", test_odd_names);
  ADD ("/folder/cancel", test_cancel);
  ADD ("/folder/many", test_many);
  return g_test_run ();
}
