/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "base/postil-error.h"
#include "base/postil-json-reader.h"

typedef struct
{
  const char *text;
  gsize       length; /* 0: up to the NUL */
} Sample;

/* RFC 8259 allows these. */
static const Sample accepted[] = {
  { "[]" }, { "{}" }, { "[[]   ]" }, { "[\"\"]" }, { "[\"a\"]" }, { "[false]" }, { "[null, 1, \"1\", {}]" },
  { "[null]" }, { "[1\n]" }, { " [1]" }, { "[1,null,null,null,2]" }, { "[2] " }, { "null" }, { "true" },
  { "false" }, { "42" }, { "-0.1" }, { "\"asd\"" }, { "\"\"" }, { " [] " }, { "\t[\n]\r" },
  { "[123e65]" }, { "[0e+1]" }, { "[0e1]" }, { "[ 4]" }, { "[-0]" }, { "[-123]" }, { "[-1]" }, { "[20e1]" },
  { "[1E22]" }, { "[1E-2]" }, { "[1E+2]" }, { "[123e45]" }, { "[123.456e78]" }, { "[1e-2]" }, { "[1e+2]" },
  { "[123]" }, { "[123.456789]" }, { "[-0.000000000000000000000000000000000000000000000000000000000001]" },
  { "[1e9999]" }, { "[123123e100000]" }, { "[0.4e00669999999999999999999999999999969999999006]" },
  { "[123456789012345678901234567890]" }, { "[-123456789012345678901234567890]" }, { "[0.0]" },
  { "{\"asd\":\"sdf\", \"dfg\":\"fgh\"}" }, { "{\"asd\":\"sdf\"}" }, { "{\"a\":\"b\",\"a\":\"c\"}" },
  { "{\"a\":\"b\",\"a\":\"b\"}" }, { "{\"\":0}" }, { "{ \"min\": -1.0e+28, \"max\": 1.0e+28 }" },
  { "{\"x\":[{\"id\": \"xxxxxxxxxx\"}], \"id\": \"yyyyyyyyyy\"}" }, { "{\"a\":[]}" }, { "{\n\"a\": \"b\"\n}" },
  { "{\"title\":\"\\u041f\\u043e\\u043b\\u0442\\u043e\\u0440\\u0430\" }" },
  { "[\"\\u0060\\u012a\\u12AB\"]" }, { "[\"\\uD801\\udc37\"]" }, { "[\"\\ud83d\\ude39\\ud83d\\udc8d\"]" },
  { "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]" }, { "[\"\\\\u0000\"]" }, { "[\"\\\"\"]" }, { "[\"a/*b*/c/*d//e\"]" },
  { "[\"\\\\a\"]" }, { "[\"\\\\n\"]" }, { "[\"\\u0012\"]" }, { "[\"\\uFFFF\"]" }, { "[\"asd \"]" },
  { "[\"\xf4\x8f\xbf\xbf\"]" }, { "[\"\xef\xbf\xbf\"]" }, { "[\"\\u002c\"]" }, { "[\"\xcf\x80\"]" },
  { "[\"\xf0\x9b\xbf\xbf\"]" }, { "[\"\\uDBFF\\uDFFE\"]" }, { "[\"\\u0022\"]" }, { "[\"\\u200B\"]" },
  { "[\"\xe2\x80\xa8\"]" }, { "[\"\xe2\x80\xa9\"]" }, { "[\"\x7f\"]" }, { "[\"a\x7f" "a\"]" }, { "[\"\\u005C\"]" },
  { "[\"\xe2\x8d\x82\xe3\x88\xb4\xe2\x8d\x82\"]" }, { "[\"\xf0\x90\x80\x80\"]" }, { "[\"\xed\x9f\xbf\"]" },
  { "[\"\xee\x80\x80\"]" }, { "[\"\xc2\x80\"]" }, { "[\"\xe0\xa0\x80\"]" }, { "[\"\\uA66D\"]" },
  { "[\"new\\u00A0line\"]" }, { "[\"\xef\xbb\xbf inside\"]" }, { "[\"01234567 89abcdef 01234567 89abcdef\"]" },
};

