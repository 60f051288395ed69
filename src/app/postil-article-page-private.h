/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "app/dialogs/postil-code-popover.h"
#include "app/panes/postil-find-bar.h"
#include "app/panes/postil-moved-pane.h"
#include "app/postil-article-page.h"

G_BEGIN_DECLS

/* What the files of the article page share. */
struct _PostilArticlePage
{
  GtkWidget          parent_instance;

  GSettings         *settings;
  PostilDocument    *document;

  /* What was refused since it would overlap itself, for "Merge". */
  PostilSpan         merge_span;
  char              *merge_code;

  char              *said;      /* the id of the annotation that was last said to be at the caret */
  char              *link_from; /* the id of a link's first end; NULL outside of link mode */

  GtkWidget         *banners;
  GtkRevealer       *find_revealer;
  GtkRevealer       *link_revealer;
  GtkRevealer       *moved_revealer;
  GtkLabel          *link_label;
  GtkScrolledWindow *scroller;
  PostilArticleView *view;
  GtkWidget         *ruler;

  PostilFindBar     *find_bar; /* made when first wanted */
  PostilMovedPane   *moved_pane; /* likewise */
  gboolean           wants_moved_focus;
  PostilCodePopover *popover;  /* likewise */
  GtkWidget         *link_menu;
};

/* postil-article-page.c */
void postil_article_page_notify_person (PostilArticlePage *self,
                                        const char        *message,
                                        const char        *button,
                                        const char        *action);
void postil_article_page_announce      (PostilArticlePage *self,
                                        const char        *message);
void postil_article_page_emit_link_mode (PostilArticlePage *self);
void postil_article_page_hide_popover  (PostilArticlePage *self);
/* Where @span is on screen, in the page's coordinates. */
gboolean postil_article_page_get_rect  (PostilArticlePage *self,
                                        PostilSpan         span,
                                        GdkRectangle      *rect);

/* -marking.c: the caret was moved; which annotation is current now? */
void postil_article_page_update_current (PostilArticlePage *self);
/* Says what begins or ends where the caret has come to. */
void postil_article_page_say_place      (PostilArticlePage *self);
void postil_article_page_say_annotation (PostilArticlePage *self,
                                         const char        *id);

/* -link.c: Return was pressed. FALSE outside of link mode. */
gboolean postil_article_page_choose_link_end (PostilArticlePage *self);
void     postil_article_page_end_link        (PostilArticlePage *self);

G_END_DECLS
