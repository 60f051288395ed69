/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Names that GTK does not give by itself. Main thread. */

#include "config.h"

#include "app/postil-accessible.h"

/* Not public. */
#define ITEM_TYPE "GtkModelButton"

/* Newer GTKs (4.14 to 4.18 at least) have the items of a menu labelled by a label that they hide from
 * assistive technology, so that each item is nameless. They are named by what they show, when the menu
 * is shown: it makes them from its model then. */
static const char *
find_text (GtkWidget *widget)
{
  const char *text = GTK_IS_LABEL (widget) ? gtk_label_get_text (GTK_LABEL (widget)) : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && text == NULL;
       child = gtk_widget_get_next_sibling (child))
    text = find_text (child);

  return text != NULL && *text != '\0' ? text : NULL;
}

static void
name_items (GtkWidget *widget)
{
  if (g_str_equal (G_OBJECT_TYPE_NAME (widget), ITEM_TYPE))
    {
      const char *text = find_text (widget);

      if (text != NULL)
        {
          gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
          gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
        }
      return;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    name_items (child);
}

void
postil_accessible_name_menus (GtkWidget *widget)
{
  GtkWidget *menu = widget;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (GTK_IS_MENU_BUTTON (widget))
    menu = GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (widget)));
  if (GTK_IS_POPOVER_MENU (menu))
    {
      g_signal_handlers_disconnect_by_func (menu, name_items, NULL);
      g_signal_connect (menu, "show", G_CALLBACK (name_items), NULL);
      return;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    postil_accessible_name_menus (child);
}

void
postil_accessible_name_row (GtkListItem *cell,
                            const char  *name)
{
  GtkWidget *holder = NULL;
  GtkWidget *row = NULL;

  g_return_if_fail (GTK_IS_LIST_ITEM (cell));
  g_return_if_fail (name != NULL);

  /* The cell's widget, and the row that it stands in; the keyboard goes from row to row. */
  if (gtk_list_item_get_child (cell) != NULL)
    holder = gtk_widget_get_parent (gtk_list_item_get_child (cell));
  if (holder != NULL)
    row = gtk_widget_get_parent (holder);
  if (row != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}
