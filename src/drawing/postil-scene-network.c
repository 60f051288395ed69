/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A network on a circle, or in two columns: the same each time, whoever draws it, and no node hides
 * another. How strong a tie is, is told by its width, and dashes say that more is against than for
 * it; the table has the numbers. */

#include "config.h"

#include "drawing/postil-scene-private.h"

#include <math.h>

#define MAX_NODES 36u
#define MIN_RADIUS 90.0
#define NODE 5.0
#define MAX_NODE 13.0
#define MAX_TIE 7.0

typedef struct
{
  double x;
  double y;
  double radius;
} Node;

static guint
find_most_tied (PostilScene *self)
{
  guint most = 1;

  for (guint i = 0; i < postil_chart_get_n_ties (self->chart); i++)
    most = MAX (most, postil_chart_get_tie (self->chart, i)->n);
  return most;
}

static void
add_ties (PostilScene *self,
          const Node  *nodes)
{
  guint most = find_most_tied (self);

  for (guint i = 0; i < postil_chart_get_n_ties (self->chart); i++)
    {
      const PostilChartTie *tie = postil_chart_get_tie (self->chart, i);
      const Node *from = &nodes[tie->from];
      const Node *to = &nodes[tie->to];
      PostilColor color = self->theme.ink;
      PostilDrawn *line = NULL;

      color.alpha = 0.55f;
      postil_scene_add_line (self, from->x, from->y, to->x, to->y, &color);
      line = &g_array_index (self->drawn, PostilDrawn, self->drawn->len - 1);
      line->thickness = MAX (0.7, MAX_TIE * tie->n / most);
      line->dash = tie->kind != POSTIL_TALLY_NONE ? 1 : 0;
    }
}

static void
add_node (PostilScene *self,
          const Node  *node,
          guint        mark,
          double       middle,
          double       room)
{
  const PostilChartHead *head = postil_chart_get_row (self->chart, mark);
  g_autofree char *label = g_strdup_printf ("%s (%u)", head->label, postil_chart_get_mark (self->chart, mark)->n);
  gboolean is_left = node->x < middle - 1;
  double x = is_left ? node->x - node->radius - 5 : node->x + node->radius + 5;

  postil_scene_add_circle (self, node->x, node->y, node->radius, &self->theme.text, mark);
  postil_scene_add_text (self, label, x, node->y - self->line / 2, room, is_left ? 1 : 0, POSTIL_TEXT_PLAIN, &self->theme.text, mark);
}

void
postil_scene_lay_network (PostilScene *self,
                          double       y)
{
  guint n = MIN (postil_chart_get_n_marks (self->chart), MAX_NODES);
  double label = MIN (220, MAX (70, self->width * 0.26));
  double radius = MAX (MIN_RADIUS, n * self->line * 1.25 / (2 * G_PI) * 1.5);
  double middle = MAX (self->width / 2, radius + label + POSTIL_SCENE_MARGIN + MAX_NODE);
  guint most = 1;
  Node nodes[MAX_NODES] = { 0 };

  for (guint i = 0; i < n; i++)
    most = MAX (most, postil_chart_get_mark (self->chart, i)->n);
  for (guint i = 0; i < n; i++)
    {
      double angle = 2 * G_PI * i / n - G_PI / 2;

      nodes[i].x = middle + radius * cos (angle);
      nodes[i].y = y + radius + self->line + radius * sin (angle);
      nodes[i].radius = MAX (NODE, MAX_NODE * sqrt ((double) postil_chart_get_mark (self->chart, i)->n / most));
    }
  add_ties (self, nodes);
  for (guint i = 0; i < n; i++)
    add_node (self, &nodes[i], i, middle, label);
  postil_scene_add_rest (self, n, postil_chart_get_n_marks (self->chart), y + 2 * radius + 2.5 * self->line);
}

/* The nodes of one side, one below the other; those that have the same middle. */
static void
place_column (PostilScene *self,
              Node        *nodes,
              guint        first,
              guint        n,
              double       x,
              double       top,
              double       height)
{
  double step = height / n;
  guint most = 1;

  for (guint i = first; i < first + n; i++)
    most = MAX (most, postil_chart_get_mark (self->chart, i)->n);
  for (guint i = 0; i < n; i++)
    {
      Node *node = &nodes[first + i];

      node->x = x;
      node->y = top + step * (i + 0.5);
      node->radius = MIN (self->line * 0.6, MAX (NODE, MAX_NODE * sqrt ((double) postil_chart_get_mark (self->chart, first + i)->n / most)));
    }
}

static void
add_code (PostilScene *self,
          const Node  *node,
          guint        mark,
          double       room)
{
  const PostilChartMark *m = postil_chart_get_mark (self->chart, mark);
  const PostilChartHead *head = postil_chart_get_column (self->chart, m->column);
  g_autofree char *label = g_strdup_printf ("%s (%u)", head->label, m->n);
  double x = node->x - postil_scene_get_badge_width (self) / 2;

  x += postil_scene_add_badge (self, head->code, x, node->y - self->line / 2, mark) + 6;
  postil_scene_add_text (self, label, x, node->y - self->line / 2, room, 0, POSTIL_TEXT_PLAIN, &self->theme.text, mark);
}

void
postil_scene_lay_two_mode (PostilScene *self,
                           double       y)
{
  /* The last row stands for all actors; marks are the drawn actors, the codes, the other actors. */
  guint n_codes = postil_chart_get_n_columns (self->chart);
  guint n_all = postil_chart_get_n_rows (self->chart) - 1;
  guint n_actors = MIN (n_all, MAX_NODES);
  double label = MIN (240, MAX (70, self->width * 0.3));
  double left = POSTIL_SCENE_MARGIN + label;
  double right = MAX (self->width - POSTIL_SCENE_MARGIN - label, left + MIN_RADIUS);
  double height = MAX (n_actors, n_codes) * self->line * 1.7;
  g_autofree Node *nodes = g_new0 (Node, n_actors + n_codes + 1);

  if (n_actors == 0 || n_codes == 0)
    return;
  place_column (self, nodes, 0, n_actors, left, y, height);
  place_column (self, nodes, n_actors, n_codes, right, y, height);
  add_ties (self, nodes);
  for (guint i = 0; i < n_actors; i++)
    add_node (self, &nodes[i], i, right, label - MAX_NODE);
  for (guint i = n_actors; i < n_actors + n_codes; i++)
    add_code (self, &nodes[i], i, label);
  postil_scene_add_rest (self, n_actors, n_all, y + height + self->line / 2);
}
