/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a sidecar says about itself, around its items, read in one pass. The members may come
 * in any order; only the items wait until the article's name is known, for without it one
 * cannot say whether writing them anew would give what stands there. Any thread, one at a
 * time. */

#include "config.h"

#include "exchange/postil-sidecar-private.h"

#include <glib/gi18n-lib.h>

static const char *const collection_keys[] = {
  "@context", "id", "type", "label", "creator", "generator", "schema:schemaVersion",
  "schema:creativeWorkStatus", "schema:about", "total", "first", NULL
};
enum
{
  COLLECTION_CONTEXT, COLLECTION_ID, COLLECTION_TYPE, COLLECTION_LABEL, COLLECTION_CREATOR,
  COLLECTION_GENERATOR, COLLECTION_VERSION, COLLECTION_STATUS, COLLECTION_ABOUT,
  COLLECTION_TOTAL, COLLECTION_FIRST
};

static const char *const creator_keys[] = { "type", "nickname", "name", NULL };
enum { CREATOR_TYPE, CREATOR_NICKNAME, CREATOR_NAME };

static const char *const about_keys[] = {
  "id", "type", "format", "language", "schema:sha256", "schema:size", NULL
};
enum { ABOUT_ID, ABOUT_TYPE, ABOUT_FORMAT, ABOUT_LANGUAGE, ABOUT_SHA256, ABOUT_SIZE };

static const char *const page_keys[] = { "id", "type", "startIndex", "items", NULL };
enum { PAGE_ID, PAGE_TYPE, PAGE_START_INDEX, PAGE_ITEMS };

void
postil_envelope_init (PostilEnvelope *self)
{
  *self = (PostilEnvelope) { .strings = g_string_chunk_new (512) };
}

void
postil_envelope_clear (PostilEnvelope *self)
{
  g_clear_pointer (&self->strings, g_string_chunk_free);
  g_clear_pointer (&self->postponed, g_free);
}

static gboolean
skip_value (PostilEnvelope  *self,
            GError         **error)
{
  return postil_json_reader_skip (self->json, NULL, NULL) ||
         postil_json_reader_set_error (self->json, error);
}

static const char *
keep_string (PostilEnvelope *self)
{
  g_autofree char *string = postil_json_reader_dup_string (self->json);

  return g_string_chunk_insert (self->strings, string);
}

static gboolean
read_text (PostilEnvelope  *self,
           const char      *key,
           const char     **text,
           GError         **error)
{
  if (self->json->token != POSTIL_JSON_STRING)
    return postil_json_reader_set_schema_error (self->json, error,
                                                _("“%s” must be a text in quotes."), key);

  *text = keep_string (self);
  return TRUE;
}

/* W3C's context allows lists and languages here, of which Postil makes nothing. */
static gboolean
read_loose_text (PostilEnvelope  *self,
                 const char     **text,
                 GError         **error)
{
  if (self->json->token != POSTIL_JSON_STRING)
    return skip_value (self, error);

  *text = keep_string (self);
  return TRUE;
}

static gboolean
read_size (PostilEnvelope  *self,
           const char      *key,
           guint64         *size,
           GError         **error)
{
  if (self->json->token == POSTIL_JSON_NUMBER && postil_json_reader_get_uint (self->json, size))
    return TRUE;

  return postil_json_reader_set_schema_error (self->json, error,
                                              _("“%s” must be a whole number from 0 on."), key);
}

typedef gboolean (*MemberFunc) (PostilEnvelope *self, guint key, GError **error);

/* @read_member gets the member's index in @keys, with the reader on its value; members that
 * are not among them are passed over. */
static gboolean
read_object (PostilEnvelope     *self,
             const char *const  *keys,
             MemberFunc          read_member,
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
      is_read = keys[key] != NULL ? read_member (self, key, error) : skip_value (self, error);
      if (!is_read)
        return FALSE;
    }

  return self->json->token != POSTIL_JSON_ERROR || postil_json_reader_set_error (self->json, error);
}

static gboolean
read_creator_member (PostilEnvelope  *self,
                     guint            key,
                     GError         **error)
{
  switch (key)
    {
    case CREATOR_NICKNAME:
      return read_text (self, "nickname", &self->info.coder, error);
    case CREATOR_NAME:
      return read_loose_text (self, &self->info.coder_name, error);
    default:
      return skip_value (self, error);
    }
}

static gboolean
read_about_member (PostilEnvelope  *self,
                   guint            key,
                   GError         **error)
{
  g_autofree char *name = NULL;

  switch (key)
    {
    case ABOUT_ID:
      if (!read_text (self, "id", &self->info.article, error))
        return FALSE;
      name = g_uri_unescape_string (self->info.article, NULL);
      if (name != NULL && g_utf8_validate (name, -1, NULL))
        self->info.article = g_string_chunk_insert (self->strings, name);
      return TRUE;
    case ABOUT_FORMAT:
      return read_loose_text (self, &self->info.format, error);
    case ABOUT_LANGUAGE:
      return read_loose_text (self, &self->info.language, error);
    case ABOUT_SHA256:
      return read_text (self, "schema:sha256", &self->info.sha256, error);
    case ABOUT_SIZE:
      return read_size (self, "schema:size", &self->info.size, error);
    default:
      return skip_value (self, error);
    }
}

