/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whoever has turned animations off (gtk-enable-animations) sees none: what scrolls is there at once.
 * With them, it is on its way first, which shows that the test can tell. */

#include "config.h"

#include "app/view-fixture.h"

#include <adwaita.h>

#define N_PARAGRAPHS 60

static char *
create_text (void)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < N_PARAGRAPHS; i++)
    g_string_append_printf (text, "Paragraph %02u speaks of nothing in particular, at some length.\n\n", i);

  return g_string_free (text, FALSE);
}

static void
count_cb (GtkAdjustment *adjustment,
          guint         *n_steps)
{
  (*n_steps)++;
}

/* In how many steps the view comes to where the passage is. */
static guint
count_steps (gboolean animate)
{
  ViewFixture fixture;
  g_autofree char *text = create_text ();
  GtkAdjustment *adjustment = NULL;
  PostilSpan span;
  guint n_steps = 0;

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", animate, NULL);
  view_fixture_init (&fixture, text, 700, 400);
  adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (fixture.view));
  /* All of it is laid out: else the place is known better from frame to frame. */
  view_fixture_wait_ms (400);
  span = view_fixture_find (fixture.document, "Paragraph 40", 0);
  g_signal_connect (adjustment, "value-changed", G_CALLBACK (count_cb), &n_steps);
  postil_article_view_reveal (fixture.view, span);
  view_fixture_wait_ms (600);
  g_signal_handlers_disconnect_by_data (adjustment, &n_steps);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), >, 0.0);
  view_fixture_clear (&fixture);
  g_test_message ("%s animations: %u steps", animate ? "with" : "without", n_steps);

  return n_steps;
}

static void
test_reveal (void)
{
  g_assert_cmpuint (count_steps (TRUE), >, 2);
  /* One for the end of the passage, one for its start. */
  g_assert_cmpuint (count_steps (FALSE), <=, 2);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/motion/reveal", test_reveal);

  return g_test_run ();
}
