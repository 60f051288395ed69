/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The window of keyboard shortcuts, made from the table of actions. */
GtkWindow *postil_shortcuts_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
