/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* γ and γcat: how much less disorder the best alignment of the coders' units has than the best
 * alignments of units put down by chance. From Mathet, Widlöcher, Métivier (2015) and, for γcat
 * and γk, Mathet (2017). With α = β = Δ∅ = 1.
 *
 * Chance is the shuffle of the paper's section 5.2: each coder of a sample gets the units of a
 * coder drawn at random, moved along by a random distance, around the end of the article, those
 * distances being at least half a mean unit apart. An article is sampled until its expected
 * disorder is known to the precision that is asked for with 95 % confidence, at least 30 times. Or,
 * where that is asked for, units are drawn from the article's means and deviations.
 *
 * Articles are joined by weighing each one's expected disorder with its number of units, so that
 * one article alone has the paper's value. Articles are measured in threads; each has a random
 * generator of its own, seeded by its number, so threads do not change a value. Pure. */

#include "config.h"

#include "agreement/postil-measure.h"

#include "agreement/postil-alignment.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#define MIN_SAMPLES 30
#define MAX_SAMPLES 20000
#define CONFIDENCE 1.96
#define MAX_TRIES 200
#define LEAST_LENGTH 1e-6

#define CITATION_GAMMA \
  "Mathet, Y., Widlöcher, A., & Métivier, J.-P. (2015). The unified and holistic method gamma (γ) for " \
  "inter-annotator agreement measure and alignment. Computational Linguistics, 41(3), 437–479."
#define CITATION_GAMMA_CAT \
  "Mathet, Y. (2017). The agreement measure γcat: a complement to γ focused on categorization of a " \
  "continuum. Computational Linguistics, 43(3), 661–681."

static const PostilAlignmentWeights weights = { 1, 1 };

/* Of one article. For γ the disorder of the best alignment and the mean number of units a coder;
 * for γcat the weighted dissimilarity of codes and the weights. */
typedef struct
{
  double   disorder;
  double   size;
  double   expected;
  guint    n_units;
  gboolean is_too_large;
  gboolean is_cancelled;
} Result;

typedef struct
{
  double mean;
  double deviation;
} Spread;

/* Of the units of one article: how many a coder has, how long they are, how far apart. */
typedef struct
{
  Spread counts;
  Spread lengths;
  Spread gaps;
} Statistics;

typedef struct
{
  const PostilMeasureTask *task;
  gboolean                 is_cat;
  Result                  *results; /* an article */
} Job;

static guint
get_code_index (const PostilMeasureTask *task, PostilAnnotation *passage)
{
  return postil_coded_find_code (task->coded, postil_annotation_get_code (passage));
}

/* Passages in pieces count by their outer ends. */
static GArray *
collect_units (const Job *job, const PostilCodedArticle *article)
{
  GArray *units = g_array_new (FALSE, FALSE, sizeof (PostilAlignedUnit));

  for (guint coder = 0; coder < postil_coded_get_n_coders (job->task->coded); coder++)
    for (guint i = 0; i < article->passages[coder]->len; i++)
      {
        PostilAnnotation *passage = article->passages[coder]->pdata[i];
        PostilSpan extent = postil_annotation_get_hull (passage);
        PostilAlignedUnit unit = { extent.start, extent.end, get_code_index (job->task, passage), coder };

        if (!job->is_cat && job->task->code != G_MAXUINT && unit.code != job->task->code)
          continue;
        g_array_append_val (units, unit);
      }
  return units;
}

/* γcat's disorder of an alignment: the mean dissimilarity of codes of units that are aligned,
 * weighted by how well they are placed; of those only where one has @code, if that is given. */
