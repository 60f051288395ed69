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

#include <glib/gi18n-lib.h>

/* What stands in the sums, for K values and the gap (value 0):
 * [0, K+1)² coincidences · K+1 of S · K+1 of I · units · articles in which a coder
 * gave two codes to one place, which has no one value. */
typedef struct
{
  guint n_values; /* with the gap */
} Shape;

typedef struct
{
  guint32 at;
  guint   coder;
  guint   value;
  int     step;
} Border;

static Shape
get_binary_shape (void)
{
  Shape shape = { 2 };

  return shape;
}

static Shape
get_shape (const PostilMeasureTask *task)
{
  Shape shape;

  if (task->code != G_MAXUINT)
    shape.n_values = 2;
  else if (task->flatten)
    shape.n_values = postil_coded_get_n_categories (task->coded);
  else
    shape.n_values = postil_coded_get_n_codes (task->coded) + 1;
  return shape;
}

static gsize
unitizing_get_size (const PostilMeasureTask *task)
{
  gsize n = get_shape (task).n_values;

  return n * n + 2 * n + 2;
}

static inline double *
squares_of (Shape shape, double *sums)
{
  return sums + (gsize) shape.n_values * shape.n_values;
}

static inline double *
shared_squares_of (Shape shape, double *sums)
{
  return squares_of (shape, sums) + shape.n_values;
}

static inline double *
n_units_of (Shape shape, double *sums)
{
  return shared_squares_of (shape, sums) + shape.n_values;
}

static inline double *
n_overlapping_of (Shape shape, double *sums)
{
  return n_units_of (shape, sums) + 1;
}

/* Whether a coder gave two codes to one place: units of one code do not overlap. */
static gboolean
has_overlaps (const PostilCodedArticle *article, guint n_coders)
{
  for (guint coder = 0; coder < n_coders; coder++)
    {
      guint32 end = 0;

      for (guint i = 0; i < article->units[coder]->len; i++)
        {
          PostilSpan span = g_array_index (article->units[coder], PostilCodedUnit, i).span;

          if (span.start < end)
            return TRUE;
          end = MAX (end, span.end);
        }
    }
  return FALSE;
}

/* A coder's runs of equal sets of codes, as units whose value is the category. */
static GArray *
make_flat_units (const PostilCodedArticle *article, guint coder)
{
  GArray *units = g_array_new (FALSE, FALSE, sizeof (PostilCodedUnit));
  guint32 at = 0;

  for (guint i = 0; i < article->rows->len; i++)
    {
      const PostilCodedRow *row = &g_array_index (article->rows, PostilCodedRow, i);
      PostilCodedUnit unit = { { at, at + (guint32) row->weight }, row->categories[coder] };
      PostilCodedUnit *last = units->len > 0 ? &g_array_index (units, PostilCodedUnit, units->len - 1)
                                             : NULL;

      at = unit.span.end;
      if (unit.code == 0)
        continue;
      if (last != NULL && last->code == unit.code && last->span.end == unit.span.start)
        last->span.end = unit.span.end;
      else
        g_array_append_val (units, unit);
    }
  return units;
}

/* The coder's units with their values from 1 on. */
static GArray *
make_units (const PostilMeasureTask *task, const PostilCodedArticle *article, guint coder)
{
  GArray *units;

  if (task->code == G_MAXUINT && task->flatten)
    return make_flat_units (article, coder);

  units = g_array_new (FALSE, FALSE, sizeof (PostilCodedUnit));
  for (guint i = 0; i < article->units[coder]->len; i++)
    {
      PostilCodedUnit unit = g_array_index (article->units[coder], PostilCodedUnit, i);

      if (task->code != G_MAXUINT && unit.code != task->code)
        continue;
      unit.code = task->code != G_MAXUINT ? 1 : unit.code + 1;
      g_array_append_val (units, unit);
    }
  return units;
}

