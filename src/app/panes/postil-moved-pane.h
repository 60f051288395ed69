/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "model/postil-document.h"

G_BEGIN_DECLS

#define POSTIL_TYPE_MOVED_PANE (postil_moved_pane_get_type ())
G_DECLARE_FINAL_TYPE (PostilMovedPane, postil_moved_pane, POSTIL, MOVED_PANE, GtkWidget)

/* The annotations of an article that was changed under them: where each was and where it was
 * found, side by side, and what the person decides. It changes nothing itself.
 * Signals: ::change (PostilChange *): what the person decided; ::shown (guint start, guint
 * end): where the selected one was found, empty where it was not; ::place (string id): it is
 * to go where the article's selection is; ::found (guint n): how many wait, after looking;
 * ::closed. */
GtkWidget  *postil_moved_pane_new       (void);
/* Looks for its annotations, in a thread. What was going on is given up. */
void        postil_moved_pane_look      (PostilMovedPane *self,
                                         PostilDocument  *document);
/* Gives up looking and forgets the document. */
void        postil_moved_pane_stop      (PostilMovedPane *self);
guint       postil_moved_pane_get_n_open (PostilMovedPane *self);
/* The id of the selected annotation, or NULL. */
const char *postil_moved_pane_get_selected (PostilMovedPane *self);

G_END_DECLS
