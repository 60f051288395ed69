/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The folder in the window: its pane at the left of everything else, made when a folder is
 * opened and gone with it, and the way from article to article. Main thread. */

#include "config.h"

#include "app/postil-window-private.h"

#include "app/dialogs/postil-articles-table.h"
#include "app/dialogs/postil-search-window.h"
#include "app/panes/postil-folder-follow.h"
#include "app/postil-labels.h"
#include "model/postil-edit.h"
#include "storage/postil-folder-walk.h"

#include <glib/gi18n-lib.h>

#define PANE_WIDTH 280
#define MAX_PLACES 50u

static PostilFolderModel *
get_model (PostilWindow *self)
{
  return postil_folder_pane_get_model (self->folder_pane);
}

/* The open article's path in the folder, or NULL. */
static char *
dup_current (PostilWindow *self)
{
  return self->root != NULL && self->file != NULL ? g_file_get_relative_path (self->root, self->file) : NULL;
}

static void
keep_place (PostilWindow *self,
            const char   *path)
{
  g_autofree char *uri = g_file_get_uri (self->root);
  g_autoptr (GVariant) old = g_settings_get_value (self->settings, "folder-places");
  GVariantBuilder builder;
  GVariantIter iter;
  const char *folder = NULL;
  const char *place = NULL;
  guint n = 1;

  if (!g_utf8_validate (path, -1, NULL))
    return;
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(ss)"));
  g_variant_builder_add (&builder, "(ss)", uri, path);
  g_variant_iter_init (&iter, old);
  while (g_variant_iter_next (&iter, "(&s&s)", &folder, &place))
    if (!g_str_equal (folder, uri) && n++ < MAX_PLACES)
      g_variant_builder_add (&builder, "(ss)", folder, place);
  g_settings_set_value (self->settings, "folder-places", g_variant_builder_end (&builder));
}

static char *
dup_place (PostilWindow *self)
{
  g_autofree char *uri = g_file_get_uri (self->root);
  g_autoptr (GVariant) places = g_settings_get_value (self->settings, "folder-places");
  GVariantIter iter;
  const char *folder = NULL;
  const char *place = NULL;

  g_variant_iter_init (&iter, places);
  while (g_variant_iter_next (&iter, "(&s&s)", &folder, &place))
    if (g_str_equal (folder, uri))
      return g_strdup (place);
  return NULL;
}

static void
chosen_cb (PostilWindow *self,
           const char   *path)
{
  g_autoptr (GFile) article = g_file_resolve_relative_path (self->root, path);

  postil_window_hide_toast (self);
  if (adw_flap_get_folded (self->folder_flap))
    adw_flap_set_reveal_flap (self->folder_flap, FALSE);
  if (self->file != NULL && g_file_equal (self->file, article) && self->store != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->page));
  else
    postil_window_open (self, article, self->coder);
}

static void
left_cb (PostilWindow *self)
{
  if (self->store != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->page));
}

static void
reveal_changed_cb (PostilWindow *self)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "folder-pane");

  g_simple_action_set_state (G_SIMPLE_ACTION (action),
                             g_variant_new_boolean (adw_flap_get_reveal_flap (self->folder_flap)));
}

