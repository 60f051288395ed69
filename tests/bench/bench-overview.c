/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Ten thousand articles of fifty passages each, once they are read: how long each chart of the
 * overview takes, counted and laid out, and what the tally weighs. Argument: the number of
 * articles. Asserts no times. */

#include "config.h"

#include <string.h>

#include "drawing/postil-scene.h"

#define N_ANNOTATIONS 50u

static PostilLayer *
make_layer (guint article)
{
  static const char *const codes[] = { "position", "concern", "concession", "outcome" };
  PostilLayerInfo info = { .coder = "maria", .article = "a.txt", .schema_version = 1 };
  PostilLayer *layer = postil_layer_new (&info);

  for (guint i = 0; i < N_ANNOTATIONS; i++)
    {
      g_autofree char *id = g_strdup_printf ("urn:uuid:8f14e45f-ceea-467e-9aab-%06x%06x", article, i);
      g_autofree char *who = g_strdup_printf ("Actor %u", (article * 7 + i * 13) % 400);
      PostilAttribute actor = { "actor", who };
      PostilPiece piece = { { i * 40, i * 40 + 60 }, "deep concern over the proposed invasion of the city", NULL, NULL };
      PostilAnnotationInit init = { .id = id, .code = codes[(article + i) % 4], .pieces = &piece, .n_pieces = 1,
                                    .attributes = &actor, .n_attributes = 1 };
      g_autoptr (PostilAnnotation) annotation = postil_annotation_new (&init);

      postil_layer_add (layer, annotation);
    }
  return layer;
}

static PostilTally *
make_tally (guint           n_articles,
            PostilCodebook *codebook,
            double         *seconds)
{
  PostilTally *tally = postil_tally_new ();

  *seconds = 0;
  for (guint i = 0; i < n_articles; i++)
    {
      g_autoptr (PostilLayer) layer = make_layer (i);
      g_autofree char *name = g_strdup_printf ("article-%06u.txt", i);
      g_autofree char *date = g_strdup_printf ("20%02u-%02u-%02u", 10 + i % 5, 1 + i % 12, 1 + i % 28);
      gint64 start = g_get_monotonic_time ();

      postil_tally_add_codebook (tally, codebook);
      postil_tally_add_layer (tally, postil_tally_add_article (tally, name, date, 5000), "maria", layer);
      *seconds += (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
    }
  return tally;
}

int
main (int    argc,
      char **argv)
{
  guint n_articles = argc > 1 ? (guint) g_ascii_strtoull (argv[1], NULL, 10) : 10000;
  g_autoptr (PostilCodebook) codebook = postil_codebook_new_builtin ();
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  double seconds = 0;
  double total = 0;
  g_autoptr (PostilTally) tally = make_tally (n_articles, codebook, &seconds);
  guint n_charts = 0;
  const PostilChartInfo *infos = postil_chart_list (&n_charts);
  PostilTheme theme;

  postil_theme_init_light (&theme);
  g_print ("%u articles, %u passages: taken up in %.3f s\n", n_articles, postil_tally_get_n_passages (tally), seconds);
  for (guint i = 0; i < n_charts; i++)
    {
      PostilChartRequest request = { tally, POSTIL_TALLY_ALL, codebook, postil_tally_find_attribute (tally, "actor"), POSTIL_TALLY_NONE, POSTIL_AGGREGATION_IGNORE };
      gint64 start = g_get_monotonic_time ();
      g_autoptr (PostilChart) chart = postil_chart_new (&infos[i], &request);
      gint64 counted = g_get_monotonic_time ();
      g_autoptr (PostilScene) scene = postil_scene_new (chart, context, 900, &theme);
      gint64 end = g_get_monotonic_time ();

      g_print ("%-10s counted in %.3f s, laid out in %.3f s\n", infos[i].name,
               (double) (counted - start) / G_USEC_PER_SEC, (double) (end - counted) / G_USEC_PER_SEC);
      total += (double) (end - start) / G_USEC_PER_SEC;
    }
  g_print ("all %u charts: %.3f s\n", n_charts, total);
  g_object_unref (context);
  return 0;
}
