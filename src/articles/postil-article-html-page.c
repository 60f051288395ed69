/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A web page with what must be known of each element to tell an article from what surrounds
 * it. What is dropped stays in the tree and counts nothing. Not thread-safe. */

#include "config.h"

#include "articles/postil-article-html-private.h"

#include <stdlib.h>
#include <string.h>

#include "base/postil-xml.h"

#define PARAGRAPH_CHARS 25u
#define OWN_CHARS 80u
#define HEADING_CHARS 400u
#define MAX_WORD_CHARS 32u
#define MAX_WORDS 4u
#define BLOCK_INFOS 512u

typedef struct
{
  const char    *name;
  PostilHtmlRole role;
} Role;

/* Sorted. */
static const Role roles[] = {
  { "a", POSTIL_HTML_LINK },           { "address", POSTIL_HTML_BLOCK },
  { "article", POSTIL_HTML_BLOCK },    { "aside", POSTIL_HTML_BLOCK },
  { "audio", POSTIL_HTML_NEVER },      { "blockquote", POSTIL_HTML_BLOCK },
  { "body", POSTIL_HTML_BLOCK },       { "br", POSTIL_HTML_BREAK },
  { "button", POSTIL_HTML_NEVER },     { "canvas", POSTIL_HTML_NEVER },
  { "caption", POSTIL_HTML_BLOCK },    { "center", POSTIL_HTML_BLOCK },
  { "datalist", POSTIL_HTML_NEVER },   { "dd", POSTIL_HTML_ITEM },
  { "details", POSTIL_HTML_BLOCK },    { "dialog", POSTIL_HTML_NEVER },
  { "div", POSTIL_HTML_BLOCK },        { "dl", POSTIL_HTML_LIST },
  { "dt", POSTIL_HTML_ITEM },          { "embed", POSTIL_HTML_NEVER },
  { "fieldset", POSTIL_HTML_BLOCK },   { "figcaption", POSTIL_HTML_PARAGRAPH },
  { "figure", POSTIL_HTML_BLOCK },     { "footer", POSTIL_HTML_BLOCK },
  { "form", POSTIL_HTML_BLOCK },       { "h1", POSTIL_HTML_HEADING },
  { "h2", POSTIL_HTML_HEADING },       { "h3", POSTIL_HTML_HEADING },
  { "h4", POSTIL_HTML_HEADING },       { "h5", POSTIL_HTML_HEADING },
  { "h6", POSTIL_HTML_HEADING },       { "head", POSTIL_HTML_NEVER },
  { "header", POSTIL_HTML_BLOCK },     { "hgroup", POSTIL_HTML_BLOCK },
  { "hr", POSTIL_HTML_BLOCK },         { "html", POSTIL_HTML_BLOCK },
  { "iframe", POSTIL_HTML_NEVER },     { "input", POSTIL_HTML_NEVER },
  { "label", POSTIL_HTML_INLINE },     { "legend", POSTIL_HTML_BLOCK },
  { "li", POSTIL_HTML_ITEM },          { "link", POSTIL_HTML_NEVER },
  { "main", POSTIL_HTML_BLOCK },       { "map", POSTIL_HTML_NEVER },
  { "menu", POSTIL_HTML_LIST },        { "meta", POSTIL_HTML_NEVER },
  { "nav", POSTIL_HTML_BLOCK },        { "noembed", POSTIL_HTML_NEVER },
  { "noframes", POSTIL_HTML_NEVER },   { "noscript", POSTIL_HTML_NEVER },
  { "object", POSTIL_HTML_NEVER },     { "ol", POSTIL_HTML_LIST },
  { "optgroup", POSTIL_HTML_NEVER },   { "option", POSTIL_HTML_NEVER },
  { "p", POSTIL_HTML_PARAGRAPH },      { "pre", POSTIL_HTML_PRE },
  { "progress", POSTIL_HTML_NEVER },   { "rp", POSTIL_HTML_NEVER },
  { "rt", POSTIL_HTML_NEVER },         { "rtc", POSTIL_HTML_NEVER },
  { "script", POSTIL_HTML_NEVER },     { "section", POSTIL_HTML_BLOCK },
  { "select", POSTIL_HTML_NEVER },     { "source", POSTIL_HTML_NEVER },
  { "style", POSTIL_HTML_NEVER },      { "summary", POSTIL_HTML_BLOCK },
  { "svg", POSTIL_HTML_NEVER },        { "table", POSTIL_HTML_TABLE },
  { "tbody", POSTIL_HTML_BLOCK },      { "td", POSTIL_HTML_CELL },
  { "template", POSTIL_HTML_NEVER },   { "textarea", POSTIL_HTML_NEVER },
  { "tfoot", POSTIL_HTML_BLOCK },      { "th", POSTIL_HTML_CELL },
  { "thead", POSTIL_HTML_BLOCK },      { "title", POSTIL_HTML_NEVER },
  { "tr", POSTIL_HTML_ROW },           { "track", POSTIL_HTML_NEVER },
  { "ul", POSTIL_HTML_LIST },          { "video", POSTIL_HTML_NEVER },
};

