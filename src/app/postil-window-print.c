/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Printing: the article with what is marked in it, or the codebook; on paper or as PDF. What is
 * known of the article is read in a thread, where a PDF is laid out, too. For paper the printer
 * says first how large it is. Main thread. */

#include "config.h"

#include "app/postil-window-private.h"

#include "app/postil-settings.h"
#include "drawing/postil-sheet.h"
#include "storage/postil-citing.h"
#include "storage/postil-files.h"

#include <glib/gi18n-lib.h>

/* What is printed, as it was when that was asked for. */
typedef struct
{
  GFile          *article;  /* NULL without one */
  PostilText     *text;
  PostilLayer    *layer;    /* a copy */
  PostilClass    *class;    /* or NULL: its sheets are printed */
  PostilCodebook *codebook;
  char           *coder;
  char           *source;   /* read in the thread */
  PostilPaper     paper;
} Job;

static void
job_free (Job *job)
{
  g_clear_object (&job->article);
  g_clear_pointer (&job->text, postil_text_unref);
  g_clear_pointer (&job->layer, postil_layer_unref);
  g_clear_pointer (&job->codebook, postil_codebook_unref);
  g_clear_pointer (&job->class, postil_class_free);
  g_free (job->coder);
  g_free (job->source);
  g_free (job);
}

static char *
dup_coder_name (PostilWindow *self)
{
  const PostilLayerInfo *info = postil_layer_get_info (postil_document_get_layer (postil_store_get_document (self->store)));

  if (info->coder_name != NULL && *info->coder_name != '\0')
    return g_strdup (info->coder_name);
  if (info->coder != NULL)
    return g_strdup (info->coder);
  return self->coder != NULL ? g_strdup (self->coder) : postil_settings_dup_coder (self->settings);
}

static Job *
new_job (PostilWindow *self,
         gboolean      codebook_only)
{
  PostilDocument *document = postil_store_get_document (self->store);
  Job *job = g_new0 (Job, 1);

  job->paper = POSTIL_PAPER_A4;
  job->codebook = postil_codebook_ref (postil_document_get_codebook (document));
  job->coder = dup_coder_name (self);
  if (codebook_only)
    return job;
  if (self->sidebar != NULL)
    postil_sidebar_commit (self->sidebar);
  job->article = g_object_ref (self->file);
  job->text = postil_text_ref (postil_document_get_text (document));
  job->layer = postil_layer_copy (postil_document_get_layer (document));
  return job;
}

/* Blocking. */
static void
read_source (Job *job)
{
  if (job->article != NULL)
    job->source = postil_citing_dup_source (job->article, NULL);
}

static PostilSheet *
lay_out (Job *job)
{
  PostilSheet *sheet = NULL;

  if (job->class != NULL)
    return postil_sheet_new_class (job->class, &job->paper, job->source);
  if (job->layer == NULL)
    {
      sheet = postil_sheet_new (&job->paper, _("Codebook"), "");
      postil_sheet_add_codebook (sheet, job->codebook);
      return sheet;
    }
  sheet = postil_sheet_new (&job->paper, job->source, job->coder);
  postil_sheet_add_article (sheet, job->text, job->layer, job->codebook);
  return sheet;
}

/* --- As PDF ---------------------------------------------------------------------------- */

static void
pdf_thread (GTask        *task,
            gpointer      source,
            gpointer      task_data,
            GCancellable *cancellable)
{
  Job *job = task_data;
  g_autoptr (PostilSheet) sheet = NULL;
  PostilPdf *pdf = NULL;

  read_source (job);
  sheet = lay_out (job);
  pdf = postil_pdf_new (&job->paper, job->source != NULL ? job->source : _("Codebook"));
  postil_pdf_add_sheet (pdf, sheet, NULL);
  g_task_return_pointer (task, postil_pdf_end (pdf, job->layer != NULL ? postil_sheet_find_date (job->layer) : NULL),
                         (GDestroyNotify) g_bytes_unref);
}

static void
pdf_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  PostilWindow *self = POSTIL_WINDOW (source);
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GBytes) bytes = g_task_propagate_pointer (G_TASK (result), NULL);
  g_autofree char *name = NULL;

  if (bytes == NULL)
    return;
  if (job->article != NULL)
    {
      g_autofree char *basename = g_file_get_basename (job->article);
      g_autofree char *shown = g_filename_display_name (basename);

      name = g_strdup_printf ("%s.%s.pdf", shown, job->coder);
    }
  else
    name = g_strdup_printf ("%s.pdf", _("Codebook"));
  postil_window_save_bytes (self, _("Save as PDF"), name, bytes);
}

