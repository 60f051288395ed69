/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes what was kept of a page as lines: paragraphs and headings with an empty line between,
 * items of lists and rows of tables below each other. Pure functions. */

#include "config.h"

#include "articles/postil-article-html-private.h"

#include <string.h>

#include "base/postil-xml.h"

typedef struct
{
  PostilArticleLines *out;
  guint               n_tight; /* lists and tables that are open */
  guint               n_pre;
} Writer;

static void write_children (Writer  *self,
                            xmlNode *node);

static void
write_block (Writer  *self,
             xmlNode *node,
             guint    n_breaks)
{
  postil_article_lines_break (self->out, n_breaks);
  write_children (self, node);
  postil_article_lines_break (self->out, n_breaks);
}

static void
write_tight (Writer  *self,
             xmlNode *node)
{
  postil_article_lines_break (self->out, self->n_tight > 0 ? 1 : 2);
  self->n_tight++;
  write_children (self, node);
  self->n_tight--;
  postil_article_lines_break (self->out, self->n_tight > 0 ? 1 : 2);
}

/* A cell that holds half of the page is no cell of a table of figures. */
static gboolean
is_layout (xmlNode *cell)
{
  return postil_html_get_info (cell)->n_paragraph_chars > 500;
}

static void
write_element (Writer  *self,
               xmlNode *node)
{
  switch (postil_html_get_info (node)->role)
    {
    case POSTIL_HTML_NEVER:
      break;
    case POSTIL_HTML_INLINE:
    case POSTIL_HTML_LINK:
      write_children (self, node);
      break;
    case POSTIL_HTML_BREAK:
      postil_article_lines_add_break (self->out);
      break;
    case POSTIL_HTML_BLOCK:
    case POSTIL_HTML_PARAGRAPH:
    case POSTIL_HTML_HEADING:
      write_block (self, node, self->n_tight > 0 ? 1 : 2);
      break;
    case POSTIL_HTML_PRE:
      self->n_pre++;
      write_block (self, node, self->n_tight > 0 ? 1 : 2);
      self->n_pre--;
      break;
    case POSTIL_HTML_LIST:
    case POSTIL_HTML_TABLE:
      write_tight (self, node);
      break;
    case POSTIL_HTML_ITEM:
    case POSTIL_HTML_ROW:
      write_block (self, node, 1);
      break;
    case POSTIL_HTML_CELL:
      if (is_layout (node))
        {
          guint n_tight = self->n_tight;

          self->n_tight = 0;
          write_block (self, node, 2);
          self->n_tight = n_tight;
          break;
        }
      postil_article_lines_tab (self->out);
      write_children (self, node);
      break;
    }
}

static void
write_children (Writer  *self,
                xmlNode *node)
{
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    {
      const char *text = postil_xml_get_text (child);

      if (text != NULL && self->n_pre > 0)
        postil_article_lines_append_preformatted (self->out, text, -1);
      else if (text != NULL)
        postil_article_lines_append (self->out, text, -1);
      else if (child->type == XML_ELEMENT_NODE && !postil_html_get_info (child)->is_dropped)
        write_element (self, child);
    }
}

void
postil_html_write (xmlNode            *article,
                   PostilArticleLines *out)
{
  Writer self = { .out = out };

  if (!postil_html_get_info (article)->is_dropped)
    write_element (&self, article);
}
