/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A network on a circle: the same each time, whoever draws it, and no node hides another. How
 * strong a tie is, is told by its width; the table has the numbers. */

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

      color.alpha = 0.55f;
      postil_scene_add_line (self, from->x, from->y, to->x, to->y, &color);
      g_array_index (self->drawn, PostilDrawn, self->drawn->len - 1).thickness = MAX (0.7, MAX_TIE * tie->n / most);
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
  Node nodes[MAX_NODES];

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
