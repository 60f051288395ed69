/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The best alignment of what several coders marked in one article: which of their units are
 * about the same thing. From Mathet, Widlöcher, Métivier (2015), “The unified and holistic
 * method gamma (γ)”, Computational Linguistics 41(3), sections 4.3 to 4.5. */

typedef struct
{
  double start; /* code points, or any other measure of place */
  double end;
  guint  code;
  guint  coder;
} PostilAlignedUnit;

/* The weights of place and of code in the dissimilarity; a unit without a partner costs 1. */
typedef struct
{
  double alpha;
  double beta;
} PostilAlignmentWeights;

typedef struct
{
  double  disorder; /* the sum over the tuples of their mean dissimilarity over pairs of coders */
  guint   n_tuples;
  guint   n_coders;
  guint  *members;  /* n_tuples × n_coders: a unit's index, or G_MAXUINT for none */
} PostilAlignment;

/* ((|Δstart| + |Δend|) / (length + length))²: 0 for the same place, 1 for units that touch. */
double           postil_alignment_get_positional (const PostilAlignedUnit      *a,
                                                  const PostilAlignedUnit      *b);

/* The alignment of least disorder, exactly; every unit is in one tuple, of at most one unit a
 * coder. Returns NULL where the search would take too much memory or time (many coders, with
 * many units at one place). At least two coders. */
PostilAlignment *postil_alignment_find           (const PostilAlignedUnit      *units,
                                                  guint                         n_units,
                                                  guint                         n_coders,
                                                  const PostilAlignmentWeights *weights) G_GNUC_WARN_UNUSED_RESULT;
void             postil_alignment_free           (PostilAlignment              *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilAlignment, postil_alignment_free)

G_END_DECLS