/* Around everything below the header bar, from the first folder on. */
static void
ensure_flap (PostilWindow *self)
{
  GtkWidget *box = NULL;

  if (self->folder_flap != NULL)
    return;

  box = gtk_widget_get_parent (GTK_WIDGET (self->stack));
  self->folder_slot = ADW_CLAMP (adw_clamp_new ());
  adw_clamp_set_maximum_size (self->folder_slot, PANE_WIDTH);
  adw_clamp_set_tightening_threshold (self->folder_slot, PANE_WIDTH);
  gtk_widget_set_size_request (GTK_WIDGET (self->folder_slot), PANE_WIDTH, -1);
  gtk_widget_add_css_class (GTK_WIDGET (self->folder_slot), "postil-sidebar");
  self->folder_flap = ADW_FLAP (adw_flap_new ());
  adw_flap_set_fold_threshold_policy (self->folder_flap, ADW_FOLD_THRESHOLD_POLICY_MINIMUM);
  g_object_ref (self->stack);
  gtk_box_remove (GTK_BOX (box), GTK_WIDGET (self->stack));
  adw_flap_set_content (self->folder_flap, GTK_WIDGET (self->stack));
  g_object_unref (self->stack);
  adw_flap_set_separator (self->folder_flap, gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  adw_flap_set_flap (self->folder_flap, GTK_WIDGET (self->folder_slot));
  gtk_widget_set_vexpand (GTK_WIDGET (self->folder_flap), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->folder_flap));
  g_signal_connect_object (self->folder_flap, "notify::reveal-flap", G_CALLBACK (reveal_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
update_page (PostilWindow *self)
{
  guint n_articles = 0;
  guint n_done = 0;
  g_autofree char *text = NULL;

  if (self->folder_page == NULL || self->folder_pane == NULL)
    return;
  postil_folder_model_count (get_model (self), &n_articles, &n_done, NULL);
  if (n_articles == 0 && !postil_folder_scan_is_running (postil_folder_model_get_scan (get_model (self))))
    text = g_strdup (_("There are no articles in this folder: no files that end in .txt or .md."));
  else
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u article, %u of them done", "%u articles, %u of them done",
                                         n_articles), n_articles, n_done);
  adw_status_page_set_description (ADW_STATUS_PAGE (self->folder_page), text);
  postil_window_update_actions (self);
}

static void
make_pane (PostilWindow *self,
           const char   *path,
           const char   *coder)
{
  g_autoptr (PostilFolderScan) scan = postil_folder_scan_new (path, coder);
  g_autoptr (PostilFolderModel) model = postil_folder_model_new (scan);
  g_autofree char *place = dup_place (self);

  ensure_flap (self);
  self->folder_pane = POSTIL_FOLDER_PANE (postil_folder_pane_new (self->settings, model));
  g_signal_connect_object (self->folder_pane, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->folder_pane, "left", G_CALLBACK (left_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "updated", G_CALLBACK (update_page), self, G_CONNECT_SWAPPED);
  adw_clamp_set_child (self->folder_slot, GTK_WIDGET (self->folder_pane));
  adw_flap_set_locked (self->folder_flap, FALSE);
  adw_flap_set_fold_policy (self->folder_flap, ADW_FLAP_FOLD_POLICY_AUTO);
  adw_flap_set_reveal_flap (self->folder_flap, g_settings_get_boolean (self->settings, "folder-visible"));
  postil_folder_pane_set_current (self->folder_pane, place);
  postil_folder_follow (model, g_settings_get_boolean (self->settings, "note-time"));
  postil_folder_scan_start (scan);
}

void
postil_window_drop_folder (PostilWindow *self)
{
  g_return_if_fail (POSTIL_IS_WINDOW (self));

  if (self->folder_pane == NULL)
    return;
  self->folder_pane = NULL;
  self->folder_page = NULL;
  adw_flap_set_reveal_flap (self->folder_flap, FALSE);
  adw_clamp_set_child (self->folder_slot, NULL);
  postil_window_update_actions (self);
}

void
postil_window_sync_folder (PostilWindow *self)
{
  g_autofree char *coder = NULL;
  g_autofree char *current = NULL;
  PostilFolderScan *scan = NULL;
  const char *path = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  path = self->root != NULL ? g_file_peek_path (self->root) : NULL;
  if (path == NULL)
    {
      postil_window_drop_folder (self);
      return;
    }
  coder = postil_window_dup_coder (self);
  scan = self->folder_pane != NULL ? postil_folder_model_get_scan (get_model (self)) : NULL;
  if (scan == NULL || !g_str_equal (postil_folder_scan_get_root (scan), path) ||
      !g_str_equal (postil_folder_scan_get_coder (scan), coder))
    make_pane (self, path, coder);
  current = dup_current (self);
  if (current != NULL)
    {
      keep_place (self, current);
      postil_folder_pane_set_current (self->folder_pane, current);
    }
  postil_window_update_actions (self);
}

static GtkWidget *
new_button (GtkWidget  *box,
            const char *label,
            const char *action)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  postil_labels_let_wrap (GTK_BUTTON (button));
  gtk_widget_add_css_class (button, "pill");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static void
show_folder_page (PostilWindow *self)
{
  GtkWidget *page = adw_status_page_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  g_autofree char *basename = g_file_get_basename (self->root);
  g_autofree char *name = g_filename_display_name (basename);
  g_autofree char *escaped = g_markup_escape_text (name, -1);

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "folder-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), escaped);
  gtk_widget_add_css_class (new_button (box, _("Code the Next Article"), "win.next-not-done"), "suggested-action");
  new_button (box, _("Show the Articles"), "win.show-articles");
  adw_status_page_set_child (ADW_STATUS_PAGE (page), box);
  self->folder_page = page;
  postil_window_show_page (self, "folder", page);
}

/* Something that is no folder of articles: the person is asked first. */
static void
ask_first (PostilWindow     *self,
           PostilFolderKind  kind)
{
  GtkWidget *page = adw_status_page_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "folder-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), kind == POSTIL_FOLDER_HOME ? _("This Is Your Home Folder")
                                                                                  : _("This Folder Is on Another Computer"));
  adw_status_page_set_description (ADW_STATUS_PAGE (page),
                                   kind == POSTIL_FOLDER_HOME
                                     ? _("All text files in it would be listed as articles, which takes long.\nChoose the folder that holds your articles.")
                                     : _("Listing it may take long, and what others change is seen late.\nA copy on this computer is faster."));
  new_button (box, _("Open Another Folder…"), "win.open-folder");
  new_button (box, _("List It All the Same"), "win.list-anyway");
  adw_status_page_set_child (ADW_STATUS_PAGE (page), box);
  postil_window_show_page (self, "folder-question", page);
  postil_window_update_title (self);
}

void
postil_window_show_folder (PostilWindow *self)
{
  g_autoptr (GFile) wanted = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  if (self->file == NULL || g_file_peek_path (self->file) == NULL || self->store != NULL)
    return;
  postil_window_drop_folder (self);
  g_set_object (&self->root, self->file);
  postil_window_sync_folder (self);
  show_folder_page (self);
  update_page (self);
  postil_window_update_title (self);
  postil_window_ensure_views (self);
  adw_flap_set_reveal_flap (self->folder_flap, TRUE);
  postil_folder_pane_focus_list (self->folder_pane);
  postil_window_sync_view (self);
  wanted = g_steal_pointer (&self->wanted_article);
  if (wanted != NULL && g_file_has_prefix (wanted, self->root))
    postil_window_open (self, wanted, self->coder);
}

/* The article that a task is to open with its folder; dropped where it is not there. */
#define WANTED "postil-wanted"

static void
judge_thread (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  GFile *wanted = g_object_get_data (G_OBJECT (task), WANTED);
  g_autofree char *etag = wanted != NULL ? postil_files_dup_etag (wanted) : NULL;

  if (etag == NULL)
    g_object_set_data (G_OBJECT (task), WANTED, NULL);
  g_task_return_int (task, postil_walk_judge (task_data));
}

static void
judged_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  PostilWindow *self = POSTIL_WINDOW (source);
  g_autoptr (GError) error = NULL;
  PostilFolderKind kind = (PostilFolderKind) g_task_propagate_int (G_TASK (result), &error);
  GFile *wanted = g_object_get_data (G_OBJECT (result), WANTED);

  if (error != NULL)
    return;
  postil_window_finish_opening (self);
  if (kind != POSTIL_FOLDER_PLAIN)
    {
      ask_first (self, kind);
      return;
    }
  postil_window_show_folder (self);
  if (wanted != NULL)
    postil_window_open (self, wanted, self->coder);
}

