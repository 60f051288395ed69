/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "counts/postil-tally.h"

G_BEGIN_DECLS

/* Counts of passages by one dimension or crossed by two. Immutable once made. */
typedef struct _PostilTable PostilTable;

/* @across may be NULL: one column. Codes and coders have a row each even where it is zero, and
 * stand in their order; years, months, days and tenths without gaps; articles by name; values
 * of an attribute with the most frequent first. What has no value stands last. */
PostilTable *postil_table_new           (PostilTally           *tally,
                                         PostilTallyFilter      filter,
                                         PostilDimension        down,
                                         const PostilDimension *across) G_GNUC_WARN_UNUSED_RESULT;
/* Code by code: how many pairs of one coder's passages in one article share a character. */
PostilTable *postil_table_new_together  (PostilTally           *tally,
                                         PostilTallyFilter      filter) G_GNUC_WARN_UNUSED_RESULT;
void         postil_table_free          (PostilTable           *self);

guint        postil_table_get_n_rows    (PostilTable           *self);
guint        postil_table_get_n_columns (PostilTable           *self);
/* The value in its dimension. */
guint32      postil_table_get_row       (PostilTable           *self,
                                         guint                  row);
guint32      postil_table_get_column    (PostilTable           *self,
                                         guint                  column);
guint        postil_table_get_cell      (PostilTable           *self,
                                         guint                  row,
                                         guint                  column);
guint        postil_table_get_row_total (PostilTable           *self,
                                         guint                  row);
/* All passages that were counted. */
guint        postil_table_get_total     (PostilTable           *self);

/* The passages behind a cell: their numbers, in order. A NULL dimension: any value. */
GArray      *postil_tally_find          (PostilTally           *tally,
                                         PostilTallyFilter      filter,
                                         const PostilDimension *down,
                                         guint32                row,
                                         const PostilDimension *across,
                                         guint32                column) G_GNUC_WARN_UNUSED_RESULT;
/* Likewise of a pair of codes: those that share a character with one of the other code. */
GArray      *postil_tally_find_together (PostilTally           *tally,
                                         PostilTallyFilter      filter,
                                         guint32                code,
                                         guint32                other) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilTable, postil_table_free)

G_END_DECLS
