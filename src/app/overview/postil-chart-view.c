/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A scene in a widget. It is laid out anew only for another width, font or theme. What is a
 * picture to the eye is, to assistive technology, a picture with a description that follows the
 * keyboard; the table beside it is the other way in. Main thread. */

#include "config.h"

#include "app/overview/postil-chart-view.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#define MIN_WIDTH 300
#define MAX_ROUNDS 4u /* of laying out, until all fits */

struct _PostilChartView
{
  GtkWidget     parent_instance;

  PostilChart  *chart;
  PostilScene  *scene;    /* for scene_width; NULL: to be laid out */
  int           scene_width;
  int           min_width; /* 0: to be found out */
  guint         current;
};

G_DEFINE_FINAL_TYPE (PostilChartView, postil_chart_view, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_OPENED,
  SIGNAL_TOLD,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
fill_theme (PostilChartView *self,
            PostilTheme     *theme)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  if (adw_style_manager_get_dark (manager))
    postil_theme_init_dark (theme);
  else
    postil_theme_init_light (theme);
  theme->high_contrast = adw_style_manager_get_high_contrast (manager);
  if (theme->high_contrast)
    {
      theme->dim = theme->text;
      theme->rule = theme->ink;
    }
  theme->rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
}

static PostilScene *
lay_out (PostilChartView *self,
         int              width)
{
  PostilTheme theme;

  fill_theme (self, &theme);
  return postil_scene_new (self->chart, gtk_widget_get_pango_context (GTK_WIDGET (self)), width, &theme);
}

static PostilScene *
ensure_scene (PostilChartView *self,
              int              width)
{
  if (self->scene != NULL && self->scene_width == width)
    return self->scene;
  g_clear_pointer (&self->scene, postil_scene_free);
  self->scene = lay_out (self, width);
  self->scene_width = width;
  return self->scene;
}

static int
get_min_width (PostilChartView *self)
{
  if (self->min_width > 0)
    return self->min_width;
  self->min_width = MIN_WIDTH;
  for (guint i = 0; i < MAX_ROUNDS; i++)
    {
      g_autoptr (PostilScene) scene = lay_out (self, self->min_width);
      int needed = (int) ceil (postil_scene_get_width (scene));

      if (needed <= self->min_width)
        break;
      self->min_width = needed;
    }
  return self->min_width;
}

static void
forget_scene (PostilChartView *self)
{
  g_clear_pointer (&self->scene, postil_scene_free);
  self->min_width = 0;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
postil_chart_view_measure (GtkWidget      *widget,
                           GtkOrientation  orientation,
                           int             for_size,
                           int            *minimum,
                           int            *natural,
                           int            *minimum_baseline,
                           int            *natural_baseline)
{
  PostilChartView *self = POSTIL_CHART_VIEW (widget);

  *minimum_baseline = *natural_baseline = -1;
  if (self->chart == NULL)
    *minimum = *natural = 0;
  else if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = get_min_width (self);
  else
    *minimum = *natural = (int) ceil (postil_scene_get_height (ensure_scene (self, MAX (for_size, get_min_width (self)))));
}

static GtkSizeRequestMode
postil_chart_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
postil_chart_view_snapshot (GtkWidget   *widget,
                            GtkSnapshot *snapshot)
{
  PostilChartView *self = POSTIL_CHART_VIEW (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  cairo_t *cr = NULL;

  if (self->chart == NULL || width <= 0 || height <= 0)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  postil_scene_draw (ensure_scene (self, width), cr, gtk_widget_has_focus (widget) ? self->current : POSTIL_CHART_NO_MARK);
  cairo_destroy (cr);
}

static void
show_box (PostilChartView *self,
          PostilBox        box)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_SCROLLED_WINDOW);

  if (scroller == NULL)
    return;
  gtk_adjustment_clamp_page (gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (scroller)), box.x - 12, box.x + box.width + 12);
  gtk_adjustment_clamp_page (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller)), box.y - 12, box.y + box.height + 12);
}

static void
set_current (PostilChartView *self,
             guint            mark)
{
  PostilBox box = { 0 };
  g_autofree char *name = NULL;

  self->current = mark;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (mark == POSTIL_CHART_NO_MARK || self->scene == NULL)
    return;
  if (postil_scene_get_box (self->scene, mark, &box))
    show_box (self, box);
  name = postil_chart_dup_name (self->chart, mark);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, name, -1);
  g_signal_emit (self, signals[SIGNAL_TOLD], 0, name);
}

