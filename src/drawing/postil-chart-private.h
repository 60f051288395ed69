/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "drawing/postil-chart.h"

G_BEGIN_DECLS

/* A row that stands for all values of its dimension. */
#define POSTIL_CHART_ANY (G_MAXUINT32 - 1)

struct _PostilChart
{
  PostilChartShape    shape;
  char               *title;
  char               *subtitle;
  PostilChartRequest  request;
  PostilDimension     down;
  PostilDimension     across;
  gboolean            is_together; /* cells are pairs of codes */
  GArray             *rows;        /* of PostilChartHead */
  GArray             *columns;     /* likewise */
  GArray             *marks;       /* of PostilChartMark */
  GArray             *ties;        /* of PostilChartTie */
  GPtrArray          *titles;      /* (element-type utf8) of the table's columns */
  GArray             *cells;       /* of PostilChartCell, row by row */
};

/* What the makers of charts are made of. */
PostilChart *postil_chart_new_blank (const PostilChartRequest *request) G_GNUC_WARN_UNUSED_RESULT;
void        postil_chart_add_heads  (PostilChart *self, GArray *heads, PostilTable *table, gboolean down, PostilDimension dimension);
void        postil_chart_add_head   (GArray *heads, const char *label, guint32 code, guint32 value);
guint       postil_chart_add_mark   (PostilChart *self, guint row, guint column, guint n, guint32 code);
void        postil_chart_add_title  (PostilChart *self, const char *title);
/* Takes the text. */
void        postil_chart_take_cell  (PostilChart *self, char *text, guint mark);
const char *postil_chart_get_dimension_title (PostilChart *self, PostilDimension dimension);
void        postil_chart_set_subtitle (PostilChart *self, guint n_passages);

/* postil-chart-claims.c */
void        postil_chart_make_claims (PostilChart *self);

/* postil-chart-network.c */
void        postil_chart_make_network (PostilChart *self);
void        postil_chart_make_two_mode (PostilChart *self);

G_END_DECLS
