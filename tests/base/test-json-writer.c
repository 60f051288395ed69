/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "base/postil-json-reader.h"
#include "base/postil-json-writer.h"

static void
write_sample (PostilJsonWriter *writer)
{
  postil_json_writer_begin_object (writer);
  postil_json_writer_member (writer, "a", "x");
  postil_json_writer_member (writer, "none", NULL);
  postil_json_writer_member_optional (writer, "left out", NULL);
  postil_json_writer_member_optional (writer, "left out", "");
  postil_json_writer_member_optional (writer, "b", "y");
  postil_json_writer_key (writer, "list");
  postil_json_writer_begin_array (writer);
  postil_json_writer_uint (writer, 0);
  postil_json_writer_uint (writer, G_MAXUINT64);
  postil_json_writer_boolean (writer, TRUE);
  postil_json_writer_boolean (writer, FALSE);
  postil_json_writer_null (writer);
  postil_json_writer_raw (writer, "1.50", -1);
  postil_json_writer_begin_object (writer);
  postil_json_writer_member_uint (writer, "n", 78);
  postil_json_writer_end_object (writer);
  postil_json_writer_end_array (writer);
  postil_json_writer_key (writer, "empty");
  postil_json_writer_begin_array (writer);
  postil_json_writer_end_array (writer);
  postil_json_writer_key (writer, "nothing");
  postil_json_writer_begin_object (writer);
  postil_json_writer_end_object (writer);
  postil_json_writer_end_object (writer);
}

static void
test_pretty (void)
{
  g_autoptr (GString) out = g_string_new (NULL);
  PostilJsonWriter writer;

  postil_json_writer_init (&writer, out, FALSE);
  write_sample (&writer);
  g_assert_cmpstr (out->str, ==,
                   "{\n"
                   "  \"a\": \"x\",\n"
                   "  \"none\": null,\n"
                   "  \"b\": \"y\",\n"
                   "  \"list\": [\n"
                   "    0,\n"
                   "    18446744073709551615,\n"
                   "    true,\n"
                   "    false,\n"
                   "    null,\n"
                   "    1.50,\n"
                   "    {\n"
                   "      \"n\": 78\n"
                   "    }\n"
                   "  ],\n"
                   "  \"empty\": [],\n"
                   "  \"nothing\": {}\n"
                   "}");
  g_assert_true (postil_json_check (out->str, out->len, NULL, NULL));
}

static void
test_compact (void)
{
  g_autoptr (GString) out = g_string_new (NULL);
  PostilJsonWriter writer;

  postil_json_writer_init (&writer, out, TRUE);
  write_sample (&writer);
  g_assert_cmpstr (out->str, ==,
                   "{\"a\":\"x\",\"none\":null,\"b\":\"y\",\"list\":[0,18446744073709551615,true,false,"
                   "null,1.50,{\"n\":78}],\"empty\":[],\"nothing\":{}}");
}

static void
test_set_depth (void)
{
  g_autoptr (GString) out = g_string_new ("[");
  PostilJsonWriter writer;

  postil_json_writer_init (&writer, out, FALSE);
  postil_json_writer_set_depth (&writer, 2);
  for (guint i = 0; i < 2; i++)
    {
      postil_json_writer_begin_object (&writer);
      postil_json_writer_member (&writer, "a", "x");
      postil_json_writer_end_object (&writer);
    }
  g_assert_cmpstr (out->str, ==,
                   "[\n    {\n      \"a\": \"x\"\n    },\n    {\n      \"a\": \"x\"\n    }");
}

static void
test_strings (void)
{
  static const struct
  {
    const char *text;
    gssize      length;
    const char *json;
  } strings[] = {
    { "", -1, "\"\"" },
    { "a \"b\" \\ /", -1, "\"a \\\"b\\\" \\\\ /\"" },
    { "\b\f\n\r\t", -1, "\"\\b\\f\\n\\r\\t\"" },
    { "\x01\x1f\x7f", -1, "\"\\u0001\\u001f\\u007f\"" },
    { "a\0b", 3, "\"a\\u0000b\"" },
    { "é中😀\xe2\x80\xa8", -1, "\"é中😀\xe2\x80\xa8\"" },
    { "cut here", 3, "\"cut\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    {
      g_autoptr (GString) out = g_string_new (NULL);

      postil_json_append_string (out, strings[i].text, strings[i].length);
      g_assert_cmpstr (out->str, ==, strings[i].json);
    }
}

static void
test_doubles (void)
{
  static const struct
  {
    double      value;
    const char *json;
  } doubles[] = {
    { 0, "0" }, { 1, "1" }, { -1.5, "-1.5" }, { 0.1, "0.1" }, { 0.1 + 0.2, "0.30000000000000004" },
    { 1e20, "1e+20" }, { 5e-324, "5e-324" }, { 1.7976931348623157e308, "1.7976931348623157e+308" },
    { 100000, "100000" }, { -10, "-10" }, { 1e15, "1e+15" }, { 123456, "123456" }, { NAN, "null" }, { INFINITY, "null" },
    { -INFINITY, "null" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (doubles); i++)
    {
      g_autoptr (GString) out = g_string_new (NULL);
      PostilJsonWriter writer;

      postil_json_writer_init (&writer, out, FALSE);
      postil_json_writer_double (&writer, doubles[i].value);
      g_assert_cmpstr (out->str, ==, doubles[i].json);
    }
}

/* What is written is read back, to the letter and the last bit. */
static void
test_round_trip (void)
{
  for (guint round = 0; round < 2000; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GString) out = g_string_new (NULL);
      g_autofree char *read = NULL;
      PostilJsonWriter writer;
      PostilJsonReader reader;
      double number, read_number = 0;

      for (guint i = (guint) g_test_rand_int_range (0, 30); i > 0; i--)
        {
          gunichar c = (gunichar) g_test_rand_int_range (1, g_test_rand_bit () ? 0x100 : 0x110000);

          g_string_append_unichar (text, c >= 0xd800 && c < 0xe000 ? 'x' : c);
        }
      number = g_test_rand_double_range (-1, 1) * pow (10, g_test_rand_int_range (-30, 30));
      postil_json_writer_init (&writer, out, g_test_rand_bit ());
      postil_json_writer_begin_array (&writer);
      postil_json_writer_string (&writer, text->str);
      postil_json_writer_double (&writer, number);
      postil_json_writer_end_array (&writer);

      postil_json_reader_init (&reader, out->str, out->len);
      postil_json_reader_next (&reader);
      g_assert_cmpint (postil_json_reader_next (&reader), ==, POSTIL_JSON_STRING);
      read = postil_json_reader_dup_string (&reader);
      g_assert_cmpstr (read, ==, text->str);
      g_assert_cmpint (postil_json_reader_next (&reader), ==, POSTIL_JSON_NUMBER);
      g_assert_true (postil_json_reader_get_double (&reader, &read_number));
      g_assert_cmpfloat (read_number, ==, number);
      g_assert_cmpint (postil_json_reader_next (&reader), ==, POSTIL_JSON_ARRAY_END);
      g_assert_cmpint (postil_json_reader_next (&reader), ==, POSTIL_JSON_END);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-writer/pretty", test_pretty);
  g_test_add_func ("/json-writer/compact", test_compact);
  g_test_add_func ("/json-writer/set-depth", test_set_depth);
  g_test_add_func ("/json-writer/strings", test_strings);
  g_test_add_func ("/json-writer/doubles", test_doubles);
  g_test_add_func ("/json-writer/round-trip", test_round_trip);
  return g_test_run ();
}
