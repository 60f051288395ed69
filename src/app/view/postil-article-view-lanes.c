/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lanes by whom an annotation is of, for several coders' work on one text: each has its own
 * lanes, and its name stands above them, whatever is scrolled. Main thread. */

#include "config.h"

#include "app/view/postil-article-view-private.h"

#define NAME_HEIGHT 20 /* of one row of names, at least */
#define NAME_SCALE 0.8
#define NAME_GAP 8
#define NAME_EDGE 2
#define MAX_NAME_WIDTH 130
#define LANES_SHARE 30 /* percent of the width, at most */

guint
postil_article_view_get_lanes_each (PostilArticleView *self)
{
  return MAX (self->metrics.n_lanes / MAX (self->n_lane_names, 1), 1);
}

static PangoLayout *
create_name_layout (PostilArticleView *self,
                    guint              index)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), self->lane_names[index]);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_family_new ("sans-serif"));
  pango_attr_list_insert (attributes, pango_attr_scale_new (NAME_SCALE));
  pango_layout_set_attributes (layout, attributes);
  return layout;
}

static int
get_longest_name (PostilArticleView *self)
{
  int longest = 0;

  for (guint i = 0; i < self->n_lane_names; i++)
    {
      g_autoptr (PangoLayout) layout = create_name_layout (self, i);
      int width = 0;

      pango_layout_get_pixel_size (layout, &width, NULL);
      longest = MAX (longest, width);
    }
  return longest;
}

/* With large text a row is higher. */
static int
get_name_height (PostilArticleView *self)
{
  g_autoptr (PangoLayout) layout = create_name_layout (self, 0);
  int height = 0;

  pango_layout_get_pixel_size (layout, NULL, &height);
  return MAX (height, NAME_HEIGHT);
}

int
postil_article_view_get_names_top (PostilArticleView *self)
{
  /* The page's own margin has room for one row. */
  return self->n_lane_names > 0 ? (int) self->metrics.n_name_rows * get_name_height (self) - NAME_HEIGHT : 0;
}

/* As wide as the longest name, where that leaves the text enough; else the names stand in two rows
 * by turns, each with the room of two. */
void
postil_article_view_choose_named_lanes (PostilArticleView *self,
                                        int                width)
{
  PostilViewMetrics *metrics = &self->metrics;
  int room = width * LANES_SHARE / 100 / (int) self->n_lane_names;
  guint each;
  guint n_rows;
  int wanted = MIN (get_longest_name (self) + NAME_GAP, MAX_NAME_WIDTH);

  each = (guint) MAX (MIN (wanted + metrics->lane_pitch - 1, room + metrics->lane_pitch / 2) / metrics->lane_pitch, 1);
  n_rows = (int) each * metrics->lane_pitch >= wanted || self->n_lane_names == 1 ? 1 : 2;
  metrics->n_lanes = self->n_lane_names * each;
  if (n_rows == metrics->n_name_rows)
    return;
  metrics->n_name_rows = n_rows;
  postil_article_view_update_top (self);
}

guint
postil_article_view_get_lane_group (PostilArticleView *self,
                                    PostilAnnotation  *annotation)
{
  return self->n_lane_names > 0 ? MIN (self->lane_func (annotation, self->lane_data), self->n_lane_names - 1) : 0;
}

/* From where its lanes begin; further in where it would run over the edge. */
static void
snapshot_name (PostilArticleView *self,
               GtkSnapshot       *snapshot,
               guint              index,
               int                row_height,
               const GdkRGBA     *color)
{
  g_autoptr (PangoLayout) layout = create_name_layout (self, index);
  gboolean right_to_left = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  gboolean has_rows = self->metrics.n_name_rows > 1;
  int lanes = (int) postil_article_view_get_lanes_each (self) * self->metrics.lane_pitch;
  int first = self->metrics.lanes_x + (right_to_left ? -1 : 1) * (int) index * lanes;
  int row = has_rows ? (int) (index % 2) : 0;
  int width = 0;
  int left = 0;

  pango_layout_get_pixel_size (layout, &width, NULL);
  width = MIN (width + 1, (has_rows ? 2 * lanes : lanes) - NAME_GAP);
  left = right_to_left ? MAX (first + self->metrics.lane_pitch - width, NAME_EDGE)
                       : MIN (first, gtk_widget_get_width (GTK_WIDGET (self)) - width - NAME_EDGE);
  pango_layout_set_width (layout, MAX (width, 1) * PANGO_SCALE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) left, (float) (2 + row * row_height)));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

void
postil_article_view_snapshot_lane_names (PostilArticleView *self,
                                         GtkSnapshot       *snapshot)
{
  GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (self));
  GdkRGBA color;
  GdkRGBA background;
  int row_height = 0;

  if (self->n_lane_names == 0)
    return;

  row_height = get_name_height (self);
  gtk_style_context_get_color (style, &color);
  if (!gtk_style_context_lookup_color (style, "view_bg_color", &background))
    background = (GdkRGBA) { 0, 0, 0, 0 };
  gtk_snapshot_append_color (snapshot, &background,
                             &GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (GTK_WIDGET (self)),
                                                  (float) ((int) self->metrics.n_name_rows * row_height)));
  for (guint i = 0; i < self->n_lane_names; i++)
    snapshot_name (self, snapshot, i, row_height, &color);
}

void
postil_article_view_set_lanes (PostilArticleView  *self,
                               const char *const  *names,
                               PostilLaneFunc      func,
                               gpointer            user_data)
{
  g_return_if_fail (POSTIL_IS_ARTICLE_VIEW (self));
  g_return_if_fail (names == NULL || func != NULL);

  g_strfreev (self->lane_names);
  self->lane_names = g_strdupv ((char **) names);
  self->n_lane_names = names != NULL ? g_strv_length ((char **) names) : 0;
  self->lane_func = func;
  self->lane_data = user_data;
  self->metrics.n_name_rows = 1;
  postil_article_view_update_top (self);
  postil_article_view_invalidate_layout (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
