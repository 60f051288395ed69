/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A change as a line of the journal. What is read back is equal to what was written, the
 * text that items had in their file included: a replay after a crash, and an undo weeks
 * later, must leave a foreign member as it was. Any thread. */

#include "config.h"

#include "exchange/postil-change-json.h"

#include "base/postil-error.h"
#include "base/postil-json-reader.h"
#include "base/postil-json-writer.h"
#include "exchange/postil-codebook-json.h"
#include "exchange/postil-sidecar-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
write_items (PostilJsonWriter *writer,
             const char       *key,
             GPtrArray        *annotations,
             GPtrArray        *links,
             GPtrArray        *rejections)
{
  if (annotations->len == 0 && links->len == 0 && rejections->len == 0)
    return;

  postil_json_writer_key (writer, key);
  postil_json_writer_begin_array (writer);
  for (guint i = 0; i < annotations->len; i++)
    postil_sidecar_write_annotation (writer, g_ptr_array_index (annotations, i), POSTIL_ITEM_FORM_JOURNAL, NULL);
  for (guint i = 0; i < links->len; i++)
    postil_sidecar_write_link (writer, g_ptr_array_index (links, i), POSTIL_ITEM_FORM_JOURNAL);
  for (guint i = 0; i < rejections->len; i++)
    postil_sidecar_write_rejection (writer, g_ptr_array_index (rejections, i), POSTIL_ITEM_FORM_JOURNAL, NULL);
  postil_json_writer_end_array (writer);
}

/* true for the built-in one, else codebook.json as a text: to the letter. */
static void
write_codebook (PostilJsonWriter *writer,
                PostilCodebook   *codebook)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;

  if (postil_codebook_is_builtin (codebook))
    {
      postil_json_writer_boolean (writer, TRUE);
    }
  else
    {
      bytes = postil_codebook_write (codebook);
      text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      postil_json_writer_string (writer, text);
    }
}

void
postil_change_to_json (PostilChange *change,
                       GString      *out)
{
  PostilJsonWriter writer;
  PostilCodebook *codebooks[2];
  const char *states[2];

  g_return_if_fail (change != NULL && out != NULL);

  postil_json_writer_init (&writer, out, TRUE);
  postil_json_writer_begin_object (&writer);
  postil_json_writer_member (&writer, "kind", postil_change_kind_to_name (postil_change_get_kind (change)));
  postil_json_writer_member_optional (&writer, "time", postil_change_get_time (change));
  postil_json_writer_member_optional (&writer, "step", postil_change_get_step (change));
  write_items (&writer, "removed", postil_change_get_removed (change), postil_change_get_removed_links (change),
               postil_change_get_removed_rejections (change));
  write_items (&writer, "added", postil_change_get_added (change), postil_change_get_added_links (change),
               postil_change_get_added_rejections (change));
  if (postil_change_get_status (change, &states[0], &states[1]))
    {
      postil_json_writer_key (&writer, "status");
      postil_json_writer_begin_array (&writer);
      postil_json_writer_string (&writer, states[0]);
      postil_json_writer_string (&writer, states[1]);
      postil_json_writer_end_array (&writer);
    }
  if (postil_change_get_codebook (change, &codebooks[0], &codebooks[1]))
    {
      postil_json_writer_key (&writer, "codebook");
      postil_json_writer_begin_array (&writer);
      write_codebook (&writer, codebooks[0]);
      write_codebook (&writer, codebooks[1]);
      postil_json_writer_end_array (&writer);
    }
  postil_json_writer_end_object (&writer);
}

typedef struct
{
  PostilJsonReader json;
  PostilItemReader *items;
  PostilChange    *change; /* NULL until the kind is known, which stands first */
} ChangeReader;

static gboolean
set_shape_error (ChangeReader  *self,
                 GError       **error)
{
  if (self->json.token == POSTIL_JSON_ERROR)
    return postil_json_reader_set_error (&self->json, error);

  return postil_json_reader_set_schema_error (&self->json, error, _("This is not a change that Postil has written."));
}

static gboolean
read_kind (ChangeReader  *self,
           GError       **error)
{
  g_autofree char *name = NULL;
  PostilChangeKind kind;

  if (self->json.token != POSTIL_JSON_STRING || self->change != NULL)
    return set_shape_error (self, error);
  name = postil_json_reader_dup_string (&self->json);
  if (!postil_change_kind_from_name (name, &kind))
    return set_shape_error (self, error);

  self->change = postil_change_new (kind);
  return TRUE;
}

static gboolean
read_word (ChangeReader  *self,
           gboolean       is_step,
           GError       **error)
{
  g_autofree char *word = NULL;

  if (self->json.token != POSTIL_JSON_STRING)
    return set_shape_error (self, error);

  word = postil_json_reader_dup_string (&self->json);
  if (is_step)
    postil_change_set_step (self->change, word);
  else
    postil_change_set_time (self->change, word);
  return TRUE;
}

static gboolean
take_item (ChangeReader      *self,
           const PostilItem  *item,
           gboolean           is_added,
           GError           **error)
{
  g_autoptr (PostilAnnotation) annotation = NULL;
  g_autoptr (PostilLink) link = NULL;

  switch (item->kind)
    {
    case POSTIL_ITEM_ANNOTATION:
      annotation = postil_annotation_new (&item->annotation);
      if (is_added)
        postil_change_add (self->change, annotation);
      else
        postil_change_remove (self->change, annotation);
      return TRUE;
    case POSTIL_ITEM_LINK:
      link = postil_link_new (&item->link);
      if (is_added)
        postil_change_add_link (self->change, link);
      else
        postil_change_remove_link (self->change, link);
      return TRUE;
    case POSTIL_ITEM_REJECTION:
      annotation = postil_annotation_new (&item->annotation);
      if (is_added)
        postil_change_add_rejection (self->change, annotation);
      else
        postil_change_remove_rejection (self->change, annotation);
      return TRUE;
    case POSTIL_ITEM_FOREIGN:
      break;
    }

  return set_shape_error (self, error);
}