void
postil_window_open_folder_now (PostilWindow *self)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  task = g_task_new (self, self->opening, judged_cb, NULL);
  g_task_set_source_tag (task, postil_window_open_folder_now);
  g_task_set_task_data (task, g_file_get_path (self->file), g_free);
  if (self->wanted_child != NULL)
    g_object_set_data_full (G_OBJECT (task), WANTED, g_file_get_child (self->file, self->wanted_child), g_object_unref);
  g_clear_pointer (&self->wanted_child, g_free);
  g_task_run_in_thread (task, judge_thread);
}

void
postil_window_step_article (PostilWindow *self,
                            int           direction,
                            gboolean      only_not_done)
{
  g_autofree char *current = NULL;
  g_autofree char *next = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  if (self->folder_pane == NULL)
    return;
  current = dup_current (self);
  next = g_strdup (postil_folder_model_step (get_model (self), current, direction, only_not_done));
  if (next != NULL)
    chosen_cb (self, next);
  else if (only_not_done)
    postil_window_show_toast (self, _("All other articles that are shown are done."), NULL, NULL);
}

void
postil_window_show_articles (PostilWindow *self,
                             gboolean      to_filter)
{
  g_return_if_fail (POSTIL_IS_WINDOW (self));

  if (self->folder_pane == NULL)
    return;
  adw_flap_set_reveal_flap (self->folder_flap, TRUE);
  if (to_filter)
    postil_folder_pane_focus_filter (self->folder_pane);
  else
    postil_folder_pane_focus_list (self->folder_pane);
}

