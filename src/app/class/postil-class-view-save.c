/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The class as files: a table, a workbook, sheets to print. A thread makes them out of layers of
 * its own. Main thread otherwise. */

#include "config.h"

#include "app/class/postil-class-view-private.h"

#include <glib/gi18n-lib.h>

#include "drawing/postil-sheet.h"
#include "exchange/postil-workbook.h"
#include "storage/postil-citing.h"

typedef struct
{
  PostilClass *class;
  GFile       *article;
  char        *format;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  postil_class_free (job->class);
  g_object_unref (job->article);
  g_free (job->format);
  g_free (job);
}

static PostilWorkbookTable
get_table (PostilClassTable *table)
{
  return (PostilWorkbookTable) { table->name, table->titles, table->n_columns, table->numeric,
                                 (const char *const *) table->cells->pdata, table->cells->len / table->n_columns };
}

static GBytes *
make_workbook (PostilClass  *class,
               GError      **error)
{
  g_autoptr (GPtrArray) tables = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_class_table_free);
  PostilWorkbookTable sheets[POSTIL_N_CLASS_TABLES];

  for (guint i = 0; i < POSTIL_N_CLASS_TABLES; i++)
    {
      g_ptr_array_add (tables, postil_class_new_table (class, i));
      sheets[i] = get_table (tables->pdata[i]);
    }
  return postil_workbook_write (sheets, POSTIL_N_CLASS_TABLES, error);
}

/* Of a class without a key: where it agrees. */
static GBytes *
make_csv (PostilClass *class)
{
  g_autoptr (PostilClassTable) table = postil_class_new_table (class, postil_class_get_key (class) != NULL ? POSTIL_CLASS_SCORES
                                                                                                          : POSTIL_CLASS_PASSAGES);
  PostilWorkbookTable sheet = get_table (table);

  return postil_workbook_write_csv (&sheet);
}

static void
save_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Job *job = task_data;
  PostilPaper paper = POSTIL_PAPER_A4;
  GError *error = NULL;
  GBytes *bytes = NULL;

  if (g_str_equal (job->format, "pdf"))
    {
      g_autofree char *citation = postil_citing_dup_source (job->article, NULL);

      bytes = postil_sheet_write_class (job->class, &paper, citation);
    }
  else if (g_str_equal (job->format, "xlsx"))
    bytes = make_workbook (job->class, &error);
  else
    bytes = make_csv (job->class);
  if (bytes != NULL)
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
  else if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NO_SPACE, _("The pages could not be made."));
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  PostilClassView *self = POSTIL_CLASS_VIEW (source);
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_task_propagate_pointer (G_TASK (result), &error);
  g_autofree char *basename = g_file_get_basename (job->article);
  g_autofree char *shown = g_filename_display_name (basename);
  g_autofree char *name = g_strdup_printf ("%s.%s.%s", shown, _("class"), job->format);

  if (bytes != NULL)
    g_signal_emit_by_name (self, "save", name, bytes);
  else if (self->banner != NULL)
    {
      gtk_label_set_text (self->banner_label, error->message);
      gtk_revealer_set_reveal_child (GTK_REVEALER (self->banner), TRUE);
    }
}

void
postil_class_view_save_cb (GtkWidget  *widget,
                           const char *name,
                           GVariant   *parameter)
{
  PostilClassView *self = POSTIL_CLASS_VIEW (widget);
  g_autoptr (GTask) task = NULL;
  Job *job = NULL;

  if (self->class == NULL)
    return;
  job = g_new0 (Job, 1);
  job->class = postil_class_view_new_class (self, TRUE);
  job->article = g_object_ref (self->article);
  job->format = g_strdup (g_variant_get_string (parameter, NULL));
  task = g_task_new (self, NULL, saved_cb, NULL);
  g_task_set_source_tag (task, postil_class_view_save_cb);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, save_thread);
}
