/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An open article and coder. Main thread, but for the work in tasks. The invariants: a change
 * is in the journal before anybody draws it; a save takes a generation and a copy of the
 * layer, and only its success moves saved_generation on; at most one save, one sync and one
 * look at the disk run at a time; what others wrote is merged, never overwritten. */

#include "config.h"

#include "storage/postil-store.h"

#include <glib/gi18n-lib.h>

#include "base/postil-error.h"
#include "model/postil-merge.h"
#include "storage/postil-opening.h"
#include "storage/postil-reconcile.h"
#include "storage/postil-store-jobs.h"

#define SAVE_QUIET_MS 400
#define SAVE_LATEST_MS 2000
#define CONFLICT_PAUSE_MS 5
#define LOOK_INTERVAL_MS 1500
#define LOOK_DELAY_MS 150
#define RETRY_FIRST_S 1
#define RETRY_MOST_S 30

struct _PostilStore
{
  GObject          parent_instance;

  PostilOpening   *opening;          /* owns document, journal, files */
  PostilLayer     *base;             /* what is on disk, for three-way merges */
  char            *etag;
  char            *sha256;
  PostilLayer     *tried;            /* of the last save that failed: it may be on disk all the same */
  char            *tried_sha256;

  gint64           journaled_generation; /* written and synced */
  gint64           saved_generation;     /* -1: not even the first one is on disk */
  gint64           unsaved_since_us;
  PostilSaveState  state;
  GError          *error;
  gboolean         is_error_of_look;     /* what is on disk cannot be read; else: written */
  GError          *journal_error;
  guint            retry_s;
  guint            n_conflicts;          /* since the last save that worked */

  guint            save_id;
  guint            look_id;
  guint            monitor_look_id;
  GFileMonitor    *monitor;
  gboolean         is_saving;
  gboolean         is_syncing;
  gboolean         is_looking;
  gboolean         is_closed;
  GPtrArray       *flushes;          /* of GTask */
};

G_DEFINE_FINAL_TYPE (PostilStore, postil_store, G_TYPE_OBJECT)

enum { PROP_0, PROP_STATE, N_PROPS };
enum { OUTSIDE_CHANGE, N_SIGNALS };

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

GType
postil_save_state_get_type (void)
{
  static gsize type = 0;

  if (g_once_init_enter (&type))
    {
      static const GEnumValue values[] = {
        { POSTIL_SAVE_STATE_SAVED, "POSTIL_SAVE_STATE_SAVED", "saved" },
        { POSTIL_SAVE_STATE_JOURNALED, "POSTIL_SAVE_STATE_JOURNALED", "journaled" },
        { POSTIL_SAVE_STATE_PENDING, "POSTIL_SAVE_STATE_PENDING", "pending" },
        { POSTIL_SAVE_STATE_FAILED, "POSTIL_SAVE_STATE_FAILED", "failed" },
        { POSTIL_SAVE_STATE_UNSAFE, "POSTIL_SAVE_STATE_UNSAFE", "unsafe" },
        { 0, NULL, NULL }
      };

      g_once_init_leave (&type, g_enum_register_static ("PostilSaveState", values));
    }
  return type;
}

static void schedule_save (PostilStore *self, guint delay_ms);
static void start_sync (PostilStore *self);
static void start_save (PostilStore *self);
static void start_look (PostilStore *self);

/* --- State --------------------------------------------------------------------------- */

static gint64
get_generation (PostilStore *self)
{
  return (gint64) postil_document_get_generation (self->opening->document);
}

static gboolean
is_unsaved (PostilStore *self)
{
  return self->saved_generation < get_generation (self);
}

