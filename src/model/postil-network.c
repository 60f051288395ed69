/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Statements into networks. First what counts: statements that say all that is asked for, each
 * once a period. Then, for the whole time or for each window, how often each row, column and
 * level of the qualifier meet; these cells are the only thing that weights are made of. Cells
 * are few and the matrix is not, so that nothing here is as large as the matrix but, at worst,
 * the ties. Any thread. */

#include "config.h"

#include "model/postil-network.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-error.h"
#include "model/postil-network-private.h"

#define MAX_LEVELS 50u      /* that can be combined into one exact number */

static const char *const yes_words[] = { "yes", "true", "1", NULL };

const char *
postil_network_check_options (const PostilNetworkOptions *options)
{
  g_return_val_if_fail (options != NULL, NULL);

  if (options->is_one_mode && options->aggregation == POSTIL_AGGREGATION_COMBINE)
    return _("“combine” is for networks of two kinds of node.");
  if (!options->is_one_mode && (options->aggregation == POSTIL_AGGREGATION_CONGRUENCE
                                || options->aggregation == POSTIL_AGGREGATION_CONFLICT))
    return _("“congruence” and “conflict” are for networks of one kind of node.");
  if (options->aggregation == POSTIL_AGGREGATION_COMBINE && options->normalization != POSTIL_NORMALIZATION_NONE)
    return _("Numbers that stand for combinations cannot be normalised.");
  switch (options->normalization)
    {
    case POSTIL_NORMALIZATION_ACTIVITY:
    case POSTIL_NORMALIZATION_PROMINENCE:
      return options->is_one_mode ? _("“activity” and “prominence” are for networks of two kinds of node.") : NULL;
    case POSTIL_NORMALIZATION_AVERAGE:
    case POSTIL_NORMALIZATION_JACCARD:
    case POSTIL_NORMALIZATION_COSINE:
      return options->is_one_mode ? NULL : _("“average”, “jaccard” and “cosine” are for networks of one kind of node.");
    case POSTIL_NORMALIZATION_NONE:
    default:
      return NULL;
    }
}

gboolean
postil_network_needs_days (const PostilNetworkOptions *options)
{
  g_return_val_if_fail (options != NULL, FALSE);

  return options->window != POSTIL_WINDOW_NONE || options->first_day > 0 || options->last_day > 0
         || options->duplicates == POSTIL_DUPLICATES_WEEK || options->duplicates == POSTIL_DUPLICATES_MONTH
         || options->duplicates == POSTIL_DUPLICATES_YEAR;
}

void
postil_network_free (PostilNetwork *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_clear_pointer (&self->row_counts, g_array_unref);
  g_clear_pointer (&self->column_counts, g_array_unref);
  g_clear_pointer (&self->ties, g_array_unref);
  g_free (self);
}

/* The first tie that is not before that of @row and @column. */
static guint
find_tie (PostilNetwork *self,
          guint          row,
          guint          column)
{
  guint low = 0;
  guint high = self->ties->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const PostilTie *tie = &g_array_index (self->ties, PostilTie, middle);

      if (tie->row < row || (tie->row == row && tie->column < column))
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

void
postil_network_fill_row (PostilNetwork *self,
                         guint          row,
                         double        *weights)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (row < self->rows->len);
  g_return_if_fail (weights != NULL);

  memset (weights, 0, sizeof *weights * self->columns->len);
  for (guint i = find_tie (self, row, 0); i < self->ties->len; i++)
    {
      const PostilTie *tie = &g_array_index (self->ties, PostilTie, i);

      if (tie->row != row)
        break;
      weights[tie->column] = tie->weight;
    }
  for (guint other = 0; self->is_one_mode && other < row; other++)
    {
      guint i = find_tie (self, other, row);

      if (i < self->ties->len && g_array_index (self->ties, PostilTie, i).row == other
          && g_array_index (self->ties, PostilTie, i).column == row)
        weights[other] = g_array_index (self->ties, PostilTie, i).weight;
    }
}

