/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Layers as entities: an entity a piece, and beside them the member "postil" for the rest.
 * Invariant: an annotation is among the entities or among the losses. Any thread. */

#include "config.h"

#include "exchange/postil-entities.h"

#include <string.h>

#include <glib/gi18n-lib.h>

guint
postil_entities_get_offset (PostilText *text,
                            guint       char_offset,
                            PostilUnit  unit)
{
  return unit == POSTIL_UNIT_UTF16 ? postil_text_char_to_utf16 (text, char_offset) : char_offset;
}

static void
report_layer (const char   *path,
              PostilLayer  *layer,
              PostilReport *losses)
{
  const PostilLayerInfo *info = postil_layer_get_info (layer);
  guint n_links = postil_layer_get_n_links (layer);

  if (postil_layer_get_n_annotations (layer) == 0)
    postil_report_add (losses, path, 0, "empty-layer", info->coder,
                       _("%s marked nothing in this article, which will not be read back."), info->coder);
  if (g_strcmp0 (info->status, "in progress") != 0)
    postil_report_add (losses, path, 0, "status", info->coder,
                       _("That the article is “%s” for %s is not kept."), info->status, info->coder);
  if (n_links > 0)
    postil_report_add (losses, path, 0, "link", info->coder,
                       g_dngettext (GETTEXT_PACKAGE,
                                    "The id and the times of %u link are not kept; what it ties is.",
                                    "The ids and the times of %u links are not kept; what they tie is.", n_links),
                       n_links);
}

/* Whether it has a place to be written at. */
static gboolean
is_placed (const char       *path,
           PostilText       *text,
           PostilAnnotation *annotation,
           PostilReport     *losses)
{
  const char *id = postil_annotation_get_id (annotation);
  PostilAnchor anchor = postil_annotation_get_anchor (annotation);

  if (anchor == POSTIL_ANCHOR_MOVED)
    postil_report_add (losses, path, 0, "anchor", id,
                       _("The mark that this passage was moved and is to be checked is not kept."));
  if (anchor == POSTIL_ANCHOR_ORPHAN)
    postil_report_add (losses, path, 0, "orphan", id,
                       _("This passage was not found in its article, and this format has no room for one without a place."));
  else if (postil_annotation_check (annotation, text) != POSTIL_FIT_OK)
    postil_report_add (losses, path, 0, "quote-mismatch", id,
                       _("The text of the article is not what this passage quotes, so it was not written."));
  else
    return TRUE;
  return FALSE;
}

static void
report_links (const char   *path,
              PostilLayer  *layer,
              GArray       *entities,
              PostilReport *losses)
{
  for (guint i = 0; i < postil_layer_get_n_links (layer); i++)
    {
      PostilLink *link = postil_layer_get_link (layer, i);

      if (postil_entities_find (entities, postil_link_get_from (link)) == 0
          || postil_entities_find (entities, postil_link_get_to (link)) == 0)
        postil_report_add (losses, path, 0, "broken-link", postil_link_get_id (link),
                           _("The link “%s” begins or ends at an annotation that was not written, so it was not either."),
                           postil_link_get_kind (link));
    }
}

GArray *
postil_entities_collect (PostilSetArticle *article,
                         PostilLayer      *layer,
                         guint             n_before,
                         PostilReport     *losses)
{
  GArray *entities;

  g_return_val_if_fail (article != NULL && article->text != NULL, NULL);
  g_return_val_if_fail (layer != NULL, NULL);
  g_return_val_if_fail (losses != NULL, NULL);

  entities = g_array_new (FALSE, FALSE, sizeof (PostilEntity));
  report_layer (article->path, layer, losses);
  for (guint i = 0; i < postil_layer_get_n_annotations (layer); i++)
    {
      PostilAnnotation *annotation = postil_layer_get_annotation (layer, i);
      guint n_pieces;
      const PostilPiece *pieces = postil_annotation_get_pieces (annotation, &n_pieces);

      if (!is_placed (article->path, article->text, annotation, losses))
        continue;
      for (guint j = 0; j < n_pieces; j++)
        {
          PostilEntity entity = { n_before + entities->len + 1, annotation, pieces[j].span, pieces[j].exact };

          g_array_append_val (entities, entity);
        }
    }
  report_links (article->path, layer, entities, losses);
  return entities;
}

guint
postil_entities_find (GArray     *entities,
                      const char *id)
{
  g_return_val_if_fail (entities != NULL, 0);
  g_return_val_if_fail (id != NULL, 0);

  for (guint i = 0; i < entities->len; i++)
    {
      const PostilEntity *entity = &g_array_index (entities, PostilEntity, i);

      if (strcmp (postil_annotation_get_id (entity->annotation), id) == 0)
        return entity->number;
    }
  return 0;
}