static int
compare_borders (gconstpointer a, gconstpointer b)
{
  const Border *left = a;
  const Border *right = b;

  if (left->at != right->at)
    return left->at < right->at ? -1 : 1;
  /* Ends before beginnings: units of a coder touch, they do not overlap. */
  return left->step < right->step ? -1 : left->step > right->step;
}

static GArray *
sort_borders (GPtrArray *coders)
{
  GArray *borders = g_array_new (FALSE, FALSE, sizeof (Border));

  for (guint coder = 0; coder < coders->len; coder++)
    {
      GArray *units = coders->pdata[coder];

      for (guint i = 0; i < units->len; i++)
        {
          const PostilCodedUnit *unit = &g_array_index (units, PostilCodedUnit, i);
          Border begin = { unit->span.start, coder, unit->code, 1 };
          Border end = { unit->span.end, coder, unit->code, -1 };

          g_array_append_val (borders, begin);
          g_array_append_val (borders, end);
        }
    }
  g_array_sort (borders, compare_borders);
  return borders;
}

/* @counts: how many coders have each value at a stretch of @length. */
static void
add_coincidences (Shape shape, const guint *counts, const GArray *present, double length,
                  guint n_coders, double *sums)
{
  for (guint i = 0; i < present->len; i++)
    {
      guint c = g_array_index (present, guint, i);

      if (counts[c] == 0)
        continue;
      for (guint j = 0; j < present->len; j++)
        {
          guint k = g_array_index (present, guint, j);
          double pairs = (double) counts[c] * (counts[k] - (c == k ? 1.0 : 0.0));

          if (counts[k] > 0)
            sums[(gsize) c * shape.n_values + k] += length * pairs / (n_coders - 1);
        }
    }
}

static void
count_coincidences (Shape shape, GPtrArray *coders, guint n_chars, double *sums)
{
  g_autoptr(GArray) borders = sort_borders (coders);
  g_autofree guint *counts = g_new0 (guint, shape.n_values);
  g_autoptr(GArray) present = g_array_new (FALSE, FALSE, sizeof (guint));
  guint gap = 0;
  guint32 at = 0;

  counts[0] = coders->len;
  g_array_append_val (present, gap);
  for (guint i = 0; i <= borders->len; i++)
    {
      const Border *border = i < borders->len ? &g_array_index (borders, Border, i) : NULL;
      guint32 next = border != NULL ? border->at : n_chars;

      if (next > at)
        add_coincidences (shape, counts, present, next - at, coders->len, sums);
      at = next;
      if (border == NULL)
        break;

      counts[border->value] += (guint) border->step;
      counts[0] -= (guint) border->step;
      if (border->step > 0 && counts[border->value] == 1)
        g_array_append_val (present, border->value);
      for (guint p = 1; border->step < 0 && counts[border->value] == 0 && p < present->len; p++)
        if (g_array_index (present, guint, p) == border->value)
          {
            g_array_remove_index_fast (present, p);
            break;
          }
    }
}

/* S: squares for values, plain lengths for gaps. */
static void
count_squares (Shape shape, GArray *units, guint n_chars, double *sums)
{
  double *squares = squares_of (shape, sums);
  double covered = 0;

  for (guint i = 0; i < units->len; i++)
    {
      const PostilCodedUnit *unit = &g_array_index (units, PostilCodedUnit, i);
      double length = postil_span_length (unit->span);

      squares[unit->code] += length * length;
      covered += length;
    }
  squares[0] += n_chars - covered;
  *n_units_of (shape, sums) += units->len;
}

