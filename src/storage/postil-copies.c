/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Conflicted copies of an open sidecar, and their way into it: read in a thread, merged on the
 * main thread, saved by the store, and removed in a thread. The invariant: a copy is removed
 * only if it still holds the bytes that were merged, and after the store said that the merge
 * is on the disk. Who dies in between is offered the same copies again, and merging them again
 * changes nothing. Main thread, but for the functions of the tasks. */

#include "config.h"

#include "storage/postil-copies.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/postil-error.h"
#include "exchange/postil-sidecar.h"
#include "model/postil-merge-deleted.h"
#include "model/postil-merge.h"
#include "storage/postil-backups.h"
#include "storage/postil-files.h"
#include "storage/postil-reconcile.h"

#define MAX_SIDECAR_BYTES (512u * 1024u * 1024u)
#define LOOK_DELAY_MS 200

struct _PostilCopies
{
  GObject       parent_instance;

  PostilStore  *store;
  GFile        *sidecar;
  GFileMonitor *monitor;
  GCancellable *cancellable; /* of what looks for them */
  guint         look_id;
  gboolean      is_looking;
  gboolean      is_stale;    /* something happened while it looked */
  guint         n_copies;
};

G_DEFINE_FINAL_TYPE (PostilCopies, postil_copies, G_TYPE_OBJECT)

enum { PROP_0, PROP_N_COPIES, N_PROPS };

static GParamSpec *props[N_PROPS];

/* A copy that was read. */
typedef struct
{
  char        *path;
  char        *sha256;
  PostilLayer *layer;
} Copy;

/* What a merge takes from step to step. */
typedef struct
{
  GFile        *sidecar;
  GPtrArray    *copies; /* of Copy; at the end those that are in the document */
  PostilReport *report;
  guint         n_merged;
} Merge;

static void
copy_free (gpointer data)
{
  Copy *copy = data;

  g_free (copy->path);
  g_free (copy->sha256);
  g_clear_pointer (&copy->layer, postil_layer_unref);
  g_free (copy);
}

static void
merge_free (gpointer data)
{
  Merge *merge = data;

  g_object_unref (merge->sidecar);
  g_ptr_array_unref (merge->copies);
  postil_report_unref (merge->report);
  g_free (merge);
}

/* --- Looking ------------------------------------------------------------------------- */

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Their paths, in the order of their names. Links are left alone: no sync service makes them. */
static GPtrArray *
find_copies (GFile *sidecar)
{
  g_autoptr (GFile) folder = g_file_get_parent (sidecar);
  g_autofree char *wanted = g_file_get_basename (sidecar);
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (folder != NULL && g_file_peek_path (folder) != NULL)
    dir = g_dir_open (g_file_peek_path (folder), 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *original = NULL;
      g_autofree char *path = NULL;

      if (!postil_files_parse_conflicted_name (name, &original) || !g_str_equal (original, wanted))
        continue;
      path = g_build_filename (g_file_peek_path (folder), name, NULL);
      if (!g_file_test (path, G_FILE_TEST_IS_SYMLINK) && g_file_test (path, G_FILE_TEST_IS_REGULAR))
        g_ptr_array_add (paths, g_steal_pointer (&path));
    }
  g_ptr_array_sort (paths, compare_paths);
  return paths;
}

static void
look_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_autoptr (GPtrArray) paths = find_copies (task_data);

  g_task_return_int (task, paths->len);
}

static void schedule_look (PostilCopies *self, guint delay_ms);

static void
look_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  PostilCopies *self = POSTIL_COPIES (object);
  gssize n = g_task_propagate_int (G_TASK (result), NULL);

  self->is_looking = FALSE;
  /* Cancelled: nobody is interested any more. */
  if (n < 0)
    return;
  if (self->is_stale)
    schedule_look (self, LOOK_DELAY_MS);
  if (self->n_copies == (guint) n)
    return;
  self->n_copies = (guint) n;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_COPIES]);
}

static void
look (PostilCopies *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->is_looking)
    {
      self->is_stale = TRUE;
      return;
    }
  self->is_looking = TRUE;
  self->is_stale = FALSE;
  task = g_task_new (self, self->cancellable, look_cb, NULL);
  g_task_set_source_tag (task, look);
  g_task_set_task_data (task, g_object_ref (self->sidecar), g_object_unref);
  g_task_run_in_thread (task, look_thread);
}

static gboolean
look_timeout_cb (gpointer user_data)
{
  PostilCopies *self = user_data;

  self->look_id = 0;
  look (self);
  return G_SOURCE_REMOVE;
}

static void
schedule_look (PostilCopies *self, guint delay_ms)
{
  if (self->look_id == 0)
    self->look_id = g_timeout_add (delay_ms, look_timeout_cb, self);
}

