/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Documents and copied text that are to become articles, and what is known of the article in
 * view. Main thread. */

#include "config.h"

#include "app/postil-window-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "app/dialogs/postil-article-properties.h"
#include "app/dialogs/postil-import-documents.h"
#include "articles/postil-article.h"
#include "storage/postil-documents-job.h"
#include "storage/postil-files.h"

#define MAX_CLIPBOARD_BYTES (64u * 1024u * 1024u)

/* What opens as it is has one of these; every other document's extension is one to import. */
gboolean
postil_window_is_document (GFile *file)
{
  static const char *const texts[] = { "txt", "text", "md", "markdown", NULL };
  g_autofree char *name = g_file_get_basename (file);
  const char *dot = strrchr (name, '.');
  g_autofree char *extension = g_ascii_strdown (dot != NULL ? dot + 1 : "", -1);

  return !g_strv_contains (texts, extension) && g_strv_contains (postil_article_get_extensions (), extension);
}

static gboolean
has_one_folder (GListModel *articles,
                GFile      *folder)
{
  for (guint i = 0; i < g_list_model_get_n_items (articles); i++)
    {
      g_autoptr (GFile) article = g_list_model_get_item (articles, i);

      if (!g_file_has_parent (article, folder))
        return FALSE;
    }
  return TRUE;
}

/* One is opened; of several their folder, where they are in one, else the first. */
static void
imported_cb (PostilWindow *self,
             GListModel   *articles)
{
  g_autoptr (GFile) first = g_list_model_get_item (articles, 0);
  g_autoptr (GFile) folder = first != NULL ? g_file_get_parent (first) : NULL;

  if (folder == NULL)
    return;
  if (g_list_model_get_n_items (articles) > 1 && has_one_folder (articles, folder))
    postil_window_open_elsewhere (self, folder);
  else
    postil_window_open_elsewhere (self, first);
}

static PostilImportDocuments *
new_dialog (PostilWindow *self)
{
  PostilImportDocuments *dialog = POSTIL_IMPORT_DOCUMENTS (postil_import_documents_new (GTK_WINDOW (self)));

  g_signal_connect_object (dialog, "imported", G_CALLBACK (imported_cb), self, G_CONNECT_SWAPPED);
  return dialog;
}

static void
mapped_cb (PostilImportDocuments *dialog,
           GtkWidget             *window)
{
  g_signal_handlers_disconnect_by_func (window, mapped_cb, dialog);
  postil_import_documents_show (dialog);
}

/* A dialog that is there before its window would stay behind it. */
static void
show_dialog (PostilWindow          *self,
             PostilImportDocuments *dialog)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    postil_import_documents_show (dialog);
  else
    g_signal_connect_object (self, "map", G_CALLBACK (mapped_cb), dialog, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

void
postil_window_open_files (PostilWindow *self,
                          GListModel   *files)
{
  PostilImportDocuments *dialog = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));
  g_return_if_fail (G_IS_LIST_MODEL (files));

  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      if (!postil_window_is_document (file))
        {
          postil_window_open_elsewhere (self, file);
          continue;
        }
      if (dialog == NULL)
        dialog = new_dialog (self);
      postil_import_documents_add_file (dialog, file);
    }
  if (dialog == NULL)
    return;
  if (self->root != NULL)
    postil_import_documents_set_folder (dialog, self->root);
  show_dialog (self, dialog);
}

gboolean
postil_window_begin_import (PostilWindow *self,
                            GFile        *file)
{
  g_autoptr (GListStore) files = NULL;

  g_return_val_if_fail (POSTIL_IS_WINDOW (self), FALSE);
  g_return_val_if_fail (G_IS_FILE (file), FALSE);

  if (!postil_window_is_document (file))
    return FALSE;
  if (self->file == NULL)
    postil_window_show_welcome (self);
  files = g_list_store_new (G_TYPE_FILE);
  g_list_store_append (files, file);
  postil_window_open_files (self, G_LIST_MODEL (files));
  return TRUE;
}

void
postil_window_open_documents (PostilWindow *self,
                              GListModel   *files)
{
  g_return_if_fail (POSTIL_IS_WINDOW (self));
  g_return_if_fail (G_IS_LIST_MODEL (files));

  if (self->file == NULL)
    postil_window_show_welcome (self);
  postil_window_open_files (self, files);
}

