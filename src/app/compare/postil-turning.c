/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Orientation follows the width; but not while sizes are being given out, when nothing else may
 * change its own. Main thread. */

#include "config.h"

#include "app/compare/postil-turning.h"

#define NARROW_WIDTH 720
#define LEAST_WIDTH 340

void
postil_turning_measure (GtkWidget      *child,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural)
{
  int least = 0;

  g_return_if_fail (GTK_IS_WIDGET (child));

  if (orientation == GTK_ORIENTATION_VERTICAL && for_size >= 0)
    gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  gtk_widget_measure (child, orientation, for_size < 0 ? -1 : MAX (for_size, least), minimum, natural, NULL, NULL);
  /* It becomes narrow by turning, which it can only once it is. */
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = MIN (*minimum, LEAST_WIDTH);
}

static gboolean
turn_cb (gpointer user_data)
{
  GtkWidget *box = user_data;
  gboolean stands = gtk_orientable_get_orientation (GTK_ORIENTABLE (box)) == GTK_ORIENTATION_VERTICAL;

  gtk_orientable_set_orientation (GTK_ORIENTABLE (box), stands ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
  g_object_set_data (G_OBJECT (box), "postil-turns", NULL);
  return G_SOURCE_REMOVE;
}

void
postil_turning_allocate (GtkWidget *child,
                         GtkWidget *box,
                         int        width,
                         int        height,
                         int        baseline)
{
  int least = 0;
  gboolean stands = FALSE;

  g_return_if_fail (GTK_IS_WIDGET (child));
  g_return_if_fail (GTK_IS_BOX (box));

  stands = gtk_orientable_get_orientation (GTK_ORIENTABLE (box)) == GTK_ORIENTATION_VERTICAL;
  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  gtk_widget_allocate (child, MAX (width, least), height, baseline, NULL);
  if ((width < NARROW_WIDTH) == stands || g_object_get_data (G_OBJECT (box), "postil-turns") != NULL)
    return;
  g_object_set_data (G_OBJECT (box), "postil-turns", box);
  g_idle_add_full (G_PRIORITY_HIGH, turn_cb, g_object_ref (box), g_object_unref);
}
