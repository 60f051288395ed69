/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Heat against counting character by character, passages of consensus against what they
 * promise, and scores against trying every pairing. */

#include "config.h"

#include "agreement/postil-class.h"

#include <string.h>

#include "agreement/postil-matching.h"

#define N_CHARS 60u

static PostilLayer *
make_layer (const char *coder)
{
  PostilLayerInfo info = { .coder = coder, .article = "a.txt", .schema_version = 1 };

  return postil_layer_new (&info);
}

static void
mark_pieces (PostilLayer *layer, const char *code, const PostilPiece *pieces, guint n_pieces)
{
  g_autofree char *id = g_strdup_printf ("urn:%u", postil_layer_get_n_annotations (layer));
  PostilAnnotationInit init = { .id = id, .code = code, .pieces = pieces, .n_pieces = n_pieces };
  g_autoptr (PostilAnnotation) annotation = postil_annotation_new (&init);

  postil_layer_add (layer, annotation);
}

static void
mark (PostilLayer *layer, const char *code, guint start, guint end)
{
  PostilPiece piece = { { start, end }, "x", NULL, NULL };

  mark_pieces (layer, code, &piece, 1);
}

static PostilLayer *
make_random_layer (guint n)
{
  PostilLayer *layer = make_layer ("x");

  for (guint i = 0; i < n; i++)
    {
      guint start = (guint) g_test_rand_int_range (0, (int) N_CHARS - 16);
      PostilPiece pieces[2] = { { { start, start + (guint) g_test_rand_int_range (1, 9) }, "x", NULL, NULL } };

      pieces[1] = (PostilPiece) { { pieces[0].span.end + 2, pieces[0].span.end + 6 }, "y", NULL, NULL };
      mark_pieces (layer, g_test_rand_bit () ? "a" : "b", pieces, g_test_rand_int_range (0, 4) == 0 ? 2 : 1);
    }
  return layer;
}

static gboolean
covers (PostilLayer *layer, const char *code, guint place)
{
  for (guint i = 0; i < postil_layer_get_n_annotations (layer); i++)
    {
      PostilAnnotation *annotation = postil_layer_get_annotation (layer, i);

      if ((code == NULL || g_str_equal (code, postil_annotation_get_code (annotation)))
          && postil_annotation_contains (annotation, place))
        return TRUE;
    }
  return FALSE;
}

static void
check_who (PostilHeat *heat, GPtrArray *layers, const char *code, guint place)
{
  g_autoptr (GArray) who = postil_heat_find_who (heat, (PostilSpan) { place, place + 1 });
  guint k = 0;

  for (guint i = 0; i < layers->len; i++)
    if (covers (layers->pdata[i], code, place))
      {
        g_assert_cmpuint (k, <, who->len);
        g_assert_cmpuint (g_array_index (who, guint, k++), ==, i);
      }
  g_assert_cmpuint (k, ==, who->len);
}

/* Runs are sorted, apart, and no two that touch have the same layers. */
static void
check_runs (PostilHeat *heat)
{
  guint n = 0;
  const PostilHeatRun *runs = postil_heat_get_runs (heat, &n);

  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpuint (runs[i].span.start, <, runs[i].span.end);
      g_assert_cmpuint (runs[i].n, >, 0);
      if (i > 0)
        g_assert_cmpuint (runs[i - 1].span.end, <=, runs[i].span.start);
      if (i > 0 && runs[i - 1].span.end == runs[i].span.start && runs[i - 1].n == runs[i].n)
        {
          g_autoptr (GArray) before = postil_heat_find_who (heat, runs[i - 1].span);
          g_autoptr (GArray) here = postil_heat_find_who (heat, runs[i].span);

          g_assert_cmpuint (before->len, ==, here->len);
          g_assert_cmpint (memcmp (before->data, here->data, before->len * sizeof (guint)), !=, 0);
        }
    }
}

