/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was made here, a chart or a page, to a file of the person's choice. Written in a thread,
 * whole or not at all. Main thread. */

#include "config.h"

#include "app/postil-window-private.h"

#include "storage/postil-files.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  GFile  *file;
  GBytes *bytes;
} Job;

static void
job_free (Job *job)
{
  g_clear_object (&job->file);
  g_bytes_unref (job->bytes);
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

  if (postil_files_write (job->file, job->bytes, NULL, NULL, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  PostilWindow *self = POSTIL_WINDOW (source);
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autofree char *name = postil_files_dup_display_name (job->file);
  g_autofree char *text = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    text = g_strdup_printf (_("Saved as %s"), name);
  postil_window_show_toast (self, error != NULL ? error->message : text, NULL, NULL);
}

typedef struct
{
  PostilWindow *window;
  GBytes       *bytes;
} Asking;

static void
asking_free (gpointer  data,
             GClosure *closure)
{
  Asking *asking = data;

  g_object_unref (asking->window);
  g_bytes_unref (asking->bytes);
  g_free (asking);
}

static void
target_cb (GtkFileChooserNative *chooser,
           int                   response,
           Asking               *asking)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GTask) task = g_task_new (asking->window, NULL, written_cb, NULL);
      Job *job = g_new0 (Job, 1);

      job->file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
      job->bytes = g_bytes_ref (asking->bytes);
      g_task_set_source_tag (task, target_cb);
      g_task_set_task_data (task, job, (GDestroyNotify) job_free);
      g_task_run_in_thread (task, write_thread);
    }
  g_object_unref (chooser);
}

void
postil_window_save_bytes (PostilWindow *self,
                          const char   *title,
                          const char   *name,
                          GBytes       *bytes)
{
  GtkFileChooserNative *chooser = NULL;
  g_autofree char *safe = NULL;
  Asking *asking = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));
  g_return_if_fail (title != NULL && name != NULL && bytes != NULL);

  asking = g_new0 (Asking, 1);
  asking->window = g_object_ref (self);
  asking->bytes = g_bytes_ref (bytes);
  safe = g_strdelimit (g_strdup (name), "/", '-');
  chooser = gtk_file_chooser_native_new (title, GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), safe);
  g_signal_connect_data (chooser, "response", G_CALLBACK (target_cb), asking, asking_free, G_CONNECT_DEFAULT);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}