/* The qualifier's value as a number; FALSE where it says none. */
static gboolean
parse_level (const PostilNetworkOptions *options,
             const char                 *qualifier,
             double                     *value)
{
  char *end;

  *value = 0;
  if (options->qualifier == POSTIL_QUALIFIER_BOOLEAN)
    {
      *value = g_strv_contains (yes_words, qualifier) ? 1 : 0;
      return TRUE;
    }
  if (qualifier[0] == '\0')
    return FALSE;
  if (options->qualifier == POSTIL_QUALIFIER_TEXT)
    return TRUE;
  *value = (double) g_ascii_strtoll (qualifier, &end, 10);
  return *end == '\0';
}

static int
compare_words (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static int
compare_values (gconstpointer a,
                gconstpointer b)
{
  const double *first = a;
  const double *second = b;

  return (*first > *second) - (*first < *second);
}

static void
drop_repeated_values (GArray *values)
{
  guint n = 0;

  g_array_sort (values, compare_values);
  for (guint i = 0; i < values->len; i++)
    {
      double value = g_array_index (values, double, i);

      if (n > 0 && g_array_index (values, double, n - 1) >= value)
        continue;
      g_array_index (values, double, n) = value;
      n++;
    }
  g_array_set_size (values, n);
}

/* The qualifier's values, as all statements have them, whether they count or not. */
static void
collect_levels (PostilNetworkMaker *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  double value;

  if (self->options.aggregation == POSTIL_AGGREGATION_IGNORE)
    return;
  if (self->options.qualifier == POSTIL_QUALIFIER_BOOLEAN)
    {
      g_array_append_vals (self->values, (const double[]) { 0, 1 }, 2);
      return;
    }
  for (guint i = 0; i < postil_statements_get_n (self->statements); i++)
    {
      const char *qualifier = postil_statements_get (self->statements, i)->qualifier;

      if (!g_hash_table_add (seen, (gpointer) qualifier) || !parse_level (&self->options, qualifier, &value))
        continue;
      if (self->options.qualifier == POSTIL_QUALIFIER_TEXT)
        g_ptr_array_add (self->words, (gpointer) qualifier);
      else
        g_array_append_val (self->values, value);
    }
  g_ptr_array_sort (self->words, compare_words);
  drop_repeated_values (self->values);
}

static gboolean
find_level (PostilNetworkMaker *self,
            const char         *qualifier,
            guint              *level)
{
  double value;

  *level = 0;
  if (self->options.aggregation == POSTIL_AGGREGATION_IGNORE)
    return TRUE;
  if (!parse_level (&self->options, qualifier, &value))
    return FALSE;
  if (self->options.qualifier == POSTIL_QUALIFIER_TEXT)
    {
      char **found = bsearch (&qualifier, self->words->pdata, self->words->len, sizeof qualifier, compare_words);

      *level = (guint) (found - (char **) self->words->pdata);
      return TRUE;
    }
  while (g_array_index (self->values, double, *level) < value)
    (*level)++;
  return TRUE;
}

/* What must differ for the same words to count again. */
static guint64
get_period (PostilNetworkMaker    *self,
            const PostilStatement *statement)
{
  GDate date;

  switch (self->options.duplicates)
    {
    case POSTIL_DUPLICATES_DOCUMENT:
      return (guint64) (gsize) statement->document; /* kept once, so that the place tells */
    case POSTIL_DUPLICATES_WEEK:
      return (statement->day - 1) / 7; /* day 1 is a Monday */
    case POSTIL_DUPLICATES_MONTH:
      g_date_clear (&date, 1);
      g_date_set_julian (&date, statement->day);
      return (guint64) g_date_get_year (&date) * 12 + (guint64) g_date_get_month (&date);
    case POSTIL_DUPLICATES_YEAR:
      g_date_clear (&date, 1);
      g_date_set_julian (&date, statement->day);
      return g_date_get_year (&date);
    case POSTIL_DUPLICATES_ALL:
    case POSTIL_DUPLICATES_ONCE:
    default:
      return 0;
    }
}

typedef struct
{
  guint64     period;
  const char *row;
  const char *column;
  guint       level;
} Key;

static guint
hash_key (gconstpointer data)
{
  const Key *key = data;

  return g_int64_hash (&key->period) * 31 + g_direct_hash (key->row) * 17 + g_direct_hash (key->column) + key->level;
}

static gboolean
equal_keys (gconstpointer a,
            gconstpointer b)
{
  const Key *first = a;
  const Key *second = b;

  return first->period == second->period && first->row == second->row && first->column == second->column
         && first->level == second->level;
}

static int
compare_days (gconstpointer a,
              gconstpointer b)
{
  const PostilNetworkItem *first = a;
  const PostilNetworkItem *second = b;

  if (first->day != second->day)
    return first->day < second->day ? -1 : 1;
  return (first->order > second->order) - (first->order < second->order);
}

static gboolean
is_in_range (PostilNetworkMaker *self,
             guint               day)
{
  const PostilNetworkOptions *options = &self->options;

  if (day == 0)
    return !postil_network_needs_days (options);
  return day >= options->first_day && (options->last_day == 0 || day <= options->last_day);
}

/* Those that count, by day. */
static void
collect_items (PostilNetworkMaker *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (hash_key, equal_keys, g_free, NULL);
  guint n = 0;

  for (guint i = 0; i < postil_statements_get_n (self->statements); i++)
    {
      const PostilStatement *statement = postil_statements_get (self->statements, i);
      PostilNetworkItem item = { .statement = statement, .day = statement->day, .order = i };

      if (statement->row[0] == '\0' || statement->column[0] == '\0' || !is_in_range (self, statement->day)
          || !find_level (self, statement->qualifier, &item.level))
        continue;
      g_array_append_val (self->items, item);
    }
  g_array_sort (self->items, compare_days);
  for (guint i = 0; i < self->items->len; i++)
    {
      PostilNetworkItem item = g_array_index (self->items, PostilNetworkItem, i);
      Key key = { get_period (self, item.statement), item.statement->row, item.statement->column, item.level };

      if (self->options.duplicates != POSTIL_DUPLICATES_ALL && !g_hash_table_add (seen, g_memdup2 (&key, sizeof key)))
        continue;
      g_array_index (self->items, PostilNetworkItem, n) = item;
      n++;
    }
  g_array_set_size (self->items, n);
}

static void
maker_clear (PostilNetworkMaker *self)
{
  g_array_unref (self->items);
  g_array_unref (self->values);
  g_ptr_array_unref (self->words);
}

static gboolean
maker_init (PostilNetworkMaker         *self,
            PostilStatements           *statements,
            const PostilNetworkOptions *options,
            GError                    **error)
{
  const char *problem = postil_network_check_options (options);

  *self = (PostilNetworkMaker) {
    .statements = statements,
    .options = *options,
    .items = g_array_new (FALSE, FALSE, sizeof (PostilNetworkItem)),
    .values = g_array_new (FALSE, FALSE, sizeof (double)),
    .words = g_ptr_array_new (),
  };
  if (problem != NULL)
    {
      g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_USAGE, problem);
      return FALSE;
    }
  collect_levels (self);
  if (options->aggregation == POSTIL_AGGREGATION_COMBINE && MAX (self->words->len, self->values->len) > MAX_LEVELS)
    {
      g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_TOO_LARGE,
                   _("The qualifier has more than %u values, too many to be combined."), MAX_LEVELS);
      return FALSE;
    }
  collect_items (self);
  return TRUE;
}

