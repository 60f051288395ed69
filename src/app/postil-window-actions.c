/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the window's actions do. Which there are, and their keys, is in postil-actions.c;
 * here is one function each, and which are possible now. Main thread. */

#include "config.h"

#include "app/postil-window-private.h"

#include "app/postil-recent.h"
#include "app/postil-settings.h"

#include <glib/gi18n-lib.h>

/* An entry or note that has the keyboard undoes its own typing first. */
static gboolean
text_field_takes (PostilWindow *self,
                  const char   *action)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));

  if (focus == NULL || POSTIL_IS_ARTICLE_VIEW (focus)
      || !(GTK_IS_TEXT (focus) || GTK_IS_TEXT_VIEW (focus)))
    return FALSE;

  gtk_widget_activate_action (focus, action, NULL);
  return TRUE;
}

static PostilArticleView *
get_view (PostilWindow *self)
{
  return postil_article_page_get_view (self->page);
}

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
present_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_present_article (user_data);
}

static void
print_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_print (user_data);
}

static void
save_pdf_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_save_pdf (user_data);
}

static void
save_codebook_pdf_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_save_codebook_pdf (user_data);
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
article_properties_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_show_properties (user_data);
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
merge_copies_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_merge_copies (user_data);
}

static void
save_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_save (user_data);
}

static void
save_copy_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_save_copy (user_data);
}

static void
restore_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_restore (user_data);
}

static void
close_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_window_close (user_data);
}

static void
tag_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PostilWindow *self = user_data;

  postil_article_page_tag (self->page, g_variant_get_string (parameter, NULL));
  gtk_widget_grab_focus (GTK_WIDGET (self->page));
}

static void
merge_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PostilWindow *self = user_data;

  postil_article_page_merge (self->page);
  gtk_widget_grab_focus (GTK_WIDGET (self->page));
}

static void
remove_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PostilWindow *self = user_data;

  postil_article_page_remove (self->page);
  gtk_widget_grab_focus (GTK_WIDGET (self->page));
}

static void
toggle_unsure_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PostilWindow *self = user_data;

  postil_article_page_toggle_unsure (self->page);
}

static void
edit_note_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PostilWindow *self = user_data;

  if (postil_article_page_get_current (self->page) == NULL)
    return;

  postil_window_reveal_sidebar (self);
  postil_sidebar_focus_note (self->sidebar);
}

static void
edit_actor_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PostilWindow *self = user_data;

  if (postil_article_page_get_current (self->page) == NULL)
    return;

  postil_window_reveal_sidebar (self);
  postil_sidebar_focus_actor (self->sidebar);
}

static void
begin_link_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PostilWindow *self = user_data;

  postil_article_page_begin_link (self->page);
}

static void
link_kind_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PostilWindow *self = user_data;

  postil_article_page_finish_link (self->page, g_variant_get_string (parameter, NULL));
  gtk_widget_grab_focus (GTK_WIDGET (self->page));
}

static void
border_start_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_article_view_begin_border (get_view (user_data), -1);
}

static void
border_end_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_article_view_begin_border (get_view (user_data), 1);
}

static void
undo_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PostilWindow *self = user_data;

  if (postil_window_get_shown_compare (self) != NULL)
    postil_compare_view_undo (postil_window_get_shown_compare (self));
  else if (!text_field_takes (self, "text.undo") && !postil_window_revert_top (self, FALSE))
    postil_article_page_undo (self->page);
}

static void
redo_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PostilWindow *self = user_data;

  if (postil_window_get_shown_compare (self) != NULL)
    postil_compare_view_redo (postil_window_get_shown_compare (self));
  else if (!text_field_takes (self, "text.redo") && !postil_window_revert_top (self, TRUE))
    postil_article_page_redo (self->page);
}

static void
history_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_show_history (user_data);
}

static void
codebook_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_show_codebook (user_data);
}

static void
add_example_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_add_example (user_data);
}

static void
review_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_review (user_data, NULL);
}

static void
review_moved_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PostilWindow *self = user_data;

  postil_article_page_review_moved (self->page, TRUE);
}

static void
place_moved_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PostilWindow *self = user_data;

  postil_article_page_place_moved (self->page);
}

static void
next_review_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_next_review (user_data);
}

static void
confirm_code_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_confirm_code (user_data);
}

static void
next_annotation_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PostilWindow *self = user_data;

  postil_article_page_step (self->page, 1);
}

static void
previous_annotation_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PostilWindow *self = user_data;

  postil_article_page_step (self->page, -1);
}

static void
next_pane_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_step_pane (user_data, 1);
}

