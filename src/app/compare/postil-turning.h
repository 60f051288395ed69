/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A widget with one child in which a box lies on its side, and stands up where that would be
 * too narrow: what such a widget's measure and size_allocate do. */
void postil_turning_measure  (GtkWidget      *child,
                              GtkOrientation  orientation,
                              int             for_size,
                              int            *minimum,
                              int            *natural);
/* @box: a GtkBox somewhere in @child. */
void postil_turning_allocate (GtkWidget      *child,
                              GtkWidget      *box,
                              int             width,
                              int             height,
                              int             baseline);

G_END_DECLS
