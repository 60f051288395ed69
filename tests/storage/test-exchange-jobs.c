/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Imports and exports in a thread: a look writes nothing, and what is written is what was
 * chosen; nothing is written over its source. */

#include "config.h"

#include <string.h>

#include "storage/postil-export-job.h"
#include "storage/postil-import-job.h"
#include "store-fixture.h"

#define FOREIGN "{\"text\":\"One waits. Two acts.\\n\",\"filename\":\"one.txt\",\"label\":[[0,3,\"dread\"],[11,14,\"place\"],[4,99,\"place\"]]}\n"

typedef struct
{
  char               *path;    /* holds "set", the folder, and "foreign.jsonl" */
  char               *folder;
  char               *foreign;
  GMainLoop          *loop;
  PostilExportResult *exported;
  PostilImportResult *imported;
  GError             *error;
} Fixture;

static void
set_up (Fixture      *self,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->path = g_dir_make_tmp ("postil-exchange-XXXXXX", &error);
  g_assert_no_error (error);
  self->folder = g_build_filename (self->path, "set", NULL);
  self->foreign = g_build_filename (self->path, "foreign.jsonl", NULL);
  g_file_set_contents (self->foreign, FOREIGN, -1, &error);
  g_assert_no_error (error);
  self->loop = g_main_loop_new (NULL, FALSE);
}

static void
tear_down (Fixture      *self,
           gconstpointer data)
{
  store_fixture_remove_tree (self->path);
  g_clear_pointer (&self->exported, postil_export_result_free);
  g_clear_pointer (&self->imported, postil_import_result_free);
  g_clear_error (&self->error);
  g_main_loop_unref (self->loop);
  g_free (self->foreign);
  g_free (self->folder);
  g_free (self->path);
}

static void
imported_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Fixture *self = user_data;

  self->imported = postil_import_job_run_finish (result, &self->error);
  g_main_loop_quit (self->loop);
}

static void
import (Fixture    *self,
        gboolean    writes,
        const char *from,
        const char *to)
{
  const char *paths[] = { self->foreign, NULL };
  g_autoptr (GHashTable) codes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  PostilImportRequest request = { .folder = self->folder, .paths = paths, .coder = "maria", .writes = writes, .adopts = writes, .codes = codes };

  if (from != NULL)
    g_hash_table_insert (codes, g_strdup (from), g_strdup (to));
  g_clear_pointer (&self->imported, postil_import_result_free);
  g_clear_error (&self->error);
  postil_import_job_run_async (&request, NULL, imported_cb, self);
  g_main_loop_run (self->loop);
}

static void
exported_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Fixture *self = user_data;

  self->exported = postil_export_job_run_finish (result, &self->error);
  g_main_loop_quit (self->loop);
}

static void
export (Fixture           *self,
        const char        *format,
        const char *const *codes,
        const char        *output)
{
  PostilExportRequest request = { .root = self->folder, .format = postil_format_lookup (format), .codes = codes, .output = output };

  g_clear_pointer (&self->exported, postil_export_result_free);
  g_clear_error (&self->error);
  postil_export_job_run_async (&request, NULL, exported_cb, self);
  g_main_loop_run (self->loop);
}

