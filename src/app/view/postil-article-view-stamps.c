/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a page shows many times: underlines in their patterns, which tell codes apart where
 * colour does not (a printed page, a colour-blind reader), and badges with letters. Each is
 * painted once, and a frame copies it: that costs every renderer less than a dash or a letter
 * would. Invariant: stamps are as the font, the scale and the colours are now; who changes one
 * of them drops them. Main thread. */

#include "config.h"

#include "app/view/postil-article-view-private.h"

#include <math.h>

#define MIN_STRIP 512      /* one that is longer is painted when a line is */
#define LETTER_SIZE 0.68   /* of the badge */

void
postil_view_stamps_clear (PostilViewStamps *stamps)
{
  g_clear_object (&stamps->badge);
  g_clear_pointer (&stamps->strip, g_bytes_unref);
  stamps->strip_width = 0;
}

static cairo_t *
begin_stamp (PostilArticleView *self,
             int                width,
             int                height)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width * scale, height * scale);
  cairo_t *cr = cairo_create (surface);

  cairo_surface_destroy (surface);
  cairo_scale (cr, scale, scale);

  return cr;
}

static guchar
straighten (guint32 value,
            guint   alpha)
{
  return alpha > 0 ? (guchar) MIN (((value & 0xff) * 255 + alpha / 2) / alpha, 255) : 0;
}

/* As R8G8B8A8, which GTK 4.8 turns into what cairo draws in one step, where it would take cairo's
 * own format to pieces for each frame. */
static GBytes *
end_stamp (cairo_t *cr,
           gsize   *stride)
{
  cairo_surface_t *surface = cairo_surface_reference (cairo_get_target (cr));
  gsize width = (gsize) cairo_image_surface_get_width (surface);
  gsize height = (gsize) cairo_image_surface_get_height (surface);
  guchar *pixels = g_malloc (width * height * 4);

  cairo_destroy (cr);
  cairo_surface_flush (surface);
  for (gsize y = 0; y < height; y++)
    {
      const guint32 *row = (const guint32 *) (gpointer) (cairo_image_surface_get_data (surface)
                                                         + y * (gsize) cairo_image_surface_get_stride (surface));
      guchar *to = pixels + y * width * 4;

      for (gsize x = 0; x < width; x++, to += 4)
        {
          guint alpha = row[x] >> 24;

          to[0] = straighten (row[x] >> 16, alpha);
          to[1] = straighten (row[x] >> 8, alpha);
          to[2] = straighten (row[x], alpha);
          to[3] = (guchar) alpha;
        }
    }
  cairo_surface_destroy (surface);
  *stride = width * 4;

  return g_bytes_new_take (pixels, width * height * 4);
}

/* Bars of @length, one a @period. */
static void
paint_bars (cairo_t *cr,
            double   width,
            double   stroke,
            double   period,
            double   from,
            double   length)
{
  for (double x = from; x < width; x += period)
    cairo_rectangle (cr, x, 0, length, stroke);
}

static void
paint_wave (cairo_t *cr,
            double   width,
            double   stroke)
{
  const double half = stroke * 2.5; /* a half wave's length */
  const double height = stroke * 0.9;
  double middle = stroke * 1.5;
  gboolean up = TRUE;

  cairo_set_line_width (cr, MAX (stroke * 0.75, 1));
  cairo_move_to (cr, 0, middle);
  for (double x = 0; x < width; x += half)
    {
      double tip = middle + (up ? -2 : 2) * height;

      cairo_curve_to (cr, x + half / 3, tip, x + half * 2 / 3, tip, x + half, middle);
      up = !up;
    }
  cairo_stroke (cr);
}

static void
paint_strip (cairo_t       *cr,
             PostilPattern  pattern,
             double         width,
             int            stroke)
{
  switch (pattern)
    {
    case POSTIL_PATTERN_WAVY:
      paint_wave (cr, width, stroke);
      break;
    case POSTIL_PATTERN_DASHED:
      paint_bars (cr, width, stroke, 8 * stroke, 0, 5 * stroke);
      break;
    case POSTIL_PATTERN_DASH_DOT:
      paint_bars (cr, width, stroke, 11 * stroke, 0, 6 * stroke);
      paint_bars (cr, width, stroke, 11 * stroke, 8 * stroke, stroke);
      break;
    case POSTIL_PATTERN_DOTTED:
      paint_bars (cr, width, stroke, MAX (stroke * 5 / 2, 3), 0, stroke);
      break;
    case POSTIL_PATTERN_SOLID:
    case POSTIL_PATTERN_DOUBLE:
    case POSTIL_N_PATTERNS:
      g_assert_not_reached ();
    }
  cairo_fill (cr);
}

