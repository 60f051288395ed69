/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What agreement costs as the work grows: articles × coders × passages, each row twice the one
 * before, every measure but γ, then γ, then uα with 30 coders. Computation only, nothing is
 * read. Asserts no times. */

#include "config.h"

#include <locale.h>
#include <time.h>

#include "agreement/postil-agreement.h"

#define N_CHARS 6000u

static PostilLayer *
make_layer (const char *coder, guint n_passages, GRand *rand)
{
  static const char *const codes[] = { "position", "concern", "concession", "outcome" };
  PostilLayerInfo info = { .coder = coder, .article = "a.txt" };
  PostilLayer *layer = postil_layer_new (&info);
  guint step = N_CHARS / n_passages;

  for (guint i = 0; i < n_passages; i++)
    {
      guint start = i * step + (guint) g_rand_int_range (rand, 0, (gint) (step / 4));
      guint end = start + step / 2 + (guint) g_rand_int_range (rand, 0, (gint) (step / 8));
      g_autofree char *id = g_strdup_printf ("urn:%u", i);
      PostilPiece piece = { { start, end }, "x", NULL, NULL };
      PostilAttribute attribute = { "actor", g_rand_boolean (rand) ? "A" : "B" };
      PostilAnnotationInit init = { .id = id, .code = codes[(i + (guint) (g_rand_int_range (rand, 0, 5) == 0)) % 4],
                                    .pieces = &piece, .n_pieces = 1, .attributes = &attribute, .n_attributes = 1 };
      g_autoptr (PostilAnnotation) annotation = postil_annotation_new (&init);

      if (g_rand_int_range (rand, 0, 8) > 0)
        postil_layer_add (layer, annotation);
    }
  return layer;
}

static PostilCoded *
make_coded (guint n_articles, guint n_coders, guint n_passages)
{
  g_autofree char *words = g_strnfill (N_CHARS, 'x');
  g_autoptr (PostilText) text = postil_text_new_from_utf8 (words, -1, NULL);
  g_autoptr (GRand) rand = g_rand_new_with_seed (8);
  g_autofree char **coders = g_new0 (char *, n_coders + 1);
  PostilCoded *coded = NULL;

  for (guint i = 0; i < n_coders; i++)
    coders[i] = g_strdup_printf ("coder-%u", i);
  coded = postil_coded_new ((const char *const *) coders, POSTIL_UNIT_CHARACTERS);
  for (guint a = 0; a < n_articles; a++)
    {
      g_autofree char *path = g_strdup_printf ("%u.txt", a);
      g_autoptr (GPtrArray) layers = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_layer_unref);

      for (guint i = 0; i < n_coders; i++)
        g_ptr_array_add (layers, make_layer (coders[i], n_passages, rand));
      postil_coded_add_article (coded, path, text, (PostilLayer *const *) layers->pdata);
    }
  for (guint i = 0; i < n_coders; i++)
    g_free (coders[i]);
  return coded;
}

typedef struct
{
  double wall;
  double cpu; /* of all cores: another machine's load is not in it */
} Cost;

static double
get_cpu_seconds (void)
{
  return (double) clock () / CLOCKS_PER_SEC;
}

static Cost
measure (PostilCoded *coded, const char *const *measures)
{
  static const char *const attributes[] = { "actor", NULL };
  const PostilAgreementOptions options = { .measures = measures, .attributes = attributes, .overlap = 0.5,
                                           .precision = 0.02, .seed = 1 };
  gint64 start = g_get_monotonic_time ();
  double cpu = get_cpu_seconds ();
  g_autoptr (PostilAgreement) agreement = postil_agreement_compute (coded, &options, NULL, NULL);

  if (agreement == NULL)
    g_error ("Nothing was measured.");
  return (Cost) { (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC, get_cpu_seconds () - cpu };
}

static void
run (const char *what, guint n_articles, guint n_coders, guint n_passages, const char *const *measures)
{
  g_autoptr (PostilCoded) coded = make_coded (n_articles, n_coders, n_passages);
  Cost cost = measure (coded, measures);

  g_print ("%-28s %5u articles × %2u coders × %3u passages: %7.3f s, %7.3f s of computing\n", what, n_articles, n_coders,
           n_passages, cost.wall, cost.cpu);
}

int
main (void)
{
  static const char *const gamma[] = { "gamma", NULL };
  static const char *const gamma_cat[] = { "gamma-cat", NULL };
  static const char *const ualpha[] = { "ualpha", NULL };

  setlocale (LC_ALL, "");

  for (guint n = 125; n <= 2000; n *= 2)
    run ("every measure but γ", n, 2, 50, NULL);
  for (guint n = 250; n <= 1000; n *= 2)
    {
      run ("γ, 2 % precision", n, 2, 50, gamma);
      run ("γcat, 2 % precision", n, 2, 50, gamma_cat);
    }
  for (guint n = 25; n <= 200; n *= 2)
    run ("uα, 30 coders", 40, 30, n, ualpha);
  return 0;
}
