/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Underline patterns, which tell codes apart where colour does not (a printed page, a
 * colour-blind reader). Rectangles on whole pixels, and gradients where something repeats: few
 * nodes, which every renderer is fast at. Pure drawing, main thread. */

#include "config.h"

#include "app/view/postil-article-view-private.h"

#include <math.h>

static void
append_bar (GtkSnapshot   *snapshot,
            const GdkRGBA *color,
            double         x,
            double         y,
            double         width,
            double         height)
{
  graphene_rect_t rect;

  if (width <= 0)
    return;

  graphene_rect_init (&rect, (float) x, (float) y, (float) width, (float) height);
  gtk_snapshot_append_color (snapshot, color, &rect);
}

/* What repeats is one node whatever its length: a gradient with hard edges, which the renderers
 * draw by themselves, where a rectangle a dash would be hundreds a page. @from and @to: which
 * part of each @period is filled. */
static void
append_repeated (GtkSnapshot   *snapshot,
                 const GdkRGBA *color,
                 double         x,
                 double         y,
                 double         width,
                 double         stroke,
                 double         period,
                 double         from,
                 double         to)
{
  const GdkRGBA nothing = { color->red, color->green, color->blue, 0 };
  const float first = (float) (from / period);
  const float last = (float) (to / period);
  const GskColorStop stops[] = {
    { 0, first > 0 ? nothing : *color },
    { first, first > 0 ? nothing : *color },
    { first, *color },
    { last, *color },
    { last, nothing },
    { 1, nothing },
  };
  guint skipped = first > 0 ? 0 : 2;
  graphene_rect_t bounds;

  if (width <= 0)
    return;

  graphene_rect_init (&bounds, (float) x, (float) y, (float) width, (float) stroke);
  gtk_snapshot_append_repeating_linear_gradient (snapshot, &bounds,
                                                 &GRAPHENE_POINT_INIT ((float) x, (float) y),
                                                 &GRAPHENE_POINT_INIT ((float) (x + period), (float) y),
                                                 stops + skipped, G_N_ELEMENTS (stops) - skipped);
}

static void
stroke_wave (GtkSnapshot   *snapshot,
             const GdkRGBA *color,
             double         x,
             double         y,
             double         width,
             double         stroke)
{
  const double half = stroke * 2.5; /* a half wave's length */
  const double height = stroke * 0.9;
  double middle = y + stroke / 2;
  graphene_rect_t bounds;
  gboolean up = TRUE;
  cairo_t *cr;

  graphene_rect_init (&bounds, (float) x, (float) (y - stroke), (float) width, (float) (stroke * 3));
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  gdk_cairo_set_source_rgba (cr, color);
  cairo_set_line_width (cr, MAX (stroke * 0.75, 1));
  cairo_move_to (cr, x, middle);
  for (double at = x; at < x + width; at += half)
    {
      double tip = middle + (up ? -2 : 2) * height;

      cairo_curve_to (cr, at + half / 3, tip, at + half * 2 / 3, tip, at + half, middle);
      up = !up;
    }
  cairo_stroke (cr);
  cairo_destroy (cr);
}

gboolean
postil_view_pattern_is_plain (PostilPattern pattern)
{
  return pattern == POSTIL_PATTERN_SOLID || pattern == POSTIL_PATTERN_DOUBLE;
}

void
postil_view_draw_underline (GtkSnapshot   *snapshot,
                            PostilPattern  pattern,
                            const GdkRGBA *color,
                            double         x,
                            double         y,
                            double         width,
                            double         stroke)
{
  double thin = MAX (floor (stroke / 2), 1);

  switch (pattern)
    {
    case POSTIL_PATTERN_SOLID:
      append_bar (snapshot, color, x, y, width, stroke);
      break;
    case POSTIL_PATTERN_DOUBLE:
      append_bar (snapshot, color, x, y, width, thin);
      append_bar (snapshot, color, x, y + thin * 2, width, thin);
      break;
    case POSTIL_PATTERN_WAVY:
      stroke_wave (snapshot, color, x, y, width, stroke);
      break;
    case POSTIL_PATTERN_DASHED:
      append_repeated (snapshot, color, x, y, width, stroke, 8 * stroke, 0, 5 * stroke);
      break;
    case POSTIL_PATTERN_DASH_DOT:
      append_repeated (snapshot, color, x, y, width, stroke, 11 * stroke, 0, 6 * stroke);
      append_repeated (snapshot, color, x, y, width, stroke, 11 * stroke, 8 * stroke, 9 * stroke);
      break;
    case POSTIL_PATTERN_DOTTED:
      append_repeated (snapshot, color, x, y, width, stroke, MAX (floor (stroke * 2.5), 3), 0, stroke);
      break;
    case POSTIL_N_PATTERNS:
      g_assert_not_reached ();
    }
}
