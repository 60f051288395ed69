/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A scene is a list of what is drawn. It is laid out from left to right; for a language that
 * is read from right to left all of it is turned around in the end. One thread at a time. */

#include "config.h"

#include "drawing/postil-scene-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define TITLE_SCALE 1.25
#define SMALL_SCALE 0.86
#define MAX_LABEL_SHARE 0.36
#define MIN_LABEL 40.0
#define CORNER 3.0
#define HEAD_LENGTH 8.0
#define PICK_SLACK 3.0

void
postil_theme_init_light (PostilTheme *theme)
{
  g_return_if_fail (theme != NULL);

  *theme = (PostilTheme) {
    .page = { 1, 1, 1, 1 },
    .text = { 0.13f, 0.13f, 0.13f, 1 },
    .dim = { 0.38f, 0.38f, 0.38f, 1 },
    .rule = { 0.84f, 0.84f, 0.84f, 1 },
    .ink = { 0.37f, 0.43f, 0.50f, 1 },
    .focus = { 0.11f, 0.44f, 0.85f, 1 },
  };
}

void
postil_theme_init_dark (PostilTheme *theme)
{
  g_return_if_fail (theme != NULL);

  *theme = (PostilTheme) {
    .page = { 0.1176f, 0.1176f, 0.1176f, 1 },
    .text = { 0.94f, 0.94f, 0.94f, 1 },
    .dim = { 0.72f, 0.72f, 0.72f, 1 },
    .rule = { 0.30f, 0.30f, 0.30f, 1 },
    .ink = { 0.58f, 0.65f, 0.74f, 1 },
    .focus = { 0.47f, 0.68f, 0.93f, 1 },
    .dark = TRUE,
  };
}

/* --- Putting things down --------------------------------------------------------------- */

static void
reach (PostilScene *self,
       double       right,
       double       bottom)
{
  self->right = MAX (self->right, right);
  self->bottom = MAX (self->bottom, bottom);
}

static void
grow_box (PostilScene     *self,
          guint            mark,
          const PostilBox *box)
{
  PostilBox *old = NULL;

  if (mark == POSTIL_CHART_NO_MARK)
    return;
  old = &g_array_index (self->boxes, PostilBox, mark);
  if (old->width <= 0)
    *old = *box;
}

void
postil_scene_add_box (PostilScene       *self,
                      double             x,
                      double             y,
                      double             width,
                      double             height,
                      const PostilColor *color,
                      guint              mark)
{
  PostilDrawn drawn = { .kind = POSTIL_DRAWN_BOX, .box = { x, y, width, height }, .color = *color, .mark = mark };

  g_array_append_val (self->drawn, drawn);
  grow_box (self, mark, &drawn.box);
  reach (self, x + width, y + height);
}

void
postil_scene_add_circle (PostilScene       *self,
                         double             x,
                         double             y,
                         double             radius,
                         const PostilColor *color,
                         guint              mark)
{
  PostilDrawn drawn = { .kind = POSTIL_DRAWN_CIRCLE, .color = *color, .mark = mark,
                        .box = { x - radius, y - radius, 2 * radius, 2 * radius } };

  g_array_append_val (self->drawn, drawn);
  grow_box (self, mark, &drawn.box);
  reach (self, x + radius, y + radius);
}

void
postil_scene_add_line (PostilScene       *self,
                       double             x,
                       double             y,
                       double             x2,
                       double             y2,
                       const PostilColor *color)
{
  PostilDrawn drawn = { .kind = POSTIL_DRAWN_LINE, .box = { x, y, x2 - x, y2 - y }, .color = *color, .thickness = 1,
                        .mark = POSTIL_CHART_NO_MARK };

  g_array_append_val (self->drawn, drawn);
  reach (self, MAX (x, x2), MAX (y, y2));
}

void
postil_scene_add_arrow (PostilScene       *self,
                        double             x,
                        double             y,
                        double             x2,
                        double             y2,
                        double             bend,
                        double             thickness,
                        guint              dash,
                        const PostilColor *color)
{
  PostilDrawn drawn = { .kind = POSTIL_DRAWN_ARROW, .box = { x, y, x2 - x, y2 - y }, .color = *color, .bend = bend,
                        .thickness = thickness, .dash = dash, .mark = POSTIL_CHART_NO_MARK };

  g_array_append_val (self->drawn, drawn);
}

