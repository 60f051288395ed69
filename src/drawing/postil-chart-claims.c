/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The claims map. Of one article: a lane for each actor, the passages in the order of the text,
 * and an arrow for each link. Of several: how many passages of a code an actor has, and how
 * many links lead from one such heap to another. Any thread. */

#include "config.h"

#include "drawing/postil-chart-private.h"

#include <glib/gi18n-lib.h>

#define MAX_ACTORS 24u /* with circles; the table has all */

static PostilDimension
get_actor (PostilChart *self)
{
  return (PostilDimension) { POSTIL_BY_ATTRIBUTE, self->request.attribute };
}

/* --- One article ----------------------------------------------------------------------- */

/* What lanes are made with. */
typedef struct
{
  PostilChart *chart;
  GHashTable  *lanes;  /* actor → row + 1 */
  GHashTable  *texts;  /* passage → GString: where its links lead */
} Lanes;

static guint
ensure_lane (Lanes   *lanes,
             guint32  actor)
{
  PostilChart *self = lanes->chart;
  guint row = GPOINTER_TO_UINT (g_hash_table_lookup (lanes->lanes, GUINT_TO_POINTER (actor)));
  g_autofree char *label = NULL;

  if (row > 0)
    return row - 1;
  g_hash_table_insert (lanes->lanes, GUINT_TO_POINTER (actor), GUINT_TO_POINTER (self->rows->len + 1));
  label = postil_tally_dup_label (self->request.tally, get_actor (self), actor);
  postil_chart_add_head (self->rows, label, POSTIL_TALLY_NONE, actor);
  return self->rows->len - 1;
}

static void
free_text (gpointer text)
{
  g_string_free (text, TRUE);
}

static GHashTable *
dup_link_texts (PostilChart *self)
{
  PostilTally *tally = self->request.tally;
  GHashTable *texts = g_hash_table_new_full (NULL, NULL, NULL, free_text);

  for (guint i = 0; i < postil_tally_get_n_links (tally); i++)
    {
      PostilTalliedLink link = postil_tally_get_link (tally, i);
      GString *text = g_hash_table_lookup (texts, GUINT_TO_POINTER (link.from));

      if (!postil_tally_passes (tally, link.from, self->request.filter))
        continue;
      if (text == NULL)
        {
          text = g_string_new (NULL);
          g_hash_table_insert (texts, GUINT_TO_POINTER (link.from), text);
        }
      else
        g_string_append (text, "; ");
      /* Translators: a kind of link and the words that it leads to: "responds to “deep concern”" */
      g_string_append_printf (text, _("%s “%s”"), postil_tally_get_kind_label (tally, link.kind),
                              postil_tally_get_passage (tally, link.to).excerpt);
    }
  return texts;
}

static void
add_claim (Lanes   *lanes,
           guint32  passage)
{
  PostilChart *self = lanes->chart;
  PostilTally *tally = self->request.tally;
  PostilTallied tallied = postil_tally_get_passage (tally, passage);
  guint32 actor = postil_tally_get_value (tally, passage, get_actor (self));
  const GString *links = g_hash_table_lookup (lanes->texts, GUINT_TO_POINTER (passage));
  PostilChartMark claim = { ensure_lane (lanes, actor), self->marks->len, 0, 0, 1, tallied.code, passage };

  g_array_append_val (self->marks, claim);
  postil_chart_add_head (self->columns, "", POSTIL_TALLY_NONE, passage);
  postil_chart_take_cell (self, g_strdup (postil_chart_get_row (self, claim.row)->label), POSTIL_CHART_NO_MARK);
  postil_chart_take_cell (self, g_strdup (postil_tally_get_code_label (tally, tallied.code)), POSTIL_CHART_NO_MARK);
  postil_chart_take_cell (self, g_strdup (tallied.excerpt), self->marks->len - 1);
  postil_chart_take_cell (self, g_strdup (links != NULL ? links->str : ""), POSTIL_CHART_NO_MARK);
}

