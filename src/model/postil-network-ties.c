/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The weights of ties, from how often each row, column and level of the qualifier meet. In one
 * mode only pairs of rows that share a column are gone through; what two rows do not share
 * follows from their sums. Invariant: a pair's weight does not depend on which of the two comes
 * first. Any thread. */

#include "config.h"

#include "model/postil-network-private.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-error.h"

#define MAX_TIES 50000000u

typedef struct
{
  guint  row;
  guint  column;
  guint  level;
  double count;
} Cell;

/* What two rows have in common. */
typedef struct
{
  double near;    /* products of counts at a column, by how alike their levels are */
  double far;     /* … and by how unlike */
  double own;     /* the first one's counts at columns and levels that both have */
  double other;   /* the second one's */
  double product; /* the products there */
} Pair;

typedef struct
{
  PostilNetworkMaker *maker;
  PostilNetwork      *network;
  GArray             *cells;         /* (element-type Cell) by row, column, level */
  guint              *row_starts;    /* of each row's first cell, and the end */
  guint              *column_starts; /* the same in by_column */
  guint              *by_column;     /* indexes of cells */
  double             *activities;    /* of rows */
  double             *prominences;   /* of columns */
  double              range;         /* between the qualifier's least and greatest value */
} Weaver;

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static const char *
get_name (const PostilStatement *statement,
          gboolean               is_column)
{
  return is_column ? statement->column : statement->row;
}

/* The nodes' names in order; @indexes gets where each is. */
static GPtrArray *
dup_names (PostilNetworkMaker *maker,
           guint               first_item,
           guint               end_item,
           gboolean            is_column,
           GHashTable         *indexes)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer known;

  for (guint i = first_item; i < end_item; i++)
    {
      const PostilNetworkItem *item = &g_array_index (maker->items, PostilNetworkItem, i);

      g_hash_table_add (indexes, (gpointer) get_name (item->statement, is_column));
    }
  for (guint i = 0; maker->options.with_isolates && i < postil_statements_get_n (maker->statements); i++)
    {
      const char *name = get_name (postil_statements_get (maker->statements, i), is_column);

      if (name[0] != '\0')
        g_hash_table_add (indexes, (gpointer) name);
    }
  g_hash_table_iter_init (&iter, indexes);
  while (g_hash_table_iter_next (&iter, &known, NULL))
    g_ptr_array_add (names, g_strdup (known));
  g_ptr_array_sort (names, compare_names);
  g_hash_table_remove_all (indexes);
  for (guint i = 0; i < names->len; i++)
    g_hash_table_insert (indexes, names->pdata[i], GUINT_TO_POINTER (i));
  return names;
}

static int
compare_cells (gconstpointer a,
               gconstpointer b)
{
  const Cell *first = a;
  const Cell *second = b;

  if (first->row != second->row)
    return first->row < second->row ? -1 : 1;
  if (first->column != second->column)
    return first->column < second->column ? -1 : 1;
  return (first->level > second->level) - (first->level < second->level);
}

static void
merge_cells (GArray *cells)
{
  guint n = 0;

  g_array_sort (cells, compare_cells);
  for (guint i = 0; i < cells->len; i++)
    {
      Cell cell = g_array_index (cells, Cell, i);

      if (n > 0 && compare_cells (&g_array_index (cells, Cell, n - 1), &cell) == 0)
        g_array_index (cells, Cell, n - 1).count += cell.count;
      else
        g_array_index (cells, Cell, n++) = cell;
    }
  g_array_set_size (cells, n);
}

static void
count_cells (Weaver *self,
             guint   first_item,
             guint   end_item)
{
  g_autoptr (GHashTable) row_indexes = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) column_indexes = g_hash_table_new (g_str_hash, g_str_equal);
  PostilNetwork *network = self->network;

  network->rows = dup_names (self->maker, first_item, end_item, FALSE, row_indexes);
  network->columns = dup_names (self->maker, first_item, end_item, TRUE, column_indexes);
  network->row_counts = g_array_new (FALSE, TRUE, sizeof (guint));
  network->column_counts = g_array_new (FALSE, TRUE, sizeof (guint));
  g_array_set_size (network->row_counts, network->rows->len);
  g_array_set_size (network->column_counts, network->columns->len);
  for (guint i = first_item; i < end_item; i++)
    {
      const PostilNetworkItem *item = &g_array_index (self->maker->items, PostilNetworkItem, i);
      Cell cell = {
        GPOINTER_TO_UINT (g_hash_table_lookup (row_indexes, item->statement->row)),
        GPOINTER_TO_UINT (g_hash_table_lookup (column_indexes, item->statement->column)),
        item->level,
        1,
      };

      g_array_index (network->row_counts, guint, cell.row)++;
      g_array_index (network->column_counts, guint, cell.column)++;
      g_array_append_val (self->cells, cell);
      if (item->day > 0 && (network->first_day == 0 || item->day < network->first_day))
        network->first_day = item->day;
      network->last_day = MAX (network->last_day, item->day);
    }
  merge_cells (self->cells);
}

