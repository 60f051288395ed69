/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A person's documents, imported while the window goes on. Invariant: the job belongs to the
 * caller until it runs, then to its thread; progress is told in the main thread. Documents are
 * read into memory a few at a time. */

#include "config.h"

#include "storage/postil-documents-job.h"

#include <glib/gi18n-lib.h>

#include "articles/postil-article.h"
#include "storage/postil-files.h"

#define AT_ONCE 16u
#define MAX_TABLE_BYTES (64u * 1024u * 1024u)

typedef struct
{
  GFile  *file;   /* NULL: bytes */
  char   *name;
  GBytes *bytes;
  GFile  *folder; /* to import into */
} Document;

struct _PostilDocumentsJob
{
  PostilDocumentsFlags         flags;
  char                        *charset;
  GFile                       *table_file; /* or NULL */
  PostilMetadataTable         *table;      /* when it is read */
  PostilMetadataPattern       *pattern;
  GPtrArray                   *documents;
  GHashTable                  *importers; /* GFile of the folder → PostilImporter */
  PostilDocumentsProgressFunc  progress;
  gpointer                     progress_data;
  GDestroyNotify               progress_destroy;
};

typedef struct
{
  GTask *task; /* keeps the job */
  guint  done;
  char  *name;
} Told;

static void
document_free (gpointer data)
{
  Document *self = data;

  g_clear_object (&self->file);
  g_clear_object (&self->folder);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->name);
  g_free (self);
}

PostilDocumentsJob *
postil_documents_job_new (PostilDocumentsFlags  flags,
                          const char           *charset)
{
  PostilDocumentsJob *self = g_new0 (PostilDocumentsJob, 1);

  self->flags = flags;
  self->charset = g_strdup (charset);
  self->documents = g_ptr_array_new_with_free_func (document_free);
  self->importers = g_hash_table_new_full (g_file_hash, (GEqualFunc) g_file_equal, g_object_unref,
                                           (GDestroyNotify) postil_importer_free);
  return self;
}

void
postil_documents_job_free (PostilDocumentsJob *self)
{
  if (self == NULL)
    return;
  if (self->progress_destroy != NULL)
    self->progress_destroy (self->progress_data);
  g_free (self->charset);
  g_clear_object (&self->table_file);
  g_clear_pointer (&self->table, postil_metadata_table_free);
  g_clear_pointer (&self->pattern, postil_metadata_pattern_free);
  g_ptr_array_unref (self->documents);
  g_hash_table_unref (self->importers);
  g_free (self);
}

gboolean
postil_documents_job_set_pattern (PostilDocumentsJob *self,
                                  const char         *pattern,
                                  GError            **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (pattern != NULL, FALSE);

  g_clear_pointer (&self->pattern, postil_metadata_pattern_free);
  self->pattern = postil_metadata_pattern_new (pattern, error);
  return self->pattern != NULL;
}

void
postil_documents_job_set_table (PostilDocumentsJob *self,
                                GFile              *table)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (G_IS_FILE (table));

  g_set_object (&self->table_file, table);
}

void
postil_documents_job_add_file (PostilDocumentsJob *self,
                               GFile              *file,
                               GFile              *folder)
{
  Document *document;

  g_return_if_fail (self != NULL);
  g_return_if_fail (G_IS_FILE (file));

  document = g_new0 (Document, 1);
  document->file = g_object_ref (file);
  document->name = g_file_get_basename (file);
  document->folder = folder != NULL ? g_object_ref (folder) : g_file_get_parent (file);
  g_ptr_array_add (self->documents, document);
}

void
postil_documents_job_add_bytes (PostilDocumentsJob *self,
                                const char         *name,
                                GBytes             *bytes,
                                GFile              *folder)
{
  Document *document;

  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL && bytes != NULL);
  g_return_if_fail (G_IS_FILE (folder));

  document = g_new0 (Document, 1);
  document->name = g_strdup (name);
  document->bytes = g_bytes_ref (bytes);
  document->folder = g_object_ref (folder);
  g_ptr_array_add (self->documents, document);
}

void
postil_documents_result_free (PostilDocumentsResult *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->articles);
  postil_report_unref (self->losses);
  postil_report_unref (self->errors);
  g_free (self);
}

static gboolean
tell_cb (gpointer user_data)
{
  Told *told = user_data;
  PostilDocumentsJob *self = g_task_get_task_data (told->task);

  if (!g_task_get_completed (told->task))
    self->progress (told->done, self->documents->len, told->name, self->progress_data);
  return G_SOURCE_REMOVE;
}