void
postil_window_toggle_done (PostilWindow *self)
{
  PostilDocument *document = NULL;
  g_autoptr (PostilChange) change = NULL;
  gboolean is_done = FALSE;

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  if (self->store == NULL)
    return;
  document = postil_store_get_document (self->store);
  is_done = g_strcmp0 (postil_layer_get_info (postil_document_get_layer (document))->status, POSTIL_STATUS_DONE) == 0;
  change = postil_edit_set_status (document, is_done ? POSTIL_STATUS_IN_PROGRESS : POSTIL_STATUS_DONE);
  if (change == NULL || !postil_article_page_apply (self->page, change))
    return;
  if (is_done)
    postil_window_show_toast (self, _("This article is no longer marked as done"), _("Undo"), "win.undo");
  else if (self->folder_pane != NULL)
    postil_window_show_toast (self, _("Marked as done"), _("Next Not Done"), "win.next-not-done");
  else
    postil_window_show_toast (self, _("Marked as done"), _("Undo"), "win.undo");
}

void
postil_window_select_wanted (PostilWindow *self)
{
  PostilText *text = NULL;
  PostilSpan span = { 0, 0 };

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  span = self->wanted_span;
  self->wanted_span = (PostilSpan) { 0, 0 };
  if (self->store == NULL || span.end <= span.start)
    return;
  text = postil_document_get_text (postil_store_get_document (self->store));
  if (!postil_text_contains (text, span))
    return;
  postil_article_view_select (postil_article_page_get_view (self->page), span);
  postil_article_view_scroll_to (postil_article_page_get_view (self->page), span.start);
}

void
postil_window_go_to_span (PostilWindow *self,
                          GFile        *article,
                          PostilSpan    span)
{
  g_return_if_fail (POSTIL_IS_WINDOW (self));
  g_return_if_fail (G_IS_FILE (article));

  postil_window_show_view (self, "code");
  self->wanted_span = span;
  if (self->store != NULL && g_file_equal (self->file, article))
    postil_window_select_wanted (self);
  else
    postil_window_open (self, article, self->coder);
}

static void
found_cb (PostilWindow *self,
          const char   *path,
          const char   *annotation,
          guint         start,
          guint         end)
{
  g_autoptr (GFile) article = NULL;

  if (self->root == NULL)
    return;
  article = g_file_resolve_relative_path (self->root, path);
  if (annotation != NULL)
    {
      postil_window_go_to (self, article, annotation);
      return;
    }
  postil_window_go_to_span (self, article, (PostilSpan) { start, end });
}

void
postil_window_search_folder (PostilWindow *self)
{
  PostilFolderScan *scan = NULL;
  g_autoptr (PostilCodebook) codebook = NULL;
  GtkWidget *window = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  if (self->folder_pane == NULL)
    return;
  scan = postil_folder_model_get_scan (get_model (self));
  codebook = postil_folder_scan_get_codebook (scan) != NULL ? postil_codebook_ref (postil_folder_scan_get_codebook (scan))
                                                            : postil_codebook_new_builtin ();
  window = postil_search_window_new (GTK_WINDOW (self), self->settings, postil_folder_scan_get_root (scan),
                                     postil_folder_scan_get_coder (scan), codebook);
  g_signal_connect_object (window, "chosen", G_CALLBACK (found_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}

void
postil_window_show_articles_table (PostilWindow *self)
{
  GtkWidget *table = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  if (self->folder_pane == NULL)
    return;
  table = postil_articles_table_new (GTK_WINDOW (self), get_model (self));
  g_signal_connect_object (table, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (table));
}
