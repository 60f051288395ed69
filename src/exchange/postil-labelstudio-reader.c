/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads what Label Studio exports, JSON and JSON-MIN. An annotation there is all that one
 * person marked in a task, so each is read as a document of its own, whose text is the
 * task's. Memory holds one task at a time. Any thread. */

#include "config.h"

#include "exchange/postil-labelstudio.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-error.h"
#include "exchange/postil-entities.h"

static const PostilDialect dialects[] = {
  { .unit = POSTIL_UNIT_CODE_POINT, .crlf_two = TRUE },
  { .unit = POSTIL_UNIT_UTF16, .crlf_two = TRUE },
  { .unit = POSTIL_UNIT_CODE_POINT },
  { .unit = POSTIL_UNIT_UTF16 },
};

/* What a task's data holds that is read elsewhere. */
static const char *const known_data[] = { "text", "article", "filename", "file_name", POSTIL_ENTITIES_MEMBER, NULL };

typedef struct
{
  PostilEntityReader  *entities;
  PostilImportOptions *options;
  const char          *file;
  guint                line;
  const char          *text;   /* of the task */
  const char          *text_member; /* of its data, where that is called otherwise */
  const char          *name;   /* of its file, or NULL */
  char                *id;     /* of the task, or NULL */
  guint                n_read;
  GHashTable          *told;   /* members that were reported */
} Reader;

static void
lose (Reader     *self,
      const char *kind,
      const char *id,
      const char *message,
      const char *detail)
{
  postil_report_add (self->options->losses, self->file, self->line, kind, id, "%s “%s”", message, detail != NULL ? detail : "");
}

/* An id, or an object with an e-mail address and names. */
static void
set_coder (Reader   *self,
           JsonNode *user)
{
  g_autofree char *number = postil_json_node_dup_id (user);
  const char *email = postil_json_node_get_text (user, "email");
  const char *first = postil_json_node_get_text (user, "first_name");
  const char *last = postil_json_node_get_text (user, "last_name");
  g_autofree char *coder = NULL;
  g_autofree char *name = NULL;

  if (email == NULL && number != NULL && strchr (number, '@') != NULL)
    email = number;
  if (email != NULL)
    coder = g_strndup (email, strcspn (email, "@"));
  else if (number != NULL)
    coder = g_ascii_isdigit (number[0]) ? g_strconcat ("user-", number, NULL) : g_strdup (number);
  if (first != NULL || last != NULL)
    name = g_strstrip (g_strjoin (" ", first != NULL ? first : "", last != NULL ? last : "", NULL));
  postil_entity_reader_set_coder (self->entities, coder, name != NULL && name[0] != '\0' ? name : NULL);
}

/* The labels of a region: "labels", or whatever its type is called. */
static JsonNode *
get_labels (JsonNode *result,
            JsonNode *value)
{
  const char *type = postil_json_node_get_text (result, "type");
  JsonNode *labels = postil_json_node_get_member (value, "labels");

  if (labels == NULL && type != NULL && g_str_has_suffix (type, "labels"))
    labels = postil_json_node_get_member (value, type);
  return labels;
}

static JsonNode *
get_offset (JsonNode   *value,
            const char *name)
{
  JsonNode *whole = postil_json_node_get_member (postil_json_node_get_member (value, "globalOffsets"), name);

  return whole != NULL ? whole : postil_json_node_get_member (value, name);
}

static char *
dup_note (JsonNode *meta)
{
  JsonNode *texts = postil_json_node_get_member (meta, "text");
  g_autoptr (GString) note = g_string_new (NULL);

  if (postil_json_node_get_string (texts) != NULL)
    return g_strdup (postil_json_node_get_string (texts));
  for (guint i = 0; i < postil_json_node_count (texts); i++)
    {
      const char *text = postil_json_node_get_string (postil_json_node_get_item (texts, i));

      if (text != NULL)
        g_string_append_printf (note, "%s%s", note->len > 0 ? "\n" : "", text);
    }
  return note->len > 0 ? g_strdup (note->str) : NULL;
}

