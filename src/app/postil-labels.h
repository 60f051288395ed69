/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A row of two lines, each cut with "…" where it has no room: a box of two labels. */
void postil_labels_set_two_lines  (GtkListItem *list_item,
                                   int          spacing,
                                   const char  *first_class,
                                   const char  *second_class);
/* A label that wraps, at the end of @box. @css_class may be NULL. */
void postil_labels_append_wrapped (GtkBox      *box,
                                   const char  *text,
                                   const char  *css_class);
/* In a language of long words, or with large text, what has room is whole, and on a narrow window it gives way: all
 * buttons with labels in @widget, which may be one itself, and the titles of header bars; check buttons wrap. May be
 * called again when a menu button was given another label. */
void postil_labels_let_all_shrink (GtkWidget   *widget);
/* A large button breaks its words over lines instead. */
void postil_labels_let_wrap       (GtkButton   *button);

G_END_DECLS