static void
previous_pane_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_step_pane (user_data, -1);
}

static void
focus_article_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PostilWindow *self = user_data;

  gtk_widget_grab_focus (GTK_WIDGET (self->page));
}

static void
cancel_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PostilWindow *self = user_data;

  if (!postil_article_page_cancel (self->page) && self->is_focused)
    postil_window_set_focus_mode (self, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->page));
}

static void
select_sentence_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_article_view_expand_selection (get_view (user_data), POSTIL_SEGMENT_SENTENCE);
}

static void
select_paragraph_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_article_view_expand_selection (get_view (user_data), POSTIL_SEGMENT_PARAGRAPH);
}

static void
shrink_selection_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_article_view_shrink_selection (get_view (user_data));
}

static void
find_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PostilWindow *self = user_data;

  postil_article_page_find (self->page);
}

static void
find_next_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PostilWindow *self = user_data;

  postil_article_page_find_step (self->page, 1);
}

static void
find_previous_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PostilWindow *self = user_data;

  postil_article_page_find_step (self->page, -1);
}

static void
tag_all_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PostilWindow *self = user_data;

  postil_article_page_tag_all (self->page);
}

static void
filter_annotations_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PostilWindow *self = user_data;

  postil_window_reveal_sidebar (self);
  postil_sidebar_focus_filter (self->sidebar);
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
sidebar_changed_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  PostilWindow *self = user_data;
  gboolean is_shown = g_variant_get_boolean (value);

  g_simple_action_set_state (action, value);
  if (self->flap == NULL)
    return;

  adw_flap_set_reveal_flap (self->flap, is_shown);
  if (!adw_flap_get_folded (self->flap))
    g_settings_set_boolean (self->settings, "sidebar-visible", is_shown);
  if (!is_shown)
    gtk_widget_grab_focus (GTK_WIDGET (self->page));
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
focus_code_changed_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  const char *code = g_variant_get_string (value, NULL);
  g_autoptr (GVariant) state = g_action_get_state (G_ACTION (action));
  gboolean is_off = g_str_equal (g_variant_get_string (state, NULL), code);

  g_simple_action_set_state (action, is_off ? g_variant_new_string ("") : value);
  g_object_set (get_view (user_data), "focus-code", is_off ? NULL : code, NULL);
}

static void
toggle_done_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PostilWindow *self = user_data;

  if (postil_window_get_shown_compare (self) != NULL)
    postil_compare_view_toggle_done (postil_window_get_shown_compare (self));
  else
    postil_window_toggle_done (self);
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

/* Dims what is not like the current annotation; once more, and all is shown again. */
static void
toggle_focus (PostilWindow *self,
              const char   *property,
              const char   *value)
{
  g_autofree char *now = NULL;

  g_object_get (get_view (self), property, &now, NULL);
  if (now != NULL)
    value = NULL;
  else if (value == NULL)
    {
      postil_window_show_toast (self, g_str_equal (property, "focus-actor")
                                        ? _("Go to an annotation that has an actor first.")
                                        : _("Go to an annotation first."), NULL, NULL);
      return;
    }

  g_object_set (get_view (self), property, value, NULL);
  if (g_str_equal (property, "focus-code"))
    g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), "focus-code")),
                               g_variant_new_string (value != NULL ? value : ""));
  postil_window_announce (self, value != NULL ? _("The others are dimmed") : _("Nothing is dimmed"));
}

static void
dim_codes_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PostilWindow *self = user_data;
  PostilAnnotation *annotation = postil_article_page_get_current (self->page);

  toggle_focus (self, "focus-code", annotation != NULL ? postil_annotation_get_code (annotation) : NULL);
}

static void
dim_actors_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PostilWindow *self = user_data;
  PostilAnnotation *annotation = postil_article_page_get_current (self->page);

  toggle_focus (self, "focus-actor",
                annotation != NULL ? postil_annotation_get_attribute (annotation, "actor") : NULL);
}

static void
focus_mode_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_set_focus_mode (user_data, !POSTIL_WINDOW (user_data)->is_focused);
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