static void
read_region (Reader     *self,
             JsonNode   *result,
             JsonNode   *value,
             const char *created,
             const char *modified)
{
  g_autofree char *id = postil_json_node_dup_id (postil_json_node_get_member (result, "id"));
  JsonNode *labels = get_labels (result, value);
  guint n_labels = MAX (postil_json_node_count (labels), 1);

  for (guint i = 0; i < n_labels; i++)
    {
      PostilRow *row = postil_entity_reader_add (self->entities, i == 0 ? id : NULL, get_offset (value, "start"), get_offset (value, "end"),
                                                 postil_json_node_get_string (postil_json_node_get_item (labels, i)),
                                                 postil_json_node_get_text (value, "text"));

      if (row == NULL)
        continue;
      row->created = g_strdup (created);
      row->modified = g_strdup (modified);
      row->note = dup_note (postil_json_node_get_member (result, "meta"));
    }
  if (n_labels > 1)
    postil_report_add (self->options->losses, self->file, self->line, "split", id,
                       _("The region bears %u labels; it became as many annotations."), n_labels);
}

static void
read_relation (Reader   *self,
               JsonNode *result)
{
  g_autofree char *from = postil_json_node_dup_id (postil_json_node_get_member (result, "from_id"));
  g_autofree char *to = postil_json_node_dup_id (postil_json_node_get_member (result, "to_id"));
  const char *direction = postil_json_node_get_text (result, "direction");
  JsonNode *labels = postil_json_node_get_member (result, "labels");
  const char *kind = postil_json_node_get_string (postil_json_node_get_item (labels, 0));
  gboolean is_left = g_strcmp0 (direction, "left") == 0;

  postil_entity_reader_link (self->entities, is_left ? to : from, is_left ? from : to, kind);
  if (g_strcmp0 (direction, "bi") == 0)
    lose (self, "direction", from, _("A relation goes both ways; it became a link one way:"), kind);
  for (guint i = 1; i < postil_json_node_count (labels); i++)
    postil_entity_reader_link (self->entities, is_left ? to : from, is_left ? from : to,
                               postil_json_node_get_string (postil_json_node_get_item (labels, i)));
}

/* What was chosen or typed for a region that has been read. */
static void
read_answer (Reader   *self,
             JsonNode *result,
             JsonNode *value)
{
  const char *type = postil_json_node_get_text (result, "type");
  const char *name = postil_json_node_get_text (result, "from_name");
  g_autofree char *id = postil_json_node_dup_id (postil_json_node_get_member (result, "id"));
  PostilRow *row = postil_entity_reader_find (self->entities, id);
  JsonNode *answer = type != NULL ? postil_json_node_get_member (value, strcmp (type, "textarea") == 0 ? "text" : type) : NULL;
  g_autofree char *single = postil_json_node_dup_id (answer);

  if (row == NULL || name == NULL || answer == NULL)
    {
      lose (self, "result", id, _("This is no passage of the text, nor about one, and was left out:"), type != NULL ? type : name);
      return;
    }
  postil_row_add_attribute (row, name, single);
  for (guint i = 0; i < postil_json_node_count (answer); i++)
    {
      g_autofree char *text = postil_json_node_dup_id (postil_json_node_get_item (answer, i));

      postil_row_add_attribute (row, name, text);
    }
}

static gboolean
is_region (JsonNode *result,
           JsonNode *value)
{
  const char *type = postil_json_node_get_text (result, "type");

  return get_offset (value, "start") != NULL && get_offset (value, "end") != NULL
         && (get_labels (result, value) != NULL || g_strcmp0 (type, "labels") == 0);
}

static void
read_results (Reader     *self,
              JsonNode   *results,
              const char *created,
              const char *modified)
{
  for (guint i = 0; i < postil_json_node_count (results); i++)
    {
      JsonNode *result = postil_json_node_get_item (results, i);
      JsonNode *value = postil_json_node_get_member (result, "value");

      if (is_region (result, value))
        read_region (self, result, value, created, modified);
    }
  for (guint i = 0; i < postil_json_node_count (results); i++)
    {
      JsonNode *result = postil_json_node_get_item (results, i);
      JsonNode *value = postil_json_node_get_member (result, "value");

      if (g_strcmp0 (postil_json_node_get_text (result, "type"), "relation") == 0)
        read_relation (self, result);
      else if (!is_region (result, value))
        read_answer (self, result, value);
    }
}

