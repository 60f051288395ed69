/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Finds the best alignment exactly. A tuple is worth considering only where no splitting of it
 * in two costs less, and units that no such tuple joins are apart: each group of units is
 * solved for itself, as pairs or as tuples. Disorder is counted in dissimilarities here (not yet
 * divided by the number of pairs of coders). Pure. */

#include "config.h"

#include "agreement/postil-alignment.h"

#include "agreement/postil-alignment-private.h"

#include <math.h>

#define MAX_CANDIDATES 2000000
#define MAX_STEPS 5e7 /* of looking for them */

double
postil_alignment_get_positional (const PostilAlignedUnit *a, const PostilAlignedUnit *b)
{
  double lengths = (a->end - a->start) + (b->end - b->start);
  double far = lengths > 0 ? (fabs (a->start - b->start) + fabs (a->end - b->end)) / lengths : 0;

  return far * far;
}

static double
get_dissimilarity (const PostilAlignmentSearch *self, guint a, guint b)
{
  const PostilAlignedUnit *first = postil_alignment_get_unit (self, a);
  const PostilAlignedUnit *second = postil_alignment_get_unit (self, b);

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
get_cost (const PostilAlignmentSearch *self, const guint *places, guint n)
{
  double cost = self->n_pairs - n * (n - 1) / 2.0;

  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < i; j++)
      cost += get_dissimilarity (self, places[i], places[j]);
  return cost;
}

/* Whether no splitting in two is as cheap. In all of 2ⁿ⁻¹, since coders are few. */
static gboolean
is_indivisible (const PostilAlignmentSearch *self, const guint *places, guint n)
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
add_candidate (PostilAlignmentSearch *self, const guint *places, guint n)
{
  PostilAlignmentCandidate candidate = { self->members->len, n, get_cost (self, places, n) };

  g_array_append_vals (self->members, places, n);
  g_array_append_val (self->candidates, candidate);
  if (self->candidates->len > MAX_CANDIDATES)
    self->is_too_large = TRUE;
}

/* Beyond this place no unit can be worth a tuple with the one at @place: the distance of two
 * units is at least that of their starts, and what a tuple saves is bounded. */
static gboolean
may_go_together (const PostilAlignmentSearch *self, guint a, guint b)
{
  double most = self->n_pairs + floor (self->n_coders / 2.0) * ceil (self->n_coders / 2.0);

  return get_dissimilarity (self, a, b) < most;
}

static void
extend (PostilAlignmentSearch *self, guint *places, guint n, const guint *near, guint n_near, guint from)
{
  for (guint i = from; i < n_near && !self->is_too_large; i++)
    {
      gboolean fits = TRUE;

      for (guint j = 0; j < n && fits; j++)
        fits = postil_alignment_get_unit (self, places[j])->coder != postil_alignment_get_unit (self, near[i])->coder &&
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
find_candidates (PostilAlignmentSearch *self)
{
  g_autofree guint *places = g_new (guint, self->n_coders);
  g_autofree guint *near = g_new (guint, self->n_units);

  for (guint i = 0; i < self->n_units && !self->is_too_large; i++)
    {
      guint n_near = 0;

      for (guint j = i + 1; j < self->n_units; j++)
        if (postil_alignment_get_unit (self, j)->coder != postil_alignment_get_unit (self, i)->coder && may_go_together (self, i, j))
          near[n_near++] = j;
      places[0] = i;
      extend (self, places, 1, near, n_near, 0);
    }
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
find_groups (PostilAlignmentSearch *self)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func (group_free);
  g_autofree guint *roots = g_new (guint, self->n_units);
  g_autofree Group **of_root = g_new0 (Group *, self->n_units);

  for (guint i = 0; i < self->n_units; i++)
    roots[i] = i;
  for (guint i = 0; i < self->candidates->len; i++)
    {
      const PostilAlignmentCandidate *candidate = &g_array_index (self->candidates, PostilAlignmentCandidate, i);
      const guint *members = postil_alignment_get_members (self, candidate);

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
      const PostilAlignmentCandidate *candidate = &g_array_index (self->candidates, PostilAlignmentCandidate, i);

      g_array_append_val (of_root[find_root (roots, postil_alignment_get_members (self, candidate)[0])]->candidates, i);
    }
  return groups;
}

static void
solve (PostilAlignmentSearch *self)
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
        postil_alignment_solve_pairs (self, places, group->places->len, candidates, group->candidates->len);
      else
        postil_alignment_solve_tuples (self, places, group->places->len, candidates, group->candidates->len);
    }
}

static void
add_tuple (const PostilAlignmentSearch *self, PostilAlignment *alignment, const guint *places, guint n, double cost)
{
  guint *members = &alignment->members[(gsize) alignment->n_tuples * self->n_coders];

  for (guint i = 0; i < self->n_coders; i++)
    members[i] = G_MAXUINT;
  for (guint i = 0; i < n; i++)
    members[postil_alignment_get_unit (self, places[i])->coder] = self->order[places[i]];
  alignment->disorder += cost / self->n_pairs;
  alignment->n_tuples++;
}

static PostilAlignment *
make_alignment (const PostilAlignmentSearch *self)
{
  PostilAlignment *alignment = g_new0 (PostilAlignment, 1);
  g_autofree gboolean *is_taken = g_new0 (gboolean, self->n_units);

  alignment->n_coders = self->n_coders;
  alignment->members = g_new (guint, (gsize) self->n_units * self->n_coders);
  for (guint i = 0; i < self->chosen->len; i++)
    {
      const PostilAlignmentCandidate *candidate = &g_array_index (self->candidates, PostilAlignmentCandidate, g_array_index (self->chosen, guint, i));
      const guint *members = postil_alignment_get_members (self, candidate);

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
  g_autoptr(GArray) candidates = g_array_new (FALSE, FALSE, sizeof (PostilAlignmentCandidate));
  g_autoptr(GArray) chosen = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree guint *order = g_new (guint, MAX (n_units, 1));
  PostilAlignmentSearch self = { units, n_units, n_coders, weights, n_coders * (n_coders - 1) / 2.0, order, members, candidates, chosen, 0, FALSE };

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
