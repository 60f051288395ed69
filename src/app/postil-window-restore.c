/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Going back to an older version of the open article's annotations: as a step that can be
 * undone; or, where the sidecar cannot be read, in its place. Main thread. */

#include "config.h"

#include "app/postil-window-private.h"

#include "app/dialogs/postil-restore-window.h"

#include <glib/gi18n-lib.h>

static void
put_back_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (PostilWindow) self = POSTIL_WINDOW (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) kept = postil_backups_put_back_finish (result, &error);
  g_autofree char *name = kept != NULL ? g_file_get_basename (kept) : NULL;
  g_autofree char *message = NULL;

  if (kept == NULL)
    {
      postil_window_show_toast (self, error->message, NULL, NULL);
      return;
    }

  message = g_strdup_printf (_("Restored. The damaged file is kept as “%s”."), name);
  if (self->store != NULL)
    postil_window_reopen (self);
  postil_window_show_toast (self, message, NULL, NULL);
}

static void
restore_cb (PostilWindow        *self,
            PostilBackupVersion *version)
{
  g_autofree char *message = NULL;

  if (self->store == NULL || version->change == NULL)
    return;

  if (postil_store_is_unreadable (self->store))
    {
      postil_backups_put_back_async (postil_store_get_sidecar (self->store), version->backup, NULL,
                                     put_back_cb, g_object_ref (self));
      return;
    }
  if (!postil_article_page_apply (self->page, version->change))
    return;

  message = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Restored: %u annotation", "Restored: %u annotations",
                                          version->n_annotations), version->n_annotations);
  postil_window_show_toast (self, message, _("Undo"), "win.undo");
  if (version->is_of_other_text)
    postil_article_page_review_moved (self->page, FALSE);
}

static void
compared_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (PostilRestoreWindow) window = POSTIL_RESTORE_WINDOW (user_data);
  g_autoptr (GPtrArray) versions = postil_backups_compare_finish (result, NULL);

  /* NULL: it was closed meanwhile. */
  if (versions != NULL)
    postil_restore_window_set_versions (window, versions);
}

void
postil_window_restore (PostilWindow *self)
{
  PostilDocument *document = NULL;
  GtkWidget *window = NULL;
  g_autoptr (GCancellable) cancellable = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  if (self->store == NULL)
    return;
  if (self->sidebar != NULL)
    postil_sidebar_commit (self->sidebar);

  document = postil_store_get_document (self->store);
  window = postil_restore_window_new (GTK_WINDOW (self), postil_document_get_codebook (document));
  g_signal_connect_object (window, "restore", G_CALLBACK (restore_cb), self, G_CONNECT_SWAPPED);
  cancellable = g_cancellable_new ();
  g_signal_connect_object (window, "unrealize", G_CALLBACK (g_cancellable_cancel), cancellable, G_CONNECT_SWAPPED);
  postil_backups_compare_async (postil_store_get_sidecar (self->store), postil_document_get_layer (document),
                                postil_document_get_text (document), cancellable, compared_cb, g_object_ref (window));
  gtk_window_present (GTK_WINDOW (window));
}
