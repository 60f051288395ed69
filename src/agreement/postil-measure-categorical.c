/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The measures on units that are given beforehand: characters, sentences or paragraphs. A
 * unit's category is the set of its codes (the empty set is "none"); for one code it is yes
 * or no. Cohen's κ (Cohen 1960), Fleiss' κ (Fleiss 1971), Krippendorff's nominal α (Hayes and
 * Krippendorff 2007), Gwet's AC1 (Gwet 2008), percentage agreement beside the base rate.
 * Numbers are summed over articles. Pure. */

#include "config.h"

#include "agreement/postil-measure.h"

#include <math.h>

#include <glib/gi18n-lib.h>

static guint
get_n_categories (const PostilMeasureTask *task)
{
  return task->code != G_MAXUINT ? 2 : postil_coded_get_n_categories (task->coded);
}

static guint
get_category (const PostilMeasureTask *task, const PostilCodedRow *row, guint coder)
{
  guint category = row->categories[coder];

  if (task->code == G_MAXUINT)
    return category;
  return postil_coded_category_has (task->coded, category, task->code) ? 1 : 0;
}

static gboolean
refuse (PostilMeasureValue *value, const char *reason)
{
  value->is_defined = FALSE;
  value->reason = reason;
  return FALSE;
}

/* One category on both sides leaves nothing that chance could disagree about. */
static const char only_one_category[] = N_("every unit has the same category");

/* The contingency table of a pair: [a's category][b's category]. */
static gsize
pair_get_size (const PostilMeasureTask *task)
{
  gsize n = get_n_categories (task);

  return n * n;
}

static void
pair_count (const PostilMeasureTask *task, const PostilCodedArticle *article, double *sums)
{
  gsize n = get_n_categories (task);

  for (guint i = 0; i < article->rows->len; i++)
    {
      const PostilCodedRow *row = &g_array_index (article->rows, PostilCodedRow, i);
      guint a = get_category (task, row, task->coders[0]);
      guint b = get_category (task, row, task->coders[1]);

      sums[a * n + b] += row->weight;
    }
}

static void
kappa_evaluate (const PostilMeasureTask *task, const double *sums, PostilMeasureValue *value)
{
  guint n = get_n_categories (task);
  double total = 0, agreed = 0, chance = 0;

  *value = (PostilMeasureValue) { FALSE, 0, NULL, 0, -1, -1 };
  for (guint i = 0; i < n * n; i++)
    total += sums[i];
  value->n = total;
  if (!(total > 0))
    {
      refuse (value, N_("no units"));
      return;
    }
  for (guint c = 0; c < n; c++)
    {
      double first = 0, second = 0;

      for (guint k = 0; k < n; k++)
        {
          first += sums[(gsize) c * n + k];
          second += sums[(gsize) k * n + c];
        }
      agreed += sums[(gsize) c * n + c];
      chance += first * second;
    }
  /* In whole counts, so that "exactly one category" is exact: total² against Σ a_c b_c. */
  if (total * total - chance <= 0)
    {
      refuse (value, only_one_category);
      return;
    }
  value->is_defined = TRUE;
  value->value = (agreed * total - chance) / (total * total - chance);
}

/* All coders at once: [0, K): how often each category was given; then the pairs that agree
 * (as a share of a unit's pairs, weighted), Σ weight. */
static gsize
many_get_size (const PostilMeasureTask *task)
{
  return (gsize) get_n_categories (task) + 2;
}

static void
many_count (const PostilMeasureTask *task, const PostilCodedArticle *article, double *sums)
{
  guint n = get_n_categories (task);
  guint m = postil_coded_get_n_coders (task->coded);

  if (m < 2)
    return;
  for (guint i = 0; i < article->rows->len; i++)
    {
      const PostilCodedRow *row = &g_array_index (article->rows, PostilCodedRow, i);
      guint agreeing = 0;

      for (guint a = 0; a < m; a++)
        {
          guint category = get_category (task, row, a);

          sums[category] += row->weight;
          for (guint b = 0; b < a; b++)
            agreeing += get_category (task, row, b) == category;
        }
      sums[n] += row->weight * 2.0 * agreeing / ((double) m * (m - 1));
      sums[n + 1] += row->weight;
    }
}

static gboolean
begin_many (const PostilMeasureTask *task, const double *sums, PostilMeasureValue *value)
{
  guint n = get_n_categories (task);

  *value = (PostilMeasureValue) { FALSE, 0, NULL, 0, -1, -1 };
  value->n = sums[n + 1];
  if (postil_coded_get_n_coders (task->coded) < 2)
    return refuse (value, N_("one coder"));
  if (!(value->n > 0))
    return refuse (value, N_("no units"));
  return TRUE;
}

static gboolean
has_one_category (const PostilMeasureTask *task, const double *sums)
{
  guint n = get_n_categories (task);
  guint used = 0;

  for (guint c = 0; c < n; c++)
    used += sums[c] > 0;
  return used < 2;
}

static void
fleiss_evaluate (const PostilMeasureTask *task, const double *sums, PostilMeasureValue *value)
{
  guint n = get_n_categories (task);
  double given, chance = 0, observed;

  if (!begin_many (task, sums, value))
    return;
  if (has_one_category (task, sums))
    {
      refuse (value, only_one_category);
      return;
    }

  given = value->n * postil_coded_get_n_coders (task->coded);
  observed = sums[n] / value->n;
  for (guint c = 0; c < n; c++)
    chance += (sums[c] / given) * (sums[c] / given);
  value->is_defined = TRUE;
  value->value = (observed - chance) / (1 - chance);
}

