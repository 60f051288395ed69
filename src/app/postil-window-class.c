/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The view of the whole class, in the window, and how its hand-ins get there: out of a folder into
 * which they were dropped, beside the open article or into the open folder; where nothing is
 * open, they stay where they are and the article comes out of them. Main thread. */

#include "config.h"

#include "app/postil-window-private.h"

#include <glib/gi18n-lib.h>

#include "app/class/postil-class-view.h"
#include "app/dialogs/postil-hand-ins-window.h"

#define VIEW "class"

static void
save_cb (PostilWindow *self,
         const char   *name,
         GBytes       *bytes)
{
  postil_window_save_bytes (self, _("Save What the Class Made"), name, bytes);
}

static void
print_cb (PostilWindow *self)
{
  (void) postil_window_print_shown_class (self);
}

static void
compare_cb (PostilWindow  *self,
            guint          start,
            guint          end,
            char         **coders)
{
  if (self->file != NULL)
    postil_window_compare_at (self, self->file, (PostilSpan) { start, end }, (const char *const *) coders);
}

GtkWidget *
postil_window_create_class (PostilWindow *self)
{
  GtkWidget *view = NULL;

  g_return_val_if_fail (POSTIL_IS_WINDOW (self), NULL);

  view = postil_class_view_new (self->settings);
  g_signal_connect_object (view, "announce", G_CALLBACK (postil_window_announce), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "save", G_CALLBACK (save_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "print", G_CALLBACK (print_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "compare", G_CALLBACK (compare_cb), self, G_CONNECT_SWAPPED);
  return view;
}

void
postil_window_refresh_class (PostilWindow *self,
                             GtkWidget    *view)
{
  PostilDocument *document = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));
  g_return_if_fail (POSTIL_IS_CLASS_VIEW (view));

  if (self->store == NULL)
    return;
  document = postil_store_get_document (self->store);
  postil_class_view_load (POSTIL_CLASS_VIEW (view), postil_store_get_article (self->store), postil_document_get_codebook (document),
                          postil_layer_get_info (postil_document_get_layer (document))->coder);
}

gboolean
postil_window_print_shown_class (PostilWindow *self)
{
  GtkWidget *view = NULL;
  PostilClass *class = NULL;

  g_return_val_if_fail (POSTIL_IS_WINDOW (self), FALSE);

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), VIEW) != 0)
    return FALSE;
  view = gtk_stack_get_child_by_name (self->stack, VIEW);
  class = postil_class_view_dup_class (POSTIL_CLASS_VIEW (view));
  if (class != NULL)
    postil_window_print_class (self, class);
  return TRUE;
}

/* --- Collecting ------------------------------------------------------------------------ */

typedef struct
{
  PostilWindow *window;
  GFile        *folder; /* of the class */
} Collecting;

static gboolean
has_remarks (PostilHandIns *hand_ins)
{
  for (guint i = 0; i < hand_ins->hand_ins->len; i++)
    if (((PostilHandIn *) hand_ins->hand_ins->pdata[i])->message != NULL)
      return TRUE;
  return FALSE;
}

/* While a window is over it, newer GTKs give the keyboard to the first of what appears below. */
static void
take_focus_cb (PostilWindow *self)
{
  GtkWidget *shown = self->stack != NULL ? gtk_stack_get_visible_child (self->stack) : NULL;

  if (shown != NULL)
    gtk_widget_grab_focus (shown);
}

static void
tell (PostilWindow  *self,
      PostilHandIns *hand_ins)
{
  guint n = 0;
  g_autofree char *text = NULL;

  for (guint i = 0; i < hand_ins->hand_ins->len; i++)
    n += postil_hand_in_is_in (hand_ins->hand_ins->pdata[i]);
  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u hand-in is collected.", "%u hand-ins are collected.", n), n);
  postil_window_announce (self, text);
  if (has_remarks (hand_ins))
    {
      GtkWidget *window = postil_hand_ins_window_new (GTK_WINDOW (self), hand_ins);

      g_signal_connect_object (window, "unmap", G_CALLBACK (take_focus_cb), self, G_CONNECT_SWAPPED);
      gtk_window_present (GTK_WINDOW (window));
    }
  else
    postil_window_show_toast (self, text, NULL, NULL);
}

/* An article that stands beside the hand-ins now, where none is open. */
static const char *
find_article (PostilHandIns *hand_ins)
{
  for (guint i = 0; i < hand_ins->hand_ins->len; i++)
    if (((PostilHandIn *) hand_ins->hand_ins->pdata[i])->article != NULL)
      return ((PostilHandIn *) hand_ins->hand_ins->pdata[i])->article;
  return hand_ins->article;
}

static void
collected_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autofree Collecting *collecting = user_data;
  g_autoptr (PostilWindow) self = collecting->window;
  g_autoptr (GFile) folder = collecting->folder;
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilHandIns) hand_ins = postil_hand_ins_collect_finish (result, &error);
  const char *article = hand_ins != NULL ? find_article (hand_ins) : NULL;

  if (hand_ins == NULL)
    {
      postil_window_show_toast (self, error->message, NULL, NULL);
      return;
    }
  if (self->store != NULL)
    {
      if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), VIEW) == 0)
        postil_window_sync_view (self);
      else
        postil_window_show_view (self, VIEW);
    }
  else if (article != NULL)
    {
      g_autoptr (GFile) file = g_file_resolve_relative_path (folder, article);

      postil_window_want_view (self, VIEW);
      postil_window_open (self, file, NULL);
    }
  tell (self, hand_ins);
}

static void
chosen_cb (PostilWindow         *self,
           int                   response,
           GtkFileChooserNative *chooser)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) drop = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
      g_autoptr (GFile) root = postil_window_dup_root (self);
      Collecting *collecting = NULL;

      if (drop != NULL && g_file_peek_path (drop) != NULL && (root == NULL || g_file_peek_path (root) != NULL))
        {
          collecting = g_new0 (Collecting, 1);
          collecting->window = g_object_ref (self);
          collecting->folder = g_object_ref (root != NULL ? root : drop);
          postil_hand_ins_collect_async (g_file_peek_path (drop), g_file_peek_path (collecting->folder), NULL, collected_cb, collecting);
        }
    }
  g_object_unref (chooser);
}

void
postil_window_collect_hand_ins (PostilWindow *self)
{
  GtkFileChooserNative *chooser = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  chooser = gtk_file_chooser_native_new (_("Choose the Folder With the Hand-Ins"), GTK_WINDOW (self),
                                         GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Collect"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}
