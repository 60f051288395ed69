/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Charts in rows and columns: bars, a matrix, columns over time. Each row bears its label, and
 * each bar and cell its number, so that nothing has to be read off an axis. */

#include "config.h"

#include "drawing/postil-scene-private.h"

#include <math.h>

#define MAX_ROWS 60u
#define MIN_CELL 44.0
#define MAX_CELL 120.0
#define MIN_COLUMN 5.0
#define MAX_COLUMN 46.0
#define GAP 10.0

static guint
get_n_drawn (PostilScene *self)
{
  return MIN (postil_chart_get_n_rows (self->chart), MAX_ROWS);
}

static guint
find_most (PostilScene *self,
           guint        first_row,
           gboolean     cells)
{
  guint most = 1;

  for (guint i = 0; i < postil_chart_get_n_marks (self->chart); i++)
    {
      const PostilChartMark *mark = postil_chart_get_mark (self->chart, i);

      if (mark->row >= first_row && (mark->column != POSTIL_CHART_NO_MARK) == cells)
        most = MAX (most, mark->n);
    }
  return most;
}

void
postil_scene_lay_bars (PostilScene *self,
                       double       y)
{
  guint n_drawn = get_n_drawn (self);
  double label = postil_scene_get_label_width (self, n_drawn);
  guint most = find_most (self, 0, FALSE);
  g_autofree char *widest = g_strdup_printf ("%u", most);
  double left = POSTIL_SCENE_MARGIN + label + GAP;
  double room = self->width - left - GAP - postil_scene_measure (self, widest, POSTIL_TEXT_PLAIN) - POSTIL_SCENE_MARGIN;

  for (guint i = 0; i < postil_chart_get_n_marks (self->chart); i++)
    {
      const PostilChartMark *mark = postil_chart_get_mark (self->chart, i);
      g_autofree char *n = g_strdup_printf ("%u", mark->n);
      double length = MAX (room, 20) * mark->n / most;
      PostilColor color = self->theme.ink;
      PostilLook look;

      if (mark->row >= n_drawn)
        continue;
      if (mark->code != POSTIL_TALLY_NONE)
        {
          postil_scene_get_look (self, mark->code, &look);
          color = look.line;
        }
      if (mark->n > 0)
        postil_scene_add_box (self, left, y, MAX (length, 2), self->line, &color, i);
      postil_scene_add_row_label (self, postil_chart_get_row (self->chart, mark->row), y, label, i);
      postil_scene_add_text (self, n, left + length + 6, y, -1, 0, POSTIL_TEXT_PLAIN, &self->theme.text, i);
      y += ceil (self->line * 1.6);
    }
  postil_scene_add_rest (self, n_drawn, postil_chart_get_n_rows (self->chart), y);
}

/* --- A matrix -------------------------------------------------------------------------- */

/* Lighter for few, up to the colour itself for the most. */
static PostilColor
shade (PostilScene       *self,
       const PostilColor *color,
       guint              n,
       guint              most)
{
  PostilColor above = *color;
  PostilColor blended;

  above.alpha = (float) (0.14 + 0.86 * sqrt ((double) n / most));
  postil_look_blend (&above, &self->theme.page, &blended);
  return blended;
}

static PostilColor
get_text_on (const PostilColor *color)
{
  const PostilColor white = { 1, 1, 1, 1 };
  const PostilColor black = { 0, 0, 0, 1 };

  return postil_look_contrast (&white, color) > postil_look_contrast (&black, color) ? white : black;
}

static double
get_cell_width (PostilScene *self,
                double       left)
{
  guint n_columns = MAX (postil_chart_get_n_columns (self->chart), 1);
  double widest = MIN_CELL;

  for (guint i = 0; i < n_columns && i < postil_chart_get_n_columns (self->chart); i++)
    widest = MAX (widest, 10 + postil_scene_measure (self, postil_chart_get_column (self->chart, i)->label, POSTIL_TEXT_SMALL));
  widest = MIN (widest, MAX_CELL);
  return CLAMP ((self->width - left - POSTIL_SCENE_MARGIN) / n_columns, MIN_CELL, widest);
}

static double
add_column_heads (PostilScene *self,
                  double       left,
                  double       cell,
                  double       y)
{
  gboolean have_badges = FALSE;

  for (guint i = 0; i < postil_chart_get_n_columns (self->chart); i++)
    {
      const PostilChartHead *head = postil_chart_get_column (self->chart, i);
      double middle = left + cell * i + cell / 2;
      double top = y;

      if (head->code != POSTIL_TALLY_NONE)
        {
          postil_scene_add_badge (self, head->code, middle - postil_scene_get_badge_width (self) / 2, y, POSTIL_CHART_NO_MARK);
          top += self->line + 2;
          have_badges = TRUE;
        }
      postil_scene_add_text (self, head->label, middle, top, cell - 4, 0.5, POSTIL_TEXT_SMALL, &self->theme.dim, POSTIL_CHART_NO_MARK);
    }
  return y + self->line * (have_badges ? 2 : 1) + 6;
}

static void
add_cell (PostilScene *self,
          guint        mark_index,
          guint        most,
          double       x,
          double       y,
          double       width,
          double       height)
{
  const PostilChartMark *mark = postil_chart_get_mark (self->chart, mark_index);
  g_autofree char *n = g_strdup_printf ("%u", mark->n);
  PostilColor color = self->theme.ink;
  PostilColor text;
  PostilLook look;

  if (mark->code != POSTIL_TALLY_NONE)
    {
      postil_scene_get_look (self, mark->code, &look);
      color = look.line;
    }
  color = shade (self, &color, mark->n, most);
  text = get_text_on (&color);
  postil_scene_add_box (self, x + 1, y + 1, width - 2, height - 2, &color, mark_index);
  postil_scene_add_text (self, n, x + width / 2, y + (height - self->line) / 2, width, 0.5, POSTIL_TEXT_PLAIN, &text, mark_index);
}

