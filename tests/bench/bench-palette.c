/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The command palette over ten thousand articles and a thousand codes: how long it takes to
 * make them (which a thread does), to take them up, and a key until its hits are painted.
 * Asserts no times. */

#include "config.h"

#include "app/dialogs/postil-command-item.h"
#include "app/dialogs/postil-command-palette.h"

#include <adwaita.h>

#define N_ARTICLES 10000u
#define N_CODES 1000u

static void
after_paint_cb (GdkFrameClock *clock,
                gint64        *painted)
{
  *painted = g_get_monotonic_time ();
}

static double
wait_frame_ms (GtkWidget *window,
               gint64    *painted,
               gint64     begun)
{
  *painted = 0;
  gtk_widget_queue_draw (window);
  while (*painted == 0)
    g_main_context_iteration (NULL, TRUE);

  return (double) (*painted - begun) / 1000;
}

static GtkEditable *
find_entry (GtkWidget *widget)
{
  GtkEditable *found = GTK_IS_ENTRY (widget) || GTK_IS_SEARCH_ENTRY (widget) ? GTK_EDITABLE (widget) : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_entry (child);

  return found;
}

static void
add_items (GPtrArray  *items,
           const char *pattern,
           const char *kind,
           guint       n_items)
{
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (GString) title = g_string_new (pattern);
      g_autofree char *number = g_strdup_printf ("%u", i);

      g_string_replace (title, "#", number, 0);
      g_ptr_array_add (items, postil_command_item_new (title->str, kind, "", "win.tag", g_variant_new_string (title->str)));
    }
}

int
main (void)
{
  const char *words = "article 98";
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  GtkWidget *parent = NULL;
  GtkWidget *palette = NULL;
  GtkEditable *entry = NULL;
  gint64 painted = 0;
  gint64 begun = 0;
  double slowest_ms = 0;
  double all_ms = 0;

  adw_init ();
  parent = gtk_window_new ();
  gtk_window_present (GTK_WINDOW (parent));
  palette = postil_command_palette_new (GTK_WINDOW (parent));
  gtk_widget_realize (palette);
  g_signal_connect_after (gdk_surface_get_frame_clock (gtk_native_get_surface (GTK_NATIVE (palette))), "after-paint",
                          G_CALLBACK (after_paint_cb), &painted);
  gtk_window_present (GTK_WINDOW (palette));
  wait_frame_ms (palette, &painted, 0);

  begun = g_get_monotonic_time ();
  add_items (items, "Code #", "Code", N_CODES);
  add_items (items, "press/2024/article-#.txt", "Article", N_ARTICLES);
  g_print ("made, in a thread: %.1f ms\n", (double) (g_get_monotonic_time () - begun) / 1000);
  begun = g_get_monotonic_time ();
  postil_command_palette_add_items (POSTIL_COMMAND_PALETTE (palette), items);
  g_print ("%u articles and %u codes taken up, and painted: %.1f ms\n", N_ARTICLES, N_CODES,
           wait_frame_ms (palette, &painted, begun));

  entry = find_entry (palette);
  for (guint n = 1; n <= strlen (words); n++)
    {
      g_autofree char *typed = g_strndup (words, n);
      double ms = 0;

      begun = g_get_monotonic_time ();
      gtk_editable_set_text (entry, typed);
      ms = wait_frame_ms (palette, &painted, begun);
      slowest_ms = MAX (slowest_ms, ms);
      all_ms += ms;
    }
  g_print ("a key, until its hits are painted: %.1f ms, the slowest %.1f ms\n", all_ms / (double) strlen (words),
           slowest_ms);
  gtk_window_destroy (GTK_WINDOW (palette));
  gtk_window_destroy (GTK_WINDOW (parent));

  return 0;
}
