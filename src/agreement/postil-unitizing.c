/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Counts what coders marked as the family of α for unitizing needs it: coincidences of values on
 * stretches of text, and the squares of units, whole and shared. What stands there may be added up
 * over articles. Pure. */

#include "config.h"

#include "agreement/postil-unitizing.h"

typedef struct
{
  guint32 at;
  guint   coder;
  guint   value;
  int     step;
} Border;

PostilUnitizingShape
postil_unitizing_get_binary_shape (void)
{
  PostilUnitizingShape shape = { 2 };

  return shape;
}

PostilUnitizingShape
postil_unitizing_get_shape (const PostilMeasureTask *task)
{
  PostilUnitizingShape shape;

  if (task->code != G_MAXUINT)
    shape.n_values = 2;
  else if (task->flatten)
    shape.n_values = postil_coded_get_n_categories (task->coded);
  else
    shape.n_values = postil_coded_get_n_codes (task->coded) + 1;
  return shape;
}

gsize
postil_unitizing_get_size (const PostilMeasureTask *task)
{
  gsize n = postil_unitizing_get_shape (task).n_values;

  return n * n + 2 * n + 2;
}

inline double *
postil_unitizing_get_squares (PostilUnitizingShape shape, double *sums)
{
  return sums + (gsize) shape.n_values * shape.n_values;
}

inline double *
postil_unitizing_get_shared_squares (PostilUnitizingShape shape, double *sums)
{
  return postil_unitizing_get_squares (shape, sums) + shape.n_values;
}

inline double *
postil_unitizing_get_n_units (PostilUnitizingShape shape, double *sums)
{
  return postil_unitizing_get_shared_squares (shape, sums) + shape.n_values;
}

inline double *
postil_unitizing_get_n_overlapping (PostilUnitizingShape shape, double *sums)
{
  return postil_unitizing_get_n_units (shape, sums) + 1;
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
add_coincidences (PostilUnitizingShape shape, const guint *counts, const GArray *present, double length,
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
count_coincidences (PostilUnitizingShape shape, GPtrArray *coders, guint n_chars, double *sums)
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
count_squares (PostilUnitizingShape shape, GArray *units, guint n_chars, double *sums)
{
  double *squares = postil_unitizing_get_squares (shape, sums);
  double covered = 0;

  for (guint i = 0; i < units->len; i++)
    {
      const PostilCodedUnit *unit = &g_array_index (units, PostilCodedUnit, i);
      double length = postil_span_length (unit->span);

      squares[unit->code] += length * length;
      covered += length;
    }
  squares[0] += n_chars - covered;
  *postil_unitizing_get_n_units (shape, sums) += units->len;
}

/* I: how much of each unit of @units the other coder gave any value to, squared. */
static void
count_shared_squares (PostilUnitizingShape shape, GArray *units, GArray *others, guint n_coders, double *sums)
{
  double *shared = postil_unitizing_get_shared_squares (shape, sums);
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

void
postil_unitizing_count (const PostilMeasureTask *task, const PostilCodedArticle *article, double *sums)
{
  PostilUnitizingShape shape = postil_unitizing_get_shape (task);
  g_autoptr(GPtrArray) coders = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  guint n_coders = postil_coded_get_n_coders (task->coded);

  if (n_coders < 2)
    return;
  if (task->code == G_MAXUINT && !task->flatten && has_overlaps (article, n_coders))
    {
      *postil_unitizing_get_n_overlapping (shape, sums) += 1;
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

gsize
postil_unitizing_get_binary_size (const PostilMeasureTask *task)
{
  return 4 + 2 * 2 + 2;
}

void
postil_unitizing_count_binary (const PostilMeasureTask *task, const PostilCodedArticle *article, double *sums)
{
  PostilUnitizingShape shape = postil_unitizing_get_binary_shape ();
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
