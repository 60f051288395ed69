/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An export while the window goes on. A table whose columns turn out to be too few is written
 * a second time, as on the command line. Invariant: a request belongs to its thread; nothing
 * stands under its name before it is whole. */

#include "config.h"

#include "storage/postil-export-job.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-error.h"
#include "storage/postil-files.h"
#include "storage/postil-folder.h"
#include "storage/postil-output.h"
#include "storage/postil-records.h"

typedef struct
{
  char                *root;
  const PostilFormat  *format;
  char               **coders;
  char               **codes;
  char                *path;     /* of the output, or NULL */
  gboolean             excel;
  PostilExportOptions  options;
  PostilFolder        *folder;
  PostilOutput        *output;
  PostilExportResult  *result;
  gpointer             state;
  GFile               *records_folder;
  PostilArticleList   *records;
  GCancellable        *cancellable;
  GError              *error;
} Job;

void
postil_export_result_free (PostilExportResult *self)
{
  if (self == NULL)
    return;
  g_strfreev (self->coders);
  postil_report_unref (self->losses);
  postil_report_unref (self->problems);
  g_free (self);
}

static void
job_free (gpointer data)
{
  Job *self = data;

  g_free (self->root);
  g_strfreev (self->coders);
  g_strfreev (self->codes);
  g_free (self->path);
  g_clear_pointer (&self->options.codebook, postil_codebook_unref);
  g_clear_pointer (&self->folder, postil_folder_free);
  g_clear_pointer (&self->output, postil_output_free);
  g_clear_pointer (&self->result, postil_export_result_free);
  g_clear_object (&self->records_folder);
  g_clear_pointer (&self->records, postil_article_list_free);
  g_clear_error (&self->error);
  g_free (self);
}

/* Where an export is only looked at. */
static gboolean
drop (const char *path,
      const char *data,
      gsize       length,
      gpointer    user_data,
      GError    **error)
{
  return !g_cancellable_set_error_if_cancelled (user_data, error);
}

/* The annotations of the codes that were chosen, and the links that begin at them. */
static PostilLayer *
filter_layer (Job         *self,
              PostilLayer *layer)
{
  PostilLayer *filtered = postil_layer_new (postil_layer_get_info (layer));

  for (guint i = 0; i < postil_layer_get_n_annotations (layer); i++)
    {
      PostilAnnotation *annotation = postil_layer_get_annotation (layer, i);

      if (g_strv_contains ((const char *const *) self->codes, postil_annotation_get_code (annotation)))
        postil_layer_add (filtered, annotation);
    }
  for (guint i = 0; i < postil_layer_get_n_links (layer); i++)
    {
      PostilLink *link = postil_layer_get_link (layer, i);

      if (postil_layer_lookup (filtered, postil_link_get_from (link)) != NULL)
        postil_layer_add_link (filtered, link);
    }
  return filtered;
}

static void
add_layer (Job                      *self,
           PostilSetArticle         *set,
           const PostilSidecarEntry *sidecar,
           PostilLayer              *layer,
           const GError             *error)
{
  if (error != NULL)
    postil_report_add_error (self->result->problems, sidecar->path, 0, error);
  if (layer == NULL || sidecar->conflicted)
    return;
  /* The file's name says who the coder is, whatever stands in it. */
  if (g_strcmp0 (postil_layer_get_info (layer)->coder, sidecar->coder) != 0)
    {
      PostilLayerInfo info = *postil_layer_get_info (layer);

      info.coder = sidecar->coder;
      postil_layer_set_info (layer, &info);
    }
  layer = self->codes != NULL ? filter_layer (self, layer) : postil_layer_ref (layer);
  self->result->n_annotations += postil_layer_get_n_annotations (layer);
  g_ptr_array_add (set->layers, layer);
}

