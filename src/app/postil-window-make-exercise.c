/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Making an exercise: what is handed out holds nobody's marks, and one's own become the key, in a
 * file of its own. What was marked a moment ago is saved first. A thread packs. Main thread. */

#include "config.h"

#include "app/postil-window-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "app/compat/postil-question.h"
#include "app/postil-labels.h"
#include "storage/postil-exercise.h"
#include "storage/postil-files.h"

typedef struct
{
  char             *folder;
  char             *article; /* NULL: all of the folder */
  char             *zip;
  char             *coder;   /* whose marks are the key; NULL for none */
  char             *key_zip;
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
  g_free (job->key_zip);
  postil_report_unref (job->report);
  g_free (job);
}

static void
make_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Job *job = task_data;
  GError *error = NULL;

  if (job->coder != NULL && job->key_zip == NULL)
    job->key_zip = postil_exercise_dup_free_key_path (job->zip);
  if (postil_exercise_write (job->folder, job->article, job->zip, job->coder, job->key_zip, job->report, &job->counts, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static char *
dup_shown_name (const char *path)
{
  g_autofree char *basename = g_path_get_basename (path);

  return g_filename_display_name (basename);
}

static char *
dup_done (const Job *job)
{
  g_autofree char *zip = dup_shown_name (job->zip);
  g_autofree char *key = job->key_zip != NULL ? dup_shown_name (job->key_zip) : NULL;

  if (key == NULL)
    return g_strdup_printf (_("Hand out %s"), zip);
  return g_strdup_printf (_("Hand out %s, and keep the key, %s"), zip, key);
}

static void
made_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  PostilWindow *self = POSTIL_WINDOW (source);
  const Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;
  g_autofree char *listed = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      postil_window_show_message (self, _("The Exercise Could Not Be Made"), error->message);
      return;
    }
  message = dup_done (job);
  if (postil_report_get_n_entries (job->report) == 0)
    {
      postil_window_show_toast (self, message, NULL, NULL);
      return;
    }
  listed = postil_window_dup_problems (message, job->report);
  postil_window_show_message (self, _("The Exercise Is Made"), listed);
}

/* Takes @job. */
static void
run_job (PostilWindow *self,
         Job          *job)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, made_cb, NULL);

  g_task_set_source_tag (task, run_job);
  g_task_set_task_data (task, job, job_free);
  postil_window_run_when_saved (self, task, make_thread);
}

/* Takes @job, which the chooser keeps. */
static void
ask_where (PostilWindow *self,
           const char   *title,
           const char   *name,
           GCallback     callback,
           Job          *job)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (title, GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), NULL);

  g_object_set_data_full (G_OBJECT (chooser), "postil-job", job, job_free);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  g_signal_connect_object (chooser, "response", callback, self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
key_chosen_cb (PostilWindow         *self,
               int                   response,
               GtkFileChooserNative *chooser)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
      Job *job = g_object_steal_data (G_OBJECT (chooser), "postil-job");

      job->key_zip = g_file_get_path (file);
      run_job (self, job);
    }
  g_object_unref (chooser);
}

static void
zip_chosen_cb (PostilWindow         *self,
               int                   response,
               GtkFileChooserNative *chooser)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
      Job *job = g_object_steal_data (G_OBJECT (chooser), "postil-job");
      g_autofree char *key = NULL;
      g_autofree char *name = NULL;

      job->zip = g_file_get_path (file);
      /* Behind the portal, nothing can be written beside it. */
      if (job->coder == NULL || postil_files_get_place (job->zip) == POSTIL_PLACE_BESIDE)
        run_job (self, job);
      else
        {
          key = postil_exercise_dup_key_path (job->zip);
          name = dup_shown_name (key);
          ask_where (self, _("Keep the Key"), name, G_CALLBACK (key_chosen_cb), job);
        }
    }
  g_object_unref (chooser);
}

static void
make_response_cb (PostilWindow *self,
                  const char   *response,
                  GtkWidget    *dialog)
{
  GtkCheckButton *only = g_object_get_data (G_OBJECT (dialog), "postil-only");
  GtkCheckButton *key = g_object_get_data (G_OBJECT (dialog), "postil-key");
  g_autofree char *folder = NULL;
  g_autofree char *article = NULL;
  g_autofree char *stem = NULL;
  g_autofree char *name = NULL;
  char *dot = NULL;
  Job *job = NULL;

  if (!g_str_equal (response, "make") || !postil_window_get_handed_on (self, &folder, &article))
    return;
  if (article == NULL && only != NULL && gtk_check_button_get_active (only))
    article = g_file_get_relative_path (self->root, self->file);
  stem = article != NULL ? dup_shown_name (article) : dup_shown_name (folder);
  dot = article != NULL ? strrchr (stem, '.') : NULL;
  if (dot != NULL && dot != stem)
    *dot = '\0';
  name = g_strconcat (stem, POSTIL_EXERCISE_SUFFIX, NULL);
  job = g_new0 (Job, 1);
  job->folder = g_steal_pointer (&folder);
  job->article = g_steal_pointer (&article);
  job->coder = gtk_check_button_get_active (key) ? postil_window_dup_coder (self) : NULL;
  job->report = postil_report_new ();
  ask_where (self, _("Save the Exercise"), name, G_CALLBACK (zip_chosen_cb), job);
}

static GtkWidget *
new_choices (PostilWindow *self,
             GtkWidget    *dialog)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *key = gtk_check_button_new_with_label (_("Keep what you marked as the key, in a file of its own"));
  gboolean is_marked = self->store == NULL || postil_layer_get_n_annotations (postil_document_get_layer (postil_store_get_document (self->store))) > 0;

  if (self->folder_pane != NULL && self->root != NULL && self->store != NULL)
    {
      GtkWidget *only = gtk_check_button_new_with_label (_("This article only"));
      GtkWidget *all = gtk_check_button_new_with_label (_("All articles of the folder"));

      gtk_check_button_set_group (GTK_CHECK_BUTTON (all), GTK_CHECK_BUTTON (only));
      gtk_check_button_set_active (GTK_CHECK_BUTTON (only), TRUE);
      gtk_box_append (GTK_BOX (box), only);
      gtk_box_append (GTK_BOX (box), all);
      g_object_set_data (G_OBJECT (dialog), "postil-only", only);
    }
  gtk_check_button_set_active (GTK_CHECK_BUTTON (key), is_marked);
  gtk_box_append (GTK_BOX (box), key);
  g_object_set_data (G_OBJECT (dialog), "postil-key", key);
  postil_labels_let_all_shrink (box);
  return box;
}

void
postil_window_make_exercise (PostilWindow *self)
{
  GtkWidget *dialog = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  if (self->store == NULL && self->folder_pane == NULL)
    return;
  if (self->sidebar != NULL)
    postil_sidebar_commit (self->sidebar);
  dialog = postil_question_new (_("Make an Exercise"),
                                _("One file to hand out: the article and the codebook, and nobody’s marks. Whoever opens it can begin at once, and hands in one file."));
  postil_question_set_extra (dialog, new_choices (self, dialog));
  postil_question_add (dialog, "cancel", _("_Cancel"));
  postil_question_add (dialog, "make", _("_Make…"));
  postil_question_set_appearance (dialog, "make", ADW_RESPONSE_SUGGESTED);
  postil_question_set_default (dialog, "make");
  postil_question_set_close (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (make_response_cb), self, G_CONNECT_SWAPPED);
  postil_question_present (dialog, GTK_WIDGET (self), NULL);
}