static PangoLayout *
new_layout (PostilScene    *self,
            const char     *text,
            PostilTextSize  size)
{
  PangoLayout *layout = pango_layout_new (self->context);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  if (size == POSTIL_TEXT_BOLD || size == POSTIL_TEXT_TITLE)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  if (size == POSTIL_TEXT_TITLE)
    pango_attr_list_insert (attributes, pango_attr_scale_new (TITLE_SCALE));
  if (size == POSTIL_TEXT_SMALL)
    pango_attr_list_insert (attributes, pango_attr_scale_new (SMALL_SCALE));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_text (layout, text, -1);
  return layout;
}

static void
get_size (PangoLayout *layout,
          double      *width,
          double      *height)
{
  int w = 0;
  int h = 0;

  pango_layout_get_size (layout, &w, &h);
  *width = (double) w / PANGO_SCALE;
  *height = (double) h / PANGO_SCALE;
}

double
postil_scene_measure (PostilScene    *self,
                      const char     *text,
                      PostilTextSize  size)
{
  g_autoptr (PangoLayout) layout = new_layout (self, text, size);
  double width = 0;
  double height = 0;

  get_size (layout, &width, &height);
  return width;
}

double
postil_scene_add_text (PostilScene       *self,
                       const char        *text,
                       double             x,
                       double             y,
                       double             max_width,
                       double             align,
                       PostilTextSize     size,
                       const PostilColor *color,
                       guint              mark)
{
  PostilDrawn drawn = { .kind = POSTIL_DRAWN_TEXT, .color = *color, .mark = mark, .layout = new_layout (self, text, size) };
  double width = 0;
  double height = 0;

  get_size (drawn.layout, &width, &height);
  if (max_width >= 0 && width > max_width)
    {
      pango_layout_set_ellipsize (drawn.layout, PANGO_ELLIPSIZE_END);
      pango_layout_set_width (drawn.layout, (int) (max_width * PANGO_SCALE));
      width = max_width;
    }
  drawn.box = (PostilBox) { x - align * width, y, width, height };
  g_array_append_val (self->drawn, drawn);
  reach (self, drawn.box.x + width, y + height);
  return width;
}

void
postil_scene_get_look (PostilScene *self,
                       guint32      code,
                       PostilLook  *look)
{
  postil_look_get (postil_chart_get_codebook (self->chart), postil_tally_get_code (postil_chart_get_tally (self->chart), code),
                   self->theme.dark, self->theme.high_contrast, look);
}

double
postil_scene_get_badge_width (PostilScene *self)
{
  return ceil (self->line * 1.1);
}

double
postil_scene_add_badge (PostilScene *self,
                        guint32      code,
                        double       x,
                        double       y,
                        guint        mark)
{
  double width = postil_scene_get_badge_width (self);
  PostilLook look;

  postil_scene_get_look (self, code, &look);
  postil_scene_add_box (self, x, y, width, self->line, &look.line, mark);
  postil_scene_add_text (self, look.letter, x + width / 2, y + self->line * 0.08, width, 0.5, POSTIL_TEXT_SMALL, &look.on_line, mark);
  return width;
}

/* --- What charts have in common -------------------------------------------------------- */

double
postil_scene_get_label_width (PostilScene *self,
                              guint        n_rows)
{
  double widest = MIN_LABEL;

  for (guint i = 0; i < n_rows; i++)
    {
      const PostilChartHead *head = postil_chart_get_row (self->chart, i);
      double badge = head->code != POSTIL_TALLY_NONE ? postil_scene_get_badge_width (self) + 6 : 0;

      widest = MAX (widest, ceil (postil_scene_measure (self, head->label, POSTIL_TEXT_PLAIN)) + badge);
    }
  return MIN (widest, MAX (MIN_LABEL, self->width * MAX_LABEL_SHARE));
}

