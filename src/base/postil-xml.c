/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Guards libxml2. Documents come from strangers, so what makes XML dangerous is refused while
 * it is read, not afterwards: a declared entity stops the parser (XXE, billion laughs), and so
 * does an element that is nested too deeply. Nothing is ever loaded. Pure functions, any
 * thread. */

#include "config.h"

#include "base/postil-xml-private.h"

#include <glib/gi18n-lib.h>
#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <libxml/SAX2.h>
#include <string.h>

#include "base/postil-error.h"

#define SNIFF_BYTES 4096u
#define MAX_KEPT 20u
#define MAX_ATTRIBUTES 4000u /* of one element: libxml2 compares each with each */

void
postil_xml_stop (PostilXmlParser *parser,
                 PostilXmlStopped reason)
{
  PostilXmlGuard *guard = parser->_private;

  guard->stopped = reason;
  xmlStopParser (parser);
}

static gboolean
check_depth (xmlParserCtxt *parser)
{
  PostilXmlGuard *guard = parser->_private;

  if (guard->stopped == POSTIL_XML_STOPPED_NOT && parser->nodeNr >= (int) guard->max_depth)
    postil_xml_stop (parser, POSTIL_XML_STOPPED_DEPTH);
  return guard->stopped == POSTIL_XML_STOPPED_NOT;
}

static gboolean
is_wrapper (const xmlChar *name)
{
  return strcmp ((const char *) name, "html") == 0 || strcmp ((const char *) name, "body") == 0;
}

static gboolean
is_open (xmlParserCtxt *parser,
         const xmlChar *name)
{
  for (int i = 0; i < parser->nodeNr && i < 2; i++)
    if (xmlStrEqual (parser->nodeTab[i]->name, name))
      return TRUE;
  return FALSE;
}

/* Letters in bold are letters: an element that says no more than that is its text. */
static gboolean
is_mere_style (const xmlChar *name)
{
  static const char *const names[] = { "b", "big", "em", "font", "i", "small", "span", "strong", "tt", "u", NULL };

  return g_strv_contains (names, (const char *) name);
}

/* Pictures and the parts of drawings, of which a page can have a million, hold no text. */
static gboolean
is_picture (const xmlChar *name)
{
  static const char *const names[] = {
    "area", "circle", "clippath", "col", "defs", "ellipse", "embed", "g", "img", "input", "line", "lineargradient", "mask", "param", "path",
    "polygon", "polyline", "radialgradient", "rect", "source", "stop", "symbol", "track", "use", NULL
  };

  return g_strv_contains (names, (const char *) name);
}

/* Most of a page is addresses, measures and scripts, which no reader asks for. */
static gboolean
is_kept (const PostilXmlGuard *guard,
         const xmlChar        *name,
         const xmlChar        *attribute,
         const xmlChar        *value)
{
  static const char *const kept[] = {
    "aria-hidden", "class", "content", "datetime", "hidden", "http-equiv", "id", "itemprop", "itemtype", "lang", "name", "property",
    "rel", "role", "type", NULL
  };

  if (strcmp ((const char *) attribute, "href") == 0)
    return strcmp ((const char *) name, "link") == 0;
  /* Only whether it hides something is of interest. */
  if (strcmp ((const char *) attribute, "style") == 0)
    return value != NULL && (xmlStrcasestr (value, BAD_CAST "none") != NULL || xmlStrcasestr (value, BAD_CAST "hidden") != NULL);
  if (strcmp ((const char *) attribute, "class") == 0 && value != NULL && guard->wants_class != NULL && is_mere_style (name))
    return guard->wants_class ((const char *) value);
  return g_strv_contains (kept, (const char *) attribute);
}

static gboolean
is_code (xmlNode *node)
{
  const char *type = postil_xml_get_attribute (node, "type");

  if (postil_xml_is (node, "script"))
    return type == NULL || strstr (type, "json") == NULL;
  return postil_xml_is (node, "style");
}

static void
html_text_cb (void          *data,
              const xmlChar *text,
              int            length)
{
  xmlParserCtxt *parser = data;

  if (parser->node == NULL || !is_code (parser->node))
    xmlSAX2Characters (data, text, length);
}

