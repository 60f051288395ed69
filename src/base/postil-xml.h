/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include <libxml/tree.h>

G_BEGIN_DECLS

/* The one way into libxml2: no network, no DTD, no entities but the predefined ones and those
 * of HTML, limits on size and depth. Trees are never deeper than the limit, so that they may
 * be walked by recursion. Any thread. */
#define POSTIL_XML_MAX_BYTES (64u * 1024u * 1024u)
#define POSTIL_XML_MAX_DEPTH 200u
#define POSTIL_HTML_MAX_BYTES (32u * 1024u * 1024u)
#define POSTIL_HTML_MAX_DEPTH 1000u

typedef xmlDoc PostilXmlDoc;

/* Strict XML in the encoding that it declares. Errors: MALFORMED with the line, SCHEMA for one
 * that declares entities, TOO_LARGE. */
PostilXmlDoc *postil_xml_read             (const char    *data,
                                           gsize          length,
                                           GError       **error) G_GNUC_WARN_UNUSED_RESULT;
/* HTML as it is found in the wild, decoded to UTF-8 by the caller; what it declares is ignored. */
PostilXmlDoc *postil_xml_read_html        (const char    *utf8,
                                           gsize          length,
                                           GError       **error) G_GNUC_WARN_UNUSED_RESULT;
/* The charset that HTML or XML names in its first 4 KB, or NULL. */
char         *postil_xml_dup_declared_charset (const char *bytes,
                                           gsize          length) G_GNUC_WARN_UNUSED_RESULT;

/* The attribute as it stands in the tree, whatever its namespace prefix; NULL without one. */
const char   *postil_xml_get_attribute    (xmlNode       *node,
                                           const char    *name);
gboolean      postil_xml_is               (xmlNode       *node,
                                           const char    *name);
/* The first element child of that name, or NULL; a NULL @node has none. */
xmlNode      *postil_xml_get_child        (xmlNode       *node,
                                           const char    *name);
/* What a text, CDATA or entity reference node says, or NULL. */
const char   *postil_xml_get_text         (xmlNode       *node);
/* All text below @node. */
char         *postil_xml_dup_content      (xmlNode       *node) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilXmlDoc, xmlFreeDoc)

G_END_DECLS
