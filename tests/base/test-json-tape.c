/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "base/postil-json-tape.h"

static PostilJsonTape *
parse (const char *json)
{
  PostilJsonTape *tape = postil_json_tape_new ();

  g_assert_true (postil_json_tape_parse (tape, json, strlen (json)));
  return tape;
}

static void
test_walk (void)
{
  g_autoptr (PostilJsonTape) tape = parse ("{\"a\":[1,{\"b\":\"x\"}],\"c\":null}");
  guint list = postil_json_tape_member (tape, 0, "a");
  guint object = 0;

  g_assert_cmpint (postil_json_tape_get (tape, 0)->type, ==, POSTIL_JSON_OBJECT_BEGIN);
  g_assert_cmpint (postil_json_tape_get (tape, list)->type, ==, POSTIL_JSON_ARRAY_BEGIN);
  g_assert_true (postil_json_tape_get (tape, list + 1)->is_uint);
  g_assert_cmpuint (postil_json_tape_get (tape, list + 1)->value, ==, 1);
  object = postil_json_tape_get (tape, list + 1)->next;
  g_assert_true (postil_json_tape_is (tape, postil_json_tape_member (tape, object, "b"), "x"));
  g_assert_cmpuint (postil_json_tape_get (tape, object)->next, ==, postil_json_tape_get (tape, list)->next);
  g_assert_cmpint (postil_json_tape_get (tape, postil_json_tape_member (tape, 0, "c"))->type, ==, POSTIL_JSON_NULL);
  g_assert_cmpuint (postil_json_tape_member (tape, 0, "b"), ==, 0);
  g_assert_cmpuint (postil_json_tape_member (tape, list, "a"), ==, 0);
}

static void
test_strings (void)
{
  g_autoptr (PostilJsonTape) tape = parse ("{\"\\u0061\":\"\\u00e9\\n\",\"n\":-1,\"a\":\"last\"}");
  g_autoptr (GString) scratch = g_string_new ("old");
  gsize length = 0;
  const char *text = postil_json_tape_get_string (tape, 2, scratch, &length);

  g_assert_cmpmem (text, length, "é\n", strlen ("é\n"));
  g_assert_true (postil_json_tape_is (tape, 1, "a"));
  g_assert_true (postil_json_tape_is (tape, 2, "é\n"));
  g_assert_false (postil_json_tape_is (tape, 2, "é"));
  /* The last of two counts, as for most readers of JSON. */
  g_assert_true (postil_json_tape_is (tape, postil_json_tape_member (tape, 0, "a"), "last"));
  g_assert_false (postil_json_tape_get (tape, postil_json_tape_member (tape, 0, "n"))->is_uint);
}

static void
test_malformed (void)
{
  static const char *const texts[] = { "", "{", "[1,]", "{\"a\"}", "[1] 2", "nul", "\"\\ud800\"" };
  g_autoptr (PostilJsonTape) tape = postil_json_tape_new ();
  g_autoptr (GString) deep = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_false (postil_json_tape_parse (tape, texts[i], strlen (texts[i])));
  for (guint i = 0; i < 100000; i++)
    g_string_append_c (deep, '[');
  g_assert_false (postil_json_tape_parse (tape, deep->str, deep->len));
  /* One tape serves again after what it could not read. */
  g_assert_true (postil_json_tape_parse (tape, "[]", 2));
  g_assert_cmpuint (postil_json_tape_get (tape, 0)->next, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-tape/walk", test_walk);
  g_test_add_func ("/json-tape/strings", test_strings);
  g_test_add_func ("/json-tape/malformed", test_malformed);
  return g_test_run ();
}
