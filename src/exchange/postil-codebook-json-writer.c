/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A codebook into codebook.json, in SKOS's words and always in the same order. What has a
 * source (members that Postil does not know) is edited in it: only what differs from the
 * codebook of today is changed. Any thread. */

#include "config.h"

#include "exchange/postil-codebook-json.h"

#include "base/postil-json-writer.h"
#include "exchange/postil-codebook-json-private.h"
#include "exchange/postil-json-parts.h"

#include <string.h>

static const char *const root_order[] = {
  "@context", "id", "type", "prefLabel", "hasTopConcept", "schema:additionalProperty", NULL
};
static const char *const code_order[] = {
  "id", "type", "prefLabel", "notation", "schema:color", "definition", "scopeNote", "example",
  "schema:dateModified", "historyNote", "exactMatch", "narrower", NULL
};
static const char *const property_order[] = {
  "id", "prefLabel", "schema:valueReference", "definition", "schema:domainIncludes",
  "schema:rangeIncludes", NULL
};

/* How many containers are open around a top code or a property, and inside the root. */
#define LIST_DEPTH 1u
#define TOP_DEPTH 2u

typedef struct
{
  PostilCodebook *codebook;
  guint           next;    /* of its codes */
  GStringChunk   *strings; /* of what is read from sources */
  GPtrArray      *lists;
} CodebookWriter;

static const char *
or_empty (const char *text)
{
  return text != NULL ? text : "";
}

static gboolean
has_texts (const char *const *texts)
{
  return texts != NULL && texts[0] != NULL;
}

static char *
steal_value (GString *text)
{
  g_string_erase (text, 0, strspn (text->str, "\n "));
  return g_string_free (text, FALSE);
}

static void
begin_value (PostilJsonWriter *writer,
             guint             depth)
{
  postil_json_writer_init (writer, g_string_new (NULL), FALSE);
  postil_json_writer_set_depth (writer, depth);
}

static void
write_texts (PostilJsonWriter  *writer,
             const char *const *texts)
{
  postil_json_writer_begin_array (writer);
  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    postil_json_writer_string (writer, texts[i]);
  postil_json_writer_end_array (writer);
}

static void
write_texts_optional (PostilJsonWriter  *writer,
                      const char        *key,
                      const char *const *texts)
{
  if (!has_texts (texts))
    return;

  postil_json_writer_key (writer, key);
  write_texts (writer, texts);
}

static void
write_scope (PostilJsonWriter *writer,
             const char       *when,
             const char       *when_not)
{
  const char *const both[] = { when, when_not, NULL };
  g_autofree char *scope = postil_codebook_join_scope (when, when_not);

  if (scope != NULL)
    postil_json_writer_string (writer, scope);
  else
    write_texts (writer, both);
}

char *
postil_codebook_write_code (const PostilCode *code,
                            guint             depth,
                            const char       *children)
{
  const char *when = or_empty (code->when);
  const char *when_not = or_empty (code->when_not);
  PostilJsonWriter writer;

  begin_value (&writer, depth);
  postil_json_writer_begin_object (&writer);
  postil_json_writer_member (&writer, "id", code->id);
  postil_json_writer_member (&writer, "type", "Concept");
  postil_json_writer_member (&writer, "prefLabel", or_empty (code->label));
  postil_json_writer_member_optional (&writer, "notation", code->key);
  postil_json_writer_member_optional (&writer, "schema:color", code->color);
  postil_json_writer_member_optional (&writer, "definition", code->definition);
  if (when[0] != '\0' || when_not[0] != '\0')
    {
      postil_json_writer_key (&writer, "scopeNote");
      write_scope (&writer, when, when_not);
    }
  write_texts_optional (&writer, "example", code->examples);
  postil_json_writer_member_optional (&writer, "schema:dateModified", code->revised);
  write_texts_optional (&writer, "historyNote", code->history);
  write_texts_optional (&writer, "exactMatch", code->matches);
  postil_json_writer_key (&writer, "narrower");
  postil_json_writer_raw (&writer, children, -1);
  postil_json_writer_end_object (&writer);

  return steal_value (writer.out);
}

