/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* See postil-json-tape.h. Nothing is allocated a token. Any thread, one at a time. */

#include "config.h"

#include "base/postil-json-tape.h"

#include <string.h>

struct _PostilJsonTape
{
  GArray *nodes; /* of PostilJsonNode */
  GArray *open;  /* of guint: the containers around the current token */
};

PostilJsonTape *
postil_json_tape_new (void)
{
  PostilJsonTape *self = g_new0 (PostilJsonTape, 1);

  self->nodes = g_array_new (FALSE, FALSE, sizeof (PostilJsonNode));
  self->open = g_array_new (FALSE, FALSE, sizeof (guint));
  return self;
}

void
postil_json_tape_free (PostilJsonTape *self)
{
  g_array_unref (self->nodes);
  g_array_unref (self->open);
  g_free (self);
}

static void
close_container (PostilJsonTape *self)
{
  guint index = g_array_index (self->open, guint, self->open->len - 1);

  g_array_index (self->nodes, PostilJsonNode, index).next = self->nodes->len;
  g_array_set_size (self->open, self->open->len - 1);
}

static void
add_node (PostilJsonTape   *self,
          PostilJsonReader *reader)
{
  guint index = self->nodes->len;
  PostilJsonNode node = { reader->token, reader->has_escapes, FALSE, index + 1, 0,
                          reader->token_start, reader->token_length };

  if (node.type == POSTIL_JSON_NUMBER)
    node.is_uint = postil_json_reader_get_uint (reader, &node.value);
  if (node.type == POSTIL_JSON_OBJECT_BEGIN || node.type == POSTIL_JSON_ARRAY_BEGIN)
    g_array_append_val (self->open, index);
  g_array_append_val (self->nodes, node);
}

gboolean
postil_json_tape_parse (PostilJsonTape *self,
                        const char     *data,
                        gsize           length)
{
  PostilJsonReader reader;
  PostilJsonToken token;

  g_return_val_if_fail (self != NULL, FALSE);

  g_array_set_size (self->nodes, 0);
  g_array_set_size (self->open, 0);
  postil_json_reader_init (&reader, data, length);
  while ((token = postil_json_reader_next (&reader)) != POSTIL_JSON_END)
    {
      if (token == POSTIL_JSON_ERROR)
        return FALSE;
      if (token == POSTIL_JSON_OBJECT_END || token == POSTIL_JSON_ARRAY_END)
        close_container (self);
      else
        add_node (self, &reader);
    }

  return self->nodes->len > 0;
}

const PostilJsonNode *
postil_json_tape_get (PostilJsonTape *self,
                      guint           index)
{
  g_return_val_if_fail (self != NULL && index < self->nodes->len, NULL);

  return &g_array_index (self->nodes, PostilJsonNode, index);
}

const char *
postil_json_tape_get_string (PostilJsonTape *self,
                             guint           index,
                             GString        *scratch,
                             gsize          *length)
{
  const PostilJsonNode *node = postil_json_tape_get (self, index);
  PostilJsonReader reader;

  g_return_val_if_fail (node != NULL && scratch != NULL && length != NULL, NULL);

  *length = node->length;
  if (!node->has_escapes)
    return node->start;

  postil_json_reader_init (&reader, node->start, node->length);
  reader.token = POSTIL_JSON_STRING;
  reader.token_start = node->start;
  reader.token_length = node->length;
  reader.has_escapes = TRUE;
  g_string_truncate (scratch, 0);
  postil_json_reader_append_string (&reader, scratch);
  *length = scratch->len;
  return scratch->str;
}

gboolean
postil_json_tape_is (PostilJsonTape *self,
                     guint           index,
                     const char     *text)
{
  const PostilJsonNode *node = postil_json_tape_get (self, index);
  gsize length = strlen (text);

  if (node->type != POSTIL_JSON_STRING && node->type != POSTIL_JSON_KEY)
    return FALSE;
  if (node->has_escapes)
    {
      g_autoptr (GString) scratch = g_string_new (NULL);
      gsize n_bytes = 0;
      const char *string = postil_json_tape_get_string (self, index, scratch, &n_bytes);

      return n_bytes == length && memcmp (string, text, length) == 0;
    }
  return node->length == length && memcmp (node->start, text, length) == 0;
}

guint
postil_json_tape_member (PostilJsonTape *self,
                         guint           index,
                         const char     *name)
{
  const PostilJsonNode *object = postil_json_tape_get (self, index);
  const PostilJsonNode *nodes = (const PostilJsonNode *) (gpointer) self->nodes->data;
  gsize length = strlen (name);
  guint found = 0;

  if (object->type != POSTIL_JSON_OBJECT_BEGIN)
    return 0;
  /* Most of the time of a check goes by here. */
  for (guint i = index + 1; i < object->next; i = nodes[i + 1].next)
    if (nodes[i].has_escapes ? postil_json_tape_is (self, i, name)
                             : nodes[i].length == length && memcmp (nodes[i].start, name, length) == 0)
      found = i + 1;
  return found;
}
