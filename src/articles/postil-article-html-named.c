/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The article where the page says which element it is: by a script that repeats its text, by
 * articleBody, by an article element or type, by main. It is believed where enough of the
 * page's running text stands there: less is enough where nothing else is named so, or where
 * the headline is with it. Pure functions. */

#include "config.h"

#include "articles/postil-article-html-private.h"

#include <string.h>

#include "base/postil-xml.h"

#define ENOUGH_CHARS 200u        /* of running text in what a page says is its article */
#define ENOUGH_SHARE 0.4         /* of all running text of the page */
#define ENOUGH_SHARE_OF_ONE 0.12 /* where there is no doubt which one is meant */
#define MANY_CHARS 1500u         /* that are enough then in any page */
#define BODY_LETTERS 300u        /* bytes of a text that says where it stands */
#define MAX_BODY_LETTERS 400000u
#define BODY_SHARE 0.6           /* of it that must be found in the page */
#define LINE_CHARS 40u
#define HEADLINE_LETTERS 12u
#define HEADLINE_CHARS 400u
#define MAX_SHARE_ABOVE 0.5          /* of the running text of a page above its headline */
#define MAX_SHARE_ABOVE_HEADING 0.95 /* the same, where the headline is a heading */

typedef gboolean (*Matches) (xmlNode *node);

static gboolean
is_article_body (xmlNode *node)
{
  const char *property = postil_xml_get_attribute (node, "itemprop");

  return property != NULL && strstr (property, "articleBody") != NULL;
}

static gboolean
is_article_element (xmlNode *node)
{
  const char *type = postil_xml_get_attribute (node, "itemtype");
  const char *role = postil_xml_get_attribute (node, "role");

  if (postil_xml_is (node, "article") || (role != NULL && strcmp (role, "article") == 0))
    return TRUE;
  return type != NULL && !postil_html_get_info (node)->is_wrapper &&
         (g_str_has_suffix (type, "Article") || g_str_has_suffix (type, "/BlogPosting"));
}

static gboolean
is_main (xmlNode *node)
{
  const char *role = postil_xml_get_attribute (node, "role");

  return postil_xml_is (node, "main") || (role != NULL && strcmp (role, "main") == 0);
}

static void
collect (xmlNode   *node,
         Matches    matches,
         GPtrArray *found)
{
  if (postil_html_get_info (node)->is_dropped)
    return;
  if (matches (node))
    {
      g_ptr_array_add (found, node);
      return;
    }
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    if (child->type == XML_ELEMENT_NODE)
      collect (child, matches, found);
}

static xmlNode *
find_longest (GPtrArray *found)
{
  xmlNode *best = NULL;

  for (guint i = 0; i < found->len; i++)
    {
      xmlNode *node = g_ptr_array_index (found, i);

      if (best == NULL || postil_html_get_info (node)->n_paragraph_chars > postil_html_get_info (best)->n_paragraph_chars)
        best = node;
    }
  return best;
}

static gboolean
is_enough (xmlNode *root,
           guint    n_chars,
           double   share)
{
  if (share < ENOUGH_SHARE && n_chars >= MANY_CHARS)
    return TRUE;
  return n_chars >= ENOUGH_CHARS && n_chars >= share * postil_html_get_info (root)->n_paragraph_chars;
}

static gboolean
add_if_enough (xmlNode   *root,
               xmlNode   *node,
               double     share,
               GPtrArray *parts)
{
  if (node == NULL || !is_enough (root, postil_html_get_info (node)->n_paragraph_chars, share))
    return FALSE;
  g_ptr_array_add (parts, node);
  return TRUE;
}

/* Its parts together, where it has several. */
static gboolean
add_body (xmlNode   *root,
          GPtrArray *parts)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  guint n_chars = 0;

  collect (root, is_article_body, found);
  for (guint i = 0; i < found->len; i++)
    n_chars += postil_html_get_info (g_ptr_array_index (found, i))->n_paragraph_chars;
  if (!is_enough (root, n_chars, found->len == 1 ? ENOUGH_SHARE_OF_ONE : ENOUGH_SHARE))
    return FALSE;
  g_ptr_array_extend (parts, found, NULL, NULL);
  return TRUE;
}

/* The page's title may have the site's name after it, or be cut off. */
static gboolean
is_headline (const char *heading,
             const char *title)
{
  gsize n_heading = strlen (heading), n_title = strlen (title);

  if (n_heading < HEADLINE_LETTERS || n_title < HEADLINE_LETTERS || n_heading > 2 * n_title || n_title > 2 * n_heading)
    return strcmp (heading, title) == 0;
  return g_str_has_prefix (heading, title) || g_str_has_prefix (title, heading);
}

