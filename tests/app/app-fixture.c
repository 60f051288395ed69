/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The whole app inside of a test, with an article that three have coded. */

#include "config.h"

#include "app-fixture.h"

#include "app/postil-settings.h"
#include "app/view/postil-article-view.h"
#include "app/view-fixture.h"
#include "store-fixture.h"

/* Others who have coded the same. */
static void
share_work (AppFixture *fixture)
{
  static const char *const coders[] = { "jonas", "teacher", NULL };
  g_autofree char *own = g_strconcat (fixture->article, ".maria.postil.json", NULL);
  g_autofree char *layer = NULL;
  gsize n_bytes = 0;

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.save", NULL);
  while (!g_file_get_contents (own, &layer, &n_bytes, NULL) || strstr (layer, "concern") == NULL)
    {
      g_clear_pointer (&layer, g_free);
      view_fixture_wait_ms (APP_FIXTURE_SETTLE_MS);
    }
  for (guint i = 0; coders[i] != NULL; i++)
    {
      g_autofree char *other = g_strdup_printf ("%s.%s.postil.json", fixture->article, coders[i]);

      g_assert_true (g_file_set_contents (other, layer, (gssize) n_bytes, NULL));
    }
  g_settings_set_strv (fixture->settings, "recent-coders", coders);
}

void
app_fixture_open_article (AppFixture *fixture)
{
  g_autoptr (GFile) folder = g_file_new_for_path (fixture->folder);
  g_autoptr (GFile) file = g_file_new_for_path (fixture->article);
  g_autofree char *uri = g_file_get_uri (file);
  PostilSpan span = { 10, 30 };
  GtkWidget *view = NULL;

  postil_window_open (fixture->window, folder, "maria");
  view_fixture_wait_ms (APP_FIXTURE_SETTLE_MS);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.go-to-article", "s", uri);
  do
    {
      view_fixture_wait_ms (APP_FIXTURE_SETTLE_MS);
      view = view_fixture_find_widget (GTK_WIDGET (fixture->window), POSTIL_TYPE_ARTICLE_VIEW);
    }
  while (view == NULL || postil_article_view_get_document (POSTIL_ARTICLE_VIEW (view)) == NULL);
  postil_article_view_select (POSTIL_ARTICLE_VIEW (view), span);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.tag", "s", "concern"));
  view_fixture_wait_ms (APP_FIXTURE_SETTLE_MS);
  share_work (fixture);
}

void
app_fixture_init (AppFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *sample = g_test_build_filename (G_TEST_DIST, "..", "data", "rafah.txt", NULL);
  g_autofree char *text = NULL;
  gsize n_bytes = 0;

  fixture->settings = postil_settings_new (&error);
  g_assert_no_error (error);
  fixture->folder = g_dir_make_tmp ("postil-app-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->article = g_build_filename (fixture->folder, "rafah.txt", NULL);
  g_file_get_contents (sample, &text, &n_bytes, &error);
  g_assert_no_error (error);
  g_file_set_contents (fixture->article, text, (gssize) n_bytes, &error);
  g_assert_no_error (error);

  fixture->application = postil_application_new ();
  g_application_set_flags (G_APPLICATION (fixture->application), G_APPLICATION_NON_UNIQUE);
  postil_application_set_settings (fixture->application, fixture->settings);
  g_application_register (G_APPLICATION (fixture->application), NULL, &error);
  g_assert_no_error (error);
  fixture->window = postil_window_new (GTK_APPLICATION (fixture->application), fixture->settings);
  postil_window_show_welcome (fixture->window);
  gtk_window_present (GTK_WINDOW (fixture->window));
  view_fixture_wait_ms (APP_FIXTURE_SETTLE_MS);
}

void
app_fixture_clear (AppFixture *fixture)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  view_fixture_wait_ms (APP_FIXTURE_SETTLE_MS);
  g_object_unref (fixture->application);
  g_object_unref (fixture->settings);
  store_fixture_remove_tree (fixture->folder);
  g_free (fixture->article);
  g_free (fixture->folder);
}

/* Not all directories are isolated: icons need the system's MIME types. */
int
app_fixture_run_tests (void)
{
  g_autofree char *home = g_dir_make_tmp ("postil-app-home-XXXXXX", NULL);
  int status = 0;

  g_assert_nonnull (home);
  g_setenv ("XDG_CONFIG_HOME", home, TRUE);
  g_setenv ("XDG_DATA_HOME", home, TRUE);
  g_setenv ("XDG_STATE_HOME", home, TRUE);
  g_setenv ("XDG_CACHE_HOME", home, TRUE);
  status = g_test_run ();
  store_fixture_remove_tree (home);

  return status;
}

void
app_fixture_close_others (AppFixture *fixture)
{
  g_autoptr (GPtrArray) others = g_ptr_array_new ();
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWindow) toplevel = g_list_model_get_item (toplevels, i);

      if (toplevel != GTK_WINDOW (fixture->window))
        g_ptr_array_add (others, toplevel);
    }
  for (guint i = 0; i < others->len; i++)
    gtk_window_destroy (g_ptr_array_index (others, i));
}

void
app_fixture_do (AppFixture *fixture,
                const char *action)
{
  gpointer group = g_str_has_prefix (action, "app.") ? (gpointer) fixture->application : (gpointer) fixture->window;

  g_action_group_activate_action (G_ACTION_GROUP (group), action + strlen ("win."), NULL);
  view_fixture_wait_ms (2 * APP_FIXTURE_SETTLE_MS);
}
