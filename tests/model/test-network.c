/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Networks of statements: weights worked out by hand from the definitions, what counts twice,
 * windows, and, of random statements, that every weight equals one summed up the slow way. */

#include "config.h"

#include "model/postil-network.h"

#include <math.h>
#include <string.h>

#include "base/postil-error.h"

typedef struct
{
  const char *row;
  const char *column;
  const char *qualifier;
  const char *document;
  const char *date;
} Line;

/* Ana says x and y in two articles, Ben x and, against, y, Cem only z. */
static const Line lines[] = {
  { "Ana", "x", "yes", "a.txt", "2024-01-01" },
  { "Ana", "x", "yes", "a.txt", "2024-01-01" },
  { "Ana", "x", "yes", "b.txt", "2024-01-08T10:00:00Z" },
  { "Ana", "y", "yes", "b.txt", "2024-01-08" },
  { "Ben", "x", "yes", "a.txt", "2024-01-01" },
  { "Ben", "y", NULL, "c.txt", "2024-02-29" },
  { "Cem", "z", "no", "c.txt", "2024-02-29" },
  { "Dora", "", "yes", "c.txt", "2024-02-29" },
  { "", "x", "yes", "c.txt", "2024-02-29" },
};

static PostilStatements *
make_statements (void)
{
  PostilStatements *statements = postil_statements_new ();

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    postil_statements_add (statements, &(PostilStatement) { lines[i].row, lines[i].column, lines[i].qualifier, lines[i].document,
                                                            postil_network_parse_day (lines[i].date) });
  return statements;
}

static double
get_weight (PostilNetwork *network,
            const char    *row,
            const char    *column)
{
  g_autofree double *weights = g_new0 (double, network->columns->len);
  guint i, j;

  g_assert_true (g_ptr_array_find_with_equal_func (network->rows, row, g_str_equal, &i));
  g_assert_true (g_ptr_array_find_with_equal_func (network->columns, column, g_str_equal, &j));
  postil_network_fill_row (network, i, weights);
  return weights[j];
}

static void
check (const PostilNetworkOptions *options,
       const char                 *row,
       const char                 *column,
       double                      expected)
{
  g_autoptr (PostilStatements) statements = make_statements ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilNetwork) network = postil_network_new (statements, options, &error);

  g_assert_no_error (error);
  g_assert_cmpfloat_with_epsilon (get_weight (network, row, column), expected, 1e-12);
  if (options->is_one_mode)
    g_assert_cmpfloat_with_epsilon (get_weight (network, column, row), expected, 1e-12);
}

static void
test_two_mode (void)
{
  PostilNetworkOptions options = { .duplicates = POSTIL_DUPLICATES_ALL };

  check (&options, "Ana", "x", 3);
  options.duplicates = POSTIL_DUPLICATES_DOCUMENT;
  check (&options, "Ana", "x", 2);
  options.duplicates = POSTIL_DUPLICATES_WEEK;
  check (&options, "Ana", "x", 2);
  options.duplicates = POSTIL_DUPLICATES_MONTH;
  check (&options, "Ana", "x", 1);
  options.duplicates = POSTIL_DUPLICATES_ONCE;
  check (&options, "Ana", "x", 1);
  options = (PostilNetworkOptions) { .duplicates = POSTIL_DUPLICATES_DOCUMENT, .normalization = POSTIL_NORMALIZATION_ACTIVITY };
  check (&options, "Ana", "x", 2.0 / 3);
  options.normalization = POSTIL_NORMALIZATION_PROMINENCE;
  check (&options, "Ana", "x", 2.0 / 3);
  check (&options, "Ben", "y", 0.5);
  options = (PostilNetworkOptions) { .duplicates = POSTIL_DUPLICATES_DOCUMENT, .qualifier = POSTIL_QUALIFIER_BOOLEAN,
                                     .aggregation = POSTIL_AGGREGATION_SUBTRACT };
  check (&options, "Ana", "x", 2);
  check (&options, "Ben", "y", -1);
  options.aggregation = POSTIL_AGGREGATION_COMBINE;
  check (&options, "Ana", "x", 1);
  check (&options, "Cem", "z", 2);
}