static void
update_state (PostilStore *self)
{
  PostilSaveState state;

  if (!is_unsaved (self) && self->error == NULL)
    state = POSTIL_SAVE_STATE_SAVED;
  else if (is_unsaved (self) && (self->journal_error != NULL || self->opening->journal == NULL))
    state = self->error != NULL ? POSTIL_SAVE_STATE_UNSAFE : POSTIL_SAVE_STATE_PENDING;
  else if (self->error != NULL)
    state = POSTIL_SAVE_STATE_FAILED;
  else if (self->journaled_generation < get_generation (self))
    state = POSTIL_SAVE_STATE_PENDING;
  else
    state = POSTIL_SAVE_STATE_JOURNALED;

  if (state == self->state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

static void
finish_flushes (PostilStore *self, const GError *error)
{
  g_autoptr(GPtrArray) flushes = NULL;

  if (error == NULL && is_unsaved (self))
    return;

  flushes = g_steal_pointer (&self->flushes);
  self->flushes = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < flushes->len; i++)
    {
      if (error != NULL)
        g_task_return_error (flushes->pdata[i], g_error_copy (error));
      else
        g_task_return_boolean (flushes->pdata[i], TRUE);
    }
}

/* --- The journal --------------------------------------------------------------------- */

/* A thread that still uses the journal keeps it open. */
static void
close_idle_journal (PostilStore *self)
{
  if (self->opening != NULL && !self->is_syncing && !self->is_saving)
    g_clear_pointer (&self->opening->journal, postil_journal_close);
}

static void
sync_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  PostilStore *self = POSTIL_STORE (object);
  PostilSyncJob *job = g_task_get_task_data (G_TASK (result));
  g_autoptr(GError) error = NULL;

  self->is_syncing = FALSE;
  g_clear_error (&self->journal_error);
  if (g_task_propagate_boolean (G_TASK (result), &error))
    self->journaled_generation = MAX (self->journaled_generation, job->generation);
  else
    self->journal_error = g_steal_pointer (&error);
  update_state (self);
  if (self->is_closed)
    close_idle_journal (self);
  else if (self->journal_error == NULL && self->journaled_generation < get_generation (self))
    start_sync (self);
}

static void
start_sync (PostilStore *self)
{
  g_autoptr(GTask) task = NULL;
  PostilSyncJob *job;

  if (self->is_syncing || self->opening->journal == NULL)
    return;

  self->is_syncing = TRUE;
  job = g_new0 (PostilSyncJob, 1);
  job->journal = self->opening->journal;
  job->generation = get_generation (self);
  task = g_task_new (self, NULL, sync_cb, NULL);
  g_task_set_source_tag (task, start_sync);
  g_task_set_task_data (task, job, g_free);
  g_task_run_in_thread (task, postil_sync_job_run);
}

static void
document_changed_cb (PostilStore *self, PostilChange *change, PostilChangeOrigin origin,
                     PostilDocument *document)
{
  g_assert (POSTIL_IS_STORE (self));

  if (self->is_closed)
    return;
  if (self->opening->journal != NULL)
    {
      g_autoptr(GError) error = NULL;

      if (!postil_journal_append (self->opening->journal, change, origin, &error) &&
          self->journal_error == NULL)
        self->journal_error = g_steal_pointer (&error);
      start_sync (self);
    }
  if (self->unsaved_since_us == 0)
    self->unsaved_since_us = g_get_monotonic_time ();
  update_state (self);
  schedule_save (self, SAVE_QUIET_MS);
}

/* --- Saving -------------------------------------------------------------------------- */

static void
take_base (PostilStore *self, PostilLayer *base, const char *etag, const char *sha256)
{
  /* Any of them may be what we have already. */
  g_autoptr(PostilLayer) old_base = self->base;
  g_autofree char *old_etag = self->etag;
  g_autofree char *old_sha256 = self->sha256;

  self->base = postil_layer_ref (base);
  self->etag = g_strdup (etag != NULL ? etag : "");
  self->sha256 = g_strdup (sha256);
}

static void
save_succeeded (PostilStore *self, PostilSaveJob *job)
{
  take_base (self, job->layer, job->new_etag, job->new_sha256);
  self->saved_generation = MAX (self->saved_generation, job->generation);
  self->retry_s = 0;
  self->n_conflicts = 0;
  g_clear_object (&self->opening->kept);
  g_clear_error (&self->error);
  self->unsaved_since_us = is_unsaved (self) ? g_get_monotonic_time () : 0;
  if (is_unsaved (self))
    schedule_save (self, self->flushes->len > 0 ? 0 : SAVE_QUIET_MS);
}

static void
fail (PostilStore *self, GError *error, gboolean is_error_of_look)
{
  gboolean is_news = self->error == NULL || !g_str_equal (self->error->message, error->message);

  g_clear_error (&self->error);
  self->error = error;
  self->is_error_of_look = is_error_of_look;
  self->retry_s = CLAMP (self->retry_s * 2, RETRY_FIRST_S, RETRY_MOST_S);
  /* The person should hear the words of this failure, though the state may be the same. */
  if (is_news)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
  finish_flushes (self, error);
}

