/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* codebook.json into a codebook. A code, an attribute or the whole that holds more than
 * Postil would write keeps its own text as its source, with the lists inside it emptied: the
 * codes in them keep theirs. What a codebook should be in itself (no ring, no key twice) is
 * judged by the model. Any thread. */

#include "config.h"

#include "exchange/postil-codebook-json.h"

#include "base/postil-json-reader.h"
#include "exchange/postil-codebook-json-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SCOPE_NOT "Do not code when"

static const char *const root_keys[] = { "type", "prefLabel", "hasTopConcept", "schema:additionalProperty", NULL };
enum { ROOT_TYPE, ROOT_LABEL, ROOT_CODES, ROOT_PROPERTIES };

static const char *const code_keys[] = {
  "id", "prefLabel", "notation", "schema:color", "definition", "scopeNote", "example", "narrower", NULL
};
enum { CODE_ID, CODE_LABEL, CODE_KEY, CODE_COLOR, CODE_DEFINITION, CODE_SCOPE, CODE_EXAMPLES, CODE_CHILDREN };

static const char *const property_keys[] = {
  "id", "prefLabel", "schema:valueReference", "definition", "schema:domainIncludes",
  "schema:rangeIncludes", NULL
};
enum { PROPERTY_ID, PROPERTY_LABEL, PROPERTY_KIND, PROPERTY_DEFINITION, PROPERTY_DOMAIN, PROPERTY_RANGE };

typedef struct
{
  PostilJsonReader      *json;
  GStringChunk          *strings;
  GPtrArray             *lists;
  PostilCodebookBuilder *builder;    /* NULL while one source is read */
  PostilReport          *report;
  GHashTable            *codes;      /* ids seen */
  GHashTable            *properties;
} CodebookReader;

/* A list inside an object: passed over, left out of the object's source, and read later. */
typedef struct
{
  gboolean         is_there;
  PostilJsonReader reader; /* stands on its beginning */
  const char      *start;
  const char      *end;
} Cut;

typedef struct
{
  PostilCode code;
  Cut        children;
} CodeDraft;

typedef struct
{
  const char *label;
  gboolean    is_scheme;
  Cut         lists[2];
} RootDraft;

typedef gboolean (*MemberFunc) (CodebookReader *self, guint key, gpointer draft, GError **error);

static gboolean read_codes (CodebookReader *self, const char *key, const char *parent, GError **error);

static gboolean
skip_value (CodebookReader  *self,
            GError         **error)
{
  return postil_json_reader_skip (self->json, NULL, NULL) ||
         postil_json_reader_set_error (self->json, error);
}

/* As in postil-sidecar-envelope.c: what is not in @keys is passed over. */
static gboolean
read_object (CodebookReader     *self,
             const char *const  *keys,
             MemberFunc          read_member,
             gpointer            draft,
             GError            **error)
{
  guint seen = 0;

  while (postil_json_reader_next (self->json) == POSTIL_JSON_KEY)
    {
      gboolean is_read;
      guint key = 0;

      while (keys[key] != NULL && !postil_json_reader_is (self->json, keys[key]))
        key++;
      if (keys[key] != NULL && (seen & 1u << key) != 0)
        return postil_json_reader_set_schema_error (self->json, error,
                                                    _("“%s” stands here a second time in one object."),
                                                    keys[key]);
      seen |= 1u << key;

      if (postil_json_reader_next (self->json) == POSTIL_JSON_ERROR)
        break;
      is_read = keys[key] != NULL ? read_member (self, key, draft, error) : skip_value (self, error);
      if (!is_read)
        return FALSE;
    }

  return self->json->token != POSTIL_JSON_ERROR || postil_json_reader_set_error (self->json, error);
}

static gboolean
read_text (CodebookReader  *self,
           const char      *key,
           const char     **text,
           GError         **error)
{
  g_autofree char *string = NULL;

  if (self->json->token != POSTIL_JSON_STRING)
    return postil_json_reader_set_schema_error (self->json, error,
                                                _("“%s” must be a text in quotes."), key);

  string = postil_json_reader_dup_string (self->json);
  *text = g_string_chunk_insert (self->strings, string);
  return TRUE;
}

