/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Border mode: one edge of the current annotation follows the arrow keys or the mouse, live
 * on screen and nowhere else, until it is kept (::span-edited) or given up. Invariant: the
 * span shown is never empty, lies in the text, and touches no other piece of the annotation.
 * Main thread. */

#include "config.h"

#include "app/view/postil-article-view-private.h"

#define EDGE_DISTANCE 4

static guint
get_edge (PostilArticleView *self)
{
  return self->border_edge < 0 ? self->border_span.start : self->border_span.end;
}

/* How far the edge may go. */
static PostilSpan
find_limits (PostilArticleView *self)
{
  guint n_pieces;
  const PostilPiece *pieces = postil_annotation_get_pieces (self->current_annotation, &n_pieces);
  guint n_chars = postil_text_get_n_chars (postil_document_get_text (self->document));
  PostilSpan limits;

  if (self->border_edge < 0)
    {
      limits.start = self->border_piece > 0 ? pieces[self->border_piece - 1].span.end : 0;
      limits.end = postil_segmenter_step (self->segmenter, POSTIL_SEGMENT_GRAPHEME,
                                          self->border_span.end, -1);
    }
  else
    {
      limits.start = postil_segmenter_step (self->segmenter, POSTIL_SEGMENT_GRAPHEME,
                                            self->border_span.start, 1);
      limits.end = self->border_piece + 1 < n_pieces ? pieces[self->border_piece + 1].span.start
                                                     : n_chars;
    }

  return limits;
}

void
postil_article_view_move_border (PostilArticleView *self,
                                 guint              char_offset)
{
  PostilSpan limits = find_limits (self);
  guint edge = CLAMP (char_offset, limits.start, MAX (limits.start, limits.end));
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));

  if (edge == get_edge (self))
    return;

  postil_article_view_invalidate_annotation (self, self->current_annotation);
  if (self->border_edge < 0)
    self->border_span.start = edge;
  else
    self->border_span.end = edge;
  postil_article_view_invalidate_annotation (self, self->current_annotation);

  postil_article_view_set_caret (self, edge);
  gtk_text_view_scroll_mark_onscreen (GTK_TEXT_VIEW (self), gtk_text_buffer_get_insert (buffer));
}

/* The passage's first or last word, for one who cannot see where the edge is now. */
static void
tell_border (PostilArticleView *self,
             gboolean           is_begun)
{
  PostilSpan word = self->border_span;
  g_autofree char *words = NULL;

  if (self->border_edge < 0)
    word.end = MIN (word.end, postil_segmenter_step (self->segmenter, POSTIL_SEGMENT_WORD, word.start, 1));
  else
    word.start = MAX (word.start, postil_segmenter_step (self->segmenter, POSTIL_SEGMENT_WORD, word.end, -1));
  words = postil_text_dup_slice (postil_document_get_text (self->document), word);
  postil_article_view_emit_border_moved (self, self->border_edge, is_begun, g_strstrip (words));
}

static void
begin (PostilArticleView *self,
       int                edge,
       guint              piece)
{
  if (self->border_edge == 0 || self->border_piece != piece)
    self->border_span = postil_annotation_get_pieces (self->current_annotation, NULL)[piece].span;
  self->border_edge = edge;
  self->border_piece = piece;
  postil_article_view_invalidate_annotation (self, self->current_annotation);
}

/* The piece with the caret, else the outermost of that edge. */
static guint
choose_piece (PostilArticleView *self,
              int                edge)
{
  guint caret = postil_article_view_get_caret (self);
  guint n_pieces;
  const PostilPiece *pieces = postil_annotation_get_pieces (self->current_annotation, &n_pieces);

  for (guint i = 0; i < n_pieces; i++)
    {
      if (caret >= pieces[i].span.start && caret <= pieces[i].span.end)
        return i;
    }

  return edge < 0 ? 0 : n_pieces - 1;
}

