/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @message: what happened, for the person. Not called where the dialog was left. */
typedef void (*PostilSaveTableFunc) (GtkWindow           *parent,
                                     const char          *message);

/* Asks where to, and writes @table (CSV) there in a thread. @parent lives until then. */
void          postil_save_table     (GtkWindow           *parent,
                                     const char          *name,
                                     GBytes              *table,
                                     PostilSaveTableFunc  func);

G_END_DECLS