/* A text, or a list of texts. */
static gboolean
read_texts (CodebookReader      *self,
            const char          *key,
            const char *const  **texts,
            GError             **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  const char *text;

  if (self->json->token != POSTIL_JSON_ARRAY_BEGIN)
    {
      if (!read_text (self, key, &text, error))
        return FALSE;
      g_ptr_array_add (list, (gpointer) text);
    }
  else
    {
      while (postil_json_reader_next (self->json) != POSTIL_JSON_ARRAY_END)
        {
          if (self->json->token == POSTIL_JSON_ERROR)
            return postil_json_reader_set_error (self->json, error);
          if (!read_text (self, key, &text, error))
            return FALSE;
          g_ptr_array_add (list, (gpointer) text);
        }
    }

  g_ptr_array_add (list, NULL);
  *texts = (const char *const *) g_ptr_array_free (g_steal_pointer (&list), FALSE);
  g_ptr_array_add (self->lists, (gpointer) *texts);
  return TRUE;
}

void
postil_codebook_split_scope (const char  *scope,
                             char       **when,
                             char       **when_not)
{
  const char *at = strstr (scope, SCOPE_NOT);
  gsize length = at != NULL ? (gsize) (at - scope) : strlen (scope);

  *when_not = g_strdup (at != NULL ? at : "");
  if (at != NULL && length > 0 && scope[length - 1] == ' ')
    length--;
  *when = g_strndup (scope, length);
}

char *
postil_codebook_join_scope (const char *when,
                            const char *when_not)
{
  const char *space = when[0] != '\0' && when_not[0] != '\0' ? " " : "";
  g_autofree char *scope = g_strconcat (when, space, when_not, NULL);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  postil_codebook_split_scope (scope, &first, &second);
  return strcmp (first, when) == 0 && strcmp (second, when_not) == 0 ? g_steal_pointer (&scope) : NULL;
}

/* One text with both notes in it, or a list: when to code, when not to. */
static gboolean
read_scope (CodebookReader  *self,
            PostilCode      *code,
            GError         **error)
{
  gboolean is_list = self->json->token == POSTIL_JSON_ARRAY_BEGIN;
  g_autofree char *when = NULL;
  g_autofree char *when_not = NULL;
  const char *const *texts;

  if (!read_texts (self, "scopeNote", &texts, error))
    return FALSE;

  if (!is_list)
    {
      postil_codebook_split_scope (texts[0], &when, &when_not);
    }
  else if (texts[0] != NULL)
    {
      when = g_strdup (texts[0]);
      when_not = g_strjoinv ("\n", (char **) texts + 1);
    }

  if (when != NULL)
    code->when = g_string_chunk_insert (self->strings, when);
  if (when_not != NULL)
    code->when_not = g_string_chunk_insert (self->strings, when_not);
  return TRUE;
}

/* The object from @start to the current token, with the lists that are cut (in the order of
 * the file) left empty. */
static char *
dup_source (CodebookReader *self,
            const char     *start,
            const Cut      *cuts,
            guint           n_cuts)
{
  GString *source = g_string_new (NULL);

  for (guint i = 0; i < n_cuts; i++)
    {
      if (!cuts[i].is_there)
        continue;
      g_string_append_len (source, start, cuts[i].start - start);
      g_string_append (source, "[]");
      start = cuts[i].end;
    }
  g_string_append_len (source, start, self->json->token_start + 1 - start);

  return g_string_free (source, FALSE);
}

static gboolean
pass_list (CodebookReader  *self,
           const char      *key,
           Cut             *cut,
           GError         **error)
{
  if (self->json->token != POSTIL_JSON_ARRAY_BEGIN)
    return postil_json_reader_set_schema_error (self->json, error, _("“%s” must be a list in [ ]."), key);

  cut->is_there = TRUE;
  cut->reader = *self->json;
  cut->start = self->json->token_start;
  if (!skip_value (self, error))
    return FALSE;
  cut->end = self->json->data + self->json->position;
  return TRUE;
}

static gboolean
expect_object (CodebookReader  *self,
               const char      *key,
               GError         **error)
{
  if (self->json->token == POSTIL_JSON_OBJECT_BEGIN)
    return TRUE;
  if (self->json->token == POSTIL_JSON_ERROR)
    return postil_json_reader_set_error (self->json, error);

  return postil_json_reader_set_schema_error (self->json, error, _("“%s” must hold objects in { }."), key);
}

