/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The looking runs in a thread on a copy of the layer; the only thing that both threads touch
 * is the progress, an atomic count in thousandths. */

#include "config.h"

#include "storage/postil-finding.h"

#include "model/postil-settle.h"

#define WHOLE 1000

struct _PostilFinding
{
  gatomicrefcount  ref_count;
  PostilLayer     *layer;
  PostilText      *text;
  gint             progress;
};

PostilFinding *
postil_finding_new (PostilLayer *layer,
                    PostilText  *text)
{
  PostilFinding *self;

  g_return_val_if_fail (layer != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  self = g_new0 (PostilFinding, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->layer = postil_layer_copy (layer);
  self->text = postil_text_ref (text);
  return self;
}

PostilFinding *
postil_finding_ref (PostilFinding *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
postil_finding_unref (PostilFinding *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  postil_layer_unref (self->layer);
  postil_text_unref (self->text);
  g_free (self);
}

double
postil_finding_get_progress (PostilFinding *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return (double) g_atomic_int_get (&self->progress) / WHOLE;
}

static void
progress_cb (guint done, guint total, gpointer user_data)
{
  PostilFinding *self = user_data;

  g_atomic_int_set (&self->progress, (gint) ((guint64) done * WHOLE / MAX (total, 1)));
}

static void
run_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  PostilFinding *self = task_data;
  g_autoptr (GPtrArray) results = postil_reanchor_find (self->layer, self->text, progress_cb, self, cancellable);
  GPtrArray *open = NULL;

  if (results == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
      return;
    }

  open = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_reanchor_result_free);
  g_ptr_array_set_free_func (results, NULL);
  for (guint i = 0; i < results->len; i++)
    {
      PostilReanchorResult *result = results->pdata[i];

      if (postil_settle_is_open (result->annotation, self->text))
        g_ptr_array_add (open, result);
      else
        postil_reanchor_result_free (result);
    }
  g_task_return_pointer (task, open, (GDestroyNotify) g_ptr_array_unref);
}

void
postil_finding_run_async (PostilFinding       *self,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (self != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, postil_finding_run_async);
  g_task_set_task_data (task, postil_finding_ref (self), (GDestroyNotify) postil_finding_unref);
  g_task_run_in_thread (task, run_thread);
}

GPtrArray *
postil_finding_run_finish (GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
