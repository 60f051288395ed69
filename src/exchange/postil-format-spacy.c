/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* spacy: one JSON object a line, with the text and its spans, as Prodigy and recipes for
 * spaCy take them; a line an article and coder. Read are also the dictionaries and tuples of
 * spaCy's training data and what Doc.to_json() gives. Offsets are code points. Any thread. */

#include "config.h"

#include "exchange/postil-format.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-error.h"
#include "base/postil-segment.h"
#include "exchange/postil-entities.h"

static const char *const extensions[] = { "jsonl", "json", NULL };

static const PostilDialect dialects[] = {
  { .unit = POSTIL_UNIT_CODE_POINT, .crlf_two = TRUE },
  { .unit = POSTIL_UNIT_UTF16, .crlf_two = TRUE },
};

typedef struct
{
  PostilExportOptions options;
  GString            *out;
} Writer;

static gpointer
export_begin (const PostilExportOptions *options,
              GError                   **error)
{
  Writer *self = g_new0 (Writer, 1);

  self->options = *options;
  self->out = g_string_new (NULL);
  return self;
}

/* spaCy drops a span whose ends are inside of its tokens. */
static void
report_borders (PostilSegmenter    *segmenter,
                const char         *path,
                const PostilEntity *entity,
                PostilReport       *losses)
{
  PostilSpan whole = postil_segmenter_expand (segmenter, POSTIL_SEGMENT_WORD, entity->span);

  if (!postil_span_equal (whole, entity->span))
    postil_report_add (losses, path, 0, "token-border", postil_annotation_get_id (entity->annotation),
                       _("This passage begins or ends within a word; it is written so, but spaCy may drop it: “%s”"), entity->quote);
}

static void
append_spans (PostilJsonWriter *json,
              PostilSetArticle *article,
              PostilLayer      *layer,
              GArray           *entities,
              PostilReport     *losses)
{
  g_autoptr (PostilSegmenter) segmenter = postil_segmenter_new (article->text, postil_layer_get_info (layer)->language);

  postil_json_writer_key (json, "spans");
  postil_json_writer_begin_array (json);
  for (guint i = 0; i < entities->len; i++)
    {
      const PostilEntity *entity = &g_array_index (entities, PostilEntity, i);

      report_borders (segmenter, article->path, entity, losses);
      postil_json_writer_begin_object (json);
      postil_json_writer_member_uint (json, "start", entity->span.start);
      postil_json_writer_member_uint (json, "end", entity->span.end);
      postil_json_writer_member (json, "label", postil_annotation_get_code (entity->annotation));
      postil_json_writer_end_object (json);
    }
  postil_json_writer_end_array (json);
}

static void
append_layer (GString          *out,
              PostilSetArticle *article,
              PostilLayer      *layer,
              PostilReport     *losses)
{
  g_autoptr (GArray) entities = postil_entities_collect (article, layer, 0, losses);
  const char *coder = postil_layer_get_info (layer)->coder;
  PostilJsonWriter json;

  postil_json_writer_init (&json, out, TRUE);
  postil_json_writer_begin_object (&json);
  postil_json_writer_member (&json, "text", postil_text_get_utf8 (article->text, NULL));
  append_spans (&json, article, layer, entities, losses);
  postil_json_writer_member (&json, "answer", "accept");
  postil_json_writer_member (&json, "_annotator_id", coder);
  postil_json_writer_key (&json, "meta");
  postil_json_writer_begin_object (&json);
  postil_json_writer_member (&json, "article", article->path);
  postil_json_writer_member (&json, "coder", coder);
  postil_json_writer_end_object (&json);
  postil_json_writer_key (&json, POSTIL_ENTITIES_MEMBER);
  postil_entities_append_details (&json, article, layer, entities, POSTIL_UNIT_CODE_POINT,
                                  POSTIL_ENTITIES_ATTRIBUTES | POSTIL_ENTITIES_LINKS);
  postil_json_writer_end_object (&json);
  g_string_append_c (out, '\n');
}

static gboolean
export_article (gpointer          state,
                PostilSetArticle *article,
                PostilReport     *losses,
                GError          **error)
{
  Writer *self = state;

  g_string_truncate (self->out, 0);
  for (guint i = 0; article->text != NULL && i < article->layers->len; i++)
    append_layer (self->out, article, g_ptr_array_index (article->layers, i), losses);
  return self->options.emit (NULL, self->out->str, self->out->len, self->options.emit_data, error);
}