static gboolean
read_code_member (CodebookReader  *self,
                  guint            key,
                  gpointer         data,
                  GError         **error)
{
  CodeDraft *draft = data;
  PostilCode *code = &draft->code;

  switch (key)
    {
    case CODE_ID:
      return read_text (self, "id", &code->id, error);
    case CODE_LABEL:
      return read_text (self, "prefLabel", &code->label, error);
    case CODE_KEY:
      return read_text (self, "notation", &code->key, error);
    case CODE_COLOR:
      return read_text (self, "schema:color", &code->color, error);
    case CODE_DEFINITION:
      return read_text (self, "definition", &code->definition, error);
    case CODE_SCOPE:
      return read_scope (self, code, error);
    case CODE_EXAMPLES:
      return read_texts (self, "example", &code->examples, error);
    case CODE_CHILDREN:
      return pass_list (self, "narrower", &draft->children, error);
    default:
      return skip_value (self, error);
    }
}

/* A code without an id cannot be named by an annotation, and one id cannot name two. */
static gboolean
check_id (CodebookReader    *self,
          PostilJsonReader  *beginning,
          GHashTable        *seen,
          const char        *id,
          GError           **error)
{
  if (id == NULL || id[0] == '\0')
    return postil_json_reader_set_schema_error (beginning, error, _("This lacks its “id”."));
  if (!g_hash_table_add (seen, (gpointer) id))
    return postil_json_reader_set_schema_error (beginning, error,
                                                _("The id “%s” stands in this codebook a second time."), id);

  return TRUE;
}

static void
report_label (CodebookReader   *self,
              PostilJsonReader *beginning,
              const char       *id,
              const char       *label)
{
  guint line;

  if (self->report == NULL || (label != NULL && label[0] != '\0'))
    return;

  postil_json_reader_get_place (beginning, &line, NULL);
  postil_report_add (self->report, NULL, line, "schema", id,
                     _("“%s” has no label (prefLabel); its id serves instead."), id);
}

/* @source: its text in the file. What Postil would write the same needs none. */
static void
add_code (CodebookReader *self,
          PostilCode     *code,
          const char     *source,
          guint           depth)
{
  g_autofree char *plain = postil_codebook_write_code (code, depth, "[]");

  code->source = strcmp (plain, source) != 0 ? source : NULL;
  postil_codebook_builder_add_code (self->builder, code);
  code->source = NULL;
}

/* The reader stands on the beginning of a code. Its id may stand behind the codes within,
 * which need it; so those are passed over and read afterwards. */
static gboolean
read_code (CodebookReader  *self,
           const char      *parent,
           GError         **error)
{
  PostilJsonReader *reader = self->json;
  PostilJsonReader beginning = *reader;
  CodeDraft draft = { .code.parent = parent };
  g_autofree char *source = NULL;
  gboolean is_read = TRUE;

  if (!read_object (self, code_keys, read_code_member, &draft, error) ||
      !check_id (self, &beginning, self->codes, draft.code.id, error))
    return FALSE;

  report_label (self, &beginning, draft.code.id, draft.code.label);
  source = dup_source (self, beginning.token_start, &draft.children, 1);
  add_code (self, &draft.code, source, beginning.depth - 1);

  if (draft.children.is_there)
    {
      self->json = &draft.children.reader;
      is_read = read_codes (self, "narrower", draft.code.id, error);
      self->json = reader;
    }
  return is_read;
}

static gboolean
read_codes (CodebookReader  *self,
            const char      *key,
            const char      *parent,
            GError         **error)
{
  while (postil_json_reader_next (self->json) != POSTIL_JSON_ARRAY_END)
    if (!expect_object (self, key, error) || !read_code (self, parent, error))
      return FALSE;

  return TRUE;
}

/* "text", "boolean" and "link" are words; the values to choose from are a list. A word that
 * Postil does not know is a text to it, and stays in the file. */
static gboolean
read_kind (CodebookReader          *self,
           PostilCodebookProperty  *property,
           GError                 **error)
{
  PostilAttributeDef *attribute = &property->attribute;

  if (self->json->token == POSTIL_JSON_ARRAY_BEGIN)
    {
      attribute->kind = POSTIL_ATTRIBUTE_CHOICE;
      return read_texts (self, "schema:valueReference", &attribute->choices, error);
    }
  if (self->json->token != POSTIL_JSON_STRING)
    return postil_json_reader_set_schema_error (self->json, error,
                                                _("“schema:valueReference” must be \"text\", \"boolean\", \"link\" or "
                                                  "a list of the values to choose from."));

  property->is_link = postil_json_reader_is (self->json, "link");
  if (postil_json_reader_is (self->json, "boolean"))
    attribute->kind = POSTIL_ATTRIBUTE_BOOLEAN;
  return TRUE;
}

