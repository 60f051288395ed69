/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "app/present/postil-presentation.h"
#include "app/view/postil-article-view.h"
#include "model/postil-reveal.h"

G_BEGIN_DECLS

/* What the files of the presentation share. */
struct _PostilPresentation
{
  AdwWindow           parent_instance;

  GSettings          *settings;
  PostilText         *text;
  PostilCodebook     *codebook;
  GPtrArray          *layers;      /* of PostilLayer */
  GPtrArray          *titles;      /* of char *, likewise */
  GPtrArray          *names;       /* of char *, likewise */
  guint               layer;       /* the one that is shown */
  PostilRevealOrder   order;
  PostilReveal       *reveal;      /* of it; NULL while there is no layer */
  PostilDocument     *document;    /* what is shown of it */
  guint               step;
  gboolean            shows_names;
  double              factor;      /* by which the person made the text larger */
  guint               inhibited;
  int                 fitted_width;
  int                 fitted_height;
  guint               fit_source;
  int                 frames_to_settle;

  PostilArticleView  *view;
  GtkWidget          *blank;       /* over everything, while it is visible */
  GtkWidget          *live;
  GtkWidget          *footer;
  GtkCssProvider     *footer_size;
  GtkWidget          *swatch;
  GtkLabel           *code;
  GtkLabel           *detail;
  GtkLabel           *counter;
  GtkLabel           *whose;
  GtkWidget          *legend;
  GtkWidget          *legend_row;
  GtkWidget          *legend_scroller; /* NULL for a short one */
  GPtrArray          *legend_counts; /* of GtkLabel, a code each; borrowed */
  GPtrArray          *legend_swatches; /* likewise */
};

/* postil-presentation.c: for the mouse */
void       postil_presentation_back       (PostilPresentation *self);
void       postil_presentation_next       (PostilPresentation *self);

/* postil-presentation-footer.c: what is said of the step, and the legend */
GtkWidget *postil_presentation_new_footer (PostilPresentation *self);
void       postil_presentation_fill_legend (PostilPresentation *self);
/* After another step; what assistive technology is told. */
char      *postil_presentation_show_step  (PostilPresentation *self) G_GNUC_WARN_UNUSED_RESULT;
void       postil_presentation_resize_footer (PostilPresentation *self,
                                              double              pixels);

G_END_DECLS
