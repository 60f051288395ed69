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

typedef struct
{
  PostilCodebookMembers  members;
  PostilCodebookBuilder *builder;
  PostilReport          *report;
  GHashTable            *codes;      /* ids seen */
  GHashTable            *keys;       /* → the id of the code that has it */
  GHashTable            *properties;
} CodebookReader;

static gboolean read_codes (CodebookReader *self, const char *key, const char *parent, GError **error);

/* The object from @start to the current token, with the lists that are cut (in the order of
 * the file) left empty. */
static char *
dup_source (CodebookReader           *self,
            const char               *start,
            const PostilCodebookList *cuts,
            guint                     n_cuts)
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
  g_string_append_len (source, start, self->members.json->token_start + 1 - start);

  return g_string_free (source, FALSE);
}

static gboolean
expect_object (CodebookReader  *self,
               const char      *key,
               GError         **error)
{
  if (self->members.json->token == POSTIL_JSON_OBJECT_BEGIN)
    return TRUE;
  if (self->members.json->token == POSTIL_JSON_ERROR)
    return postil_json_reader_set_error (self->members.json, error);

  return postil_json_reader_set_schema_error (self->members.json, error, _("“%s” must hold objects in { }."), key);
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

/* The model asks, too; here we know where it stands. */
static gboolean
check_key (CodebookReader    *self,
           PostilJsonReader  *beginning,
           const PostilCode  *code,
           GError           **error)
{
  const char *other = NULL;

  if (code->key == NULL || code->key[0] == '\0')
    return TRUE;

  other = g_hash_table_lookup (self->keys, code->key);
  if (other != NULL)
    return postil_json_reader_set_schema_error (beginning, error,
                                                _("The codes “%s” and “%s” have the same key “%s”; give one of them "
                                                  "another or none."), other, code->id, code->key);

  g_hash_table_insert (self->keys, (gpointer) code->key, (gpointer) code->id);
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
  PostilJsonReader *reader = self->members.json;
  PostilJsonReader beginning = *reader;
  PostilCodeDraft draft = { .code.parent = parent };
  g_autofree char *source = NULL;
  gboolean is_read = TRUE;

  if (!postil_codebook_members_read_code (&self->members, &draft, error) ||
      !check_id (self, &beginning, self->codes, draft.code.id, error) ||
      !check_key (self, &beginning, &draft.code, error))
    return FALSE;

  report_label (self, &beginning, draft.code.id, draft.code.label);
  source = dup_source (self, beginning.token_start, &draft.children, 1);
  add_code (self, &draft.code, source, beginning.depth - 1);

  if (draft.children.is_there)
    {
      self->members.json = &draft.children.reader;
      is_read = read_codes (self, "narrower", draft.code.id, error);
      self->members.json = reader;
    }
  return is_read;
}

static gboolean
read_codes (CodebookReader  *self,
            const char      *key,
            const char      *parent,
            GError         **error)
{
  while (postil_json_reader_next (self->members.json) != POSTIL_JSON_ARRAY_END)
    if (!expect_object (self, key, error) || !read_code (self, parent, error))
      return FALSE;

  return TRUE;
}

static gboolean
read_property (CodebookReader  *self,
               GError         **error)
{
  PostilJsonReader beginning = *self->members.json;
  PostilCodebookProperty property = { 0 };
  g_autofree char *source = NULL;
  g_autofree char *plain = NULL;

  if (!postil_codebook_members_read_property (&self->members, &property, error) ||
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
  while (postil_json_reader_next (self->members.json) != POSTIL_JSON_ARRAY_END)
    if (!expect_object (self, "schema:additionalProperty", error) || !read_property (self, error))
      return FALSE;

  return TRUE;
}

static void
set_root (CodebookReader *self,
          PostilCodebookRoot      *draft,
          const char     *start)
{
  PostilCodebookList cuts[] = { draft->lists[0], draft->lists[1] };
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
  PostilJsonReader *reader = self->members.json;
  PostilJsonReader beginning;
  PostilCodebookRoot draft = { 0 };
  gboolean is_read = TRUE;

  if (postil_json_reader_next (reader) == POSTIL_JSON_ERROR)
    return postil_json_reader_set_error (reader, error);
  beginning = *reader;
  if (reader->token == POSTIL_JSON_OBJECT_BEGIN)
    {
      if (!postil_codebook_members_read_root (&self->members, &draft, error))
        return FALSE;
      set_root (self, &draft, beginning.token_start);
      if (postil_json_reader_next (reader) != POSTIL_JSON_END)
        return postil_json_reader_set_error (reader, error);
    }
  if (!draft.is_scheme)
    return postil_json_reader_set_schema_error (&beginning, error,
                                                _("This is JSON, but no codebook: it must be an object whose "
                                                  "“type” is “ConceptScheme”."));

  self->members.json = &draft.lists[0].reader;
  is_read = !draft.lists[0].is_there || read_codes (self, "hasTopConcept", "", error);
  self->members.json = &draft.lists[1].reader;
  is_read = is_read && (!draft.lists[1].is_there || read_properties (self, error));
  self->members.json = reader;
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
  self.members.json = &reader;
  self.members.strings = g_string_chunk_new (4096);
  self.members.lists = g_ptr_array_new_with_free_func (g_free);
  self.codes = g_hash_table_new (g_str_hash, g_str_equal);
  self.keys = g_hash_table_new (g_str_hash, g_str_equal);
  self.properties = g_hash_table_new (g_str_hash, g_str_equal);
  self.builder = postil_codebook_builder_new (NULL);

  if (read_root (&self, error))
    codebook = postil_codebook_builder_end (g_steal_pointer (&self.builder), error);

  g_clear_pointer (&self.builder, postil_codebook_builder_free);
  g_hash_table_unref (self.codes);
  g_hash_table_unref (self.keys);
  g_hash_table_unref (self.properties);
  g_string_chunk_free (self.members.strings);
  g_ptr_array_unref (self.members.lists);
  return codebook;
}
