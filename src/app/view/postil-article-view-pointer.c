/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The pointer: what lies under it, tooltips, and what it means to let a button go. Presses
 * are watched, not claimed, so that GtkTextView's own selecting, dragging and menus work as
 * everywhere; when the button is up, and GTK has done its part, the selection is snapped to
 * words and trimmed, or a click chooses an annotation. Main thread. */

#include "config.h"

#include "app/view/postil-article-view-private.h"

#include <glib/gi18n-lib.h>

#define MAX_TIPS 4u
#define MAX_NOTE_CHARS 300
#define CLICK_DISTANCE 6.0

static gboolean
collect_cb (PostilAnnotation *annotation,
            gpointer          user_data)
{
  g_ptr_array_add (user_data, annotation);

  return TRUE;
}

static int
compare_length_cb (gconstpointer a,
                   gconstpointer b)
{
  PostilAnnotation *first = *(PostilAnnotation *const *) a;
  PostilAnnotation *second = *(PostilAnnotation *const *) b;
  guint first_length = postil_span_length (postil_annotation_get_hull (first));
  guint second_length = postil_span_length (postil_annotation_get_hull (second));

  if (first_length != second_length)
    return first_length < second_length ? -1 : 1;

  return postil_annotation_compare (first, second);
}

static guint
find_lane (PostilArticleView *self,
           int                x)
{
  const PostilViewMetrics *metrics = &self->metrics;
  int distance = x - metrics->lanes_x;

  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    distance = metrics->lanes_x + metrics->lane_pitch - 1 - x;
  if (distance < 0 || distance >= (int) metrics->n_lanes * metrics->lane_pitch)
    return G_MAXUINT;

  return (guint) (distance / metrics->lane_pitch);
}

static void
collect_brackets (PostilArticleView *self,
                  guint              lane,
                  int                y,
                  GPtrArray         *found)
{
  for (guint i = 0; i < self->visible->len; i++)
    {
      PostilViewBlock *block = g_ptr_array_index (self->visible, i);

      for (guint n = 0; n < block->brackets->len; n++)
        {
          PostilViewBracket *bracket = &g_array_index (block->brackets, PostilViewBracket, n);

          if (bracket->lane == lane && y >= block->y + bracket->y0 && y < block->y + bracket->y1
              && !g_ptr_array_find (found, bracket->annotation, NULL))
            g_ptr_array_add (found, bracket->annotation);
        }
    }
}

GPtrArray *
postil_article_view_dup_at (PostilArticleView *self,
                            int                x,
                            int                y,
                            guint             *char_offset)
{
  GPtrArray *found = g_ptr_array_new ();
  guint lane = find_lane (self, x);
  GtkTextIter iter;

  *char_offset = G_MAXUINT;
  if (self->document == NULL)
    return found;

  if (lane != G_MAXUINT)
    {
      if (self->visible->len == 0)
        postil_article_view_find_visible (self);
      collect_brackets (self, lane, y, found);
    }
  else if (gtk_text_view_get_iter_at_location (GTK_TEXT_VIEW (self), &iter, x, y))
    {
      PostilSpan span = { (guint) gtk_text_iter_get_offset (&iter),
                          (guint) gtk_text_iter_get_offset (&iter) + 1 };

      *char_offset = span.start;
      postil_layer_foreach_overlapping (postil_document_get_layer (self->document), span,
                                        collect_cb, found);
    }
  g_ptr_array_sort (found, compare_length_cb);

  return found;
}

