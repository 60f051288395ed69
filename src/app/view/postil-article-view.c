/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The article view as an object: its properties, signals and life. What it does is in the
 * files beside this one, each for one concern; what they share is in the private header.
 * Invariant: the buffer holds exactly the document's text and is never edited. Main thread. */

#include "config.h"

#include "app/view/postil-article-view-private.h"

#include <glib/gi18n-lib.h>

#define DEFAULT_COLUMN_CHARS 68
#define DEFAULT_LINE_SPACING 1.5
#define MIN_ZOOM 0.25
#define MAX_ZOOM 8.0

G_DEFINE_FINAL_TYPE (PostilArticleView, postil_article_view, GTK_TYPE_TEXT_VIEW)

enum
{
  PROP_0,
  PROP_DOCUMENT,
  PROP_CURRENT,
  PROP_FOCUS_CODE,
  PROP_FOCUS_ACTOR,
  PROP_COLUMN_CHARS,
  PROP_LINE_SPACING,
  PROP_FONT,
  PROP_ZOOM,
  PROP_SNAP_WORDS,
  N_PROPS
};

enum
{
  SIGNAL_SELECTION_DONE,
  SIGNAL_CARET_MOVED,
  SIGNAL_SPAN_EDITED,
  SIGNAL_BORDER_MOVED,
  SIGNAL_ACTIVATE_ANNOTATION,
  SIGNAL_LOOKS_CHANGED,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static void
set_focus_code (PostilArticleView *self,
                const char        *code)
{
  if (g_strcmp0 (self->focus_code, code) == 0)
    return;

  g_free (self->focus_code);
  self->focus_code = g_strdup (code);
  postil_article_view_invalidate_all (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FOCUS_CODE]);
}

static void
set_focus_actor (PostilArticleView *self,
                 const char        *actor)
{
  if (g_strcmp0 (self->focus_actor, actor) == 0)
    return;

  g_free (self->focus_actor);
  self->focus_actor = g_strdup (actor);
  postil_article_view_invalidate_all (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FOCUS_ACTOR]);
}

static void
set_column_chars (PostilArticleView *self,
                  guint              column_chars)
{
  if (self->column_chars == column_chars)
    return;

  self->column_chars = column_chars;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_COLUMN_CHARS]);
}

static void
set_line_spacing (PostilArticleView *self,
                  double             line_spacing)
{
  if (self->line_spacing == line_spacing)
    return;

  self->line_spacing = line_spacing;
  postil_article_view_update_metrics (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LINE_SPACING]);
}

static void
set_font (PostilArticleView          *self,
          const PangoFontDescription *font)
{
  if (self->font == font
      || (self->font != NULL && font != NULL && pango_font_description_equal (self->font, font)))
    return;

  g_clear_pointer (&self->font, pango_font_description_free);
  self->font = font != NULL ? pango_font_description_copy (font) : NULL;
  postil_article_view_update_font (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FONT]);
}

static void
set_zoom (PostilArticleView *self,
          double             zoom)
{
  if (self->zoom == zoom)
    return;

  self->zoom = zoom;
  postil_article_view_update_font (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ZOOM]);
}

static void
set_snap_words (PostilArticleView *self,
                gboolean           snap_words)
{
  if (self->snap_words == snap_words)
    return;

  self->snap_words = snap_words;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SNAP_WORDS]);
}

static void
postil_article_view_size_allocate (GtkWidget *widget,
                                   int        width,
                                   int        height,
                                   int        baseline)
{
  postil_article_view_update_margins (POSTIL_ARTICLE_VIEW (widget), width);
  GTK_WIDGET_CLASS (postil_article_view_parent_class)->size_allocate (widget, width, height, baseline);
}

static void
postil_article_view_css_changed (GtkWidget         *widget,
                                 GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (postil_article_view_parent_class)->css_changed (widget, change);
  postil_article_view_update_metrics (POSTIL_ARTICLE_VIEW (widget));
}

static void
postil_article_view_direction_changed (GtkWidget        *widget,
                                       GtkTextDirection  before)
{
  GTK_WIDGET_CLASS (postil_article_view_parent_class)->direction_changed (widget, before);
  postil_article_view_invalidate_layout (POSTIL_ARTICLE_VIEW (widget));
}

