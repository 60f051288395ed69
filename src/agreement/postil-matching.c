/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Maximum matching of two coders' passages. The graph of what overlaps falls into small
 * components, so that successive best augmenting paths (Bellman–Ford, since weights change
 * their sign on the way back) are exact and fast. Pure. */

#include "config.h"

#include "agreement/postil-matching.h"

#define NONE G_MAXUINT
#define EPSILON 1e-12

typedef struct
{
  guint  first;
  guint  second;
  double iou;
  double weight;
} Edge;

typedef struct
{
  GArray *edges;         /* of Edge, by first */
  guint  *edge_of_first; /* the matched edge, or NONE */
  guint  *edge_of_second;
  guint   n_first;
  guint   n_second;
} Graph;

double
postil_matching_iou (PostilAnnotation *a,
                     PostilAnnotation *b)
{
  guint n_a, n_b, i = 0, j = 0;
  const PostilPiece *left = postil_annotation_get_pieces (a, &n_a);
  const PostilPiece *right = postil_annotation_get_pieces (b, &n_b);
  double both = 0, sum = 0;

  for (guint p = 0; p < n_a; p++)
    sum += postil_span_length (left[p].span);
  for (guint p = 0; p < n_b; p++)
    sum += postil_span_length (right[p].span);
  while (i < n_a && j < n_b)
    {
      guint32 start = MAX (left[i].span.start, right[j].span.start);
      guint32 end = MIN (left[i].span.end, right[j].span.end);

      if (end > start)
        both += end - start;
      if (left[i].span.end < right[j].span.end)
        i++;
      else
        j++;
    }
  return sum > both ? both / (sum - both) : 0;
}

static gboolean
is_wanted (PostilAnnotation *annotation, const char *code)
{
  return code == NULL || g_str_equal (postil_annotation_get_code (annotation), code);
}

static GArray *
find_edges (GPtrArray *first, GPtrArray *second, const char *code, double least,
            PostilMatchingGoal goal)
{
  GArray *edges = g_array_new (FALSE, FALSE, sizeof (Edge));
  guint32 longest = 0;
  guint from = 0;

  for (guint j = 0; j < second->len; j++)
    longest = MAX (longest, postil_span_length (postil_annotation_get_hull (second->pdata[j])));

  for (guint i = 0; i < first->len; i++)
    {
      PostilAnnotation *a = first->pdata[i];
      PostilSpan hull = postil_annotation_get_hull (a);

      if (!is_wanted (a, code))
        continue;
      while (from < second->len &&
             (guint64) postil_annotation_get_hull (second->pdata[from]).start + longest <= hull.start)
        from++;
      for (guint j = from; j < second->len; j++)
        {
          PostilAnnotation *b = second->pdata[j];
          Edge edge = { i, j, 0, 0 };

          if (postil_annotation_get_hull (b).start >= hull.end)
            break;
          if (!g_str_equal (postil_annotation_get_code (a), postil_annotation_get_code (b)))
            continue;
          edge.iou = postil_matching_iou (a, b);
          if (edge.iou <= 0 || edge.iou < least - EPSILON)
            continue;
          /* A pair more outweighs whatever overlap any number of pairs can lose. */
          edge.weight = goal == POSTIL_MATCHING_MOST
                        ? edge.iou + MIN (first->len, second->len) + 1 : edge.iou;
          g_array_append_val (edges, edge);
        }
    }
  return edges;
}

/* The component of each of the first side's passages: a number, or NONE without an edge. */
static guint *
find_components (Graph *graph, guint *n_components)
{
  g_autofree guint *parent = g_new (guint, graph->n_first + graph->n_second);
  guint *component = g_new (guint, graph->n_first);
  g_autoptr(GHashTable) numbers = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < graph->n_first + graph->n_second; i++)
    parent[i] = i;
  for (guint e = 0; e < graph->edges->len; e++)
    {
      guint a = g_array_index (graph->edges, Edge, e).first;
      guint b = graph->n_first + g_array_index (graph->edges, Edge, e).second;

      while (parent[a] != a)
        a = parent[a] = parent[parent[a]];
      while (parent[b] != b)
        b = parent[b] = parent[parent[b]];
      parent[b] = a;
    }
  for (guint i = 0; i < graph->n_first; i++)
    {
      guint root = i;
      gpointer number;

      while (parent[root] != root)
        root = parent[root];
      if (!g_hash_table_lookup_extended (numbers, GUINT_TO_POINTER (root), NULL, &number))
        {
          number = GUINT_TO_POINTER (g_hash_table_size (numbers));
          g_hash_table_insert (numbers, GUINT_TO_POINTER (root), number);
        }
      component[i] = GPOINTER_TO_UINT (number);
    }
  *n_components = g_hash_table_size (numbers);
  return component;
}

