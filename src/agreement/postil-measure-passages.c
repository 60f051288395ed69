/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The measures on matched passages: F1 over exact and over overlapping passages (Hripcsak and
 * Rothschild 2005: with true negatives that cannot be counted it is the mean positive specific
 * agreement), and how far apart the borders of matched passages are. Of pairs of coders,
 * micro-averaged over articles. Pure. */

#include "config.h"

#include "agreement/postil-measure.h"

#include "agreement/postil-matching.h"

#include <math.h>

#include <glib/gi18n-lib.h>

static const char *
get_code (const PostilMeasureTask *task)
{
  return task->code == G_MAXUINT ? NULL : postil_coded_get_code (task->coded, task->code);
}

static guint
count_passages (GPtrArray *passages, const char *code)
{
  guint n = 0;

  for (guint i = 0; i < passages->len; i++)
    n += code == NULL || g_str_equal (postil_annotation_get_code (passages->pdata[i]), code);
  return n;
}

/* matched, first's, second's */
static gsize
f1_get_size (const PostilMeasureTask *task)
{
  return 3;
}

static void
count_f1 (const PostilMeasureTask *task, const PostilCodedArticle *article, double least, double *sums)
{
  GPtrArray *first = article->passages[task->coders[0]];
  GPtrArray *second = article->passages[task->coders[1]];
  const char *code = get_code (task);
  g_autoptr(GArray) pairs = postil_matching_find (first, second, code, least, POSTIL_MATCHING_MOST);

  sums[0] += pairs->len;
  sums[1] += count_passages (first, code);
  sums[2] += count_passages (second, code);
}

static void
f1_count (const PostilMeasureTask *task, const PostilCodedArticle *article, double *sums)
{
  count_f1 (task, article, 1.0, sums);
}

static void
f1_overlap_count (const PostilMeasureTask *task, const PostilCodedArticle *article, double *sums)
{
  count_f1 (task, article, task->overlap, sums);
}

static void
f1_evaluate (const PostilMeasureTask *task, const double *sums, PostilMeasureValue *value)
{
  *value = (PostilMeasureValue) { FALSE, 0, NULL, sums[1] + sums[2], -1, -1 };
  if (!(value->n > 0))
    {
      value->reason = N_("no units");
      return;
    }
  value->is_defined = TRUE;
  value->value = 2 * sums[0] / value->n;
}

/* Σ intersection over union, Σ border distance, pairs */
static gsize
border_get_size (const PostilMeasureTask *task)
{
  return 3;
}

static void
border_count (const PostilMeasureTask *task, const PostilCodedArticle *article, double *sums)
{
  GPtrArray *first = article->passages[task->coders[0]];
  GPtrArray *second = article->passages[task->coders[1]];
  g_autoptr(GArray) pairs = postil_matching_find (first, second, get_code (task), 0,
                                                  POSTIL_MATCHING_BEST);

  for (guint i = 0; i < pairs->len; i++)
    {
      const PostilMatchedPair *pair = &g_array_index (pairs, PostilMatchedPair, i);
      PostilSpan a = postil_annotation_get_hull (first->pdata[pair->first]);
      PostilSpan b = postil_annotation_get_hull (second->pdata[pair->second]);

      sums[0] += pair->iou;
      sums[1] += (ABS ((double) a.start - b.start) + ABS ((double) a.end - b.end)) / 2;
      sums[2] += 1;
    }
}

static void
border_evaluate (const PostilMeasureTask *task, const double *sums, PostilMeasureValue *value)
{
  *value = (PostilMeasureValue) { FALSE, 0, NULL, sums[2], -1, -1 };
  if (!(sums[2] > 0))
    {
      value->reason = N_("no passages of the two coders overlap");
      return;
    }
  value->is_defined = TRUE;
  value->value = sums[0] / sums[2];
  value->second = sums[1] / sums[2];
}

#define CITATION_F1 \
  "Hripcsak, G., & Rothschild, A. S. (2005). Agreement, the F-measure, and reliability in " \
  "information retrieval. Journal of the American Medical Informatics Association, 12(3), 296–298."

const PostilMeasure postil_measure_f1 = {
  "f1", N_("F1 of identical passages"), N_("How many passages are the same to the letter?"),
  CITATION_F1, TRUE, FALSE, f1_get_size, f1_count, f1_evaluate
};

const PostilMeasure postil_measure_f1_overlap = {
  "f1-overlap", N_("F1 of overlapping passages"), N_("How many passages did both find?"),
  CITATION_F1, TRUE, FALSE, f1_get_size, f1_overlap_count, f1_evaluate
};

const PostilMeasure postil_measure_border = {
  "border", N_("Overlap of matched passages"), N_("Where both found a passage: are its borders the same?"),
  "", TRUE, FALSE, border_get_size, border_count, border_evaluate
};
