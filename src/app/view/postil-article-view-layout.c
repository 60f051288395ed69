/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The page: font and zoom, the gap between lines that the stacked underlines need, the
 * reading column with the lanes at its side, and headings. All of it follows from the
 * font's metrics and the width; no character is changed. Main thread. */

#include "config.h"

#include "app/view/postil-article-view-private.h"

#include <string.h>

#define MIN_MARGIN 18
#define LANES_GAP 10     /* between the text and the first lane */
#define LANES_EDGE 6     /* after the last lane */
#define PAGE_TOP 24
#define PAGE_BOTTOM 64
#define NARROW_WIDTH 480
#define MIDDLE_WIDTH 720
#define VISIBLE_LEVELS 3
#define PROSE_WIDTH 0.9    /* of Pango's average, which counts all letters alike */

#define HEADING_CHARS 80 /* longer lines are text */
#define MAX_STACKED_HEADINGS 3

static void
append_css_string (GString    *css,
                   const char *text)
{
  g_string_append_c (css, '"');
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"' || *p == '\\')
        g_string_append_c (css, '\\');
      if (!g_ascii_iscntrl (*p))
        g_string_append_c (css, *p);
    }
  g_string_append_c (css, '"');
}

static void
append_css_number (GString    *css,
                   double      number,
                   const char *unit)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (css, g_ascii_formatd (buffer, sizeof buffer, "%.3f", number));
  g_string_append (css, unit);
}

/* GTK has no other way to give a text view a font that costs nothing at 10 MB. */
void
postil_article_view_update_font (PostilArticleView *self)
{
  g_autoptr (GString) css = g_string_new ("textview { font-size: ");
  PangoFontMask mask = self->font != NULL ? pango_font_description_get_set_fields (self->font) : 0;

  if ((mask & PANGO_FONT_MASK_SIZE) != 0 && pango_font_description_get_size (self->font) > 0)
    append_css_number (css, self->zoom * pango_font_description_get_size (self->font) / PANGO_SCALE,
                       pango_font_description_get_size_is_absolute (self->font) ? "px" : "pt");
  else
    append_css_number (css, self->zoom * 100, "%");

  if ((mask & PANGO_FONT_MASK_FAMILY) != 0)
    {
      g_string_append (css, "; font-family: ");
      append_css_string (css, pango_font_description_get_family (self->font));
    }
  if ((mask & PANGO_FONT_MASK_WEIGHT) != 0)
    g_string_append_printf (css, "; font-weight: %d",
                            CLAMP ((int) pango_font_description_get_weight (self->font), 100, 900));
  if ((mask & PANGO_FONT_MASK_STYLE) != 0
      && pango_font_description_get_style (self->font) != PANGO_STYLE_NORMAL)
    g_string_append (css, "; font-style: italic");

  g_string_append (css, "; }");
  gtk_css_provider_load_from_data (self->provider, css->str, (gssize) css->len);
  postil_article_view_update_metrics (self);
}

void
postil_article_view_update_top (PostilArticleView *self)
{
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (self), PAGE_TOP + postil_article_view_get_names_top (self));
  postil_article_view_invalidate_layout (self);
}