static void
export_abort (gpointer state)
{
  Writer *self = state;

  g_string_free (self->out, TRUE);
  g_free (self);
}

static gboolean
export_end (gpointer      state,
            PostilReport *losses,
            GError      **error)
{
  export_abort (state);
  return TRUE;
}

typedef struct
{
  PostilEntityReader  *entities;
  PostilImportOptions *options;
  const char          *file;
  guint                line;
  guint                n_read;
  GHashTable          *told;   /* members that were reported */
} Reader;

/* [start, end, label, …], or an object. */
static void
read_span (Reader   *self,
           JsonNode *node)
{
  gboolean is_list = postil_json_node_count (node) >= 2;
  JsonNode *start = is_list ? postil_json_node_get_item (node, 0) : postil_json_node_get_member (node, "start");
  JsonNode *end = is_list ? postil_json_node_get_item (node, 1) : postil_json_node_get_member (node, "end");
  g_autofree char *label = postil_json_node_dup_id (is_list ? postil_json_node_get_item (node, 2)
                                                            : postil_json_node_get_member (node, "label"));
  const char *kb_id = postil_json_node_get_text (node, "kb_id");
  PostilRow *row = postil_entity_reader_add (self->entities, NULL, start, end, label, postil_json_node_get_text (node, "text"));

  if (kb_id == NULL)
    kb_id = postil_json_node_get_string (postil_json_node_get_item (node, 3));
  if (row != NULL)
    postil_row_add_attribute (row, "kb_id", kb_id);
}

/* A list of spans, or a dictionary of such lists. */
static void
read_spans (Reader   *self,
            JsonNode *node)
{
  g_autoptr (GList) keys = NULL;

  for (guint i = 0; i < postil_json_node_count (node); i++)
    read_span (self, postil_json_node_get_item (node, i));
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;
  keys = json_object_get_members (json_node_get_object (node));
  for (GList *l = keys; l != NULL; l = l->next)
    {
      JsonNode *list = postil_json_node_get_member (node, l->data);

      for (guint i = 0; i < postil_json_node_count (list); i++)
        read_span (self, postil_json_node_get_item (list, i));
    }
}

/* What spaCy and Prodigy compute themselves, and what was read. */
static void
report_losses (Reader   *self,
               JsonNode *node)
{
  const char *const known[] = { "text", "spans", "entities", "ents", "tokens", "sents", "id", "answer", "_annotator_id", "_session_id",
                                "_input_hash", "_task_hash", "_view_id", "_is_binary", "meta", POSTIL_ENTITIES_MEMBER, NULL };
  const char *const known_meta[] = { "article", "coder", "filename", "file_name", "file", NULL };
  const char *answer = postil_json_node_get_text (node, "answer");

  postil_json_node_report_members (node, known, self->file, self->line, self->told, self->options->losses);
  postil_entity_reader_take_members (self->entities, postil_json_node_get_member (node, "meta"), known_meta, self->told);
  if (answer != NULL && strcmp (answer, "accept") != 0)
    postil_report_add (self->options->losses, self->file, self->line, "answer", NULL,
                       _("The answer to this text is “%s”; its spans were read, and that was left out."), answer);
}

/* "project-maria" → as it stands; nobody knows which part is the name. */
static const char *
get_coder (JsonNode *node)
{
  const char *coder = postil_json_node_get_text (node, "_annotator_id");

  if (coder == NULL)
    coder = postil_json_node_get_text (node, "_session_id");
  if (coder == NULL)
    coder = postil_json_node_get_text (postil_json_node_get_member (node, "meta"), "coder");
  return coder;
}

static const char *
get_name (JsonNode *node)
{
  const char *const names[] = { "article", "filename", "file_name", "file", "source", "title" };
  JsonNode *meta = postil_json_node_get_member (node, "meta");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (postil_json_node_get_text (meta, names[i]) != NULL)
      return postil_json_node_get_text (meta, names[i]);
  return NULL;
}

