/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A layer into a sidecar's bytes: the items in their order, each anew or edited in the text
 * that it had, those that Postil does not understand behind the item that they stood behind,
 * and the envelope around them. The same layer always gives the same bytes. Any thread that
 * has the layer to itself. */

#include "config.h"

#include "exchange/postil-sidecar.h"

#include "exchange/postil-json-parts.h"
#include "exchange/postil-sidecar-private.h"

#include <string.h>

typedef struct
{
  GString          *list;        /* the items as JSON, from [ to ] */
  char             *source;      /* the article's IRI */
  PostilItemReader *reader;      /* made when first needed */
  guint             n_items;

  /* What the envelope's source says of the items. */
  PostilJsonParts  *layout;      /* or NULL */
  GPtrArray        *foreign;     /* (element-type utf8, nullable) what is not yet written */
  GHashTable       *foreign_at;  /* id of the item before → GArray of indexes in foreign */
} SidecarWriter;

static const char *
get_space (SidecarWriter *self)
{
  if (self->layout == NULL)
    return POSTIL_SIDECAR_ITEM_SPACE;
  return postil_json_parts_get_space (self->layout, self->n_items == 0 ? 0 : 1);
}

static PostilJsonParts *
open_member (PostilJsonParts *parts,
             const char      *key)
{
  guint index;

  if (parts == NULL || postil_json_parts_is_array (parts) ||
      !postil_json_parts_find (parts, key, &index))
    return NULL;

  return postil_json_parts_new (postil_json_parts_get_value (parts, index), -1);
}

static void
add_foreign (SidecarWriter *self,
             const char    *pair)
{
  g_autoptr (PostilJsonParts) parts = postil_json_parts_new (pair, -1);
  PostilJsonReader reader;
  GArray *indexes;
  char *before = NULL;
  guint index = self->foreign->len;

  if (parts == NULL || postil_json_parts_get_n (parts) != 2)
    return;

  g_ptr_array_add (self->foreign, g_strdup (postil_json_parts_get_value (parts, 1)));
  postil_json_reader_init (&reader, postil_json_parts_get_value (parts, 0),
                           strlen (postil_json_parts_get_value (parts, 0)));
  if (postil_json_reader_next (&reader) == POSTIL_JSON_STRING)
    before = postil_json_reader_dup_string (&reader);
  else
    before = g_strdup ("");

  indexes = g_hash_table_lookup (self->foreign_at, before);
  if (indexes == NULL)
    {
      indexes = g_array_new (FALSE, FALSE, sizeof (guint));
      g_hash_table_insert (self->foreign_at, g_steal_pointer (&before), indexes);
    }
  g_array_append_val (indexes, index);
  g_free (before);
}

static void
read_layout (SidecarWriter *self,
             const char    *source)
{
  g_autoptr (PostilJsonParts) root = postil_json_parts_new (source, -1);
  g_autoptr (PostilJsonParts) page = open_member (root, "first");
  PostilJsonParts *items = open_member (page, "items");

  if (items == NULL)
    return;
  if (!postil_json_parts_is_array (items) || postil_json_parts_get_n (items) < 2)
    {
      postil_json_parts_free (items);
      return;
    }

  self->layout = items;
  for (guint i = 2; i < postil_json_parts_get_n (items); i++)
    add_foreign (self, postil_json_parts_get_value (items, i));
}

static void
append_text (SidecarWriter *self,
             const char    *text)
{
  g_string_append_c (self->list, self->n_items == 0 ? '[' : ',');
  g_string_append (self->list, get_space (self));
  g_string_append (self->list, text);
  self->n_items++;
}

/* The foreign items that stood behind the item with this id ("" for the first ones). */
static void
append_foreign_at (SidecarWriter *self,
                   const char    *id)
{
  GArray *indexes;

  if (self->foreign->len == 0)
    return;

  indexes = g_hash_table_lookup (self->foreign_at, id);
  for (guint i = 0; indexes != NULL && i < indexes->len; i++)
    {
      guint index = g_array_index (indexes, guint, i);
      g_autofree char *text = g_steal_pointer (&self->foreign->pdata[index]);

      append_text (self, text);
    }
  g_hash_table_remove (self->foreign_at, id);
}

static void
append_foreign_left (SidecarWriter *self)
{
  for (guint i = 0; i < self->foreign->len; i++)
    if (g_ptr_array_index (self->foreign, i) != NULL)
      append_text (self, g_ptr_array_index (self->foreign, i));
}

/* A writer that is about to write an item into the list. It begins with the usual white
 * space by itself; where the file has another, that is put right in end_item(). */
static PostilJsonWriter
begin_item (SidecarWriter *self)
{
  PostilJsonWriter writer;

  g_string_append_c (self->list, self->n_items == 0 ? '[' : ',');
  postil_json_writer_init (&writer, self->list, FALSE);
  postil_json_writer_set_depth (&writer, POSTIL_SIDECAR_ITEM_DEPTH);
  return writer;
}

