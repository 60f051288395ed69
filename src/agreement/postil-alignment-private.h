/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "agreement/postil-alignment.h"

G_BEGIN_DECLS

/* What the files of the search for the best alignment share. */

/* A tuple of at least two units, the first of which stands leftmost. */
typedef struct
{
  guint  first; /* into the search's members */
  guint  n;
  double cost;
} PostilAlignmentCandidate;

typedef struct
{
  const PostilAlignedUnit      *units;
  guint                         n_units;
  guint                         n_coders;
  const PostilAlignmentWeights *weights;
  double                        n_pairs;    /* of coders: what a unit alone costs */
  guint                        *order;      /* units by place */
  GArray                       *members;    /* of guint: places in the order */
  GArray                       *candidates; /* of PostilAlignmentCandidate */
  GArray                       *chosen;     /* of guint: candidates in the alignment */
  double                        steps;
  gboolean                      is_too_large;
} PostilAlignmentSearch;

static inline const PostilAlignedUnit *
postil_alignment_get_unit (const PostilAlignmentSearch *self, guint place)
{
  return &self->units[self->order[place]];
}

static inline const guint *
postil_alignment_get_members (const PostilAlignmentSearch *self, const PostilAlignmentCandidate *candidate)
{
  return &g_array_index (self->members, guint, candidate->first);
}

/* A group of units that tuples join, two coders' or more; @group: its candidates. What is best of
 * them is added to what is chosen, or the search is said to be too large. */
void postil_alignment_solve_pairs  (PostilAlignmentSearch *self,
                                    const guint           *places,
                                    guint                  n_places,
                                    const guint           *group,
                                    guint                  n_group);
void postil_alignment_solve_tuples (PostilAlignmentSearch *self,
                                    const guint           *places,
                                    guint                  n_places,
                                    const guint           *group,
                                    guint                  n_group);

G_END_DECLS
