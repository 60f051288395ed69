/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Takes out what stands within the article's own element and is no part of it: the headline
 * and byline (they are metadata), share bars, lists of links to other articles, requests to
 * subscribe. What has much text and few links stays. Pure functions. */

#include "config.h"

#include "articles/postil-article-html-private.h"

#include <string.h>

#include "base/postil-xml.h"

#define SHORT_CHARS 120u
#define LONG_CHARS 400u
#define STAMP_BYTES 60u
#define REPEATED_CHARS 600u /* of a box that says again what was said before */
#define REPEATED_LINE_BYTES 40u

static const char *const byline_words[] = {
  "author", "authors", "byline", "dateline", "datetime", "pubdate", "published", "timestamp", "topbar",
};

static const char *const foot_words[] = {
  "bio", "copyright", "credits", "disclaimer", "endnote", "footer", "keywords", "license", "tag", "topics",
};

/* Whole lines, in lower case, that are said on behalf of the site. */
static const char *const said_by_site[] = {
  "ad", "advertisement", "advertisement - scroll to continue", "advertising", "anzeige", "article continues below", "comments",
  "continue reading", "email", "facebook", "leave a comment", "listen to this article", "loading...", "loading…",
  "more on this story", "more on this topic", "more stories", "most popular", "most read", "newsletter", "print", "publicidad",
  "publicité", "read more", "recommended", "related", "related articles", "related content", "related stories",
  "related topics", "save", "scroll to continue", "share", "share this", "share this article", "share this story",
  "sign up", "skip advertisement", "sponsored", "story continues below advertisement", "subscribe", "supported by",
  "about the author", "article continues below this ad", "back to top", "edited by", "in this article", "learn more", "related posts",
  "show caption", "table of contents", "up next", "was this page helpful?", "was this page helpful", "written by", "you might also like",
  "image credits", "inhaltsverzeichnis", "sommaire", "über den autor", "stay connected", "tags",
  "this article is more than 1 year old", "topics", "tweet", "twitter", "werbung", "whatsapp", "you may also like",
  "lire aussi", "lesen sie auch", "mehr zum thema", "leer más", "leia mais", "leggi anche",
};

/* With these begin lines that lead elsewhere, if much of the line is a link. */
static const char *const leads_elsewhere[] = {
  "also read", "read also", "read more", "read next", "see also", "related:", "more:", "more from", "don't miss", "watch:", "photos:",
  "lire aussi", "à lire aussi", "a lire aussi", "lesen sie", "mehr zum thema", "leggi anche", "leia também", "lee también",
  "lea también", "click here", "sign up", "subscribe", "follow ", "download ", "join ", "continue reading", "›", "»", "→", "more on",
};

static const char *const asks[] = {
  "sign up for ", "subscribe to ", "get the latest ", "click here to ", "follow us on ", "for more stories like this", "download our app",
  "join our ", "support our journalism", "already a subscriber", "enter your email", "by signing up",
};

char *
postil_html_dup_line (xmlNode *node)
{
  g_auto (PostilArticleLines) lines = { 0 };

  postil_article_lines_init (&lines);
  postil_html_write (node, &lines);
  g_strdelimit (lines.text->str, "\n\t", ' ');
  return g_strdup (lines.text->str);
}

char *
postil_html_dup_letters (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isalnum (g_utf8_get_char (p)))
      g_string_append_unichar (out, g_unichar_tolower (g_utf8_get_char (p)));
  return g_string_free (out, FALSE);
}

static gboolean
has_prefix_of (const char        *line,
               const char *const *prefixes,
               gsize              n_prefixes)
{
  for (gsize i = 0; i < n_prefixes; i++)
    if (g_str_has_prefix (line, prefixes[i]))
      return TRUE;
  return FALSE;
}

/* "5 min read", "Updated on 1 December 2023". */
static gboolean
is_stamp (const char *folded)
{
  static const char *const stamps[] = {
    "published", "updated", "last updated", "first published", "posted", "publié le", "veröffentlicht", "publicado", "actualizado",
  };

  if (strlen (folded) > STAMP_BYTES || strpbrk (folded, G_CSET_DIGITS) == NULL)
    return FALSE;
  return g_str_has_suffix (folded, "min read") || g_str_has_suffix (folded, "minute read") || g_str_has_suffix (folded, "mins read") ||
         has_prefix_of (folded, stamps, G_N_ELEMENTS (stamps));
}