PostilNetwork *
postil_network_new (PostilStatements           *statements,
                    const PostilNetworkOptions *options,
                    GError                    **error)
{
  PostilNetworkMaker maker;
  PostilNetwork *network = NULL;

  g_return_val_if_fail (statements != NULL, NULL);
  g_return_val_if_fail (options != NULL, NULL);

  if (maker_init (&maker, statements, options, error))
    network = postil_network_maker_make (&maker, 0, maker.items->len, error);
  maker_clear (&maker);
  return network;
}

/* @day moved by @n units; 0 where that is before all time. */
static guint
move_day (PostilNetworkWindow unit,
          guint               day,
          int                 n)
{
  GDate date;
  guint steps = (guint) ABS (n);

  g_date_clear (&date, 1);
  g_date_set_julian (&date, day);
  switch (unit)
    {
    case POSTIL_WINDOW_WEEKS:
      steps *= 7;
      break;
    case POSTIL_WINDOW_MONTHS:
      if (n < 0 && steps >= ((guint) g_date_get_year (&date) - 1) * 12)
        return 0;
      if (n < 0)
        g_date_subtract_months (&date, steps);
      else
        g_date_add_months (&date, steps);
      return g_date_get_julian (&date);
    case POSTIL_WINDOW_YEARS:
      if (n < 0 && steps >= (guint) g_date_get_year (&date))
        return 0;
      if (n < 0)
        g_date_subtract_years (&date, steps);
      else
        g_date_add_years (&date, steps);
      return g_date_get_julian (&date);
    case POSTIL_WINDOW_DAYS:
    case POSTIL_WINDOW_NONE:
    default:
      break;
    }
  return n < 0 ? day - MIN (steps, day) : day + steps;
}

