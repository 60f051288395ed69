/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The article as a heat map. The buffer is filled once; a shared tag a level has the colour and
 * the underline, so that lines, wrapping and right-to-left text are GTK's. The numbers in the
 * margin are drawn for what is on screen only, with layouts that are kept. Main thread. */

#include "config.h"

#include "app/class/postil-heat-view.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#define NUMBER_MARGIN 44
#define SIDE_MARGIN 18
#define NO_PLACE G_MAXUINT

struct _PostilHeatView
{
  GtkTextView  parent_instance;

  PostilText  *text;
  PostilHeat  *heat;      /* borrowed */
  GtkTextTag  *levels[POSTIL_HEAT_LEVELS];
  GtkTextTag  *font_tag;
  GHashTable  *numbers;   /* number → PangoLayout */
  guint        place;     /* that was told last */
  double       pointer_x; /* where the pointer was, so that scrolling under it is no motion */
  double       pointer_y;
};

G_DEFINE_FINAL_TYPE (PostilHeatView, postil_heat_view, GTK_TYPE_TEXT_VIEW)

enum
{
  SIGNAL_PLACE_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

guint
postil_heat_view_get_level (guint n,
                            guint n_students)
{
  if (n == 0 || n_students == 0)
    return 0;
  return MIN (POSTIL_HEAT_LEVELS, (n * POSTIL_HEAT_LEVELS + n_students - 1) / n_students);
}

/* One hue, deeper and deeper, so that grey paper and eyes that tell no colours see the same
 * order; letters keep 4.5:1 on all of them. */
static void
get_color (guint    level,
           gboolean is_dark,
           gboolean has_high_contrast,
           GdkRGBA *color)
{
  static const float light[POSTIL_HEAT_LEVELS] = { 0.10f, 0.22f, 0.36f, 0.50f, 0.66f };
  static const float dark[POSTIL_HEAT_LEVELS] = { 0.22f, 0.36f, 0.48f, 0.60f, 0.72f };

  if (is_dark)
    *color = (GdkRGBA) { 0.18f, 0.50f, 0.80f, dark[level - 1] };
  else
    *color = (GdkRGBA) { 0.0f, 0.48f, 0.78f, light[level - 1] };
  if (has_high_contrast)
    color->alpha *= 0.9f;
}

static PangoUnderline
get_underline (guint level)
{
  return level == POSTIL_HEAT_LEVELS ? PANGO_UNDERLINE_DOUBLE : level >= 3 ? PANGO_UNDERLINE_SINGLE : PANGO_UNDERLINE_NONE;
}

/* --- Looks ----------------------------------------------------------------------------- */

static void
update_looks (PostilHeatView *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  for (guint i = 0; i < POSTIL_HEAT_LEVELS; i++)
    {
      GdkRGBA color;

      get_color (i + 1, adw_style_manager_get_dark (manager), adw_style_manager_get_high_contrast (manager), &color);
      g_object_set (self->levels[i], "background-rgba", &color, "underline", get_underline (i + 1), NULL);
    }
  g_hash_table_remove_all (self->numbers);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
postil_heat_view_set_font (PostilHeatView             *self,
                           const PangoFontDescription *font)
{
  g_return_if_fail (POSTIL_IS_HEAT_VIEW (self));
  g_return_if_fail (font != NULL);

  g_object_set (self->font_tag, "font-desc", font, NULL);
}

static void
apply_tag (PostilHeatView *self,
           GtkTextTag     *tag,
           guint           start,
           guint           end)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
  GtkTextIter from, to;

  gtk_text_buffer_get_iter_at_offset (buffer, &from, (int) start);
  gtk_text_buffer_get_iter_at_offset (buffer, &to, (int) end);
  gtk_text_buffer_apply_tag (buffer, tag, &from, &to);
}

/* Runs of one level that touch are one. */
static void
apply_levels (PostilHeatView *self)
{
  guint n_runs = 0;
  const PostilHeatRun *runs = postil_heat_get_runs (self->heat, &n_runs);
  guint n_students = postil_heat_get_n_layers (self->heat);

  for (guint i = 0; i < n_runs;)
    {
      guint level = postil_heat_view_get_level (runs[i].n, n_students);
      PostilSpan span = runs[i].span;

      for (i++; i < n_runs && runs[i].span.start == span.end && postil_heat_view_get_level (runs[i].n, n_students) == level; i++)
        span.end = runs[i].span.end;
      apply_tag (self, self->levels[level - 1], span.start, span.end);
    }
}

void
postil_heat_view_set_heat (PostilHeatView *self,
                           PostilHeat     *heat)
{
  GtkTextBuffer *buffer = NULL;
  GtkTextIter start, end;

  g_return_if_fail (POSTIL_IS_HEAT_VIEW (self));

  self->heat = heat;
  self->place = NO_PLACE;
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  for (guint i = 0; i < POSTIL_HEAT_LEVELS; i++)
    gtk_text_buffer_remove_tag (buffer, self->levels[i], &start, &end);
  if (heat != NULL)
    apply_levels (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
postil_heat_view_set_text (PostilHeatView *self,
                           PostilText     *text)
{
  GtkTextBuffer *buffer = NULL;
  gsize n_bytes = 0;
  const char *utf8 = NULL;

  g_return_if_fail (POSTIL_IS_HEAT_VIEW (self));
  g_return_if_fail (text != NULL);

  self->heat = NULL;
  /* Filling it anew would lose the place, too. */
  if (self->text != NULL && g_str_equal (postil_text_get_sha256 (text), postil_text_get_sha256 (self->text)))
    return;
  g_clear_pointer (&self->text, postil_text_unref);
  self->text = postil_text_ref (text);
  self->place = NO_PLACE;
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
  utf8 = postil_text_get_utf8 (text, &n_bytes);
  gtk_text_buffer_set_text (buffer, utf8, (int) n_bytes);
  apply_tag (self, self->font_tag, 0, postil_text_get_n_chars (text));
}

void
postil_heat_view_reveal (PostilHeatView *self,
                         PostilSpan      span)
{
  GtkTextBuffer *buffer = NULL;
  GtkTextIter start, end;

  g_return_if_fail (POSTIL_IS_HEAT_VIEW (self));

  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
  gtk_text_buffer_get_iter_at_offset (buffer, &start, (int) span.start);
  gtk_text_buffer_get_iter_at_offset (buffer, &end, (int) span.end);
  gtk_text_buffer_select_range (buffer, &start, &end);
  gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (self), gtk_text_buffer_get_insert (buffer), 0.15, FALSE, 0, 0);
}

/* --- The numbers ----------------------------------------------------------------------- */

static guint
find_hottest (PostilHeatView *self,
              guint           start,
              guint           end)
{
  guint n_runs = 0, hottest = 0;
  const PostilHeatRun *runs = postil_heat_get_runs (self->heat, &n_runs);

  for (guint i = postil_heat_find_from (self->heat, start); i < n_runs && runs[i].span.start < end; i++)
    hottest = MAX (hottest, runs[i].n);
  return hottest;
}

static PangoLayout *
get_number (PostilHeatView *self,
            guint           n)
{
  PangoLayout *layout = g_hash_table_lookup (self->numbers, GUINT_TO_POINTER (n));
  g_autofree char *text = NULL;

  if (layout != NULL)
    return layout;
  text = g_strdup_printf ("%u", n);
  layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  g_hash_table_insert (self->numbers, GUINT_TO_POINTER (n), layout);
  return layout;
}

static void
draw_number (PostilHeatView     *self,
             GtkSnapshot        *snapshot,
             const GdkRectangle *visible,
             int                 y,
             int                 height,
             guint               n)
{
  PangoLayout *layout = get_number (self, n);
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));
  GdkRGBA color;
  graphene_point_t point;
  int text_width = 0, text_height = 0;

