/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "app/compare/postil-compare-item.h"
#include "app/compare/postil-compare-view.h"
#include "app/view/postil-article-view.h"
#include "model/postil-decision.h"
#include "storage/postil-coder-set.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define POSTIL_COMPARE_MAX_CODERS 9u /* each has a key */

/* What the files of the compare view share. */
struct _PostilCompareView
{
  GtkWidget           parent_instance;

  GSettings          *settings;
  GFile              *article;
  GFile              *root;
  char               *decider;
  GCancellable       *loading;      /* of what is being read */
  GCancellable       *counting;
  GCancellable       *measuring;

  PostilCoderSet     *set;          /* NULL until it is read */
  PostilStore        *store;        /* of the consensus; likewise */
  gboolean            owns_store;   /* not the window's */
  GPtrArray          *chosen;       /* of char *: whom the person wants to compare */
  GPtrArray          *coders;       /* of char *: those of them who are in this article */
  PostilSpan          wanted;       /* to go to once it is loaded; empty for none */

  PostilComparison   *comparison;
  PostilDocument     *shown;        /* all coders' passages as one document, for the view */
  GListStore         *items;        /* of PostilCompareItem, in the order of the comparison's rows */
  GtkFilterListModel *filtered;
  GtkSingleSelection *selection;
  GPtrArray          *filter_codes; /* of char *, as in the menu; the first is for all */
  PostilSettled       settled;      /* of the folder */
  gboolean            has_settled;
  guint               measure_source;

  GtkWidget          *banner;
  GtkLabel           *banner_label;
  GtkBox             *body;
  AdwClamp           *side;
  GtkScrolledWindow  *scroller;
  PostilArticleView  *view;
  GtkMenuButton      *coders_button;
  GtkBox             *coders_box;
  GtkLabel           *numbers;
  GtkLabel           *progress;
  GtkDropDown        *kinds;
  GtkDropDown        *codes;
  GtkCheckButton     *only_open;
  GtkListView        *list;
  GtkBox             *details;
  guint               fit_source;
  GtkFlowBox         *buttons;
  GtkWidget          *both_button;
  GtkWidget          *neither_button;
  GtkWidget          *edit_button;
  GtkWidget          *agreed_button;
  GtkWidget          *done_button;
  GtkWidget          *empty;
  GtkWidget          *work;
  GtkStack           *stack;
};

/* -view.c */
void                       postil_compare_view_notice      (PostilCompareView *self, const char *message);
void                       postil_compare_view_announce    (PostilCompareView *self, const char *message);
void                       postil_compare_view_emit_edit   (PostilCompareView *self, const char *id);
/* After other coders were chosen or read: compares anew. */
void                       postil_compare_view_compare     (PostilCompareView *self);
/* NULL where the list is empty. */
PostilCompareItem         *postil_compare_view_get_item    (PostilCompareView *self);
const PostilComparisonRow *postil_compare_view_get_row     (PostilCompareView *self);
void                       postil_compare_view_show_state  (PostilCompareView *self);
void                       postil_compare_view_show_banner (PostilCompareView *self);
void                       postil_compare_view_clear       (PostilCompareView *self);
void                       postil_compare_view_consensus_changed_cb (PostilCompareView *self, PostilChange *change);
/* The first coder's who marked it. */
PostilAnnotation          *postil_compare_view_get_passage (PostilCompareView         *self,
                                                            const PostilComparisonRow *row,
                                                            guint                     *coder);

/* -list.c */
void                       postil_compare_view_init_list   (PostilCompareView *self);
void                       postil_compare_view_fill_codes  (PostilCompareView *self);
void                       postil_compare_view_filter      (PostilCompareView *self);

/* -shown.c: what the article view shows */
void                       postil_compare_view_make_shown  (PostilCompareView *self);
void                       postil_compare_view_follow_shown (PostilCompareView *self, PostilChange *change);
/* An annotation of the shown document; @coder: the index, or the number of coders for the consensus. */
char                      *postil_compare_view_dup_shown_id (guint coder, const char *id) G_GNUC_WARN_UNUSED_RESULT;

/* -choice.c: whom to compare, and what each of them marked */
void                       postil_compare_view_fill_choice (PostilCompareView *self);
void                       postil_compare_view_show_details (PostilCompareView *self);
void                       postil_compare_view_fit_soon     (PostilCompareView *self);
/* "Other borders" */
const char                *postil_compare_view_get_kind_title (PostilDifference kind);
char                      *postil_compare_view_dup_who     (PostilCompareView *self, const PostilComparisonRow *row) G_GNUC_WARN_UNUSED_RESULT;

/* -decide.c */
void                       postil_compare_view_init_keys   (PostilCompareView *self);
/* @coder: an index, or G_MAXUINT for all of them. */
void                       postil_compare_view_accept      (PostilCompareView *self, guint coder);
void                       postil_compare_view_accept_none (PostilCompareView *self);
void                       postil_compare_view_accept_agreed (PostilCompareView *self);
void                       postil_compare_view_edit        (PostilCompareView *self);
/* The next (1) or previous (-1) disagreement that is open. */
void                       postil_compare_view_step        (PostilCompareView *self, int direction);

/* -measure.c */
void                       postil_compare_view_measure     (PostilCompareView *self);

G_END_DECLS
