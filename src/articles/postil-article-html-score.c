/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Finds the article in a page. What the page itself says of it comes first (see -named); else every
 * element gets the points of the paragraphs in it (longer text and more commas are more points,
 * links are fewer), and the best one wins, with those beside it that are like it. Pure functions. */

#include "config.h"

#include "articles/postil-article-html-private.h"

#include <string.h>

#include "base/postil-xml.h"

#define FAR_WEIGHT 0.25         /* of a paragraph that stands before the headline, or far behind it */
#define NEAR_WEIGHT 3.0
#define HALF_WEIGHT_CHARS 600.0 /* of other text than the article's that halve the weight */
#define BEYOND_HEADLINE 8.0     /* what an element that holds the headline must win by growing */

static const char *const likely_words[] = {
  "article", "articlebody", "blog", "body", "content", "entry", "hentry", "main", "news", "page", "post", "story",
  "storybody", "text",
};

double
postil_html_get_link_density (const PostilHtmlInfo *info)
{
  return info->n_chars > 0 ? (double) info->n_link_chars / info->n_chars : 0;
}

/* The points of one paragraph go to its parent, and in shares to the elements around that. */
static void
give_points (xmlNode *parent,
             double   points)
{
  double share = 1;

  for (guint level = 0; level < 4 && parent != NULL && parent->type == XML_ELEMENT_NODE; level++)
    {
      postil_html_get_info (parent)->score += points * share;
      parent = parent->parent;
      share = level == 0 ? 0.5 : 1.0 / (3 * (level + 1));
    }
}

static gboolean
is_running_text (xmlNode        *node,
                 PostilHtmlInfo *info)
{
  if (info->role == POSTIL_HTML_PARAGRAPH || info->role == POSTIL_HTML_PRE)
    return TRUE;
  if (info->role != POSTIL_HTML_BLOCK && info->role != POSTIL_HTML_CELL)
    return FALSE;
  /* A div with text of its own, such as one that uses br for paragraphs. Boxes in it that are empty,
   * or were dropped, are no blocks. */
  return !info->has_blocks;
}

/* The way through the page, in order. */
typedef struct
{
  const xmlNode *headline; /* or NULL */
  gboolean       is_after;
  guint          n_between; /* characters since the headline that are no running text */
} Walk;

/* What stands before the headline is hardly the article, and the nearer the more. */
static double
get_weight (const Walk           *walk,
            const PostilHtmlInfo *info)
{
  if (info->has_copyright && !info->has_blocks)
    return 0;
  if (walk->headline == NULL)
    return 1;
  return walk->is_after ? MAX (FAR_WEIGHT, NEAR_WEIGHT / (1 + walk->n_between / HALF_WEIGHT_CHARS)) : FAR_WEIGHT;
}

/* Points for its own words, where @node is a paragraph or has text between its blocks. */
static void
score_own (xmlNode *node,
           double   weight)
{
  PostilHtmlInfo *info = postil_html_get_info (node);

  if (is_running_text (node, info) && info->n_chars >= 25)
    give_points (node->parent, weight * (1 + info->n_commas + MIN (info->n_chars / 100, 3)) * (1 - postil_html_get_link_density (info)));
  else if (info->role == POSTIL_HTML_BLOCK && info->has_blocks && info->n_own_chars >= 80)
    give_points (node, weight * (1 + info->n_own_commas + info->n_own_chars / 100));
}

static void
score (xmlNode *node,
       Walk    *walk)
{
  PostilHtmlInfo *info = postil_html_get_info (node);
  double weight = get_weight (walk, info);
  gboolean was_after = walk->is_after;

  if (info->is_dropped)
    return;
  if (node == walk->headline)
    {
      walk->is_after = TRUE;
      walk->n_between = 0;
      return;
    }
  if (!info->has_blocks && info->role != POSTIL_HTML_INLINE && info->role != POSTIL_HTML_LINK)
    walk->n_between += info->n_paragraph_chars > 0 ? info->n_link_chars : info->n_chars;
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    if (child->type == XML_ELEMENT_NODE)
      score (child, walk);
  score_own (node, walk->is_after && !was_after ? NEAR_WEIGHT : weight);
}

static double
get_score (xmlNode *node)
{
  PostilHtmlInfo *info = postil_html_get_info (node);
  double points = info->score * (1 - postil_html_get_link_density (info));

  if (points > 0 && postil_html_has_word (node, likely_words, G_N_ELEMENTS (likely_words)))
    points += 10;
  return points;
}

static void
find_best (xmlNode  *node,
           xmlNode **best)
{
  if (postil_html_get_info (node)->is_dropped)
    return;
  if (get_score (node) > (*best != NULL ? get_score (*best) : 0))
    *best = node;
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    if (child->type == XML_ELEMENT_NODE)
      find_best (child, best);
}

static gboolean
is_like (xmlNode *node,
         double   threshold)
{
  PostilHtmlInfo *info = postil_html_get_info (node);
  double density = postil_html_get_link_density (info);

  if (info->is_dropped || info->n_chars == 0)
    return FALSE;
  if (get_score (node) >= threshold)
    return TRUE;
  if (info->role == POSTIL_HTML_PARAGRAPH)
    return (info->n_chars > 80 && density < 0.25) || (info->n_chars > 0 && density == 0 && info->n_commas > 0);
  return FALSE;
}

/* What is won by taking all of an element as the article: its running text, less what is none. */
static double
get_worth (xmlNode *node)
{
  PostilHtmlInfo *info = postil_html_get_info (node);
  double n_other = (double) info->n_chars - MIN (info->n_paragraph_chars, info->n_chars);

  return info->n_paragraph_chars - 0.5 * info->n_link_chars - 0.3 * n_other;
}

/* An article in several sections is an element around the best one, and its headline is no
 * further away than they are from each other. */
static xmlNode *
widen (xmlNode       *best,
       const xmlNode *headline)
{
  xmlNode *widest = best;
  gboolean has_headline = postil_html_is_within (headline, best);

  for (xmlNode *node = best->parent; node != NULL && node->type == XML_ELEMENT_NODE; node = node->parent)
    {
      if (get_worth (node) > get_worth (widest) * (has_headline ? BEYOND_HEADLINE : 1.15))
        widest = node;
      has_headline = has_headline || postil_html_is_within (headline, node);
    }
  return widest;
}

static void
add_best (xmlNode       *root,
          const xmlNode *headline,
          GPtrArray     *parts)
{
  xmlNode *best = NULL;
  double threshold;

  find_best (root, &best);
  if (best == NULL)
    {
      g_ptr_array_add (parts, root);
      return;
    }
  best = widen (best, headline);
  threshold = MAX (headline != NULL ? 10 * NEAR_WEIGHT : 10, get_score (best) * 0.2);
  /* What stands beside the root is no part of the page, and was not measured. */
  for (xmlNode *node = best != root ? best->parent->children : best; node != NULL; node = node->next)
    if (node == best || (best != root && node->type == XML_ELEMENT_NODE && is_like (node, threshold)))
      g_ptr_array_add (parts, node);
}

GPtrArray *
postil_html_find_article (PostilHtmlPage *self,
                          const char     *title,
                          const char     *body)
{
  GPtrArray *parts = g_ptr_array_new ();
  Walk walk = { 0 };

  if (postil_html_find_named (self, title, body, parts))
    return parts;
  walk.headline = postil_html_find_headline (self, title);
  score (self->root, &walk);
  if (!postil_html_find_main (self, parts))
    add_best (self->root, walk.headline, parts);
  return parts;
}
