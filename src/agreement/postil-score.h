/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/postil-codebook.h"
#include "model/postil-layer.h"

G_BEGIN_DECLS

/* What became of a passage of the key, or why one of the coder is not in the key. */
typedef enum
{
  POSTIL_REASON_FOUND,      /* the same characters and code */
  POSTIL_REASON_BORDERS,    /* the same code, on some of the same characters */
  POSTIL_REASON_OTHER_CODE, /* at least half of the characters, with another code */
  POSTIL_REASON_MISSED,     /* in the key only */
  POSTIL_REASON_EXTRA,      /* not in the key */
  POSTIL_N_REASONS
} PostilReason;

typedef struct
{
  PostilReason      reason;
  PostilAnnotation *key;     /* NULL for _EXTRA */
  PostilAnnotation *passage; /* NULL for _MISSED */
  double            credit;  /* from 0 to 1: intersection over union; 0 for what is not of the key's code */
  gint              n_start; /* characters by which it begins too late (negative: too early) */
  gint              n_end;   /* characters by which it ends too late (negative: too early) */
  guint             n_off;   /* characters that only one of the two holds */
} PostilScoreItem;

/* A layer against a key. With k passages in the key, m of the coder, and pairs of them one to
 * one with the same code:
 *   exact    e = pairs with the same characters:     precision e/m, recall e/k, F1 2e/(k+m)
 *   overlap  o = the most pairs whose intersection over union is at least a half: likewise
 *   partial credit = 2 Σ iou / (k+m), over the pairs for which Σ iou is greatest.
 * Partial credit is thus the F1 in which a pair counts as far as it overlaps. A share of
 * nothing (k = 0, m = 0) is not defined. */
typedef struct
{
  guint   n_key;
  guint   n_passages;
  guint   n_exact;
  guint   n_overlap;
  double  total_iou;
  guint   n_reasons[POSTIL_N_REASONS];
  GArray *items; /* (element-type PostilScoreItem) by place */
} PostilScore;

#define POSTIL_SCORE_OVERLAP 0.5

/* @code: only its passages, or NULL for all. @overlap: usually POSTIL_SCORE_OVERLAP. Orphans do
 * not count. The score keeps the passages of its items. */
PostilScore *postil_score_new           (PostilLayer           *key,
                                         PostilLayer           *layer,
                                         const char            *code,
                                         double                 overlap) G_GNUC_WARN_UNUSED_RESULT;
void         postil_score_free          (PostilScore           *self);
/* FALSE where there is nothing to take a share of. */
gboolean     postil_score_get_exact     (const PostilScore     *self,
                                         double                *f1);
gboolean     postil_score_get_overlap   (const PostilScore     *self,
                                         double                *f1);
gboolean     postil_score_get_partial   (const PostilScore     *self,
                                         double                *credit);

/* "found", "borders": what a file calls it. */
const char  *postil_reason_get_name     (PostilReason           reason);
/* In words: "Borders off by 4 characters". */
char        *postil_score_item_dup_text (const PostilScoreItem *self,
                                         PostilCodebook        *codebook) G_GNUC_WARN_UNUSED_RESULT;
PostilSpan   postil_score_item_get_hull (const PostilScoreItem *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilScore, postil_score_free)

G_END_DECLS