static void
told_free (gpointer data)
{
  Told *told = data;

  g_object_unref (told->task);
  g_free (told->name);
  g_free (told);
}

static void
tell (GTask      *task,
      guint       done,
      const char *name)
{
  PostilDocumentsJob *self = g_task_get_task_data (task);
  Told *told;

  if (self->progress == NULL)
    return;
  told = g_new0 (Told, 1);
  told->task = g_object_ref (task);
  told->done = done;
  told->name = g_strdup (name);
  g_main_context_invoke_full (g_task_get_context (task), G_PRIORITY_DEFAULT, tell_cb, told, told_free);
}

static PostilImporter *
find_importer (PostilDocumentsJob    *self,
               const Document        *document,
               PostilDocumentsResult *result,
               GCancellable          *cancellable)
{
  PostilImporter *importer = g_hash_table_lookup (self->importers, document->folder);
  g_autofree char *path = g_file_get_path (document->folder);
  g_autoptr (GError) error = NULL;

  if (importer != NULL)
    return importer;
  if (path != NULL)
    importer = postil_importer_new (path, result->losses, result->errors, cancellable, &error);
  else
    postil_report_add (result->errors, document->name, 0, "unreadable", NULL,
                       _("Articles can only be written to a folder of this computer."));
  if (error != NULL)
    postil_report_add_error (result->errors, document->name, 0, error);
  if (importer != NULL)
    g_hash_table_insert (self->importers, g_object_ref (document->folder), importer);
  return importer;
}

/* The articles of one run, as the importer knows them. */
static void
taken_cb (const char *path,
          gpointer    user_data)
{
  GPtrArray *taken = user_data;

  g_ptr_array_add (taken, g_strdup (path));
}

/* A run of documents that go into one folder. */
static void
import_run (GTask                  *task,
            GArray                 *files,
            PostilImporter         *importer,
            GFile                  *folder,
            PostilDocumentsResult  *result)
{
  PostilDocumentsJob *self = g_task_get_task_data (task);
  g_autoptr (GPtrArray) taken = g_ptr_array_new_with_free_func (g_free);
  PostilDocumentsOptions options = {
    .flags = self->flags,
    .charset = self->charset,
    .table = self->table,
    .pattern = self->pattern,
    .cancellable = g_task_get_cancellable (task),
    .taken = taken_cb,
    .user_data = taken,
  };

  postil_documents_import (importer, (const PostilImportFile *) (gpointer) files->data, files->len, &options,
                           result->losses, result->errors);
  for (guint i = 0; i < taken->len; i++)
    {
      const char *target = postil_importer_get_target (importer, g_ptr_array_index (taken, i));

      if (target != NULL)
        g_ptr_array_add (result->articles, g_file_resolve_relative_path (folder, target));
    }
  g_array_set_size (files, 0);
}

static void
clear_file (gpointer data)
{
  PostilImportFile *file = data;

  g_free (file->path);
  g_bytes_unref (file->bytes);
}

static void
read_into (const Document        *document,
           GArray                *files,
           PostilDocumentsResult *result,
           GCancellable          *cancellable)
{
  g_autoptr (GError) error = NULL;
  GBytes *bytes = document->file != NULL
                    ? postil_files_read (document->file, POSTIL_ARTICLE_MAX_BYTES, NULL, cancellable, &error)
                    : g_bytes_ref (document->bytes);
  PostilImportFile file;

  if (bytes == NULL)
    {
      postil_report_add_error (result->errors, document->name, 0, error);
      return;
    }
  file = (PostilImportFile) { g_strdup (document->name), bytes };
  g_array_append_val (files, file);
}

static void
import_all (GTask                 *task,
            PostilDocumentsResult *result,
            GCancellable          *cancellable)
{
  PostilDocumentsJob *self = g_task_get_task_data (task);
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (PostilImportFile));

  g_array_set_clear_func (files, clear_file);
  for (guint i = 0; i < self->documents->len && !g_cancellable_is_cancelled (cancellable); i++)
    {
      const Document *document = g_ptr_array_index (self->documents, i);
      const Document *next = i + 1 < self->documents->len ? g_ptr_array_index (self->documents, i + 1) : NULL;
      PostilImporter *importer = find_importer (self, document, result, cancellable);

      if (importer == NULL)
        continue;
      tell (task, i, document->name);
      read_into (document, files, result, cancellable);
      if (next == NULL || files->len >= AT_ONCE || !g_file_equal (next->folder, document->folder))
        import_run (task, files, importer, document->folder, result);
    }
}

