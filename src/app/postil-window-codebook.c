/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window and the codebook: the editor, what it applies to the articles of the folder, and
 * undo and redo of such steps, which touch more files than the open one. The open article is
 * changed here, the others in a thread; both carry the step's id. Main thread. */

#include "config.h"

#include "app/postil-window-private.h"

#include "app/dialogs/postil-codebook-editor.h"
#include "storage/postil-step.h"

#include <glib/gi18n-lib.h>

/* What a thread is given, and what came out of it. */
typedef struct
{
  GFile            *root;
  char             *coder;
  char             *title;
  char             *open_sidecar;
  PostilCodebook   *before;
  PostilCodebook   *after;
  PostilRecoding   *recoding;
  PostilStepCounts  counts;
  PostilReport     *report;
  char             *step; /* the id: what came out, or what is reverted */
  gboolean          redo;
} Job;

static void
job_free (Job *job)
{
  g_clear_object (&job->root);
  g_free (job->coder);
  g_free (job->title);
  g_free (job->open_sidecar);
  g_clear_pointer (&job->before, postil_codebook_unref);
  g_clear_pointer (&job->after, postil_codebook_unref);
  g_clear_pointer (&job->recoding, postil_recoding_free);
  g_clear_pointer (&job->report, postil_report_unref);
  g_free (job->step);
  g_free (job);
}

/* Whose file is open: what stands in a foreign one may name nobody. */
static Job *
new_job (PostilWindow *self)
{
  Job *job = g_new0 (Job, 1);

  job->root = g_object_ref (postil_store_get_codebook_folder (self->store));
  job->coder = postil_window_dup_coder (self);
  job->open_sidecar = g_file_get_path (postil_store_get_sidecar (self->store));
  job->report = postil_report_new ();
  return job;
}

/* What went wrong with single articles; the rest was done. */
static gboolean
tell_failures (PostilWindow *self,
               PostilReport *report)
{
  guint n_failed = postil_report_get_n_entries (report);
  const PostilReportEntry *first = NULL;
  g_autofree char *message = NULL;

  if (n_failed == 0)
    return FALSE;

  first = postil_report_get_entry (report, 0);
  message = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                          "%u article could not be changed, the others were. %s: %s",
                                          "%u articles could not be changed, the others were. The first is %s: %s",
                                          n_failed),
                             n_failed, first->file != NULL ? first->file : "", first->message);
  postil_window_show_toast (self, message, NULL, NULL);
  return TRUE;
}

/* --- Applying ------------------------------------------------------------------------- */

static gboolean
apply_to_open (PostilWindow  *self,
               Job           *job,
               GError       **error)
{
  PostilDocument *document = postil_store_get_document (self->store);
  g_autoptr (GError) problem = NULL;
  g_autoptr (PostilChange) change = NULL;

  change = postil_recoding_make_change (job->recoding, document, job->after, &problem);
  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  if (change == NULL)
    return TRUE;

  job->counts.n_annotations += postil_recoding_count (job->recoding, postil_document_get_layer (document));
  postil_change_set_step (change, job->step);
  return postil_document_apply (document, change, POSTIL_ORIGIN_DO, error);
}

static void
tell_applied (PostilWindow *self,
              Job          *job)
{
  g_autofree char *message = NULL;

  if (tell_failures (self, job->report))
    return;

  if (job->counts.n_annotations > 0)
    message = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Codebook changed, and %u annotation",
                                            "Codebook changed, and %u annotations", job->counts.n_annotations),
                               job->counts.n_annotations);
  else
    message = g_strdup (_("Codebook changed"));
  postil_window_show_toast (self, message, _("Undo"), "win.undo");
}

static void
apply_thread (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  Job *job = task_data;
  const char *open_sidecars[] = { job->open_sidecar, NULL };
  PostilStepRequest request = { job->root, job->coder, job->title, job->before, job->after, job->recoding, open_sidecars };
  GError *error = NULL;

  job->step = postil_step_do (&request, &job->counts, job->report, NULL, NULL, &error);
  if (job->step != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
applied_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (PostilWindow) self = POSTIL_WINDOW (user_data);
  PostilCodebookEditor *editor = POSTIL_CODEBOOK_EDITOR (source);
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error)
      || (self->store != NULL && !apply_to_open (self, job, &error)))
    {
      gtk_widget_set_sensitive (GTK_WIDGET (editor), TRUE);
      postil_codebook_editor_show_error (editor, error->message);
      return;
    }

  postil_codebook_editor_finish (editor);
  if (self->store != NULL)
    tell_applied (self, job);
}

