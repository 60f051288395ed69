/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* See postil-choices.h. Main thread. */

#include "config.h"

#include "app/postil-choices.h"

/* Longer ones are somebody's text. */
#define MAX_CHARS 44

static void
setup_cb (GtkListItemFactory *factory,
          GtkListItem        *list_item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (list_item, label);
}

static void
bind_cb (GtkListItemFactory *factory,
         GtkListItem        *list_item)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (list_item)),
                      gtk_string_object_get_string (gtk_list_item_get_item (list_item)));
}

void
postil_choices_shorten (GtkDropDown *drop_down)
{
  g_autoptr (GtkListItemFactory) factory = NULL;

  g_return_if_fail (GTK_IS_DROP_DOWN (drop_down));

  /* GTK's own one marks what is chosen in the list. */
  gtk_drop_down_set_list_factory (drop_down, gtk_drop_down_get_factory (drop_down));
  factory = gtk_signal_list_item_factory_new ();
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  gtk_drop_down_set_factory (drop_down, factory);
}

static void
mark_chosen (GtkListItem *list_item,
             AdwComboRow *row)
{
  GtkWidget *mark = gtk_widget_get_last_child (gtk_list_item_get_child (list_item));

  gtk_widget_set_opacity (mark, gtk_list_item_get_position (list_item) == adw_combo_row_get_selected (row) ? 1.0 : 0.0);
}

static void
chosen_cb (AdwComboRow *row,
           GParamSpec  *spec,
           GtkListItem *list_item)
{
  if (gtk_list_item_get_item (list_item) != NULL)
    mark_chosen (list_item, row);
}

static void
setup_in_list_cb (GtkListItemFactory *factory,
                  GtkListItem        *list_item,
                  AdwComboRow        *row)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_CHARS);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("object-select-symbolic"));
  gtk_list_item_set_child (list_item, box);
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (chosen_cb), list_item, 0);
}

static void
bind_in_list_cb (GtkListItemFactory *factory,
                 GtkListItem        *list_item,
                 AdwComboRow        *row)
{
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_first_child (gtk_list_item_get_child (list_item))),
                      gtk_string_object_get_string (gtk_list_item_get_item (list_item)));
  mark_chosen (list_item, row);
}

void
postil_choices_show_whole (AdwComboRow *row)
{
  g_autoptr (GtkListItemFactory) chosen = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkListItemFactory) list = gtk_signal_list_item_factory_new ();

  g_return_if_fail (ADW_IS_COMBO_ROW (row));

  g_signal_connect (chosen, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (chosen, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect_object (list, "setup", G_CALLBACK (setup_in_list_cb), row, 0);
  g_signal_connect_object (list, "bind", G_CALLBACK (bind_in_list_cb), row, 0);
  adw_combo_row_set_factory (row, chosen);
  adw_combo_row_set_list_factory (row, list);
}

void
postil_choices_set_name (gpointer    widget,
                         const char *name)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  /* Newer GTKs name a drop-down by what is chosen in it. */
  if (GTK_IS_DROP_DOWN (widget))
    gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  if (name != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}
