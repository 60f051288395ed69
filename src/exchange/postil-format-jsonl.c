/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* jsonl: one annotation a line, flat, for pandas and R; the shape of `list --json`. Read by
 * the strict reader a line at a time, so that a bad line costs no other. Members of other
 * names are reported. Memory of the writer does not grow with the articles. Any thread. */

#include "config.h"

#include "exchange/postil-format.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-error.h"
#include "base/postil-json-reader.h"
#include "exchange/postil-article-list.h"
#include "exchange/postil-row.h"

static const char *const extensions[] = { "jsonl", "ndjson", NULL };

typedef struct
{
  PostilExportOptions options;
  GHashTable         *coders;
  GString            *out;
} Writer;

static gpointer
export_begin (const PostilExportOptions *options,
              GError                   **error)
{
  Writer *self = g_new0 (Writer, 1);

  self->options = *options;
  self->coders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->out = g_string_sized_new (64 * 1024);
  return self;
}

static void
append_row (gpointer                   state,
            const PostilRowSource     *source,
            const PostilArticleRecord *record,
            PostilReport              *losses)
{
  postil_row_append_json_record (((Writer *) state)->out, source, record);
}

static gboolean
export_article (gpointer          state,
                PostilSetArticle *article,
                PostilReport     *losses,
                GError          **error)
{
  Writer *self = state;

  g_string_truncate (self->out, 0);
  postil_row_foreach (article, self->coders, losses, append_row, self);
  return self->options.emit (NULL, self->out->str, self->out->len, self->options.emit_data, error);
}

static void
export_abort (gpointer state)
{
  Writer *self = state;

  g_hash_table_unref (self->coders);
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
  PostilImportOptions *options;
  PostilJsonReader     json;
  PostilRow           *row;
  PostilSpan           span;
  guint                n_ends; /* of start and end, how many were given */
  PostilArticleRecord *record; /* what the line knows of the article, or NULL */
} LineReader;

/* The text members, by where they go in a row. */
static const struct
{
  const char *name;
  gsize       offset;
} strings[] = {
  { "article", G_STRUCT_OFFSET (PostilRow, article) },
  { "coder", G_STRUCT_OFFSET (PostilRow, coder) },
  { "annotation", G_STRUCT_OFFSET (PostilRow, id) },
  { "code", G_STRUCT_OFFSET (PostilRow, code) },
  { "quote", G_STRUCT_OFFSET (PostilRow, quote) },
  { "before", G_STRUCT_OFFSET (PostilRow, before) },
  { "after", G_STRUCT_OFFSET (PostilRow, after) },
  { "note", G_STRUCT_OFFSET (PostilRow, note) },
  { "created", G_STRUCT_OFFSET (PostilRow, created) },
  { "modified", G_STRUCT_OFFSET (PostilRow, modified) },
};

static gboolean
fail_member (LineReader *self,
             const char *name,
             GError    **error)
{
  guint column;

  postil_json_reader_get_place (&self->json, NULL, &column);
  if (self->json.token == POSTIL_JSON_ERROR)
    g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_MALFORMED, _("This line is not JSON, from column %u on: %s."),
                 column, self->json.problem != NULL ? _(self->json.problem) : "");
  else if (name == NULL)
    g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA, _("At column %u this line is not one JSON object."), column);
  else
    g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
                 _("At column %u “%s” has another kind of value than this format gives it."), column, name);
  return FALSE;
}

static gboolean
read_offset (LineReader *self,
             const char *name,
             guint32    *offset,
             GError    **error)
{
  guint64 value;

  if (self->json.token == POSTIL_JSON_NULL)
    return TRUE;
  if (self->json.token != POSTIL_JSON_NUMBER || !postil_json_reader_get_uint (&self->json, &value) || value > G_MAXUINT32)
    return fail_member (self, name, error);
  *offset = (guint32) value;
  self->n_ends++;
  return TRUE;
}

