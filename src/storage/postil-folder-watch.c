/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One monitor a folder, as many as are sensible: the kernel has a number for all programs
 * together. Beyond that, and where monitors tell nothing, time does. Main thread. */

#include "config.h"

#include "storage/postil-folder-watch.h"

#define RATE_LIMIT_MS 200
#define MIN_POLL_MS 2000
#define MAX_POLL_MS 120000
#define POLL_SHARE 20

struct _PostilFolderWatch
{
  PostilWatchFunc  func;
  gpointer         user_data;
  GHashTable      *monitors; /* relative path → GFileMonitor */
  guint            poll_source;
};

static void
changed_cb (GFileMonitor      *monitor,
            GFile             *file,
            GFile             *other,
            GFileMonitorEvent  event,
            gpointer           user_data)
{
  PostilFolderWatch *self = user_data;

  /* The event says that a write is over, or will be: one look for each. */
  if (event == G_FILE_MONITOR_EVENT_CHANGED || event == G_FILE_MONITOR_EVENT_PRE_UNMOUNT)
    return;
  if (file != NULL && g_file_peek_path (file) != NULL)
    self->func (g_file_peek_path (file), self->user_data);
  if (other != NULL && g_file_peek_path (other) != NULL)
    self->func (g_file_peek_path (other), self->user_data);
}

static gboolean
poll_cb (gpointer user_data)
{
  PostilFolderWatch *self = user_data;

  self->poll_source = 0;
  self->func (NULL, self->user_data);
  return G_SOURCE_REMOVE;
}

static void
monitor_free (gpointer monitor)
{
  g_file_monitor_cancel (monitor);
  g_object_unref (monitor);
}

PostilFolderWatch *
postil_folder_watch_new (PostilWatchFunc func,
                         gpointer        user_data)
{
  PostilFolderWatch *self = NULL;

  g_return_val_if_fail (func != NULL, NULL);

  self = g_new0 (PostilFolderWatch, 1);
  self->func = func;
  self->user_data = user_data;
  self->monitors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, monitor_free);
  return self;
}

static void
disconnect_all (PostilFolderWatch *self)
{
  GHashTableIter iter;
  gpointer monitor;

  g_hash_table_iter_init (&iter, self->monitors);
  while (g_hash_table_iter_next (&iter, NULL, &monitor))
    g_signal_handlers_disconnect_by_data (monitor, self);
}

void
postil_folder_watch_free (PostilFolderWatch *self)
{
  if (self == NULL)
    return;

  g_clear_handle_id (&self->poll_source, g_source_remove);
  disconnect_all (self);
  g_hash_table_unref (self->monitors);
  g_free (self);
}

static gboolean
add_monitor (PostilFolderWatch *self,
             const char        *root,
             const char        *relative)
{
  g_autofree char *path = *relative == '\0' ? g_strdup (root) : g_build_filename (root, relative, NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  GFileMonitor *monitor;

  if (g_hash_table_contains (self->monitors, relative))
    return TRUE;
  monitor = g_file_monitor_directory (folder, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
  if (monitor == NULL)
    return FALSE;
  g_file_monitor_set_rate_limit (monitor, RATE_LIMIT_MS);
  g_signal_connect (monitor, "changed", G_CALLBACK (changed_cb), self);
  g_hash_table_insert (self->monitors, g_strdup (relative), monitor);
  return TRUE;
}

static gboolean
is_not_in_set (gpointer key,
               gpointer monitor,
               gpointer user_data)
{
  return !g_hash_table_contains (user_data, key);
}

void
postil_folder_watch_set_folders (PostilFolderWatch *self,
                                 const char        *root,
                                 GPtrArray         *folders,
                                 gboolean           is_remote,
                                 gint64             duration_us)
{
  g_autoptr (GHashTable) wanted = NULL;
  gboolean is_complete = !is_remote && folders->len <= POSTIL_WATCH_MAX_MONITORS;

  g_return_if_fail (self != NULL && root != NULL && folders != NULL);

  wanted = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < MIN (folders->len, POSTIL_WATCH_MAX_MONITORS); i++)
    g_hash_table_add (wanted, g_ptr_array_index (folders, i));
  g_hash_table_foreach_remove (self->monitors, is_not_in_set, wanted);
  for (guint i = 0; i < MIN (folders->len, POSTIL_WATCH_MAX_MONITORS); i++)
    is_complete = add_monitor (self, root, g_ptr_array_index (folders, i)) && is_complete;

  g_clear_handle_id (&self->poll_source, g_source_remove);
  if (!is_complete)
    self->poll_source = g_timeout_add ((guint) CLAMP (duration_us / 1000 * POLL_SHARE, MIN_POLL_MS, MAX_POLL_MS),
                                       poll_cb, self);
}