static gboolean
key_cb (PostilChartView *self,
        guint            keyval,
        guint            keycode,
        GdkModifierType  state)
{
  if (self->chart == NULL || self->scene == NULL || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (keyval)
    {
    case GDK_KEY_Left:
      set_current (self, postil_scene_step (self->scene, self->current, -1, 0));
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
      set_current (self, postil_scene_step (self->scene, self->current, 1, 0));
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
      set_current (self, postil_scene_step (self->scene, self->current, 0, -1));
      return GDK_EVENT_STOP;
    case GDK_KEY_Down:
      set_current (self, postil_scene_step (self->scene, self->current, 0, 1));
      return GDK_EVENT_STOP;
    case GDK_KEY_Home:
      set_current (self, postil_scene_step (self->scene, POSTIL_CHART_NO_MARK, 0, 0));
      return GDK_EVENT_STOP;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_space:
      if (self->current == POSTIL_CHART_NO_MARK)
        return GDK_EVENT_PROPAGATE;
      g_signal_emit (self, signals[SIGNAL_OPENED], 0, self->current);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
pressed_cb (PostilChartView *self,
            int              n_press,
            double           x,
            double           y)
{
  guint mark = self->scene != NULL ? postil_scene_pick (self->scene, x, y) : POSTIL_CHART_NO_MARK;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (mark == POSTIL_CHART_NO_MARK)
    return;
  set_current (self, mark);
  g_signal_emit (self, signals[SIGNAL_OPENED], 0, mark);
}

static void
moved_cb (PostilChartView *self,
          double           x,
          double           y)
{
  gboolean is_over = self->scene != NULL && postil_scene_pick (self->scene, x, y) != POSTIL_CHART_NO_MARK;

  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), is_over ? "pointer" : NULL);
}

static gboolean
query_tooltip_cb (PostilChartView *self,
                  int              x,
                  int              y,
                  gboolean         by_keyboard,
                  GtkTooltip      *tooltip)
{
  guint mark = self->current;
  g_autofree char *name = NULL;

  if (self->scene == NULL)
    return FALSE;
  if (!by_keyboard)
    mark = postil_scene_pick (self->scene, x, y);
  if (mark == POSTIL_CHART_NO_MARK)
    return FALSE;
  name = postil_chart_dup_name (self->chart, mark);
  gtk_tooltip_set_text (tooltip, name);
  return TRUE;
}

static void
postil_chart_view_system_setting_changed (GtkWidget        *widget,
                                          GtkSystemSetting  setting)
{
  GTK_WIDGET_CLASS (postil_chart_view_parent_class)->system_setting_changed (widget, setting);
  forget_scene (POSTIL_CHART_VIEW (widget));
}

static void
postil_chart_view_direction_changed (GtkWidget        *widget,
                                     GtkTextDirection  previous)
{
  GTK_WIDGET_CLASS (postil_chart_view_parent_class)->direction_changed (widget, previous);
  forget_scene (POSTIL_CHART_VIEW (widget));
}

static void
postil_chart_view_dispose (GObject *object)
{
  PostilChartView *self = POSTIL_CHART_VIEW (object);

  g_clear_pointer (&self->scene, postil_scene_free);
  self->chart = NULL;

  G_OBJECT_CLASS (postil_chart_view_parent_class)->dispose (object);
}

static void
postil_chart_view_class_init (PostilChartViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = postil_chart_view_dispose;
  widget_class->measure = postil_chart_view_measure;
  widget_class->get_request_mode = postil_chart_view_get_request_mode;
  widget_class->snapshot = postil_chart_view_snapshot;
  widget_class->system_setting_changed = postil_chart_view_system_setting_changed;
  widget_class->direction_changed = postil_chart_view_direction_changed;

  signals[SIGNAL_OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SIGNAL_TOLD] = g_signal_new ("told", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_css_name (widget_class, "postil-chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
postil_chart_view_init (PostilChartView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  AdwStyleManager *manager = adw_style_manager_get_default ();

  self->current = POSTIL_CHART_NO_MARK;
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_has_tooltip (widget, TRUE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (moved_cb), self);
  g_signal_connect_swapped (click, "released", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (widget, keys);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  g_signal_connect (self, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
  g_signal_connect (self, "notify::has-focus", G_CALLBACK (gtk_widget_queue_draw), NULL);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (forget_scene), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (forget_scene), self, G_CONNECT_SWAPPED);
}

void
postil_chart_view_set_chart (PostilChartView *self,
                             PostilChart     *chart)
{
  g_autofree char *name = NULL;

  g_return_if_fail (POSTIL_IS_CHART_VIEW (self));

  self->chart = chart;
  self->current = POSTIL_CHART_NO_MARK;
  forget_scene (self);
  if (chart == NULL)
    return;
  /* Translators: a chart's name and what it counts, for a screen reader: "Actors: 12 passages · 3 articles · maria" */
  name = g_strdup_printf (_("%s: %s"), postil_chart_get_title (chart), postil_chart_get_subtitle (chart));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, _("Arrow keys go through the chart, Return lists the passages."), -1);
}
