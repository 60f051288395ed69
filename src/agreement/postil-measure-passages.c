/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The measures on matched passages: F1 over exact and over overlapping passages (Hripcsak and
 * Rothschild 2005: with true negatives that cannot be counted it is the mean positive specific
 * agreement), how far apart the borders of matched passages are, and α on an attribute of
 * theirs. Of pairs of coders, micro-averaged over articles. Pure. */

#include "config.h"

#include "agreement/postil-measure.h"

#include "agreement/postil-matching.h"

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

/* How often each value was given in pairs that both have one; then: pairs with both, pairs
 * that agree, pairs. */
static gsize
attribute_get_size (const PostilMeasureTask *task)
{
  return g_hash_table_size (task->values) + 3;
}

static void
attribute_count (const PostilMeasureTask *task, const PostilCodedArticle *article, double *sums)
{
  GPtrArray *first = article->passages[task->coders[0]];
  GPtrArray *second = article->passages[task->coders[1]];
  g_autoptr(GArray) pairs = postil_matching_find (first, second, get_code (task), 0,
                                                  POSTIL_MATCHING_BEST);
  double *totals = sums + g_hash_table_size (task->values);

  for (guint i = 0; i < pairs->len; i++)
    {
      const PostilMatchedPair *pair = &g_array_index (pairs, PostilMatchedPair, i);
      const char *a = postil_annotation_get_attribute (first->pdata[pair->first], task->attribute);
      const char *b = postil_annotation_get_attribute (second->pdata[pair->second], task->attribute);

      totals[2] += 1;
      if (a == NULL || b == NULL)
        continue;
      totals[0] += 1;
      totals[1] += g_str_equal (a, b);
      sums[GPOINTER_TO_UINT (g_hash_table_lookup (task->values, a)) - 1] += 1;
      sums[GPOINTER_TO_UINT (g_hash_table_lookup (task->values, b)) - 1] += 1;
    }
}

static void
attribute_evaluate (const PostilMeasureTask *task, const double *sums, PostilMeasureValue *value)
{
  guint n_values = g_hash_table_size (task->values);
  const double *totals = sums + n_values;
  double given = 2 * totals[0];
  double chance = given * given;

  *value = (PostilMeasureValue) { FALSE, 0, NULL, totals[0], -1, -1 };
  if (!(totals[2] > 0))
    {
      value->reason = N_("no passages of the two coders overlap");
      return;
    }
  value->coverage = totals[0] / totals[2];
  for (guint i = 0; i < n_values; i++)
    chance -= sums[i] * sums[i];
  if (!(totals[0] > 0))
    value->reason = N_("no matched passages both have a value");
  else if (!(chance > 0))
    value->reason = N_("every passage has the same value");
  else
    {
      value->is_defined = TRUE;
      value->value = 1 - (given - 1) * 2 * (totals[0] - totals[1]) / chance;
    }
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

const PostilMeasure postil_measure_attribute = {
  "attribute", N_("Krippendorff’s α of an attribute"),
  N_("Where both found a passage: did they give it the same attribute?"),
  "Hayes, A. F., & Krippendorff, K. (2007). Answering the call for a standard reliability "
  "measure for coding data. Communication Methods and Measures, 1(1), 77–89.",
  TRUE, FALSE, attribute_get_size, attribute_count, attribute_evaluate
};