static void
html_start_cb (void           *data,
               const xmlChar  *name,
               const xmlChar **attributes)
{
  xmlParserCtxt *parser = data;
  PostilXmlGuard *guard = parser->_private;
  const xmlChar *kept[2 * MAX_KEPT + 1];
  guint n = 0;
  guint8 is_built;

  /* The library's own limit on depth is one that pages with tags left open do reach. */
  parser->options |= XML_PARSE_HUGE;
  for (const xmlChar **attribute = attributes; attribute != NULL && attribute[0] != NULL && n < 2 * MAX_KEPT; attribute += 2)
    if (is_kept (guard, name, attribute[0], attribute[1]))
      {
        kept[n++] = attribute[0];
        kept[n++] = attribute[1];
      }
  kept[n] = NULL;
  is_built = !is_picture (name) && !(n == 0 && is_mere_style (name)) && !(is_wrapper (name) && is_open (parser, name));
  g_byte_array_append (guard->built, &is_built, 1);
  if (check_depth (data) && is_built)
    xmlSAX2StartElement (data, name, n > 0 ? kept : NULL);
}

/* What follows </body> belongs to it all the same, as in browsers: pages are put together from
 * pieces that each end it. */
static void
html_end_cb (void          *data,
             const xmlChar *name)
{
  PostilXmlGuard *guard = ((xmlParserCtxt *) data)->_private;
  gboolean is_built = guard->built->len > 0 && guard->built->data[guard->built->len - 1] != 0;

  if (guard->built->len > 0)
    g_byte_array_set_size (guard->built, guard->built->len - 1);
  if (is_built && !is_wrapper (name))
    xmlSAX2EndElement (data, name);
}

static void
xml_start_cb (void           *data,
              const xmlChar  *name,
              const xmlChar  *prefix,
              const xmlChar  *uri,
              int             n_namespaces,
              const xmlChar **namespaces,
              int             n_attributes,
              int             n_defaulted,
              const xmlChar **attributes)
{
  if (check_depth (data))
    xmlSAX2StartElementNs (data, name, prefix, uri, n_namespaces, namespaces, n_attributes, n_defaulted, attributes);
}

static void
entity_cb (void          *data,
           const xmlChar *name,
           int            type,
           const xmlChar *public_id,
           const xmlChar *system_id,
           xmlChar       *content)
{
  postil_xml_stop (data, POSTIL_XML_STOPPED_ENTITY);
}

static gboolean
set_stopped_error (PostilXmlStopped stopped,
                   GError         **error)
{
  if (stopped == POSTIL_XML_STOPPED_ENTITY)
    g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
                         _("The document declares XML entities, which can be used to attack a reader. "
                           "No document that an office or a web program writes does; it is not read."));
  else if (stopped == POSTIL_XML_STOPPED_DEPTH)
    g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_TOO_LARGE,
                         _("The document’s elements are nested far deeper than those of any article; it is not read."));
  return stopped == POSTIL_XML_STOPPED_NOT;
}

gboolean
postil_xml_check_size (gsize    length,
                       gsize    limit,
                       GError **error)
{
  if (length <= limit)
    return TRUE;
  g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_TOO_LARGE,
               _("The document has %zu MB, more than the %zu MB that are read. Split it, or save it as plain text."),
               length >> 20, limit >> 20);
  return FALSE;
}

static void
set_malformed_error (xmlParserCtxt *parser,
                     GError       **error)
{
  const xmlError *last = &parser->lastError;
  g_autofree char *message = g_utf8_make_valid (last->message != NULL ? last->message : "", -1);

  g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_MALFORMED,
               _("line %d: this is no well-formed XML (%s). The document may be cut off or damaged."),
               MAX (last->line, 1), g_strstrip (message));
}

PostilXmlParser *
postil_xml_parser_new (PostilXmlGuard *guard)
{
  PostilXmlParser *parser;

  xmlInitParser ();
  parser = xmlNewParserCtxt ();
  parser->_private = guard;
  parser->sax->entityDecl = entity_cb;
  parser->sax->externalSubset = NULL;
  return parser;
}