static void
save_failed (PostilStore *self, PostilSaveJob *job, GError *error)
{
  if (g_error_matches (error, POSTIL_ERROR, POSTIL_ERROR_CONFLICT))
    {
      g_error_free (error);
      self->n_conflicts++;
      start_look (self);
      return;
    }
  g_clear_pointer (&self->tried, postil_layer_unref);
  self->tried = postil_layer_ref (job->layer);
  g_free (self->tried_sha256);
  self->tried_sha256 = g_strdup (job->new_sha256);
  fail (self, error, FALSE);
  schedule_save (self, self->retry_s * 1000);
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
  update_state (self);
  finish_flushes (self, NULL);
  if (self->is_closed)
    close_idle_journal (self);
}

static PostilSaveJob *
make_save_job (PostilStore *self)
{
  PostilSaveJob *job = g_new0 (PostilSaveJob, 1);

  job->layer = postil_layer_copy (postil_document_get_layer (self->opening->document));
  job->sidecar = g_object_ref (self->opening->sidecar);
  job->generation = get_generation (self);
  job->etag = g_strdup (self->etag);
  job->old_sha256 = g_strdup (self->sha256);
  /* It is worked out when first asked for, which two threads must not do at once. */
  postil_text_get_sha256 (postil_document_get_text (self->opening->document));
  job->text = postil_text_ref (postil_document_get_text (self->opening->document));
  return job;
}

static void
start_save (PostilStore *self)
{
  g_autoptr(GTask) task = NULL;
  PostilSaveJob *job;

  g_clear_handle_id (&self->save_id, g_source_remove);
  if (self->is_closed)
    return;
  if (!is_unsaved (self))
    {
      finish_flushes (self, NULL);
      return;
    }
  if (self->is_saving || self->is_looking)
    return;

  self->is_saving = TRUE;
  job = make_save_job (self);
  job->journal = self->opening->journal;
  g_set_object (&job->kept, self->opening->kept);
  job->sequence = job->journal != NULL ? postil_journal_get_sequence (job->journal) : 0;
  task = g_task_new (self, NULL, save_cb, NULL);
  g_task_set_source_tag (task, start_save);
  g_task_set_task_data (task, job, postil_save_job_free);
  g_task_run_in_thread (task, postil_save_job_run);
}

static gboolean
save_timeout_cb (gpointer user_data)
{
  PostilStore *self = user_data;

  self->save_id = 0;
  start_save (self);
  return G_SOURCE_REMOVE;
}

/* Quiet for a while, but not for ever while somebody codes fast; nor does that put off the next
 * try after a failure. */
static void
schedule_save (PostilStore *self, guint delay_ms)
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

/* --- Changes by others --------------------------------------------------------------- */

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
  self->saved_generation = get_generation (self);
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
  gboolean was_saved = !is_unsaved (self);
  g_autoptr(PostilReport) report = postil_report_new ();
  g_autoptr(PostilLayer) merged = postil_merge_layers (self->base, ours, job->theirs, report);
  g_autoptr(PostilChange) change = postil_reconcile_diff (ours, merged);
  g_autoptr(PostilChange) left = postil_reconcile_diff (job->theirs, merged);
  g_autoptr(GError) error = NULL;

  /* What cannot be shown stays on the disk, and is not written over. */
  if (!postil_change_is_empty (change) &&
      !postil_document_apply (self->opening->document, change, POSTIL_ORIGIN_OUTSIDE, &error))
    {
      fail (self, g_steal_pointer (&error), TRUE);
      return;
    }
  take_base (self, job->theirs, job->new_etag, job->new_sha256);
  take_info (ours, merged);
  if (was_saved && postil_change_is_empty (left))
    note_merged (self);
  else if (!postil_change_is_empty (left))
    self->saved_generation = MIN (self->saved_generation, get_generation (self) - 1);
  if (!postil_change_is_empty (change))
    g_signal_emit (self, signals[OUTSIDE_CHANGE], 0, report,
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
    take_base (self, self->tried, job->new_etag, job->new_sha256);
  else if (job->theirs != NULL)
    merge_theirs (self, job);
  else if (*job->new_etag == '\0' && *self->etag != '\0')
    {
      /* Removed by somebody: what is on screen is kept, and written again. */
      take_base (self, self->base, "", NULL);
      self->saved_generation = MIN (self->saved_generation, get_generation (self) - 1);
    }
  else if (!g_str_equal (job->new_etag, self->etag))
    take_base (self, self->base, job->new_etag, self->sha256);
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
    fail (self, g_steal_pointer (&error), TRUE);
  else
    take_look (self, job);

  /* Where many write at once, each gives way for a while. */
  if (is_unsaved (self))
    schedule_save (self, self->flushes->len > 0 ? MIN (self->n_conflicts * CONFLICT_PAUSE_MS, SAVE_QUIET_MS)
                                                : SAVE_QUIET_MS);
  update_state (self);
  finish_flushes (self, NULL);
}

