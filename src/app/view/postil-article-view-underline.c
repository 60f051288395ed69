/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Underline patterns, which tell codes apart where colour does not (a printed page, a
 * colour-blind reader). Most are rectangles on whole pixels, which every renderer is fast at:
 * stroked dashes alone made a scrolled frame a third dearer. Pure drawing, main thread. */

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

/* @shape: on, off, on, off in strokes; a pattern whose two halves differ is dash-dot. */
static void
append_dashes (GtkSnapshot   *snapshot,
               const GdkRGBA *color,
               double         x,
               double         y,
               double         width,
               double         stroke,
               const int      shape[4])
{
  double end = x + width;

  for (guint i = 0; x < end; i += 2)
    {
      append_bar (snapshot, color, x, y, MIN (shape[i % 4] * stroke, end - x), stroke);
      x += (shape[i % 4] + shape[i % 4 + 1]) * stroke;
    }
}

/* As many dots as there are would be as many nodes; one path is one fill. */
static void
fill_dots (GtkSnapshot   *snapshot,
           const GdkRGBA *color,
           double         x,
           double         y,
           double         width,
           double         stroke)
{
  graphene_rect_t bounds;
  cairo_t *cr;

  graphene_rect_init (&bounds, (float) x, (float) y, (float) width, (float) stroke);
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  gdk_cairo_set_source_rgba (cr, color);
  for (double at = x; at < x + width; at += stroke * 2.5)
    cairo_rectangle (cr, floor (at), y, stroke, stroke);
  cairo_fill (cr);
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
  const int dashed[4] = { 5, 3, 5, 3 };
  const int dash_dot[4] = { 6, 2, 1, 2 };
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
      append_dashes (snapshot, color, x, y, width, stroke, dashed);
      break;
    case POSTIL_PATTERN_DASH_DOT:
      append_dashes (snapshot, color, x, y, width, stroke, dash_dot);
      break;
    case POSTIL_PATTERN_DOTTED:
      fill_dots (snapshot, color, x, y, width, stroke);
      break;
    case POSTIL_N_PATTERNS:
      g_assert_not_reached ();
    }
}