/* I: how much of each unit of @units the other coder gave any value to, squared. */
static void
count_shared_squares (Shape shape, GArray *units, GArray *others, guint n_coders, double *sums)
{
  double *shared = shared_squares_of (shape, sums);
  guint from = 0;

  for (guint i = 0; i < units->len; i++)
    {
      const PostilCodedUnit *unit = &g_array_index (units, PostilCodedUnit, i);
      double length = 0;

      while (from < others->len &&
             g_array_index (others, PostilCodedUnit, from).span.end <= unit->span.start)
        from++;
      for (guint j = from; j < others->len; j++)
        {
          PostilSpan other = g_array_index (others, PostilCodedUnit, j).span;

          if (other.start >= unit->span.end)
            break;
          length += MIN (other.end, unit->span.end) - (double) MAX (other.start, unit->span.start);
        }
      shared[unit->code] += length * length / (n_coders - 1);
    }
}

static void
unitizing_count (const PostilMeasureTask *task, const PostilCodedArticle *article, double *sums)
{
  Shape shape = get_shape (task);
  g_autoptr(GPtrArray) coders = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  guint n_coders = postil_coded_get_n_coders (task->coded);

  if (n_coders < 2)
    return;
  if (task->code == G_MAXUINT && !task->flatten && has_overlaps (article, n_coders))
    {
      *n_overlapping_of (shape, sums) += 1;
      return;
    }

  for (guint i = 0; i < n_coders; i++)
    g_ptr_array_add (coders, make_units (task, article, i));
  count_coincidences (shape, coders, article->n_chars, sums);
  for (guint i = 0; i < n_coders; i++)
    {
      count_squares (shape, coders->pdata[i], article->n_chars, sums);
      for (guint j = 0; j < n_coders; j++)
        if (i != j)
          count_shared_squares (shape, coders->pdata[i], coders->pdata[j], n_coders, sums);
    }
}

/* Any code is the value 1; passages of different codes that overlap are one unit. */
static GArray *
make_marked_units (const PostilMeasureTask *task, const PostilCodedArticle *article, guint coder)
{
  PostilMeasureTask plain = *task;
  g_autoptr(GArray) units = NULL;
  GArray *marked = g_array_new (FALSE, FALSE, sizeof (PostilCodedUnit));

  plain.flatten = FALSE;
  units = make_units (&plain, article, coder);
  for (guint i = 0; i < units->len; i++)
    {
      PostilCodedUnit unit = g_array_index (units, PostilCodedUnit, i);
      PostilCodedUnit *last = marked->len > 0
                              ? &g_array_index (marked, PostilCodedUnit, marked->len - 1) : NULL;

      unit.code = 1;
      if (last != NULL && unit.span.start < last->span.end)
        last->span.end = MAX (last->span.end, unit.span.end);
      else
        g_array_append_val (marked, unit);
    }
  return marked;
}

static gsize
binary_get_size (const PostilMeasureTask *task)
{
  return 4 + 2 * 2 + 2;
}

static void
binary_count (const PostilMeasureTask *task, const PostilCodedArticle *article, double *sums)
{
  Shape shape = get_binary_shape ();
  g_autoptr(GPtrArray) coders = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  guint n_coders = postil_coded_get_n_coders (task->coded);

  if (n_coders < 2)
    return;

  for (guint i = 0; i < n_coders; i++)
    g_ptr_array_add (coders, make_marked_units (task, article, i));
  count_coincidences (shape, coders, article->n_chars, sums);
  for (guint i = 0; i < n_coders; i++)
    count_squares (shape, coders->pdata[i], article->n_chars, sums);
}

static gboolean
refuse (PostilMeasureValue *value, const char *reason)
{
  value->is_defined = FALSE;
  value->reason = reason;
  return FALSE;
}

