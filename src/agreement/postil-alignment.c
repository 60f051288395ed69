/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Finds the best alignment exactly. A tuple is worth considering only where no splitting of it
 * in two costs less, and units that no such tuple joins are apart: each group of units is
 * solved for itself. Two coders are an assignment problem (Kuhn's method with potentials).
 * For more, prices of units (a feasible dual solution) say how far a tuple is from being in a
 * best alignment; the units are then gone through from left to right, and what is kept is, for
 * each set of later units already taken, the cheapest way to it, as long as it can still beat
 * the alignment that is known. Disorder is counted in dissimilarities here (not yet divided by
 * the number of pairs of coders). Pure. */

#include "config.h"

#include "agreement/postil-alignment.h"

#include <math.h>
#include <string.h>

#define MAX_CANDIDATES 2000000
#define MAX_STEPS 5e7      /* of looking for them */
#define MAX_STATES 1000000
#define MAX_ASSIGNMENT 4e9 /* steps */
#define WINDOW 64          /* units ahead that a set of taken ones can tell of */
#define TOLERANCE 1e-9

/* A tuple of at least two units, the first of which stands leftmost. */
typedef struct
{
  guint  first; /* into Search.members */
  guint  n;
  double cost;
} Candidate;

typedef struct
{
  const PostilAlignedUnit      *units;
  guint                         n_units;
  guint                         n_coders;
  const PostilAlignmentWeights *weights;
  double                        n_pairs;    /* of coders: what a unit alone costs */
  guint                        *order;      /* units by place */
  GArray                       *members;    /* of guint: places in the order */
  GArray                       *candidates; /* of Candidate */
  GArray                       *chosen;     /* of guint: candidates in the alignment */
  double                        steps;
  gboolean                      is_too_large;
} Search;

double
postil_alignment_get_positional (const PostilAlignedUnit *a, const PostilAlignedUnit *b)
{
  double lengths = (a->end - a->start) + (b->end - b->start);
  double far = lengths > 0 ? (fabs (a->start - b->start) + fabs (a->end - b->end)) / lengths : 0;

  return far * far;
}

static const PostilAlignedUnit *
get_unit (const Search *self, guint place)
{
  return &self->units[self->order[place]];
}

static double
get_dissimilarity (const Search *self, guint a, guint b)
{
  const PostilAlignedUnit *first = get_unit (self, a);
  const PostilAlignedUnit *second = get_unit (self, b);

  return self->weights->alpha * postil_alignment_get_positional (first, second) +
         (first->code != second->code ? self->weights->beta : 0);
}

static int
compare_places (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const PostilAlignedUnit *units = user_data;
  guint i = *(const guint *) a;
  guint j = *(const guint *) b;

  if (units[i].start != units[j].start)
    return units[i].start < units[j].start ? -1 : 1;
  if (units[i].end != units[j].end)
    return units[i].end < units[j].end ? -1 : 1;
  if (units[i].coder != units[j].coder)
    return units[i].coder < units[j].coder ? -1 : 1;
  return i < j ? -1 : i > j;
}

static double
get_cost (const Search *self, const guint *places, guint n)
{
  double cost = self->n_pairs - n * (n - 1) / 2.0;

  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < i; j++)
      cost += get_dissimilarity (self, places[i], places[j]);
  return cost;
}

/* Whether no splitting in two is as cheap. In all of 2ⁿ⁻¹, since coders are few. */
static gboolean
is_indivisible (const Search *self, const guint *places, guint n)
{
  for (guint32 set = 1; set < 1u << (n - 1); set++)
    {
      double across = 0;
      guint n_in = 0;

      for (guint i = 0; i < n; i++)
        n_in += set >> i & 1;
      for (guint i = 0; i < n; i++)
        for (guint j = 0; j < n; j++)
          if ((set >> i & 1) && !(set >> j & 1))
            across += get_dissimilarity (self, places[i], places[j]);
      if (across >= self->n_pairs + n_in * (n - n_in))
        return FALSE;
    }
  return TRUE;
}

static void
add_candidate (Search *self, const guint *places, guint n)
{
  Candidate candidate = { self->members->len, n, get_cost (self, places, n) };

  g_array_append_vals (self->members, places, n);
  g_array_append_val (self->candidates, candidate);
  if (self->candidates->len > MAX_CANDIDATES)
    self->is_too_large = TRUE;
}

/* Beyond this place no unit can be worth a tuple with the one at @place: the distance of two
 * units is at least that of their starts, and what a tuple saves is bounded. */
