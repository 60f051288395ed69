/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the window says about saving, and how it leaves an article: nothing closes before
 * what is on screen is on disk, or the person has said that it may be lost. Main thread. */

#include "config.h"

#include "app/postil-window-private.h"

#include "app/compat/postil-question.h"
#include "app/postil-recent.h"

#include <glib/gi18n-lib.h>

char *
postil_window_dup_save_state (PostilWindow *self)
{
  PostilDocument *document = NULL;
  g_autofree char *coder = NULL;
  const char *state = NULL;

  g_return_val_if_fail (POSTIL_IS_WINDOW (self), NULL);

  if (self->store == NULL)
    return NULL;

  document = postil_store_get_document (self->store);
  coder = postil_window_dup_coder (self);
  switch (postil_store_get_state (self->store))
    {
    case POSTIL_SAVE_STATE_SAVED:
      state = _("saved");
      break;
    case POSTIL_SAVE_STATE_JOURNALED:
    case POSTIL_SAVE_STATE_PENDING:
      state = _("saving…");
      break;
    case POSTIL_SAVE_STATE_FAILED:
    case POSTIL_SAVE_STATE_UNSAFE:
      state = _("not saved");
      break;
    }
  if (postil_document_get_read_only (document) != NULL)
    state = _("read-only");

  return g_strdup_printf ("%s · %s", coder, state);
}

PostilBanner *
postil_window_add_banner (PostilWindow *self,
                          const char   *title)
{
  PostilBanner *banner = NULL;

  g_return_val_if_fail (POSTIL_IS_WINDOW (self), NULL);
  g_return_val_if_fail (title != NULL, NULL);

  banner = POSTIL_BANNER (postil_banner_new ());
  postil_banner_set_title (banner, title);
  postil_article_page_add_banner (self->page, banner);
  postil_banner_set_revealed (banner, TRUE);

  return banner;
}

static void
show_failure (PostilWindow *self,
              gboolean      is_unsafe)
{
  const GError *error = postil_store_get_error (self->store);
  g_autofree char *title = NULL;

  if (is_unsafe)
    title = g_strdup_printf (_("Your last changes are not saved anywhere. %s"), error != NULL ? error->message : "");
  else
    title = g_strdup_printf (_("The annotations cannot be saved beside the article; they are kept safe until they can. %s"),
                             error != NULL ? error->message : "");
  if (self->save_banner == NULL)
    {
      self->save_banner = postil_window_add_banner (self, title);
      gtk_widget_add_css_class (GTK_WIDGET (self->save_banner), "warning");
      postil_banner_add_button (self->save_banner, _("Try Again"), "win.save", NULL);
      postil_banner_add_button (self->save_banner, _("Save a Copy…"), "win.save-copy", NULL);
      postil_window_announce (self, title);
    }
  postil_banner_set_title (self->save_banner, title);
  postil_banner_set_revealed (self->save_banner, TRUE);
}

static void
state_cb (PostilWindow *self)
{
  PostilSaveState state = postil_store_get_state (self->store);

  postil_window_update_title (self);
  if (state == POSTIL_SAVE_STATE_FAILED || state == POSTIL_SAVE_STATE_UNSAFE)
    show_failure (self, state == POSTIL_SAVE_STATE_UNSAFE);
  else if (state == POSTIL_SAVE_STATE_SAVED && self->save_banner != NULL)
    postil_banner_set_revealed (self->save_banner, FALSE);
}

static void
outside_change_cb (PostilWindow *self,
                   PostilReport *report,
                   const char   *message)
{
  g_autofree char *listed = postil_window_dup_listed (message, report);

  /* Somebody else may go on for hours: one banner, with what came last. */
  if (self->outside_banner == NULL)
    {
      self->outside_banner = postil_window_add_banner (self, listed);
      postil_banner_set_closable (self->outside_banner, TRUE);
    }
  postil_banner_set_title (self->outside_banner, listed);
  postil_banner_set_revealed (self->outside_banner, TRUE);
  postil_window_announce (self, message);
}

void
postil_window_watch_store (PostilWindow *self)
{
  g_return_if_fail (POSTIL_IS_WINDOW (self));

  g_signal_connect_object (self->store, "notify::state", G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->store, "outside-change", G_CALLBACK (outside_change_cb), self, G_CONNECT_SWAPPED);
  state_cb (self);
  postil_window_watch_copies (self);
}