/* Where its entities are: [number, start, end, quote]. */
static void
append_places (PostilJsonWriter *json,
               PostilText       *text,
               GArray           *entities,
               guint             first,
               PostilUnit        unit)
{
  PostilAnnotation *annotation = g_array_index (entities, PostilEntity, first).annotation;

  postil_json_writer_key (json, "entities");
  postil_json_writer_begin_array (json);
  for (guint i = first; i < entities->len; i++)
    {
      const PostilEntity *entity = &g_array_index (entities, PostilEntity, i);

      if (entity->annotation != annotation)
        break;
      postil_json_writer_begin_array (json);
      postil_json_writer_uint (json, entity->number);
      postil_json_writer_uint (json, postil_entities_get_offset (text, entity->span.start, unit));
      postil_json_writer_uint (json, postil_entities_get_offset (text, entity->span.end, unit));
      postil_json_writer_string (json, entity->quote);
      postil_json_writer_end_array (json);
    }
  postil_json_writer_end_array (json);
}

static void
append_links (PostilJsonWriter *json,
              PostilLayer      *layer,
              GArray           *entities,
              const char       *id)
{
  gboolean is_open = FALSE;

  for (guint i = 0; i < postil_layer_get_n_links (layer); i++)
    {
      PostilLink *link = postil_layer_get_link (layer, i);

      if (strcmp (postil_link_get_from (link), id) != 0 || postil_entities_find (entities, postil_link_get_to (link)) == 0)
        continue;
      if (!is_open)
        {
          postil_json_writer_key (json, "links");
          postil_json_writer_begin_array (json);
          is_open = TRUE;
        }
      postil_json_writer_begin_array (json);
      postil_json_writer_string (json, postil_link_get_kind (link));
      postil_json_writer_string (json, postil_link_get_to (link));
      postil_json_writer_end_array (json);
    }
  if (is_open)
    postil_json_writer_end_array (json);
}

static void
append_annotation (PostilJsonWriter *json,
                   PostilAnnotation *annotation)
{
  postil_json_writer_member (json, "id", postil_annotation_get_id (annotation));
  postil_json_writer_member (json, "code", postil_annotation_get_code (annotation));
  postil_json_writer_member_optional (json, "note", postil_annotation_get_note (annotation));
  postil_json_writer_member_optional (json, "created", postil_annotation_get_created (annotation));
  postil_json_writer_member_optional (json, "modified", postil_annotation_get_modified (annotation));
  if (postil_annotation_is_unsure (annotation))
    {
      postil_json_writer_key (json, "unsure");
      postil_json_writer_boolean (json, TRUE);
    }
}

static void
append_attributes (PostilJsonWriter *json,
                   PostilAnnotation *annotation)
{
  const PostilAttribute *attributes;
  guint n_attributes;

  attributes = postil_annotation_get_attributes (annotation, &n_attributes);
  if (n_attributes == 0)
    return;
  postil_json_writer_key (json, "attributes");
  postil_json_writer_begin_array (json);
  for (guint i = 0; i < n_attributes; i++)
    {
      postil_json_writer_begin_array (json);
      postil_json_writer_string (json, attributes[i].name);
      postil_json_writer_string (json, attributes[i].value);
      postil_json_writer_end_array (json);
    }
  postil_json_writer_end_array (json);
}

void
postil_entities_append_details (PostilJsonWriter *json,
                                PostilSetArticle *article,
                                PostilLayer      *layer,
                                GArray           *entities,
                                PostilUnit        unit,
                                PostilEntitiesFlags flags)
{
  const PostilLayerInfo *info;

  g_return_if_fail (json != NULL);
  g_return_if_fail (article != NULL);
  g_return_if_fail (layer != NULL);
  g_return_if_fail (entities != NULL);

  info = postil_layer_get_info (layer);
  postil_json_writer_begin_object (json);
  postil_json_writer_member (json, "article", article->path);
  postil_json_writer_member (json, "coder", info->coder);
  postil_json_writer_member_optional (json, "coder_name", info->coder_name);
  postil_json_writer_key (json, "annotations");
  postil_json_writer_begin_array (json);
  for (guint i = 0; i < entities->len; i++)
    {
      const PostilEntity *entity = &g_array_index (entities, PostilEntity, i);

      if (i > 0 && entity[-1].annotation == entity->annotation)
        continue;
      postil_json_writer_begin_object (json);
      append_annotation (json, entity->annotation);
      if ((flags & POSTIL_ENTITIES_ATTRIBUTES) != 0)
        append_attributes (json, entity->annotation);
      append_places (json, article->text, entities, i, unit);
      if ((flags & POSTIL_ENTITIES_LINKS) != 0)
        append_links (json, layer, entities, postil_annotation_get_id (entity->annotation));
      postil_json_writer_end_object (json);
    }
  postil_json_writer_end_array (json);
  postil_json_writer_end_object (json);
}
