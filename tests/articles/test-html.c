/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "article-fixture.h"
#include "base/postil-error.h"
#include "base/postil-xml.h"

#define FIRST "The harbour council voted on Tuesday to rebuild the north pier, ending a dispute that " \
              "had divided the town for six years, its mayor said after the meeting."
#define SECOND "Fishermen, hotel owners and a group of residents had each gone to court over the plans, " \
               "which will cost about nine million, most of it paid by the region."
#define THIRD "“We should have talked to each other earlier,” said Ines Moreau, who runs the fish market. " \
              "Work begins in spring, and the first boats are to return in autumn of the year after."
#define PARAGRAPHS "<p>" FIRST "</p><p>" SECOND "</p><p>" THIRD "</p>"
#define TEXT FIRST "\n\n" SECOND "\n\n" THIRD "\n"

static void
assert_article (const char *body)
{
  g_autofree char *page = g_strconcat ("<!DOCTYPE html><html><head><title>Pier to be rebuilt | The Tide</title></head><body>",
                                       body, "</body></html>", NULL);
  g_autofree char *text = fixture_read_string (page, "page.html", "html", NULL);

  g_assert_cmpstr (text, ==, TEXT);
}

/* One article in the structures that news sites use. */
static void
test_structures (void)
{
  assert_article ("<nav><a href='/'>Home</a></nav><article>" PARAGRAPHS "</article><footer>Imprint and contact, all rights reserved</footer>");
  assert_article ("<div id='menu'><ul><li><a href='a'>News</a><li><a href='b'>Sport</a></ul></div><main><h1>Pier to be rebuilt</h1>"
                  PARAGRAPHS "</main>");
  assert_article ("<div class='wrap'><div itemprop='articleBody'>" PARAGRAPHS "</div><div class='more'>"
                  "<p>Another story that has little to do with it, but some words.</p></div></div>");
  assert_article ("<div class='col'><div class='story'>" PARAGRAPHS "</div></div><div class='sidebar'><p>" FIRST "</p></div>"
                  "<div id='comments'><p>" FIRST FIRST FIRST "</p><p>" SECOND SECOND SECOND "</p></div>");
  assert_article ("<table><tr><td><a href='1'>One</a><br><a href='2'>Two</a></td><td>" PARAGRAPHS "</td></tr></table>");
  assert_article ("<div class='text'>" FIRST "<br><br>" SECOND "<br><br>" THIRD "</div><ul><li><a href='x'>Elsewhere</a></ul>");
  assert_article ("<article><div><p>" FIRST "</p></div><div class='ad-slot'><p>Buy a boat now</p></div><div><p>" SECOND
                  "</p></div><aside><h3>Related</h3><p>What the pier looked like a hundred years ago</p></aside><div><p>" THIRD "</p></div></article>");
  assert_article ("<article>" PARAGRAPHS "<div><h2>Related articles</h2><p>An old story with a summary, and some commas, too.</p></div>"
                  "<p><a href='x'>Read more: the pier in pictures</a></p><p>Advertisement</p><footer>Filed under: Town</footer></article>");
  assert_article ("<article><header><h1>Pier to be rebuilt</h1><p class='byline'>By Ada Quill</p><time datetime='2026-11-23'>23 Nov</time></header>"
                  "<div class='share-bar'><a href='f'>Share</a></div><div class='body'>" PARAGRAPHS "</div></article>");
  assert_article ("<div style='display: none'><p>" FIRST "</p></div><article>" PARAGRAPHS "<p hidden>" SECOND "</p></article>");
  assert_article ("<article>" PARAGRAPHS "<ul><li><h2><span>1/3</span> Gulls</h2><p>Gulls sat on the pier, all day, and did not mind the rain.</p></li>"
                  "<li><h2>2/3 Boats</h2></li><li><h2>3 / 3 Nets</h2></li></ul></article>");
  assert_article ("<div class='cookie-consent'><p>We use cookies, and so do our partners, to show you what you like.</p></div>"
                  "<section class='content'>" PARAGRAPHS "</section>");
}