/* The first item at or after @day; items are by day. */
static guint
find_item (PostilNetworkMaker *self,
           guint               day)
{
  guint low = 0;
  guint high = self->items->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->items, PostilNetworkItem, middle).day < day)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static gboolean
make_windows (PostilNetworkMaker *self,
              PostilNetworkFunc   func,
              gpointer            user_data,
              GError            **error)
{
  const PostilNetworkOptions *options = &self->options;
  PostilNetworkWindow unit = options->window;
  int side = (int) (options->window_size / 2); /* what round ((size − 1) / 2) is */
  guint first = options->first_day;
  guint last = options->last_day;

  if (self->items->len == 0)
    return TRUE;
  if (first == 0)
    first = g_array_index (self->items, PostilNetworkItem, 0).day;
  if (last == 0)
    last = g_array_index (self->items, PostilNetworkItem, self->items->len - 1).day;
  for (guint day = first; day <= last; day = move_day (unit, day, 1))
    {
      guint start = move_day (unit, day, -side);
      guint end = move_day (unit, day, side);
      PostilNetwork *network;

      if (start < first || end > last)
        continue;
      network = postil_network_maker_make (self, find_item (self, start), find_item (self, end + 1), error);
      if (network == NULL)
        return FALSE;
      network->day = day;
      network->first_day = start;
      network->last_day = end;
      if (!func (network, user_data))
        return FALSE;
    }
  return TRUE;
}

gboolean
postil_network_foreach (PostilStatements           *statements,
                        const PostilNetworkOptions *options,
                        PostilNetworkFunc           func,
                        gpointer                    user_data,
                        GError                    **error)
{
  PostilNetworkMaker maker;
  gboolean is_done = FALSE;

  g_return_val_if_fail (statements != NULL, FALSE);
  g_return_val_if_fail (options != NULL, FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  if (maker_init (&maker, statements, options, error))
    {
      PostilNetwork *network = NULL;

      if (options->window != POSTIL_WINDOW_NONE)
        is_done = make_windows (&maker, func, user_data, error);
      else if ((network = postil_network_maker_make (&maker, 0, maker.items->len, error)) != NULL)
        is_done = func (network, user_data);
    }
  maker_clear (&maker);
  return is_done;
}
