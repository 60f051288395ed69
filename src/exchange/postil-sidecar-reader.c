/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A sidecar's bytes into a layer, in one pass. With KEEP_SOURCE each item is also written
 * anew and compared with what stood there; where that differs (members that Postil does not
 * know, another layout) the item keeps its text, and so does the envelope. So a save of
 * unchanged work gives the same bytes. Any thread. */

#include "config.h"

#include "exchange/postil-sidecar.h"

#include "base/postil-error.h"
#include "exchange/postil-sidecar-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  const char        *data;
  gsize              length;
  PostilSidecarFlags flags;
  PostilReport      *report;

  PostilItemReader  *items;
  char              *source;       /* the article's IRI, once known */
  GPtrArray         *annotations;
  GPtrArray         *rejections;
  GPtrArray         *links;
  GArray            *link_lines;   /* of guint */
  GHashTable        *ids;          /* every id seen; only for a report */
  GString           *written;      /* an item as it would be written anew */

  guint              n_foreign;
  GString           *foreign;      /* what postil-sidecar-private.h says of a source's items */
  char              *id_before;    /* of the item before the current one */
  const char        *first_space;  /* the white space between items: where it begins… */
  gsize              first_length;
  const char        *next_space;
  gsize              next_length;
  const char        *last_end;     /* behind the last item */
  guint              n_items;
  const char        *counted;      /* up to where lines have been counted */
  guint              line;
} SidecarReader;

/* Items come in order, so that all of the text is looked at once for their lines. */
static guint
line_at (SidecarReader *self,
         const char    *place)
{
  while (self->counted < place)
    {
      const char *end = memchr (self->counted, '\n', place - self->counted);

      if (end == NULL)
        break;
      self->line++;
      self->counted = end + 1;
    }

  return self->line;
}

static void
report_item (SidecarReader    *self,
             const PostilItem *item)
{
  guint line;

  if (self->report == NULL || (item->id == NULL && item->oddity == NULL))
    return;

  line = line_at (self, item->start);
  if (item->oddity != NULL)
    postil_report_add (self->report, NULL, line, "schema", item->id, "%s", item->oddity);
  if (item->id != NULL && !g_hash_table_add (self->ids, g_strdup (item->id)))
    postil_report_add (self->report, NULL, line, "duplicate-id", item->id,
                       _("The id %s stands in this file more than once."), item->id);
}

/* Whether what was written anew is what stands in the file. */
static gboolean
is_written (SidecarReader    *self,
            const PostilItem *item)
{
  gsize n_space = strlen (POSTIL_SIDECAR_ITEM_SPACE);

  return self->written->len == item->length + n_space &&
         memcmp (self->written->str + n_space, item->start, item->length) == 0;
}

static PostilJsonWriter
begin_written (SidecarReader *self)
{
  PostilJsonWriter writer;

  g_string_truncate (self->written, 0);
  postil_json_writer_init (&writer, self->written, FALSE);
  postil_json_writer_set_depth (&writer, POSTIL_SIDECAR_ITEM_DEPTH);
  return writer;
}

static void
take_annotation (SidecarReader    *self,
                 const PostilItem *item)
{
  PostilAnnotationInit init = item->annotation;
  g_autoptr (PostilAnnotation) annotation = NULL;
  g_autofree char *source = NULL;
  gboolean is_rejection = item->kind == POSTIL_ITEM_REJECTION;
  gboolean is_kept = item->has_foreign; /* so that whoever writes it elsewhere can say what is lost */

  init.source = NULL;
  annotation = postil_annotation_new (&init);
  if ((self->flags & POSTIL_SIDECAR_KEEP_SOURCE) != 0)
    {
      PostilJsonWriter writer = begin_written (self);

      if (is_rejection)
        postil_sidecar_write_rejection (&writer, annotation, POSTIL_ITEM_FORM_SIDECAR, self->source);
      else
        postil_sidecar_write_annotation (&writer, annotation, POSTIL_ITEM_FORM_SIDECAR, self->source);
      is_kept = !is_written (self, item);
    }
  if (is_kept)
    {
      init.source = source = g_strndup (item->start, item->length);
      postil_annotation_unref (annotation);
      annotation = postil_annotation_new (&init);
    }

  g_ptr_array_add (is_rejection ? self->rejections : self->annotations, g_steal_pointer (&annotation));
}

static void
take_link (SidecarReader    *self,
           const PostilItem *item)
{
  PostilLinkInit init = item->link;
  g_autoptr (PostilLink) link = NULL;
  g_autofree char *source = NULL;
  guint line = self->report != NULL ? line_at (self, item->start) : 0;
  gboolean is_kept = item->has_foreign;

  init.source = NULL;
  link = postil_link_new (&init);
  if ((self->flags & POSTIL_SIDECAR_KEEP_SOURCE) != 0)
    {
      PostilJsonWriter writer = begin_written (self);

      postil_sidecar_write_link (&writer, link, POSTIL_ITEM_FORM_SIDECAR);
      is_kept = !is_written (self, item);
    }
  if (is_kept)
    {
      init.source = source = g_strndup (item->start, item->length);
      postil_link_unref (link);
      link = postil_link_new (&init);
    }

  g_array_append_val (self->link_lines, line);
  g_ptr_array_add (self->links, g_steal_pointer (&link));
}