static void
check_passages (PostilHeat *heat, const guint *counts)
{
  g_autoptr (GArray) passages = postil_heat_find_passages (heat);
  guint of_char[N_CHARS] = { 0 };

  for (guint i = 0; i < passages->len; i++)
    {
      const PostilHeatPassage *passage = &g_array_index (passages, PostilHeatPassage, i);
      guint peak = 0;
      double sum = 0;

      for (guint c = passage->span.start; c < passage->span.end; c++)
        {
          peak = MAX (peak, counts[c]);
          sum += counts[c];
          g_assert_cmpuint (2 * counts[c], >=, passage->n);
          g_assert_cmpuint (of_char[c], ==, 0);
          of_char[c] = i + 1;
        }
      g_assert_cmpuint (peak, ==, passage->n);
      g_assert_cmpfloat_with_epsilon (passage->mean, sum / postil_span_length (passage->span), 1e-9);
    }
  for (guint c = 0; c + 1 < N_CHARS; c++)
    {
      guint left = of_char[c], right = of_char[c + 1];
      guint n_left = left > 0 ? g_array_index (passages, PostilHeatPassage, left - 1).n : 0;
      guint n_right = right > 0 ? g_array_index (passages, PostilHeatPassage, right - 1).n : 0;

      /* As far as half of the peak reaches, or to higher ground; apart where a gap or a valley is. */
      if (left > 0 && right == 0)
        g_assert_true (2 * counts[c + 1] < n_left || counts[c + 1] > n_left);
      if (left == 0 && right > 0)
        g_assert_true (2 * counts[c] < n_right || counts[c] > n_right);
      if (left > 0 && right > 0 && left != right)
        g_assert_cmpuint (2 * MIN (counts[c], counts[c + 1]), <, MAX (n_left, n_right));
    }
  /* What belongs to no passage slopes up to one. */
  for (guint c = 0; c < N_CHARS; c++)
    if (counts[c] > 0 && of_char[c] == 0)
      {
        guint left = c, right = c;

        while (left > 0 && of_char[left] == 0 && counts[left - 1] >= counts[left])
          left--;
        while (right + 1 < N_CHARS && of_char[right] == 0 && counts[right + 1] >= counts[right])
          right++;
        g_assert_true (of_char[left] > 0 || of_char[right] > 0);
      }
}

static void
test_heat_against_counting (void)
{
  for (guint round = 0; round < 600; round++)
    {
      g_autoptr (GPtrArray) layers = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_layer_unref);
      const char *code = g_test_rand_bit () ? "a" : NULL;
      guint n = (guint) g_test_rand_int_range (0, 9);
      guint counts[N_CHARS] = { 0 };
      g_autoptr (PostilHeat) heat = NULL;
      guint peak = 0;

      for (guint i = 0; i < n; i++)
        g_ptr_array_add (layers, make_random_layer ((guint) g_test_rand_int_range (0, 6)));
      heat = postil_heat_new ((PostilLayer *const *) layers->pdata, layers->len, code);
      check_runs (heat);
      for (guint place = 0; place < N_CHARS; place++)
        {
          const PostilHeatRun *run = postil_heat_find (heat, place);

          for (guint i = 0; i < layers->len; i++)
            counts[place] += covers (layers->pdata[i], code, place);
          g_assert_cmpuint (run != NULL ? run->n : 0, ==, counts[place]);
          peak = MAX (peak, counts[place]);
          check_who (heat, layers, code, place);
        }
      g_assert_cmpuint (peak, ==, postil_heat_get_peak (heat));
      check_passages (heat, counts);
    }
}