static gboolean
is_said_by_site (xmlNode        *node,
                 PostilHtmlInfo *info)
{
  g_autofree char *line = postil_html_dup_line (node);
  g_autofree char *folded = g_utf8_strdown (line, -1);
  gsize length = strlen (folded);

  while (length > 0 && strchr (":.!", folded[length - 1]) != NULL)
    folded[--length] = '\0';
  for (gsize i = 0; i < G_N_ELEMENTS (said_by_site); i++)
    if (strcmp (folded, said_by_site[i]) == 0)
      return TRUE;
  if (is_stamp (folded))
    return TRUE;
  if (info->n_link_chars * 2 > info->n_chars &&
      has_prefix_of (folded, leads_elsewhere, G_N_ELEMENTS (leads_elsewhere)))
    return TRUE;
  return has_prefix_of (folded, asks, G_N_ELEMENTS (asks)) && (info->n_link_chars > 0 || info->n_chars < 80);
}

static xmlNode *
find_time (xmlNode *node)
{
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    {
      xmlNode *found;

      if (child->type != XML_ELEMENT_NODE)
        continue;
      found = postil_xml_is (child, "time") ? child : find_time (child);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* Whether no words stand before or after @node in the same paragraph. */
static gboolean
stands_alone (xmlNode *node)
{
  for (xmlNode *other = node->parent->children; other != NULL; other = other->next)
    {
      const char *text = postil_xml_get_text (other);

      if (text != NULL && text[strspn (text, " \t\r\n\f")] != '\0')
        return FALSE;
      if (other != node && other->type == XML_ELEMENT_NODE && postil_html_get_info (other)->n_chars > 0 &&
          (postil_html_get_info (other)->role == POSTIL_HTML_INLINE || postil_html_get_info (other)->role == POSTIL_HTML_LINK))
        return FALSE;
    }
  return TRUE;
}

/* "Published 23 Nov": a time with few words around it. */
static gboolean
is_date_line (xmlNode        *node,
              PostilHtmlInfo *info)
{
  xmlNode *time;

  if (postil_xml_is (node, "time"))
    return stands_alone (node);
  if (info->n_chars > 80 || (info->role != POSTIL_HTML_BLOCK && info->role != POSTIL_HTML_PARAGRAPH))
    return FALSE;
  time = find_time (node);
  return time != NULL && postil_html_get_info (time)->n_chars * 5 >= info->n_chars * 2;
}

static gboolean
is_byline (xmlNode        *node,
           PostilHtmlInfo *info)
{
  const char *property = postil_xml_get_attribute (node, "itemprop");
  const char *rel = postil_xml_get_attribute (node, "rel");

  if (info->n_chars > SHORT_CHARS || info->role == POSTIL_HTML_HEADING)
    return FALSE;
  if (rel != NULL && strcmp (rel, "author") == 0)
    return TRUE;
  if (property != NULL && (strstr (property, "author") != NULL || strstr (property, "date") != NULL ||
                           strstr (property, "publisher") != NULL))
    return TRUE;
  return is_date_line (node, info) || postil_html_has_word (node, byline_words, G_N_ELEMENTS (byline_words));
}

static gboolean
holds_media (xmlNode *node)
{
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    {
      if (child->type != XML_ELEMENT_NODE)
        continue;
      if (postil_xml_is (child, "figcaption") || holds_media (child))
        return TRUE;
    }
  return FALSE;
}

/* A block that is mostly links. A table of contents or a list of sources in running text has
 * words between its links. */
static gboolean
is_link_block (xmlNode        *node,
               PostilHtmlInfo *info)
{
  double density = info->n_chars > 0 ? (double) info->n_link_chars / info->n_chars : 0;

  if (info->n_chars == 0 || holds_media (node))
    return FALSE;
  if (info->role == POSTIL_HTML_LIST || info->role == POSTIL_HTML_TABLE)
    return density > 0.6 && info->n_commas < info->n_chars / 60 + 1;
  if (info->role != POSTIL_HTML_BLOCK)
    return FALSE;
  if (info->n_chars < LONG_CHARS && density > 0.5)
    return TRUE;
  return density > 0.75;
}

static gboolean
is_foot (xmlNode        *node,
         PostilHtmlInfo *info)
{
  gboolean is_named = postil_xml_is (node, "footer") || postil_xml_is (node, "form") ||
                      postil_html_has_word (node, foot_words, G_N_ELEMENTS (foot_words));

  /* Publishers call links in running text tags, too. */
  return is_named && info->role != POSTIL_HTML_INLINE && info->role != POSTIL_HTML_LINK && info->role != POSTIL_HTML_HEADING &&
         info->n_paragraph_chars < LONG_CHARS;
}

static gboolean
is_single_line (xmlNode        *node,
                PostilHtmlInfo *info)
{
  return info->n_chars < 200 && info->role != POSTIL_HTML_INLINE && info->role != POSTIL_HTML_LINK &&
         info->role != POSTIL_HTML_CELL && info->role != POSTIL_HTML_ROW && info->role != POSTIL_HTML_ITEM;
}

/* The heading that a block begins with, or NULL. */
static xmlNode *
find_first_heading (xmlNode *node)
{
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    {
      PostilHtmlInfo *info;

      if (child->type != XML_ELEMENT_NODE)
        continue;
      info = postil_html_get_info (child);
      if (info->is_dropped || info->n_chars == 0)
        continue;
      if (info->role == POSTIL_HTML_HEADING)
        return child;
      return info->role == POSTIL_HTML_BLOCK ? find_first_heading (child) : NULL;
    }
  return NULL;
}

/* "Related articles" and what stands under it. */
static gboolean
is_block_of_site (xmlNode        *node,
                  PostilHtmlInfo *info,
                  guint           n_article)
{
  xmlNode *heading;

  if (info->role != POSTIL_HTML_BLOCK || info->n_paragraph_chars * 3 > n_article)
    return FALSE;
  heading = find_first_heading (node);
  return heading != NULL && is_said_by_site (heading, postil_html_get_info (heading));
}

/* "3/50 Caption": one of a series of pictures. */
static gboolean
begins_with_counter (xmlNode *item)
{
  g_autofree char *line = postil_html_dup_line (item);
  gsize n = strspn (line, G_CSET_DIGITS);
  gsize n_space = strspn (line + n, " ");

  if (n == 0 || n > 3 || line[n + n_space] != '/')
    return FALSE;
  return g_ascii_isdigit (line[n + n_space + 1 + strspn (line + n + n_space + 1, " ")]);
}

static gboolean
is_gallery (xmlNode        *node,
            PostilHtmlInfo *info)
{
  guint n_items = 0, n_counted = 0;

  if (info->role != POSTIL_HTML_LIST)
    return FALSE;
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    {
      if (child->type != XML_ELEMENT_NODE || postil_html_get_info (child)->n_chars == 0)
        continue;
      n_items++;
      n_counted += begins_with_counter (child);
    }
  return n_items >= 3 && n_counted == n_items;
}

/* A paragraph that is nothing but the headline of another article. One that is a sentence is
 * read like any other. */
static gboolean
is_lone_link (xmlNode        *node,
              PostilHtmlInfo *info)
{
  g_autofree char *line = NULL;
  gsize length;

  if (info->role != POSTIL_HTML_PARAGRAPH || !postil_xml_is (node, "p") || info->n_chars < 25 || info->n_chars > 150 ||
      info->n_link_chars * 20 < info->n_chars * 19)
    return FALSE;
  line = postil_html_dup_line (node);
  length = strlen (g_strstrip (line));
  return length > 0 && strchr (".!;:", line[length - 1]) == NULL && strstr (line, "://") == NULL;
}

static gboolean
is_no_part (xmlNode        *node,
            PostilHtmlInfo *info,
            guint           n_article)
{
  if (info->n_chars == 0)
    return FALSE;
  if (is_block_of_site (node, info, n_article) || is_link_block (node, info) || is_gallery (node, info))
    return TRUE;
  /* Half of an article is no foot, whatever it is called. */
  if (info->n_paragraph_chars * 2 > n_article)
    return FALSE;
  if (is_byline (node, info) || is_foot (node, info) || is_lone_link (node, info))
    return TRUE;
  return is_single_line (node, info) && is_said_by_site (node, info);
}

static void
clean (xmlNode *node,
       guint    n_article)
{
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    {
      PostilHtmlInfo *info;

      if (child->type != XML_ELEMENT_NODE)
        continue;
      info = postil_html_get_info (child);
      if (!info->is_dropped && is_no_part (child, info, n_article))
        info->is_dropped = TRUE;
      if (!info->is_dropped)
        clean (child, n_article);
    }
}

static gboolean
is_title (xmlNode    *node,
          const char *title)
{
  g_autofree char *line = postil_html_dup_line (node);
  g_autofree char *letters = postil_html_dup_letters (line);

  return *letters != '\0' && strcmp (letters, title) == 0;
}

/* The headline stands before all running text. */
static gboolean
drop_title (xmlNode    *node,
            const char *title)
{
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    {
      PostilHtmlInfo *info;

      if (child->type != XML_ELEMENT_NODE)
        continue;
      info = postil_html_get_info (child);
      if (info->is_dropped)
        continue;
      if (info->role == POSTIL_HTML_HEADING && (postil_xml_is (child, "h1") || is_title (child, title)))
        {
          info->is_dropped = TRUE;
          return TRUE;
        }
      if (info->role == POSTIL_HTML_PARAGRAPH && info->n_chars > LONG_CHARS)
        return TRUE;
      if (drop_title (child, title))
        return TRUE;
    }
  return FALSE;
}

/* A heading that nothing follows but another one of its kind, or nothing at all. */
static void
drop_lonely_headings (xmlNode *node)
{
  xmlNode *heading = NULL;
  gboolean has_text = FALSE; /* before it */

  for (xmlNode *child = node->children; child != NULL; child = child->next)
    {
      PostilHtmlInfo *info;

      if (child->type != XML_ELEMENT_NODE)
        {
          const char *text = postil_xml_get_text (child);

          if (text != NULL && text[strspn (text, " \t\r\n\f")] != '\0')
            heading = NULL;
          continue;
        }
      info = postil_html_get_info (child);
      if (info->is_dropped || info->n_chars == 0)
        continue;
      if (info->role == POSTIL_HTML_HEADING)
        heading = child;
      else
        {
          heading = NULL;
          has_text = TRUE;
          drop_lonely_headings (child);
        }
    }
  if (heading != NULL && has_text)
    postil_html_get_info (heading)->is_dropped = TRUE;
}

/* Adds the characters of running text in @node to @n_new or to @n_again, by whether they stood
 * in the page before. */
static void
count_repeated (xmlNode    *node,
                GHashTable *seen,
                guint      *n_new,
                guint      *n_again)
{
  PostilHtmlInfo *info = postil_html_get_info (node);
  g_autofree char *line = NULL;

  if (info->is_dropped || info->n_chars == 0)
    return;
  if (info->has_blocks)
    {
      guint n_new_here = 0, n_again_here = 0;

      for (xmlNode *child = node->children; child != NULL; child = child->next)
        if (child->type == XML_ELEMENT_NODE)
          count_repeated (child, seen, &n_new_here, &n_again_here);
      info->is_dropped = n_again_here >= REPEATED_CHARS && n_new_here * 10 < n_again_here;
      *n_new += n_new_here;
      *n_again += info->is_dropped ? 0 : n_again_here;
      return;
    }
  line = postil_html_dup_line (node);
  if (strlen (line) >= REPEATED_LINE_BYTES && !g_hash_table_add (seen, g_steal_pointer (&line)))
    {
      *n_again += info->n_chars;
      info->is_dropped = postil_xml_is (node, "figcaption");
    }
  else
    *n_new += info->n_chars;
}

/* A page can have its article twice, for two kinds of screens, and say a caption again where the
 * picture is shown large. What is short may be said twice. */
void
postil_html_drop_repeated (GPtrArray *parts)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < parts->len; i++)
    {
      guint n_new = 0, n_again = 0;

      count_repeated (g_ptr_array_index (parts, i), seen, &n_new, &n_again);
    }
}

void
postil_html_clean (PostilHtmlPage *self,
                   xmlNode        *article,
                   const char     *title)
{
  g_autofree char *letters = postil_html_dup_letters (title != NULL ? title : "");

  drop_title (article, letters);
  clean (article, postil_html_get_info (article)->n_paragraph_chars);
  postil_html_drop_after_ends (article);
  postil_html_page_measure (self);
  drop_lonely_headings (article);
}