static void
take_foreign (SidecarReader    *self,
              const PostilItem *item)
{
  self->n_foreign++;
  if ((self->flags & POSTIL_SIDECAR_KEEP_SOURCE) == 0)
    return;

  g_string_append_c (self->foreign, ',');
  g_string_append_len (self->foreign, self->next_space, self->next_length);
  g_string_append_c (self->foreign, '[');
  if (self->id_before != NULL)
    postil_json_append_string (self->foreign, self->id_before, -1);
  else
    g_string_append (self->foreign, "null");
  g_string_append (self->foreign, ", ");
  g_string_append_len (self->foreign, item->start, item->length);
  g_string_append_c (self->foreign, ']');
}

/* The white space before the first item and that before the second. */
static void
note_space (SidecarReader    *self,
            const PostilItem *item)
{
  const char *space = item->start;

  while (space > self->data && strchr (" \t\r\n", space[-1]) != NULL)
    space--;
  if (self->n_items == 0)
    {
      self->first_space = space;
      self->first_length = item->start - space;
    }
  if (self->n_items <= 1)
    {
      self->next_space = space;
      self->next_length = item->start - space;
    }
  self->n_items++;
  self->last_end = item->start + item->length;
}

static void
take_item (SidecarReader    *self,
           const PostilItem *item)
{
  note_space (self, item);
  report_item (self, item);
  switch (item->kind)
    {
    case POSTIL_ITEM_ANNOTATION:
    case POSTIL_ITEM_REJECTION:
      take_annotation (self, item);
      break;
    case POSTIL_ITEM_LINK:
      take_link (self, item);
      break;
    case POSTIL_ITEM_FOREIGN:
      take_foreign (self, item);
      return;
    }

  if ((self->flags & POSTIL_SIDECAR_KEEP_SOURCE) != 0)
    {
      g_free (self->id_before);
      self->id_before = g_strdup (item->id);
    }
}

static gboolean
read_items (PostilEnvelope    *envelope,
            PostilJsonReader  *reader,
            gpointer           user_data,
            GError           **error)
{
  SidecarReader *self = user_data;

  self->source = postil_sidecar_dup_iri (envelope->info.article);
  while (postil_json_reader_next (reader) != POSTIL_JSON_ARRAY_END)
    {
      const PostilItem *item;

      if (reader->token == POSTIL_JSON_ERROR)
        return postil_json_reader_set_error (reader, error);
      item = postil_item_reader_read (self->items, reader, error);
      if (item == NULL)
        return FALSE;
      take_item (self, item);
    }

  return TRUE;
}

static void
report_links (SidecarReader *self)
{
  for (guint i = 0; self->report != NULL && i < self->links->len; i++)
    {
      PostilLink *link = g_ptr_array_index (self->links, i);
      const char *ends[] = { postil_link_get_from (link), postil_link_get_to (link) };

      for (guint end = 0; end < G_N_ELEMENTS (ends); end++)
        if (!g_hash_table_contains (self->ids, ends[end]))
          postil_report_add (self->report, NULL, g_array_index (self->link_lines, guint, i), "broken-link",
                             postil_link_get_id (link),
                             _("This link ends at %s, which is not in this file."), ends[end]);
    }
}

/* The envelope as it stood, with what is said in postil-sidecar-private.h instead of the
 * items. */
static char *
dup_envelope_source (SidecarReader  *self,
                     PostilEnvelope *envelope)
{
  GString *source;
  const char *tail = self->data + envelope->list_end;

  if (envelope->list_end == 0)
    return g_strndup (self->data, self->length);

  source = g_string_new_len (self->data, envelope->list_start);
  g_string_append_c (source, '[');
  if (self->n_items == 0)
    {
      g_string_append (source, POSTIL_SIDECAR_ITEM_SPACE "null," POSTIL_SIDECAR_ITEM_SPACE "null"
                               POSTIL_SIDECAR_LIST_SPACE);
    }
  else
    {
      g_string_append_len (source, self->first_space, self->first_length);
      g_string_append (source, "null,");
      g_string_append_len (source, self->next_space, self->next_length);
      g_string_append (source, "null");
      g_string_append_len (source, self->foreign->str, self->foreign->len);
      g_string_append_len (source, self->last_end, tail - 1 - self->last_end);
    }
  g_string_append_c (source, ']');
  g_string_append_len (source, tail, self->length - envelope->list_end);

  return g_string_free (source, FALSE);
}

