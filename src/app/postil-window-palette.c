/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the command palette offers in this window: the actions that are possible now, the
 * codes, and the articles of the folder, which a thread looks for meanwhile. Main thread. */

#include "config.h"

#include "app/postil-window-private.h"

#include "app/dialogs/postil-command-palette.h"
#include "app/postil-actions.h"
#include "storage/postil-folder.h"

#include <glib/gi18n-lib.h>

static gboolean
is_enabled (PostilWindow *self,
            const char   *id)
{
  GActionGroup *group = G_ACTION_GROUP (self);

  if (g_str_has_prefix (id, "app."))
    group = G_ACTION_GROUP (gtk_window_get_application (GTK_WINDOW (self)));

  return group != NULL && g_action_group_get_action_enabled (group, strchr (id, '.') + 1);
}

static void
add_actions (PostilWindow *self,
             GPtrArray    *items)
{
  guint n_actions = 0;
  const PostilActionInfo *actions = postil_actions_get_all (&n_actions);

  for (guint i = 0; i < n_actions; i++)
    {
      g_autofree char *keys = NULL;

      if ((actions[i].flags & POSTIL_ACTION_KEYS_ONLY) != 0 || g_str_equal (actions[i].id, "win.command-palette")
          || !is_enabled (self, actions[i].id))
        continue;

      keys = postil_actions_dup_keys (actions[i].id);
      g_ptr_array_add (items, postil_command_item_new (postil_actions_get_title (actions[i].id),
                                                       postil_actions_get_group_title (actions[i].group),
                                                       keys, actions[i].id, NULL));
    }
}

static void
add_codes (PostilWindow *self,
           GPtrArray    *items)
{
  PostilCodebook *codebook = NULL;

  if (self->store == NULL)
    return;

  codebook = postil_document_get_codebook (postil_store_get_document (self->store));
  for (guint i = 0; i < postil_codebook_get_n_codes (codebook); i++)
    {
      const PostilCode *code = postil_codebook_get_code (codebook, i);

      g_ptr_array_add (items, postil_command_item_new (code->shown, _("Code"), code->key, "win.tag",
                                                       g_variant_new_string (code->id)));
    }
}

/* Ten thousand articles are a moment's work, which no key waits for. */
static GPtrArray *
list_articles (GFile        *root,
               PostilFolder *folder)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < postil_folder_get_n_articles (folder); i++)
    {
      const PostilArticleEntry *entry = postil_folder_get_article (folder, i);
      g_autoptr (GFile) file = g_file_resolve_relative_path (root, entry->path);
      g_autofree char *uri = g_file_get_uri (file);

      if (entry->exists)
        g_ptr_array_add (items, postil_command_item_new (entry->path, _("Article"), "", "win.go-to-article",
                                                         g_variant_new_string (uri)));
    }

  return items;
}

static void
scan_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  g_autoptr (PostilReport) report = postil_report_new ();
  g_autoptr (PostilFolder) folder = NULL;
  GError *error = NULL;

  folder = postil_folder_scan (g_file_peek_path (task_data), report, cancellable, &error);
  if (folder != NULL)
    g_task_return_pointer (task, list_articles (task_data, folder), (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

/* What cannot be looked into has no articles to offer. */
static void
scanned_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GPtrArray) items = g_task_propagate_pointer (G_TASK (result), NULL);

  if (items != NULL)
    postil_command_palette_add_items (POSTIL_COMMAND_PALETTE (source), items);
}

static void
cancel_cb (GCancellable *cancellable)
{
  g_cancellable_cancel (cancellable);
}

static void
add_articles (PostilWindow *self,
              GtkWidget    *palette)
{
  g_autoptr (GFile) root = postil_window_dup_root (self);
  g_autoptr (GCancellable) cancellable = NULL;
  g_autoptr (GTask) task = NULL;

  if (root == NULL || g_file_peek_path (root) == NULL)
    return;

  cancellable = g_cancellable_new ();
  g_signal_connect_object (palette, "unrealize", G_CALLBACK (cancel_cb), cancellable, G_CONNECT_SWAPPED);
  task = g_task_new (palette, cancellable, scanned_cb, NULL);
  g_task_set_source_tag (task, add_articles);
  g_task_set_task_data (task, g_steal_pointer (&root), g_object_unref);
  g_task_run_in_thread (task, scan_thread);
}

void
postil_window_show_palette (PostilWindow *self)
{
  GtkWidget *palette = NULL;
  g_autoptr (GPtrArray) items = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  palette = postil_command_palette_new (GTK_WINDOW (self));
  items = g_ptr_array_new_with_free_func (g_object_unref);
  add_actions (self, items);
  add_codes (self, items);
  postil_command_palette_add_items (POSTIL_COMMAND_PALETTE (palette), items);
  add_articles (self, palette);
  gtk_window_present (GTK_WINDOW (palette));
}
