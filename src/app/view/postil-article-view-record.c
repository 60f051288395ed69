/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Records what a block looks like as two render nodes, one below and one above the text:
 * matches of a search and tints; underlines, brackets with their letters. Coordinates are
 * the paragraph's, so a node lives until something in the block changes. Main thread. */

#include "config.h"

#include "app/view/postil-article-view-private.h"

#include "model/postil-settle.h"

#include <math.h>

#define TINT_RADIUS 3
#define MAX_TINTED_LEVELS 4 /* deeper ones have their underline and bracket */
#define FOOT 4             /* from a bracket's end towards the text */
#define MIN_FOOT 8         /* a shorter bracket is only its badge */
#define DIM_TINT 0.25f
#define DIM_LINE 0.35f
#define DIM_LETTER 0.6f

/* Found text: libadwaita's yellows, under the tints. */
static const GdkRGBA MATCH_LIGHT = { 0.976f, 0.941f, 0.420f, 0.85f };
static const GdkRGBA MATCH_DARK = { 0.541f, 0.427f, 0.012f, 0.85f };

typedef struct
{
  PostilArticleView *self;
  PostilViewBlock   *block;
  GtkSnapshot       *below;
  GtkSnapshot       *above;
  /* What comes after it, each kind in one go. */
  GtkSnapshot       *strips;
  GtkSnapshot       *badges;
  gboolean           left_to_right;
  guint              tinted_until; /* from here on the page is bare */
} Recording;

static gboolean
collect_cb (PostilAnnotation *annotation,
            gpointer          user_data)
{
  PostilArticleView *self = user_data;

  /* Where other words stand now, it would say what nobody said. */
  if (annotation != self->current_annotation
      && postil_settle_is_placed (annotation, postil_document_get_text (self->document)))
    g_ptr_array_add (self->items, annotation);

  return TRUE;
}

/* The current one comes last, and where it is shown, which border mode may have moved. */
static void
collect_items (PostilArticleView *self,
               PostilSpan         span)
{
  PostilAnnotation *current = self->current_annotation;

  g_ptr_array_set_size (self->items, 0);
  postil_layer_foreach_overlapping (postil_document_get_layer (self->document), span,
                                    collect_cb, self);

  if (current == NULL || !postil_settle_is_placed (current, postil_document_get_text (self->document)))
    return;

  for (guint i = 0; i < postil_article_view_get_n_pieces (current); i++)
    {
      if (postil_span_overlaps (postil_article_view_get_piece (self, current, i), span))
        {
          g_ptr_array_add (self->items, current);
          return;
        }
    }
}

static void
init_rounded (GskRoundedRect      *rounded,
              const PostilViewBox *box,
              float                grow)
{
  graphene_rect_t rect;
  graphene_size_t start = GRAPHENE_SIZE_INIT (box->is_start ? TINT_RADIUS : 0,
                                              box->is_start ? TINT_RADIUS : 0);
  graphene_size_t end = GRAPHENE_SIZE_INIT (box->is_end ? TINT_RADIUS : 0,
                                            box->is_end ? TINT_RADIUS : 0);

  graphene_rect_init (&rect, (float) box->x - grow, (float) box->y - grow,
                      (float) box->width + 2 * grow, (float) box->height + 2 * grow);
  gsk_rounded_rect_init (rounded, &rect, &start, &end, &end, &start);
}

/* A plain rectangle: a page of passages has hundreds of boxes, and each rounded corner would be
 * more of what every frame of scrolling has to draw. */
static void
append_tint (GtkSnapshot         *snapshot,
             const PostilViewBox *box,
             const GdkRGBA       *color)
{
  gtk_snapshot_append_color (snapshot, color,
                             &GRAPHENE_RECT_INIT ((float) box->x, (float) box->y, (float) box->width, (float) box->height));
}

static void
append_outline (GtkSnapshot         *snapshot,
                const PostilViewBox *box,
                const GdkRGBA       *color)
{
  const float widths[] = { 1, box->is_end ? 1 : 0, 1, box->is_start ? 1 : 0 };
  const GdkRGBA colors[] = { *color, *color, *color, *color };
  GskRoundedRect rounded;

  init_rounded (&rounded, box, 1);
  gtk_snapshot_append_border (snapshot, &rounded, widths, colors);
}

/* Levels beyond those that the gap has room for share what is left of it. */
static int
find_underline_y (const PostilViewMetrics *metrics,
                  guint                    level)
{
  double room = metrics->gap - metrics->stroke;
  double y = (double) level * metrics->pitch;

  if (level > 2)
    y = 2.0 * metrics->pitch + (room - 2.0 * metrics->pitch) * (1.0 - 1.0 / (level - 1.0));

  return (int) MIN (y, MAX (room, 0));
}