static gboolean
begin_value (const PostilMeasureTask *task, Shape shape, const double *sums, PostilMeasureValue *value)
{
  *value = (PostilMeasureValue) { FALSE, 0, NULL, 0, -1, -1 };
  if (postil_coded_get_n_coders (task->coded) < 2)
    return refuse (value, N_("one coder"));
  if (task->code == G_MAXUINT && !task->flatten && *n_overlapping_of (shape, (double *) sums) > 0)
    return refuse (value, N_("passages of different codes overlap"));
  value->n = *n_units_of (shape, (double *) sums);
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
row_sum (Shape shape, const double *sums, guint c)
{
  double sum = 0;

  for (guint k = 0; k < shape.n_values; k++)
    sum += sums[(gsize) c * shape.n_values + k];
  return sum;
}

static double
total_length (Shape shape, const double *sums)
{
  double sum = 0;

  for (guint c = 0; c < shape.n_values; c++)
    sum += row_sum (shape, sums, c);
  return sum;
}

/* l_..² − Σ S */
static double
chance_base (Shape shape, const double *sums, double total)
{
  const double *squares = squares_of (shape, (double *) sums);
  double base = total * total;

  for (guint c = 0; c < shape.n_values; c++)
    base -= squares[c];
  return base;
}

static double
shared_row (Shape shape, const double *sums, guint c)
{
  return row_sum (shape, sums, c) - sums[(gsize) c * shape.n_values];
}

/* Σ l_c · l_k over c ≠ k: what the expected disagreement is made of. As a sum of what is not
 * negative it is 0 where there is one value only; one minus what is expected to agree would be
 * whatever rounding leaves. */
static double
sum_unlike (Shape shape, const double *sums, gboolean only_shared)
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
  Shape shape = get_shape (task);
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
  Shape shape = get_binary_shape ();
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
measure_shared (Shape shape, const double *sums)
{
  const double *squares = shared_squares_of (shape, (double *) sums);
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
shared_expected (Shape shape, const double *sums, Shared shared, guint c, guint k)
{
  const double *squares = shared_squares_of (shape, (double *) sums);
  double product = shared_row (shape, sums, c) * shared_row (shape, sums, k);

  return (product - (c == k ? squares[c] : 0.0)) / shared.base;
}

static void
cualpha_evaluate (const PostilMeasureTask *task, const double *sums, PostilMeasureValue *value)
{
  Shape shape = get_shape (task);
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
  Shape shape;
  Shared shared;
  double row, unlike = 0;
  guint k = task->code + 1;

  all.code = G_MAXUINT;
  all.flatten = FALSE;
  shape = get_shape (&all);
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
  return unitizing_get_size (&all);
}

static void
kualpha_count (const PostilMeasureTask *task, const PostilCodedArticle *article, double *sums)
{
  PostilMeasureTask all = *task;

  all.code = G_MAXUINT;
  all.flatten = FALSE;
  unitizing_count (&all, article, sums);
}

#define CITATION_2016 \
  "Krippendorff, K., Mathet, Y., Bouvry, S., & Widlöcher, A. (2016). On the reliability of " \
  "unitizing textual continua: Further developments. Quality & Quantity, 50(6), 2347–2364."

const PostilMeasure postil_measure_ualpha = {
  "ualpha", N_("Krippendorff’s ᵤα"), N_("Did they mark the same places with the same codes?"),
  CITATION_2016, FALSE, FALSE, unitizing_get_size, unitizing_count, ualpha_evaluate
};

const PostilMeasure postil_measure_ualpha_binary = {
  "ualpha-binary", N_("Krippendorff’s ∣ᵤα"), N_("Did they find the same places, whatever the code?"),
  CITATION_2016, FALSE, FALSE, binary_get_size, binary_count, binary_evaluate
};

const PostilMeasure postil_measure_cualpha = {
  "cualpha", N_("Krippendorff’s cᵤα"), N_("Where both marked something: did they name it the same?"),
  CITATION_2016, FALSE, FALSE, unitizing_get_size, unitizing_count, cualpha_evaluate
};

const PostilMeasure postil_measure_kualpha = {
  "kualpha", N_("Krippendorff’s (k)ᵤα"), N_("Where both marked something: how reliable is this one code?"),
  CITATION_2016, FALSE, TRUE, kualpha_get_size, kualpha_count, kualpha_evaluate
};