void
postil_article_view_begin_border (PostilArticleView *self,
                                  int                edge)
{
  g_return_if_fail (POSTIL_IS_ARTICLE_VIEW (self));

  if (edge == 0)
    {
      postil_article_view_cancel_border (self);
      return;
    }

  if (self->current_annotation == NULL
      || postil_annotation_get_anchor (self->current_annotation) == POSTIL_ANCHOR_ORPHAN
      || postil_document_get_read_only (self->document) != NULL)
    return;

  begin (self, edge < 0 ? -1 : 1,
         self->border_edge != 0 ? self->border_piece : choose_piece (self, edge));
  postil_article_view_set_caret (self, get_edge (self));
  gtk_text_view_scroll_mark_onscreen (GTK_TEXT_VIEW (self),
                                      gtk_text_buffer_get_insert (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self))));
  tell_border (self, TRUE);
}

gboolean
postil_article_view_in_border_mode (PostilArticleView *self)
{
  g_return_val_if_fail (POSTIL_IS_ARTICLE_VIEW (self), FALSE);

  return self->border_edge != 0;
}

guint
postil_article_view_get_border_piece (PostilArticleView *self)
{
  g_return_val_if_fail (POSTIL_IS_ARTICLE_VIEW (self), 0);

  return self->border_piece;
}

void
postil_article_view_cancel_border (PostilArticleView *self)
{
  g_return_if_fail (POSTIL_IS_ARTICLE_VIEW (self));

  if (self->border_edge == 0)
    return;

  postil_article_view_invalidate_annotation (self, self->current_annotation);
  self->border_edge = 0;
  postil_article_view_invalidate_annotation (self, self->current_annotation);
}

void
postil_article_view_commit_border (PostilArticleView *self)
{
  PostilSpan before;
  PostilSpan after;

  g_return_if_fail (POSTIL_IS_ARTICLE_VIEW (self));

  if (self->border_edge == 0)
    return;

  before = postil_annotation_get_pieces (self->current_annotation, NULL)[self->border_piece].span;
  after = self->border_span;
  postil_article_view_cancel_border (self);
  if (!postil_span_equal (before, after))
    postil_article_view_emit_span_edited (self, after);
  else
    postil_article_view_emit_border_moved (self, 0, FALSE, NULL);
}

static void
move_by_key (PostilArticleView *self,
             guint              char_offset)
{
  postil_article_view_move_border (self, char_offset);
  tell_border (self, FALSE);
}

static gboolean
is_right_to_left_at (PostilArticleView *self,
                     guint              char_offset)
{
  PostilText *text = postil_document_get_text (self->document);
  guint n_chars = postil_text_get_n_chars (text);

  return n_chars > 0
         && postil_view_is_right_to_left (postil_text_get_char (text, MIN (char_offset, n_chars - 1)));
}

static guint
step_line (PostilArticleView *self,
           guint              char_offset,
           int                direction)
{
  GtkTextView *text_view = GTK_TEXT_VIEW (self);
  GtkTextIter iter;
  GdkRectangle rect;
  int y;

  gtk_text_buffer_get_iter_at_offset (gtk_text_view_get_buffer (text_view), &iter, (int) char_offset);
  gtk_text_view_get_iter_location (text_view, &iter, &rect);
  y = direction > 0 ? rect.y + rect.height + self->metrics.gap + rect.height / 2
                    : rect.y - self->metrics.gap - rect.height / 2;
  gtk_text_view_get_iter_at_location (text_view, &iter, rect.x, y);

  return (guint) gtk_text_iter_get_offset (&iter);
}