static void
apply_cb (PostilWindow         *self,
          PostilCodebookEditor *editor)
{
  PostilCodebookDraft *draft = postil_codebook_editor_get_draft (editor);
  g_autoptr (GTask) task = NULL;
  Job *job = NULL;

  if (self->store == NULL)
    return;

  if (self->sidebar != NULL)
    postil_sidebar_commit (self->sidebar);
  job = new_job (self);
  job->title = g_strdup (_("Codebook"));
  job->before = postil_codebook_ref (postil_codebook_draft_get_before (draft));
  job->after = postil_codebook_ref (postil_codebook_draft_get_codebook (draft));
  job->recoding = postil_recoding_copy (postil_codebook_draft_get_recoding (draft));
  gtk_widget_set_sensitive (GTK_WIDGET (editor), FALSE);
  task = g_task_new (editor, NULL, applied_cb, g_object_ref (self));
  g_task_set_source_tag (task, apply_cb);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_task_run_in_thread (task, apply_thread);
}

/* --- Completion ----------------------------------------------------------------------- */

static void
values_found_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (PostilWindow) self = POSTIL_WINDOW (user_data);
  g_autoptr (PostilCodeUsage) usage = postil_code_usage_find_finish (result, NULL);

  if (usage != NULL && self->sidebar != NULL)
    postil_sidebar_set_folder_values (self->sidebar, postil_code_usage_get_values (usage));
}

void
postil_window_find_values (PostilWindow *self)
{
  GFile *folder = NULL;
  g_autofree char *coder = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  folder = self->store != NULL ? postil_store_get_codebook_folder (self->store) : NULL;
  if (folder == NULL || self->sidebar == NULL || g_file_peek_path (folder) == NULL
      || (self->values_folder != NULL && g_file_equal (folder, self->values_folder)))
    return;

  coder = postil_window_dup_coder (self);
  g_set_object (&self->values_folder, folder);
  postil_sidebar_set_folder_values (self->sidebar, NULL);
  postil_code_usage_find_async (folder, coder, NULL, NULL, NULL, values_found_cb, g_object_ref (self));
}

/* --- The editor ----------------------------------------------------------------------- */

static void
counted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (PostilCodebookEditor) editor = POSTIL_CODEBOOK_EDITOR (user_data);
  g_autoptr (GError) error = NULL;
  PostilCodeUsage *usage = postil_code_usage_find_finish (result, &error);

  if (usage != NULL)
    postil_codebook_editor_set_usage (editor, usage);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    postil_codebook_editor_show_error (editor, error->message);
}

static void
review_cb (PostilWindow         *self,
           const char           *code,
           PostilCodebookEditor *editor)
{
  gtk_window_close (GTK_WINDOW (editor));
  postil_window_review (self, code);
}

