/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* doccano: one JSON object a line, with the text, its entities and its relations. A file a
 * coder, as doccano itself exports projects whose members do not see each other. Offsets
 * are UTF-16 units, as its pages count them; files whose offsets fit better as code points
 * (its server's) are read so. Any thread. */

#include "config.h"

#include "exchange/postil-format.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-error.h"
#include "exchange/postil-entities.h"

static const char *const extensions[] = { "jsonl", "json", NULL };

static const PostilDialect dialects[] = {
  { .unit = POSTIL_UNIT_UTF16, .crlf_two = TRUE },
  { .unit = POSTIL_UNIT_CODE_POINT, .crlf_two = TRUE },
};

typedef struct
{
  PostilExportOptions options;
  GHashTable         *files;   /* coder → file name */
  GHashTable         *taken;   /* file names */
  guint               n_documents;
  guint               n_entities;
  guint               n_relations;
} Writer;

static gpointer
export_begin (const PostilExportOptions *options,
              GError                   **error)
{
  Writer *self = g_new0 (Writer, 1);

  self->options = *options;
  self->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->taken = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

static const char *
get_file (Writer     *self,
          const char *coder)
{
  char *name = g_hash_table_lookup (self->files, coder);
  g_autofree char *stem = NULL;

  if (name != NULL)
    return name;
  stem = g_strdelimit (g_strdup (coder), "/\\", '-');
  name = g_strconcat (stem, ".jsonl", NULL);
  for (guint i = 2; g_hash_table_contains (self->taken, name); i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s-%u.jsonl", stem, i);
    }
  g_hash_table_add (self->taken, name);
  g_hash_table_insert (self->files, g_strdup (coder), name);
  return name;
}

static void
append_entities (PostilJsonWriter *json,
                 PostilText       *text,
                 GArray           *entities)
{
  postil_json_writer_key (json, "entities");
  postil_json_writer_begin_array (json);
  for (guint i = 0; i < entities->len; i++)
    {
      const PostilEntity *entity = &g_array_index (entities, PostilEntity, i);

      postil_json_writer_begin_object (json);
      postil_json_writer_member_uint (json, "id", entity->number);
      postil_json_writer_member (json, "label", postil_annotation_get_code (entity->annotation));
      postil_json_writer_member_uint (json, "start_offset", postil_text_char_to_utf16 (text, entity->span.start));
      postil_json_writer_member_uint (json, "end_offset", postil_text_char_to_utf16 (text, entity->span.end));
      postil_json_writer_end_object (json);
    }
  postil_json_writer_end_array (json);
}

static void
append_relations (Writer           *self,
                  PostilJsonWriter *json,
                  PostilLayer      *layer,
                  GArray           *entities)
{
  postil_json_writer_key (json, "relations");
  postil_json_writer_begin_array (json);
  for (guint i = 0; i < postil_layer_get_n_links (layer); i++)
    {
      PostilLink *link = postil_layer_get_link (layer, i);
      guint from = postil_entities_find (entities, postil_link_get_from (link));
      guint to = postil_entities_find (entities, postil_link_get_to (link));

      if (from == 0 || to == 0)
        continue;
      postil_json_writer_begin_object (json);
      postil_json_writer_member_uint (json, "id", ++self->n_relations);
      postil_json_writer_member_uint (json, "from_id", from);
      postil_json_writer_member_uint (json, "to_id", to);
      postil_json_writer_member (json, "type", postil_link_get_kind (link));
      postil_json_writer_end_object (json);
    }
  postil_json_writer_end_array (json);
}

static gboolean
export_layer (Writer           *self,
              PostilSetArticle *article,
              PostilLayer      *layer,
              PostilReport     *losses,
              GError          **error)
{
  g_autoptr (GArray) entities = postil_entities_collect (article, layer, self->n_entities, losses);
  g_autoptr (GString) out = g_string_new (NULL);
  PostilJsonWriter json;

  postil_json_writer_init (&json, out, TRUE);
  postil_json_writer_begin_object (&json);
  postil_json_writer_member_uint (&json, "id", ++self->n_documents);
  postil_json_writer_member (&json, "text", postil_text_get_utf8 (article->text, NULL));
  append_entities (&json, article->text, entities);
  append_relations (self, &json, layer, entities);
  postil_json_writer_key (&json, POSTIL_ENTITIES_MEMBER);
  postil_entities_append_details (&json, article, layer, entities, POSTIL_UNIT_UTF16, POSTIL_ENTITIES_ATTRIBUTES);
  postil_json_writer_end_object (&json);
  g_string_append_c (out, '\n');
  self->n_entities += entities->len;
  return self->options.emit (get_file (self, postil_layer_get_info (layer)->coder), out->str, out->len,
                             self->options.emit_data, error);
}

static gboolean
export_article (gpointer          state,
                PostilSetArticle *article,
                PostilReport     *losses,
                GError          **error)
{
  Writer *self = state;

  for (guint i = 0; article->text != NULL && i < article->layers->len; i++)
    if (!export_layer (self, article, g_ptr_array_index (article->layers, i), losses, error))
      return FALSE;
  return TRUE;
}

static void
export_abort (gpointer state)
{
  Writer *self = state;

  g_hash_table_unref (self->taken);
  g_hash_table_unref (self->files);
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
  char                *coder;  /* that the file's name says, or NULL */
  GHashTable          *lost;   /* members that were reported for the file */
  guint                n_read;
} Reader;

/* [start, end, label], or an object. */
static void
read_entity (Reader   *self,
             JsonNode *node,
             guint     line)
{
  g_autofree char *id = postil_json_node_dup_id (postil_json_node_get_member (node, "id"));
  g_autofree char *label = postil_json_node_dup_id (postil_json_node_get_member (node, "label"));
  g_autofree char *user = postil_json_node_dup_id (postil_json_node_get_member (node, "user"));

  if (postil_json_node_count (node) >= 2)
    {
      g_autofree char *third = postil_json_node_dup_id (postil_json_node_get_item (node, 2));

      postil_entity_reader_add (self->entities, NULL, postil_json_node_get_item (node, 0),
                                postil_json_node_get_item (node, 1), third, NULL);
    }
  else if (postil_json_node_get_member (node, "start_offset") != NULL)
    {
      if (user != NULL)
        postil_entity_reader_set_coder (self->entities, user, NULL);
      postil_entity_reader_add (self->entities, id, postil_json_node_get_member (node, "start_offset"),
                                postil_json_node_get_member (node, "end_offset"), label, NULL);
    }
  else if (postil_json_node_get_string (node) != NULL || label != NULL)
    postil_report_add (self->options->losses, self->file, line, "document-label", id,
                       _("The label “%s” is about the whole text, and was left out."),
                       label != NULL ? label : postil_json_node_get_string (node));
  else
    postil_report_add (self->options->errors, self->file, line, "schema", id,
                       _("A label has no place and no name, and was left out."));
}

static void
read_relations (Reader   *self,
                JsonNode *relations)
{
  for (guint i = 0; i < postil_json_node_count (relations); i++)
    {
      JsonNode *node = postil_json_node_get_item (relations, i);
      g_autofree char *from = postil_json_node_dup_id (postil_json_node_get_member (node, "from_id"));
      g_autofree char *to = postil_json_node_dup_id (postil_json_node_get_member (node, "to_id"));

      postil_entity_reader_link (self->entities, from != NULL ? from : "", to != NULL ? to : "",
                                 postil_json_node_get_text (node, "type"));
    }
}

static void
report_members (Reader   *self,
                JsonNode *node,
                guint     line)
{
  const char *const known[] = { "id", "text", "data", "label", "labels", "entities", "annotations", "relations", "Comments",
                                "comments", "filename", "file_name", "upload_name", POSTIL_ENTITIES_MEMBER, NULL };
  JsonNode *comments = postil_json_node_get_member (node, "Comments");

  if (comments == NULL)
    comments = postil_json_node_get_member (node, "comments");
  for (guint i = 0; i < postil_json_node_count (comments); i++)
    {
      JsonNode *comment = postil_json_node_get_item (comments, i);
      const char *text = postil_json_node_get_string (comment);

      postil_report_add (self->options->losses, self->file, line, "comment", NULL,
                         _("A comment on the whole text was left out: “%s”"),
                         text != NULL ? text : postil_json_node_get_text (comment, "text"));
    }
  postil_entity_reader_take_members (self->entities, node, known, self->lost);
}

static const char *
get_name (JsonNode *node)
{
  const char *const members[] = { "filename", "file_name", "upload_name" };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (postil_json_node_get_text (node, members[i]) != NULL)
      return postil_json_node_get_text (node, members[i]);
  return NULL;
}

static gboolean
read_document (JsonNode *node,
               guint     line,
               gpointer  user_data,
               GError  **error)
{
  const char *const lists[] = { "label", "labels", "entities", "annotations" };
  Reader *self = user_data;
  const char *text = postil_json_node_get_text (node, "text");
  g_autofree char *id = postil_json_node_dup_id (postil_json_node_get_member (node, "id"));

  if (text == NULL)
    text = postil_json_node_get_text (node, "data");
  if (text == NULL)
    {
      postil_report_add (self->options->errors, self->file, line, "schema", id,
                         _("This is no object with a “text”, as doccano writes them, so it was left out."));
      return TRUE;
    }
  self->n_read++;
  postil_entity_reader_begin (self->entities, self->file, line);
  postil_entity_reader_set_coder (self->entities, self->coder, NULL);
  postil_entity_reader_take_details (self->entities, postil_json_node_get_member (node, POSTIL_ENTITIES_MEMBER));
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      JsonNode *list = postil_json_node_get_member (node, lists[i]);

      for (guint j = 0; j < postil_json_node_count (list); j++)
        read_entity (self, postil_json_node_get_item (list, j), line);
    }
  read_relations (self, postil_json_node_get_member (node, "relations"));
  report_members (self, node, line);
  return postil_entity_reader_end (self->entities, text, get_name (node), id, error);
}

/* One of several files is a member's; "all.jsonl" is everybody's. */
static char *
dup_coder (const char *path,
           guint       n_files)
{
  const char *const no_coders[] = { "all", "train", "dev", "test", "valid", NULL };
  g_autofree char *name = g_path_get_basename (path);
  char *dot = strrchr (name, '.');

  if (dot != NULL)
    *dot = '\0';
  return n_files > 1 && name[0] != '\0' && !g_strv_contains (no_coders, name) ? g_steal_pointer (&name) : NULL;
}

static gboolean
import (const PostilImportFile *files,
        guint                   n_files,
        PostilImportOptions    *options,
        GError                **error)
{
  g_autoptr (PostilEntityReader) entities = postil_entity_reader_new (options, dialects, G_N_ELEMENTS (dialects));
  guint n_json = 0;
  guint n_read = 0;

  for (guint i = 0; i < n_files; i++)
    n_json += postil_json_values_is_name (files[i].path);
  for (guint i = 0; i < n_files; i++)
    {
      g_autofree char *coder = dup_coder (files[i].path, n_json);
      g_autoptr (GHashTable) lost = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      Reader reader = { entities, options, files[i].path, coder, lost, 0 };

      if (!postil_json_values_is_name (files[i].path))
        continue;
      if (!postil_json_values_foreach (&files[i], options, read_document, &reader, error))
        return FALSE;
      n_read += reader.n_read;
    }
  if (n_read > 0)
    return postil_entity_reader_finish (entities, error);
  g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
                       _("None of the files holds texts with labels, as doccano writes them."));
  return FALSE;
}

