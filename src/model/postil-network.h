/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/postil-annotation.h"

G_BEGIN_DECLS

/* Networks out of coded statements, with the choices and by the definitions of Discourse Network
 * Analyzer (Leifeld 2017, “Discourse Network Analysis: Policy Debates as Dynamic Networks”): who
 * says what (two-mode), or who says the same, or the opposite, as whom (one-mode). Pure: the same
 * statements in the same order give the same network. */

/* An annotation, seen as one. Strings that are NULL or "" are not said. */
typedef struct
{
  const char *row;       /* the first variable's value: "Joe Biden" */
  const char *column;    /* the second one's: "concern" */
  const char *qualifier; /* of what decides whether two agree: "yes" */
  const char *document;
  guint       day;       /* its document's date as g_date_get_julian() has it; 0 for none */
} PostilStatement;

/* Statements, in the order in which they came. Not thread-safe. */
typedef struct _PostilStatements PostilStatements;

PostilStatements      *postil_statements_new   (void) G_GNUC_WARN_UNUSED_RESULT;
void                   postil_statements_free  (PostilStatements      *self);
/* Copies. */
void                   postil_statements_add   (PostilStatements      *self,
                                                const PostilStatement *statement);
guint                  postil_statements_get_n (PostilStatements      *self);
const PostilStatement *postil_statements_get   (PostilStatements      *self,
                                                guint                  index);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilStatements, postil_statements_free)

/* The day of an ISO 8601 date or time; 0 where it is none, or lacks a month or a day. */
guint       postil_network_parse_day (const char       *date);
/* What an annotation says of a variable: "code", "coder", "article", else the attribute of that
 * name ("attribute:NAME" for one that is called like these). NULL where it says nothing. */
const char *postil_network_get_value (const char       *variable,
                                      const char       *article,
                                      const char       *coder,
                                      PostilAnnotation *annotation);

/* How often the same row, column and qualifier counts. */
typedef enum
{
  POSTIL_DUPLICATES_ALL,
  POSTIL_DUPLICATES_DOCUMENT,
  POSTIL_DUPLICATES_WEEK,     /* of the calendar (ISO 8601); so are months and years */
  POSTIL_DUPLICATES_MONTH,
  POSTIL_DUPLICATES_YEAR,
  POSTIL_DUPLICATES_ONCE      /* in the whole time */
} PostilNetworkDuplicates;

typedef enum
{
  POSTIL_QUALIFIER_TEXT,
  POSTIL_QUALIFIER_BOOLEAN,   /* "yes", "true" and "1", or not */
  POSTIL_QUALIFIER_INTEGER
} PostilQualifierKind;

/* What becomes of the qualifier. */
typedef enum
{
  POSTIL_AGGREGATION_IGNORE,
  POSTIL_AGGREGATION_SUBTRACT,   /* yes − no; in one mode congruence − conflict */
  POSTIL_AGGREGATION_COMBINE,    /* two-mode: 1 for yes, 2 for no, 3 for both */
  POSTIL_AGGREGATION_CONGRUENCE, /* one-mode: ties where qualifiers are alike */
  POSTIL_AGGREGATION_CONFLICT    /* one-mode: ties where they differ */
} PostilNetworkAggregation;

/* What a tie's weight is divided by. A node's activity is the number of its statements. */
typedef enum
{
  POSTIL_NORMALIZATION_NONE,
  POSTIL_NORMALIZATION_ACTIVITY,   /* two-mode: the row's activity */
  POSTIL_NORMALIZATION_PROMINENCE, /* two-mode: the column's */
  POSTIL_NORMALIZATION_AVERAGE,    /* one-mode: the two nodes' mean activity */
  POSTIL_NORMALIZATION_JACCARD,    /* one-mode: what only one, only the other, and both say */
  POSTIL_NORMALIZATION_COSINE      /* one-mode: the product of their activities */
} PostilNetworkNormalization;

typedef enum
{
  POSTIL_WINDOW_NONE,
  POSTIL_WINDOW_DAYS,
  POSTIL_WINDOW_WEEKS,
  POSTIL_WINDOW_MONTHS,
  POSTIL_WINDOW_YEARS
} PostilNetworkWindow;

typedef struct
{
  gboolean                   is_one_mode;  /* rows × rows, over the columns */
  PostilNetworkDuplicates    duplicates;
  PostilQualifierKind        qualifier;
  PostilNetworkAggregation   aggregation;
  PostilNetworkNormalization normalization;
  gboolean                   with_isolates; /* nodes of all statements, with a tie or without */
  guint                      first_day;     /* statements before it do not count; 0 for all */
  guint                      last_day;
  PostilNetworkWindow        window;        /* moves on by one of its unit at a time */
  guint                      window_size;   /* as in DNA: round ((size − 1) / 2) units to each side */
} PostilNetworkOptions;

/* NULL where the options go together, else a sentence why not. */
const char *postil_network_check_options (const PostilNetworkOptions *options);

typedef struct
{
  guint  row;
  guint  column; /* in one mode a row, too, and after the first */
  double weight; /* never 0 */
} PostilTie;

typedef struct
{
  gboolean   is_one_mode;
  GPtrArray *rows;          /* (element-type utf8) in order */
  GPtrArray *columns;       /* in one mode the same array */
  GArray    *row_counts;    /* (element-type guint) statements of each */
  GArray    *column_counts;
  GArray    *ties;          /* (element-type PostilTie) by row, then column */
  guint      n_statements;
  guint      day;           /* the window's middle, or 0 */
  guint      first_day;     /* of the window, or of its statements; 0 where no date is known */
  guint      last_day;
} PostilNetwork;

void   postil_network_free       (PostilNetwork *self);
/* Fills one row of its matrix, @weights having as many as there are columns. */
void   postil_network_fill_row   (PostilNetwork *self,
                                  guint          row,
                                  double        *weights);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilNetwork, postil_network_free)

/* Gets each network, and owns it. FALSE stops. */
typedef gboolean (*PostilNetworkFunc) (PostilNetwork *network, gpointer user_data);

/* One network, or with windows one each, from the first to the last; those that would reach over
 * the first or the last day are none. Where days matter, statements without one do not count.
 * Errors: USAGE for options that do not go together, TOO_LARGE. For a thread. */
gboolean       postil_network_foreach (PostilStatements           *statements,
                                       const PostilNetworkOptions *options,
                                       PostilNetworkFunc           func,
                                       gpointer                    user_data,
                                       GError                    **error);
/* The one network; without windows. */
PostilNetwork *postil_network_new     (PostilStatements           *statements,
                                       const PostilNetworkOptions *options,
                                       GError                    **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether statements without a day are left out. */
gboolean       postil_network_needs_days (const PostilNetworkOptions *options);

G_END_DECLS