static gboolean
read_items (ChangeReader  *self,
            gboolean       is_added,
            GError       **error)
{
  if (self->json.token != POSTIL_JSON_ARRAY_BEGIN)
    return set_shape_error (self, error);

  while (postil_json_reader_next (&self->json) != POSTIL_JSON_ARRAY_END)
    {
      const PostilItem *item;

      if (self->json.token != POSTIL_JSON_OBJECT_BEGIN)
        return set_shape_error (self, error);
      item = postil_item_reader_read (self->items, &self->json, error);
      if (item == NULL || !take_item (self, item, is_added, error))
        return FALSE;
    }

  return TRUE;
}

/* The next element of a pair: a text, or NULL for null. */
static gboolean
read_state (ChangeReader  *self,
            char         **state,
            GError       **error)
{
  switch ((guint) postil_json_reader_next (&self->json))
    {
    case POSTIL_JSON_STRING:
      *state = postil_json_reader_dup_string (&self->json);
      return TRUE;
    case POSTIL_JSON_NULL:
      return TRUE;
    default:
      return set_shape_error (self, error);
    }
}

static gboolean
read_states (ChangeReader  *self,
             GError       **error)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  if (self->json.token != POSTIL_JSON_ARRAY_BEGIN)
    return set_shape_error (self, error);
  if (!read_state (self, &before, error) || !read_state (self, &after, error))
    return FALSE;
  if (postil_json_reader_next (&self->json) != POSTIL_JSON_ARRAY_END)
    return set_shape_error (self, error);

  postil_change_set_status (self->change, before, after);
  return TRUE;
}

static gboolean
read_codebook (ChangeReader    *self,
               PostilCodebook **codebook,
               GError         **error)
{
  g_autoptr (GBytes) bytes = NULL;
  char *text;

  switch ((guint) postil_json_reader_next (&self->json))
    {
    case POSTIL_JSON_TRUE:
      *codebook = postil_codebook_new_builtin ();
      return TRUE;
    case POSTIL_JSON_STRING:
      text = postil_json_reader_dup_string (&self->json);
      bytes = g_bytes_new_take (text, strlen (text));
      *codebook = postil_codebook_read (bytes, NULL, error);
      return *codebook != NULL;
    default:
      return set_shape_error (self, error);
    }
}

static gboolean
read_codebooks (ChangeReader  *self,
                GError       **error)
{
  g_autoptr (PostilCodebook) before = NULL;
  g_autoptr (PostilCodebook) after = NULL;

  if (self->json.token != POSTIL_JSON_ARRAY_BEGIN)
    return set_shape_error (self, error);
  if (!read_codebook (self, &before, error) || !read_codebook (self, &after, error))
    return FALSE;
  if (postil_json_reader_next (&self->json) != POSTIL_JSON_ARRAY_END)
    return set_shape_error (self, error);

  postil_change_set_codebook (self->change, before, after);
  return TRUE;
}

/* A member that this Postil does not know would be a part of the change that is lost, so it
 * is refused. */
static gboolean
read_member (ChangeReader  *self,
             GError       **error)
{
  gboolean is_kind = postil_json_reader_is (&self->json, "kind");
  gboolean is_removed = postil_json_reader_is (&self->json, "removed");
  gboolean is_added = postil_json_reader_is (&self->json, "added");
  gboolean is_status = postil_json_reader_is (&self->json, "status");
  gboolean is_codebook = postil_json_reader_is (&self->json, "codebook");
  gboolean is_time = postil_json_reader_is (&self->json, "time");
  gboolean is_step = postil_json_reader_is (&self->json, "step");

  if (postil_json_reader_next (&self->json) == POSTIL_JSON_ERROR)
    return postil_json_reader_set_error (&self->json, error);
  if (is_kind)
    return read_kind (self, error);
  if (self->change == NULL)
    return set_shape_error (self, error);

  if (is_removed || is_added)
    return read_items (self, is_added, error);
  if (is_time || is_step)
    return read_word (self, is_step, error);
  if (is_status)
    return read_states (self, error);
  if (is_codebook)
    return read_codebooks (self, error);
  return set_shape_error (self, error);
}

static gboolean
read_change (ChangeReader  *self,
             GError       **error)
{
  if (postil_json_reader_next (&self->json) != POSTIL_JSON_OBJECT_BEGIN)
    return set_shape_error (self, error);

  while (postil_json_reader_next (&self->json) == POSTIL_JSON_KEY)
    if (!read_member (self, error))
      return FALSE;
  if (self->json.token == POSTIL_JSON_ERROR)
    return postil_json_reader_set_error (&self->json, error);
  if (self->change == NULL)
    return set_shape_error (self, error);

  return postil_json_reader_next (&self->json) == POSTIL_JSON_END ||
         postil_json_reader_set_error (&self->json, error);
}

PostilChange *
postil_change_from_json (const char  *data,
                         gsize        length,
                         GError     **error)
{
  ChangeReader self = { .change = NULL };

  g_return_val_if_fail (data != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  postil_json_reader_init (&self.json, data, length);
  self.items = postil_item_reader_new ();
  if (!read_change (&self, error))
    g_clear_pointer (&self.change, postil_change_unref);

  postil_item_reader_free (self.items);
  return self.change;
}