static void
append_tip (PostilArticleView *self,
            PostilAnnotation  *annotation,
            GString           *tip)
{
  PostilCodebook *codebook = postil_document_get_codebook (self->document);
  const char *note = postil_annotation_get_note (annotation);
  guint n_attributes;
  const PostilAttribute *attributes = postil_annotation_get_attributes (annotation, &n_attributes);

  if (tip->len > 0)
    g_string_append (tip, "\n\n");
  g_string_append (tip, postil_codebook_show_code (codebook,
                                                        postil_annotation_get_code (annotation)));
  if (postil_annotation_is_unsure (annotation))
    g_string_append_printf (tip, " (%s)", _("unsure"));

  for (guint i = 0; i < n_attributes; i++)
    {
      const PostilAttributeDef *def = postil_codebook_lookup_attribute (codebook, attributes[i].name);

      g_string_append_printf (tip, "\n%s: %s", def != NULL ? def->shown : attributes[i].name,
                              attributes[i].value);
    }

  if (note == NULL)
    return;

  g_string_append_c (tip, '\n');
  if (g_utf8_strlen (note, -1) > MAX_NOTE_CHARS)
    {
      g_string_append_len (tip, note, g_utf8_offset_to_pointer (note, MAX_NOTE_CHARS) - note);
      g_string_append (tip, "…");
    }
  else
    g_string_append (tip, note);
}

static gboolean
query_tooltip_cb (PostilArticleView *self,
                  int                x,
                  int                y,
                  gboolean           keyboard,
                  GtkTooltip        *tooltip)
{
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GString) tip = g_string_new (NULL);
  guint char_offset;
  int buffer_x;
  int buffer_y;

  if (keyboard || self->button_down)
    return FALSE;

  gtk_text_view_window_to_buffer_coords (GTK_TEXT_VIEW (self), GTK_TEXT_WINDOW_WIDGET, x, y,
                                         &buffer_x, &buffer_y);
  found = postil_article_view_dup_at (self, buffer_x, buffer_y, &char_offset);
  if (found->len == 0)
    return FALSE;

  for (guint i = 0; i < MIN (found->len, MAX_TIPS); i++)
    append_tip (self, g_ptr_array_index (found, i), tip);
  gtk_tooltip_set_text (tooltip, tip->str);

  return TRUE;
}

/* The shortest; at the same place again, the one after the current one. */
static void
click (PostilArticleView *self,
       int                x,
       int                y)
{
  guint char_offset;
  g_autoptr (GPtrArray) found = postil_article_view_dup_at (self, x, y, &char_offset);
  g_autoptr (PostilAnnotation) chosen = NULL;
  guint index = 0;
  guint place = char_offset;

  if (found->len == 0)
    {
      self->last_click_offset = G_MAXUINT;
      return;
    }

  if (place == G_MAXUINT)
    place = postil_annotation_get_hull (g_ptr_array_index (found, 0)).start;
  if (self->last_click_offset == place && self->current_annotation != NULL
      && g_ptr_array_find (found, self->current_annotation, &index))
    index = (index + 1) % found->len;

  self->last_click_offset = place;
  chosen = postil_annotation_ref (g_ptr_array_index (found, index));
  postil_article_view_set_current (self, postil_annotation_get_id (chosen));
  postil_article_view_emit_activate (self, postil_annotation_get_id (chosen));
}

static void
finish_selection (PostilArticleView *self,
                  guint              n_press,
                  GdkModifierType    state)
{
  PostilSpan span;

  if (!postil_article_view_get_selection (self, &span))
    return;

  if (self->snap_words && n_press == 1 && (state & GDK_ALT_MASK) == 0)
    span = postil_segmenter_expand (self->segmenter, POSTIL_SEGMENT_WORD,
                                    postil_article_view_trim (self, span));
  span = postil_article_view_trim (self, span);
  postil_article_view_set_range (self, span);
}

void
postil_article_view_finish_press (PostilArticleView *self,
                                  double             x,
                                  double             y,
                                  guint              n_press,
                                  GdkModifierType    state)
{
  gboolean has_selection;
  int buffer_x;
  int buffer_y;

  if (self->document == NULL)
    return;

  finish_selection (self, n_press, state);
  has_selection = postil_article_view_get_selection (self, NULL);
  if (has_selection)
    {
      postil_article_view_emit_selection_done (self, (int) x, (int) y);
      return;
    }

  if (self->has_pressed && (ABS (x - self->press_x) > CLICK_DISTANCE
                            || ABS (y - self->press_y) > CLICK_DISTANCE))
    return;

  gtk_text_view_window_to_buffer_coords (GTK_TEXT_VIEW (self), GTK_TEXT_WINDOW_WIDGET,
                                         (int) x, (int) y, &buffer_x, &buffer_y);
  click (self, buffer_x, buffer_y);
}

