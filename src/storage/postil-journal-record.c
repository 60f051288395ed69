/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads the lines of a journal. What cannot be read ends it: an undo after an unknown change
 * would undo another one. Pure. */

#include "config.h"

#include "storage/postil-journal-record.h"

#include <string.h>

#include "base/postil-json-reader.h"
#include "exchange/postil-change-json.h"

static void
record_clear (gpointer data)
{
  PostilRecord *self = data;

  g_clear_pointer (&self->change, postil_change_unref);
  g_clear_pointer (&self->sha256, g_free);
}

static PostilRecordKind
read_kind (PostilJsonReader *reader)
{
  static const struct { const char *name; PostilRecordKind kind; } kinds[] = {
    { "postil-journal", POSTIL_RECORD_HEADER },
    { "do", POSTIL_RECORD_DO },
    { "outside", POSTIL_RECORD_OUTSIDE },
    { "undo", POSTIL_RECORD_UNDO },
    { "redo", POSTIL_RECORD_REDO },
    { "position", POSTIL_RECORD_POSITION },
    { "saving", POSTIL_RECORD_SAVING },
    { "saved", POSTIL_RECORD_SAVED },
  };

  if (postil_json_reader_next (reader) != POSTIL_JSON_OBJECT_BEGIN ||
      postil_json_reader_next (reader) != POSTIL_JSON_KEY)
    return POSTIL_RECORD_DAMAGED;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (postil_json_reader_is (reader, kinds[i].name))
      return kinds[i].kind;
  return POSTIL_RECORD_DAMAGED;
}

static gboolean
read_mark (PostilJsonReader *reader, PostilRecord *record)
{
  if (reader->token == POSTIL_JSON_STRING)
    record->sha256 = postil_json_reader_dup_string (reader);
  else if (reader->token != POSTIL_JSON_NULL)
    return FALSE;
  return postil_json_reader_next (reader) == POSTIL_JSON_KEY &&
         postil_json_reader_is (reader, "sequence") &&
         postil_json_reader_next (reader) == POSTIL_JSON_NUMBER &&
         postil_json_reader_get_uint (reader, &record->sequence);
}

static void
read_record (const char *line, gsize length, PostilRecord *record)
{
  PostilJsonReader reader;
  const char *start;
  gsize size;
  gboolean is_good = postil_json_check (line, length, NULL, NULL);

  *record = (PostilRecord) { POSTIL_RECORD_DAMAGED, NULL, NULL, 0 };
  if (!is_good)
    return;
  postil_json_reader_init (&reader, line, length);
  record->kind = read_kind (&reader);
  if (record->kind == POSTIL_RECORD_DAMAGED)
    return;

  postil_json_reader_next (&reader);
  if (record->kind == POSTIL_RECORD_DO || record->kind == POSTIL_RECORD_OUTSIDE)
    {
      is_good = postil_json_reader_skip (&reader, &start, &size);
      if (is_good)
        record->change = postil_change_from_json (start, size, NULL);
      is_good = record->change != NULL;
    }
  else if (record->kind == POSTIL_RECORD_SAVING || record->kind == POSTIL_RECORD_SAVED)
    is_good = read_mark (&reader, record);
  else if (record->kind == POSTIL_RECORD_POSITION || record->kind == POSTIL_RECORD_HEADER)
    is_good = reader.token == POSTIL_JSON_NUMBER && postil_json_reader_get_uint (&reader, &record->sequence);
  if (!is_good)
    {
      record_clear (record);
      record->kind = POSTIL_RECORD_DAMAGED;
    }
}

GArray *
postil_journal_read_records (const char *data,
                             gsize       length,
                             gsize      *good_bytes,
                             gboolean   *damaged)
{
  GArray *records = g_array_new (FALSE, FALSE, sizeof (PostilRecord));
  gsize at = 0;

  g_array_set_clear_func (records, record_clear);
  *good_bytes = 0;
  *damaged = FALSE;
  while (at < length)
    {
      const char *end = memchr (data + at, '\n', length - at);
      PostilRecord record;

      if (end == NULL)
        break;
      read_record (data + at, (gsize) (end - data) - at, &record);
      /* The header comes first, and only first. */
      if (record.kind == POSTIL_RECORD_DAMAGED || (records->len == 0) != (record.kind == POSTIL_RECORD_HEADER))
        {
          record_clear (&record);
          *damaged = TRUE;
          break;
        }
      g_array_append_val (records, record);
      at = (gsize) (end - data) + 1;
      *good_bytes = at;
    }
  return records;
}

gboolean
postil_record_is_operation (const PostilRecord *record)
{
  return record->kind == POSTIL_RECORD_DO || record->kind == POSTIL_RECORD_OUTSIDE ||
         record->kind == POSTIL_RECORD_UNDO || record->kind == POSTIL_RECORD_REDO;
}

/* As the last "saved" says, or a later "saving" that got through. Where somebody else wrote the
 * sidecar: what we last saved. Never more than what the journal had when that was noted. */
guint64
postil_journal_find_held (GArray     *records,
                          const char *sidecar_sha256)
{
  guint64 held = 0, n_operations = 0;

  g_return_val_if_fail (records != NULL, 0);

  for (guint i = 0; i < records->len; i++)
    {
      const PostilRecord *record = &g_array_index (records, PostilRecord, i);

      if (postil_record_is_operation (record))
        n_operations++;
      else if (record->kind == POSTIL_RECORD_SAVED ||
               (record->kind == POSTIL_RECORD_SAVING && g_strcmp0 (record->sha256, sidecar_sha256) == 0))
        held = MIN (record->sequence, n_operations);
    }
  return held;
}
