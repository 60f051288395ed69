/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The table of charts, and how each is made out of counts. Any thread. */

#include "config.h"

#include "drawing/postil-chart-private.h"

#include <glib/gi18n-lib.h>

#define MAX_CODES_WITH_ZEROS 12u /* with more, codes that nobody used are left out of a matrix */

typedef struct
{
  PostilChartInfo info;
  void          (*make) (PostilChart *self);
} Maker;

static char *
dup_number (guint n)
{
  return g_strdup_printf ("%u", n);
}

static char *
dup_share (guint n,
           guint total)
{
  return total > 0 ? g_strdup_printf ("%.1f", 100.0 * n / total) : g_strdup ("");
}

/* --- Bars ------------------------------------------------------------------------------ */

static void
make_bars (PostilChart     *self,
           PostilDimension  down)
{
  g_autoptr (PostilTable) table = postil_table_new (self->request.tally, self->request.filter, down, NULL);

  self->shape = POSTIL_SHAPE_BARS;
  self->down = down;
  postil_chart_add_heads (self, self->rows, table, TRUE, down);
  postil_chart_add_title (self, postil_chart_get_dimension_title (self, down));
  postil_chart_add_title (self, _("Passages"));
  postil_chart_add_title (self, _("Share in %"));
  for (guint i = 0; i < self->rows->len; i++)
    {
      const PostilChartHead *head = postil_chart_get_row (self, i);
      guint n = postil_table_get_row_total (table, i);
      guint mark = postil_chart_add_mark (self, i, POSTIL_CHART_NO_MARK, n, head->code);

      postil_chart_take_cell (self, g_strdup (head->label), mark);
      postil_chart_take_cell (self, dup_number (n), mark);
      postil_chart_take_cell (self, dup_share (n, postil_table_get_total (table)), POSTIL_CHART_NO_MARK);
    }
  postil_chart_set_subtitle (self, postil_table_get_total (table));
}

static void
make_codes (PostilChart *self)
{
  make_bars (self, (PostilDimension) { POSTIL_BY_CODE, 0 });
}

static void
make_actors (PostilChart *self)
{
  make_bars (self, (PostilDimension) { POSTIL_BY_ATTRIBUTE, self->request.attribute });
}

static void
make_coders (PostilChart *self)
{
  make_bars (self, (PostilDimension) { POSTIL_BY_CODER, 0 });
}

static void
make_articles (PostilChart *self)
{
  make_bars (self, (PostilDimension) { POSTIL_BY_ARTICLE, 0 });
}

/* --- Matrices -------------------------------------------------------------------------- */

static guint
count_column (PostilTable *table,
              guint        column)
{
  guint n = 0;

  for (guint row = 0; row < postil_table_get_n_rows (table); row++)
    n += postil_table_get_cell (table, row, column);
  return n;
}

/* What nobody used of a long codebook, from the heads and the table alike. */
static GArray *
dup_kept_columns (PostilTable *table,
                  gboolean     are_codes)
{
  GArray *kept = g_array_new (FALSE, FALSE, sizeof (guint));
  gboolean all = !are_codes || postil_table_get_n_columns (table) <= MAX_CODES_WITH_ZEROS;

  for (guint column = 0; column < postil_table_get_n_columns (table); column++)
    if (all || count_column (table, column) > 0)
      g_array_append_val (kept, column);
  return kept;
}

static GArray *
dup_kept_rows (PostilTable *table,
               gboolean     are_codes)
{
  GArray *kept = g_array_new (FALSE, FALSE, sizeof (guint));
  gboolean all = !are_codes || postil_table_get_n_rows (table) <= MAX_CODES_WITH_ZEROS;

  for (guint row = 0; row < postil_table_get_n_rows (table); row++)
    {
      guint n = 0;

      for (guint column = 0; !all && column < postil_table_get_n_columns (table); column++)
        n += postil_table_get_cell (table, row, column);
      if (all || n > 0)
        g_array_append_val (kept, row);
    }
  return kept;
}

static void
add_kept_heads (PostilChart     *self,
                GArray          *heads,
                PostilTable     *table,
                GArray          *kept,
                gboolean         down,
                PostilDimension  dimension)
{
  for (guint i = 0; i < kept->len; i++)
    {
      guint index = g_array_index (kept, guint, i);
      guint32 value = down ? postil_table_get_row (table, index) : postil_table_get_column (table, index);
      g_autofree char *label = postil_tally_dup_label (self->request.tally, dimension, value);

      postil_chart_add_head (heads, label, dimension.by == POSTIL_BY_CODE ? value : POSTIL_TALLY_NONE, value);
    }
}

/* A column of codes gives its colour, else the row does. */
static guint32
get_cell_code (PostilChart *self,
               guint        row,
               guint        column)
{
  guint32 code = postil_chart_get_column (self, column)->code;

  return code != POSTIL_TALLY_NONE ? code : postil_chart_get_row (self, row)->code;
}

