/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "app/class/postil-class-view.h"

#include <adwaita.h>

#include "app/class/postil-heat-view.h"
#include "storage/postil-coder-set.h"

G_BEGIN_DECLS

/* What the files of the class view share. */
struct _PostilClassView
{
  GtkWidget           parent_instance;

  GtkStack           *stack;
  GtkWidget          *empty;
  GtkWidget          *work;
  GtkWidget          *body;
  GtkWidget          *banner;
  GtkLabel           *banner_label;
  GtkDropDown        *codes;
  GtkDropDown        *keys;
  GtkToggleButton    *hide_names;
  GtkBox             *legend_slot;
  GtkWidget          *legend;
  PostilHeatView     *heat_view;
  GtkLabel           *who;
  GtkStack           *lists;
  GtkListView        *passages;
  GtkSingleSelection *passage_selection;
  GtkStack           *score_stack;
  GtkColumnView      *scores;
  GtkMultiSelection  *score_selection;
  GtkLabel           *score_title;
  GtkListBox         *reasons;
  GtkWidget          *compare_button;

  GSettings          *settings;
  GFile              *article;
  PostilCodebook     *codebook;
  char               *coder;
  char               *key;          /* whom the person chose, "" for nobody; or NULL */
  GCancellable       *loading;
  PostilCoderSet     *set;
  PostilClass        *class;
  GPtrArray          *code_ids;     /* (element-type utf8) of the menu, "" first */
  GPtrArray          *key_names;    /* (element-type utf8) of the menu, "" first */
  GListStore         *passage_items;
  GListStore         *score_items;
  gboolean            wants_focus;  /* once something is shown */
  gboolean            is_filling;   /* the menus are being changed by us */
};

void  postil_class_view_announce        (PostilClassView *self,
                                         const char      *message);
/* "60 %", or "–". */
char *postil_class_view_dup_percent     (gboolean         is_defined,
                                         double           share) G_GNUC_WARN_UNUSED_RESULT;

/* postil-class-view-choice.c; @values: what the rows of the menu stand for */
const char  *postil_class_view_get_choice (GtkDropDown     *drop_down,
                                           GPtrArray       *values);
void         postil_class_view_fill_codes (PostilClassView *self);
void         postil_class_view_fill_keys  (PostilClassView *self);
/* Of what is chosen; with layers of its own where it goes to a thread. */
PostilClass *postil_class_view_new_class  (PostilClassView *self,
                                           gboolean         for_thread) G_GNUC_WARN_UNUSED_RESULT;

/* postil-class-view-save.c: "class.save" */
void  postil_class_view_save_cb         (GtkWidget       *widget,
                                         const char      *name,
                                         GVariant        *parameter);

/* postil-class-view-scores.c */
void  postil_class_view_init_scores     (PostilClassView *self);
void  postil_class_view_fill_scores     (PostilClassView *self);
void  postil_class_view_compare_chosen  (PostilClassView *self);

G_END_DECLS