static PostilCodebookEditor *
open_editor (PostilWindow   *self,
             PostilCodebook *codebook)
{
  GtkWidget *editor = postil_codebook_editor_new (GTK_WINDOW (self), codebook);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *coder = postil_window_dup_coder (self);

  g_signal_connect_object (editor, "apply", G_CALLBACK (apply_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (editor, "review", G_CALLBACK (review_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (editor, "unrealize", G_CALLBACK (g_cancellable_cancel), cancellable, G_CONNECT_SWAPPED);
  postil_code_usage_find_async (postil_store_get_codebook_folder (self->store), coder,
                                postil_store_get_article (self->store), postil_store_get_document (self->store),
                                cancellable, counted_cb, g_object_ref (editor));
  gtk_window_present (GTK_WINDOW (editor));

  return POSTIL_CODEBOOK_EDITOR (editor);
}

void
postil_window_show_codebook (PostilWindow *self)
{
  PostilAnnotation *annotation = NULL;
  PostilCodebookEditor *editor = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  if (self->store == NULL)
    return;

  editor = open_editor (self, postil_document_get_codebook (postil_store_get_document (self->store)));
  annotation = postil_article_page_get_current (self->page);
  if (annotation != NULL)
    postil_codebook_editor_select (editor, postil_annotation_get_code (annotation));
}

/* --- An example ----------------------------------------------------------------------- */

static void
example_done_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  PostilWindow *self = POSTIL_WINDOW (source);
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;

  if (self->store == NULL)
    return;
  if (!g_task_propagate_boolean (G_TASK (result), &error) || !apply_to_open (self, job, &error))
    {
      postil_window_show_toast (self, error->message, NULL, NULL);
      return;
    }

  message = g_strdup_printf (_("Added to the examples of “%s”"), job->title);
  postil_window_show_toast (self, message, _("Undo"), "win.undo");
}

static PostilCodebook *
add_example (PostilCodebook   *codebook,
             const PostilCode *code,
             const char       *quote)
{
  PostilCodebookBuilder *builder = NULL;
  PostilCode changed = *code;
  g_autoptr (GPtrArray) examples = g_ptr_array_new ();

  if (g_strv_contains (code->examples, quote))
    return NULL;

  for (guint i = 0; code->examples[i] != NULL; i++)
    g_ptr_array_add (examples, (gpointer) code->examples[i]);
  g_ptr_array_add (examples, (gpointer) quote);
  g_ptr_array_add (examples, NULL);
  changed.examples = (const char *const *) examples->pdata;
  builder = postil_codebook_builder_new (codebook);
  postil_codebook_builder_set_code (builder, &changed);

  return postil_codebook_builder_end (builder, NULL);
}

void
postil_window_add_example (PostilWindow *self)
{
  PostilAnnotation *annotation = NULL;
  PostilCodebook *codebook = NULL;
  PostilCodebook *after = NULL;
  const PostilCode *code = NULL;
  g_autoptr (GTask) task = NULL;
  g_autofree char *quote = NULL;
  Job *job = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  annotation = self->store != NULL ? postil_article_page_get_current (self->page) : NULL;
  if (annotation == NULL)
    return;

  codebook = postil_document_get_codebook (postil_store_get_document (self->store));
  code = postil_codebook_lookup_code (codebook, postil_annotation_get_code (annotation));
  quote = postil_annotation_dup_excerpt (annotation, G_MAXUINT);
  after = code != NULL ? add_example (codebook, code, quote) : NULL;
  if (after == NULL)
    {
      postil_window_show_toast (self, code != NULL ? _("It is among the examples already.")
                                                   : _("Its code is not in the codebook."), NULL, NULL);
      return;
    }

  job = new_job (self);
  job->title = g_strdup (code->shown);
  job->before = postil_codebook_ref (codebook);
  job->after = after;
  job->recoding = postil_recoding_new ();
  task = g_task_new (self, NULL, example_done_cb, NULL);
  g_task_set_source_tag (task, postil_window_add_example);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_task_run_in_thread (task, apply_thread);
}

/* --- Undo and redo -------------------------------------------------------------------- */

static void
revert_thread (GTask        *task,
               gpointer      source,
               gpointer      task_data,
               GCancellable *cancellable)
{
  Job *job = task_data;
  const char *open_sidecars[] = { job->open_sidecar, NULL };
  GError *error = NULL;

  if (postil_step_revert (job->step, job->redo, open_sidecars, job->report, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
reverted_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  PostilWindow *self = POSTIL_WINDOW (source);
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  const char *message = job->redo ? _("The change of the codebook is done again") : _("The change of the codebook is undone");

  self->is_reverting = FALSE;
  if (self->store == NULL)
    return;
  if (!g_task_propagate_boolean (G_TASK (result), &error)
      || !postil_step_in_document (postil_store_get_document (self->store), job->step, job->redo, &error))
    {
      self->wanted_position = -1;
      postil_window_show_toast (self, error->message, NULL, NULL);
      return;
    }

  if (self->wanted_position >= 0)
    {
      postil_window_go_on_in_history (self);
      return;
    }
  if (!tell_failures (self, job->report))
    postil_window_show_toast (self, message, NULL, NULL);
  postil_window_announce (self, message);
}

void
postil_window_revert_step (PostilWindow *self,
                           const char   *step,
                           gboolean      redo)
{
  g_autoptr (GTask) task = NULL;
  Job *job = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));
  g_return_if_fail (step != NULL);

  if (self->store == NULL || self->is_reverting)
    return;

  self->is_reverting = TRUE;
  job = new_job (self);
  job->step = g_strdup (step);
  job->redo = redo;
  task = g_task_new (self, NULL, reverted_cb, NULL);
  g_task_set_source_tag (task, postil_window_revert_step);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_task_run_in_thread (task, revert_thread);
}

gboolean
postil_window_revert_top (PostilWindow *self,
                          gboolean      redo)
{
  PostilHistory *history = NULL;
  PostilChange *change = NULL;
  g_autofree char *step = NULL;

  g_return_val_if_fail (POSTIL_IS_WINDOW (self), FALSE);

  if (self->store == NULL)
    return FALSE;
  if (self->is_reverting)
    return TRUE;

  history = postil_document_get_history (postil_store_get_document (self->store));
  change = redo ? postil_history_peek_redo (history) : postil_history_peek_undo (history);
  step = change != NULL ? g_strdup (postil_change_get_step (change)) : NULL;
  if (step == NULL)
    return FALSE;

  postil_window_revert_step (self, step, redo);
  return TRUE;
}
