/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Underline patterns, which tell codes apart where colour does not (a printed page, a
 * colour-blind reader). Straight ones are rectangles, which every renderer is fast at; dots
 * and waves are drawn with cairo, recorded once a block. Pure drawing, main thread. */

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

static void
stroke_path (GtkSnapshot   *snapshot,
             PostilPattern  pattern,
             const GdkRGBA *color,
             double         x,
             double         y,
             double         width,
             double         stroke)
{
  const double dash[] = { stroke * 5, stroke * 2.5 };
  const double dot[] = { 0, stroke * 2.4 };
  const double dash_dot[] = { stroke * 5, stroke * 2.5, 0, stroke * 2.5 };
  graphene_rect_t bounds;
  cairo_t *cr;

  graphene_rect_init (&bounds, (float) x, (float) (y - stroke), (float) width, (float) (stroke * 3));
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  gdk_cairo_set_source_rgba (cr, color);
  cairo_set_line_width (cr, stroke);

  if (pattern == POSTIL_PATTERN_DASHED)
    cairo_set_dash (cr, dash, G_N_ELEMENTS (dash), 0);
  else
    cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  if (pattern == POSTIL_PATTERN_DOTTED)
    cairo_set_dash (cr, dot, G_N_ELEMENTS (dot), -stroke / 2);
  else if (pattern == POSTIL_PATTERN_DASH_DOT)
    cairo_set_dash (cr, dash_dot, G_N_ELEMENTS (dash_dot), 0);

  cairo_move_to (cr, x, y + stroke / 2);
  cairo_line_to (cr, x + width, y + stroke / 2);
  cairo_stroke (cr);
  cairo_destroy (cr);
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
    case POSTIL_PATTERN_DOTTED:
    case POSTIL_PATTERN_DASH_DOT:
      stroke_path (snapshot, pattern, color, x, y, width, stroke);
      break;
    case POSTIL_N_PATTERNS:
      g_assert_not_reached ();
    }
}