static int
compare_role (const void *name,
              const void *role)
{
  return strcmp (name, ((const Role *) role)->name);
}

static int
compare_word (const void *word,
              const void *candidate)
{
  return strcmp (word, *(const char *const *) candidate);
}

/* Words of "articleBody main-nav_2": article, body, main, nav. A name of many words is one that
 * was made from a heading, and says nothing. */
static gboolean
name_has_word (const char        *name,
               const char        *end,
               const char *const *words,
               gsize              n_words)
{
  char word[MAX_WORD_CHARS + 1];
  gsize length = 0;
  guint n_found = 0;
  gboolean is_one = FALSE;

  for (const char *p = name; p <= end && n_found <= MAX_WORDS; p++)
    {
      gboolean is_letter = p < end && g_ascii_isalpha (*p);
      gboolean is_border = is_letter && g_ascii_isupper (*p) && p > name && g_ascii_islower (p[-1]);

      if ((!is_letter || is_border) && length > 0)
        {
          word[length] = '\0';
          length = 0;
          n_found++;
          is_one |= bsearch (word, words, n_words, sizeof *words, compare_word) != NULL;
        }
      if (is_letter && length < MAX_WORD_CHARS)
        word[length++] = g_ascii_tolower (*p);
    }
  return is_one && n_found <= MAX_WORDS;
}

static gboolean
text_has_word (const char        *text,
               const char *const *words,
               gsize              n_words)
{
  while (text != NULL && *text != '\0')
    {
      const char *end = text + strcspn (text, " \t\r\n");

      if (name_has_word (text, end, words, n_words))
        return TRUE;
      text = end + strspn (end, " \t\r\n");
    }
  return FALSE;
}

gboolean
postil_html_has_word (xmlNode           *node,
                      const char *const *words,
                      gsize              n_words)
{
  return text_has_word (postil_xml_get_attribute (node, "class"), words, n_words) ||
         text_has_word (postil_xml_get_attribute (node, "id"), words, n_words);
}

/* A button or picture that was never closed swallows the rest of its page. */
static gboolean
is_never_closed (xmlNode *node)
{
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    if (child->type == XML_ELEMENT_NODE &&
        (postil_xml_is (child, "article") || postil_xml_is (child, "main") || postil_xml_is (child, "h1") || is_never_closed (child)))
      return TRUE;
  return FALSE;
}

static gboolean
can_swallow (xmlNode *node)
{
  static const char *const names[] = { "audio", "button", "canvas", "dialog", "object", "select", "svg", "video", NULL };

  return g_strv_contains (names, (const char *) node->name);
}

static PostilHtmlInfo *
new_info (PostilHtmlPage *self)
{
  if (self->n_left == 0)
    {
      g_ptr_array_add (self->infos, g_new0 (PostilHtmlInfo, BLOCK_INFOS));
      self->n_left = BLOCK_INFOS;
    }
  self->n_left--;
  return (PostilHtmlInfo *) g_ptr_array_index (self->infos, self->infos->len - 1) + self->n_left;
}

static void
add_infos (PostilHtmlPage *self,
           xmlNode        *node,
           gboolean        is_lenient)
{
  const Role *role = bsearch (node->name, roles, G_N_ELEMENTS (roles), sizeof *roles, compare_role);
  PostilHtmlInfo *info = new_info (self);

  info->role = role != NULL ? role->role : POSTIL_HTML_INLINE;
  if (is_lenient && postil_xml_is (node, "noscript"))
    info->role = POSTIL_HTML_BLOCK;
  if (info->role == POSTIL_HTML_NEVER && can_swallow (node) && is_never_closed (node))
    info->role = POSTIL_HTML_BLOCK;
  info->is_dropped = info->role == POSTIL_HTML_NEVER;
  info->is_wrapper = postil_xml_is (node, "html") || postil_xml_is (node, "body");
  node->_private = info;
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    if (child->type == XML_ELEMENT_NODE)
      add_infos (self, child, is_lenient);
}

