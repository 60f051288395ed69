/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "agreement/postil-measure.h"

G_BEGIN_DECLS

/* What the measures of Krippendorff's family are computed from, an article at a time. */

/* What stands in the sums, for K values and the gap (value 0):
 * [0, K+1)² coincidences · K+1 of S · K+1 of I · units · articles in which a coder
 * gave two codes to one place, which has no one value. */
typedef struct
{
  guint n_values; /* with the gap */
} PostilUnitizingShape;

/* Passages are 1, the rest is the gap, whatever the codes. */
PostilUnitizingShape postil_unitizing_get_binary_shape   (void);
PostilUnitizingShape postil_unitizing_get_shape          (const PostilMeasureTask  *task);

/* How many sums there are, and what an article adds to them. */
gsize                postil_unitizing_get_size           (const PostilMeasureTask  *task);
void                 postil_unitizing_count              (const PostilMeasureTask  *task,
                                                          const PostilCodedArticle *article,
                                                          double                   *sums);
gsize                postil_unitizing_get_binary_size    (const PostilMeasureTask  *task);
void                 postil_unitizing_count_binary       (const PostilMeasureTask  *task,
                                                          const PostilCodedArticle *article,
                                                          double                   *sums);

/* Where in the sums: S and I of each value, and the two numbers behind them. */
double              *postil_unitizing_get_squares        (PostilUnitizingShape      shape,
                                                          double                   *sums);
double              *postil_unitizing_get_shared_squares (PostilUnitizingShape      shape,
                                                          double                   *sums);
double              *postil_unitizing_get_n_units        (PostilUnitizingShape      shape,
                                                          double                   *sums);
double              *postil_unitizing_get_n_overlapping  (PostilUnitizingShape      shape,
                                                          double                   *sums);

G_END_DECLS
