/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "base/postil-span.h"

G_BEGIN_DECLS

/* Approximate search: where a pattern stands in a text with at most so many edits
 * (insertions, deletions, substitutions of one code point). Built once a text, then read by
 * any number of threads. */
typedef struct _PostilApproximate PostilApproximate;

typedef struct
{
  PostilSpan span;
  guint      errors;
} PostilApproximateMatch;

/* @chars is borrowed and must outlive the index. */
PostilApproximate *postil_approximate_new      (const gunichar *chars, guint n_chars) G_GNUC_WARN_UNUSED_RESULT;
void               postil_approximate_free     (PostilApproximate *self);
/* Up to @max_matches, fewest errors first, one a place (matches that overlap a better one
 * are left out); of those with as many errors, the one nearest to @near first. Returns how
 * many. Nothing is missed but on texts with more than 256 places that share most of
 * the pattern's trigrams, of which those that share the most are looked at. */
guint              postil_approximate_find     (PostilApproximate *self,
                                                const gunichar *pattern, guint n_pattern,
                                                guint max_errors, guint near,
                                                PostilApproximateMatch *matches, guint max_matches);
/* How much of @pattern stands in @window, its last characters (@at_end) or its first ones
 * being aligned: 1 for all of it, 0 for none; the other side of @window is free. At most
 * 64 characters of each are looked at. */
double             postil_approximate_affinity (const gunichar *pattern, guint n_pattern,
                                                const gunichar *window, guint n_window,
                                                gboolean at_end);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilApproximate, postil_approximate_free)

G_END_DECLS