/* Where each row's and each column's cells are, and their sums. */
static void
index_cells (Weaver *self)
{
  guint n_rows = self->network->rows->len;
  guint n_columns = self->network->columns->len;
  g_autofree guint *next = g_new0 (guint, n_columns + 1);

  self->row_starts = g_new0 (guint, n_rows + 1);
  self->column_starts = g_new0 (guint, n_columns + 1);
  self->by_column = g_new0 (guint, self->cells->len + 1);
  self->activities = g_new0 (double, n_rows + 1);
  self->prominences = g_new0 (double, n_columns + 1);
  for (guint i = 0; i < self->cells->len; i++)
    {
      const Cell *cell = &g_array_index (self->cells, Cell, i);

      self->row_starts[cell->row + 1]++;
      self->column_starts[cell->column + 1]++;
      self->activities[cell->row] += cell->count;
      self->prominences[cell->column] += cell->count;
    }
  for (guint i = 0; i < n_rows; i++)
    self->row_starts[i + 1] += self->row_starts[i];
  for (guint i = 0; i < n_columns; i++)
    self->column_starts[i + 1] += self->column_starts[i];
  memcpy (next, self->column_starts, sizeof *next * (n_columns + 1));
  for (guint i = 0; i < self->cells->len; i++)
    self->by_column[next[g_array_index (self->cells, Cell, i).column]++] = i;
}

static double
get_level_value (Weaver *self,
                 guint   level)
{
  GArray *values = self->maker->values;

  return level < values->len ? g_array_index (values, double, level) : 0;
}

/* What a cell adds to the weight of its row and column. */
static double
weigh_cell (Weaver     *self,
            const Cell *cell)
{
  const PostilNetworkOptions *options = &self->maker->options;
  guint n_levels = MAX (self->maker->values->len, self->maker->words->len);

  if (options->aggregation == POSTIL_AGGREGATION_COMBINE)
    return ldexp (1, (int) (n_levels - 1 - cell->level));
  if (options->aggregation == POSTIL_AGGREGATION_IGNORE || options->qualifier == POSTIL_QUALIFIER_TEXT)
    return cell->count;
  if (options->qualifier == POSTIL_QUALIFIER_BOOLEAN)
    return get_level_value (self, cell->level) > 0 ? cell->count : -cell->count;
  return get_level_value (self, cell->level) * cell->count;
}

static void
weave_two_modes (Weaver *self)
{
  PostilNetworkNormalization normalization = self->maker->options.normalization;

  for (guint i = 0; i < self->cells->len;)
    {
      const Cell *first = &g_array_index (self->cells, Cell, i);
      PostilTie tie = { first->row, first->column, 0 };

      for (; i < self->cells->len; i++)
        {
          const Cell *cell = &g_array_index (self->cells, Cell, i);

          if (cell->row != tie.row || cell->column != tie.column)
            break;
          tie.weight += weigh_cell (self, cell);
        }
      if (normalization == POSTIL_NORMALIZATION_ACTIVITY)
        tie.weight /= self->activities[tie.row];
      else if (normalization == POSTIL_NORMALIZATION_PROMINENCE)
        tie.weight /= self->prominences[tie.column];
      if (tie.weight < 0 || tie.weight > 0)
        g_array_append_val (self->network->ties, tie);
    }
}

/* How unlike two levels are, from 0 to 1. */
static double
get_distance (Weaver *self,
              guint   a,
              guint   b)
{
  if (a == b || self->range <= 0)
    return 0;
  return fabs (get_level_value (self, a) - get_level_value (self, b)) / self->range;
}

static void
meet (Weaver     *self,
      Pair       *pair,
      const Cell *own,
      const Cell *other)
{
  double product = own->count * other->count;
  double distance = self->maker->options.qualifier == POSTIL_QUALIFIER_TEXT ? 0 : get_distance (self, own->level, other->level);

  if (own->level == other->level)
    {
      pair->own += own->count;
      pair->other += other->count;
      pair->product += product;
    }
  if (own->level == other->level || self->maker->options.qualifier != POSTIL_QUALIFIER_TEXT)
    pair->near += product * (1 - distance);
  pair->far += product * distance;
}

