/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The selection and the caret, in the document's offsets: always at grapheme borders when
 * asked for; grown by word, sentence or paragraph and shrunk back; said to be done when the
 * keyboard rests. Also where the view scrolls to. Main thread. */

#include "config.h"

#include "app/view/postil-article-view-private.h"

#define KEYBOARD_PAUSE_MS 250
#define REVEAL_MARGIN 0.12

static GtkTextBuffer *
get_buffer (PostilArticleView *self)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
}

static gboolean
selection_paused_cb (gpointer user_data)
{
  PostilArticleView *self = user_data;
  PostilSpan span;
  GdkRectangle rect;

  g_assert (POSTIL_IS_ARTICLE_VIEW (self));

  self->selection_source = 0;
  if (postil_article_view_get_selection (self, &span)
      && postil_article_view_get_span_rect (self, span, &rect))
    postil_article_view_emit_selection_done (self, rect.x, rect.y + rect.height);

  return G_SOURCE_REMOVE;
}

static void
start_pause (PostilArticleView *self)
{
  g_clear_handle_id (&self->selection_source, g_source_remove);
  if (gtk_text_buffer_get_has_selection (get_buffer (self)))
    self->selection_source = g_timeout_add (KEYBOARD_PAUSE_MS, selection_paused_cb, self);
}

void
postil_article_view_cursor_moved_cb (PostilArticleView *self)
{
  g_assert (POSTIL_IS_ARTICLE_VIEW (self));

  if (!self->quiet && !self->button_down)
    start_pause (self);
  if (!self->quiet)
    postil_article_view_emit_caret_moved (self);
}

void
postil_article_view_set_range (PostilArticleView *self,
                               PostilSpan         span)
{
  GtkTextIter start;
  GtkTextIter end;
  guint before = postil_article_view_get_caret (self);

  gtk_text_buffer_get_iter_at_offset (get_buffer (self), &start, (int) span.start);
  gtk_text_buffer_get_iter_at_offset (get_buffer (self), &end, (int) span.end);
  self->quiet = TRUE;
  gtk_text_buffer_select_range (get_buffer (self), &end, &start);
  self->quiet = FALSE;
  if (before != postil_article_view_get_caret (self))
    postil_article_view_emit_caret_moved (self);
}

PostilSpan
postil_article_view_trim (PostilArticleView *self,
                          PostilSpan         span)
{
  PostilText *text = postil_document_get_text (self->document);

  while (span.start < span.end && g_unichar_isspace (postil_text_get_char (text, span.start)))
    span.start++;
  while (span.end > span.start && g_unichar_isspace (postil_text_get_char (text, span.end - 1)))
    span.end--;

  return span;
}

/* GTK asks where a double or triple click, or a drag that began with one, should reach. */
gboolean
postil_article_view_extend_selection (GtkTextView            *text_view,
                                      GtkTextExtendSelection  granularity,
                                      const GtkTextIter      *location,
                                      GtkTextIter            *start,
                                      GtkTextIter            *end)
{
  PostilArticleView *self = POSTIL_ARTICLE_VIEW (text_view);
  PostilSegment kind = granularity == GTK_TEXT_EXTEND_SELECTION_WORD ? POSTIL_SEGMENT_WORD
                                                                     : POSTIL_SEGMENT_SENTENCE;
  PostilSpan span;

  if (self->segmenter == NULL
      || !postil_segmenter_get_at (self->segmenter, kind,
                                   (guint) gtk_text_iter_get_offset (location), &span))
    {
      *start = *location;
      *end = *location;
      return GDK_EVENT_STOP;
    }

  gtk_text_buffer_get_iter_at_offset (get_buffer (self), start, (int) span.start);
  gtk_text_buffer_get_iter_at_offset (get_buffer (self), end, (int) span.end);

  return GDK_EVENT_STOP;
}

