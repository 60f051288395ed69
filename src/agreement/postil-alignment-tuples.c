/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The best alignment of three or more coders' units. Prices of units (a feasible dual solution) say
 * how far a tuple is from being in a best alignment; the units are then gone through from left to
 * right, and what is kept is, for each set of later units already taken, the cheapest way to it, as
 * long as it can still beat the alignment that is known. Pure. */

#include "config.h"

#include "agreement/postil-alignment-private.h"

#define MAX_STATES 1000000
#define WINDOW 64 /* units ahead that a set of taken ones can tell of */
#define TOLERANCE 1e-9

/* A set of later units already taken, and the cheapest way to it. Costs are reduced ones: by how
 * much more than the prices of its units a tuple costs. */
typedef struct
{
  guint64 taken;
  double  cost;
  guint32 before;    /* the state it comes from */
  guint32 candidate; /* or G_MAXUINT for none, or the unit alone */
} State;

typedef struct
{
  PostilAlignmentSearch      *search;
  const guint *places;    /* of the group's units, ascending */
  guint        n;
  guint       *numbers;   /* a place's index in places */
  const guint *group;     /* candidates, by their first unit */
  guint        n_group;
  double      *prices;    /* of the group's units */
  double       gap;       /* how much a sum of reduced costs may be */
  GArray      *states;
} Walk;
static const PostilAlignmentCandidate *
get_candidate (const Walk *self, guint i)
{
  return &g_array_index (self->search->candidates, PostilAlignmentCandidate, self->group[i]);
}

static double
get_reduced (const Walk *self, const PostilAlignmentCandidate *candidate)
{
  const guint *members = postil_alignment_get_members (self->search, candidate);
  double reduced = candidate->cost;

  for (guint i = 0; i < candidate->n; i++)
    reduced -= self->prices[self->numbers[members[i]]];
  return reduced;
}

/* First each unit's share in its cheapest tuple, which cannot be too dear; then each price is
 * raised as far as its tuples allow. */
static void
set_prices (Walk *self)
{
  g_autofree double *slacks = g_new (double, self->n);

  for (guint i = 0; i < self->n; i++)
    self->prices[i] = self->search->n_pairs;
  for (guint i = 0; i < self->n_group; i++)
    {
      const PostilAlignmentCandidate *candidate = get_candidate (self, i);
      const guint *members = postil_alignment_get_members (self->search, candidate);

      for (guint j = 0; j < candidate->n; j++)
        {
          double *price = &self->prices[self->numbers[members[j]]];

          *price = MIN (*price, candidate->cost / candidate->n);
        }
    }
  /* Each round shares out what is left in every tuple among its units, which keeps all sums
   * allowed; it comes ever closer to the highest prices. */
  for (guint round = 0; round < 40; round++)
    {
      for (guint i = 0; i < self->n; i++)
        slacks[i] = self->search->n_pairs - self->prices[i];
      for (guint i = 0; i < self->n_group; i++)
        {
          const PostilAlignmentCandidate *candidate = get_candidate (self, i);
          const guint *members = postil_alignment_get_members (self->search, candidate);
          double share = get_reduced (self, candidate) / candidate->n;

          for (guint j = 0; j < candidate->n; j++)
            {
              double *slack = &slacks[self->numbers[members[j]]];

              *slack = MIN (*slack, share);
            }
        }
      for (guint i = 0; i < self->n; i++)
        self->prices[i] += MAX (slacks[i], 0);
    }
}

typedef struct
{
  guint  candidate;
  double saving;
} Saving;

static int
compare_savings (gconstpointer a, gconstpointer b)
{
  const Saving *first = a;
  const Saving *second = b;

  if (first->saving != second->saving)
    return first->saving > second->saving ? -1 : 1;
  return first->candidate < second->candidate ? -1 : first->candidate > second->candidate;
}