gboolean
postil_article_view_border_key (PostilArticleView *self,
                                guint              keyval,
                                GdkModifierType    state)
{
  PostilSegment kind = (state & GDK_CONTROL_MASK) != 0 ? POSTIL_SEGMENT_WORD : POSTIL_SEGMENT_GRAPHEME;
  guint edge = get_edge (self);
  int forward = is_right_to_left_at (self, edge) ? -1 : 1;

  if (self->border_edge == 0)
    return GDK_EVENT_PROPAGATE;

  switch (keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      move_by_key (self, postil_segmenter_step (self->segmenter, kind, edge, -forward));
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      move_by_key (self, postil_segmenter_step (self->segmenter, kind, edge, forward));
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      move_by_key (self, step_line (self, edge, -1));
      return GDK_EVENT_STOP;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      move_by_key (self, step_line (self, edge, 1));
      return GDK_EVENT_STOP;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
      postil_article_view_commit_border (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      postil_article_view_cancel_border (self);
      postil_article_view_emit_border_moved (self, 0, FALSE, NULL);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

int
postil_article_view_get_edge_at (PostilArticleView *self,
                                 double             x,
                                 double             y,
                                 guint             *piece)
{
  GtkTextView *text_view = GTK_TEXT_VIEW (self);
  int buffer_x;
  int buffer_y;

  if (self->current_annotation == NULL || self->document == NULL
      || postil_annotation_get_anchor (self->current_annotation) == POSTIL_ANCHOR_ORPHAN
      || postil_document_get_read_only (self->document) != NULL)
    return 0;

  gtk_text_view_window_to_buffer_coords (text_view, GTK_TEXT_WINDOW_WIDGET, (int) x, (int) y,
                                         &buffer_x, &buffer_y);
  for (guint i = 0; i < postil_article_view_get_n_pieces (self->current_annotation); i++)
    {
      PostilSpan span = postil_article_view_get_piece (self, self->current_annotation, i);
      guint offsets[] = { span.start, span.end - 1 };

      for (guint side = 0; side < G_N_ELEMENTS (offsets); side++)
        {
          GtkTextIter iter;
          GdkRectangle rect;
          int edge_x;

          gtk_text_buffer_get_iter_at_offset (gtk_text_view_get_buffer (text_view), &iter, (int) offsets[side]);
          gtk_text_view_get_iter_location (text_view, &iter, &rect);
          edge_x = side == 0 ? rect.x : rect.x + rect.width;
          if (ABS (buffer_x - edge_x) <= EDGE_DISTANCE
              && buffer_y >= rect.y && buffer_y < rect.y + rect.height)
            {
              *piece = i;
              return side == 0 ? -1 : 1;
            }
        }
    }

  return 0;
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                PostilArticleView     *self)
{
  return self->border_edge != 0 ? postil_article_view_border_key (self, keyval, state)
                                : GDK_EVENT_PROPAGATE;
}

static void
drag_begin_cb (GtkGestureDrag    *gesture,
               double             x,
               double             y,
               PostilArticleView *self)
{
  guint piece;
  int edge = postil_article_view_get_edge_at (self, x, y, &piece);

  if (edge == 0)
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  begin (self, edge, piece);
}

static void
drag_update_cb (GtkGestureDrag    *gesture,
                double             offset_x,
                double             offset_y,
                PostilArticleView *self)
{
  GtkTextView *text_view = GTK_TEXT_VIEW (self);
  GtkTextIter iter;
  PostilSpan word;
  guint place;
  double x;
  double y;
  int buffer_x;
  int buffer_y;

  if (self->border_edge == 0 || !gtk_gesture_drag_get_start_point (gesture, &x, &y))
    return;

  gtk_text_view_window_to_buffer_coords (text_view, GTK_TEXT_WINDOW_WIDGET, (int) (x + offset_x),
                                         (int) (y + offset_y), &buffer_x, &buffer_y);
  gtk_text_view_get_iter_at_position (text_view, &iter, NULL, buffer_x, buffer_y);
  place = (guint) gtk_text_iter_get_offset (&iter);
  if (self->snap_words
      && (gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture)) & GDK_ALT_MASK) == 0
      && postil_segmenter_get_at (self->segmenter, POSTIL_SEGMENT_WORD, place, &word)
      && word.start < place)
    place = self->border_edge < 0 ? word.start : word.end;
  postil_article_view_move_border (self, place);
}

static void
drag_end_cb (GtkGestureDrag    *gesture,
             double             offset_x,
             double             offset_y,
             PostilArticleView *self)
{
  if (gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (gesture)) != NULL)
    postil_article_view_commit_border (self);
}

static void
cancel_cb (PostilArticleView *self)
{
  postil_article_view_cancel_border (self);
}

void
postil_article_view_init_border (PostilArticleView *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drag), GTK_PHASE_CAPTURE);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect_swapped (drag, "cancel", G_CALLBACK (cancel_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}