static void
add_matrix_row (PostilChart *self,
                PostilTable *table,
                GArray      *columns,
                guint        row,
                guint        table_row)
{
  guint whole = POSTIL_CHART_NO_MARK;
  guint n = postil_table_get_row_total (table, table_row);

  if (!self->is_together)
    whole = postil_chart_add_mark (self, row, POSTIL_CHART_NO_MARK, n, POSTIL_TALLY_NONE);
  postil_chart_take_cell (self, g_strdup (postil_chart_get_row (self, row)->label), whole);
  for (guint i = 0; i < columns->len; i++)
    {
      guint count = postil_table_get_cell (table, table_row, g_array_index (columns, guint, i));
      guint mark = POSTIL_CHART_NO_MARK;

      if (count > 0)
        mark = postil_chart_add_mark (self, row, i, count, get_cell_code (self, row, i));
      postil_chart_take_cell (self, dup_number (count), mark);
    }
  if (!self->is_together)
    postil_chart_take_cell (self, dup_number (n), whole);
}

static void
make_matrix_of (PostilChart *self,
                PostilTable *table)
{
  g_autoptr (GArray) rows = dup_kept_rows (table, self->down.by == POSTIL_BY_CODE);
  g_autoptr (GArray) columns = dup_kept_columns (table, self->across.by == POSTIL_BY_CODE);

  self->shape = POSTIL_SHAPE_MATRIX;
  add_kept_heads (self, self->rows, table, rows, TRUE, self->down);
  add_kept_heads (self, self->columns, table, columns, FALSE, self->across);
  postil_chart_add_title (self, postil_chart_get_dimension_title (self, self->down));
  for (guint i = 0; i < self->columns->len; i++)
    postil_chart_add_title (self, postil_chart_get_column (self, i)->label);
  if (!self->is_together)
    postil_chart_add_title (self, _("All"));
  for (guint i = 0; i < rows->len; i++)
    add_matrix_row (self, table, columns, i, g_array_index (rows, guint, i));
  postil_chart_set_subtitle (self, postil_table_get_total (table));
}

static void
make_matrix (PostilChart *self)
{
  g_autoptr (PostilTable) table = NULL;

  self->down = (PostilDimension) { POSTIL_BY_ATTRIBUTE, self->request.attribute };
  self->across = (PostilDimension) { POSTIL_BY_CODE, 0 };
  table = postil_table_new (self->request.tally, self->request.filter, self->down, &self->across);
  make_matrix_of (self, table);
}

static void
make_together (PostilChart *self)
{
  g_autoptr (PostilTable) table = postil_table_new_together (self->request.tally, self->request.filter);

  self->is_together = TRUE;
  self->down = (PostilDimension) { POSTIL_BY_CODE, 0 };
  self->across = self->down;
  make_matrix_of (self, table);
}

/* --- Along the article ----------------------------------------------------------------- */

static void
add_strip (PostilChart *self,
           guint32      passage,
           guint        n_chars)
{
  PostilTallied tallied = postil_tally_get_passage (self->request.tally, passage);
  guint mark = POSTIL_CHART_NO_MARK;

  if (tallied.end > tallied.start)
    {
      PostilChartMark strip = { tallied.code, 0, (double) tallied.start / n_chars, (double) tallied.end / n_chars,
                                1, tallied.code, passage };

      mark = self->marks->len;
      g_array_append_val (self->marks, strip);
    }
  postil_chart_take_cell (self, g_strdup (postil_tally_get_code_label (self->request.tally, tallied.code)), POSTIL_CHART_NO_MARK);
  postil_chart_take_cell (self, mark != POSTIL_CHART_NO_MARK ? dup_number (tallied.start) : g_strdup (""), POSTIL_CHART_NO_MARK);
  postil_chart_take_cell (self, mark != POSTIL_CHART_NO_MARK ? dup_number (tallied.end) : g_strdup (""), POSTIL_CHART_NO_MARK);
  postil_chart_take_cell (self, g_strdup (tallied.excerpt), mark);
}

static void
make_strips (PostilChart *self)
{
  PostilTally *tally = self->request.tally;
  guint n_chars = postil_tally_get_article_n_chars (tally, self->request.filter.article);
  g_autoptr (PostilTable) table = postil_table_new (tally, self->request.filter, (PostilDimension) { POSTIL_BY_CODE, 0 }, NULL);

  self->shape = POSTIL_SHAPE_STRIPS;
  self->down = (PostilDimension) { POSTIL_BY_CODE, 0 };
  postil_chart_add_heads (self, self->rows, table, TRUE, self->down);
  postil_chart_add_title (self, _("Code"));
  postil_chart_add_title (self, _("Start"));
  postil_chart_add_title (self, _("End"));
  postil_chart_add_title (self, _("Passage"));
  for (guint i = 0; i < postil_tally_get_n_passages (tally); i++)
    if (postil_tally_passes (tally, i, self->request.filter))
      add_strip (self, i, MAX (n_chars, 1));
  postil_chart_set_subtitle (self, postil_table_get_total (table));
}

