/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "app/view/postil-article-view.h"

G_BEGIN_DECLS

#define POSTIL_TYPE_FIND_BAR (postil_find_bar_get_type ())
G_DECLARE_FINAL_TYPE (PostilFindBar, postil_find_bar, POSTIL, FIND_BAR, GtkWidget)

/* Finds in the article of a view: marks all matches there and goes from one to the next.
 * Signals: ::closed: the person is done; ::announce (string message): for assistive technology. */
GtkWidget *postil_find_bar_new    (void);
void       postil_find_bar_set_view (PostilFindBar     *self,
                                     PostilArticleView *view);
/* Takes the keyboard; with what is selected in the article as the words to find. */
void       postil_find_bar_start  (PostilFindBar *self);
/* Forgets the matches. */
void       postil_find_bar_stop   (PostilFindBar *self);
/* The next (1) or previous (-1) match. */
void       postil_find_bar_step   (PostilFindBar *self,
                                   int            direction);
/* What is found now. Borrowed until the next search. */
const PostilSpan *postil_find_bar_get_matches (PostilFindBar *self,
                                               guint         *n_matches);

G_END_DECLS
