/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The links of the current annotation: an arc in the lanes' outer margin from where it
 * begins to where the other one does, with an arrow's head at the end that it points to.
 * Ends that are off screen leave over the edge. Drawn anew a frame: there are few. Main
 * thread. */

#include "config.h"

#include "app/view/postil-article-view-private.h"

#include <math.h>

#define ARC_DEPTH 14.0
#define HEAD 5.0
#define MAX_LINKS 64u

static gboolean
find_anchor (PostilArticleView *self,
             const char        *id,
             double            *y)
{
  GtkTextView *text_view = GTK_TEXT_VIEW (self);
  PostilLayer *layer = postil_document_get_layer (self->document);
  PostilAnnotation *annotation = postil_layer_lookup (layer, id);
  GtkTextIter iter;
  GdkRectangle rect;

  if (annotation == NULL || postil_annotation_get_anchor (annotation) == POSTIL_ANCHOR_ORPHAN)
    return FALSE;

  gtk_text_buffer_get_iter_at_offset (gtk_text_view_get_buffer (text_view), &iter,
                                      (int) postil_annotation_get_hull (annotation).start);
  gtk_text_view_get_iter_location (text_view, &iter, &rect);
  *y = rect.y + rect.height / 2.0;

  return TRUE;
}

static void
draw_head (cairo_t *cr,
           double   x,
           double   y,
           double   direction)
{
  cairo_move_to (cr, x - direction * HEAD * 1.6, y - HEAD);
  cairo_line_to (cr, x, y);
  cairo_line_to (cr, x - direction * HEAD * 1.6, y + HEAD);
  cairo_stroke (cr);
}

/* In the margin on the side without lanes, from one passage's line to the other's. */
static void
draw_link (PostilArticleView *self,
           cairo_t           *cr,
           PostilLink        *link,
           guint              depth)
{
  gboolean right_to_left = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  double side = right_to_left ? 1 : -1;
  double edge;
  double from_y;
  double to_y;
  double bow;

  if (!find_anchor (self, postil_link_get_from (link), &from_y)
      || !find_anchor (self, postil_link_get_to (link), &to_y))
    return;

  edge = right_to_left
         ? gtk_widget_get_width (GTK_WIDGET (self)) - gtk_text_view_get_right_margin (GTK_TEXT_VIEW (self)) + 4
         : gtk_text_view_get_left_margin (GTK_TEXT_VIEW (self)) - 4;
  bow = edge + side * MIN (ARC_DEPTH + depth * 4.0 + fabs (to_y - from_y) / 40, 40);
  bow = CLAMP (bow, 2, gtk_widget_get_width (GTK_WIDGET (self)) - 2);

  cairo_move_to (cr, edge, from_y);
  cairo_curve_to (cr, bow, from_y, bow, from_y, bow, (from_y + to_y) / 2);
  cairo_curve_to (cr, bow, to_y, bow, to_y, edge, to_y);
  cairo_stroke (cr);
  draw_head (cr, edge, to_y, -side);
}

void
postil_article_view_draw_links (PostilArticleView *self,
                                GtkSnapshot       *snapshot)
{
  PostilViewLook *look;
  GdkRectangle visible;
  graphene_rect_t bounds;
  cairo_t *cr;

  if (self->current_annotation == NULL)
    return;

  look = postil_article_view_get_look (self, postil_annotation_get_code (self->current_annotation));
  gtk_text_view_get_visible_rect (GTK_TEXT_VIEW (self), &visible);
  graphene_rect_init (&bounds, 0, (float) visible.y, (float) gtk_widget_get_width (GTK_WIDGET (self)),
                      (float) visible.height);
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  gdk_cairo_set_source_rgba (cr, &look->style.line);
  cairo_set_line_width (cr, 1.5);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  for (guint i = 0; i < MIN (self->current_links->len, MAX_LINKS); i++)
    draw_link (self, cr, g_ptr_array_index (self->current_links, i), i);
  cairo_destroy (cr);
}
