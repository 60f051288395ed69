/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Going back to a version: reading it, saying how it differs from what there is, and, where
 * what there is cannot be read, putting it in its place. Nothing here changes a document:
 * that is done with the change, and so can be undone. Blocking but for the _async pair, which
 * gives a copy of the layer to a thread. */

#include "config.h"

#include "storage/postil-backups.h"

#include "exchange/postil-sidecar.h"
#include "model/postil-reanchor.h"
#include "storage/postil-files.h"
#include "storage/postil-reconcile.h"

#define MAX_SIDECAR_BYTES (512u * 1024u * 1024u)

typedef struct
{
  GFile       *sidecar;
  PostilLayer *now;
  PostilText  *text;
} CompareJob;

void
postil_backup_version_free (PostilBackupVersion *self)
{
  if (self == NULL)
    return;

  postil_backup_free (self->backup);
  g_clear_pointer (&self->change, postil_change_unref);
  g_free (self->problem);
  g_free (self);
}

PostilLayer *
postil_backups_read (const PostilBackup  *backup,
                     GError             **error)
{
  g_autoptr(GFile) file = NULL;
  g_autoptr(GBytes) bytes = NULL;

  g_return_val_if_fail (backup != NULL, NULL);

  file = g_file_new_for_path (backup->path);
  bytes = postil_files_read (file, MAX_SIDECAR_BYTES, NULL, NULL, error);
  return bytes != NULL ? postil_sidecar_read (bytes, POSTIL_SIDECAR_KEEP_SOURCE, NULL, error) : NULL;
}

static gboolean
is_of_text (PostilLayer *layer, PostilText *text)
{
  const char *sha256 = postil_layer_get_info (layer)->sha256;

  return sha256 == NULL || g_str_equal (sha256, postil_text_get_sha256 (text));
}

static PostilLayer *
fit_to_text (PostilLayer *version, PostilText *text)
{
  PostilLayer *layer = postil_layer_copy (version);
  g_autoptr(GPtrArray) results = postil_reanchor_find (layer, text, NULL, NULL, NULL);
  g_autoptr(PostilChange) change = postil_reanchor_to_change (results, text, POSTIL_REANCHOR_MOVED);
  GPtrArray *removed = postil_change_get_removed (change);
  GPtrArray *added = postil_change_get_added (change);

  for (guint i = 0; i < removed->len; i++)
    postil_layer_remove (layer, removed->pdata[i]);
  for (guint i = 0; i < added->len; i++)
    postil_layer_add (layer, added->pdata[i]);
  return layer;
}

PostilChange *
postil_backups_make_change (PostilLayer *now,
                            PostilLayer *version,
                            PostilText  *text)
{
  g_autoptr(PostilLayer) fitted = NULL;

  g_return_val_if_fail (now != NULL, NULL);
  g_return_val_if_fail (version != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  fitted = is_of_text (version, text) ? postil_layer_ref (version) : fit_to_text (version, text);
  return postil_reconcile_diff_as (POSTIL_CHANGE_RESTORE, now, fitted);
}

gboolean
postil_backups_put_back (GFile               *sidecar,
                         const PostilBackup  *backup,
                         GFile              **kept,
                         GError             **error)
{
  g_autoptr(GFile) source = NULL;
  g_autoptr(GFile) aside = NULL;
  g_autoptr(GFile) folder = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GDateTime) now = NULL;
  g_autofree char *basename = NULL;
  g_autofree char *stamp = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (G_IS_FILE (sidecar), FALSE);
  g_return_val_if_fail (backup != NULL, FALSE);

  source = g_file_new_for_path (backup->path);
  bytes = postil_files_read (source, MAX_SIDECAR_BYTES, NULL, NULL, error);
  if (bytes == NULL)
    return FALSE;

  now = g_date_time_new_now_utc ();
  stamp = g_date_time_format (now, "%Y%m%dT%H%M%SZ");
  basename = g_file_get_basename (sidecar);
  name = g_strdup_printf ("%s.damaged-%s", basename, stamp);
  folder = g_file_get_parent (sidecar);
  aside = g_file_get_child (folder, name);
  if (!g_file_move (sidecar, aside, G_FILE_COPY_NOFOLLOW_SYMLINKS, NULL, NULL, NULL, error))
    return FALSE;
  if (!postil_files_write (sidecar, bytes, "", NULL, NULL, error))
    {
      g_file_move (aside, sidecar, G_FILE_COPY_NOFOLLOW_SYMLINKS, NULL, NULL, NULL, NULL);
      return FALSE;
    }
  if (kept != NULL)
    *kept = g_steal_pointer (&aside);
  return TRUE;
}

