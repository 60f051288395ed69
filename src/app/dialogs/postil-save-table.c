/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From a list on screen to a file for a spreadsheet, in one question. Main thread. */

#include "config.h"

#include "app/dialogs/postil-save-table.h"

#include <glib/gi18n-lib.h>

#include "storage/postil-output.h"

typedef struct
{
  char                *path;
  GBytes              *table;
  PostilSaveTableFunc  func;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->path);
  g_bytes_unref (job->table);
  g_free (job);
}

static void
write_thread (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  Job *job = task_data;
  GError *error = NULL;
  g_autoptr (PostilOutput) output = postil_output_new_file (job->path, &error);

  if (output != NULL &&
      postil_output_append (NULL, g_bytes_get_data (job->table, NULL), g_bytes_get_size (job->table), output, &error) &&
      postil_output_commit (output, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autofree char *shown = g_filename_display_basename (job->path);
  g_autofree char *message = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    message = g_strdup_printf (_("Saved as “%s”"), shown);
  else
    message = g_strdup (error->message);
  job->func (GTK_WINDOW (source), message);
}

static void
response_cb (GtkWindow            *parent,
             int                   response,
             GtkFileChooserNative *chooser)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)) : NULL;
  Job *job = g_object_steal_data (G_OBJECT (chooser), "postil-job");

  job->path = file != NULL ? g_file_get_path (file) : NULL;
  if (job->path != NULL)
    {
      g_autoptr (GTask) task = g_task_new (parent, NULL, written_cb, NULL);

      g_task_set_source_tag (task, postil_save_table);
      g_task_set_task_data (task, job, job_free);
      g_task_run_in_thread (task, write_thread);
    }
  else
    {
      if (file != NULL)
        job->func (parent, _("It can only be saved on this computer."));
      job_free (job);
    }
  g_object_unref (chooser);
}

void
postil_save_table (GtkWindow           *parent,
                   const char          *name,
                   GBytes              *table,
                   PostilSaveTableFunc  func)
{
  GtkFileChooserNative *chooser = NULL;
  Job *job = NULL;

  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (name != NULL && table != NULL && func != NULL);

  job = g_new0 (Job, 1);
  job->table = g_bytes_ref (table);
  job->func = func;
  chooser = gtk_file_chooser_native_new (_("Save as a Table"), parent, GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  g_object_set_data_full (G_OBJECT (chooser), "postil-job", job, job_free);
  g_signal_connect_object (chooser, "response", G_CALLBACK (response_cb), parent, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}
