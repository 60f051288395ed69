/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Labels as the lists and details beside the article have them. Main thread. */

#include "config.h"

#include "app/postil-labels.h"

#define LEAST_TITLE_CHARS 3

void
postil_labels_set_two_lines (GtkListItem *list_item,
                             int          spacing,
                             const char  *first_class,
                             const char  *second_class)
{
  GtkWidget *box = NULL;

  g_return_if_fail (GTK_IS_LIST_ITEM (list_item));

  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, spacing);
  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *label = gtk_label_new (NULL);

      gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_widget_add_css_class (label, i == 0 ? first_class : second_class);
      gtk_box_append (GTK_BOX (box), label);
    }
  gtk_list_item_set_child (list_item, box);
}

void
postil_labels_append_wrapped (GtkBox     *box,
                              const char *text,
                              const char *css_class)
{
  GtkWidget *label = NULL;

  g_return_if_fail (GTK_IS_BOX (box));

  label = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (box, label);
}

static void
let_label_shrink (GtkLabel *label)
{
  GtkWidget *widget = GTK_WIDGET (label);

  if (gtk_widget_has_css_class (widget, "title") || gtk_widget_has_css_class (widget, "subtitle"))
    {
      /* libadwaita wants five characters of each, which are many with large text. */
      if (gtk_label_get_ellipsize (label) != PANGO_ELLIPSIZE_NONE && gtk_label_get_width_chars (label) > LEAST_TITLE_CHARS)
        gtk_label_set_width_chars (label, LEAST_TITLE_CHARS);
    }
  else if (gtk_widget_get_ancestor (widget, GTK_TYPE_CHECK_BUTTON) != NULL)
    gtk_label_set_wrap (label, TRUE);
  else if (gtk_widget_get_ancestor (widget, GTK_TYPE_BUTTON) != NULL && !gtk_label_get_wrap (label))
    /* can-shrink is newer than the oldest GTK. */
    gtk_label_set_ellipsize (label, PANGO_ELLIPSIZE_END);
}

void
postil_labels_let_all_shrink (GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (GTK_IS_LABEL (widget))
    let_label_shrink (GTK_LABEL (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    postil_labels_let_all_shrink (child);
}

void
postil_labels_let_wrap (GtkButton *button)
{
  GtkWidget *label = NULL;

  g_return_if_fail (GTK_IS_BUTTON (button));

  label = gtk_button_get_child (button);
  g_return_if_fail (GTK_IS_LABEL (label));
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
}
