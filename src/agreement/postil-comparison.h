/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/postil-change.h"
#include "model/postil-layer.h"

G_BEGIN_DECLS

/* What several coders marked in one article, side by side: which passages are about the same
 * thing, in what they differ, and what was agreed on. */
typedef enum
{
  POSTIL_DIFFERENCE_NONE,             /* the same passage, code and attributes */
  POSTIL_DIFFERENCE_ATTRIBUTES,       /* the same passage and code */
  POSTIL_DIFFERENCE_CODE,             /* the same passage */
  POSTIL_DIFFERENCE_BORDERS,          /* the same code, on passages that overlap */
  POSTIL_DIFFERENCE_BORDERS_AND_CODE, /* passages that mostly overlap */
  POSTIL_DIFFERENCE_MISSING,          /* not all of the coders marked it */
  POSTIL_N_DIFFERENCES
} PostilDifference;

typedef struct
{
  PostilDifference   kind;
  PostilSpan         hull;     /* from the first character to the last of all passages */
  PostilAnnotation **passages; /* one a coder, or NULL; at least one is there */
  GPtrArray         *settled;  /* (element-type PostilAnnotation) of the consensus */
  GPtrArray         *rejected; /* (element-type PostilAnnotation) what the consensus turned down */
} PostilComparisonRow;

typedef struct
{
  guint      n_coders;
  GPtrArray *rows;    /* (element-type PostilComparisonRow), by place */
  guint      longest; /* row's hull */
} PostilComparison;

/* Whether the consensus has something in its place, or says that nothing is. */
gboolean          postil_comparison_row_is_settled    (const PostilComparisonRow *row);
/* @layers: one a coder, in order. Two passages are about the same thing where they share a
 * character and the same code, or half of their characters; one to one, the most alike first.
 * A passage of the @consensus (may be NULL) settles the row that it is most like. Orphans
 * have no place and are left out. */
PostilComparison *postil_comparison_new               (PostilLayer *const *layers,
                                                       guint               n_coders,
                                                       PostilLayer        *consensus) G_GNUC_WARN_UNUSED_RESULT;
void              postil_comparison_free              (PostilComparison   *self);
/* The rows, some maybe twice, that become settled, or open, or settled otherwise as the
 * consensus changes; O(log n) each. (element-type PostilComparisonRow) (transfer container) */
GPtrArray        *postil_comparison_follow            (PostilComparison   *self,
                                                       PostilChange       *change) G_GNUC_WARN_UNUSED_RESULT;
/* "code", "borders": what a setting or a file calls it. */
const char       *postil_difference_get_name          (PostilDifference    kind);
/* What @coder would have marked had the consensus been known: in rows that are settled its
 * passages, in others the coder's own. @is_done: what is open by then was turned down. */
PostilLayer      *postil_comparison_dup_settled_layer (PostilComparison   *self,
                                                       guint               coder,
                                                       PostilLayer        *layer,
                                                       gboolean            is_done) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilComparison, postil_comparison_free)

G_END_DECLS
