/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The envelope of a sidecar, written anew or edited in the text that it had. Nothing is
 * written that a save of unchanged work would make different: no time of writing, and the
 * version of Postil only where the envelope is new. Any thread. */

#include "config.h"

#include "exchange/postil-sidecar-private.h"

#include "exchange/postil-json-parts.h"

#include <string.h>

static const char *const collection_order[] = {
  "@context", "id", "type", "label", "creator", "generator", "schema:schemaVersion",
  "schema:creativeWorkStatus", "schema:about", "total", "first", NULL
};
static const char *const creator_order[] = { "type", "nickname", "name", NULL };
static const char *const about_order[] = {
  "id", "type", "format", "language", "schema:sha256", "schema:size", NULL
};
static const char *const page_order[] = { "id", "type", "startIndex", "items", NULL };

static void
write_creator (PostilJsonWriter      *writer,
               const PostilLayerInfo *info)
{
  postil_json_writer_begin_object (writer);
  postil_json_writer_member (writer, "type", "Person");
  if (info->coder != NULL)
    postil_json_writer_member (writer, "nickname", info->coder);
  if (info->coder_name != NULL)
    postil_json_writer_member (writer, "name", info->coder_name);
  postil_json_writer_end_object (writer);
}

static void
write_generator (PostilJsonWriter *writer)
{
  postil_json_writer_begin_object (writer);
  postil_json_writer_member (writer, "type", "Software");
  postil_json_writer_member (writer, "name", "Postil");
  postil_json_writer_member (writer, "schema:softwareVersion", POSTIL_VERSION);
  postil_json_writer_end_object (writer);
}

static void
write_about (PostilJsonWriter      *writer,
             const PostilLayerInfo *info)
{
  g_autofree char *iri = postil_sidecar_dup_iri (info->article);

  postil_json_writer_begin_object (writer);
  postil_json_writer_member (writer, "id", iri);
  postil_json_writer_member (writer, "type", "Text");
  if (info->format != NULL)
    postil_json_writer_member (writer, "format", info->format);
  if (info->language != NULL)
    postil_json_writer_member (writer, "language", info->language);
  if (info->sha256 != NULL)
    postil_json_writer_member (writer, "schema:sha256", info->sha256);
  if (info->sha256 != NULL || info->size != 0)
    postil_json_writer_member_uint (writer, "schema:size", info->size);
  postil_json_writer_end_object (writer);
}

static void
write_page (PostilJsonWriter      *writer,
            const PostilLayerInfo *info,
            const char            *items)
{
  postil_json_writer_begin_object (writer);
  if (info->page_id != NULL)
    postil_json_writer_member (writer, "id", info->page_id);
  postil_json_writer_member (writer, "type", "AnnotationPage");
  postil_json_writer_member_uint (writer, "startIndex", 0);
  postil_json_writer_key (writer, "items");
  postil_json_writer_raw (writer, items, -1);
  postil_json_writer_end_object (writer);
}

void
postil_envelope_write (GString               *out,
                       const PostilLayerInfo *info,
                       guint                  total,
                       const char            *items)
{
  g_autofree char *version = g_strdup_printf ("%u", MAX (info->schema_version, POSTIL_SIDECAR_VERSION));
  PostilJsonWriter writer;

  postil_json_writer_init (&writer, out, FALSE);
  postil_json_writer_begin_object (&writer);
  postil_json_writer_member (&writer, "@context", "http://www.w3.org/ns/anno.jsonld");
  if (info->id != NULL)
    postil_json_writer_member (&writer, "id", info->id);
  postil_json_writer_member (&writer, "type", "AnnotationCollection");
  postil_json_writer_member (&writer, "label", info->article != NULL ? info->article : "");
  postil_json_writer_key (&writer, "creator");
  write_creator (&writer, info);
  postil_json_writer_key (&writer, "generator");
  write_generator (&writer);
  postil_json_writer_member (&writer, "schema:schemaVersion", version);
  if (info->status != NULL)
    postil_json_writer_member (&writer, "schema:creativeWorkStatus", info->status);
  postil_json_writer_key (&writer, "schema:about");
  write_about (&writer, info);
  postil_json_writer_member_uint (&writer, "total", total);
  if (items != NULL)
    {
      postil_json_writer_key (&writer, "first");
      write_page (&writer, info, items);
    }
  postil_json_writer_end_object (&writer);
  g_string_append_c (out, '\n');
}

/* @text: as a writer at a depth gives it, with the white space that comes before a value. */
static const char *
without_space (GString *text)
{
  return text->str + strspn (text->str, "\n ");
}

static void
put_if_changed (PostilJsonParts   *parts,
                const char *const *order,
                const char        *key,
                const char        *before,
                const char        *after,
                guint              depth)
{
  if (g_strcmp0 (before, after) != 0)
    postil_json_parts_put_string (parts, order, key, after, depth);
}

static void
put_number (PostilJsonParts   *parts,
            const char *const *order,
            const char        *key,
            guint64            number,
            guint              depth)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, number);

  postil_json_parts_put (parts, order, key, text, depth);
}

static PostilJsonParts *
open_member (PostilJsonParts *parts,
             const char      *key)
{
  PostilJsonParts *inner = NULL;
  guint index;

  if (postil_json_parts_find (parts, key, &index))
    inner = postil_json_parts_new (postil_json_parts_get_value (parts, index), -1);
  if (inner != NULL && postil_json_parts_is_array (inner))
    g_clear_pointer (&inner, postil_json_parts_free);

  return inner;
}

