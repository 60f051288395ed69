/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What those of the window's actions do that are possible only while an article is open: one
 * function each, as in postil-window-actions.c. Main thread. */

#include "config.h"

#include "app/postil-window-private.h"

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
article_properties_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_show_properties (user_data);
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

void
postil_window_init_article_actions (PostilWindow *self)
{
  g_return_if_fail (POSTIL_IS_WINDOW (self));

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}

void
postil_window_update_article_actions (PostilWindow *self,
                                      gboolean      has_article)
{
  g_return_if_fail (POSTIL_IS_WINDOW (self));

  postil_window_enable_actions (self, entries, G_N_ELEMENTS (entries), has_article);
}
