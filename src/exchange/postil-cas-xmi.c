/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* UIMA's XMI and its type systems into a CAS. What an attribute means follows from the type
 * system; where that is missing, from its name and from what it could refer to. Any thread. */

#include "config.h"

#include "exchange/postil-cas.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <libxml/tree.h>

#include "base/postil-error.h"
#include "base/postil-xml.h"

#define ECORE_PREFIX "http:///"
#define ECORE_SUFFIX ".ecore"
#define NO_NAMESPACE "uima.noNamespace"
#define MAX_LIST 1000000u

/* Control characters, which only XML 1.1 can write, as references. The text keeps its length. */
static gboolean
is_control_reference (const char *p,
                      const char *end,
                      gsize      *length)
{
  g_autofree char *number = NULL;
  const char *semicolon = memchr (p, ';', (gsize) MIN (end - p, 12));
  guint64 value;
  guint base = 10;

  if (semicolon == NULL || semicolon - p < 3)
    return FALSE;
  p += 2;
  if (*p == 'x')
    {
      base = 16;
      p++;
    }
  number = g_strndup (p, (gsize) (semicolon - p));
  if (!g_ascii_string_to_unsigned (number, base, 1, 0x10ffff, &value, NULL))
    return FALSE;
  *length = (gsize) (semicolon - p) + (base == 16 ? 4 : 3);
  return value < ' ' && value != '\n' && value != '\t' && value != '\r';
}

static GString *
dup_as_xml_1_0 (const char   *data,
                gsize         length,
                const char   *file,
                PostilReport *losses)
{
  GString *out = g_string_sized_new (length);
  const char *end = data + length;
  guint n_replaced = 0;

  for (const char *p = data; p < end;)
    {
      const char *next = memmem (p, (gsize) (end - p), "&#", 2);
      gsize n = 2;

      if (next == NULL)
        next = end;
      g_string_append_len (out, p, next - p);
      if (next == end)
        break;
      if (is_control_reference (next, end, &n))
        {
          g_string_append (out, "\xef\xbf\xbd");
          n_replaced++;
        }
      else
        {
          n = 2;
          g_string_append (out, "&#");
        }
      p = next + n;
    }
  if (n_replaced > 0)
    postil_report_add (losses, file, 0, "character", NULL,
                       g_dngettext (GETTEXT_PACKAGE,
                                    "%u control character became U+FFFD.",
                                    "%u control characters became U+FFFD.", n_replaced), n_replaced);
  return out;
}

/* libxml2 knows XML 1.0 only. */
static PostilXmlDoc *
read_xml (const char   *file,
          GBytes       *bytes,
          PostilReport *losses,
          GError      **error)
{
  g_autoptr (GString) changed = NULL;
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  gsize n_head = MIN (length, 100);
  const char *version = n_head > 0 ? g_strstr_len (data, (gssize) n_head, "version=") : NULL;
  gsize at;

  if (version == NULL || (gsize) (version - data) + 13 > length || strncmp (version + 9, "1.1", 3) != 0)
    return postil_xml_read (data, length, error);
  at = (gsize) (version - data) + 11;
  changed = dup_as_xml_1_0 (data, length, file, losses);
  changed->str[at] = '0';
  return postil_xml_read (changed->str, changed->len, error);
}

static char *
dup_child (xmlNode    *node,
           const char *name)
{
  xmlNode *child = postil_xml_get_child (node, name);
  g_autofree char *content = child != NULL ? postil_xml_dup_content (child) : NULL;

  return content != NULL && g_strstrip (content)[0] != '\0' ? g_steal_pointer (&content) : NULL;
}

