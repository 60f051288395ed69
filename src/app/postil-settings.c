/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the person prefers, and how it is understood: the only place that knows the keys'
 * meaning. A value that cannot be used (a coder's name from a hand-edited file) is as if it
 * were not set. Main thread. */

#include "config.h"

#include "app/postil-settings.h"

#include "base/postil-error.h"
#include "storage/postil-files.h"

#include <glib/gi18n-lib.h>

GSettings *
postil_settings_new (GError **error)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, POSTIL_APP_ID, TRUE);
  if (schema == NULL)
    {
      g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_UNKNOWN,
                   _("The settings schema “%s” is not installed. Install Postil, or run it from its build folder with “meson devenv”."),
                   POSTIL_APP_ID);
      return NULL;
    }

  return g_settings_new_full (schema, NULL, NULL);
}

char *
postil_settings_dup_coder (GSettings *settings)
{
  g_autofree char *coder = NULL;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  coder = g_settings_get_string (settings, "coder");
  if (postil_files_is_coder_name (coder))
    return g_steal_pointer (&coder);

  return postil_files_dup_default_coder ();
}

PangoFontDescription *
postil_settings_dup_font (GSettings *settings)
{
  g_autofree char *typeface = NULL;
  g_autofree char *custom = NULL;
  PangoFontDescription *font = NULL;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  typeface = g_settings_get_string (settings, "typeface");
  custom = g_settings_get_string (settings, "custom-font");
  font = pango_font_description_new ();
  if (g_str_equal (typeface, "custom") && *custom != '\0')
    pango_font_description_set_family (font, custom);
  else
    pango_font_description_set_family (font, g_str_equal (typeface, "sans") ? "Sans" : "Serif");
  pango_font_description_set_size (font, (int) (g_settings_get_double (settings, "font-size") * PANGO_SCALE));

  return font;
}

static void
font_changed_cb (PostilArticleView *view,
                 const char        *key,
                 GSettings         *settings)
{
  PangoFontDescription *font = postil_settings_dup_font (settings);

  g_object_set (view, "font", font, NULL);
  pango_font_description_free (font);
}

void
postil_settings_bind_view (GSettings         *settings,
                           PostilArticleView *view)
{
  static const char *const font_keys[] = { "typeface", "custom-font", "font-size" };

  g_return_if_fail (G_IS_SETTINGS (settings));
  g_return_if_fail (POSTIL_IS_ARTICLE_VIEW (view));

  for (guint i = 0; i < G_N_ELEMENTS (font_keys); i++)
    {
      g_autofree char *signal_name = g_strconcat ("changed::", font_keys[i], NULL);

      g_signal_connect_object (settings, signal_name, G_CALLBACK (font_changed_cb), view, G_CONNECT_SWAPPED);
    }
  font_changed_cb (view, NULL, settings);

  g_settings_bind (settings, "zoom", view, "zoom", G_SETTINGS_BIND_GET);
  g_settings_bind (settings, "line-spacing", view, "line-spacing", G_SETTINGS_BIND_GET);
  g_settings_bind (settings, "column-chars", view, "column-chars", G_SETTINGS_BIND_GET);
  g_settings_bind (settings, "snap-words", view, "snap-words", G_SETTINGS_BIND_GET);
}

void
postil_settings_step_zoom (GSettings *settings,
                           int        direction)
{
  double zoom = 1.0;

  g_return_if_fail (G_IS_SETTINGS (settings));

  /* In tenths, so that in and out meet the same values. */
  if (direction != 0)
    zoom = (double) ((int) (g_settings_get_double (settings, "zoom") * 10.0 + 0.5) + direction) / 10.0;
  g_settings_set_double (settings, "zoom", CLAMP (zoom, POSTIL_MIN_ZOOM, POSTIL_MAX_ZOOM));
}
