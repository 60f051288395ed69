/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Handing in the article or the folder, with this coder's layer alone, and unpacking what was
 * packed elsewhere into a folder of choice. What was marked a moment ago is saved first. A thread
 * packs and unpacks. Main thread. */

#include "config.h"

#include "app/postil-window-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "app/compat/postil-question.h"
#include "storage/postil-exercise.h"

#define MAX_LISTED 8u

typedef struct
{
  char             *folder;
  char             *article; /* NULL: all of the folder */
  char             *zip;
  char             *coder;   /* NULL: it is unpacked */
  PostilReport     *report;
  PostilPackCounts  counts;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->folder);
  g_free (job->article);
  g_free (job->zip);
  g_free (job->coder);
  postil_report_unref (job->report);
  g_free (job);
}

void
postil_window_show_message (PostilWindow *self,
                            const char   *title,
                            const char   *body)
{
  GtkWidget *dialog = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));
  g_return_if_fail (title != NULL && body != NULL);

  dialog = postil_question_new (title, body);
  postil_question_add (dialog, "close", _("_Close"));
  postil_question_set_default (dialog, "close");
  postil_question_present (dialog, GTK_WIDGET (self), NULL);
}

char *
postil_window_dup_problems (const char   *message,
                            PostilReport *report)
{
  g_autoptr (GString) out = g_string_new (message);
  guint n = postil_report_get_n_entries (report);

  for (guint i = 0; i < MIN (n, MAX_LISTED); i++)
    {
      const PostilReportEntry *entry = postil_report_get_entry (report, i);
      g_autofree char *file = entry->file != NULL ? g_filename_display_name (entry->file) : g_strdup ("");

      g_string_append_printf (out, "%s%s: %s", i == 0 ? "\n\n" : "\n", file, entry->message);
    }
  if (n > MAX_LISTED)
    {
      g_string_append_c (out, '\n');
      g_string_append_printf (out, g_dngettext (GETTEXT_PACKAGE, "… and %u more.", "… and %u more.", n - MAX_LISTED), n - MAX_LISTED);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

gboolean
postil_window_get_handed_on (PostilWindow  *self,
                             char         **folder,
                             char         **article)
{
  const char *path = NULL;

  g_return_val_if_fail (POSTIL_IS_WINDOW (self), FALSE);
  g_return_val_if_fail (folder != NULL && article != NULL, FALSE);

  *folder = *article = NULL;
  if (self->folder_pane != NULL)
    {
      *folder = g_strdup (postil_folder_scan_get_root (postil_folder_model_get_scan (postil_folder_pane_get_model (self->folder_pane))));
      return TRUE;
    }
  path = self->store != NULL ? g_file_peek_path (postil_store_get_article (self->store)) : NULL;
  if (path == NULL)
    return FALSE;
  *folder = g_path_get_dirname (path);
  *article = g_path_get_basename (path);
  return TRUE;
}

static void
pack_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Job *job = task_data;
  const char *coders[] = { job->coder, NULL };
  PostilPackChoice choice = { .coders = coders, .article = job->article, .needs_layer = TRUE };
  GError *error = NULL;
  gboolean done;

  if (job->coder != NULL)
    done = postil_pack_write (job->folder, job->zip, &choice, job->report, &job->counts, cancellable, &error);
  else
    done = postil_pack_extract (job->zip, job->folder, FALSE, job->report, &job->counts, cancellable, &error);
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static char *
dup_done (Job *job)
{
  g_autofree char *basename = g_path_get_basename (job->zip);
  g_autofree char *name = g_filename_display_name (basename);

  if (job->coder == NULL)
    return g_strdup_printf (_("Unpacked and verified: %u articles, %u layers"), job->counts.n_articles, job->counts.n_layers);
  return g_strdup_printf (_("Send or copy %s. It holds what you marked and nobody else’s work."), name);
}

static void
packed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  PostilWindow *self = POSTIL_WINDOW (source);
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;
  g_autofree char *listed = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      postil_window_show_message (self, job->coder != NULL ? _("Nothing Was Handed In") : _("The Pack Could Not Be Opened"), error->message);
      return;
    }
  if (job->coder == NULL)
    {
      g_autoptr (GFile) folder = g_file_new_for_path (job->folder);

      postil_window_open_elsewhere (self, folder);
    }
  message = dup_done (job);
  if (postil_report_get_n_entries (job->report) == 0)
    {
      postil_window_show_toast (self, message, NULL, NULL);
      return;
    }
  listed = postil_window_dup_problems (message, job->report);
  postil_window_show_message (self, _("Not Everything Went Along"), listed);
}