static void
read_type (PostilCas *self,
           xmlNode   *node)
{
  g_autofree char *name = dup_child (node, "name");
  g_autofree char *super = dup_child (node, "supertypeName");
  g_autofree char *description = dup_child (node, "description");
  xmlNode *features = postil_xml_get_child (node, "features");
  PostilCasType *type;

  if (name == NULL)
    return;
  type = postil_cas_add_type (self, name, super, description);
  for (xmlNode *child = features != NULL ? features->children : NULL; child != NULL; child = child->next)
    {
      g_autofree char *feature = postil_xml_is (child, "featureDescription") ? dup_child (child, "name") : NULL;
      g_autofree char *range = feature != NULL ? dup_child (child, "rangeTypeName") : NULL;
      g_autofree char *element = feature != NULL ? dup_child (child, "elementType") : NULL;
      g_autofree char *about = feature != NULL ? dup_child (child, "description") : NULL;

      if (feature != NULL)
        postil_cas_add_feature (self, type, feature, range, element, about);
    }
}

gboolean
postil_cas_read_types (PostilCas    *self,
                       const char   *file,
                       GBytes       *bytes,
                       PostilReport *losses,
                       GError      **error)
{
  g_autoptr (PostilXmlDoc) doc = NULL;
  xmlNode *root, *types, *imports;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (bytes != NULL, FALSE);

  doc = read_xml (file, bytes, losses, error);
  if (doc == NULL)
    return FALSE;
  root = xmlDocGetRootElement (doc);
  if (root == NULL || !postil_xml_is (root, "typeSystemDescription"))
    {
      g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
                           _("This is no type system: its first element is not typeSystemDescription."));
      return FALSE;
    }
  types = postil_xml_get_child (root, "types");
  imports = postil_xml_get_child (root, "imports");
  for (xmlNode *child = types != NULL ? types->children : NULL; child != NULL; child = child->next)
    if (postil_xml_is (child, "typeDescription"))
      read_type (self, child);
  for (xmlNode *child = imports != NULL ? imports->children : NULL; child != NULL; child = child->next)
    if (postil_xml_is (child, "import"))
      {
        const char *name = postil_xml_get_attribute (child, "name");

        name = name != NULL ? name : postil_xml_get_attribute (child, "location");
        postil_report_add (losses, file, (guint) xmlGetLineNo (child), "import", name,
                           _("The type system refers to another one, “%s”, which is not looked for."), name != NULL ? name : "?");
      }
  return TRUE;
}

/* "http:///webanno/custom.ecore" and "Passage" are webanno.custom.Passage. */
static char *
dup_type_name (xmlNode *node)
{
  const char *href = node->ns != NULL ? (const char *) node->ns->href : NULL;
  g_autofree char *package = NULL;

  if (href == NULL || !g_str_has_prefix (href, ECORE_PREFIX))
    return g_strdup ((const char *) node->name);
  package = g_strdelimit (g_strdup (href + strlen (ECORE_PREFIX)), "/", '.');
  if (g_str_has_suffix (package, ECORE_SUFFIX))
    package[strlen (package) - strlen (ECORE_SUFFIX)] = '\0';
  if (strcmp (package, NO_NAMESPACE) == 0)
    return g_strdup ((const char *) node->name);
  return g_strconcat (package, ".", (const char *) node->name, NULL);
}

static gboolean
is_xmi (xmlNs *ns)
{
  return ns != NULL && strstr ((const char *) ns->href, "XMI") != NULL;
}

static char *
dup_value (xmlAttr *attribute)
{
  xmlChar *value = xmlNodeListGetString (attribute->doc, attribute->children, 1);
  char *copy = g_strdup (value != NULL ? (const char *) value : "");

  xmlFree (value);
  return copy;
}

/* The attribute of XMI's own ("xmi:id"), which is not a feature of that name. */
static char *
dup_xmi_id (xmlNode *node)
{
  for (xmlAttr *attribute = node->properties; attribute != NULL; attribute = attribute->next)
    if (is_xmi (attribute->ns) && strcmp ((const char *) attribute->name, "id") == 0)
      return dup_value (attribute);
  return NULL;
}

