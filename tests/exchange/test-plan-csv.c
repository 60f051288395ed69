/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* assignments.csv as Postil, spreadsheets and people write it. */

#include "config.h"

#include "exchange/postil-plan-csv.h"

#include <string.h>

#include "base/postil-error.h"

#define WRITTEN "article,coder,for_all\n\"a \"\"b\"\", c.txt\",maria,yes\nd.txt,jonas,no\n"

/* "article/coder " a row, then "!" a problem; or the error's code. */
static char *
read_all (const char *data,
          gsize       length)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, length);
  g_autoptr (PostilReport) report = postil_report_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilPlan) plan = postil_plan_read (bytes, report, &error);
  GString *out = g_string_new (NULL);

  g_assert_true ((plan == NULL) == (error != NULL));
  for (guint i = 0; plan != NULL && i < postil_plan_get_n (plan); i++)
    g_string_append_printf (out, "%s/%s ", postil_plan_get (plan, i)->article, postil_plan_get (plan, i)->coder);
  for (guint i = 0; i < postil_report_get_n_entries (report); i++)
    g_string_append_printf (out, "!%u", postil_report_get_entry (report, i)->line);
  if (error != NULL)
    g_string_append_printf (out, "error %d", error->code);
  return g_string_free (out, FALSE);
}

static void
test_read (void)
{
  static const struct { const char *data; const char *expected; } cases[] = {
    { "article,coder\na.txt,maria\nb.txt,maria\n", "a.txt/maria b.txt/maria " },
    { "\xef\xbb\xbf" "Article;Coder\r\na.txt;maria\r\n", "a.txt/maria " },
    { "week\tcoder\tarticle\n1\tmaria\ts/\xc3\xa4 \xf0\x9f\x98\x80.txt\n", "s/\xc3\xa4 \xf0\x9f\x98\x80.txt/maria " },
    { "article,coder\n\"a, b.txt\", maria \n,\n", "a, b.txt/maria " },
    { "article,coder\na.txt,maria\na.txt,maria\n", "a.txt/maria " },
    { "article,coder\na.txt\n,maria\nb.txt,maria", "b.txt/maria !2!3" },
    { "article,coder\n\"a.txt,maria\nb.txt,maria\n", "b.txt/maria !2" },
    { "article,coder\n", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = read_all (cases[i].data, strlen (cases[i].data));

      g_assert_cmpstr (found, ==, cases[i].expected);
    }
}

static void
test_refused (void)
{
  static const char *const cases[] = { "", "a.txt,maria\n", "article\n", "\"article,coder\n", "article,coder\n\xff,x\n" };
  g_autofree char *zero = read_all ("article,coder\n\0", 15);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = read_all (cases[i], strlen (cases[i]));

      g_assert_true (g_str_has_prefix (found, "error "));
    }
  g_assert_true (g_str_has_prefix (zero, "error "));
}

static void
test_round_trip (void)
{
  g_autoptr (PostilPlan) plan = postil_plan_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *found = NULL;

  postil_plan_add (plan, "a \"b\", c.txt", "maria", TRUE);
  postil_plan_add (plan, "d.txt", "jonas", FALSE);
  bytes = postil_plan_write (plan);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), WRITTEN, strlen (WRITTEN));
  found = read_all (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_cmpstr (found, ==, "a \"b\", c.txt/maria d.txt/jonas ");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan-csv/read", test_read);
  g_test_add_func ("/plan-csv/refused", test_refused);
  g_test_add_func ("/plan-csv/round-trip", test_round_trip);
  return g_test_run ();
}
