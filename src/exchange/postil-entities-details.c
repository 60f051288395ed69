/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What Postil wrote beside entities that they have no room for. It counts for an entity only as long
 * as that is where the details say, so that what was done in another program wins. Any thread. */

#include "config.h"

#include "exchange/postil-entities-private.h"

#include <string.h>

/* Programs give entities other ids, so that mostly their place tells them apart. What the
 * details told of is passed over for good. */
static PostilReadEntity *
find_place (PostilEntityReader *self,
            const char         *code,
            guint               start,
            guint               end)
{
  g_autofree char *place = code != NULL ? postil_entity_dup_place (code, start, end) : NULL;
  PostilReadEntity *entity = place != NULL ? g_hash_table_lookup (self->by_place, place) : NULL;

  if (entity == NULL || !(entity->is_known || entity->is_claimed))
    return entity;
  while (entity != NULL && (entity->is_known || entity->is_claimed))
    entity = entity->next;
  if (entity != NULL)
    g_hash_table_insert (self->by_place, g_steal_pointer (&place), entity);
  else
    g_hash_table_remove (self->by_place, place);
  return entity;
}

static void
apply_pairs (JsonNode   *pairs,
             PostilRow  *row,
             void      (*add) (PostilRow *row, const char *name, const char *value))
{
  for (guint i = 0; i < postil_json_node_count (pairs); i++)
    {
      JsonNode *pair = postil_json_node_get_item (pairs, i);
      const char *name = postil_json_node_get_string (postil_json_node_get_item (pair, 0));
      const char *value = postil_json_node_get_string (postil_json_node_get_item (pair, 1));

      if (name != NULL && value != NULL)
        add (row, name, value);
    }
}

static void
replace (char       **target,
         const char  *value)
{
  if (value == NULL || value[0] == '\0')
    return;
  g_free (*target);
  *target = g_strdup (value);
}

static void
apply_details (JsonNode  *details,
               JsonNode  *node,
               PostilRow *row)
{
  JsonNode *unsure = postil_json_node_get_member (node, "unsure");

  replace (&row->coder, postil_json_node_get_text (details, "coder"));
  replace (&row->coder_name, postil_json_node_get_text (details, "coder_name"));
  replace (&row->id, postil_json_node_get_text (node, "id"));
  replace (&row->created, postil_json_node_get_text (node, "created"));
  replace (&row->modified, postil_json_node_get_text (node, "modified"));
  if (row->note == NULL)
    replace (&row->note, postil_json_node_get_text (node, "note"));
  row->unsure = unsure != NULL && JSON_NODE_HOLDS_VALUE (unsure) && json_node_get_value_type (unsure) == G_TYPE_BOOLEAN
                && json_node_get_boolean (unsure);
  apply_pairs (postil_json_node_get_member (node, "attributes"), row, postil_row_add_attribute);
  apply_pairs (postil_json_node_get_member (node, "links"), row, postil_row_add_link);
}

/* A piece of one annotation that has become an entity of its own comes back to it, unless
 * somebody gave it another label. */
static void
join_piece (PostilReadEntity *first,
            PostilReadEntity *entity)
{
  PostilRow *row = first->row;

  if (entity == first || entity->row == NULL || strcmp (entity->row->code, row->code) != 0)
    return;
  postil_row_add_span (row, (PostilSpan) { entity->start, entity->end });
  entity->index = row->pieces->len - 1;
  entity->whole = first;
  g_clear_pointer (&row->quote, g_free);
  g_clear_pointer (&entity->row, postil_row_free);
}

static void
set_quote (PostilRow  *row,
           guint       index,
           const char *quote)
{
  PostilRowPiece *piece = &g_array_index (row->pieces, PostilRowPiece, index);

  g_free (piece->quote);
  piece->quote = g_strdup (quote);
}

/* The entity that [number, start, end, quote] means: the one with that id and place; else
 * one with that place and label; else the one with that id, if it was moved a little. */
