/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Dragging codes in the codebook editor: onto the upper or lower part of another to stand
 * before or behind it, onto its middle to lie below it, below all to be the last. What would
 * happen is seen before it does. At its edges the list scrolls. Main thread. */

#include "config.h"

#include "app/dialogs/postil-codebook-editor-private.h"

#define SCROLL_EDGE 28.0
#define SCROLL_STEP 7.0 /* a frame */

/* Where a drop would put a code. */
typedef struct
{
  PostilEditorRow  *row; /* that shows it */
  PostilEditorDrop  drop;
  guint             depth;
  const char       *parent;
  const char       *before; /* or NULL: the last */
} Place;

/* --- Places --------------------------------------------------------------------------- */

static const PostilCode *
find_next_sibling (PostilCodebook   *codebook,
                   const PostilCode *code)
{
  gboolean is_past = FALSE;

  for (guint i = 0; i < postil_codebook_get_n_codes (codebook); i++)
    {
      const PostilCode *other = postil_codebook_get_code (codebook, i);

      if (is_past && g_str_equal (other->parent, code->parent))
        return other;
      is_past = is_past || other == code;
    }

  return NULL;
}

static const PostilCode *
find_first_child (PostilCodebook   *codebook,
                  const PostilCode *code)
{
  for (guint i = 0; i < postil_codebook_get_n_codes (codebook); i++)
    if (g_str_equal (postil_codebook_get_code (codebook, i)->parent, code->id))
      return postil_codebook_get_code (codebook, i);

  return NULL;
}

static gboolean
is_within (PostilCodebook *codebook,
           const char     *id,
           const char     *ancestor)
{
  for (const PostilCode *code = postil_codebook_lookup_code (codebook, id); code != NULL;
       code = postil_codebook_lookup_code (codebook, code->parent))
    if (g_str_equal (code->id, ancestor))
      return TRUE;

  return FALSE;
}

/* The row at @y of the list, and where in it, from 0 to 1; beyond it, more. */
static PostilEditorRow *
find_row (PostilCodebookEditor *self,
          double                y,
          double               *part)
{
  PostilEditorRow *found = NULL;
  double nearest = G_MAXDOUBLE;

  for (GtkWidget *holder = gtk_widget_get_first_child (GTK_WIDGET (self->list)); holder != NULL;
       holder = gtk_widget_get_next_sibling (holder))
    {
      GtkWidget *row = gtk_widget_get_first_child (holder);
      graphene_rect_t bounds;
      double distance = 0;

      if (!POSTIL_IS_EDITOR_ROW (row) || !gtk_widget_get_mapped (row)
          || !gtk_widget_compute_bounds (row, GTK_WIDGET (self->list), &bounds) || bounds.size.height <= 0)
        continue;
      distance = ABS (y - (bounds.origin.y + bounds.size.height / 2));
      if (distance >= nearest)
        continue;
      nearest = distance;
      found = POSTIL_EDITOR_ROW (row);
      *part = (y - bounds.origin.y) / bounds.size.height;
    }

  return found;
}

/* What is there at @part of the row of @target. */
static void
fill_place (PostilCodebook   *codebook,
            const PostilCode *target,
            double            part,
            Place            *place)
{
  const PostilCode *child = find_first_child (codebook, target);
  const PostilCode *next = find_next_sibling (codebook, target);

  place->depth = target->depth;
  place->parent = target->parent;
  if (part < 1.0 / 3)
    {
      place->drop = POSTIL_EDITOR_DROP_BEFORE;
      place->before = target->id;
    }
  else if (part < 2.0 / 3)
    {
      place->drop = POSTIL_EDITOR_DROP_INTO;
      place->parent = target->id;
    }
  else
    {
      /* The line is above the first of those below it, if there are any. */
      place->drop = POSTIL_EDITOR_DROP_AFTER;
      place->depth += child != NULL ? 1 : 0;
      place->parent = child != NULL ? target->id : target->parent;
      place->before = child != NULL ? child->id : next != NULL ? next->id : NULL;
    }
}

static gboolean
find_place (PostilCodebookEditor *self,
            double                y,
            Place                *place)
{
  PostilCodebook *codebook = postil_codebook_editor_get_codebook (self);
  const PostilCode *target = NULL;
  double part = 0;

  place->row = self->dragged != NULL ? find_row (self, y, &part) : NULL;
  target = place->row != NULL ? postil_codebook_lookup_code (codebook, postil_editor_row_get_id (place->row)) : NULL;
  if (target == NULL)
    return FALSE;

  if (part > 1.1)
    {
      place->drop = POSTIL_EDITOR_DROP_AFTER;
      place->parent = "";
      return TRUE;
    }

  fill_place (codebook, target, part, place);
  return !g_str_equal (target->id, self->dragged) && !is_within (codebook, place->parent, self->dragged);
}

