/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The list of articles that were opened last. Invariant: no file twice, newest first, at
 * most MAX_RECENT. Main thread. */

#include "config.h"

#include "app/postil-recent.h"

#define MAX_RECENT 12
#define RECENT_KEY "recent"

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
