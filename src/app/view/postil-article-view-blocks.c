/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which blocks of the text are on screen, and where in them a span of text shows: display
 * lines, and boxes on them. A line that is all left to right needs two look-ups; one with
 * right-to-left text is walked, as a logical span may show as several boxes there.
 * Invariant: a block in the table is drawn as the document, theme and width are now; who
 * changes one of them invalidates. Main thread. */

#include "config.h"

#include "app/view/postil-article-view-private.h"

#include <unicode/uchar.h>

void
postil_view_block_free (PostilViewBlock *block)
{
  g_clear_pointer (&block->below, gsk_render_node_unref);
  g_clear_pointer (&block->above, gsk_render_node_unref);
  g_array_unref (block->brackets);
  g_free (block);
}

static void
clear_bracket (gpointer data)
{
  PostilViewBracket *bracket = data;

  postil_annotation_unref (bracket->annotation);
}

static PostilViewBlock *
ensure_block (PostilArticleView *self,
              guint              line,
              guint              slice,
              PostilSpan         span,
              int                y)
{
  guint64 key = ((guint64) line << 32) | slice;
  PostilViewBlock *block = g_hash_table_lookup (self->blocks, &key);

  if (block == NULL)
    {
      block = g_new0 (PostilViewBlock, 1);
      block->key = key;
      block->span = span;
      block->y = y;
      block->brackets = g_array_new (FALSE, FALSE, sizeof (PostilViewBracket));
      g_array_set_clear_func (block->brackets, clear_bracket);
      g_hash_table_insert (self->blocks, &block->key, block);
      postil_article_view_record_block (self, block);
    }

  block->y = y;
  block->frame = self->frame;

  return block;
}

/* Of a long paragraph only the slices on screen. */
static void
add_paragraph (PostilArticleView  *self,
               const GtkTextIter  *start,
               guint               n_chars,
               int                 y,
               const GdkRectangle *rect)
{
  guint line = (guint) gtk_text_iter_get_line (start);
  guint offset = (guint) gtk_text_iter_get_offset (start);
  guint first = 0;
  guint last = n_chars > 0 ? (n_chars - 1) / POSTIL_VIEW_BLOCK_CHARS : 0;

  if (last > 0)
    {
      GtkTextIter iter;

      gtk_text_view_get_iter_at_location (GTK_TEXT_VIEW (self), &iter, rect->x, MAX (rect->y, y));
      if (gtk_text_iter_get_line (&iter) == (int) line)
        first = (guint) gtk_text_iter_get_line_offset (&iter) / POSTIL_VIEW_BLOCK_CHARS;
      gtk_text_view_get_iter_at_location (GTK_TEXT_VIEW (self), &iter,
                                          rect->x + rect->width, rect->y + rect->height);
      if (gtk_text_iter_get_line (&iter) == (int) line)
        last = MIN (last, (guint) gtk_text_iter_get_line_offset (&iter) / POSTIL_VIEW_BLOCK_CHARS);
      first = first > 0 ? first - 1 : 0;
    }

  for (guint slice = first; slice <= last; slice++)
    {
      guint from = slice * POSTIL_VIEW_BLOCK_CHARS;
      PostilSpan span = { offset + from,
                          offset + MIN (from + POSTIL_VIEW_BLOCK_CHARS, n_chars) };

      g_ptr_array_add (self->visible, ensure_block (self, line, slice, span, y));
    }
}

static gboolean
is_stale (gpointer key,
          gpointer value,
          gpointer user_data)
{
  PostilViewBlock *block = value;
  PostilArticleView *self = user_data;

  return block->frame != self->frame;
}

void
postil_article_view_find_visible (PostilArticleView *self)
{
  GtkTextView *text_view = GTK_TEXT_VIEW (self);
  GdkRectangle rect;
  GtkTextIter iter;
  int y;
  int height;

  g_ptr_array_set_size (self->visible, 0);
  if (self->document == NULL)
    return;

  self->frame++;
  gtk_text_view_get_visible_rect (text_view, &rect);
  gtk_text_view_get_line_at_y (text_view, &iter, rect.y, NULL);

  do
    {
      guint n_chars = (guint) gtk_text_iter_get_chars_in_line (&iter);

      gtk_text_view_get_line_yrange (text_view, &iter, &y, &height);
      if (y >= rect.y + rect.height)
        break;
      if (n_chars > 0)
        add_paragraph (self, &iter, n_chars, y, &rect);
    }
  while (gtk_text_iter_forward_line (&iter));

  if (g_hash_table_size (self->blocks) > POSTIL_VIEW_MAX_BLOCKS + self->visible->len)
    g_hash_table_foreach_remove (self->blocks, is_stale, self);
  postil_article_view_follow_tags (self);
}

