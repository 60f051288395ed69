/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the window tells the stopwatch: which article is coded, that the person does something,
 * and that another window has the keyboard. Main thread. */

#include "config.h"

#include "app/postil-window-private.h"

static void
kept_cb (GFile    *article,
         guint     n_seconds,
         gpointer  user_data)
{
  PostilWindow *self = user_data;
  g_autofree char *path = self->root != NULL ? g_file_get_relative_path (self->root, article) : NULL;
  PostilFolderItem *item = NULL;

  if (path == NULL || self->folder_pane == NULL)
    return;
  item = postil_folder_model_lookup (postil_folder_pane_get_model (self->folder_pane), path);
  if (item != NULL)
    postil_folder_item_set_seconds (item, postil_folder_item_get_seconds (item) + n_seconds);
}

static gboolean
event_cb (PostilWindow *self)
{
  if (self->stopwatch != NULL)
    postil_stopwatch_touch (self->stopwatch, g_get_monotonic_time ());
  return GDK_EVENT_PROPAGATE;
}

static void
active_cb (PostilWindow *self)
{
  if (self->stopwatch == NULL)
    return;
  if (gtk_window_is_active (GTK_WINDOW (self)))
    postil_stopwatch_touch (self->stopwatch, g_get_monotonic_time ());
  else
    postil_stopwatch_pause (self->stopwatch, g_get_monotonic_time ());
}

void
postil_window_init_time (PostilWindow *self)
{
  GtkEventController *controller = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  controller = gtk_event_controller_legacy_new ();
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "event", G_CALLBACK (event_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
  g_signal_connect (self, "notify::is-active", G_CALLBACK (active_cb), NULL);
}

void
postil_window_start_time (PostilWindow *self)
{
  g_autofree char *coder = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));
  g_return_if_fail (self->store != NULL);

  postil_window_stop_time (self);
  if (!g_settings_get_boolean (self->settings, "note-time"))
    return;
  coder = postil_window_dup_coder (self);
  self->stopwatch = postil_stopwatch_new (postil_store_get_article (self->store), coder, kept_cb, self);
  postil_stopwatch_touch (self->stopwatch, g_get_monotonic_time ());
}

void
postil_window_stop_time (PostilWindow *self)
{
  g_return_if_fail (POSTIL_IS_WINDOW (self));

  if (self->stopwatch == NULL)
    return;
  postil_stopwatch_pause (self->stopwatch, g_get_monotonic_time ());
  g_clear_pointer (&self->stopwatch, postil_stopwatch_free);
}