static const Sample refused[] = {
  { "" }, { " " }, { "\n\n" }, { "[" }, { "]" }, { "{" }, { "}" }, { "," }, { ":" }, { "[1 true]" }, { "[a\xe5]" },
  { "[\"\": 1]" }, { "[\"\"]," }, { "[,1]" }, { "[1,,2]" }, { "[\"x\",,]" }, { "[\"x\"]]" }, { "[\"\",]" },
  { "[\"x\"" }, { "[x" }, { "[3[4]]" }, { "[1:2]" }, { "[\xff]" }, { "[,]" }, { "[-]" }, { "[   , \"\"]" },
  { "[\"a\",\n4\n,1," }, { "[1,]" }, { "[1,\n1\n,1" }, { "[*]" }, { "[\"\"" }, { "[{}" }, { "[fals]" }, { "[nul]" },
  { "[tru]" }, { "[TRUE]" }, { "[True]" }, { "[nullx]" }, { "nulll" }, { "[++1234]" }, { "[+1]" }, { "[+Inf]" },
  { "[-01]" }, { "[-1.0.]" }, { "[-2.]" }, { "[-NaN]" }, { "[.-1]" }, { "[.2e-3]" }, { "[0.1.2]" }, { "[0.3e+]" },
  { "[0.3e]" }, { "[0.e1]" }, { "[0E+]" }, { "[0E]" }, { "[0e+]" }, { "[0e]" }, { "[1.0e+]" }, { "[1.0e-]" },
  { "[1.0e]" }, { "[1 000.0]" }, { "[1eE2]" }, { "[2.e+3]" }, { "[2.e-3]" }, { "[2.e3]" }, { "[9.e+]" }, { "[Inf]" },
  { "[NaN]" }, { "[\xef\xbc\x91]" }, { "[1+2]" }, { "[0x1]" }, { "[0x42]" }, { "[Infinity]" }, { "[0e+-1]" },
  { "[-123.123foo]" }, { "[123\xe5]" }, { "[1e1\xe5]" }, { "[0\xe5]" }, { "[-Infinity]" }, { "[-foo]" }, { "[- 1]" },
  { "[-012]" }, { "[-.123]" }, { "[-1x]" }, { "[1ea]" }, { "[1e\xe5]" }, { "[1.]" }, { "[.123]" }, { "[1.2a-3]" },
  { "[1.8011670033376514H-308]" }, { "[012]" }, { "[00]" }, { "[\"x\", truth]" }, { "{[: \"x\"}\n" },
  { "{\"x\", null}" }, { "{\"x\"::\"b\"}" }, { "{\xf0\x9f\x87\xa8\xf0\x9f\x87\xad}" }, { "{\"a\":\"a\" 123}" },
  { "{key: 'value'}" }, { "{\"\xb9\":\"0\",}" }, { "{\"a\" b}" }, { "{:\"b\"}" }, { "{\"a\" \"b\"}" }, { "{\"a\":" },
  { "{\"a\"" }, { "{1:1}" }, { "{9999E9999:1}" }, { "{null:null,null:null}" }, { "{\"id\":0,,,,,}" }, { "{'a':0}" },
  { "{\"id\":0,}" }, { "{\"a\":\"b\"}/**/" }, { "{\"a\":\"b\"}/**//" }, { "{\"a\":\"b\"}//" }, { "{\"a\":\"b\"}/" },
  { "{\"a\":\"b\",,\"c\":\"d\"}" }, { "{a: \"b\"}" }, { "{\"a\":\"a" }, { "{ \"foo\" : \"bar\", \"a\" }" },
  { "{\"a\":\"b\"}#" }, { "{\"a\":1]" }, { "[1}" }, { "{\"a\"}" }, { "{,}" }, { "{\"a\":}" }, { "{\"a\":1 \"b\":2}" },
  { "[\"\\uD800\\u\"]" }, { "[\"\\uD800\\u1\"]" }, { "[\"\\uD800\\u1x\"]" }, { "[\"\\uD800\\\"]" }, { "[\"\\uD800\"]" },
  { "[\"\\uDC00\"]" }, { "[\"\\uDC00\\uD800\"]" }, { "[\"\\uD800\\uD800\"]" }, { "[\"\\uD834 \\uDd1e\"]" },
  { "[\"\\ud800abc\"]" }, { "[\"\\udBFFx\"]" }, { "[\xc3\xa9]" }, { "[\\n]" }, { "[\"\\x00\"]" }, { "[\"\\\\\\\"]" },
  { "[\"\\\t\"]" }, { "[\"\\\xf0\x9f\x8c\x80\"]" }, { "[\"\\\"]" }, { "[\"\\u00A\"]" }, { "[\"\\uD834\\uDd\"]" },
  { "[\"\\uD800\\uD800\\x\"]" }, { "[\"\\a\"]" }, { "[\"\\uqqqq\"]" }, { "[\"\\\xe5\"]" }, { "[\\u0020\"asd\"]" },
  { "['single quote']" }, { "abc" }, { "[\"\\" }, { "[\"\\u" }, { "[\"\\u12" }, { "[\"a\na\"]" }, { "[\"new\nline\"]" },
  { "[\"\t\"]" }, { "\"\\UA66D\"" }, { "\"x" }, { "\"" }, { "[\"\x1f\"]" }, { "[\"\x01\"]" }, { "<.>" }, { "[<null>]" },
  { "[1]x" }, { "[1]]" }, { "[\"asd]" }, { "a\xc3\xa5" }, { "[True]" }, { "1]" }, { "{\"x\": true," }, { "[][]" },
  { "[1] [2]" }, { "{} {}" }, { "2@" }, { "{}}" }, { "{\"\":" }, { "{\"a\":/*comment*/\"b\"}" }, { "[1] // done" },
  { "{\"a\": true} \"x\"" }, { "['" }, { "[\"a" }, { "[\"a\"" }, { "{[" }, { "{\"a" }, { "{'a'" }, { "*" },
  { "[\"\\{[\"\\{[\"\\{[\"\\{" }, { "\xe5" }, { "[1" }, { "[ false, nul" }, { "[ true, fals" }, { "[ false, tru" },
  { "[\xe2\x81\xa0]" }, { "\xef\xbb\xbf" }, { "\xef\xbb\xbf{}" }, { "\xc2\xa0[]" }, { "[\f]" }, { "[\v1]" },
  { "\xe2\x80\xa8[]" }, { "var x = {}" }, { "undefined" }, { "[undefined]" }, { "--1" }, { "-" }, { "1e" }, { "1.e1" },
  /* Invalid UTF-8 in strings: stray tails, overlong forms, surrogates, beyond U+10FFFF, cut. */
  { "[\"\xff\"]" }, { "[\"\x81\"]" }, { "[\"\xe9\"]" }, { "[\"\xc0\xaf\"]" }, { "[\"\xc1\xbf\"]" }, { "[\"\xc3\"]" },
  { "[\"\xe0\x80\xaf\"]" }, { "[\"\xe0\x9f\xbf\"]" }, { "[\"\xed\xa0\x80\"]" }, { "[\"\xed\xbf\xbf\"]" },
  { "[\"\xf0\x80\x80\xaf\"]" }, { "[\"\xf0\x8f\xbf\xbf\"]" }, { "[\"\xf4\x90\x80\x80\"]" }, { "[\"\xf5\x80\x80\x80\"]" },
  { "[\"\xf8\x88\x80\x80\x80\"]" }, { "[\"\xfc\x83\xbf\xbf\xbf\xbf\"]" }, { "[\"\xe2\x82\"]" }, { "[\"\xf0\x9f\x98\"]" },
  { "[\"\xc3" }, { "[\"\xe2\x82" }, { "[\"\xf0\x9f\x98" }, { "[\"01234567\xff" "01234567\"]" },
  /* NULs */
  { "\0", 1 }, { "[\"a\0b\"]", 7 }, { "[1\0]", 4 }, { "[1]\0", 4 }, { "1\0", 2 }, { "[\"\\u0000\"]" }, { "{\"\\u0000\":1}" },
};

