/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The best alignment of two coders' units is an assignment problem, solved by Kuhn's method with
 * potentials. Pure. */

#include "config.h"

#include "agreement/postil-alignment-private.h"

#define MAX_ASSIGNMENT 4e9 /* steps */

/* Kuhn's method on a cost matrix of n rows and m ≥ n columns; sets each row's column. */
static void
assign (const double *costs, guint n, guint m, guint *columns)
{
  g_autofree double *row_prices = g_new0 (double, n + 1);
  g_autofree double *column_prices = g_new0 (double, m + 1);
  g_autofree double *least = g_new (double, m + 1);
  g_autofree guint *rows = g_new0 (guint, m + 1);
  g_autofree guint *before = g_new0 (guint, m + 1);
  g_autofree gboolean *is_done = g_new (gboolean, m + 1);

  for (guint row = 1; row <= n; row++)
    {
      guint column = 0;

      rows[0] = row;
      for (guint j = 0; j <= m; j++)
        {
          least[j] = G_MAXDOUBLE;
          is_done[j] = FALSE;
        }
      do
        {
          double delta = G_MAXDOUBLE;
          guint next = 0;

          is_done[column] = TRUE;
          for (guint j = 1; j <= m; j++)
            {
              double reduced;

              if (is_done[j])
                continue;
              reduced = costs[(gsize) (rows[column] - 1) * m + j - 1] - row_prices[rows[column]] - column_prices[j];
              if (reduced < least[j])
                {
                  least[j] = reduced;
                  before[j] = column;
                }
              if (least[j] < delta)
                {
                  delta = least[j];
                  next = j;
                }
            }
          for (guint j = 0; j <= m; j++)
            {
              if (is_done[j])
                {
                  row_prices[rows[j]] += delta;
                  column_prices[j] -= delta;
                }
              else
                {
                  least[j] -= delta;
                }
            }
          column = next;
        }
      while (rows[column] != 0);
      for (; column != 0; column = before[column])
        rows[column] = rows[before[column]];
    }
  for (guint j = 1; j <= m; j++)
    if (rows[j] != 0)
      columns[rows[j] - 1] = j - 1;
}

/* Two coders: rows are the first's units, columns the second's and then, at cost 0, being alone;
 * a pair costs what it saves. */
void
postil_alignment_solve_pairs (PostilAlignmentSearch *self, const guint *places, guint n_places, const guint *group, guint n_group)
{
  g_autofree guint *index = g_new (guint, self->n_units);
  g_autofree guint *columns = NULL;
  g_autofree guint *which = NULL;
  g_autofree double *costs = NULL;
  guint n[2] = { 0, 0 };
  guint m;

  for (guint i = 0; i < n_places; i++)
    index[places[i]] = n[postil_alignment_get_unit (self, places[i])->coder]++;
  m = n[0] + n[1];
  if ((double) n[0] * n[0] * m > MAX_ASSIGNMENT)
    {
      self->is_too_large = TRUE;
      return;
    }
  costs = g_new0 (double, (gsize) n[0] * m);
  which = g_new (guint, (gsize) n[0] * m);
  columns = g_new0 (guint, n[0]);
  for (gsize i = 0; i < (gsize) n[0] * m; i++)
    which[i] = G_MAXUINT;
  for (guint i = 0; i < n_group; i++)
    {
      const PostilAlignmentCandidate *candidate = &g_array_index (self->candidates, PostilAlignmentCandidate, group[i]);
      const guint *pair = postil_alignment_get_members (self, candidate);
      guint row = postil_alignment_get_unit (self, pair[0])->coder == 0 ? pair[0] : pair[1];
      guint column = row == pair[0] ? pair[1] : pair[0];
      gsize at = (gsize) index[row] * m + index[column];

      costs[at] = candidate->cost - 2 * self->n_pairs;
      which[at] = group[i];
    }
  assign (costs, n[0], m, columns);
  for (guint row = 0; row < n[0]; row++)
    {
      guint candidate = which[(gsize) row * m + columns[row]];

      if (candidate != G_MAXUINT)
        g_array_append_val (self->chosen, candidate);
    }
}
