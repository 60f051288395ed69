/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The contrasts that postil-palette.h promises, for every palette colour, some hostile
 * ones, and every theme; no display is needed. */

#include "config.h"

#include "app/view/postil-palette.h"

#include <math.h>

static const char *const HOSTILE[] = {
  "#ffffff", "#000000", "#ffff00", "#0000ff", "#808080", "#ff0000", "#00ff00", "#1e1e1e", "#f0e442",
};

static const GdkRGBA LIGHT_PAGE = { 1, 1, 1, 1 };
static const GdkRGBA DARK_PAGE = { 30 / 255.0f, 30 / 255.0f, 30 / 255.0f, 1 };
static const GdkRGBA LIGHT_TEXT = { 0, 0, 0, 0.8f };
static const GdkRGBA DARK_TEXT = { 1, 1, 1, 1 };

/* One code a colour: the palette's first 16, then the hostile ones. */
static PostilCodebook *
create_codebook (void)
{
  PostilCodebookBuilder *builder = postil_codebook_builder_new (NULL);
  const char *const none[] = { NULL };
  g_autoptr (GError) error = NULL;
  PostilCodebook *codebook;

  for (guint i = 0; i < 16 + G_N_ELEMENTS (HOSTILE); i++)
    {
      g_autofree char *id = g_strdup_printf ("code%u", i);
      PostilCode code = {
        .id = id, .label = i % 2 == 0 ? "ärger" : "", .key = "", .definition = "", .when = "",
        .when_not = "", .examples = none, .parent = "",
        .color = i < 16 ? postil_codebook_get_palette_color (i) : HOSTILE[i - 16],
      };

      postil_codebook_builder_set_code (builder, &code);
    }

  codebook = postil_codebook_builder_end (builder, &error);
  g_assert_no_error (error);

  return codebook;
}

static double
get_hue (const GdkRGBA *color)
{
  float hue;
  float saturation;
  float value;

  gtk_rgb_to_hsv (color->red, color->green, color->blue, &hue, &saturation, &value);

  return saturation > 0.1f ? hue * 360 : NAN;
}

static void
test_contrast_formula (void)
{
  const GdkRGBA white = { 1, 1, 1, 1 };
  const GdkRGBA black = { 0, 0, 0, 1 };
  const GdkRGBA grey = { 119 / 255.0f, 119 / 255.0f, 119 / 255.0f, 1 };

  g_assert_cmpfloat_with_epsilon (postil_palette_contrast (&white, &black), 21, 0.001);
  g_assert_cmpfloat_with_epsilon (postil_palette_contrast (&black, &white), 21, 0.001);
  g_assert_cmpfloat_with_epsilon (postil_palette_contrast (&white, &white), 1, 0.001);
  /* #777 on white is the well-known near miss of 4.5. */
  g_assert_cmpfloat_with_epsilon (postil_palette_contrast (&grey, &white), 4.478, 0.005);
}

static void
check_code (PostilCodebook *codebook,
            const char     *id,
            gboolean        dark,
            gboolean        high_contrast)
{
  const GdkRGBA *page = dark ? &DARK_PAGE : &LIGHT_PAGE;
  PostilCodeStyle style;

  postil_palette_get_style (codebook, id, dark, high_contrast, &style);

  g_assert_cmpfloat (postil_palette_contrast (&style.line, page), >=, high_contrast ? 4.5 : 3.0);
  g_assert_cmpfloat (postil_palette_contrast (&style.on_line, &style.line), >=, 4.5);
  g_assert_cmpfloat (style.line.alpha, ==, 1);
  g_assert_cmpfloat (style.tint.alpha, <, 1);
  g_assert_cmpfloat (style.tint.alpha, >, 0.2);
  g_assert_true (g_utf8_validate (style.letter, -1, NULL));
  g_assert_cmpint (g_utf8_strlen (style.letter, -1), ==, 1);
}

static void
test_contrasts (void)
{
  g_autoptr (PostilCodebook) codebook = create_codebook ();

  for (guint theme = 0; theme < 4; theme++)
    {
      for (guint i = 0; i < postil_codebook_get_n_codes (codebook); i++)
        check_code (codebook, postil_codebook_get_code (codebook, i)->id, theme & 1, theme & 2);
      check_code (codebook, "unheard-of", theme & 1, theme & 2);
      check_code (codebook, NULL, theme & 1, theme & 2);
    }
}

