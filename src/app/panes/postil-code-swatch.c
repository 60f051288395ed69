/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A code at a glance. The style is asked for when code or theme change, not when drawn.
 * Main thread. */

#include "config.h"

#include "app/panes/postil-code-swatch.h"

#include <adwaita.h>

#define PADDING 2 /* around the letter, where text is large */
#define RADIUS 0.27f /* of the size */

struct _PostilCodeSwatch
{
  GtkWidget        parent_instance;

  PostilCodebook  *codebook;
  char            *code_id;
  PostilCodeStyle  style;
  PangoLayout     *letter;
  int              size;
};

G_DEFINE_FINAL_TYPE (PostilCodeSwatch, postil_code_swatch, GTK_TYPE_WIDGET)

static void
update_style (PostilCodeSwatch *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  if (self->codebook == NULL)
    return;

  postil_palette_get_style (self->codebook, self->code_id,
                            adw_style_manager_get_dark (manager),
                            adw_style_manager_get_high_contrast (manager),
                            &self->style);
  g_clear_object (&self->letter);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

int
postil_code_swatch_get_size (PangoLayout *letter)
{
  int width = 0;
  int height = 0;

  if (letter != NULL)
    pango_layout_get_pixel_size (letter, &width, &height);

  return MAX (POSTIL_CODE_SWATCH_SIZE, MAX (width, height) + 2 * PADDING);
}

static int
get_size (PostilCodeSwatch *self)
{
  if (self->letter == NULL && self->codebook != NULL)
    self->letter = gtk_widget_create_pango_layout (GTK_WIDGET (self), self->style.letter);

  return MAX (self->size, postil_code_swatch_get_size (self->letter));
}

static void
postil_code_swatch_measure (GtkWidget      *widget,
                            GtkOrientation  orientation,
                            int             for_size,
                            int            *minimum,
                            int            *natural,
                            int            *minimum_baseline,
                            int            *natural_baseline)
{
  *minimum = *natural = get_size (POSTIL_CODE_SWATCH (widget));
}

void
postil_code_swatch_draw (GtkSnapshot           *snapshot,
                         const PostilCodeStyle *style,
                         PangoLayout           *letter,
                         const graphene_rect_t *bounds)
{
  GskRoundedRect outline;
  int width = 0;
  int height = 0;

  g_return_if_fail (GTK_IS_SNAPSHOT (snapshot));
  g_return_if_fail (style != NULL && bounds != NULL);

  gsk_rounded_rect_init_from_rect (&outline, bounds, RADIUS * bounds->size.width);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &style->line, bounds);
  gtk_snapshot_pop (snapshot);

  pango_layout_get_pixel_size (letter, &width, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (bounds->origin.x + (bounds->size.width - (float) width) / 2.0f,
                                                bounds->origin.y + (bounds->size.height - (float) height) / 2.0f));
  gtk_snapshot_append_layout (snapshot, letter, &style->on_line);
  gtk_snapshot_restore (snapshot);
}

static void
postil_code_swatch_snapshot (GtkWidget   *widget,
                             GtkSnapshot *snapshot)
{
  PostilCodeSwatch *self = POSTIL_CODE_SWATCH (widget);
  float width = (float) gtk_widget_get_width (widget);
  float height = (float) gtk_widget_get_height (widget);
  float size = (float) get_size (self);

  if (self->codebook == NULL)
    return;

  postil_code_swatch_draw (snapshot, &self->style, self->letter,
                           &GRAPHENE_RECT_INIT ((width - size) / 2.0f, (height - size) / 2.0f, size, size));
}

static void
postil_code_swatch_css_changed (GtkWidget         *widget,
                                GtkCssStyleChange *change)
{
  PostilCodeSwatch *self = POSTIL_CODE_SWATCH (widget);

  GTK_WIDGET_CLASS (postil_code_swatch_parent_class)->css_changed (widget, change);
  g_clear_object (&self->letter);
  gtk_widget_queue_resize (widget);
}

static void
postil_code_swatch_finalize (GObject *object)
{
  PostilCodeSwatch *self = POSTIL_CODE_SWATCH (object);

  g_clear_pointer (&self->codebook, postil_codebook_unref);
  g_clear_pointer (&self->code_id, g_free);
  g_clear_object (&self->letter);

  G_OBJECT_CLASS (postil_code_swatch_parent_class)->finalize (object);
}

static void
postil_code_swatch_class_init (PostilCodeSwatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = postil_code_swatch_finalize;
  widget_class->measure = postil_code_swatch_measure;
  widget_class->snapshot = postil_code_swatch_snapshot;
  widget_class->css_changed = postil_code_swatch_css_changed;

  gtk_widget_class_set_css_name (widget_class, "postil-code-swatch");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
postil_code_swatch_init (PostilCodeSwatch *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  self->size = POSTIL_CODE_SWATCH_SIZE;
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (update_style), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (update_style), self, G_CONNECT_SWAPPED);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

GtkWidget *
postil_code_swatch_new (void)
{
  return g_object_new (POSTIL_TYPE_CODE_SWATCH, NULL);
}

void
postil_code_swatch_set_code (PostilCodeSwatch *self,
                             PostilCodebook   *codebook,
                             const char       *code_id)
{
  g_return_if_fail (POSTIL_IS_CODE_SWATCH (self));
  g_return_if_fail (codebook != NULL);

  postil_codebook_ref (codebook);
  g_clear_pointer (&self->codebook, postil_codebook_unref);
  self->codebook = codebook;
  g_free (self->code_id);
  self->code_id = g_strdup (code_id);
  update_style (self);
}

void
postil_code_swatch_set_size (PostilCodeSwatch *self,
                             int               size)
{
  g_return_if_fail (POSTIL_IS_CODE_SWATCH (self));

  size = MAX (size, POSTIL_CODE_SWATCH_SIZE);
  if (size == self->size)
    return;
  self->size = size;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
