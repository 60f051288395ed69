/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Items that came with more than Postil knows are edited in their own text: read again, and
 * only what differs from the item of today is replaced, added or dropped. Invariant: an item
 * that says what its text says gives that text back, to the letter. Any thread. */

#include "config.h"

#include "exchange/postil-sidecar-private.h"

#include "exchange/postil-json-parts.h"

#include <string.h>

static const char *const item_order[] = {
  "@context", "id", "type", "motivation", "created", "modified", "body", "target", NULL
};
static const char *const body_order[] = { "type", "purpose", "schema:name", "format", "value", NULL };
static const char *const link_body_order[] = { "type", "purpose", "source", NULL };
static const char *const target_order[] = { "type", "source", "selector", NULL };
static const char *const position_order[] = { "type", "start", "end", NULL };
static const char *const quote_order[] = { "type", "exact", "prefix", "suffix", NULL };

/* A new value in the text of an item, in its layout: on one line or not. */
typedef struct
{
  PostilJsonWriter writer;
  GString         *text;
} Value;

static PostilJsonWriter *
value_begin (Value      *self,
             const char *item,
             guint       depth)
{
  gboolean is_compact = strchr (item, '\n') == NULL;

  self->text = g_string_new (NULL);
  postil_json_writer_init (&self->writer, self->text, is_compact);
  postil_json_writer_set_depth (&self->writer, depth);
  return &self->writer;
}

static char *
value_end (Value *self)
{
  g_string_erase (self->text, 0, strspn (self->text->str, "\n "));
  return g_string_free (self->text, FALSE);
}

/* The member's value as a list: itself, or a list with it as the only element. @is_lone
 * gets whether it was no list. */
static PostilJsonParts *
open_list (PostilJsonParts *parts,
           const char      *key,
           gboolean        *is_lone)
{
  PostilJsonParts *list = NULL;
  const char *value = NULL;
  guint index;

  if (postil_json_parts_find (parts, key, &index))
    {
      value = postil_json_parts_get_value (parts, index);
      if (value[0] == '[')
        list = postil_json_parts_new (value, -1);
    }

  *is_lone = list == NULL && value != NULL;
  if (list == NULL)
    list = postil_json_parts_new ("[]", -1);
  if (*is_lone)
    postil_json_parts_insert (list, 0, NULL, value, POSTIL_SIDECAR_ITEM_DEPTH + 1);
  return list;
}

/* Puts the list back; one that was a lone value and still holds one thing stays so. */
static void
close_list (PostilJsonParts   *parts,
            const char *const *order,
            const char        *key,
            PostilJsonParts   *list,
            gboolean           is_lone,
            guint              depth)
{
  g_autofree char *text = NULL;

  if (is_lone && postil_json_parts_get_n (list) == 1)
    text = g_strdup (postil_json_parts_get_value (list, 0));
  else
    text = postil_json_parts_to_string (list);

  postil_json_parts_put (parts, order, key, text, depth);
}

static void
put_text (PostilJsonParts   *list,
          guint              index,
          const char *const *order,
          const char        *key,
          const char        *text,
          guint              depth)
{
  g_autoptr (PostilJsonParts) object = postil_json_parts_new (postil_json_parts_get_value (list, index), -1);
  g_autofree char *json = NULL;

  g_assert (object != NULL);
  postil_json_parts_put_string (object, order, key, text, depth);
  json = postil_json_parts_to_string (object);
  postil_json_parts_set_value (list, index, json);
}

static gboolean
is_same_body (const PostilItemBody *a,
              const PostilItemBody *b)
{
  return a->role == b->role &&
         (a->role != POSTIL_BODY_ATTRIBUTE || strcmp (a->name, b->name) == 0);
}

