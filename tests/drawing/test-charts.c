/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The ties of networks beside loops over what was marked; every chart laid out at any width, with
 * hardly anything and with much in it. */

#include "config.h"

#include "drawing/postil-scene.h"

#include <string.h>

static const char *const codes[] = { "position", "concern", "concession", "outcome" };
static const char *const supports[] = { "yes", "no" };

typedef struct
{
  guint article;
  guint actor;
  guint code;
  guint support;
} Said;

static PostilTally *
make (GArray *said,
      guint   n_articles,
      guint   n_actors,
      guint   n_each)
{
  PostilTally *tally = postil_tally_new ();
  g_autoptr (PostilCodebook) codebook = postil_codebook_new_builtin ();

  postil_tally_add_codebook (tally, codebook);
  for (guint article = 0; article < n_articles; article++)
    {
      g_autofree char *name = g_strdup_printf ("a-%u.txt", article);
      PostilLayerInfo info = { .coder = "maria", .article = name, .schema_version = 1 };
      g_autoptr (PostilLayer) layer = postil_layer_new (&info);

      for (guint i = 0; i < n_each; i++)
        {
          Said s = { article, (guint) g_test_rand_int_range (0, (gint32) n_actors), (guint) g_test_rand_int_range (0, 4),
                     (guint) g_test_rand_int_range (0, 2) };
          g_autofree char *id = g_strdup_printf ("urn:uuid:%u-%u", article, i);
          g_autofree char *actor = g_strdup_printf ("Actor %02u", s.actor);
          PostilAttribute attributes[] = { { "actor", actor }, { "supports", (char *) supports[s.support] } };
          PostilPiece piece = { { i * 10, i * 10 + 8 }, "quote", NULL, NULL };
          PostilAnnotationInit init = { .id = id, .code = codes[s.code], .pieces = &piece, .n_pieces = 1,
                                        .attributes = attributes, .n_attributes = 2 };
          g_autoptr (PostilAnnotation) annotation = postil_annotation_new (&init);

          postil_layer_add (layer, annotation);
          g_array_append_val (said, s);
        }
      postil_tally_add_layer (tally, postil_tally_add_article (tally, name, article % 2 ? "2024-05-01" : "2023-01-01", 10000), "maria", layer);
    }
  return tally;
}

/* Whether the actor said that code, so qualified, in the article: once however often. */
static gboolean
has_said (GArray *said,
          guint   article,
          guint   actor,
          guint   code,
          int     support)
{
  for (guint i = 0; i < said->len; i++)
    {
      const Said *s = &g_array_index (said, Said, i);

      if (s->article == article && s->actor == actor && s->code == code && (support < 0 || s->support == (guint) support))
        return TRUE;
    }
  return FALSE;
}

/* Two-mode: articles in which it is said; with @subtract those for less those against. */
static int
weigh_said (GArray  *said,
            guint    n_articles,
            guint    actor,
            guint    code,
            gboolean subtract)
{
  int n = 0;

  for (guint article = 0; article < n_articles; article++)
    n += subtract ? has_said (said, article, actor, code, 0) - has_said (said, article, actor, code, 1)
                  : has_said (said, article, actor, code, -1);
  return n;
}

static const char *
get_cell (PostilChart *chart,
          const char  *first,
          const char  *second)
{
  for (guint row = 0; row < postil_chart_get_n_table_rows (chart); row++)
    {
      const char *a = postil_chart_get_table_cell (chart, row, 0)->text;
      const char *b = postil_chart_get_table_cell (chart, row, 1)->text;

      if (g_str_equal (a, first) && g_str_equal (b, second))
        return postil_chart_get_table_cell (chart, row, 2)->text;
    }
  return NULL;
}

static void
check_said (gboolean subtract)
{
  const guint n_articles = 6;
  const guint n_actors = 9;
  g_autoptr (GArray) said = g_array_new (FALSE, FALSE, sizeof (Said));
  g_autoptr (PostilTally) tally = make (said, n_articles, n_actors, 15);
  g_autoptr (PostilCodebook) codebook = postil_codebook_new_builtin ();
  PostilChartRequest request = { tally, POSTIL_TALLY_ALL, codebook, postil_tally_find_attribute (tally, "actor"),
                                 postil_tally_find_attribute (tally, "supports"),
                                 subtract ? POSTIL_AGGREGATION_SUBTRACT : POSTIL_AGGREGATION_IGNORE };
  g_autoptr (PostilChart) chart = postil_chart_new (postil_chart_find_info ("said"), &request);
  guint n_ties = 0;

  for (guint actor = 0; actor < n_actors; actor++)
    for (guint code = 0; code < G_N_ELEMENTS (codes); code++)
      {
        g_autofree char *name = g_strdup_printf ("Actor %02u", actor);
        const char *label = postil_tally_get_code_label (tally, postil_tally_find_code (tally, codes[code]));
        int weight = weigh_said (said, n_articles, actor, code, subtract);
        g_autofree char *expected = g_strdup_printf ("%s%d", weight < 0 ? "−" : "", ABS (weight));

        g_assert_cmpstr (get_cell (chart, name, label), ==, weight != 0 ? expected : NULL);
        n_ties += weight != 0;
      }
  g_assert_cmpuint (postil_chart_get_n_ties (chart), ==, n_ties);
  for (guint i = 0; i < n_ties; i++)
    {
      const PostilChartTie *tie = postil_chart_get_tie (chart, i);
      const PostilChartMark *from = postil_chart_get_mark (chart, tie->from);
      const PostilChartMark *to = postil_chart_get_mark (chart, tie->to);
      g_autofree char *cell = g_strdup_printf ("%s%u", tie->kind != POSTIL_TALLY_NONE ? "−" : "", tie->n);

      g_assert_cmpstr (get_cell (chart, postil_chart_get_row (chart, from->row)->label,
                                 postil_chart_get_column (chart, to->column)->label), ==, cell);
    }
}

