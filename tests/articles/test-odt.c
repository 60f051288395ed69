/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "article-fixture.h"
#include "base/postil-error.h"

#define NAMESPACES "xmlns:office='o' xmlns:text='t' xmlns:table='b' xmlns:style='s' xmlns:dc='d' xmlns:draw='w' xmlns:svg='g'"
#define CONTENT(body) \
  "<office:document-content " NAMESPACES "><office:automatic-styles><text:list-style style:name='L1'>" \
  "<text:list-level-style-number text:level='1' style:num-format='1' style:num-suffix='.'/>" \
  "<text:list-level-style-number text:level='2' style:num-format='a' style:num-suffix=')' text:display-levels='2'/>" \
  "</text:list-style></office:automatic-styles><office:body><office:text>" body "</office:text></office:body></office:document-content>"
#define P(text) "<text:p>" text "</text:p>"
#define ITEM(content) "<text:list-item>" content "</text:list-item>"

static GBytes *
make_odt (const char *content,
          const char *manifest)
{
  const FixtureEntry entries[] = {
    { "mimetype", "application/vnd.oasis.opendocument.text", -1 },
    { "content.xml", content, -1 },
    { "meta.xml", "<office:document-meta " NAMESPACES "><office:meta><dc:title>A title</dc:title><dc:creator>Ada</dc:creator>"
      "<dc:language>en-GB</dc:language><dc:date>2026-11-23T10:00:00.5</dc:date></office:meta></office:document-meta>", -1 },
    { "META-INF/manifest.xml", manifest, -1 },
    { 0 }
  };

  return fixture_zip (entries);
}

static void
test_text (void)
{
  g_autoptr (GBytes) bytes = make_odt (
    CONTENT ("<text:tracked-changes><text:changed-region><text:deletion>" P ("deleted") "</text:deletion></text:changed-region></text:tracked-changes>"
             "<text:h>Heading</text:h>" P ("One<text:s text:c='3'/>two<text:tab/>three<text:line-break/>four <text:span>fi</text:span>ve"
             "<text:note><text:note-citation>9</text:note-citation><text:note-body>" P ("A note.") "</text:note-body></text:note>."
             "<office:annotation>" P ("a comment") "</office:annotation>")
             "<text:list text:style-name='L1'>" ITEM (P ("first") "<text:list>" ITEM (P ("deep")) ITEM (P ("deeper")) "</text:list>") ITEM (P ("second") P ("goes on")) "</text:list>"
             P ("Between") "<text:list text:style-name='L1' text:continue-numbering='true'>" ITEM (P ("third")) "</text:list>"
             "<table:table><table:table-row><table:table-cell>" P ("a") "</table:table-cell><table:table-cell>" P ("b") P ("c") "</table:table-cell></table:table-row>"
             "<table:table-row><table:table-cell>" P ("d") "</table:table-cell></table:table-row></table:table>"
             P ("<draw:frame><draw:image/><svg:title>of a picture</svg:title></draw:frame><text:title>A title</text:title> e\xcc\x81 \xf0\x9f\x98\x80")),
    "<manifest/>");
  g_autoptr (PostilArticleMeta) meta = NULL;
  g_autofree char *text = fixture_read (bytes, "a.docx", "odt", &meta);

  g_assert_cmpstr (text, ==, "Heading\n\nOne two three\nfour five[1].\n\n1. first\n1.a) deep\n1.b) deeper\n2. second\ngoes on\n\n"
                   "Between\n\n3. third\n\na\tb\nc\nd\n\nA title e\xcc\x81 \xf0\x9f\x98\x80\n\n[1] A note.\n");
  g_assert_cmpstr (meta->title, ==, "A title");
  g_assert_cmpstr (meta->author, ==, "Ada");
  g_assert_cmpstr (meta->language, ==, "en-GB");
  g_assert_cmpstr (meta->date, ==, "2026-11-23T10:00:00");
}

static void
test_malformed (void)
{
  g_autoptr (GBytes) encrypted = make_odt ("not XML", "<m:encryption-data/>");
  g_autoptr (GBytes) empty = make_odt (CONTENT (""), "<manifest/>");
  g_autoptr (GBytes) broken = make_odt ("<a><b></a>", "<manifest/>");
  const FixtureEntry entries[] = { { "mimetype", "application/vnd.oasis.opendocument.text", -1 }, { "META-INF/manifest.xml", "<m/>", -1 }, { "old-content.xml", "<m/>", -1 }, { 0 } };
  g_autoptr (GBytes) no_content = fixture_zip (entries);
  g_autoptr (GBytes) whole = make_odt (CONTENT (P ("Text")), "<manifest/>");
  g_autoptr (GBytes) cut = fixture_cut (whole, g_bytes_get_size (whole) - 30);
  g_autoptr (GBytes) numbers = make_odt (CONTENT ("<text:list text:style-name='L1'><text:list-item text:start-value='99999999999'>" P ("x") "</text:list-item></text:list>"), "<m/>");
  g_autofree char *text = fixture_read (numbers, NULL, "odt", NULL);

  fixture_refused (encrypted, "a.odt", POSTIL_ERROR_SCHEMA, "password");
  fixture_refused (empty, "a.odt", POSTIL_ERROR_NOT_TEXT, "no text");
  fixture_refused (broken, "a.odt", POSTIL_ERROR_MALFORMED, "content.xml: line 1");
  fixture_refused (no_content, "a.odt", POSTIL_ERROR_MALFORMED, "content.xml");
  fixture_refused (cut, "a.odt", POSTIL_ERROR_MALFORMED, "cut off");
  g_assert_cmpstr (text, ==, "100000. x\n");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/odt/text", test_text);
  g_test_add_func ("/odt/malformed", test_malformed);
  return g_test_run ();
}
