/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs measures over coded articles. An article's counts are kept as the few numbers that are
 * not zero, so that a bootstrap over articles only adds them up again. Articles are drawn with
 * replacement by a seeded Mersenne twister (GRand), the same draws for every measure. Pure. */

#include "config.h"

#include "agreement/postil-agreement.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-error.h"

#define LOW_PERCENTILE 0.025
#define HIGH_PERCENTILE 0.975
#define USUAL_PRECISION 0.02

/* A number that an article adds to the sum at a place. */
typedef struct
{
  guint32 at;
  double  number;
} Count;

/* What one task counted: all articles' counts one after the other. */
typedef struct
{
  PostilMeasureTask task;
  GDestroyNotify    discard;     /* of what was prepared; or NULL */
  gsize             size;
  GArray           *counts;      /* of Count */
  GArray           *begins;      /* of guint, n_articles + 1 */
} Tally;

typedef struct
{
  PostilCoded                  *coded;
  const PostilAgreementOptions *options;
  GCancellable                 *cancellable;
  GPtrArray                    *names;
} Run;

static void
tally_free (gpointer data)
{
  Tally *self = data;

  g_array_unref (self->counts);
  g_array_unref (self->begins);
  g_clear_pointer (&self->task.values, g_hash_table_unref);
  if (self->discard != NULL)
    self->discard (self->task.prepared);
  g_free (self);
}

static Tally *
tally_new (const PostilMeasure *measure, const PostilMeasureTask *task, PostilCoded *coded)
{
  Tally *self = g_new0 (Tally, 1);
  g_autofree double *sums = NULL;
  guint begin = 0;

  self->task = *task;
  if (self->task.values != NULL)
    g_hash_table_ref (self->task.values);
  if (measure->prepare != NULL)
    {
      self->task.prepared = measure->prepare (&self->task);
      self->discard = measure->discard;
    }
  self->size = measure->get_size (&self->task);
  self->counts = g_array_new (FALSE, FALSE, sizeof (Count));
  self->begins = g_array_new (FALSE, FALSE, sizeof (guint));
  sums = g_new0 (double, self->size);
  g_array_append_val (self->begins, begin);
  for (guint i = 0; i < postil_coded_get_n_articles (coded); i++)
    {
      measure->count (&self->task, postil_coded_get_article (coded, i), sums);
      for (gsize at = 0; at < self->size; at++)
        if (sums[at] != 0)
          {
            Count count = { (guint32) at, sums[at] };

            g_array_append_val (self->counts, count);
            sums[at] = 0;
          }
      begin = self->counts->len;
      g_array_append_val (self->begins, begin);
    }
  return self;
}

static void
tally_add (const Tally *self, guint article, double *sums)
{
  guint end = g_array_index (self->begins, guint, article + 1);

  for (guint i = g_array_index (self->begins, guint, article); i < end; i++)
    {
      const Count *count = &g_array_index (self->counts, Count, i);

      sums[count->at] += count->number;
    }
}

/* The mean over the tallies (pairs of coders) that are defined; one tally is its own mean.
 */
static void
evaluate (const PostilMeasure *measure, GPtrArray *tallies, const guint *articles, guint n_articles,
          double *sums, PostilMeasureValue *mean)
{
  PostilMeasureValue value = { FALSE, 0, NULL, 0, -1, -1 };
  guint n_defined = 0;

  *mean = value;
  for (guint t = 0; t < tallies->len; t++)
    {
      const Tally *tally = tallies->pdata[t];

      memset (sums, 0, tally->size * sizeof *sums);
      for (guint i = 0; i < n_articles; i++)
        tally_add (tally, articles[i], sums);
      measure->evaluate (&tally->task, sums, &value);
      if (tallies->len == 1)
        {
          *mean = value;
          return;
        }
      mean->n += value.n;
      if (!value.is_defined)
        {
          mean->reason = value.reason;
          continue;
        }
      n_defined++;
      mean->value += (value.value - mean->value) / n_defined;
      /* The first one replaces the −1 for "does not apply" with its own. */
      mean->second += (value.second - mean->second) / n_defined;
      mean->coverage += (value.coverage - mean->coverage) / n_defined;
    }
  mean->is_defined = n_defined > 0;
  if (mean->is_defined)
    mean->reason = NULL;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double left = *(const double *) a;
  double right = *(const double *) b;

  return left < right ? -1 : left > right;
}