static void
show_read_only (PostilWindow *self,
                const char   *reason)
{
  g_autofree char *title = NULL;
  PostilBanner *banner = NULL;

  /* Translators: the reason is a sentence of its own, on a line of its own. */
  title = g_strdup_printf (_("Open for reading only: nothing can be marked, and your annotation file is left as it is.\n%s"), reason);
  banner = postil_window_add_banner (self, title);
  postil_banner_add_button (banner, _("Try Again"), "win.retry", NULL);
  if (postil_store_is_unreadable (self->store))
    postil_banner_add_button (banner, _("Restore…"), "win.restore", NULL);
  gtk_widget_add_css_class (GTK_WIDGET (banner), "warning");
}

/* Through the portal it has no neighbours (see storage/postil-kept.h). */
static void
show_alone (PostilWindow *self)
{
  PostilBanner *banner = postil_window_add_banner (self, _("This article was opened alone, so its annotations are kept in Postil’s own folder. "
                                             "Open its folder to have them beside it."));

  postil_banner_add_button (banner, _("Open Folder…"), "win.open-folder", NULL);
  postil_banner_add_button (banner, _("Save a Copy…"), "win.save-copy", NULL);
}

/* The review lists them, each with what can be done about it. */
static gboolean
is_for_review (PostilWindow            *self,
               const PostilReportEntry *entry)
{
  return postil_store_get_n_unsettled (self->store) > 0
         && postil_document_get_read_only (postil_store_get_document (self->store)) == NULL
         && (g_str_equal (entry->kind, "quote-mismatch") || g_str_equal (entry->kind, "range")
             || g_str_equal (entry->kind, "text-changed"));
}

/* What was found at opening, in one banner; what is only good to know, in passing. */
void
postil_window_show_report (PostilWindow *self)
{
  PostilReport *report = NULL;
  PostilDocument *document = NULL;
  g_autoptr (GString) text = NULL;
  guint n_entries = 0;
  guint n_told = 0;

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  document = postil_store_get_document (self->store);
  if (postil_document_get_read_only (document) != NULL)
    show_read_only (self, postil_document_get_read_only (document));
  if (postil_store_get_place (self->store) == POSTIL_PLACE_LONE_PORTAL)
    show_alone (self);

  report = postil_store_get_report (self->store);
  n_entries = postil_report_get_n_entries (report);
  text = g_string_new (NULL);
  for (guint i = 0; i < n_entries; i++)
    {
      const PostilReportEntry *entry = postil_report_get_entry (report, i);

      if (g_str_equal (entry->kind, "replayed") || g_str_equal (entry->kind, "kept"))
        postil_window_show_toast (self, entry->message, NULL, NULL);
      else if (!is_for_review (self, entry) && n_told++ < 3)
        g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", entry->message);
    }
  if (n_told > 3)
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, " And %u more.", " And %u more.", n_told - 3), n_told - 3);
  if (n_told > 0)
    postil_banner_set_closable (postil_window_add_banner (self, text->str), TRUE);
}

void
postil_window_save (PostilWindow *self)
{
  g_return_if_fail (POSTIL_IS_WINDOW (self));

  if (self->store == NULL)
    return;
  if (self->sidebar != NULL)
    postil_sidebar_commit (self->sidebar);
  /* How it went is told by ::notify::state. */
  postil_store_flush_async (self->store, NULL, NULL, NULL);
}

static void
copy_saved_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (PostilWindow) self = POSTIL_WINDOW (user_data);
  g_autoptr (GError) error = NULL;

  if (postil_store_save_copy_finish (POSTIL_STORE (source), result, &error))
    postil_window_show_toast (self, _("A copy of the annotations was saved."), NULL, NULL);
  else if (self->store != NULL)
    postil_banner_set_closable (postil_window_add_banner (self, error->message), TRUE);
}

static void
copy_target_cb (PostilWindow         *self,
                int                   response,
                GtkFileChooserNative *chooser)
{
  if (response == GTK_RESPONSE_ACCEPT && self->store != NULL)
    {
      g_autoptr (GFile) target = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

      postil_store_save_copy_async (self->store, target, NULL, copy_saved_cb, g_object_ref (self));
    }
  g_object_unref (chooser);
}