typedef struct
{
  GFile        *sidecar;
  PostilBackup  backup;
} PutBackJob;

static void
put_back_job_free (gpointer data)
{
  PutBackJob *job = data;

  g_object_unref (job->sidecar);
  g_free (job->backup.path);
  g_free (job);
}

static void
put_back_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  PutBackJob *job = task_data;
  GFile *kept = NULL;
  GError *error = NULL;

  if (postil_backups_put_back (job->sidecar, &job->backup, &kept, &error))
    g_task_return_pointer (task, kept, g_object_unref);
  else
    g_task_return_error (task, error);
}

void
postil_backups_put_back_async (GFile               *sidecar,
                               const PostilBackup  *backup,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  PutBackJob *job;

  g_return_if_fail (G_IS_FILE (sidecar));
  g_return_if_fail (backup != NULL);

  job = g_new0 (PutBackJob, 1);
  job->sidecar = g_object_ref (sidecar);
  job->backup.path = g_strdup (backup->path);
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, postil_backups_put_back_async);
  g_task_set_task_data (task, job, put_back_job_free);
  g_task_run_in_thread (task, put_back_thread);
}

GFile *
postil_backups_put_back_finish (GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
compare_job_free (gpointer data)
{
  CompareJob *job = data;

  g_object_unref (job->sidecar);
  postil_layer_unref (job->now);
  postil_text_unref (job->text);
  g_free (job);
}

static PostilBackupVersion *
compare_one (CompareJob *job, PostilBackup *backup)
{
  PostilBackupVersion *version = g_new0 (PostilBackupVersion, 1);
  g_autoptr(GError) error = NULL;
  g_autoptr(PostilLayer) layer = postil_backups_read (backup, &error);

  version->backup = backup;
  if (layer == NULL)
    {
      version->problem = g_strdup (error->message);
      return version;
    }
  version->n_annotations = postil_layer_get_n_annotations (layer);
  version->is_of_other_text = !is_of_text (layer, job->text);
  version->change = postil_backups_make_change (job->now, layer, job->text);
  return version;
}

static void
compare_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  CompareJob *job = task_data;
  g_autoptr(GPtrArray) backups = postil_backups_list (job->sidecar);
  GPtrArray *versions = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_backup_version_free);

  g_ptr_array_set_free_func (backups, NULL);
  for (guint i = 0; i < backups->len; i++)
    {
      if (g_cancellable_is_cancelled (cancellable))
        postil_backup_free (backups->pdata[i]);
      else
        g_ptr_array_add (versions, compare_one (job, backups->pdata[i]));
    }
  g_task_return_pointer (task, versions, (GDestroyNotify) g_ptr_array_unref);
}

void
postil_backups_compare_async (GFile               *sidecar,
                              PostilLayer         *now,
                              PostilText          *text,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  CompareJob *job;

  g_return_if_fail (G_IS_FILE (sidecar));
  g_return_if_fail (now != NULL);
  g_return_if_fail (text != NULL);

  job = g_new0 (CompareJob, 1);
  job->sidecar = g_object_ref (sidecar);
  job->now = postil_layer_copy (now);
  job->text = postil_text_ref (text);
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, postil_backups_compare_async);
  g_task_set_task_data (task, job, compare_job_free);
  g_task_run_in_thread (task, compare_thread);
}

GPtrArray *
postil_backups_compare_finish (GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
