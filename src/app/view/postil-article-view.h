/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "app/view/postil-palette.h"
#include "base/postil-segment.h"
#include "model/postil-document.h"

G_BEGIN_DECLS

#define POSTIL_TYPE_ARTICLE_VIEW (postil_article_view_get_type ())
G_DECLARE_FINAL_TYPE (PostilArticleView, postil_article_view, POSTIL, ARTICLE_VIEW, GtkTextView)

/* The article: a read-only GtkTextView whose buffer is filled once and whose offsets are the
 * document's. It draws the passages (tint, stacked underlines with a pattern a code, current
 * one lifted out, labelled lanes in the right margin) in snapshot_layer for the visible range
 * only, from the layer's index; and keeps one shared GtkTextTag a code for assistive
 * technology, set near the viewport first and the rest in idle.
 *
 * It changes nothing itself: it says what the person wants.
 * Properties: "document" (PostilDocument), "current" (string: id of the current annotation or
 * NULL), "focus-code" (string: dim all other codes; NULL for none), "focus-actor" (likewise, by
 * the attribute "actor"), "column-chars" (uint: the
 * reading column's width, default 68), "line-spacing" (double, default 1.5), "font"
 * (PangoFontDescription), "zoom" (double), "snap-words" (boolean: mouse selections), "dark"
 * and "high-contrast" follow AdwStyleManager.
 * "focus-code" and "current" may name what is not there: nothing happens.
 * Signals: ::selection-done (int x, int y): the person has let go of a selection (mouse or
 * keyboard pause), at widget coordinates; ::caret-moved; ::span-edited (uint start, uint end):
 * border mode ended with a new span for the current annotation's edited piece; ::border-moved (int
 * edge, boolean is_begun, string word): border mode begins at an edge, or a key moved it: the passage's
 * outermost word there; edge 0: border mode ended and nothing was changed; ::activate-annotation (string id): clicked;
 * ::looks-changed: colours are to be asked for again (theme or codebook). */
GtkWidget       *postil_article_view_new              (void);
void             postil_article_view_set_document     (PostilArticleView *self, PostilDocument *document);
PostilDocument  *postil_article_view_get_document     (PostilArticleView *self);
/* The selection, at grapheme borders; FALSE when it is empty. */
gboolean         postil_article_view_get_selection    (PostilArticleView *self, PostilSpan *span);
void             postil_article_view_select           (PostilArticleView *self, PostilSpan span);
guint            postil_article_view_get_caret        (PostilArticleView *self);
/* Drops the selection. */
void             postil_article_view_set_caret        (PostilArticleView *self, guint char_offset);
void             postil_article_view_set_current      (PostilArticleView *self, const char *annotation_id);
const char      *postil_article_view_get_current      (PostilArticleView *self);
/* Makes it visible with as little movement as possible, and moves the caret into it. */
void             postil_article_view_reveal           (PostilArticleView *self, PostilSpan span);
/* Grow: word, sentence, paragraph; shrink goes back. */
void             postil_article_view_expand_selection (PostilArticleView *self, PostilSegment kind);
void             postil_article_view_shrink_selection (PostilArticleView *self);
/* Tab order: from @from_id (NULL: from the caret) to the next (1) or previous (-1) annotation
 * in reading order, each of an overlapping group in turn. NULL if there is none. (transfer full) */
char            *postil_article_view_dup_neighbour    (PostilArticleView *self, const char *from_id, int direction);
/* Border mode: 0 none, -1 the start edge, 1 the end edge of the current annotation. */
void             postil_article_view_begin_border     (PostilArticleView *self, int edge);
gboolean         postil_article_view_in_border_mode   (PostilArticleView *self);
/* Which piece of the current annotation border mode edits; valid in ::span-edited. */
guint            postil_article_view_get_border_piece (PostilArticleView *self);
/* Restores what was there. */
void             postil_article_view_cancel_border    (PostilArticleView *self);
/* Ends with ::span-edited if the span became another. */
void             postil_article_view_commit_border    (PostilArticleView *self);
/* The matches of a search, drawn under the passages; sorted, not overlapping. */
void             postil_article_view_set_matches      (PostilArticleView *self, const PostilSpan *spans, guint n_spans);
/* What is on screen, in whole display lines. */
PostilSpan       postil_article_view_get_visible_span (PostilArticleView *self);
/* Puts the place a third below the view's top; the caret stays. */
void             postil_article_view_scroll_to        (PostilArticleView *self, guint char_offset);
/* Where the span is first seen, in widget coordinates, for a popover; FALSE off screen. */
gboolean         postil_article_view_get_span_rect    (PostilArticleView *self, PostilSpan span, GdkRectangle *rect);
/* Lanes by whom an annotation is of: each of @names (NULL for none) has its own, with the name
 * above, and @func says which of them an annotation belongs to. */
typedef guint  (*PostilLaneFunc)                      (PostilAnnotation *annotation, gpointer user_data);
void             postil_article_view_set_lanes        (PostilArticleView *self, const char *const *names,
                                                       PostilLaneFunc func, gpointer user_data);
/* How the code looks here, in the theme of now. Borrowed, valid until the next call. */
const PostilCodeStyle *postil_article_view_get_style  (PostilArticleView *self, const char *code_id);

G_END_DECLS