static void
begin (Reader            *self,
       JsonNode          *data,
       const char *const *known)
{
  JsonNode *details = postil_json_node_get_member (data, POSTIL_ENTITIES_MEMBER);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; known[i] != NULL; i++)
    g_ptr_array_add (names, (gpointer) known[i]);
  g_ptr_array_add (names, (gpointer) self->text_member);
  g_ptr_array_add (names, NULL);
  postil_entity_reader_begin (self->entities, self->file, self->line);
  postil_entity_reader_take_members (self->entities, data, (const char *const *) names->pdata, self->told);
  for (guint i = 0; i < postil_json_node_count (details); i++)
    postil_entity_reader_take_details (self->entities, postil_json_node_get_item (details, i));
}

static gboolean
end (Reader  *self,
     GError **error)
{
  self->n_read++;
  return postil_entity_reader_end (self->entities, self->text, self->name, self->id, error);
}

static gboolean
read_annotation (Reader   *self,
                 JsonNode *data,
                 JsonNode *annotation,
                 GError  **error)
{
  JsonNode *cancelled = postil_json_node_get_member (annotation, "was_cancelled");
  const char *modified = postil_json_node_get_text (annotation, "updated_at");

  begin (self, data, known_data);
  set_coder (self, postil_json_node_get_member (annotation, "completed_by"));
  if (cancelled != NULL && JSON_NODE_HOLDS_VALUE (cancelled) && json_node_get_value_type (cancelled) == G_TYPE_BOOLEAN
      && json_node_get_boolean (cancelled))
    lose (self, "cancelled", NULL, _("A coder skipped this task, and what they had marked was left out:"), self->name);
  else
    read_results (self, postil_json_node_get_member (annotation, "result"), postil_json_node_get_text (annotation, "created_at"), modified);
  return end (self, error);
}

static const char *
find_longest (JsonNode    *data,
              const char **member)
{
  g_autoptr (GList) keys = NULL;
  const char *longest = NULL;

  if (data == NULL || !JSON_NODE_HOLDS_OBJECT (data))
    return NULL;
  keys = json_object_get_members (json_node_get_object (data));
  for (GList *l = keys; l != NULL; l = l->next)
    {
      const char *text = postil_json_node_get_text (data, l->data);

      if (text != NULL && (longest == NULL || strlen (text) > strlen (longest)))
        {
          longest = text;
          *member = l->data;
        }
    }
  return longest;
}