static void
record_piece (Recording             *recording,
              PostilSpan             piece,
              PostilViewStamps      *stamps,
              const PostilCodeStyle *style,
              const GdkRGBA         *tint,
              guint                  level,
              gboolean               is_current)
{
  PostilArticleView *self = recording->self;
  PostilSpan span = { MAX (piece.start, recording->block->span.start),
                      MIN (piece.end, recording->block->span.end) };

  if (span.start >= span.end)
    return;

  g_array_set_size (self->boxes, 0);
  postil_article_view_append_boxes (self, span, piece, recording->left_to_right);

  for (guint i = 0; i < self->boxes->len; i++)
    {
      const PostilViewBox *box = &g_array_index (self->boxes, PostilViewBox, i);
      int y = box->y + box->height - POSTIL_VIEW_UNDERLINE_RISE + find_underline_y (&self->metrics, level);
      int inset = box->width > 4 ? 1 : 0;

      if (level < MAX_TINTED_LEVELS || is_current)
        append_tint (recording->below, box, tint);
      if (is_current)
        append_outline (recording->below, box, &style->line);
      postil_article_view_append_underline (self, postil_view_pattern_is_plain (style->pattern) ? recording->above : recording->strips,
                                            stamps, style, box->x, y, box->width - inset);
    }
}

/* From where to where the bracket goes in this block: to its edge where the passage goes on. */
static gboolean
find_bracket_range (Recording        *recording,
                    PostilSpan        hull,
                    PostilViewBracket *bracket)
{
  const GArray *lines = recording->self->lines;
  gboolean found = FALSE;

  for (guint i = 0; i < lines->len; i++)
    {
      const PostilViewLine *line = &g_array_index (lines, PostilViewLine, i);
      gboolean goes_on = hull.end > recording->block->span.end;

      if (line->end <= hull.start || line->start >= hull.end)
        continue;
      if (!found)
        bracket->y0 = hull.start < recording->block->span.start ? MIN (line->y, 0) : line->y;
      bracket->y1 = line->y + line->height + (goes_on ? recording->self->metrics.gap : 1);
      found = TRUE;
    }

  return found;
}

static int
find_lane_x (PostilArticleView *self,
             guint              lane)
{
  int step = (int) (lane % self->metrics.n_lanes) * self->metrics.lane_pitch;

  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL
         ? self->metrics.lanes_x - step : self->metrics.lanes_x + step;
}

static void
append_ring (Recording             *recording,
             const PostilCodeStyle *style,
             int                    x,
             int                    y)
{
  const float widths[] = { 1.5f, 1.5f, 1.5f, 1.5f };
  const GdkRGBA colors[] = { style->line, style->line, style->line, style->line };
  float size = (float) recording->self->metrics.lane_pitch - 2;
  GskRoundedRect ring;

  gsk_rounded_rect_init_from_rect (&ring, &GRAPHENE_RECT_INIT ((float) x - 3, (float) y - 3, size + 6, size + 6),
                                   size / 4 + 3);
  gtk_snapshot_append_border (recording->above, &ring, widths, colors);
}

static void
record_bracket (Recording             *recording,
                PostilAnnotation      *annotation,
                PostilSpan             hull,
                PostilViewStamps      *stamps,
                const PostilCodeStyle *style,
                guint                  lane)
{
  PostilArticleView *self = recording->self;
  gboolean is_right_to_left = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  gboolean is_current = annotation == self->current_annotation;
  int size = self->metrics.lane_pitch - 2;
  int x = find_lane_x (self, lane);
  float thickness = is_current ? 3 : 2;
  float left = floorf ((float) x + ((float) size - thickness) / 2);
  PostilViewBracket bracket = { .annotation = annotation, .lane = lane % self->metrics.n_lanes };
  float top;

  if (!find_bracket_range (recording, hull, &bracket))
    return;

  top = (float) bracket.y0;
  if (hull.start >= recording->block->span.start)
    {
      if (is_current)
        append_ring (recording, style, x, bracket.y0 + 1);
      postil_article_view_append_badge (self, recording->badges, stamps, style, x, bracket.y0 + 1);
      top += (float) size;
    }
  if ((float) bracket.y1 > top + MIN_FOOT)
    gtk_snapshot_append_color (recording->above, &style->line,
                               &GRAPHENE_RECT_INIT (left, top, thickness, (float) bracket.y1 - top));
  if (hull.end <= recording->block->span.end && (float) bracket.y1 > top + MIN_FOOT)
    gtk_snapshot_append_color (recording->above, &style->line,
                               &GRAPHENE_RECT_INIT (is_right_to_left ? left + thickness : left - FOOT,
                                                    (float) bracket.y1 - thickness, FOOT, thickness));

  bracket.y1 = MAX (bracket.y1, bracket.y0 + size);
  postil_annotation_ref (annotation);
  g_array_append_val (recording->block->brackets, bracket);
}

static PostilSpan
find_hull (PostilArticleView *self,
           PostilAnnotation  *annotation)
{
  guint n_pieces = postil_article_view_get_n_pieces (annotation);
  PostilSpan hull = postil_article_view_get_piece (self, annotation, 0);

  hull.end = postil_article_view_get_piece (self, annotation, n_pieces - 1).end;

  return hull;
}