/* FALSE, and it is in the errors, where the table that was asked for cannot be read: then
 * nothing is imported, since it would lack what a person wants to be in it. */
static gboolean
read_table (PostilDocumentsJob    *self,
            PostilDocumentsResult *result,
            GCancellable          *cancellable)
{
  g_autofree char *name = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  if (self->table_file == NULL)
    return TRUE;
  name = g_file_get_basename (self->table_file);
  bytes = postil_files_read (self->table_file, MAX_TABLE_BYTES, NULL, cancellable, &error);
  if (bytes != NULL)
    self->table = postil_metadata_table_read (bytes, name, result->errors, &error);
  if (self->table == NULL)
    postil_report_add_error (result->errors, name, 0, error);
  return self->table != NULL;
}

static void
run_thread (GTask        *task,
            gpointer      source,
            gpointer      task_data,
            GCancellable *cancellable)
{
  PostilDocumentsJob *self = task_data;
  PostilDocumentsResult *result = g_new0 (PostilDocumentsResult, 1);
  GHashTableIter iter;
  gpointer importer;

  result->articles = g_ptr_array_new_with_free_func (g_object_unref);
  result->losses = postil_report_new ();
  result->errors = postil_report_new ();
  if (read_table (self, result, cancellable))
    import_all (task, result, cancellable);
  if (self->table != NULL && !g_cancellable_is_cancelled (cancellable))
    postil_metadata_table_report_unused (self->table, result->losses);
  result->was_cancelled = g_cancellable_is_cancelled (cancellable);
  /* What was written has its records, too. */
  g_hash_table_iter_init (&iter, self->importers);
  while (g_hash_table_iter_next (&iter, NULL, &importer))
    postil_importer_finish (importer);
  g_task_return_pointer (task, result, (GDestroyNotify) postil_documents_result_free);
}

void
postil_documents_job_run_async (PostilDocumentsJob          *self,
                                PostilDocumentsProgressFunc  progress,
                                gpointer                     progress_data,
                                GDestroyNotify               progress_destroy,
                                GCancellable                *cancellable,
                                GAsyncReadyCallback          callback,
                                gpointer                     user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (self != NULL);

  self->progress = progress;
  self->progress_data = progress_data;
  self->progress_destroy = progress_destroy;
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, postil_documents_job_run_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, (GDestroyNotify) postil_documents_job_free);
  g_task_run_in_thread (task, run_thread);
}

PostilDocumentsResult *
postil_documents_job_run_finish (GAsyncResult  *result,
                                 GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, postil_documents_job_run_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

GFile *
postil_documents_dup_default_folder (void)
{
  const char *path = g_get_user_special_dir (G_USER_DIRECTORY_DOCUMENTS);

  return path != NULL ? g_file_new_for_path (path) : NULL;
}

typedef struct
{
  Document             document;
  PostilDocumentsFlags flags;
  char                *charset;
} Preview;

static void
preview_free (gpointer data)
{
  Preview *self = data;

  g_clear_object (&self->document.file);
  g_clear_pointer (&self->document.bytes, g_bytes_unref);
  g_free (self->document.name);
  g_free (self->charset);
  g_free (self);
}

static void
preview_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Preview *self = task_data;
  GError *error = NULL;
  GPtrArray *parts = NULL;
  g_autoptr (GBytes) bytes = self->document.file != NULL
                               ? postil_files_read (self->document.file, POSTIL_ARTICLE_MAX_BYTES, NULL, cancellable, &error)
                               : g_bytes_ref (self->document.bytes);

  if (bytes != NULL)
    parts = postil_documents_read (&(PostilImportFile) { self->document.name, bytes }, self->flags, self->charset, &error);
  if (parts != NULL)
    g_task_return_pointer (task, parts, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

void
postil_documents_preview_async (GFile               *file,
                                const char          *name,
                                GBytes              *bytes,
                                PostilDocumentsFlags flags,
                                const char          *charset,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Preview *self;

  g_return_if_fail (G_IS_FILE (file) || bytes != NULL);
  g_return_if_fail (name != NULL);

  self = g_new0 (Preview, 1);
  self->document.file = file != NULL ? g_object_ref (file) : NULL;
  self->document.bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;
  self->document.name = g_strdup (name);
  self->flags = flags;
  self->charset = g_strdup (charset);
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, postil_documents_preview_async);
  g_task_set_task_data (task, self, preview_free);
  g_task_run_in_thread (task, preview_thread);
}

GPtrArray *
postil_documents_preview_finish (GAsyncResult *result,
                                 GError      **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, postil_documents_preview_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
