/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "article-fixture.h"
#include "base/postil-error.h"

#define XHTML(body) \
  "<?xml version='1.0' encoding='utf-8'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.1//EN' 'http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd'>" \
  "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>Not shown</title></head><body>" body "</body></html>"

static GBytes *
make_epub (const char *chapter,
           const char *encryption)
{
  const FixtureEntry entries[] = {
    { "mimetype", "application/epub+zip", -1 },
    { "META-INF/container.xml", "<container xmlns='c'><rootfiles><rootfile full-path='OEBPS/book.opf'/></rootfiles></container>", -1 },
    { "META-INF/encryption.xml", encryption, -1 },
    { "OEBPS/book.opf", "<package xmlns='p' xmlns:dc='d'><metadata><dc:title>A book</dc:title><dc:creator>Ada</dc:creator><dc:language>en</dc:language></metadata>"
      "<manifest><item id='b' href='text/second%20one.xhtml#x' media-type='application/xhtml+xml'/><item id='a' href='text/../first.xhtml' media-type='application/xhtml+xml'/>"
      "<item id='n' href='nav.xhtml' properties='nav' media-type='application/xhtml+xml'/><item id='p' href='p.png' media-type='image/png'/></manifest>"
      "<spine><itemref idref='n'/><itemref idref='a'/><itemref idref='b'/><itemref idref='a'/><itemref idref='p'/><itemref idref='none'/></spine></package>", -1 },
    { "OEBPS/text/second one.xhtml", chapter, -1 },
    { "OEBPS/first.xhtml", XHTML ("<h1>One</h1><a id='x'/><p>Caf&eacute;&nbsp;e\xcc\x81 &#x1f600;</p><ol><li>item</li></ol>"), -1 },
    { "OEBPS/nav.xhtml", XHTML ("<p>contents</p>"), -1 },
    { 0 }
  };

  return fixture_zip (entries);
}

static void
test_spine (void)
{
  g_autoptr (GBytes) bytes = make_epub (XHTML ("<h1>Two</h1><p>The end.</p>"), "<encryption/>");
  g_autoptr (GBytes) loose = make_epub ("<html><body><h1>Two</h1><p>Not & well <b>formed<p>at all</html>", "<encryption/>");
  g_autoptr (PostilArticleMeta) meta = NULL;
  g_autofree char *text = fixture_read (bytes, "a.zip", "epub", &meta);
  g_autofree char *other = fixture_read (loose, NULL, "epub", NULL);

  g_assert_cmpstr (text, ==, "One\n\nCafé e\xcc\x81 \xf0\x9f\x98\x80\n\nitem\n\nTwo\n\nThe end.\n");
  g_assert_cmpstr (other, ==, "One\n\nCafé e\xcc\x81 \xf0\x9f\x98\x80\n\nitem\n\nTwo\n\nNot & well formed\n\nat all\n");
  g_assert_cmpstr (meta->title, ==, "A book");
  g_assert_cmpstr (meta->author, ==, "Ada");
  g_assert_cmpstr (meta->language, ==, "en");
}

/* A package that stands in no folder. */
static void
test_at_root (void)
{
  const FixtureEntry entries[] = {
    { "mimetype", "application/epub+zip", -1 },
    { "META-INF/container.xml", "<container xmlns='c'><rootfiles><rootfile full-path='book.opf'/></rootfiles></container>", -1 },
    { "book.opf", "<package xmlns='p'><manifest><item id='a' href='one.xhtml' media-type='application/xhtml+xml'/></manifest>"
      "<spine><itemref idref='a'/></spine></package>", -1 },
    { "one.xhtml", XHTML ("<p>All of it.</p>"), -1 },
    { 0 }
  };
  g_autoptr (GBytes) bytes = fixture_zip (entries);
  g_autofree char *text = fixture_read (bytes, "a.epub", "epub", NULL);

  g_assert_cmpstr (text, ==, "All of it.\n");
}

static void
test_malformed (void)
{
  g_autoptr (GBytes) drm = make_epub (XHTML (""), "<encryption><CipherReference URI=\"OEBPS/text/second%20one.xhtml\"/></encryption>");
  g_autoptr (GBytes) xxe = make_epub ("<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><html><body>&x;</body></html>", "<e/>");
  const FixtureEntry entries[] = { { "mimetype", "application/epub+zip", -1 }, { "META-INF/container.xml", "<container/>", -1 }, { 0 } };
  const FixtureEntry lost[] = {
    { "META-INF/container.xml", "<container><rootfiles><rootfile full-path='../../etc/passwd'/></rootfiles></container>", -1 }, { 0 }
  };
  g_autoptr (GBytes) no_package = fixture_zip (entries);
  g_autoptr (GBytes) bad_path = fixture_zip (lost);

  fixture_refused (drm, "a.epub", POSTIL_ERROR_SCHEMA, "protected");
  fixture_refused (xxe, "a.epub", POSTIL_ERROR_SCHEMA, "second one.xhtml");
  fixture_refused (no_package, "a.epub", POSTIL_ERROR_MALFORMED, "contents");
  fixture_refused (bad_path, "a.epub", POSTIL_ERROR_MALFORMED, "no part");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/epub/spine", test_spine);
  g_test_add_func ("/epub/at-root", test_at_root);
  g_test_add_func ("/epub/malformed", test_malformed);
  return g_test_run ();
}