  pango_layout_get_pixel_size (layout, &text_width, &text_height);
  gtk_style_context_get_color (context, &color);
  point.x = (float) (visible->x + visible->width - NUMBER_MARGIN / 3 - text_width);
  point.y = (float) (y + (height - text_height) / 2);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &point);
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}

static void
postil_heat_view_snapshot_layer (GtkTextView      *view,
                                 GtkTextViewLayer  layer,
                                 GtkSnapshot      *snapshot)
{
  PostilHeatView *self = POSTIL_HEAT_VIEW (view);
  GdkRectangle visible;
  GtkTextIter iter;

  if (layer != GTK_TEXT_VIEW_LAYER_ABOVE_TEXT || self->heat == NULL)
    return;
  gtk_text_view_get_visible_rect (view, &visible);
  gtk_text_view_get_iter_at_location (view, &iter, 0, visible.y);
  gtk_text_view_backward_display_line_start (view, &iter);
  for (;;)
    {
      guint start = (guint) gtk_text_iter_get_offset (&iter);
      GdkRectangle place;
      gboolean more = FALSE;
      guint n = 0;

      gtk_text_view_get_iter_location (view, &iter, &place);
      if (place.y > visible.y + visible.height)
        break;
      more = gtk_text_view_forward_display_line (view, &iter);
      n = find_hottest (self, start, more ? (guint) gtk_text_iter_get_offset (&iter) : G_MAXUINT);
      if (n > 0)
        draw_number (self, snapshot, &visible, place.y, place.height, n);
      if (!more)
        break;
    }
}

