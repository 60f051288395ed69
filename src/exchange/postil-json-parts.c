/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A file that Postil shares with other programs must keep what they wrote in it, to the
 * letter. A tree of values forgets the letters; so what is edited is the text itself, cut
 * at its members. Invariant: the pieces of all parts and the tail, joined by the brackets
 * and commas, are the text. Any thread, one at a time. */

#include "config.h"

#include "exchange/postil-json-parts.h"

#include "base/postil-json-reader.h"
#include "base/postil-json-writer.h"

#include <string.h>

typedef struct
{
  char *key;   /* escapes resolved; "" in an array */
  char *lead;  /* white space before the part */
  char *head;  /* the key as it stands, with its colon; "" in an array */
  char *value;
  char *trail; /* white space before the comma */
} Part;

struct _PostilJsonParts
{
  gboolean  is_array;
  GArray   *parts; /* of Part */
  char     *tail;  /* white space before the end */
};

static void
part_clear (gpointer data)
{
  Part *part = data;

  g_free (part->key);
  g_free (part->lead);
  g_free (part->head);
  g_free (part->value);
  g_free (part->trail);
}

static Part *
part_at (PostilJsonParts *self,
         guint            index)
{
  g_assert (index < self->parts->len);

  return &g_array_index (self->parts, Part, index);
}

static void
take_string (char **place,
             char  *text)
{
  g_free (*place);
  *place = text;
}

/* @gap: what stands between the value before (or the opening bracket) and a part. */
static void
add_part (PostilJsonParts *self,
          const char      *gap,
          gsize            gap_length,
          char            *key)
{
  const char *comma = memchr (gap, ',', gap_length);
  const char *lead = comma != NULL ? comma + 1 : gap;
  Part part = { NULL };

  if (comma != NULL)
    take_string (&part_at (self, self->parts->len - 1)->trail, g_strndup (gap, comma - gap));

  part.key = key;
  part.lead = g_strndup (lead, gap + gap_length - lead);
  part.trail = g_strdup ("");
  g_array_append_val (self->parts, part);
}

/* The reader stands on the opening bracket. */
static gboolean
read_parts (PostilJsonParts  *self,
            PostilJsonReader *reader)
{
  PostilJsonToken end = self->is_array ? POSTIL_JSON_ARRAY_END : POSTIL_JSON_OBJECT_END;
  const char *last = reader->token_start + 1;

  while (postil_json_reader_next (reader) != end)
    {
      const char *start = reader->token_start;
      const char *value;
      gsize length;

      if (reader->token == POSTIL_JSON_ERROR)
        return FALSE;
      if (reader->token == POSTIL_JSON_KEY || reader->token == POSTIL_JSON_STRING)
        start--;

      add_part (self, last, start - last,
                self->is_array ? g_strdup ("") : postil_json_reader_dup_string (reader));
      if (!self->is_array)
        postil_json_reader_next (reader);
      if (!postil_json_reader_skip (reader, &value, &length))
        return FALSE;

      take_string (&part_at (self, self->parts->len - 1)->head, g_strndup (start, value - start));
      take_string (&part_at (self, self->parts->len - 1)->value, g_strndup (value, length));
      last = value + length;
    }

  self->tail = g_strndup (last, reader->token_start - last);
  return postil_json_reader_next (reader) == POSTIL_JSON_END;
}

PostilJsonParts *
postil_json_parts_new (const char *json,
                       gssize      length)
{
  g_autoptr (PostilJsonParts) self = g_new0 (PostilJsonParts, 1);
  PostilJsonReader reader;

  g_return_val_if_fail (json != NULL, NULL);

  self->parts = g_array_new (FALSE, TRUE, sizeof (Part));
  g_array_set_clear_func (self->parts, part_clear);

  postil_json_reader_init (&reader, json, length < 0 ? strlen (json) : (gsize) length);
  reader.max_depth = sizeof reader.stack;
  postil_json_reader_next (&reader);
  if (reader.token != POSTIL_JSON_OBJECT_BEGIN && reader.token != POSTIL_JSON_ARRAY_BEGIN)
    return NULL;

  self->is_array = reader.token == POSTIL_JSON_ARRAY_BEGIN;
  if (!read_parts (self, &reader))
    return NULL;

  return g_steal_pointer (&self);
}

void
postil_json_parts_free (PostilJsonParts *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->parts);
  g_free (self->tail);
  g_free (self);
}

gboolean
postil_json_parts_is_array (PostilJsonParts *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->is_array;
}

guint
postil_json_parts_get_n (PostilJsonParts *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->parts->len;
}

const char *
postil_json_parts_get_key (PostilJsonParts *self,
                           guint            index)
{
  g_return_val_if_fail (self != NULL && index < self->parts->len, NULL);

  return part_at (self, index)->key;
}

const char *
postil_json_parts_get_value (PostilJsonParts *self,
                             guint            index)
{
  g_return_val_if_fail (self != NULL && index < self->parts->len, NULL);

  return part_at (self, index)->value;
}

const char *
postil_json_parts_get_space (PostilJsonParts *self,
                             guint            index)
{
  g_return_val_if_fail (self != NULL && index <= self->parts->len, NULL);

  return index < self->parts->len ? part_at (self, index)->lead : self->tail;
}

gboolean
postil_json_parts_find (PostilJsonParts *self,
                        const char      *key,
                        guint           *index)
{
  g_return_val_if_fail (self != NULL && key != NULL, FALSE);

  for (guint i = 0; i < self->parts->len; i++)
    {
      if (strcmp (part_at (self, i)->key, key) != 0)
        continue;
      if (index != NULL)
        *index = i;
      return TRUE;
    }

  return FALSE;
}