static void
put_parts (PostilJsonParts   *parts,
           const char *const *order,
           const char        *key,
           PostilJsonParts   *inner,
           guint              depth)
{
  g_autofree char *text = postil_json_parts_to_string (inner);

  postil_json_parts_put (parts, order, key, text, depth);
}

static void
edit_creator (PostilJsonParts       *parts,
              const PostilLayerInfo *before,
              const PostilLayerInfo *after)
{
  g_autoptr (PostilJsonParts) creator = open_member (parts, "creator");

  if (g_strcmp0 (before->coder, after->coder) == 0 &&
      g_strcmp0 (before->coder_name, after->coder_name) == 0)
    return;
  if (creator == NULL)
    creator = postil_json_parts_new ("{\n    \"type\": \"Person\"\n  }", -1);

  put_if_changed (creator, creator_order, "nickname", before->coder, after->coder, 1);
  put_if_changed (creator, creator_order, "name", before->coder_name, after->coder_name, 1);
  put_parts (parts, collection_order, "creator", creator, 0);
}

static gboolean
is_same_about (const PostilLayerInfo *before,
               const PostilLayerInfo *after)
{
  return g_strcmp0 (before->article, after->article) == 0 &&
         g_strcmp0 (before->format, after->format) == 0 &&
         g_strcmp0 (before->language, after->language) == 0 &&
         g_strcmp0 (before->sha256, after->sha256) == 0 &&
         before->size == after->size;
}

static void
edit_about (PostilJsonParts       *parts,
            const PostilLayerInfo *before,
            const PostilLayerInfo *after)
{
  g_autoptr (PostilJsonParts) about = NULL;
  g_autofree char *iri = NULL;

  if (is_same_about (before, after))
    return;

  about = open_member (parts, "schema:about");
  if (about == NULL)
    about = postil_json_parts_new ("{\n    \"type\": \"Text\"\n  }", -1);
  if (g_strcmp0 (before->article, after->article) != 0 ||
      !postil_json_parts_find (about, "id", NULL))
    {
      iri = postil_sidecar_dup_iri (after->article);
      postil_json_parts_put_string (about, about_order, "id", iri, 1);
      postil_json_parts_put_string (parts, collection_order, "label", after->article, 0);
    }
  put_if_changed (about, about_order, "format", before->format, after->format, 1);
  put_if_changed (about, about_order, "language", before->language, after->language, 1);
  put_if_changed (about, about_order, "schema:sha256", before->sha256, after->sha256, 1);
  if (before->size != after->size)
    put_number (about, about_order, "schema:size", after->size, 1);
  put_parts (parts, collection_order, "schema:about", about, 0);
}

static void
edit_page (PostilJsonParts       *parts,
           const PostilLayerInfo *before,
           const PostilLayerInfo *after,
           const char            *items)
{
  g_autoptr (PostilJsonParts) page = NULL;
  g_autoptr (GString) text = NULL;
  PostilJsonWriter writer;

  if (items == NULL)
    {
      postil_json_parts_put (parts, collection_order, "first", NULL, 0);
      return;
    }

  page = open_member (parts, "first");
  if (page != NULL)
    {
      if (before->page_id != NULL)
        put_if_changed (page, page_order, "id", before->page_id, after->page_id, 1);
      postil_json_parts_put (page, page_order, "items", items, 1);
      put_parts (parts, collection_order, "first", page, 0);
      return;
    }

  text = g_string_new (NULL);
  postil_json_writer_init (&writer, text, FALSE);
  postil_json_writer_set_depth (&writer, 1);
  write_page (&writer, after, items);
  postil_json_parts_put (parts, collection_order, "first", without_space (text), 0);
}

/* What a layer makes up because a file lacks it (an id, a status) is not put into the file:
 * nobody has changed anything. */
gboolean
postil_envelope_edit (GString               *out,
                      const PostilLayerInfo *info,
                      guint                  total,
                      const char            *items)
{
  g_autoptr (PostilJsonParts) parts = NULL;
  g_autofree char *text = NULL;
  PostilEnvelope envelope;
  PostilJsonReader reader;
  const char *begin = strchr (info->source, '{');
  const char *end = strrchr (info->source, '}');

  postil_envelope_init (&envelope);
  postil_json_reader_init (&reader, info->source, strlen (info->source));
  reader.max_depth = sizeof reader.stack;
  if (postil_envelope_read (&envelope, &reader, NULL, NULL, NULL))
    parts = postil_json_parts_new (info->source, -1);
  if (parts != NULL)
    {
      const PostilLayerInfo *before = &envelope.info;

      if (before->id != NULL)
        put_if_changed (parts, collection_order, "id", before->id, info->id, 0);
      edit_creator (parts, before, info);
      if (before->status != NULL || g_strcmp0 (info->status, "in progress") != 0)
        put_if_changed (parts, collection_order, "schema:creativeWorkStatus", before->status, info->status, 0);
      edit_about (parts, before, info);
      if (envelope.total != total || !postil_json_parts_find (parts, "total", NULL))
        put_number (parts, collection_order, "total", total, 0);
      edit_page (parts, before, info, items);

      text = postil_json_parts_to_string (parts);
      g_string_append_len (out, info->source, begin - info->source);
      g_string_append (out, text);
      g_string_append (out, end + 1);
    }

  postil_envelope_clear (&envelope);
  return text != NULL;
}