static xmlNode *
find_headline (xmlNode    *node,
               const char *letters,
               gboolean    is_heading)
{
  PostilHtmlInfo *info = postil_html_get_info (node);

  if (info->is_dropped || info->n_chars == 0)
    return NULL;
  if (is_heading ? info->role == POSTIL_HTML_HEADING : !info->has_blocks && info->n_chars <= HEADLINE_CHARS)
    {
      g_autofree char *line = postil_html_dup_line (node);
      g_autofree char *own = postil_html_dup_letters (line);

      return is_headline (own, letters) ? node : NULL;
    }
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    {
      xmlNode *found = child->type == XML_ELEMENT_NODE ? find_headline (child, letters, is_heading) : NULL;

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
holds_headline (xmlNode    *node,
                const char *letters)
{
  return find_headline (node, letters, TRUE) != NULL;
}

/* Whether it stands above much of the page's text, and not below. */
static gboolean
is_above (const xmlNode *headline,
          xmlNode       *root,
          double         max_share)
{
  guint n_before = 0;

  for (const xmlNode *node = headline; node != root; node = node->parent)
    for (xmlNode *other = node->prev; other != NULL; other = other->prev)
      if (other->type == XML_ELEMENT_NODE)
        n_before += postil_html_get_info (other)->n_paragraph_chars;
  return n_before <= max_share * postil_html_get_info (root)->n_paragraph_chars;
}

/* A heading, else anything that says the same and nothing else. */
xmlNode *
postil_html_find_headline (PostilHtmlPage *self,
                           const char     *title)
{
  g_autofree char *letters = postil_html_dup_letters (title != NULL ? title : "");
  xmlNode *found;

  if (strlen (letters) < HEADLINE_LETTERS)
    return NULL;
  found = find_headline (self->root, letters, TRUE);
  if (found != NULL && is_above (found, self->root, MAX_SHARE_ABOVE_HEADING))
    return found;
  found = find_headline (self->root, letters, FALSE);
  return found != NULL && is_above (found, self->root, MAX_SHARE_ABOVE) ? found : NULL;
}

static gboolean
add_article (xmlNode    *root,
             const char *title,
             GPtrArray  *parts)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  g_autoptr (GPtrArray) headed = g_ptr_array_new ();
  g_autofree char *letters = postil_html_dup_letters (title != NULL ? title : "");

  collect (root, is_article_element, found);
  for (guint i = 0; i < found->len && *letters != '\0'; i++)
    if (holds_headline (g_ptr_array_index (found, i), letters))
      g_ptr_array_add (headed, g_ptr_array_index (found, i));
  if (headed->len == 1 && add_if_enough (root, g_ptr_array_index (headed, 0), ENOUGH_SHARE_OF_ONE, parts))
    return TRUE;
  if (found->len == 1 && add_if_enough (root, g_ptr_array_index (found, 0), 2 * ENOUGH_SHARE_OF_ONE, parts))
    return TRUE;
  return add_if_enough (root, find_longest (found), ENOUGH_SHARE, parts);
}

/* How much of @body stands in @node, in its paragraphs. */
static guint
confirm (xmlNode    *node,
         const char *body)
{
  PostilHtmlInfo *info = postil_html_get_info (node);

  info->n_confirmed = 0;
  if (info->is_dropped || info->n_chars < LINE_CHARS)
    return 0;
  if (!info->has_blocks)
    {
      g_autofree char *line = postil_html_dup_line (node);
      g_autofree char *letters = postil_html_dup_letters (line);
      gsize length = strlen (letters);

      if (length >= LINE_CHARS && strstr (body, letters) != NULL)
        info->n_confirmed = (guint) length;
      return info->n_confirmed;
    }
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    if (child->type == XML_ELEMENT_NODE)
      info->n_confirmed += confirm (child, body);
  return info->n_confirmed;
}

/* The smallest element that holds nearly all of the text that a script repeats. */
static gboolean
add_confirmed (xmlNode    *root,
               const char *body,
               GPtrArray  *parts)
{
  g_autofree char *letters = postil_html_dup_letters (body);
  gsize length = strlen (letters);
  xmlNode *node = root;
  guint n_all;

  if (length < BODY_LETTERS || length > MAX_BODY_LETTERS)
    return FALSE;
  n_all = confirm (root, letters);
  if (n_all < BODY_SHARE * (double) length)
    return FALSE;
  for (xmlNode *child = node->children; child != NULL;)
    if (child->type == XML_ELEMENT_NODE && postil_html_get_info (child)->n_confirmed >= 0.95 * n_all)
      {
        node = child;
        child = node->children;
      }
    else
      child = child->next;
  if (!postil_html_get_info (node)->has_blocks && node != root)
    node = node->parent;
  /* Letters are fewer than characters. */
  return postil_html_get_info (node)->n_paragraph_chars <= 2 * n_all && add_if_enough (root, node, 0, parts);
}

gboolean
postil_html_find_named (PostilHtmlPage *self,
                        const char     *title,
                        const char     *body,
                        GPtrArray      *parts)
{
  return (body != NULL && add_confirmed (self->root, body, parts)) ||
         add_body (self->root, parts) || add_article (self->root, title, parts);
}

gboolean
postil_html_find_main (PostilHtmlPage *self,
                       GPtrArray      *parts)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  collect (self->root, is_main, found);
  return add_if_enough (self->root, find_longest (found), ENOUGH_SHARE, parts);
}
