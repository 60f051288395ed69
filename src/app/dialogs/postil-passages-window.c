/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A list of passages to go to. It knows nothing of why they are listed. Main thread. */

#include "config.h"

#include "app/dialogs/postil-passages-window.h"

#include "app/dialogs/postil-command-item.h"

#include <glib/gi18n-lib.h>

struct _PostilPassagesWindow
{
  AdwWindow   parent_instance;

  GListStore *passages; /* of PostilCommandItem: the excerpt, the article, the id as the action */
  GtkWidget  *list;
  GtkWidget  *hint;
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PostilPassagesWindow, postil_passages_window, ADW_TYPE_WINDOW)

static guint signals[N_SIGNALS];

static void
activate_cb (PostilPassagesWindow *self,
             guint                 position)
{
  g_autoptr (PostilCommandItem) item = g_list_model_get_item (G_LIST_MODEL (self->passages), position);

  if (item == NULL)
    return;

  gtk_window_destroy (GTK_WINDOW (self));
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0,
                 postil_command_item_get_detail (item), postil_command_item_get_action (item));
}

static void
setup_cb (GtkListItemFactory *factory,
          GtkListItem        *list_item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *label = gtk_label_new (NULL);

      gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
      gtk_label_set_ellipsize (GTK_LABEL (label), i == 0 ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_MIDDLE);
      gtk_widget_add_css_class (label, i == 0 ? "body" : "dim-label");
      gtk_box_append (GTK_BOX (box), label);
    }
  gtk_list_item_set_child (list_item, box);
}

static void
bind_cb (GtkListItemFactory *factory,
         GtkListItem        *list_item)
{
  PostilCommandItem *item = gtk_list_item_get_item (list_item);
  GtkWidget *box = gtk_list_item_get_child (list_item);
  GtkWidget *excerpt = gtk_widget_get_first_child (box);
  GtkWidget *holder = gtk_widget_get_parent (box);
  g_autofree char *name = g_strdup_printf ("%s, %s", postil_command_item_get_title (item),
                                           postil_command_item_get_detail (item));

  gtk_label_set_text (GTK_LABEL (excerpt), postil_command_item_get_title (item));
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (excerpt)), postil_command_item_get_detail (item));
  if (holder != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (holder), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
postil_passages_window_dispose (GObject *object)
{
  g_clear_object (&POSTIL_PASSAGES_WINDOW (object)->passages);

  G_OBJECT_CLASS (postil_passages_window_parent_class)->dispose (object);
}

static void
postil_passages_window_class_init (PostilPassagesWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = postil_passages_window_dispose;

  signals[SIGNAL_CHOSEN] =
    g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
postil_passages_window_init (PostilPassagesWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->passages = g_list_store_new (POSTIL_TYPE_COMMAND_ITEM);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  self->list = gtk_list_view_new (GTK_SELECTION_MODEL (gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->passages)))),
                                  g_object_ref (factory));
  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (self->list), TRUE);
  gtk_widget_add_css_class (self->list, "postil-annotations");
  g_signal_connect_object (self->list, "activate", G_CALLBACK (activate_cb), self, G_CONNECT_SWAPPED);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Passages"), -1);
  self->hint = gtk_label_new (_("Looking for passages…"));
  gtk_label_set_wrap (GTK_LABEL (self->hint), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->hint), 0.0f);
  gtk_widget_add_css_class (self->hint, "postil-bar");

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->list);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), self->hint);
  gtk_box_append (GTK_BOX (box), scroller);
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_window_set_default_size (GTK_WINDOW (self), 520, 480);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
}

GtkWidget *
postil_passages_window_new (GtkWindow  *parent,
                            const char *title)
{
  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);

  return g_object_new (POSTIL_TYPE_PASSAGES_WINDOW, "transient-for", parent, "title", title,
                       "destroy-with-parent", TRUE, NULL);
}

void
postil_passages_window_set_hint (PostilPassagesWindow *self,
                                 const char           *hint)
{
  g_return_if_fail (POSTIL_IS_PASSAGES_WINDOW (self));

  gtk_label_set_text (GTK_LABEL (self->hint), hint);
  if (g_list_model_get_n_items (G_LIST_MODEL (self->passages)) > 0)
    gtk_widget_grab_focus (self->list);
}

void
postil_passages_window_add (PostilPassagesWindow *self,
                            const char           *article,
                            const char           *id,
                            const char           *excerpt)
{
  g_autoptr (PostilCommandItem) item = NULL;

  g_return_if_fail (POSTIL_IS_PASSAGES_WINDOW (self));

  item = postil_command_item_new (excerpt, article, "", id, NULL);
  g_list_store_append (self->passages, item);
}
