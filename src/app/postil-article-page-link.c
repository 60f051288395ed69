/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Link mode: from the current annotation to another. The first end is remembered by its id;
 * the second is whichever is current when Return is pressed; then a menu asks for the kind.
 * A bar says what to do meanwhile. Main thread. */

#include "config.h"

#include "app/postil-article-page-private.h"

#include "app/postil-accessible.h"
#include "app/postil-change-title.h"
#include "model/postil-edit.h"

#include <glib/gi18n-lib.h>

gboolean
postil_article_page_in_link_mode (PostilArticlePage *self)
{
  g_return_val_if_fail (POSTIL_IS_ARTICLE_PAGE (self), FALSE);

  return self->link_from != NULL;
}

void
postil_article_page_end_link (PostilArticlePage *self)
{
  g_return_if_fail (POSTIL_IS_ARTICLE_PAGE (self));

  if (self->link_from == NULL)
    return;

  g_clear_pointer (&self->link_from, g_free);
  gtk_revealer_set_reveal_child (self->link_revealer, FALSE);
  postil_article_page_emit_link_mode (self);
}

void
postil_article_page_begin_link (PostilArticlePage *self)
{
  PostilAnnotation *annotation = NULL;
  g_autofree char *title = NULL;
  g_autofree char *caption = NULL;

  g_return_if_fail (POSTIL_IS_ARTICLE_PAGE (self));

  annotation = postil_article_page_get_current (self);
  if (annotation == NULL || postil_document_get_read_only (self->document) != NULL)
    return;

  title = postil_change_title_dup_annotation (annotation, postil_document_get_codebook (self->document));
  caption = g_strdup_printf (_("Link from %s: go to the other annotation and press Return."), title);
  postil_article_view_cancel_border (self->view);
  g_free (self->link_from);
  self->link_from = g_strdup (postil_annotation_get_id (annotation));
  gtk_label_set_text (self->link_label, caption);
  gtk_revealer_set_reveal_child (self->link_revealer, TRUE);
  postil_article_page_announce (self, caption);
  postil_article_page_emit_link_mode (self);
}

static gboolean
accepts (const char *const *codes,
         const char        *code)
{
  return codes[0] == NULL || g_strv_contains (codes, code);
}

/* The kinds that the codebook allows between the two codes. */
static GMenuModel *
new_kinds_menu (PostilCodebook   *codebook,
                PostilAnnotation *from,
                PostilAnnotation *to)
{
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < postil_codebook_get_n_links (codebook); i++)
    {
      const PostilLinkDef *link = postil_codebook_get_link (codebook, i);

      if (accepts (link->from_codes, postil_annotation_get_code (from))
          && accepts (link->to_codes, postil_annotation_get_code (to)))
        {
          g_autoptr (GMenuItem) item = g_menu_item_new (link->shown, NULL);

          g_menu_item_set_action_and_target (item, "win.link-kind", "s", link->id);
          g_menu_append_item (menu, item);
        }
    }

  return G_MENU_MODEL (menu);
}

static void
refuse_codes (PostilArticlePage *self,
              PostilAnnotation  *from,
              PostilAnnotation  *to)
{
  PostilCodebook *codebook = postil_document_get_codebook (self->document);
  g_autofree char *message = NULL;

  message = g_strdup_printf (_("The codebook has no kind of link from “%s” to “%s”."),
                             postil_codebook_show_code (codebook, postil_annotation_get_code (from)),
                             postil_codebook_show_code (codebook, postil_annotation_get_code (to)));
  postil_article_page_notify_person (self, message, NULL, NULL);
}

static void
menu_closed_cb (PostilArticlePage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
show_kinds (PostilArticlePage *self,
            PostilAnnotation  *from,
            PostilAnnotation  *to)
{
  g_autoptr (GMenuModel) menu = new_kinds_menu (postil_document_get_codebook (self->document), from, to);
  GdkRectangle rect = { gtk_widget_get_width (GTK_WIDGET (self)) / 2, 0, 1, 1 };

  if (g_menu_model_get_n_items (menu) == 0)
    {
      refuse_codes (self, from, to);
      return;
    }
  if (self->link_menu == NULL)
    {
      self->link_menu = gtk_popover_menu_new_from_model (NULL);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->link_menu),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, _("Kind of link"), -1);
      g_signal_connect_object (self->link_menu, "closed", G_CALLBACK (menu_closed_cb), self, G_CONNECT_SWAPPED);
      gtk_widget_set_parent (self->link_menu, GTK_WIDGET (self));
      postil_accessible_name_menus (self->link_menu);
    }
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->link_menu), menu);
  postil_article_page_get_rect (self, postil_annotation_get_hull (to), &rect);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->link_menu), &rect);
  gtk_popover_popup (GTK_POPOVER (self->link_menu));
}

gboolean
postil_article_page_choose_link_end (PostilArticlePage *self)
{
  PostilAnnotation *from = NULL;
  PostilAnnotation *to = NULL;

  g_return_val_if_fail (POSTIL_IS_ARTICLE_PAGE (self), FALSE);

  if (self->link_from == NULL)
    return GDK_EVENT_PROPAGATE;

  from = postil_layer_lookup (postil_document_get_layer (self->document), self->link_from);
  to = postil_article_page_get_current (self);
  if (from == NULL)
    postil_article_page_end_link (self);
  else if (to == NULL || to == from)
    postil_article_page_notify_person (self, _("Go to another annotation first: with Tab, the arrow keys or a click."),
                                       NULL, NULL);
  else
    show_kinds (self, from, to);

  return GDK_EVENT_STOP;
}

void
postil_article_page_finish_link (PostilArticlePage *self,
                                 const char        *kind)
{
  PostilAnnotation *from = NULL;
  PostilAnnotation *to = NULL;
  g_autoptr (PostilChange) change = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (POSTIL_IS_ARTICLE_PAGE (self));
  g_return_if_fail (kind != NULL);

  if (self->link_from == NULL)
    return;

  from = postil_layer_lookup (postil_document_get_layer (self->document), self->link_from);
  to = postil_article_page_get_current (self);
  if (from != NULL && to != NULL)
    change = postil_edit_link (self->document, from, to, kind, &error);
  if (error != NULL)
    postil_article_page_notify_person (self, error->message, NULL, NULL);
  else if (change != NULL && postil_article_page_apply (self, change))
    postil_article_page_announce (self, _("Linked"));
  postil_article_page_end_link (self);
}
