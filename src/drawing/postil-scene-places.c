/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Charts of passages in their places: along the article, and in the lanes of their actors with
 * the links between. Passages bear the letter of their code wherever there is room for it. */

#include "config.h"

#include "drawing/postil-scene-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MAX_ROWS 60u
#define GAP 10.0
#define MIN_STRIP 4.0
#define MAX_CLAIMS 400u /* in lanes; the table has all */

void
postil_scene_lay_strips (PostilScene *self,
                         double       y)
{
  guint n_rows = MIN (postil_chart_get_n_rows (self->chart), MAX_ROWS);
  double label = postil_scene_get_label_width (self, n_rows);
  double left = POSTIL_SCENE_MARGIN + label + GAP;
  double room = MAX (self->width - left - POSTIL_SCENE_MARGIN, 120);
  double height = ceil (self->line * 1.7);
  double bottom = y + height * n_rows;

  for (guint tick = 0; tick <= 4; tick++)
    {
      g_autofree char *text = g_strdup_printf (_("%u %%"), tick * 25);

      postil_scene_add_line (self, left + room * tick / 4, y, left + room * tick / 4, bottom + 4, &self->theme.rule);
      postil_scene_add_text (self, text, left + room * tick / 4, bottom + 6, -1, tick / 4.0, POSTIL_TEXT_SMALL, &self->theme.dim,
                             POSTIL_CHART_NO_MARK);
    }
  for (guint row = 0; row < n_rows; row++)
    {
      double middle = y + height * row + height / 2;

      postil_scene_add_line (self, left, middle, left + room, middle, &self->theme.rule);
      postil_scene_add_row_label (self, postil_chart_get_row (self->chart, row), middle - self->line / 2, label, POSTIL_CHART_NO_MARK);
    }
  for (guint i = 0; i < postil_chart_get_n_marks (self->chart); i++)
    {
      const PostilChartMark *mark = postil_chart_get_mark (self->chart, i);
      double x = left + room * mark->from;
      double width = MAX (room * (mark->to - mark->from), MIN_STRIP);
      double top = y + height * mark->row + (height - self->line) / 2;
      PostilLook look;

      if (mark->row >= n_rows)
        continue;
      postil_scene_get_look (self, mark->code, &look);
      postil_scene_add_box (self, x, top, width, self->line, &look.line, i);
      if (width > self->line)
        postil_scene_add_text (self, look.letter, x + width / 2, top + self->line * 0.08, width, 0.5, POSTIL_TEXT_SMALL, &look.on_line, i);
    }
  postil_scene_add_rest (self, n_rows, postil_chart_get_n_rows (self->chart), bottom + self->line * 1.4);
}

/* --- What letters and arrows mean ------------------------------------------------------- */

typedef struct
{
  double x;
  double y;
} Pen;

static void
wrap_legend (PostilScene *self,
             Pen         *pen,
             double       width)
{
  if (pen->x > POSTIL_SCENE_MARGIN && pen->x + width > self->width - POSTIL_SCENE_MARGIN)
    {
      pen->x = POSTIL_SCENE_MARGIN;
      pen->y += ceil (self->line * 1.4);
    }
}

static gboolean
is_code_used (PostilScene *self,
              guint32      code)
{
  for (guint i = 0; i < postil_chart_get_n_marks (self->chart); i++)
    if (postil_chart_get_mark (self->chart, i)->code == code)
      return TRUE;
  return FALSE;
}

static gboolean
is_kind_used (PostilScene *self,
              guint32      kind)
{
  for (guint i = 0; i < postil_chart_get_n_ties (self->chart); i++)
    if (postil_chart_get_tie (self->chart, i)->kind == kind)
      return TRUE;
  return FALSE;
}

static void
add_legend (PostilScene *self,
            double       y,
            gboolean     with_codes)
{
  PostilTally *tally = postil_chart_get_tally (self->chart);
  double badge = postil_scene_get_badge_width (self);
  Pen pen = { POSTIL_SCENE_MARGIN, y };

  for (guint32 code = 0; with_codes && code < postil_tally_get_n_codes (tally); code++)
    {
      const char *label = postil_tally_get_code_label (tally, code);
      double width = badge + 6 + postil_scene_measure (self, label, POSTIL_TEXT_PLAIN);

      if (!is_code_used (self, code))
        continue;
      wrap_legend (self, &pen, width);
      postil_scene_add_badge (self, code, pen.x, pen.y, POSTIL_CHART_NO_MARK);
      postil_scene_add_text (self, label, pen.x + badge + 6, pen.y, -1, 0, POSTIL_TEXT_PLAIN, &self->theme.text, POSTIL_CHART_NO_MARK);
      pen.x += width + 18;
    }
  for (guint32 kind = 0; kind < postil_tally_get_n_kinds (tally); kind++)
    {
      const char *label = postil_tally_get_kind_label (tally, kind);
      double width = 46 + postil_scene_measure (self, label, POSTIL_TEXT_PLAIN);

      if (!is_kind_used (self, kind))
        continue;
      wrap_legend (self, &pen, width);
      postil_scene_add_arrow (self, pen.x, pen.y + self->line / 2, pen.x + 38, pen.y + self->line / 2, 0, 1.6, kind, &self->theme.text);
      postil_scene_add_text (self, label, pen.x + 46, pen.y, -1, 0, POSTIL_TEXT_PLAIN, &self->theme.text, POSTIL_CHART_NO_MARK);
      pen.x += width + 18;
    }
}

/* --- Lanes ----------------------------------------------------------------------------- */

