/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Krippendorff's family of α for unitizing: uα, |uα, cuα, (k)uα, after Krippendorff, Mathet,
 * Bouvry and Widlöcher 2016 ("On the reliability of unitizing textual continua: further
 * developments", Quality & Quantity 50, with its erratum) and Content Analysis, 4th edition,
 * §12.6. Every coder partitions the text into units with a value and gaps with none (0).
 *
 *   l_ck   coincidences: the length where one coder has c and another k, over m − 1
 *   S_c    for a value the sum of its units' squared lengths; for gaps the sum of their lengths
 *   e_ck = l_.. (l_c. l_k. − [c=k] S_c) / (l_..² − Σ S)
 *   uα   = 1 − (l_.. − Σ l_cc) / (l_.. − Σ e_cc)
 *   |uα  = 1 − (l_0. − l_00) / (e_0. − e_00)
 *
 * and for cuα and (k)uα the same over the places that both of a pair of coders gave a value,
 * with I_c, the squared lengths of a unit's part that another coder gave values to, summed
 * over pairs of coders, in the place of S_c. All sums are additive over articles: a border
 * ends every unit and every gap. Pure. */

#include "config.h"

#include "agreement/postil-measure.h"

#include "agreement/postil-unitizing.h"

#include <glib/gi18n-lib.h>

static gboolean
refuse (PostilMeasureValue *value, const char *reason)
{
  value->is_defined = FALSE;
  value->reason = reason;
  return FALSE;
}

static gboolean
begin_value (const PostilMeasureTask *task, PostilUnitizingShape shape, const double *sums, PostilMeasureValue *value)
{
  *value = (PostilMeasureValue) { FALSE, 0, NULL, 0, -1, -1 };
  if (postil_coded_get_n_coders (task->coded) < 2)
    return refuse (value, N_("one coder"));
  if (task->code == G_MAXUINT && !task->flatten && *postil_unitizing_get_n_overlapping (shape, (double *) sums) > 0)
    return refuse (value, N_("passages of different codes overlap"));
  value->n = *postil_unitizing_get_n_units (shape, (double *) sums);
  if (value->n == 0)
    return refuse (value, N_("no units"));
  return TRUE;
}

static void
set_value (PostilMeasureValue *value, double observed, double expected)
{
  if (!(expected > 0))
    {
      refuse (value, N_("no disagreement is to be expected by chance"));
      return;
    }
  value->is_defined = TRUE;
  value->value = 1.0 - observed / expected;
}

static double
row_sum (PostilUnitizingShape shape, const double *sums, guint c)
{
  double sum = 0;

  for (guint k = 0; k < shape.n_values; k++)
    sum += sums[(gsize) c * shape.n_values + k];
  return sum;
}

static double
total_length (PostilUnitizingShape shape, const double *sums)
{
  double sum = 0;

  for (guint c = 0; c < shape.n_values; c++)
    sum += row_sum (shape, sums, c);
  return sum;
}

/* l_..² − Σ S */
static double
chance_base (PostilUnitizingShape shape, const double *sums, double total)
{
  const double *squares = postil_unitizing_get_squares (shape, (double *) sums);
  double base = total * total;

  for (guint c = 0; c < shape.n_values; c++)
    base -= squares[c];
  return base;
}

static double
shared_row (PostilUnitizingShape shape, const double *sums, guint c)
{
  return row_sum (shape, sums, c) - sums[(gsize) c * shape.n_values];
}

/* Σ l_c · l_k over c ≠ k: what the expected disagreement is made of. As a sum of what is not
 * negative it is 0 where there is one value only; one minus what is expected to agree would be
 * whatever rounding leaves. */
static double
sum_unlike (PostilUnitizingShape shape, const double *sums, gboolean only_shared)
{
  double before = 0, sum = 0;

  for (guint c = only_shared ? 1 : 0; c < shape.n_values; c++)
    {
      double row = only_shared ? shared_row (shape, sums, c) : row_sum (shape, sums, c);

      sum += 2 * before * row;
      before += row;
    }
  return sum;
}

static void
ualpha_evaluate (const PostilMeasureTask *task, const double *sums, PostilMeasureValue *value)
{
  PostilUnitizingShape shape = postil_unitizing_get_shape (task);
  double total, base, agreed = 0;

  if (!begin_value (task, shape, sums, value))
    return;

  total = total_length (shape, sums);
  base = chance_base (shape, sums, total);
  for (guint c = 0; c < shape.n_values; c++)
    agreed += sums[(gsize) c * shape.n_values + c];
  set_value (value, total - agreed, base > 0 ? total * sum_unlike (shape, sums, FALSE) / base : 0);
}

static void
binary_evaluate (const PostilMeasureTask *task, const double *sums, PostilMeasureValue *value)
{
  PostilUnitizingShape shape = postil_unitizing_get_binary_shape ();
  PostilMeasureTask any = *task;
  double total, base, gaps, expected;

  any.flatten = TRUE; /* overlapping codes are no obstacle here */
  if (!begin_value (&any, shape, sums, value))
    return;

  total = total_length (shape, sums);
  base = chance_base (shape, sums, total);
  gaps = row_sum (shape, sums, 0);
  expected = base > 0 ? total * gaps * (total - gaps) / base : 0;
  set_value (value, gaps - sums[0], expected);
}

/* One unit of theirs at most, or (with many coders) so little that the squares of the units' parts
 * are more than the square of the whole. */
static const char too_little_shared[] = N_("too little text was marked by two coders for chance to be known");

/* Over what both of a pair gave a value: l', and how much of the marked text that is. */
typedef struct
{
  double total;
  double base;
} Shared;

static Shared
measure_shared (PostilUnitizingShape shape, const double *sums)
{
  const double *squares = postil_unitizing_get_shared_squares (shape, (double *) sums);
  Shared shared = { 0, 0 };

  for (guint c = 1; c < shape.n_values; c++)
    shared.total += shared_row (shape, sums, c);
  shared.base = shared.total;
  for (guint c = 1; c < shape.n_values && shared.total > 0; c++)
    shared.base -= squares[c] / shared.total;
  return shared;
}

/* e'_ck */
static double
shared_expected (PostilUnitizingShape shape, const double *sums, Shared shared, guint c, guint k)
{
  const double *squares = postil_unitizing_get_shared_squares (shape, (double *) sums);
  double product = shared_row (shape, sums, c) * shared_row (shape, sums, k);

  return (product - (c == k ? squares[c] : 0.0)) / shared.base;
}

static void
cualpha_evaluate (const PostilMeasureTask *task, const double *sums, PostilMeasureValue *value)
{
  PostilUnitizingShape shape = postil_unitizing_get_shape (task);
  double agreed = 0;
  Shared shared;

  if (!begin_value (task, shape, sums, value))
    return;

  shared = measure_shared (shape, sums);
  value->coverage = shared.total / total_length (shape, sums);
  if (!(shared.total > 0))
    {
      refuse (value, N_("no text was marked by two coders"));
      return;
    }
  if (!(shared.base > 0))
    {
      refuse (value, too_little_shared);
      return;
    }
  for (guint c = 1; c < shape.n_values; c++)
    agreed += sums[(gsize) c * shape.n_values + c];
  set_value (value, shared.total - agreed, sum_unlike (shape, sums, TRUE) / shared.base);
}

/* Not per code in the sense of the others: it needs all the codes, and looks at one. */
static void
kualpha_evaluate (const PostilMeasureTask *task, const double *sums, PostilMeasureValue *value)
{
  PostilMeasureTask all = *task;
  PostilUnitizingShape shape;
  Shared shared;
  double row, unlike = 0;
  guint k = task->code + 1;

  all.code = G_MAXUINT;
  all.flatten = FALSE;
  shape = postil_unitizing_get_shape (&all);
  if (!begin_value (&all, shape, sums, value))
    return;

  shared = measure_shared (shape, sums);
  row = shared_row (shape, sums, k);
  /* Of the text with this code, how much somebody else marked, too. */
  if (row_sum (shape, sums, k) > 0)
    value->coverage = row / row_sum (shape, sums, k);
  if (!(row > 0))
    {
      refuse (value, N_("no text with this code was marked by two coders"));
      return;
    }
  if (!(shared.base > 0))
    {
      refuse (value, too_little_shared);
      return;
    }
  for (guint c = 1; c < shape.n_values; c++)
    if (c != k)
      unlike += shared_expected (shape, sums, shared, k, c);
  set_value (value, row - sums[(gsize) k * shape.n_values + k],
             unlike * row / (unlike + shared_expected (shape, sums, shared, k, k)));
}

static gsize
kualpha_get_size (const PostilMeasureTask *task)
{
  PostilMeasureTask all = *task;

  all.code = G_MAXUINT;
  all.flatten = FALSE;
  return postil_unitizing_get_size (&all);
}

static void
kualpha_count (const PostilMeasureTask *task, const PostilCodedArticle *article, double *sums)
{
  PostilMeasureTask all = *task;

  all.code = G_MAXUINT;
  all.flatten = FALSE;
  postil_unitizing_count (&all, article, sums);
}

#define CITATION_2016 \
  "Krippendorff, K., Mathet, Y., Bouvry, S., & Widlöcher, A. (2016). On the reliability of " \
  "unitizing textual continua: Further developments. Quality & Quantity, 50(6), 2347–2364."

const PostilMeasure postil_measure_ualpha = {
  "ualpha", N_("Krippendorff’s ᵤα"), N_("Did they mark the same places with the same codes?"),
  CITATION_2016, FALSE, FALSE, postil_unitizing_get_size, postil_unitizing_count, ualpha_evaluate
};

const PostilMeasure postil_measure_ualpha_binary = {
  "ualpha-binary", N_("Krippendorff’s ∣ᵤα"), N_("Did they find the same places, whatever the code?"),
  CITATION_2016, FALSE, FALSE, postil_unitizing_get_binary_size, postil_unitizing_count_binary, binary_evaluate
};

const PostilMeasure postil_measure_cualpha = {
  "cualpha", N_("Krippendorff’s cᵤα"), N_("Where both marked something: did they name it the same?"),
  CITATION_2016, FALSE, FALSE, postil_unitizing_get_size, postil_unitizing_count, cualpha_evaluate
};

const PostilMeasure postil_measure_kualpha = {
  "kualpha", N_("Krippendorff’s (k)ᵤα"), N_("Where both marked something: how reliable is this one code?"),
  CITATION_2016, FALSE, TRUE, kualpha_get_size, kualpha_count, kualpha_evaluate
};
