/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the window's actions do. Which there are, and their keys, is in postil-actions.c;
 * here is one function each, and which are possible now. Those that need an article are in
 * postil-window-article-actions.c. Main thread. */

#include "config.h"

#include "app/postil-window-private.h"

#include "app/postil-recent.h"
#include "app/postil-settings.h"

static void
open_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_choose_file (user_data, GTK_FILE_CHOOSER_ACTION_OPEN);
}

static void
open_folder_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_choose_file (user_data, GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER);
}

static void
import_annotations_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_import_annotations (user_data);
}

static void
export_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_export (user_data);
}

static void
import_documents_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_import_documents (user_data);
}

static void
new_from_clipboard_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_new_from_clipboard (user_data);
}

static void
open_uri_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  postil_window_open_elsewhere (user_data, file);
}

/* In this very window, since it is the next one of the folder. */
static void
go_to_article_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PostilWindow *self = user_data;
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  if (self->file == NULL || !g_file_equal (file, self->file))
    postil_window_open (self, file, self->coder);
}

static void
command_palette_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_show_palette (user_data);
}

static void
end_tour_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_end_tour (user_data);
}

static void
open_sample_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_open_sample (user_data);
}

static void
retry_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_reopen (user_data);
}

/* Only offered where it could not be opened. */
static void
forget_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PostilWindow *self = user_data;

  if (self->store != NULL || self->file == NULL)
    return;

  postil_recent_remove (self->settings, self->file);
  g_clear_object (&self->file);
  postil_window_show_welcome (self);
}

static void
close_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_window_close (user_data);
}

static void
zoom_in_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_settings_step_zoom (POSTIL_WINDOW (user_data)->settings, 1);
}

static void
zoom_out_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_settings_step_zoom (POSTIL_WINDOW (user_data)->settings, -1);
}

static void
zoom_reset_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_settings_step_zoom (POSTIL_WINDOW (user_data)->settings, 0);
}

static void
fullscreen_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  if (gtk_window_is_fullscreen (user_data))
    gtk_window_unfullscreen (user_data);
  else
    gtk_window_fullscreen (user_data);
}

static void
next_article_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_step_article (user_data, 1, FALSE);
}

static void
previous_article_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_step_article (user_data, -1, FALSE);
}

static void
next_not_done_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_step_article (user_data, 1, TRUE);
}

static void
show_articles_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_show_articles (user_data, FALSE);
}

static void
filter_articles_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_show_articles (user_data, TRUE);
}

static void
search_folder_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_search_folder (user_data);
}

static void
articles_table_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_show_articles_table (user_data);
}

static void
hand_in_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_hand_in (user_data);
}

static void
make_exercise_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_make_exercise (user_data);
}

static void
collect_hand_ins_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_collect_hand_ins (user_data);
}

static void
open_pack_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_open_pack (user_data);
}

static void
switch_coder_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_switch_coder (user_data);
}

static void
list_anyway_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_show_folder (user_data);
}

static void
folder_pane_changed_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  PostilWindow *self = user_data;
  gboolean is_shown = g_variant_get_boolean (value);

  if (self->folder_pane == NULL)
    return;
  adw_flap_set_reveal_flap (self->folder_flap, is_shown);
  if (!adw_flap_get_folded (self->folder_flap))
    g_settings_set_boolean (self->settings, "folder-visible", is_shown);
  if (!is_shown && self->store != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->page));
}