static const char *
get_name (JsonNode *task,
          JsonNode *data)
{
  const char *const names[] = { "article", "filename", "file_name", "title" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (postil_json_node_get_text (data, names[i]) != NULL)
      return postil_json_node_get_text (data, names[i]);
  return NULL;
}

/* The members that hold regions count as known. */
static void
begin_minimal (Reader   *self,
               JsonNode *task,
               GList    *keys)
{
  const char *const known[] = { "text", "id", "annotator", "annotation_id", "created_at", "updated_at", "lead_time",
                                "article", "filename", "file_name", POSTIL_ENTITIES_MEMBER };
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    g_ptr_array_add (names, (gpointer) known[i]);
  for (GList *l = keys; l != NULL; l = l->next)
    {
      JsonNode *item = postil_json_node_get_item (postil_json_node_get_member (task, l->data), 0);

      if (is_region (item, item))
        g_ptr_array_add (names, l->data);
    }
  g_ptr_array_add (names, NULL);
  begin (self, task, (const char *const *) names->pdata);
}

/* JSON-MIN: the regions stand in members with the names of the controls. */
static gboolean
read_minimal (Reader   *self,
              JsonNode *task,
              GError  **error)
{
  g_autoptr (GList) keys = json_object_get_members (json_node_get_object (task));

  begin_minimal (self, task, keys);
  set_coder (self, postil_json_node_get_member (task, "annotator"));
  for (GList *l = keys; l != NULL; l = l->next)
    {
      JsonNode *list = postil_json_node_get_member (task, l->data);

      for (guint i = 0; i < postil_json_node_count (list); i++)
        {
          JsonNode *value = postil_json_node_get_item (list, i);

          if (is_region (value, value))
            read_region (self, value, value, postil_json_node_get_text (task, "created_at"), postil_json_node_get_text (task, "updated_at"));
        }
    }
  return end (self, error);
}

/* Work that was never submitted is somebody's work, too. */
static void
report_task (Reader   *self,
             JsonNode *task)
{
  const char *const known[] = { "id", "data", "annotations", "completions", "predictions", "drafts", "file_upload", "created_at",
                                "updated_at", "inner_id", "total_annotations", "cancelled_annotations", "total_predictions",
                                "comment_count", "unresolved_comment_count", "last_comment_updated_at", "project", "updated_by",
                                "comment_authors", NULL };

  if (postil_json_node_count (postil_json_node_get_member (task, "drafts")) > 0)
    lose (self, "draft", self->id, _("A draft that was never submitted was left out:"), self->name);
  postil_json_node_report_members (task, known, self->file, self->line, self->told, self->options->losses);
}

static gboolean
read_task (JsonNode *task,
           guint     line,
           gpointer  user_data,
           GError  **error)
{
  Reader *self = user_data;
  JsonNode *data = postil_json_node_get_member (task, "data");
  JsonNode *annotations = postil_json_node_get_member (task, "annotations");
  g_autofree char *id = postil_json_node_dup_id (postil_json_node_get_member (task, "id"));

  self->line = line;
  self->id = id;
  self->text_member = NULL;
  if (annotations == NULL)
    annotations = postil_json_node_get_member (task, "completions");
  self->text = postil_json_node_get_text (data != NULL ? data : task, "text");
  if (self->text == NULL)
    self->text = find_longest (data, &self->text_member);
  self->name = get_name (task, data != NULL ? data : task);
  if (self->text == NULL)
    {
      postil_report_add (self->options->errors, self->file, line, "schema", id,
                         _("This is no task with a text, as Label Studio writes them, so it was left out."));
      return TRUE;
    }
  if (postil_json_node_count (postil_json_node_get_member (task, "predictions")) > 0)
    lose (self, "prediction", id, _("What a program proposed for this task was left out:"), self->name);
  if (data == NULL)
    return read_minimal (self, task, error);
  report_task (self, task);
  for (guint i = 0; i < postil_json_node_count (annotations); i++)
    if (!read_annotation (self, data, postil_json_node_get_item (annotations, i), error))
      return FALSE;
  if (postil_json_node_count (annotations) > 0)
    return TRUE;
  begin (self, data, known_data);
  return end (self, error);
}

gboolean
postil_labelstudio_import (const PostilImportFile *files,
                           guint                   n_files,
                           PostilImportOptions    *options,
                           GError                **error)
{
  g_autoptr (PostilEntityReader) entities = NULL;
  g_autoptr (GHashTable) told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Reader reader = { .options = options, .told = told };

  g_return_val_if_fail (options != NULL, FALSE);

  entities = postil_entity_reader_new (options, dialects, G_N_ELEMENTS (dialects));
  reader.entities = entities;
  for (guint i = 0; i < n_files; i++)
    {
      reader.file = files[i].path;
      if (postil_json_values_is_name (files[i].path)
          && !postil_json_values_foreach (&files[i], options, read_task, &reader, error))
        return FALSE;
    }
  if (reader.n_read > 0)
    return postil_entity_reader_finish (entities, error);
  g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
                       _("None of the files holds tasks, as Label Studio exports them."));
  return FALSE;
}

static gboolean
has_regions (JsonNode *task)
{
  g_autoptr (GList) keys = json_object_get_members (json_node_get_object (task));

  for (GList *l = keys; l != NULL; l = l->next)
    {
      JsonNode *item = postil_json_node_get_item (postil_json_node_get_member (task, l->data), 0);

      if (is_region (item, item))
        return TRUE;
    }
  return FALSE;
}

int
postil_labelstudio_sniff (const PostilImportFile *files,
                          guint                   n_files)
{
  for (guint i = 0; i < n_files; i++)
    {
      g_autoptr (JsonNode) task = NULL;

      if (!postil_json_values_is_name (files[i].path))
        continue;
      task = postil_json_values_dup_first (files[i].bytes);
      if (task == NULL || !JSON_NODE_HOLDS_OBJECT (task))
        continue;
      if (postil_json_node_get_member (task, "data") != NULL
          && (postil_json_node_get_member (task, "annotations") != NULL || postil_json_node_get_member (task, "completions") != NULL))
        return 92;
      if (postil_json_node_get_member (task, "annotator") != NULL && postil_json_node_get_member (task, "annotation_id") != NULL)
        return 92;
      return postil_json_node_get_text (task, "text") != NULL && has_regions (task) ? 70 : 0;
    }
  return 0;
}