typedef struct
{
  guint32 passage;
  guint32 start;
} Place;

static int
compare_places (gconstpointer a,
                gconstpointer b)
{
  const Place *first = a;
  const Place *second = b;

  if (first->start != second->start)
    return first->start < second->start ? -1 : 1;
  return (first->passage > second->passage) - (first->passage < second->passage);
}

static void
make_lanes (PostilChart *self)
{
  PostilTally *tally = self->request.tally;
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));
  g_autoptr (GHashTable) marks = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) rows = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) texts = dup_link_texts (self);
  Lanes lanes = { self, rows, texts };

  self->shape = POSTIL_SHAPE_LANES;
  postil_chart_add_title (self, postil_chart_get_dimension_title (self, self->down));
  postil_chart_add_title (self, _("Code"));
  postil_chart_add_title (self, _("Passage"));
  postil_chart_add_title (self, _("Links"));
  for (guint32 i = 0; i < postil_tally_get_n_passages (tally); i++)
    if (postil_tally_passes (tally, i, self->request.filter))
      {
        Place place = { i, postil_tally_get_passage (tally, i).start };

        g_array_append_val (places, place);
      }
  g_array_sort (places, compare_places);
  for (guint i = 0; i < places->len; i++)
    {
      g_hash_table_insert (marks, GUINT_TO_POINTER (g_array_index (places, Place, i).passage), GUINT_TO_POINTER (i + 1));
      add_claim (&lanes, g_array_index (places, Place, i).passage);
    }
  for (guint i = 0; i < postil_tally_get_n_links (tally); i++)
    {
      PostilTalliedLink link = postil_tally_get_link (tally, i);
      guint from = GPOINTER_TO_UINT (g_hash_table_lookup (marks, GUINT_TO_POINTER (link.from)));
      guint to = GPOINTER_TO_UINT (g_hash_table_lookup (marks, GUINT_TO_POINTER (link.to)));
      PostilChartTie tie = { from - 1, to - 1, link.kind, 1 };

      if (from > 0 && to > 0)
        g_array_append_val (self->ties, tie);
    }
  postil_chart_set_subtitle (self, places->len);
}

/* --- Several articles ------------------------------------------------------------------ */

static guint
find_head (GArray  *heads,
           guint32  value)
{
  for (guint i = 0; i < heads->len; i++)
    if (g_array_index (heads, PostilChartHead, i).value == value)
      return i;
  return POSTIL_CHART_NO_MARK;
}

static guint
find_mark (PostilChart *self,
           guint32      passage)
{
  guint row = find_head (self->rows, postil_tally_get_value (self->request.tally, passage, self->down));
  guint column = find_head (self->columns, postil_tally_get_value (self->request.tally, passage, self->across));

  for (guint i = 0; row != POSTIL_CHART_NO_MARK && i < self->marks->len; i++)
    if (postil_chart_get_mark (self, i)->row == row && postil_chart_get_mark (self, i)->column == column)
      return i;
  return POSTIL_CHART_NO_MARK;
}

/* @known: what a tie is → its number + 1. */
static void
count_tie (PostilChart *self,
           GHashTable  *known,
           guint        from,
           guint        to,
           guint32      kind)
{
  PostilChartTie tie = { from, to, kind, 1 };
  g_autofree char *key = g_strdup_printf ("%u %u %u", from, to, kind);
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (known, key));

  if (number > 0)
    {
      g_array_index (self->ties, PostilChartTie, number - 1).n++;
      return;
    }
  g_array_append_val (self->ties, tie);
  g_hash_table_insert (known, g_steal_pointer (&key), GUINT_TO_POINTER (self->ties->len));
}