static gboolean
read_document (JsonNode *node,
               guint     line,
               gpointer  user_data,
               GError  **error)
{
  Reader *self = user_data;
  gboolean is_tuple = postil_json_node_count (node) == 2;
  const char *text = is_tuple ? postil_json_node_get_string (postil_json_node_get_item (node, 0)) : postil_json_node_get_text (node, "text");
  JsonNode *body = is_tuple ? postil_json_node_get_item (node, 1) : node;
  g_autofree char *id = postil_json_node_dup_id (postil_json_node_get_member (body, "id"));

  if (text == NULL)
    {
      postil_report_add (self->options->errors, self->file, line, "schema", id,
                         _("This is no object with a “text”, as spaCy and Prodigy take them, so it was left out."));
      return TRUE;
    }
  self->n_read++;
  self->line = line;
  postil_entity_reader_begin (self->entities, self->file, line);
  postil_entity_reader_set_coder (self->entities, get_coder (body), NULL);
  postil_entity_reader_take_details (self->entities, postil_json_node_get_member (body, POSTIL_ENTITIES_MEMBER));
  read_spans (self, postil_json_node_get_member (body, "spans"));
  read_spans (self, postil_json_node_get_member (body, "entities"));
  read_spans (self, postil_json_node_get_member (body, "ents"));
  report_losses (self, body);
  return postil_entity_reader_end (self->entities, text, get_name (body), id, error);
}

static gboolean
import (const PostilImportFile *files,
        guint                   n_files,
        PostilImportOptions    *options,
        GError                **error)
{
  g_autoptr (PostilEntityReader) entities = postil_entity_reader_new (options, dialects, G_N_ELEMENTS (dialects));
  g_autoptr (GHashTable) told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Reader reader = { entities, options, NULL, 0, 0, told };

  for (guint i = 0; i < n_files; i++)
    {
      reader.file = files[i].path;
      if (postil_json_values_is_name (files[i].path) && !postil_json_values_foreach (&files[i], options, read_document, &reader, error))
        return FALSE;
    }
  if (reader.n_read > 0)
    return postil_entity_reader_finish (entities, error);
  g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
                       _("None of the files holds texts with spans, as spaCy and Prodigy take them."));
  return FALSE;
}

static gboolean
is_span_list (JsonNode *node)
{
  JsonNode *item = postil_json_node_get_item (node, 0);

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;
  return item == NULL || postil_json_node_count (item) >= 3
         || (postil_json_node_get_member (item, "start") != NULL && postil_json_node_get_member (item, "end") != NULL);
}

static int
sniff_file (GBytes *bytes)
{
  g_autoptr (JsonNode) node = postil_json_values_dup_first (bytes);
  gboolean is_tuple = postil_json_node_count (node) == 2 && postil_json_node_get_string (postil_json_node_get_item (node, 0)) != NULL;
  JsonNode *body = is_tuple ? postil_json_node_get_item (node, 1) : node;
  JsonNode *spans = postil_json_node_get_member (body, "spans");

  if (!is_tuple && postil_json_node_get_text (node, "text") == NULL)
    return 0;
  if (postil_json_node_get_text (body, "_annotator_id") != NULL || postil_json_node_get_text (body, "_session_id") != NULL)
    return 95;
  if (is_span_list (spans) || (spans != NULL && JSON_NODE_HOLDS_OBJECT (spans))
      || is_span_list (postil_json_node_get_member (body, "ents")))
    return 85;
  return postil_json_node_get_member (body, "relations") == NULL
         && is_span_list (postil_json_node_get_member (body, "entities")) ? 75 : 0;
}

static int
sniff (const PostilImportFile *files,
       guint                   n_files)
{
  for (guint i = 0; i < n_files; i++)
    if (postil_json_values_is_name (files[i].path))
      return sniff_file (files[i].bytes);
  return 0;
}

const PostilFormat postil_format_spacy = {
  .name = "spacy",
  .title = N_ ("spaCy and Prodigy (JSON, a line each)"),
  .extensions = extensions,
  .flags = POSTIL_FORMAT_READ | POSTIL_FORMAT_WRITE | POSTIL_FORMAT_ONE_FILE | POSTIL_FORMAT_OWN_TEXTS,
  .cannot_hold = N_ ("Definitions of codes, ids and times of links, whether an article is done, passages without a place"),
  .export_begin = export_begin,
  .export_article = export_article,
  .export_end = export_end,
  .export_abort = export_abort,
  .sniff = sniff,
  .import = import,
};
