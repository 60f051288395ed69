/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* brat's comments: a note, or what Postil could not say in the line that the comment is about. The
 * latter counts as long as nobody changed the line since. Any thread. */

#include "config.h"

#include "exchange/postil-brat-reader-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

static void
add_note (PostilRow  *row,
          const char *kind,
          const char *text)
{
  g_autofree char *before = g_steal_pointer (&row->note);
  g_autofree char *note = strcmp (kind, POSTIL_BRAT_NOTES) == 0 ? g_strdup (text) : g_strdup_printf ("%s: %s", kind, text);

  row->note = before != NULL ? g_strconcat (before, "\n", note, NULL) : g_strdup (note);
}

/* A note of several lines stands in Postil's comment, and once more on one line for brat;
 * somebody may have changed that since. */
static gboolean
is_own_note (PostilBratReader *self,
             PostilRow        *row,
             const char       *text)
{
  const char *written = g_hash_table_lookup (self->notes, row);

  if (written == NULL)
    return FALSE;
  if (strcmp (written, text) == 0)
    return TRUE;
  g_clear_pointer (&row->note, g_free);
  g_hash_table_remove (self->notes, row);
  return FALSE;
}

void
postil_brat_reader_read_comment (PostilBratReader     *self,
                                 const PostilBratLine *line)
{
  g_auto (GStrv) parts = g_strsplit (g_strchomp (line->data), " ", 2);
  PostilRow *row;

  if (g_strv_length (parts) != 2)
    {
      postil_report_add (self->options->losses, line->file, line->line, "comment", line->id,
                         _("This comment is about no annotation, so it was left out: %s %s"), line->data, line->tail);
      return;
    }
  if (strcmp (parts[0], POSTIL_BRAT_COMMENT) == 0)
    return;
  row = postil_brat_reader_find_target (self, line, parts[1]);
  if (row != NULL && line->tail[0] != '\0' && !is_own_note (self, row, line->tail))
    add_note (row, parts[0], line->tail);
}

/* "0-5,7-9" */
static void
take_pieces (PostilRow  *row,
             const char *places)
{
  g_auto (GStrv) parts = g_strsplit (places, ",", (int) POSTIL_BRAT_MAX_FRAGMENTS);

  g_array_set_size (row->pieces, 0);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      PostilSpan span;

      g_strdelimit (parts[i], "-", ' ');
      if (postil_brat_parse_fragment (parts[i], &span))
        postil_row_add_span (row, span);
    }
}

static void
take_string (char **member,
             char **value)
{
  g_free (*member);
  *member = g_steal_pointer (value);
}

static void
take_member (PostilRow   *row,
             const char  *key,
             char       **value)
{
  if (strcmp (key, "created") == 0)
    take_string (&row->created, value);
  else if (strcmp (key, "modified") == 0)
    take_string (&row->modified, value);
  else if (strcmp (key, "note") == 0)
    take_string (&row->note, value);
  else if (strcmp (key, "moved") == 0)
    row->is_moved = TRUE;
  else if (g_str_has_prefix (key, "attribute."))
    {
      g_autofree char *name = g_uri_unescape_string (key + strlen ("attribute."), NULL);

      if (name != NULL)
        postil_row_add_attribute (row, name, *value);
    }
}

/* What was written beside the line stands only as long as brat did not move the passage. */
static void
take_places (PostilBratReader *self,
             PostilRow        *row,
             GHashTable       *members)
{
  const char *as_written = g_hash_table_lookup (members, "of");
  const char *pieces = g_hash_table_lookup (members, "pieces");
  const char *quote = g_hash_table_lookup (members, "quote");

  if (as_written == NULL || pieces == NULL || quote == NULL
      || g_strcmp0 (as_written, g_hash_table_lookup (self->spans, row)) != 0)
    return;
  take_pieces (row, pieces);
  g_free (row->quote);
  row->quote = g_strdup (quote);
}

/* #1<TAB>Postil T1<TAB>id=urn:uuid:… created=2026-… */
void
postil_brat_reader_read_own_comment (PostilBratReader     *self,
                                     const PostilBratLine *line)
{
  g_auto (GStrv) head = g_strsplit (line->data, " ", 2);
  g_auto (GStrv) parts = NULL;
  g_autoptr (GHashTable) members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  PostilRow *row;

  if (g_strv_length (head) != 2 || strcmp (head[0], POSTIL_BRAT_COMMENT) != 0)
    return;
  row = head[1][0] == 'T' ? g_hash_table_lookup (self->by_id, g_strchomp (head[1])) : NULL;
  parts = g_strsplit (line->tail, " ", -1);
  for (guint i = 0; row != NULL && parts[i] != NULL; i++)
    {
      char *equals = strchr (parts[i], '=');
      g_autofree char *value = equals != NULL ? g_uri_unescape_string (equals + 1, NULL) : NULL;

      if (value == NULL || !g_utf8_validate (value, -1, NULL))
        continue;
      *equals = '\0';
      if (strcmp (parts[i], "id") == 0)
        take_string (&row->id, &value);
      else
        take_member (row, parts[i], &value);
      if (value != NULL)
        g_hash_table_insert (members, g_strdup (parts[i]), g_steal_pointer (&value));
    }
  if (row != NULL && row->note != NULL)
    g_hash_table_insert (self->notes, row, g_strstrip (g_strdelimit (g_strdup (row->note), "\r\n\t", ' ')));
  if (row != NULL)
    take_places (self, row, members);
}
