/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Krippendorff's α on an attribute of the passages that coders share: of all coders, or of one
 * pair. What they share are units of several coders' passages; a coder who did not find one, or gave
 * no value to it, is a missing value (Hayes and Krippendorff 2007). Pure. */

#include "config.h"

#include "agreement/postil-measure.h"

#include "agreement/postil-matching.h"

#include <math.h>

#include <glib/gi18n-lib.h>

/* How often each value was given in units with two values or more; then: such units, how often
 * values of a unit differ (each pair over the unit's values − 1), units; and where values are more
 * than names, how often each met each. */
enum
{
  AT_COMPARED,
  AT_DIFFERENT,
  AT_UNITS,
  N_TOTALS
};

static gsize
attribute_get_size (const PostilMeasureTask *task)
{
  gsize n = g_hash_table_size (task->values);

  return n + N_TOTALS + (task->metric != POSTIL_METRIC_NOMINAL ? n * n : 0);
}

/* @given: (element-type guint) the values of one unit. */
static void
count_unit (const PostilMeasureTask *task, const GArray *given, double *sums)
{
  guint n = g_hash_table_size (task->values);
  double *totals = sums + n;

  totals[AT_UNITS] += 1;
  if (given->len < 2)
    return;
  totals[AT_COMPARED] += 1;
  for (guint i = 0; i < given->len; i++)
    {
      guint c = g_array_index (given, guint, i);

      sums[c] += 1;
      for (guint j = 0; j < given->len; j++)
        {
          guint k = g_array_index (given, guint, j);

          if (i == j || c == k)
            continue;
          totals[AT_DIFFERENT] += 1.0 / (given->len - 1);
          if (task->metric != POSTIL_METRIC_NOMINAL)
            totals[N_TOTALS + (gsize) c * n + k] += 1.0 / (given->len - 1);
        }
    }
}

static void
attribute_count (const PostilMeasureTask *task, const PostilCodedArticle *article, double *sums)
{
  gboolean is_pair = task->coders[0] != POSTIL_MEASURE_ALL_CODERS;
  GPtrArray *pair[] = { is_pair ? article->passages[task->coders[0]] : NULL, is_pair ? article->passages[task->coders[1]] : NULL };
  GPtrArray *const *passages = is_pair ? pair : article->passages;
  const char *code = task->code == G_MAXUINT ? NULL : postil_coded_get_code (task->coded, task->code);
  g_autoptr(GPtrArray) units = postil_matching_find_units (passages, is_pair ? 2 : postil_coded_get_n_coders (task->coded), code);
  g_autoptr(GArray) given = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < units->len; i++)
    {
      const GArray *unit = units->pdata[i];

      g_array_set_size (given, 0);
      for (guint p = 0; p < unit->len; p++)
        {
          const PostilMatchedPassage *one = &g_array_index (unit, PostilMatchedPassage, p);
          const char *value = postil_annotation_get_attribute (passages[one->coder]->pdata[one->passage], task->attribute);
          guint at = value != NULL ? GPOINTER_TO_UINT (g_hash_table_lookup (task->values, value)) - 1 : 0;

          if (value != NULL)
            g_array_append_val (given, at);
        }
      count_unit (task, given, sums);
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

        observed += sums[n + N_TOTALS + (gsize) c * n + k] * square;
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
  double given = 0, chance;

  *value = (PostilMeasureValue) { FALSE, 0, NULL, totals[AT_COMPARED], -1, -1 };
  if (postil_coded_get_n_coders (task->coded) < 2)
    {
      value->reason = N_("one coder");
      return;
    }
  if (!(totals[AT_UNITS] > 0))
    {
      value->reason = N_("no passages of the two coders overlap");
      return;
    }
  value->coverage = totals[AT_COMPARED] / totals[AT_UNITS];
  for (guint i = 0; i < n_values; i++)
    given += sums[i];
  chance = given * given;
  for (guint i = 0; i < n_values; i++)
    chance -= sums[i] * sums[i];
  if (!(totals[AT_COMPARED] > 0))
    value->reason = N_("no matched passages both have a value");
  else if (!(chance > 0))
    value->reason = N_("every passage has the same value");
  else if (task->metric != POSTIL_METRIC_NOMINAL)
    evaluate_numbers (task, sums, given, value);
  else
    {
      value->is_defined = TRUE;
      value->value = 1 - (given - 1) * totals[AT_DIFFERENT] / chance;
    }
}

const PostilMeasure postil_measure_attribute = {
  "attribute", N_("Krippendorff’s α of an attribute"),
  N_("Where both found a passage: did they give it the same attribute?"),
  "Hayes, A. F., & Krippendorff, K. (2007). Answering the call for a standard reliability "
  "measure for coding data. Communication Methods and Measures, 1(1), 77–89.",
  FALSE, FALSE, attribute_get_size, attribute_count, attribute_evaluate, FALSE, NULL, NULL, TRUE
};