static gboolean
is_copy (GFile *file)
{
  g_autofree char *name = file != NULL ? g_file_get_basename (file) : NULL;

  return name != NULL && postil_files_parse_conflicted_name (name, NULL);
}

/* Of what happens in the folder, nearly all is none of its business. */
static void
changed_cb (PostilCopies *self, GFile *file, GFile *other, GFileMonitorEvent event, GFileMonitor *monitor)
{
  if (is_copy (file) || is_copy (other))
    schedule_look (self, LOOK_DELAY_MS);
}

PostilCopies *
postil_copies_new (PostilStore *store)
{
  PostilCopies *self;
  g_autoptr (GFile) folder = NULL;

  g_return_val_if_fail (POSTIL_IS_STORE (store), NULL);

  self = g_object_new (POSTIL_TYPE_COPIES, NULL);
  self->store = g_object_ref (store);
  self->sidecar = g_object_ref (postil_store_get_sidecar (store));
  /* What is kept in the app's own folder is not synced. */
  if (postil_store_get_place (store) != POSTIL_PLACE_BESIDE)
    return self;

  folder = g_file_get_parent (self->sidecar);
  self->monitor = g_file_monitor_directory (folder, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
  if (self->monitor != NULL)
    g_signal_connect_object (self->monitor, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  look (self);
  return self;
}

guint
postil_copies_get_n (PostilCopies *self)
{
  g_return_val_if_fail (POSTIL_IS_COPIES (self), 0);

  return self->n_copies;
}

/* --- Merging ------------------------------------------------------------------------- */

static void
read_copy (Merge *merge, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *shown = g_filename_display_name (name);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = postil_files_read (file, MAX_SIDECAR_BYTES, NULL, NULL, &error);
  PostilLayer *layer = bytes != NULL ? postil_sidecar_read (bytes, POSTIL_SIDECAR_KEEP_SOURCE, NULL, &error) : NULL;
  Copy *copy;

  if (layer == NULL)
    {
      postil_report_add (merge->report, shown, 0, "unreadable", NULL,
                         _("“%s” cannot be merged, and stays where it is: %s"), shown, error->message);
      return;
    }
  copy = g_new0 (Copy, 1);
  copy->path = g_strdup (path);
  copy->sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  copy->layer = layer;
  g_ptr_array_add (merge->copies, copy);
}

static void
read_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Merge *merge = task_data;
  g_autoptr (GPtrArray) paths = find_copies (merge->sidecar);

  for (guint i = 0; i < paths->len; i++)
    read_copy (merge, g_ptr_array_index (paths, i));
  g_task_return_boolean (task, TRUE);
}

/* What could be merged only by doing harm. */
static gboolean
is_refused (PostilDocument *document, Copy *copy, PostilReport *report)
{
  const PostilLayerInfo *theirs = postil_layer_get_info (copy->layer);
  const PostilLayerInfo *ours = postil_layer_get_info (postil_document_get_layer (document));
  const char *text = postil_text_get_sha256 (postil_document_get_text (document));
  g_autofree char *name = g_path_get_basename (copy->path);
  g_autofree char *shown = g_filename_display_name (name);

  if (theirs->schema_version > 1)
    postil_report_add (report, shown, 0, "newer-version", NULL,
                       _("“%s” was saved by a newer version of Postil, and stays where it is."), shown);
  else if (theirs->sha256 != NULL && g_strcmp0 (theirs->sha256, text) != 0 && g_strcmp0 (theirs->sha256, ours->sha256) != 0)
    postil_report_add (report, shown, 0, "text-changed", NULL,
                       _("“%s” speaks of another version of the article, and stays where it is."), shown);
  else
    return FALSE;
  return TRUE;
}

/* Where nothing is known of what was done here, nobody can say what was deleted and what is new. */
static void
tell_doubt (Merge *merge, PostilHistory *history, PostilChange *change)
{
  if (postil_history_get_n_changes (history) == 0 && postil_change_get_added (change)->len > 0)
    postil_report_add (merge->report, NULL, 0, "no-base", NULL,
                       _("What was deleted in one of these versions only may be back: look for it."));
}

/* All copies as one change: one step to undo. */
static gboolean
merge_into_document (Merge *merge, PostilDocument *document, GError **error)
{
  PostilLayer *ours = postil_document_get_layer (document);
  PostilHistory *history = postil_document_get_history (document);
  g_autoptr (PostilLayer) merged = postil_layer_copy (ours);
  g_autoptr (PostilChange) change = NULL;

  for (guint i = merge->copies->len; i-- > 0;)
    if (is_refused (document, g_ptr_array_index (merge->copies, i), merge->report))
      g_ptr_array_remove_index (merge->copies, i);
  for (guint i = 0; i < merge->copies->len; i++)
    {
      Copy *copy = g_ptr_array_index (merge->copies, i);
      PostilLayer *next;

      postil_merge_drop_deleted (history, ours, copy->layer, merge->report);
      next = postil_merge_layers (NULL, merged, copy->layer, merge->report);
      postil_layer_unref (merged);
      merged = next;
    }
  change = postil_reconcile_diff (ours, merged);
  tell_doubt (merge, history, change);
  return postil_change_is_empty (change) || postil_document_apply (document, change, POSTIL_ORIGIN_DO, error);
}

/* Unless it became another one meanwhile. It can be gone back to, whatever the merge made of it. */
static void
remove_copy (Merge *merge, Copy *copy)
{
  g_autoptr (GFile) file = g_file_new_for_path (copy->path);
  g_autoptr (GBytes) bytes = postil_files_read (file, MAX_SIDECAR_BYTES, NULL, NULL, NULL);
  g_autofree char *sha256 = bytes != NULL ? g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes) : NULL;

  if (g_strcmp0 (sha256, copy->sha256) != 0)
    return;
  postil_backups_add_now (merge->sidecar, bytes);
  if (g_unlink (copy->path) == 0)
    merge->n_merged++;
}