static void
write_kind (PostilJsonWriter             *writer,
            const PostilCodebookProperty *property)
{
  if (property->is_link)
    {
      postil_json_writer_string (writer, "link");
      return;
    }

  switch (property->attribute.kind)
    {
    case POSTIL_ATTRIBUTE_TEXT:
      postil_json_writer_string (writer, "text");
      break;
    case POSTIL_ATTRIBUTE_BOOLEAN:
      postil_json_writer_string (writer, "boolean");
      break;
    case POSTIL_ATTRIBUTE_CHOICE:
      write_texts (writer, property->attribute.choices);
      break;
    }
}

static const char *const *
get_domain (const PostilCodebookProperty *property)
{
  return property->is_link ? property->link.from_codes : property->attribute.codes;
}

static const char *const *
get_range (const PostilCodebookProperty *property)
{
  return property->is_link ? property->link.to_codes : NULL;
}

static const char *
get_id (const PostilCodebookProperty *property)
{
  return property->is_link ? property->link.id : property->attribute.id;
}

static const char *
get_label (const PostilCodebookProperty *property)
{
  return or_empty (property->is_link ? property->link.label : property->attribute.label);
}

static const char *
get_definition (const PostilCodebookProperty *property)
{
  return or_empty (property->is_link ? property->link.definition : property->attribute.definition);
}

char *
postil_codebook_write_property (const PostilCodebookProperty *property)
{
  PostilJsonWriter writer;

  begin_value (&writer, TOP_DEPTH);
  postil_json_writer_begin_object (&writer);
  postil_json_writer_member (&writer, "id", get_id (property));
  postil_json_writer_member (&writer, "prefLabel", get_label (property));
  postil_json_writer_key (&writer, "schema:valueReference");
  write_kind (&writer, property);
  postil_json_writer_member_optional (&writer, "definition", get_definition (property));
  if (has_texts (get_domain (property)))
    {
      postil_json_writer_key (&writer, "schema:domainIncludes");
      write_texts (&writer, get_domain (property));
    }
  if (has_texts (get_range (property)))
    {
      postil_json_writer_key (&writer, "schema:rangeIncludes");
      write_texts (&writer, get_range (property));
    }
  postil_json_writer_end_object (&writer);

  return steal_value (writer.out);
}

static void
write_context (PostilJsonWriter *writer)
{
  postil_json_writer_begin_object (writer);
  postil_json_writer_member (writer, "@vocab", "http://www.w3.org/2004/02/skos/core#");
  postil_json_writer_member (writer, "id", "@id");
  postil_json_writer_member (writer, "type", "@type");
  postil_json_writer_member (writer, "schema", "http://schema.org/");
  postil_json_writer_end_object (writer);
}

char *
postil_codebook_write_root (const char *label,
                            const char *codes,
                            const char *properties)
{
  PostilJsonWriter writer;

  begin_value (&writer, 0);
  postil_json_writer_begin_object (&writer);
  postil_json_writer_key (&writer, "@context");
  write_context (&writer);
  postil_json_writer_member (&writer, "id", "codebook.json");
  postil_json_writer_member (&writer, "type", "ConceptScheme");
  postil_json_writer_member (&writer, "prefLabel", or_empty (label));
  postil_json_writer_key (&writer, "hasTopConcept");
  postil_json_writer_raw (&writer, codes, -1);
  if (properties != NULL)
    {
      postil_json_writer_key (&writer, "schema:additionalProperty");
      postil_json_writer_raw (&writer, properties, -1);
    }
  postil_json_writer_end_object (&writer);

  return steal_value (writer.out);
}

/* An empty text is as good as none. */
static void
edit_text (PostilJsonParts   *parts,
           const char *const *order,
           const char        *key,
           const char        *before,
           const char        *after,
           guint              depth)
{
  if (g_strcmp0 (or_empty (before), or_empty (after)) != 0)
    postil_json_parts_put_string (parts, order, key, or_empty (after)[0] != '\0' ? after : NULL, depth);
}

static gboolean
is_same_texts (const char *const *a,
               const char *const *b)
{
  if (!has_texts (a) || !has_texts (b))
    return has_texts (a) == has_texts (b);
  return g_strv_equal (a, b);
}