static PostilArticleRecord *
dup_record (Job        *self,
            const char *path)
{
  const char *root = postil_folder_get_path (self->folder);
  g_autofree char *full = g_build_filename (root, path, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (full);
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *name = g_file_get_basename (file);
  g_autoptr (GError) error = NULL;

  if (self->records_folder == NULL || !g_file_equal (folder, self->records_folder))
    {
      g_clear_pointer (&self->records, postil_article_list_free);
      g_set_object (&self->records_folder, folder);
      self->records = postil_records_read (folder, NULL, NULL, &error);
      if (self->records == NULL)
        postil_report_add_error (self->result->problems, path, 0, error);
    }
  return self->records != NULL ? postil_article_list_dup_record (self->records, name) : NULL;
}

static gboolean
export_article (PostilArticleContents *contents,
                gpointer               user_data)
{
  Job *self = user_data;
  const char *path = contents->entry->path;
  g_autoptr (PostilSetArticle) set = postil_set_article_new (path, contents->text, contents->codebook);

  for (guint i = 0; i < contents->layers->len; i++)
    add_layer (self, set, g_ptr_array_index (contents->entry->sidecars, i), g_ptr_array_index (contents->layers, i),
               g_ptr_array_index (contents->layer_errors, i));
  if (contents->text_error != NULL)
    postil_report_add_error (self->result->problems, path, 0, contents->text_error);
  else if (!contents->entry->exists && set->layers->len > 0)
    postil_report_add (self->result->problems, path, 0, "no-article", NULL,
                       _("There are annotations for this article, but it is not there."));
  set->record = dup_record (self, path);
  postil_format_report_article (self->format, set, self->result->losses);
  self->result->n_articles += set->layers->len > 0;
  self->result->n_sidecars += set->layers->len;
  return self->format->export_article (self->state, set, self->result->losses, &self->error)
         && !g_cancellable_set_error_if_cancelled (self->cancellable, &self->error);
}

static gboolean
export_once (Job *self)
{
  PostilReadFlags flags = POSTIL_READ_TEXT | POSTIL_READ_LAYERS;

  if ((self->format->flags & POSTIL_FORMAT_ONE_FILE) == 0)
    flags |= POSTIL_READ_SOURCE;
  postil_format_report_codebook (self->format, self->options.codebook, self->result->losses);
  self->state = self->format->export_begin (&self->options, &self->error);
  if (self->state == NULL)
    return FALSE;
  postil_folder_foreach (self->folder, flags, (const char *const *) self->coders, self->result->problems, export_article, NULL,
                         self, self->cancellable);
  if (self->error == NULL && !g_cancellable_set_error_if_cancelled (self->cancellable, &self->error))
    return self->format->export_end (self->state, self->result->losses, &self->error);
  self->format->export_abort (self->state);
  return FALSE;
}

static void
begin_result (Job *self)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) coders = g_ptr_array_new ();

  for (guint i = 0; i < postil_folder_get_n_articles (self->folder); i++)
    {
      GPtrArray *sidecars = postil_folder_get_article (self->folder, i)->sidecars;

      for (guint j = 0; j < sidecars->len; j++)
        {
          const PostilSidecarEntry *sidecar = g_ptr_array_index (sidecars, j);

          if (g_hash_table_add (known, sidecar->coder))
            g_ptr_array_add (coders, sidecar->coder);
        }
    }
  g_ptr_array_sort_with_data (coders, (GCompareDataFunc) (gpointer) g_strcmp0, NULL);
  g_ptr_array_add (coders, NULL);
  g_clear_pointer (&self->result, postil_export_result_free);
  self->result = g_new0 (PostilExportResult, 1);
  self->result->coders = g_strdupv ((char **) coders->pdata);
  self->result->losses = postil_report_new ();
  self->result->problems = postil_report_new ();
}

static gboolean
commit (Job *self)
{
  return self->output == NULL || postil_output_commit (self->output, &self->error);
}