/* Takes the wanted body that the body of the file is to become out of @wanted. */
static gboolean
take_wanted (GArray               *wanted,
             const PostilItemBody *body,
             PostilItemBody       *taken)
{
  for (guint i = 0; i < wanted->len; i++)
    {
      PostilItemBody *candidate = &g_array_index (wanted, PostilItemBody, i);

      if (!is_same_body (candidate, body))
        continue;
      *taken = *candidate;
      g_array_remove_index (wanted, i);
      return TRUE;
    }

  return FALSE;
}

/* What may be said in several bodies, and can be said anew only by touching all of them. */
static gboolean
is_shared_role (PostilBodyRole role)
{
  return role == POSTIL_BODY_NOTE || role == POSTIL_BODY_CERTAINTY || role == POSTIL_BODY_ANCHOR;
}

static const char *
value_of_role (GArray         *bodies,
               PostilBodyRole  role)
{
  for (guint i = 0; i < bodies->len; i++)
    if (g_array_index (bodies, PostilItemBody, i).role == role)
      return g_array_index (bodies, PostilItemBody, i).value;

  return NULL;
}

/* Takes out of @wanted what is said already, and stays with all its bodies; returns a bit a
 * role. */
static guint
take_kept (GArray *before,
           GArray *wanted)
{
  guint kept = 0;

  for (guint role = POSTIL_BODY_CODE; role <= POSTIL_BODY_NOTE; role++)
    if (is_shared_role (role) &&
        g_strcmp0 (value_of_role (before, role), value_of_role (wanted, role)) == 0)
      kept |= 1u << role;

  for (guint i = wanted->len; i > 0; i--)
    if ((kept & 1u << g_array_index (wanted, PostilItemBody, i - 1).role) != 0)
      g_array_remove_index (wanted, i - 1);

  return kept;
}

/* Whether @a comes before @b in the order of bodies, or beside it. */
static gboolean
comes_before (const PostilItemBody *a,
              const PostilItemBody *b)
{
  if (a->role != b->role)
    return a->role < b->role;
  return a->role != POSTIL_BODY_ATTRIBUTE || strcmp (a->name, b->name) <= 0;
}

static void
insert_body (PostilJsonParts      *list,
             GArray               *present,
             const PostilItemBody *body,
             const char           *item)
{
  g_autofree char *json = NULL;
  guint place = 0;
  Value value;

  for (guint i = 0; i < present->len; i++)
    {
      const PostilItemBody *other = &g_array_index (present, PostilItemBody, i);

      if (other->role != POSTIL_BODY_OTHER && comes_before (other, body))
        place = i + 1;
    }

  postil_sidecar_write_body (value_begin (&value, item, POSTIL_SIDECAR_ITEM_DEPTH + 2), body);
  json = value_end (&value);
  postil_json_parts_insert (list, place, NULL, json, POSTIL_SIDECAR_ITEM_DEPTH + 1);
  g_array_insert_val (present, place, *body);
}

/* Makes the bodies that Postil knows those that are @wanted (which is used up). @before:
 * what they say now, as Postil would write it. */
static void
edit_bodies (PostilJsonParts  *parts,
             const PostilItem *item,
             GArray           *before,
             GArray           *wanted,
             const char       *text)
{
  g_autoptr (GArray) present = g_array_new (FALSE, FALSE, sizeof (PostilItemBody));
  g_autoptr (PostilJsonParts) list = NULL;
  gboolean is_lone;
  guint kept = take_kept (before, wanted);
  guint place = 0;

  /* What a link or an annotation has no use for is none of Postil's. */
  kept |= 1u << (item->kind == POSTIL_ITEM_LINK ? POSTIL_BODY_ATTRIBUTE : POSTIL_BODY_LINK);

  list = open_list (parts, "body", &is_lone);
  g_assert (postil_json_parts_get_n (list) == item->n_bodies);

  for (guint i = 0; i < item->n_bodies; i++)
    {
      PostilItemBody body = item->bodies[i];
      PostilItemBody taken;

      if (body.role == POSTIL_BODY_OTHER || (kept & 1u << body.role) != 0)
        {
          /* Stays as it is. */
        }
      else if (take_wanted (wanted, &body, &taken))
        {
          if (strcmp (body.value, taken.value) != 0)
            put_text (list, place, body.role == POSTIL_BODY_LINK ? link_body_order : body_order,
                      body.role == POSTIL_BODY_LINK ? "source" : "value", taken.value,
                      POSTIL_SIDECAR_ITEM_DEPTH + 2);
        }
      else if (body.value[0] != '\0')
        {
          postil_json_parts_remove (list, place);
          continue;
        }
      g_array_append_val (present, body);
      place++;
    }

  for (guint i = 0; i < wanted->len; i++)
    insert_body (list, present, &g_array_index (wanted, PostilItemBody, i), text);
  close_list (parts, item_order, "body", list, is_lone, POSTIL_SIDECAR_ITEM_DEPTH);
}

