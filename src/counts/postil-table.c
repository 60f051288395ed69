/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Counting: one walk over the passages, with a cell for each pair of values that occurs. Half
 * a million passages take a fraction of a second. Any thread. */

#include "config.h"

#include "counts/postil-table-private.h"

#include <string.h>

#define MAX_GAPS 2000u /* values of a time that are filled in */

typedef struct
{
  gint64 key; /* first, for g_int64_equal () */
  guint  n;
} Cell;

static gint64
make_key (guint32 row,
          guint32 column)
{
  return (gint64) (((guint64) row << 32) | column);
}

/* g_int64_hash() takes the lower half only, which is the column. */
static guint
hash_key (gconstpointer key)
{
  guint64 value = (guint64) *(const gint64 *) key * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  return (guint) (value >> 32);
}

PostilTable *
postil_table_new_empty (void)
{
  PostilTable *self = g_new0 (PostilTable, 1);

  self->rows = g_array_new (FALSE, FALSE, sizeof (PostilTableHead));
  self->columns = g_array_new (FALSE, FALSE, sizeof (PostilTableHead));
  self->cells = g_hash_table_new_full (hash_key, g_int64_equal, g_free, NULL);
  return self;
}

void
postil_table_free (PostilTable *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->rows);
  g_array_unref (self->columns);
  g_hash_table_unref (self->cells);
  g_free (self);
}

void
postil_table_count (PostilTable *self,
                    guint32      row,
                    guint32      column,
                    guint        n)
{
  gint64 key = make_key (row, column);
  Cell *cell = g_hash_table_lookup (self->cells, &key);

  if (cell == NULL)
    {
      cell = g_new0 (Cell, 1);
      cell->key = key;
      g_hash_table_add (self->cells, cell);
    }
  cell->n += n;
}

/* --- Heads ----------------------------------------------------------------------------- */

typedef struct
{
  PostilTally     *tally;
  PostilDimension  dimension;
} Order;

static int
compare_heads (gconstpointer a,
               gconstpointer b,
               gpointer      user_data)
{
  const PostilTableHead *first = a;
  const PostilTableHead *second = b;
  const Order *order = user_data;

  /* What has no value stands last; so do times, whose values are in order by themselves. */
  if (first->value == POSTIL_TALLY_NONE || second->value == POSTIL_TALLY_NONE)
    return (first->value > second->value) - (first->value < second->value);
  if (order->dimension.by == POSTIL_BY_CODER)
    return strcmp (postil_tally_get_coder (order->tally, first->value), postil_tally_get_coder (order->tally, second->value));
  if (order->dimension.by != POSTIL_BY_ATTRIBUTE && order->dimension.by != POSTIL_BY_ARTICLE)
    return (first->value > second->value) - (first->value < second->value);
  if (first->n != second->n)
    return first->n < second->n ? 1 : -1;
  else
    {
      g_autofree char *label = postil_tally_dup_label (order->tally, order->dimension, first->value);
      g_autofree char *other = postil_tally_dup_label (order->tally, order->dimension, second->value);

      return strcmp (label, other);
    }
}

static void
ensure_head (GHashTable *counts,
             guint32     value)
{
  if (!g_hash_table_contains (counts, GUINT_TO_POINTER (value)))
    g_hash_table_insert (counts, GUINT_TO_POINTER (value), GUINT_TO_POINTER (0));
}

static void
ensure_range (GHashTable *counts,
              guint32     first,
              guint32     last)
{
  for (guint32 value = first; value <= last; value++)
    ensure_head (counts, value);
}

/* Times that occur, and what lies between them. */
static void
fill_gaps (GHashTable *counts)
{
  guint32 first = POSTIL_TALLY_NONE;
  guint32 last = 0;
  GHashTableIter iter;
  gpointer key = NULL;

  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (GPOINTER_TO_UINT (key) != POSTIL_TALLY_NONE)
      {
        first = MIN (first, GPOINTER_TO_UINT (key));
        last = MAX (last, GPOINTER_TO_UINT (key));
      }
  if (first <= last && last - first < MAX_GAPS)
    ensure_range (counts, first, last);
}