/* One augmenting path of the greatest gain within the edges @mine; FALSE if none gains. */
static gboolean
augment (Graph *graph, GArray *mine, double *gain_first, double *gain_second, guint *via_second)
{
  guint best = NONE;
  gboolean changed = TRUE;

  for (guint i = 0; i < mine->len; i++)
    {
      const Edge *edge = &g_array_index (graph->edges, Edge, g_array_index (mine, guint, i));

      gain_first[edge->first] = graph->edge_of_first[edge->first] == NONE ? 0 : -G_MAXDOUBLE;
      gain_second[edge->second] = -G_MAXDOUBLE;
    }
  while (changed)
    {
      changed = FALSE;
      for (guint i = 0; i < mine->len; i++)
        {
          guint e = g_array_index (mine, guint, i);
          const Edge *edge = &g_array_index (graph->edges, Edge, e);
          double gain = gain_first[edge->first] + edge->weight;
          guint back = graph->edge_of_second[edge->second];

          if (gain_first[edge->first] == -G_MAXDOUBLE || graph->edge_of_first[edge->first] == e ||
              gain <= gain_second[edge->second] + EPSILON)
            continue;
          gain_second[edge->second] = gain;
          via_second[edge->second] = e;
          if (back != NONE)
            gain_first[g_array_index (graph->edges, Edge, back).first] =
              gain - g_array_index (graph->edges, Edge, back).weight;
          changed = TRUE;
        }
    }
  for (guint i = 0; i < mine->len; i++)
    {
      guint second = g_array_index (graph->edges, Edge, g_array_index (mine, guint, i)).second;

      if (graph->edge_of_second[second] == NONE && gain_second[second] > EPSILON &&
          (best == NONE || gain_second[second] > gain_second[best]))
        best = second;
    }
  while (best != NONE)
    {
      guint e = via_second[best];
      guint first = g_array_index (graph->edges, Edge, e).first;
      guint before = graph->edge_of_first[first];

      graph->edge_of_second[best] = e;
      graph->edge_of_first[first] = e;
      if (before == NONE)
        return TRUE;
      best = g_array_index (graph->edges, Edge, before).second;
    }
  return FALSE;
}

static void
match_components (Graph *graph)
{
  guint n_components;
  g_autofree guint *component = find_components (graph, &n_components);
  g_autoptr(GPtrArray) edges_of = g_ptr_array_new_full (n_components, (GDestroyNotify) g_array_unref);
  g_autofree double *gain_first = g_new0 (double, graph->n_first);
  g_autofree double *gain_second = g_new0 (double, graph->n_second);
  g_autofree guint *via_second = g_new0 (guint, graph->n_second);

  for (guint i = 0; i < n_components; i++)
    g_ptr_array_add (edges_of, g_array_new (FALSE, FALSE, sizeof (guint)));
  for (guint e = 0; e < graph->edges->len; e++)
    {
      guint number = component[g_array_index (graph->edges, Edge, e).first];

      g_array_append_val ((GArray *) edges_of->pdata[number], e);
    }
  for (guint i = 0; i < n_components; i++)
    {
      GArray *mine = edges_of->pdata[i];

      while (mine->len > 0 && augment (graph, mine, gain_first, gain_second, via_second))
        ;
    }
}

GArray *
postil_matching_find (GPtrArray          *first,
                      GPtrArray          *second,
                      const char         *code,
                      double              least,
                      PostilMatchingGoal  goal)
{
  GArray *pairs = g_array_new (FALSE, FALSE, sizeof (PostilMatchedPair));
  g_autofree guint *edge_of_first = NULL;
  g_autofree guint *edge_of_second = NULL;
  Graph graph;

  g_return_val_if_fail (first != NULL && second != NULL, pairs);

  if (first->len == 0 || second->len == 0)
    return pairs;

  graph.edges = find_edges (first, second, code, least, goal);
  graph.n_first = first->len;
  graph.n_second = second->len;
  graph.edge_of_first = edge_of_first = g_new (guint, first->len);
  graph.edge_of_second = edge_of_second = g_new (guint, second->len);
  for (guint i = 0; i < first->len; i++)
    edge_of_first[i] = NONE;
  for (guint i = 0; i < second->len; i++)
    edge_of_second[i] = NONE;

  match_components (&graph);
  for (guint i = 0; i < first->len; i++)
    if (edge_of_first[i] != NONE)
      {
        const Edge *edge = &g_array_index (graph.edges, Edge, edge_of_first[i]);
        PostilMatchedPair pair = { edge->first, edge->second, edge->iou };

        g_array_append_val (pairs, pair);
      }
  g_array_unref (graph.edges);
  return pairs;
}
