/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libxml/tree.h>

#include "articles/postil-article-private.h"

G_BEGIN_DECLS

/* What an element is to an article. Unknown ones are inline. */
typedef enum
{
  POSTIL_HTML_INLINE,
  POSTIL_HTML_BLOCK,
  POSTIL_HTML_PARAGRAPH, /* p, pre: holds running text */
  POSTIL_HTML_HEADING,
  POSTIL_HTML_LIST,
  POSTIL_HTML_ITEM,
  POSTIL_HTML_TABLE,
  POSTIL_HTML_ROW,
  POSTIL_HTML_CELL,
  POSTIL_HTML_BREAK,
  POSTIL_HTML_LINK,
  POSTIL_HTML_PRE,
  POSTIL_HTML_NEVER      /* script, style, nav, forms: no part of any article */
} PostilHtmlRole;

/* What is known of an element. Small: a page can have a million. */
typedef struct
{
  PostilHtmlRole role : 8;
  guint          is_dropped : 1;
  guint          is_wrapper : 1; /* html, body: may have any class */
  guint          has_blocks : 1; /* that hold text, however deep */
  guint          has_copyright : 1; /* the sign */
  guint          n_chars;     /* that are seen, white space collapsed */
  guint          n_link_chars;
  guint          n_commas;
  guint          n_own_chars; /* beside its blocks, in it and its inline elements */
  guint          n_own_commas;
  guint          n_confirmed; /* bytes of letters that the page's script has, too */
  guint          n_paragraph_chars; /* in paragraphs of some length */
  float          score;
} PostilHtmlInfo;

/* A page with the info of each element in its _private. */
typedef struct
{
  xmlDoc    *doc;   /* borrowed */
  xmlNode   *root;
  GPtrArray *infos;     /* blocks of them */
  guint      n_left;    /* in the last block */
  gboolean   is_lenient;
} PostilHtmlPage;

/* @is_lenient: with what is for readers whose scripts do not run, hidden, or in galleries. */
void            postil_html_page_init    (PostilHtmlPage      *self,
                                          xmlDoc              *doc,
                                          gboolean             is_lenient);
void            postil_html_page_clear   (PostilHtmlPage      *self);
/* Counts text again after elements were dropped. */
void            postil_html_page_measure (PostilHtmlPage      *self);

static inline PostilHtmlInfo *
postil_html_get_info (xmlNode *node)
{
  return node->_private;
}

static inline gboolean
postil_html_is_within (const xmlNode *node,
                       const xmlNode *ancestor)
{
  for (; node != NULL; node = node->parent)
    if (node == ancestor)
      return TRUE;
  return FALSE;
}

/* Marks what is surely no part of an article, before it is looked for. */
void            postil_html_drop_surroundings (PostilHtmlPage *self,
                                               const char     *title);
/* The same of menus only. */
void            postil_html_drop_navigation (PostilHtmlPage   *self);
/* How much of its text is links, from 0 to 1. */
double          postil_html_get_link_density (const PostilHtmlInfo *info);
/* The elements that make up the article, in order. Never empty. @title: its headline, @body: its
 * text as a script of the page repeats it; each may be NULL. */
GPtrArray      *postil_html_find_article (PostilHtmlPage      *self,
                                          const char          *title,
                                          const char          *body) G_GNUC_WARN_UNUSED_RESULT;
/* Adds what the page says is its article, if it can be believed, to @parts. */
gboolean        postil_html_find_named   (PostilHtmlPage      *self,
                                          const char          *title,
                                          const char          *body,
                                          GPtrArray           *parts);
gboolean        postil_html_find_main    (PostilHtmlPage      *self,
                                          GPtrArray           *parts);
/* The element that shows @title (may be NULL), or NULL. */
xmlNode        *postil_html_find_headline (PostilHtmlPage     *self,
                                          const char          *title);
/* What stands between the headline and the article (@parts) and is the page's description, or NULL. */
xmlNode        *postil_html_find_standfirst (PostilHtmlPage   *self,
                                          const char          *title,
                                          GPtrArray           *parts);
/* Marks what stands within the article and is no part of it. @title: the headline, or NULL. */
void            postil_html_clean        (PostilHtmlPage      *self,
                                          xmlNode             *article,
                                          const char          *title);
/* Marks what stands in @parts a second time, to the letter. */
void            postil_html_drop_repeated (GPtrArray          *parts);
/* Marks what follows the end of the article within @article. */
void            postil_html_drop_after_ends (xmlNode          *article);
void            postil_html_write        (xmlNode             *article,
                                          PostilArticleLines  *out);
/* @body gets the text of the article where a script of the page repeats it, else stays NULL. */
void            postil_html_read_meta    (xmlDoc              *doc,
                                          PostilArticleMeta   *meta,
                                          char               **body);
/* What a script of the type application/ld+json says of an article. @page_title may be NULL. */
void            postil_html_read_json_ld (const char          *json,
                                          const char          *page_title,
                                          PostilArticleMeta   *meta,
                                          char               **body);
/* Whether class and id of @node hold one of the words of NAMES (a sorted list). */
gboolean        postil_html_has_word     (xmlNode             *node,
                                          const char *const   *words,
                                          gsize                n_words);
/* The letters and digits of @text, in lower case, for comparing. */
char           *postil_html_dup_letters  (const char          *text) G_GNUC_WARN_UNUSED_RESULT;
/* The text of @node as it would be written, on one line. */
char           *postil_html_dup_line     (xmlNode             *node) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PostilHtmlPage, postil_html_page_clear)

G_END_DECLS
