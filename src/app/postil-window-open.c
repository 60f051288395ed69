/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How something comes into the window: the invitation, articles, folders, the sample, and
 * what is shown while it takes long or when it fails. Files are only touched by storage, in
 * threads. What is opened last wins: an older opening is cancelled. Main thread. */

#include "config.h"

#include "app/postil-window-private.h"

#include "app/postil-application.h"
#include "app/postil-labels.h"
#include "app/postil-recent.h"
#include "app/postil-settings.h"
#include "articles/postil-article.h"
#include "base/postil-error.h"
#include "model/postil-decision.h"
#include "storage/postil-sample.h"

#include <glib/gi18n-lib.h>

#define SAMPLE_RESOURCE "/org/postil/Postil/rafah.txt"
/* Whatever is faster needs no spinner. */
#define SPINNER_DELAY_MS 250

static GtkWidget *
new_page_button (GtkWidget  *box,
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

void
postil_window_show_welcome (PostilWindow *self)
{
  GtkWidget *page = NULL;
  GtkWidget *box = NULL;
  GtkWidget *open = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  page = adw_status_page_new ();
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), POSTIL_APP_ID "-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), _("Mark What Is Said"));
  adw_status_page_set_description (ADW_STATUS_PAGE (page),
                                   _("Open an article, select a passage, press 1, 2, 3 or 4.\nWhat you mark is saved beside the article."));
  open = new_page_button (box, _("Open an Article…"), "win.open");
  gtk_widget_add_css_class (open, "suggested-action");
  new_page_button (box, _("Try the Sample Article"), "win.open-sample");
  adw_status_page_set_child (ADW_STATUS_PAGE (page), box);
  postil_window_show_page (self, "welcome", page);
  gtk_window_set_focus (GTK_WINDOW (self), open);
  postil_window_update_title (self);
}

static void
show_error (PostilWindow *self,
            const GError *error)
{
  GtkWidget *page = adw_status_page_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  g_autofree char *escaped = g_markup_escape_text (error->message, -1);

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "dialog-warning-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), _("This Cannot Be Opened"));
  adw_status_page_set_description (ADW_STATUS_PAGE (page), escaped);
  new_page_button (box, _("Try Again"), "win.retry");
  new_page_button (box, _("Open Another Article…"), "win.open");
  if (self->file != NULL && postil_recent_contains (self->settings, self->file))
    new_page_button (box, _("Remove From the Recent Articles"), "win.forget");
  adw_status_page_set_child (ADW_STATUS_PAGE (page), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (page), GTK_ACCESSIBLE_PROPERTY_LABEL, error->message, -1);
  postil_window_show_page (self, "error", page);
  postil_window_update_title (self);
  postil_window_announce (self, error->message);
}

static gboolean
show_spinner_cb (gpointer user_data)
{
  PostilWindow *self = POSTIL_WINDOW (user_data);
  GtkWidget *spinner = gtk_spinner_new ();

  self->spinner_source = 0;
  gtk_widget_set_size_request (spinner, 48, 48);
  gtk_widget_set_halign (spinner, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (spinner, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spinner), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Opening"), -1);
  gtk_spinner_start (GTK_SPINNER (spinner));
  postil_window_show_page (self, "loading", spinner);

  return G_SOURCE_REMOVE;
}

void
postil_window_finish_opening (PostilWindow *self)
{
  g_return_if_fail (POSTIL_IS_WINDOW (self));

  g_clear_handle_id (&self->spinner_source, g_source_remove);
  g_clear_object (&self->opening);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (PostilWindow) self = POSTIL_WINDOW (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilStore) store = postil_store_open_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY) && g_file_peek_path (self->file) != NULL)
    {
      postil_window_open_folder_now (self);
      return;
    }

  postil_window_finish_opening (self);
  if (store == NULL)
    {
      show_error (self, error);
      return;
    }

  postil_recent_add (self->settings, self->file);
  postil_window_show_article (self, store);
}

void
postil_window_open_now (PostilWindow *self,
                        GFile        *file,
                        const char   *coder)
{
  g_autofree char *own_coder = NULL;
  g_autofree char *coder_name = NULL;
  g_autofree char *asked_coder = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));
  g_return_if_fail (G_IS_FILE (file));

  g_cancellable_cancel (self->opening);
  postil_window_finish_opening (self);
  g_set_object (&self->file, file);
  if (self->root != NULL && !g_file_has_prefix (file, self->root))
    {
      g_clear_object (&self->root);
      postil_window_drop_folder (self);
    }
  asked_coder = g_strdup (coder);
  g_free (self->coder);
  self->coder = g_steal_pointer (&asked_coder);

  own_coder = postil_settings_dup_coder (self->settings);
  if (self->coder == NULL || g_str_equal (self->coder, own_coder))
    coder_name = g_settings_get_string (self->settings, "coder-name");
  self->opening = g_cancellable_new ();
  self->spinner_source = g_timeout_add (SPINNER_DELAY_MS, show_spinner_cb, self);
  postil_store_open_async (file, self->root, self->coder != NULL ? self->coder : own_coder,
                           coder_name != NULL && *coder_name != '\0' ? coder_name : NULL,
                           NULL, self->opening, opened_cb, g_object_ref (self));
  postil_window_ensure_workspace (self);
  postil_window_update_title (self);
}