/* What a passage of a code looks like under @depth tints, each at the current one's strength. */
static double
stacked_contrast (const GdkRGBA *tints,
                  const guint   *order,
                  guint          depth,
                  gboolean       dark)
{
  GdkRGBA background = dark ? DARK_PAGE : LIGHT_PAGE;
  GdkRGBA text;

  for (guint i = 0; i < depth; i++)
    {
      GdkRGBA below = background;

      postil_palette_blend (&tints[order[i]], &below, &background);
    }
  postil_palette_blend (dark ? &DARK_TEXT : &LIGHT_TEXT, &background, &text);

  return postil_palette_contrast (&text, &background);
}

static void
test_text_on_tints (void)
{
  g_autoptr (PostilCodebook) codebook = create_codebook ();
  guint n_codes = postil_codebook_get_n_codes (codebook);
  g_autofree GdkRGBA *tints = g_new (GdkRGBA, n_codes);

  for (guint theme = 0; theme < 4; theme++)
    {
      for (guint i = 0; i < n_codes; i++)
        {
          PostilCodeStyle style;

          postil_palette_get_style (codebook, postil_codebook_get_code (codebook, i)->id,
                                    theme & 1, theme & 2, &style);
          tints[i] = style.tint;
        }

      for (guint i = 0; i < n_codes * n_codes * n_codes; i++)
        {
          const guint order[] = { i % n_codes, i / n_codes % n_codes, i / n_codes / n_codes };

          g_assert_cmpfloat (stacked_contrast (tints, order, 1, theme & 1), >=, 7);
          g_assert_cmpfloat (stacked_contrast (tints, order, 2, theme & 1), >=, 7);
          g_assert_cmpfloat (stacked_contrast (tints, order, 3, theme & 1), >=, 7);
        }
    }
}

static void
test_hue_stays (void)
{
  g_autoptr (PostilCodebook) codebook = create_codebook ();

  for (guint theme = 0; theme < 4; theme++)
    {
      for (guint i = 0; i < postil_codebook_get_n_codes (codebook); i++)
        {
          const PostilCode *code = postil_codebook_get_code (codebook, i);
          PostilCodeStyle style;
          GdkRGBA color;
          double turn;

          g_assert_true (gdk_rgba_parse (&color, code->color));
          postil_palette_get_style (codebook, code->id, theme & 1, theme & 2, &style);
          turn = fabs (get_hue (&color) - get_hue (&style.line));
          if (!isnan (turn))
            g_assert_cmpfloat (MIN (turn, 360 - turn), <, 30);
        }
    }
}

static void
test_told_apart_without_colour (void)
{
  g_autoptr (PostilCodebook) codebook = postil_codebook_new_builtin ();
  guint patterns = 0;
  PostilCodeStyle style;

  for (guint i = 0; i < postil_codebook_get_n_codes (codebook); i++)
    {
      const PostilCode *code = postil_codebook_get_code (codebook, i);

      postil_palette_get_style (codebook, code->id, FALSE, FALSE, &style);
      g_assert_cmpuint (patterns & (1u << style.pattern), ==, 0);
      patterns |= 1u << style.pattern;
      g_assert_cmpstr (style.letter, ==, code->key);
    }

  postil_palette_get_style (codebook, "unheard-of", FALSE, FALSE, &style);
  g_assert_cmpstr (style.letter, ==, "?");
  g_assert_cmpfloat_with_epsilon (style.line.red, style.line.green, 0.001);
  g_assert_cmpfloat_with_epsilon (style.line.red, style.line.blue, 0.001);
}

static void
test_letter_of_label (void)
{
  g_autoptr (PostilCodebook) codebook = create_codebook ();
  PostilCodeStyle style;

  postil_palette_get_style (codebook, "code0", FALSE, FALSE, &style);
  g_assert_cmpstr (style.letter, ==, "Ä");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/palette/contrast-formula", test_contrast_formula);
  g_test_add_func ("/palette/contrasts", test_contrasts);
  g_test_add_func ("/palette/text-on-tints", test_text_on_tints);
  g_test_add_func ("/palette/hue-stays", test_hue_stays);
  g_test_add_func ("/palette/told-apart-without-colour", test_told_apart_without_colour);
  g_test_add_func ("/palette/letter-of-label", test_letter_of_label);

  return g_test_run ();
}