/* From the edge of one box to the edge of the other, above or below what lies between. */
static void
add_tie (PostilScene          *self,
         const PostilChartTie *tie)
{
  PostilBox from;
  PostilBox to;
  double thickness = MIN (1.4 + 0.5 * (tie->n - 1), 5);
  gboolean same_row = FALSE;
  double x = 0, y = 0, x2 = 0, y2 = 0;

  if (!postil_scene_get_box (self, tie->from, &from) || !postil_scene_get_box (self, tie->to, &to) || tie->from == tie->to)
    return;
  same_row = fabs (from.y + from.height / 2 - to.y - to.height / 2) < 1;
  x = from.x + from.width / 2;
  x2 = to.x + to.width / 2;
  if (same_row)
    {
      y = from.y;
      y2 = to.y;
    }
  else if (to.y > from.y)
    {
      y = from.y + from.height;
      y2 = to.y;
    }
  else
    {
      y = from.y;
      y2 = to.y + to.height;
    }
  postil_scene_add_arrow (self, x, y, x2, y2, same_row ? (x2 > x ? -1 : 1) * (self->line * 0.9) : 8, thickness, tie->kind, &self->theme.text);
}

void
postil_scene_lay_lanes (PostilScene *self,
                        double       y)
{
  guint n_rows = MIN (postil_chart_get_n_rows (self->chart), MAX_ROWS);
  double label = postil_scene_get_label_width (self, n_rows);
  double left = POSTIL_SCENE_MARGIN + label + GAP;
  double badge = postil_scene_get_badge_width (self);
  guint n_marks = MIN (postil_chart_get_n_marks (self->chart), MAX_CLAIMS);
  double step = CLAMP ((self->width - left - POSTIL_SCENE_MARGIN) / MAX (n_marks, 1), badge + 6, badge * 8);
  double height = ceil (self->line * 2.6);

  for (guint row = 0; row < n_rows; row++)
    {
      double middle = y + height * row + height / 2;

      postil_scene_add_line (self, left, middle, left + step * n_marks, middle, &self->theme.rule);
      postil_scene_add_row_label (self, postil_chart_get_row (self->chart, row), middle - self->line / 2, label, POSTIL_CHART_NO_MARK);
    }
  for (guint i = 0; i < n_marks; i++)
    {
      const PostilChartMark *mark = postil_chart_get_mark (self->chart, i);

      if (mark->row < n_rows)
        postil_scene_add_badge (self, mark->code, left + step * i + (step - badge) / 2,
                                y + height * mark->row + (height - self->line) / 2, i);
    }
  for (guint i = 0; i < postil_chart_get_n_ties (self->chart); i++)
    add_tie (self, postil_chart_get_tie (self->chart, i));
  y = postil_scene_add_rest (self, n_marks, postil_chart_get_n_marks (self->chart), y + height * n_rows);
  add_legend (self, y + self->line, TRUE);
}

/* --- Circles --------------------------------------------------------------------------- */

static guint
find_most (PostilScene *self)
{
  guint most = 1;

  for (guint i = 0; i < postil_chart_get_n_marks (self->chart); i++)
    most = MAX (most, postil_chart_get_mark (self->chart, i)->n);
  return most;
}

static void
add_heads (PostilScene *self,
           double       left,
           double       step,
           double       y)
{
  for (guint i = 0; i < postil_chart_get_n_columns (self->chart); i++)
    {
      const PostilChartHead *head = postil_chart_get_column (self->chart, i);
      double middle = left + step * i + step / 2;

      postil_scene_add_badge (self, head->code, middle - postil_scene_get_badge_width (self) / 2, y, POSTIL_CHART_NO_MARK);
      postil_scene_add_text (self, head->label, middle, y + self->line + 2, step - 4, 0.5, POSTIL_TEXT_SMALL, &self->theme.dim,
                             POSTIL_CHART_NO_MARK);
    }
}

void
postil_scene_lay_circles (PostilScene *self,
                          double       y)
{
  guint n_rows = postil_chart_get_n_rows (self->chart);
  guint n_columns = MAX (postil_chart_get_n_columns (self->chart), 1);
  double label = postil_scene_get_label_width (self, n_rows);
  double left = POSTIL_SCENE_MARGIN + label + GAP;
  double step = CLAMP ((self->width - left - POSTIL_SCENE_MARGIN) / n_columns, 72, 160);
  double height = ceil (self->line * 3.0);
  double largest = height * 0.42;
  guint most = find_most (self);

  add_heads (self, left, step, y);
  y += self->line * 2.2;
  for (guint row = 0; row < n_rows; row++)
    {
      double middle = y + height * row + height / 2;

      postil_scene_add_line (self, left, middle, left + step * n_columns, middle, &self->theme.rule);
      postil_scene_add_row_label (self, postil_chart_get_row (self->chart, row), middle - self->line / 2, label, POSTIL_CHART_NO_MARK);
    }
  for (guint i = 0; i < postil_chart_get_n_marks (self->chart); i++)
    {
      const PostilChartMark *mark = postil_chart_get_mark (self->chart, i);
      double radius = MAX (self->line * 0.55, largest * sqrt ((double) mark->n / most));
      g_autofree char *n = g_strdup_printf ("%u", mark->n);
      double middle = y + height * mark->row + height / 2;
      PostilLook look;

      postil_scene_get_look (self, mark->code, &look);
      postil_scene_add_circle (self, left + step * mark->column + step / 2, middle, radius, &look.line, i);
      postil_scene_add_text (self, n, left + step * mark->column + step / 2, middle - self->line * 0.43, -1, 0.5, POSTIL_TEXT_SMALL,
                             &look.on_line, i);
    }
  for (guint i = 0; i < postil_chart_get_n_ties (self->chart); i++)
    add_tie (self, postil_chart_get_tie (self->chart, i));
  add_legend (self, y + height * n_rows + self->line, FALSE);
}