GFile *
postil_window_dup_root (PostilWindow *self)
{
  g_return_val_if_fail (POSTIL_IS_WINDOW (self), NULL);

  if (self->root != NULL)
    return g_object_ref (self->root);

  return self->store != NULL ? g_file_get_parent (postil_store_get_article (self->store)) : NULL;
}

void
postil_window_open (PostilWindow *self,
                    GFile        *file,
                    const char   *coder)
{
  g_return_if_fail (POSTIL_IS_WINDOW (self));
  g_return_if_fail (G_IS_FILE (file));

  if (postil_window_begin_exercise (self, file, coder) || postil_window_begin_import (self, file))
    return;
  if (self->store != NULL)
    {
      g_set_object (&self->next_file, file);
      g_free (self->next_coder);
      self->next_coder = g_strdup (coder);
      if (postil_window_begin_leaving (self))
        return;
      g_clear_object (&self->next_file);
    }

  postil_window_drop_store (self);
  postil_window_open_now (self, file, coder);
}

void
postil_window_open_elsewhere (PostilWindow *self,
                              GFile        *file)
{
  GtkApplication *application = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));
  g_return_if_fail (G_IS_FILE (file));

  application = gtk_window_get_application (GTK_WINDOW (self));
  if (application != NULL)
    /* Whoever codes in this window opens it; a consensus is nobody's. */
    postil_application_open_file (POSTIL_APPLICATION (application), self, file,
                                  g_strcmp0 (self->coder, POSTIL_CONSENSUS) != 0 ? self->coder : NULL);
}

/* With another coder, or after an error: the same once more. */
void
postil_window_reopen (PostilWindow *self)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *coder = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  if (self->file == NULL)
    return;

  file = g_object_ref (self->file);
  coder = g_strdup (self->coder);
  /* Another coder's words are not to be offered. */
  g_clear_object (&self->values_folder);
  if (self->store != NULL)
    {
      self->is_reopening = TRUE;
      self->kept_place = postil_article_view_get_caret (postil_article_page_get_view (self->page));
    }
  postil_window_open (self, file, coder);
}

/* The folder of an article that was opened alone takes its place, so that what is kept of it has one
 * window only, and comes to its article. */
static gboolean
open_around (PostilWindow *self,
                           GListModel   *folders)
{
  g_autoptr (GFile) folder = g_list_model_get_item (folders, 0);
  g_autofree char *coder = NULL;

  if (folder == NULL || self->store == NULL || postil_store_get_place (self->store) != POSTIL_PLACE_LONE_PORTAL)
    return FALSE;
  coder = g_strdup (self->coder);
  g_free (self->wanted_child);
  self->wanted_child = g_file_get_basename (self->file);
  postil_window_open (self, folder, coder);
  return TRUE;
}

static void
chosen_cb (PostilWindow         *self,
           int                   response,
           GtkFileChooserNative *chooser)
{
  g_autoptr (GListModel) files = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (chooser));
      if (gtk_file_chooser_get_action (GTK_FILE_CHOOSER (chooser)) != GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER
          || !open_around (self, files))
        postil_window_open_files (self, files);
    }
  g_object_unref (chooser);
}

void
postil_window_choose_file (PostilWindow         *self,
                           GtkFileChooserAction  action)
{
  GtkFileChooserNative *chooser = NULL;
  gboolean is_folder = action == GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER;

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  chooser = gtk_file_chooser_native_new (is_folder ? _("Open a Folder") : _("Open an Article"),
                                         GTK_WINDOW (self), action, _("_Open"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (chooser), !is_folder);
  if (!is_folder)
    {
      g_autoptr (GtkFileFilter) text = gtk_file_filter_new ();
      g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

      gtk_file_filter_set_name (text, _("Articles and Documents"));
      gtk_file_filter_add_mime_type (text, "text/*");
      for (const char *const *extension = postil_article_get_extensions (); *extension != NULL; extension++)
        gtk_file_filter_add_suffix (text, *extension);
      gtk_file_filter_add_suffix (text, "zip");
      gtk_file_filter_set_name (all, _("All Files"));
      gtk_file_filter_add_pattern (all, "*");
      gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), text);
      gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), all);
    }
  g_signal_connect_object (chooser, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
sample_thread (GTask        *task,
               gpointer      source,
               gpointer      task_data,
               GCancellable *cancellable)
{
  GError *error = NULL;
  GFile *file = NULL;
  g_autoptr (GBytes) bytes = g_resources_lookup_data (SAMPLE_RESOURCE, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);

  if (bytes != NULL)
    file = postil_sample_install (bytes, POSTIL_WINDOW_SAMPLE_NAME, cancellable, &error);
  if (file != NULL)
    g_task_return_pointer (task, file, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
sample_installed_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  PostilWindow *self = POSTIL_WINDOW (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = g_task_propagate_pointer (G_TASK (result), &error);

  if (file != NULL)
    postil_window_open_elsewhere (self, file);
  else if (self->store == NULL)
    show_error (self, error);
  else
    postil_window_show_toast (self, error->message, NULL, NULL);
}

void
postil_window_open_sample (PostilWindow *self)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  task = g_task_new (self, NULL, sample_installed_cb, NULL);
  g_task_set_source_tag (task, postil_window_open_sample);
  g_task_run_in_thread (task, sample_thread);
}