static void
add_heap_row (PostilChart *self,
              PostilTable *table,
              guint        row)
{
  gboolean is_drawn = row < MAX_ACTORS;
  g_autofree char *label = postil_tally_dup_label (self->request.tally, self->down, postil_table_get_row (table, row));

  if (is_drawn)
    postil_chart_add_head (self->rows, label, POSTIL_TALLY_NONE, postil_table_get_row (table, row));
  postil_chart_take_cell (self, g_strdup (label), POSTIL_CHART_NO_MARK);
  for (guint column = 0; column < self->columns->len; column++)
    {
      guint n = postil_table_get_cell (table, row, column);
      guint mark = POSTIL_CHART_NO_MARK;

      if (n > 0 && is_drawn)
        mark = postil_chart_add_mark (self, row, column, n, postil_chart_get_column (self, column)->code);
      postil_chart_take_cell (self, g_strdup_printf ("%u", n), mark);
    }
  postil_chart_take_cell (self, g_strdup (""), POSTIL_CHART_NO_MARK);
}

static char *
dup_tie_text (PostilChart          *self,
              const PostilChartTie *tie)
{
  const PostilChartMark *from = postil_chart_get_mark (self, tie->from);
  const PostilChartMark *to = postil_chart_get_mark (self, tie->to);

  /* Translators: links between passages: "Concession responds to Concern (Joe Biden): 3" */
  return g_strdup_printf (_("%s %s %s (%s): %u"), postil_chart_get_column (self, from->column)->label,
                          postil_tally_get_kind_label (self->request.tally, tie->kind),
                          postil_chart_get_column (self, to->column)->label,
                          postil_chart_get_row (self, to->row)->label, tie->n);
}

/* Into the last column of the table. */
static void
fill_tie_cells (PostilChart *self)
{
  for (guint i = 0; i < self->ties->len; i++)
    {
      const PostilChartTie *tie = postil_chart_get_tie (self, i);
      guint row = postil_chart_get_mark (self, tie->from)->row;
      PostilChartCell *cell = &g_array_index (self->cells, PostilChartCell, (row + 1) * self->titles->len - 1);
      g_autofree char *text = dup_tie_text (self, tie);
      char *all = *cell->text != '\0' ? g_strconcat (cell->text, "; ", text, NULL) : g_strdup (text);

      g_free (cell->text);
      cell->text = all;
    }
}

static void
make_circles (PostilChart *self)
{
  PostilTally *tally = self->request.tally;
  g_autoptr (PostilTable) table = NULL;
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  self->shape = POSTIL_SHAPE_CIRCLES;
  self->across = (PostilDimension) { POSTIL_BY_CODE, 0 };
  table = postil_table_new (tally, self->request.filter, self->down, &self->across);
  postil_chart_add_heads (self, self->columns, table, FALSE, self->across);
  postil_chart_add_title (self, postil_chart_get_dimension_title (self, self->down));
  for (guint i = 0; i < self->columns->len; i++)
    postil_chart_add_title (self, postil_chart_get_column (self, i)->label);
  postil_chart_add_title (self, _("Links"));
  for (guint row = 0; row < postil_table_get_n_rows (table); row++)
    add_heap_row (self, table, row);
  for (guint i = 0; i < postil_tally_get_n_links (tally); i++)
    {
      PostilTalliedLink link = postil_tally_get_link (tally, i);
      guint from = POSTIL_CHART_NO_MARK;
      guint to = POSTIL_CHART_NO_MARK;

      if (!postil_tally_passes (tally, link.from, self->request.filter))
        continue;
      from = find_mark (self, link.from);
      to = find_mark (self, link.to);
      if (from != POSTIL_CHART_NO_MARK && to != POSTIL_CHART_NO_MARK)
        count_tie (self, known, from, to, link.kind);
    }
  fill_tie_cells (self);
  postil_chart_set_subtitle (self, postil_table_get_total (table));
}

void
postil_chart_make_claims (PostilChart *self)
{
  self->down = get_actor (self);
  if (self->request.filter.article != POSTIL_TALLY_NONE)
    make_lanes (self);
  else
    make_circles (self);
}