static const GActionEntry entries[] = {
  { "open", open_cb, NULL, NULL, NULL, { 0 } },
  { "open-folder", open_folder_cb, NULL, NULL, NULL, { 0 } },
  { "switch-coder", switch_coder_cb, NULL, NULL, NULL, { 0 } },
  { "collect-hand-ins", collect_hand_ins_cb, NULL, NULL, NULL, { 0 } },
  { "open-pack", open_pack_cb, NULL, NULL, NULL, { 0 } },
  { "new-from-clipboard", new_from_clipboard_cb, NULL, NULL, NULL, { 0 } },
  { "import-documents", import_documents_cb, NULL, NULL, NULL, { 0 } },
  { "import-annotations", import_annotations_cb, NULL, NULL, NULL, { 0 } },
  { "export", export_cb, NULL, NULL, NULL, { 0 } },
  { "open-uri", open_uri_cb, "s", NULL, NULL, { 0 } },
  { "go-to-article", go_to_article_cb, "s", NULL, NULL, { 0 } },
  { "command-palette", command_palette_cb, NULL, NULL, NULL, { 0 } },
  { "end-tour", end_tour_cb, NULL, NULL, NULL, { 0 } },
  { "open-sample", open_sample_cb, NULL, NULL, NULL, { 0 } },
  { "list-anyway", list_anyway_cb, NULL, NULL, NULL, { 0 } },
  { "retry", retry_cb, NULL, NULL, NULL, { 0 } },
  { "forget", forget_cb, NULL, NULL, NULL, { 0 } },
  { "close", close_cb, NULL, NULL, NULL, { 0 } },
  { "zoom-in", zoom_in_cb, NULL, NULL, NULL, { 0 } },
  { "zoom-out", zoom_out_cb, NULL, NULL, NULL, { 0 } },
  { "zoom-reset", zoom_reset_cb, NULL, NULL, NULL, { 0 } },
  { "fullscreen", fullscreen_cb, NULL, NULL, NULL, { 0 } },
};

/* Possible only while a folder is open. */
static const GActionEntry folder_entries[] = {
  { "next-article", next_article_cb, NULL, NULL, NULL, { 0 } },
  { "previous-article", previous_article_cb, NULL, NULL, NULL, { 0 } },
  { "next-not-done", next_not_done_cb, NULL, NULL, NULL, { 0 } },
  { "show-articles", show_articles_cb, NULL, NULL, NULL, { 0 } },
  { "filter-articles", filter_articles_cb, NULL, NULL, NULL, { 0 } },
  { "search-folder", search_folder_cb, NULL, NULL, NULL, { 0 } },
  { "articles-table", articles_table_cb, NULL, NULL, NULL, { 0 } },
  { "folder-pane", NULL, NULL, "true", folder_pane_changed_cb, { 0 } },
};

/* Possible while an article or a folder is open. */
static const GActionEntry either_entries[] = {
  { "hand-in", hand_in_cb, NULL, NULL, NULL, { 0 } },
  { "make-exercise", make_exercise_cb, NULL, NULL, NULL, { 0 } },
};

void
postil_window_enable_actions (PostilWindow       *self,
                              const GActionEntry *list,
                              guint               n_entries,
                              gboolean            is_enabled)
{
  g_return_if_fail (POSTIL_IS_WINDOW (self));

  for (guint i = 0; i < n_entries; i++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), list[i].name);

      g_simple_action_set_enabled (G_SIMPLE_ACTION (action), is_enabled);
    }
}

void
postil_window_init_actions (PostilWindow *self)
{
  g_return_if_fail (POSTIL_IS_WINDOW (self));

  postil_window_init_views (self);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  postil_window_init_article_actions (self);
  g_action_map_add_action_entries (G_ACTION_MAP (self), folder_entries, G_N_ELEMENTS (folder_entries), self);
  g_action_map_add_action_entries (G_ACTION_MAP (self), either_entries, G_N_ELEMENTS (either_entries), self);
  postil_window_update_actions (self);
}

void
postil_window_update_actions (PostilWindow *self)
{
  gboolean has_article = FALSE;

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  has_article = postil_window_has_article (self);
  postil_window_update_article_actions (self, has_article);
  postil_window_enable_actions (self, folder_entries, G_N_ELEMENTS (folder_entries), self->folder_pane != NULL);
  postil_window_enable_actions (self, either_entries, G_N_ELEMENTS (either_entries), has_article || self->folder_pane != NULL);
  postil_window_update_views (self);
  gtk_widget_set_visible (self->folder_button, self->folder_pane != NULL);
  gtk_widget_set_visible (self->find_button, has_article);
  gtk_widget_set_visible (self->sidebar_button, has_article);
}
