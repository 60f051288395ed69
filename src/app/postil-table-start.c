/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* See postil-table-start.h. The first columns stay in view while columns find their widths,
 * until the person scrolls away from them. Main thread. */

#include "config.h"

#include "app/postil-table-start.h"

#define SCROLLED_AWAY "postil-scrolled-away"

static double
get_start (GtkAdjustment *adjustment)
{
  return gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (widget));

  if (g_object_get_data (G_OBJECT (widget), SCROLLED_AWAY) == NULL)
    gtk_adjustment_set_value (adjustment, get_start (adjustment));

  return G_SOURCE_REMOVE;
}

/* In the next frame, since in this one sizes are just being given. */
static void
changed_cb (GtkWidget *widget)
{
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    gtk_widget_add_tick_callback (widget, tick_cb, NULL, NULL);
}

static void
value_changed_cb (GtkWidget     *widget,
                  GtkAdjustment *adjustment)
{
  gboolean is_away = get_start (adjustment) - gtk_adjustment_get_value (adjustment) > 1;

  g_object_set_data (G_OBJECT (widget), SCROLLED_AWAY, is_away ? widget : NULL);
}

void
postil_table_start_at_first_column (GtkScrolledWindow *scroller)
{
  GtkAdjustment *adjustment = NULL;

  g_return_if_fail (GTK_IS_SCROLLED_WINDOW (scroller));

  adjustment = gtk_scrolled_window_get_hadjustment (scroller);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (changed_cb), scroller, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (value_changed_cb), scroller, G_CONNECT_SWAPPED);
}
