/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Labels as the lists and details beside the article have them. Main thread. */

#include "config.h"

#include "app/postil-labels.h"

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

void
postil_labels_let_shrink (GtkButton *button)
{
  GtkWidget *label = NULL;

  g_return_if_fail (GTK_IS_BUTTON (button));

  /* can-shrink is newer than the oldest GTK. */
  label = gtk_button_get_child (button);
  g_return_if_fail (GTK_IS_LABEL (label));
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
}