static void
count_codes (const PostilAlignedUnit *units, const PostilAlignment *alignment, guint code, double *disorder, double *weight)
{
  for (guint t = 0; t < alignment->n_tuples; t++)
    {
      const guint *members = &alignment->members[(gsize) t * alignment->n_coders];
      guint n = 0;

      for (guint i = 0; i < alignment->n_coders; i++)
        n += members[i] != G_MAXUINT;
      for (guint i = 0; i < alignment->n_coders; i++)
        for (guint j = 0; j < i; j++)
          {
            const PostilAlignedUnit *a = members[i] != G_MAXUINT ? &units[members[i]] : NULL;
            const PostilAlignedUnit *b = members[j] != G_MAXUINT ? &units[members[j]] : NULL;
            double confidence;

            if (a == NULL || b == NULL || (code != G_MAXUINT && a->code != code && b->code != code))
              continue;
            confidence = MAX (0, 1 - weights.alpha * postil_alignment_get_positional (a, b)) / (n - 1);
            *disorder += a->code != b->code ? confidence : 0;
            *weight += confidence;
          }
    }
}

/* The disorder and the size of these units' best alignment; FALSE where that cannot be found. */
static gboolean
measure_units (const Job *job, GArray *units, double *disorder, double *size)
{
  guint n_coders = postil_coded_get_n_coders (job->task->coded);
  const PostilAlignedUnit *all = (const PostilAlignedUnit *) units->data;
  g_autoptr(PostilAlignment) alignment = postil_alignment_find (all, units->len, n_coders, &weights);

  if (alignment == NULL)
    return FALSE;

  *disorder = 0;
  *size = 0;
  if (job->is_cat)
    {
      count_codes (all, alignment, job->task->code, disorder, size);
    }
  else
    {
      *disorder = alignment->disorder;
      *size = (double) units->len / n_coders;
    }
  return TRUE;
}

static double
get_mean_length (GArray *units)
{
  double sum = 0;

  for (guint i = 0; i < units->len; i++)
    sum += g_array_index (units, PostilAlignedUnit, i).end - g_array_index (units, PostilAlignedUnit, i).start;
  return sum / units->len;
}

/* A distance at least @apart from those before it; where the article has no room for that, any. */
static guint
draw_shift (GRand *random, guint n_chars, double apart, const guint *shifts, guint n_shifts)
{
  guint shift = 0;

  for (guint try = 0; try < MAX_TRIES; try++)
    {
      gboolean is_free = TRUE;

      shift = (guint) g_rand_int_range (random, 0, (gint32) MAX (n_chars, 1));
      for (guint i = 0; i < n_shifts && is_free; i++)
        is_free = fabs ((double) shift - shifts[i]) >= apart;
      if (is_free)
        break;
    }
  return shift;
}

/* By Box and Muller. */
static double
draw_normal (GRand *random, Spread spread)
{
  double radius = sqrt (-2 * log (1 - g_rand_double (random)));

  return spread.mean + spread.deviation * radius * cos (2 * G_PI * g_rand_double (random));
}

static Spread
find_spread (const double *numbers, guint n)
{
  Spread spread = { 0, 0 };

  for (guint i = 0; i < n; i++)
    spread.mean += numbers[i] / n;
  for (guint i = 0; i < n; i++)
    spread.deviation += (numbers[i] - spread.mean) * (numbers[i] - spread.mean) / n;
  spread.deviation = sqrt (spread.deviation);
  return spread;
}

/* As pygamma-agreement 0.5.9 has it: a gap of 0 is always among the gaps, and the way to a coder's
 * first unit is one where it is not 0. @units: by coder, then by place. */
static Statistics
find_statistics (const Job *job, GArray *units)
{
  guint n_coders = postil_coded_get_n_coders (job->task->coded);
  g_autofree double *counts = g_new0 (double, n_coders);
  g_autofree double *lengths = g_new0 (double, units->len);
  g_autofree double *gaps = g_new0 (double, units->len + 1);
  guint n_gaps = 1;
  Statistics self;

  for (guint i = 0; i < units->len; i++)
    {
      const PostilAlignedUnit *unit = &g_array_index (units, PostilAlignedUnit, i);
      gboolean is_first = i == 0 || unit[-1].coder != unit->coder;
      double gap = unit->start - (is_first ? 0 : unit[-1].end);

      counts[unit->coder]++;
      lengths[i] = unit->end - unit->start;
      if (!is_first || gap > 0)
        gaps[n_gaps++] = gap;
    }
  self.counts = find_spread (counts, n_coders);
  self.lengths = find_spread (lengths, units->len);
  self.gaps = find_spread (gaps, n_gaps);
  return self;
}

