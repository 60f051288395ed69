/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "app/overview/postil-chart-table.h"
#include "app/overview/postil-chart-view.h"
#include "app/overview/postil-overview-page.h"

G_BEGIN_DECLS

typedef struct
{
  PostilTallyBy by;
  guint32       value;
} PostilOverviewTime;

struct _PostilOverviewPage
{
  GtkWidget       parent_instance;

  GtkWidget      *box;
  GtkDropDown    *charts;
  GtkDropDown    *scopes;
  GtkDropDown    *coders;
  GtkDropDown    *actors;
  GtkDropDown    *periods;      /* of publication */
  GtkDropDown    *ties;         /* of a network: what an attribute does to them */
  GtkToggleButton *as_table;
  GtkWidget      *reading;      /* a row with what follows */
  GtkProgressBar *progress;
  GtkStack       *stack;
  PostilChartView *view;
  PostilChartTable *table;
  AdwStatusPage  *status;

  PostilTally    *tally;
  PostilCodebook *codebook;
  PostilChart    *chart;
  char           *path;
  char           *article;      /* the open one, as the tally names it; or NULL */
  char           *coder;        /* one's own */
  GCancellable   *cancellable;  /* of what is being read */
  guint           progress_source;
  int             n_done;       /* told by the thread */
  int             n_total;
  GArray         *times;        /* (element-type PostilOverviewTime) of the periods, but the first */
  gboolean        is_filling;   /* the choices are being changed by us */
};

/* postil-overview-choices.c */
/* FALSE where the person has marked nothing at all, and so has no number. */
gboolean postil_overview_page_fill_request (PostilOverviewPage    *self,
                                            const PostilChartInfo *info,
                                            PostilChartRequest    *request);
/* What can be done with the other attributes in this chart. */
void     postil_overview_page_fill_ties    (PostilOverviewPage    *self,
                                            const PostilChartInfo *info);
/* What the tally offers; what was chosen stays where it can. */
void     postil_overview_page_fill_choices (PostilOverviewPage    *self);

G_END_DECLS
