/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A codebook holds one colour a code; a page may be white, dark, or of high contrast. This
 * file derives what is drawn from that one colour: the hue stays, lightness and chroma move
 * (in OKLab, where a step in lightness looks like one) until the contrasts that the header
 * promises hold. The base of a tint is itself light (or dark) enough for text, so tints may
 * lie on each other in any number. Pure functions, any thread. */

#include "config.h"

#include "drawing/postil-look.h"

#include <math.h>
#include <pango/pango.h>
#include <string.h>

#define LINE_CONTRAST 3.2
#define LINE_CONTRAST_HIGH 5.0
#define TINT_TEXT_CONTRAST 7.6
#define BISECTIONS 24

typedef struct
{
  double lightness;
  double a;
  double b;
} Lab;

/* The page and the text as libadwaita sets them. */
typedef struct
{
  PostilColor page;
  PostilColor text;
} Theme;

static const Theme LIGHT = { { 1, 1, 1, 1 }, { 0, 0, 0, 0.8f } };
static const Theme DARK = { { 0.1176f, 0.1176f, 0.1176f, 1 }, { 1, 1, 1, 1 } };
static const PostilColor UNKNOWN = { 0.5f, 0.5f, 0.5f, 1 };

static double
linear_from_srgb (double value)
{
  return value <= 0.04045 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4);
}

static double
srgb_from_linear (double value)
{
  return value <= 0.0031308 ? value * 12.92 : 1.055 * pow (value, 1 / 2.4) - 0.055;
}

static double
luminance (const PostilColor *color)
{
  return 0.2126 * linear_from_srgb (color->red) + 0.7152 * linear_from_srgb (color->green)
         + 0.0722 * linear_from_srgb (color->blue);
}

double
postil_look_contrast (const PostilColor *a,
                      const PostilColor *b)
{
  double first;
  double second;

  g_return_val_if_fail (a != NULL, 1);
  g_return_val_if_fail (b != NULL, 1);

  first = luminance (a);
  second = luminance (b);

  return (MAX (first, second) + 0.05) / (MIN (first, second) + 0.05);
}

void
postil_look_blend (const PostilColor *above,
                   const PostilColor *below,
                   PostilColor       *result)
{
  g_return_if_fail (above != NULL && below != NULL && result != NULL);

  result->red = above->red * above->alpha + below->red * (1 - above->alpha);
  result->green = above->green * above->alpha + below->green * (1 - above->alpha);
  result->blue = above->blue * above->alpha + below->blue * (1 - above->alpha);
  result->alpha = 1;
}

