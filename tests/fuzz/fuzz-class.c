/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Scores against a key, whatever a class marked: all counts add up, the measures are in order, and
 * whoever is scored the other way round has as many points. The input: for each passage a byte that
 * says whose it is and of which code, one for where it begins and one for its length; a length over
 * 127 makes it one in two pieces. */

#include "config.h"

#include <string.h>

#include "agreement/postil-class.h"
#include "fuzz.h"

#define N_LAYERS 4
#define N_CHARS 1024
#define MAX_PASSAGES 64
#define TINY 1e-9

static const char *const codes[] = { "position", "concern", "concession", "outcome" };

static void
add_passage (PostilLayer   *layer,
             PostilText    *text,
             const uint8_t *bytes)
{
  PostilSpan span = { bytes[1], bytes[1] + 1u + bytes[2] % 128 };
  PostilSpan more = { span.end + 3, span.end + 4 + bytes[2] % 16 };
  g_autofree char *exact = postil_text_dup_slice (text, span);
  g_autofree char *other = postil_text_dup_slice (text, more);
  g_autofree char *id = g_strdup_printf ("urn:%u", postil_layer_get_n_annotations (layer));
  PostilPiece pieces[] = { { span, exact, NULL, NULL }, { more, other, NULL, NULL } };
  PostilAnnotationInit init = { .id = id, .code = codes[bytes[0] / N_LAYERS % G_N_ELEMENTS (codes)],
                                .pieces = pieces, .n_pieces = bytes[2] < 128 ? 1 : 2 };
  g_autoptr (PostilAnnotation) annotation = postil_annotation_new (&init);

  postil_layer_add (layer, annotation);
}

static void
check_items (const PostilScore *score)
{
  guint n_reasons[POSTIL_N_REASONS] = { 0 };
  double total = 0;

  for (guint i = 0; i < score->items->len; i++)
    {
      const PostilScoreItem *item = &g_array_index (score->items, PostilScoreItem, i);

      g_assert_true ((item->key == NULL) == (item->reason == POSTIL_REASON_EXTRA));
      g_assert_true ((item->passage == NULL) == (item->reason == POSTIL_REASON_MISSED));
      g_assert_true (item->credit >= 0 && item->credit <= 1);
      g_assert_true ((item->credit > 0) == (item->reason <= POSTIL_REASON_BORDERS));
      if (item->reason == POSTIL_REASON_FOUND)
        g_assert_true (item->n_start == 0 && item->n_end == 0 && item->n_off == 0);
      n_reasons[item->reason]++;
      total += item->credit;
    }
  g_assert_true (memcmp (n_reasons, score->n_reasons, sizeof n_reasons) == 0);
  g_assert_true (ABS (total - score->total_iou) < TINY);
}

static void
check_score (const PostilScore *score)
{
  const guint *n = score->n_reasons;
  double exact, overlap, partial;

  check_items (score);
  g_assert_cmpuint (n[POSTIL_REASON_FOUND] + n[POSTIL_REASON_BORDERS] + n[POSTIL_REASON_OTHER_CODE] + n[POSTIL_REASON_MISSED],
                    ==, score->n_key);
  g_assert_cmpuint (n[POSTIL_REASON_FOUND] + n[POSTIL_REASON_BORDERS] + n[POSTIL_REASON_OTHER_CODE] + n[POSTIL_REASON_EXTRA],
                    ==, score->n_passages);
  g_assert_cmpuint (score->n_exact, <=, score->n_overlap);
  if (!postil_score_get_exact (score, &exact))
    {
      g_assert_cmpuint (score->n_key + score->n_passages, ==, 0);
      return;
    }
  g_assert_true (postil_score_get_overlap (score, &overlap) && postil_score_get_partial (score, &partial));
  g_assert_true (exact >= 0 && exact <= overlap && overlap <= 1);
  g_assert_true (exact <= partial + TINY && partial <= 1 + TINY);
}

static void
check_turned (PostilLayer *key,
              PostilLayer *layer,
              const char  *code)
{
  g_autoptr (PostilScore) score = postil_score_new (key, layer, code, POSTIL_SCORE_OVERLAP);
  g_autoptr (PostilScore) turned = postil_score_new (layer, key, code, POSTIL_SCORE_OVERLAP);

  check_score (score);
  check_score (turned);
  g_assert_cmpuint (score->n_exact, ==, turned->n_exact);
  g_assert_cmpuint (score->n_overlap, ==, turned->n_overlap);
  g_assert_true (ABS (score->total_iou - turned->total_iou) < TINY);
}

static void
check_tables (PostilClass *class)
{
  for (guint i = 0; i < POSTIL_N_CLASS_TABLES; i++)
    {
      g_autoptr (PostilClassTable) table = postil_class_new_table (class, (PostilClassTableKind) i);

      g_assert_cmpuint (table->n_columns, ==, g_strv_length ((char **) table->titles));
      g_assert_cmpuint (table->cells->len % table->n_columns, ==, 0);
    }
}

static void
check_class (PostilText  *text,
             PostilLayer *layers[N_LAYERS],
             gboolean     has_key,
             gboolean     hides_names,
             const char  *code)
{
  g_autoptr (PostilCodebook) codebook = postil_codebook_new_builtin ();
  PostilClassInit init = { text, codebook, layers + 1, N_LAYERS - 1, has_key ? layers[0] : NULL, code, hides_names };
  g_autoptr (PostilClass) class = postil_class_new (&init);

  g_assert_cmpuint (postil_class_get_n_students (class), ==, N_LAYERS - 1);
  for (guint i = 0; i < N_LAYERS - 1; i++)
    {
      g_assert_true ((postil_class_get_score (class, i) != NULL) == has_key);
      if (has_key)
        check_score (postil_class_get_score (class, i));
    }
  for (guint i = 0; i < postil_class_get_n_passages (class); i++)
    {
      g_autoptr (GArray) who = postil_class_find_who (class, i);
      g_autofree char *names = postil_class_dup_names (class, who);

      g_assert_cmpuint (who->len, >, 0);
      g_assert_cmpuint (who->len, <=, N_LAYERS - 1);
      g_assert_true (*names != '\0');
    }
  check_tables (class);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes,
                        size_t         n_bytes)
{
  static const char *const coders[N_LAYERS] = { "key", "anna", "ben", "cem" };
  g_autofree char *utf8 = g_strnfill (N_CHARS, 'x');
  g_autoptr (PostilText) text = postil_text_new_from_utf8 (utf8, -1, NULL);
  PostilLayer *layers[N_LAYERS];
  guint flags = n_bytes > 0 ? bytes[0] : 0;
  const char *code = flags & 4 ? codes[flags / 8 % G_N_ELEMENTS (codes)] : NULL;

  for (guint i = 0; i < N_LAYERS; i++)
    {
      PostilLayerInfo info = { .coder = coders[i], .article = "a.txt" };

      layers[i] = postil_layer_new (&info);
    }
  for (size_t i = 1; i + 3 <= n_bytes && i < 3 * MAX_PASSAGES; i += 3)
    add_passage (layers[bytes[i] % N_LAYERS], text, bytes + i);
  for (guint i = 1; i < N_LAYERS; i++)
    check_turned (layers[0], layers[i], code);
  check_class (text, layers, flags & 1, flags & 2, code);
  for (guint i = 0; i < N_LAYERS; i++)
    postil_layer_unref (layers[i]);
  return 0;
}