static gboolean
may_go_together (const Search *self, guint a, guint b)
{
  double most = self->n_pairs + floor (self->n_coders / 2.0) * ceil (self->n_coders / 2.0);

  return get_dissimilarity (self, a, b) < most;
}

static void
extend (Search *self, guint *places, guint n, const guint *near, guint n_near, guint from)
{
  for (guint i = from; i < n_near && !self->is_too_large; i++)
    {
      gboolean fits = TRUE;

      for (guint j = 0; j < n && fits; j++)
        fits = get_unit (self, places[j])->coder != get_unit (self, near[i])->coder &&
               may_go_together (self, places[j], near[i]);
      if (!fits)
        continue;
      places[n] = near[i];
      self->steps += ldexp (1, (int) n) * n;
      if (self->steps > MAX_STEPS)
        self->is_too_large = TRUE;
      else if (is_indivisible (self, places, n + 1))
        add_candidate (self, places, n + 1);
      if (n + 1 < self->n_coders)
        extend (self, places, n + 1, near, n_near, i + 1);
    }
}

static void
find_candidates (Search *self)
{
  g_autofree guint *places = g_new (guint, self->n_coders);
  g_autofree guint *near = g_new (guint, self->n_units);

  for (guint i = 0; i < self->n_units && !self->is_too_large; i++)
    {
      guint n_near = 0;

      for (guint j = i + 1; j < self->n_units; j++)
        if (get_unit (self, j)->coder != get_unit (self, i)->coder && may_go_together (self, i, j))
          near[n_near++] = j;
      places[0] = i;
      extend (self, places, 1, near, n_near, 0);
    }
}

static const guint *
get_members (const Search *self, const Candidate *candidate)
{
  return &g_array_index (self->members, guint, candidate->first);
}

/* Groups: the root of each unit's, as in union-find. */
static guint
find_root (guint *roots, guint place)
{
  while (roots[place] != place)
    {
      roots[place] = roots[roots[place]];
      place = roots[place];
    }
  return place;
}

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
static void
solve_pairs (Search *self, const guint *places, guint n_places, const guint *group, guint n_group)
{
  g_autofree guint *index = g_new (guint, self->n_units);
  g_autofree guint *columns = NULL;
  g_autofree guint *which = NULL;
  g_autofree double *costs = NULL;
  guint n[2] = { 0, 0 };
  guint m;

  for (guint i = 0; i < n_places; i++)
    index[places[i]] = n[get_unit (self, places[i])->coder]++;
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
      const Candidate *candidate = &g_array_index (self->candidates, Candidate, group[i]);
      const guint *pair = get_members (self, candidate);
      guint row = get_unit (self, pair[0])->coder == 0 ? pair[0] : pair[1];
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
  Search      *search;
  const guint *places;    /* of the group's units, ascending */
  guint        n;
  guint       *numbers;   /* a place's index in places */
  const guint *group;     /* candidates, by their first unit */
  guint        n_group;
  double      *prices;    /* of the group's units */
  double       gap;       /* how much a sum of reduced costs may be */
  GArray      *states;
} Walk;

static const Candidate *
get_candidate (const Walk *self, guint i)
{
  return &g_array_index (self->search->candidates, Candidate, self->group[i]);
}

static double
get_reduced (const Walk *self, const Candidate *candidate)
{
  const guint *members = get_members (self->search, candidate);
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
      const Candidate *candidate = get_candidate (self, i);
      const guint *members = get_members (self->search, candidate);

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
          const Candidate *candidate = get_candidate (self, i);
          const guint *members = get_members (self->search, candidate);
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
      const Candidate *candidate = get_candidate (self, i);

      savings[i].candidate = i;
      savings[i].saving = candidate->n * self->search->n_pairs - candidate->cost;
    }
  qsort (savings, self->n_group, sizeof *savings, compare_savings);
  for (guint i = 0; i < self->n_group; i++)
    {
      const Candidate *candidate = get_candidate (self, savings[i].candidate);
      const guint *members = get_members (self->search, candidate);
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
      const Candidate *candidate = get_candidate (self, i);
      const guint *members = get_members (self->search, candidate);
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

      while (next < self->n_group && self->numbers[get_members (self->search, get_candidate (self, next))[0]] == at)
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

static void
solve_tuples (Search *self, const guint *places, guint n_places, const guint *group, guint n_group)
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

typedef struct
{
  GArray *places;
  GArray *candidates;
} Group;

static void
group_free (gpointer data)
{
  Group *self = data;

  g_array_unref (self->places);
  g_array_unref (self->candidates);
  g_free (self);
}

static GPtrArray *
find_groups (Search *self)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func (group_free);
  g_autofree guint *roots = g_new (guint, self->n_units);
  g_autofree Group **of_root = g_new0 (Group *, self->n_units);

  for (guint i = 0; i < self->n_units; i++)
    roots[i] = i;
  for (guint i = 0; i < self->candidates->len; i++)
    {
      const Candidate *candidate = &g_array_index (self->candidates, Candidate, i);
      const guint *members = get_members (self, candidate);

      for (guint j = 1; j < candidate->n; j++)
        roots[find_root (roots, members[j])] = find_root (roots, members[0]);
    }
  for (guint i = 0; i < self->n_units; i++)
    {
      Group **group = &of_root[find_root (roots, i)];

      if (*group == NULL)
        {
          *group = g_new (Group, 1);
          (*group)->places = g_array_new (FALSE, FALSE, sizeof (guint));
          (*group)->candidates = g_array_new (FALSE, FALSE, sizeof (guint));
          g_ptr_array_add (groups, *group);
        }
      g_array_append_val ((*group)->places, i);
    }
  for (guint i = 0; i < self->candidates->len; i++)
    {
      const Candidate *candidate = &g_array_index (self->candidates, Candidate, i);

      g_array_append_val (of_root[find_root (roots, get_members (self, candidate)[0])]->candidates, i);
    }
  return groups;
}

