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
#include "storage/postil-store-private.h"

#define RETRY_FIRST_S 1
#define RETRY_MOST_S 30

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

static void start_sync (PostilStore *self);

/* --- State --------------------------------------------------------------------------- */

void
postil_store_update_state (PostilStore *self)
{
  PostilSaveState state;

  if (!postil_store_is_unsaved (self) && self->error == NULL)
    state = POSTIL_SAVE_STATE_SAVED;
  else if (postil_store_is_unsaved (self) && (self->journal_error != NULL || self->opening->journal == NULL))
    state = self->error != NULL ? POSTIL_SAVE_STATE_UNSAFE : POSTIL_SAVE_STATE_PENDING;
  else if (self->error != NULL)
    state = POSTIL_SAVE_STATE_FAILED;
  else if (self->journaled_generation < postil_store_get_generation (self))
    state = POSTIL_SAVE_STATE_PENDING;
  else
    state = POSTIL_SAVE_STATE_JOURNALED;

  if (state == self->state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

void
postil_store_finish_flushes (PostilStore *self, const GError *error)
{
  g_autoptr(GPtrArray) flushes = NULL;

  if (error == NULL && postil_store_is_unsaved (self))
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
void
postil_store_close_idle_journal (PostilStore *self)
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
  postil_store_update_state (self);
  if (self->is_closed)
    postil_store_close_idle_journal (self);
  else if (self->journal_error == NULL && self->journaled_generation < postil_store_get_generation (self))
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
  job->generation = postil_store_get_generation (self);
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
  postil_store_update_state (self);
  postil_store_schedule_save (self, POSTIL_STORE_QUIET_MS);
}

/* --- What the parts share ------------------------------------------------------------ */

void
postil_store_take_base (PostilStore *self, PostilLayer *base, const char *etag, const char *sha256)
{
  /* Any of them may be what we have already. */
  g_autoptr(PostilLayer) old_base = self->base;
  g_autofree char *old_etag = self->etag;
  g_autofree char *old_sha256 = self->sha256;

  self->base = postil_layer_ref (base);
  self->etag = g_strdup (etag != NULL ? etag : "");
  self->sha256 = g_strdup (sha256);
}

void
postil_store_fail (PostilStore *self, GError *error, gboolean is_error_of_look)
{
  gboolean is_news = self->error == NULL || !g_str_equal (self->error->message, error->message);

  g_clear_error (&self->error);
  self->error = error;
  self->is_error_of_look = is_error_of_look;
  self->retry_s = CLAMP (self->retry_s * 2, RETRY_FIRST_S, RETRY_MOST_S);
  /* The person should hear the words of this failure, though the state may be the same. */
  if (is_news)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
  postil_store_finish_flushes (self, error);
}

void
postil_store_tell_outside_change (PostilStore *self, PostilReport *report, const char *message)
{
  g_signal_emit (self, signals[OUTSIDE_CHANGE], 0, report, message);
}

/* --- Opening ------------------------------------------------------------------------- */

/* What was kept while the article was opened alone comes into its sidecar, now. */
static void
bring_kept (PostilStore *self)
{
  g_autoptr(GError) error = NULL;

  if (self->opening->kept_change == NULL)
    return;
  if (postil_document_apply (self->opening->document, self->opening->kept_change, POSTIL_ORIGIN_OUTSIDE, &error))
    {
      postil_store_schedule_save (self, 0);
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
  postil_store_take_base (self, opening->base, opening->etag, opening->sha256);
  self->saved_generation = postil_store_get_generation (self);
  self->journaled_generation = self->saved_generation;
  g_signal_connect_object (opening->document, "changed", G_CALLBACK (document_changed_cb), self,
                           G_CONNECT_SWAPPED);
  postil_store_begin_watching (self);
  if (opening->n_replayed > 0)
    {
      /* What the journal brought back is not in the sidecar yet. */
      self->saved_generation = -1;
      postil_store_update_state (self);
      postil_store_schedule_save (self, POSTIL_STORE_QUIET_MS);
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
  postil_store_start_save (self);
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

  job = postil_store_make_save_job (self);
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
  postil_store_close_idle_journal (self);
  if (self->flushes->len > 0)
    {
      g_autoptr(GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                                     _("The article was closed before it was saved."));

      postil_store_finish_flushes (self, error);
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
