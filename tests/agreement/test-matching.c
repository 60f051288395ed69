/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Maximum matching against trying everything. */

#include "config.h"

#include "agreement/postil-matching.h"

static GPtrArray *
make_passages (guint n)
{
  GPtrArray *passages = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_annotation_unref);

  for (guint i = 0; i < n; i++)
    {
      guint start = (guint) g_test_rand_int_range (0, 40);
      PostilPiece pieces[2] = { { { start, start + (guint) g_test_rand_int_range (1, 15) }, "x", NULL, NULL } };
      g_autofree char *id = g_strdup_printf ("urn:%u", i);
      PostilAnnotationInit init = { .id = id, .code = g_test_rand_bit () ? "a" : "b",
                                    .pieces = pieces, .n_pieces = 1 };

      if (g_test_rand_int_range (0, 4) == 0)
        {
          pieces[1] = (PostilPiece) { { pieces[0].span.end + 2, pieces[0].span.end + 6 }, "y", NULL, NULL };
          init.n_pieces = 2;
        }
      g_ptr_array_add (passages, postil_annotation_new (&init));
    }
  for (guint i = 1; i < n; i++)
    for (guint j = i; j > 0 && postil_annotation_compare (passages->pdata[j - 1], passages->pdata[j]) > 0; j--)
      {
        gpointer swap = passages->pdata[j];

        passages->pdata[j] = passages->pdata[j - 1];
        passages->pdata[j - 1] = swap;
      }
  return passages;
}

/* The best over all ways to pair what is left of @first from @i on. */
static double
try_all (GPtrArray *first, GPtrArray *second, guint i, guint used, double least, double bonus)
{
  double best;

  if (i == first->len)
    return 0;

  best = try_all (first, second, i + 1, used, least, bonus);
  for (guint j = 0; j < second->len; j++)
    {
      double iou = postil_matching_iou (first->pdata[i], second->pdata[j]);

      if ((used & (1u << j)) == 0 && iou > 0 && iou >= least &&
          g_str_equal (postil_annotation_get_code (first->pdata[i]),
                       postil_annotation_get_code (second->pdata[j])))
        best = MAX (best, iou + bonus + try_all (first, second, i + 1, used | (1u << j), least, bonus));
    }
  return best;
}

static void
test_against_all (void)
{
  for (guint round = 0; round < 400; round++)
    {
      g_autoptr(GPtrArray) first = make_passages ((guint) g_test_rand_int_range (0, 7));
      g_autoptr(GPtrArray) second = make_passages ((guint) g_test_rand_int_range (0, 7));
      double least = g_test_rand_bit () ? 0.3 : 0;
      g_autoptr(GArray) best = postil_matching_find (first, second, NULL, least, POSTIL_MATCHING_BEST);
      g_autoptr(GArray) most = postil_matching_find (first, second, NULL, least, POSTIL_MATCHING_MOST);
      double total = 0, most_total = 0;

      for (guint i = 0; i < best->len; i++)
        total += g_array_index (best, PostilMatchedPair, i).iou;
      for (guint i = 0; i < most->len; i++)
        most_total += g_array_index (most, PostilMatchedPair, i).iou + 100;
      g_assert_cmpfloat_with_epsilon (total, try_all (first, second, 0, 0, least, 0), 1e-9);
      g_assert_cmpfloat_with_epsilon (most_total, try_all (first, second, 0, 0, least, 100), 1e-9);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/matching/against-all", test_against_all);

  return g_test_run ();
}