static void
solve (Search *self)
{
  g_autoptr(GPtrArray) groups = find_groups (self);

  for (guint i = 0; i < groups->len && !self->is_too_large; i++)
    {
      const Group *group = groups->pdata[i];
      const guint *places = (const guint *) group->places->data;
      const guint *candidates = (const guint *) group->candidates->data;

      if (group->candidates->len == 0)
        continue;
      if (self->n_coders == 2)
        solve_pairs (self, places, group->places->len, candidates, group->candidates->len);
      else
        solve_tuples (self, places, group->places->len, candidates, group->candidates->len);
    }
}

static void
add_tuple (const Search *self, PostilAlignment *alignment, const guint *places, guint n, double cost)
{
  guint *members = &alignment->members[(gsize) alignment->n_tuples * self->n_coders];

  for (guint i = 0; i < self->n_coders; i++)
    members[i] = G_MAXUINT;
  for (guint i = 0; i < n; i++)
    members[get_unit (self, places[i])->coder] = self->order[places[i]];
  alignment->disorder += cost / self->n_pairs;
  alignment->n_tuples++;
}

static PostilAlignment *
make_alignment (const Search *self)
{
  PostilAlignment *alignment = g_new0 (PostilAlignment, 1);
  g_autofree gboolean *is_taken = g_new0 (gboolean, self->n_units);

  alignment->n_coders = self->n_coders;
  alignment->members = g_new (guint, (gsize) self->n_units * self->n_coders);
  for (guint i = 0; i < self->chosen->len; i++)
    {
      const Candidate *candidate = &g_array_index (self->candidates, Candidate, g_array_index (self->chosen, guint, i));
      const guint *members = get_members (self, candidate);

      for (guint j = 0; j < candidate->n; j++)
        is_taken[members[j]] = TRUE;
      add_tuple (self, alignment, members, candidate->n, candidate->cost);
    }
  for (guint i = 0; i < self->n_units; i++)
    if (!is_taken[i])
      add_tuple (self, alignment, &i, 1, self->n_pairs);
  return alignment;
}

PostilAlignment *
postil_alignment_find (const PostilAlignedUnit      *units,
                       guint                         n_units,
                       guint                         n_coders,
                       const PostilAlignmentWeights *weights)
{
  g_autoptr(GArray) members = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr(GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  g_autoptr(GArray) chosen = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree guint *order = g_new (guint, MAX (n_units, 1));
  Search self = { units, n_units, n_coders, weights, n_coders * (n_coders - 1) / 2.0, order, members, candidates, chosen, 0, FALSE };

  g_return_val_if_fail (units != NULL || n_units == 0, NULL);
  g_return_val_if_fail (n_coders >= 2, NULL);
  g_return_val_if_fail (weights != NULL, NULL);

  for (guint i = 0; i < n_units; i++)
    order[i] = i;
  g_qsort_with_data (order, (int) n_units, sizeof *order, compare_places, (gpointer) units);
  if (n_coders <= 16)
    find_candidates (&self);
  else
    self.is_too_large = TRUE;
  if (!self.is_too_large)
    solve (&self);
  return self.is_too_large ? NULL : make_alignment (&self);
}

void
postil_alignment_free (PostilAlignment *self)
{
  if (self == NULL)
    return;

  g_free (self->members);
  g_free (self);
}