double
postil_scene_add_row_label (PostilScene           *self,
                            const PostilChartHead *head,
                            double                 y,
                            double                 label_width,
                            guint                  mark)
{
  double x = POSTIL_SCENE_MARGIN;

  if (head->code != POSTIL_TALLY_NONE)
    x += postil_scene_add_badge (self, head->code, x, y, POSTIL_CHART_NO_MARK) + 6;
  postil_scene_add_text (self, head->label, x, y, POSTIL_SCENE_MARGIN + label_width - x, 0, POSTIL_TEXT_PLAIN,
                         &self->theme.text, mark);
  return POSTIL_SCENE_MARGIN + label_width;
}

double
postil_scene_add_rest (PostilScene *self,
                       guint        n_drawn,
                       guint        n_rows,
                       double       y)
{
  g_autofree char *text = NULL;

  if (n_drawn >= n_rows)
    return y;
  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u more is in the table", "%u more are in the table", n_rows - n_drawn),
                          n_rows - n_drawn);
  postil_scene_add_text (self, text, POSTIL_SCENE_MARGIN, y + self->line * 0.4, -1, 0, POSTIL_TEXT_PLAIN, &self->theme.dim,
                         POSTIL_CHART_NO_MARK);
  return y + self->line * 1.4;
}

static void
lay_out (PostilScene *self)
{
  double y = POSTIL_SCENE_MARGIN;
  double room = self->width - 2 * POSTIL_SCENE_MARGIN;

  postil_scene_add_text (self, postil_chart_get_title (self->chart), POSTIL_SCENE_MARGIN, y, room, 0, POSTIL_TEXT_TITLE,
                         &self->theme.text, POSTIL_CHART_NO_MARK);
  y += self->line * TITLE_SCALE + 2;
  postil_scene_add_text (self, postil_chart_get_subtitle (self->chart), POSTIL_SCENE_MARGIN, y, room, 0, POSTIL_TEXT_PLAIN,
                         &self->theme.dim, POSTIL_CHART_NO_MARK);
  y += self->line * 2;
  if (postil_chart_get_n_marks (self->chart) == 0)
    {
      postil_scene_add_text (self, _("Nothing is marked here yet."), POSTIL_SCENE_MARGIN, y, room, 0, POSTIL_TEXT_PLAIN,
                             &self->theme.text, POSTIL_CHART_NO_MARK);
      return;
    }
  switch (postil_chart_get_shape (self->chart))
    {
    case POSTIL_SHAPE_BARS:
      postil_scene_lay_bars (self, y);
      break;
    case POSTIL_SHAPE_MATRIX:
      postil_scene_lay_matrix (self, y);
      break;
    case POSTIL_SHAPE_SERIES:
      postil_scene_lay_series (self, y);
      break;
    case POSTIL_SHAPE_STRIPS:
      postil_scene_lay_strips (self, y);
      break;
    case POSTIL_SHAPE_LANES:
      postil_scene_lay_lanes (self, y);
      break;
    case POSTIL_SHAPE_CIRCLES:
      postil_scene_lay_circles (self, y);
      break;
    case POSTIL_SHAPE_NETWORK:
      postil_scene_lay_network (self, y);
      break;
    case POSTIL_SHAPE_TWO_MODE:
      postil_scene_lay_two_mode (self, y);
      break;
    }
}

static void
turn_around (PostilScene *self)
{
  double whole = postil_scene_get_width (self);

  for (guint i = 0; i < self->drawn->len; i++)
    {
      PostilDrawn *drawn = &g_array_index (self->drawn, PostilDrawn, i);

      if (drawn->kind == POSTIL_DRAWN_LINE || drawn->kind == POSTIL_DRAWN_ARROW)
        {
          drawn->box.x = whole - drawn->box.x;
          drawn->box.width = -drawn->box.width;
          drawn->bend = -drawn->bend;
        }
      else
        drawn->box.x = whole - drawn->box.x - drawn->box.width;
    }
  for (guint i = 0; i < self->boxes->len; i++)
    {
      PostilBox *box = &g_array_index (self->boxes, PostilBox, i);

      box->x = whole - box->x - box->width;
    }
}