gboolean
postil_xml_check_parsed (PostilXmlParser *parser,
                         xmlDoc          *doc,
                         GError         **error)
{
  const PostilXmlGuard *guard = parser->_private;

  if (doc != NULL && guard->stopped == POSTIL_XML_STOPPED_NOT)
    return TRUE;
  if (set_stopped_error (guard->stopped, error))
    set_malformed_error (parser, error);
  return FALSE;
}

PostilXmlDoc *
postil_xml_read (const char *data,
                 gsize       length,
                 GError    **error)
{
  g_autoptr (PostilXmlParser) parser = NULL;
  g_autoptr (PostilXmlDoc) doc = NULL;
  PostilXmlGuard guard = { .max_depth = POSTIL_XML_MAX_DEPTH };

  g_return_val_if_fail (data != NULL || length == 0, NULL);

  if (!postil_xml_check_size (length, POSTIL_XML_MAX_BYTES, error))
    return NULL;
  parser = postil_xml_parser_new (&guard);
  parser->sax->startElementNs = xml_start_cb;
  doc = xmlCtxtReadMemory (parser, data != NULL ? data : "", (int) length, NULL, NULL, POSTIL_XML_OPTIONS);
  return postil_xml_check_parsed (parser, doc, error) ? g_steal_pointer (&doc) : NULL;
}

static const char *
skip_past (const char *p,
           const char *end,
           const char *what)
{
  gsize length = strlen (what);

  for (; (p = memchr (p, what[0], (gsize) (end - p))) != NULL && (gsize) (end - p) >= length; p++)
    if (g_ascii_strncasecmp (p, what, length) == 0)
      return p + length;
  return end;
}

/* The end of the tag that begins at @p; @n_words gets about how many attributes it has. */
static const char *
skip_tag (const char *p,
          const char *end,
          guint      *n_words)
{
  char quote = '\0';

  *n_words = 0;
  for (; p < end; p++)
    {
      if (quote != '\0')
        quote = *p == quote ? '\0' : quote;
      else if (*p == '>')
        return p + 1;
      else if ((*p == '"' || *p == '\'') && p[-1] == '=')
        quote = *p;
      else if (g_ascii_isspace (*p) && !g_ascii_isspace (p[-1]))
        (*n_words)++;
    }
  return end;
}

static gboolean
has_absurd_tag (const char *data,
                gsize       length)
{
  const char *p = data, *end = data + length;

  while ((p = memchr (p, '<', (gsize) (end - p))) != NULL)
    {
      gsize left = (gsize) (end - p);
      guint n_words = 0;

      if (left > 7 && g_ascii_strncasecmp (p, "<script", 7) == 0)
        p = skip_past (p + 7, end, "</script");
      else if (left > 6 && g_ascii_strncasecmp (p, "<style", 6) == 0)
        p = skip_past (p + 6, end, "</style");
      else if (left > 4 && memcmp (p, "<!--", 4) == 0)
        p = skip_past (p + 4, end, "-->");
      else if (left > 1 && g_ascii_isalpha (p[1]))
        p = skip_tag (p + 1, end, &n_words);
      else
        p++;
      if (n_words > MAX_ATTRIBUTES)
        return TRUE;
    }
  return FALSE;
}

PostilXmlDoc *
postil_xml_read_html (const char           *utf8,
                      gsize                 length,
                      PostilHtmlWantsClass  wants_class,
                      GError              **error)
{
  g_autoptr (PostilXmlParser) parser = NULL;
  g_autoptr (GByteArray) built = g_byte_array_new ();
  PostilXmlGuard guard = { .max_depth = POSTIL_HTML_MAX_DEPTH, .wants_class = wants_class, .built = built };
  xmlDoc *doc;

  g_return_val_if_fail (utf8 != NULL, NULL);

  if (!postil_xml_check_size (length, POSTIL_HTML_MAX_BYTES, error))
    return NULL;
  if (has_absurd_tag (utf8, length))
    {
      g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_TOO_LARGE,
                           _("The page has an element with thousands of attributes; it is not read."));
      return NULL;
    }
  xmlInitParser ();
  parser = htmlNewParserCtxt ();
  parser->_private = &guard;
  parser->sax->startElement = html_start_cb;
  parser->sax->endElement = html_end_cb;
  parser->sax->characters = parser->sax->cdataBlock = html_text_cb;
  parser->sax->comment = NULL;
  doc = htmlCtxtReadMemory (parser, utf8, (int) length, NULL, "UTF-8",
                            HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                            HTML_PARSE_IGNORE_ENC | HTML_PARSE_COMPACT);
  if (set_stopped_error (guard.stopped, error) && doc == NULL)
    g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_MALFORMED, _("The page is empty."));
  if (guard.stopped != POSTIL_XML_STOPPED_NOT)
    g_clear_pointer (&doc, xmlFreeDoc);
  return doc;
}

