/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Coding plans: that nobody gets nothing or twice, that they are fair, and that a seed gives
 * the same plan wherever it is drawn. */

#include "config.h"

#include "model/postil-plan.h"

#include <string.h>

static const char *const coders[] = { "ana", "ben", "cem", NULL };

static char **
make_names (guint n)
{
  char **names = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    names[i] = g_strdup_printf ("a%04u.txt", i);
  return names;
}

static guint
count_coders (PostilPlan *plan,
              const char *article)
{
  guint n = 0;

  for (guint i = 0; i < postil_plan_get_n (plan); i++)
    n += strcmp (postil_plan_get (plan, i)->article, article) == 0 ? 1 : 0;
  return n;
}

static void
check_plan (const PostilPlanArticle *articles,
            guint                    n,
            guint                    n_for_all,
            PostilPlan              *plan)
{
  guint n_all = 0;
  guint n_single[3] = { 0 };
  guint64 n_chars[3] = { 0 };
  guint longest = 0;

  for (guint i = 0; i < n; i++)
    {
      guint n_coders = count_coders (plan, articles[i].path);

      g_assert_true (n_coders == 1 || n_coders == 3);
      n_all += n_coders == 3 ? 1 : 0;
      longest = MAX (longest, articles[i].n_chars);
      for (guint j = 0; n_coders == 1 && j < postil_plan_get_n (plan); j++)
        for (guint k = 0; k < 3; k++)
          if (strcmp (postil_plan_get (plan, j)->article, articles[i].path) == 0 &&
              strcmp (postil_plan_get (plan, j)->coder, coders[k]) == 0)
            {
              n_single[k]++;
              n_chars[k] += articles[i].n_chars;
            }
    }
  g_assert_cmpuint (n_all, ==, n_for_all);
  g_assert_cmpuint (postil_plan_get_n (plan), ==, n + 2 * n_for_all);
  for (guint k = 1; k < 3; k++)
    {
      g_assert_cmpint (ABS ((gint) n_single[k] - (gint) n_single[0]), <=, 1);
      g_assert_cmpuint (n_chars[k], <=, n_chars[0] + longest);
      g_assert_cmpuint (n_chars[0], <=, n_chars[k] + longest);
    }
}

static void
test_fair (void)
{
  for (guint round = 0; round < 40; round++)
    {
      guint n = (guint) g_test_rand_int_range (3, 120);
      g_auto (GStrv) names = make_names (n);
      g_autofree PostilPlanArticle *articles = g_new0 (PostilPlanArticle, n);
      g_autoptr (PostilPlan) plan = NULL;

      for (guint i = 0; i < n; i++)
        articles[i] = (PostilPlanArticle) { names[i], (guint) g_test_rand_int_range (0, 20000) };
      plan = postil_plan_make (articles, n, coders, 0.5, (guint32) round);
      check_plan (articles, n, (n + 1) / 2, plan);
    }
}

static char *
dup_text (PostilPlan *plan)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < postil_plan_get_n (plan); i++)
    g_string_append_printf (out, "%s %s %d\n", postil_plan_get (plan, i)->article, postil_plan_get (plan, i)->coder,
                            postil_plan_get (plan, i)->for_all);
  return g_string_free (out, FALSE);
}

static void
test_seed (void)
{
  g_auto (GStrv) names = make_names (30);
  PostilPlanArticle forward[30], backward[30];
  g_autoptr (PostilPlan) first = NULL;
  g_autoptr (PostilPlan) again = NULL;
  g_autoptr (PostilPlan) other = NULL;
  g_autofree char *first_text = NULL;
  g_autofree char *again_text = NULL;
  g_autofree char *other_text = NULL;

  for (guint i = 0; i < 30; i++)
    forward[i] = backward[29 - i] = (PostilPlanArticle) { names[i], i / 7 };
  first = postil_plan_make (forward, 30, coders, 0.2, 7);
  again = postil_plan_make (backward, 30, coders, 0.2, 7);
  other = postil_plan_make (forward, 30, coders, 0.2, 8);
  first_text = dup_text (first);
  again_text = dup_text (again);
  other_text = dup_text (other);
  g_assert_cmpstr (first_text, ==, again_text);
  g_assert_cmpstr (first_text, !=, other_text);
}

