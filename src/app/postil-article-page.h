/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "app/postil-banner.h"
#include "app/view/postil-article-view.h"

G_BEGIN_DECLS

#define POSTIL_TYPE_ARTICLE_PAGE (postil_article_page_get_type ())
G_DECLARE_FINAL_TYPE (PostilArticlePage, postil_article_page, POSTIL, ARTICLE_PAGE, GtkWidget)

/* An article that is being coded: the view, its ruler, find bar, link bar, banners, the
 * popover with the codes; and everything that a person can do to annotations there.
 * Signals: ::notice (string message, string button, string action): what the person is told
 * in passing, with a button (or NULL) that does the action; ::announce (string message): for
 * assistive technology; ::link-mode: begun or ended. */
GtkWidget         *postil_article_page_new            (GSettings *settings);
void               postil_article_page_set_document   (PostilArticlePage *self, PostilDocument *document);
PostilDocument    *postil_article_page_get_document   (PostilArticlePage *self);
PostilArticleView *postil_article_page_get_view       (PostilArticlePage *self);
/* Banners are shown in the order in which they were added. */
void               postil_article_page_add_banner     (PostilArticlePage *self, PostilBanner *banner);
void               postil_article_page_clear_banners  (PostilArticlePage *self);

/* Marking. The current annotation is the view's. */
PostilAnnotation  *postil_article_page_get_current    (PostilArticlePage *self);
/* FALSE where it could not be; the person has been told. */
gboolean           postil_article_page_apply          (PostilArticlePage *self, PostilChange *change);
/* The selection, or else the current annotation's code. */
void               postil_article_page_tag            (PostilArticlePage *self, const char *code);
/* What was refused last since it would overlap itself: one annotation out of both. */
void               postil_article_page_merge          (PostilArticlePage *self);
void               postil_article_page_remove         (PostilArticlePage *self);
void               postil_article_page_toggle_unsure  (PostilArticlePage *self);
void               postil_article_page_undo           (PostilArticlePage *self);
void               postil_article_page_redo           (PostilArticlePage *self);
void               postil_article_page_go_to          (PostilArticlePage *self, const char *annotation_id);
/* The next (1) or previous (-1) annotation. */
void               postil_article_page_step           (PostilArticlePage *self, int direction);
/* Gives up the innermost of what is going on: popover, link, find, selection. FALSE where
 * nothing is. */
gboolean           postil_article_page_cancel         (PostilArticlePage *self);

/* Links: begin at the current annotation; the other end is the one that is current when
 * Return is pressed. */
void               postil_article_page_begin_link     (PostilArticlePage *self);
void               postil_article_page_finish_link    (PostilArticlePage *self, const char *kind);
gboolean           postil_article_page_in_link_mode   (PostilArticlePage *self);

/* The review of annotations whose article was changed: shown where any waits for a person. */
void               postil_article_page_review_moved   (PostilArticlePage *self, gboolean take_focus);
/* The one that is selected there goes to where the article's selection is. */
void               postil_article_page_place_moved    (PostilArticlePage *self);
void               postil_article_page_end_review     (PostilArticlePage *self);

/* Finding */
void               postil_article_page_find           (PostilArticlePage *self);
void               postil_article_page_find_step      (PostilArticlePage *self, int direction);
/* All that is found now, after a preview, in one step. */
void               postil_article_page_tag_all        (PostilArticlePage *self);

G_END_DECLS
