/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "article-fixture.h"
#include "base/postil-error.h"

#define W "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"
#define DOCUMENT(body) "<?xml version='1.0' encoding='UTF-8'?><w:document " W "><w:body>" body "<w:sectPr/></w:body></w:document>"
#define P(runs) "<w:p>" runs "</w:p>"
#define R(text) "<w:r><w:t xml:space='preserve'>" text "</w:t></w:r>"
#define ITEM(list, level, text) \
  "<w:p><w:pPr><w:numPr><w:ilvl w:val='" level "'/><w:numId w:val='" list "'/></w:numPr></w:pPr>" R (text) "</w:p>"
#define FIELD(type) "<w:r><w:fldChar w:fldCharType='" type "'/></w:r>"

static const char numbering[] =
  "<w:numbering " W "><w:abstractNum w:abstractNumId='7'>"
  "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl>"
  "<w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='%1.%2)'/></w:lvl>"
  "</w:abstractNum><w:abstractNum w:abstractNumId='8'><w:lvl w:ilvl='0'><w:numFmt w:val='bullet'/><w:lvlText w:val='o'/></w:lvl></w:abstractNum>"
  "<w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num><w:num w:numId='2'><w:abstractNumId w:val='8'/></w:num>"
  "<w:num w:numId='3'><w:abstractNumId w:val='7'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='4'/></w:lvlOverride></w:num></w:numbering>";

static const char styles[] =
  "<w:styles " W "><w:style w:styleId='Chapter'><w:pPr><w:numPr><w:numId w:val='3'/></w:numPr></w:pPr></w:style>"
  "<w:style w:styleId='Heading1'><w:pPr><w:numPr><w:numId w:val='2'/></w:numPr><w:outlineLvl w:val='0'/></w:pPr></w:style>"
  "<w:style w:styleId='Part'><w:basedOn w:val='Chapter'/></w:style></w:styles>";

static GBytes *
make_docx (const char *document)
{
  const FixtureEntry entries[] = {
    { "[Content_Types].xml", "<Types/>", -1 },
    { "word/document.xml", document, -1 },
    { "word/numbering.xml", numbering, -1 },
    { "word/styles.xml", styles, -1 },
    { "word/footnotes.xml", "<w:footnotes " W "><w:footnote w:id='-1'>" P (R ("separator")) "</w:footnote><w:footnote w:id='2'>"
      P ("<w:r><w:footnoteRef/></w:r>" R (" The first.")) P (R ("Its second line.")) "</w:footnote></w:footnotes>", -1 },
    { "word/endnotes.xml", "<w:endnotes " W "><w:endnote w:id='2'>" P (R ("The last.")) "</w:endnote></w:endnotes>", -1 },
    { "docProps/core.xml", "<cp:coreProperties xmlns:cp='c' xmlns:dc='d' xmlns:dcterms='t'><dc:title> A  title </dc:title>"
      "<dc:creator>Ada Quill</dc:creator><dcterms:created>2026-11-23T10:00:00Z</dcterms:created></cp:coreProperties>", -1 },
    { 0 }
  };

  return fixture_zip (entries);
}