static void
test_one_mode (void)
{
  PostilNetworkOptions options = { .is_one_mode = TRUE, .duplicates = POSTIL_DUPLICATES_DOCUMENT };

  check (&options, "Ana", "Ben", 2 * 1 + 1 * 1);
  check (&options, "Ana", "Cem", 0);
  options.normalization = POSTIL_NORMALIZATION_AVERAGE;
  check (&options, "Ana", "Ben", 3.0 / ((3.0 + 2.0) / 2));
  options.normalization = POSTIL_NORMALIZATION_JACCARD;
  check (&options, "Ana", "Ben", 3.0 / 3.0);
  options.normalization = POSTIL_NORMALIZATION_COSINE;
  check (&options, "Ana", "Ben", 3.0 / 6.0);
  options.normalization = POSTIL_NORMALIZATION_NONE;
  options.qualifier = POSTIL_QUALIFIER_BOOLEAN;
  options.aggregation = POSTIL_AGGREGATION_CONGRUENCE;
  check (&options, "Ana", "Ben", 2);
  options.aggregation = POSTIL_AGGREGATION_CONFLICT;
  check (&options, "Ana", "Ben", 1);
  options.aggregation = POSTIL_AGGREGATION_SUBTRACT;
  check (&options, "Ana", "Ben", 1);
  options.normalization = POSTIL_NORMALIZATION_JACCARD;
  /* (y, yes) only Ana's, (y, no) only Ben's, (x, yes) both: 1 + 1 + 2·1. */
  check (&options, "Ana", "Ben", 1.0 / 4);
}

static void
test_nodes (void)
{
  g_autoptr (PostilStatements) statements = make_statements ();
  PostilNetworkOptions options = { .duplicates = POSTIL_DUPLICATES_DOCUMENT };
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilNetwork) network = postil_network_new (statements, &options, &error);
  g_autoptr (PostilNetwork) isolated = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (network->rows->len, ==, 3);
  g_assert_cmpuint (network->n_statements, ==, 6);
  g_assert_cmpuint (g_array_index (network->row_counts, guint, 0), ==, 3);
  options.with_isolates = TRUE;
  isolated = postil_network_new (statements, &options, &error);
  g_assert_cmpuint (isolated->rows->len, ==, 4);
  g_assert_cmpstr (isolated->rows->pdata[3], ==, "Dora");
  g_assert_cmpuint (g_array_index (isolated->row_counts, guint, 3), ==, 0);
}

static gboolean
take (PostilNetwork *network,
      gpointer       user_data)
{
  g_ptr_array_add (user_data, network);
  return TRUE;
}

static void
test_windows (void)
{
  g_autoptr (PostilStatements) statements = make_statements ();
  g_autoptr (GPtrArray) networks = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_network_free);
  PostilNetworkOptions options = { .duplicates = POSTIL_DUPLICATES_DOCUMENT, .window = POSTIL_WINDOW_DAYS, .window_size = 15 };
  g_autoptr (GError) error = NULL;

  /* From 1 January to 29 February are 60 days; a window is 7 + 1 + 7. */
  g_assert_true (postil_network_foreach (statements, &options, take, networks, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (networks->len, ==, 60 - 14);
  g_assert_cmpuint (((PostilNetwork *) networks->pdata[0])->n_statements, ==, 4);
  g_assert_cmpuint (((PostilNetwork *) networks->pdata[1])->n_statements, ==, 2);
  g_assert_cmpuint (((PostilNetwork *) networks->pdata[20])->n_statements, ==, 0);
  g_assert_cmpuint (((PostilNetwork *) networks->pdata[45])->n_statements, ==, 2);
  g_assert_cmpuint (((PostilNetwork *) networks->pdata[0])->day, ==, postil_network_parse_day ("2024-01-08"));
  g_ptr_array_set_size (networks, 0);
  options.window = POSTIL_WINDOW_YEARS;
  options.window_size = 9999;
  g_assert_true (postil_network_foreach (statements, &options, take, networks, &error));
  g_assert_cmpuint (networks->len, ==, 0);
}

static void
test_days (void)
{
  static const char *const wrong[] = { NULL, "", "2024", "2024-02", "2023-02-29", "2024-2-9", "2024-02-29x", "yesterday", "2024-13-01" };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_cmpuint (postil_network_parse_day (wrong[i]), ==, 0);
  g_assert_cmpuint (postil_network_parse_day ("0001-01-01"), ==, 1);
  g_assert_cmpuint (postil_network_parse_day ("2024-02-29T23:59:59+02:00"), ==, postil_network_parse_day ("2024-02-29"));
}

static void
test_options (void)
{
  static const PostilNetworkOptions wrong[] = {
    { .is_one_mode = TRUE, .aggregation = POSTIL_AGGREGATION_COMBINE },
    { .is_one_mode = TRUE, .normalization = POSTIL_NORMALIZATION_ACTIVITY },
    { .aggregation = POSTIL_AGGREGATION_CONFLICT },
    { .normalization = POSTIL_NORMALIZATION_COSINE },
    { .aggregation = POSTIL_AGGREGATION_COMBINE, .normalization = POSTIL_NORMALIZATION_ACTIVITY },
  };
  g_autoptr (PostilStatements) statements = make_statements ();

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (postil_network_new (statements, &wrong[i], &error));
      g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_USAGE);
    }
}