static gboolean
read_pieces (LineReader *self,
             GError    **error)
{
  if (self->json.token == POSTIL_JSON_NULL)
    return TRUE;
  if (self->json.token != POSTIL_JSON_ARRAY_BEGIN)
    return fail_member (self, "pieces", error);
  while (postil_json_reader_next (&self->json) == POSTIL_JSON_ARRAY_BEGIN)
    {
      guint64 ends[2];

      for (guint i = 0; i < 2; i++)
        if (postil_json_reader_next (&self->json) != POSTIL_JSON_NUMBER
            || !postil_json_reader_get_uint (&self->json, &ends[i]) || ends[i] > G_MAXUINT32)
          return fail_member (self, "pieces", error);
      if (postil_json_reader_next (&self->json) != POSTIL_JSON_ARRAY_END)
        return fail_member (self, "pieces", error);
      postil_row_add_span (self->row, (PostilSpan) { (guint32) ends[0], (guint32) ends[1] });
    }
  return self->json.token == POSTIL_JSON_ARRAY_END || fail_member (self, "pieces", error);
}

static gboolean
read_attributes (LineReader *self,
                 GError    **error)
{
  if (self->json.token == POSTIL_JSON_NULL)
    return TRUE;
  if (self->json.token != POSTIL_JSON_OBJECT_BEGIN)
    return fail_member (self, "attributes", error);
  while (postil_json_reader_next (&self->json) == POSTIL_JSON_KEY)
    {
      g_autofree char *name = postil_json_reader_dup_string (&self->json);
      g_autofree char *value = NULL;

      switch ((int) postil_json_reader_next (&self->json))
        {
        case POSTIL_JSON_STRING:
          value = postil_json_reader_dup_string (&self->json);
          break;
        case POSTIL_JSON_NUMBER:
        case POSTIL_JSON_TRUE:
        case POSTIL_JSON_FALSE:
          value = g_strndup (self->json.token_start, self->json.token_length);
          break;
        case POSTIL_JSON_NULL:
          break;
        default:
          return fail_member (self, "attributes", error);
        }
      postil_row_add_attribute (self->row, name, value);
    }
  return self->json.token == POSTIL_JSON_OBJECT_END || fail_member (self, "attributes", error);
}

static gboolean
read_record (LineReader *self,
             GError    **error)
{
  if (self->json.token == POSTIL_JSON_NULL)
    return TRUE;
  if (self->json.token != POSTIL_JSON_OBJECT_BEGIN)
    return fail_member (self, "metadata", error);
  if (self->record == NULL)
    self->record = postil_article_record_new ("");
  while (postil_json_reader_next (&self->json) == POSTIL_JSON_KEY)
    {
      g_autofree char *name = postil_json_reader_dup_string (&self->json);
      g_autofree char *value = NULL;
      PostilRecordField field;

      if (postil_json_reader_next (&self->json) == POSTIL_JSON_STRING)
        value = postil_json_reader_dup_string (&self->json);
      else if (!postil_json_reader_skip (&self->json, NULL, NULL))
        return fail_member (self, "metadata", error);
      if (value != NULL && postil_record_field_from_name (name, &field))
        postil_article_record_set (self->record, field, value);
    }
  return self->json.token == POSTIL_JSON_OBJECT_END || fail_member (self, "metadata", error);
}

static gboolean
read_link (LineReader *self,
           GError    **error)
{
  g_autofree char *kind = NULL;
  g_autofree char *to = NULL;

  while (postil_json_reader_next (&self->json) == POSTIL_JSON_KEY)
    {
      char **target = NULL;

      if (postil_json_reader_is (&self->json, "kind"))
        target = &kind;
      else if (postil_json_reader_is (&self->json, "to"))
        target = &to;
      postil_json_reader_next (&self->json);
      if (target == NULL)
        {
          if (!postil_json_reader_skip (&self->json, NULL, NULL))
            return fail_member (self, "links", error);
          continue;
        }
      if (self->json.token != POSTIL_JSON_STRING)
        return fail_member (self, "links", error);
      g_free (*target);
      *target = postil_json_reader_dup_string (&self->json);
    }
  if (self->json.token != POSTIL_JSON_OBJECT_END || kind == NULL || to == NULL)
    return fail_member (self, "links", error);
  postil_row_add_link (self->row, kind, to);
  return TRUE;
}

