/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The overview ruler. The article's length in characters is laid over the strip's height;
 * each row of pixels remembers which codes lie there, as bits, and how many annotations of
 * each. All rows are computed anew where the document or the height is another, at the next
 * frame and not before; a change costs what it changes, a frame what the strip's height does. Not a tab stop: the list of annotations is the
 * keyboard's way to the same places. Main thread. */

#include "config.h"

#include "app/view/postil-overview-ruler.h"

#include "model/postil-settle.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define RULER_WIDTH 14
#define TICK_INSET 3
#define MAX_CODES 64u
#define MIN_FRAME 8

struct _PostilOverviewRuler
{
  GtkWidget           parent_instance;

  PostilArticleView  *view;
  GSignalGroup       *view_signals;
  GSignalGroup       *document_signals;
  GSignalGroup       *scroll_signals;
  GArray             *rows;      /* of guint64, a bit a code of self->codes */
  GPtrArray          *codes;     /* ids: the codebook's in its order, then those that it lacks */
  GPtrArray          *counts;    /* a code's annotations, a guint a row */
  gboolean            stale;
};

G_DEFINE_FINAL_TYPE (PostilOverviewRuler, postil_overview_ruler, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_VIEW,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static PostilDocument *
get_document (PostilOverviewRuler *self)
{
  return self->view != NULL ? postil_article_view_get_document (self->view) : NULL;
}

static guint
find_code (PostilOverviewRuler *self,
           const char          *code)
{
  for (guint i = 0; i < self->codes->len; i++)
    {
      if (g_str_equal (g_ptr_array_index (self->codes, i), code))
        return i;
    }

  if (self->codes->len >= MAX_CODES)
    return MAX_CODES - 1;
  g_ptr_array_add (self->codes, g_strdup (code));

  return self->codes->len - 1;
}

static guint
row_of (guint char_offset,
        guint n_chars,
        guint n_rows)
{
  return MIN ((guint) ((guint64) char_offset * n_rows / MAX (n_chars, 1)), n_rows - 1);
}

/* One annotation more, or one less. */
static void
count_annotation (PostilOverviewRuler *self,
                  PostilAnnotation    *annotation,
                  int                  difference)
{
  PostilText *text = postil_document_get_text (get_document (self));
  guint n_chars = postil_text_get_n_chars (text);
  guint n_pieces;
  const PostilPiece *pieces = postil_annotation_get_pieces (annotation, &n_pieces);
  guint code;
  guint *counts;

  if (!postil_settle_is_placed (annotation, text))
    return;

  code = find_code (self, postil_annotation_get_code (annotation));
  if (code >= self->counts->len)
    g_ptr_array_set_size (self->counts, (int) code + 1);
  if (g_ptr_array_index (self->counts, code) == NULL)
    g_ptr_array_index (self->counts, code) = g_new0 (guint, self->rows->len);
  counts = g_ptr_array_index (self->counts, code);

  for (guint i = 0; i < n_pieces; i++)
    {
      guint first = row_of (pieces[i].span.start, n_chars, self->rows->len);
      guint last = row_of (pieces[i].span.end - 1, n_chars, self->rows->len);

      for (guint row = first; row <= last; row++)
        {
          counts[row] += difference;
          if (counts[row] > 0)
            g_array_index (self->rows, guint64, row) |= (guint64) 1 << code;
          else
            g_array_index (self->rows, guint64, row) &= ~((guint64) 1 << code);
        }
    }
}

static gboolean
collect_cb (PostilAnnotation *annotation,
            gpointer          user_data)
{
  count_annotation (user_data, annotation, 1);

  return TRUE;
}

/* So that what stands side by side does so in one order, whatever was marked first. */
static void
enter_codes (PostilOverviewRuler *self,
             PostilCodebook      *codebook)
{
  guint n_codes = MIN (postil_codebook_get_n_codes (codebook), MAX_CODES - 1);

  for (guint i = 0; i < n_codes; i++)
    g_ptr_array_add (self->codes, g_strdup (postil_codebook_get_code (codebook, i)->id));
}

static void
update_rows (PostilOverviewRuler *self,
             int                  height)
{
  PostilDocument *document = get_document (self);

  self->stale = FALSE;
  g_array_set_size (self->rows, 0);
  g_array_set_size (self->rows, (guint) MAX (height, 1));
  g_ptr_array_set_size (self->codes, 0);
  g_ptr_array_set_size (self->counts, 0);
  if (document == NULL)
    return;

  enter_codes (self, postil_document_get_codebook (document));
  postil_layer_foreach (postil_document_get_layer (document), collect_cb, self);
}

/* Nothing is known yet while stale, and all will be counted. */
static void
document_changed_cb (PostilOverviewRuler *self,
                     PostilChange        *change)
{
  GPtrArray *removed = postil_change_get_removed (change);
  GPtrArray *added = postil_change_get_added (change);

  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (postil_change_get_codebook (change, NULL, NULL))
    self->stale = TRUE;
  if (self->stale || self->rows->len == 0)
    return;

  for (guint i = 0; i < removed->len; i++)
    count_annotation (self, g_ptr_array_index (removed, i), -1);
  for (guint i = 0; i < added->len; i++)
    count_annotation (self, g_ptr_array_index (added, i), 1);
}

/* The least of the codes in @bits by their names: whichever was counted first, they stand alike. */
static guint
find_least (PostilOverviewRuler *self,
            guint64              bits)
{
  guint least = G_MAXUINT;

  for (guint i = 0; i < self->codes->len; i++)
    if ((bits & ((guint64) 1 << i)) != 0
        && (least == G_MAXUINT || strcmp (g_ptr_array_index (self->codes, i), g_ptr_array_index (self->codes, least)) < 0))
      least = i;

  return least;
}

/* Codes of one row stand side by side. */
static void
append_run (PostilOverviewRuler *self,
            GtkSnapshot         *snapshot,
            guint64              bits,
            guint                first,
            guint                last)
{
  float width = (float) gtk_widget_get_width (GTK_WIDGET (self)) - 2 * TICK_INSET;
  guint n_codes = 0;
  guint column = 0;

  for (guint64 rest = bits; rest != 0; rest &= rest - 1)
    n_codes++;

  for (guint i = find_least (self, bits); i != G_MAXUINT; i = find_least (self, bits))
    {
      const PostilCodeStyle *style;

      bits &= ~((guint64) 1 << i);
      style = postil_article_view_get_style (self->view, g_ptr_array_index (self->codes, i));
      gtk_snapshot_append_color (snapshot, &style->line,
                                 &GRAPHENE_RECT_INIT (TICK_INSET + width * (float) column / (float) n_codes,
                                                      (float) first, width / (float) n_codes,
                                                      (float) (MAX (last - first + 1, 2))));
      column++;
    }
}

static void
append_frame (PostilOverviewRuler *self,
              GtkSnapshot         *snapshot,
              guint                n_chars)
{
  PostilSpan visible = postil_article_view_get_visible_span (self->view);
  guint first = row_of (visible.start, n_chars, self->rows->len);
  guint last = row_of (visible.end, n_chars, self->rows->len);
  float width = (float) gtk_widget_get_width (GTK_WIDGET (self));
  const float widths[] = { 1, 1, 1, 1 };
  GdkRGBA fill;
  GdkRGBA line;
  GskRoundedRect rounded;

  if (visible.start == 0 && visible.end >= n_chars)
    return;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &line);
  fill = line;
  fill.alpha *= 0.07f;
  line.alpha *= 0.40f;
  gsk_rounded_rect_init_from_rect (&rounded,
                                   &GRAPHENE_RECT_INIT (0.5f, (float) first, width - 1,
                                                        (float) MAX (last - first, MIN_FRAME)), 3);
  gtk_snapshot_push_rounded_clip (snapshot, &rounded);
  gtk_snapshot_append_color (snapshot, &fill, &rounded.bounds);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &rounded, widths,
                              ((const GdkRGBA[]) { line, line, line, line }));
}

