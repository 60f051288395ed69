/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* "Tag all": what the find bar found, after a preview, as one change. Main thread. */

#include "config.h"

#include "app/postil-article-page-private.h"

#include "app/dialogs/postil-tag-all.h"
#include "model/postil-edit.h"

#include <glib/gi18n-lib.h>

static void
tag_cb (PostilArticlePage *self,
        const char        *code,
        PostilTagAll      *preview)
{
  g_autoptr (GArray) spans = postil_tag_all_dup_spans (preview);
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilChange) change = NULL;
  g_autofree char *message = NULL;
  guint n_skipped = 0;
  guint n_tagged = 0;

  if (self->document == NULL)
    return;

  change = postil_edit_tag_all (self->document, (const PostilSpan *) (gpointer) spans->data, spans->len, code,
                                &n_skipped, &error);
  if (error != NULL)
    postil_article_page_notify_person (self, error->message, NULL, NULL);
  if (change == NULL || !postil_article_page_apply (self, change))
    return;

  n_tagged = postil_change_get_added (change)->len;
  message = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u passage tagged as “%s”", "%u passages tagged as “%s”",
                                          n_tagged),
                             n_tagged, postil_codebook_show_code (postil_document_get_codebook (self->document), code));
  postil_article_page_notify_person (self, message, _("Undo"), "win.undo");
  postil_article_page_announce (self, message);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

void
postil_article_page_tag_all (PostilArticlePage *self)
{
  const PostilSpan *spans = NULL;
  GtkWidget *preview = NULL;
  guint n_spans = 0;

  g_return_if_fail (POSTIL_IS_ARTICLE_PAGE (self));

  if (self->document == NULL)
    return;
  if (self->find_bar != NULL)
    spans = postil_find_bar_get_matches (self->find_bar, &n_spans);
  if (n_spans == 0)
    {
      postil_article_page_notify_person (self, _("Find something first; then all of it can be tagged."), NULL, NULL);
      postil_article_page_find (self);
      return;
    }
  if (postil_document_get_read_only (self->document) != NULL)
    {
      postil_article_page_notify_person (self, _("This article is open for reading only."), NULL, NULL);
      return;
    }

  preview = postil_tag_all_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->document, spans, n_spans);
  g_signal_connect_object (preview, "tag", G_CALLBACK (tag_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (preview));
}
