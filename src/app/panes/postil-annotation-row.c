/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A row of the annotation list. A list has two hundred of them whatever is seen, and labels keep what
 * they have laid out: so a row is one widget, which lays out what it shows when it is measured and
 * drawn, and keeps its height alone. The whole quote may be a book's length: what is laid out is cut,
 * what is said is whole. Main thread. */

#include "config.h"

#include "app/panes/postil-annotation-row.h"

#include "app/panes/postil-code-swatch.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#define MAX_SHOWN_CHARS 300
#define QUOTE_LINES 2
#define NATURAL_WIDTH 300
#define MIN_TEXT_WIDTH 60
#define ICON_SIZE 16
#define GAP 9       /* between the swatch and the words */
#define SMALL_GAP 6 /* between the words of the first line */
#define LINE_GAP 2
/* Near to what libadwaita makes of its style classes caption and dim-label. */
#define CAPTION_SCALE 0.88
#define DIM 0.55f
#define DIM_HIGH_CONTRAST 0.9f

struct _PostilAnnotationRow
{
  GtkWidget         parent_instance;

  PostilAnnotation *annotation;
  PostilCodebook   *codebook;
  int               measured_width; /* -1 while the height is not known */
  int               measured_height;
};

/* What the row shows, laid out for a width. */
typedef struct
{
  PostilCodeStyle  style;
  PangoLayout     *letter;
  int              swatch_size;
  PangoLayout     *title;
  PangoLayout     *actor; /* NULL where there is none */
  PangoLayout     *quote;
  int              title_width;
  int              actor_width;
  int              head_height;
  int              height;
} Shown;

G_DEFINE_FINAL_TYPE (PostilAnnotationRow, postil_annotation_row, GTK_TYPE_WIDGET)

/* Lines of the article made one, at most MAX_SHOWN_CHARS. */
static char *
dup_shown_quote (const char *quote)
{
  char *shown = g_utf8_strlen (quote, -1) > MAX_SHOWN_CHARS
                  ? g_utf8_substring (quote, 0, MAX_SHOWN_CHARS)
                  : g_strdup (quote);

  return g_strstrip (g_strdelimit (shown, "\n\t", ' '));
}

static PangoLayout *
new_layout (PostilAnnotationRow *self,
            const char          *text,
            gboolean             is_caption,
            gboolean             is_bold)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  PangoAttrList *attributes = pango_attr_list_new ();

  if (is_caption)
    pango_attr_list_insert (attributes, pango_attr_scale_new (CAPTION_SCALE));
  if (is_bold)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment (layout, gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL
                                        ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  return layout;
}

static int
get_n_icons (PostilAnnotationRow *self)
{
  return (postil_annotation_is_unsure (self->annotation) ? 1 : 0)
         + (postil_annotation_get_note (self->annotation) != NULL ? 1 : 0);
}

static int
set_width (PangoLayout *layout,
           int          width)
{
  int height = 0;

  pango_layout_set_width (layout, width * PANGO_SCALE);
  pango_layout_get_pixel_size (layout, NULL, &height);
  return height;
}

/* The title gives way to a long name, but keeps more than half. */
static void
share_head (Shown *shown,
            int    width)
{
  int title = 0;
  int actor = 0;

  pango_layout_get_pixel_size (shown->title, &title, NULL);
  if (shown->actor == NULL)
    {
      shown->title_width = MIN (title, width);
      return;
    }
  pango_layout_get_pixel_size (shown->actor, &actor, NULL);
  shown->title_width = MIN (title, MAX (width - SMALL_GAP - actor, width * 3 / 5));
  /* No wider than it is: a name in Latin letters would go to the other end of an Arabic row. */
  shown->actor_width = CLAMP (width - SMALL_GAP - shown->title_width, 0, actor);
}

static void
lay_out (PostilAnnotationRow *self,
         int                  row_width,
         Shown               *shown)
{
  g_autofree char *quote = postil_annotation_dup_quote (self->annotation);
  g_autofree char *shown_quote = dup_shown_quote (quote);
  const char *code = postil_annotation_get_code (self->annotation);
  const char *actor = postil_annotation_get_attribute (self->annotation, "actor");
  AdwStyleManager *manager = adw_style_manager_get_default ();
  int n_icons = get_n_icons (self);
  int width = 0;

  *shown = (Shown) { .title = new_layout (self, postil_codebook_show_code (self->codebook, code), TRUE, TRUE) };
  postil_palette_get_style (self->codebook, code, adw_style_manager_get_dark (manager),
                            adw_style_manager_get_high_contrast (manager), &shown->style);
  shown->letter = gtk_widget_create_pango_layout (GTK_WIDGET (self), shown->style.letter);
  shown->swatch_size = postil_code_swatch_get_size (shown->letter);
  width = MAX (row_width - shown->swatch_size - GAP, 1);
  shown->actor = actor != NULL && *actor != '\0' ? new_layout (self, actor, TRUE, FALSE) : NULL;
  shown->quote = new_layout (self, shown_quote, FALSE, FALSE);
  share_head (shown, MAX (width - n_icons * (ICON_SIZE + SMALL_GAP), 1));
  shown->head_height = set_width (shown->title, shown->title_width);
  if (shown->actor != NULL)
    shown->head_height = MAX (shown->head_height, set_width (shown->actor, shown->actor_width));
  if (n_icons > 0)
    shown->head_height = MAX (shown->head_height, ICON_SIZE);
  pango_layout_set_height (shown->quote, -QUOTE_LINES);
  shown->height = MAX (shown->head_height + LINE_GAP + set_width (shown->quote, width), shown->swatch_size);
}

