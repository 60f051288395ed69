/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pages as lists of what is printed on them. Text is broken into lines once, by a font map of
 * the sheet's own at 72 dots an inch, so that a page is the same on paper and in a PDF, whatever
 * the screen or the printer is. */

#include "config.h"

#include "drawing/postil-sheet-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define RESOLUTION 72.0
#define HEAD_HEIGHT 26.0
#define FOOT_HEIGHT 24.0
#define LEADING 1.06
#define LABEL_WIDTH 96.0
#define BADGE 11.0

const PostilColor postil_print_black = { 0.07f, 0.07f, 0.07f, 1 };
const PostilColor postil_print_grey = { 0.36f, 0.36f, 0.36f, 1 };
const PostilColor postil_print_rule = { 0.72f, 0.72f, 0.72f, 1 };

static const char *const style_fonts[] = {
  [POSTIL_PRINT_TEXT] = "Sans 9.5",
  [POSTIL_PRINT_TITLE] = "Sans Bold 16",
  [POSTIL_PRINT_HEADING] = "Sans Bold 11.5",
  [POSTIL_PRINT_LABEL] = "Sans Bold 9.5",
  [POSTIL_PRINT_SMALL] = "Sans 8",
  [POSTIL_PRINT_TINY] = "Sans Bold 7",
  [POSTIL_PRINT_ARTICLE] = "Serif 10.5",
};

PostilSheet *
postil_sheet_new (const PostilPaper *paper,
                  const char        *source,
                  const char        *who)
{
  PostilSheet *self = NULL;
  cairo_font_options_t *options = NULL;

  g_return_val_if_fail (paper != NULL && source != NULL && who != NULL, NULL);

  self = g_new0 (PostilSheet, 1);
  self->paper = *paper;
  self->source = g_strdup (source);
  self->who = g_strdup (who);
  self->fonts = pango_cairo_font_map_new ();
  pango_cairo_font_map_set_resolution (PANGO_CAIRO_FONT_MAP (self->fonts), RESOLUTION);
  self->context = pango_font_map_create_context (self->fonts);
  pango_context_set_round_glyph_positions (self->context, FALSE);
  options = cairo_font_options_create ();
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  pango_cairo_context_set_font_options (self->context, options);
  cairo_font_options_destroy (options);
  self->printed = g_array_new (FALSE, FALSE, sizeof (PostilPrinted));
  self->y = postil_sheet_get_top (self);
  return self;
}

void
postil_sheet_free (PostilSheet *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->printed->len; i++)
    {
      PostilPrinted *printed = &g_array_index (self->printed, PostilPrinted, i);

      g_clear_pointer (&printed->line, pango_layout_line_unref);
      g_clear_object (&printed->layout);
    }
  g_array_unref (self->printed);
  g_object_unref (self->context);
  g_object_unref (self->fonts);
  g_free (self->source);
  g_free (self->who);
  g_free (self);
}

/* --- The page -------------------------------------------------------------------------- */

double
postil_sheet_get_top (PostilSheet *self)
{
  return self->paper.margin + HEAD_HEIGHT;
}

double
postil_sheet_get_bottom (PostilSheet *self)
{
  return self->paper.height - self->paper.margin - FOOT_HEIGHT;
}

double
postil_sheet_get_width (PostilSheet *self)
{
  return self->paper.width - 2 * self->paper.margin;
}

void
postil_sheet_add_page (PostilSheet *self)
{
  g_return_if_fail (self != NULL);

  self->page++;
  self->y = postil_sheet_get_top (self);
}

void
postil_sheet_need (PostilSheet *self,
                   double       height)
{
  if (self->y + height > postil_sheet_get_bottom (self) && self->y > postil_sheet_get_top (self))
    postil_sheet_add_page (self);
}

/* No room at the top of a page. */
void
postil_sheet_skip (PostilSheet *self,
                   double       height)
{
  if (self->y > postil_sheet_get_top (self))
    self->y += height;
}

/* --- Text ------------------------------------------------------------------------------ */

