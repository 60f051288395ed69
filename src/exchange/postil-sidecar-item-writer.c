/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Annotations and links in the one form that Postil writes: the members and the bodies
 * always in the same order, so that two people's files differ only where their work does.
 * What is read back from it is equal to what was written. Any thread. */

#include "config.h"

#include "exchange/postil-sidecar-private.h"

char *
postil_sidecar_dup_iri (const char *article)
{
  return g_uri_escape_string (article != NULL ? article : "", NULL, FALSE);
}

static void
add_body (GArray         *bodies,
          PostilBodyRole  role,
          const char     *name,
          const char     *value)
{
  PostilItemBody body = { role, name, value };

  g_array_append_val (bodies, body);
}

GArray *
postil_sidecar_list_bodies (PostilAnnotation *annotation)
{
  GArray *bodies = g_array_new (FALSE, FALSE, sizeof (PostilItemBody));
  guint n_attributes;
  const PostilAttribute *attributes = postil_annotation_get_attributes (annotation, &n_attributes);
  PostilAnchor anchor = postil_annotation_get_anchor (annotation);
  const char *note = postil_annotation_get_note (annotation);

  add_body (bodies, POSTIL_BODY_CODE, NULL, postil_annotation_get_code (annotation));
  for (guint i = 0; i < n_attributes; i++)
    add_body (bodies, POSTIL_BODY_ATTRIBUTE, attributes[i].name, attributes[i].value);
  if (postil_annotation_is_unsure (annotation))
    add_body (bodies, POSTIL_BODY_CERTAINTY, "certainty", "unsure");
  if (anchor != POSTIL_ANCHOR_FIRM)
    add_body (bodies, POSTIL_BODY_ANCHOR, "anchor", anchor == POSTIL_ANCHOR_MOVED ? "moved" : "orphan");
  if (note != NULL)
    add_body (bodies, POSTIL_BODY_NOTE, NULL, note);

  return bodies;
}

static void
write_textual_body (PostilJsonWriter     *writer,
                    const char           *purpose,
                    const PostilItemBody *body)
{
  postil_json_writer_begin_object (writer);
  postil_json_writer_member (writer, "type", "TextualBody");
  postil_json_writer_member (writer, "purpose", purpose);
  if (body->name != NULL)
    postil_json_writer_member (writer, "schema:name", body->name);
  if (body->role == POSTIL_BODY_NOTE)
    postil_json_writer_member (writer, "format", "text/plain");
  postil_json_writer_member (writer, "value", body->value);
  postil_json_writer_end_object (writer);
}

void
postil_sidecar_write_body (PostilJsonWriter     *writer,
                           const PostilItemBody *body)
{
  switch (body->role)
    {
    case POSTIL_BODY_CODE:
      write_textual_body (writer, "tagging", body);
      break;
    case POSTIL_BODY_ATTRIBUTE:
    case POSTIL_BODY_CERTAINTY:
    case POSTIL_BODY_ANCHOR:
      write_textual_body (writer, "describing", body);
      break;
    case POSTIL_BODY_NOTE:
      write_textual_body (writer, "commenting", body);
      break;
    case POSTIL_BODY_LINK:
      postil_json_writer_begin_object (writer);
      postil_json_writer_member (writer, "type", "SpecificResource");
      postil_json_writer_member (writer, "purpose", "linking");
      postil_json_writer_member (writer, "source", body->value);
      postil_json_writer_end_object (writer);
      break;
    case POSTIL_BODY_OTHER:
      g_assert_not_reached ();
    }
}

void
postil_sidecar_write_position (PostilJsonWriter *writer,
                               PostilSpan        span)
{
  postil_json_writer_begin_object (writer);
  postil_json_writer_member (writer, "type", "TextPositionSelector");
  postil_json_writer_member_uint (writer, "start", span.start);
  postil_json_writer_member_uint (writer, "end", span.end);
  postil_json_writer_end_object (writer);
}

void
postil_sidecar_write_quote (PostilJsonWriter  *writer,
                            const PostilPiece *piece)
{
  postil_json_writer_begin_object (writer);
  postil_json_writer_member (writer, "type", "TextQuoteSelector");
  postil_json_writer_member (writer, "exact", piece->exact != NULL ? piece->exact : "");
  if (piece->prefix != NULL)
    postil_json_writer_member (writer, "prefix", piece->prefix);
  if (piece->suffix != NULL)
    postil_json_writer_member (writer, "suffix", piece->suffix);
  postil_json_writer_end_object (writer);
}