static void
documents_chosen_cb (PostilWindow         *self,
                     int                   response,
                     GtkFileChooserNative *chooser)
{
  g_autoptr (GListModel) files = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_files (GTK_FILE_CHOOSER (chooser)) : NULL;
  PostilImportDocuments *dialog = NULL;

  g_object_unref (chooser);
  if (files == NULL || g_list_model_get_n_items (files) == 0)
    return;
  dialog = new_dialog (self);
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      postil_import_documents_add_file (dialog, file);
    }
  if (self->root != NULL)
    postil_import_documents_set_folder (dialog, self->root);
  show_dialog (self, dialog);
}

void
postil_window_import_documents (PostilWindow *self)
{
  GtkFileChooserNative *chooser = NULL;
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  chooser = gtk_file_chooser_native_new (_("Make Articles of Documents"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_OPEN,
                                         _("_Choose"), NULL);
  gtk_file_filter_set_name (filter, _("Documents"));
  for (const char *const *extension = postil_article_get_extensions (); *extension != NULL; extension++)
    gtk_file_filter_add_suffix (filter, *extension);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (chooser), TRUE);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (documents_chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
import_copied (PostilWindow *self,
               GBytes       *bytes,
               gboolean      is_html)
{
  PostilImportDocuments *dialog = new_dialog (self);
  g_autoptr (GFile) folder = postil_window_dup_root (self);

  if (folder == NULL)
    folder = postil_documents_dup_default_folder ();
  postil_import_documents_set_clipboard (dialog, bytes, is_html);
  postil_import_documents_set_folder (dialog, folder);
  show_dialog (self, dialog);
}

static void
text_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (PostilWindow) self = POSTIL_WINDOW (user_data);
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  g_autoptr (GBytes) bytes = NULL;

  if (text == NULL || text[0] == '\0')
    {
      postil_window_show_toast (self, _("Nothing that is text was copied."), NULL, NULL);
      return;
    }
  bytes = g_bytes_new (text, strlen (text));
  import_copied (self, bytes, FALSE);
}

static void
html_spliced_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (PostilWindow) self = POSTIL_WINDOW (user_data);
  g_autoptr (GBytes) bytes = NULL;

  if (g_output_stream_splice_finish (G_OUTPUT_STREAM (source), result, NULL) <= 0)
    {
      postil_window_show_toast (self, _("Nothing that is text was copied."), NULL, NULL);
      return;
    }
  bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (source));
  if (g_bytes_get_size (bytes) <= MAX_CLIPBOARD_BYTES)
    import_copied (self, bytes, TRUE);
  else
    postil_window_show_toast (self, _("What was copied is too large for an article."), NULL, NULL);
}

static void
html_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  GdkClipboard *clipboard = GDK_CLIPBOARD (source);
  g_autoptr (GInputStream) input = gdk_clipboard_read_finish (clipboard, result, NULL, NULL);
  g_autoptr (GOutputStream) output = NULL;

  if (input == NULL)
    {
      gdk_clipboard_read_text_async (clipboard, NULL, text_read_cb, user_data);
      return;
    }
  output = g_memory_output_stream_new_resizable ();
  g_output_stream_splice_async (output, input,
                                G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE | G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
                                G_PRIORITY_DEFAULT, NULL, html_spliced_cb, user_data);
}

void
postil_window_new_from_clipboard (PostilWindow *self)
{
  static const char *types[] = { "text/html", NULL };
  GdkClipboard *clipboard = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));
  if (gdk_content_formats_contain_mime_type (gdk_clipboard_get_formats (clipboard), "text/html"))
    gdk_clipboard_read_async (clipboard, types, G_PRIORITY_DEFAULT, NULL, html_read_cb, g_object_ref (self));
  else
    gdk_clipboard_read_text_async (clipboard, NULL, text_read_cb, g_object_ref (self));
}

void
postil_window_show_properties (PostilWindow *self)
{
  GFile *article = NULL;
  const PostilLayerInfo *info = NULL;
  g_autofree char *path = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  if (self->store == NULL)
    return;
  article = postil_store_get_article (self->store);
  path = g_file_get_path (article);
  if (path == NULL || postil_files_get_place (path) == POSTIL_PLACE_LONE_PORTAL)
    {
      postil_window_show_toast (self, _("Open the article’s folder to see its properties."), NULL, NULL);
      return;
    }
  info = postil_layer_get_info (postil_document_get_layer (postil_store_get_document (self->store)));
  gtk_window_present (GTK_WINDOW (postil_article_properties_new (GTK_WINDOW (self), article, info->format)));
}
