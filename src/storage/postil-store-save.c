/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* When an open article is saved, and what becomes of it: soon after a change, again after a failure,
 * and after a look at what others wrote, where that is in the way. Main thread, but for the writing
 * itself. */

#include "config.h"

#include "storage/postil-store-private.h"

#include "base/postil-error.h"

#define SAVE_LATEST_MS 2000

static void
save_succeeded (PostilStore *self, PostilSaveJob *job)
{
  postil_store_take_base (self, job->layer, job->new_etag, job->new_sha256);
  self->saved_generation = MAX (self->saved_generation, job->generation);
  self->retry_s = 0;
  self->n_conflicts = 0;
  g_clear_object (&self->opening->kept);
  g_clear_error (&self->error);
  self->unsaved_since_us = postil_store_is_unsaved (self) ? g_get_monotonic_time () : 0;
  if (postil_store_is_unsaved (self))
    postil_store_schedule_save (self, self->flushes->len > 0 ? 0 : POSTIL_STORE_QUIET_MS);
}

static void
save_failed (PostilStore *self, PostilSaveJob *job, GError *error)
{
  if (g_error_matches (error, POSTIL_ERROR, POSTIL_ERROR_CONFLICT))
    {
      g_error_free (error);
      self->n_conflicts++;
      postil_store_start_look (self);
      return;
    }
  g_clear_pointer (&self->tried, postil_layer_unref);
  self->tried = postil_layer_ref (job->layer);
  g_free (self->tried_sha256);
  self->tried_sha256 = g_strdup (job->new_sha256);
  postil_store_fail (self, error, FALSE);
  postil_store_schedule_save (self, self->retry_s * 1000);
}

static void
save_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  PostilStore *self = POSTIL_STORE (object);
  GError *error = NULL;

  self->is_saving = FALSE;
  if (g_task_propagate_boolean (G_TASK (result), &error))
    save_succeeded (self, g_task_get_task_data (G_TASK (result)));
  else
    save_failed (self, g_task_get_task_data (G_TASK (result)), error);
  postil_store_update_state (self);
  postil_store_finish_flushes (self, NULL);
  if (self->is_closed)
    postil_store_close_idle_journal (self);
}

PostilSaveJob *
postil_store_make_save_job (PostilStore *self)
{
  PostilSaveJob *job = g_new0 (PostilSaveJob, 1);

  job->layer = postil_layer_copy (postil_document_get_layer (self->opening->document));
  job->sidecar = g_object_ref (self->opening->sidecar);
  job->generation = postil_store_get_generation (self);
  job->etag = g_strdup (self->etag);
  job->old_sha256 = g_strdup (self->sha256);
  /* It is worked out when first asked for, which two threads must not do at once. */
  postil_text_get_sha256 (postil_document_get_text (self->opening->document));
  job->text = postil_text_ref (postil_document_get_text (self->opening->document));
  return job;
}

void
postil_store_start_save (PostilStore *self)
{
  g_autoptr(GTask) task = NULL;
  PostilSaveJob *job;

  g_clear_handle_id (&self->save_id, g_source_remove);
  if (self->is_closed)
    return;
  if (!postil_store_is_unsaved (self))
    {
      postil_store_finish_flushes (self, NULL);
      return;
    }
  if (self->is_saving || self->is_looking)
    return;

  self->is_saving = TRUE;
  job = postil_store_make_save_job (self);
  job->journal = self->opening->journal;
  g_set_object (&job->kept, self->opening->kept);
  job->sequence = job->journal != NULL ? postil_journal_get_sequence (job->journal) : 0;
  task = g_task_new (self, NULL, save_cb, NULL);
  g_task_set_source_tag (task, postil_store_start_save);
  g_task_set_task_data (task, job, postil_save_job_free);
  g_task_run_in_thread (task, postil_save_job_run);
}

static gboolean
save_timeout_cb (gpointer user_data)
{
  PostilStore *self = user_data;

  self->save_id = 0;
  postil_store_start_save (self);
  return G_SOURCE_REMOVE;
}

/* Quiet for a while, but not for ever while somebody codes fast; nor does that put off the next
 * try after a failure. */
void
postil_store_schedule_save (PostilStore *self, guint delay_ms)
{
  if (self->is_closed || (self->error != NULL && self->save_id != 0 && delay_ms > 0))
    return;
  if (self->error != NULL)
    delay_ms = MAX (delay_ms, self->retry_s * 1000);
  else if (self->unsaved_since_us > 0)
    {
      gint64 waited_ms = (g_get_monotonic_time () - self->unsaved_since_us) / 1000;

      delay_ms = (guint) CLAMP (SAVE_LATEST_MS - waited_ms, 0, (gint64) delay_ms);
    }
  g_clear_handle_id (&self->save_id, g_source_remove);
  self->save_id = g_timeout_add (delay_ms, save_timeout_cb, self);
}
