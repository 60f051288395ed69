/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "app/compare/postil-agreement-item.h"
#include "app/compare/postil-agreement-view.h"

G_BEGIN_DECLS

/* What the files of the agreement view share. */
struct _PostilAgreementView
{
  GtkWidget              parent_instance;

  GFile                 *root;
  GFile                 *article;
  GCancellable          *cancellable;
  PostilAgreementJob    *job;         /* borrowed: while it runs */
  guint                  progress_source;
  guint                  start_source;
  PostilAgreementResult *result;      /* NULL until there is one */
  gboolean               is_filling;
  GPtrArray             *coders;      /* of char *: chosen */
  GPtrArray             *codes;       /* of char *: chosen; empty for all */
  GListStore            *numbers;     /* of PostilAgreementItem */
  GListStore            *passages;    /* of GtkStringObject: the excerpts of what is behind */
  GPtrArray             *behind;      /* (element-type PostilAgreementPassage) borrowed from the result */

  GtkWidget             *frame;
  GtkMenuButton         *coders_button;
  GtkBox                *coders_box;
  GtkMenuButton         *codes_button;
  GtkBox                *codes_box;
  GtkDropDown           *articles;
  GtkDropDown           *units;
  GtkCheckButton        *gamma;
  GtkWidget             *busy;
  GtkProgressBar        *progress;
  GtkLabel              *summary;
  GtkListView           *list;
  GtkWidget             *matrix_frame;
  GtkGrid               *matrix;
  GtkLabel              *passages_title;
  GtkListView           *passages_list;
  GtkBox                *body;
};

/* -view.c */
void postil_agreement_view_start        (PostilAgreementView *self);
void postil_agreement_view_show_passages (PostilAgreementView *self, GPtrArray *passages, const char *title);

/* -lists.c */
void postil_agreement_view_init_lists   (PostilAgreementView *self);

/* -fill.c */
void postil_agreement_view_fill         (PostilAgreementView *self);
void postil_agreement_view_fill_choice  (PostilAgreementView *self);

G_END_DECLS
