/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How far the chosen coders agree in this article, before and after: the share of passages
 * that they marked and named alike, as they did, and as if they had known what was settled.
 * In a thread, a moment after the last decision. */

#include "config.h"

#include "app/compare/postil-compare-view-private.h"

#include <glib/gi18n-lib.h>

#include "agreement/postil-agreement.h"
#include "model/postil-summary.h"

#define MEASURE_DELAY_MS 200

typedef struct
{
  PostilText  *text;
  GPtrArray   *coders;    /* of char *, NULL-terminated */
  GPtrArray   *layers;
  PostilLayer *consensus;
  gboolean     is_done;
  gboolean     has_settled;
  gboolean     is_defined[2];
  double       values[2]; /* before, after */
} Measuring;

static void
measuring_free (gpointer data)
{
  Measuring *self = data;

  postil_text_unref (self->text);
  g_ptr_array_unref (self->coders);
  g_ptr_array_unref (self->layers);
  postil_layer_unref (self->consensus);
  g_free (self);
}

static void
measure (Measuring    *self,
         GPtrArray    *layers,
         guint         which,
         GCancellable *cancellable)
{
  static const char *const measures[] = { "f1", NULL };
  const PostilAgreementOptions options = { .measures = measures, .overlap = 0.5 };
  g_autoptr (PostilCoded) coded = postil_coded_new ((const char *const *) self->coders->pdata, POSTIL_UNIT_CHARACTERS);
  g_autoptr (PostilAgreement) agreement = NULL;

  postil_coded_add_article (coded, "", self->text, (PostilLayer *const *) layers->pdata);
  agreement = postil_agreement_compute (coded, &options, cancellable, NULL);
  if (agreement == NULL || agreement->values->len == 0)
    return;
  self->is_defined[which] = g_array_index (agreement->values, PostilAgreementValue, 0).value.is_defined;
  self->values[which] = g_array_index (agreement->values, PostilAgreementValue, 0).value.value;
}

static void
measure_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Measuring *self = task_data;
  g_autoptr (PostilComparison) comparison = postil_comparison_new ((PostilLayer *const *) self->layers->pdata,
                                                                   self->layers->len, self->consensus);
  g_autoptr (GPtrArray) settled = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_layer_unref);

  measure (self, self->layers, 0, cancellable);
  for (guint i = 0; i < self->layers->len; i++)
    g_ptr_array_add (settled, postil_comparison_dup_settled_layer (comparison, i, self->layers->pdata[i], self->is_done));
  measure (self, settled, 1, cancellable);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, TRUE);
}

static void
measured_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (PostilCompareView) self = POSTIL_COMPARE_VIEW (user_data);
  const Measuring *measuring = g_task_get_task_data (G_TASK (result));
  g_autofree char *text = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), NULL)
      || g_task_get_cancellable (G_TASK (result)) != self->measuring)
    return;

  g_clear_object (&self->measuring);
  if (measuring->is_defined[0] && measuring->is_defined[1] && measuring->has_settled)
    /* Translators: F1 is a measure; the numbers are between 0 and 1. */
    text = g_strdup_printf (_("Passages marked alike (F1): %.2f before, %.2f with what is settled"),
                            measuring->values[0], measuring->values[1]);
  else if (measuring->is_defined[0])
    text = g_strdup_printf (_("Passages marked alike (F1): %.2f"), measuring->values[0]);
  gtk_label_set_text (self->numbers, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->numbers), text != NULL);
}

static gboolean
start_cb (gpointer user_data)
{
  PostilCompareView *self = user_data;
  PostilLayer *consensus = NULL;
  Measuring *measuring = NULL;
  g_autoptr (GTask) task = NULL;

  self->measure_source = 0;
  if (self->comparison == NULL || self->coders->len < 2)
    return G_SOURCE_REMOVE;

  consensus = postil_document_get_layer (postil_store_get_document (self->store));
  measuring = g_new0 (Measuring, 1);
  measuring->text = postil_text_ref (self->set->text);
  measuring->coders = g_ptr_array_new_with_free_func (g_free);
  measuring->layers = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_layer_unref);
  for (guint i = 0; i < self->coders->len; i++)
    {
      g_ptr_array_add (measuring->coders, g_strdup (self->coders->pdata[i]));
      g_ptr_array_add (measuring->layers, postil_layer_copy (postil_coder_set_find (self->set, self->coders->pdata[i])));
    }
  g_ptr_array_add (measuring->coders, NULL);
  measuring->consensus = postil_layer_copy (consensus);
  measuring->has_settled = postil_layer_get_n_annotations (consensus) > 0;
  measuring->is_done = g_strcmp0 (postil_layer_get_info (consensus)->status, POSTIL_STATUS_DONE) == 0;

  self->measuring = g_cancellable_new ();
  task = g_task_new (NULL, self->measuring, measured_cb, g_object_ref (self));
  g_task_set_source_tag (task, start_cb);
  g_task_set_task_data (task, measuring, measuring_free);
  g_task_run_in_thread (task, measure_thread);
  return G_SOURCE_REMOVE;
}

void
postil_compare_view_measure (PostilCompareView *self)
{
  g_clear_handle_id (&self->measure_source, g_source_remove);
  if (self->measuring != NULL)
    g_cancellable_cancel (self->measuring);
  g_clear_object (&self->measuring);
  self->measure_source = g_timeout_add (MEASURE_DELAY_MS, start_cb, self);
}
