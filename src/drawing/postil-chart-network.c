/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Actors that say the same: a tie for each two that bear the same code, as strong as they have
 * codes in common, each once an article. The numbers are those of postil-cli network. Any
 * thread. */

#include "config.h"

#include "drawing/postil-chart-private.h"

#include "model/postil-network.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MAX_NODES 36u /* that are drawn; the table has all */

typedef struct
{
  guint32 value;  /* of the attribute */
  guint   n;      /* passages */
  guint   mark;
} Actor;

/* Label → Actor, of what passes the filter. */
static GHashTable *
collect (PostilChart      *self,
         PostilStatements *statements)
{
  PostilTally *tally = self->request.tally;
  GHashTable *actors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  const PostilDimension by_day = { POSTIL_BY_DAY, 0 };

  for (guint i = 0; i < postil_tally_get_n_passages (tally); i++)
    {
      guint32 value = postil_tally_get_value (tally, i, self->down);
      guint32 day = postil_tally_get_value (tally, i, by_day);
      PostilTallied passage = postil_tally_get_passage (tally, i);
      g_autofree char *label = NULL;
      PostilStatement statement = { 0 };
      Actor *actor = NULL;

      if (value == POSTIL_TALLY_NONE || !postil_tally_passes (tally, i, self->request.filter))
        continue;
      label = postil_tally_dup_label (tally, self->down, value);
      statement = (PostilStatement) { label, postil_tally_get_code (tally, passage.code), NULL,
                                      postil_tally_get_article (tally, passage.article), day != POSTIL_TALLY_NONE ? day : 0 };
      postil_statements_add (statements, &statement);
      actor = g_hash_table_lookup (actors, label);
      if (actor == NULL)
        {
          actor = g_new0 (Actor, 1);
          actor->value = value;
          actor->mark = POSTIL_CHART_NO_MARK;
          g_hash_table_insert (actors, g_strdup (label), actor);
        }
      actor->n++;
    }
  return actors;
}

static int
compare_names (gconstpointer a,
               gconstpointer b,
               gpointer      user_data)
{
  const char *first = *(const char *const *) a;
  const char *second = *(const char *const *) b;
  const Actor *one = g_hash_table_lookup (user_data, first);
  const Actor *other = g_hash_table_lookup (user_data, second);

  if (one->n != other->n)
    return one->n < other->n ? 1 : -1;
  return g_strcmp0 (first, second);
}

/* The most frequent first. */
static void
add_nodes (PostilChart   *self,
           PostilNetwork *network,
           GHashTable    *actors)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < network->rows->len; i++)
    g_ptr_array_add (names, g_ptr_array_index (network->rows, i));
  g_ptr_array_sort_with_data (names, compare_names, actors);
  for (guint i = 0; i < names->len; i++)
    {
      Actor *actor = g_hash_table_lookup (actors, g_ptr_array_index (names, i));

      postil_chart_add_head (self->rows, g_ptr_array_index (names, i), POSTIL_TALLY_NONE, actor->value);
      actor->mark = postil_chart_add_mark (self, i, POSTIL_CHART_NO_MARK, actor->n, POSTIL_TALLY_NONE);
    }
}

static void
add_tie (PostilChart     *self,
         PostilNetwork   *network,
         GHashTable      *actors,
         const PostilTie *tie)
{
  const char *from = g_ptr_array_index (network->rows, tie->row);
  const char *to = g_ptr_array_index (network->columns, tie->column);
  guint from_mark = ((Actor *) g_hash_table_lookup (actors, from))->mark;
  guint to_mark = ((Actor *) g_hash_table_lookup (actors, to))->mark;
  PostilChartTie drawn = { from_mark, to_mark, POSTIL_TALLY_NONE, (guint) lround (fabs (tie->weight)) };

  postil_chart_take_cell (self, g_strdup (from), from_mark);
  postil_chart_take_cell (self, g_strdup (to), to_mark);
  postil_chart_take_cell (self, g_strdup_printf ("%u", drawn.n), POSTIL_CHART_NO_MARK);
  /* Marks are numbered as their rows are. */
  if (from_mark < MAX_NODES && to_mark < MAX_NODES)
    g_array_append_val (self->ties, drawn);
}

void
postil_chart_make_network (PostilChart *self)
{
  const PostilNetworkOptions options = { .is_one_mode = TRUE, .duplicates = POSTIL_DUPLICATES_DOCUMENT, .with_isolates = TRUE };
  g_autoptr (PostilStatements) statements = postil_statements_new ();
  g_autoptr (GHashTable) actors = NULL;
  g_autoptr (PostilNetwork) network = NULL;
  g_autoptr (GError) error = NULL;

  self->shape = POSTIL_SHAPE_NETWORK;
  self->down = (PostilDimension) { POSTIL_BY_ATTRIBUTE, self->request.attribute };
  postil_chart_add_title (self, postil_chart_get_dimension_title (self, self->down));
  postil_chart_add_title (self, postil_chart_get_dimension_title (self, self->down));
  postil_chart_add_title (self, _("Codes in Common"));
  actors = collect (self, statements);
  postil_chart_set_subtitle (self, postil_statements_get_n (statements));
  network = postil_network_new (statements, &options, &error);
  if (network == NULL)
    {
      g_free (self->subtitle);
      self->subtitle = g_strdup (error->message);
      return;
    }
  add_nodes (self, network, actors);
  for (guint i = 0; i < network->ties->len; i++)
    add_tie (self, network, actors, &g_array_index (network->ties, PostilTie, i));
}