static void
make_along (PostilChart *self)
{
  g_autoptr (PostilTable) table = NULL;

  if (self->request.filter.article != POSTIL_TALLY_NONE)
    {
      make_strips (self);
      return;
    }
  self->down = (PostilDimension) { POSTIL_BY_CODE, 0 };
  self->across = (PostilDimension) { POSTIL_BY_TENTH, 0 };
  table = postil_table_new (self->request.tally, self->request.filter, self->down, &self->across);
  make_matrix_of (self, table);
}

/* --- Over time ------------------------------------------------------------------------- */

static void
add_series_row (PostilChart *self,
                PostilTable *table,
                guint        row,
                guint       *marks)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      guint n = row == 0 ? count_column (table, i) : postil_table_get_cell (table, row - 1, i);

      marks[row * self->columns->len + i] =
        n > 0 ? postil_chart_add_mark (self, row, i, n, postil_chart_get_row (self, row)->code) : POSTIL_CHART_NO_MARK;
    }
}

static void
add_series_cells (PostilChart *self,
                  const guint *marks)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      postil_chart_take_cell (self, g_strdup (postil_chart_get_column (self, i)->label), marks[i]);
      for (guint row = 0; row < self->rows->len; row++)
        {
          guint mark = marks[row * self->columns->len + i];

          postil_chart_take_cell (self, dup_number (mark != POSTIL_CHART_NO_MARK ? postil_chart_get_mark (self, mark)->n : 0), mark);
        }
    }
}

static void
make_time (PostilChart *self)
{
  PostilTally *tally = self->request.tally;
  g_autoptr (PostilTable) table = NULL;
  g_autofree guint *marks = NULL;

  self->shape = POSTIL_SHAPE_SERIES;
  self->down = (PostilDimension) { POSTIL_BY_CODE, 0 };
  self->across = (PostilDimension) { postil_tally_suggest_time (tally, self->request.filter), 0 };
  table = postil_table_new (tally, self->request.filter, self->down, &self->across);
  postil_chart_add_head (self->rows, _("All"), POSTIL_TALLY_NONE, POSTIL_CHART_ANY);
  postil_chart_add_heads (self, self->rows, table, TRUE, self->down);
  postil_chart_add_heads (self, self->columns, table, FALSE, self->across);
  postil_chart_add_title (self, postil_chart_get_dimension_title (self, self->across));
  for (guint i = 0; i < self->rows->len; i++)
    postil_chart_add_title (self, postil_chart_get_row (self, i)->label);
  marks = g_new0 (guint, (gsize) self->rows->len * self->columns->len + 1);
  for (guint row = 0; row < self->rows->len; row++)
    add_series_row (self, table, row, marks);
  add_series_cells (self, marks);
  postil_chart_set_subtitle (self, postil_table_get_total (table));
}

/* --- The table of charts --------------------------------------------------------------- */

static const Maker makers[] = {
  { { "codes", N_("Codes") }, make_codes },
  { { "actors", N_("Actors") }, make_actors },
  { { "coders", N_("Coders") }, make_coders },
  { { "articles", N_("Articles") }, make_articles },
  { { "time", N_("Over Time") }, make_time },
  { { "matrix", N_("Actors and Codes") }, make_matrix },
  { { "along", N_("Codes Along the Article") }, make_along },
  { { "together", N_("Codes on the Same Words") }, make_together },
  { { "claims", N_("Claims and Their Links") }, postil_chart_make_claims },
  { { "network", N_("Actors Who Say the Same") }, postil_chart_make_network },
  { { "said", N_("Actors and What They Say") }, postil_chart_make_two_mode },
};

const PostilChartInfo *
postil_chart_list (guint *n_charts)
{
  static PostilChartInfo infos[G_N_ELEMENTS (makers)];
  static gsize once = 0;

  g_return_val_if_fail (n_charts != NULL, NULL);

  if (g_once_init_enter (&once))
    {
      for (guint i = 0; i < G_N_ELEMENTS (makers); i++)
        infos[i] = makers[i].info;
      g_once_init_leave (&once, 1);
    }
  *n_charts = G_N_ELEMENTS (makers);
  return infos;
}

const PostilChartInfo *
postil_chart_find_info (const char *name)
{
  guint n_charts = 0;
  const PostilChartInfo *infos = postil_chart_list (&n_charts);

  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < n_charts; i++)
    if (g_str_equal (infos[i].name, name))
      return &infos[i];
  return NULL;
}

PostilChart *
postil_chart_new (const PostilChartInfo    *info,
                  const PostilChartRequest *request)
{
  PostilChart *self = NULL;

  g_return_val_if_fail (info != NULL, NULL);
  g_return_val_if_fail (request != NULL && request->tally != NULL && request->codebook != NULL, NULL);

  self = postil_chart_new_blank (request);
  self->title = g_strdup (_(info->title));
  for (guint i = 0; i < G_N_ELEMENTS (makers); i++)
    if (g_str_equal (makers[i].info.name, info->name))
      makers[i].make (self);
  return self;
}
