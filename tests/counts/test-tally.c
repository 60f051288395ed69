/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Everything that can be counted, of random layers, beside loops that look at one passage after the
 * other. */

#include "config.h"

#include "counts/postil-table.h"

#include <string.h>

#define N_ARTICLES 7u
#define N_CODERS 3u
#define N_PASSAGES 12u /* a layer */
#define N_CHARS 1000u

static const char *const codes[] = { "position", "concern", "concession", "outcome", "unheard-of" };
static const char *const actors[] = { NULL, "Joe Biden", "Benjamin Netanyahu", "مريم" };
static const char *const coders[] = { "maria", "jonas", "amina" };
static const char *const dates[] = { NULL, "2023", "2023-11", "2024-02-29", "2024-02-29T10:00:00Z", "no date", "2024-03-01" };
static const guint years[] = { 0, 2023, 2023, 2024, 2024, 0, 2024 };
static const guint months[] = { 0, 0, 11, 2, 2, 0, 3 };

typedef struct
{
  guint       article;
  guint       coder;
  const char *code;
  const char *actor;
  guint       start;
  guint       end;
} Passage;

static PostilTally *
make (GArray *passages)
{
  PostilTally *tally = postil_tally_new ();
  g_autoptr (PostilCodebook) codebook = postil_codebook_new_builtin ();

  postil_tally_add_codebook (tally, codebook);
  for (guint article = 0; article < N_ARTICLES; article++)
    {
      g_autofree char *name = g_strdup_printf ("a-%u.txt", article);
      guint32 number = postil_tally_add_article (tally, name, dates[article % G_N_ELEMENTS (dates)], N_CHARS);

      for (guint coder = 0; coder < N_CODERS; coder++)
        {
          PostilLayerInfo info = { .coder = coders[coder], .article = name, .schema_version = 1 };
          g_autoptr (PostilLayer) layer = postil_layer_new (&info);

          for (guint i = 0; i < N_PASSAGES; i++)
            {
              guint start = (guint) g_test_rand_int_range (0, N_CHARS - 1);
              Passage p = { article, coder, codes[g_test_rand_int_range (0, G_N_ELEMENTS (codes))],
                            actors[g_test_rand_int_range (0, G_N_ELEMENTS (actors))], start,
                            (guint) g_test_rand_int_range ((gint32) start + 1, (gint32) MIN (start + 200, N_CHARS) + 1) };
              g_autofree char *id = g_strdup_printf ("urn:uuid:%u-%u-%u", article, coder, i);
              PostilAttribute actor = { "actor", (char *) p.actor };
              PostilPiece piece = { { p.start, p.end }, "quote", NULL, NULL };
              PostilAnnotationInit init = { .id = id, .code = p.code, .pieces = &piece, .n_pieces = 1,
                                            .attributes = &actor, .n_attributes = p.actor != NULL };
              g_autoptr (PostilAnnotation) annotation = postil_annotation_new (&init);

              postil_layer_add (layer, annotation);
              g_array_append_val (passages, p);
            }
          postil_tally_add_layer (tally, number, coders[coder], layer);
        }
    }
  return tally;
}

/* What the passage is in a dimension, in words of this test. */
static char *
say (const Passage   *p,
     PostilDimension  dimension)
{
  guint date = p->article % G_N_ELEMENTS (dates);

  switch (dimension.by)
    {
    case POSTIL_BY_CODE:
      return g_strdup (p->code);
    case POSTIL_BY_CODER:
      return g_strdup (coders[p->coder]);
    case POSTIL_BY_ARTICLE:
      return g_strdup_printf ("a-%u.txt", p->article);
    case POSTIL_BY_ATTRIBUTE:
      return g_strdup (p->actor);
    case POSTIL_BY_YEAR:
      return years[date] > 0 ? g_strdup_printf ("%u", years[date]) : NULL;
    case POSTIL_BY_MONTH:
      return months[date] > 0 ? g_strdup_printf ("%u-%u", years[date], months[date]) : NULL;
    case POSTIL_BY_TENTH:
      return g_strdup_printf ("%u", p->start * 10 / N_CHARS);
    case POSTIL_BY_DAY:
      break;
    }
  return NULL;
}