PangoLayout *
postil_sheet_new_layout (PostilSheet      *self,
                         const char       *text,
                         int               n_bytes,
                         PostilPrintStyle  style,
                         double            width)
{
  PangoLayout *layout = pango_layout_new (self->context);
  PangoFontDescription *font = pango_font_description_from_string (style_fonts[style]);

  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  if (width >= 0)
    {
      pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
      pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
    }
  pango_layout_set_text (layout, text, n_bytes);
  return layout;
}

double
postil_sheet_measure (PangoLayout *layout,
                      double      *height)
{
  int w = 0;
  int h = 0;

  pango_layout_get_size (layout, &w, &h);
  if (height != NULL)
    *height = (double) h / PANGO_SCALE;
  return (double) w / PANGO_SCALE;
}

void
postil_sheet_put_line (PostilSheet       *self,
                       PangoLayout       *layout,
                       PangoLayoutLine   *line,
                       double             x,
                       double             baseline,
                       const PostilColor *color)
{
  PostilPrinted printed = { .kind = POSTIL_PRINTED_LINE, .page = self->page, .x = x, .y = baseline, .color = *color };

  printed.layout = g_object_ref (layout);
  printed.line = pango_layout_line_ref (line);
  g_array_append_val (self->printed, printed);
}

void
postil_sheet_put_layout (PostilSheet       *self,
                         PangoLayout       *layout,
                         double             x,
                         const PostilColor *color)
{
  PangoLayoutIter *iter = pango_layout_get_iter (layout);

  do
    {
      PangoRectangle extents;
      int top = 0;
      int bottom = 0;
      double height = 0;

      pango_layout_iter_get_line_extents (iter, NULL, &extents);
      pango_layout_iter_get_line_yrange (iter, &top, &bottom);
      height = LEADING * (bottom - top) / PANGO_SCALE;
      postil_sheet_need (self, height);
      postil_sheet_put_line (self, layout, pango_layout_iter_get_line_readonly (iter), x + (double) extents.x / PANGO_SCALE,
                             self->y + (double) (pango_layout_iter_get_baseline (iter) - top) / PANGO_SCALE, color);
      self->y += height;
    }
  while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
}

void
postil_sheet_put_at (PostilSheet       *self,
                     PangoLayout       *layout,
                     guint              page,
                     double             x,
                     double             y,
                     const PostilColor *color)
{
  PangoLayoutIter *iter = pango_layout_get_iter (layout);
  guint kept = self->page;

  self->page = page;
  do
    {
      PangoRectangle extents;

      pango_layout_iter_get_line_extents (iter, NULL, &extents);
      postil_sheet_put_line (self, layout, pango_layout_iter_get_line_readonly (iter), x + (double) extents.x / PANGO_SCALE,
                             y + (double) pango_layout_iter_get_baseline (iter) / PANGO_SCALE, color);
    }
  while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
  self->page = kept;
}

void
postil_sheet_put_box (PostilSheet       *self,
                      guint              page,
                      double             x,
                      double             y,
                      double             width,
                      double             height,
                      const PostilColor *color)
{
  PostilPrinted printed = { .kind = POSTIL_PRINTED_BOX, .page = page, .x = x, .y = y, .width = width, .height = height, .color = *color };

  g_array_append_val (self->printed, printed);
}

void
postil_sheet_put_underline (PostilSheet      *self,
                            guint             page,
                            double            x,
                            double            y,
                            double            width,
                            const PostilLook *look)
{
  PostilPrinted printed = { .kind = POSTIL_PRINTED_UNDERLINE, .page = page, .x = x, .y = y, .width = width, .color = look->line,
                            .pattern = look->pattern };

  g_array_append_val (self->printed, printed);
}

double
postil_sheet_put_badge (PostilSheet      *self,
                        guint             page,
                        double            x,
                        double            y,
                        const PostilLook *look)
{
  g_autoptr (PangoLayout) layout = postil_sheet_new_layout (self, look->letter, -1, POSTIL_PRINT_TINY, -1);
  double height = 0;
  double width = postil_sheet_measure (layout, &height);

  postil_sheet_put_box (self, page, x, y, BADGE, BADGE, &look->line);
  postil_sheet_put_at (self, layout, page, x + (BADGE - width) / 2, y + (BADGE - height) / 2, &look->on_line);
  return BADGE;
}