/* Linear interpolation between order statistics (R's type 7). */
static double
quantile (GArray *sorted, double share)
{
  double place = share * (sorted->len - 1);
  guint below = (guint) place;
  guint above = MIN (below + 1, sorted->len - 1);
  double low = g_array_index (sorted, double, below);

  return low + (place - below) * (g_array_index (sorted, double, above) - low);
}

static void
bootstrap (Run *run, const PostilMeasure *measure, GPtrArray *tallies, double *sums,
           PostilAgreementValue *result)
{
  guint n = postil_coded_get_n_articles (run->coded);
  g_autoptr(GArray) values = g_array_new (FALSE, FALSE, sizeof (double));
  g_autofree guint *articles = g_new (guint, n);
  GRand *random;

  if (n < 2 || run->options->n_bootstrap == 0 || !result->value.is_defined)
    return;

  random = g_rand_new_with_seed (run->options->seed);
  for (guint b = 0; b < run->options->n_bootstrap; b++)
    {
      PostilMeasureValue value;

      for (guint i = 0; i < n; i++)
        articles[i] = (guint) g_rand_int_range (random, 0, (gint32) n);
      if (g_cancellable_is_cancelled (run->cancellable))
        break;
      evaluate (measure, tallies, articles, n, sums, &value);
      if (value.is_defined)
        g_array_append_val (values, value.value);
    }
  g_rand_free (random);
  if (values->len < 2 || values->len * 2 < run->options->n_bootstrap)
    return;

  g_array_sort (values, compare_doubles);
  result->has_interval = TRUE;
  result->low = quantile (values, LOW_PERCENTILE);
  result->high = quantile (values, HIGH_PERCENTILE);
}

static GHashTable *
find_values (PostilCoded *coded, const char *attribute)
{
  GHashTable *values = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < postil_coded_get_n_articles (coded); i++)
    {
      const PostilCodedArticle *article = postil_coded_get_article (coded, i);

      for (guint coder = 0; coder < postil_coded_get_n_coders (coded); coder++)
        for (guint p = 0; p < article->passages[coder]->len; p++)
          {
            const char *value = postil_annotation_get_attribute (article->passages[coder]->pdata[p],
                                                                 attribute);

            if (value != NULL && !g_hash_table_contains (values, value))
              g_hash_table_insert (values, (gpointer) value,
                                   GUINT_TO_POINTER (g_hash_table_size (values) + 1));
          }
    }
  return values;
}

static PostilMeasureTask
make_task (Run *run, guint code, const char *attribute)
{
  PostilMeasureTask task = { .coded = run->coded, .code = code,
                             .coders = { POSTIL_MEASURE_ALL_CODERS, POSTIL_MEASURE_ALL_CODERS } };

  task.overlap = run->options->overlap;
  task.flatten = run->options->flatten;
  task.attribute = attribute;
  task.precision = run->options->precision > 0 ? run->options->precision : USUAL_PRECISION;
  /* What all articles together expect is known better than what each of them does. */
  if (!run->options->by_article)
    task.precision *= sqrt (MAX (postil_coded_get_n_articles (run->coded), 1));
  task.seed = run->options->seed;
  task.sampler = run->options->sampler;
  task.metric = run->options->metric;
  task.cancellable = run->cancellable;
  return task;
}