static int
sniff_file (GBytes *bytes)
{
  g_autoptr (JsonNode) node = postil_json_values_dup_first (bytes);
  JsonNode *label = postil_json_node_get_member (node, "label");
  JsonNode *item;

  if (postil_json_node_get_text (node, "text") == NULL && postil_json_node_get_text (node, "data") == NULL)
    return 0;
  item = postil_json_node_get_item (postil_json_node_get_member (node, "entities"), 0);
  if (item == NULL)
    item = postil_json_node_get_item (postil_json_node_get_member (node, "annotations"), 0);
  if (postil_json_node_get_member (item, "start_offset") != NULL || postil_json_node_get_member (node, "Comments") != NULL
      || (postil_json_node_get_member (node, "entities") != NULL && postil_json_node_get_member (node, "relations") != NULL))
    return 90;
  if (label == NULL)
    label = postil_json_node_get_member (node, "labels");
  if (label == NULL || !JSON_NODE_HOLDS_ARRAY (label))
    return 0;
  return postil_json_node_count (postil_json_node_get_item (label, 0)) == 3 || postil_json_node_count (label) == 0 ? 80 : 0;
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

const PostilFormat postil_format_doccano = {
  .name = "doccano",
  .title = N_ ("doccano (JSON, a line each)"),
  .extensions = extensions,
  .flags = POSTIL_FORMAT_READ | POSTIL_FORMAT_WRITE | POSTIL_FORMAT_OWN_TEXTS,
  .cannot_hold = N_ ("Definitions of codes, ids and times of links, whether an article is done, passages without a place"),
  .export_begin = export_begin,
  .export_article = export_article,
  .export_end = export_end,
  .export_abort = export_abort,
  .sniff = sniff,
  .import = import,
};
