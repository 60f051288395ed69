/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The lines between a headline and its article that say what follows. They belong to the article
 * and often stand outside of the element that holds it; what tells them from a caption or a
 * byline is that the page gives them as its description, too. Pure functions. */

#include "config.h"

#include "articles/postil-article-html-private.h"

#include <string.h>

#include "base/postil-xml.h"

#define LEAST_LETTERS 40u /* bytes, in which two texts must agree */
#define MAX_CHARS 800u

static gboolean
is_description (xmlNode *meta)
{
  const char *property = postil_xml_get_attribute (meta, "property");
  const char *name = property != NULL ? property : postil_xml_get_attribute (meta, "name");

  return name != NULL && (g_ascii_strcasecmp (name, "description") == 0 || strcmp (name, "og:description") == 0 ||
                          strcmp (name, "twitter:description") == 0);
}

/* Adds the letters of each. */
static void
collect_descriptions (xmlNode   *node,
                      GPtrArray *found)
{
  const char *content = postil_xml_is (node, "meta") && is_description (node) ? postil_xml_get_attribute (node, "content") : NULL;

  if (content != NULL)
    g_ptr_array_add (found, postil_html_dup_letters (content));
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    if (child->type == XML_ELEMENT_NODE)
      collect_descriptions (child, found);
}

/* One of them may be cut off. */
static gboolean
agrees_with_one (xmlNode   *node,
                 GPtrArray *descriptions)
{
  g_autofree char *line = postil_html_dup_line (node);
  g_autofree char *letters = postil_html_dup_letters (line);
  gsize length = strlen (letters);

  for (guint i = 0; i < descriptions->len; i++)
    {
      const char *other = g_ptr_array_index (descriptions, i);
      gsize n_other = strlen (other);

      if (MIN (length, n_other) >= LEAST_LETTERS && MAX (length, n_other) < 3 * MIN (length, n_other) &&
          strncmp (letters, other, MIN (length, n_other)) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_leaf (xmlNode *node)
{
  PostilHtmlInfo *info = postil_html_get_info (node);

  return !info->has_blocks && info->role != POSTIL_HTML_INLINE && info->role != POSTIL_HTML_LINK;
}

/* Whether the article says it itself. */
static gboolean
holds_one (xmlNode   *node,
           GPtrArray *descriptions)
{
  PostilHtmlInfo *info = postil_html_get_info (node);

  if (info->is_dropped || info->n_chars == 0)
    return FALSE;
  if (is_leaf (node))
    return agrees_with_one (node, descriptions);
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    if (child->type == XML_ELEMENT_NODE && holds_one (child, descriptions))
      return TRUE;
  return FALSE;
}

/* The element that follows @node in the page, or what it holds. */
static xmlNode *
get_next (xmlNode  *node,
          gboolean  is_entered)
{
  xmlNode *next = is_entered ? node->children : NULL;

  while (next == NULL && node != NULL && node->type == XML_ELEMENT_NODE)
    {
      next = node->next;
      node = node->parent;
    }
  while (next != NULL && next->type != XML_ELEMENT_NODE)
    next = next->next != NULL ? next->next : get_next (next->parent, FALSE);
  return next;
}

xmlNode *
postil_html_find_standfirst (PostilHtmlPage *self,
                             const char     *title,
                             GPtrArray      *parts)
{
  g_autoptr (GPtrArray) descriptions = g_ptr_array_new_with_free_func (g_free);
  xmlNode *headline = postil_html_find_headline (self, title);
  xmlNode *first = g_ptr_array_index (parts, 0);
  gboolean is_entered = FALSE;

  if (headline == NULL)
    return NULL;
  collect_descriptions (self->root, descriptions);
  for (guint i = 0; i < parts->len; i++)
    if (holds_one (g_ptr_array_index (parts, i), descriptions))
      return NULL;
  for (xmlNode *node = get_next (headline, FALSE); node != NULL && node != first; node = get_next (node, is_entered))
    {
      PostilHtmlInfo *info = postil_html_get_info (node);

      if (info == NULL)
        return NULL;
      is_entered = !info->is_dropped && info->n_chars > 0 && !is_leaf (node);
      if (!info->is_dropped && info->n_chars <= MAX_CHARS && is_leaf (node) && agrees_with_one (node, descriptions))
        return node;
    }
  return NULL;
}