static void
draw_statistically (const Job *job, GRand *random, const Statistics *statistics, GArray *units, GArray *sample)
{
  guint n_coders = postil_coded_get_n_coders (job->task->coded);

  g_array_set_size (sample, 0);
  for (guint coder = 0; coder < n_coders; coder++)
    {
      guint n = (guint) fabs (draw_normal (random, statistics->counts));
      double at = 0;

      if (sample->len == 0)
        n = MAX (n, 1);
      for (guint i = 0; i < n; i++)
        {
          guint like = (guint) g_rand_int_range (random, 0, (gint32) units->len);
          PostilAlignedUnit unit = { at + draw_normal (random, statistics->gaps), 0,
                                     g_array_index (units, PostilAlignedUnit, like).code, coder };

          do
            unit.end = unit.start + fabs (draw_normal (random, statistics->lengths));
          while (unit.end - unit.start < LEAST_LENGTH);
          at = unit.end;
          g_array_append_val (sample, unit);
        }
    }
}

static void
draw_sample (const Job *job, GRand *random, GArray *units, guint n_chars, double apart, GArray *sample)
{
  guint n_coders = postil_coded_get_n_coders (job->task->coded);
  g_autofree guint *shifts = g_new (guint, n_coders);

  g_array_set_size (sample, 0);
  while (sample->len == 0)
    for (guint coder = 0; coder < n_coders; coder++)
      {
        guint drawn = (guint) g_rand_int_range (random, 0, (gint32) n_coders);

        shifts[coder] = draw_shift (random, n_chars, apart, shifts, coder);
        for (guint i = 0; i < units->len; i++)
          {
            PostilAlignedUnit unit = g_array_index (units, PostilAlignedUnit, i);
            double shift = shifts[coder];

            if (unit.coder != drawn)
              continue;
            if (unit.start + shift >= n_chars)
              shift -= n_chars;
            unit.start += shift;
            unit.end += shift;
            unit.coder = coder;
            g_array_append_val (sample, unit);
          }
      }
}

/* The mean over samples, by Welford's sums; FALSE where an alignment cannot be found. */
static gboolean
find_expected (const Job *job, GRand *random, GArray *units, guint n_chars, Result *result)
{
  g_autoptr(GArray) sample = g_array_new (FALSE, FALSE, sizeof (PostilAlignedUnit));
  double apart = get_mean_length (units) / 2;
  Statistics statistics = find_statistics (job, units);
  double needed = MIN_SAMPLES;
  double mean = 0, squares = 0;
  guint n = 0;

  for (guint i = 0; i < MAX_SAMPLES && i < needed; i++)
    {
      double disorder, size, delta;

      if (g_cancellable_is_cancelled (job->task->cancellable))
        {
          result->is_cancelled = TRUE;
          return TRUE;
        }
      if (job->task->sampler == POSTIL_SAMPLER_STATISTICAL)
        draw_statistically (job, random, &statistics, units, sample);
      else
        draw_sample (job, random, units, n_chars, apart, sample);
      if (!measure_units (job, sample, &disorder, &size))
        return FALSE;
      /* Nothing aligned: chance says nothing of codes here. */
      if (!(size > 0))
        {
          needed++;
          continue;
        }
      n++;
      delta = disorder / size - mean;
      mean += delta / n;
      squares += delta * (disorder / size - mean);
      if (n >= MIN_SAMPLES && mean > 0)
        {
          double spread = sqrt (squares / (n - 1)) / mean * CONFIDENCE / job->task->precision;

          needed = MAX (needed, ceil (spread * spread) + (i + 1 - n));
        }
    }
  result->expected = mean;
  return TRUE;
}

