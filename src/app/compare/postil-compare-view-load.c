/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the compare view reads, and lets go of: the coders' layers, the store of the consensus, and
 * how much of the folder is settled. An answer that is no longer waited for is told by its
 * cancellable. Main thread. */

#include "config.h"

#include "app/compare/postil-compare-view-private.h"

static void
set_store (PostilCompareView *self,
           PostilStore       *store,
           gboolean           owns_store)
{
  self->store = g_object_ref (store);
  self->owns_store = owns_store;
  g_signal_connect_object (postil_store_get_document (store), "changed",
                           G_CALLBACK (postil_compare_view_consensus_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "notify::state", G_CALLBACK (postil_compare_view_show_banner), self, G_CONNECT_SWAPPED);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (PostilCompareView) self = POSTIL_COMPARE_VIEW (user_data);
  g_autoptr (GError) error = NULL;
  PostilCoderSet *set = postil_coder_set_read_finish (result, &error);

  if (g_task_get_cancellable (G_TASK (result)) != self->loading)
    {
      postil_coder_set_free (set);
      return;
    }
  if (set == NULL)
    {
      gtk_label_set_text (self->banner_label, error->message);
      gtk_revealer_set_reveal_child (GTK_REVEALER (self->banner), TRUE);
      return;
    }
  self->set = set;
  postil_compare_view_compare (self);
}

static void
store_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (PostilCompareView) self = POSTIL_COMPARE_VIEW (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilStore) store = postil_store_open_finish (result, &error);

  if (g_task_get_cancellable (G_TASK (result)) != self->loading)
    {
      if (store != NULL)
        postil_store_close (store);
      return;
    }
  if (store == NULL)
    {
      gtk_label_set_text (self->banner_label, error->message);
      gtk_revealer_set_reveal_child (GTK_REVEALER (self->banner), TRUE);
      return;
    }
  set_store (self, store, TRUE);
  postil_compare_view_compare (self);
}

static void
counted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (PostilCompareView) self = POSTIL_COMPARE_VIEW (user_data);
  PostilSettled settled = { 0, 0 };

  if (!postil_settled_count_finish (result, &settled, NULL)
      || g_task_get_cancellable (G_TASK (result)) != self->counting)
    return;
  g_clear_object (&self->counting);
  self->settled = settled;
  self->has_settled = TRUE;
  if (self->comparison != NULL)
    postil_compare_view_show_state (self);
}

static void
cancel (GCancellable **cancellable)
{
  if (*cancellable != NULL)
    g_cancellable_cancel (*cancellable);
  g_clear_object (cancellable);
}

static void
closed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  /* What could not be saved is in the journal. */
  (void) postil_store_flush_finish (POSTIL_STORE (source), result, NULL);
  postil_store_close (POSTIL_STORE (source));
  if (g_application_get_default () != NULL)
    g_application_release (g_application_get_default ());
}

static void
drop_store (PostilCompareView *self)
{
  if (self->store == NULL)
    return;
  g_signal_handlers_disconnect_by_data (postil_store_get_document (self->store), self);
  g_signal_handlers_disconnect_by_data (self->store, self);
  if (self->owns_store)
    {
      if (g_application_get_default () != NULL)
        g_application_hold (g_application_get_default ());
      postil_store_flush_async (self->store, NULL, closed_cb, NULL);
    }
  g_clear_object (&self->store);
}

void
postil_compare_view_stop (PostilCompareView *self)
{
  g_return_if_fail (POSTIL_IS_COMPARE_VIEW (self));

  cancel (&self->loading);
  cancel (&self->counting);
  cancel (&self->measuring);
  g_clear_handle_id (&self->measure_source, g_source_remove);
  if (self->items != NULL)
    postil_compare_view_clear (self);
  drop_store (self);
  g_clear_pointer (&self->set, postil_coder_set_free);
}

void
postil_compare_view_load (PostilCompareView *self,
                          GFile             *article,
                          GFile             *root,
                          const char        *decider,
                          PostilStore       *store)
{
  g_return_if_fail (POSTIL_IS_COMPARE_VIEW (self));
  g_return_if_fail (G_IS_FILE (article));
  g_return_if_fail (decider != NULL);

  postil_compare_view_stop (self);
  self->has_settled = FALSE;
  g_set_object (&self->article, article);
  g_set_object (&self->root, root);
  g_free (self->decider);
  self->decider = g_strdup (decider);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->banner), FALSE);
  self->loading = g_cancellable_new ();
  postil_coder_set_read_async (article, self->loading, read_cb, g_object_ref (self));
  if (store != NULL)
    set_store (self, store, FALSE);
  else
    postil_store_open_async (article, root, POSTIL_CONSENSUS, NULL, NULL, self->loading, store_cb, g_object_ref (self));
  if (root != NULL)
    {
      self->counting = g_cancellable_new ();
      postil_settled_count_async (root, self->counting, counted_cb, g_object_ref (self));
    }
}
