/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Documents that become articles in a thread: what is written, what is told, what is listed. */

#include "config.h"

#include "storage/postil-documents-job.h"

#include <string.h>

#include <glib/gstdio.h>

#include "storage/postil-records.h"

typedef struct
{
  char                  *path;
  GFile                 *folder;
  GMainLoop             *loop;
  PostilDocumentsResult *result;
  GString               *told;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->path = g_dir_make_tmp ("postil-documents-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->folder = g_file_new_for_path (fixture->path);
  fixture->loop = g_main_loop_new (NULL, FALSE);
  fixture->told = g_string_new (NULL);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (fixture->path, name, NULL);

      g_assert_cmpint (g_unlink (file), ==, 0);
    }
  g_assert_cmpint (g_rmdir (fixture->path), ==, 0);
  g_clear_pointer (&fixture->result, postil_documents_result_free);
  g_main_loop_unref (fixture->loop);
  g_object_unref (fixture->folder);
  g_string_free (fixture->told, TRUE);
  g_free (fixture->path);
}

static GFile *
put (Fixture    *fixture,
     const char *name,
     const char *text)
{
  g_autofree char *path = g_build_filename (fixture->path, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  return g_file_new_for_path (path);
}

static void
assert_text (Fixture    *fixture,
             const char *name,
             const char *wanted)
{
  g_autofree char *path = g_build_filename (fixture->path, name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, wanted);
}

static void
done_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GError) error = NULL;

  fixture->result = postil_documents_job_run_finish (result, &error);
  g_assert_no_error (error);
  g_main_loop_quit (fixture->loop);
}

static void
progress_cb (guint       done,
             guint       total,
             const char *name,
             gpointer    user_data)
{
  Fixture *fixture = user_data;

  g_string_append_printf (fixture->told, "%u/%u %s\n", done, total, name);
}

static void
test_import (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (GFile) page = put (fixture, "page.html", "<html><head><title>Pier</title></head><body><article><p>A pier, a boat, and a gull 😀 are here.</p></article></body></html>");
  g_autoptr (GFile) broken = put (fixture, "broken.docx", "PK\003\004 cut off");
  g_autoptr (GFile) missing = g_file_get_child (fixture->folder, "missing.pdf");
  g_autoptr (GBytes) copied = g_bytes_new_static ("Copied\r\ntext", 12);
  g_autoptr (PostilArticleRecord) record = NULL;
  g_autoptr (GFile) article = NULL;
  PostilDocumentsJob *job = postil_documents_job_new (0, NULL);

  postil_documents_job_add_file (job, page, NULL);
  postil_documents_job_add_file (job, broken, NULL);
  postil_documents_job_add_file (job, missing, NULL);
  postil_documents_job_add_bytes (job, "Copied.txt", copied, fixture->folder);
  postil_documents_job_run_async (job, progress_cb, fixture, NULL, NULL, done_cb, fixture);
  g_main_loop_run (fixture->loop);
  g_assert_cmpstr (fixture->told->str, ==, "0/4 page.html\n1/4 broken.docx\n2/4 missing.pdf\n3/4 Copied.txt\n");
  g_assert_cmpuint (fixture->result->articles->len, ==, 2);
  g_assert_cmpuint (postil_report_get_n_entries (fixture->result->errors), ==, 2);
  assert_text (fixture, "page.txt", "A pier, a boat, and a gull 😀 are here.\n");
  assert_text (fixture, "Copied.txt", "Copied\ntext");
  article = g_file_get_child (fixture->folder, "page.txt");
  record = postil_records_lookup (article, NULL, NULL);
  g_assert_cmpstr (postil_article_record_get (record, POSTIL_RECORD_TITLE), ==, "Pier");
  g_assert_cmpstr (postil_article_record_get (record, POSTIL_RECORD_ORIGINAL), ==, "page.html");
}

static void
test_cancelled (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (GFile) page = put (fixture, "page.html", "<p>A pier, a boat, and a gull are here.</p>");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  PostilDocumentsJob *job = postil_documents_job_new (0, NULL);

  g_cancellable_cancel (cancellable);
  postil_documents_job_add_file (job, page, NULL);
  postil_documents_job_run_async (job, NULL, NULL, NULL, cancellable, done_cb, fixture);
  g_main_loop_run (fixture->loop);
  g_assert_true (fixture->result->was_cancelled);
  g_assert_cmpuint (fixture->result->articles->len, ==, 0);
}

static void
previewed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) parts = postil_documents_preview_finish (result, &error);

  if (parts == NULL)
    g_string_append (fixture->told, "error");
  for (guint i = 0; parts != NULL && i < parts->len; i++)
    {
      const PostilDocumentsPart *part = g_ptr_array_index (parts, i);

      g_string_append_printf (fixture->told, "%s%s|%s", i > 0 ? "\n" : "", postil_text_get_utf8 (part->text, NULL),
                              postil_article_record_get (part->record, POSTIL_RECORD_ORIGINAL_FORMAT));
    }
  g_main_loop_quit (fixture->loop);
}