gboolean
postil_article_view_get_selection (PostilArticleView *self,
                                   PostilSpan        *span)
{
  GtkTextIter start;
  GtkTextIter end;
  PostilSpan selected;

  g_return_val_if_fail (POSTIL_IS_ARTICLE_VIEW (self), FALSE);

  if (self->segmenter == NULL
      || !gtk_text_buffer_get_selection_bounds (get_buffer (self), &start, &end))
    return FALSE;

  selected.start = (guint) gtk_text_iter_get_offset (&start);
  selected.end = (guint) gtk_text_iter_get_offset (&end);
  if (span != NULL)
    *span = postil_segmenter_expand (self->segmenter, POSTIL_SEGMENT_GRAPHEME, selected);

  return TRUE;
}

static PostilSpan
clamp_span (PostilArticleView *self,
            PostilSpan         span)
{
  guint n_chars = (guint) gtk_text_buffer_get_char_count (get_buffer (self));
  PostilSpan result;

  result.start = MIN (span.start, n_chars);
  result.end = CLAMP (span.end, result.start, n_chars);

  return result;
}

void
postil_article_view_select (PostilArticleView *self,
                            PostilSpan         span)
{
  g_return_if_fail (POSTIL_IS_ARTICLE_VIEW (self));

  g_clear_handle_id (&self->selection_source, g_source_remove);
  postil_article_view_set_range (self, clamp_span (self, span));
}

guint
postil_article_view_get_caret (PostilArticleView *self)
{
  GtkTextIter iter;

  g_return_val_if_fail (POSTIL_IS_ARTICLE_VIEW (self), 0);

  gtk_text_buffer_get_iter_at_mark (get_buffer (self), &iter,
                                    gtk_text_buffer_get_insert (get_buffer (self)));

  return (guint) gtk_text_iter_get_offset (&iter);
}

void
postil_article_view_set_caret (PostilArticleView *self,
                               guint              char_offset)
{
  PostilSpan span = { char_offset, char_offset };

  g_return_if_fail (POSTIL_IS_ARTICLE_VIEW (self));

  postil_article_view_select (self, span);
}

PostilSpan
postil_article_view_get_visible_span (PostilArticleView *self)
{
  GtkTextView *text_view = GTK_TEXT_VIEW (self);
  GdkRectangle rect;
  GtkTextIter start;
  GtkTextIter end;
  PostilSpan span;

  g_return_val_if_fail (POSTIL_IS_ARTICLE_VIEW (self), ((PostilSpan) { 0, 0 }));

  gtk_text_view_get_visible_rect (text_view, &rect);
  gtk_text_view_get_iter_at_location (text_view, &start, 0, rect.y);
  gtk_text_view_backward_display_line_start (text_view, &start);
  gtk_text_view_get_iter_at_location (text_view, &end, rect.x + rect.width, rect.y + rect.height - 1);
  if (!gtk_text_iter_ends_line (&end))
    gtk_text_view_forward_display_line_end (text_view, &end);
  span.start = (guint) gtk_text_iter_get_offset (&start);
  span.end = (guint) gtk_text_iter_get_offset (&end);

  return span;
}

static gboolean
is_on_screen (PostilArticleView *self,
              PostilSpan         span)
{
  GtkTextView *text_view = GTK_TEXT_VIEW (self);
  GdkRectangle visible;
  GdkRectangle first;
  GdkRectangle last;
  GtkTextIter iter;

  gtk_text_view_get_visible_rect (text_view, &visible);
  gtk_text_buffer_get_iter_at_offset (get_buffer (self), &iter, (int) span.start);
  gtk_text_view_get_iter_location (text_view, &iter, &first);
  gtk_text_buffer_get_iter_at_offset (get_buffer (self), &iter, (int) span.end);
  gtk_text_view_get_iter_location (text_view, &iter, &last);

  return first.y >= visible.y && last.y + last.height <= visible.y + visible.height;
}

/* A mark and not an iter: GTK may first have to validate what lies between. */
static GtkTextMark *
move_scroll_mark (PostilArticleView *self,
                  guint              char_offset)
{
  GtkTextMark *mark = gtk_text_buffer_get_mark (get_buffer (self), "postil-scroll");
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_offset (get_buffer (self), &iter, (int) char_offset);
  if (mark == NULL)
    return gtk_text_buffer_create_mark (get_buffer (self), "postil-scroll", &iter, TRUE);

  gtk_text_buffer_move_mark (get_buffer (self), mark, &iter);

  return mark;
}