/* Behind a "charset" or "encoding": = and a name, perhaps in quotes. */
static char *
dup_value (const char *p,
           const char *end)
{
  const char *start;

  while (p < end && g_ascii_isspace (*p))
    p++;
  if (p == end || *p++ != '=')
    return NULL;
  while (p < end && (g_ascii_isspace (*p) || *p == '"' || *p == '\''))
    p++;
  for (start = p; p < end && (g_ascii_isalnum (*p) || strchr ("-_.:+", *p) != NULL);)
    p++;
  return p > start && p < end && p - start < 40 ? g_strndup (start, (gsize) (p - start)) : NULL;
}

char *
postil_xml_dup_declared_charset (const char *bytes,
                                 gsize       length)
{
  const char *end = bytes + MIN (length, SNIFF_BYTES), *p = bytes;
  char *charset = NULL;

  g_return_val_if_fail (bytes != NULL || length == 0, NULL);

  if (length > 5 && memcmp (bytes, "<?xml", 5) == 0)
    {
      const char *close = memchr (bytes, '>', (gsize) (end - bytes));

      p = close != NULL ? skip_past (bytes, close, "encoding") : end;
      if (close != NULL && p < close)
        charset = dup_value (p, close);
      p = bytes;
    }
  while (charset == NULL && p < end && (p = skip_past (p, end, "charset")) < end)
    charset = dup_value (p, end);
  return charset;
}

const char *
postil_xml_get_attribute (xmlNode    *node,
                          const char *name)
{
  g_return_val_if_fail (node != NULL && name != NULL, NULL);

  if (node->type != XML_ELEMENT_NODE)
    return NULL;
  for (xmlAttr *attribute = node->properties; attribute != NULL; attribute = attribute->next)
    if (strcmp ((const char *) attribute->name, name) == 0)
      return attribute->children != NULL && attribute->children->content != NULL
               ? (const char *) attribute->children->content : "";
  return NULL;
}

gboolean
postil_xml_is (xmlNode    *node,
               const char *name)
{
  return node != NULL && node->type == XML_ELEMENT_NODE && strcmp ((const char *) node->name, name) == 0;
}

xmlNode *
postil_xml_get_child (xmlNode    *node,
                      const char *name)
{
  for (xmlNode *child = node != NULL ? node->children : NULL; child != NULL; child = child->next)
    if (postil_xml_is (child, name))
      return child;
  return NULL;
}

const char *
postil_xml_get_text (xmlNode *node)
{
  const htmlEntityDesc *entity;

  g_return_val_if_fail (node != NULL, NULL);

  switch ((int) node->type)
    {
    case XML_TEXT_NODE:
    case XML_CDATA_SECTION_NODE:
      return (const char *) node->content;
    case XML_ENTITY_REF_NODE:
      /* XHTML names the entities of a DTD that is not loaded. */
      entity = htmlEntityLookup (node->name);
      if (entity == NULL)
        return NULL;
      {
        char utf8[8] = { 0 };

        g_unichar_to_utf8 (entity->value, utf8);
        return g_intern_string (utf8);
      }
    default:
      return NULL;
    }
}

static void
append_content (xmlNode *node,
                GString *out)
{
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    {
      const char *text = postil_xml_get_text (child);

      if (text != NULL)
        g_string_append (out, text);
      else if (child->type == XML_ELEMENT_NODE)
        append_content (child, out);
    }
}

char *
postil_xml_dup_content (xmlNode *node)
{
  GString *out = g_string_new (NULL);

  g_return_val_if_fail (node != NULL, g_string_free (out, FALSE));

  if (node->type == XML_ELEMENT_NODE)
    append_content (node, out);
  return g_string_free (out, FALSE);
}
