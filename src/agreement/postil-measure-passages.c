/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The measures on matched passages: F1 over exact and over overlapping passages (Hripcsak and
 * Rothschild 2005: with true negatives that cannot be counted it is the mean positive specific
 * agreement), how far apart the borders of matched passages are, and α on an attribute of
 * theirs. Of pairs of coders, micro-averaged over articles. Pure. */

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

/* How often each value was given in pairs that both have one; then: pairs with both, pairs
 * that agree, pairs; and where values are more than names, how often each met each. */
static gsize
attribute_get_size (const PostilMeasureTask *task)
{
  gsize n = g_hash_table_size (task->values);

  return n + 3 + (task->metric != POSTIL_METRIC_NOMINAL ? n * n : 0);
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
      guint at_a, at_b;

      totals[2] += 1;
      if (a == NULL || b == NULL)
        continue;
      totals[0] += 1;
      totals[1] += g_str_equal (a, b);
      at_a = GPOINTER_TO_UINT (g_hash_table_lookup (task->values, a)) - 1;
      at_b = GPOINTER_TO_UINT (g_hash_table_lookup (task->values, b)) - 1;
      sums[at_a] += 1;
      sums[at_b] += 1;
      if (task->metric != POSTIL_METRIC_NOMINAL)
        totals[3 + (gsize) at_a * g_hash_table_size (task->values) + at_b] += 1;
    }
}

typedef struct
{
  double number;
  guint  index;
} Number;

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  double left = ((const Number *) a)->number;
  double right = ((const Number *) b)->number;

  return left < right ? -1 : left > right;
}

/* By size; NULL where a value that was given is no number. */
static GArray *
find_numbers (const PostilMeasureTask *task, const double *sums)
{
  g_autoptr(GArray) numbers = g_array_new (FALSE, FALSE, sizeof (Number));
  GHashTableIter iter;
  gpointer value, index;

  g_hash_table_iter_init (&iter, task->values);
  while (g_hash_table_iter_next (&iter, &value, &index))
    {
      char *end = NULL;
      Number number = { g_ascii_strtod (value, &end), GPOINTER_TO_UINT (index) - 1 };

      if (!(sums[number.index] > 0))
        continue;
      if (end == value || *end != '\0' || !isfinite (number.number))
        return NULL;
      g_array_append_val (numbers, number);
    }
  g_array_sort (numbers, compare_numbers);
  return g_steal_pointer (&numbers);
}

/* For each of the numbers where it stands on the scale: itself, or the middle of its ranks. */
static double *
find_places (const PostilMeasureTask *task, const double *sums, const GArray *numbers)
{
  double *places = g_new0 (double, MAX (g_hash_table_size (task->values), 1));
  double before = 0;

  for (guint i = 0; i < numbers->len;)
    {
      guint end = i;
      double given = 0;

      for (; end < numbers->len && g_array_index (numbers, Number, end).number <= g_array_index (numbers, Number, i).number; end++)
        given += sums[g_array_index (numbers, Number, end).index];
      for (; i < end; i++)
        places[g_array_index (numbers, Number, i).index] = task->metric == POSTIL_METRIC_INTERVAL
                                                           ? g_array_index (numbers, Number, i).number : before + given / 2;
      before += given;
    }
  return places;
}

/* α = 1 − (n − 1) Σ o_ck δ² / Σ n_c n_k δ²: ranks and numbers differ by the square of their distance. */
static void
evaluate_numbers (const PostilMeasureTask *task, const double *sums, double given, PostilMeasureValue *value)
{
  guint n = g_hash_table_size (task->values);
  g_autoptr(GArray) numbers = find_numbers (task, sums);
  g_autofree double *places = NULL;
  double observed = 0, expected = 0;

  if (numbers == NULL)
    {
      value->reason = N_("not every value is a number");
      return;
    }
  places = find_places (task, sums, numbers);
  for (guint i = 0; i < numbers->len; i++)
    for (guint j = 0; j < numbers->len; j++)
      {
        guint c = g_array_index (numbers, Number, i).index;
        guint k = g_array_index (numbers, Number, j).index;
        double square = (places[c] - places[k]) * (places[c] - places[k]);

        /* Each pair stands in it once, and counts in both directions. */
        observed += 2 * sums[n + 3 + (gsize) c * n + k] * square;
        expected += sums[c] * sums[k] * square;
      }
  if (!(expected > 0))
    {
      value->reason = N_("every passage has the same value");
      return;
    }
  value->is_defined = TRUE;
  value->value = 1 - (given - 1) * observed / expected;
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
  else if (task->metric != POSTIL_METRIC_NOMINAL)
    evaluate_numbers (task, sums, given, value);
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