/* A wave has a stroke's room above and below. */
static void
ensure_strip (PostilArticleView     *self,
              PostilViewStamps      *stamps,
              const PostilCodeStyle *style,
              int                    width,
              int                    height)
{
  cairo_t *cr;

  if (stamps->strip_width >= width)
    return;

  g_clear_pointer (&stamps->strip, g_bytes_unref);
  stamps->strip_width = MAX (MIN_STRIP, width * 2);
  cr = begin_stamp (self, stamps->strip_width, height);
  gdk_cairo_set_source_rgba (cr, &style->line);
  paint_strip (cr, style->pattern, stamps->strip_width, self->metrics.stroke);
  stamps->strip = end_stamp (cr, &stamps->strip_stride);
}

static void
append_bar (GtkSnapshot   *snapshot,
            const GdkRGBA *color,
            int            x,
            int            y,
            int            width,
            int            height)
{
  gtk_snapshot_append_color (snapshot, color,
                             &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height));
}

gboolean
postil_view_pattern_is_plain (PostilPattern pattern)
{
  return pattern == POSTIL_PATTERN_SOLID || pattern == POSTIL_PATTERN_DOUBLE;
}

void
postil_article_view_append_underline (PostilArticleView     *self,
                                      GtkSnapshot           *snapshot,
                                      PostilViewStamps      *stamps,
                                      const PostilCodeStyle *style,
                                      int                    x,
                                      int                    y,
                                      int                    width)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  int stroke = self->metrics.stroke;
  int thin = MAX (stroke / 2, 1);
  int height = style->pattern == POSTIL_PATTERN_WAVY ? stroke * 3 : stroke;
  g_autoptr (GdkTexture) texture = NULL;

  if (width <= 0)
    return;

  if (postil_view_pattern_is_plain (style->pattern))
    {
      append_bar (snapshot, &style->line, x, y, width, style->pattern == POSTIL_PATTERN_SOLID ? stroke : thin);
      if (style->pattern == POSTIL_PATTERN_DOUBLE)
        append_bar (snapshot, &style->line, x, y + thin * 2, width, thin);
      return;
    }

  /* The beginning of the strip, whose bytes are not copied. */
  ensure_strip (self, stamps, style, width, height);
  texture = gdk_memory_texture_new (width * scale, height * scale, GDK_MEMORY_R8G8B8A8, stamps->strip,
                                    stamps->strip_stride);
  if (style->pattern == POSTIL_PATTERN_WAVY)
    y -= stroke;
  gtk_snapshot_append_texture (snapshot, texture,
                               &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height));
}

static PangoLayout *
create_letter (PostilArticleView *self,
               const char        *letter,
               int                size)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), letter);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_attr_list_insert (attributes, pango_attr_family_new ("sans-serif"));
  pango_attr_list_insert (attributes, pango_attr_size_new_absolute ((int) (size * LETTER_SIZE * PANGO_SCALE)));
  pango_layout_set_attributes (layout, attributes);

  return layout;
}

/* A square whose corners lack a pixel, with the code's letter. */
static GdkTexture *
create_badge (PostilArticleView     *self,
              const PostilCodeStyle *style)
{
  int size = self->metrics.lane_pitch - 2;
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  g_autoptr (PangoLayout) letter = create_letter (self, style->letter, self->metrics.lane_pitch);
  cairo_t *cr = begin_stamp (self, size, size);
  g_autoptr (GBytes) bytes = NULL;
  PangoRectangle ink;
  gsize stride;

  gdk_cairo_set_source_rgba (cr, &style->line);
  cairo_rectangle (cr, 1, 0, size - 2, 1);
  cairo_rectangle (cr, 0, 1, size, size - 2);
  cairo_rectangle (cr, 1, size - 1, size - 2, 1);
  cairo_fill (cr);

  pango_layout_get_pixel_extents (letter, &ink, NULL);
  cairo_move_to (cr, (size - ink.width) / 2.0 - ink.x, (size - ink.height) / 2.0 - ink.y);
  gdk_cairo_set_source_rgba (cr, &style->on_line);
  pango_cairo_show_layout (cr, letter);
  bytes = end_stamp (cr, &stride);

  return gdk_memory_texture_new (size * scale, size * scale, GDK_MEMORY_R8G8B8A8, bytes, stride);
}

void
postil_article_view_append_badge (PostilArticleView     *self,
                                  GtkSnapshot           *snapshot,
                                  PostilViewStamps      *stamps,
                                  const PostilCodeStyle *style,
                                  int                    x,
                                  int                    y)
{
  float size = (float) self->metrics.lane_pitch - 2;

  if (stamps->badge == NULL)
    stamps->badge = create_badge (self, style);
  gtk_snapshot_append_texture (snapshot, stamps->badge, &GRAPHENE_RECT_INIT ((float) x, (float) y, size, size));
}