static void
test_preview (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("\xcf\xf0\xe8\xe2\xe5\xf2", 6);

  postil_documents_preview_async (NULL, "a.txt", bytes, 0, "windows-1251", NULL, previewed_cb, fixture);
  g_main_loop_run (fixture->loop);
  postil_documents_preview_async (NULL, "a.txt", bytes, 0, "koi8-r", NULL, previewed_cb, fixture);
  g_main_loop_run (fixture->loop);
  g_assert_cmpstr (fixture->told->str, ==, "Привет|text/plain; charset=windows-1251оПХБЕР|text/plain; charset=koi8-r");
}

#define EXPORT "Pier\n\nThe Tide\n\nNovember 19, 2026\n\nCopyright 2026 The Tide\n\nByline: By Ada\n\nBody\n\nA pier is built.\n\nEnd of Document\n\n" \
               "Gulls\n\nThe Tide\n\nNovember 20, 2026\n\nCopyright 2026 The Tide\n\nBody\n\nGulls are here.\n\nEnd of Document\n"

/* One file becomes two articles, of which a table and the file's name say more. */
static void
test_split (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (GFile) file = put (fixture, "tide_en.txt", EXPORT);
  g_autoptr (GFile) table = put (fixture, "table.csv", "file,author\ntide_en-002,Ben\nother,Cy\n");
  g_autoptr (GFile) folder = g_file_get_child (fixture->folder, "in");
  PostilDocumentsJob *job = postil_documents_job_new (POSTIL_DOCUMENTS_SPLIT | POSTIL_DOCUMENTS_KEEP_ORIGINAL, NULL);
  const char *const names[] = { "tide_en-001.txt", "tide_en-002.txt" };
  g_autoptr (GError) error = NULL;

  g_assert_false (postil_documents_job_set_pattern (job, "no field", &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_true (postil_documents_job_set_pattern (job, "{}_{language}", &error));
  postil_documents_job_set_table (job, table);
  postil_documents_job_add_file (job, file, folder);
  postil_documents_job_run_async (job, NULL, NULL, NULL, NULL, done_cb, fixture);
  g_main_loop_run (fixture->loop);
  g_assert_cmpuint (postil_report_get_n_entries (fixture->result->errors), ==, 0);
  g_assert_cmpuint (fixture->result->articles->len, ==, 2);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GFile) article = g_file_get_child (folder, names[i]);
      g_autoptr (PostilArticleRecord) record = postil_records_lookup (article, NULL, &error);

      g_assert_true (g_file_equal (article, g_ptr_array_index (fixture->result->articles, i)));
      g_assert_cmpstr (postil_article_record_get (record, POSTIL_RECORD_TITLE), ==, i == 0 ? "Pier" : "Gulls");
      g_assert_cmpstr (postil_article_record_get (record, POSTIL_RECORD_AUTHOR), ==, i == 0 ? "Ada" : "Ben");
      g_assert_cmpstr (postil_article_record_get (record, POSTIL_RECORD_LANGUAGE), ==, "en");
      g_assert_cmpstr (postil_article_record_get (record, POSTIL_RECORD_ORIGINAL), ==, "tide_en.txt");
      g_assert_true (g_file_delete (article, NULL, NULL));
    }
  assert_text (fixture, "in/tide_en-001.txt.original", EXPORT);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GFile) rest = g_file_get_child (folder, i == 0 ? "tide_en-001.txt.original" : "articles.json");

      g_assert_true (g_file_delete (rest, NULL, NULL));
    }
  g_assert_true (g_file_delete (folder, NULL, NULL));
}

/* A text without characters is no article, and a table that cannot be read stops it all. */
static void
test_nothing (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (GFile) empty = put (fixture, "empty.txt", " \n\n");
  g_autoptr (GFile) full = put (fixture, "full.html", "<html><body><p>Some text.</p></body></html>");
  g_autoptr (GFile) table = put (fixture, "table.csv", "what,ever\n");
  g_autofree char *made = g_build_filename (fixture->path, "full.txt", NULL);
  PostilDocumentsJob *job = postil_documents_job_new (0, NULL);

  postil_documents_job_add_file (job, empty, NULL);
  postil_documents_job_run_async (job, NULL, NULL, NULL, NULL, done_cb, fixture);
  g_main_loop_run (fixture->loop);
  g_assert_cmpuint (postil_report_get_n_entries (fixture->result->errors), ==, 1);
  g_assert_cmpuint (fixture->result->articles->len, ==, 0);
  g_clear_pointer (&fixture->result, postil_documents_result_free);
  job = postil_documents_job_new (0, NULL);
  postil_documents_job_set_table (job, table);
  postil_documents_job_add_file (job, full, NULL);
  postil_documents_job_run_async (job, NULL, NULL, NULL, NULL, done_cb, fixture);
  g_main_loop_run (fixture->loop);
  g_assert_cmpuint (postil_report_get_n_entries (fixture->result->errors), ==, 1);
  g_assert_false (g_file_test (made, G_FILE_TEST_EXISTS));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/documents/import", Fixture, NULL, set_up, test_import, tear_down);
  g_test_add ("/documents/cancelled", Fixture, NULL, set_up, test_cancelled, tear_down);
  g_test_add ("/documents/preview", Fixture, NULL, set_up, test_preview, tear_down);
  g_test_add ("/documents/split", Fixture, NULL, set_up, test_split, tear_down);
  g_test_add ("/documents/nothing", Fixture, NULL, set_up, test_nothing, tear_down);
  return g_test_run ();
}
