/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* With text of twice the size, nothing asks for more room than a small screen has: what does not fit
 * is to be scrolled to, wrapped or shortened, and never out of reach. */

#include "config.h"

#include "app-fixture.h"
#include "app/view-fixture.h"

#define NORMAL_DPI (96 * 1024)

typedef struct
{
  int width;
  int height;
} Screen;

static const Screen screens[] = { { 360, 640 }, { 1280, 800 } };

/* Down to what asks for the most. */
static void
tell_culprit (GtkWidget      *widget,
              GtkOrientation  orientation,
              int             for_size)
{
  GtkWidget *largest = NULL;
  int max = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int min = 0;

      if (!gtk_widget_get_child_visible (child) || GTK_IS_NATIVE (child))
        continue;
      gtk_widget_measure (child, orientation, for_size, &min, NULL, NULL, NULL);
      if (min > max)
        {
          max = min;
          largest = child;
        }
    }
  if (largest == NULL)
    return;

  g_test_message ("  %d: %s", max, G_OBJECT_TYPE_NAME (largest));
  tell_culprit (largest, orientation, for_size);
}

static gboolean
scrolls (GtkWidget      *widget,
         GtkOrientation  orientation)
{
  GtkPolicyType across = GTK_POLICY_NEVER;
  GtkPolicyType down = GTK_POLICY_NEVER;

  if (GTK_IS_SCROLLED_WINDOW (widget))
    gtk_scrolled_window_get_policy (GTK_SCROLLED_WINDOW (widget), &across, &down);
  return (orientation == GTK_ORIENTATION_HORIZONTAL ? across : down) != GTK_POLICY_NEVER;
}

/* What reaches over the edge of the window and cannot be scrolled to. */
static void
check_inside (GtkWidget      *widget,
              GtkWidget      *toplevel,
              const char     *where,
              GtkOrientation  orientation)
{
  graphene_rect_t bounds;
  float end = 0;
  float edge = 0;

  if (!gtk_widget_get_mapped (widget) || (GTK_IS_NATIVE (widget) && widget != toplevel)
      || GTK_IS_SCROLLBAR (widget) || scrolls (widget, orientation)
      || !gtk_widget_compute_bounds (widget, toplevel, &bounds))
    return;

  end = orientation == GTK_ORIENTATION_HORIZONTAL ? bounds.origin.x + bounds.size.width : bounds.origin.y + bounds.size.height;
  edge = (float) (orientation == GTK_ORIENTATION_HORIZONTAL ? gtk_widget_get_width (toplevel) : gtk_widget_get_height (toplevel));
  if (end > edge + 1 && gtk_widget_get_first_child (widget) == NULL && gtk_widget_get_opacity (widget) > 0)
    {
      g_test_message ("%s: %s ends at %.0f of %.0f %s", where, G_OBJECT_TYPE_NAME (widget), (double) end, (double) edge,
                      orientation == GTK_ORIENTATION_HORIZONTAL ? "across" : "down");
      g_test_fail ();
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    check_inside (child, toplevel, where, orientation);
}

static void
check_toplevel (GtkWidget  *toplevel,
                const char *where,
                int         width,
                int         height)
{
  /* Not the frame, which a small screen has none of. */
  GtkWidget *content = gtk_window_get_child (GTK_WINDOW (toplevel));
  int min_width = 0;
  int min_height = 0;

  gtk_widget_measure (content, GTK_ORIENTATION_HORIZONTAL, -1, &min_width, NULL, NULL, NULL);
  gtk_widget_measure (content, GTK_ORIENTATION_VERTICAL, MAX (width, min_width), &min_height, NULL, NULL, NULL);
  g_test_message ("%s: %s at least %d × %d, is %d × %d", where, G_OBJECT_TYPE_NAME (toplevel), min_width, min_height,
                  gtk_widget_get_width (content), gtk_widget_get_height (content));
  if (min_width > width || min_height > height)
    {
      tell_culprit (content, min_width > width ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL,
                    min_width > width ? -1 : width);
      g_test_fail ();
    }
  check_inside (toplevel, toplevel, where, GTK_ORIENTATION_HORIZONTAL);
  check_inside (toplevel, toplevel, where, GTK_ORIENTATION_VERTICAL);
}

static void
check_all (const char *where)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

      if (!g_str_has_prefix (G_OBJECT_TYPE_NAME (toplevel), "Postil") || !gtk_widget_get_visible (toplevel))
        continue;
      for (guint j = 0; j < G_N_ELEMENTS (screens); j++)
        {
          /* Twice: what gives way when it is narrow lets it be narrower. */
          for (guint k = 0; k < 2; k++)
            {
              gtk_window_set_default_size (GTK_WINDOW (toplevel), screens[j].width, screens[j].height);
              view_fixture_wait_ms (APP_FIXTURE_SETTLE_MS);
            }
          check_toplevel (toplevel, where, screens[j].width, screens[j].height);
        }
    }
}

static void
test_fits (void)
{
  static const char *const names[] = {
    "win.find", "win.command-palette", "win.codebook", "win.search-folder", "win.articles-table",
    "win.article-properties", "win.export", "app.preferences",
    "win.view-compare", "win.view-class", "win.view-agreement", "win.view-overview",
  };
  AppFixture fixture;

  app_fixture_init (&fixture);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 2 * NORMAL_DPI, NULL);
  check_all ("the invitation");
  app_fixture_open_article (&fixture);
  check_all ("an article");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      app_fixture_do (&fixture, names[i]);
      check_all (names[i]);
      app_fixture_close_others (&fixture);
    }
  app_fixture_clear (&fixture);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* On a busy computer GTK 4.8 may warn of a frame in which it drew nothing after so sudden a change of
   * the window's size; tests/app/drive-narrow.py is about that. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  g_test_add_func ("/large-text/fits", test_fits);

  return app_fixture_run_tests ();
}
