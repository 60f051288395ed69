/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "storage/postil-store.h"

G_BEGIN_DECLS

#define POSTIL_TYPE_COMPARE_VIEW (postil_compare_view_get_type ())
G_DECLARE_FINAL_TYPE (PostilCompareView, postil_compare_view, POSTIL, COMPARE_VIEW, GtkWidget)

/* What several coders marked in one article, side by side, and what is agreed on of it: the
 * text with lanes by coder, the passages by kind of disagreement, and decisions, which go
 * into the layer of the coder "consensus".
 * Signals: ::notice (string message): what the person is told; ::announce (string message):
 * for assistive technology; ::edit (string id): the consensus is to be edited by hand, from
 * this annotation on, or from the start for NULL. */
GtkWidget *postil_compare_view_new         (GSettings         *settings);
/* @root (may be NULL): the folder that is open. @decider: who decides. @store: the
 * consensus where it is open already, else NULL. Looks again at what is on disk. */
void       postil_compare_view_load        (PostilCompareView *self,
                                            GFile             *article,
                                            GFile             *root,
                                            const char        *decider,
                                            PostilStore       *store);
/* What was decided is saved, and the consensus let go. */
void       postil_compare_view_stop        (PostilCompareView *self);
void       postil_compare_view_undo        (PostilCompareView *self);
void       postil_compare_view_redo        (PostilCompareView *self);
/* What may be shown to a class of what is compared: the consensus, where there is any, and each
 * coder's layer. FALSE until it is loaded. */
typedef void (*PostilCompareFunc)          (const char        *coder,
                                            PostilLayer       *layer,
                                            gpointer           user_data);
gboolean   postil_compare_view_foreach_layer (PostilCompareView *self,
                                            PostilCompareFunc  func,
                                            gpointer           user_data);
/* All of the article is settled, or not. */
void       postil_compare_view_toggle_done (PostilCompareView *self);
/* These two or more, and the passage there, once the article is loaded. */
void       postil_compare_view_choose      (PostilCompareView *self,
                                            const char *const *coders);
void       postil_compare_view_go_to       (PostilCompareView *self,
                                            PostilSpan         span);

G_END_DECLS
