/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Metadata out of tables and file names. */

#include "config.h"

#include "exchange/postil-metadata.h"

#include <string.h>

#include "base/postil-error.h"

/* "title|author|date|publisher|language|url" */
static char *
dup_shown (PostilArticleRecord *record)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < POSTIL_RECORD_ORIGINAL; i++)
    g_string_append_printf (out, "%s%s", i > 0 ? "|" : "", record->fields[i] != NULL ? record->fields[i] : "");
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
test_pattern (void)
{
  static const struct
  {
    const char *pattern;
    const char *path;
    const char *wanted; /* NULL: it does not fit */
  } cases[] = {
    { "{date}_{publisher}_{title}", "in/2026-11-23_The Times_Rafah_looms.html", "Rafah looms||2026-11-23|The Times||" },
    { "{date}_{publisher}_{title}", "20261123_Zeit_Über 😀.pdf", "Über 😀||2026-11-23|Zeit||" },
    { "{title} ({date})", "A.B. (3.11.2026).docx", "A.B.||2026-11-03|||" },
    { "{}-{author}", "0042-Ann Lee.txt", "|Ann Lee||||" },
    { "{date}_{title}", "Rafah_looms.txt", NULL },
    { "{date}.{title}", "2026x.txt", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PostilMetadataPattern) pattern = postil_metadata_pattern_new (cases[i].pattern, &error);
      g_autoptr (PostilArticleRecord) record = postil_article_record_new ("a.txt");
      g_autofree char *shown = NULL;

      g_assert_no_error (error);
      g_assert_cmpint (postil_metadata_pattern_apply (pattern, cases[i].path, record), ==, cases[i].wanted != NULL);
      shown = dup_shown (record);
      g_assert_cmpstr (shown, ==, cases[i].wanted != NULL ? cases[i].wanted : "|||||");
    }
}

static void
test_bad_pattern (void)
{
  const char *const bad[] = { "", "no field", "{colour}", "{sha256}_{title}" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (postil_metadata_pattern_new (bad[i], &error));
      g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA);
    }
}

static void
test_table (void)
{
  const char *table = "\xef\xbb\xbf" "Filename;Title;byline;colour\r\na.html;\"One; two\";Ann;red\r\nb;Two;;\r\nb;again;;\r\nc.txt;x;\"y\r\n";
  g_autoptr (GBytes) bytes = g_bytes_new (table, strlen (table));
  g_autoptr (PostilReport) errors = postil_report_new ();
  g_autoptr (PostilReport) losses = postil_report_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilMetadataTable) read = postil_metadata_table_read (bytes, "t.csv", errors, &error);
  g_autoptr (PostilArticleRecord) record = postil_article_record_new ("a.txt");
  g_autofree char *shown = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (postil_report_get_n_entries (errors), ==, 2);
  g_assert_true (postil_metadata_table_apply (read, "in/a.html", record));
  shown = dup_shown (record);
  g_assert_cmpstr (shown, ==, "One; two|Ann||||");
  g_assert_false (postil_metadata_table_apply (read, "d.html", record));
  postil_metadata_table_report_unused (read, losses);
  g_assert_cmpuint (postil_report_get_n_entries (losses), ==, 1);
  g_assert_true (postil_metadata_table_apply (read, "b.pdf", record));
}

static void
test_bad_table (void)
{
  const char *const bad[] = { "", "title,author\nx,y\n", "file\na.txt\n" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (bad[i], strlen (bad[i]));
      g_autoptr (PostilReport) errors = postil_report_new ();
      g_autoptr (GError) error = NULL;

      g_assert_null (postil_metadata_table_read (bytes, "t.csv", errors, &error));
      g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/metadata/pattern", test_pattern);
  g_test_add_func ("/metadata/bad-pattern", test_bad_pattern);
  g_test_add_func ("/metadata/table", test_table);
  g_test_add_func ("/metadata/bad-table", test_bad_table);
  return g_test_run ();
}
