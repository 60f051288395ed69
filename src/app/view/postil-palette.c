/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* drawing/postil-look in GTK's words. Pure functions, any thread. */

#include "config.h"

#include "app/view/postil-palette.h"

static PostilColor
from_rgba (const GdkRGBA *rgba)
{
  return (PostilColor) { rgba->red, rgba->green, rgba->blue, rgba->alpha };
}

static GdkRGBA
to_rgba (const PostilColor *color)
{
  return (GdkRGBA) { color->red, color->green, color->blue, color->alpha };
}

double
postil_palette_contrast (const GdkRGBA *a,
                         const GdkRGBA *b)
{
  PostilColor first;
  PostilColor second;

  g_return_val_if_fail (a != NULL, 1);
  g_return_val_if_fail (b != NULL, 1);

  first = from_rgba (a);
  second = from_rgba (b);
  return postil_look_contrast (&first, &second);
}

void
postil_palette_blend (const GdkRGBA *above,
                      const GdkRGBA *below,
                      GdkRGBA       *result)
{
  PostilColor first;
  PostilColor second;
  PostilColor blended;

  g_return_if_fail (above != NULL && below != NULL && result != NULL);

  first = from_rgba (above);
  second = from_rgba (below);
  postil_look_blend (&first, &second, &blended);
  *result = to_rgba (&blended);
}

void
postil_palette_get_style (PostilCodebook  *codebook,
                          const char      *code_id,
                          gboolean         dark,
                          gboolean         high_contrast,
                          PostilCodeStyle *style)
{
  PostilLook look;

  g_return_if_fail (codebook != NULL);
  g_return_if_fail (style != NULL);

  postil_look_get (codebook, code_id, dark, high_contrast, &look);
  memset (style, 0, sizeof *style);
  style->line = to_rgba (&look.line);
  style->tint = to_rgba (&look.tint);
  style->wash = to_rgba (&look.wash);
  style->on_line = to_rgba (&look.on_line);
  style->pattern = look.pattern;
  memcpy (style->letter, look.letter, sizeof style->letter);
}