void
postil_article_view_update_metrics (PostilArticleView *self)
{
  GtkTextView *text_view = GTK_TEXT_VIEW (self);
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  PangoFontMetrics *font_metrics = pango_context_get_metrics (context, NULL, NULL);
  PostilViewMetrics *metrics = &self->metrics;
  int wanted;

  metrics->char_width = MAX (PANGO_PIXELS_CEIL (PROSE_WIDTH * pango_font_metrics_get_approximate_char_width (font_metrics)), 1);
  metrics->line_height = MAX (PANGO_PIXELS_CEIL (pango_font_metrics_get_ascent (font_metrics)
                                                 + pango_font_metrics_get_descent (font_metrics)), 1);
  pango_font_metrics_unref (font_metrics);

  metrics->stroke = MAX ((metrics->line_height + 9) / 14, 1);
  metrics->pitch = metrics->stroke * 2;
  wanted = (int) ((self->line_spacing - 1) * metrics->line_height + 0.5);
  metrics->gap = MAX (wanted, VISIBLE_LEVELS * metrics->pitch - metrics->stroke);

  gtk_text_view_set_pixels_inside_wrap (text_view, metrics->gap);
  gtk_text_view_set_pixels_below_lines (text_view, metrics->gap);
  gtk_text_view_set_bottom_margin (text_view, PAGE_BOTTOM);
  postil_article_view_update_top (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
choose_lanes (PostilArticleView *self,
              int                width)
{
  PostilViewMetrics *metrics = &self->metrics;
  int pitch = CLAMP (metrics->line_height * 9 / 10, 16, 30);

  if (width < NARROW_WIDTH)
    {
      metrics->n_lanes = 4;
      metrics->lane_pitch = 13;
    }
  else if (width < MIDDLE_WIDTH)
    {
      metrics->n_lanes = 4;
      metrics->lane_pitch = 16;
    }
  else
    {
      metrics->n_lanes = 6;
      metrics->lane_pitch = pitch;
    }
  if (self->n_lane_names > 0)
    postil_article_view_choose_named_lanes (self, width);
}

void
postil_article_view_update_margins (PostilArticleView *self,
                                    int                width)
{
  GtkTextView *text_view = GTK_TEXT_VIEW (self);
  PostilViewMetrics *metrics = &self->metrics;
  gboolean right_to_left = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int column = (int) self->column_chars * metrics->char_width;
  int lanes;
  int extra;
  int text_side;
  int lanes_side;
  int lanes_x;

  choose_lanes (self, width);
  lanes = LANES_GAP + (int) metrics->n_lanes * metrics->lane_pitch + LANES_EDGE;
  extra = MAX (width - MIN_MARGIN - lanes - column, 0);
  text_side = MIN_MARGIN + extra / 2;
  lanes_side = lanes + extra - extra / 2;
  lanes_x = right_to_left ? lanes_side - LANES_GAP - metrics->lane_pitch
                          : width - lanes_side + LANES_GAP;

  /* From right to left the text moves with the width, wherever the lanes are. */
  if (lanes_x != metrics->lanes_x || width != metrics->width)
    {
      metrics->lanes_x = lanes_x;
      metrics->width = width;
      postil_article_view_invalidate_layout (self);
    }
  gtk_text_view_set_left_margin (text_view, right_to_left ? lanes_side : text_side);
  gtk_text_view_set_right_margin (text_view, right_to_left ? text_side : lanes_side);
}

/* A line that could be a heading if what follows is text: short, and not the end of a
 * sentence or of a list's item. */
static gboolean
is_short_line (const char *line,
               gsize       n_bytes)
{
  return n_bytes > 0 && n_bytes <= HEADING_CHARS * 4
         && g_utf8_strlen (line, (gssize) n_bytes) <= HEADING_CHARS
         && strchr (".,;:", line[n_bytes - 1]) == NULL;
}

static gboolean
is_long_line (const char *line,
              gsize       n_bytes)
{
  return n_bytes > HEADING_CHARS * 4
         || (n_bytes > HEADING_CHARS && g_utf8_strlen (line, (gssize) n_bytes) > HEADING_CHARS);
}

static gboolean
is_markdown_heading (const char *line,
                     gsize       n_bytes)
{
  gsize n_hashes = 0;

  while (n_hashes < n_bytes && line[n_hashes] == '#')
    n_hashes++;

  return n_hashes >= 1 && n_hashes <= 6 && n_hashes < n_bytes && line[n_hashes] == ' ';
}

static gboolean
is_blank (const char *line,
          gsize       n_bytes)
{
  for (gsize i = 0; i < n_bytes; i++)
    {
      if (line[i] != ' ' && line[i] != '\t')
        return FALSE;
    }

  return TRUE;
}

typedef struct
{
  gsize start_byte;
  gsize end_byte;
} Heading;

static void
apply_headings (GtkTextBuffer *buffer,
                PostilText    *text,
                GtkTextTag    *tag,
                const Heading *headings,
                guint          n_headings)
{
  for (guint i = 0; i < n_headings; i++)
    {
      GtkTextIter start;
      GtkTextIter end;

      gtk_text_buffer_get_iter_at_offset (buffer, &start,
                                          (int) postil_text_byte_to_char (text, headings[i].start_byte));
      gtk_text_buffer_get_iter_at_offset (buffer, &end,
                                          (int) postil_text_byte_to_char (text, headings[i].end_byte));
      gtk_text_buffer_apply_tag (buffer, tag, &start, &end);
    }
}

/* One pass over the lines, most of which are only searched for their end. Short lines wait
 * until a long one shows that they were its headings; more than a few in a row are a list
 * or a poem. */
void
postil_article_view_tag_headings (GtkTextBuffer *buffer,
                                  PostilText    *text)
{
  GtkTextTag *tag = gtk_text_buffer_create_tag (buffer, NULL, "weight", PANGO_WEIGHT_BOLD,
                                                "scale", 1.15, NULL);
  gsize n_bytes;
  const char *begin = postil_text_get_utf8 (text, &n_bytes);
  const char *end = begin + n_bytes;
  Heading waiting[MAX_STACKED_HEADINGS];
  guint n_waiting = 0;
  gsize length;
  gboolean after_blank = TRUE;

  for (const char *p = begin; p < end; p += length + 1)
    {
      const char *line_end = memchr (p, '\n', (gsize) (end - p));
      gboolean before_blank = line_end != NULL && line_end + 1 < end && line_end[1] == '\n';
      gboolean blank;
      Heading heading;

      length = (gsize) ((line_end != NULL ? line_end : end) - p);
      heading.start_byte = (gsize) (p - begin);
      heading.end_byte = heading.start_byte + length;
      blank = is_blank (p, length);

      if (is_markdown_heading (p, length))
        apply_headings (buffer, text, tag, &heading, 1);
      else if (!blank && after_blank && before_blank && n_waiting < MAX_STACKED_HEADINGS
               && is_short_line (p, length))
        waiting[n_waiting++] = heading;
      else if (!blank)
        {
          if (after_blank && is_long_line (p, length))
            apply_headings (buffer, text, tag, waiting, n_waiting);
          n_waiting = 0;
        }

      after_blank = blank;
    }
}
