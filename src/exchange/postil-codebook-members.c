/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The members of the three kinds of object in codebook.json, each read by itself: the lists
 * of further objects in them are passed over and remembered. So the same functions read a
 * whole file and the text of a single code. Any thread, one at a time. */

#include "config.h"

#include "exchange/postil-codebook-json-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SCOPE_NOT "Do not code when"

static const char *const root_keys[] = { "type", "prefLabel", "hasTopConcept", "schema:additionalProperty", NULL };
enum { ROOT_TYPE, ROOT_LABEL, ROOT_CODES, ROOT_PROPERTIES };

static const char *const code_keys[] = {
  "id", "prefLabel", "notation", "schema:color", "definition", "scopeNote", "example", "narrower",
  "schema:dateModified", "historyNote", "exactMatch", NULL
};
enum
{
  CODE_ID, CODE_LABEL, CODE_KEY, CODE_COLOR, CODE_DEFINITION, CODE_SCOPE, CODE_EXAMPLES, CODE_CHILDREN,
  CODE_REVISED, CODE_HISTORY, CODE_MATCHES
};

static const char *const property_keys[] = {
  "id", "prefLabel", "schema:valueReference", "definition", "schema:domainIncludes",
  "schema:rangeIncludes", NULL
};
enum { PROPERTY_ID, PROPERTY_LABEL, PROPERTY_KIND, PROPERTY_DEFINITION, PROPERTY_DOMAIN, PROPERTY_RANGE };

typedef gboolean (*MemberFunc) (PostilCodebookMembers *self, guint key, gpointer draft, GError **error);

static gboolean
skip_value (PostilCodebookMembers  *self,
            GError                **error)
{
  return postil_json_reader_skip (self->json, NULL, NULL) ||
         postil_json_reader_set_error (self->json, error);
}

/* As in postil-sidecar-envelope.c: what is not in @keys is passed over. */
static gboolean
read_object (PostilCodebookMembers  *self,
             const char *const      *keys,
             MemberFunc              read_member,
             gpointer                draft,
             GError                **error)
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
read_text (PostilCodebookMembers  *self,
           const char             *key,
           const char            **text,
           GError                **error)
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
read_texts (PostilCodebookMembers  *self,
            const char             *key,
            const char *const     **texts,
            GError                **error)
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

/* What others may use in another way (objects, lists of them) is theirs, and passed over. */
static gboolean
read_own_text (PostilCodebookMembers  *self,
               const char            **text,
               GError                **error)
{
  if (self->json->token == POSTIL_JSON_STRING)
    return read_text (self, "", text, error);

  return skip_value (self, error);
}

static gboolean
read_own_texts (PostilCodebookMembers  *self,
                const char *const     **texts,
                GError                **error)
{
  PostilJsonReader beginning = *self->json;

  if (read_texts (self, "", texts, NULL))
    return TRUE;

  *self->json = beginning;
  return skip_value (self, error);
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
read_scope (PostilCodebookMembers  *self,
            PostilCode             *code,
            GError                **error)
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

static gboolean
pass_list (PostilCodebookMembers  *self,
           const char             *key,
           PostilCodebookList     *cut,
           GError                **error)
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
read_code_member (PostilCodebookMembers  *self,
                  guint                   key,
                  gpointer                data,
                  GError                **error)
{
  PostilCodeDraft *draft = data;
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
    case CODE_REVISED:
      return read_own_text (self, &code->revised, error);
    case CODE_HISTORY:
      return read_own_texts (self, &code->history, error);
    case CODE_MATCHES:
      return read_own_texts (self, &code->matches, error);
    case CODE_CHILDREN:
      return pass_list (self, "narrower", &draft->children, error);
    default:
      return skip_value (self, error);
    }
}

/* "text", "boolean" and "link" are words; the values to choose from are a list. A word that
 * Postil does not know is a text to it, and stays in the file. */
static gboolean
read_kind (PostilCodebookMembers   *self,
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
read_property_member (PostilCodebookMembers  *self,
                      guint                   key,
                      gpointer                data,
                      GError                **error)
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
gboolean
postil_codebook_members_read_property (PostilCodebookMembers   *self,
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
read_type (PostilCodebookMembers  *self,
           PostilCodebookRoot     *draft,
           GError                **error)
{
  const char *const *types;

  if (!read_texts (self, "type", &types, error))
    return FALSE;

  draft->is_scheme = g_strv_contains (types, "ConceptScheme");
  return TRUE;
}

static gboolean
read_root_member (PostilCodebookMembers  *self,
                  guint                   key,
                  gpointer                data,
                  GError                **error)
{
  PostilCodebookRoot *draft = data;

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

gboolean
postil_codebook_members_read_code (PostilCodebookMembers  *self,
                                   PostilCodeDraft        *draft,
                                   GError                **error)
{
  return read_object (self, code_keys, read_code_member, draft, error);
}

gboolean
postil_codebook_members_read_root (PostilCodebookMembers  *self,
                                   PostilCodebookRoot     *draft,
                                   GError                **error)
{
  return read_object (self, root_keys, read_root_member, draft, error);
}

/* A source is what has been read before, so that nothing can be wrong with it but by the
 * hand of somebody who edits journals. */
static gboolean
begin_source (PostilCodebookMembers *self,
              PostilJsonReader      *reader,
              const char            *json)
{
  postil_json_reader_init (reader, json, strlen (json));
  reader->max_depth = POSTIL_CODEBOOK_MAX_DEPTH;
  self->json = reader;
  return postil_json_reader_next (reader) == POSTIL_JSON_OBJECT_BEGIN;
}

gboolean
postil_codebook_read_code (const char   *json,
                           GStringChunk *strings,
                           GPtrArray    *lists,
                           PostilCode   *code)
{
  PostilCodebookMembers self = { .strings = strings, .lists = lists };
  PostilCodeDraft draft = { .code.parent = "" };
  PostilJsonReader reader;

  if (!begin_source (&self, &reader, json) ||
      !postil_codebook_members_read_code (&self, &draft, NULL))
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
  PostilCodebookMembers self = { .strings = strings, .lists = lists };
  PostilJsonReader reader;

  *property = (PostilCodebookProperty) { 0 };
  return begin_source (&self, &reader, json) &&
         postil_codebook_members_read_property (&self, property, NULL);
}

gboolean
postil_codebook_read_label (const char    *json,
                            GStringChunk  *strings,
                            GPtrArray     *lists,
                            const char   **label)
{
  PostilCodebookMembers self = { .strings = strings, .lists = lists };
  PostilCodebookRoot draft = { 0 };
  PostilJsonReader reader;

  if (!begin_source (&self, &reader, json) ||
      !postil_codebook_members_read_root (&self, &draft, NULL))
    return FALSE;

  *label = draft.label;
  return TRUE;
}