/* One tally for all coders, or one for each pair. */
static GPtrArray *
make_tallies (Run *run, const PostilMeasure *measure, gboolean of_pairs, PostilMeasureTask task)
{
  GPtrArray *tallies = g_ptr_array_new_with_free_func (tally_free);
  guint n_coders = postil_coded_get_n_coders (run->coded);

  if (task.attribute != NULL)
    task.values = find_values (run->coded, task.attribute);
  if (!of_pairs)
    g_ptr_array_add (tallies, tally_new (measure, &task, run->coded));
  for (guint a = 0; of_pairs && a < n_coders; a++)
    for (guint b = a + 1; b < n_coders; b++)
      {
        task.coders[0] = a;
        task.coders[1] = b;
        g_ptr_array_add (tallies, tally_new (measure, &task, run->coded));
      }
  g_clear_pointer (&task.values, g_hash_table_unref);
  return tallies;
}

static double *
make_sums (GPtrArray *tallies)
{
  gsize size = 1;

  for (guint i = 0; i < tallies->len; i++)
    size = MAX (size, ((Tally *) tallies->pdata[i])->size);
  return g_new0 (double, size);
}

static PostilAgreementGroup *
get_group (GPtrArray *groups, guint index)
{
  while (groups->len <= index)
    {
      PostilAgreementGroup *group = g_new0 (PostilAgreementGroup, 1);

      group->values = g_array_new (FALSE, FALSE, sizeof (PostilAgreementValue));
      g_ptr_array_add (groups, group);
    }
  return groups->pdata[index];
}

static void
group_free (gpointer data)
{
  PostilAgreementGroup *self = data;

  g_free (self->code);
  g_free (self->article);
  g_array_unref (self->values);
  g_free (self);
}

static void
add_articles (Run *run, const PostilMeasure *measure, GPtrArray *tallies, const char *attribute,
              double *sums, PostilAgreement *agreement)
{
  for (guint i = 0; i < postil_coded_get_n_articles (run->coded); i++)
    {
      PostilAgreementValue value = { measure, attribute, { 0 }, FALSE, 0, 0 };
      PostilAgreementGroup *group = get_group (agreement->by_article, i);

      if (group->article == NULL)
        group->article = g_strdup (postil_coded_get_article (run->coded, i)->path);
      evaluate (measure, tallies, &i, 1, sums, &value.value);
      g_array_append_val (group->values, value);
    }
}

static void
add_pairs (Run *run, const PostilMeasure *measure, GPtrArray *tallies, const char *attribute,
           const guint *all, double *sums, PostilAgreement *agreement)
{
  for (guint i = 0; i < tallies->len; i++)
    {
      PostilAgreementValue value = { measure, attribute, { 0 }, FALSE, 0, 0 };
      PostilAgreementGroup *group = get_group (agreement->by_pair, i);
      Tally *tally = tallies->pdata[i];
      g_autoptr(GPtrArray) one = g_ptr_array_new ();

      g_ptr_array_add (one, tally);
      group->coders[0] = tally->task.coders[0];
      group->coders[1] = tally->task.coders[1];
      evaluate (measure, one, all, postil_coded_get_n_articles (run->coded), sums, &value.value);
      g_array_append_val (group->values, value);
    }
}

/* @code G_MAXUINT: over all codes, with intervals, by article and by pair. */
static void
run_measure (Run *run, const PostilMeasure *measure, guint code, const char *attribute,
             PostilAgreement *agreement, GArray *values)
{
  PostilMeasureTask task = make_task (run, code, attribute);
  g_autoptr(GPtrArray) tallies = make_tallies (run, measure, measure->is_pairwise, task);
  g_autofree double *sums = make_sums (tallies);
  guint n = postil_coded_get_n_articles (run->coded);
  g_autofree guint *all = g_new (guint, MAX (n, 1));
  PostilAgreementValue value = { measure, attribute, { 0 }, FALSE, 0, 0 };

  for (guint i = 0; i < n; i++)
    all[i] = i;
  evaluate (measure, tallies, all, n, sums, &value.value);
  if (tallies->len == 0)
    value.value.reason = N_("one coder");
  bootstrap (run, measure, tallies, sums, &value);
  g_array_append_val (values, value);
  if (code != G_MAXUINT)
    return;

  if (run->options->by_article)
    add_articles (run, measure, tallies, attribute, sums, agreement);
  if (measure->is_pairwise && tallies->len > 1)
    add_pairs (run, measure, tallies, attribute, all, sums, agreement);
  else if (measure->has_pairs && postil_coded_get_n_coders (run->coded) > 2)
    {
      g_autoptr(GPtrArray) pairs = make_tallies (run, measure, TRUE, task);

      add_pairs (run, measure, pairs, attribute, all, sums, agreement);
    }
}

