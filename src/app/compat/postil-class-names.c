/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* GTK before 4.10 calls what has no name by its class, which Orca then speaks: “GtkImage” before each
 * button that shows an icon, “GtkStackPage” for each page, “GtkToggleButton” for what a drop-down shows.
 * Whatever has a name keeps it. Main thread. */

#include "config.h"

#include "app/compat/postil-class-names.h"

static void
name_page (GtkStack  *stack,
           GtkWidget *child)
{
  GtkAccessible *page = GTK_ACCESSIBLE (gtk_stack_get_page (stack, child));

  if (!gtk_test_accessible_has_property (page, GTK_ACCESSIBLE_PROPERTY_LABEL))
    gtk_accessible_update_property (page, GTK_ACCESSIBLE_PROPERTY_LABEL, "", -1);
}

static const char *
find_text (GtkWidget *widget)
{
  const char *text = GTK_IS_LABEL (widget) ? gtk_label_get_text (GTK_LABEL (widget)) : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && text == NULL;
       child = gtk_widget_get_next_sibling (child))
    text = gtk_widget_get_child_visible (child) ? find_text (child) : NULL;

  return text;
}

/* A button that shows an icon is labelled by that, beside its own label. */
static void
drop_icon (GtkWidget *image)
{
  GtkWidget *button = gtk_widget_get_parent (image);

  if (GTK_IS_BUTTON (button) && gtk_test_accessible_has_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL))
    gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
}

/* What has the keyboard is the button in it. */
static void
name_choice_cb (GtkWidget *drop_down)
{
  GtkWidget *button = gtk_widget_get_first_child (drop_down);
  const char *text = button != NULL ? find_text (button) : NULL;

  if (button != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text != NULL ? text : "", -1);
}

static gboolean
mapped_cb (GSignalInvocationHint *hint,
           guint                  n_values,
           const GValue          *values,
           gpointer               user_data)
{
  GtkWidget *widget = g_value_get_object (values);
  GtkWidget *parent = gtk_widget_get_parent (widget);

  if (GTK_IS_STACK (parent))
    name_page (GTK_STACK (parent), widget);

  if (GTK_IS_IMAGE (widget))
    drop_icon (widget);
  else if (GTK_IS_DROP_DOWN (widget))
    {
      g_signal_handlers_disconnect_by_func (widget, name_choice_cb, NULL);
      g_signal_connect (widget, "notify::selected", G_CALLBACK (name_choice_cb), NULL);
      name_choice_cb (widget);
    }

  return G_SOURCE_CONTINUE;
}

void
postil_class_names_drop (void)
{
  g_autoptr (GTypeClass) class = g_type_class_ref (GTK_TYPE_WIDGET);

  if (gtk_check_version (4, 10, 0) != NULL)
    g_signal_add_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), 0, mapped_cb, NULL, NULL);
}