static void
postil_article_view_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  PostilArticleView *self = POSTIL_ARTICLE_VIEW (object);

  switch (prop_id)
    {
    case PROP_DOCUMENT:
      g_value_set_object (value, self->document);
      break;
    case PROP_CURRENT:
      g_value_set_string (value, self->current);
      break;
    case PROP_FOCUS_CODE:
      g_value_set_string (value, self->focus_code);
      break;
    case PROP_FOCUS_ACTOR:
      g_value_set_string (value, self->focus_actor);
      break;
    case PROP_COLUMN_CHARS:
      g_value_set_uint (value, self->column_chars);
      break;
    case PROP_LINE_SPACING:
      g_value_set_double (value, self->line_spacing);
      break;
    case PROP_FONT:
      g_value_set_boxed (value, self->font);
      break;
    case PROP_ZOOM:
      g_value_set_double (value, self->zoom);
      break;
    case PROP_SNAP_WORDS:
      g_value_set_boolean (value, self->snap_words);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
postil_article_view_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  PostilArticleView *self = POSTIL_ARTICLE_VIEW (object);

  switch (prop_id)
    {
    case PROP_DOCUMENT:
      postil_article_view_set_document (self, g_value_get_object (value));
      break;
    case PROP_CURRENT:
      postil_article_view_set_current (self, g_value_get_string (value));
      break;
    case PROP_FOCUS_CODE:
      set_focus_code (self, g_value_get_string (value));
      break;
    case PROP_FOCUS_ACTOR:
      set_focus_actor (self, g_value_get_string (value));
      break;
    case PROP_COLUMN_CHARS:
      set_column_chars (self, g_value_get_uint (value));
      break;
    case PROP_LINE_SPACING:
      set_line_spacing (self, g_value_get_double (value));
      break;
    case PROP_FONT:
      set_font (self, g_value_get_boxed (value));
      break;
    case PROP_ZOOM:
      set_zoom (self, g_value_get_double (value));
      break;
    case PROP_SNAP_WORDS:
      set_snap_words (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
postil_article_view_snapshot (GtkWidget   *widget,
                              GtkSnapshot *snapshot)
{
  GTK_WIDGET_CLASS (postil_article_view_parent_class)->snapshot (widget, snapshot);
  postil_article_view_snapshot_lane_names (POSTIL_ARTICLE_VIEW (widget), snapshot);
}

static void
postil_article_view_dispose (GObject *object)
{
  PostilArticleView *self = POSTIL_ARTICLE_VIEW (object);

  postil_article_view_clear_document (self);
  g_clear_handle_id (&self->selection_source, g_source_remove);
  g_clear_handle_id (&self->release_source, g_source_remove);
  g_clear_handle_id (&self->trim_source, g_source_remove);
  if (self->provider != NULL)
    gtk_style_context_remove_provider (gtk_widget_get_style_context (GTK_WIDGET (self)),
                                       GTK_STYLE_PROVIDER (self->provider));
  g_clear_object (&self->provider);

  G_OBJECT_CLASS (postil_article_view_parent_class)->dispose (object);
}

static void
postil_article_view_finalize (GObject *object)
{
  PostilArticleView *self = POSTIL_ARTICLE_VIEW (object);

  g_strfreev (self->lane_names);
  g_free (self->current);
  g_free (self->focus_code);
  g_free (self->focus_actor);
  g_clear_pointer (&self->font, pango_font_description_free);
  g_array_unref (self->matches);
  g_array_unref (self->grown);
  g_array_unref (self->lines);
  g_array_unref (self->boxes);
  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->visible);
  g_hash_table_unref (self->blocks);
  g_hash_table_unref (self->places);
  g_hash_table_unref (self->looks);

  G_OBJECT_CLASS (postil_article_view_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  props[PROP_DOCUMENT] = g_param_spec_object ("document", NULL, NULL, POSTIL_TYPE_DOCUMENT, flags);
  props[PROP_CURRENT] = g_param_spec_string ("current", NULL, NULL, NULL, flags);
  props[PROP_FOCUS_CODE] = g_param_spec_string ("focus-code", NULL, NULL, NULL, flags);
  props[PROP_FOCUS_ACTOR] = g_param_spec_string ("focus-actor", NULL, NULL, NULL, flags);
  props[PROP_COLUMN_CHARS] = g_param_spec_uint ("column-chars", NULL, NULL, 20, 400,
                                                DEFAULT_COLUMN_CHARS, flags);
  props[PROP_LINE_SPACING] = g_param_spec_double ("line-spacing", NULL, NULL, 1.0, 4.0,
                                                  DEFAULT_LINE_SPACING, flags);
  props[PROP_FONT] = g_param_spec_boxed ("font", NULL, NULL, PANGO_TYPE_FONT_DESCRIPTION, flags);
  props[PROP_ZOOM] = g_param_spec_double ("zoom", NULL, NULL, MIN_ZOOM, MAX_ZOOM, 1.0, flags);
  props[PROP_SNAP_WORDS] = g_param_spec_boolean ("snap-words", NULL, NULL, TRUE, flags);

  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
install_signals (GType type)
{
  signals[SIGNAL_SELECTION_DONE] =
    g_signal_new ("selection-done", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_INT);
  signals[SIGNAL_CARET_MOVED] =
    g_signal_new ("caret-moved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SPAN_EDITED] =
    g_signal_new ("span-edited", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
  signals[SIGNAL_BORDER_MOVED] =
    g_signal_new ("border-moved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 3, G_TYPE_INT, G_TYPE_BOOLEAN, G_TYPE_STRING);
  signals[SIGNAL_ACTIVATE_ANNOTATION] =
    g_signal_new ("activate-annotation", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_LOOKS_CHANGED] =
    g_signal_new ("looks-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
postil_article_view_class_init (PostilArticleViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkTextViewClass *text_view_class = GTK_TEXT_VIEW_CLASS (klass);

  object_class->dispose = postil_article_view_dispose;
  object_class->finalize = postil_article_view_finalize;
  object_class->get_property = postil_article_view_get_property;
  object_class->set_property = postil_article_view_set_property;
  widget_class->size_allocate = postil_article_view_size_allocate;
  widget_class->snapshot = postil_article_view_snapshot;
  widget_class->css_changed = postil_article_view_css_changed;
  widget_class->direction_changed = postil_article_view_direction_changed;
  text_view_class->snapshot_layer = postil_article_view_snapshot_layer;
  text_view_class->extend_selection = postil_article_view_extend_selection;

  install_properties (object_class);
  install_signals (G_TYPE_FROM_CLASS (klass));
}

static void
postil_article_view_init (PostilArticleView *self)
{
  GtkTextView *text_view = GTK_TEXT_VIEW (self);

  self->zoom = 1.0;
  self->line_spacing = DEFAULT_LINE_SPACING;
  self->column_chars = DEFAULT_COLUMN_CHARS;
  self->snap_words = TRUE;
  self->last_click_offset = G_MAXUINT;
  self->matches = g_array_new (FALSE, FALSE, sizeof (PostilSpan));
  self->grown = g_array_new (FALSE, FALSE, sizeof (PostilSpan));
  self->lines = g_array_new (FALSE, FALSE, sizeof (PostilViewLine));
  self->boxes = g_array_new (FALSE, FALSE, sizeof (PostilViewBox));
  self->items = g_ptr_array_new ();
  self->visible = g_ptr_array_new ();
  self->blocks = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL,
                                        (GDestroyNotify) postil_view_block_free);
  self->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->looks = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                       (GDestroyNotify) postil_view_look_free);

  gtk_text_view_set_editable (text_view, FALSE);
  gtk_text_view_set_cursor_visible (text_view, TRUE);
  gtk_text_view_set_accepts_tab (text_view, FALSE);
  gtk_text_view_set_wrap_mode (text_view, GTK_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (GTK_WIDGET (self), "postil-article");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Article text"), -1);

  self->provider = gtk_css_provider_new ();
  gtk_style_context_add_provider (gtk_widget_get_style_context (GTK_WIDGET (self)),
                                  GTK_STYLE_PROVIDER (self->provider),
                                  GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (postil_article_view_invalidate_layout), NULL);
  postil_article_view_watch_theme (self);
  postil_article_view_init_pointer (self);
  postil_article_view_init_border (self);
  postil_article_view_update_metrics (self);
}

GtkWidget *
postil_article_view_new (void)
{
  return g_object_new (POSTIL_TYPE_ARTICLE_VIEW, NULL);
}

void
postil_article_view_emit_selection_done (PostilArticleView *self,
                                         int                x,
                                         int                y)
{
  g_signal_emit (self, signals[SIGNAL_SELECTION_DONE], 0, x, y);
}

void
postil_article_view_emit_span_edited (PostilArticleView *self,
                                      PostilSpan         span)
{
  g_signal_emit (self, signals[SIGNAL_SPAN_EDITED], 0, span.start, span.end);
}

void
postil_article_view_emit_border_moved (PostilArticleView *self,
                                       int                edge,
                                       gboolean           is_begun,
                                       const char        *word)
{
  g_signal_emit (self, signals[SIGNAL_BORDER_MOVED], 0, edge, is_begun, word);
}

void
postil_article_view_emit_activate (PostilArticleView *self,
                                   const char        *id)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATE_ANNOTATION], 0, id);
}

void
postil_article_view_emit_caret_moved (PostilArticleView *self)
{
  g_signal_emit (self, signals[SIGNAL_CARET_MOVED], 0);
}

void
postil_article_view_emit_looks_changed (PostilArticleView *self)
{
  g_signal_emit (self, signals[SIGNAL_LOOKS_CHANGED], 0);
}
