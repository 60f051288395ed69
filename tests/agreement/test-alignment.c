/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The best alignment against published disorders (pygamma-agreement 0.5.9, as DKPro's fixtures
 * record them; “Alex, Paul, Suzan” of the γ software) and against trying all alignments. */

#include "config.h"

#include "agreement/postil-alignment.h"

#include <math.h>

static void
assert_disorder (const PostilAlignedUnit *units, guint n, guint n_coders, double alpha, double beta,
                 double expected, double within)
{
  const PostilAlignmentWeights weights = { alpha, beta };
  g_autoptr(PostilAlignment) alignment = postil_alignment_find (units, n, n_coders, &weights);

  g_assert_nonnull (alignment);
  g_assert_cmpfloat_with_epsilon (alignment->disorder / n * n_coders, expected, within);
}

static void
test_two (void)
{
  const PostilAlignedUnit simple[] = { { 1, 5, 0, 0 }, { 6, 10, 1, 0 }, { 11, 15, 0, 0 },
                                       { 2, 6, 0, 1 }, { 7, 11, 1, 1 }, { 12, 16, 0, 1 } };
  const PostilAlignedUnit unequal[] = { { 1, 5, 0, 0 }, { 6, 10, 1, 0 }, { 20, 24, 0, 0 },
                                        { 30, 34, 1, 0 }, { 2, 6, 0, 1 }, { 31, 35, 1, 1 } };
  const PostilAlignedUnit weighted[] = { { 1, 5, 0, 0 }, { 6, 10, 1, 0 }, { 11, 15, 2, 0 },
                                         { 2, 7, 0, 1 }, { 8, 12, 1, 1 }, { 11, 15, 0, 1 } };
  PostilAlignedUnit larger[32];

  for (guint i = 0; i < 16; i++)
    {
      larger[i] = (PostilAlignedUnit) { 10 * i + 1, 10 * i + 6, i % 3, 0 };
      larger[16 + i] = (PostilAlignedUnit) { 10 * i + 2, 10 * i + 8, (i + 1) % 3, 1 };
    }
  assert_disorder (simple, 6, 2, 1, 1, 0.0625, 1e-6);
  assert_disorder (unequal, 6, 2, 1, 1, 0.7083333, 1e-6);
  assert_disorder (weighted, 6, 2, 3, 2, 1.0277778, 1e-6);
  assert_disorder (larger, 32, 2, 1, 1, 1.0743802, 1e-6);
}

static void
test_three (void)
{
  const PostilAlignedUnit units[] = { { 1, 5, 0, 0 }, { 10, 14, 1, 0 }, { 2, 6, 0, 1 },
                                      { 11, 15, 1, 1 }, { 1, 4, 0, 2 }, { 9, 14, 2, 2 } };
  const PostilAlignedUnit named[] = {
    { 2, 9, 1, 0 }, { 11, 17, 2, 0 }, { 24, 30, 5, 0 }, { 32, 36, 6, 0 }, { 36, 44, 6, 0 }, { 44, 60, 7, 0 },
    { 2, 9, 1, 1 }, { 11, 17, 3, 1 }, { 19, 25, 5, 1 }, { 32, 44, 6, 1 },
    { 2, 9, 1, 2 }, { 11, 17, 4, 2 }, { 21, 27, 5, 2 }, { 32, 36, 6, 2 }, { 36, 40, 6, 2 }, { 40, 44, 6, 2 },
  };

  assert_disorder (units, 6, 3, 1, 1, 0.4087564, 1e-6);
  assert_disorder (named, G_N_ELEMENTS (named), 3, 3, 1, 0.96, 0.01);
}

/* The least cost of all partitions into tuples: the first unit left goes alone or with any of
 * the tuples that it can begin. */
typedef struct
{
  const PostilAlignedUnit *units;
  guint                    n;
  guint                    n_coders;
} Trial;

