/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The view that compares coders, in the window: it works on the open article, for whoever
 * codes in the window, and lets the consensus go when another view is shown. Coding the
 * consensus by hand is coding it as the coder "consensus". Main thread. */

#include "config.h"

#include "app/postil-window-private.h"

#include <glib/gi18n-lib.h>

#include "app/compare/postil-compare-view.h"
#include "app/postil-settings.h"
#include "model/postil-decision.h"

#define VIEW "compare"

static PostilCompareView *
get_view (PostilWindow *self)
{
  GtkWidget *view = gtk_stack_get_child_by_name (self->stack, VIEW);

  return view != NULL ? POSTIL_COMPARE_VIEW (view) : NULL;
}

PostilCompareView *
postil_window_get_shown_compare (PostilWindow *self)
{
  g_return_val_if_fail (POSTIL_IS_WINDOW (self), NULL);

  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), VIEW) == 0 ? get_view (self) : NULL;
}

static void
notice_cb (PostilWindow *self,
           const char   *message)
{
  postil_window_show_toast (self, message, NULL, NULL);
}

/* The window's own store is written before another is opened. */
static void
edit_cb (PostilWindow *self,
         const char   *id)
{
  g_autoptr (GFile) file = self->file != NULL ? g_object_ref (self->file) : NULL;

  if (file == NULL)
    return;
  postil_window_show_view (self, "code");
  if (g_strcmp0 (self->coder, POSTIL_CONSENSUS) == 0)
    {
      if (id != NULL)
        postil_article_page_go_to (self->page, id);
      return;
    }
  g_free (self->wanted_annotation);
  self->wanted_annotation = g_strdup (id);
  postil_window_open (self, file, POSTIL_CONSENSUS);
  postil_window_show_toast (self, _("Now the consensus is coded in this window. Alt+2 goes back to comparing."), NULL, NULL);
}

static void
visible_changed_cb (PostilWindow *self)
{
  PostilCompareView *view = get_view (self);

  if (view != NULL && postil_window_get_shown_compare (self) == NULL)
    postil_compare_view_stop (view);
}

GtkWidget *
postil_window_create_compare (PostilWindow *self)
{
  GtkWidget *view = NULL;

  g_return_val_if_fail (POSTIL_IS_WINDOW (self), NULL);

  view = postil_compare_view_new (self->settings);
  g_signal_connect_object (view, "notice", G_CALLBACK (notice_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "announce", G_CALLBACK (postil_window_announce), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "edit", G_CALLBACK (edit_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->stack, "notify::visible-child", G_CALLBACK (visible_changed_cb), self, G_CONNECT_SWAPPED);
  return view;
}

/* Who decides: the coder of the window; of the consensus, the person of the preferences. */
static char *
dup_decider (PostilWindow *self)
{
  if (self->coder != NULL && !g_str_equal (self->coder, POSTIL_CONSENSUS))
    return g_strdup (self->coder);
  return postil_settings_dup_coder (self->settings);
}

void
postil_window_refresh_compare (PostilWindow *self,
                               GtkWidget    *view)
{
  g_autofree char *decider = NULL;
  g_autoptr (GFile) root = NULL;
  const char *coder = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));
  g_return_if_fail (POSTIL_IS_COMPARE_VIEW (view));

  if (self->store == NULL)
    return;
  decider = dup_decider (self);
  root = postil_window_dup_root (self);
  coder = postil_layer_get_info (postil_document_get_layer (postil_store_get_document (self->store)))->coder;
  postil_compare_view_load (POSTIL_COMPARE_VIEW (view), postil_store_get_article (self->store), root, decider,
                            g_strcmp0 (coder, POSTIL_CONSENSUS) == 0 ? self->store : NULL);
  if (self->compare_coders != NULL)
    postil_compare_view_choose (POSTIL_COMPARE_VIEW (view), (const char *const *) self->compare_coders);
  if (self->compare_span.end > self->compare_span.start)
    postil_compare_view_go_to (POSTIL_COMPARE_VIEW (view), self->compare_span);
  g_clear_pointer (&self->compare_coders, g_strfreev);
  self->compare_span = (PostilSpan) { 0, 0 };
}

void
postil_window_compare_at (PostilWindow      *self,
                          GFile             *article,
                          PostilSpan         span,
                          const char *const *coders)
{
  g_return_if_fail (POSTIL_IS_WINDOW (self));
  g_return_if_fail (G_IS_FILE (article));
  g_return_if_fail (coders != NULL);

  g_strfreev (self->compare_coders);
  self->compare_coders = g_strdupv ((char **) coders);
  self->compare_span = span;
  if (self->store != NULL && g_file_equal (article, self->file))
    {
      postil_window_show_view (self, VIEW);
      return;
    }
  postil_window_want_view (self, VIEW);
  postil_window_open (self, article, self->coder);
}