/* Each value of a string array is an element of the feature's name. */
static void
add_elements (PostilCas   *self,
              PostilCasFs *fs,
              xmlNode     *node)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  PostilCasValue *value;
  gpointer copy;

  for (xmlNode *child = node; child != NULL; child = child->next)
    if (child->type == XML_ELEMENT_NODE && strcmp ((const char *) child->name, (const char *) node->name) == 0)
      {
        g_autofree char *content = postil_xml_dup_content (child);

        g_ptr_array_add (texts, (gpointer) postil_cas_copy (self, content != NULL ? content : ""));
      }
  copy = postil_scratch_alloc (&self->scratch, texts->len * sizeof (char *));
  memcpy (copy, texts->pdata, texts->len * sizeof (char *));
  value = postil_cas_add_value (self, fs, (const char *) node->name, POSTIL_CAS_TEXTS);
  value->texts = copy;
  value->n = texts->len;
}

static void
read_structure (PostilCas    *self,
                xmlNode      *node,
                const char   *file,
                PostilReport *errors)
{
  g_autofree char *type = dup_type_name (node);
  g_autofree char *text = dup_xmi_id (node);
  guint32 id = 0;
  PostilCasFs *fs = postil_cas_parse_id (text, &id) ? postil_cas_add (self, id, type, (guint) xmlGetLineNo (node)) : NULL;

  if (fs == NULL)
    {
      postil_report_add (errors, file, (guint) xmlGetLineNo (node), id != 0 ? "duplicate-id" : "malformed", text,
                         id != 0 ? _("Another structure has the id %s already, so this one (%s) was left out.")
                                 : _("“%s” is no id of a structure, so this one (%s) was left out."), text != NULL ? text : "", type);
      return;
    }
  for (xmlAttr *attribute = node->properties; attribute != NULL; attribute = attribute->next)
    {
      g_autofree char *value = !is_xmi (attribute->ns) ? dup_value (attribute) : NULL;

      if (value != NULL)
        postil_cas_add_value (self, fs, (const char *) attribute->name, POSTIL_CAS_RAW)->text = postil_cas_copy (self, value);
    }
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    if (child->type == XML_ELEMENT_NODE && postil_cas_find (fs, (const char *) child->name) == NULL)
      add_elements (self, fs, child);
}

static void
read_view (PostilCas *self,
           xmlNode   *node)
{
  guint32 sofa = 0;
  PostilCasView *view;
  g_auto (GStrv) members = NULL;

  if (!postil_cas_parse_id (postil_xml_get_attribute (node, "sofa"), &sofa))
    return;
  view = postil_cas_add_view (self, "", sofa);
  view->has_members = TRUE;
  members = g_strsplit (postil_xml_get_attribute (node, "members") != NULL ? postil_xml_get_attribute (node, "members") : "", " ", -1);
  for (guint i = 0; members[i] != NULL; i++)
    {
      guint32 id;

      if (postil_cas_parse_id (members[i], &id))
        g_array_append_val (view->members, id);
    }
}

static gboolean
is_of_cas (xmlNode    *node,
           const char *name)
{
  return postil_xml_is (node, name) && node->ns != NULL && strcmp ((const char *) node->ns->href, "http:///uima/cas.ecore") == 0;
}

static void
take_refs (PostilCas      *self,
           PostilCasValue *value,
           GArray         *refs)
{
  guint32 *copy = postil_scratch_alloc (&self->scratch, refs->len * sizeof (guint32) + 1);

  memcpy (copy, refs->data, refs->len * sizeof (guint32));
  value->kind = POSTIL_CAS_REFS;
  value->refs = copy;
  value->n = refs->len;
}

static void
parse_refs (const char *text,
            GArray     *refs)
{
  g_auto (GStrv) ids = g_strsplit_set (text, " \t\n", -1);

  for (guint i = 0; ids[i] != NULL; i++)
    {
      guint32 id;

      if (postil_cas_parse_id (ids[i], &id))
        g_array_append_val (refs, id);
    }
}