/* What pages say of themselves without saying it to a browser. */
static void
test_named (void)
{
  /* Other paragraphs are more, but only one element is named, or has the headline. */
  assert_article ("<div itemtype='http://schema.org/NewsArticle'>" PARAGRAPHS "</div><div><ul><li><div>" FIRST FIRST "</div></li><li><div>"
                  SECOND SECOND "</div></li><li><div>" THIRD THIRD "</div></li></ul></div>");
  assert_article ("<article><h1>Pier to be rebuilt</h1>" PARAGRAPHS "</article><article><h2>Read next</h2><p>" FIRST SECOND THIRD
                  "</p><p>" FIRST SECOND THIRD "</p><p>" FIRST SECOND THIRD "</p></article>");
  /* A script repeats the text; its element is called nothing. */
  assert_article ("<script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"headline\": \"Pier to be rebuilt\", \"articleBody\": \""
                  FIRST " " SECOND " " THIRD "\"}</script><div><div class='x1'>" PARAGRAPHS "</div><div class='x2'><p>" THIRD SECOND
                  "</p><p>" SECOND FIRST "</p><p>" FIRST THIRD "</p></div></div>");
  /* It stands nowhere else. */
  assert_article ("<script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"headline\": \"Pier to be rebuilt\", \"articleBody\": \""
                  FIRST "\\n\\n" SECOND "\\n" THIRD "\"}</script><div id='app'><p>Please wait, it loads.</p></div>");
  assert_article ("<noscript><div class='story'>" PARAGRAPHS "</div></noscript><p>Please wait.</p>");
}

/* Pages that are not made as they should be. */
static void
test_untidy (void)
{
  assert_article ("<header><nav><ul><li><a href='/'>Home</a></li></ul><article>" PARAGRAPHS "</article>");
  assert_article ("<div class='field field--label-hidden'><div class='field__item'>" PARAGRAPHS "</div></div>");
  assert_article ("<article>" PARAGRAPHS "<p class='visually-hidden'>Opens in a new window, as they say.</p></article>");
  assert_article ("<article class='disclaimer'><div class='license'>" PARAGRAPHS "</div></article>");
  assert_article ("<h2>Pier to be rebuilt</h2><div id='text'>" FIRST "<br>" "<div></div><br>" SECOND "<p></p>" THIRD "<div><a href='x'>Back</a></div></div>"
                  "<div class='foot'><div>Town of Harbour, 12 Quay Street, telephone 555 0100, fax 555 0101</div></div>");
  assert_article ("<article><p>" FIRST "</p><p><a href='x'>HARBOUR IN UPROAR OVER ITS PIER FOR THE SIXTH YEAR</a></p><p>" SECOND "</p><p>" THIRD "</p></article>");
  assert_article ("<article><p>The <ruby>harbour<rp>(</rp><rt>haa-buh</rt><rp>)</rp></ruby>" " council voted on Tuesday to rebuild the north pier, ending a dispute that had divided the town for six years, its mayor said after the meeting.</p><p>" SECOND "</p><p>" THIRD "</p></article>");
  assert_article ("<article><h2>" FIRST "<p>" SECOND "</p><p>" THIRD "</p>");
}

