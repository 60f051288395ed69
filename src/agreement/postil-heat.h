/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/postil-layer.h"

G_BEGIN_DECLS

/* How many of a class marked each stretch of one article. Immutable; any thread, one at a time. */
typedef struct _PostilHeat PostilHeat;

/* A stretch in which the same layers, at least one, have a passage everywhere. */
typedef struct
{
  PostilSpan span;
  guint      n;    /* layers */
} PostilHeatRun;

/* Where layers agree: around a peak, as far as at least half as many layers as there reach
 * without a gap. Two peaks are thus one passage where whatever lies between them holds at least
 * half of the higher one. What only slopes down from a peak is no passage of its own, and a low
 * peak reaches no higher ground. */
typedef struct
{
  PostilSpan  span;
  const char *code; /* of the heat; NULL for all codes */
  guint       n;    /* at the peak: the most layers that marked one and the same character */
  double      mean; /* layers a character of the span, on average */
} PostilHeatPassage;

/* @code: only its passages, or NULL for all codes. Orphans have no place and do not count; a
 * layer counts once for a character, however many of its passages are there. O(n log n). */
PostilHeat          *postil_heat_new           (PostilLayer *const *layers,
                                                guint               n_layers,
                                                const char         *code) G_GNUC_WARN_UNUSED_RESULT;
void                 postil_heat_free          (PostilHeat         *self);
guint                postil_heat_get_n_layers  (PostilHeat         *self);
/* By place; they neither overlap nor are empty. */
const PostilHeatRun *postil_heat_get_runs      (PostilHeat         *self,
                                                guint              *n_runs);
/* The index of the first run that ends after @char_offset; the number of runs if none does. */
guint                postil_heat_find_from     (PostilHeat         *self,
                                                guint               char_offset);
/* The run that the character lies in, or NULL. O(log n) */
const PostilHeatRun *postil_heat_find          (PostilHeat         *self,
                                                guint               char_offset);
/* The most layers that marked one character. */
guint                postil_heat_get_peak      (PostilHeat         *self);
/* Which layers marked a character of @span: their indices, in order. (element-type guint) */
GArray              *postil_heat_find_who      (PostilHeat         *self,
                                                PostilSpan          span) G_GNUC_WARN_UNUSED_RESULT;
/* (element-type PostilHeatPassage), by place. */
GArray              *postil_heat_find_passages (PostilHeat         *self) G_GNUC_WARN_UNUSED_RESULT;
/* The most agreed on first: by n, then by mean, then by place and code. */
int                  postil_heat_passage_compare (const PostilHeatPassage *a,
                                                  const PostilHeatPassage *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilHeat, postil_heat_free)

G_END_DECLS