/* An array or a list that is a structure of its own, as its elements. */
static void
append_elements (PostilCas         *self,
                 const PostilCasFs *fs,
                 GArray            *refs)
{
  const char *elements = postil_cas_get_text (fs, "elements");

  if (elements != NULL)
    {
      parse_refs (elements, refs);
      return;
    }
  for (guint i = 0; fs != NULL && i < MAX_LIST && refs->len < MAX_LIST; i++)
    {
      guint32 head, tail = 0;

      if (postil_cas_get_uint (fs, "head", &head) || (head = postil_cas_get_ref (fs, "head")) != 0)
        g_array_append_val (refs, head);
      if (!postil_cas_get_uint (fs, "tail", &tail))
        tail = postil_cas_get_ref (fs, "tail");
      fs = postil_cas_lookup (self, tail);
    }
}

static gboolean
is_collection (const PostilCasFs *fs)
{
  return fs != NULL && (g_str_has_suffix (fs->type, "[]")
                        || (g_str_has_prefix (fs->type, "uima.cas.")
                            && (g_str_has_suffix (fs->type, "Array") || g_str_has_suffix (fs->type, "List"))));
}

static void
resolve_refs (PostilCas      *self,
              PostilCasValue *value)
{
  g_autoptr (GArray) refs = g_array_new (FALSE, FALSE, sizeof (guint32));
  const PostilCasFs *only;

  parse_refs (value->text, refs);
  only = refs->len == 1 ? postil_cas_lookup (self, g_array_index (refs, guint32, 0)) : NULL;
  if (is_collection (only))
    {
      g_array_set_size (refs, 0);
      append_elements (self, only, refs);
    }
  take_refs (self, value, refs);
}

/* Strings of an array are elements, or stand in an array that is a structure of its own. */
static void
resolve_texts (PostilCas      *self,
               PostilCasValue *value)
{
  guint32 id = 0;
  PostilCasFs *only = postil_cas_parse_id (value->text, &id) ? postil_cas_lookup (self, id) : NULL;
  PostilCasValue *elements = is_collection (only) ? postil_cas_find (only, "elements") : NULL;
  g_auto (GStrv) texts = NULL;
  const char **copy;
  guint n = 0;

  if (elements != NULL && elements->kind == POSTIL_CAS_TEXTS)
    {
      value->kind = POSTIL_CAS_TEXTS;
      value->texts = elements->texts;
      value->n = elements->n;
      return;
    }
  texts = g_strsplit (elements != NULL && elements->text != NULL ? elements->text : value->text, " ", -1);
  copy = postil_scratch_alloc (&self->scratch, (g_strv_length (texts) + 1) * sizeof (char *));
  for (guint i = 0; texts[i] != NULL; i++)
    if (texts[i][0] != '\0')
      copy[n++] = postil_cas_copy (self, texts[i]);
  value->kind = POSTIL_CAS_TEXTS;
  value->texts = copy;
  value->n = n;
}

static void
resolve_ref (PostilCasValue *value)
{
  value->kind = POSTIL_CAS_REF;
  if (!postil_cas_parse_id (value->text, &value->ref))
    value->ref = 0;
}

/* Without a type system: whether all of it are ids of structures that tie something. */
static gboolean
are_ties (PostilCas  *self,
          const char *text)
{
  g_auto (GStrv) ids = g_strsplit (text, " ", -1);

  for (guint i = 0; ids[i] != NULL; i++)
    {
      guint32 id;
      PostilCasFs *fs = postil_cas_parse_id (ids[i], &id) ? postil_cas_lookup (self, id) : NULL;

      if (fs == NULL || postil_cas_find (fs, "begin") != NULL || postil_cas_find (fs, "target") == NULL)
        return FALSE;
    }
  return ids[0] != NULL;
}