static void
show_place (PostilCodebookEditor *self,
            const Place          *place)
{
  if (self->drop_row != NULL)
    postil_editor_row_set_drop (self->drop_row, POSTIL_EDITOR_DROP_NONE, 0);
  g_set_weak_pointer (&self->drop_row, place != NULL ? place->row : NULL);
  if (place != NULL)
    postil_editor_row_set_drop (place->row, place->drop, place->depth);
}

/* --- Scrolling ------------------------------------------------------------------------ */

static gboolean
scroll_cb (GtkWidget     *list,
           GdkFrameClock *clock,
           gpointer       user_data)
{
  PostilCodebookEditor *self = user_data;
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (list));

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + self->scroll_step);
  return G_SOURCE_CONTINUE;
}

static void
set_scroll_step (PostilCodebookEditor *self,
                 double                step)
{
  self->scroll_step = step;
  if (step != 0 && self->scroll_tick == 0)
    self->scroll_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self->list), scroll_cb, self, NULL);
  else if (step == 0 && self->scroll_tick != 0)
    {
      gtk_widget_remove_tick_callback (GTK_WIDGET (self->list), self->scroll_tick);
      self->scroll_tick = 0;
    }
}

/* --- What GTK tells ------------------------------------------------------------------- */

static GdkDragAction
motion_cb (PostilCodebookEditor *self,
           double                x,
           double                y)
{
  double height = gtk_widget_get_height (GTK_WIDGET (self->list));
  Place place = { NULL };
  gboolean is_place = find_place (self, y, &place);

  show_place (self, is_place ? &place : NULL);
  set_scroll_step (self, y < SCROLL_EDGE ? -SCROLL_STEP : y > height - SCROLL_EDGE ? SCROLL_STEP : 0);
  return is_place ? GDK_ACTION_MOVE : 0;
}

static void
leave_cb (PostilCodebookEditor *self)
{
  show_place (self, NULL);
  set_scroll_step (self, 0);
}

static gboolean
drop_cb (PostilCodebookEditor *self,
         const GValue         *value,
         double                x,
         double                y)
{
  g_autofree char *id = g_strdup (self->dragged);
  Place place = { NULL };
  gboolean is_moved = FALSE;

  is_moved = find_place (self, y, &place)
             && postil_codebook_draft_move (self->draft, id, place.parent, place.before);
  leave_cb (self);
  if (is_moved)
    postil_codebook_editor_update (self, id, NULL);

  return is_moved;
}

static GdkContentProvider *
prepare_cb (PostilCodebookEditor *self,
            double                x,
            double                y,
            GtkDragSource        *source)
{
  PostilEditorRow *row = POSTIL_EDITOR_ROW (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source)));
  const char *id = postil_editor_row_get_id (row);

  if (id == NULL || postil_codebook_lookup_code (postil_codebook_editor_get_codebook (self), id) == NULL)
    return NULL;

  g_free (self->dragged);
  self->dragged = g_strdup (id);
  return gdk_content_provider_new_typed (G_TYPE_STRING, id);
}

/* The code's label at the pointer. */
static void
begin_cb (PostilCodebookEditor *self,
          GdkDrag              *drag)
{
  PostilCodebook *codebook = postil_codebook_editor_get_codebook (self);
  GtkWidget *label = gtk_label_new (postil_codebook_show_code (codebook, self->dragged));

  gtk_widget_add_css_class (label, "postil-drag");
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 30);
  gtk_drag_icon_set_child (GTK_DRAG_ICON (gtk_drag_icon_get_for_drag (drag)), label);
}

void
postil_codebook_editor_end_drag (PostilCodebookEditor *self)
{
  g_return_if_fail (POSTIL_IS_CODEBOOK_EDITOR (self));

  leave_cb (self);
  g_clear_pointer (&self->dragged, g_free);
}

void
postil_codebook_editor_init_drag (PostilCodebookEditor *self,
                                  PostilEditorRow      *row)
{
  GtkDragSource *source = gtk_drag_source_new ();

  g_return_if_fail (POSTIL_IS_EDITOR_ROW (row));

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect_object (source, "prepare", G_CALLBACK (prepare_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (source, "drag-begin", G_CALLBACK (begin_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (source, "drag-end", G_CALLBACK (postil_codebook_editor_end_drag), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (row), GTK_EVENT_CONTROLLER (source));
}

void
postil_codebook_editor_init_drop (PostilCodebookEditor *self)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_STRING, GDK_ACTION_MOVE);

  g_return_if_fail (POSTIL_IS_CODEBOOK_EDITOR (self));

  g_signal_connect_object (target, "enter", G_CALLBACK (motion_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "motion", G_CALLBACK (motion_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "leave", G_CALLBACK (leave_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->list), GTK_EVENT_CONTROLLER (target));
}
