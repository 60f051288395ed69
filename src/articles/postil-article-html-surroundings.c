/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Drops what surely surrounds an article: by what class, id and role call it, what is hidden, and
 * where the headline is. Names lie; so what would take most of the running text stays. Pure
 * functions. */

#include "config.h"

#include "articles/postil-article-html-private.h"

#include <string.h>

#include "base/postil-xml.h"

#define MAX_COMMENT_SHARE 0.97
#define MAX_UNLIKELY_SHARE 0.5
#define MAX_RUNNING_UNLIKELY_SHARE 0.3
#define MAX_HIDDEN_SHARE 0.6
#define MANY_PIECES 6u
#define ENOUGH_CHARS 200u       /* of running text that may be all of an article */
#define LONG_CHARS 600u
#define RUNNING_CHARS 140u
#define RUNNING_SHARE 0.6
#define MAX_RUNNING_LINKS 0.25

/* What pages surround articles with, as words of classes and ids. Sorted. */
static const char *const unlikely_words[] = {
  "ad", "ads", "adsense", "advert", "advertisement", "advertising", "advertorial", "adverts",
  "agegate", "alsolike", "alsoread", "banner", "breadcrumb", "breadcrumbs", "breakingnews",
  "catlinks", "combx", "consent", "consentbanner", "cookie", "cookiebanner", "cookies",
  "copyright", "disclaimer", "editsection", "footer", "gdpr", "livefyre", "masthead", "modal",
  "morestories", "mostpopular", "mostread", "mostviewed", "mpu", "navbox", "newsletter",
  "newsletters", "nextarticle", "noprint", "onetrust", "outbrain", "pager", "pagination",
  "popularposts", "popup", "prevnext", "promo", "promos", "promotion", "readmore", "recirc",
  "recirculation", "recommendation", "recommendations", "recommended", "related",
  "relatedarticles", "relatedcontent", "relatedlinks", "relatedposts", "relatedstories", "rss",
  "share", "sharebar", "sharebuttons", "shareicons", "sharetools", "sharing", "shoutbox",
  "sidebar", "signup", "skyscraper", "social", "sociallinks", "socialshare", "sponsor",
  "sponsored", "sponsors", "subscribe", "subscription", "taboola", "trending", "upnext", "upsell",
  "youmaylike",
};

/* The same, but builders of pages call parts of articles so, too: what is no running text. Sorted. */
static const char *const doubtful_words[] = {
  "legends", "menu", "nav", "navbar", "navigation", "print", "skip", "supplemental", "tags",
  "ticker", "toolbar", "toolbox", "widget", "widgets",
};

/* The same, unless the page is nothing else. Sorted. */
static const char *const gallery_words[] = {
  "carousel", "gallery", "playlist", "slider", "slideshow",
};

/* In the languages that name their classes so. Sorted. */
static const char *const comment_words[] = {
  "coment", "comentario", "comentarios", "comment", "commentaire", "commentaires", "commenti", "commentlist",
  "comments", "discussion", "disqus", "facebookcomments", "fbcomments", "guestbook", "komentar", "komentarz", "komentarze",
  "kommentar", "kommentare", "kommentarer", "kommentti", "opinie", "opinions", "reacties", "remark", "replies", "respond",
  "userposts", "yorum", "yorumlar",
};

/* "hidden md:block", "d-none d-lg-flex": on narrow screens only. */
static gboolean
is_shown_on_wide_screens (char **own)
{
  static const char *const ends[] = { "block", "flex", "grid", "inline", "inline-block", "contents", "table", NULL };

  for (guint i = 0; own[i] != NULL; i++)
    {
      const char *mark = strrchr (own[i], ':');

      if (mark == NULL && g_str_has_prefix (own[i], "d-"))
        mark = strrchr (own[i] + 2, '-');
      if (mark != NULL && g_strv_contains (ends, mark + 1))
        return TRUE;
    }
  return FALSE;
}

