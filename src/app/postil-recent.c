/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The list of articles that were opened last. Invariant: no file twice, newest first, at
 * most MAX_RECENT. Main thread. */

#include "config.h"

#include "app/postil-recent.h"

#define MAX_RECENT 12
#define RECENT_KEY "recent"
#define PLACES_KEY "places"
#define MAX_PLACES 200u

static void
store_without (GSettings  *settings,
               const char *first,
               const char *without)
{
  g_auto (GStrv) uris = g_settings_get_strv (settings, RECENT_KEY);
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  if (first != NULL)
    g_ptr_array_add (kept, (gpointer) first);
  for (guint i = 0; uris[i] != NULL && kept->len < MAX_RECENT; i++)
    if (!g_str_equal (uris[i], without))
      g_ptr_array_add (kept, uris[i]);
  g_ptr_array_add (kept, NULL);

  g_settings_set_strv (settings, RECENT_KEY, (const char *const *) kept->pdata);
}

void
postil_recent_add (GSettings *settings,
                   GFile     *file)
{
  g_autofree char *uri = NULL;

  g_return_if_fail (G_IS_SETTINGS (settings));
  g_return_if_fail (G_IS_FILE (file));

  uri = g_file_get_uri (file);
  store_without (settings, uri, uri);
}

void
postil_recent_remove (GSettings *settings,
                      GFile     *file)
{
  g_autofree char *uri = NULL;

  g_return_if_fail (G_IS_SETTINGS (settings));
  g_return_if_fail (G_IS_FILE (file));

  uri = g_file_get_uri (file);
  store_without (settings, NULL, uri);
}

gboolean
postil_recent_contains (GSettings *settings,
                        GFile     *file)
{
  g_auto (GStrv) uris = NULL;
  g_autofree char *uri = NULL;

  g_return_val_if_fail (G_IS_SETTINGS (settings), FALSE);
  g_return_val_if_fail (G_IS_FILE (file), FALSE);

  uri = g_file_get_uri (file);
  uris = g_settings_get_strv (settings, RECENT_KEY);
  return g_strv_contains ((const char *const *) uris, uri);
}

GPtrArray *
postil_recent_dup_files (GSettings *settings)
{
  g_auto (GStrv) uris = NULL;
  GPtrArray *files = NULL;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  files = g_ptr_array_new_with_free_func (g_object_unref);
  uris = g_settings_get_strv (settings, RECENT_KEY);
  for (guint i = 0; uris[i] != NULL; i++)
    g_ptr_array_add (files, g_file_new_for_uri (uris[i]));

  return files;
}

guint
postil_recent_get_place (GSettings *settings,
                         GFile     *file)
{
  g_autoptr (GVariant) places = NULL;
  g_autofree char *uri = NULL;
  guint place = 0;

  g_return_val_if_fail (G_IS_SETTINGS (settings), 0);
  g_return_val_if_fail (G_IS_FILE (file), 0);

  uri = g_file_get_uri (file);
  places = g_settings_get_value (settings, PLACES_KEY);
  for (gsize i = 0; i < g_variant_n_children (places); i++)
    {
      const char *other = NULL;

      g_variant_get_child (places, i, "(&su)", &other, &place);
      if (g_str_equal (other, uri))
        return place;
    }

  return 0;
}

/* The newest first, and not without end. */
void
postil_recent_set_place (GSettings *settings,
                         GFile     *file,
                         guint      char_offset)
{
  g_autoptr (GVariant) places = NULL;
  g_autofree char *uri = NULL;
  GVariantBuilder builder;
  guint n_places = 0;

  g_return_if_fail (G_IS_SETTINGS (settings));
  g_return_if_fail (G_IS_FILE (file));

  uri = g_file_get_uri (file);
  places = g_settings_get_value (settings, PLACES_KEY);
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(su)"));
  if (char_offset > 0)
    g_variant_builder_add (&builder, "(su)", uri, char_offset);
  for (gsize i = 0; i < g_variant_n_children (places) && n_places < MAX_PLACES; i++)
    {
      const char *other = NULL;
      guint place = 0;

      g_variant_get_child (places, i, "(&su)", &other, &place);
      if (g_str_equal (other, uri))
        continue;
      g_variant_builder_add (&builder, "(su)", other, place);
      n_places++;
    }
  g_settings_set_value (settings, PLACES_KEY, g_variant_builder_end (&builder));
}
