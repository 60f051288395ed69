/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The model of a chart, and what all kinds of charts have in common. Any thread. */

#include "config.h"

#include "drawing/postil-chart-private.h"

#include "exchange/postil-csv.h"

#include <glib/gi18n-lib.h>

static void
clear_head (gpointer data)
{
  g_free (((PostilChartHead *) data)->label);
}

static void
clear_cell (gpointer data)
{
  g_free (((PostilChartCell *) data)->text);
}

/* --- Making ---------------------------------------------------------------------------- */

PostilChart *
postil_chart_new_blank (const PostilChartRequest *request)
{
  PostilChart *self = g_new0 (PostilChart, 1);

  self->request = *request;
  postil_tally_ref (self->request.tally);
  postil_codebook_ref (self->request.codebook);
  self->rows = g_array_new (FALSE, FALSE, sizeof (PostilChartHead));
  self->columns = g_array_new (FALSE, FALSE, sizeof (PostilChartHead));
  self->marks = g_array_new (FALSE, FALSE, sizeof (PostilChartMark));
  self->ties = g_array_new (FALSE, FALSE, sizeof (PostilChartTie));
  self->cells = g_array_new (FALSE, FALSE, sizeof (PostilChartCell));
  self->titles = g_ptr_array_new_with_free_func (g_free);
  g_array_set_clear_func (self->rows, clear_head);
  g_array_set_clear_func (self->columns, clear_head);
  g_array_set_clear_func (self->cells, clear_cell);
  return self;
}

void
postil_chart_add_head (GArray     *heads,
                       const char *label,
                       guint32     code,
                       guint32     value)
{
  PostilChartHead head = { g_strdup (label), code, value };

  g_array_append_val (heads, head);
}

void
postil_chart_add_heads (PostilChart     *self,
                        GArray          *heads,
                        PostilTable     *table,
                        gboolean         down,
                        PostilDimension  dimension)
{
  guint n = down ? postil_table_get_n_rows (table) : postil_table_get_n_columns (table);

  for (guint i = 0; i < n; i++)
    {
      guint32 value = down ? postil_table_get_row (table, i) : postil_table_get_column (table, i);
      g_autofree char *label = postil_tally_dup_label (self->request.tally, dimension, value);

      postil_chart_add_head (heads, label, dimension.by == POSTIL_BY_CODE ? value : POSTIL_TALLY_NONE, value);
    }
}

guint
postil_chart_add_mark (PostilChart *self,
                       guint        row,
                       guint        column,
                       guint        n,
                       guint32      code)
{
  PostilChartMark mark = { row, column, 0, 0, n, code, POSTIL_TALLY_NONE };

  g_array_append_val (self->marks, mark);
  return self->marks->len - 1;
}

void
postil_chart_add_title (PostilChart *self,
                        const char  *title)
{
  g_ptr_array_add (self->titles, g_strdup (title));
}

void
postil_chart_take_cell (PostilChart *self,
                        char        *text,
                        guint        mark)
{
  PostilChartCell cell = { text, mark };

  g_array_append_val (self->cells, cell);
}

const char *
postil_chart_get_dimension_title (PostilChart     *self,
                                  PostilDimension  dimension)
{
  switch (dimension.by)
    {
    case POSTIL_BY_CODE:
      return _("Code");
    case POSTIL_BY_CODER:
      return _("Coder");
    case POSTIL_BY_ARTICLE:
      return _("Article");
    case POSTIL_BY_ATTRIBUTE:
      return postil_tally_get_attribute_label (self->request.tally, dimension.attribute);
    case POSTIL_BY_YEAR:
    case POSTIL_BY_MONTH:
    case POSTIL_BY_DAY:
      return _("Published");
    case POSTIL_BY_TENTH:
      return _("Place in the Article");
    }
  return "";
}

