/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The numbers of agreement in the window, and the way from one of the passages behind them to
 * where coders are compared. Main thread. */

#include "config.h"

#include "app/postil-window-private.h"

#include <glib/gi18n-lib.h>

#include "app/compare/postil-agreement-view.h"

static void
save_cb (PostilWindow *self,
         const char   *name,
         GBytes       *bytes)
{
  postil_window_save_bytes (self, _("Save the Agreement"), name, bytes);
}

static void
open_cb (PostilWindow *self,
         const char   *path,
         guint         start,
         guint         end,
         char        **coders)
{
  g_autoptr (GFile) article = NULL;

  if (self->folder_pane != NULL && self->root != NULL)
    article = g_file_resolve_relative_path (self->root, path);
  else if (self->file != NULL)
    article = g_object_ref (self->file);
  if (article != NULL)
    postil_window_compare_at (self, article, (PostilSpan) { start, end }, (const char *const *) coders);
}

GtkWidget *
postil_window_create_agreement (PostilWindow *self)
{
  GtkWidget *view = NULL;

  g_return_val_if_fail (POSTIL_IS_WINDOW (self), NULL);

  view = postil_agreement_view_new ();
  g_signal_connect_object (view, "announce", G_CALLBACK (postil_window_announce), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "save", G_CALLBACK (save_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "open", G_CALLBACK (open_cb), self, G_CONNECT_SWAPPED);
  return view;
}

void
postil_window_refresh_agreement (PostilWindow *self,
                                 GtkWidget    *view)
{
  GFile *root = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));
  g_return_if_fail (POSTIL_IS_AGREEMENT_VIEW (view));

  root = self->folder_pane != NULL && self->root != NULL ? self->root : self->file;
  if (root != NULL)
    postil_agreement_view_load (POSTIL_AGREEMENT_VIEW (view), root, self->store != NULL ? self->file : NULL);
}
