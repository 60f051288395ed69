/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* labelstudio: a task an article with an annotation a coder, ready to be imported there, and
 * the labelling interface that shows it. Label Studio refuses tasks whose "completed_by" is
 * nobody that it knows, so the coders stand in the task's data only. Any thread. */

#include "config.h"

#include "exchange/postil-format.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-xml-writer.h"
#include "exchange/postil-entities.h"
#include "exchange/postil-labelstudio.h"

static const char *const extensions[] = { "json", NULL };

typedef struct
{
  PostilExportOptions options;
  GHashTable         *known;      /* codes and attributes that were used: "c…", "a…" */
  GPtrArray          *codes;      /* in order of first use; borrowed of @known */
  GPtrArray          *attributes;
  guint               n_tasks;
} Writer;

static gpointer
export_begin (const PostilExportOptions *options,
              GError                   **error)
{
  Writer *self = g_new0 (Writer, 1);

  self->options = *options;
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->codes = g_ptr_array_new ();
  self->attributes = g_ptr_array_new ();
  return self;
}

static void
remember (Writer     *self,
          GPtrArray  *list,
          char        kind,
          const char *name)
{
  char *key = g_strdup_printf ("%c%s", kind, name);

  if (g_hash_table_contains (self->known, key))
    {
      g_free (key);
      return;
    }
  g_hash_table_add (self->known, key);
  g_ptr_array_add (list, key + 1);
}

static void
begin_result (PostilJsonWriter   *json,
              const PostilEntity *entity,
              const char         *from_name,
              const char         *type)
{
  g_autofree char *id = g_strdup_printf ("%u", entity->number);

  postil_json_writer_begin_object (json);
  postil_json_writer_member (json, "id", id);
  postil_json_writer_member (json, "from_name", from_name);
  postil_json_writer_member (json, "to_name", POSTIL_LABELSTUDIO_TEXT);
  postil_json_writer_member (json, "type", type);
  postil_json_writer_key (json, "value");
  postil_json_writer_begin_object (json);
  postil_json_writer_member_uint (json, "start", entity->span.start);
  postil_json_writer_member_uint (json, "end", entity->span.end);
}

static void
append_region (PostilJsonWriter   *json,
               const PostilEntity *entity)
{
  const char *note = postil_annotation_get_note (entity->annotation);

  begin_result (json, entity, POSTIL_LABELSTUDIO_LABEL, "labels");
  postil_json_writer_member (json, "text", entity->quote);
  postil_json_writer_key (json, "labels");
  postil_json_writer_begin_array (json);
  postil_json_writer_string (json, postil_annotation_get_code (entity->annotation));
  postil_json_writer_end_array (json);
  postil_json_writer_end_object (json);
  if (note != NULL)
    {
      postil_json_writer_key (json, "meta");
      postil_json_writer_begin_object (json);
      postil_json_writer_key (json, "text");
      postil_json_writer_begin_array (json);
      postil_json_writer_string (json, note);
      postil_json_writer_end_array (json);
      postil_json_writer_end_object (json);
    }
  postil_json_writer_end_object (json);
}

/* Equal names stand together. */
static void
append_attributes (Writer             *self,
                   PostilJsonWriter   *json,
                   const PostilEntity *entity)
{
  const PostilAttribute *attributes;
  guint n_attributes;

  attributes = postil_annotation_get_attributes (entity->annotation, &n_attributes);
  for (guint i = 0; i < n_attributes;)
    {
      const char *name = attributes[i].name;

      remember (self, self->attributes, 'a', name);
      begin_result (json, entity, name, "textarea");
      postil_json_writer_key (json, "text");
      postil_json_writer_begin_array (json);
      for (; i < n_attributes && strcmp (attributes[i].name, name) == 0; i++)
        postil_json_writer_string (json, attributes[i].value);
      postil_json_writer_end_array (json);
      postil_json_writer_end_object (json);
      postil_json_writer_end_object (json);
    }
}

static void
append_relations (PostilJsonWriter *json,
                  PostilLayer      *layer,
                  GArray           *entities)
{
  for (guint i = 0; i < postil_layer_get_n_links (layer); i++)
    {
      PostilLink *link = postil_layer_get_link (layer, i);
      guint from = postil_entities_find (entities, postil_link_get_from (link));
      guint to = postil_entities_find (entities, postil_link_get_to (link));
      g_autofree char *from_id = g_strdup_printf ("%u", from);
      g_autofree char *to_id = g_strdup_printf ("%u", to);

      if (from == 0 || to == 0)
        continue;
      postil_json_writer_begin_object (json);
      postil_json_writer_member (json, "type", "relation");
      postil_json_writer_member (json, "from_id", from_id);
      postil_json_writer_member (json, "to_id", to_id);
      postil_json_writer_member (json, "direction", "right");
      postil_json_writer_key (json, "labels");
      postil_json_writer_begin_array (json);
      postil_json_writer_string (json, postil_link_get_kind (link));
      postil_json_writer_end_array (json);
      postil_json_writer_end_object (json);
    }
}

static void
append_annotation (Writer           *self,
                   PostilJsonWriter *json,
                   PostilLayer      *layer,
                   GArray           *entities)
{
  postil_json_writer_begin_object (json);
  postil_json_writer_key (json, "result");
  postil_json_writer_begin_array (json);
  for (guint i = 0; i < entities->len; i++)
    {
      const PostilEntity *entity = &g_array_index (entities, PostilEntity, i);

      remember (self, self->codes, 'c', postil_annotation_get_code (entity->annotation));
      append_region (json, entity);
      if (i == 0 || entity[-1].annotation != entity->annotation)
        append_attributes (self, json, entity);
    }
  append_relations (json, layer, entities);
  postil_json_writer_end_array (json);
  postil_json_writer_end_object (json);
}

