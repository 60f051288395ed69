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
typedef gboolean (*PostilHtmlWantsClass) (const char *class);

/* Strict XML in the encoding that it declares. Errors: MALFORMED with the line, SCHEMA for one
 * that declares entities, TOO_LARGE. */
PostilXmlDoc *postil_xml_read             (const char    *data,
                                           gsize          length,
                                           GError       **error) G_GNUC_WARN_UNUSED_RESULT;
/* What becomes of an element of XML that is never in memory as a whole. */
typedef enum
{
  POSTIL_XML_ENTER, /* each of its children is asked about; begin() and end() are called */
  POSTIL_XML_PIECE, /* it comes as a tree, with all that is in it */
  POSTIL_XML_SKIP
} PostilXmlStep;

typedef struct
{
  /* The next bytes, as read(2) has it; -1 with an error. */
  gssize        (*read)  (gpointer source, void *buffer, gsize length, GError **error);
  gpointer        source;
  PostilXmlStep (*step)  (const char *name, gpointer user_data);
  void          (*begin) (xmlNode *node, gpointer user_data);      /* may be NULL */
  void          (*end)   (const char *name, gpointer user_data);   /* may be NULL */
  /* TRUE: the tree is not needed any more. What is kept lives until the reading ends. */
  gboolean      (*piece) (xmlNode *node, gpointer user_data);
  gpointer        user_data;
} PostilXmlPieces;

/* The same in pieces. What was handed over before an error stays so. */
gboolean      postil_xml_read_pieces      (const PostilXmlPieces *pieces,
                                           GError       **error) G_GNUC_WARN_UNUSED_RESULT;
/* HTML as it is found in the wild, decoded to UTF-8 by the caller; what it declares is ignored.
 * Its tree has the attributes that say what an element is, and whether it is hidden; of links only
 * those of <link>, of scripts only data (JSON-LD), and no elements that say no more than “bold”.
 * @wants_class (or NULL): whether the class of a <span> or <b> says more than that. */
PostilXmlDoc *postil_xml_read_html        (const char    *utf8,
                                           gsize          length,
                                           PostilHtmlWantsClass wants_class,
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
