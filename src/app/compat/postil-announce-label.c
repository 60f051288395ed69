/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Announcements at the floor: a live label whose text changes. Orca 43, which came with it, does not
 * speak those; what it speaks is how the thing that has the keyboard is described, where that changes.
 * The article, of which almost all is said, is therefore described anew, too. Main thread. */

#include "config.h"

#include "app/compat/postil-announce.h"

GtkWidget *
postil_announce_new_widget (void)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL,
                                   "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS,
                                   "ellipsize", PANGO_ELLIPSIZE_END,
                                   "can-target", FALSE,
                                   "opacity", 0.0,
                                   "halign", GTK_ALIGN_START,
                                   "valign", GTK_ALIGN_END,
                                   NULL);

  gtk_label_set_max_width_chars (GTK_LABEL (label), 1);
  return label;
}

void
postil_announce (GtkWidget  *widget,
                 const char *message)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  g_return_if_fail (GTK_IS_LABEL (widget));
  g_return_if_fail (message != NULL);

  /* What is said once more is heard once more: a label that keeps its text tells nobody. */
  gtk_label_set_text (GTK_LABEL (widget), "");
  gtk_label_set_text (GTK_LABEL (widget), message);

  if (GTK_IS_TEXT_VIEW (focus) && !gtk_text_view_get_editable (GTK_TEXT_VIEW (focus)))
    {
      gtk_accessible_update_property (GTK_ACCESSIBLE (focus), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "", -1);
      gtk_accessible_update_property (GTK_ACCESSIBLE (focus), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, message, -1);
    }
}