void
postil_window_save_copy (PostilWindow *self)
{
  GtkFileChooserNative *chooser = NULL;
  g_autofree char *article = NULL;
  g_autofree char *coder = NULL;
  g_autofree char *name = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  if (self->store == NULL)
    return;
  if (self->sidebar != NULL)
    postil_sidebar_commit (self->sidebar);

  /* What is kept in the app's own folder has a name that says nothing. */
  article = g_file_get_basename (postil_store_get_article (self->store));
  coder = postil_window_dup_coder (self);
  name = postil_files_dup_sidecar_name (article, coder);
  chooser = gtk_file_chooser_native_new (_("Save a Copy of the Annotations"), GTK_WINDOW (self),
                                         GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  g_signal_connect_object (chooser, "response", G_CALLBACK (copy_target_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

void
postil_window_drop_store (PostilWindow *self)
{
  g_return_if_fail (POSTIL_IS_WINDOW (self));

  if (self->store == NULL)
    return;

  if (self->settings != NULL)
    postil_recent_set_place (self->settings, postil_store_get_article (self->store),
                             postil_article_view_get_caret (postil_article_page_get_view (self->page)));
  postil_window_stop_time (self);
  /* It may be on screen for a moment more: what would not be saved must not be made. */
  postil_document_set_read_only (postil_store_get_document (self->store), _("This article has been closed."));
  g_signal_handlers_disconnect_by_data (self->store, self);
  g_clear_object (&self->copies);
  postil_store_close (self->store);
  g_clear_object (&self->store);
}

/* All is on disk, or may be lost: what was waited for happens. */
static void
leave (PostilWindow *self)
{
  g_autoptr (GFile) file = g_steal_pointer (&self->next_file);
  g_autofree char *coder = g_steal_pointer (&self->next_coder);

  postil_window_drop_store (self);
  if (self->is_closing)
    gtk_window_close (GTK_WINDOW (self));
  else if (file != NULL)
    postil_window_open_now (self, file, coder);
}

static void
lose_response_cb (PostilWindow *self,
                  const char   *response)
{
  if (g_str_equal (response, "lose"))
    {
      leave (self);
      return;
    }

  self->is_closing = FALSE;
  self->is_reopening = FALSE;
  g_clear_object (&self->next_file);
  g_clear_pointer (&self->next_coder, g_free);
  if (g_str_equal (response, "copy"))
    postil_window_save_copy (self);
}

static void
ask_to_lose (PostilWindow *self)
{
  const GError *error = postil_store_get_error (self->store);
  GtkWidget *dialog = postil_question_new (_("Close Without Saving?"), NULL);

  postil_question_format_body (dialog,
                                  _("Your last changes are only in this window and will be lost. %s"),
                                  error != NULL ? error->message : "");
  postil_question_add (dialog, "cancel", _("_Cancel"));
  postil_question_add (dialog, "copy", _("_Save a Copy…"));
  postil_question_add (dialog, "lose", _("Close _Without Saving"));
  postil_question_set_appearance (dialog, "lose", ADW_RESPONSE_DESTRUCTIVE);
  postil_question_set_default (dialog, "copy");
  postil_question_set_close (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (lose_response_cb), self, G_CONNECT_SWAPPED);
  postil_question_present (dialog, GTK_WIDGET (self), NULL);
}

static void
flushed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (PostilWindow) self = POSTIL_WINDOW (user_data);
  g_autoptr (GError) error = NULL;

  if (self->store != POSTIL_STORE (source))
    return;

  /* What the journal holds comes back when the article is opened again. */
  if (postil_store_flush_finish (self->store, result, &error)
      || postil_store_get_state (self->store) != POSTIL_SAVE_STATE_UNSAFE)
    leave (self);
  else
    ask_to_lose (self);
}

gboolean
postil_window_begin_leaving (PostilWindow *self)
{
  g_return_val_if_fail (POSTIL_IS_WINDOW (self), FALSE);

  if (self->store == NULL)
    return FALSE;
  if (self->sidebar != NULL)
    postil_sidebar_commit (self->sidebar);
  if (postil_store_get_state (self->store) == POSTIL_SAVE_STATE_SAVED)
    {
      postil_window_drop_store (self);
      return FALSE;
    }

  postil_store_flush_async (self->store, NULL, flushed_cb, g_object_ref (self));
  return TRUE;
}

typedef struct
{
  GTask           *task;
  GTaskThreadFunc  function;
} Waiting;

static void
saved_first_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autofree Waiting *waiting = user_data;
  g_autoptr (GTask) task = waiting->task;
  GError *error = NULL;

  if (postil_store_flush_finish (POSTIL_STORE (source), result, &error))
    g_task_run_in_thread (task, waiting->function);
  else
    g_task_return_error (task, error);
}

/* What is on screen is on the disk before a thread reads it there; an error of saving is the task's. */
void
postil_window_run_when_saved (PostilWindow    *self,
                              GTask           *task,
                              GTaskThreadFunc  function)
{
  Waiting *waiting = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));
  g_return_if_fail (G_IS_TASK (task));

  if (self->store == NULL)
    {
      g_task_run_in_thread (task, function);
      return;
    }
  waiting = g_new0 (Waiting, 1);
  *waiting = (Waiting) { g_object_ref (task), function };
  postil_store_flush_async (self->store, NULL, saved_first_cb, waiting);
}