/* Whole names only: "field--label-hidden" hides a label. */
static gboolean
has_hiding_class (const char *class)
{
  static const char *const names[] = {
    "d-none", "hidden", "hide", "invisible", "is-hidden", "screen-reader-text", "sr-only", "visually-hidden", "visuallyhidden", NULL
  };
  g_auto (GStrv) own = g_strsplit_set (class, " \t\r\n", -1);

  for (guint i = 0; own[i] != NULL; i++)
    if (g_strv_contains (names, own[i]))
      return !is_shown_on_wide_screens (own);
  return FALSE;
}

static gboolean
is_hidden (xmlNode *node)
{
  const char *style = postil_xml_get_attribute (node, "style");
  const char *hidden = postil_xml_get_attribute (node, "aria-hidden");
  const char *class = postil_xml_get_attribute (node, "class");
  g_autofree char *squeezed = NULL;

  if (postil_xml_get_attribute (node, "hidden") != NULL)
    return TRUE;
  if (hidden != NULL && strcmp (hidden, "true") == 0)
    return TRUE;
  if (class != NULL && has_hiding_class (class))
    return TRUE;
  if (style == NULL)
    return FALSE;
  squeezed = g_ascii_strdown (style, -1);
  for (char *from = squeezed, *to = squeezed; ; from++)
    {
      if (!g_ascii_isspace (*from))
        *to++ = *from;
      if (*from == '\0')
        break;
    }
  return strstr (squeezed, "display:none") != NULL || strstr (squeezed, "visibility:hidden") != NULL;
}

static gboolean
has_role (xmlNode *node)
{
  static const char *const roles[] = {
    "alert", "alertdialog", "banner", "complementary", "contentinfo", "dialog", "menu", "menubar", "navigation", "search",
    "toolbar", NULL
  };
  const char *role = postil_xml_get_attribute (node, "role");

  return role != NULL && g_strv_contains (roles, role);
}

static gboolean
is_article (xmlNode *node)
{
  const char *property = postil_xml_get_attribute (node, "itemprop");

  return postil_xml_is (node, "article") || postil_xml_is (node, "main") ||
         (property != NULL && strstr (property, "articleBody") != NULL);
}

/* Whether what is called comments is the page: there, each may be an article of its own. */
static gboolean
holds_headline (xmlNode *node)
{
  const char *property = postil_xml_get_attribute (node, "itemprop");

  if (postil_xml_is (node, "main") || (property != NULL && strstr (property, "articleBody") != NULL) ||
      (postil_xml_is (node, "h1") && postil_html_get_info (node)->n_chars > 0))
    return TRUE;
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    if (child->type == XML_ELEMENT_NODE && holds_headline (child))
      return TRUE;
  return FALSE;
}

static guint
count_articles (xmlNode *node)
{
  guint n = postil_xml_is (node, "article");

  for (xmlNode *child = node->children; child != NULL; child = child->next)
    if (child->type == XML_ELEMENT_NODE)
      n += count_articles (child);
  return n;
}

/* What is known of the whole page while its surroundings are dropped. */
typedef struct
{
  guint          n_all;      /* characters of running text */
  gboolean       is_lenient;
  gboolean       is_text_named; /* as surroundings are: most of the running text */
  const xmlNode *headline;   /* or NULL */
} Surroundings;

/* Then the article is elsewhere, too, however much stands in @node. */
static gboolean
is_headline_elsewhere (const Surroundings *page,
                       xmlNode            *node)
{
  return page->headline != NULL && !postil_html_is_within (page->headline, node) &&
         postil_html_get_info (node)->n_paragraph_chars + ENOUGH_CHARS <= page->n_all;
}

static gboolean
are_comments (const Surroundings *page,
              xmlNode            *node,
              double              share)
{
  if (!postil_html_has_word (node, comment_words, G_N_ELEMENTS (comment_words)) || holds_headline (node))
    return FALSE;
  if (is_headline_elsewhere (page, node) && (!is_article (node) || postil_xml_is (node, "article")))
    return TRUE;
  if (is_article (node))
    return postil_xml_is (node, "article") && share < MAX_UNLIKELY_SHARE;
  return share < MAX_COMMENT_SHARE && count_articles (node) != 1;
}