static double
weigh_pair (Weaver     *self,
            const Pair *pair,
            guint       row,
            guint       other)
{
  const PostilNetworkOptions *options = &self->maker->options;
  /* Of a text there are no degrees: in conflict is what only one of both says. */
  double conflict = options->qualifier == POSTIL_QUALIFIER_TEXT
                    ? self->activities[row] - pair->own + self->activities[other] - pair->other
                    : pair->far;

  switch (options->aggregation)
    {
    case POSTIL_AGGREGATION_CONFLICT:
      return conflict;
    case POSTIL_AGGREGATION_SUBTRACT:
      return pair->near - conflict;
    case POSTIL_AGGREGATION_CONGRUENCE:
    case POSTIL_AGGREGATION_IGNORE:
    case POSTIL_AGGREGATION_COMBINE:
    default:
      return pair->near;
    }
}

static double
get_norm (Weaver     *self,
          const Pair *pair,
          guint       row,
          guint       other)
{
  double own_activity = self->activities[row];
  double other_activity = self->activities[other];

  switch (self->maker->options.normalization)
    {
    case POSTIL_NORMALIZATION_AVERAGE:
      return (own_activity + other_activity) / 2;
    case POSTIL_NORMALIZATION_JACCARD:
      return own_activity - pair->own + other_activity - pair->other + pair->product;
    case POSTIL_NORMALIZATION_COSINE:
      return own_activity * other_activity;
    case POSTIL_NORMALIZATION_NONE:
    case POSTIL_NORMALIZATION_ACTIVITY:
    case POSTIL_NORMALIZATION_PROMINENCE:
    default:
      return 1;
    }
}

/* With every row after @row. */
static void
meet_others (Weaver *self,
             Pair   *pairs,
             guint   row)
{
  for (guint i = self->row_starts[row]; i < self->row_starts[row + 1]; i++)
    {
      const Cell *own = &g_array_index (self->cells, Cell, i);

      for (guint j = self->column_starts[own->column]; j < self->column_starts[own->column + 1]; j++)
        {
          const Cell *other = &g_array_index (self->cells, Cell, self->by_column[j]);

          if (other->row > row)
            meet (self, &pairs[other->row], own, other);
        }
    }
}

static gboolean
weave_one_mode (Weaver  *self,
                GError **error)
{
  PostilNetwork *network = self->network;
  g_autofree Pair *pairs = g_new0 (Pair, network->rows->len + 1);

  for (guint row = 0; row < network->rows->len; row++)
    {
      memset (pairs, 0, sizeof *pairs * network->rows->len);
      meet_others (self, pairs, row);
      for (guint other = row + 1; other < network->rows->len; other++)
        {
          double norm = get_norm (self, &pairs[other], row, other);
          PostilTie tie = { row, other, norm > 0 ? weigh_pair (self, &pairs[other], row, other) / norm : 0 };

          if (tie.weight < 0 || tie.weight > 0)
            g_array_append_val (network->ties, tie);
        }
      if (network->ties->len > MAX_TIES)
        {
          g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_TOO_LARGE,
                       _("The network has more than %u ties. Choose fewer nodes."), MAX_TIES);
          return FALSE;
        }
    }
  /* The columns were only the way. */
  g_ptr_array_unref (network->columns);
  network->columns = g_ptr_array_ref (network->rows);
  g_array_unref (network->column_counts);
  network->column_counts = g_array_ref (network->row_counts);
  return TRUE;
}

PostilNetwork *
postil_network_maker_make (PostilNetworkMaker *maker,
                           guint               first_item,
                           guint               end_item,
                           GError            **error)
{
  g_autoptr (PostilNetwork) network = g_new0 (PostilNetwork, 1);
  Weaver self = { .maker = maker, .network = network, .cells = g_array_new (FALSE, FALSE, sizeof (Cell)) };
  gboolean is_done = TRUE;

  end_item = MAX (first_item, end_item);
  network->is_one_mode = maker->options.is_one_mode;
  network->n_statements = end_item - first_item;
  network->ties = g_array_new (FALSE, FALSE, sizeof (PostilTie));
  if (maker->values->len > 1)
    self.range = g_array_index (maker->values, double, maker->values->len - 1) - g_array_index (maker->values, double, 0);
  count_cells (&self, first_item, end_item);
  index_cells (&self);
  if (network->is_one_mode)
    is_done = weave_one_mode (&self, error);
  else
    weave_two_modes (&self);
  g_array_unref (self.cells);
  g_free (self.row_starts);
  g_free (self.column_starts);
  g_free (self.by_column);
  g_free (self.activities);
  g_free (self.prominences);
  return is_done ? g_steal_pointer (&network) : NULL;
}
