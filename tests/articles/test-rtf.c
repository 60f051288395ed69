/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "article-fixture.h"
#include "base/postil-error.h"

#define HEAD "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\froman\\fcharset0 Times;}{\\f1\\fcharset204 Arial;}{\\f2\\fcharset128 Gothic;}" \
             "{\\f3\\fcharset2 Symbol;}}{\\colortbl;\\red0;}{\\stylesheet{\\s0 Normal;}}" \
             "{\\info{\\title A \\'e9t\\'e9}{\\author Ada}{\\creatim\\yr2026\\mo11\\dy23\\hr9}{\\revtim\\yr2030\\mo1\\dy1}}\n"

static void
assert_rtf (const char *body,
            const char *expected)
{
  g_autofree char *document = g_strconcat (HEAD, body, "}", NULL);
  g_autofree char *text = fixture_read_string (document, "a.doc", "rtf", NULL);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_text (void)
{
  assert_rtf ("\\pard One \\b bold\\b0  word.\\par\nTwo\\line three\\emdash four\\~five\\_six\\tab seven \\{\\\\\\}\\par \\par Three", "One bold word.\n\nTwo\nthree—four five-six seven {\\}\n\nThree\n");
  assert_rtf ("{\\header Head\\par}{\\footerr Foot}Text{\\pict\\wmetafile8 0102ff}{\\*\\unknown gone}{\\xe index}\\v hidden\\v0  shown{\\deleted  never}{\\*\\bkmkstart x}.", "Text shown.\n");
  assert_rtf ("A {\\field{\\*\\fldinst{ HYPERLINK \"http://x\"}}{\\fldrslt{link}}} b\\bin5 \\{{}}c", "A link bc\n");
  assert_rtf ("{\\upr{ansi}{\\*\\ud{\\u1087?}}}", "п\n");
}

static void
test_characters (void)
{
  assert_rtf ("caf\\'e9 \\'93x\\'94 \\u8364?5 \\u-10179 ?\\u-8704 ? e\\u769 ?", "café “x” €5 \xf0\x9f\x98\x80 e\xcc\x81\n");
  assert_rtf ("{\\f1 \\'cf\\'f0\\'e8\\'e2\\'e5\\'f2} {\\f2 \\'93\\'fa\\'96\\'7b} \\'e9", "Привет 日本 é\n");
  assert_rtf ("\\uc2\\u233\\'c3\\'a9{\\uc0\\u233 x} \\u233??y", "ééx éy\n");
  assert_rtf ("\\u-10179 ? lone, \\u0 ? nul, \\f2\\'ff\\f0  bad", "lone, nul, ÿ bad\n");
}

static void
test_lists (void)
{
  assert_rtf ("\\pard Before\\par{\\listtext\\pard\\plain 1.\\tab}one\\par{\\listtext 2.\\tab}two\\par"
              "{\\pntext\\f3\\'b7\\tab}bullet\\par\\pard After", "Before\n\n1. one\n2. two\nbullet\n\nAfter\n");
}

static void
test_tables (void)
{
  assert_rtf ("\\pard Before\\par\\trowd\\cellx1\\pard\\intbl a\\cell b\\par c\\cell\\row\\trowd\\pard\\intbl d\\cell e\\cell\\row\\pard After",
              "Before\n\na\tb\nc\nd\te\n\nAfter\n");
}

static void
test_notes (void)
{
  g_autoptr (PostilArticleMeta) meta = NULL;
  g_autofree char *text = fixture_read_string (HEAD "One{\\super\\chftn{\\footnote\\pard{\\chftn} A note.\\par Its end.}} and two{\\*\\footnote Another.}.\\par End}", NULL, "rtf", &meta);

  g_assert_cmpstr (text, ==, "One[1] and two[2].\n\nEnd\n\n[1] A note.\nIts end.\n[2] Another.\n");
  g_assert_cmpstr (meta->title, ==, "A été");
  g_assert_cmpstr (meta->author, ==, "Ada");
  g_assert_cmpstr (meta->date, ==, "2026-11-23");
}

static void
assert_refused (const char *document,
                int         code,
                const char *words)
{
  g_autoptr (GBytes) bytes = g_bytes_new (document, strlen (document));

  fixture_refused (bytes, "a.rtf", code, words);
}

static void
test_malformed (void)
{
  g_autoptr (GString) deep = g_string_new ("{\\rtf1 ");

  for (guint i = 0; i < 100000; i++)
    g_string_append_c (deep, '{');
  assert_refused (HEAD "Text", POSTIL_ERROR_MALFORMED, "cut off");
  assert_refused ("{\\rtf", POSTIL_ERROR_MALFORMED, "cut off");
  assert_refused ("{\\rtf1}", POSTIL_ERROR_NOT_TEXT, "no text");
  assert_refused ("{\\rtf1 x\\bin99999999999 y}", POSTIL_ERROR_MALFORMED, "cut off");
  assert_refused (deep->str, POSTIL_ERROR_TOO_LARGE, "nested");
  assert_rtf ("\\'g1\\'\\u99999999999 ?\\f-5\\uc-1\\ansicpg99999 x}}}{{{", "g1x\n");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rtf/text", test_text);
  g_test_add_func ("/rtf/characters", test_characters);
  g_test_add_func ("/rtf/lists", test_lists);
  g_test_add_func ("/rtf/tables", test_tables);
  g_test_add_func ("/rtf/notes", test_notes);
  g_test_add_func ("/rtf/malformed", test_malformed);
  return g_test_run ();
}