/* Whether the selector (or whatever it is) bears this type. */
static gboolean
has_type (const char *json,
          const char *type)
{
  g_autoptr (PostilJsonParts) object = postil_json_parts_new (json, -1);
  PostilJsonReader reader;
  const char *value;
  guint index;

  if (object == NULL || postil_json_parts_is_array (object) ||
      !postil_json_parts_find (object, "type", &index))
    return FALSE;

  value = postil_json_parts_get_value (object, index);
  postil_json_reader_init (&reader, value, strlen (value));
  while (postil_json_reader_next (&reader) != POSTIL_JSON_END)
    {
      if (reader.token == POSTIL_JSON_ERROR)
        return FALSE;
      if (reader.token == POSTIL_JSON_STRING && postil_json_reader_is (&reader, type))
        return TRUE;
    }

  return FALSE;
}

static gboolean
find_selector (PostilJsonParts *list,
               const char      *type,
               guint           *index)
{
  for (guint i = 0; i < postil_json_parts_get_n (list); i++)
    {
      if (!has_type (postil_json_parts_get_value (list, i), type))
        continue;
      *index = i;
      return TRUE;
    }

  return FALSE;
}

static void
put_offset (PostilJsonParts *selector,
            const char      *key,
            guint32          offset,
            guint            depth)
{
  g_autofree char *json = g_strdup_printf ("%u", offset);

  postil_json_parts_put (selector, position_order, key, json, depth);
}

static void
edit_position (PostilJsonParts        *list,
               const PostilItemTarget *before,
               const PostilPiece      *after,
               gboolean                has_position,
               const char             *item,
               guint                   depth)
{
  g_autoptr (PostilJsonParts) selector = NULL;
  g_autofree char *json = NULL;
  Value value;
  guint index;

  if (!find_selector (list, "TextPositionSelector", &index))
    {
      if (!has_position)
        return;
      postil_sidecar_write_position (value_begin (&value, item, depth), after->span);
      json = value_end (&value);
      postil_json_parts_insert (list, 0, NULL, json, depth - 1);
      return;
    }
  if (!has_position)
    {
      postil_json_parts_remove (list, index);
      return;
    }

  selector = postil_json_parts_new (postil_json_parts_get_value (list, index), -1);
  if (before->piece.span.start != after->span.start)
    put_offset (selector, "start", after->span.start, depth);
  if (before->piece.span.end != after->span.end)
    put_offset (selector, "end", after->span.end, depth);
  json = postil_json_parts_to_string (selector);
  postil_json_parts_set_value (list, index, json);
}