static void
append_current (PostilOverviewRuler *self,
                GtkSnapshot         *snapshot,
                guint                n_chars)
{
  const char *id = postil_article_view_get_current (self->view);
  PostilAnnotation *annotation = NULL;
  GdkRGBA color;
  float y;

  if (id != NULL)
    annotation = postil_layer_lookup (postil_document_get_layer (get_document (self)), id);
  if (annotation == NULL || postil_annotation_get_anchor (annotation) == POSTIL_ANCHOR_ORPHAN)
    return;

  y = (float) row_of (postil_annotation_get_hull (annotation).start, n_chars, self->rows->len);
  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &color);
  gtk_snapshot_append_color (snapshot, &color,
                             &GRAPHENE_RECT_INIT (0, y, (float) gtk_widget_get_width (GTK_WIDGET (self)), 2));
}

static void
postil_overview_ruler_snapshot (GtkWidget   *widget,
                                GtkSnapshot *snapshot)
{
  PostilOverviewRuler *self = POSTIL_OVERVIEW_RULER (widget);
  int height = gtk_widget_get_height (widget);
  PostilDocument *document = get_document (self);
  guint n_chars;
  guint first = 0;

  if (document == NULL || height <= 0)
    return;

  if (self->stale || (int) self->rows->len != height)
    update_rows (self, height);

  n_chars = postil_text_get_n_chars (postil_document_get_text (document));
  for (guint row = 1; row <= self->rows->len; row++)
    {
      guint64 bits = g_array_index (self->rows, guint64, first);

      if (row < self->rows->len && g_array_index (self->rows, guint64, row) == bits)
        continue;
      if (bits != 0)
        append_run (self, snapshot, bits, first, row - 1);
      first = row;
    }
  append_frame (self, snapshot, n_chars);
  append_current (self, snapshot, n_chars);
}

static void
postil_overview_ruler_measure (GtkWidget      *widget,
                               GtkOrientation  orientation,
                               int             for_size,
                               int            *minimum,
                               int            *natural,
                               int            *minimum_baseline,
                               int            *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? RULER_WIDTH : 0;
  *natural = *minimum;
}

