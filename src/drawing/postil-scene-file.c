/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A chart as a file: always dark on light, in one size, whatever the screen looks like, so
 * that the same chart gives the same picture. Pure functions, any thread. */

#include "config.h"

#include "base/postil-translation.h"
#include "drawing/postil-scene-private.h"

#include <cairo-svg.h>

#define FILE_WIDTH 900.0
#define FILE_FONT "Sans 11"
#define PNG_SCALE 2.0
#define MAX_PIXELS 32000.0 /* of a side, which cairo can hold */

static cairo_status_t
append_cb (void                *closure,
           const unsigned char *data,
           unsigned int         length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static PostilScene *
lay_out (PostilChart *chart)
{
  g_autoptr (PangoFontMap) fonts = pango_cairo_font_map_new ();
  PangoContext *context = pango_font_map_create_context (fonts);
  PangoFontDescription *font = pango_font_description_from_string (FILE_FONT);
  cairo_font_options_t *options = cairo_font_options_create ();
  PostilTheme theme;
  PostilScene *scene = NULL;

  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  pango_cairo_context_set_font_options (context, options);
  pango_context_set_font_description (context, font);
  postil_theme_init_light (&theme);
  theme.rtl = postil_translation_is_rtl ();
  scene = postil_scene_new (chart, context, FILE_WIDTH, &theme);
  cairo_font_options_destroy (options);
  g_object_unref (context);
  pango_font_description_free (font);
  return scene;
}

static void
paint (PostilScene     *scene,
       cairo_surface_t *surface,
       double           scale)
{
  cairo_t *cr = cairo_create (surface);

  cairo_scale (cr, scale, scale);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  postil_scene_draw (scene, cr, POSTIL_CHART_NO_MARK);
  cairo_destroy (cr);
}

GBytes *
postil_scene_write_svg (PostilChart *chart)
{
  GByteArray *bytes = NULL;
  g_autoptr (PostilScene) scene = NULL;
  cairo_surface_t *surface = NULL;

  g_return_val_if_fail (chart != NULL, NULL);

  bytes = g_byte_array_new ();
  scene = lay_out (chart);
  surface = cairo_svg_surface_create_for_stream (append_cb, bytes, postil_scene_get_width (scene), postil_scene_get_height (scene));
  paint (scene, surface, 1);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
  return g_byte_array_free_to_bytes (bytes);
}

GBytes *
postil_scene_write_png (PostilChart *chart)
{
  GByteArray *bytes = NULL;
  g_autoptr (PostilScene) scene = NULL;
  cairo_surface_t *surface = NULL;
  double scale = PNG_SCALE;

  g_return_val_if_fail (chart != NULL, NULL);

  bytes = g_byte_array_new ();
  scene = lay_out (chart);
  scale = MIN (scale, MAX_PIXELS / MAX (postil_scene_get_width (scene), postil_scene_get_height (scene)));
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) (scale * postil_scene_get_width (scene)),
                                        (int) (scale * postil_scene_get_height (scene)));
  paint (scene, surface, scale);
  cairo_surface_write_to_png_stream (surface, append_cb, bytes);
  cairo_surface_destroy (surface);
  return g_byte_array_free_to_bytes (bytes);
}