static void
test_said (void)
{
  check_said (FALSE);
  check_said (TRUE);
}

/* One-mode, ignoring or with conflict: codes that both bear, article by article. */
static void
test_in_common (void)
{
  const guint n_articles = 3;
  const guint n_actors = 5;
  g_autoptr (GArray) said = g_array_new (FALSE, FALSE, sizeof (Said));
  g_autoptr (PostilTally) tally = make (said, n_articles, n_actors, 8);
  g_autoptr (PostilCodebook) codebook = postil_codebook_new_builtin ();
  PostilChartRequest request = { tally, POSTIL_TALLY_ALL, codebook, postil_tally_find_attribute (tally, "actor"),
                                 POSTIL_TALLY_NONE, POSTIL_AGGREGATION_IGNORE };
  g_autoptr (PostilChart) chart = postil_chart_new (postil_chart_find_info ("network"), &request);

  for (guint one = 0; one < n_actors; one++)
    for (guint other = one + 1; other < n_actors; other++)
      {
        g_autofree char *first = g_strdup_printf ("Actor %02u", one);
        g_autofree char *second = g_strdup_printf ("Actor %02u", other);
        g_autofree char *expected = NULL;
        int weight = 0;

        for (guint code = 0; code < G_N_ELEMENTS (codes); code++)
          weight += weigh_said (said, n_articles, one, code, FALSE) * weigh_said (said, n_articles, other, code, FALSE);
        expected = g_strdup_printf ("%d", weight);
        g_assert_cmpstr (get_cell (chart, first, second), ==, weight != 0 ? expected : NULL);
      }
}

/* The passages behind each mark are as many as it says, and in the time that was asked for. */
static void
check_marks (PostilChart *chart,
             PostilTally *tally)
{
  for (guint i = 0; i < postil_chart_get_n_marks (chart); i++)
    {
      g_autoptr (GArray) found = postil_chart_find (chart, i);
      g_autofree char *name = postil_chart_dup_name (chart, i);

      g_assert_cmpstr (name, !=, "");
      for (guint j = 0; j < found->len; j++)
        g_assert_cmpuint (postil_tally_get_value (tally, g_array_index (found, guint, j), (PostilDimension) { POSTIL_BY_YEAR, 0 }), ==, 2024);
    }
}

static void
test_all_charts (void)
{
  static const guint sizes[][3] = { { 2, 1, 1 }, { 4, 60, 30 } };
  static const double widths[] = { 120, 360, 1400 };
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  g_autoptr (PostilCodebook) codebook = postil_codebook_new_builtin ();
  guint n_charts = 0;
  const PostilChartInfo *infos = postil_chart_list (&n_charts);
  PostilTheme theme;

  postil_theme_init_light (&theme);
  for (guint size = 0; size < G_N_ELEMENTS (sizes); size++)
    {
      g_autoptr (GArray) said = g_array_new (FALSE, FALSE, sizeof (Said));
      g_autoptr (PostilTally) tally = make (said, sizes[size][0], sizes[size][1], sizes[size][2]);
      PostilChartRequest request = { tally, POSTIL_TALLY_ALL, codebook, postil_tally_find_attribute (tally, "actor"),
                                     POSTIL_TALLY_NONE, POSTIL_AGGREGATION_IGNORE };

      request.filter.time = 2024;
      for (guint i = 0; i < n_charts; i++)
        {
          g_autoptr (PostilChart) chart = postil_chart_new (&infos[i], &request);
          g_autofree char *csv = postil_chart_dup_csv (chart);

          g_assert_nonnull (csv);
          g_assert_nonnull (strstr (postil_chart_get_subtitle (chart), "2024"));
          check_marks (chart, tally);
          for (guint j = 0; j < G_N_ELEMENTS (widths); j++)
            {
              g_autoptr (PostilScene) scene = postil_scene_new (chart, context, widths[j], &theme);

              g_assert_cmpfloat (postil_scene_get_width (scene), >=, widths[j]);
              g_assert_cmpfloat (postil_scene_get_height (scene), >, 0);
              g_assert_cmpfloat (postil_scene_get_height (scene), <, 20000);
            }
        }
    }
  g_object_unref (context);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/charts/said", test_said);
  g_test_add_func ("/charts/in-common", test_in_common);
  g_test_add_func ("/charts/all", test_all_charts);

  return g_test_run ();
}