/* --- Blocks ---------------------------------------------------------------------------- */

static void
add_text (PostilSheet       *self,
          const char        *text,
          PostilPrintStyle   style,
          const PostilColor *color)
{
  g_autoptr (PangoLayout) layout = postil_sheet_new_layout (self, text, -1, style, postil_sheet_get_width (self));

  postil_sheet_put_layout (self, layout, self->paper.margin, color);
}

void
postil_sheet_add_title (PostilSheet *self,
                        const char  *text)
{
  g_return_if_fail (self != NULL && text != NULL);

  postil_sheet_need (self, 60);
  add_text (self, text, POSTIL_PRINT_TITLE, &postil_print_black);
  self->y += 8;
}

void
postil_sheet_add_heading (PostilSheet *self,
                          const char  *text)
{
  g_return_if_fail (self != NULL && text != NULL);

  postil_sheet_skip (self, 12);
  postil_sheet_need (self, 48);
  add_text (self, text, POSTIL_PRINT_HEADING, &postil_print_black);
  self->y += 4;
}

void
postil_sheet_add_paragraph (PostilSheet *self,
                            const char  *text)
{
  g_return_if_fail (self != NULL && text != NULL);

  add_text (self, text, POSTIL_PRINT_TEXT, &postil_print_black);
  self->y += 5;
}

void
postil_sheet_add_remark (PostilSheet *self,
                         const char  *text)
{
  g_return_if_fail (self != NULL && text != NULL);

  add_text (self, text, POSTIL_PRINT_SMALL, &postil_print_grey);
  self->y += 4;
}

void
postil_sheet_put_item (PostilSheet *self,
                       const char  *label,
                       const char  *text,
                       double       label_width)
{
  g_autoptr (PangoLayout) head = NULL;
  g_autoptr (PangoLayout) body = NULL;
  double height = 0;

  head = postil_sheet_new_layout (self, label, -1, POSTIL_PRINT_LABEL, label_width - 8);
  body = postil_sheet_new_layout (self, text, -1, POSTIL_PRINT_TEXT, postil_sheet_get_width (self) - label_width);
  postil_sheet_measure (head, &height);
  postil_sheet_need (self, MAX (height, 26));
  postil_sheet_put_at (self, head, self->page, self->paper.margin, self->y, &postil_print_black);
  postil_sheet_put_layout (self, body, self->paper.margin + label_width, &postil_print_black);
  self->y += 5;
}

void
postil_sheet_add_item (PostilSheet *self,
                       const char  *label,
                       const char  *text)
{
  g_return_if_fail (self != NULL && label != NULL && text != NULL);

  postil_sheet_put_item (self, label, text, LABEL_WIDTH);
}

guint
postil_sheet_get_n_pages (PostilSheet *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->page + 1;
}

/* --- Drawing --------------------------------------------------------------------------- */

static void
trace_wave (cairo_t *cr,
            double   x,
            double   y,
            double   width)
{
  const double half = 2.4;
  double end = x + width;
  double sign = 1;

  cairo_move_to (cr, x, y);
  for (; x < end; x += half, sign = -sign)
    cairo_curve_to (cr, x + half / 3, y - sign * 1.3, x + 2 * half / 3, y - sign * 1.3, MIN (x + half, end), y);
}