/* What is for all has short and long ones as all of it has: one of each stratum. */
static void
test_strata (void)
{
  g_auto (GStrv) names = make_names (100);
  PostilPlanArticle articles[100];
  g_autoptr (PostilPlan) plan = NULL;
  guint n_in_stratum[10] = { 0 };

  for (guint i = 0; i < 100; i++)
    articles[i] = (PostilPlanArticle) { names[i], i };
  plan = postil_plan_make (articles, 100, coders, 0.1, 3);
  for (guint i = 0; i < 100; i++)
    n_in_stratum[i / 10] += count_coders (plan, names[i]) == 3 ? 1 : 0;
  for (guint i = 0; i < 10; i++)
    g_assert_cmpuint (n_in_stratum[i], ==, 1);
}

static void
test_edges (void)
{
  static const char *const one[] = { "ana", NULL };
  PostilPlanArticle articles[2] = { { "a.txt", 5 }, { "b.txt", 5 } };
  g_autoptr (PostilPlan) none = postil_plan_make (NULL, 0, coders, 0.2, 1);
  g_autoptr (PostilPlan) alone = postil_plan_make (articles, 2, one, 0.2, 1);
  g_autoptr (PostilPlan) all = postil_plan_make (articles, 2, coders, 1, 1);
  g_autoptr (PostilPlan) least = postil_plan_make (articles, 2, coders, 0.001, 1);
  g_autoptr (PostilPlan) apart = postil_plan_make (articles, 2, coders, 0, 1);
  g_autoptr (GHashTable) places = NULL;
  g_auto (GStrv) named = NULL;

  g_assert_cmpuint (postil_plan_get_n (none), ==, 0);
  g_assert_cmpuint (postil_plan_get_n (alone), ==, 2);
  g_assert_cmpuint (postil_plan_get_n (all), ==, 6);
  g_assert_cmpuint (postil_plan_get_n (least), ==, 4);
  g_assert_cmpuint (postil_plan_get_n (apart), ==, 2);
  g_assert_false (postil_plan_add (all, "a.txt", "ana", FALSE));
  places = postil_plan_dup_places (all, "ben");
  g_assert_cmpuint (g_hash_table_size (places), ==, 2);
  g_assert_cmpuint (GPOINTER_TO_UINT (g_hash_table_lookup (places, "a.txt")) +
                    GPOINTER_TO_UINT (g_hash_table_lookup (places, "b.txt")), ==, 3);
  g_assert_null (postil_plan_dup_places (all, "nobody"));
  named = postil_plan_dup_coders (all);
  g_assert_cmpuint (g_strv_length (named), ==, 3);
}

/* A second pass is a share of what is there, in another order, and leaves the rest of the plan. */
static void
test_pass (void)
{
  g_auto (GStrv) names = make_names (40);
  PostilPlanArticle articles[40];
  g_autoptr (PostilPlan) plan = NULL;
  g_autoptr (GHashTable) places = NULL;
  guint n_before = 0;

  for (guint i = 0; i < 40; i++)
    articles[i] = (PostilPlanArticle) { names[i], i };
  plan = postil_plan_make (articles, 40, coders, 0.2, 3);
  n_before = postil_plan_get_n (plan);
  g_assert_cmpuint (postil_plan_add_pass (plan, articles, 40, "ana-2", 0.25, 9), ==, 10);
  g_assert_cmpuint (postil_plan_get_n (plan), ==, n_before + 10);
  places = postil_plan_dup_places (plan, "ana-2");
  g_assert_cmpuint (g_hash_table_size (places), ==, 10);
  g_assert_cmpuint (postil_plan_add_pass (plan, articles, 40, "ana-2", 0.25, 9), ==, 0);
  g_assert_cmpuint (postil_plan_add_pass (plan, NULL, 0, "ana-3", 0.25, 9), ==, 0);
  g_assert_cmpuint (postil_plan_add_pass (plan, articles, 1, "ana-3", 0.25, 9), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/fair", test_fair);
  g_test_add_func ("/plan/seed", test_seed);
  g_test_add_func ("/plan/strata", test_strata);
  g_test_add_func ("/plan/edges", test_edges);
  g_test_add_func ("/plan/pass", test_pass);
  return g_test_run ();
}