/* Björn Ottosson's OKLab matrices. */
static Lab
lab_from_rgba (const PostilColor *color)
{
  double r = linear_from_srgb (color->red);
  double g = linear_from_srgb (color->green);
  double b = linear_from_srgb (color->blue);
  double l = cbrt (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  double m = cbrt (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  double s = cbrt (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  Lab lab = {
    0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s,
  };

  return lab;
}

/* FALSE where the colour is outside of sRGB; it is clipped then. */
static gboolean
rgba_from_lab (Lab      lab,
               PostilColor *color)
{
  double l = pow (lab.lightness + 0.3963377774 * lab.a + 0.2158037573 * lab.b, 3);
  double m = pow (lab.lightness - 0.1055613458 * lab.a - 0.0638541728 * lab.b, 3);
  double s = pow (lab.lightness - 0.0894841775 * lab.a - 1.2914855480 * lab.b, 3);
  double r = 4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s;
  double g = -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s;
  double b = -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s;
  double low = MIN (r, MIN (g, b));
  double high = MAX (r, MAX (g, b));

  color->red = srgb_from_linear (CLAMP (r, 0, 1));
  color->green = srgb_from_linear (CLAMP (g, 0, 1));
  color->blue = srgb_from_linear (CLAMP (b, 0, 1));
  color->alpha = 1;

  return low >= -0.0005 && high <= 1.0005;
}

/* The colour of that hue and lightness with as much of its chroma, at most @max_chroma, as
 * sRGB can show. */
static void
set_lightness (Lab      lab,
               double   lightness,
               double   max_chroma,
               PostilColor *color)
{
  double chroma = hypot (lab.a, lab.b);
  double low = 0;
  double high = 1;
  Lab wanted = { lightness, lab.a, lab.b };

  if (chroma > max_chroma)
    {
      lab.a *= max_chroma / chroma;
      lab.b *= max_chroma / chroma;
      wanted.a = lab.a;
      wanted.b = lab.b;
    }

  if (rgba_from_lab (wanted, color))
    return;

  for (guint i = 0; i < BISECTIONS; i++)
    {
      double middle = (low + high) / 2;

      wanted.a = lab.a * middle;
      wanted.b = lab.b * middle;
      if (rgba_from_lab (wanted, color))
        low = middle;
      else
        high = middle;
    }

  wanted.a = lab.a * low;
  wanted.b = lab.b * low;
  rgba_from_lab (wanted, color);
}

static void
derive_line (const PostilColor *color,
             const Theme   *theme,
             double         contrast,
             PostilColor       *line)
{
  Lab lab = lab_from_rgba (color);
  double good = luminance (&theme->page) > 0.5 ? 0 : 1;
  double bad = lab.lightness;

  *line = *color;
  line->alpha = 1;
  if (postil_look_contrast (line, &theme->page) >= contrast)
    return;

  for (guint i = 0; i < BISECTIONS; i++)
    {
      double middle = (good + bad) / 2;

      set_lightness (lab, middle, 1, line);
      if (postil_look_contrast (line, &theme->page) >= contrast)
        good = middle;
      else
        bad = middle;
    }

  set_lightness (lab, good, 1, line);
}

static double
text_contrast (const PostilColor *background,
               const Theme   *theme)
{
  PostilColor text;

  postil_look_blend (&theme->text, background, &text);

  return postil_look_contrast (&text, background);
}

static void
derive_tint (const PostilColor *color,
             const Theme   *theme,
             gboolean       high_contrast,
             PostilColor       *tint)
{
  Lab lab = lab_from_rgba (color);
  gboolean light = luminance (&theme->page) > 0.5;
  double lightness = light ? 0.84 : 0.42;
  double step = light ? 0.01 : -0.01;

  set_lightness (lab, lightness, 0.15, tint);
  while (text_contrast (tint, theme) < TINT_TEXT_CONTRAST && lightness > 0 && lightness < 1)
    {
      lightness += step;
      set_lightness (lab, lightness, 0.15, tint);
    }

  if (light)
    tint->alpha = high_contrast ? 0.75 : 0.48;
  else
    tint->alpha = high_contrast ? 0.90 : 0.62;
}

static void
derive_on_line (const PostilColor *line,
                PostilColor       *on_line)
{
  const PostilColor white = { 1, 1, 1, 1 };
  const PostilColor black = { 0, 0, 0, 1 };

  *on_line = postil_look_contrast (&white, line) >= 4.5
             || postil_look_contrast (&white, line) >= postil_look_contrast (&black, line)
             ? white : black;
}

static void
set_letter (const PostilCode *code,
            PostilLook        *look)
{
  const char *text = code->key[0] != '\0' ? code->key : code->shown;
  gunichar letter = text[0] != '\0' ? g_utf8_get_char_validated (text, -1) : '?';
  int n_bytes;

  if (letter == (gunichar) -1 || letter == (gunichar) -2 || letter == 0)
    letter = '?';

  n_bytes = g_unichar_to_utf8 (g_unichar_toupper (letter), look->letter);
  look->letter[n_bytes] = '\0';
}

/* "#rrggbb" and the names of CSS. */
static gboolean
parse (const char  *text,
       PostilColor *color)
{
  PangoColor parsed;

  if (!pango_color_parse (&parsed, text))
    return FALSE;
  color->red = (float) parsed.red / 65535;
  color->green = (float) parsed.green / 65535;
  color->blue = (float) parsed.blue / 65535;
  color->alpha = 1;
  return TRUE;
}

static PostilPattern
find_pattern (PostilCodebook *codebook,
              const char     *code_id)
{
  guint n_codes = postil_codebook_get_n_codes (codebook);

  for (guint i = 0; i < n_codes; i++)
    {
      if (g_str_equal (postil_codebook_get_code (codebook, i)->id, code_id))
        return i % POSTIL_N_PATTERNS;
    }

  return POSTIL_PATTERN_DOTTED;
}

void
postil_look_get (PostilCodebook *codebook,
                 const char     *code_id,
                 gboolean        dark,
                 gboolean        high_contrast,
                 PostilLook     *look)
{
  const Theme *theme = dark ? &DARK : &LIGHT;
  const PostilCode *code = NULL;
  PostilColor color = UNKNOWN;

  g_return_if_fail (codebook != NULL);
  g_return_if_fail (look != NULL);

  if (code_id != NULL)
    code = postil_codebook_lookup_code (codebook, code_id);

  memset (look, 0, sizeof *look);
  look->pattern = POSTIL_PATTERN_DOTTED;
  look->letter[0] = '?';

  if (code != NULL)
    {
      if (!parse (code->color, &color))
        color = UNKNOWN;
      look->pattern = find_pattern (codebook, code_id);
      set_letter (code, look);
    }

  derive_line (&color, theme, high_contrast ? LINE_CONTRAST_HIGH : LINE_CONTRAST, &look->line);
  derive_tint (&color, theme, high_contrast, &look->tint);
  postil_look_blend (&look->tint, &theme->page, &look->wash);
  derive_on_line (&look->line, &look->on_line);
}