static gboolean
read_property_member (CodebookReader  *self,
                      guint            key,
                      gpointer         data,
                      GError         **error)
{
  PostilCodebookProperty *property = data;
  PostilAttributeDef *attribute = &property->attribute;

  switch (key)
    {
    case PROPERTY_ID:
      return read_text (self, "id", &attribute->id, error);
    case PROPERTY_LABEL:
      return read_text (self, "prefLabel", &attribute->label, error);
    case PROPERTY_KIND:
      return read_kind (self, property, error);
    case PROPERTY_DEFINITION:
      return read_text (self, "definition", &attribute->definition, error);
    case PROPERTY_DOMAIN:
      return read_texts (self, "schema:domainIncludes", &attribute->codes, error);
    case PROPERTY_RANGE:
      return read_texts (self, "schema:rangeIncludes", &property->link.to_codes, error);
    default:
      return skip_value (self, error);
    }
}

/* What attributes and links have in common has been read into the attribute. */
static gboolean
read_property_members (CodebookReader          *self,
                       PostilCodebookProperty  *property,
                       GError                 **error)
{
  if (!read_object (self, property_keys, read_property_member, property, error))
    return FALSE;

  property->link.id = property->attribute.id;
  property->link.label = property->attribute.label;
  property->link.definition = property->attribute.definition;
  property->link.from_codes = property->attribute.codes;
  return TRUE;
}

static gboolean
read_property (CodebookReader  *self,
               GError         **error)
{
  PostilJsonReader beginning = *self->json;
  PostilCodebookProperty property = { 0 };
  g_autofree char *source = NULL;
  g_autofree char *plain = NULL;

  if (!read_property_members (self, &property, error) ||
      !check_id (self, &beginning, self->properties, property.attribute.id, error))
    return FALSE;

  report_label (self, &beginning, property.attribute.id, property.attribute.label);
  source = dup_source (self, beginning.token_start, NULL, 0);
  plain = postil_codebook_write_property (&property);
  if (strcmp (plain, source) != 0)
    property.attribute.source = property.link.source = source;

  if (property.is_link)
    postil_codebook_builder_set_link (self->builder, &property.link);
  else
    postil_codebook_builder_set_attribute (self->builder, &property.attribute);
  return TRUE;
}

static gboolean
read_properties (CodebookReader  *self,
                 GError         **error)
{
  while (postil_json_reader_next (self->json) != POSTIL_JSON_ARRAY_END)
    if (!expect_object (self, "schema:additionalProperty", error) || !read_property (self, error))
      return FALSE;

  return TRUE;
}

static gboolean
read_type (CodebookReader  *self,
           RootDraft       *draft,
           GError         **error)
{
  const char *const *types;

  if (!read_texts (self, "type", &types, error))
    return FALSE;

  draft->is_scheme = g_strv_contains (types, "ConceptScheme");
  return TRUE;
}

static gboolean
read_root_member (CodebookReader  *self,
                  guint            key,
                  gpointer         data,
                  GError         **error)
{
  RootDraft *draft = data;

  switch (key)
    {
    case ROOT_TYPE:
      return read_type (self, draft, error);
    case ROOT_LABEL:
      return read_text (self, "prefLabel", &draft->label, error);
    case ROOT_CODES:
      return pass_list (self, "hasTopConcept", &draft->lists[0], error);
    case ROOT_PROPERTIES:
      return pass_list (self, "schema:additionalProperty", &draft->lists[1], error);
    default:
      return skip_value (self, error);
    }
}

static void
set_root (CodebookReader *self,
          RootDraft      *draft,
          const char     *start)
{
  Cut cuts[] = { draft->lists[0], draft->lists[1] };
  g_autofree char *source = NULL;
  g_autofree char *plain = NULL;
  gboolean has_properties = draft->lists[1].end - draft->lists[1].start > 2;

  if (cuts[0].is_there && cuts[1].is_there && cuts[0].start > cuts[1].start)
    {
      cuts[0] = draft->lists[1];
      cuts[1] = draft->lists[0];
    }

  source = dup_source (self, start, cuts, G_N_ELEMENTS (cuts));
  plain = postil_codebook_write_root (draft->label, "[]", has_properties ? "[]" : NULL);
  postil_codebook_builder_set_label (self->builder, draft->label != NULL ? draft->label : "");
  if (strcmp (plain, source) != 0)
    postil_codebook_builder_set_source (self->builder, source);
}