static void
test_passages (void)
{
  g_autoptr (GPtrArray) layers = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_layer_unref);
  g_autoptr (PostilHeat) heat = NULL;
  g_autoptr (GArray) passages = NULL;
  const PostilHeatPassage *first = NULL;
  const PostilHeatPassage *second = NULL;

  /* Six of ten agree on 10–20, one of them goes on to 40; four agree on 30–40. */
  for (guint i = 0; i < 10; i++)
    {
      PostilLayer *layer = make_layer ("x");

      if (i == 0)
        mark (layer, "a", 10, 40);
      else if (i < 6)
        mark (layer, "a", 10, 20);
      else if (i < 9)
        mark (layer, "a", 30, 40);
      g_ptr_array_add (layers, layer);
    }
  heat = postil_heat_new ((PostilLayer *const *) layers->pdata, layers->len, "a");
  passages = postil_heat_find_passages (heat);
  g_assert_cmpuint (passages->len, ==, 2);
  first = &g_array_index (passages, PostilHeatPassage, 0);
  second = &g_array_index (passages, PostilHeatPassage, 1);
  g_assert_true (postil_span_equal (first->span, (PostilSpan) { 10, 20 }));
  g_assert_cmpuint (first->n, ==, 6);
  g_assert_true (postil_span_equal (second->span, (PostilSpan) { 30, 40 }));
  g_assert_cmpuint (second->n, ==, 4);
  g_assert_cmpint (postil_heat_passage_compare (first, second), <, 0);
}

/* The greatest sum of intersections over union, over all ways to pair what is of one code. */
static double
try_all (PostilLayer *key, PostilLayer *layer, const char *code, guint i, guint used, double least, gboolean counts)
{
  PostilAnnotation *a = NULL;
  double best = 0;

  if (i == postil_layer_get_n_annotations (key))
    return 0;
  a = postil_layer_get_annotation (key, i);
  best = try_all (key, layer, code, i + 1, used, least, counts);
  for (guint j = 0; j < postil_layer_get_n_annotations (layer); j++)
    {
      PostilAnnotation *b = postil_layer_get_annotation (layer, j);
      double iou = postil_matching_iou (a, b);

      if ((used & (1u << j)) == 0 && iou > 0 && iou >= least - 1e-12
          && (code == NULL || g_str_equal (code, postil_annotation_get_code (a)))
          && g_str_equal (postil_annotation_get_code (a), postil_annotation_get_code (b)))
        best = MAX (best, (counts ? 1 : iou) + try_all (key, layer, code, i + 1, used | (1u << j), least, counts));
    }
  return best;
}

static guint
count (PostilLayer *layer, const char *code)
{
  return code != NULL ? postil_layer_count_code (layer, code) : postil_layer_get_n_annotations (layer);
}

static void
check_items (const PostilScore *score, guint n_key, guint n_passages)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  guint n_key_items = 0, n_passage_items = 0;
  double credit = 0;

  for (guint i = 0; i < score->items->len; i++)
    {
      const PostilScoreItem *item = &g_array_index (score->items, PostilScoreItem, i);

      if (item->key != NULL)
        {
          g_assert_true (g_hash_table_add (seen, item->key));
          n_key_items++;
        }
      if (item->passage != NULL)
        {
          g_assert_true (g_hash_table_add (seen, item->passage));
          n_passage_items++;
        }
      credit += item->credit;
      g_assert_true ((item->reason == POSTIL_REASON_FOUND) == (item->key != NULL && item->passage != NULL
                     && postil_annotation_same_place (item->key, item->passage)
                     && g_str_equal (postil_annotation_get_code (item->key), postil_annotation_get_code (item->passage))));
      if (item->reason == POSTIL_REASON_OTHER_CODE)
        {
          g_assert_cmpstr (postil_annotation_get_code (item->key), !=, postil_annotation_get_code (item->passage));
          g_assert_cmpfloat (postil_matching_iou (item->key, item->passage), >=, POSTIL_SCORE_OVERLAP);
        }
    }
  g_assert_cmpuint (n_key_items, ==, n_key);
  g_assert_cmpuint (n_passage_items, ==, n_passages);
  g_assert_cmpfloat_with_epsilon (credit, score->total_iou, 1e-9);
}