static void
assert_docx (const char *document,
             const char *expected)
{
  g_autoptr (GBytes) bytes = make_docx (document);
  g_autofree char *text = fixture_read (bytes, "wrong.pdf", "docx", NULL);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_paragraphs (void)
{
  assert_docx (DOCUMENT (P (R ("A ") R ("head") R ("ing")) P (R ("One") "<w:r><w:tab/><w:t>two</w:t><w:br/><w:t>three</w:t></w:r>") P ("")
                         P ("<w:hyperlink>" R ("link") "</w:hyperlink><w:r><w:noBreakHyphen/><w:sym w:char='2014'/><w:sym w:char='F0B7'/></w:r>" R ("e\xcc\x81 \xf0\x9f\x98\x80"))),
               "A heading\n\nOne two\nthree\n\nlink-—e\xcc\x81 \xf0\x9f\x98\x80\n");
}

/* The text of a box stands where its anchor is, once, whichever way Word wrote it; readings
 * that stand above characters are left out. */
static void
test_boxes (void)
{
#define BOX P (R ("in a box"))
  assert_docx (DOCUMENT (P (R ("Before") "<w:r><w:pict><v:shape xmlns:v='v'><v:textbox><w:txbxContent>" BOX "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>")
                         P (R ("After"))),
               "Before\n\nin a box\n\nAfter\n");
  assert_docx (DOCUMENT (P (R ("Before") "<w:r><mc:AlternateContent xmlns:mc='m'><mc:Choice><w:txbxContent>" BOX "</w:txbxContent></mc:Choice>"
                            "<mc:Fallback><w:pict><w:txbxContent>" BOX "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>")
                         P ("<w:r><w:ruby><w:rt>" R ("haa") "</w:rt><w:rubyBase>" R ("harbour") "</w:rubyBase></w:ruby></w:r>")),
               "Before\n\nin a box\n\nharbour\n");
}

static void
test_changes (void)
{
  assert_docx (DOCUMENT (P (R ("It is ") "<w:del><w:r><w:delText>not </w:delText></w:r></w:del><w:ins>" R ("very ") "</w:ins>" R ("good."))
                         "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" R ("Joined ") "</w:p>" P (R ("to the next."))
                         "<w:p><w:moveFrom>" R ("Moved away.") "</w:moveFrom></w:p>" P ("<w:moveTo>" R ("Moved here.") "</w:moveTo>")),
               "It is very good.\n\nJoined to the next.\n\nMoved here.\n");
}

static void
test_fields (void)
{
  assert_docx (DOCUMENT (P (R ("Page ") FIELD ("begin") "<w:r><w:instrText> PAGE </w:instrText></w:r>" FIELD ("separate") R ("7") FIELD ("end") R ("."))
                         P ("<w:fldSimple w:instr='AUTHOR'>" R ("Ada") "</w:fldSimple>")
                         P (FIELD ("begin") FIELD ("begin") R ("hidden") FIELD ("end") FIELD ("separate") R ("shown") FIELD ("end"))
                         P (FIELD ("begin") R ("never ended")) P (R ("after"))),
               "Page 7.\n\nAda\n\nshown\n\nafter\n");
}

static void
test_lists (void)
{
  assert_docx (DOCUMENT (P (R ("Before")) ITEM ("1", "0", "one") ITEM ("1", "1", "deep") ITEM ("1", "1", "deeper") ITEM ("1", "0", "two")
                         ITEM ("1", "1", "again") ITEM ("2", "0", "bullet") P (R ("Between"))
                         "<w:p><w:pPr><w:pStyle w:val='Chapter'/></w:pPr>" R ("four") "</w:p><w:p><w:pPr><w:pStyle w:val='Part'/></w:pPr>" R ("five") "</w:p>"
                         ITEM ("2", "0", "last") "<w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr>" R ("A heading") "</w:p>" ITEM ("2", "0", "first")
                         ITEM ("99", "0", "no such list") ITEM ("1", "77", "no such level")),
               "Before\n\n1. one\n1.a) deep\n1.b) deeper\n2. two\n2.a) again\nbullet\n\nBetween\n\n4. four\n5. five\nlast\n\nA heading\n\nfirst\n\nno such list\n\nno such level\n");
}

static void
test_tables (void)
{
  assert_docx (DOCUMENT (P (R ("Before")) "<w:tbl><w:tr><w:tc>" P (R ("a")) "</w:tc><w:tc>" P (R ("b")) P (R ("c")) "</w:tc></w:tr>"
                         "<w:tr><w:trPr><w:del/></w:trPr><w:tc>" P (R ("deleted")) "</w:tc></w:tr>"
                         "<w:tr><w:tc>" P ("") "</w:tc><w:tc>" P (R ("d")) "</w:tc><w:tc>" P (R ("e")) "</w:tc></w:tr></w:tbl>" P (R ("After"))),
               "Before\n\na\tb\nc\nd\te\n\nAfter\n");
}

static void
test_notes (void)
{
  g_autoptr (GBytes) bytes = make_docx (DOCUMENT (P (R ("One") "<w:r><w:footnoteReference w:id='2'/></w:r>" R (" and two")
                                                     "<w:r><w:endnoteReference w:id='2'/></w:r>" R ("."))));
  g_autoptr (PostilArticleMeta) meta = NULL;
  g_autofree char *text = fixture_read (bytes, NULL, "docx", &meta);

  g_assert_cmpstr (text, ==, "One[1] and two[2].\n\n[1] The first.\n\nIts second line.\n[2] The last.\n");
  g_assert_cmpstr (meta->title, ==, "A title");
  g_assert_cmpstr (meta->author, ==, "Ada Quill");
  g_assert_cmpstr (meta->date, ==, "2026-11-23T10:00:00Z");
}

static void
test_malformed (void)
{
  g_autoptr (GBytes) bytes = make_docx (DOCUMENT (P (R ("Text"))));
  g_autoptr (GBytes) broken = make_docx ("<w:document " W "><w:body><w:p>");
  g_autoptr (GBytes) empty = make_docx (DOCUMENT (P ("")));
  g_autoptr (GBytes) xxe = make_docx ("<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><w:document " W "><w:body>" P (R ("&x;")) "</w:body></w:document>");
  g_autoptr (GBytes) laughs = make_docx ("<!DOCTYPE d [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]><w:document " W "><w:body>" P (R ("&b;")) "</w:body></w:document>");
  const FixtureEntry other[] = { { "a/b.txt", "text", -1 }, { 0 } };
  g_autoptr (GBytes) zip = fixture_zip (other);
  const char *old = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and then E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";
  g_autoptr (GBytes) encrypted = g_bytes_new_static (old, 50);

  for (gsize length = 4; length < g_bytes_get_size (bytes); length += 97)
    {
      g_autoptr (GBytes) cut = fixture_cut (bytes, length);
      g_autoptr (PostilText) text = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_false (postil_article_read (cut, "a.docx", NULL, &text, NULL, NULL, &error));
      g_assert_true (error->domain == POSTIL_ERROR);
    }
  fixture_refused (broken, "a.docx", POSTIL_ERROR_MALFORMED, "word/document.xml: line 1");
  fixture_refused (empty, "a.docx", POSTIL_ERROR_NOT_TEXT, "no text");
  fixture_refused (xxe, "a.docx", POSTIL_ERROR_SCHEMA, "entities");
  fixture_refused (laughs, "a.docx", POSTIL_ERROR_SCHEMA, "entities");
  fixture_refused (zip, "a.docx", POSTIL_ERROR_UNKNOWN, "zip file");
  fixture_refused (encrypted, "a.docx", POSTIL_ERROR_SCHEMA, "password");
}

static void
test_deep (void)
{
  g_autoptr (GString) document = g_string_new ("<w:document " W "><w:body>");
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; i < 5000; i++)
    g_string_append (document, "<w:ins>");
  bytes = make_docx (document->str);
  fixture_refused (bytes, "a.docx", POSTIL_ERROR_TOO_LARGE, "nested");
}