void
postil_scene_lay_matrix (PostilScene *self,
                         double       y)
{
  guint n_drawn = get_n_drawn (self);
  double label = postil_scene_get_label_width (self, n_drawn);
  double left = POSTIL_SCENE_MARGIN + label + GAP;
  double cell = get_cell_width (self, left);
  double height = ceil (self->line * 1.7);
  double right = left + cell * postil_chart_get_n_columns (self->chart);
  guint most = find_most (self, 0, TRUE);

  y = add_column_heads (self, left, cell, y);
  for (guint row = 0; row <= n_drawn; row++)
    postil_scene_add_line (self, POSTIL_SCENE_MARGIN, y + row * height, right, y + row * height, &self->theme.rule);
  for (guint row = 0; row < n_drawn; row++)
    postil_scene_add_row_label (self, postil_chart_get_row (self->chart, row), y + row * height + (height - self->line) / 2, label,
                                POSTIL_CHART_NO_MARK);
  for (guint i = 0; i < postil_chart_get_n_marks (self->chart); i++)
    {
      const PostilChartMark *mark = postil_chart_get_mark (self->chart, i);

      if (mark->row < n_drawn && mark->column != POSTIL_CHART_NO_MARK)
        add_cell (self, i, most, left + cell * mark->column, y + height * mark->row, cell, height);
    }
  postil_scene_add_rest (self, n_drawn, postil_chart_get_n_rows (self->chart), y + height * n_drawn);
}

/* --- Over time ------------------------------------------------------------------------- */

static void
add_time_labels (PostilScene *self,
                 double       left,
                 double       column,
                 double       y)
{
  double wanted = postil_scene_measure (self, "2026-11-23", POSTIL_TEXT_SMALL) + 12;
  guint step = (guint) MAX (1, ceil (wanted / column));
  guint n_columns = postil_chart_get_n_columns (self->chart);

  for (guint i = 0; i < n_columns; i += step)
    {
      const PostilChartHead *head = postil_chart_get_column (self->chart, i);

      if (head->value != POSTIL_TALLY_NONE)
        postil_scene_add_text (self, head->label, left + column * i, y, -1, 0, POSTIL_TEXT_SMALL, &self->theme.dim, POSTIL_CHART_NO_MARK);
    }
  /* What has no date stands apart, under its own line. */
  if (n_columns > 0 && postil_chart_get_column (self->chart, n_columns - 1)->value == POSTIL_TALLY_NONE)
    postil_scene_add_text (self, postil_chart_get_column (self->chart, n_columns - 1)->label,
                           left + column * n_columns + GAP, y + self->line, -1, 1, POSTIL_TEXT_SMALL, &self->theme.dim,
                           POSTIL_CHART_NO_MARK);
}

void
postil_scene_lay_series (PostilScene *self,
                         double       y)
{
  guint n_rows = get_n_drawn (self);
  guint n_columns = MAX (postil_chart_get_n_columns (self->chart), 1);
  double label = postil_scene_get_label_width (self, n_rows);
  double left = POSTIL_SCENE_MARGIN + label + GAP;
  double column = CLAMP ((self->width - left - GAP - POSTIL_SCENE_MARGIN) / n_columns, MIN_COLUMN, MAX_COLUMN);
  double bar = self->line * 1.8;
  double row_height = ceil (bar + self->line * 1.2);
  guint most = find_most (self, 1, TRUE);
  guint most_of_all = find_most (self, 0, TRUE);
  double widest = postil_scene_measure (self, "0000", POSTIL_TEXT_SMALL);

  for (guint row = 0; row < n_rows; row++)
    {
      double base = y + row_height * (row + 1);

      postil_scene_add_line (self, left, base, left + column * n_columns + GAP, base, &self->theme.rule);
      postil_scene_add_row_label (self, postil_chart_get_row (self->chart, row), base - self->line, label, POSTIL_CHART_NO_MARK);
    }
  for (guint i = 0; i < postil_chart_get_n_marks (self->chart); i++)
    {
      const PostilChartMark *mark = postil_chart_get_mark (self->chart, i);
      const PostilChartHead *head = postil_chart_get_column (self->chart, mark->column);
      double height = MAX (2, bar * mark->n / (mark->row == 0 ? most_of_all : most));
      double x = left + column * mark->column + (head->value == POSTIL_TALLY_NONE ? GAP : 0);
      double base = y + row_height * (mark->row + 1);
      g_autofree char *n = g_strdup_printf ("%u", mark->n);
      PostilColor color = self->theme.ink;
      PostilLook look;

      if (mark->row >= n_rows)
        continue;
      if (mark->code != POSTIL_TALLY_NONE)
        {
          postil_scene_get_look (self, mark->code, &look);
          color = look.line;
        }
      postil_scene_add_box (self, x + 1, base - height, MAX (column - 2, 2), height, &color, i);
      if (column >= widest || (mark->n < 10 && column >= widest / 3))
        postil_scene_add_text (self, n, x + column / 2, base - height - self->line * 0.9, -1, 0.5, POSTIL_TEXT_SMALL, &self->theme.text, i);
    }
  add_time_labels (self, left, column, y + row_height * n_rows + 3);
  postil_scene_add_rest (self, n_rows, postil_chart_get_n_rows (self->chart), y + row_height * n_rows + 2 * self->line);
}