static void
guess (PostilCas      *self,
       PostilCasValue *value)
{
  static const char *const always[] = { "sofa", "Governor", "Dependent", NULL };
  static const char *const often[] = { "source", "target", "first", "next", "head", "tail", NULL };
  guint32 id;

  if (postil_cas_parse_id (value->text, &id)
      && (g_strv_contains (always, value->name)
          || (g_strv_contains (often, value->name) && postil_cas_lookup (self, id) != NULL)))
    resolve_ref (value);
  else if (are_ties (self, value->text))
    resolve_refs (self, value);
  else
    value->kind = POSTIL_CAS_TEXT;
}

static void
resolve (PostilCas      *self,
         PostilCasFs    *fs,
         PostilCasValue *value)
{
  const PostilCasFeature *feature;

  if (value->kind != POSTIL_CAS_RAW || is_collection (fs))
    return;
  if (strcmp (value->name, "begin") == 0 || strcmp (value->name, "end") == 0 || strcmp (fs->type, POSTIL_CAS_SOFA) == 0)
    {
      value->kind = POSTIL_CAS_TEXT;
      return;
    }
  feature = strcmp (value->name, "sofa") != 0 ? postil_cas_get_feature (self, fs->type, value->name) : NULL;
  if (feature == NULL)
    {
      guess (self, value);
      return;
    }
  switch (postil_cas_get_kind (self, feature->range))
    {
    case POSTIL_CAS_REFS:
      resolve_refs (self, value);
      break;
    case POSTIL_CAS_REF:
      resolve_ref (value);
      break;
    case POSTIL_CAS_TEXTS:
      resolve_texts (self, value);
      break;
    case POSTIL_CAS_RAW:
    case POSTIL_CAS_TEXT:
    default:
      value->kind = POSTIL_CAS_TEXT;
    }
}

/* A feature of strings may be one that the type system calls a string. */
static void
settle_elements (PostilCas      *self,
                 PostilCasFs    *fs,
                 PostilCasValue *value)
{
  const PostilCasFeature *feature = postil_cas_get_feature (self, fs->type, value->name);

  if (value->kind == POSTIL_CAS_TEXTS && value->n == 1 && feature != NULL
      && postil_cas_get_kind (self, feature->range) == POSTIL_CAS_TEXT)
    {
      value->kind = POSTIL_CAS_TEXT;
      value->text = value->texts[0];
    }
}

static void
name_views (PostilCas *self)
{
  for (guint i = 0; i < self->views->len; i++)
    {
      PostilCasView *view = self->views->pdata[i];
      PostilCasFs *sofa = postil_cas_lookup (self, view->sofa);
      const char *name = sofa != NULL ? postil_cas_get_text (sofa, "sofaID") : NULL;

      if (name != NULL)
        view->name = postil_cas_intern (self, name);
    }
}

gboolean
postil_cas_read_xmi (PostilCas    *self,
                     const char   *file,
                     GBytes       *bytes,
                     PostilReport *losses,
                     PostilReport *errors,
                     GError      **error)
{
  g_autoptr (PostilXmlDoc) doc = NULL;
  xmlNode *root;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (bytes != NULL, FALSE);

  doc = read_xml (file, bytes, losses, error);
  if (doc == NULL)
    return FALSE;
  root = xmlDocGetRootElement (doc);
  if (root == NULL || !postil_xml_is (root, "XMI"))
    {
      g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA, _("This is no XMI: its first element is not XMI."));
      return FALSE;
    }
  for (xmlNode *child = root->children; child != NULL; child = child->next)
    if (is_of_cas (child, "View"))
      read_view (self, child);
    else if (child->type == XML_ELEMENT_NODE && !is_of_cas (child, "NULL"))
      read_structure (self, child, file, errors);
  for (guint i = 0; i < self->structures->len; i++)
    for (PostilCasValue *value = ((PostilCasFs *) self->structures->pdata[i])->values; value != NULL; value = value->next)
      {
        resolve (self, self->structures->pdata[i], value);
        settle_elements (self, self->structures->pdata[i], value);
      }
  name_views (self);
  return TRUE;
}