static guint
count_files (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static char *
dup_content (const char *path,
             const char *name)
{
  g_autofree char *file = g_build_filename (path, name, NULL);
  g_autoptr (GError) error = NULL;
  char *content = NULL;

  g_file_get_contents (file, &content, NULL, &error);
  g_assert_no_error (error);
  return content;
}

static void
test_look (Fixture      *self,
           gconstpointer data)
{
  const PostilImportCode *code;

  import (self, FALSE, NULL, NULL);
  g_assert_no_error (self->error);
  g_assert_cmpuint (count_files (self->folder), ==, 0);
  g_assert_cmpstr (self->imported->format->name, ==, "doccano");
  g_assert_cmpuint (self->imported->n_articles, ==, 1);
  g_assert_cmpuint (self->imported->n_annotations, ==, 2);
  g_assert_cmpuint (self->imported->passages->len, ==, 2);
  g_assert_cmpuint (postil_report_get_n_entries (self->imported->errors), ==, 1);
  g_assert_cmpuint (self->imported->codes->len, ==, 2);
  code = g_ptr_array_index (self->imported->codes, 0);
  g_assert_cmpstr (code->id, ==, "dread");
  g_assert_cmpuint (code->n_annotations, ==, 1);
  g_assert_false (code->is_known);
}

static void
test_import (Fixture      *self,
             gconstpointer data)
{
  g_autofree char *sidecar = NULL;
  g_autofree char *codebook = NULL;

  import (self, TRUE, "dread", "concern");
  g_assert_no_error (self->error);
  g_assert_cmpuint (self->imported->n_adopted, ==, 1);
  sidecar = dup_content (self->folder, "one.txt.maria.postil.json");
  g_assert_nonnull (strstr (sidecar, "\"concern\""));
  g_assert_nonnull (strstr (sidecar, "\"place\""));
  g_assert_null (strstr (sidecar, "\"dread\""));
  codebook = dup_content (self->folder, "codebook.json");
  g_assert_nonnull (strstr (codebook, "\"place\""));
  g_assert_nonnull (strstr (codebook, "\"concern\""));
  g_assert_null (strstr (codebook, "\"dread\""));
}

static void
test_unknown (Fixture      *self,
              gconstpointer data)
{
  g_assert_true (g_file_set_contents (self->foreign, "nothing of the kind\n", -1, NULL));
  import (self, TRUE, NULL, NULL);
  g_assert_nonnull (self->error);
  g_assert_cmpuint (count_files (self->folder), ==, 0);
}

static void
test_export (Fixture      *self,
             gconstpointer data)
{
  const char *const codes[] = { "place", NULL };
  g_autofree char *output = g_build_filename (self->path, "out.csv", NULL);
  g_autofree char *table = NULL;

  import (self, TRUE, NULL, NULL);
  export (self, "csv", NULL, NULL);
  g_assert_no_error (self->error);
  g_assert_cmpuint (self->exported->n_annotations, ==, 2);
  g_assert_cmpstr (self->exported->coders[0], ==, "maria");
  g_assert_null (self->exported->coders[1]);
  g_assert_cmpuint (count_files (self->path), ==, 2);
  export (self, "csv", codes, output);
  g_assert_no_error (self->error);
  g_assert_cmpuint (self->exported->n_annotations, ==, 1);
  table = dup_content (self->path, "out.csv");
  g_assert_nonnull (strstr (table, "Two"));
  g_assert_null (strstr (table, "dread"));
}

static void
test_refused (Fixture      *self,
              gconstpointer data)
{
  g_autofree char *article = g_build_filename (self->folder, "one.txt", NULL);
  g_autofree char *inside = g_build_filename (self->folder, "out", NULL);
  g_autofree char *text = NULL;

  import (self, TRUE, NULL, NULL);
  export (self, "csv", NULL, article);
  g_assert_nonnull (self->error);
  export (self, "brat", NULL, self->folder);
  g_assert_nonnull (self->error);
  export (self, "brat", NULL, self->path);
  g_assert_nonnull (self->error);
  export (self, "brat", NULL, inside);
  g_assert_nonnull (self->error);
  text = dup_content (self->folder, "one.txt");
  g_assert_cmpstr (text, ==, "One waits. Two acts.\n");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/exchange-jobs/look", Fixture, NULL, set_up, test_look, tear_down);
  g_test_add ("/exchange-jobs/import", Fixture, NULL, set_up, test_import, tear_down);
  g_test_add ("/exchange-jobs/unknown", Fixture, NULL, set_up, test_unknown, tear_down);
  g_test_add ("/exchange-jobs/export", Fixture, NULL, set_up, test_export, tear_down);
  g_test_add ("/exchange-jobs/refused", Fixture, NULL, set_up, test_refused, tear_down);
  return g_test_run ();
}
