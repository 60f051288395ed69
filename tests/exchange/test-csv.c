/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The strict table reader and its writer: RFC 4180, what it refuses, and that one bad record
 * costs no other. */

#include "config.h"

#include "exchange/postil-csv.h"

#include <string.h>

/* The records as one string: fields in brackets, errors as "!LINE". */
static char *
read_all (const char *data,
          char        delimiter)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_auto (PostilCsvReader) reader = { 0 };
  PostilCsvStatus status;

  postil_csv_reader_init (&reader, data, strlen (data), delimiter);
  while ((status = postil_csv_reader_next (&reader)) != POSTIL_CSV_END)
    {
      g_string_append_printf (out, "%s%u", status == POSTIL_CSV_ERROR ? "!" : "", reader.line);
      g_assert_true ((reader.problem != NULL) == (status == POSTIL_CSV_ERROR));
      for (guint i = 0; status == POSTIL_CSV_RECORD && i < postil_csv_reader_get_n_fields (&reader); i++)
        g_string_append_printf (out, "[%s]", postil_csv_reader_get_field (&reader, i));
    }
  g_assert_cmpstr (postil_csv_reader_get_field (&reader, 1000), ==, "");
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
test_reads (void)
{
  static const struct
  {
    const char *data;
    const char *wanted;
  } cases[] = {
    { "", "" },
    { "a,b\r\nc,d\r\n", "1[a][b]2[c][d]" },
    { "a,b\nc,d", "1[a][b]2[c][d]" },
    { ",\r\n,,", "1[][]2[][][]" },
    { "\"a,b\",\"c\"\"d\",\"\"", "1[a,b][c\"d][]" },
    { "\"a\nb\",c\r\nd,e", "1[a\nb][c]3[d][e]" },
    { "\"a\r\nb\"", "1[a\r\nb]" },
    { " a , b ", "1[ a ][ b ]" },
    { "\xd7\xa9,\xf0\x9f\x98\x80", "1[\xd7\xa9][\xf0\x9f\x98\x80]" },
    { "\r\nx", "1[]2[x]" },
    { "\"\"\"\"", "1[\"]" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = read_all (cases[i].data, ',');

      g_assert_cmpstr (found, ==, cases[i].wanted);
    }
}

static void
test_refuses (void)
{
  static const struct
  {
    const char *data;
    const char *wanted;
  } cases[] = {
    { "a\"b,c\nd,e", "!12[d][e]" },
    { "\"a\"b,c\nd,e", "!12[d][e]" },
    { "a,\"b\nc,d\ne,f", "!12[c][d]3[e][f]" },
    { "a,\"b\nc,\"d\"\n", "!12[c][d]" },
    { "a\rb\nc", "!12[c]" },
    { "\"a\"\rb", "!1" },
    { "\"", "!1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = read_all (cases[i].data, ',');

      g_assert_cmpstr (found, ==, cases[i].wanted);
    }
}

static void
test_nul (void)
{
  g_auto (PostilCsvReader) reader = { 0 };

  postil_csv_reader_init (&reader, "a\0b,c\nd", 7, ',');
  g_assert_cmpint (postil_csv_reader_next (&reader), ==, POSTIL_CSV_ERROR);
  g_assert_cmpint (postil_csv_reader_next (&reader), ==, POSTIL_CSV_RECORD);
  g_assert_cmpstr (postil_csv_reader_get_field (&reader, 0), ==, "d");
}

/* A quote that never closes costs its own row, even with a million after it. */
static void
test_unclosed (void)
{
  g_autoptr (GString) data = g_string_new ("a,\"b\n");
  g_auto (PostilCsvReader) reader = { 0 };
  guint n_errors = 0;
  guint n_records = 0;
  PostilCsvStatus status;

  for (guint i = 0; i < 1000000; i++)
    g_string_append (data, i % 2 == 0 ? "c,d\n" : "\"e\",\"\"\n");
  postil_csv_reader_init (&reader, data->str, data->len, ',');
  while ((status = postil_csv_reader_next (&reader)) != POSTIL_CSV_END)
    {
      n_errors += status == POSTIL_CSV_ERROR;
      n_records += status == POSTIL_CSV_RECORD;
    }
  g_assert_cmpuint (n_errors, ==, 1);
  g_assert_cmpuint (n_records, ==, 1000000);
}

static char *
random_field (void)
{
  static const char *const parts[] = { ",", "\"", "\n", "\r\n", "\r", ";", "\t", " ", "a", "\xf0\x9f\x98\x80", "'", "=" };
  GString *field = g_string_new (NULL);

  for (int n = g_test_rand_int_range (0, 8); n > 0; n--)
    g_string_append (field, parts[g_test_rand_int_range (0, G_N_ELEMENTS (parts))]);
  return g_string_free (field, FALSE);
}

static void
test_round_trip (void)
{
  for (guint run = 0; run < 2000; run++)
    {
      const char delimiter = ",;\t"[g_test_rand_int_range (0, 3)];
      g_autoptr (GPtrArray) fields = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GString) out = g_string_new (NULL);
      g_auto (PostilCsvReader) reader = { 0 };

      for (int n = g_test_rand_int_range (2, 6); n > 0; n--)
        g_ptr_array_add (fields, random_field ());
      for (guint i = 0; i < fields->len; i++)
        {
          if (i > 0)
            g_string_append_c (out, delimiter);
          postil_csv_append_field (out, g_ptr_array_index (fields, i), delimiter);
        }
      g_string_append (out, "\r\nlast");
      postil_csv_reader_init (&reader, out->str, out->len, delimiter);
      g_assert_cmpint (postil_csv_reader_next (&reader), ==, POSTIL_CSV_RECORD);
      g_assert_cmpuint (postil_csv_reader_get_n_fields (&reader), ==, fields->len);
      for (guint i = 0; i < fields->len; i++)
        g_assert_cmpstr (postil_csv_reader_get_field (&reader, i), ==, g_ptr_array_index (fields, i));
      g_assert_cmpint (postil_csv_reader_next (&reader), ==, POSTIL_CSV_RECORD);
      g_assert_cmpstr (postil_csv_reader_get_field (&reader, 0), ==, "last");
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv/reads", test_reads);
  g_test_add_func ("/csv/refuses", test_refuses);
  g_test_add_func ("/csv/nul", test_nul);
  g_test_add_func ("/csv/unclosed", test_unclosed);
  g_test_add_func ("/csv/round-trip", test_round_trip);
  return g_test_run ();
}