static void
go_to (PostilOverviewRuler *self,
       double               y)
{
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  PostilDocument *document = get_document (self);
  double part;

  if (document == NULL || height <= 0)
    return;

  part = CLAMP (y / height, 0, 1);
  postil_article_view_scroll_to (self->view,
                                 (guint) (part * postil_text_get_n_chars (postil_document_get_text (document))));
}

static void
drag_begin_cb (PostilOverviewRuler *self,
               double               x,
               double               y)
{
  go_to (self, y);
}

static void
drag_update_cb (PostilOverviewRuler *self,
                double               offset_x,
                double               offset_y,
                GtkGestureDrag      *drag)
{
  double y;

  if (gtk_gesture_drag_get_start_point (drag, NULL, &y))
    go_to (self, y + offset_y);
}

static void
stale_cb (PostilOverviewRuler *self)
{
  self->stale = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
redraw_cb (PostilOverviewRuler *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
follow_cb (PostilOverviewRuler *self)
{
  g_signal_group_set_target (self->document_signals, get_document (self));
  g_signal_group_set_target (self->scroll_signals,
                             self->view != NULL
                             ? gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view)) : NULL);
  stale_cb (self);
}

static void
postil_overview_ruler_get_property (GObject    *object,
                                    guint       prop_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  PostilOverviewRuler *self = POSTIL_OVERVIEW_RULER (object);

  switch (prop_id)
    {
    case PROP_VIEW:
      g_value_set_object (value, self->view);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
postil_overview_ruler_set_property (GObject      *object,
                                    guint         prop_id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  PostilOverviewRuler *self = POSTIL_OVERVIEW_RULER (object);

  switch (prop_id)
    {
    case PROP_VIEW:
      postil_overview_ruler_set_view (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
postil_overview_ruler_dispose (GObject *object)
{
  PostilOverviewRuler *self = POSTIL_OVERVIEW_RULER (object);

  g_clear_object (&self->view_signals);
  g_clear_object (&self->document_signals);
  g_clear_object (&self->scroll_signals);
  g_clear_object (&self->view);

  G_OBJECT_CLASS (postil_overview_ruler_parent_class)->dispose (object);
}

static void
postil_overview_ruler_finalize (GObject *object)
{
  PostilOverviewRuler *self = POSTIL_OVERVIEW_RULER (object);

  g_array_unref (self->rows);
  g_ptr_array_unref (self->codes);
  g_ptr_array_unref (self->counts);

  G_OBJECT_CLASS (postil_overview_ruler_parent_class)->finalize (object);
}

static void
postil_overview_ruler_class_init (PostilOverviewRulerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = postil_overview_ruler_dispose;
  object_class->finalize = postil_overview_ruler_finalize;
  object_class->get_property = postil_overview_ruler_get_property;
  object_class->set_property = postil_overview_ruler_set_property;
  widget_class->snapshot = postil_overview_ruler_snapshot;
  widget_class->measure = postil_overview_ruler_measure;

  props[PROP_VIEW] = g_param_spec_object ("view", NULL, NULL, POSTIL_TYPE_ARTICLE_VIEW,
                                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                          | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_css_name (widget_class, "overviewruler");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
postil_overview_ruler_init (PostilOverviewRuler *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  self->rows = g_array_new (FALSE, TRUE, sizeof (guint64));
  self->codes = g_ptr_array_new_with_free_func (g_free);
  self->counts = g_ptr_array_new_with_free_func (g_free);
  self->stale = TRUE;

  self->view_signals = g_signal_group_new (POSTIL_TYPE_ARTICLE_VIEW);
  g_signal_group_connect_swapped (self->view_signals, "notify::document", G_CALLBACK (follow_cb), self);
  g_signal_group_connect_swapped (self->view_signals, "notify::vadjustment", G_CALLBACK (follow_cb), self);
  g_signal_group_connect_swapped (self->view_signals, "notify::current", G_CALLBACK (redraw_cb), self);
  g_signal_group_connect_swapped (self->view_signals, "looks-changed", G_CALLBACK (redraw_cb), self);
  self->document_signals = g_signal_group_new (POSTIL_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->document_signals, "changed", G_CALLBACK (document_changed_cb), self);
  self->scroll_signals = g_signal_group_new (GTK_TYPE_ADJUSTMENT);
  g_signal_group_connect_swapped (self->scroll_signals, "value-changed", G_CALLBACK (redraw_cb), self);
  g_signal_group_connect_swapped (self->scroll_signals, "changed", G_CALLBACK (redraw_cb), self);

  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "pointer");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Overview of the article’s annotations"), -1);
}

GtkWidget *
postil_overview_ruler_new (void)
{
  return g_object_new (POSTIL_TYPE_OVERVIEW_RULER, NULL);
}

void
postil_overview_ruler_set_view (PostilOverviewRuler *self,
                                PostilArticleView   *view)
{
  g_return_if_fail (POSTIL_IS_OVERVIEW_RULER (self));
  g_return_if_fail (view == NULL || POSTIL_IS_ARTICLE_VIEW (view));

  if (!g_set_object (&self->view, view))
    return;

  g_signal_group_set_target (self->view_signals, view);
  follow_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_VIEW]);
}
