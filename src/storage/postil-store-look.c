/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What others write to the sidecar of an open article: it is looked at now and then, and when its
 * monitor says so; what is new is merged with ours. Main thread, but for the reading itself. */

#include "config.h"

#include "storage/postil-store-private.h"

#include <glib/gi18n-lib.h>

#include "model/postil-merge.h"
#include "storage/postil-reconcile.h"

#define CONFLICT_PAUSE_MS 5
#define LOOK_INTERVAL_MS 1500
#define LOOK_DELAY_MS 150

/* What the file says of itself beside its annotations: others may have changed that, too. */
static void
take_info (PostilLayer *ours, PostilLayer *merged)
{
  PostilLayerInfo info = *postil_layer_get_info (merged);
  g_autofree char *status = g_strdup (postil_layer_get_info (ours)->status);

  info.status = status;
  postil_layer_set_info (ours, &info);
}

static void
note_merged (PostilStore *self)
{
  self->saved_generation = postil_store_get_generation (self);
  self->unsaved_since_us = 0;
  if (self->opening->journal != NULL)
    postil_journal_note_saved (self->opening->journal, self->sha256,
                               postil_journal_get_sequence (self->opening->journal), NULL);
}

/* Ours and theirs become one in the document; what is on disk is the new base. */
static void
merge_theirs (PostilStore *self, PostilLookJob *job)
{
  PostilLayer *ours = postil_document_get_layer (self->opening->document);
  gboolean was_saved = !postil_store_is_unsaved (self);
  g_autoptr(PostilReport) report = postil_report_new ();
  g_autoptr(PostilLayer) merged = postil_merge_layers (self->base, ours, job->theirs, report);
  g_autoptr(PostilChange) change = postil_reconcile_diff (ours, merged);
  g_autoptr(PostilChange) left = postil_reconcile_diff (job->theirs, merged);
  g_autoptr(GError) error = NULL;

  /* What cannot be shown stays on the disk, and is not written over. */
  if (!postil_change_is_empty (change) &&
      !postil_document_apply (self->opening->document, change, POSTIL_ORIGIN_OUTSIDE, &error))
    {
      postil_store_fail (self, g_steal_pointer (&error), TRUE);
      return;
    }
  postil_store_take_base (self, job->theirs, job->new_etag, job->new_sha256);
  take_info (ours, merged);
  if (was_saved && postil_change_is_empty (left))
    note_merged (self);
  else if (!postil_change_is_empty (left))
    self->saved_generation = MIN (self->saved_generation, postil_store_get_generation (self) - 1);
  if (!postil_change_is_empty (change))
    postil_store_tell_outside_change (self, report,
                                      _("Another program changed the annotations of this article. Its changes and yours were merged."));
}

static void
take_look (PostilStore *self, PostilLookJob *job)
{
  if (self->is_error_of_look)
    {
      self->is_error_of_look = FALSE;
      self->retry_s = 0;
      g_clear_error (&self->error);
    }
  if (job->theirs != NULL && g_strcmp0 (job->new_sha256, self->tried_sha256) == 0)
    postil_store_take_base (self, self->tried, job->new_etag, job->new_sha256);
  else if (job->theirs != NULL)
    merge_theirs (self, job);
  else if (*job->new_etag == '\0' && *self->etag != '\0')
    {
      /* Removed by somebody: what is on screen is kept, and written again. */
      postil_store_take_base (self, self->base, "", NULL);
      self->saved_generation = MIN (self->saved_generation, postil_store_get_generation (self) - 1);
    }
  else if (!g_str_equal (job->new_etag, self->etag))
    postil_store_take_base (self, self->base, job->new_etag, self->sha256);
}

static void
look_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  PostilStore *self = POSTIL_STORE (object);
  PostilLookJob *job = g_task_get_task_data (G_TASK (result));
  g_autoptr(GError) error = NULL;

  self->is_looking = FALSE;
  if (self->is_closed)
    return;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    /* Half-written by somebody, or broken: neither merged nor overwritten; told, and looked at
     * again. Saving waits as for any failure. */
    postil_store_fail (self, g_steal_pointer (&error), TRUE);
  else
    take_look (self, job);

  /* Where many write at once, each gives way for a while. */
  if (postil_store_is_unsaved (self))
    postil_store_schedule_save (self, self->flushes->len > 0 ? MIN (self->n_conflicts * CONFLICT_PAUSE_MS, POSTIL_STORE_QUIET_MS)
                                                : POSTIL_STORE_QUIET_MS);
  postil_store_update_state (self);
  postil_store_finish_flushes (self, NULL);
}

void
postil_store_start_look (PostilStore *self)
{
  g_autoptr(GTask) task = NULL;
  PostilLookJob *job;

  if (self->is_looking || self->is_saving || self->is_closed ||
      postil_document_get_read_only (self->opening->document) != NULL)
    return;

  self->is_looking = TRUE;
  job = g_new0 (PostilLookJob, 1);
  job->sidecar = g_object_ref (self->opening->sidecar);
  job->etag = g_strdup (self->etag);
  job->sha256 = g_strdup (self->sha256);
  job->text_sha256 = g_strdup (postil_text_get_sha256 (postil_document_get_text (self->opening->document)));
  job->base_text_sha256 = g_strdup (postil_layer_get_info (self->base)->sha256);
  task = g_task_new (self, NULL, look_cb, NULL);
  g_task_set_source_tag (task, postil_store_start_look);
  g_task_set_task_data (task, job, postil_look_job_free);
  g_task_run_in_thread (task, postil_look_job_run);
}

static gboolean
look_timeout_cb (gpointer user_data)
{
  postil_store_start_look (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
monitor_look_cb (gpointer user_data)
{
  PostilStore *self = user_data;

  self->monitor_look_id = 0;
  postil_store_start_look (self);
  return G_SOURCE_REMOVE;
}

static void
monitor_changed_cb (PostilStore *self)
{
  if (self->monitor_look_id == 0)
    self->monitor_look_id = g_timeout_add (LOOK_DELAY_MS, monitor_look_cb, self);
}

void
postil_store_begin_watching (PostilStore *self)
{
  self->monitor = g_file_monitor_file (self->opening->sidecar, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
  if (self->monitor != NULL)
    g_signal_connect_object (self->monitor, "changed", G_CALLBACK (monitor_changed_cb), self,
                             G_CONNECT_SWAPPED);
  self->look_id = g_timeout_add (LOOK_INTERVAL_MS, look_timeout_cb, self);
}