/* The same of the tally's number. */
static char *
say_value (PostilTally     *tally,
           PostilDimension  dimension,
           guint32          value)
{
  if (value == POSTIL_TALLY_NONE)
    return NULL;
  switch (dimension.by)
    {
    case POSTIL_BY_CODE:
      return g_strdup (postil_tally_get_code (tally, value));
    case POSTIL_BY_MONTH:
      return g_strdup_printf ("%u-%u", value / 12, value % 12 + 1);
    case POSTIL_BY_YEAR:
    case POSTIL_BY_TENTH:
      return g_strdup_printf ("%u", value);
    case POSTIL_BY_CODER:
      return g_strdup (postil_tally_get_coder (tally, value));
    case POSTIL_BY_ARTICLE:
      return g_strdup (postil_tally_get_article (tally, value));
    case POSTIL_BY_ATTRIBUTE:
    case POSTIL_BY_DAY:
      break;
    }
  return postil_tally_dup_label (tally, dimension, value);
}

static gboolean
passes (const Passage     *p,
        PostilTallyFilter  filter)
{
  guint date = p->article % G_N_ELEMENTS (dates);

  return (filter.coder == POSTIL_TALLY_NONE || filter.coder == p->coder)
         && (filter.article == POSTIL_TALLY_NONE || filter.article == p->article)
         && (filter.time == POSTIL_TALLY_NONE
             || (filter.time_by == POSTIL_BY_YEAR ? filter.time == years[date]
                                                  : months[date] > 0 && filter.time == years[date] * 12 + months[date] - 1));
}

static guint
count (GArray            *passages,
       PostilTallyFilter  filter,
       PostilDimension    down,
       const char        *row,
       PostilDimension    across,
       const char        *column)
{
  guint n = 0;

  for (guint i = 0; i < passages->len; i++)
    {
      const Passage *p = &g_array_index (passages, Passage, i);
      g_autofree char *first = say (p, down);
      g_autofree char *second = say (p, across);

      n += passes (p, filter) && g_strcmp0 (first, row) == 0 && g_strcmp0 (second, column) == 0;
    }
  return n;
}

static void
check_table (PostilTally       *tally,
             GArray            *passages,
             PostilTallyFilter  filter,
             PostilDimension    down,
             PostilDimension    across)
{
  g_autoptr (PostilTable) table = postil_table_new (tally, filter, down, &across);
  guint total = 0;

  for (guint row = 0; row < postil_table_get_n_rows (table); row++)
    for (guint column = 0; column < postil_table_get_n_columns (table); column++)
      {
        guint32 row_value = postil_table_get_row (table, row);
        guint32 column_value = postil_table_get_column (table, column);
        g_autofree char *row_name = say_value (tally, down, row_value);
        g_autofree char *column_name = say_value (tally, across, column_value);
        g_autoptr (GArray) found = postil_tally_find (tally, filter, &down, row_value, &across, column_value);
        guint n = postil_table_get_cell (table, row, column);

        g_assert_cmpuint (n, ==, count (passages, filter, down, row_name, across, column_name));
        g_assert_cmpuint (found->len, ==, n);
        total += n;
      }
  g_assert_cmpuint (postil_table_get_total (table), ==, total);
  /* Nothing has slipped through between the rows. */
  for (guint i = 0; i < passages->len; i++)
    total -= passes (&g_array_index (passages, Passage, i), filter);
  g_assert_cmpuint (total, ==, 0);
}

