/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define POSTIL_TYPE_AGREEMENT_VIEW (postil_agreement_view_get_type ())
G_DECLARE_FINAL_TYPE (PostilAgreementView, postil_agreement_view, POSTIL, AGREEMENT_VIEW, GtkWidget)

/* How far coders agree: numbers with their questions, and the passages behind each.
 * Signals: ::announce (string message); ::save (string name, GBytes *bytes): a file that the
 * person wants; ::open (string article, uint start, uint end, GStrv coders): a passage, to be
 * compared; the article is relative to the root, or "" for the root itself. */
GtkWidget *postil_agreement_view_new  (void);
/* @root: a folder, or the article that is open alone. @article (may be NULL): the one that is
 * open, for "this article only". Reads and measures anew. */
void       postil_agreement_view_load (PostilAgreementView *self,
                                       GFile               *root,
                                       GFile               *article);
void       postil_agreement_view_stop (PostilAgreementView *self);

G_END_DECLS
