/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Has the items of all menus in @widget, or of itself, named for assistive technology each time one
 * is shown. May be called again after a menu button was given another menu. */
void postil_accessible_name_menus (GtkWidget   *widget);
/* Names the row of a table that @cell, whose child is set, stands in. */
void postil_accessible_name_row   (GtkListItem *cell,
                                   const char  *name);

G_END_DECLS
