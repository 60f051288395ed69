/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Actors that say the same: a tie for each two that bear the same code, as strong as they have
 * codes in common, each once an article. Actors and what they say: a tie for each code that an actor
 * bears, as strong as there are articles. A qualifier may tell for from against. The numbers are those of
 * postil-cli network. Any thread. */

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

/* Label → Actor, of what passes the filter. @n_passages: of each code. */
static GHashTable *
collect (PostilChart      *self,
         PostilStatements *statements,
         guint            *n_passages)
{
  PostilTally *tally = self->request.tally;
  const PostilDimension qualifier = { POSTIL_BY_ATTRIBUTE, self->request.qualifier };
  GHashTable *actors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  const PostilDimension by_day = { POSTIL_BY_DAY, 0 };

  for (guint i = 0; i < postil_tally_get_n_passages (tally); i++)
    {
      guint32 value = postil_tally_get_value (tally, i, self->down);
      guint32 day = postil_tally_get_value (tally, i, by_day);
      PostilTallied passage = postil_tally_get_passage (tally, i);
      g_autofree char *label = NULL;
      g_autofree char *said = NULL;
      PostilStatement statement = { 0 };
      Actor *actor = NULL;

      if (value == POSTIL_TALLY_NONE || !postil_tally_passes (tally, i, self->request.filter))
        continue;
      label = postil_tally_dup_label (tally, self->down, value);
      if (self->request.aggregation != POSTIL_AGGREGATION_IGNORE)
        {
          guint32 what = postil_tally_get_value (tally, i, qualifier);

          said = what != POSTIL_TALLY_NONE ? postil_tally_dup_label (tally, qualifier, what) : NULL;
        }
      n_passages[passage.code]++;
      statement = (PostilStatement) { label, postil_tally_get_code (tally, passage.code), said,
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
static GPtrArray *
sort_actors (PostilNetwork *network,
             GHashTable    *actors)
{
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < network->rows->len; i++)
    g_ptr_array_add (names, g_ptr_array_index (network->rows, i));
  g_ptr_array_sort_with_data (names, compare_names, actors);
  return names;
}

static void
mark_actors (PostilChart *self,
             GPtrArray   *names,
             guint        first,
             guint        end,
             GHashTable  *actors)
{
  for (guint i = first; i < end; i++)
    {
      Actor *actor = g_hash_table_lookup (actors, g_ptr_array_index (names, i));

      actor->mark = postil_chart_add_mark (self, i, POSTIL_CHART_NO_MARK, actor->n, POSTIL_TALLY_NONE);
    }
}

/* In the codebook's order. @marks: of the network's columns, the first being @first. */
static void
add_codes (PostilChart   *self,
           PostilNetwork *network,
           const guint   *n_passages,
           guint          first,
           guint         *marks)
{
  PostilTally *tally = self->request.tally;

  for (guint32 code = 0; code < postil_tally_get_n_codes (tally); code++)
    for (guint i = 0; i < network->columns->len; i++)
      if (g_str_equal (postil_tally_get_code (tally, code), g_ptr_array_index (network->columns, i)))
        {
          marks[i] = first + self->columns->len;
          postil_chart_add_head (self->columns, postil_tally_get_code_label (tally, code), code, code);
          postil_chart_add_mark (self, self->rows->len - 1, self->columns->len - 1, n_passages[code], code);
        }
}

/* Rows are the actors, and columns the codes if these are nodes, too; their marks come after those of
 * the actors that are drawn. */
static void
add_nodes (PostilChart   *self,
           PostilNetwork *network,
           GHashTable    *actors,
           const guint   *n_passages,
           guint         *code_marks)
{
  g_autoptr (GPtrArray) names = sort_actors (network, actors);
  guint n_drawn = MIN (names->len, MAX_NODES);

  for (guint i = 0; i < names->len; i++)
    {
      const Actor *actor = g_hash_table_lookup (actors, g_ptr_array_index (names, i));

      postil_chart_add_head (self->rows, g_ptr_array_index (names, i), POSTIL_TALLY_NONE, actor->value);
    }
  mark_actors (self, names, 0, n_drawn, actors);
  if (!network->is_one_mode)
    {
      postil_chart_add_head (self->rows, _("All"), POSTIL_TALLY_NONE, POSTIL_CHART_ANY);
      add_codes (self, network, n_passages, n_drawn, code_marks);
    }
  mark_actors (self, names, n_drawn, names->len, actors);
}

static void
add_tie (PostilChart     *self,
         PostilNetwork   *network,
         GHashTable      *actors,
         const guint     *code_marks,
         const PostilTie *tie)
{
  const char *from = g_ptr_array_index (network->rows, tie->row);
  const char *to = g_ptr_array_index (network->columns, tie->column);
  guint from_mark = ((Actor *) g_hash_table_lookup (actors, from))->mark;
  guint to_mark = network->is_one_mode ? ((Actor *) g_hash_table_lookup (actors, to))->mark : code_marks[tie->column];
  PostilChartTie drawn = { from_mark, to_mark, tie->weight < 0 ? 1 : POSTIL_TALLY_NONE, (guint) lround (fabs (tie->weight)) };

  postil_chart_take_cell (self, g_strdup (from), from_mark);
  postil_chart_take_cell (self, g_strdup (network->is_one_mode ? to : postil_chart_get_column (self, postil_chart_get_mark (self, to_mark)->column)->label),
                           to_mark);
  postil_chart_take_cell (self, g_strdup_printf ("%s%u", tie->weight < 0 ? "−" : "", drawn.n), POSTIL_CHART_NO_MARK);
  if (from_mark < MAX_NODES && (!network->is_one_mode || to_mark < MAX_NODES))
    g_array_append_val (self->ties, drawn);
}

static void
make (PostilChart *self,
      gboolean     is_one_mode)
{
  const PostilNetworkOptions options = {
    .is_one_mode = is_one_mode, .duplicates = POSTIL_DUPLICATES_DOCUMENT, .with_isolates = TRUE,
    .qualifier = POSTIL_QUALIFIER_BOOLEAN, .aggregation = self->request.aggregation,
  };
  g_autoptr (PostilStatements) statements = postil_statements_new ();
  g_autofree guint *n_passages = g_new0 (guint, postil_tally_get_n_codes (self->request.tally) + 1);
  g_autoptr (GHashTable) actors = NULL;
  g_autoptr (PostilNetwork) network = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree guint *code_marks = NULL;

  self->down = (PostilDimension) { POSTIL_BY_ATTRIBUTE, self->request.attribute };
  self->across = (PostilDimension) { POSTIL_BY_CODE, 0 };
  postil_chart_add_title (self, postil_chart_get_dimension_title (self, self->down));
  postil_chart_add_title (self, postil_chart_get_dimension_title (self, is_one_mode ? self->down : self->across));
  postil_chart_add_title (self, is_one_mode ? _("Codes in Common") : _("Articles"));
  actors = collect (self, statements, n_passages);
  postil_chart_set_subtitle (self, postil_statements_get_n (statements));
  network = postil_network_new (statements, &options, &error);
  if (network == NULL)
    {
      g_free (self->subtitle);
      self->subtitle = g_strdup (error->message);
      return;
    }
  code_marks = g_new0 (guint, network->columns->len + 1);
  add_nodes (self, network, actors, n_passages, code_marks);
  for (guint i = 0; i < network->ties->len; i++)
    add_tie (self, network, actors, code_marks, &g_array_index (network->ties, PostilTie, i));
}

void
postil_chart_make_network (PostilChart *self)
{
  self->shape = POSTIL_SHAPE_NETWORK;
  make (self, TRUE);
}

void
postil_chart_make_two_mode (PostilChart *self)
{
  self->shape = POSTIL_SHAPE_TWO_MODE;
  make (self, FALSE);
}
