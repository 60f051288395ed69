/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The part of a store's work that runs in threads: syncing the journal, writing the sidecar,
 * looking at what others wrote. Blocking; only the job is touched. */

#include "config.h"

#include "storage/postil-store-jobs.h"

#include "exchange/postil-sidecar.h"
#include "storage/postil-files.h"

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
  g_object_unref (self->sidecar);
  g_free (self->etag);
  g_free (self->new_etag);
  g_free (self->new_sha256);
  g_free (self);
}

/* A coder who only looks leaves nothing behind. */
static gboolean
is_worth_a_file (PostilSaveJob *job)
{
  return *job->etag != '\0' || postil_layer_get_n_annotations (job->layer) > 0 ||
         postil_layer_get_n_links (job->layer) > 0 ||
         g_strcmp0 (postil_layer_get_info (job->layer)->status, "in progress") != 0;
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

  bytes = postil_sidecar_write (job->layer);
  job->new_sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  if (job->journal != NULL)
    postil_journal_note_saving (job->journal, job->new_sha256, job->sequence, NULL);
  return postil_files_write (job->sidecar, bytes, job->etag, &job->new_etag, cancellable, error);
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
  g_free (self->new_etag);
  g_free (self->new_sha256);
  g_free (self);
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
    {
      job->new_sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
      if (g_strcmp0 (job->new_sha256, job->sha256) != 0)
        job->theirs = postil_sidecar_read (bytes, POSTIL_SIDECAR_KEEP_SOURCE, NULL, &error);
    }
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