void
postil_chart_set_subtitle (PostilChart *self,
                           guint        n_passages)
{
  PostilTally *tally = self->request.tally;
  PostilTallyFilter filter = self->request.filter;
  g_autofree char *count = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u passage", "%u passages", n_passages), n_passages);
  g_autofree char *where = NULL;

  if (filter.time != POSTIL_TALLY_NONE)
    where = postil_tally_dup_label (tally, (PostilDimension) { filter.time_by, 0 }, filter.time);
  else if (filter.article != POSTIL_TALLY_NONE)
    where = g_strdup (postil_tally_get_article (tally, filter.article));
  else
    where = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u article", "%u articles", postil_tally_get_n_articles (tally)),
                             postil_tally_get_n_articles (tally));
  g_free (self->subtitle);
  /* Translators: how many passages, where, by whom: "12 passages · 3 articles · maria" */
  self->subtitle = g_strdup_printf (_("%s · %s · %s"), count, where,
                                    filter.coder != POSTIL_TALLY_NONE ? postil_tally_get_coder (tally, filter.coder)
                                                                       : _("all coders"));
}

/* --- Asking ---------------------------------------------------------------------------- */

void
postil_chart_free (PostilChart *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->rows);
  g_array_unref (self->columns);
  g_array_unref (self->marks);
  g_array_unref (self->ties);
  g_array_unref (self->cells);
  g_ptr_array_unref (self->titles);
  postil_tally_unref (self->request.tally);
  postil_codebook_unref (self->request.codebook);
  g_free (self->title);
  g_free (self->subtitle);
  g_free (self);
}

PostilChartShape
postil_chart_get_shape (PostilChart *self)
{
  g_return_val_if_fail (self != NULL, POSTIL_SHAPE_BARS);

  return self->shape;
}

const char *
postil_chart_get_title (PostilChart *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->title;
}

const char *
postil_chart_get_subtitle (PostilChart *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->subtitle;
}

PostilTally *
postil_chart_get_tally (PostilChart *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->request.tally;
}

PostilCodebook *
postil_chart_get_codebook (PostilChart *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->request.codebook;
}

guint
postil_chart_get_n_rows (PostilChart *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->rows->len;
}

const PostilChartHead *
postil_chart_get_row (PostilChart *self,
                      guint        row)
{
  g_return_val_if_fail (self != NULL && row < self->rows->len, NULL);

  return &g_array_index (self->rows, PostilChartHead, row);
}

guint
postil_chart_get_n_columns (PostilChart *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->columns->len;
}

const PostilChartHead *
postil_chart_get_column (PostilChart *self,
                         guint        column)
{
  g_return_val_if_fail (self != NULL && column < self->columns->len, NULL);

  return &g_array_index (self->columns, PostilChartHead, column);
}

guint
postil_chart_get_n_marks (PostilChart *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->marks->len;
}

const PostilChartMark *
postil_chart_get_mark (PostilChart *self,
                       guint        mark)
{
  g_return_val_if_fail (self != NULL && mark < self->marks->len, NULL);

  return &g_array_index (self->marks, PostilChartMark, mark);
}

guint
postil_chart_get_n_ties (PostilChart *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->ties->len;
}

const PostilChartTie *
postil_chart_get_tie (PostilChart *self,
                      guint        tie)
{
  g_return_val_if_fail (self != NULL && tie < self->ties->len, NULL);

  return &g_array_index (self->ties, PostilChartTie, tie);
}

static char *
dup_passage_name (PostilChart *self,
                  guint32      passage)
{
  PostilTallied tallied = postil_tally_get_passage (self->request.tally, passage);
  PostilDimension actor = { POSTIL_BY_ATTRIBUTE, self->request.attribute };
  guint32 value = self->request.attribute != POSTIL_TALLY_NONE
                    ? postil_tally_get_value (self->request.tally, passage, actor) : POSTIL_TALLY_NONE;
  g_autofree char *who = value != POSTIL_TALLY_NONE ? postil_tally_dup_label (self->request.tally, actor, value) : NULL;
  const char *code = postil_tally_get_code_label (self->request.tally, tallied.code);

  if (who == NULL)
    /* Translators: a code and the words that bear it */
    return g_strdup_printf (_("%s: “%s”"), code, tallied.excerpt);
  /* Translators: an actor, a code and the words that bear it */
  return g_strdup_printf (_("%s, %s: “%s”"), who, code, tallied.excerpt);
}