static void
run_everywhere (Run *run, const PostilMeasure *measure, const char *attribute, PostilAgreement *agreement)
{
  if (!measure->per_code_only)
    run_measure (run, measure, G_MAXUINT, attribute, agreement, agreement->values);
  for (guint code = 0; code < postil_coded_get_n_codes (run->coded); code++)
    {
      PostilAgreementGroup *group;

      if (!run->options->by_code && !measure->per_code_only)
        break;
      group = get_group (agreement->by_code, code);
      if (group->code == NULL)
        group->code = g_strdup (postil_coded_get_code (run->coded, code));
      run_measure (run, measure, code, attribute, agreement, group->values);
    }
}

static GPtrArray *
choose_measures (const PostilAgreementOptions *options, GError **error)
{
  g_autoptr(GPtrArray) measures = g_ptr_array_new ();
  guint n;
  const PostilMeasure *const *all = postil_measure_list (&n);

  for (guint i = 0; options->measures == NULL && i < n; i++)
    if (!all[i]->is_slow)
      g_ptr_array_add (measures, (gpointer) all[i]);
  for (guint i = 0; options->measures != NULL && options->measures[i] != NULL; i++)
    {
      const PostilMeasure *measure = postil_measure_lookup (options->measures[i]);

      if (measure == NULL)
        {
          g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_UNKNOWN,
                       "There is no measure “%s”.", options->measures[i]);
          return NULL;
        }
      g_ptr_array_add (measures, (gpointer) measure);
    }
  return g_steal_pointer (&measures);
}

PostilAgreement *
postil_agreement_compute (PostilCoded                  *coded,
                          const PostilAgreementOptions *options,
                          GCancellable                 *cancellable,
                          GError                      **error)
{
  g_autoptr(GPtrArray) measures = NULL;
  g_autoptr(PostilAgreement) self = NULL;
  Run run = { coded, options, cancellable, NULL };

  g_return_val_if_fail (coded != NULL, NULL);
  g_return_val_if_fail (options != NULL, NULL);

  measures = choose_measures (options, error);
  if (measures == NULL)
    return NULL;

  self = g_new0 (PostilAgreement, 1);
  self->values = g_array_new (FALSE, FALSE, sizeof (PostilAgreementValue));
  self->by_code = g_ptr_array_new_with_free_func (group_free);
  self->by_article = g_ptr_array_new_with_free_func (group_free);
  self->by_pair = g_ptr_array_new_with_free_func (group_free);
  self->names = g_ptr_array_new_with_free_func (g_free);
  run.names = self->names;
  for (guint i = 0; i < measures->len; i++)
    {
      const PostilMeasure *measure = measures->pdata[i];

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      if (measure != &postil_measure_attribute)
        run_everywhere (&run, measure, NULL, self);
      for (guint a = 0; measure == &postil_measure_attribute && options->attributes != NULL &&
                        options->attributes[a] != NULL; a++)
        {
          char *name = g_strdup (options->attributes[a]);

          g_ptr_array_add (self->names, name);
          run_everywhere (&run, measure, name, self);
        }
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
postil_agreement_free (PostilAgreement *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->values);
  g_ptr_array_unref (self->by_code);
  g_ptr_array_unref (self->by_article);
  g_ptr_array_unref (self->by_pair);
  g_ptr_array_unref (self->names);
  g_free (self);
}