static void
shown_clear (Shown *shown)
{
  g_clear_object (&shown->letter);
  g_clear_object (&shown->title);
  g_clear_object (&shown->actor);
  g_clear_object (&shown->quote);
}

static void
postil_annotation_row_measure (GtkWidget      *widget,
                               GtkOrientation  orientation,
                               int             for_size,
                               int            *minimum,
                               int            *natural,
                               int            *minimum_baseline,
                               int            *natural_baseline)
{
  PostilAnnotationRow *self = POSTIL_ANNOTATION_ROW (widget);
  int width = for_size < 0 ? NATURAL_WIDTH : for_size;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = POSTIL_CODE_SWATCH_SIZE + GAP + MIN_TEXT_WIDTH;
      *natural = NATURAL_WIDTH;
      return;
    }

  if (self->annotation != NULL && self->measured_width != width)
    {
      Shown shown;

      lay_out (self, width, &shown);
      self->measured_width = width;
      self->measured_height = shown.height;
      shown_clear (&shown);
    }
  *minimum = *natural = self->annotation != NULL ? self->measured_height : POSTIL_CODE_SWATCH_SIZE;
}

/* At @start from the side on which reading begins. */
static void
draw_text (PostilAnnotationRow *self,
           GtkSnapshot         *snapshot,
           PangoLayout         *layout,
           int                  start,
           int                  top,
           int                  width,
           const GdkRGBA       *color)
{
  gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int left = is_rtl ? gtk_widget_get_width (GTK_WIDGET (self)) - start - width : start;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) left, (float) top));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

/* The @place-th icon from the row's end. */
static void
draw_icon (PostilAnnotationRow *self,
           GtkSnapshot         *snapshot,
           const char          *name,
           int                  place,
           int                  head_height,
           const GdkRGBA       *color)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkTextDirection direction = gtk_widget_get_direction (widget);
  int from_end = (place + 1) * ICON_SIZE + place * SMALL_GAP;
  int left = direction == GTK_TEXT_DIR_RTL ? from_end - ICON_SIZE : gtk_widget_get_width (widget) - from_end;
  g_autoptr (GtkIconPaintable) icon =
    gtk_icon_theme_lookup_icon (gtk_icon_theme_get_for_display (gtk_widget_get_display (widget)), name, NULL, ICON_SIZE,
                                gtk_widget_get_scale_factor (widget), direction, 0);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) left, (float) (head_height - ICON_SIZE) / 2.0f));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot, ICON_SIZE, ICON_SIZE, color, 1);
  gtk_snapshot_restore (snapshot);
}

static void
draw_swatch (PostilAnnotationRow *self,
             GtkSnapshot         *snapshot,
             Shown               *shown)
{
  gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  float size = (float) shown->swatch_size;
  float left = is_rtl ? (float) gtk_widget_get_width (GTK_WIDGET (self)) - size : 0;

  postil_code_swatch_draw (snapshot, &shown->style, shown->letter, &GRAPHENE_RECT_INIT (left, 0, size, size));
}

static void
postil_annotation_row_snapshot (GtkWidget   *widget,
                                GtkSnapshot *snapshot)
{
  PostilAnnotationRow *self = POSTIL_ANNOTATION_ROW (widget);
  int width = gtk_widget_get_width (widget);
  int start = 0;
  int n_icons = 0;
  GdkRGBA color;
  GdkRGBA dim;
  Shown shown;

  if (self->annotation == NULL)
    return;

  lay_out (self, width, &shown);
  start = shown.swatch_size + GAP;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  dim = color;
  dim.alpha *= adw_style_manager_get_high_contrast (adw_style_manager_get_default ()) ? DIM_HIGH_CONTRAST : DIM;
  draw_swatch (self, snapshot, &shown);
  draw_text (self, snapshot, shown.title, start, 0, shown.title_width, &color);
  if (shown.actor != NULL && shown.actor_width > 0)
    draw_text (self, snapshot, shown.actor, start + shown.title_width + SMALL_GAP, 0, shown.actor_width, &dim);
  if (postil_annotation_get_note (self->annotation) != NULL)
    draw_icon (self, snapshot, "text-x-generic-symbolic", n_icons++, shown.head_height, &dim);
  if (postil_annotation_is_unsure (self->annotation))
    draw_icon (self, snapshot, "dialog-question-symbolic", n_icons++, shown.head_height, &dim);
  draw_text (self, snapshot, shown.quote, start, shown.head_height + LINE_GAP, width - start, &color);
  shown_clear (&shown);
}