/* Takes @job. */
static void
run_job (PostilWindow *self,
         Job          *job)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, packed_cb, NULL);

  g_task_set_source_tag (task, run_job);
  g_task_set_task_data (task, job, job_free);
  /* A hand-in has what is on screen in it. */
  if (job->coder != NULL)
    postil_window_run_when_saved (self, task, pack_thread);
  else
    g_task_run_in_thread (task, pack_thread);
}

static void
hand_in_cb (PostilWindow         *self,
            int                   response,
            GtkFileChooserNative *chooser)
{
  g_autofree char *folder = NULL;
  g_autofree char *article = NULL;

  if (response == GTK_RESPONSE_ACCEPT && postil_window_get_handed_on (self, &folder, &article))
    {
      g_autoptr (GFile) zip = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
      Job *job = g_new0 (Job, 1);

      job->folder = g_steal_pointer (&folder);
      job->article = g_steal_pointer (&article);
      job->zip = g_file_get_path (zip);
      job->coder = postil_window_dup_coder (self);
      job->report = postil_report_new ();
      run_job (self, job);
    }
  g_object_unref (chooser);
}

/* "rafah-maria.postil.zip" */
static char *
dup_hand_in_name (PostilWindow *self,
                  const char   *folder,
                  const char   *article)
{
  g_autofree char *coder = postil_window_dup_coder (self);
  g_autofree char *basename = article != NULL ? g_strdup (article) : g_path_get_basename (folder);
  g_autofree char *shown = g_filename_display_name (basename);
  char *dot = article != NULL ? strrchr (shown, '.') : NULL;

  if (dot != NULL && dot != shown)
    *dot = '\0';
  return g_strconcat (shown, "-", coder, POSTIL_EXERCISE_SUFFIX, NULL);
}

void
postil_window_hand_in (PostilWindow *self)
{
  GtkFileChooserNative *chooser = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *article = NULL;
  g_autofree char *name = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  if (!postil_window_get_handed_on (self, &folder, &article))
    return;
  if (self->sidebar != NULL)
    postil_sidebar_commit (self->sidebar);
  name = dup_hand_in_name (self, folder, article);
  chooser = gtk_file_chooser_native_new (_("Hand In What You Marked"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_SAVE, _("_Hand In"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  g_signal_connect_object (chooser, "response", G_CALLBACK (hand_in_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
unpack_folder_cb (PostilWindow         *self,
                  int                   response,
                  GtkFileChooserNative *chooser)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) folder = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
      Job *job = g_new0 (Job, 1);

      job->folder = g_file_get_path (folder);
      job->zip = g_file_get_path (g_object_get_data (G_OBJECT (chooser), "postil-zip"));
      job->report = postil_report_new ();
      run_job (self, job);
    }
  g_object_unref (chooser);
}

static void
unpack_file_cb (PostilWindow         *self,
                int                   response,
                GtkFileChooserNative *chooser)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      GtkFileChooserNative *next = gtk_file_chooser_native_new (_("Choose the Folder to Unpack Into"), GTK_WINDOW (self),
                                                                GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Unpack"), NULL);

      g_object_set_data_full (G_OBJECT (next), "postil-zip", gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)), g_object_unref);
      gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (next), TRUE);
      g_signal_connect_object (next, "response", G_CALLBACK (unpack_folder_cb), self, G_CONNECT_SWAPPED);
      gtk_native_dialog_show (GTK_NATIVE_DIALOG (next));
    }
  g_object_unref (chooser);
}

void
postil_window_open_pack (PostilWindow *self)
{
  GtkFileChooserNative *chooser = NULL;
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  chooser = gtk_file_chooser_native_new (_("Open a Pack"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_filter_set_name (filter, _("Packs"));
  gtk_file_filter_add_suffix (filter, "zip");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
  g_signal_connect_object (chooser, "response", G_CALLBACK (unpack_file_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}