/* --- Where the person is --------------------------------------------------------------- */

static void
tell_place (PostilHeatView *self,
            guint           place)
{
  if (place == self->place)
    return;
  self->place = place;
  g_signal_emit (self, signals[SIGNAL_PLACE_CHANGED], 0, place);
}

static void
motion_cb (PostilHeatView *self,
           double          x,
           double          y)
{
  int buffer_x = 0, buffer_y = 0;
  GtkTextIter iter;

  if (x >= self->pointer_x && x <= self->pointer_x && y >= self->pointer_y && y <= self->pointer_y)
    return;
  self->pointer_x = x;
  self->pointer_y = y;
  gtk_text_view_window_to_buffer_coords (GTK_TEXT_VIEW (self), GTK_TEXT_WINDOW_WIDGET, (int) x, (int) y, &buffer_x, &buffer_y);
  if (gtk_text_view_get_iter_at_location (GTK_TEXT_VIEW (self), &iter, buffer_x, buffer_y))
    tell_place (self, (guint) gtk_text_iter_get_offset (&iter));
}

static void
caret_cb (PostilHeatView *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));
  tell_place (self, (guint) gtk_text_iter_get_offset (&iter));
}

/* --- The widget ------------------------------------------------------------------------ */

static void
postil_heat_view_css_changed (GtkWidget         *widget,
                              GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (postil_heat_view_parent_class)->css_changed (widget, change);
  g_hash_table_remove_all (POSTIL_HEAT_VIEW (widget)->numbers);
}

static void
postil_heat_view_finalize (GObject *object)
{
  PostilHeatView *self = POSTIL_HEAT_VIEW (object);

  g_clear_pointer (&self->text, postil_text_unref);
  g_clear_pointer (&self->numbers, g_hash_table_unref);

  G_OBJECT_CLASS (postil_heat_view_parent_class)->finalize (object);
}

