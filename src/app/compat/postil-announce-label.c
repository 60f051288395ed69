/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Announcements at the floor: a live label whose text changes. Main thread. */

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
  g_return_if_fail (GTK_IS_LABEL (widget));
  g_return_if_fail (message != NULL);

  /* What is said once more is heard once more: a label that keeps its text tells nobody. */
  gtk_label_set_text (GTK_LABEL (widget), "");
  gtk_label_set_text (GTK_LABEL (widget), message);
}