static void
edit_texts (PostilJsonParts   *parts,
            const char *const *order,
            const char        *key,
            const char *const *before,
            const char *const *after,
            guint              depth)
{
  g_autofree char *json = NULL;
  PostilJsonWriter writer;

  if (is_same_texts (before, after))
    return;

  if (has_texts (after))
    {
      begin_value (&writer, depth + 1);
      write_texts (&writer, after);
      json = steal_value (writer.out);
    }
  postil_json_parts_put (parts, order, key, json, depth);
}

static void
edit_scope (PostilJsonParts  *parts,
            const PostilCode *before,
            const PostilCode *after,
            guint             depth)
{
  g_autofree char *json = NULL;
  PostilJsonWriter writer;

  if (strcmp (or_empty (before->when), after->when) == 0 &&
      strcmp (or_empty (before->when_not), after->when_not) == 0)
    return;

  if (after->when[0] != '\0' || after->when_not[0] != '\0')
    {
      begin_value (&writer, depth + 1);
      write_scope (&writer, after->when, after->when_not);
      json = steal_value (writer.out);
    }
  postil_json_parts_put (parts, code_order, "scopeNote", json, depth);
}

/* NULL where the source is no use. */
static char *
edit_code (CodebookWriter   *self,
           const PostilCode *code,
           guint             depth,
           const char       *children)
{
  g_autoptr (PostilJsonParts) parts = NULL;
  PostilCode before;

  if (code->source == NULL ||
      !postil_codebook_read_code (code->source, self->strings, self->lists, &before))
    return NULL;
  parts = postil_json_parts_new (code->source, -1);
  if (parts == NULL)
    return NULL;

  postil_json_parts_indent (parts, depth);
  edit_text (parts, code_order, "id", before.id, code->id, depth);
  edit_text (parts, code_order, "prefLabel", before.label, code->label, depth);
  edit_text (parts, code_order, "notation", before.key, code->key, depth);
  edit_text (parts, code_order, "schema:color", before.color, code->color, depth);
  edit_text (parts, code_order, "definition", before.definition, code->definition, depth);
  edit_scope (parts, &before, code, depth);
  edit_texts (parts, code_order, "example", before.examples, code->examples, depth);
  edit_text (parts, code_order, "schema:dateModified", before.revised, code->revised, depth);
  edit_texts (parts, code_order, "historyNote", before.history, code->history, depth);
  edit_texts (parts, code_order, "exactMatch", before.matches, code->matches, depth);
  if (strcmp (children, "[]") != 0)
    postil_json_parts_put (parts, code_order, "narrower", children, depth);

  return postil_json_parts_to_string (parts);
}

static void
edit_kind (PostilJsonParts              *parts,
           const PostilCodebookProperty *before,
           const PostilCodebookProperty *after)
{
  g_autofree char *json = NULL;
  PostilJsonWriter writer;

  if (before->is_link == after->is_link &&
      (after->is_link || (before->attribute.kind == after->attribute.kind &&
                          is_same_texts (before->attribute.choices, after->attribute.choices))))
    return;

  begin_value (&writer, TOP_DEPTH + 1);
  write_kind (&writer, after);
  json = steal_value (writer.out);
  postil_json_parts_put (parts, property_order, "schema:valueReference", json, TOP_DEPTH);
}

static char *
edit_property (CodebookWriter               *self,
               const PostilCodebookProperty *after,
               const char                   *source)
{
  g_autoptr (PostilJsonParts) parts = NULL;
  PostilCodebookProperty before;

  if (source == NULL || !postil_codebook_read_property (source, self->strings, self->lists, &before))
    return NULL;
  parts = postil_json_parts_new (source, -1);
  if (parts == NULL)
    return NULL;

  edit_text (parts, property_order, "id", before.attribute.id, get_id (after), TOP_DEPTH);
  edit_text (parts, property_order, "prefLabel", before.attribute.label, get_label (after), TOP_DEPTH);
  edit_kind (parts, &before, after);
  edit_text (parts, property_order, "definition", before.attribute.definition, get_definition (after), TOP_DEPTH);
  edit_texts (parts, property_order, "schema:domainIncludes", before.attribute.codes, get_domain (after), TOP_DEPTH);
  if (after->is_link)
    edit_texts (parts, property_order, "schema:rangeIncludes", before.link.to_codes, get_range (after), TOP_DEPTH);

  return postil_json_parts_to_string (parts);
}