static void
edit_quote (PostilJsonParts        *list,
            const PostilItemTarget *before,
            const PostilPiece      *after,
            const char             *item,
            guint                   depth)
{
  g_autofree char *json = NULL;
  Value value;
  guint index;

  if (find_selector (list, "TextQuoteSelector", &index))
    {
      if (g_strcmp0 (before->piece.exact, after->exact) != 0)
        put_text (list, index, quote_order, "exact", after->exact, depth);
      if (g_strcmp0 (before->piece.prefix, after->prefix) != 0)
        put_text (list, index, quote_order, "prefix", after->prefix, depth);
      if (g_strcmp0 (before->piece.suffix, after->suffix) != 0)
        put_text (list, index, quote_order, "suffix", after->suffix, depth);
    }
  else if (after->exact[0] != '\0' || after->prefix != NULL || after->suffix != NULL)
    {
      guint n = postil_json_parts_get_n (list);

      postil_sidecar_write_quote (value_begin (&value, item, depth), after);
      json = value_end (&value);
      postil_json_parts_insert (list, MIN (1, n), NULL, json, depth - 1);
    }
}

/* @depth: how many containers are open around the target. */
static char *
edit_target (const char             *target,
             const PostilItemTarget *before,
             const PostilPiece      *after,
             gboolean                has_position,
             const char             *item,
             guint                   depth)
{
  g_autoptr (PostilJsonParts) parts = postil_json_parts_new (target, -1);
  g_autoptr (PostilJsonParts) list = NULL;
  gboolean is_lone;

  list = open_list (parts, "selector", &is_lone);
  edit_position (list, before, after, has_position, item, depth + 2);
  edit_quote (list, before, after, item, depth + 2);
  close_list (parts, target_order, "selector", list, is_lone, depth);

  return postil_json_parts_to_string (parts);
}

static gboolean
is_same_piece (const PostilItemTarget *before,
               const PostilPiece      *after,
               gboolean                has_position)
{
  return before->has_position == has_position &&
         (!has_position || postil_span_equal (before->piece.span, after->span)) &&
         g_strcmp0 (before->piece.exact, after->exact) == 0 &&
         g_strcmp0 (before->piece.prefix, after->prefix) == 0 &&
         g_strcmp0 (before->piece.suffix, after->suffix) == 0;
}

/* Those that are the same at both ends stay; those between them are changed one by one, and
 * what is too many or too few is dropped or added behind them. */
static void
edit_targets (PostilJsonParts  *parts,
              const PostilItem *item,
              PostilAnnotation *annotation,
              const char       *text,
              const char       *source)
{
  gboolean has_position = postil_annotation_get_anchor (annotation) != POSTIL_ANCHOR_ORPHAN;
  guint n_after;
  const PostilPiece *after = postil_annotation_get_pieces (annotation, &n_after);
  const PostilItemTarget *before = item->targets;
  guint n_before = item->n_targets;
  g_autoptr (PostilJsonParts) list = NULL;
  gboolean is_lone;
  guint depth;
  guint first = 0;
  guint i;

  while (first < MIN (n_before, n_after) && is_same_piece (&before[first], &after[first], has_position))
    first++;
  while (MIN (n_before, n_after) > first &&
         is_same_piece (&before[n_before - 1], &after[n_after - 1], has_position))
    {
      n_before--;
      n_after--;
    }
  if (first == n_before && first == n_after)
    return;

  list = open_list (parts, "target", &is_lone);
  depth = POSTIL_SIDECAR_ITEM_DEPTH + (is_lone ? 1 : 2);
  for (i = first; i < MIN (n_before, n_after); i++)
    {
      g_autofree char *json = edit_target (postil_json_parts_get_value (list, i), &before[i], &after[i],
                                           has_position, text, depth);

      postil_json_parts_set_value (list, i, json);
    }
  for (guint surplus = i; surplus < n_before; surplus++)
    postil_json_parts_remove (list, i);
  for (; i < n_after; i++)
    {
      g_autofree char *json = NULL;
      Value value;

      postil_sidecar_write_target (value_begin (&value, text, POSTIL_SIDECAR_ITEM_DEPTH + 2),
                                   &after[i], has_position, source);
      json = value_end (&value);
      postil_json_parts_insert (list, i, NULL, json, POSTIL_SIDECAR_ITEM_DEPTH + 1);
    }
  close_list (parts, item_order, "target", list, is_lone, POSTIL_SIDECAR_ITEM_DEPTH);
}