static PostilReadEntity *
find_piece (PostilEntityReader *self,
            JsonNode           *node,
            JsonNode           *piece,
            gboolean           *is_same)
{
  g_autofree char *id = postil_json_node_dup_id (postil_json_node_get_item (piece, 0));
  PostilReadEntity *entity = postil_entity_reader_get (self, id);
  PostilReadEntity *other;
  guint start, end;

  *is_same = FALSE;
  if (!postil_entity_get_offset (postil_json_node_get_item (piece, 1), &start)
      || !postil_entity_get_offset (postil_json_node_get_item (piece, 2), &end))
    return NULL;
  if (entity != NULL && entity->is_known)
    entity = NULL;
  *is_same = entity != NULL && entity->start == start && entity->end == end;
  if (*is_same)
    return entity;
  other = find_place (self, postil_json_node_get_text (node, "code"), start, end);
  *is_same = other != NULL;
  if (other != NULL)
    return other;
  return entity != NULL && entity->start < end && start < entity->end ? entity : NULL;
}

/* How many entities these details name as they stand here. Nobody else's details get those for
 * their place alone: two coders may have marked the same. */
static guint
claim (PostilEntityReader *self,
       JsonNode           *details)
{
  JsonNode *annotations = postil_json_node_get_member (details, "annotations");
  guint n_claimed = 0;

  for (guint i = 0; i < postil_json_node_count (annotations); i++)
    {
      JsonNode *pieces = postil_json_node_get_member (postil_json_node_get_item (annotations, i), "entities");

      for (guint j = 0; j < postil_json_node_count (pieces); j++)
        {
          JsonNode *piece = postil_json_node_get_item (pieces, j);
          g_autofree char *id = postil_json_node_dup_id (postil_json_node_get_item (piece, 0));
          PostilReadEntity *entity = postil_entity_reader_get (self, id);
          guint start, end;

          if (entity == NULL || !postil_entity_get_offset (postil_json_node_get_item (piece, 1), &start)
              || !postil_entity_get_offset (postil_json_node_get_item (piece, 2), &end)
              || entity->start != start || entity->end != end)
            continue;
          entity->is_claimed = TRUE;
          n_claimed++;
        }
    }
  return n_claimed;
}

static void
take_annotation (PostilEntityReader *self,
                 JsonNode           *details,
                 JsonNode           *node)
{
  JsonNode *pieces = postil_json_node_get_member (node, "entities");
  PostilReadEntity *first = NULL;

  for (guint i = 0; i < postil_json_node_count (pieces); i++)
    {
      JsonNode *piece = postil_json_node_get_item (pieces, i);
      gboolean is_same;
      PostilReadEntity *entity = find_piece (self, node, piece, &is_same);
      g_autofree char *quote = NULL;

      if (entity == NULL)
        continue;
      quote = g_strdup (postil_json_node_get_string (postil_json_node_get_item (piece, 3)));
      if (!is_same)
        g_clear_pointer (&quote, g_free);
      if (quote == NULL)
        quote = g_strdup (entity->row->quote);
      if (first == NULL)
        {
          first = entity;
          apply_details (details, node, first->row);
        }
      join_piece (first, entity);
      if (entity == first || entity->row == NULL)
        set_quote (first->row, entity->index, quote);
      entity->is_known = TRUE;
    }
  if (first != NULL)
    postil_entity_reader_set_coder (self, first->row->coder, first->row->coder_name);
}

/* A task of Label Studio has everybody's details, and an annotation is one coder's: where some
 * name what stands here, the others are about other annotations. */
void
postil_entity_reader_take_all_details (PostilEntityReader *self)
{
  g_autofree guint *n_claimed = g_new0 (guint, self->details->len + 1);
  gboolean is_any = FALSE;

  for (guint i = 0; i < self->details->len; i++)
    {
      n_claimed[i] = claim (self, g_ptr_array_index (self->details, i));
      is_any = is_any || n_claimed[i] > 0;
    }
  for (guint i = 0; i < self->details->len; i++)
    {
      JsonNode *details = g_ptr_array_index (self->details, i);
      JsonNode *annotations = postil_json_node_get_member (details, "annotations");

      for (guint j = 0; (n_claimed[i] > 0 || !is_any) && j < postil_json_node_count (annotations); j++)
        take_annotation (self, details, postil_json_node_get_item (annotations, j));
    }
}

/* What was added to a coder's document is that coder's. */
void
postil_entity_reader_settle_coders (PostilEntityReader *self)
{
  for (guint i = 0; i < self->entities->len; i++)
    {
      PostilReadEntity *entity = g_ptr_array_index (self->entities, i);

      if (entity->row == NULL)
        continue;
      replace (&entity->row->coder, entity->row->coder != NULL && entity->is_known ? NULL : self->coder);
      replace (&entity->row->coder_name, entity->is_known ? NULL : self->coder_name);
    }
}
