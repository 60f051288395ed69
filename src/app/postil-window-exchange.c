/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window and the formats of other programs. What was marked is on the disk before it is
 * exported, and before others' work comes in beside it. Main thread. */

#include "config.h"

#include "app/postil-window-private.h"

#include <glib/gi18n-lib.h>

#include "app/dialogs/postil-export-dialog.h"
#include "app/dialogs/postil-import-dialog.h"
#include "storage/postil-files.h"

static void
exported_cb (PostilWindow *self,
             const char   *path,
             guint         n_annotations)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *name = postil_files_dup_display_name (file);
  g_autofree char *message = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u annotation was exported to “%s”.",
                                                           "%u annotations were exported to “%s”.", n_annotations),
                                              n_annotations, name);

  postil_window_show_toast (self, message, NULL, NULL);
}

static void
show_export (PostilWindow *self)
{
  PostilFolderScan *scan = self->folder_pane != NULL ? postil_folder_model_get_scan (postil_folder_pane_get_model (self->folder_pane)) : NULL;
  g_autoptr (GFile) folder = scan != NULL ? g_file_new_for_path (postil_folder_scan_get_root (scan)) : NULL;
  GFile *article = self->store != NULL ? postil_store_get_article (self->store) : NULL;
  g_autofree char *path = article != NULL ? g_file_get_path (article) : NULL;
  g_autoptr (PostilCodebook) codebook = NULL;
  GtkWidget *dialog;

  if (folder == NULL && path == NULL)
    return;
  if (self->store != NULL)
    codebook = postil_codebook_ref (postil_document_get_codebook (postil_store_get_document (self->store)));
  else if (postil_folder_scan_get_codebook (scan) != NULL)
    codebook = postil_codebook_ref (postil_folder_scan_get_codebook (scan));
  else
    codebook = postil_codebook_new_builtin ();
  dialog = postil_export_dialog_new (GTK_WINDOW (self), folder, path != NULL ? article : NULL, codebook);
  g_signal_connect_object (dialog, "exported", G_CALLBACK (exported_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
imported_cb (PostilWindow *self,
             guint         n_annotations,
             guint         n_adopted)
{
  g_autofree char *message = NULL;

  if (n_adopted > 0)
    message = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Annotations imported: %u. %u code was added to the codebook.",
                                            "Annotations imported: %u. %u codes were added to the codebook.", n_adopted),
                               n_annotations, n_adopted);
  else
    message = g_strdup_printf (_("Annotations imported: %u."), n_annotations);
  if (self->store != NULL)
    postil_window_reopen (self);
  postil_window_show_toast (self, message, NULL, NULL);
}

static void
show_import (PostilWindow *self)
{
  g_autoptr (GFile) folder = NULL;
  g_autofree char *path = NULL;
  g_autofree char *coder = NULL;
  GtkWidget *dialog;

  folder = postil_window_dup_root (self);
  path = folder != NULL ? g_file_get_path (folder) : NULL;
  if (path == NULL)
    {
      postil_window_show_toast (self, _("Open the folder first that the annotations are to go into."), NULL, NULL);
      return;
    }
  coder = postil_window_dup_coder (self);
  dialog = postil_import_dialog_new (GTK_WINDOW (self), folder, coder);
  g_signal_connect_object (dialog, "imported", G_CALLBACK (imported_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
flushed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (PostilWindow) self = POSTIL_WINDOW (user_data);
  g_autoptr (GError) error = NULL;

  if (!postil_store_flush_finish (POSTIL_STORE (source), result, &error))
    postil_window_show_toast (self, error->message, NULL, NULL);
  else
    show_export (self);
}

static void
flushed_for_import_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr (PostilWindow) self = POSTIL_WINDOW (user_data);
  g_autoptr (GError) error = NULL;

  if (!postil_store_flush_finish (POSTIL_STORE (source), result, &error))
    postil_window_show_toast (self, error->message, NULL, NULL);
  else
    show_import (self);
}

void
postil_window_export (PostilWindow *self)
{
  g_return_if_fail (POSTIL_IS_WINDOW (self));

  if (self->store != NULL)
    postil_store_flush_async (self->store, NULL, flushed_cb, g_object_ref (self));
  else if (self->folder_pane != NULL)
    show_export (self);
  else
    postil_window_show_toast (self, _("Open an article or a folder first."), NULL, NULL);
}

void
postil_window_import_annotations (PostilWindow *self)
{
  g_return_if_fail (POSTIL_IS_WINDOW (self));

  if (self->store != NULL)
    postil_store_flush_async (self->store, NULL, flushed_for_import_cb, g_object_ref (self));
  else
    show_import (self);
}