static void
measure_article_cb (gpointer data, gpointer user_data)
{
  Job *job = user_data;
  guint index = GPOINTER_TO_UINT (data) - 1;
  const PostilCodedArticle *article = postil_coded_get_article (job->task->coded, index);
  const guint32 seeds[] = { job->task->seed, index };
  g_autoptr(GArray) units = collect_units (job, article);
  Result *result = &job->results[index];
  GRand *random;

  result->n_units = units->len;
  if (units->len == 0)
    return;

  random = g_rand_new_with_seed_array (seeds, G_N_ELEMENTS (seeds));
  result->is_too_large = !measure_units (job, units, &result->disorder, &result->size) ||
                         !find_expected (job, random, units, article->n_chars, result);
  g_rand_free (random);
}

static gpointer
prepare (const PostilMeasureTask *task, gboolean is_cat)
{
  guint n = postil_coded_get_n_articles (task->coded);
  Result *results = g_new0 (Result, MAX (n, 1));
  Job job = { task, is_cat, results };
  GThreadPool *pool;

  if (postil_coded_get_n_coders (task->coded) < 2)
    return results;

  pool = g_thread_pool_new (measure_article_cb, &job, (int) g_get_num_processors (), FALSE, NULL);
  for (guint i = 0; i < n; i++)
    g_thread_pool_push (pool, GUINT_TO_POINTER (i + 1), NULL);
  g_thread_pool_free (pool, FALSE, TRUE);
  return results;
}

static gpointer
gamma_prepare (const PostilMeasureTask *task)
{
  return prepare (task, FALSE);
}

static gpointer
gamma_cat_prepare (const PostilMeasureTask *task)
{
  return prepare (task, TRUE);
}

/* disorder, size × expected disorder, size, units, articles too large */
static gsize
gamma_get_size (const PostilMeasureTask *task)
{
  return 5;
}

static void
gamma_count (const PostilMeasureTask *task, const PostilCodedArticle *article, double *sums)
{
  const Result *result = (const Result *) task->prepared + article->index;

  sums[0] += result->disorder;
  sums[1] += result->size * result->expected;
  sums[2] += result->size;
  sums[3] += result->n_units;
  sums[4] += result->is_too_large;
}

static void
gamma_evaluate (const PostilMeasureTask *task, const double *sums, PostilMeasureValue *value)
{
  *value = (PostilMeasureValue) { FALSE, 0, NULL, sums[3], -1, -1 };
  if (postil_coded_get_n_coders (task->coded) < 2)
    value->reason = N_("one coder");
  else if (!(sums[3] > 0))
    value->reason = N_("no units");
  else if (sums[4] > 0)
    value->reason = N_("too many coders marked one place for the best alignment to be found");
  else if (!(sums[2] > 0))
    value->reason = N_("no aligned passages");
  else if (!(sums[1] > 0))
    value->reason = N_("no disagreement is to be expected by chance");
  if (value->reason != NULL)
    return;

  value->is_defined = TRUE;
  value->value = 1 - sums[0] / sums[1];
}

const PostilMeasure postil_measure_gamma = {
  "gamma", N_("γ (Mathet, Widlöcher, Métivier)"), N_("All in all: did they find, place and name the same passages?"),
  CITATION_GAMMA, FALSE, FALSE, gamma_get_size, gamma_count, gamma_evaluate, TRUE, gamma_prepare, g_free
};

const PostilMeasure postil_measure_gamma_cat = {
  "gamma-cat", N_("γcat (Mathet)"), N_("Where they found a passage in about the same place: did they name it the same?"),
  CITATION_GAMMA_CAT, FALSE, FALSE, gamma_get_size, gamma_count, gamma_evaluate, TRUE, gamma_cat_prepare, g_free
};