static void
keep_envelope (SidecarReader  *self,
               PostilEnvelope *envelope,
               PostilLayer    *layer)
{
  static const char *plain_items = "[" POSTIL_SIDECAR_ITEM_SPACE "null," POSTIL_SIDECAR_ITEM_SPACE "null"
                                   POSTIL_SIDECAR_LIST_SPACE "]";
  PostilLayerInfo info = *postil_layer_get_info (layer);
  g_autofree char *source = dup_envelope_source (self, envelope);
  g_autoptr (GString) plain = g_string_new (NULL);

  postil_envelope_write (plain, &info, self->n_items, envelope->list_end != 0 ? plain_items : NULL);
  if (strlen (source) == plain->len && memcmp (source, plain->str, plain->len) == 0)
    return;

  info.source = source;
  postil_layer_set_info (layer, &info);
}

static PostilLayer *
make_layer (SidecarReader  *self,
            PostilEnvelope *envelope)
{
  g_autoptr (PostilLayer) layer = NULL;

  envelope->info.n_foreign = self->n_foreign;
  layer = postil_layer_new (&envelope->info);
  if (self->annotations->len > 0)
    postil_layer_add_many (layer, (PostilAnnotation *const *) self->annotations->pdata,
                           self->annotations->len);
  for (guint i = 0; i < self->links->len; i++)
    postil_layer_add_link (layer, g_ptr_array_index (self->links, i));
  for (guint i = 0; i < self->rejections->len; i++)
    postil_layer_add_rejection (layer, g_ptr_array_index (self->rejections, i));
  if ((self->flags & POSTIL_SIDECAR_KEEP_SOURCE) != 0)
    keep_envelope (self, envelope, layer);

  return g_steal_pointer (&layer);
}

static void
sidecar_reader_init (SidecarReader      *self,
                     GBytes             *bytes,
                     PostilSidecarFlags  flags,
                     PostilReport       *report)
{
  *self = (SidecarReader) { .flags = flags, .report = report, .line = 1 };
  self->data = g_bytes_get_data (bytes, &self->length);
  if (self->data == NULL)
    self->data = "";
  self->counted = self->data;
  self->items = postil_item_reader_new ();
  self->annotations = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_annotation_unref);
  self->rejections = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_annotation_unref);
  self->links = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_link_unref);
  self->link_lines = g_array_new (FALSE, FALSE, sizeof (guint));
  self->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->written = g_string_new (NULL);
  self->foreign = g_string_new (NULL);
}

static void
sidecar_reader_clear (SidecarReader *self)
{
  postil_item_reader_free (self->items);
  g_free (self->source);
  g_ptr_array_unref (self->annotations);
  g_ptr_array_unref (self->rejections);
  g_ptr_array_unref (self->links);
  g_array_unref (self->link_lines);
  g_hash_table_unref (self->ids);
  g_string_free (self->written, TRUE);
  g_string_free (self->foreign, TRUE);
  g_free (self->id_before);
}

/* What a newer Postil has made different may look like a fault to this one. */
static void
blame_version (PostilEnvelope  *envelope,
               GError         **error)
{
  g_autoptr (GError) fault = NULL;

  if (error == NULL || envelope->info.schema_version <= POSTIL_SIDECAR_VERSION ||
      !g_error_matches (*error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA))
    return;

  fault = g_steal_pointer (error);
  g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_NEWER_VERSION,
               _("%s This file was written by a newer Postil; update Postil to open it."),
               fault->message);
}

PostilLayer *
postil_sidecar_read (GBytes             *bytes,
                     PostilSidecarFlags  flags,
                     PostilReport       *report,
                     GError            **error)
{
  g_autoptr (PostilLayer) layer = NULL;
  PostilEnvelope envelope;
  PostilJsonReader reader;
  SidecarReader self;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  sidecar_reader_init (&self, bytes, flags, report);
  postil_envelope_init (&envelope);
  postil_json_reader_init (&reader, self.data, self.length);
  if (postil_envelope_read (&envelope, &reader, read_items, &self, error))
    {
      report_links (&self);
      layer = make_layer (&self, &envelope);
    }
  else
    {
      blame_version (&envelope, error);
    }

  postil_envelope_clear (&envelope);
  sidecar_reader_clear (&self);
  return g_steal_pointer (&layer);
}

gboolean
postil_sidecar_read_item (const char        *data,
                          gsize              length,
                          PostilAnnotation **annotation,
                          PostilLink       **link,
                          GError           **error)
{
  g_autoptr (PostilItemReader) items = NULL;
  const PostilItem *item;

  g_return_val_if_fail (data != NULL && annotation != NULL && link != NULL, FALSE);

  *annotation = NULL;
  *link = NULL;
  items = postil_item_reader_new ();
  item = postil_item_reader_read_text (items, data, length, error);
  if (item == NULL)
    return FALSE;

  if (item->kind == POSTIL_ITEM_ANNOTATION)
    *annotation = postil_annotation_new (&item->annotation);
  else if (item->kind == POSTIL_ITEM_LINK)
    *link = postil_link_new (&item->link);
  else
    g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
                         _("This is neither an annotation of a passage nor a link."));

  return *annotation != NULL || *link != NULL;
}