static void
start_look (PostilStore *self)
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
  g_task_set_source_tag (task, start_look);
  g_task_set_task_data (task, job, postil_look_job_free);
  g_task_run_in_thread (task, postil_look_job_run);
}

static gboolean
look_timeout_cb (gpointer user_data)
{
  start_look (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
monitor_look_cb (gpointer user_data)
{
  PostilStore *self = user_data;

  self->monitor_look_id = 0;
  start_look (self);
  return G_SOURCE_REMOVE;
}

static void
monitor_changed_cb (PostilStore *self)
{
  if (self->monitor_look_id == 0)
    self->monitor_look_id = g_timeout_add (LOOK_DELAY_MS, monitor_look_cb, self);
}

/* --- Opening ------------------------------------------------------------------------- */

static void
begin_watching (PostilStore *self)
{
  self->monitor = g_file_monitor_file (self->opening->sidecar, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
  if (self->monitor != NULL)
    g_signal_connect_object (self->monitor, "changed", G_CALLBACK (monitor_changed_cb), self,
                             G_CONNECT_SWAPPED);
  self->look_id = g_timeout_add (LOOK_INTERVAL_MS, look_timeout_cb, self);
}

/* What was kept while the article was opened alone comes into its sidecar, now. */
static void
bring_kept (PostilStore *self)
{
  g_autoptr(GError) error = NULL;

  if (self->opening->kept_change == NULL)
    return;
  if (postil_document_apply (self->opening->document, self->opening->kept_change, POSTIL_ORIGIN_OUTSIDE, &error))
    {
      schedule_save (self, 0);
      return;
    }
  postil_report_add_error (self->opening->report, NULL, 0, error);
  g_clear_object (&self->opening->kept);
}

static PostilStore *
store_new (PostilOpening *opening)
{
  PostilStore *self = g_object_new (POSTIL_TYPE_STORE, NULL);

  self->opening = opening;
  take_base (self, opening->base, opening->etag, opening->sha256);
  self->saved_generation = get_generation (self);
  self->journaled_generation = self->saved_generation;
  g_signal_connect_object (opening->document, "changed", G_CALLBACK (document_changed_cb), self,
                           G_CONNECT_SWAPPED);
  begin_watching (self);
  if (opening->n_replayed > 0)
    {
      /* What the journal brought back is not in the sidecar yet. */
      self->saved_generation = -1;
      update_state (self);
      schedule_save (self, SAVE_QUIET_MS);
    }
  bring_kept (self);
  return self;
}

static void
open_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (postil_opening_run (task_data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
open_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) outer = user_data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_pointer (outer, store_new (g_object_steal_data (G_OBJECT (result), "opening")),
                           g_object_unref);
  else
    g_task_return_error (outer, error);
}

void
postil_store_open_async (GFile               *article,
                         GFile               *root,
                         const char          *coder,
                         const char          *coder_name,
                         const char          *charset,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *outer;
  g_autoptr(GTask) task = NULL;
  PostilOpening *opening;

  g_return_if_fail (G_IS_FILE (article));
  g_return_if_fail (postil_files_is_coder_name (coder));

  outer = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (outer, postil_store_open_async);
  opening = postil_opening_new (article, root, coder, coder_name, charset);
  task = g_task_new (NULL, cancellable, open_cb, outer);
  g_task_set_source_tag (task, open_cb);
  g_object_set_data_full (G_OBJECT (task), "opening", opening, (GDestroyNotify) postil_opening_free);
  g_task_set_task_data (task, opening, NULL);
  g_task_run_in_thread (task, open_thread);
}

PostilStore *
postil_store_open_finish (GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- The rest ------------------------------------------------------------------------ */

PostilDocument *
postil_store_get_document (PostilStore *self)
{
  g_return_val_if_fail (POSTIL_IS_STORE (self), NULL);
  return self->opening->document;
}

GFile *
postil_store_get_article (PostilStore *self)
{
  g_return_val_if_fail (POSTIL_IS_STORE (self), NULL);
  return self->opening->article;
}

GFile *
postil_store_get_sidecar (PostilStore *self)
{
  g_return_val_if_fail (POSTIL_IS_STORE (self), NULL);
  return self->opening->sidecar;
}

PostilPlace
postil_store_get_place (PostilStore *self)
{
  g_return_val_if_fail (POSTIL_IS_STORE (self), POSTIL_PLACE_BESIDE);
  return self->opening->place;
}

guint
postil_store_get_n_unsettled (PostilStore *self)
{
  g_return_val_if_fail (POSTIL_IS_STORE (self), 0);
  return self->opening->n_unsettled;
}

gboolean
postil_store_is_unreadable (PostilStore *self)
{
  g_return_val_if_fail (POSTIL_IS_STORE (self), FALSE);
  return self->opening->is_unreadable;
}

GFile *
postil_store_get_codebook_folder (PostilStore *self)
{
  g_return_val_if_fail (POSTIL_IS_STORE (self), NULL);
  return self->opening->codebook_folder;
}

PostilSaveState
postil_store_get_state (PostilStore *self)
{
  g_return_val_if_fail (POSTIL_IS_STORE (self), POSTIL_SAVE_STATE_SAVED);
  return self->state;
}

const GError *
postil_store_get_error (PostilStore *self)
{
  g_return_val_if_fail (POSTIL_IS_STORE (self), NULL);
  return self->error;
}

PostilReport *
postil_store_get_report (PostilStore *self)
{
  g_return_val_if_fail (POSTIL_IS_STORE (self), NULL);
  return self->opening->report;
}

void
postil_store_flush_async (PostilStore         *self,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (POSTIL_IS_STORE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, postil_store_flush_async);
  if (self->is_closed)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "%s", _("The article was closed."));
      g_object_unref (task);
      return;
    }
  g_ptr_array_add (self->flushes, task);
  self->retry_s = 0;
  start_save (self);
}

gboolean
postil_store_flush_finish (PostilStore   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
postil_store_save_copy_async (PostilStore         *self,
                              GFile               *target,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  PostilSaveJob *job;

  g_return_if_fail (POSTIL_IS_STORE (self));
  g_return_if_fail (G_IS_FILE (target));

  job = make_save_job (self);
  g_set_object (&job->sidecar, target);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, postil_store_save_copy_async);
  g_task_set_task_data (task, job, postil_save_job_free);
  g_task_run_in_thread (task, postil_save_copy_job_run);
}

gboolean
postil_store_save_copy_finish (PostilStore   *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
postil_store_close (PostilStore *self)
{
  g_return_if_fail (POSTIL_IS_STORE (self));

  self->is_closed = TRUE;
  g_clear_handle_id (&self->save_id, g_source_remove);
  g_clear_handle_id (&self->look_id, g_source_remove);
  g_clear_handle_id (&self->monitor_look_id, g_source_remove);
  g_clear_object (&self->monitor);
  close_idle_journal (self);
  if (self->flushes->len > 0)
    {
      g_autoptr(GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                                     _("The article was closed before it was saved."));

      finish_flushes (self, error);
    }
}

static void
postil_store_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PostilStore *self = POSTIL_STORE (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
postil_store_dispose (GObject *object)
{
  postil_store_close (POSTIL_STORE (object));

  G_OBJECT_CLASS (postil_store_parent_class)->dispose (object);
}

static void
postil_store_finalize (GObject *object)
{
  PostilStore *self = POSTIL_STORE (object);

  g_clear_pointer (&self->opening, postil_opening_free);
  g_clear_pointer (&self->base, postil_layer_unref);
  g_clear_pointer (&self->tried, postil_layer_unref);
  g_clear_pointer (&self->flushes, g_ptr_array_unref);
  g_clear_error (&self->error);
  g_clear_error (&self->journal_error);
  g_free (self->etag);
  g_free (self->sha256);
  g_free (self->tried_sha256);

  G_OBJECT_CLASS (postil_store_parent_class)->finalize (object);
}

static void
postil_store_class_init (PostilStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = postil_store_get_property;
  object_class->dispose = postil_store_dispose;
  object_class->finalize = postil_store_finalize;

  props[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, POSTIL_TYPE_SAVE_STATE,
                                         POSTIL_SAVE_STATE_SAVED,
                                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[OUTSIDE_CHANGE] = g_signal_new ("outside-change", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                          G_TYPE_POINTER, G_TYPE_STRING);
}

static void
postil_store_init (PostilStore *self)
{
  self->flushes = g_ptr_array_new_with_free_func (g_object_unref);
}