/* What an icon stands for, under the pointer. */
static gboolean
postil_annotation_row_query_tooltip (GtkWidget  *widget,
                                     int         x,
                                     int         y,
                                     gboolean    keyboard_mode,
                                     GtkTooltip *tooltip)
{
  PostilAnnotationRow *self = POSTIL_ANNOTATION_ROW (widget);
  int from_end = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL ? x : gtk_widget_get_width (widget) - x;
  const char *note = self->annotation != NULL ? postil_annotation_get_note (self->annotation) : NULL;
  gboolean is_unsure = self->annotation != NULL && postil_annotation_is_unsure (self->annotation);
  int place = from_end / (ICON_SIZE + SMALL_GAP);

  if (keyboard_mode || y > POSTIL_CODE_SWATCH_SIZE || place > 1)
    return FALSE;
  if (place == 0 && note != NULL)
    gtk_tooltip_set_text (tooltip, note);
  else if (is_unsure && place == (note != NULL ? 1 : 0))
    gtk_tooltip_set_text (tooltip, _("Unsure"));
  else
    return FALSE;

  return TRUE;
}

static void
forget_height (PostilAnnotationRow *self)
{
  self->measured_width = -1;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
postil_annotation_row_css_changed (GtkWidget         *widget,
                                   GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (postil_annotation_row_parent_class)->css_changed (widget, change);
  forget_height (POSTIL_ANNOTATION_ROW (widget));
}

static void
postil_annotation_row_direction_changed (GtkWidget        *widget,
                                         GtkTextDirection  before)
{
  forget_height (POSTIL_ANNOTATION_ROW (widget));
}

static void
postil_annotation_row_finalize (GObject *object)
{
  PostilAnnotationRow *self = POSTIL_ANNOTATION_ROW (object);

  g_clear_pointer (&self->annotation, postil_annotation_unref);
  g_clear_pointer (&self->codebook, postil_codebook_unref);

  G_OBJECT_CLASS (postil_annotation_row_parent_class)->finalize (object);
}

static GtkSizeRequestMode
postil_annotation_row_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
postil_annotation_row_class_init (PostilAnnotationRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = postil_annotation_row_finalize;
  widget_class->get_request_mode = postil_annotation_row_get_request_mode;
  widget_class->measure = postil_annotation_row_measure;
  widget_class->snapshot = postil_annotation_row_snapshot;
  widget_class->query_tooltip = postil_annotation_row_query_tooltip;
  widget_class->css_changed = postil_annotation_row_css_changed;
  widget_class->direction_changed = postil_annotation_row_direction_changed;

  gtk_widget_class_set_css_name (widget_class, "postil-annotation-row");
  /* The list's own row has the name that is said. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
postil_annotation_row_init (PostilAnnotationRow *self)
{
  self->measured_width = -1;
}

GtkWidget *
postil_annotation_row_new (void)
{
  return g_object_new (POSTIL_TYPE_ANNOTATION_ROW, NULL);
}

gboolean
postil_annotation_row_set_annotation (PostilAnnotationRow *self,
                                      PostilAnnotation    *annotation,
                                      PostilCodebook      *codebook)
{
  g_return_val_if_fail (POSTIL_IS_ANNOTATION_ROW (self), FALSE);
  g_return_val_if_fail (annotation != NULL && codebook != NULL, FALSE);

  /* Neither ever changes. */
  if (self->annotation == annotation && self->codebook == codebook)
    return FALSE;

  postil_annotation_ref (annotation);
  g_clear_pointer (&self->annotation, postil_annotation_unref);
  self->annotation = annotation;
  postil_codebook_ref (codebook);
  g_clear_pointer (&self->codebook, postil_codebook_unref);
  self->codebook = codebook;
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), get_n_icons (self) > 0);
  forget_height (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));

  return TRUE;
}

char *
postil_annotation_row_dup_name (PostilAnnotation *annotation,
                                PostilCodebook   *codebook)
{
  g_autofree char *quote = NULL;
  g_autoptr (GString) name = NULL;
  const char *actor = NULL;

  g_return_val_if_fail (annotation != NULL && codebook != NULL, NULL);

  quote = postil_annotation_dup_quote (annotation);
  name = g_string_new (NULL);
  /* Translators: a code and the passage that bears it: “Concern: deep concern over…” */
  g_string_append_printf (name, _("%s: %s"),
                          postil_codebook_show_code (codebook, postil_annotation_get_code (annotation)), quote);
  actor = postil_annotation_get_attribute (annotation, "actor");
  if (actor != NULL)
    g_string_append_printf (name, " · %s", actor);
  if (postil_annotation_is_unsure (annotation))
    g_string_append_printf (name, " · %s", _("unsure"));
  if (postil_annotation_get_anchor (annotation) == POSTIL_ANCHOR_ORPHAN)
    g_string_append_printf (name, " · %s", _("not found in the text"));

  return g_string_free (g_steal_pointer (&name), FALSE);
}