static void
remove_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Merge *merge = task_data;
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; i < merge->copies->len; i++)
    remove_copy (merge, g_ptr_array_index (merge->copies, i));
  /* Where nothing was new, nothing was written: what is in force is the newest backup again. */
  bytes = postil_files_read (merge->sidecar, MAX_SIDECAR_BYTES, NULL, NULL, NULL);
  if (bytes != NULL)
    postil_backups_add_now (merge->sidecar, bytes);
  g_task_return_boolean (task, TRUE);
}

static void
removed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) outer = user_data;

  look (POSTIL_COPIES (object));
  g_task_return_boolean (outer, TRUE);
}

static void
flushed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) outer = user_data;
  PostilCopies *self = POSTIL_COPIES (g_task_get_source_object (outer));
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;

  if (!postil_store_flush_finish (POSTIL_STORE (object), result, &error))
    {
      g_task_return_error (outer, error);
      return;
    }
  task = g_task_new (self, NULL, removed_cb, g_object_ref (outer));
  g_task_set_source_tag (task, flushed_cb);
  g_task_set_task_data (task, g_task_get_task_data (outer), NULL);
  g_task_run_in_thread (task, remove_thread);
}

static void
read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  PostilCopies *self = POSTIL_COPIES (object);
  g_autoptr (GTask) outer = user_data;
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error) ||
      !merge_into_document (g_task_get_task_data (outer), postil_store_get_document (self->store), &error))
    {
      g_task_return_error (outer, error);
      return;
    }
  postil_store_flush_async (self->store, NULL, flushed_cb, g_object_ref (outer));
}

void
postil_copies_merge_async (PostilCopies        *self,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  GTask *outer;
  Merge *merge;

  g_return_if_fail (POSTIL_IS_COPIES (self));

  merge = g_new0 (Merge, 1);
  merge->sidecar = g_object_ref (self->sidecar);
  merge->copies = g_ptr_array_new_with_free_func (copy_free);
  merge->report = postil_report_new ();
  outer = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (outer, postil_copies_merge_async);
  g_task_set_task_data (outer, merge, merge_free);
  task = g_task_new (self, cancellable, read_cb, outer);
  g_task_set_source_tag (task, read_cb);
  /* The outer one lives until the inner one has called back. */
  g_task_set_task_data (task, merge, NULL);
  g_task_run_in_thread (task, read_thread);
}

PostilReport *
postil_copies_merge_finish (PostilCopies  *self,
                            GAsyncResult  *result,
                            guint         *n_merged,
                            GError       **error)
{
  Merge *merge;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  merge = g_task_get_task_data (G_TASK (result));
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  if (n_merged != NULL)
    *n_merged = merge->n_merged;
  return postil_report_ref (merge->report);
}

/* --- Object -------------------------------------------------------------------------- */

static void
postil_copies_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PostilCopies *self = POSTIL_COPIES (object);

  switch (id)
    {
    case PROP_N_COPIES:
      g_value_set_uint (value, self->n_copies);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
postil_copies_dispose (GObject *object)
{
  PostilCopies *self = POSTIL_COPIES (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->look_id, g_source_remove);
  g_clear_object (&self->monitor);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (postil_copies_parent_class)->dispose (object);
}

static void
postil_copies_finalize (GObject *object)
{
  PostilCopies *self = POSTIL_COPIES (object);

  g_clear_object (&self->sidecar);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (postil_copies_parent_class)->finalize (object);
}

static void
postil_copies_class_init (PostilCopiesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = postil_copies_get_property;
  object_class->dispose = postil_copies_dispose;
  object_class->finalize = postil_copies_finalize;

  props[PROP_N_COPIES] = g_param_spec_uint ("n-copies", NULL, NULL, 0, G_MAXUINT, 0,
                                            G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
postil_copies_init (PostilCopies *self)
{
  self->cancellable = g_cancellable_new ();
}
