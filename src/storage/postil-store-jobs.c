/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The part of a store's work that runs in threads: syncing the journal, writing the sidecar,
 * looking at what others wrote. Blocking; only the job is touched. */

#include "config.h"

#include "storage/postil-store-jobs.h"

#include <glib/gi18n-lib.h>

#include "base/postil-error.h"
#include "exchange/postil-sidecar.h"
#include "storage/postil-backups.h"
#include "storage/postil-files.h"
#include "storage/postil-kept.h"

#define MAX_SIDECAR_BYTES (512u * 1024u * 1024u)

void
postil_sync_job_run (GTask        *task,
                     gpointer      source,
                     gpointer      task_data,
                     GCancellable *cancellable)
{
  PostilSyncJob *job = task_data;
  GError *error = NULL;

  if (postil_journal_sync (job->journal, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
postil_save_job_free (gpointer data)
{
  PostilSaveJob *self = data;

  postil_layer_unref (self->layer);
  postil_text_unref (self->text);
  g_object_unref (self->sidecar);
  g_clear_object (&self->kept);
  g_free (self->etag);
  g_free (self->old_sha256);
  g_free (self->new_etag);
  g_free (self->new_sha256);
  g_free (self);
}

/* A coder who only looks leaves nothing behind. */
static gboolean
is_worth_a_file (PostilSaveJob *job)
{
  return *job->etag != '\0' || postil_layer_get_n_annotations (job->layer) > 0 ||
         postil_layer_get_n_links (job->layer) > 0 || postil_layer_get_rejections (job->layer)->len > 0 ||
         g_strcmp0 (postil_layer_get_info (job->layer)->status, "in progress") != 0;
}

static gboolean
fits_cb (PostilAnnotation *annotation, gpointer user_data)
{
  PostilSaveJob *job = user_data;

  job->is_misfit = postil_annotation_check (annotation, job->text) != POSTIL_FIT_OK;
  return !job->is_misfit;
}

/* The sidecar names the text that all of it fits: the open one once everything was settled,
 * and until then (or after that was undone) the one that was marked. */
static void
name_text (PostilSaveJob *job)
{
  PostilLayerInfo info = *postil_layer_get_info (job->layer);
  gsize size;

  if (info.sha256 == NULL || g_str_equal (info.sha256, postil_text_get_sha256 (job->text)))
    return;
  postil_layer_foreach (job->layer, fits_cb, job);
  if (job->is_misfit)
    return;

  postil_text_get_utf8 (job->text, &size);
  info.sha256 = postil_text_get_sha256 (job->text);
  info.size = size;
  postil_layer_set_info (job->layer, &info);
}

static gboolean
save_layer (PostilSaveJob *job, GCancellable *cancellable, GError **error)
{
  g_autoptr(GBytes) bytes = NULL;

  if (!is_worth_a_file (job))
    {
      job->new_etag = g_strdup ("");
      return TRUE;
    }

  name_text (job);
  bytes = postil_sidecar_write (job->layer);
  job->new_sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  if (job->journal != NULL)
    {
      postil_journal_note_saving (job->journal, job->new_sha256, job->sequence, NULL);
      /* What the sidecar holds must not be missing from the journal after a power cut: the
       * replay of a part of it would bring back what was taken away later. */
      postil_journal_sync (job->journal, NULL);
    }
  if (job->old_sha256 != NULL && *job->etag != '\0')
    postil_backups_add_current (job->sidecar, job->old_sha256);
  if (!postil_files_write (job->sidecar, bytes, job->etag, &job->new_etag, cancellable, error))
    return FALSE;
  postil_backups_add_now (job->sidecar, bytes);
  return TRUE;
}

void
postil_save_job_run (GTask        *task,
                     gpointer      source,
                     gpointer      task_data,
                     GCancellable *cancellable)
{
  PostilSaveJob *job = task_data;
  GError *error = NULL;

  if (!save_layer (job, cancellable, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (job->journal != NULL)
    postil_journal_note_saved (job->journal, job->new_sha256, job->sequence, NULL);
  if (job->kept != NULL)
    postil_kept_remove (job->kept);
  g_task_return_boolean (task, TRUE);
}

void
postil_look_job_free (gpointer data)
{
  PostilLookJob *self = data;

  g_object_unref (self->sidecar);
  g_clear_pointer (&self->theirs, postil_layer_unref);
  g_free (self->etag);
  g_free (self->sha256);
  g_free (self->text_sha256);
  g_free (self->base_text_sha256);
  g_free (self->new_etag);
  g_free (self->new_sha256);
  g_free (self);
}

/* What we could merge only by doing harm. */
static gboolean
refuse_theirs (PostilLookJob *job, const PostilLayerInfo *theirs, GError **error)
{
  if (theirs->schema_version > 1)
    g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_NEWER_VERSION,
                         _("A newer version of Postil has saved these annotations. Update Postil, "
                           "then open the article again."));
  else if (theirs->sha256 != NULL && g_strcmp0 (theirs->sha256, job->base_text_sha256) != 0 &&
           g_strcmp0 (theirs->sha256, job->text_sha256) != 0)
    g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_CONFLICT,
                         _("These annotations were adapted to another version of the article elsewhere. "
                           "Open the article again to see both."));
  else
    return FALSE;
  return TRUE;
}

static void
read_theirs (PostilLookJob *job, GBytes *bytes, GError **error)
{
  g_autofree char *name = postil_files_dup_display_name (job->sidecar);

  job->new_sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  if (g_strcmp0 (job->new_sha256, job->sha256) == 0)
    return;
  if (g_bytes_get_size (bytes) == 0)
    g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_MALFORMED,
                         _("The file is empty; it was probably cut off while it was saved elsewhere."));
  else
    job->theirs = postil_sidecar_read (bytes, POSTIL_SIDECAR_KEEP_SOURCE, NULL, error);
  if (job->theirs != NULL && refuse_theirs (job, postil_layer_get_info (job->theirs), error))
    g_clear_pointer (&job->theirs, postil_layer_unref);
  if (*error != NULL)
    g_prefix_error (error, "%s: ", name);
}

void
postil_look_job_run (GTask        *task,
                     gpointer      source,
                     gpointer      task_data,
                     GCancellable *cancellable)
{
  PostilLookJob *job = task_data;
  g_autoptr(GBytes) bytes = NULL;
  GError *error = NULL;

  if (!postil_files_looks_changed (job->sidecar, job->etag))
    {
      job->new_etag = g_strdup (job->etag);
      g_task_return_boolean (task, TRUE);
      return;
    }
  bytes = postil_files_read (job->sidecar, MAX_SIDECAR_BYTES, &job->new_etag, cancellable, &error);
  if (bytes != NULL)
    read_theirs (job, bytes, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      g_clear_error (&error);
      job->new_etag = g_strdup ("");
    }
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

void
postil_save_copy_job_run (GTask        *task,
                          gpointer      source,
                          gpointer      task_data,
                          GCancellable *cancellable)
{
  PostilSaveJob *job = task_data;
  g_autoptr(GBytes) bytes = postil_sidecar_write (job->layer);
  GError *error = NULL;

  if (postil_files_write (job->sidecar, bytes, NULL, NULL, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}