static void
test_nul (void)
{
  static const char page[] = "<html><body><article>" PARAGRAPHS "</article><script>x = '\0';</script>"
                             "<!-- " PARAGRAPHS PARAGRAPHS "--></body></html>";
  g_autoptr (GBytes) bytes = g_bytes_new_static (page, sizeof page - 1);
  g_autoptr (PostilText) text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (postil_article_read (bytes, "page.html", NULL, &text, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (postil_text_get_utf8 (text, NULL), ==, TEXT);
}

/* Builders of pages call the parts of an article what others call its surroundings. */
static void
test_builders (void)
{
  assert_article ("<article><div class='elementor-widget-wrap'><div class='elementor-widget'><p>" FIRST "</p></div></div>"
                  "<div class='elementor-widget-wrap'><p>" SECOND "</p></div><div class='skip-item'><p>" THIRD "</p></div>"
                  "<div class='widget'><p>Buy boats, nets and ropes</p></div></article>");
  assert_article ("<div class='content'><div class='nav-section'><p>" FIRST "</p></div><div class='widget-span'><p>" SECOND "</p></div>"
                  "<div class='widget'><p>" THIRD "</p></div></div>");
  /* A page that is nothing but a gallery. */
  assert_article ("<div class='image-gallery'><div class='gallery-item'>" PARAGRAPHS "</div></div><nav><a href='/'>Home</a></nav>");
}

/* What is hidden until a script shows it, or on other screens. */
static void
test_hidden (void)
{
  assert_article ("<div hidden id='S:0'><article>" PARAGRAPHS "</article></div><template id='B:0'></template>");
  assert_article ("<article><p>" FIRST "</p><div class='subscriber-only' style='display:none'><p>" SECOND "</p><p>" THIRD "</p></div></article>");
  assert_article ("<article><p>" FIRST "</p><div class='hidden md:block'><p>" SECOND "</p></div><div class='d-none d-lg-block'><p>" THIRD
                  "</p></div><div class='d-none'><p>A note of the makers, which nobody sees.</p></div></article>");
}

/* Publishers link words of an article to their lists of tags; other lines are their stamps. */
static void
test_stamps (void)
{
  assert_article ("<article><p>5 min read</p><p>Updated on 23 November 2026</p><p>The harbour <a class='textTag' rel='tag' href='c'>council</a>"
                  " voted on Tuesday to rebuild the north pier, ending a dispute that had divided the town for six years, its mayor said after "
                  "the meeting.</p><p>" SECOND "</p><p>" THIRD "</p><div><h3>About the author</h3><p>Ada Quill writes about the sea.</p></div></article>");
}

/* The article follows its headline; what stands beside it or below may be longer. */
static void
test_headline (void)
{
#define BESIDE "<p>A fair with boats, music, fish soup, and a lottery, comes to the market place in autumn, as in the years before.</p>"
  assert_article ("<table><tr><td><div>" BESIDE BESIDE BESIDE BESIDE BESIDE "</div></td><td><div><h1>Pier to be rebuilt</h1>"
                  "<div>" PARAGRAPHS "</div></div></td></tr></table>");
  assert_article ("<div><div><div><h1>Pier to be rebuilt</h1><div>" PARAGRAPHS "</div></div></div><div><div><span>Town</span><div>" BESIDE
                  "</div></div><div><span>Sea</span><div>" BESIDE BESIDE "</div></div><div><span>Sky</span><div>" BESIDE BESIDE "</div></div></div></div>");
}

/* Comments may be articles to HTML, and longer than what they are about. */
static void
test_comments (void)
{
#define COMMENT "<article class='comment'><b>gull</b><p>" FIRST "</p><p>" SECOND "</p></article>"
  assert_article ("<div><h1>Pier to be rebuilt</h1><div class='text'>" PARAGRAPHS "</div><div class='comments'>" COMMENT COMMENT COMMENT "</div></div>");
  assert_article ("<article><h1>Pier to be rebuilt</h1>" PARAGRAPHS "<section class='komentarze'>" COMMENT COMMENT "</section></article>");
  assert_article ("<div class='text'>" PARAGRAPHS "<h3>Комментарии (2)</h3><div><b>gull</b><p>" FIRST "</p></div><div><b>crab</b><p>" SECOND
                  "</p></div></div>");
}

/* The headline says what is no part of the article, however long that is. */
static void
test_far_from_headline (void)
{
  /* Comments that are one article to HTML. */
  assert_article ("<div><h1>Pier to be rebuilt</h1><div class='text'>" PARAGRAPHS "</div><article id='opinions'><ul><li>" COMMENT "</li><li>"
                  COMMENT "</li></ul></article></div>");
  assert_article ("<div><h1>Pier to be rebuilt</h1><div class='text'>" PARAGRAPHS "</div><form action='/subscribe'><div>" FIRST FIRST FIRST
                  "</div><div>" SECOND SECOND SECOND "</div></form></div>");
  /* A box in the text that shows nothing makes no blocks of its lines. */
  assert_article ("<div><h1>Pier to be rebuilt</h1><div id='text'>" FIRST "<br><br>" SECOND "<div id='ad7' style='display:none'></div><br><br>" THIRD
                  "</div></div><div class='foot'><div class='content'><p>Have you seen something, or taken part in it? Tell us, and others, "
                  "what happens in the town, in the region, and at sea!</p></div></div>");
}

#define WHOLE PARAGRAPHS "<p>" SECOND " " FIRST "</p>"

/* Scripts look for places of advertisements by name, and one may be all of the text. */
static void
test_text_named_for_advertisements (void)
{
#define RIGHTS "<p>The publisher reserves all rights, and forbids to use what is written here, except where the law, which is quoted " \
               "elsewhere, allows it, and asks everybody who wants to use it, in print or on other screens, to write a letter.</p>"
  g_autofree char *text = fixture_read_string (
    "<html><head><title>Pier to be rebuilt</title></head><body><div><h1>Pier to be rebuilt</h1><div id='intext1' class='intextAd'>" WHOLE
    "</div></div><ul><li><a href='a'>Town</a></li><li><a href='b'>Sea and fish, in all weathers, for all who like them</a></li></ul>"
    "<div class='foot'><div>" RIGHTS RIGHTS "</div><div>" RIGHTS RIGHTS "</div></div></body></html>", NULL, "html", NULL);

  g_assert_cmpstr (text, ==, TEXT "\n" SECOND " " FIRST "\n");
}

/* A page that calls all pieces of its text a sidebar, or hides them one by one until a script counts its readers. */
static void
test_pieces (void)
{
#define PIECE(attributes, text) "<div " attributes "><p>" text "</p></div>"
#define PIECES(attributes) PIECE (attributes, FIRST) PIECE (attributes, SECOND) PIECE (attributes, THIRD) PIECE (attributes, SECOND " " FIRST) \
                           PIECE (attributes, THIRD " " FIRST) PIECE (attributes, THIRD " " SECOND)
#define OTHER "<p>The old pier in 1926, before the first storm, and long before the second, with boats.</p>"
#define OTHERS OTHER OTHER OTHER OTHER OTHER OTHER OTHER OTHER
  static const char *const pages[] = {
    "<article><header><h1>Pier to be rebuilt</h1></header>" PIECES ("class='sidebar-grid'") "</article><div class='foot'>" OTHERS "</div>",
    "<article><header><h1>Pier to be rebuilt</h1></header>" PIECES ("style='display:none'") "</article><div class='foot'>" OTHERS "</div>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autofree char *page = g_strconcat ("<html><head><title>Pier to be rebuilt</title></head><body>", pages[i], "</body></html>", NULL);
      g_autofree char *text = fixture_read_string (page, NULL, "html", NULL);

      g_assert_cmpstr (text, ==, TEXT "\n" SECOND " " FIRST "\n\n" THIRD " " FIRST "\n\n" THIRD " " SECOND "\n");
    }
}

/* What the page says of the article, where it stands under the headline. */
static void
test_standfirst (void)
{
#define LEAD "Six years of quarrels end: boats, nets, and hotel guests are to have the north pier."
#define PAGE(description, between, before) \
  "<html><head><title>Pier to be rebuilt</title><meta property='og:description' content='" description "'></head><body><header>" \
  "<h1>Pier to be rebuilt</h1>" between "</header><div itemprop='articleBody'>" before PARAGRAPHS "</div></body></html>"
  g_autofree char *said = fixture_read_string (PAGE (LEAD, "<div><p>" LEAD "</p></div><p>By Ada Quill</p>", ""), NULL, "html", NULL);
  g_autofree char *cut_off = fixture_read_string (PAGE ("Six years of quarrels end: boats, nets, and hotel guests are…", "<h2>" LEAD "</h2>", ""),
                                                  NULL, "html", NULL);
  g_autofree char *twice = fixture_read_string (PAGE (LEAD, "<p>" LEAD "</p>", "<p>" LEAD "</p>"), NULL, "html", NULL);
  g_autofree char *other = fixture_read_string (PAGE ("All that happens at sea.", "<p>" LEAD "</p>", ""), NULL, "html", NULL);

  g_assert_cmpstr (said, ==, LEAD "\n\n" TEXT);
  g_assert_cmpstr (cut_off, ==, LEAD "\n\n" TEXT);
  g_assert_cmpstr (twice, ==, LEAD "\n\n" TEXT);
  g_assert_cmpstr (other, ==, TEXT);
}

/* Once for wide screens, once for narrow ones. */
static void
test_twice (void)
{
#define PICTURE "<figure><figcaption>The old pier in 1926, before the first storm.</figcaption></figure>"
  g_autofree char *article = fixture_read_string (
    "<html><head><title>Pier to be rebuilt</title></head><body><div class='page'><h1>Pier to be rebuilt</h1><div class='text-wide'>" WHOLE
    "</div><div class='text-slim'><div>" WHOLE "</div></div></div></body></html>", NULL, "html", NULL);
  g_autofree char *text = NULL;

  g_assert_cmpstr (article, ==, TEXT "\n" SECOND " " FIRST "\n");
  text = fixture_read_string ("<html><article>" PICTURE "<p>" FIRST "</p><p>" SECOND "</p>" PICTURE "<p>" FIRST "</p></article>", NULL, "html", NULL);
  g_assert_cmpstr (text, ==, "The old pier in 1926, before the first storm.\n\n" FIRST "\n\n" SECOND "\n\n" FIRST "\n");
}

static void
test_ends (void)
{
  assert_article ("<article>" PARAGRAPHS "<p>Zobacz także:</p><p><a href='a'>A ship was seen</a></p><p><a href='b'>A gull was not</a></p>"
                  "<p>© 2026 The Tide. All rights reserved.</p></article>");
  assert_article ("<article>" PARAGRAPHS "<h3>Czytaj również</h3><div><a href='a'>A ship was seen</a></div><div>19.03.2024</div></article>");
  assert_article ("<article><p>" FIRST "</p><p>" SECOND "</p><h4>相关新闻</h4><ul><li><a href='a'>A ship</a></li></ul><p>" THIRD "</p></article>");
}

static void
test_lines (void)
{
  g_autofree char *text = fixture_read_string (
    "<html><body><article><p>" FIRST "</p><h2>What is planned</h2><ul><li>A pier of stone,</li><li><p>two cranes, and</p></li><li>a ramp.</li></ul>"
    "<table><tr><th>Part</th><th>Cost</th></tr><tr><td>Pier</td><td>7</td></tr></table>"
    "<figure><img src='a.jpg' alt='no words'><figcaption>The old pier in 1926.</figcaption></figure>"
    "<p>" SECOND "\xc2\xa0 \n &amp;  &eacute;\xc2\xad" "e \xf0\x9f\x9a\xa2</p><pre>a  b\nc</pre><h2>More</h2></article></body></html>",
    NULL, "html", NULL);

  g_assert_cmpstr (text, ==, FIRST "\n\nWhat is planned\n\nA pier of stone,\ntwo cranes, and\na ramp.\n\nPart\tCost\nPier\t7\n\n"
                   "The old pier in 1926.\n\n" SECOND " & ée \xf0\x9f\x9a\xa2\n\na b\nc\n");
}

static void
test_meta_json_ld (void)
{
  g_autoptr (PostilArticleMeta) meta = NULL;
  g_autofree char *text = fixture_read_string (
    "<html lang=\"en_gb\"><head><title>x</title><meta property='og:title' content='Other'><link rel='canonical' href='https://tide.example/pier'>"
    "<script type='application/ld+json'>{\"@context\":\"https://schema.org\",\"@graph\":[{\"@type\":\"WebPage\",\"name\":\"No\"},"
    "{\"@type\":[\"NewsArticle\"],\"headline\":\"Pier\n to &amp; fro\",\"datePublished\":\"2026-11-23T10:00:00.000+01:00\","
    "\"author\":[{\"@type\":\"Person\",\"name\":\"Ada Quill\"},{\"@id\":\"#p2\"}],\"publisher\":{\"@type\":\"Organization\",\"name\":\"The Tide\"}},"
    "{\"@id\":\"#p2\",\"@type\":\"Person\",\"name\":\"Bo Reed\"}]}</script></head><body><article>" PARAGRAPHS "</article></body></html>",
    NULL, "html", &meta);

  g_assert_cmpstr (text, ==, TEXT);
  g_assert_cmpstr (meta->title, ==, "Pier to & fro");
  g_assert_cmpstr (meta->author, ==, "Ada Quill, Bo Reed");
  g_assert_cmpstr (meta->date, ==, "2026-11-23T10:00:00+01:00");
  g_assert_cmpstr (meta->publisher, ==, "The Tide");
  g_assert_cmpstr (meta->language, ==, "en-GB");
  g_assert_cmpstr (meta->url, ==, "https://tide.example/pier");
  g_assert_cmpstr (meta->charset, ==, "utf-8");
}

static void
test_meta_elements (void)
{
  g_autoptr (PostilArticleMeta) meta = NULL;
  g_autofree char *text = fixture_read_string (
    "<html><head><title>Pier to be rebuilt after all - The Tide</title><meta name=author content='By Ada Quill'>"
    "<meta property='article:published_time' content='Mon, 23 Nov 2026 09:05:00 GMT'><meta property='og:site_name' content='The Tide'>"
    "<meta property='og:url' content='https://tide.example/pier'><script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headl</script>"
    "</head><body><article>" PARAGRAPHS "</article></body></html>",
    NULL, "html", &meta);

  g_assert_cmpstr (meta->title, ==, "Pier to be rebuilt after all");
  g_assert_cmpstr (meta->author, ==, "Ada Quill");
  g_assert_cmpstr (meta->date, ==, "2026-11-23T09:05:00Z");
  g_assert_cmpstr (meta->publisher, ==, "The Tide");
  g_assert_cmpstr (meta->url, ==, "https://tide.example/pier");
  g_assert_null (meta->language);
}

static void
assert_date (const char *given,
             const char *expected)
{
  g_autoptr (PostilArticleMeta) meta = NULL;
  g_autofree char *page = g_strdup_printf ("<html><meta name='date' content='%s'><body><p>" FIRST "</p>", given);
  g_autofree char *text = fixture_read_string (page, NULL, "html", &meta);

  g_assert_cmpstr (meta->date, ==, expected);
}

static void
test_dates (void)
{
  assert_date ("2026-11-23", "2026-11-23");
  assert_date ("2026-11", "2026-11");
  assert_date ("2026/11/23 08:01", "2026-11-23T08:01:00");
  assert_date ("20261123", "2026-11-23");
  assert_date ("November 23, 2026", "2026-11-23");
  assert_date ("Nov. 3rd, 2026", "2026-11-03");
  assert_date ("23 November 2026 at 10:00", "2026-11-23T10:00:00");
  assert_date ("2026-11-23T10:00:00-0500", "2026-11-23T10:00:00-05:00");
  assert_date ("04/05/2026", NULL);
  assert_date ("2026-13-01", NULL);
  assert_date ("yesterday", NULL);
}

static void
assert_known (const char *head,
              const char *body,
              const char *title,
              const char *author)
{
  g_autoptr (PostilArticleMeta) meta = NULL;
  g_autofree char *page = g_strdup_printf ("<html><head><meta charset=utf-8>%s</head><body><article>%s" PARAGRAPHS "</article></body></html>",
                                           head, body);
  g_autofree char *text = fixture_read_string (page, NULL, "html", &meta);

  g_assert_cmpstr (text, ==, TEXT);
  g_assert_cmpstr (meta->title, ==, title);
  g_assert_cmpstr (meta->author, ==, author);
}

/* What sites say of themselves where they should speak of the article. */
static void
test_names_of_sites (void)
{
#define SITE "<meta property='og:site_name' content='The Tide'>"
#define LD(head, author) "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"" head "\",\"author\":\"" author "\"}</script>"
  assert_known ("<title>Pier to be rebuilt - The Tide</title>" LD ("The Tide", "Ada Quill"), "", "Pier to be rebuilt", "Ada Quill");
  assert_known (SITE "<meta property='og:title' content='Pier | The Tide'>", "", "Pier", NULL);
  assert_known (SITE "<title>The Tide</title>" LD ("Pier to go", "The Tide"), "<p class='byline'>By Ada Quill</p>", "Pier to go", "Ada Quill");
  assert_known (SITE LD ("Pier to go", ", THE TIDE"), "<p class='byline'>ByAda Quill</p>", "Pier to go", "Ada Quill");
  assert_known (SITE LD ("Pier to go", "aquill"), "<p class='byline'>Written by Ada Quill</p>", "Pier to go", "Ada Quill");
  assert_known (SITE LD ("Pier to go", "—"), "", "Pier to go", NULL);
  assert_known (SITE LD ("Pier to go", "Zoë Quill"), "<p class='byline'>By Bo Reed</p>", "Pier to go", "Zoë Quill");
}

/* Of a drawing with a million lines, nothing is kept. */
static void
test_drawings (void)
{
  static const char page[] = "<html><body><svg><title>A map</title><g><path d='M1 2'/><path d='M3 4'/></g></svg><p>Text <img src='a.png'>here.</p>";
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilXmlDoc) doc = postil_xml_read_html (page, strlen (page), NULL, &error);
  xmlNode *body = postil_xml_get_child (xmlDocGetRootElement (doc), "body");
  xmlNode *svg = postil_xml_get_child (body, "svg");
  g_autofree char *text = postil_xml_dup_content (postil_xml_get_child (body, "p"));

  g_assert_no_error (error);
  g_assert_cmpuint (xmlChildElementCount (svg), ==, 1);
  g_assert_cmpuint (xmlChildElementCount (body), ==, 2);
  g_assert_cmpstr (text, ==, "Text here.");
}

/* Search engines are told another title than readers. */
static void
test_shown_titles (void)
{
  assert_known ("<meta property='og:title' content='Harbour council votes to rebuild pier'>", "<h1>Harbour council votes: <em>north</em> pier is to be rebuilt</h1>",
                "Harbour council votes: north pier is to be rebuilt", NULL);
  assert_known ("<meta property='og:title' content='Harbour council votes to rebuild pier'>", "<h1>The Tide</h1>", "Harbour council votes to rebuild pier", NULL);
  assert_known ("<title>农民工维权绿色通道(图)_网易新闻中心</title>", "", "农民工维权绿色通道(图)", NULL);
  assert_known ("<title>Pier</title>", "<p class='byline'>By <span class='by1'>Ada</span><span class='by2'>Quill</span></p>", "Pier", "Ada Quill");
}

static void
test_charsets (void)
{
  static const struct
  {
    const char *page, *charset, *text;
    gsize       length;
  } pages[] = {
    { "<html><meta charset='iso-8859-1'><p>Caf\xe9 \x93quoted\x94 na\xefve d\xe9j\xe0 vu</p>", "windows-1252", "Café “quoted” naïve déjà vu\n", 0 },
    { "<html><meta http-equiv='Content-Type' content='text/html; charset=windows-1251'><p>\xcf\xf0\xe8\xe2\xe5\xf2, \xec\xe8\xf0</p>", "windows-1251", "Привет, мир\n", 0 },
    { "<html><meta charset=shift_jis><p>\x93\xfa\x96{\x8c\xea</p>", "shift_jis", "日本語\n", 0 },
    { "<html><meta charset=windows-1252><p>\xc3\xa9t\xc3\xa9 is UTF-8</p>", "utf-8", "été is UTF-8\n", 0 },
    { "<html><meta charset=utf-8><p>\xc3\xa9 \xc3\xa9 \xc3\xa9 \xc3\xa9 \xff broken</p>", "utf-8", "é é é é \xef\xbf\xbd broken\n", 0 },
    { "<html><meta charset=gb2312><p>\xb1\xbe\xd5\xc5\xbf\xaa\xca\xbc\xd0\xc2\xce\xc5\xb1\xa8\xb5\xc0\xb1\xbe\xd5\xc5\xbf\xaa\xca\xbc\xd0\xc2\xce\xc5\xb1\xa8\xb5\xc0"
      "\xb1\xbe\xd5\xc5\xbf\xaa\xca\xbc\xd0\xc2\xce\xc5\xb1\xa8\xb5\xc0\xb1\xbe\xd5\xc5\xbf\xaa\xca\xbc\xd0\xc2\xce\xc5\xb1\xa8\xb5\xc0\xb1\xbe\xd5\xc5\xbf\xaa\xca\xbc\xd0\xc2\xce\xc5\xb1\xa8\xb5\xc0"
      "\xb1\xbe\xd5\xc5\xbf\xaa\xca\xbc\xd0\xc2\xce\xc5\xb1\xa8\xb5\xc0\xff.</p>", "gb18030",
      "本张开始新闻报道本张开始新闻报道本张开始新闻报道本张开始新闻报道本张开始新闻报道本张开始新闻报道\xef\xbf\xbd.\n", 0 },
    { "<?xml version='1.0' encoding='iso-8859-2'?><html><p>\xb3\xf3\x64\xbc</p>", "iso-8859-2", "łódź\n", 0 },
    { "<html><meta charset=no-such-thing><p>plain \xc3\xa9</p>", "utf-8", "plain é\n", 0 },
    { "\xff\xfe<\0h\0t\0m\0l\0>\0<\0p\0>\0\x42\x04\x35\x04\x41\x04\x42\x04", "utf-16le", "тест\n", 28 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (pages[i].page, pages[i].length > 0 ? pages[i].length : strlen (pages[i].page));
      g_autoptr (PostilArticleMeta) meta = NULL;
      g_autofree char *text = fixture_read (bytes, "page.html", "html", &meta);

      g_assert_cmpstr (text, ==, pages[i].text);
      g_assert_cmpstr (meta->charset, ==, pages[i].charset);
    }
}

static void
test_kinds (void)
{
  g_autofree char *plain = fixture_read_string ("Not a <html> page\r\nat all", "page.html", "text", NULL);
  g_autofree char *page = fixture_read_string ("\n <!DOCTYPE HTML>\n<title>t</title><p>words and more words", "notes.txt", "html", NULL);
  g_autofree char *fragment = fixture_read_string ("<p>one<p>two", "clip.htm", "html", NULL);
  g_autofree char *markdown = fixture_read_string ("# Title\n\n* item", "a.md", "text", NULL);
  g_autofree char *rtl = fixture_read_string ("<html><p dir=rtl>שלום, <b>עולם</b> e\xcc\x81</p>", NULL, "html", NULL);

  g_assert_cmpstr (plain, ==, "Not a <html> page\nat all");
  g_assert_cmpstr (page, ==, "words and more words\n");
  g_assert_cmpstr (fragment, ==, "one\n\ntwo\n");
  g_assert_cmpstr (markdown, ==, "# Title\n\n* item");
  g_assert_cmpstr (rtl, ==, "שלום, עולם e\xcc\x81\n");
}

static void
assert_refused (const char *page,
                gsize       length,
                int         code,
                const char *words)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (page, length);

  fixture_refused (bytes, "page.html", code, words);
}

static void
test_hostile (void)
{
  g_autoptr (GString) deep = g_string_new ("<html><body>");
  g_autoptr (GString) wide = g_string_new ("<html><body><p ");
  g_autoptr (GString) large = g_string_new ("<html><body>");
  g_autofree char *xxe = NULL;

  for (guint i = 0; i < 100000; i++)
    g_string_append (deep, "<div>");
  for (guint i = 0; i < 100000; i++)
    g_string_append_printf (wide, "a%u=1 ", i);
  while (large->len <= 33u * 1024 * 1024)
    g_string_append (large, "<p>A paragraph like any other, but there are very many of it.</p>\n");
  assert_refused (deep->str, deep->len, POSTIL_ERROR_TOO_LARGE, "nested");
  assert_refused (wide->str, wide->len, POSTIL_ERROR_TOO_LARGE, "attributes");
  assert_refused (large->str, large->len, POSTIL_ERROR_TOO_LARGE, "32 MB");
  assert_refused ("", 0, POSTIL_ERROR_MALFORMED, "empty");
  assert_refused ("<html></html>", 13, POSTIL_ERROR_NOT_TEXT, "no text");
  assert_refused ("\x89PNG\r\n\x1a\n", 8, POSTIL_ERROR_UNKNOWN, "picture");
  assert_refused ("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", 12, POSTIL_ERROR_UNKNOWN, "DOCX");
  xxe = fixture_read_string ("<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><html><p>before &x; after</p>", NULL, "html", NULL);
  g_assert_null (strstr (xxe, "root:"));
}

/* What follows the end of a page becomes an element beside its root. */
static void
test_two_roots (void)
{
  g_autofree char *text = fixture_read_string ("<!DOCTYPE html><r>" FIRST "</html>More.", NULL, "html", NULL);

  g_assert_nonnull (strstr (text, FIRST));
}

/* A page put together from pieces that each end it; a button that is never closed. */
static void
test_early_ends (void)
{
  assert_article ("<nav><a href='/'>Home</a></nav></body></html><div class='story'>" PARAGRAPHS "</div></body></html>"
                  "<footer>All rights reserved, as ever.</footer>");
  assert_article ("<header><button class='menu'><svg><path d='M0'></button></header><main><article>" PARAGRAPHS "</article></main>");
}

/* An id in a page can be a whole heading; that says nothing of what stands there. */
static void
test_long_ids (void)
{
  assert_article ("<div class='content'><p>" FIRST "</p><div id='sharing-the-pier-with-all-related-towns'><p>" SECOND "</p></div><p>" THIRD "</p></div>");
}

static void
test_bylines (void)
{
  static const struct
  {
    const char *byline;
    const char *wanted;
  } cases[] = {
    { "By Ada Quill", "Ada Quill" },
    { "Ada Quill - Apr 16, 2026 8:02 pm UTC", "Ada Quill" },
    { "By Ada Quill and Bo Reed on Monday, 23 November 2026", "Ada Quill and Bo Reed" },
    { "Updated: 23 November 2026", NULL },
    { "Zoë Łuk 😀", "Zoë Łuk 😀" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PostilArticleMeta) meta = NULL;
      g_autofree char *page = g_strdup_printf ("<html><head><meta charset='utf-8'><title>x</title></head><body><article><h1>Pier</h1>"
                                               "<p class='byline'>%s</p>" PARAGRAPHS "</article></body></html>", cases[i].byline);
      g_autofree char *text = fixture_read_string (page, NULL, "html", &meta);

      g_assert_nonnull (text);
      g_assert_cmpstr (meta->author, ==, cases[i].wanted);
    }
}

/* Some sites put a description where the headline belongs. */
static void
test_name_as_headline (void)
{
  g_autoptr (PostilArticleMeta) meta = NULL;
  g_autofree char *text = fixture_read_string (
    "<html><head><title>Pier - The Lexicon</title><script type='application/ld+json'>{\"@type\":\"Article\",\"name\":\"Pier\","
    "\"headline\":\"structure that stands in water\"}</script></head><body><article>" PARAGRAPHS "</article></body></html>",
    NULL, "html", &meta);

  g_assert_nonnull (text);
  g_assert_cmpstr (meta->title, ==, "Pier");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/html/structures", test_structures);
  g_test_add_func ("/html/builders", test_builders);
  g_test_add_func ("/html/early-ends", test_early_ends);
  g_test_add_func ("/html/hidden", test_hidden);
  g_test_add_func ("/html/names-of-sites", test_names_of_sites);
  g_test_add_func ("/html/stamps", test_stamps);
  g_test_add_func ("/html/headline", test_headline);
  g_test_add_func ("/html/drawings", test_drawings);
  g_test_add_func ("/html/comments", test_comments);
  g_test_add_func ("/html/far-from-headline", test_far_from_headline);
  g_test_add_func ("/html/text-named-for-advertisements", test_text_named_for_advertisements);
  g_test_add_func ("/html/standfirst", test_standfirst);
  g_test_add_func ("/html/pieces", test_pieces);
  g_test_add_func ("/html/twice", test_twice);
  g_test_add_func ("/html/ends", test_ends);
  g_test_add_func ("/html/shown-titles", test_shown_titles);
  g_test_add_func ("/html/named", test_named);
  g_test_add_func ("/html/untidy", test_untidy);
  g_test_add_func ("/html/nul", test_nul);
  g_test_add_func ("/html/lines", test_lines);
  g_test_add_func ("/html/meta-json-ld", test_meta_json_ld);
  g_test_add_func ("/html/meta-elements", test_meta_elements);
  g_test_add_func ("/html/bylines", test_bylines);
  g_test_add_func ("/html/name-as-headline", test_name_as_headline);
  g_test_add_func ("/html/dates", test_dates);
  g_test_add_func ("/html/charsets", test_charsets);
  g_test_add_func ("/html/kinds", test_kinds);
  g_test_add_func ("/html/hostile", test_hostile);
  g_test_add_func ("/html/long-ids", test_long_ids);
  g_test_add_func ("/html/two-roots", test_two_roots);
  return g_test_run ();
}