static gboolean
read_links (LineReader *self,
            GError    **error)
{
  if (self->json.token == POSTIL_JSON_NULL)
    return TRUE;
  if (self->json.token != POSTIL_JSON_ARRAY_BEGIN)
    return fail_member (self, "links", error);
  while (postil_json_reader_next (&self->json) == POSTIL_JSON_OBJECT_BEGIN)
    if (!read_link (self, error))
      return FALSE;
  return self->json.token == POSTIL_JSON_ARRAY_END || fail_member (self, "links", error);
}

static gboolean
read_string (LineReader *self,
             const char *name,
             gboolean   *is_known,
             GError    **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    {
      char **target = G_STRUCT_MEMBER_P (self->row, strings[i].offset);

      if (strcmp (strings[i].name, name) != 0)
        continue;
      *is_known = TRUE;
      g_clear_pointer (target, g_free);
      if (self->json.token == POSTIL_JSON_STRING)
        *target = postil_json_reader_dup_string (&self->json);
      else if (self->json.token != POSTIL_JSON_NULL)
        return fail_member (self, name, error);
    }
  return TRUE;
}

static gboolean
read_member (LineReader *self,
             const char *name,
             GError    **error)
{
  gboolean is_known = FALSE;

  if (strcmp (name, "start") == 0)
    return read_offset (self, name, &self->span.start, error);
  if (strcmp (name, "end") == 0)
    return read_offset (self, name, &self->span.end, error);
  if (strcmp (name, "pieces") == 0)
    return read_pieces (self, error);
  if (strcmp (name, "attributes") == 0)
    return read_attributes (self, error);
  if (strcmp (name, "metadata") == 0)
    return read_record (self, error);
  if (strcmp (name, "links") == 0)
    return read_links (self, error);
  if (strcmp (name, "unsure") == 0)
    {
      self->row->unsure = self->json.token == POSTIL_JSON_TRUE;
      return self->json.token == POSTIL_JSON_TRUE || self->json.token == POSTIL_JSON_FALSE
             || self->json.token == POSTIL_JSON_NULL || fail_member (self, name, error);
    }
  if (!read_string (self, name, &is_known, error))
    return FALSE;
  if (is_known || strcmp (name, "code_label") == 0)
    return self->json.token != POSTIL_JSON_ERROR && postil_json_reader_skip (&self->json, NULL, NULL)
           ? TRUE
           : fail_member (self, name, error);
  postil_report_add (self->options->losses, self->row->file, self->row->line, "member", NULL,
                     _("Postil does not know the member “%s”, so it was left out."), name);
  return postil_json_reader_skip (&self->json, NULL, NULL) || fail_member (self, name, error);
}

static gboolean
read_line (LineReader *self,
           GError    **error)
{
  if (postil_json_reader_next (&self->json) != POSTIL_JSON_OBJECT_BEGIN)
    return fail_member (self, NULL, error);
  while (postil_json_reader_next (&self->json) == POSTIL_JSON_KEY)
    {
      g_autofree char *name = postil_json_reader_dup_string (&self->json);

      postil_json_reader_next (&self->json);
      if (!read_member (self, name, error))
        return FALSE;
    }
  if (self->json.token != POSTIL_JSON_OBJECT_END || postil_json_reader_next (&self->json) != POSTIL_JSON_END)
    return fail_member (self, NULL, error);
  if (self->row->pieces->len == 0 && self->n_ends == 2)
    postil_row_add_span (self->row, self->span);
  return TRUE;
}

static PostilRow *
read_row (const char          *file,
          guint                line,
          const char          *data,
          gsize                length,
          PostilImportOptions *options,
          GError             **error)
{
  g_autoptr (PostilRow) row = postil_row_new (file, line);
  LineReader reader = { .options = options, .row = row };
  gboolean is_read;

  postil_json_reader_init (&reader.json, data, length);
  is_read = read_line (&reader, error);
  if (is_read && reader.record != NULL && row->article != NULL && options->take_record != NULL)
    options->take_record (row->article, reader.record, options->user_data);
  g_clear_pointer (&reader.record, postil_article_record_free);
  return is_read ? g_steal_pointer (&row) : NULL;
}

