/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Has a wide table show its first columns at first, also from right to left, where GTK's column
 * view shows the last ones. */
void postil_table_start_at_first_column (GtkScrolledWindow *scroller);

G_END_DECLS