static gboolean
holds_article (xmlNode  *node,
               gboolean  or_headline)
{
  if (is_article (node) || (or_headline && postil_xml_is (node, "h1") && postil_html_get_info (node)->n_chars > 0))
    return TRUE;
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    if (child->type == XML_ELEMENT_NODE && holds_article (child, or_headline))
      return TRUE;
  return FALSE;
}

/* A heading, in any number of boxes. */
static gboolean
is_mere_heading (xmlNode *node)
{
  PostilHtmlInfo *info = postil_html_get_info (node);

  for (xmlNode *child = node->children; child != NULL; child = child->next)
    if (child->type == XML_ELEMENT_NODE && postil_html_get_info (child)->n_chars == info->n_chars)
      return postil_html_get_info (child)->role == POSTIL_HTML_HEADING || is_mere_heading (child);
  return FALSE;
}

static gboolean
is_mostly_paragraphs (xmlNode        *node,
                      PostilHtmlInfo *info)
{
  if (info->n_chars > 0 && info->n_link_chars == 0 && is_mere_heading (node))
    return TRUE;
  return info->n_paragraph_chars >= RUNNING_CHARS && info->n_paragraph_chars >= RUNNING_SHARE * info->n_chars &&
         postil_html_get_link_density (info) < MAX_RUNNING_LINKS;
}

static gboolean
is_named_unlikely (xmlNode        *node,
                   PostilHtmlInfo *info,
                   gboolean        is_lenient)
{
  return postil_html_has_word (node, unlikely_words, G_N_ELEMENTS (unlikely_words)) ||
         (!is_lenient && postil_html_has_word (node, gallery_words, G_N_ELEMENTS (gallery_words))) ||
         (!is_mostly_paragraphs (node, info) && postil_html_has_word (node, doubtful_words, G_N_ELEMENTS (doubtful_words)));
}

/* Most of a page's text is never its cookie notice, whatever the class says. */
static gboolean
is_surrounding (const Surroundings *page,
                xmlNode            *node)
{
  PostilHtmlInfo *info = postil_html_get_info (node);
  double share = page->n_all > 0 ? (double) info->n_paragraph_chars / page->n_all : 0;
  gboolean is_edge = postil_xml_is (node, "aside") || postil_xml_is (node, "footer") || has_role (node);

  if (info->is_wrapper)
    return FALSE;
  if (is_article (node))
    return are_comments (page, node, share);
  /* One that was never closed holds the page. */
  if (postil_xml_is (node, "nav"))
    return share < MAX_UNLIKELY_SHARE && !holds_article (node, FALSE);
  if (info->role == POSTIL_HTML_INLINE && info->n_chars > 0 && strchr ((const char *) node->name, '-') == NULL)
    return FALSE;
  if (are_comments (page, node, share))
    return TRUE;
  if (postil_xml_is (node, "form") && is_headline_elsewhere (page, node))
    return !holds_article (node, TRUE);
  if (!is_edge && !is_named_unlikely (node, info, page->is_lenient))
    return FALSE;
  if (!is_edge && page->is_text_named && is_mostly_paragraphs (node, info))
    return FALSE;
  /* What scripts put advertisements into, in text of some length, is named for them. */
  if (!is_edge && info->n_paragraph_chars >= LONG_CHARS && is_mostly_paragraphs (node, info) &&
      !postil_html_has_word (node, gallery_words, G_N_ELEMENTS (gallery_words)))
    return share < MAX_RUNNING_UNLIKELY_SHARE && !holds_article (node, TRUE);
  return share < MAX_UNLIKELY_SHARE && !holds_article (node, TRUE);
}

static void
drop_surroundings (const Surroundings *page,
                   xmlNode            *node)
{
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    {
      PostilHtmlInfo *info;

      if (child->type != XML_ELEMENT_NODE)
        continue;
      info = postil_html_get_info (child);
      if (!info->is_dropped && is_surrounding (page, child))
        info->is_dropped = TRUE;
      if (!info->is_dropped)
        drop_surroundings (page, child);
    }
}

/* The running text in boxes that are dropped for their names. The same notice again, which has
 * the same length, counts once. */