static gboolean
is_blank (const char *data,
          gsize       length)
{
  for (gsize i = 0; i < length; i++)
    if (data[i] != ' ' && data[i] != '\t' && data[i] != '\r')
      return FALSE;
  return TRUE;
}

static void
read_lines (PostilRowSet        *set,
            const char          *file,
            const char          *data,
            gsize                length,
            PostilImportOptions *options)
{
  guint line = 1;

  for (gsize at = 0; at < length; line++)
    {
      const char *lf = memchr (data + at, '\n', length - at);
      gsize n = lf != NULL ? (gsize) (lf - data) - at : length - at;
      g_autoptr (GError) error = NULL;
      PostilRow *row = NULL;

      if (!is_blank (data + at, n))
        {
          row = read_row (file, line, data + at, n, options, &error);
          if (row != NULL)
            postil_row_set_take (set, row);
          else
            postil_report_add_error (options->errors, file, line, error);
        }
      at += n + 1;
    }
}

/* Whether the first line is one of ours: an object with an article and a code. */
static gboolean
is_jsonl (GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  const char *lf;
  PostilJsonReader json;
  guint n_known = 0;

  if (length >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    {
      data += 3;
      length -= 3;
    }
  lf = length > 0 ? memchr (data, '\n', length) : NULL;
  postil_json_reader_init (&json, data, lf != NULL ? (gsize) (lf - data) : length);
  if (postil_json_reader_next (&json) != POSTIL_JSON_OBJECT_BEGIN)
    return FALSE;
  while (postil_json_reader_next (&json) == POSTIL_JSON_KEY)
    {
      n_known += postil_json_reader_is (&json, "article") || postil_json_reader_is (&json, "code");
      postil_json_reader_next (&json);
      if (!postil_json_reader_skip (&json, NULL, NULL))
        return FALSE;
    }
  return n_known == 2;
}

static int
sniff (const PostilImportFile *files,
       guint                   n_files)
{
  for (guint i = 0; i < n_files; i++)
    if (is_jsonl (files[i].bytes))
      return 90;
  return 0;
}

static gboolean
has_extension (const char *path)
{
  for (guint i = 0; extensions[i] != NULL; i++)
    {
      g_autofree char *suffix = g_strconcat (".", extensions[i], NULL);

      if (g_str_has_suffix (path, suffix))
        return TRUE;
    }
  return FALSE;
}

static gboolean
import (const PostilImportFile *files,
        guint                   n_files,
        PostilImportOptions    *options,
        GError                **error)
{
  g_autoptr (PostilRowSet) set = postil_row_set_new (options);
  guint n_taken = 0;

  for (guint i = 0; i < n_files; i++)
    {
      g_autoptr (GError) local_error = NULL;
      g_autofree char *data = NULL;
      gsize length;

      if (!has_extension (files[i].path) && !is_jsonl (files[i].bytes))
        {
          if (!g_str_has_suffix (files[i].path, ".txt"))
            postil_report_add (options->errors, files[i].path, 1, "schema", NULL,
                               _("The first line is no JSON object with “article” and “code”, so this is not such a file."));
          continue;
        }
      n_taken++;
      data = postil_row_dup_utf8 (files[i].bytes, &length, &options->dialect, &local_error);
      if (data != NULL)
        read_lines (set, files[i].path, data, length, options);
      else
        postil_report_add_error (options->errors, files[i].path, 0, local_error);
    }
  if (n_taken > 0)
    return postil_row_set_finish (set, error);
  g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
                       _("None of the files holds one JSON object a line with “article” and “code”."));
  return FALSE;
}

const PostilFormat postil_format_jsonl = {
  .name = "jsonl",
  .title = N_ ("One JSON object a line"),
  .extensions = extensions,
  .flags = POSTIL_FORMAT_READ | POSTIL_FORMAT_WRITE | POSTIL_FORMAT_ONE_FILE | POSTIL_FORMAT_RECORDS,
  .cannot_hold = N_ ("Definitions of codes, ids and times of links, coders’ full names, whether an article is done, articles without a passage"),
  .export_begin = export_begin,
  .export_article = export_article,
  .export_end = export_end,
  .export_abort = export_abort,
  .sniff = sniff,
  .import = import,
};
