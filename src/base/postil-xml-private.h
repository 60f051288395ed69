/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libxml/parser.h>

#include "base/postil-xml.h"

G_BEGIN_DECLS

/* The guards that all of Postil's XML readers have. */

typedef enum
{
  POSTIL_XML_STOPPED_NOT,
  POSTIL_XML_STOPPED_ENTITY,
  POSTIL_XML_STOPPED_DEPTH
} PostilXmlStopped;

typedef struct
{
  PostilXmlStopped stopped;
  guint            max_depth;
  PostilHtmlWantsClass wants_class; /* of HTML; may be NULL */
  GByteArray      *built;   /* of HTML: which of the open elements the tree has */
} PostilXmlGuard;

#define POSTIL_XML_OPTIONS (XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA)

typedef xmlParserCtxt PostilXmlParser;

/* @guard is the parser's _private. Entities and external subsets are refused. */
PostilXmlParser *postil_xml_parser_new   (PostilXmlGuard  *guard) G_GNUC_WARN_UNUSED_RESULT;
void             postil_xml_stop         (PostilXmlParser *parser,
                                          PostilXmlStopped reason);
gboolean         postil_xml_check_size   (gsize            length,
                                          gsize            limit,
                                          GError         **error);
/* Whether @doc is what was there, to its end. */
gboolean         postil_xml_check_parsed (PostilXmlParser *parser,
                                          xmlDoc          *doc,
                                          GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilXmlParser, xmlFreeParserCtxt)

G_END_DECLS
