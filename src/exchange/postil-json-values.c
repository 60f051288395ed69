/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* JSON values one after the other, a line each or in one array, so that a bad one costs no
 * other and a large file needs the memory of one value. Invariant: json-glib only sees what
 * the strict reader has passed. Any thread. */

#include "config.h"

#include "exchange/postil-entities.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-error.h"
#include "base/postil-json-reader.h"

#define FIRST_BYTES (128 * 1024 * 1024)

gboolean
postil_json_values_is_name (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  const char *dot = strrchr (name, '.');

  return dot == NULL || strcmp (dot, ".json") == 0 || strcmp (dot, ".jsonl") == 0 || strcmp (dot, ".ndjson") == 0;
}

static JsonParser *
parse (const char *data,
       gsize       length,
       GError    **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) local_error = NULL;

  if (!postil_json_check (data, length, NULL, error))
    return NULL;
  if (json_parser_load_from_data (parser, data, (gssize) length, &local_error))
    return g_steal_pointer (&parser);
  g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_MALFORMED, local_error->message);
  return NULL;
}

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static gsize
skip_space (const char *data,
            gsize       length,
            gsize       at)
{
  while (at < length && is_space (data[at]))
    at++;
  return at;
}

/* An array of objects or of arrays; what spaCy has on a line, ["text", {…}], is none. */
static gboolean
is_list (const char *data,
         gsize       length)
{
  gsize at = skip_space (data, length, 0);

  if (at == length || data[at] != '[')
    return FALSE;
  at = skip_space (data, length, at + 1);
  return at < length && data[at] != '"';
}

static gboolean
foreach_item (const PostilImportFile *file,
              PostilImportOptions    *options,
              const char             *data,
              gsize                   length,
              PostilJsonValueFunc     func,
              gpointer                user_data,
              GError                **error)
{
  g_autoptr (GError) local_error = NULL;
  PostilJsonReader json;
  guint line = 1;

  postil_json_reader_init (&json, data, length);
  postil_json_reader_next (&json);
  while (postil_json_reader_next (&json) != POSTIL_JSON_ARRAY_END && json.token != POSTIL_JSON_ERROR)
    {
      g_autoptr (JsonParser) parser = NULL;
      const char *start;
      gsize n;

      postil_json_reader_get_place (&json, &line, NULL);
      if (!postil_json_reader_skip (&json, &start, &n))
        break;
      parser = parse (start, n, &local_error);
      if (parser == NULL)
        postil_report_add_error (options->errors, file->path, line, local_error);
      else if (!func (json_parser_get_root (parser), line, user_data, error))
        return FALSE;
      g_clear_error (&local_error);
    }
  if (json.token == POSTIL_JSON_ERROR || postil_json_reader_next (&json) != POSTIL_JSON_END)
    {
      postil_json_reader_get_place (&json, &line, NULL);
      postil_report_add (options->errors, file->path, line, "malformed", NULL,
                         _("The JSON of this file is damaged here; what follows was not read."));
    }
  return TRUE;
}

static gboolean
foreach_line (const PostilImportFile *file,
              PostilImportOptions    *options,
              const char             *data,
              gsize                   length,
              PostilJsonValueFunc     func,
              gpointer                user_data,
              GError                **error)
{
  guint line = 1;

  for (gsize at = 0; at < length; line++)
    {
      const char *lf = memchr (data + at, '\n', length - at);
      gsize n = lf != NULL ? (gsize) (lf - data) - at : length - at;
      g_autoptr (GError) local_error = NULL;
      g_autoptr (JsonParser) parser = NULL;

      if (skip_space (data + at, n, 0) < n)
        {
          parser = parse (data + at, n, &local_error);
          if (parser == NULL)
            postil_report_add_error (options->errors, file->path, line, local_error);
          else if (!func (json_parser_get_root (parser), line, user_data, error))
            return FALSE;
        }
      at += n + 1;
    }
  return TRUE;
}

gboolean
postil_json_values_foreach (const PostilImportFile *file,
                            PostilImportOptions    *options,
                            PostilJsonValueFunc     func,
                            gpointer                user_data,
                            GError                **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (JsonParser) whole = NULL;
  g_autofree char *data = NULL;
  gsize length;

  g_return_val_if_fail (file != NULL, FALSE);
  g_return_val_if_fail (options != NULL, FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  data = postil_row_dup_utf8 (file->bytes, &length, NULL, &local_error);
  if (data == NULL)
    {
      postil_report_add_error (options->errors, file->path, 0, local_error);
      return TRUE;
    }
  if (is_list (data, length))
    return foreach_item (file, options, data, length, func, user_data, error);
  /* One object that is laid out on several lines. */
  if (!g_str_has_suffix (file->path, "l") && (whole = parse (data, length, NULL)) != NULL)
    return func (json_parser_get_root (whole), 1, user_data, error);
  return foreach_line (file, options, data, length, func, user_data, error);
}

JsonNode *
postil_json_values_dup_first (GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autoptr (JsonParser) parser = NULL;
  PostilJsonReader json;
  const char *start;
  gsize n;

  length = MIN (length, FIRST_BYTES);
  if (length >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    {
      data += 3;
      length -= 3;
    }
  if (length == 0)
    return NULL;
  postil_json_reader_init (&json, data, length);
  if (is_list (data, length))
    postil_json_reader_next (&json);
  postil_json_reader_next (&json);
  if (json.token != POSTIL_JSON_OBJECT_BEGIN && json.token != POSTIL_JSON_ARRAY_BEGIN)
    return NULL;
  if (!postil_json_reader_skip (&json, &start, &n))
    return NULL;
  parser = parse (start, n, NULL);
  return parser != NULL ? json_node_copy (json_parser_get_root (parser)) : NULL;
}