static void
test_score_against_all (void)
{
  for (guint round = 0; round < 500; round++)
    {
      g_autoptr (PostilLayer) key = make_random_layer ((guint) g_test_rand_int_range (0, 6));
      g_autoptr (PostilLayer) layer = make_random_layer ((guint) g_test_rand_int_range (0, 6));
      const char *code = g_test_rand_bit () ? "a" : NULL;
      g_autoptr (PostilScore) score = NULL;
      double credit = 0;

      /* What is the same is rare among random ones. */
      for (guint i = 0; i < postil_layer_get_n_annotations (key); i++)
        if (g_test_rand_bit ())
          {
            guint n_pieces = 0;
            const PostilPiece *pieces = postil_annotation_get_pieces (postil_layer_get_annotation (key, i), &n_pieces);

            mark_pieces (layer, g_test_rand_bit () ? "a" : "b", pieces, n_pieces);
          }
      score = postil_score_new (key, layer, code, POSTIL_SCORE_OVERLAP);
      g_assert_cmpuint (score->n_key, ==, count (key, code));
      g_assert_cmpuint (score->n_passages, ==, count (layer, code));
      g_assert_cmpfloat_with_epsilon (score->total_iou, try_all (key, layer, code, 0, 0, 0, FALSE), 1e-9);
      g_assert_cmpfloat_with_epsilon (score->n_exact, try_all (key, layer, code, 0, 0, 1, TRUE), 1e-9);
      g_assert_cmpfloat_with_epsilon (score->n_overlap, try_all (key, layer, code, 0, 0, POSTIL_SCORE_OVERLAP, TRUE), 1e-9);
      check_items (score, count (key, code), count (layer, code));
      if (postil_score_get_partial (score, &credit))
        g_assert_true (credit >= 0 && credit <= 1);
      else
        g_assert_cmpuint (score->n_key + score->n_passages, ==, 0);
    }
}

/* Worked out by hand. */
static void
test_score (void)
{
  g_autoptr (PostilCodebook) codebook = postil_codebook_new_builtin ();
  g_autoptr (PostilLayer) key = make_layer ("teacher");
  g_autoptr (PostilLayer) layer = make_layer ("anna");
  g_autoptr (PostilScore) score = NULL;
  static const char *const texts[] = { "Found", "Found, borders off by 3 characters", "Other code: Outcome", "Missed", "Not in the key" };
  const PostilScoreItem *border = NULL;
  double share = 0;

  mark (key, "concern", 0, 10);
  mark (layer, "concern", 0, 10);
  mark (key, "position", 20, 30);
  mark (layer, "position", 19, 28);
  mark (key, "concession", 40, 50);
  mark (layer, "outcome", 42, 50);
  mark (key, "concern", 60, 70);
  mark (layer, "concern", 80, 90);
  score = postil_score_new (key, layer, NULL, POSTIL_SCORE_OVERLAP);
  g_assert_cmpuint (score->items->len, ==, 5);
  for (guint i = 0; i < score->items->len; i++)
    {
      g_autofree char *text = postil_score_item_dup_text (&g_array_index (score->items, PostilScoreItem, i), codebook);

      g_assert_cmpuint (g_array_index (score->items, PostilScoreItem, i).reason, ==, i);
      g_assert_cmpstr (text, ==, texts[i]);
    }
  border = &g_array_index (score->items, PostilScoreItem, 1);
  g_assert_cmpint (border->n_start, ==, -1);
  g_assert_cmpint (border->n_end, ==, -2);
  g_assert_cmpfloat_with_epsilon (border->credit, 8.0 / 11, 1e-12);
  g_assert_true (postil_score_get_exact (score, &share));
  g_assert_cmpfloat_with_epsilon (share, 2.0 / 8, 1e-12);
  g_assert_true (postil_score_get_overlap (score, &share));
  g_assert_cmpfloat_with_epsilon (share, 4.0 / 8, 1e-12);
  g_assert_true (postil_score_get_partial (score, &share));
  g_assert_cmpfloat_with_epsilon (share, 2 * (1 + 8.0 / 11) / 8, 1e-12);
}