/* Begins the list with its first item. */
static void
append_item (GString    *list,
             guint       depth,
             const char *json)
{
  g_string_append_c (list, list->len == 0 ? '[' : ',');
  g_string_append_printf (list, "\n%*s", (int) (2 * depth), "");
  g_string_append (list, json);
}

static char *
end_list (GString *list,
          guint    depth)
{
  if (list->len == 0)
    g_string_append (list, "[]");
  else
    g_string_append_printf (list, "\n%*s]", (int) (2 * depth), "");

  return g_string_free (list, FALSE);
}

/* The codes from the next one on that are at this level of the codebook, each with those
 * below it; they stand in that order in the codebook. */
static char *
write_codes (CodebookWriter *self,
             guint           level)
{
  guint depth = TOP_DEPTH + 2 * level;
  GString *list = g_string_new (NULL);

  while (self->next < postil_codebook_get_n_codes (self->codebook))
    {
      const PostilCode *code = postil_codebook_get_code (self->codebook, self->next);
      g_autofree char *children = NULL;
      g_autofree char *json = NULL;

      if (code->depth < level)
        break;
      self->next++;
      children = write_codes (self, level + 1);
      json = edit_code (self, code, depth, children);
      if (json == NULL)
        json = postil_codebook_write_code (code, depth, children);
      append_item (list, depth, json);
    }

  return end_list (list, depth - 1);
}

static void
append_property (CodebookWriter               *self,
                 GString                      *list,
                 const PostilCodebookProperty *property,
                 const char                   *source)
{
  g_autofree char *json = edit_property (self, property, source);

  if (json == NULL)
    json = postil_codebook_write_property (property);
  append_item (list, TOP_DEPTH, json);
}

static char *
write_properties (CodebookWriter *self)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < postil_codebook_get_n_attributes (self->codebook); i++)
    {
      PostilCodebookProperty property = { .attribute = *postil_codebook_get_attribute (self->codebook, i) };

      append_property (self, list, &property, property.attribute.source);
    }
  for (guint i = 0; i < postil_codebook_get_n_links (self->codebook); i++)
    {
      PostilCodebookProperty property = { .is_link = TRUE, .link = *postil_codebook_get_link (self->codebook, i) };

      append_property (self, list, &property, property.link.source);
    }

  return end_list (list, LIST_DEPTH);
}

static char *
write_root (CodebookWriter *self,
            const char     *codes,
            const char     *properties)
{
  const char *label = postil_codebook_get_label (self->codebook);
  const char *source = postil_codebook_get_source (self->codebook);
  g_autoptr (PostilJsonParts) parts = NULL;
  const char *before = NULL;

  if (source != NULL && postil_codebook_read_label (source, self->strings, self->lists, &before))
    parts = postil_json_parts_new (source, -1);
  if (parts == NULL)
    return postil_codebook_write_root (label, codes, strcmp (properties, "[]") != 0 ? properties : NULL);

  edit_text (parts, root_order, "prefLabel", before, label, 0);
  postil_json_parts_put (parts, root_order, "hasTopConcept", codes, 0);
  if (strcmp (properties, "[]") != 0 || postil_json_parts_find (parts, "schema:additionalProperty", NULL))
    postil_json_parts_put (parts, root_order, "schema:additionalProperty", properties, 0);
  return postil_json_parts_to_string (parts);
}

GBytes *
postil_codebook_write (PostilCodebook *codebook)
{
  CodebookWriter self = { .codebook = codebook };
  g_autofree char *codes = NULL;
  g_autofree char *properties = NULL;
  g_autofree char *root = NULL;
  char *text;

  g_return_val_if_fail (codebook != NULL, NULL);

  self.strings = g_string_chunk_new (4096);
  self.lists = g_ptr_array_new_with_free_func (g_free);
  codes = write_codes (&self, 0);
  properties = write_properties (&self);
  root = write_root (&self, codes, properties);
  text = g_strconcat (root, "\n", NULL);

  g_string_chunk_free (self.strings);
  g_ptr_array_unref (self.lists);
  return g_bytes_new_take (text, strlen (text));
}
