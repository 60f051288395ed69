/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The shortcuts window. At the floor it can only be built from GtkBuilder XML, so the table
 * writes some. Main thread. */

#include "config.h"

#include "app/dialogs/postil-shortcuts.h"

#include "app/postil-actions.h"

GtkWindow *
postil_shortcuts_new (void)
{
  g_autofree char *ui = postil_actions_dup_shortcuts_ui ();
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_string (ui, -1);

  return GTK_WINDOW (gtk_builder_get_object (builder, "window"));
}
