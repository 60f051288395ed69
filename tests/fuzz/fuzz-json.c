/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The JSON reader: it ends on any input; what it accepts, it gives back whole, json-glib reads
 * too, and the writer can write again. */

#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "base/postil-json-reader.h"
#include "base/postil-json-writer.h"
#include "fuzz.h"

static void
rewrite_string (PostilJsonReader *reader,
                PostilJsonWriter *writer)
{
  g_autofree char *string = postil_json_reader_dup_string (reader);
  g_autoptr (GString) appended = g_string_new (NULL);

  postil_json_reader_append_string (reader, appended);
  g_assert_cmpstr (string, ==, appended->str);
  g_assert_cmpuint (strlen (string), ==, appended->len);
  g_assert_true (g_utf8_validate (string, -1, NULL));
  g_assert_true (postil_json_reader_is (reader, string));
  if (reader->token == POSTIL_JSON_KEY)
    postil_json_writer_key (writer, string);
  else
    postil_json_writer_string (writer, string);
}

static void
rewrite_token (PostilJsonReader *reader,
               PostilJsonWriter *writer)
{
  guint64 whole;
  double number;

  switch (reader->token)
    {
    case POSTIL_JSON_OBJECT_BEGIN:
      postil_json_writer_begin_object (writer);
      break;
    case POSTIL_JSON_OBJECT_END:
      postil_json_writer_end_object (writer);
      break;
    case POSTIL_JSON_ARRAY_BEGIN:
      postil_json_writer_begin_array (writer);
      break;
    case POSTIL_JSON_ARRAY_END:
      postil_json_writer_end_array (writer);
      break;
    case POSTIL_JSON_KEY:
    case POSTIL_JSON_STRING:
      rewrite_string (reader, writer);
      break;
    case POSTIL_JSON_NUMBER:
      if (postil_json_reader_get_uint (reader, &whole))
        postil_json_writer_uint (writer, whole);
      else if (postil_json_reader_get_double (reader, &number))
        postil_json_writer_double (writer, number);
      else
        postil_json_writer_raw (writer, reader->token_start, (gssize) reader->token_length);
      break;
    case POSTIL_JSON_TRUE:
    case POSTIL_JSON_FALSE:
      postil_json_writer_boolean (writer, reader->token == POSTIL_JSON_TRUE);
      break;
    case POSTIL_JSON_NULL:
      postil_json_writer_null (writer);
      break;
    case POSTIL_JSON_ERROR:
    case POSTIL_JSON_END:
      break;
    }
}

static void
check_accepted (const char *bytes,
                gsize       n_bytes,
                GString    *written)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  PostilJsonReader reader;
  const char *start;
  gsize length;

  g_assert_true (postil_json_check (bytes, n_bytes, NULL, NULL));
  g_assert_true (postil_json_check (written->str, written->len, NULL, NULL));
  json_parser_load_from_data (parser, written->str, (gssize) written->len, &error);
  g_assert_no_error (error);

  postil_json_reader_init (&reader, bytes, n_bytes);
  postil_json_reader_next (&reader);
  g_assert_true (postil_json_reader_skip (&reader, &start, &length));
  g_assert_true (start >= bytes && start + length <= bytes + n_bytes);
  g_assert_cmpint (postil_json_reader_next (&reader), ==, POSTIL_JSON_END);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes,
                        size_t         n_bytes)
{
  g_autoptr (GString) written = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  PostilJsonReader reader;
  PostilJsonWriter writer;

  postil_json_reader_init (&reader, (const char *) bytes, n_bytes);
  postil_json_writer_init (&writer, written, n_bytes % 2 == 0);
  while (postil_json_reader_next (&reader) > POSTIL_JSON_END)
    rewrite_token (&reader, &writer);
  if (reader.token == POSTIL_JSON_END)
    {
      check_accepted ((const char *) bytes, n_bytes, written);
      return 0;
    }
  g_assert_false (postil_json_reader_set_error (&reader, &error));
  g_assert_nonnull (error);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_cmpint (postil_json_reader_next (&reader), ==, POSTIL_JSON_ERROR);
  return 0;
}