static gboolean
read_list (PostilEnvelope    *self,
           PostilJsonReader  *reader,
           GError           **error)
{
  if (self->read_items != NULL)
    return self->read_items (self, reader, self->user_data, error);

  return postil_json_reader_skip (reader, NULL, NULL) ||
         postil_json_reader_set_error (reader, error);
}

static gboolean
read_page_member (PostilEnvelope  *self,
                  guint            key,
                  GError         **error)
{
  if (key == PAGE_ID)
    return read_text (self, "id", &self->info.page_id, error);
  if (key != PAGE_ITEMS)
    return skip_value (self, error);
  if (self->json->token != POSTIL_JSON_ARRAY_BEGIN)
    return postil_json_reader_set_schema_error (self->json, error,
                                                _("“items” must be a list of annotations in [ ]."));

  self->list_start = self->json->token_start - self->json->data;
  if (self->has_about || self->read_items == NULL)
    {
      if (!read_list (self, self->json, error))
        return FALSE;
    }
  else
    {
      self->postponed = g_memdup2 (self->json, sizeof *self->json);
      if (!skip_value (self, error))
        return FALSE;
    }
  self->list_end = self->json->position;

  return TRUE;
}

static gboolean
read_type (PostilEnvelope  *self,
           GError         **error)
{
  gboolean is_list = self->json->token == POSTIL_JSON_ARRAY_BEGIN;

  if (is_list)
    postil_json_reader_next (self->json);
  while (self->json->token == POSTIL_JSON_STRING)
    {
      self->is_collection |= postil_json_reader_is (self->json, "AnnotationCollection");
      if (!is_list)
        return TRUE;
      postil_json_reader_next (self->json);
    }

  if (self->json->token == POSTIL_JSON_ERROR)
    return postil_json_reader_set_error (self->json, error);
  if (is_list && self->json->token == POSTIL_JSON_ARRAY_END)
    return TRUE;
  return postil_json_reader_set_schema_error (self->json, error,
                                              _("“type” must be a text in quotes, or a list of them."));
}

static gboolean
read_version (PostilEnvelope  *self,
              GError         **error)
{
  g_autofree char *version = NULL;
  char *end = NULL;
  guint64 number = 0;

  if (self->json->token == POSTIL_JSON_STRING)
    {
      version = postil_json_reader_dup_string (self->json);
      if (g_ascii_isdigit (version[0]))
        number = g_ascii_strtoull (version, &end, 10);
    }
  if (end == NULL || (*end != '\0' && *end != '.'))
    return postil_json_reader_set_schema_error (self->json, error,
                                                _("“schema:schemaVersion” must be a number in quotes, such as \"1\"."));

  self->info.schema_version = (guint) CLAMP (number, POSTIL_SIDECAR_VERSION, G_MAXUINT);
  return TRUE;
}

static gboolean
read_first (PostilEnvelope  *self,
            GError         **error)
{
  if (self->json->token == POSTIL_JSON_OBJECT_BEGIN)
    return read_object (self, page_keys, read_page_member, error);

  return postil_json_reader_set_schema_error (self->json, error,
                                              _("“first” must be the page with the annotations, in { }; "
                                                "Postil does not fetch pages from elsewhere."));
}

static gboolean
read_collection_member (PostilEnvelope  *self,
                        guint            key,
                        GError         **error)
{
  gboolean is_object = self->json->token == POSTIL_JSON_OBJECT_BEGIN;

  switch (key)
    {
    case COLLECTION_ID:
      return read_text (self, "id", &self->info.id, error);
    case COLLECTION_TYPE:
      return read_type (self, error);
    case COLLECTION_LABEL:
      return self->info.article != NULL ? skip_value (self, error)
                                        : read_loose_text (self, &self->info.article, error);
    case COLLECTION_CREATOR:
      return is_object ? read_object (self, creator_keys, read_creator_member, error)
                       : skip_value (self, error);
    case COLLECTION_VERSION:
      return read_version (self, error);
    case COLLECTION_STATUS:
      return read_text (self, "schema:creativeWorkStatus", &self->info.status, error);
    case COLLECTION_ABOUT:
      self->has_about = is_object;
      return is_object ? read_object (self, about_keys, read_about_member, error)
                       : skip_value (self, error);
    case COLLECTION_TOTAL:
      return read_size (self, "total", &self->total, error);
    case COLLECTION_FIRST:
      return read_first (self, error);
    default:
      return skip_value (self, error);
    }
}

gboolean
postil_envelope_read (PostilEnvelope    *self,
                      PostilJsonReader  *reader,
                      PostilItemsFunc    read_items,
                      gpointer           user_data,
                      GError           **error)
{
  PostilJsonReader beginning;

  self->json = reader;
  self->read_items = read_items;
  self->user_data = user_data;
  self->info.schema_version = POSTIL_SIDECAR_VERSION;

  if (postil_json_reader_next (reader) == POSTIL_JSON_ERROR)
    return postil_json_reader_set_error (reader, error);
  beginning = *reader;
  if (reader->token == POSTIL_JSON_OBJECT_BEGIN)
    {
      if (!read_object (self, collection_keys, read_collection_member, error))
        return FALSE;
      if (postil_json_reader_next (reader) != POSTIL_JSON_END)
        return postil_json_reader_set_error (reader, error);
    }

  if (!self->is_collection)
    return postil_json_reader_set_schema_error (&beginning, error,
                                                _("This is JSON, but no sidecar of Postil: it must be an object "
                                                  "whose “type” is “AnnotationCollection”."));
  return self->postponed == NULL || read_list (self, self->postponed, error);
}