static void
postil_heat_view_class_init (PostilHeatViewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = postil_heat_view_finalize;
  GTK_WIDGET_CLASS (klass)->css_changed = postil_heat_view_css_changed;
  GTK_TEXT_VIEW_CLASS (klass)->snapshot_layer = postil_heat_view_snapshot_layer;
  signals[SIGNAL_PLACE_CHANGED] = g_signal_new ("place-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                                NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
postil_heat_view_init (PostilHeatView *self)
{
  GtkTextView *view = GTK_TEXT_VIEW (self);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  AdwStyleManager *manager = adw_style_manager_get_default ();

  self->place = NO_PLACE;
  self->numbers = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  self->font_tag = gtk_text_buffer_create_tag (buffer, NULL, NULL);
  for (guint i = 0; i < POSTIL_HEAT_LEVELS; i++)
    self->levels[i] = gtk_text_buffer_create_tag (buffer, NULL, NULL);
  gtk_text_buffer_set_enable_undo (buffer, FALSE);
  gtk_text_view_set_editable (view, FALSE);
  gtk_text_view_set_wrap_mode (view, GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (view, FALSE);
  gtk_text_view_set_left_margin (view, SIDE_MARGIN);
  gtk_text_view_set_right_margin (view, NUMBER_MARGIN);
  gtk_text_view_set_top_margin (view, SIDE_MARGIN);
  gtk_text_view_set_bottom_margin (view, SIDE_MARGIN);
  gtk_text_view_set_pixels_above_lines (view, 3);
  gtk_text_view_set_pixels_inside_wrap (view, 6);
  g_signal_connect_object (motion, "motion", G_CALLBACK (motion_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  g_signal_connect_object (buffer, "notify::cursor-position", G_CALLBACK (caret_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (update_looks), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (update_looks), self, G_CONNECT_SWAPPED);
  update_looks (self);
}

/* --- The key to the colours ------------------------------------------------------------ */

/* The numbers that have the level; FALSE where a class is too small for it. */
static gboolean
get_range (guint  level,
           guint  n_students,
           guint *first,
           guint *last)
{
  *first = *last = 0;
  for (guint n = 1; n <= n_students; n++)
    if (postil_heat_view_get_level (n, n_students) == level)
      {
        *first = *first > 0 ? *first : n;
        *last = n;
      }
  return *first > 0;
}

static PangoAttrList *
new_attributes (guint level)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  PangoAttrList *attributes = pango_attr_list_new ();
  GdkRGBA color;

  get_color (level, adw_style_manager_get_dark (manager), adw_style_manager_get_high_contrast (manager), &color);
  pango_attr_list_insert (attributes, pango_attr_background_new ((guint16) (color.red * 65535), (guint16) (color.green * 65535),
                                                                 (guint16) (color.blue * 65535)));
  pango_attr_list_insert (attributes, pango_attr_background_alpha_new ((guint16) (color.alpha * 65535)));
  pango_attr_list_insert (attributes, pango_attr_underline_new (get_underline (level)));
  return attributes;
}

static void
update_legend (GtkWidget *legend)
{
  guint n_students = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (legend), "postil-students"));
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (legend)) != NULL)
    gtk_box_remove (GTK_BOX (legend), child);
  for (guint level = 1; level <= POSTIL_HEAT_LEVELS; level++)
    {
      guint first = 0, last = 0;
      g_autofree char *text = NULL;
      PangoAttrList *attributes = NULL;
      GtkWidget *label = NULL;

      if (!get_range (level, n_students, &first, &last))
        continue;
      text = first == last ? g_strdup_printf (" %u ", first) : g_strdup_printf (" %u–%u ", first, last);
      label = gtk_label_new (text);
      attributes = new_attributes (level);
      gtk_label_set_attributes (GTK_LABEL (label), attributes);
      pango_attr_list_unref (attributes);
      gtk_box_append (GTK_BOX (legend), label);
    }
}

GtkWidget *
postil_heat_legend_new (void)
{
  GtkWidget *legend = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  AdwStyleManager *manager = adw_style_manager_get_default ();

  gtk_accessible_update_property (GTK_ACCESSIBLE (legend), GTK_ACCESSIBLE_PROPERTY_LABEL, _("How many marked it, by colour"), -1);
  gtk_widget_set_tooltip_text (legend, _("How many marked it, by colour"));
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (update_legend), legend, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (update_legend), legend, G_CONNECT_SWAPPED);
  return legend;
}

void
postil_heat_legend_set (GtkWidget *legend,
                        guint      n_students)
{
  g_return_if_fail (GTK_IS_BOX (legend));

  g_object_set_data (G_OBJECT (legend), "postil-students", GUINT_TO_POINTER (n_students));
  update_legend (legend);
}