/* As much of the end as fits, but the start in any case. */
void
postil_article_view_reveal (PostilArticleView *self,
                            PostilSpan         span)
{
  GtkTextView *text_view = GTK_TEXT_VIEW (self);

  g_return_if_fail (POSTIL_IS_ARTICLE_VIEW (self));

  span = clamp_span (self, span);
  postil_article_view_set_caret (self, span.start);
  if (is_on_screen (self, span))
    return;

  gtk_text_view_scroll_to_mark (text_view, move_scroll_mark (self, span.end),
                                REVEAL_MARGIN, FALSE, 0, 0);
  gtk_text_view_scroll_to_mark (text_view, move_scroll_mark (self, span.start),
                                REVEAL_MARGIN, FALSE, 0, 0);
}

void
postil_article_view_scroll_to (PostilArticleView *self,
                               guint              char_offset)
{
  g_return_if_fail (POSTIL_IS_ARTICLE_VIEW (self));

  gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (self), move_scroll_mark (self, char_offset),
                                0, TRUE, 0, 0.33);
}

gboolean
postil_article_view_get_span_rect (PostilArticleView *self,
                                   PostilSpan         span,
                                   GdkRectangle      *rect)
{
  GtkTextView *text_view = GTK_TEXT_VIEW (self);
  PostilSpan visible;
  GtkTextIter iter;
  GdkRectangle location;

  g_return_val_if_fail (POSTIL_IS_ARTICLE_VIEW (self), FALSE);
  g_return_val_if_fail (rect != NULL, FALSE);

  visible = postil_article_view_get_visible_span (self);
  if (span.end < visible.start || span.start > visible.end)
    return FALSE;

  gtk_text_buffer_get_iter_at_offset (get_buffer (self), &iter,
                                      (int) CLAMP (span.end, visible.start, visible.end));
  gtk_text_view_get_iter_location (text_view, &iter, &location);
  *rect = location;
  gtk_text_view_buffer_to_window_coords (text_view, GTK_TEXT_WINDOW_WIDGET,
                                         location.x, location.y, &rect->x, &rect->y);

  return TRUE;
}

/* Where @span already is whole segments, the next one joins it. */
static PostilSpan
grow (PostilArticleView *self,
      PostilSegment      kind,
      PostilSpan         span)
{
  PostilSpan grown = postil_segmenter_expand (self->segmenter, kind, span);
  PostilSpan next;

  if (!postil_span_equal (grown, span) || span.start == span.end)
    return grown;

  if (postil_segmenter_get_next (self->segmenter, kind, span.end, &next))
    grown.end = next.end;

  return grown;
}

void
postil_article_view_expand_selection (PostilArticleView *self,
                                      PostilSegment      kind)
{
  PostilSpan span;
  PostilSpan grown;

  g_return_if_fail (POSTIL_IS_ARTICLE_VIEW (self));

  if (self->segmenter == NULL)
    return;

  if (!postil_article_view_get_selection (self, &span))
    span.start = span.end = postil_article_view_get_caret (self);

  grown = grow (self, kind, span);
  if (postil_span_equal (grown, span))
    return;

  if (!postil_span_equal (span, self->grown_to))
    g_array_set_size (self->grown, 0);
  g_array_append_val (self->grown, span);
  self->grown_to = grown;
  postil_article_view_set_range (self, grown);
  gtk_text_view_scroll_mark_onscreen (GTK_TEXT_VIEW (self),
                                      gtk_text_buffer_get_insert (get_buffer (self)));
  start_pause (self);
}

void
postil_article_view_shrink_selection (PostilArticleView *self)
{
  PostilSpan span;
  PostilSpan before;

  g_return_if_fail (POSTIL_IS_ARTICLE_VIEW (self));

  if (self->grown->len == 0 || !postil_article_view_get_selection (self, &span)
      || !postil_span_equal (span, self->grown_to))
    return;

  before = g_array_index (self->grown, PostilSpan, self->grown->len - 1);
  g_array_set_size (self->grown, self->grown->len - 1);
  self->grown_to = before;
  postil_article_view_set_range (self, before);
  start_pause (self);
}
