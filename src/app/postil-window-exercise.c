/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A pack that is opened like an article: it is verified and unpacked in a thread, and coding
 * begins. Who has not marked anything in an exercise yet is asked for a name, since several may work
 * at one computer; nothing else is asked unless there is no place to unpack to. Main thread. */

#include "config.h"

#include "app/postil-window-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "app/compat/postil-question.h"
#include "app/postil-application.h"
#include "model/postil-decision.h"
#include "storage/postil-exercise.h"
#include "storage/postil-files.h"

typedef struct
{
  char           *zip;
  char           *parent; /* NULL: beside */
  char           *coder;  /* NULL: the preferences' one */
  char           *known;  /* the preferences' one, or NULL */
  gboolean        is_known_there; /* and has marked something there */
  PostilReport   *report;
  PostilExercise *exercise;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->zip);
  g_free (job->parent);
  g_free (job->coder);
  g_free (job->known);
  postil_report_unref (job->report);
  g_clear_pointer (&job->exercise, postil_exercise_free);
  g_free (job);
}

static Job *
job_new (const char *zip,
         const char *parent,
         const char *coder)
{
  Job *job = g_new0 (Job, 1);

  job->zip = g_strdup (zip);
  job->parent = g_strdup (parent);
  job->coder = g_strdup (coder);
  job->report = postil_report_new ();
  return job;
}

static void run_job (PostilWindow *self,
                     Job          *job);

static void
open_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Job *job = task_data;
  GError *error = NULL;

  job->exercise = postil_exercise_open (job->zip, job->parent, job->report, cancellable, &error);
  if (job->exercise == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  job->is_known_there = job->known != NULL && postil_exercise_has_layer_of (job->exercise, job->known);
  g_task_return_boolean (task, TRUE);
}

static void
parent_chosen_cb (PostilWindow         *self,
                  int                   response,
                  GtkFileChooserNative *chooser)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) folder = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
      const Job *job = g_object_get_data (G_OBJECT (chooser), "postil-job");
      g_autofree char *parent = g_file_get_path (folder);

      run_job (self, job_new (job->zip, parent, job->coder));
    }
  g_object_unref (chooser);
}