static gboolean
is_dimmed (PostilArticleView *self,
           PostilAnnotation  *annotation)
{
  return (self->focus_code != NULL && !g_str_equal (self->focus_code, postil_annotation_get_code (annotation)))
         || (self->focus_actor != NULL
             && g_strcmp0 (self->focus_actor, postil_annotation_get_attribute (annotation, "actor")) != 0);
}

static void
record_annotation (Recording        *recording,
                   PostilAnnotation *annotation)
{
  PostilArticleView *self = recording->self;
  PostilViewLook *look = postil_article_view_get_look (self, postil_annotation_get_code (annotation));
  PostilViewPlace place = postil_article_view_get_place (self, annotation);
  PostilCodeStyle style = look->style;
  PostilSpan hull = find_hull (self, annotation);
  gboolean is_current = annotation == self->current_annotation;
  gboolean dimmed = !is_current && is_dimmed (self, annotation);
  PostilViewStamps *stamps = dimmed ? &look->dim_stamps : &look->stamps;
  gboolean is_alone = hull.start >= recording->tinted_until;
  const GdkRGBA *tint = is_alone ? &style.wash : &style.tint;

  if (is_current || dimmed)
    tint = &style.tint;
  if (is_current)
    style.tint.alpha = 0.5f + style.tint.alpha / 2;
  else if (dimmed)
    {
      style.tint.alpha *= DIM_TINT;
      style.line.alpha = DIM_LINE;
      style.on_line.alpha = DIM_LETTER;
    }

  for (guint i = 0; i < postil_article_view_get_n_pieces (annotation); i++)
    record_piece (recording, postil_article_view_get_piece (self, annotation, i), stamps, &style, tint,
                  place.level, is_current);
  record_bracket (recording, annotation, hull, stamps, &style, place.lane);
  recording->tinted_until = MAX (recording->tinted_until, hull.end);
}

static guint
find_first_match (GArray *matches,
                  guint   char_offset)
{
  guint low = 0;
  guint high = matches->len;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (g_array_index (matches, PostilSpan, middle).end <= char_offset)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

static void
record_matches (Recording *recording)
{
  PostilArticleView *self = recording->self;
  PostilSpan within = recording->block->span;

  for (guint i = find_first_match (self->matches, within.start); i < self->matches->len; i++)
    {
      PostilSpan match = g_array_index (self->matches, PostilSpan, i);
      PostilSpan span = { MAX (match.start, within.start), MIN (match.end, within.end) };

      if (match.start >= within.end)
        break;

      g_array_set_size (self->boxes, 0);
      postil_article_view_append_boxes (self, span, match, recording->left_to_right);
      for (guint box = 0; box < self->boxes->len; box++)
        append_tint (recording->below, &g_array_index (self->boxes, PostilViewBox, box),
                     self->dark ? &MATCH_DARK : &MATCH_LIGHT);
    }
}

/* What of the block bears something: lines beyond need not be measured. */
static PostilSpan
find_used_span (PostilArticleView *self,
                PostilViewBlock   *block)
{
  PostilSpan used = { block->span.end, block->span.start };

  if (self->matches->len > 0)
    return block->span;

  for (guint i = 0; i < self->items->len; i++)
    {
      PostilSpan hull = find_hull (self, g_ptr_array_index (self->items, i));

      used.start = MIN (used.start, MAX (hull.start, block->span.start));
      used.end = MAX (used.end, MIN (hull.end, block->span.end));
    }

  return used;
}

static void
append_all (GtkSnapshot *snapshot,
            GtkSnapshot *taken)
{
  g_autoptr (GskRenderNode) node = gtk_snapshot_free_to_node (taken);

  if (node != NULL)
    gtk_snapshot_append_node (snapshot, node);
}

/* The scratch arrays belong to one recording at a time. */
void
postil_article_view_record_block (PostilArticleView *self,
                                  PostilViewBlock   *block)
{
  Recording recording = { .self = self, .block = block };

  collect_items (self, block->span);
  if (self->items->len == 0 && self->matches->len == 0)
    return;

  recording.left_to_right = postil_article_view_measure_lines (self, find_used_span (self, block));
  recording.below = gtk_snapshot_new ();
  recording.above = gtk_snapshot_new ();
  recording.strips = gtk_snapshot_new ();
  recording.badges = gtk_snapshot_new ();
  record_matches (&recording);
  recording.tinted_until = self->matches->len > 0 ? block->span.end : 0;
  for (guint i = 0; i < self->items->len; i++)
    record_annotation (&recording, g_ptr_array_index (self->items, i));

  append_all (recording.above, recording.strips);
  append_all (recording.above, recording.badges);
  block->below = gtk_snapshot_free_to_node (recording.below);
  block->above = gtk_snapshot_free_to_node (recording.above);
}