static void
test_accepted (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (accepted); i++)
    {
      g_autoptr (GError) error = NULL;
      gsize length = accepted[i].length != 0 ? accepted[i].length : strlen (accepted[i].text);
      gboolean is_accepted = postil_json_check (accepted[i].text, length, NULL, &error);
      g_autofree char *shown = g_strescape (accepted[i].text, NULL);

      g_test_message ("%u: %s", i, shown);
      g_assert_no_error (error);
      g_assert_true (is_accepted);
    }
}

/* Copied into a block of just their length, so that a sanitizer sees a read past the end. */
static void
test_refused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      gsize length = refused[i].length != 0 ? refused[i].length : strlen (refused[i].text);
      g_autofree char *copy = g_memdup2 (refused[i].text, length);
      g_autofree char *shown = g_strescape (refused[i].text, NULL);
      guint line = 0;

      g_test_message ("%u: %s", i, shown);
      g_assert_false (postil_json_check (copy, length, &line, &error));
      g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_MALFORMED);
      g_assert_cmpuint (line, >=, 1);
      g_assert_true (g_str_has_prefix (error->message, "line "));
    }
}

/* Every beginning of a valid text is refused, or complete. */
static void
test_cut (void)
{
  static const char text[] = "{ \"a\": [1.5e3, true, null, \"\\u00e9\\ud83d\\ude00 \xf0\x9f\x98\x80\"],"
                             " \"b\": { \"c\": false } }";

  for (gsize length = 0; length < sizeof text - 1; length++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *copy = g_memdup2 (text, length);

      g_assert_false (postil_json_check (copy, length, NULL, &error));
      g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_MALFORMED);
    }
  g_assert_true (postil_json_check (text, sizeof text - 1, NULL, NULL));
}