void
postil_html_page_init (PostilHtmlPage *self,
                       xmlDoc         *doc,
                       gboolean        is_lenient)
{
  *self = (PostilHtmlPage) { .doc = doc, .root = xmlDocGetRootElement (doc), .is_lenient = is_lenient };
  self->infos = g_ptr_array_new_with_free_func (g_free);
  if (self->root != NULL)
    add_infos (self, self->root, is_lenient);
}

void
postil_html_page_clear (PostilHtmlPage *self)
{
  g_clear_pointer (&self->infos, g_ptr_array_unref);
}

static gboolean
is_comma (const char *p)
{
  /* Those of Arabic, Chinese and Japanese, too. */
  return *p == ',' || memcmp (p, "\xd8\x8c", 2) == 0 || strncmp (p, "\xe3\x80\x81", 3) == 0 ||
         strncmp (p, "\xef\xbc\x8c", 3) == 0;
}

static void
count_text (PostilHtmlInfo *info,
            const char     *text)
{
  gboolean after_space = TRUE;

  for (const char *p = text; *p != '\0'; p++)
    {
      gboolean is_space = g_ascii_isspace (*p);

      if (((guint8) *p & 0xc0) == 0x80)
        continue;
      if (!is_space || !after_space)
        info->n_chars++;
      if (is_comma (p))
        info->n_commas++;
      if (strncmp (p, "\xc2\xa9", 2) == 0)
        info->has_copyright = TRUE;
      after_space = is_space;
    }
}

static void
add_child (PostilHtmlInfo *info,
           PostilHtmlInfo *inner)
{
  gboolean is_inline = inner->role == POSTIL_HTML_INLINE || inner->role == POSTIL_HTML_LINK;

  info->n_chars += inner->n_chars;
  info->n_link_chars += inner->n_link_chars;
  info->n_commas += inner->n_commas;
  info->has_copyright |= inner->has_copyright;
  info->n_paragraph_chars += inner->n_paragraph_chars;
  info->has_blocks |= inner->n_chars > 0 && (!is_inline || inner->has_blocks);
  if (!is_inline || inner->has_blocks)
    return;
  /* A link is none of its parent's words. */
  info->n_own_chars += inner->n_chars - inner->n_link_chars;
  info->n_own_commas += inner->n_commas;
}

/* A block without blocks is a paragraph; one with blocks may have one between them, as pages
 * have it that end their lines with br. */
static guint
count_paragraph (const PostilHtmlInfo *info)
{
  gboolean is_block = info->role == POSTIL_HTML_BLOCK || info->role == POSTIL_HTML_ITEM || info->role == POSTIL_HTML_CELL;
  gboolean is_whole = info->role == POSTIL_HTML_PARAGRAPH || info->role == POSTIL_HTML_PRE || (is_block && !info->has_blocks);

  if (is_whole && info->n_chars >= PARAGRAPH_CHARS && info->n_link_chars * 2 < info->n_chars)
    return info->n_chars;
  if (is_block && info->has_blocks && info->n_own_chars >= OWN_CHARS)
    return info->n_paragraph_chars + info->n_own_chars;
  return info->n_paragraph_chars;
}

static void
measure (xmlNode *node)
{
  PostilHtmlInfo *info = postil_html_get_info (node);

  info->n_chars = info->n_link_chars = info->n_commas = info->n_paragraph_chars = 0;
  info->n_own_chars = info->n_own_commas = 0;
  info->has_blocks = info->has_copyright = FALSE;
  for (xmlNode *child = node->children; child != NULL && !info->is_dropped; child = child->next)
    {
      const char *text = postil_xml_get_text (child);

      if (text != NULL)
        {
          guint n_chars = info->n_chars, n_commas = info->n_commas;

          count_text (info, text);
          info->n_own_chars += info->n_chars - n_chars;
          info->n_own_commas += info->n_commas - n_commas;
        }
      if (child->type != XML_ELEMENT_NODE)
        continue;
      measure (child);
      add_child (info, postil_html_get_info (child));
    }
  if (info->role == POSTIL_HTML_LINK)
    info->n_link_chars = info->n_chars;
  /* One that was never closed. */
  if (info->role == POSTIL_HTML_HEADING && info->n_chars > HEADING_CHARS)
    info->role = POSTIL_HTML_BLOCK;
  info->n_paragraph_chars = count_paragraph (info);
}

void
postil_html_page_measure (PostilHtmlPage *self)
{
  if (self->root != NULL)
    measure (self->root);
}
