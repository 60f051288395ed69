/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A sidecar's bytes into numbers: what a list of ten thousand articles needs of each, without
 * making its annotations. It accepts what postil_sidecar_read() accepts. Any thread. */

#include "config.h"

#include "exchange/postil-sidecar.h"

#include "base/postil-error.h"
#include "exchange/postil-sidecar-private.h"
#include "model/postil-time.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_TIME_LENGTH 40

typedef struct
{
  PostilItemReader  *items;
  PostilSummaryInit  summary;
  GArray            *counts;  /* of PostilSummaryCount; the names in @names */
  GStringChunk      *names;
  char               latest[MAX_TIME_LENGTH + 1];
} Counter;

static void
count_code (Counter    *self,
            const char *code)
{
  PostilSummaryCount count = { NULL, 1 };

  for (guint i = 0; i < self->counts->len; i++)
    {
      PostilSummaryCount *known = &g_array_index (self->counts, PostilSummaryCount, i);

      if (g_str_equal (known->code, code))
        {
          known->n++;
          return;
        }
    }
  count.code = g_string_chunk_insert (self->names, code);
  g_array_append_val (self->counts, count);
}

/* Ours are all in UTC with Z: then their order is that of their letters. */
static gboolean
is_later (const char *time,
          const char *than)
{
  gsize length = strlen (time);

  if (length == strlen (than) && time[length - 1] == 'Z' && than[length - 1] == 'Z')
    return strcmp (time, than) > 0;
  return postil_time_compare (time, *than != '\0' ? than : NULL) > 0;
}

static void
note_time (Counter    *self,
           const char *time)
{
  if (time != NULL && *time != '\0' && strlen (time) <= MAX_TIME_LENGTH && is_later (time, self->latest))
    strcpy (self->latest, time);
}

static void
count_item (Counter          *self,
            const PostilItem *item)
{
  if (item->kind == POSTIL_ITEM_LINK)
    note_time (self, item->link.created);
  if (item->kind != POSTIL_ITEM_ANNOTATION)
    return;

  count_code (self, item->annotation.code);
  self->summary.n_unsure += item->annotation.unsure ? 1 : 0;
  self->summary.n_orphans += item->annotation.anchor == POSTIL_ANCHOR_ORPHAN ? 1 : 0;
  self->summary.n_moved += item->annotation.anchor == POSTIL_ANCHOR_MOVED ? 1 : 0;
  note_time (self, item->annotation.modified != NULL ? item->annotation.modified : item->annotation.created);
}

static gboolean
count_items (PostilEnvelope    *envelope,
             PostilJsonReader  *reader,
             gpointer           user_data,
             GError           **error)
{
  Counter *self = user_data;

  while (postil_json_reader_next (reader) != POSTIL_JSON_ARRAY_END)
    {
      const PostilItem *item;

      if (reader->token == POSTIL_JSON_ERROR)
        return postil_json_reader_set_error (reader, error);
      item = postil_item_reader_read (self->items, reader, error);
      if (item == NULL)
        return FALSE;
      count_item (self, item);
    }
  return TRUE;
}

static gint64
parse_time (const char *time)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) parsed = *time != '\0' ? g_date_time_new_from_iso8601 (time, utc) : NULL;

  return parsed != NULL ? g_date_time_to_unix (parsed) : 0;
}

PostilSummary *
postil_sidecar_summarize (const char  *data,
                          gsize        length,
                          GError     **error)
{
  Counter self = { 0 };
  PostilEnvelope envelope;
  PostilJsonReader reader;
  PostilSummary *summary = NULL;

  g_return_val_if_fail (data != NULL || length == 0, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (length == 0)
    {
      g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_MALFORMED,
                           _("The file is empty. It was probably cut off while it was saved; restore it from a backup."));
      return NULL;
    }
  self.items = postil_item_reader_new ();
  self.counts = g_array_new (FALSE, FALSE, sizeof (PostilSummaryCount));
  self.names = g_string_chunk_new (128);
  postil_envelope_init (&envelope);
  postil_json_reader_init (&reader, data, length);
  if (postil_envelope_read (&envelope, &reader, count_items, &self, error))
    {
      self.summary.is_done = g_strcmp0 (envelope.info.status, POSTIL_STATUS_DONE) == 0;
      self.summary.modified = parse_time (self.latest);
      summary = postil_summary_new (&self.summary, (const PostilSummaryCount *) self.counts->data, self.counts->len);
    }
  postil_envelope_clear (&envelope);
  postil_item_reader_free (self.items);
  g_array_unref (self.counts);
  g_string_chunk_free (self.names);
  return summary;
}