static void
test_class (void)
{
  g_autoptr (PostilText) text = postil_text_new_from_utf8 ("Somebody said something about a thing, and so on.", -1, NULL);
  g_autoptr (PostilCodebook) codebook = postil_codebook_new_builtin ();
  g_autoptr (PostilLayer) key = make_layer ("teacher");
  g_autoptr (PostilLayer) anna = make_layer ("anna");
  g_autoptr (PostilLayer) ben = make_layer ("ben");
  g_autoptr (PostilLayer) none = make_layer ("cem");
  PostilLayer *layers[] = { anna, ben, none };
  PostilClassInit init = { text, codebook, layers, 3, key, NULL, FALSE };
  g_autoptr (PostilClass) class = NULL;
  g_autoptr (PostilClass) hidden = NULL;
  g_autoptr (PostilClassTable) scores = NULL;
  g_autoptr (GArray) who = NULL;
  g_autofree char *names = NULL;

  mark (key, "concern", 0, 8);
  mark (anna, "concern", 0, 8);
  mark (ben, "concern", 0, 13);
  mark (ben, "outcome", 0, 8);
  class = postil_class_new (&init);
  g_assert_cmpuint (postil_class_get_n_passages (class), ==, 2);
  g_assert_cmpstr (postil_class_get_passage (class, 0)->code, ==, "concern");
  g_assert_cmpuint (postil_class_get_passage (class, 0)->n, ==, 2);
  who = postil_class_find_who (class, 0);
  names = postil_class_dup_names (class, who);
  g_assert_cmpstr (names, ==, "anna, ben");
  g_assert_cmpuint (postil_class_get_n_key_items (class), ==, 1);
  g_assert_cmpuint (postil_class_get_key_item (class, 0)->n_reasons[POSTIL_REASON_FOUND], ==, 1);
  g_assert_cmpuint (postil_class_get_key_item (class, 0)->n_reasons[POSTIL_REASON_BORDERS], ==, 1);
  g_assert_cmpuint (postil_class_get_key_item (class, 0)->n_reasons[POSTIL_REASON_MISSED], ==, 1);
  scores = postil_class_new_table (class, POSTIL_CLASS_SCORES);
  g_assert_cmpuint (scores->cells->len, ==, 3 * scores->n_columns);
  /* Nothing marked: no precision, but a recall. */
  g_assert_cmpstr (scores->cells->pdata[2 * scores->n_columns + 8], ==, "");
  g_assert_cmpstr (scores->cells->pdata[2 * scores->n_columns + 9], ==, "0.0000");
  for (guint kind = 0; kind < POSTIL_N_CLASS_TABLES; kind++)
    {
      g_autoptr (PostilClassTable) table = postil_class_new_table (class, kind);

      g_assert_cmpuint (table->cells->len % table->n_columns, ==, 0);
    }

  init.hides_names = TRUE;
  hidden = postil_class_new (&init);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_true (g_str_has_prefix (postil_class_get_name (hidden, i), "Student "));
      for (guint j = 0; j < i; j++)
        g_assert_cmpstr (postil_class_get_name (hidden, i), !=, postil_class_get_name (hidden, j));
    }
}

static void
test_nobody (void)
{
  g_autoptr (PostilText) text = postil_text_new_from_utf8 ("Nothing.", -1, NULL);
  g_autoptr (PostilCodebook) codebook = postil_codebook_new_builtin ();
  PostilClassInit init = { text, codebook, NULL, 0, NULL, NULL, FALSE };
  g_autoptr (PostilClass) class = postil_class_new (&init);

  g_assert_cmpuint (postil_class_get_n_students (class), ==, 0);
  g_assert_cmpuint (postil_class_get_n_passages (class), ==, 0);
  g_assert_cmpuint (postil_heat_get_peak (postil_class_get_heat (class)), ==, 0);
  g_assert_null (postil_class_get_score (class, 0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/class/heat-against-counting", test_heat_against_counting);
  g_test_add_func ("/class/passages", test_passages);
  g_test_add_func ("/class/score-against-all", test_score_against_all);
  g_test_add_func ("/class/score", test_score);
  g_test_add_func ("/class/class", test_class);
  g_test_add_func ("/class/nobody", test_nobody);
  return g_test_run ();
}