char *
postil_chart_dup_name (PostilChart *self,
                       guint        mark)
{
  const PostilChartMark *m = postil_chart_get_mark (self, mark);
  g_autofree char *count = NULL;

  g_return_val_if_fail (m != NULL, NULL);

  if (m->passage != POSTIL_TALLY_NONE)
    return dup_passage_name (self, m->passage);
  if (self->is_together)
    count = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u pair of passages", "%u pairs of passages", m->n), m->n);
  else
    count = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u passage", "%u passages", m->n), m->n);
  if (m->column == POSTIL_CHART_NO_MARK)
    /* Translators: "Concern: 3 passages" */
    return g_strdup_printf (_("%s: %s"), postil_chart_get_row (self, m->row)->label, count);
  /* Translators: "Joe Biden, Concern: 3 passages" */
  return g_strdup_printf (_("%s, %s: %s"), postil_chart_get_row (self, m->row)->label,
                          postil_chart_get_column (self, m->column)->label, count);
}

GArray *
postil_chart_find (PostilChart *self,
                   guint        mark)
{
  const PostilChartMark *m = postil_chart_get_mark (self, mark);
  const PostilChartHead *row = NULL;
  const PostilChartHead *column = NULL;

  g_return_val_if_fail (m != NULL, NULL);

  if (m->passage != POSTIL_TALLY_NONE)
    {
      GArray *found = g_array_new (FALSE, FALSE, sizeof (guint));

      g_array_append_val (found, m->passage);
      return found;
    }
  row = postil_chart_get_row (self, m->row);
  column = m->column != POSTIL_CHART_NO_MARK ? postil_chart_get_column (self, m->column) : NULL;
  if (self->is_together)
    return postil_tally_find_together (self->request.tally, self->request.filter, row->value, column->value);
  return postil_tally_find (self->request.tally, self->request.filter,
                            row->value != POSTIL_CHART_ANY ? &self->down : NULL, row->value,
                            column != NULL ? &self->across : NULL, column != NULL ? column->value : 0);
}

guint
postil_chart_get_n_table_columns (PostilChart *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->titles->len;
}

guint
postil_chart_get_n_table_rows (PostilChart *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->titles->len > 0 ? self->cells->len / self->titles->len : 0;
}

const char *
postil_chart_get_table_title (PostilChart *self,
                              guint        column)
{
  g_return_val_if_fail (self != NULL && column < self->titles->len, NULL);

  return g_ptr_array_index (self->titles, column);
}

const PostilChartCell *
postil_chart_get_table_cell (PostilChart *self,
                             guint        row,
                             guint        column)
{
  g_return_val_if_fail (self != NULL && column < self->titles->len, NULL);
  g_return_val_if_fail (row < postil_chart_get_n_table_rows (self), NULL);

  return &g_array_index (self->cells, PostilChartCell, row * self->titles->len + column);
}

char *
postil_chart_dup_csv (PostilChart *self)
{
  g_autoptr (GString) out = g_string_new (NULL);

  g_return_val_if_fail (self != NULL, NULL);

  for (guint column = 0; column < self->titles->len; column++)
    {
      if (column > 0)
        g_string_append_c (out, ',');
      postil_csv_append_field (out, postil_chart_get_table_title (self, column), ',');
    }
  g_string_append (out, "\r\n");
  for (guint row = 0; row < postil_chart_get_n_table_rows (self); row++)
    {
      for (guint column = 0; column < self->titles->len; column++)
        {
          if (column > 0)
            g_string_append_c (out, ',');
          postil_csv_append_field (out, postil_chart_get_table_cell (self, row, column)->text, ',');
        }
      g_string_append (out, "\r\n");
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}
