/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which passages of several coders are one: each pair of coders is matched by itself, and the
 * pairs are joined, what overlaps most first, as long as no coder has two passages in one unit.
 * For two coders that is their matching. Pure. */

#include "config.h"

#include "agreement/postil-matching.h"

typedef struct
{
  guint  coders[2];
  guint  passages[2];
  double iou;
} Edge;

/* What overlaps most first, then in the order of coders and passages. */
static int
compare_edges (gconstpointer a, gconstpointer b)
{
  const Edge *left = a;
  const Edge *right = b;
  const guint mine[] = { left->coders[0], left->coders[1], left->passages[0], left->passages[1] };
  const guint theirs[] = { right->coders[0], right->coders[1], right->passages[0], right->passages[1] };

  if (left->iou > right->iou || left->iou < right->iou)
    return left->iou > right->iou ? -1 : 1;
  for (guint i = 0; i < G_N_ELEMENTS (mine); i++)
    if (mine[i] != theirs[i])
      return mine[i] < theirs[i] ? -1 : 1;
  return 0;
}

static GArray *
find_edges (GPtrArray *const *passages, guint n_coders, const char *code)
{
  GArray *edges = g_array_new (FALSE, FALSE, sizeof (Edge));

  for (guint a = 0; a < n_coders; a++)
    for (guint b = a + 1; b < n_coders; b++)
      {
        g_autoptr(GArray) pairs = postil_matching_find (passages[a], passages[b], code, 0, POSTIL_MATCHING_BEST);

        for (guint i = 0; i < pairs->len; i++)
          {
            const PostilMatchedPair *pair = &g_array_index (pairs, PostilMatchedPair, i);
            Edge edge = { { a, b }, { pair->first, pair->second }, pair->iou };

            g_array_append_val (edges, edge);
          }
      }
  g_array_sort (edges, compare_edges);
  return edges;
}

static gboolean
share_a_coder (const GArray *one, const GArray *two)
{
  for (guint i = 0; i < one->len; i++)
    for (guint j = 0; j < two->len; j++)
      if (g_array_index (one, PostilMatchedPassage, i).coder == g_array_index (two, PostilMatchedPassage, j).coder)
        return TRUE;
  return FALSE;
}

/* @units: for each passage of each coder the unit that it is in, or NULL while it is alone. */
static void
join (GArray ***units, const Edge *edge, GPtrArray *all)
{
  GArray *sides[2];

  for (guint i = 0; i < 2; i++)
    {
      GArray **unit = &units[edge->coders[i]][edge->passages[i]];
      PostilMatchedPassage alone = { edge->coders[i], edge->passages[i] };

      if (*unit == NULL)
        {
          *unit = g_array_new (FALSE, FALSE, sizeof (PostilMatchedPassage));
          g_array_append_val (*unit, alone);
          g_ptr_array_add (all, *unit);
        }
      sides[i] = *unit;
    }
  if (sides[0] == sides[1] || share_a_coder (sides[0], sides[1]))
    return;

  for (guint i = 0; i < sides[1]->len; i++)
    {
      const PostilMatchedPassage *moved = &g_array_index (sides[1], PostilMatchedPassage, i);

      units[moved->coder][moved->passage] = sides[0];
    }
  g_array_append_vals (sides[0], sides[1]->data, sides[1]->len);
  g_array_set_size (sides[1], 0);
}

GPtrArray *
postil_matching_find_units (GPtrArray *const *passages,
                            guint             n_coders,
                            const char       *code)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  g_autoptr(GArray) edges = NULL;
  GArray ***units;

  g_return_val_if_fail (passages != NULL, all);

  edges = find_edges (passages, n_coders, code);
  units = g_new (GArray **, n_coders);
  for (guint i = 0; i < n_coders; i++)
    units[i] = g_new0 (GArray *, MAX (passages[i]->len, 1));
  for (guint i = 0; i < edges->len; i++)
    join (units, &g_array_index (edges, Edge, i), all);
  for (guint i = all->len; i-- > 0;)
    if (((GArray *) all->pdata[i])->len < 2)
      g_ptr_array_remove_index_fast (all, i);
  for (guint i = 0; i < n_coders; i++)
    g_free (units[i]);
  g_free (units);
  return all;
}