static void
test_depth (void)
{
  for (guint depth = 60; depth <= 70; depth++)
    {
      g_autoptr (GString) string = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      gboolean is_accepted;

      for (guint i = 0; i < depth; i++)
        g_string_append (string, i % 2 == 0 ? "[" : "{\"a\":");
      g_string_append (string, "1");
      for (guint i = depth; i > 0; i--)
        g_string_append (string, i % 2 == 1 ? "]" : "}");
      is_accepted = postil_json_check (string->str, string->len, NULL, &error);
      g_assert_cmpint (is_accepted, ==, depth <= POSTIL_JSON_MAX_DEPTH);
      if (!is_accepted)
        g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_TOO_LARGE);
    }
}

static void
test_very_deep (void)
{
  gsize length = 1000 * 1000;
  g_autofree char *brackets = g_malloc (length);
  g_autoptr (GError) error = NULL;

  memset (brackets, '[', length);
  g_assert_false (postil_json_check (brackets, length, NULL, &error));
  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_TOO_LARGE);
}

static void
test_too_large (void)
{
  g_autoptr (GError) error = NULL;

  /* The length is looked at before the text. */
  g_assert_false (postil_json_check ("1", (gsize) POSTIL_JSON_MAX_BYTES + 1, NULL, &error));
  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_TOO_LARGE);
}

static void
test_tokens (void)
{
  static const char text[] = "{\"a\": [1, -2.5, \"x\"], \"b\": {}, \"c\": [true, false, null]}";
  static const PostilJsonToken tokens[] = {
    POSTIL_JSON_OBJECT_BEGIN, POSTIL_JSON_KEY, POSTIL_JSON_ARRAY_BEGIN, POSTIL_JSON_NUMBER,
    POSTIL_JSON_NUMBER, POSTIL_JSON_STRING, POSTIL_JSON_ARRAY_END, POSTIL_JSON_KEY,
    POSTIL_JSON_OBJECT_BEGIN, POSTIL_JSON_OBJECT_END, POSTIL_JSON_KEY, POSTIL_JSON_ARRAY_BEGIN,
    POSTIL_JSON_TRUE, POSTIL_JSON_FALSE, POSTIL_JSON_NULL, POSTIL_JSON_ARRAY_END,
    POSTIL_JSON_OBJECT_END, POSTIL_JSON_END, POSTIL_JSON_END,
  };
  PostilJsonReader reader;

  postil_json_reader_init (&reader, text, strlen (text));
  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
    {
      g_assert_cmpint (postil_json_reader_next (&reader), ==, tokens[i]);
      g_assert_cmpint (reader.token, ==, tokens[i]);
    }
}