PostilScene *
postil_scene_new (PostilChart       *chart,
                  PangoContext      *context,
                  double             width,
                  const PostilTheme *theme)
{
  PostilScene *self = NULL;
  g_autoptr (PangoLayout) layout = NULL;
  double unused = 0;

  g_return_val_if_fail (chart != NULL && PANGO_IS_CONTEXT (context) && theme != NULL, NULL);

  self = g_new0 (PostilScene, 1);
  self->chart = chart;
  self->context = g_object_ref (context);
  self->theme = *theme;
  self->width = MAX (width, 200);
  self->drawn = g_array_new (FALSE, FALSE, sizeof (PostilDrawn));
  self->boxes = g_array_new (FALSE, TRUE, sizeof (PostilBox));
  g_array_set_size (self->boxes, postil_chart_get_n_marks (chart));
  layout = new_layout (self, "Ág", POSTIL_TEXT_PLAIN);
  get_size (layout, &unused, &self->line);
  self->line = ceil (self->line);
  lay_out (self);
  if (theme->rtl)
    turn_around (self);
  self->chart = NULL;
  return self;
}

void
postil_scene_free (PostilScene *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->drawn->len; i++)
    g_clear_object (&g_array_index (self->drawn, PostilDrawn, i).layout);
  g_array_unref (self->drawn);
  g_array_unref (self->boxes);
  g_object_unref (self->context);
  g_free (self);
}

double
postil_scene_get_width (PostilScene *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return MAX (self->width, self->right + POSTIL_SCENE_MARGIN);
}

double
postil_scene_get_height (PostilScene *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->bottom + POSTIL_SCENE_MARGIN;
}

/* --- Drawing --------------------------------------------------------------------------- */

static void
set_color (cairo_t           *cr,
           const PostilColor *color)
{
  cairo_set_source_rgba (cr, color->red, color->green, color->blue, color->alpha);
}

static void
trace_rounded (cairo_t         *cr,
               const PostilBox *box,
               double           corner)
{
  double r = MIN (corner, MIN (box->width, box->height) / 2);

  cairo_new_sub_path (cr);
  cairo_arc (cr, box->x + box->width - r, box->y + r, r, -G_PI / 2, 0);
  cairo_arc (cr, box->x + box->width - r, box->y + box->height - r, r, 0, G_PI / 2);
  cairo_arc (cr, box->x + r, box->y + box->height - r, r, G_PI / 2, G_PI);
  cairo_arc (cr, box->x + r, box->y + r, r, G_PI, 1.5 * G_PI);
  cairo_close_path (cr);
}

static const double dashes[][2] = { { 1, 0 }, { 6, 4 }, { 2, 3 }, { 10, 3 } };

static void
draw_arrow (cairo_t           *cr,
            const PostilDrawn *drawn)
{
  double x2 = drawn->box.x + drawn->box.width;
  double y2 = drawn->box.y + drawn->box.height;
  double length = MAX (hypot (drawn->box.width, drawn->box.height), 1);
  double mx = drawn->box.x + drawn->box.width / 2 - drawn->box.height / length * drawn->bend;
  double my = drawn->box.y + drawn->box.height / 2 + drawn->box.width / length * drawn->bend;
  double angle = atan2 (y2 - my, x2 - mx);
  double size = HEAD_LENGTH + drawn->thickness;

  cairo_set_line_width (cr, drawn->thickness);
  if (drawn->dash > 0)
    cairo_set_dash (cr, dashes[drawn->dash % G_N_ELEMENTS (dashes)], 2, 0);
  cairo_move_to (cr, drawn->box.x, drawn->box.y);
  cairo_curve_to (cr, mx, my, mx, my, x2 - cos (angle) * size / 2, y2 - sin (angle) * size / 2);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  cairo_move_to (cr, x2, y2);
  cairo_line_to (cr, x2 - size * cos (angle - 0.42), y2 - size * sin (angle - 0.42));
  cairo_line_to (cr, x2 - size * cos (angle + 0.42), y2 - size * sin (angle + 0.42));
  cairo_close_path (cr);
  cairo_fill (cr);
}