void
postil_sidecar_write_target (PostilJsonWriter  *writer,
                             const PostilPiece *piece,
                             gboolean           has_position,
                             const char        *source)
{
  postil_json_writer_begin_object (writer);
  postil_json_writer_member (writer, "type", "SpecificResource");
  if (source != NULL)
    postil_json_writer_member (writer, "source", source);
  postil_json_writer_key (writer, "selector");
  postil_json_writer_begin_array (writer);
  if (has_position)
    postil_sidecar_write_position (writer, piece->span);
  postil_sidecar_write_quote (writer, piece);
  postil_json_writer_end_array (writer);
  postil_json_writer_end_object (writer);
}

static void
write_head (PostilJsonWriter *writer,
            const char       *id,
            const char       *motivation,
            const char       *created,
            const char       *modified)
{
  postil_json_writer_member (writer, "id", id);
  postil_json_writer_member (writer, "type", "Annotation");
  postil_json_writer_member (writer, "motivation", motivation);
  if (created != NULL)
    postil_json_writer_member (writer, "created", created);
  if (modified != NULL)
    postil_json_writer_member (writer, "modified", modified);
}

static void
write_bodies (PostilJsonWriter *writer,
              PostilAnnotation *annotation)
{
  g_autoptr (GArray) bodies = postil_sidecar_list_bodies (annotation);

  postil_json_writer_key (writer, "body");
  postil_json_writer_begin_array (writer);
  for (guint i = 0; i < bodies->len; i++)
    postil_sidecar_write_body (writer, &g_array_index (bodies, PostilItemBody, i));
  postil_json_writer_end_array (writer);
}

static void
write_passage (PostilJsonWriter *writer,
               PostilAnnotation *annotation,
               const char       *motivation,
               PostilItemForm    form,
               const char       *source)
{
  gboolean has_position = form == POSTIL_ITEM_FORM_JOURNAL ||
                          postil_annotation_get_anchor (annotation) != POSTIL_ANCHOR_ORPHAN;
  guint n_pieces;
  const PostilPiece *pieces = postil_annotation_get_pieces (annotation, &n_pieces);

  postil_json_writer_begin_object (writer);
  write_head (writer, postil_annotation_get_id (annotation), motivation,
              postil_annotation_get_created (annotation), postil_annotation_get_modified (annotation));
  write_bodies (writer, annotation);

  postil_json_writer_key (writer, "target");
  if (n_pieces > 1)
    postil_json_writer_begin_array (writer);
  for (guint i = 0; i < n_pieces; i++)
    postil_sidecar_write_target (writer, &pieces[i], has_position, source);
  if (n_pieces > 1)
    postil_json_writer_end_array (writer);

  if (form == POSTIL_ITEM_FORM_JOURNAL && postil_annotation_get_source (annotation) != NULL)
    postil_json_writer_member (writer, "postil:source", postil_annotation_get_source (annotation));
  postil_json_writer_end_object (writer);
}

void
postil_sidecar_write_annotation (PostilJsonWriter *writer,
                                 PostilAnnotation *annotation,
                                 PostilItemForm    form,
                                 const char       *source)
{
  write_passage (writer, annotation, "classifying", form, source);
}

void
postil_sidecar_write_rejection (PostilJsonWriter *writer,
                                PostilAnnotation *rejection,
                                PostilItemForm    form,
                                const char       *source)
{
  write_passage (writer, rejection, "moderating", form, source);
}

void
postil_sidecar_write_link (PostilJsonWriter *writer,
                           PostilLink       *link,
                           PostilItemForm    form)
{
  PostilItemBody end = { POSTIL_BODY_LINK, NULL, postil_link_get_to (link) };
  PostilItemBody kind = { POSTIL_BODY_CODE, NULL, postil_link_get_kind (link) };

  postil_json_writer_begin_object (writer);
  write_head (writer, postil_link_get_id (link), "linking",
              postil_link_get_created (link), postil_link_get_modified (link));

  postil_json_writer_key (writer, "body");
  postil_json_writer_begin_array (writer);
  postil_sidecar_write_body (writer, &end);
  if (kind.value != NULL && kind.value[0] != '\0')
    postil_sidecar_write_body (writer, &kind);
  postil_json_writer_end_array (writer);

  postil_json_writer_member (writer, "target", postil_link_get_from (link));
  if (form == POSTIL_ITEM_FORM_JOURNAL && postil_link_get_source (link) != NULL)
    postil_json_writer_member (writer, "postil:source", postil_link_get_source (link));
  postil_json_writer_end_object (writer);
}