static GPtrArray *
collect (PostilSetArticle *article,
         PostilReport     *losses)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  guint n_before = 0;

  for (guint i = 0; i < article->layers->len; i++)
    {
      GArray *entities = postil_entities_collect (article, g_ptr_array_index (article->layers, i), n_before, losses);

      n_before += entities->len;
      g_ptr_array_add (all, entities);
    }
  return all;
}

static void
append_data (PostilJsonWriter *json,
             PostilSetArticle *article,
             GPtrArray        *entities)
{
  postil_json_writer_key (json, "data");
  postil_json_writer_begin_object (json);
  postil_json_writer_member (json, "text", postil_text_get_utf8 (article->text, NULL));
  postil_json_writer_member (json, "article", article->path);
  postil_json_writer_key (json, POSTIL_ENTITIES_MEMBER);
  postil_json_writer_begin_array (json);
  for (guint i = 0; i < article->layers->len; i++)
    postil_entities_append_details (json, article, g_ptr_array_index (article->layers, i), g_ptr_array_index (entities, i),
                                    POSTIL_UNIT_CODE_POINT, 0);
  postil_json_writer_end_array (json);
  postil_json_writer_end_object (json);
}

static gboolean
export_article (gpointer          state,
                PostilSetArticle *article,
                PostilReport     *losses,
                GError          **error)
{
  Writer *self = state;
  g_autoptr (GPtrArray) entities = NULL;
  g_autoptr (GString) out = NULL;
  PostilJsonWriter json;

  if (article->text == NULL || article->layers->len == 0)
    return TRUE;
  entities = collect (article, losses);
  out = g_string_new (self->n_tasks++ == 0 ? "[\n" : ",\n");
  postil_json_writer_init (&json, out, TRUE);
  postil_json_writer_begin_object (&json);
  append_data (&json, article, entities);
  postil_json_writer_key (&json, "annotations");
  postil_json_writer_begin_array (&json);
  for (guint i = 0; i < article->layers->len; i++)
    append_annotation (self, &json, g_ptr_array_index (article->layers, i), g_ptr_array_index (entities, i));
  postil_json_writer_end_array (&json);
  postil_json_writer_end_object (&json);
  return self->options.emit ("tasks.json", out->str, out->len, self->options.emit_data, error);
}

static void
append_labels (Writer  *self,
               GString *out)
{
  guint n_codes = self->options.codebook != NULL ? postil_codebook_get_n_codes (self->options.codebook) : 0;

  for (guint i = 0; i < n_codes; i++)
    {
      const PostilCode *code = postil_codebook_get_code (self->options.codebook, i);

      g_string_append (out, "    <Label");
      postil_xml_append_attribute (out, "value", code->id);
      postil_xml_append_attribute (out, "background", code->color);
      g_string_append (out, "/>\n");
    }
  for (guint i = 0; i < self->codes->len; i++)
    {
      const char *code = g_ptr_array_index (self->codes, i);

      if (n_codes > 0 && postil_codebook_lookup_code (self->options.codebook, code) != NULL)
        continue;
      g_string_append (out, "    <Label");
      postil_xml_append_attribute (out, "value", code);
      g_string_append (out, "/>\n");
    }
}

static gboolean
export_config (Writer  *self,
               GError **error)
{
  g_autoptr (GString) out = g_string_new ("<View>\n  <Labels name=\"" POSTIL_LABELSTUDIO_LABEL "\" toName=\"" POSTIL_LABELSTUDIO_TEXT "\">\n");

  append_labels (self, out);
  g_string_append (out, "  </Labels>\n  <Text name=\"" POSTIL_LABELSTUDIO_TEXT "\" value=\"$text\" granularity=\"symbol\"/>\n");
  for (guint i = 0; i < self->attributes->len; i++)
    {
      g_string_append (out, "  <TextArea");
      postil_xml_append_attribute (out, "name", g_ptr_array_index (self->attributes, i));
      g_string_append (out, " toName=\"" POSTIL_LABELSTUDIO_TEXT "\" perRegion=\"true\"/>\n");
    }
  g_string_append (out, "</View>\n");
  return self->options.emit ("labeling-config.xml", out->str, out->len, self->options.emit_data, error);
}

static void
export_abort (gpointer state)
{
  Writer *self = state;

  g_ptr_array_unref (self->codes);
  g_ptr_array_unref (self->attributes);
  g_hash_table_unref (self->known);
  g_free (self);
}

static gboolean
export_end (gpointer      state,
            PostilReport *losses,
            GError      **error)
{
  Writer *self = state;
  const char *end = self->n_tasks == 0 ? "[]\n" : "\n]\n";
  gboolean done;

  done = self->options.emit ("tasks.json", end, strlen (end), self->options.emit_data, error) && export_config (self, error);
  export_abort (self);
  return done;
}

const PostilFormat postil_format_labelstudio = {
  .name = "labelstudio",
  .title = N_ ("Label Studio tasks"),
  .extensions = extensions,
  .flags = POSTIL_FORMAT_READ | POSTIL_FORMAT_WRITE | POSTIL_FORMAT_OWN_TEXTS,
  .cannot_hold = N_ ("Definitions of codes, ids and times of links, whether an article is done, passages without a place; its program keeps coders in the tasks’ data only"),
  .export_begin = export_begin,
  .export_article = export_article,
  .export_end = export_end,
  .export_abort = export_abort,
  .sniff = postil_labelstudio_sniff,
  .import = postil_labelstudio_import,
};
