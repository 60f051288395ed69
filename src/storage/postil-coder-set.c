/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads what all coders marked in one article. A layer's coder is who its file is named after,
 * whatever stands in it. What is returned belongs to the caller's thread alone. */

#include "config.h"

#include "storage/postil-coder-set.h"

#include <glib/gi18n-lib.h>

#include "model/postil-decision.h"
#include "model/postil-summary.h"
#include "storage/postil-folder.h"

void
postil_coder_set_free (PostilCoderSet *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->text, postil_text_unref);
  g_ptr_array_unref (self->layers);
  g_clear_pointer (&self->consensus, postil_layer_unref);
  g_strfreev (self->other);
  postil_report_unref (self->problems);
  g_free (self);
}

PostilLayer *
postil_coder_set_find (PostilCoderSet *self,
                       const char     *coder)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (coder != NULL, NULL);

  for (guint i = 0; i < self->layers->len; i++)
    if (g_str_equal (postil_layer_get_info (self->layers->pdata[i])->coder, coder))
      return self->layers->pdata[i];
  return NULL;
}

typedef struct
{
  PostilCoderSet *set;
  GStrvBuilder   *other;
  GError         *error;
} Reading;

static void
take_layer (Reading     *reading,
            PostilText  *text,
            const char  *coder,
            PostilLayer *layer)
{
  PostilLayerInfo info = *postil_layer_get_info (layer);
  PostilLayer *copy = NULL;

  if (info.sha256 != NULL && !g_str_equal (info.sha256, postil_text_get_sha256 (text)))
    {
      if (!g_str_equal (coder, POSTIL_CONSENSUS))
        g_strv_builder_add (reading->other, coder);
      return;
    }
  copy = postil_layer_copy (layer);
  info.coder = coder;
  postil_layer_set_info (copy, &info);
  if (g_str_equal (coder, POSTIL_CONSENSUS))
    reading->set->consensus = copy;
  else
    g_ptr_array_add (reading->set->layers, copy);
}

static gboolean
read_cb (PostilArticleContents *contents,
         gpointer               user_data)
{
  Reading *reading = user_data;

  if (contents->text == NULL)
    {
      g_clear_error (&reading->error);
      reading->error = contents->text_error != NULL ? g_error_copy (contents->text_error) : NULL;
      return FALSE;
    }
  reading->set->text = postil_text_ref (contents->text);
  for (guint i = 0; i < contents->entry->sidecars->len; i++)
    {
      const PostilSidecarEntry *sidecar = contents->entry->sidecars->pdata[i];

      if (sidecar->conflicted)
        continue;
      if (contents->layers->pdata[i] != NULL)
        take_layer (reading, contents->text, sidecar->coder, contents->layers->pdata[i]);
      else if (contents->layer_errors->pdata[i] != NULL && !g_str_equal (sidecar->coder, POSTIL_CONSENSUS))
        postil_report_add_error (reading->set->problems, sidecar->path, 0, contents->layer_errors->pdata[i]);
    }
  return FALSE;
}

static void
read_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  GFile *article = task_data;
  g_autoptr (GStrvBuilder) other = g_strv_builder_new ();
  g_autoptr (PostilFolder) folder = NULL;
  g_autoptr (PostilCoderSet) set = g_new0 (PostilCoderSet, 1);
  Reading reading = { set, other, NULL };

  set->layers = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_layer_unref);
  set->problems = postil_report_new ();
  if (g_file_peek_path (article) != NULL)
    folder = postil_folder_scan (g_file_peek_path (article), set->problems, cancellable, &reading.error);
  if (folder != NULL)
    postil_folder_foreach (folder, POSTIL_READ_TEXT | POSTIL_READ_LAYERS | POSTIL_READ_SHA256, NULL, set->problems,
                           read_cb, NULL, &reading, cancellable);
  set->other = g_strv_builder_end (other);
  if (reading.error != NULL)
    g_task_return_error (task, reading.error);
  else if (set->text == NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("There is nothing to compare here."));
  else if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, g_steal_pointer (&set), (GDestroyNotify) postil_coder_set_free);
}

void
postil_coder_set_read_async (GFile               *article,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (G_IS_FILE (article));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, postil_coder_set_read_async);
  g_task_set_task_data (task, g_object_ref (article), g_object_unref);
  g_task_run_in_thread (task, read_thread);
}

PostilCoderSet *
postil_coder_set_read_finish (GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* How far the consensus has come */

static guint
count_coders (const PostilArticleEntry *entry)
{
  guint n = 0;

  for (guint i = 0; i < entry->sidecars->len; i++)
    {
      const PostilSidecarEntry *sidecar = entry->sidecars->pdata[i];

      n += !sidecar->conflicted && !g_str_equal (sidecar->coder, POSTIL_CONSENSUS);
    }
  return n;
}

static gboolean
count_cb (PostilArticleContents *contents,
          gpointer               user_data)
{
  PostilSettled *settled = user_data;

  if (!contents->entry->exists || count_coders (contents->entry) < 2)
    return TRUE;
  settled->n_articles++;
  for (guint i = 0; i < contents->layers->len; i++)
    if (contents->layers->pdata[i] != NULL
        && g_strcmp0 (postil_layer_get_info (contents->layers->pdata[i])->status, POSTIL_STATUS_DONE) == 0)
      {
        settled->n_settled++;
        break;
      }
  return TRUE;
}

static void
count_thread (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  static const char *const coders[] = { POSTIL_CONSENSUS, NULL };
  GFile *root = task_data;
  g_autoptr (PostilReport) problems = postil_report_new ();
  g_autoptr (PostilFolder) folder = NULL;
  g_autofree PostilSettled *settled = g_new0 (PostilSettled, 1);
  GError *error = NULL;

  if (g_file_peek_path (root) != NULL)
    folder = postil_folder_scan (g_file_peek_path (root), problems, cancellable, &error);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (folder != NULL)
    postil_folder_foreach (folder, POSTIL_READ_LAYERS, coders, problems, count_cb, NULL, settled, cancellable);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, g_steal_pointer (&settled), g_free);
}

void
postil_settled_count_async (GFile               *root,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (G_IS_FILE (root));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, postil_settled_count_async);
  g_task_set_task_data (task, g_object_ref (root), g_object_unref);
  g_task_run_in_thread (task, count_thread);
}

gboolean
postil_settled_count_finish (GAsyncResult   *result,
                             PostilSettled  *settled,
                             GError        **error)
{
  g_autofree PostilSettled *counted = NULL;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (settled != NULL, FALSE);

  counted = g_task_propagate_pointer (G_TASK (result), error);
  if (counted == NULL)
    return FALSE;
  *settled = *counted;
  return TRUE;
}