static double
get_tuple_disorder (const Trial *trial, const guint *tuple, guint n)
{
  double n_pairs = trial->n_coders * (trial->n_coders - 1) / 2.0;
  double sum = n_pairs - n * (n - 1) / 2.0;

  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < i; j++)
      {
        const PostilAlignedUnit *a = &trial->units[tuple[i]];
        const PostilAlignedUnit *b = &trial->units[tuple[j]];
        double far = (fabs (a->start - b->start) + fabs (a->end - b->end)) / (a->end - a->start + b->end - b->start);

        sum += far * far + (a->code != b->code);
      }
  return sum / n_pairs;
}

static double try_all (const Trial *trial, guint32 taken);

static double
try_tuples (const Trial *trial, guint32 taken, guint *tuple, guint n)
{
  double best = get_tuple_disorder (trial, tuple, n) + try_all (trial, taken);

  for (guint i = tuple[n - 1] + 1; i < trial->n; i++)
    {
      gboolean fits = !(taken >> i & 1);

      for (guint j = 0; j < n && fits; j++)
        fits = trial->units[tuple[j]].coder != trial->units[i].coder;
      if (!fits)
        continue;
      tuple[n] = i;
      best = MIN (best, try_tuples (trial, taken | 1u << i, tuple, n + 1));
    }
  return best;
}

static double
try_all (const Trial *trial, guint32 taken)
{
  guint tuple[8] = { 0 };

  while (tuple[0] < trial->n && (taken >> tuple[0] & 1))
    tuple[0]++;
  return tuple[0] == trial->n ? 0 : try_tuples (trial, taken | 1u << tuple[0], tuple, 1);
}

static void
assert_partition (const PostilAlignment *alignment, const PostilAlignedUnit *units, guint n)
{
  g_autofree guint *seen = g_new0 (guint, n);

  for (guint i = 0; i < alignment->n_tuples * alignment->n_coders; i++)
    if (alignment->members[i] != G_MAXUINT)
      {
        g_assert_cmpuint (units[alignment->members[i]].coder, ==, i % alignment->n_coders);
        seen[alignment->members[i]]++;
      }
  for (guint i = 0; i < n; i++)
    g_assert_cmpuint (seen[i], ==, 1);
}

static void
test_all (void)
{
  const PostilAlignmentWeights weights = { 1, 1 };

  for (guint round = 0; round < 1500; round++)
    {
      PostilAlignedUnit units[9];
      guint n_coders = (guint) g_test_rand_int_range (2, 5);
      guint n = (guint) g_test_rand_int_range (1, n_coders == 2 ? 10 : 8);
      Trial trial = { units, n, n_coders };
      g_autoptr(PostilAlignment) alignment = NULL;

      for (guint i = 0; i < n; i++)
        {
          double start = g_test_rand_int_range (0, round % 2 ? 12 : 60);

          units[i] = (PostilAlignedUnit) { start, start + g_test_rand_int_range (1, 12),
                                           (guint) g_test_rand_int_range (0, 3),
                                           (guint) g_test_rand_int_range (0, (gint32) n_coders) };
        }
      alignment = postil_alignment_find (units, n, n_coders, &weights);
      g_assert_nonnull (alignment);
      assert_partition (alignment, units, n);
      g_assert_cmpfloat_with_epsilon (alignment->disorder, try_all (&trial, 0), 1e-9);
    }
}

/* Many coders at one place: refused, not wrong and not forever. */
static void
test_too_large (void)
{
  const PostilAlignmentWeights weights = { 1, 1 };
  g_autofree PostilAlignedUnit *units = g_new (PostilAlignedUnit, 12 * 12);

  for (guint i = 0; i < 144; i++)
    units[i] = (PostilAlignedUnit) { i % 7, 20 + i % 5, 0, i % 12 };
  g_assert_null (postil_alignment_find (units, 144, 12, &weights));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/alignment/two", test_two);
  g_test_add_func ("/alignment/three", test_three);
  g_test_add_func ("/alignment/all", test_all);
  g_test_add_func ("/alignment/too-large", test_too_large);
  return g_test_run ();
}
