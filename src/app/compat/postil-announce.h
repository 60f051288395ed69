/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A widget that is never seen, and through which assistive technology is told what happens. An article that
 * has the keyboard may have another description afterwards. */
GtkWidget *postil_announce_new_widget (void);
void       postil_announce            (GtkWidget  *widget,
                                       const char *message);

G_END_DECLS