static void
test_bomb (void)
{
  gsize length = 65u * 1024 * 1024;
  g_autofree char *spaces = g_malloc (length);
  const FixtureEntry entries[] = { { "word/document.xml", spaces, (gssize) length }, { 0 } };
  const FixtureEntry small[] = { { "word/document.xml", spaces, 40 * 1024 * 1024 }, { 0 } };
  g_autoptr (GBytes) too_large = NULL;
  g_autoptr (GBytes) too_dense = NULL;

  memset (spaces, ' ', length);
  too_large = fixture_zip (entries);
  too_dense = fixture_zip (small);
  g_assert_cmpuint (g_bytes_get_size (too_large), <, 1024 * 1024);
  fixture_refused (too_large, "a.docx", POSTIL_ERROR_TOO_LARGE, "unpacks");
  fixture_refused (too_dense, "a.docx", POSTIL_ERROR_TOO_LARGE, "unpacks");
}

/* A paragraph that no author ever wrote. */
static void
test_endless (void)
{
  gsize length = 20u * 1024 * 1024;
  g_autofree char *letters = g_strnfill (length, 'a');
  g_autofree char *xml = NULL;
  FixtureEntry entries[] = { { "word/document.xml", NULL, -1 }, { 0 } };
  g_autoptr (GBytes) bytes = NULL;

  /* So that it is no bomb by its ratio. */
  for (gsize i = 0, seed = 1; i < length; i += 7, seed = seed * 1103515245 + 12345)
    letters[i] = (char) ('a' + (seed >> 16) % 26);
  xml = g_strconcat ("<w:document xmlns:w='x'><w:body><w:p><w:r><w:t>", letters, "</w:t></w:r></w:p></w:body></w:document>", NULL);
  entries[0].content = xml;
  bytes = fixture_zip (entries);
  fixture_refused (bytes, "a.docx", POSTIL_ERROR_TOO_LARGE, "unpacks");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/docx/paragraphs", test_paragraphs);
  g_test_add_func ("/docx/changes", test_changes);
  g_test_add_func ("/docx/fields", test_fields);
  g_test_add_func ("/docx/boxes", test_boxes);
  g_test_add_func ("/docx/lists", test_lists);
  g_test_add_func ("/docx/tables", test_tables);
  g_test_add_func ("/docx/notes", test_notes);
  g_test_add_func ("/docx/malformed", test_malformed);
  g_test_add_func ("/docx/deep", test_deep);
  g_test_add_func ("/docx/bomb", test_bomb);
  g_test_add_func ("/docx/endless", test_endless);
  return g_test_run ();
}