static void
end_item (SidecarWriter *self,
          gsize          start)
{
  const char *space = get_space (self);

  if (strcmp (space, POSTIL_SIDECAR_ITEM_SPACE) != 0)
    {
      g_string_erase (self->list, start, strlen (POSTIL_SIDECAR_ITEM_SPACE));
      g_string_insert (self->list, start, space);
    }
  self->n_items++;
}

static PostilItemReader *
get_reader (SidecarWriter *self)
{
  if (self->reader == NULL)
    self->reader = postil_item_reader_new ();

  return self->reader;
}

static void
append_annotation (SidecarWriter    *self,
                   PostilAnnotation *annotation,
                   gboolean          is_rejection)
{
  g_autofree char *edited = NULL;

  if (postil_annotation_get_source (annotation) != NULL)
    edited = postil_sidecar_edit_annotation (get_reader (self), annotation, self->source);

  if (edited != NULL)
    {
      append_text (self, edited);
    }
  else
    {
      PostilJsonWriter writer = begin_item (self);
      gsize start = self->list->len;

      if (is_rejection)
        postil_sidecar_write_rejection (&writer, annotation, POSTIL_ITEM_FORM_SIDECAR, self->source);
      else
        postil_sidecar_write_annotation (&writer, annotation, POSTIL_ITEM_FORM_SIDECAR, self->source);
      end_item (self, start);
    }

  append_foreign_at (self, postil_annotation_get_id (annotation));
}

static void
append_link (SidecarWriter *self,
             PostilLink    *link)
{
  g_autofree char *edited = NULL;

  if (postil_link_get_source (link) != NULL)
    edited = postil_sidecar_edit_link (get_reader (self), link);

  if (edited != NULL)
    {
      append_text (self, edited);
    }
  else
    {
      PostilJsonWriter writer = begin_item (self);
      gsize start = self->list->len;

      postil_sidecar_write_link (&writer, link, POSTIL_ITEM_FORM_SIDECAR);
      end_item (self, start);
    }

  append_foreign_at (self, postil_link_get_id (link));
}

static void
append_items (SidecarWriter *self,
              PostilLayer   *layer)
{
  append_foreign_at (self, "");
  for (guint i = 0; i < postil_layer_get_n_annotations (layer); i++)
    append_annotation (self, postil_layer_get_annotation (layer, i), FALSE);
  for (guint i = 0; i < postil_layer_get_rejections (layer)->len; i++)
    append_annotation (self, postil_layer_get_rejections (layer)->pdata[i], TRUE);
  for (guint i = 0; i < postil_layer_get_n_links (layer); i++)
    append_link (self, postil_layer_get_link (layer, i));
  append_foreign_left (self);

  if (self->n_items == 0)
    return;
  if (self->layout == NULL)
    g_string_append (self->list, POSTIL_SIDECAR_LIST_SPACE);
  else
    g_string_append (self->list, postil_json_parts_get_space (self->layout, postil_json_parts_get_n (self->layout)));
  g_string_append_c (self->list, ']');
}

static void
sidecar_writer_init (SidecarWriter         *self,
                     const PostilLayerInfo *info)
{
  *self = (SidecarWriter) { .list = g_string_new (NULL) };
  self->source = postil_sidecar_dup_iri (info->article);
  self->foreign = g_ptr_array_new_with_free_func (g_free);
  self->foreign_at = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  if (info->source != NULL)
    read_layout (self, info->source);
}

static void
sidecar_writer_clear (SidecarWriter *self)
{
  g_string_free (self->list, TRUE);
  g_free (self->source);
  g_clear_pointer (&self->reader, postil_item_reader_free);
  g_clear_pointer (&self->layout, postil_json_parts_free);
  g_ptr_array_unref (self->foreign);
  g_hash_table_unref (self->foreign_at);
}

GBytes *
postil_sidecar_write (PostilLayer *layer)
{
  const PostilLayerInfo *info;
  SidecarWriter self;
  const char *items;
  GString *out;

  g_return_val_if_fail (layer != NULL, NULL);

  info = postil_layer_get_info (layer);
  sidecar_writer_init (&self, info);
  append_items (&self, layer);
  items = self.n_items > 0 ? self.list->str : NULL;

  out = g_string_sized_new (self.list->len + 1024);
  if (info->source == NULL || !postil_envelope_edit (out, info, self.n_items, items))
    postil_envelope_write (out, info, self.n_items, items);

  sidecar_writer_clear (&self);
  return g_string_free_to_bytes (out);
}

void
postil_sidecar_append_annotation (GString          *out,
                                  PostilAnnotation *annotation)
{
  PostilJsonWriter writer;

  g_return_if_fail (out != NULL && annotation != NULL);

  postil_json_writer_init (&writer, out, TRUE);
  postil_sidecar_write_annotation (&writer, annotation, POSTIL_ITEM_FORM_JOURNAL, NULL);
}

void
postil_sidecar_append_link (GString    *out,
                            PostilLink *link)
{
  PostilJsonWriter writer;

  g_return_if_fail (out != NULL && link != NULL);

  postil_json_writer_init (&writer, out, TRUE);
  postil_sidecar_write_link (&writer, link, POSTIL_ITEM_FORM_JOURNAL);
}