static gboolean
export_all (Job *self)
{
  g_autoptr (GHashTable) missing = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GList) keys = NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  gboolean misses_records = FALSE;

  self->options.missing_attributes = missing;
  self->options.missing_records = &misses_records;
  if (!export_once (self))
    return FALSE;
  if (g_hash_table_size (missing) == 0 && !misses_records)
    return commit (self);
  keys = g_list_sort (g_hash_table_get_keys (missing), (GCompareFunc) strcmp);
  for (GList *l = keys; l != NULL; l = l->next)
    g_ptr_array_add (names, l->data);
  g_ptr_array_add (names, NULL);
  self->options.extra_attributes = (const char *const *) names->pdata;
  self->options.missing_attributes = NULL;
  self->options.missing_records = NULL;
  self->options.with_records = misses_records;
  begin_result (self);
  if (self->output != NULL && !postil_output_restart (self->output, &self->error))
    return FALSE;
  return export_once (self) && commit (self);
}

/* What is exported must not be written over. */
static gboolean
check_output (Job     *self,
              GError **error)
{
  g_autoptr (GFile) to = g_file_new_for_path (self->path);
  g_autoptr (GFile) from = g_file_new_for_path (postil_folder_get_path (self->folder));
  gboolean is_folder = (self->format->flags & POSTIL_FORMAT_ONE_FILE) == 0;
  g_autofree char *name = g_file_get_basename (to);
  gboolean is_source = g_str_has_suffix (name, POSTIL_SIDECAR_SUFFIX) || strcmp (name, "codebook.json") == 0
                       || strcmp (name, POSTIL_ARTICLE_LIST_NAME) == 0 || g_str_has_suffix (name, ".txt") || g_str_has_suffix (name, ".md");

  if (is_folder ? !g_file_equal (to, from) && !g_file_has_prefix (to, from) && !g_file_has_prefix (from, to)
                : !is_source || !g_file_query_exists (to, NULL))
    return TRUE;
  g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
               _("The export would be written over what it is made from. Choose another place than “%s”."), self->path);
  return FALSE;
}

static gboolean
open_output (Job     *self,
             GError **error)
{
  if (self->path == NULL)
    return TRUE;
  if (!check_output (self, error))
    return FALSE;
  self->output = (self->format->flags & POSTIL_FORMAT_ONE_FILE) != 0 ? postil_output_new_file (self->path, error)
                                                                    : postil_output_new_folder (self->path, error);
  return self->output != NULL;
}

static void
run_thread (GTask        *task,
            gpointer      source,
            gpointer      task_data,
            GCancellable *cancellable)
{
  Job *self = task_data;
  GError *error = NULL;

  self->cancellable = cancellable;
  self->folder = postil_folder_scan (self->root, NULL, cancellable, &error);
  if (self->folder == NULL || !open_output (self, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  begin_result (self);
  self->options.emit = self->output != NULL ? postil_output_append : drop;
  self->options.emit_data = self->output != NULL ? (gpointer) self->output : (gpointer) cancellable;
  self->options.excel = self->excel;
  self->options.codebook = postil_folder_ref_codebook (self->folder, self->result->problems);
  if (export_all (self))
    g_task_return_pointer (task, g_steal_pointer (&self->result), (GDestroyNotify) postil_export_result_free);
  else
    g_task_return_error (task, g_steal_pointer (&self->error));
}

void
postil_export_job_run_async (const PostilExportRequest *request,
                             GCancellable              *cancellable,
                             GAsyncReadyCallback        callback,
                             gpointer                   user_data)
{
  g_autoptr (GTask) task = NULL;
  Job *self;

  g_return_if_fail (request != NULL);
  g_return_if_fail (request->root != NULL && request->format != NULL);

  self = g_new0 (Job, 1);
  self->root = g_strdup (request->root);
  self->format = request->format;
  self->coders = g_strdupv ((char **) request->coders);
  self->codes = g_strdupv ((char **) request->codes);
  self->path = g_strdup (request->output);
  self->excel = request->excel;
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, postil_export_job_run_async);
  g_task_set_task_data (task, self, job_free);
  g_task_run_in_thread (task, run_thread);
}

PostilExportResult *
postil_export_job_run_finish (GAsyncResult *result,
                              GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