/* Some alignment, to begin with: what saves most is taken first. Returns its cost. */
static double
find_greedily (Walk *self)
{
  g_autofree gboolean *is_taken = g_new0 (gboolean, self->n);
  g_autofree Saving *savings = g_new (Saving, MAX (self->n_group, 1));
  double cost = self->n * self->search->n_pairs;

  for (guint i = 0; i < self->n_group; i++)
    {
      const PostilAlignmentCandidate *candidate = get_candidate (self, i);

      savings[i].candidate = i;
      savings[i].saving = candidate->n * self->search->n_pairs - candidate->cost;
    }
  qsort (savings, self->n_group, sizeof *savings, compare_savings);
  for (guint i = 0; i < self->n_group; i++)
    {
      const PostilAlignmentCandidate *candidate = get_candidate (self, savings[i].candidate);
      const guint *members = postil_alignment_get_members (self->search, candidate);
      gboolean is_free = savings[i].saving > 0;

      for (guint j = 0; j < candidate->n && is_free; j++)
        is_free = !is_taken[self->numbers[members[j]]];
      if (!is_free)
        continue;
      for (guint j = 0; j < candidate->n; j++)
        is_taken[self->numbers[members[j]]] = TRUE;
      cost -= savings[i].saving;
    }
  return cost;
}

static void
add_state (Walk *self, GHashTable *layer, guint64 taken, double cost, guint before, guint candidate)
{
  State state = { taken, cost, before, candidate };
  gpointer found;

  if (cost > self->gap)
    return;
  if (g_hash_table_lookup_extended (layer, &taken, NULL, &found))
    {
      State *old = &g_array_index (self->states, State, GPOINTER_TO_UINT (found));

      if (cost < old->cost)
        *old = state;
      return;
    }
  if (self->states->len >= MAX_STATES)
    {
      self->search->is_too_large = TRUE;
      return;
    }
  g_hash_table_insert (layer, g_memdup2 (&taken, sizeof taken), GUINT_TO_POINTER (self->states->len));
  g_array_append_val (self->states, state);
}

/* All ways on from one state at the unit @at, whose candidates are [first, end). */
static void
go_on (Walk *self, GHashTable *layer, guint index, guint at, guint first, guint end)
{
  State state = g_array_index (self->states, State, index);

  if (state.taken & 1)
    {
      add_state (self, layer, state.taken >> 1, state.cost, index, G_MAXUINT);
      return;
    }
  add_state (self, layer, state.taken >> 1, state.cost + self->search->n_pairs - self->prices[at], index, G_MAXUINT);
  for (guint i = first; i < end; i++)
    {
      const PostilAlignmentCandidate *candidate = get_candidate (self, i);
      const guint *members = postil_alignment_get_members (self->search, candidate);
      guint64 taken = 0;

      for (guint j = 1; j < candidate->n; j++)
        {
          guint ahead = self->numbers[members[j]] - at;

          if (ahead >= WINDOW)
            self->search->is_too_large = TRUE;
          else
            taken |= (guint64) 1 << ahead;
        }
      if (!(state.taken & taken))
        add_state (self, layer, (state.taken | taken) >> 1, state.cost + get_reduced (self, candidate), index, self->group[i]);
    }
}

static void
walk (Walk *self)
{
  State state = { 0, 0, 0, G_MAXUINT };
  guint begin = 0, end = 1;
  guint next = 0;

  g_array_append_val (self->states, state);
  for (guint at = 0; at < self->n && !self->search->is_too_large; at++)
    {
      g_autoptr(GHashTable) layer = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
      guint first = next;

      while (next < self->n_group && self->numbers[postil_alignment_get_members (self->search, get_candidate (self, next))[0]] == at)
        next++;
      for (guint i = begin; i < end && !self->search->is_too_large; i++)
        go_on (self, layer, i, at, first, next);
      begin = end;
      end = self->states->len;
    }
  if (self->search->is_too_large)
    return;

  g_assert (end == begin + 1);
  for (guint i = begin; i != 0; i = g_array_index (self->states, State, i).before)
    {
      guint candidate = g_array_index (self->states, State, i).candidate;

      if (candidate != G_MAXUINT)
        g_array_append_val (self->search->chosen, candidate);
    }
}

void
postil_alignment_solve_tuples (PostilAlignmentSearch *self, const guint *places, guint n_places, const guint *group, guint n_group)
{
  g_autofree guint *numbers = g_new (guint, self->n_units);
  g_autofree double *prices = g_new (double, n_places);
  g_autoptr(GArray) states = g_array_new (FALSE, FALSE, sizeof (State));
  Walk steps = { self, places, n_places, numbers, group, n_group, prices, 0, states };

  for (guint i = 0; i < n_places; i++)
    numbers[places[i]] = i;
  set_prices (&steps);
  steps.gap = find_greedily (&steps) + TOLERANCE * n_places;
  for (guint i = 0; i < n_places; i++)
    steps.gap -= prices[i];
  walk (&steps);
}