static void
save_pdf (PostilWindow *self,
          gboolean      codebook_only)
{
  g_autoptr (GTask) task = NULL;

  if (self->store == NULL)
    return;
  task = g_task_new (self, NULL, pdf_cb, NULL);
  g_task_set_source_tag (task, save_pdf);
  g_task_set_task_data (task, new_job (self, codebook_only), (GDestroyNotify) job_free);
  g_task_run_in_thread (task, pdf_thread);
}

void
postil_window_save_pdf (PostilWindow *self)
{
  g_return_if_fail (POSTIL_IS_WINDOW (self));

  save_pdf (self, FALSE);
}

void
postil_window_save_codebook_pdf (PostilWindow *self)
{
  g_return_if_fail (POSTIL_IS_WINDOW (self));

  save_pdf (self, TRUE);
}

/* --- On paper -------------------------------------------------------------------------- */

typedef struct
{
  Job         *job;
  PostilSheet *sheet; /* for the paper that was chosen */
} Printing;

static void
printing_free (gpointer  data,
               GClosure *closure)
{
  Printing *printing = data;

  g_clear_pointer (&printing->sheet, postil_sheet_free);
  job_free (printing->job);
  g_free (printing);
}

static void
begin_print_cb (GtkPrintOperation *operation,
                GtkPrintContext   *context,
                Printing          *printing)
{
  GtkPageSetup *setup = gtk_print_context_get_page_setup (context);

  printing->job->paper.width = gtk_page_setup_get_paper_width (setup, GTK_UNIT_POINTS);
  printing->job->paper.height = gtk_page_setup_get_paper_height (setup, GTK_UNIT_POINTS);
  g_clear_pointer (&printing->sheet, postil_sheet_free);
  printing->sheet = lay_out (printing->job);
  gtk_print_operation_set_n_pages (operation, (int) postil_sheet_get_n_pages (printing->sheet));
}

static void
draw_page_cb (GtkPrintOperation *operation,
              GtkPrintContext   *context,
              int                page,
              Printing          *printing)
{
  postil_sheet_draw_page (printing->sheet, gtk_print_context_get_cairo_context (context), (guint) page, (guint) page + 1,
                          postil_sheet_get_n_pages (printing->sheet));
}

static void
run_operation (PostilWindow *self,
               Printing     *printing)
{
  g_autoptr (GtkPrintOperation) operation = gtk_print_operation_new ();
  g_autoptr (GError) error = NULL;

  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_allow_async (operation, TRUE);
  g_signal_connect_data (operation, "begin-print", G_CALLBACK (begin_print_cb), printing, printing_free, G_CONNECT_DEFAULT);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_page_cb), printing);
  if (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, GTK_WINDOW (self), &error) ==
      GTK_PRINT_OPERATION_RESULT_ERROR)
    postil_window_show_toast (self, error->message, NULL, NULL);
}

static void
source_thread (GTask        *task,
               gpointer      source,
               gpointer      task_data,
               GCancellable *cancellable)
{
  read_source (task_data);
  g_task_return_boolean (task, TRUE);
}

static void
source_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Printing *printing = g_new0 (Printing, 1);

  printing->job = user_data;
  run_operation (POSTIL_WINDOW (source), printing);
}

/* Takes @job. */
static void
print_job (PostilWindow *self,
           Job          *job)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, source_cb, job);

  g_task_set_source_tag (task, postil_window_print);
  g_task_set_task_data (task, job, NULL);
  g_task_run_in_thread (task, source_thread);
}

void
postil_window_print (PostilWindow *self)
{
  g_return_if_fail (POSTIL_IS_WINDOW (self));

  if (self->store == NULL || postil_window_print_shown_class (self))
    return;
  print_job (self, new_job (self, FALSE));
}

void
postil_window_print_class (PostilWindow *self,
                           PostilClass  *class)
{
  Job *job = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));
  g_return_if_fail (class != NULL);

  job = g_new0 (Job, 1);
  job->class = class;
  job->paper = POSTIL_PAPER_A4;
  job->article = g_object_ref (self->file);
  print_job (self, job);
}