static void
read_one (PostilJsonReader *reader,
          const char       *text)
{
  postil_json_reader_init (reader, text, strlen (text));
  g_assert_cmpint (postil_json_reader_next (reader), !=, POSTIL_JSON_ERROR);
}

static void
test_strings (void)
{
  static const struct
  {
    const char *text;
    const char *value;
  } strings[] = {
    { "\"\"", "" },
    { "\"plain\"", "plain" },
    { "\"a long one without any escape, over eight bytes\"",
      "a long one without any escape, over eight bytes" },
    { "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t" },
    { "\"\\u00e9\\u4e2d\\ud83d\\ude00!\"", "é中😀!" },
    { "\"é\\u0301中\\n😀\"", "é\xcc\x81中\n😀" },
    { "\"\\uDBFF\\uDFFF\"", "\xf4\x8f\xbf\xbf" },
    { "\"\\u007f\\u0001\"", "\x7f\x01" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    {
      g_autoptr (GString) string = g_string_new ("<");
      g_autofree char *expected = g_strconcat ("<", strings[i].value, NULL);
      g_autofree char *longer = g_strconcat (strings[i].value, "x", NULL);
      g_autofree char *value = NULL;
      PostilJsonReader reader;

      read_one (&reader, strings[i].text);
      value = postil_json_reader_dup_string (&reader);
      g_assert_cmpstr (value, ==, strings[i].value);
      postil_json_reader_append_string (&reader, string);
      g_assert_cmpstr (string->str, ==, expected);
      g_assert_true (postil_json_reader_is (&reader, strings[i].value));
      g_assert_false (postil_json_reader_is (&reader, longer));
      g_assert_cmpint (reader.has_escapes, ==, strchr (strings[i].text, '\\') != NULL);
    }
}

static void
test_uint (void)
{
  static const struct
  {
    const char *text;
    gboolean    is_uint;
    guint64     value;
  } numbers[] = {
    { "0", TRUE, 0 },
    { "78", TRUE, 78 },
    { "18446744073709551615", TRUE, G_MAXUINT64 },
    { "18446744073709551616", FALSE, 0 },
    { "9999999999999999999", TRUE, G_GUINT64_CONSTANT (9999999999999999999) },
    { "99999999999999999999", FALSE, 0 },
    { "123456789012345678901234567890", FALSE, 0 },
    { "-1", FALSE, 0 },
    { "1.5", FALSE, 0 },
    { "78.0", TRUE, 78 },
    { "0.0", TRUE, 0 },
    { "1e2", TRUE, 100 },
    { "1.5e1", TRUE, 15 },
    { "1.55e1", FALSE, 0 },
    { "120e-1", TRUE, 12 },
    { "1e-1", FALSE, 0 },
    { "1e19", TRUE, G_GUINT64_CONSTANT (10000000000000000000) },
    { "1e20", FALSE, 0 },
    { "1e99999999999999999999", FALSE, 0 },
    { "1e-99999999999999999999", FALSE, 0 },
    { "0e99999999999999999999", TRUE, 0 },
    { "true", FALSE, 0 },
    { "\"1\"", FALSE, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      PostilJsonReader reader;
      guint64 value = 0;

      g_test_message ("%s", numbers[i].text);
      read_one (&reader, numbers[i].text);
      g_assert_cmpint (postil_json_reader_get_uint (&reader, &value), ==, numbers[i].is_uint);
      g_assert_cmpuint (value, ==, numbers[i].value);
    }
}

static void
test_double (void)
{
  PostilJsonReader reader;
  double value = 7;

  read_one (&reader, "[-12.5e1]");
  g_assert_false (postil_json_reader_get_double (&reader, &value));
  postil_json_reader_next (&reader);
  g_assert_true (postil_json_reader_get_double (&reader, &value));
  g_assert_cmpfloat (value, ==, -125.0);
  read_one (&reader, "1e400");
  g_assert_false (postil_json_reader_get_double (&reader, &value));
  read_one (&reader, "0.1000000000000000000000000000000000000000000000000000000000000000000000001");
  g_assert_true (postil_json_reader_get_double (&reader, &value));
  g_assert_cmpfloat (value, ==, 0.1);
}

static void
test_skip (void)
{
  static const char text[] = "{\"a\": {\"x\": [1, {}, \"]\"]} , \"b\":\"s\\n\",\"c\": 1.50, \"d\":[]}";
  static const char *const values[] = { "{\"x\": [1, {}, \"]\"]}", "\"s\\n\"", "1.50", "[]" };
  PostilJsonReader reader;

  read_one (&reader, text);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *own = NULL;
      const char *start;
      gsize length;

      g_assert_cmpint (postil_json_reader_next (&reader), ==, POSTIL_JSON_KEY);
      postil_json_reader_next (&reader);
      g_assert_true (postil_json_reader_skip (&reader, &start, &length));
      own = g_strndup (start, length);
      g_assert_cmpstr (own, ==, values[i]);
    }
  g_assert_cmpint (postil_json_reader_next (&reader), ==, POSTIL_JSON_OBJECT_END);
  g_assert_cmpint (postil_json_reader_next (&reader), ==, POSTIL_JSON_END);

  read_one (&reader, text);
  g_assert_true (postil_json_reader_skip (&reader, NULL, NULL));
  g_assert_cmpint (postil_json_reader_next (&reader), ==, POSTIL_JSON_END);

  read_one (&reader, "[[1, 2}]");
  g_assert_false (postil_json_reader_skip (&reader, NULL, NULL));
  g_assert_cmpint (postil_json_reader_next (&reader), ==, POSTIL_JSON_ERROR);
}

static void
test_place (void)
{
  static const struct
  {
    const char *text;
    const char *beginning;
  } places[] = {
    { "{\n  \"é😀\": 01\n}", "line 2, column 9: " },
    { "[1,\n 2,\n]", "line 3, column 1: " },
    { "{\"a\": 1,\r\n \"b\" 2}", "line 2, column 6: " },
    { "[\"abc\n\"]", "line 1, column 6: " },
    { "[\"ab\\q\"]", "line 1, column 5: " },
    { "{} x", "line 1, column 4: " },
    { "[1", "line 1, column 3: " },
  };
  PostilJsonReader reader;
  g_autoptr (GError) schema_error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (postil_json_check (places[i].text, strlen (places[i].text), NULL, &error));
      g_assert_true (g_str_has_prefix (error->message, places[i].beginning));
    }
  read_one (&reader, "[\n  \"é\", \"b\"]");
  postil_json_reader_next (&reader);
  postil_json_reader_next (&reader);
  g_assert_false (postil_json_reader_set_schema_error (&reader, &schema_error, "not %s", "so"));
  g_assert_error (schema_error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA);
  g_assert_cmpstr (schema_error->message, ==, "line 2, column 8: not so");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-reader/accepted", test_accepted);
  g_test_add_func ("/json-reader/refused", test_refused);
  g_test_add_func ("/json-reader/cut", test_cut);
  g_test_add_func ("/json-reader/depth", test_depth);
  g_test_add_func ("/json-reader/very-deep", test_very_deep);
  g_test_add_func ("/json-reader/too-large", test_too_large);
  g_test_add_func ("/json-reader/tokens", test_tokens);
  g_test_add_func ("/json-reader/strings", test_strings);
  g_test_add_func ("/json-reader/uint", test_uint);
  g_test_add_func ("/json-reader/double", test_double);
  g_test_add_func ("/json-reader/skip", test_skip);
  g_test_add_func ("/json-reader/place", test_place);
  return g_test_run ();
}