/* Sums over all statements, as the definitions say them. */
static double
sum_slowly (PostilStatements           *statements,
            const PostilNetworkOptions *options,
            const char                 *row,
            const char                 *other)
{
  double sum = 0;

  for (guint i = 0; i < postil_statements_get_n (statements); i++)
    for (guint j = 0; j < postil_statements_get_n (statements); j++)
      {
        const PostilStatement *a = postil_statements_get (statements, i);
        const PostilStatement *b = postil_statements_get (statements, j);
        double distance = fabs (g_ascii_strtod (a->qualifier, NULL) - g_ascii_strtod (b->qualifier, NULL)) / 4;

        if (strcmp (a->row, row) != 0 || strcmp (b->row, other) != 0 || strcmp (a->column, b->column) != 0)
          continue;
        if (options->aggregation == POSTIL_AGGREGATION_IGNORE)
          sum += 1;
        else if (options->aggregation == POSTIL_AGGREGATION_CONGRUENCE)
          sum += 1 - distance;
        else if (options->aggregation == POSTIL_AGGREGATION_CONFLICT)
          sum += distance;
        else
          sum += 1 - 2 * distance;
      }
  return sum;
}

static void
test_random (void)
{
  static const PostilNetworkAggregation aggregations[] = { POSTIL_AGGREGATION_IGNORE, POSTIL_AGGREGATION_CONGRUENCE,
                                                           POSTIL_AGGREGATION_CONFLICT, POSTIL_AGGREGATION_SUBTRACT };
  g_autoptr (PostilStatements) statements = postil_statements_new ();

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *row = g_strdup_printf ("actor %d", g_test_rand_int_range (0, 9));
      g_autofree char *column = g_strdup_printf ("code %d", g_test_rand_int_range (0, 7));
      g_autofree char *qualifier = g_strdup_printf ("%d", i < 2 ? (int) i * 4 - 2 : g_test_rand_int_range (-2, 3));

      postil_statements_add (statements, &(PostilStatement) { row, column, qualifier, "a", 1 });
    }
  for (guint k = 0; k < G_N_ELEMENTS (aggregations); k++)
    {
      PostilNetworkOptions options = { .is_one_mode = TRUE, .qualifier = POSTIL_QUALIFIER_INTEGER, .aggregation = aggregations[k] };
      g_autoptr (PostilNetwork) network = postil_network_new (statements, &options, NULL);

      for (guint i = 0; i < network->rows->len; i++)
        for (guint j = 0; j < network->rows->len; j++)
          g_assert_cmpfloat_with_epsilon (get_weight (network, network->rows->pdata[i], network->rows->pdata[j]),
                                          i == j ? 0 : sum_slowly (statements, &options, network->rows->pdata[i],
                                                                   network->rows->pdata[j]), 1e-9);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/network/two-mode", test_two_mode);
  g_test_add_func ("/network/one-mode", test_one_mode);
  g_test_add_func ("/network/nodes", test_nodes);
  g_test_add_func ("/network/windows", test_windows);
  g_test_add_func ("/network/days", test_days);
  g_test_add_func ("/network/options", test_options);
  g_test_add_func ("/network/random", test_random);
  return g_test_run ();
}