static void
draw_one (cairo_t           *cr,
          const PostilDrawn *drawn)
{
  set_color (cr, &drawn->color);
  switch (drawn->kind)
    {
    case POSTIL_DRAWN_BOX:
      trace_rounded (cr, &drawn->box, CORNER);
      cairo_fill (cr);
      break;
    case POSTIL_DRAWN_CIRCLE:
      cairo_arc (cr, drawn->box.x + drawn->box.width / 2, drawn->box.y + drawn->box.height / 2, drawn->box.width / 2, 0, 2 * G_PI);
      cairo_fill (cr);
      break;
    case POSTIL_DRAWN_LINE:
      cairo_set_line_width (cr, drawn->thickness);
      if (drawn->dash > 0)
        cairo_set_dash (cr, dashes[drawn->dash % G_N_ELEMENTS (dashes)], 2, 0);
      cairo_move_to (cr, floor (drawn->box.x) + 0.5, floor (drawn->box.y) + 0.5);
      cairo_line_to (cr, floor (drawn->box.x + drawn->box.width) + 0.5, floor (drawn->box.y + drawn->box.height) + 0.5);
      cairo_stroke (cr);
      cairo_set_dash (cr, NULL, 0, 0);
      break;
    case POSTIL_DRAWN_ARROW:
      draw_arrow (cr, drawn);
      break;
    case POSTIL_DRAWN_TEXT:
      cairo_move_to (cr, drawn->box.x, drawn->box.y);
      pango_cairo_show_layout (cr, drawn->layout);
      break;
    }
}

void
postil_scene_draw (PostilScene *self,
                   cairo_t     *cr,
                   guint        current)
{
  PostilBox box;

  g_return_if_fail (self != NULL && cr != NULL);

  for (guint i = 0; i < self->drawn->len; i++)
    draw_one (cr, &g_array_index (self->drawn, PostilDrawn, i));
  if (!postil_scene_get_box (self, current, &box))
    return;
  box = (PostilBox) { box.x - 3, box.y - 3, box.width + 6, box.height + 6 };
  set_color (cr, &self->theme.focus);
  cairo_set_line_width (cr, 2);
  trace_rounded (cr, &box, CORNER + 2);
  cairo_stroke (cr);
}

/* --- Asking ---------------------------------------------------------------------------- */

gboolean
postil_scene_get_box (PostilScene *self,
                      guint        mark,
                      PostilBox   *box)
{
  g_return_val_if_fail (self != NULL && box != NULL, FALSE);

  if (mark >= self->boxes->len)
    return FALSE;
  *box = g_array_index (self->boxes, PostilBox, mark);
  return box->width > 0;
}

guint
postil_scene_pick (PostilScene *self,
                   double       x,
                   double       y)
{
  g_return_val_if_fail (self != NULL, POSTIL_CHART_NO_MARK);

  /* What was drawn last lies on top. */
  for (guint i = self->drawn->len; i-- > 0;)
    {
      const PostilDrawn *drawn = &g_array_index (self->drawn, PostilDrawn, i);

      if (drawn->mark != POSTIL_CHART_NO_MARK && x >= drawn->box.x - PICK_SLACK && y >= drawn->box.y &&
          x < drawn->box.x + drawn->box.width + PICK_SLACK && y < drawn->box.y + drawn->box.height)
        return drawn->mark;
    }
  return POSTIL_CHART_NO_MARK;
}

guint
postil_scene_step (PostilScene *self,
                   guint        mark,
                   int          dx,
                   int          dy)
{
  PostilBox from;
  PostilBox box;
  guint best = mark;
  double least = G_MAXDOUBLE;

  g_return_val_if_fail (self != NULL, POSTIL_CHART_NO_MARK);

  if (!postil_scene_get_box (self, mark, &from))
    {
      for (guint i = 0; i < self->boxes->len; i++)
        if (postil_scene_get_box (self, i, &box))
          return i;
      return POSTIL_CHART_NO_MARK;
    }
  for (guint i = 0; i < self->boxes->len; i++)
    {
      double x = 0;
      double y = 0;
      double along = 0;
      double aside = 0;

      if (i == mark || !postil_scene_get_box (self, i, &box))
        continue;
      x = box.x + (dx != 0 ? box.width / 2 : 0) - from.x - (dx != 0 ? from.width / 2 : 0);
      y = box.y + box.height / 2 - from.y - from.height / 2;
      along = x * dx + y * dy;
      aside = fabs (dx != 0 ? y : x);
      if (along > 0.5 && along + 3 * aside < least)
        {
          least = along + 3 * aside;
          best = i;
        }
    }
  return best;
}