static gboolean
read_root (CodebookReader  *self,
           GError         **error)
{
  PostilJsonReader *reader = self->json;
  PostilJsonReader beginning;
  RootDraft draft = { 0 };
  gboolean is_read = TRUE;

  if (postil_json_reader_next (reader) == POSTIL_JSON_ERROR)
    return postil_json_reader_set_error (reader, error);
  beginning = *reader;
  if (reader->token == POSTIL_JSON_OBJECT_BEGIN)
    {
      if (!read_object (self, root_keys, read_root_member, &draft, error))
        return FALSE;
      set_root (self, &draft, beginning.token_start);
      if (postil_json_reader_next (reader) != POSTIL_JSON_END)
        return postil_json_reader_set_error (reader, error);
    }
  if (!draft.is_scheme)
    return postil_json_reader_set_schema_error (&beginning, error,
                                                _("This is JSON, but no codebook: it must be an object whose "
                                                  "“type” is “ConceptScheme”."));

  self->json = &draft.lists[0].reader;
  is_read = !draft.lists[0].is_there || read_codes (self, "hasTopConcept", "", error);
  self->json = &draft.lists[1].reader;
  is_read = is_read && (!draft.lists[1].is_there || read_properties (self, error));
  self->json = reader;
  return is_read;
}

PostilCodebook *
postil_codebook_read (GBytes        *bytes,
                      PostilReport  *report,
                      GError       **error)
{
  CodebookReader self = { .report = report };
  PostilCodebook *codebook = NULL;
  PostilJsonReader reader;
  gconstpointer data;
  gsize length;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  data = g_bytes_get_data (bytes, &length);
  postil_json_reader_init (&reader, data != NULL ? data : "", length);
  reader.max_depth = POSTIL_CODEBOOK_MAX_DEPTH;
  self.json = &reader;
  self.strings = g_string_chunk_new (4096);
  self.lists = g_ptr_array_new_with_free_func (g_free);
  self.codes = g_hash_table_new (g_str_hash, g_str_equal);
  self.properties = g_hash_table_new (g_str_hash, g_str_equal);
  self.builder = postil_codebook_builder_new (NULL);

  if (read_root (&self, error))
    codebook = postil_codebook_builder_end (g_steal_pointer (&self.builder), error);

  g_clear_pointer (&self.builder, postil_codebook_builder_free);
  g_hash_table_unref (self.codes);
  g_hash_table_unref (self.properties);
  g_string_chunk_free (self.strings);
  g_ptr_array_unref (self.lists);
  return codebook;
}

/* A source is what has been read before, so that nothing can be wrong with it but by the
 * hand of somebody who edits journals. */
static gboolean
read_source (const char        *json,
             GStringChunk      *strings,
             GPtrArray         *lists,
             const char *const *keys,
             MemberFunc         read_member,
             gpointer           draft)
{
  PostilJsonReader reader;
  CodebookReader self = { .json = &reader, .strings = strings, .lists = lists };

  postil_json_reader_init (&reader, json, strlen (json));
  reader.max_depth = POSTIL_CODEBOOK_MAX_DEPTH;
  return postil_json_reader_next (&reader) == POSTIL_JSON_OBJECT_BEGIN &&
         read_object (&self, keys, read_member, draft, NULL);
}

gboolean
postil_codebook_read_code (const char   *json,
                           GStringChunk *strings,
                           GPtrArray    *lists,
                           PostilCode   *code)
{
  CodeDraft draft = { .code.parent = "" };

  if (!read_source (json, strings, lists, code_keys, read_code_member, &draft))
    return FALSE;

  *code = draft.code;
  return TRUE;
}

gboolean
postil_codebook_read_property (const char             *json,
                               GStringChunk           *strings,
                               GPtrArray              *lists,
                               PostilCodebookProperty *property)
{
  PostilCodebookProperty draft = { 0 };

  if (!read_source (json, strings, lists, property_keys, read_property_member, &draft))
    return FALSE;

  draft.link.from_codes = draft.attribute.codes;
  *property = draft;
  return TRUE;
}

gboolean
postil_codebook_read_label (const char    *json,
                            GStringChunk  *strings,
                            GPtrArray     *lists,
                            const char   **label)
{
  RootDraft draft = { 0 };

  if (!read_source (json, strings, lists, root_keys, read_root_member, &draft))
    return FALSE;

  *label = draft.label;
  return TRUE;
}
