/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files that are dropped on the window. GTK speaks with the file transfer portal itself.
 * Several articles are several windows; documents become
 * articles first. Main thread. */

#include "config.h"

#include "app/postil-window-private.h"

static gboolean
drop_cb (PostilWindow *self,
         const GValue *value)
{
  g_autoptr (GSList) files = NULL;
  g_autoptr (GListStore) list = NULL;

  if (!G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    return FALSE;

  files = gdk_file_list_get_files (g_value_get_boxed (value));
  list = g_list_store_new (G_TYPE_FILE);
  for (GSList *link = files; link != NULL; link = link->next)
    g_list_store_append (list, link->data);
  postil_window_open_files (self, G_LIST_MODEL (list));

  return files != NULL;
}

void
postil_window_init_drop (PostilWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}