static guint
count_named (const Surroundings *page,
             xmlNode            *node,
             GHashTable         *lengths)
{
  guint n = 0;

  for (xmlNode *child = node->children; child != NULL; child = child->next)
    {
      PostilHtmlInfo *info = child->type == XML_ELEMENT_NODE ? postil_html_get_info (child) : NULL;

      if (info == NULL || info->is_dropped || info->n_paragraph_chars == 0)
        continue;
      if (!is_surrounding (page, child))
        n += count_named (page, child, lengths);
      else if (is_mostly_paragraphs (child, info) && is_named_unlikely (child, info, page->is_lenient) &&
               !postil_html_has_word (child, comment_words, G_N_ELEMENTS (comment_words)))
        n += g_hash_table_add (lengths, GUINT_TO_POINTER (info->n_paragraph_chars)) ? info->n_paragraph_chars : 0;
    }
  return n;
}

/* Of a page that is taken whole. */
static void
drop_navigation (const Surroundings *page,
                 xmlNode            *node)
{
  PostilHtmlInfo *info = postil_html_get_info (node);

  if (postil_xml_is (node, "nav") && is_surrounding (page, node))
    info->is_dropped = TRUE;
  for (xmlNode *child = node->children; child != NULL && !info->is_dropped; child = child->next)
    if (child->type == XML_ELEMENT_NODE)
      drop_navigation (page, child);
}

void
postil_html_drop_navigation (PostilHtmlPage *self)
{
  Surroundings page = { 0 };

  if (self->root == NULL)
    return;
  postil_html_page_measure (self);
  page.n_all = postil_html_get_info (self->root)->n_paragraph_chars;
  drop_navigation (&page, self->root);
  postil_html_page_measure (self);
}

static void
count_hidden (xmlNode *node,
              guint   *n_pieces,
              guint   *n_chars)
{
  PostilHtmlInfo *info = postil_html_get_info (node);

  if (info->is_dropped || info->n_paragraph_chars == 0)
    return;
  if (!info->is_wrapper && is_hidden (node))
    {
      *n_pieces += 1;
      *n_chars += info->n_paragraph_chars;
      return;
    }
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    if (child->type == XML_ELEMENT_NODE)
      count_hidden (child, n_pieces, n_chars);
}

/* A text comes in more pieces than a page has in other languages, or for other screens. */
static gboolean
is_text_hidden_in_pieces (xmlNode *root,
                          guint    n_all)
{
  guint n_pieces = 0, n_chars = 0;

  count_hidden (root, &n_pieces, &n_chars);
  return n_pieces >= MANY_PIECES && n_chars > MAX_HIDDEN_SHARE * n_all;
}

/* What holds nearly all of the text, in one piece or in many, is hidden only until a script
 * shows it. */
static void
drop_hidden (xmlNode *node,
             guint    n_all,
             gboolean is_text_hidden)
{
  PostilHtmlInfo *info = postil_html_get_info (node);

  if (!info->is_wrapper && info->n_paragraph_chars <= MAX_HIDDEN_SHARE * n_all && is_hidden (node))
    info->is_dropped = !is_text_hidden || !is_mostly_paragraphs (node, info);
  for (xmlNode *child = node->children; child != NULL && !info->is_dropped; child = child->next)
    if (child->type == XML_ELEMENT_NODE)
      drop_hidden (child, n_all, is_text_hidden);
}

void
postil_html_drop_surroundings (PostilHtmlPage *self,
                               const char     *title)
{
  g_autoptr (GHashTable) lengths = g_hash_table_new (NULL, NULL);
  Surroundings page = { .is_lenient = self->is_lenient };

  if (self->root == NULL)
    return;
  postil_html_page_measure (self);
  page.n_all = postil_html_get_info (self->root)->n_paragraph_chars;
  if (!self->is_lenient)
    drop_hidden (self->root, page.n_all, is_text_hidden_in_pieces (self->root, page.n_all));
  postil_html_page_measure (self);
  page.n_all = postil_html_get_info (self->root)->n_paragraph_chars;
  page.headline = postil_html_find_headline (self, title);
  page.is_text_named = count_named (&page, self->root, lengths) > MAX_UNLIKELY_SHARE * page.n_all;
  drop_surroundings (&page, self->root);
  postil_html_page_measure (self);
}