static void
edit_member (PostilJsonParts *parts,
             const char      *key,
             const char      *before,
             const char      *after)
{
  if (g_strcmp0 (before, after) != 0)
    postil_json_parts_put_string (parts, item_order, key, after, POSTIL_SIDECAR_ITEM_DEPTH);
}

/* Only an item whose text lacks an id has been given one by reading it. */
static void
edit_id (PostilJsonParts *parts,
         const char      *before,
         const char      *after)
{
  gboolean has_id = postil_json_parts_find (parts, "id", NULL);

  edit_member (parts, "id", has_id ? before : NULL, after);
}

char *
postil_sidecar_edit_annotation (PostilItemReader *reader,
                                PostilAnnotation *annotation,
                                const char       *source)
{
  const char *text = postil_annotation_get_source (annotation);
  const PostilItem *item = postil_item_reader_read_text (reader, text, strlen (text), NULL);
  g_autoptr (PostilAnnotation) before = NULL;
  g_autoptr (PostilJsonParts) parts = NULL;
  g_autoptr (GArray) said = NULL;
  g_autoptr (GArray) wanted = NULL;

  if (item == NULL || (item->kind != POSTIL_ITEM_ANNOTATION && item->kind != POSTIL_ITEM_REJECTION))
    return NULL;
  before = postil_annotation_new (&item->annotation);
  if (postil_annotation_equal (before, annotation))
    return g_strdup (text);
  parts = postil_json_parts_new (text, -1);
  if (parts == NULL)
    return NULL;

  edit_id (parts, postil_annotation_get_id (before), postil_annotation_get_id (annotation));
  edit_member (parts, "created", postil_annotation_get_created (before),
               postil_annotation_get_created (annotation));
  edit_member (parts, "modified", postil_annotation_get_modified (before),
               postil_annotation_get_modified (annotation));
  said = postil_sidecar_list_bodies (before);
  wanted = postil_sidecar_list_bodies (annotation);
  edit_bodies (parts, item, said, wanted, text);
  edit_targets (parts, item, annotation, text, source);

  return postil_json_parts_to_string (parts);
}

char *
postil_sidecar_edit_link (PostilItemReader *reader,
                          PostilLink       *link)
{
  const char *text = postil_link_get_source (link);
  const PostilItem *item = postil_item_reader_read_text (reader, text, strlen (text), NULL);
  PostilItemBody bodies[] = {
    { POSTIL_BODY_LINK, NULL, postil_link_get_to (link) },
    { POSTIL_BODY_CODE, NULL, postil_link_get_kind (link) },
  };
  g_autoptr (PostilLink) before = NULL;
  g_autoptr (PostilJsonParts) parts = NULL;
  g_autoptr (GArray) said = NULL;
  g_autoptr (GArray) wanted = NULL;

  if (item == NULL || item->kind != POSTIL_ITEM_LINK)
    return NULL;
  before = postil_link_new (&item->link);
  if (postil_link_equal (before, link))
    return g_strdup (text);
  parts = postil_json_parts_new (text, -1);
  if (parts == NULL)
    return NULL;

  edit_id (parts, postil_link_get_id (before), postil_link_get_id (link));
  edit_member (parts, "created", postil_link_get_created (before), postil_link_get_created (link));
  edit_member (parts, "modified", postil_link_get_modified (before), postil_link_get_modified (link));
  edit_member (parts, "target", postil_link_get_from (before), postil_link_get_from (link));
  said = g_array_new (FALSE, FALSE, sizeof (PostilItemBody));
  wanted = g_array_new (FALSE, FALSE, sizeof (PostilItemBody));
  g_array_append_vals (wanted, bodies, bodies[1].value[0] != '\0' ? 2 : 1);
  edit_bodies (parts, item, said, wanted, text);

  return postil_json_parts_to_string (parts);
}
