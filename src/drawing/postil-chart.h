/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "counts/postil-table.h"
#include "model/postil-network.h"

G_BEGIN_DECLS

/* What a chart says, before it is drawn: marks in rows and columns, what ties them, and the
 * same as a table. Immutable. */
typedef struct _PostilChart PostilChart;

#define POSTIL_CHART_NO_MARK G_MAXUINT

typedef enum
{
  POSTIL_SHAPE_BARS,    /* a bar a row */
  POSTIL_SHAPE_MATRIX,  /* a number in each cell, darker where it is greater */
  POSTIL_SHAPE_SERIES,  /* columns over time, a row of them for each code */
  POSTIL_SHAPE_STRIPS,  /* the passages of one article in their places, a row a code */
  POSTIL_SHAPE_LANES,   /* the passages of one article in their order, a row an actor */
  POSTIL_SHAPE_CIRCLES, /* how many passages of a code an actor has, with the links between */
  POSTIL_SHAPE_NETWORK, /* actors on a circle, tied by what they have in common */
  POSTIL_SHAPE_TWO_MODE /* actors on one side, codes on the other, tied by what is said */
} PostilChartShape;

typedef struct
{
  const char *name;  /* for a command line: "actors" */
  const char *title; /* translatable */
} PostilChartInfo;

typedef struct
{
  char    *label;
  guint32  code;  /* whose look it has; POSTIL_TALLY_NONE for none */
  guint32  value; /* in its dimension */
} PostilChartHead;

typedef struct
{
  guint   row;
  guint   column;  /* POSTIL_CHART_NO_MARK for the whole row */
  double  from;    /* in a strip, from 0 to 1 */
  double  to;
  guint   n;       /* passages, or pairs of them */
  guint32 code;    /* whose look it has; POSTIL_TALLY_NONE for none */
  guint32 passage; /* where it is a single one; else POSTIL_TALLY_NONE */
} PostilChartMark;

typedef struct
{
  guint   from; /* a mark */
  guint   to;
  guint32 kind; /* of a link; in a network POSTIL_TALLY_NONE, or 1 where more is against than for it */
  guint   n;
} PostilChartTie;

typedef struct
{
  char  *text;
  guint  mark; /* whose passages it opens, or POSTIL_CHART_NO_MARK */
} PostilChartCell;

typedef struct
{
  PostilTally       *tally;
  PostilTallyFilter  filter;
  PostilCodebook    *codebook;  /* for the looks of the codes */
  guint32            attribute; /* who is an actor; POSTIL_TALLY_NONE for nobody */
  /* In networks: what is done with another attribute; ignored with POSTIL_AGGREGATION_IGNORE. */
  guint32                  qualifier;
  PostilNetworkAggregation aggregation;
} PostilChartRequest;

const PostilChartInfo *postil_chart_list       (guint *n_charts);
const PostilChartInfo *postil_chart_find_info  (const char *name);

PostilChart           *postil_chart_new        (const PostilChartInfo    *info,
                                                const PostilChartRequest *request) G_GNUC_WARN_UNUSED_RESULT;
void                   postil_chart_free       (PostilChart *self);

PostilChartShape       postil_chart_get_shape  (PostilChart *self);
const char            *postil_chart_get_title  (PostilChart *self);
/* What is counted, in a sentence. */
const char            *postil_chart_get_subtitle (PostilChart *self);
PostilTally           *postil_chart_get_tally  (PostilChart *self);
PostilCodebook        *postil_chart_get_codebook (PostilChart *self);
guint                  postil_chart_get_n_rows (PostilChart *self);
const PostilChartHead *postil_chart_get_row    (PostilChart *self, guint row);
guint                  postil_chart_get_n_columns (PostilChart *self);
const PostilChartHead *postil_chart_get_column (PostilChart *self, guint column);
guint                  postil_chart_get_n_marks (PostilChart *self);
const PostilChartMark *postil_chart_get_mark   (PostilChart *self, guint mark);
guint                  postil_chart_get_n_ties (PostilChart *self);
const PostilChartTie  *postil_chart_get_tie    (PostilChart *self, guint tie);
/* A mark in words: "Joe Biden, Concern: 3 passages". */
char                  *postil_chart_dup_name   (PostilChart *self, guint mark) G_GNUC_WARN_UNUSED_RESULT;
/* The passages behind a mark: their numbers in the tally. */
GArray                *postil_chart_find       (PostilChart *self, guint mark) G_GNUC_WARN_UNUSED_RESULT;

/* The chart as a table. */
guint                  postil_chart_get_n_table_rows (PostilChart *self);
guint                  postil_chart_get_n_table_columns (PostilChart *self);
const char            *postil_chart_get_table_title (PostilChart *self, guint column);
const PostilChartCell *postil_chart_get_table_cell (PostilChart *self, guint row, guint column);
/* RFC 4180, with a head line. */
char                  *postil_chart_dup_csv    (PostilChart *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilChart, postil_chart_free)

G_END_DECLS