static void
failed_cb (PostilWindow *self,
           const char   *response,
           GtkWidget    *dialog)
{
  const Job *job = g_object_get_data (G_OBJECT (dialog), "postil-job");
  GtkFileChooserNative *chooser = NULL;

  if (!g_str_equal (response, "choose"))
    return;
  chooser = gtk_file_chooser_native_new (_("Choose Where the Exercise Is Kept"), GTK_WINDOW (self),
                                         GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Unpack"), NULL);
  g_object_set_data_full (G_OBJECT (chooser), "postil-job", job_new (job->zip, NULL, job->coder), job_free);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (parent_chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* Another place helps where nothing could be written, but not against a damaged pack. */
static void
show_failure (PostilWindow *self,
              const Job    *job,
              const GError *error)
{
  GtkWidget *dialog = postil_question_new (_("The Pack Could Not Be Opened"), error->message);

  postil_question_add (dialog, "close", _("_Close"));
  if (error->domain == G_IO_ERROR && error->code != G_IO_ERROR_NOT_FOUND)
    {
      postil_question_add (dialog, "choose", _("Choose Another _Place…"));
      g_object_set_data_full (G_OBJECT (dialog), "postil-job", job_new (job->zip, NULL, job->coder), job_free);
      g_signal_connect_object (dialog, "response", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
    }
  postil_question_set_default (dialog, "close");
  postil_question_set_close (dialog, "close");
  postil_question_present (dialog, GTK_WIDGET (self), NULL);
}

/* One article is coded at once; several are a folder, and the first one of it. */
static void
begin_coding (PostilWindow *self,
              const Job    *job)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  GPtrArray *articles = job->exercise->articles;
  g_autoptr (GFile) folder = g_file_new_for_path (job->exercise->folder);
  g_autoptr (GFile) first = articles->len > 0 ? g_file_resolve_relative_path (folder, articles->pdata[0]) : NULL;
  gboolean is_lone = articles->len == 1 && strchr (articles->pdata[0], '/') == NULL;

  g_clear_object (&self->wanted_article);
  if (first != NULL && !is_lone && !job->exercise->was_there)
    self->wanted_article = g_object_ref (first);
  postil_application_open_file (POSTIL_APPLICATION (application), self, is_lone ? first : folder, job->coder);
  /* It was open in another window: this one was only made for the pack. */
  if (self->file == NULL)
    gtk_window_close (GTK_WINDOW (self));
}

static void
start (PostilWindow *self,
       const Job    *job)
{
  g_autofree char *shown = g_filename_display_name (job->exercise->folder);
  g_autofree char *message = g_strdup_printf (job->exercise->was_there ? _("Opened again as you left it, in %s")
                                                                       : _("What you mark is kept in %s"), shown);
  g_autofree char *listed = NULL;

  begin_coding (self, job);
  if (postil_report_get_n_entries (job->report) == 0)
    {
      postil_window_show_toast (self, message, NULL, NULL);
      return;
    }
  listed = postil_window_dup_problems (message, job->report);
  postil_window_show_message (self, _("Not Everything Was Unpacked"), listed);
}

/* A coder's short name for whatever a person is called; NULL where nothing is left of it. */
static char *
dup_coder_of (GtkWidget *dialog)
{
  GtkEditable *entry = g_object_get_data (G_OBJECT (dialog), "postil-entry");
  g_autofree char *coder = postil_files_dup_coder_for_name (gtk_editable_get_text (entry));

  if (!postil_files_is_coder_name (coder) || g_str_equal (coder, POSTIL_CONSENSUS))
    return NULL;
  return g_steal_pointer (&coder);
}

static void
name_changed_cb (GtkEditable *entry,
                 GtkWidget   *dialog)
{
  g_autofree char *coder = dup_coder_of (dialog);

  postil_question_set_enabled (dialog, "start", coder != NULL);
}

static void
name_response_cb (PostilWindow *self,
                  const char   *response,
                  GtkWidget    *dialog)
{
  GtkEditable *entry = g_object_get_data (G_OBJECT (dialog), "postil-entry");
  const Job *job = g_object_get_data (G_OBJECT (dialog), "postil-job");
  g_autofree char *coder = dup_coder_of (dialog);
  g_autofree char *name = NULL;
  const char *offered = g_object_get_data (G_OBJECT (dialog), "postil-offered");

  if (!g_str_equal (response, "start") || coder == NULL)
    return;
  name = g_strstrip (g_strdup (gtk_editable_get_text (entry)));
  /* Who is known keeps the short name, whatever would be made of the long one now. */
  if (job->known == NULL || !g_str_equal (name, offered))
    {
      g_settings_set_string (self->settings, "coder", coder);
      g_settings_set_string (self->settings, "coder-name", name);
    }
  start (self, job);
}

/* Takes @job. */
static void
ask_name (PostilWindow *self,
          Job          *job)
{
  GtkWidget *dialog = postil_question_new (_("What Is Your Name?"),
                                           _("It stands in the file that you hand in. Whoever else works at this computer gives another one."));
  GtkWidget *entry = gtk_entry_new ();
  g_autofree char *name = g_settings_get_string (self->settings, "coder-name");

  if (*name == '\0' && job->known != NULL)
    {
      g_free (name);
      name = g_strdup (job->known);
    }
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Your Name"), -1);
  g_object_set_data (G_OBJECT (dialog), "postil-entry", entry);
  g_object_set_data_full (G_OBJECT (dialog), "postil-job", job, job_free);
  g_object_set_data_full (G_OBJECT (dialog), "postil-offered", g_strdup (name), g_free);
  postil_question_set_extra (dialog, entry);
  postil_question_add (dialog, "cancel", _("_Cancel"));
  postil_question_add (dialog, "start", _("_Start"));
  postil_question_set_appearance (dialog, "start", ADW_RESPONSE_SUGGESTED);
  postil_question_set_default (dialog, "start");
  postil_question_set_close (dialog, "cancel");
  g_signal_connect_object (entry, "changed", G_CALLBACK (name_changed_cb), dialog, 0);
  gtk_editable_set_text (GTK_EDITABLE (entry), name);
  name_changed_cb (GTK_EDITABLE (entry), dialog);
  g_signal_connect_object (dialog, "response", G_CALLBACK (name_response_cb), self, G_CONNECT_SWAPPED);
  postil_question_present (dialog, GTK_WIDGET (self), entry);
}

static void
mapped_cb (GtkWidget *window,
           gpointer   user_data)
{
  Job *job = g_object_steal_data (G_OBJECT (window), "postil-pack");

  g_signal_handlers_disconnect_by_func (window, mapped_cb, user_data);
  if (job != NULL)
    ask_name (POSTIL_WINDOW (window), job);
}

/* A dialog that is there before its window would stay behind it. Takes @job. */
static void
ask_name_soon (PostilWindow *self,
               Job          *job)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      ask_name (self, job);
      return;
    }
  g_object_set_data_full (G_OBJECT (self), "postil-pack", job, job_free);
  g_signal_connect_after (self, "map", G_CALLBACK (mapped_cb), NULL);
}

static gboolean
needs_name (const Job *job)
{
  if (job->coder != NULL)
    return FALSE;
  /* What somebody handed in is looked at, not done. */
  return job->known == NULL || (job->exercise->counts.n_layers == 0 && !job->is_known_there);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  PostilWindow *self = POSTIL_WINDOW (source);
  Job *job = g_task_get_task_data (G_TASK (result));
  Job *asked = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      show_failure (self, job, error);
      return;
    }
  if (!needs_name (job))
    {
      start (self, job);
      return;
    }
  asked = job_new (job->zip, NULL, NULL);
  asked->known = g_strdup (job->known);
  asked->exercise = g_steal_pointer (&job->exercise);
  postil_report_unref (asked->report);
  asked->report = postil_report_ref (job->report);
  ask_name_soon (self, asked);
}

/* Takes @job. */
static void
run_job (PostilWindow *self,
         Job          *job)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, opened_cb, NULL);
  g_autofree char *known = g_settings_get_string (self->settings, "coder");

  if (*known != '\0')
    job->known = g_steal_pointer (&known);
  g_task_set_source_tag (task, run_job);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, open_thread);
}

gboolean
postil_window_begin_exercise (PostilWindow *self,
                              GFile        *file,
                              const char   *coder)
{
  const char *path = NULL;
  g_autofree char *basename = NULL;

  g_return_val_if_fail (POSTIL_IS_WINDOW (self), FALSE);
  g_return_val_if_fail (G_IS_FILE (file), FALSE);

  path = g_file_peek_path (file);
  basename = g_file_get_basename (file);
  if (path == NULL || basename == NULL || !postil_exercise_is_pack_name (basename))
    return FALSE;
  if (self->file == NULL)
    postil_window_show_welcome (self);
  run_job (self, job_new (path, NULL, coder));
  return TRUE;
}