/* Possible only while an article is open. */
static const GActionEntry article_entries[] = {
  { "toggle-done", toggle_done_cb, NULL, NULL, NULL, { 0 } },
  { "merge-copies", merge_copies_cb, NULL, NULL, NULL, { 0 } },
  { "save", save_cb, NULL, NULL, NULL, { 0 } },
  { "article-properties", article_properties_cb, NULL, NULL, NULL, { 0 } },
  { "present", present_cb, NULL, NULL, NULL, { 0 } },
  { "print", print_cb, NULL, NULL, NULL, { 0 } },
  { "save-pdf", save_pdf_cb, NULL, NULL, NULL, { 0 } },
  { "save-codebook-pdf", save_codebook_pdf_cb, NULL, NULL, NULL, { 0 } },
  { "save-copy", save_copy_cb, NULL, NULL, NULL, { 0 } },
  { "restore", restore_cb, NULL, NULL, NULL, { 0 } },
  { "tag", tag_cb, "s", NULL, NULL, { 0 } },
  { "merge", merge_cb, NULL, NULL, NULL, { 0 } },
  { "remove", remove_cb, NULL, NULL, NULL, { 0 } },
  { "toggle-unsure", toggle_unsure_cb, NULL, NULL, NULL, { 0 } },
  { "edit-note", edit_note_cb, NULL, NULL, NULL, { 0 } },
  { "edit-actor", edit_actor_cb, NULL, NULL, NULL, { 0 } },
  { "begin-link", begin_link_cb, NULL, NULL, NULL, { 0 } },
  { "link-kind", link_kind_cb, "s", NULL, NULL, { 0 } },
  { "border-start", border_start_cb, NULL, NULL, NULL, { 0 } },
  { "border-end", border_end_cb, NULL, NULL, NULL, { 0 } },
  { "undo", undo_cb, NULL, NULL, NULL, { 0 } },
  { "redo", redo_cb, NULL, NULL, NULL, { 0 } },
  { "history", history_cb, NULL, NULL, NULL, { 0 } },
  { "codebook", codebook_cb, NULL, NULL, NULL, { 0 } },
  { "add-example", add_example_cb, NULL, NULL, NULL, { 0 } },
  { "review", review_cb, NULL, NULL, NULL, { 0 } },
  { "review-moved", review_moved_cb, NULL, NULL, NULL, { 0 } },
  { "place-moved", place_moved_cb, NULL, NULL, NULL, { 0 } },
  { "next-review", next_review_cb, NULL, NULL, NULL, { 0 } },
  { "confirm-code", confirm_code_cb, NULL, NULL, NULL, { 0 } },
  { "next-annotation", next_annotation_cb, NULL, NULL, NULL, { 0 } },
  { "previous-annotation", previous_annotation_cb, NULL, NULL, NULL, { 0 } },
  { "next-pane", next_pane_cb, NULL, NULL, NULL, { 0 } },
  { "previous-pane", previous_pane_cb, NULL, NULL, NULL, { 0 } },
  { "focus-article", focus_article_cb, NULL, NULL, NULL, { 0 } },
  { "cancel", cancel_cb, NULL, NULL, NULL, { 0 } },
  { "select-sentence", select_sentence_cb, NULL, NULL, NULL, { 0 } },
  { "select-paragraph", select_paragraph_cb, NULL, NULL, NULL, { 0 } },
  { "shrink-selection", shrink_selection_cb, NULL, NULL, NULL, { 0 } },
  { "find", find_cb, NULL, NULL, NULL, { 0 } },
  { "find-next", find_next_cb, NULL, NULL, NULL, { 0 } },
  { "find-previous", find_previous_cb, NULL, NULL, NULL, { 0 } },
  { "tag-all", tag_all_cb, NULL, NULL, NULL, { 0 } },
  { "filter-annotations", filter_annotations_cb, NULL, NULL, NULL, { 0 } },
  { "dim-codes", dim_codes_cb, NULL, NULL, NULL, { 0 } },
  { "dim-actors", dim_actors_cb, NULL, NULL, NULL, { 0 } },
  { "focus-mode", focus_mode_cb, NULL, NULL, NULL, { 0 } },
  { "sidebar", NULL, NULL, "true", sidebar_changed_cb, { 0 } },
  { "focus-code", NULL, "s", "''", focus_code_changed_cb, { 0 } },
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

static void
enable (PostilWindow       *self,
        const GActionEntry *list,
        guint               n_entries,
        gboolean            is_enabled)
{
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
  g_action_map_add_action_entries (G_ACTION_MAP (self), article_entries, G_N_ELEMENTS (article_entries), self);
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
  enable (self, article_entries, G_N_ELEMENTS (article_entries), has_article);
  enable (self, folder_entries, G_N_ELEMENTS (folder_entries), self->folder_pane != NULL);
  enable (self, either_entries, G_N_ELEMENTS (either_entries), has_article || self->folder_pane != NULL);
  postil_window_update_views (self);
  gtk_widget_set_visible (self->folder_button, self->folder_pane != NULL);
  gtk_widget_set_visible (self->find_button, has_article);
  gtk_widget_set_visible (self->sidebar_button, has_article);
}
