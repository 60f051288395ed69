/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "store-fixture.h"

#include <glib/gstdio.h>

char *
store_fixture_make_article (const char *folder,
                            const char *name,
                            const char *utf8)
{
  char *path = g_build_filename (folder, name, NULL);
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, utf8, -1, &error);
  g_assert_no_error (error);
  return path;
}

static void
take_result_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

PostilStore *
store_fixture_open (const char  *path,
                    const char  *coder,
                    GError     **error)
{
  g_autoptr(GFile) article = g_file_new_for_path (path);
  g_autoptr(GAsyncResult) result = NULL;

  postil_store_open_async (article, NULL, coder, NULL, NULL, NULL, take_result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return postil_store_open_finish (result, error);
}

void
store_fixture_wait_state (PostilStore     *store,
                          PostilSaveState  state)
{
  gint64 until = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  while (postil_store_get_state (store) != state)
    {
      if (g_get_monotonic_time () > until)
        g_error ("The store is in state %d and does not come to %d", postil_store_get_state (store), state);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (1000);
    }
}

void
store_fixture_run_for (guint ms)
{
  gint64 until = g_get_monotonic_time () + (gint64) ms * 1000;

  while (g_get_monotonic_time () < until)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

gboolean
store_fixture_flush (PostilStore  *store,
                     GError      **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  postil_store_flush_async (store, NULL, take_result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return postil_store_flush_finish (store, result, error);
}

char *
store_fixture_tag (PostilStore *store,
                   guint        start,
                   guint        end,
                   const char  *code)
{
  PostilDocument *document = postil_store_get_document (store);
  PostilSpan span = { start, end };
  char *id = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(PostilChange) change = postil_edit_tag (document, &span, 1, code, &id, &error);

  g_assert_no_error (error);
  g_assert_true (postil_document_apply (document, change, POSTIL_ORIGIN_DO, &error));
  g_assert_no_error (error);
  return id;
}

void
store_fixture_remove_tree (const char *path)
{
  if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    {
      g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
      const char *name;

      while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *child = g_build_filename (path, name, NULL);

          store_fixture_remove_tree (child);
        }
    }
  g_remove (path);
}