static void
draw_underline (cairo_t             *cr,
                const PostilPrinted *printed)
{
  static const double dashed[] = { 4, 2 };
  static const double dotted[] = { 0, 2.4 };
  static const double dash_dot[] = { 6, 2, 1, 2 };
  double end = printed->x + printed->width;

  cairo_save (cr);
  cairo_set_line_width (cr, 1.2);
  switch (printed->pattern)
    {
    case POSTIL_PATTERN_DASHED:
      cairo_set_dash (cr, dashed, G_N_ELEMENTS (dashed), 0);
      break;
    case POSTIL_PATTERN_DOTTED:
      cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
      cairo_set_dash (cr, dotted, G_N_ELEMENTS (dotted), 0);
      break;
    case POSTIL_PATTERN_DASH_DOT:
      cairo_set_dash (cr, dash_dot, G_N_ELEMENTS (dash_dot), 0);
      break;
    case POSTIL_PATTERN_DOUBLE:
      cairo_set_line_width (cr, 0.6);
      cairo_move_to (cr, printed->x, printed->y + 1.3);
      cairo_line_to (cr, end, printed->y + 1.3);
      break;
    case POSTIL_PATTERN_WAVY:
      cairo_set_line_width (cr, 0.8);
      break;
    case POSTIL_PATTERN_SOLID:
    case POSTIL_N_PATTERNS:
      break;
    }
  if (printed->pattern == POSTIL_PATTERN_WAVY)
    trace_wave (cr, printed->x, printed->y, printed->width);
  else
    {
      cairo_move_to (cr, printed->x, printed->y);
      cairo_line_to (cr, end, printed->y);
    }
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
draw_one (cairo_t             *cr,
          const PostilPrinted *printed)
{
  cairo_set_source_rgba (cr, printed->color.red, printed->color.green, printed->color.blue, printed->color.alpha);
  switch (printed->kind)
    {
    case POSTIL_PRINTED_LINE:
      cairo_move_to (cr, printed->x, printed->y);
      pango_cairo_show_layout_line (cr, printed->line);
      break;
    case POSTIL_PRINTED_BOX:
      cairo_rectangle (cr, printed->x, printed->y, printed->width, printed->height);
      cairo_fill (cr);
      break;
    case POSTIL_PRINTED_UNDERLINE:
      draw_underline (cr, printed);
      break;
    }
}

/* @align 0: from @x on; 1: up to it. */
static void
draw_words (PostilSheet *self,
            cairo_t     *cr,
            const char  *text,
            double       x,
            double       y,
            double       max_width,
            double       align)
{
  g_autoptr (PangoLayout) layout = postil_sheet_new_layout (self, text, -1, POSTIL_PRINT_SMALL, -1);
  double width = postil_sheet_measure (layout, NULL);

  if (width > max_width)
    {
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_MIDDLE);
      pango_layout_set_width (layout, (int) (max_width * PANGO_SCALE));
      width = max_width;
    }
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  cairo_set_source_rgb (cr, postil_print_grey.red, postil_print_grey.green, postil_print_grey.blue);
  cairo_move_to (cr, x - align * width, y);
  pango_cairo_show_layout (cr, layout);
}

static void
draw_frame (PostilSheet *self,
            cairo_t     *cr,
            guint        number,
            guint        n_numbers)
{
  double left = self->paper.margin;
  double right = self->paper.width - self->paper.margin;
  double foot = self->paper.height - self->paper.margin - 10;
  g_autofree char *page = NULL;

  if (n_numbers > 0)
    /* Translators: the foot of a page: "3 of 7" */
    page = g_strdup_printf (_("%u of %u"), number, n_numbers);
  else
    page = g_strdup_printf ("%u", number);
  draw_words (self, cr, self->source, left, self->paper.margin, (right - left) * 0.68, 0);
  draw_words (self, cr, self->who, right, self->paper.margin, (right - left) * 0.30, 1);
  draw_words (self, cr, page, right, foot, right - left, 1);
  cairo_set_source_rgb (cr, postil_print_rule.red, postil_print_rule.green, postil_print_rule.blue);
  cairo_set_line_width (cr, 0.5);
  cairo_move_to (cr, left, self->paper.margin + 14);
  cairo_line_to (cr, right, self->paper.margin + 14);
  cairo_stroke (cr);
}

void
postil_sheet_draw_page (PostilSheet *self,
                        cairo_t     *cr,
                        guint        page,
                        guint        number,
                        guint        n_numbers)
{
  g_return_if_fail (self != NULL && cr != NULL);

  draw_frame (self, cr, number, n_numbers);
  for (guint i = 0; i < self->printed->len; i++)
    if (g_array_index (self->printed, PostilPrinted, i).page == page)
      draw_one (cr, &g_array_index (self->printed, PostilPrinted, i));
}
