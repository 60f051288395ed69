/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A folder's articles: their names, in order; a row opens its article. The names are in a
 * string list, so that ten thousand of them cost no widgets. Main thread. */

#include "config.h"

#include "app/postil-folder-page.h"

#include <glib/gi18n-lib.h>

struct _PostilFolderPage
{
  GtkWidget      parent_instance;

  GtkStringList *paths;
  GtkWidget     *scroller;
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PostilFolderPage, postil_folder_page, GTK_TYPE_WIDGET)

static guint signals[N_SIGNALS];

static void
activate_cb (PostilFolderPage *self,
             guint             position)
{
  g_autofree char *path = g_strdup (gtk_string_list_get_string (self->paths, position));

  if (path != NULL)
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, path);
}

static void
setup_cb (GtkListItemFactory *factory,
          GtkListItem        *list_item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_list_item_set_child (list_item, label);
}

static void
bind_cb (GtkListItemFactory *factory,
         GtkListItem        *list_item)
{
  const char *path = gtk_string_object_get_string (gtk_list_item_get_item (list_item));
  GtkWidget *label = gtk_list_item_get_child (list_item);
  GtkWidget *holder = gtk_widget_get_parent (label);

  gtk_label_set_text (GTK_LABEL (label), path);
  if (holder != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (holder), GTK_ACCESSIBLE_PROPERTY_LABEL, path, -1);
}

static GtkWidget *
new_list (PostilFolderPage *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkNoSelection *selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->paths)));
  GtkWidget *list = gtk_list_view_new (GTK_SELECTION_MODEL (selection), NULL);

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  gtk_list_view_set_factory (GTK_LIST_VIEW (list), factory);
  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (list), TRUE);
  gtk_widget_add_css_class (list, "postil-folder");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Articles of the folder"), -1);
  g_signal_connect_object (list, "activate", G_CALLBACK (activate_cb), self, G_CONNECT_SWAPPED);

  return list;
}

static void
postil_folder_page_dispose (GObject *object)
{
  PostilFolderPage *self = POSTIL_FOLDER_PAGE (object);

  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->paths);

  G_OBJECT_CLASS (postil_folder_page_parent_class)->dispose (object);
}

static void
postil_folder_page_class_init (PostilFolderPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = postil_folder_page_dispose;

  signals[SIGNAL_CHOSEN] =
    g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "postil-folder-page");
}

static void
postil_folder_page_init (PostilFolderPage *self)
{
  self->paths = gtk_string_list_new (NULL);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

GtkWidget *
postil_folder_page_new (PostilFolder *folder)
{
  PostilFolderPage *self = NULL;

  g_return_val_if_fail (folder != NULL, NULL);

  self = g_object_new (POSTIL_TYPE_FOLDER_PAGE, NULL);
  for (guint i = 0; i < postil_folder_get_n_articles (folder); i++)
    {
      const PostilArticleEntry *entry = postil_folder_get_article (folder, i);

      if (entry->exists)
        gtk_string_list_append (self->paths, entry->path);
    }
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), new_list (self));

  return GTK_WIDGET (self);
}
