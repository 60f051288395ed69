/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The article page and the review of annotations whose article was changed: the pane is under
 * the article, which shows where the selected one was found. Main thread. */

#include "config.h"

#include "app/postil-article-page-private.h"

#include "app/panes/postil-moved-pane.h"
#include "model/postil-settle.h"

#include <glib/gi18n-lib.h>

static void
change_cb (PostilArticlePage *self,
           PostilChange      *change)
{
  if (postil_article_page_apply (self, change) && postil_moved_pane_get_n_open (self->moved_pane) == 0)
    postil_article_page_announce (self, _("All annotations stand where they belong."));
}

static void
shown_cb (PostilArticlePage *self,
          guint              start,
          guint              end)
{
  PostilSpan span = { start, end };

  postil_article_view_set_matches (self->view, &span, start < end ? 1 : 0);
  if (start < end)
    postil_article_view_scroll_to (self->view, start);
}

static void
show (PostilArticlePage *self)
{
  gtk_revealer_set_reveal_child (self->moved_revealer, TRUE);
}

static void
closed_cb (PostilArticlePage *self)
{
  postil_article_page_end_review (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
found_cb (PostilArticlePage *self,
          guint              n_open)
{
  if (n_open == 0)
    {
      if (gtk_revealer_get_reveal_child (self->moved_revealer))
        postil_article_page_notify_person (self, _("All annotations stand where they belong."), NULL, NULL);
      postil_article_page_end_review (self);
      return;
    }

  show (self);
  postil_article_page_announce (self, _("Some annotations of this changed article are to be reviewed."));
  if (self->wants_moved_focus)
    gtk_widget_grab_focus (GTK_WIDGET (self->moved_pane));
}

void
postil_article_page_place_moved (PostilArticlePage *self)
{
  PostilAnnotation *annotation = NULL;
  g_autoptr (PostilChange) change = NULL;
  g_autoptr (GError) error = NULL;
  PostilSpan span;
  const char *id = NULL;

  g_return_if_fail (POSTIL_IS_ARTICLE_PAGE (self));

  id = self->moved_pane != NULL ? postil_moved_pane_get_selected (self->moved_pane) : NULL;
  annotation = id != NULL ? postil_layer_lookup (postil_document_get_layer (self->document), id) : NULL;
  if (annotation == NULL)
    return;
  if (!postil_article_view_get_selection (self->view, &span))
    {
      postil_article_page_notify_person (self, _("First select the words where it belongs."), NULL, NULL);
      return;
    }

  change = postil_settle_place (self->document, annotation, span, &error);
  if (error != NULL)
    postil_article_page_notify_person (self, error->message, NULL, NULL);
  else if (change != NULL)
    {
      change_cb (self, change);
      postil_article_view_set_caret (self->view, span.end);
    }
}

static void
ensure_pane (PostilArticlePage *self)
{
  if (self->moved_pane != NULL)
    return;

  self->moved_pane = POSTIL_MOVED_PANE (postil_moved_pane_new ());
  g_signal_connect_object (self->moved_pane, "change", G_CALLBACK (change_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->moved_pane, "shown", G_CALLBACK (shown_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->moved_pane, "place", G_CALLBACK (postil_article_page_place_moved), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->moved_pane, "found", G_CALLBACK (found_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->moved_pane, "closed", G_CALLBACK (closed_cb), self, G_CONNECT_SWAPPED);
  gtk_revealer_set_child (self->moved_revealer, GTK_WIDGET (self->moved_pane));
}

void
postil_article_page_review_moved (PostilArticlePage *self,
                                  gboolean           take_focus)
{
  g_return_if_fail (POSTIL_IS_ARTICLE_PAGE (self));

  if (self->document == NULL || postil_document_get_read_only (self->document) != NULL)
    return;

  self->wants_moved_focus = take_focus;
  if (gtk_revealer_get_reveal_child (self->moved_revealer) && postil_moved_pane_get_n_open (self->moved_pane) > 0)
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->moved_pane));
      return;
    }
  ensure_pane (self);
  show (self);
  postil_moved_pane_look (self->moved_pane, self->document);
}

void
postil_article_page_end_review (PostilArticlePage *self)
{
  g_return_if_fail (POSTIL_IS_ARTICLE_PAGE (self));

  if (self->moved_pane == NULL)
    return;

  gtk_revealer_set_reveal_child (self->moved_revealer, FALSE);
  postil_moved_pane_stop (self->moved_pane);
  postil_article_view_set_matches (self->view, NULL, 0);
}