void
postil_article_view_invalidate_span (PostilArticleView *self,
                                     PostilSpan         span)
{
  GHashTableIter iter;
  gpointer value;

  g_ptr_array_set_size (self->visible, 0);
  g_hash_table_iter_init (&iter, self->blocks);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      PostilViewBlock *block = value;

      if (block->span.start < span.end && span.start < block->span.end)
        g_hash_table_iter_remove (&iter);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The hull, as the bracket spans it. */
void
postil_article_view_invalidate_annotation (PostilArticleView *self,
                                           PostilAnnotation  *annotation)
{
  PostilSpan hull;

  if (postil_annotation_get_anchor (annotation) == POSTIL_ANCHOR_ORPHAN)
    return;

  hull = postil_annotation_get_hull (annotation);
  if (self->border_edge != 0 && annotation == self->current_annotation)
    {
      hull.start = MIN (hull.start, self->border_span.start);
      hull.end = MAX (hull.end, self->border_span.end);
    }
  postil_article_view_invalidate_span (self, hull);
}

void
postil_article_view_invalidate_all (PostilArticleView *self)
{
  g_ptr_array_set_size (self->visible, 0);
  g_hash_table_remove_all (self->blocks);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drop_stamps (gpointer key,
             gpointer value,
             gpointer user_data)
{
  postil_view_look_drop_stamps (value);
}

void
postil_article_view_invalidate_layout (PostilArticleView *self)
{
  g_hash_table_remove_all (self->places);
  g_hash_table_foreach (self->looks, drop_stamps, NULL);
  postil_article_view_invalidate_all (self);
}

gboolean
postil_view_is_right_to_left (gunichar c)
{
  UCharDirection direction = u_charDirection ((UChar32) c);

  return direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC
         || direction == U_RIGHT_TO_LEFT_EMBEDDING || direction == U_RIGHT_TO_LEFT_OVERRIDE
         || direction == U_RIGHT_TO_LEFT_ISOLATE;
}

static gboolean
is_left_to_right (const char *text,
                  gsize       n_bytes)
{
  const char *end = text + n_bytes;

  for (const char *p = text; p < end; p = g_utf8_next_char (p))
    {
      /* No script below Hebrew runs from right to left; D6 begins U+0580. */
      if ((guchar) *p < 0xd6)
        continue;

      if (postil_view_is_right_to_left (g_utf8_get_char (p)))
        return FALSE;
    }

  return TRUE;
}

static void
measure_start (GtkTextView       *text_view,
               const GtkTextIter *start,
               int                top,
               PostilViewLine    *line)
{
  GdkRectangle rect;

  gtk_text_view_get_iter_location (text_view, start, &rect);
  line->left = MIN (rect.x, rect.x + rect.width);
  line->y = rect.y - top;
  line->height = rect.height;
}

gboolean
postil_article_view_measure_lines (PostilArticleView *self,
                                   PostilSpan         span)
{
  GtkTextView *text_view = GTK_TEXT_VIEW (self);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (text_view);
  GtkTextIter iter;
  gsize n_bytes;
  const char *text;
  int top;

  g_array_set_size (self->lines, 0);
  gtk_text_buffer_get_iter_at_offset (buffer, &iter, (int) span.start);
  gtk_text_view_backward_display_line_start (text_view, &iter);
  gtk_text_view_get_line_yrange (text_view, &iter, &top, NULL);

  while ((guint) gtk_text_iter_get_offset (&iter) < span.end)
    {
      GtkTextIter next = iter;
      PostilViewLine line = { .start = (guint) gtk_text_iter_get_offset (&iter) };

      if (!gtk_text_view_forward_display_line (text_view, &next)
          || gtk_text_iter_compare (&next, &iter) <= 0)
        gtk_text_buffer_get_end_iter (buffer, &next);

      line.end = (guint) gtk_text_iter_get_offset (&next);
      measure_start (text_view, &iter, top, &line);
      g_array_append_val (self->lines, line);
      iter = next;
    }

  text = postil_text_peek_slice (postil_document_get_text (self->document), span, &n_bytes);

  return is_left_to_right (text, n_bytes);
}

static void
append_box (PostilArticleView    *self,
            const PostilViewLine *line,
            int                   left,
            int                   right)
{
  PostilViewBox box = { left, line->y, right - left, line->height, FALSE, FALSE };

  if (right > left)
    g_array_append_val (self->boxes, box);
}

/* Adjoining characters become one box, whichever way they run. */
static void
append_walked_boxes (PostilArticleView    *self,
                     const PostilViewLine *line,
                     guint                 start,
                     guint                 end)
{
  GtkTextView *text_view = GTK_TEXT_VIEW (self);
  GtkTextIter iter;
  int left = 0;
  int right = 0;

  gtk_text_buffer_get_iter_at_offset (gtk_text_view_get_buffer (text_view), &iter, (int) start);
  for (guint offset = start; offset < end; offset++)
    {
      GdkRectangle rect;
      int from;
      int to;

      gtk_text_view_get_iter_location (text_view, &iter, &rect);
      from = MIN (rect.x, rect.x + rect.width);
      to = MAX (rect.x, rect.x + rect.width);
      gtk_text_iter_forward_char (&iter);
      if (from == to)
        continue;

      if (right > left && from <= right + 1 && to >= left - 1)
        {
          left = MIN (left, from);
          right = MAX (right, to);
          continue;
        }

      append_box (self, line, left, right);
      left = from;
      right = to;
    }
  append_box (self, line, left, right);
}

/* The end of a line's text, without the space that it was broken at. */
static int
find_right (PostilArticleView    *self,
            const PostilViewLine *line)
{
  GtkTextView *text_view = GTK_TEXT_VIEW (self);
  GtkTextIter last;
  GdkRectangle rect;

  gtk_text_buffer_get_iter_at_offset (gtk_text_view_get_buffer (text_view), &last, (int) line->end - 1);
  gtk_text_view_get_iter_location (text_view, &last, &rect);

  return g_unichar_isspace (gtk_text_iter_get_char (&last))
         ? MIN (rect.x, rect.x + rect.width) : MAX (rect.x, rect.x + rect.width);
}

static int
find_x (PostilArticleView *self,
        guint              char_offset)
{
  GtkTextView *text_view = GTK_TEXT_VIEW (self);
  GtkTextIter iter;
  GdkRectangle rect;

  gtk_text_buffer_get_iter_at_offset (gtk_text_view_get_buffer (text_view), &iter, (int) char_offset);
  gtk_text_view_get_iter_location (text_view, &iter, &rect);

  return MIN (rect.x, rect.x + rect.width);
}

void
postil_article_view_append_boxes (PostilArticleView *self,
                                  PostilSpan         span,
                                  PostilSpan         whole,
                                  gboolean           left_to_right)
{
  guint n_before = self->boxes->len;
  guint low = 0;
  guint high = self->lines->len;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (g_array_index (self->lines, PostilViewLine, middle).end <= span.start)
        low = middle + 1;
      else
        high = middle;
    }

  for (guint i = low; i < self->lines->len; i++)
    {
      const PostilViewLine *line = &g_array_index (self->lines, PostilViewLine, i);
      guint start = MAX (span.start, line->start);
      guint end = MIN (span.end, line->end);

      if (start >= end)
        break;
      if (left_to_right)
        append_box (self, line, start == line->start ? line->left : find_x (self, start),
                    end == line->end ? find_right (self, line) : find_x (self, end));
      else
        append_walked_boxes (self, line, start, end);
    }

  if (self->boxes->len == n_before)
    return;
  g_array_index (self->boxes, PostilViewBox, n_before).is_start = span.start == whole.start;
  g_array_index (self->boxes, PostilViewBox, self->boxes->len - 1).is_end = span.end == whole.end;
}
