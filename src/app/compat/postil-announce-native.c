/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Announcements where GTK has them (4.14). Main thread. */

#include "config.h"

#undef GDK_VERSION_MAX_ALLOWED
#define GDK_VERSION_MAX_ALLOWED GDK_VERSION_4_14

#include "app/compat/postil-announce.h"

GtkWidget *
postil_announce_new_widget (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_set_can_target (label, FALSE);
  return label;
}

void
postil_announce (GtkWidget  *widget,
                 const char *message)
{
  g_return_if_fail (GTK_IS_LABEL (widget));
  g_return_if_fail (message != NULL);

  gtk_accessible_announce (GTK_ACCESSIBLE (widget), message, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}
