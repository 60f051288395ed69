/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads XML piece by piece, behind the same guards as postil-xml: a paragraph is a tree while it
 * is looked at, and the document never is one. Pure functions, any thread. */

#include "config.h"

#include "base/postil-xml-private.h"

#include <glib/gi18n-lib.h>
#include <libxml/SAX2.h>

#include "base/postil-error.h"

/* Below the library's own limit, which it would tell of on standard error. */
#define MAX_PIECE_BYTES (8u * 1024u * 1024u)

typedef struct
{
  PostilXmlGuard         guard; /* first: what the guards know the parser by */
  const PostilXmlPieces *pieces;
  guint                  depth;    /* of all elements that are open */
  guint                  n_skip;   /* of them those in one that is skipped */
  guint                  n_piece;  /* those in a piece */
  gsize                  n_piece_bytes; /* of text */
  gsize                  n_bytes;
  GError                *error;    /* of the source */
} Stream;

static int
read_cb (void *data,
         char *buffer,
         int   length)
{
  Stream *self = data;
  gssize n_read = self->pieces->read (self->pieces->source, buffer, (gsize) length, &self->error);

  if (n_read > 0)
    self->n_bytes += (gsize) n_read;
  if (self->n_bytes > POSTIL_XML_MAX_BYTES && self->error == NULL)
    postil_xml_check_size (self->n_bytes, POSTIL_XML_MAX_BYTES, &self->error);
  return self->error != NULL ? -1 : (int) n_read;
}

static gboolean
check_depth (xmlParserCtxt *parser,
             Stream        *self)
{
  if (self->guard.stopped == POSTIL_XML_STOPPED_NOT && self->depth >= self->guard.max_depth)
    postil_xml_stop (parser, POSTIL_XML_STOPPED_DEPTH);
  return self->guard.stopped == POSTIL_XML_STOPPED_NOT;
}

static void
start_cb (void           *data,
          const xmlChar  *name,
          const xmlChar  *prefix,
          const xmlChar  *uri,
          int             n_namespaces,
          const xmlChar **namespaces,
          int             n_attributes,
          int             n_defaulted,
          const xmlChar **attributes)
{
  xmlParserCtxt *parser = data;
  Stream *self = parser->_private;
  PostilXmlStep step = POSTIL_XML_PIECE;

  if (!check_depth (parser, self))
    return;
  self->depth++;
  if (self->n_piece == 0 && self->n_skip == 0)
    step = self->pieces->step ((const char *) name, self->pieces->user_data);
  if (self->n_skip > 0 || step == POSTIL_XML_SKIP)
    {
      self->n_skip++;
      return;
    }
  xmlSAX2StartElementNs (data, name, prefix, uri, n_namespaces, namespaces, n_attributes, n_defaulted, attributes);
  if (step == POSTIL_XML_PIECE && self->n_piece++ == 0)
    self->n_piece_bytes = 0;
  if (step == POSTIL_XML_ENTER && self->pieces->begin != NULL && parser->node != NULL)
    self->pieces->begin (parser->node, self->pieces->user_data);
}

static void
drop (xmlNode *node)
{
  xmlUnlinkNode (node);
  xmlFreeNode (node);
}

static void
end_cb (void          *data,
        const xmlChar *name,
        const xmlChar *prefix,
        const xmlChar *uri)
{
  xmlParserCtxt *parser = data;
  Stream *self = parser->_private;
  xmlNode *node = parser->node;
  gboolean is_piece = self->n_piece > 0;

  if (self->guard.stopped != POSTIL_XML_STOPPED_NOT)
    return;
  self->depth--;
  if (self->n_skip > 0)
    {
      self->n_skip--;
      return;
    }
  if (is_piece)
    self->n_piece--;
  else if (self->pieces->end != NULL)
    self->pieces->end ((const char *) name, self->pieces->user_data);
  xmlSAX2EndElementNs (data, name, prefix, uri);
  if (node == NULL || self->n_piece > 0)
    return;
  if (is_piece)
    {
      if (self->pieces->piece (node, self->pieces->user_data))
        drop (node);
    }
  /* One that was entered holds only what is kept. */
  else if (node->children == NULL && node->parent != NULL && node->parent->type == XML_ELEMENT_NODE)
    drop (node);
}

static void
characters_cb (void          *data,
               const xmlChar *text,
               int            length)
{
  Stream *self = ((xmlParserCtxt *) data)->_private;

  if (self->n_piece == 0 || self->error != NULL)
    return;
  self->n_piece_bytes += (gsize) length;
  if (self->n_piece_bytes <= MAX_PIECE_BYTES)
    xmlSAX2Characters (data, text, length);
  else
    {
      g_set_error_literal (&self->error, POSTIL_ERROR, POSTIL_ERROR_TOO_LARGE,
                           _("The file unpacks to far more than any document holds; it is not read."));
      xmlStopParser (data);
    }
}

static void
reference_cb (void          *data,
              const xmlChar *name)
{
  Stream *self = ((xmlParserCtxt *) data)->_private;

  if (self->n_piece > 0)
    xmlSAX2Reference (data, name);
}

gboolean
postil_xml_read_pieces (const PostilXmlPieces *pieces,
                        GError               **error)
{
  g_autoptr (PostilXmlParser) parser = NULL;
  Stream self = { .guard = { .max_depth = POSTIL_XML_MAX_DEPTH }, .pieces = pieces };
  g_autoptr (PostilXmlDoc) doc = NULL;

  g_return_val_if_fail (pieces != NULL && pieces->read != NULL && pieces->step != NULL && pieces->piece != NULL, FALSE);

  parser = postil_xml_parser_new (&self.guard);
  parser->sax->startElementNs = start_cb;
  parser->sax->endElementNs = end_cb;
  parser->sax->characters = parser->sax->ignorableWhitespace = parser->sax->cdataBlock = characters_cb;
  parser->sax->reference = reference_cb;
  parser->sax->comment = NULL;
  parser->sax->processingInstruction = NULL;
  doc = xmlCtxtReadIO (parser, read_cb, NULL, &self, NULL, NULL, POSTIL_XML_OPTIONS);
  if (self.error != NULL)
    {
      g_propagate_error (error, self.error);
      return FALSE;
    }
  return postil_xml_check_parsed (parser, doc, error);
}
