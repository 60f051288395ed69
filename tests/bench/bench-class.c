/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two hundred layers of a hundred passages each: how long the heat map of all codes and of one,
 * the passages of consensus and the scores against a key take. Asserts no times. */

#include "config.h"

#include "agreement/postil-class.h"

#define N_LAYERS 200u
#define N_ANNOTATIONS 100u
#define N_ROUNDS 20u

static PostilLayer *
make_layer (guint number)
{
  static const char *const codes[] = { "position", "concern", "concession", "outcome" };
  g_autofree char *coder = g_strdup_printf ("student-%u", number);
  PostilLayerInfo info = { .coder = coder, .article = "a.txt", .schema_version = 1 };
  PostilLayer *layer = postil_layer_new (&info);
  g_autoptr (GRand) rand = g_rand_new_with_seed (number);

  for (guint i = 0; i < N_ANNOTATIONS; i++)
    {
      g_autofree char *id = g_strdup_printf ("urn:uuid:8f14e45f-ceea-467e-9aab-%06x%06x", number, i);
      guint start = i * 100 + (guint) g_rand_int_range (rand, 0, 20);
      PostilPiece piece = { { start, start + 40 + (guint) g_rand_int_range (rand, 0, 40) }, "deep concern", NULL, NULL };
      PostilAnnotationInit init = { .id = id, .code = codes[i % 4], .pieces = &piece, .n_pieces = 1 };
      g_autoptr (PostilAnnotation) annotation = postil_annotation_new (&init);

      postil_layer_add (layer, annotation);
    }
  return layer;
}

static void
measure_heat (PostilLayer *const *layers,
              const char         *code)
{
  double best = G_MAXDOUBLE;
  guint n_runs = 0;

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr (PostilHeat) heat = postil_heat_new (layers, N_LAYERS, code);

      best = MIN (best, (double) (g_get_monotonic_time () - start) / 1000);
      (void) postil_heat_get_runs (heat, &n_runs);
    }
  g_print ("heat of %s: %.1f ms, %u runs\n", code != NULL ? code : "all codes", best, n_runs);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GPtrArray) layers = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_layer_unref);
  g_autoptr (PostilText) text = postil_text_new_from_utf8 ("x", -1, NULL);
  g_autoptr (PostilCodebook) codebook = postil_codebook_new_builtin ();
  g_autoptr (PostilLayer) key = make_layer (N_LAYERS);
  PostilClassInit init = { text, codebook, NULL, N_LAYERS, NULL, NULL, FALSE };

  for (guint i = 0; i < N_LAYERS; i++)
    g_ptr_array_add (layers, make_layer (i));
  init.layers = (PostilLayer *const *) layers->pdata;
  measure_heat (init.layers, NULL);
  measure_heat (init.layers, "concern");
  for (guint with_key = 0; with_key < 2; with_key++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr (PostilClass) class = NULL;

      init.key = with_key ? key : NULL;
      class = postil_class_new (&init);
      g_print ("class %s a key: %.1f ms, %u passages\n", with_key ? "with" : "without",
               (double) (g_get_monotonic_time () - start) / 1000, postil_class_get_n_passages (class));
    }
  return 0;
}