static void
test_tables (void)
{
  static const PostilTallyBy all[] = { POSTIL_BY_CODE, POSTIL_BY_CODER, POSTIL_BY_ARTICLE, POSTIL_BY_ATTRIBUTE,
                                       POSTIL_BY_YEAR, POSTIL_BY_MONTH, POSTIL_BY_TENTH };
  const PostilTallyFilter filters[] = {
    POSTIL_TALLY_ALL,
    { 1, POSTIL_TALLY_NONE, POSTIL_TALLY_NONE, POSTIL_BY_YEAR },
    { POSTIL_TALLY_NONE, 3, POSTIL_TALLY_NONE, POSTIL_BY_YEAR },
    { POSTIL_TALLY_NONE, POSTIL_TALLY_NONE, 2023, POSTIL_BY_YEAR },
    { 2, POSTIL_TALLY_NONE, 2024 * 12 + 1, POSTIL_BY_MONTH },
    { POSTIL_TALLY_NONE, POSTIL_TALLY_NONE, 1999, POSTIL_BY_YEAR },
  };
  g_autoptr (GArray) passages = g_array_new (FALSE, FALSE, sizeof (Passage));
  g_autoptr (PostilTally) tally = make (passages);

  g_assert_cmpuint (postil_tally_get_n_passages (tally), ==, N_ARTICLES * N_CODERS * N_PASSAGES);
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    for (guint down = 0; down < G_N_ELEMENTS (all); down++)
      for (guint across = 0; across < G_N_ELEMENTS (all); across++)
        check_table (tally, passages, filters[i], (PostilDimension) { all[down], 0 }, (PostilDimension) { all[across], 0 });
}

static guint
count_together (GArray            *passages,
                PostilTallyFilter  filter,
                const char        *first,
                const char        *second)
{
  guint n = 0;

  for (guint i = 0; i < passages->len; i++)
    for (guint j = i + 1; j < passages->len; j++)
      {
        const Passage *a = &g_array_index (passages, Passage, i);
        const Passage *b = &g_array_index (passages, Passage, j);

        n += a->article == b->article && a->coder == b->coder && passes (a, filter) && passes (b, filter)
             && a->start < b->end && b->start < a->end
             && ((g_str_equal (a->code, first) && g_str_equal (b->code, second))
                 || (g_str_equal (a->code, second) && g_str_equal (b->code, first)));
      }
  return n;
}

static void
test_together (void)
{
  const PostilTallyFilter filters[] = { POSTIL_TALLY_ALL, { 0, POSTIL_TALLY_NONE, 2024, POSTIL_BY_YEAR } };
  g_autoptr (GArray) passages = g_array_new (FALSE, FALSE, sizeof (Passage));
  g_autoptr (PostilTally) tally = make (passages);

  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      g_autoptr (PostilTable) table = postil_table_new_together (tally, filters[i]);

      g_assert_cmpuint (postil_table_get_n_rows (table), >=, 2);
      for (guint row = 0; row < postil_table_get_n_rows (table); row++)
        for (guint column = 0; column < postil_table_get_n_columns (table); column++)
          g_assert_cmpuint (postil_table_get_cell (table, row, column), ==,
                            count_together (passages, filters[i],
                                            postil_tally_get_code (tally, postil_table_get_row (table, row)),
                                            postil_tally_get_code (tally, postil_table_get_column (table, column))));
    }
}

static void
test_names (void)
{
  g_autoptr (GArray) passages = g_array_new (FALSE, FALSE, sizeof (Passage));
  g_autoptr (PostilTally) tally = make (passages);

  g_assert_cmpuint (postil_tally_find_coder (tally, "jonas"), ==, 1);
  g_assert_cmpuint (postil_tally_find_coder (tally, "nobody"), ==, POSTIL_TALLY_NONE);
  g_assert_cmpuint (postil_tally_find_article (tally, "a-3.txt"), ==, 3);
  g_assert_cmpuint (postil_tally_find_article (tally, "b.txt"), ==, POSTIL_TALLY_NONE);
  g_assert_cmpstr (postil_tally_get_code (tally, postil_tally_find_code (tally, "outcome")), ==, "outcome");
  g_assert_cmpuint (postil_tally_find_code (tally, "no-such-code"), ==, POSTIL_TALLY_NONE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tally/tables", test_tables);
  g_test_add_func ("/tally/together", test_together);
  g_test_add_func ("/tally/names", test_names);

  return g_test_run ();
}