static void
ensure_heads (GHashTable        *counts,
              PostilTally       *tally,
              PostilTallyFilter  filter,
              PostilTallyBy      by)
{
  switch (by)
    {
    case POSTIL_BY_CODE:
      if (postil_tally_get_n_codes (tally) > 0)
        ensure_range (counts, 0, postil_tally_get_n_codes (tally) - 1);
      break;
    case POSTIL_BY_CODER:
      if (filter.coder != POSTIL_TALLY_NONE)
        ensure_head (counts, filter.coder);
      else if (postil_tally_get_n_coders (tally) > 0)
        ensure_range (counts, 0, postil_tally_get_n_coders (tally) - 1);
      break;
    case POSTIL_BY_ARTICLE:
      if (filter.article != POSTIL_TALLY_NONE)
        ensure_head (counts, filter.article);
      else if (postil_tally_get_n_articles (tally) > 0)
        ensure_range (counts, 0, postil_tally_get_n_articles (tally) - 1);
      break;
    case POSTIL_BY_TENTH:
      ensure_range (counts, 0, 9);
      break;
    case POSTIL_BY_YEAR:
    case POSTIL_BY_MONTH:
    case POSTIL_BY_DAY:
      fill_gaps (counts);
      break;
    case POSTIL_BY_ATTRIBUTE:
      break;
    }
}

static void
add_heads (GArray            *heads,
           GHashTable        *counts,
           PostilTally       *tally,
           PostilTallyFilter  filter,
           PostilDimension    dimension)
{
  Order order = { tally, dimension };
  GHashTableIter iter;
  gpointer key = NULL;
  gpointer n = NULL;

  ensure_heads (counts, tally, filter, dimension.by);
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &key, &n))
    {
      PostilTableHead head = { GPOINTER_TO_UINT (key), GPOINTER_TO_UINT (n) };

      g_array_append_val (heads, head);
    }
  g_array_sort_with_data (heads, compare_heads, &order);
}

static void
count_value (GHashTable *counts,
             guint32     value)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, GUINT_TO_POINTER (value)));

  g_hash_table_insert (counts, GUINT_TO_POINTER (value), GUINT_TO_POINTER (n + 1));
}

PostilTable *
postil_table_new (PostilTally           *tally,
                  PostilTallyFilter      filter,
                  PostilDimension        down,
                  const PostilDimension *across)
{
  PostilTable *self = NULL;
  g_autoptr (GHashTable) rows = NULL;
  g_autoptr (GHashTable) columns = NULL;

  g_return_val_if_fail (tally != NULL, NULL);

  self = postil_table_new_empty ();
  rows = g_hash_table_new (NULL, NULL);
  columns = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < postil_tally_get_n_passages (tally); i++)
    {
      guint32 row = 0;
      guint32 column = 0;

      if (!postil_tally_passes (tally, i, filter))
        continue;
      row = postil_tally_get_value (tally, i, down);
      count_value (rows, row);
      if (across != NULL)
        {
          column = postil_tally_get_value (tally, i, *across);
          count_value (columns, column);
          postil_table_count (self, row, column, 1);
        }
      self->n_total++;
    }
  add_heads (self->rows, rows, tally, filter, down);
  if (across != NULL)
    add_heads (self->columns, columns, tally, filter, *across);
  return self;
}

guint
postil_table_get_n_rows (PostilTable *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->rows->len;
}

guint
postil_table_get_n_columns (PostilTable *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->columns->len;
}

guint32
postil_table_get_row (PostilTable *self,
                      guint        row)
{
  g_return_val_if_fail (self != NULL && row < self->rows->len, POSTIL_TALLY_NONE);

  return g_array_index (self->rows, PostilTableHead, row).value;
}

guint32
postil_table_get_column (PostilTable *self,
                         guint        column)
{
  g_return_val_if_fail (self != NULL && column < self->columns->len, POSTIL_TALLY_NONE);

  return g_array_index (self->columns, PostilTableHead, column).value;
}

guint
postil_table_get_cell (PostilTable *self,
                       guint        row,
                       guint        column)
{
  gint64 key = 0;
  const Cell *cell = NULL;

  g_return_val_if_fail (self != NULL && row < self->rows->len && column < self->columns->len, 0);

  key = make_key (postil_table_get_row (self, row), postil_table_get_column (self, column));
  cell = g_hash_table_lookup (self->cells, &key);
  return cell != NULL ? cell->n : 0;
}

guint
postil_table_get_row_total (PostilTable *self,
                            guint        row)
{
  g_return_val_if_fail (self != NULL && row < self->rows->len, 0);

  return g_array_index (self->rows, PostilTableHead, row).n;
}

guint
postil_table_get_total (PostilTable *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_total;
}

GArray *
postil_tally_find (PostilTally           *tally,
                   PostilTallyFilter      filter,
                   const PostilDimension *down,
                   guint32                row,
                   const PostilDimension *across,
                   guint32                column)
{
  GArray *found = NULL;

  g_return_val_if_fail (tally != NULL, NULL);

  found = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < postil_tally_get_n_passages (tally); i++)
    if (postil_tally_passes (tally, i, filter) &&
        (down == NULL || postil_tally_get_value (tally, i, *down) == row) &&
        (across == NULL || postil_tally_get_value (tally, i, *across) == column))
      g_array_append_val (found, i);
  return found;
}