/* α leaves out who has no layer of an article, and units of whom only one is left: [0, K): how
 * often each category was given in units with two values or more; then Σ o_c≠k, Σ weight. */
static void
alpha_count (const PostilMeasureTask *task, const PostilCodedArticle *article, double *sums)
{
  guint n = get_n_categories (task);
  guint m = postil_coded_get_n_coders (task->coded);
  guint n_there = 0;

  for (guint a = 0; a < m; a++)
    n_there += article->is_there[a] ? 1 : 0;
  if (n_there < 2)
    return;
  for (guint i = 0; i < article->rows->len; i++)
    {
      const PostilCodedRow *row = &g_array_index (article->rows, PostilCodedRow, i);
      guint disagreeing = 0;

      for (guint a = 0; a < m; a++)
        {
          guint category = get_category (task, row, a);

          if (!article->is_there[a])
            continue;
          sums[category] += row->weight;
          for (guint b = 0; b < a; b++)
            disagreeing += article->is_there[b] && get_category (task, row, b) != category ? 1 : 0;
        }
      sums[n] += row->weight * 2.0 * disagreeing / (n_there - 1.0);
      sums[n + 1] += row->weight;
    }
}

/* α = 1 − (n − 1) Σ o_c≠k / Σ n_c n_k, with n values in all. */
static void
alpha_evaluate (const PostilMeasureTask *task, const double *sums, PostilMeasureValue *value)
{
  guint n = get_n_categories (task);
  double given = 0, disagreed = sums[n], chance;

  if (!begin_many (task, sums, value))
    return;
  if (has_one_category (task, sums))
    {
      refuse (value, only_one_category);
      return;
    }

  for (guint c = 0; c < n; c++)
    given += sums[c];
  chance = given * given;
  for (guint c = 0; c < n; c++)
    chance -= sums[c] * sums[c];
  value->is_defined = TRUE;
  value->value = 1 - (given - 1) * disagreed / chance;
}

/* "None" is a category; categories are those that some chosen coder used. */
static void
ac1_evaluate (const PostilMeasureTask *task, const double *sums, PostilMeasureValue *value)
{
  guint n = get_n_categories (task);
  guint used = 0;
  double given, chance = 0, observed;

  if (!begin_many (task, sums, value))
    return;
  if (has_one_category (task, sums))
    {
      refuse (value, only_one_category);
      return;
    }

  given = value->n * postil_coded_get_n_coders (task->coded);
  observed = sums[n] / value->n;
  for (guint c = 0; c < n; c++)
    if (sums[c] > 0)
      {
        used++;
        chance += (sums[c] / given) * (1 - sums[c] / given);
      }
  chance /= used - 1;
  value->is_defined = TRUE;
  value->value = (observed - chance) / (1 - chance);
}

/* The base rate: the share of units that a coder gave any code (this code). */
static void
percent_evaluate (const PostilMeasureTask *task, const double *sums, PostilMeasureValue *value)
{
  guint n = get_n_categories (task);
  double given;

  if (!begin_many (task, sums, value))
    return;

  given = value->n * postil_coded_get_n_coders (task->coded);
  value->is_defined = TRUE;
  value->value = sums[n] / value->n;
  value->second = 1 - sums[0] / given;
}

const PostilMeasure postil_measure_kappa = {
  "kappa", N_("Cohen’s κ"), N_("How far beyond chance do two coders agree on each stretch of text?"),
  "Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and "
  "Psychological Measurement, 20(1), 37–46.",
  TRUE, FALSE, pair_get_size, pair_count, kappa_evaluate
};

const PostilMeasure postil_measure_fleiss = {
  "fleiss", N_("Fleiss’ κ"), N_("How far beyond chance do several coders agree on each stretch of text?"),
  "Fleiss, J. L. (1971). Measuring nominal scale agreement among many raters. Psychological "
  "Bulletin, 76(5), 378–382.",
  FALSE, FALSE, many_get_size, many_count, fleiss_evaluate
};

const PostilMeasure postil_measure_alpha = {
  "alpha", N_("Krippendorff’s α"), N_("How reliable are the codes of each stretch of text?"),
  "Hayes, A. F., & Krippendorff, K. (2007). Answering the call for a standard reliability "
  "measure for coding data. Communication Methods and Measures, 1(1), 77–89.",
  FALSE, FALSE, many_get_size, alpha_count, alpha_evaluate
};

const PostilMeasure postil_measure_ac1 = {
  "ac1", N_("Gwet’s AC1"), N_("How far do they agree where a code is very rare or very common?"),
  "Gwet, K. L. (2008). Computing inter-rater reliability and its variance in the presence of "
  "high agreement. British Journal of Mathematical and Statistical Psychology, 61(1), 29–48.",
  FALSE, FALSE, many_get_size, many_count, ac1_evaluate
};

const PostilMeasure postil_measure_percent = {
  "percent", N_("Percentage agreement"), N_("On how much of the text do they say the same?"), "",
  FALSE, FALSE, many_get_size, many_count, percent_evaluate
};
