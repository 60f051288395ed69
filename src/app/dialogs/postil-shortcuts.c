/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The shortcuts window. At the floor it can only be built from GtkBuilder XML, so the table
 * writes some. Main thread. */

#include "config.h"

#include "app/dialogs/postil-shortcuts.h"

#include "app/postil-actions.h"

/* From right to left a key's bracket would be shown as the other one. */
static void
keep_keys_left_to_right (GtkWidget *widget)
{
  if (gtk_widget_has_css_class (widget, "keycap"))
    gtk_widget_set_direction (widget, GTK_TEXT_DIR_LTR);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    keep_keys_left_to_right (child);
}

GtkWindow *
postil_shortcuts_new (void)
{
  g_autofree char *ui = postil_actions_dup_shortcuts_ui ();
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_string (ui, -1);
  GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "window"));

  gtk_window_set_title (window, postil_actions_get_title ("app.shortcuts"));
  keep_keys_left_to_right (GTK_WIDGET (window));
  return window;
}