void
postil_json_parts_set_value (PostilJsonParts *self,
                             guint            index,
                             const char      *json)
{
  g_return_if_fail (self != NULL && index < self->parts->len && json != NULL);

  take_string (&part_at (self, index)->value, g_strdup (json));
}

void
postil_json_parts_remove (PostilJsonParts *self,
                          guint            index)
{
  g_autofree char *lead = NULL;

  g_return_if_fail (self != NULL && index < self->parts->len);

  lead = g_steal_pointer (&part_at (self, index)->lead);
  g_array_remove_index (self->parts, index);

  /* The first part's space is the opening bracket's rather than its own. */
  if (index == 0 && self->parts->len > 0)
    take_string (&part_at (self, 0)->lead, g_steal_pointer (&lead));
  else if (self->parts->len == 0)
    take_string (&self->tail, g_strdup (""));
}

static char *
dup_indent (guint depth)
{
  return g_strdup_printf ("\n%*s", (int) (2 * depth), "");
}

static char *
dup_head (PostilJsonParts *self,
          const char      *key)
{
  g_autoptr (GString) head = g_string_new (NULL);

  postil_json_append_string (head, key, -1);
  if (self->parts->len > 0 && g_str_has_suffix (part_at (self, 0)->head, ":"))
    g_string_append (head, ":");
  else
    g_string_append (head, ": ");

  return g_string_free (g_steal_pointer (&head), FALSE);
}

/* The space that a new part gets at @index; where it becomes the first one, it takes the
 * space of the one that was, which gets that of its new neighbours. */
static char *
dup_lead (PostilJsonParts *self,
          guint            index,
          guint            depth)
{
  guint n = self->parts->len;
  const char *usual;

  if (n == 0)
    {
      take_string (&self->tail, dup_indent (depth));
      return dup_indent (depth + 1);
    }

  usual = part_at (self, n > 1 ? 1 : 0)->lead;
  if (index == 0)
    {
      char *lead = g_strdup (part_at (self, 0)->lead);

      take_string (&part_at (self, 0)->lead, g_strdup (usual));
      return lead;
    }

  return g_strdup (usual);
}

void
postil_json_parts_insert (PostilJsonParts *self,
                          guint            index,
                          const char      *key,
                          const char      *json,
                          guint            depth)
{
  Part part = { NULL };

  g_return_if_fail (self != NULL && index <= self->parts->len && json != NULL);
  g_return_if_fail ((key == NULL) == self->is_array);

  part.key = g_strdup (key != NULL ? key : "");
  part.head = key != NULL ? dup_head (self, key) : g_strdup ("");
  part.lead = dup_lead (self, index, depth);
  part.value = g_strdup (json);
  part.trail = g_strdup ("");
  g_array_insert_val (self->parts, index, part);
}

static guint
rank_of (const char *const *order,
         const char        *key)
{
  guint rank = 0;

  while (order[rank] != NULL && strcmp (order[rank], key) != 0)
    rank++;

  return rank;
}

/* Behind the last of the members that come before @key. */
static guint
find_place (PostilJsonParts   *self,
            const char *const *order,
            const char        *key)
{
  guint rank = rank_of (order, key);
  guint place = 0;

  for (guint i = 0; i < self->parts->len; i++)
    if (rank_of (order, part_at (self, i)->key) < rank)
      place = i + 1;

  return place;
}

void
postil_json_parts_put (PostilJsonParts   *self,
                       const char *const *order,
                       const char        *key,
                       const char        *json,
                       guint              depth)
{
  guint index;

  g_return_if_fail (self != NULL && order != NULL && key != NULL);
  g_return_if_fail (!self->is_array);

  if (!postil_json_parts_find (self, key, &index))
    {
      if (json != NULL)
        postil_json_parts_insert (self, find_place (self, order, key), key, json, depth);
    }
  else if (json == NULL)
    {
      postil_json_parts_remove (self, index);
    }
  else
    {
      postil_json_parts_set_value (self, index, json);
    }
}

void
postil_json_parts_put_string (PostilJsonParts   *self,
                              const char *const *order,
                              const char        *key,
                              const char        *text,
                              guint              depth)
{
  g_autoptr (GString) json = g_string_new (NULL);

  if (text != NULL)
    postil_json_append_string (json, text, -1);
  postil_json_parts_put (self, order, key, text != NULL ? json->str : NULL, depth);
}

void
postil_json_parts_indent (PostilJsonParts *self,
                          guint            depth)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->parts->len; i++)
    if (strchr (part_at (self, i)->lead, '\n') != NULL)
      take_string (&part_at (self, i)->lead, dup_indent (depth + 1));
  if (strchr (self->tail, '\n') != NULL)
    take_string (&self->tail, dup_indent (depth));
}

char *
postil_json_parts_to_string (PostilJsonParts *self)
{
  g_autoptr (GString) text = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  text = g_string_new (self->is_array ? "[" : "{");
  for (guint i = 0; i < self->parts->len; i++)
    {
      Part *part = part_at (self, i);

      if (i > 0)
        g_string_append_c (text, ',');
      g_string_append (text, part->lead);
      g_string_append (text, part->head);
      g_string_append (text, part->value);
      /* What stands before the end is the tail's. */
      if (i + 1 < self->parts->len)
        g_string_append (text, part->trail);
    }
  g_string_append (text, self->tail);
  g_string_append_c (text, self->is_array ? ']' : '}');

  return g_string_free (g_steal_pointer (&text), FALSE);
}