static gboolean
released_cb (gpointer user_data)
{
  PostilArticleView *self = user_data;

  g_assert (POSTIL_IS_ARTICLE_VIEW (self));

  self->release_source = 0;
  postil_article_view_finish_press (self, self->release_x, self->release_y, self->n_press,
                                    self->release_state);

  return G_SOURCE_REMOVE;
}

static gboolean
get_widget_position (PostilArticleView *self,
                     GdkEvent          *event,
                     double            *x,
                     double            *y)
{
  GtkNative *native = gtk_widget_get_native (GTK_WIDGET (self));
  graphene_point_t point;
  double surface_x;
  double surface_y;
  double native_x;
  double native_y;

  if (native == NULL || !gdk_event_get_position (event, &surface_x, &surface_y))
    return FALSE;

  gtk_native_get_surface_transform (native, &native_x, &native_y);
  if (!gtk_widget_compute_point (GTK_WIDGET (native), GTK_WIDGET (self),
                                 &GRAPHENE_POINT_INIT ((float) (surface_x - native_x),
                                                       (float) (surface_y - native_y)), &point))
    return FALSE;

  *x = point.x;
  *y = point.y;

  return TRUE;
}

static void
note_press (PostilArticleView *self,
            GdkEvent          *event)
{
  double x;
  double y;

  g_clear_handle_id (&self->release_source, g_source_remove);
  g_clear_handle_id (&self->selection_source, g_source_remove);
  if (!get_widget_position (self, event, &x, &y))
    return;

  self->button_down = TRUE;
  self->has_pressed = TRUE;
  self->press_x = x;
  self->press_y = y;
}

static gboolean
event_cb (GtkEventControllerLegacy *controller,
          GdkEvent                 *event,
          PostilArticleView        *self)
{
  GdkEventType type = gdk_event_get_event_type (event);

  if (type == GDK_BUTTON_PRESS && gdk_button_event_get_button (event) == GDK_BUTTON_PRIMARY)
    note_press (self, event);
  else if (type == GDK_TOUCH_BEGIN)
    note_press (self, event);
  else if (self->button_down
           && ((type == GDK_BUTTON_RELEASE
                && gdk_button_event_get_button (event) == GDK_BUTTON_PRIMARY)
               || type == GDK_TOUCH_END))
    {
      self->button_down = FALSE;
      if (self->border_edge != 0
          || !get_widget_position (self, event, &self->release_x, &self->release_y))
        return GDK_EVENT_PROPAGATE;
      self->release_state = gdk_event_get_modifier_state (event);
      g_clear_handle_id (&self->release_source, g_source_remove);
      self->release_source = g_idle_add_full (G_PRIORITY_HIGH, released_cb, self, NULL);
    }
  else if (type == GDK_TOUCH_CANCEL || type == GDK_GRAB_BROKEN || type == GDK_KEY_PRESS)
    self->button_down = FALSE;

  return GDK_EVENT_PROPAGATE;
}

static void
pressed_cb (PostilArticleView *self,
            int                n_press,
            double             x,
            double             y,
            GtkGestureClick   *gesture)
{
  self->n_press = (guint) n_press;
}

static void
motion_cb (PostilArticleView        *self,
           double                    x,
           double                    y,
           GtkEventControllerMotion *controller)
{
  guint piece;
  gboolean on_edge = !self->button_down && postil_article_view_get_edge_at (self, x, y, &piece) != 0;

  if (on_edge == self->edge_cursor)
    return;

  self->edge_cursor = on_edge;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), on_edge ? "ew-resize" : "text");
}

void
postil_article_view_init_pointer (PostilArticleView *self)
{
  GtkEventController *legacy = gtk_event_controller_legacy_new ();
  GtkGesture *presses = gtk_gesture_click_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  gtk_event_controller_set_propagation_phase (legacy, GTK_PHASE_CAPTURE);
  g_signal_connect (legacy, "event", G_CALLBACK (event_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), legacy);

  /* Counts the presses as GTK does. */
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (presses), GDK_BUTTON_PRIMARY);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (presses), GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (presses, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (presses));

  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);

  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
}
