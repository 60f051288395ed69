/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A row whose place is known as an annotation. Invariant: its quotes are what stands in the
 * text at its spans; without spans, what the row quotes. Pure; any thread. */

#include "config.h"

#include "exchange/postil-row.h"

#include <string.h>

#include <glib/gi18n-lib.h>

char *
postil_row_take_time (PostilRow    *row,
                      const char   *text,
                      PostilReport *losses)
{
  char *time = postil_row_dup_time (text);

  if (time == NULL && text != NULL && text[0] != '\0')
    postil_report_add (losses, row->file, row->line, "time", row->id,
                       _("“%s” is not a time as ISO 8601 writes it, so it was left out."), text);
  return time;
}

static gboolean
ends_before (PostilText *text,
             guint       char_offset,
             const char *context)
{
  gsize byte = postil_text_char_to_byte (text, char_offset);
  gsize n = strlen (context);

  return n <= byte && memcmp (postil_text_get_utf8 (text, NULL) + byte - n, context, n) == 0;
}

static gboolean
begins_after (PostilText *text,
              guint       char_offset,
              const char *context)
{
  gsize n_bytes;
  const char *utf8 = postil_text_get_utf8 (text, &n_bytes);
  gsize byte = postil_text_char_to_byte (text, char_offset);
  gsize n = strlen (context);

  return n <= n_bytes - byte && memcmp (utf8 + byte, context, n) == 0;
}

/* The contexts that the row brought, where they are true; else those of the text. */
static void
set_context (PostilText    *text,
             GArray        *spans,
             PostilRow     *row,
             guint          index,
             PostilPiece   *piece,
             GStringChunk  *strings)
{
  PostilRowPiece *given = index < row->pieces->len ? &g_array_index (row->pieces, PostilRowPiece, index) : NULL;
  const char *before = given != NULL ? given->before : NULL;
  const char *after = given != NULL ? given->after : NULL;
  g_autofree char *own_before = NULL;
  g_autofree char *own_after = NULL;

  if (before == NULL && index == 0)
    before = row->before;
  if (after == NULL && index + 1 == spans->len)
    after = row->after;
  if (before != NULL && before[0] != '\0' && ends_before (text, piece->span.start, before))
    piece->prefix = g_string_chunk_insert (strings, before);
  if (after != NULL && after[0] != '\0' && begins_after (text, piece->span.end, after))
    piece->suffix = g_string_chunk_insert (strings, after);
  if (piece->prefix != NULL && piece->suffix != NULL)
    return;
  postil_text_dup_context (text, piece->span, POSTIL_ROW_CONTEXT_CHARS, &own_before, &own_after);
  if (piece->prefix == NULL)
    piece->prefix = g_string_chunk_insert (strings, own_before);
  if (piece->suffix == NULL)
    piece->suffix = g_string_chunk_insert (strings, own_after);
}

static void
add_piece (GArray       *pieces,
           GStringChunk *strings,
           const char   *quote,
           const char   *before,
           const char   *after)
{
  PostilPiece piece = { .exact = g_string_chunk_insert (strings, quote) };

  if (before != NULL)
    piece.prefix = g_string_chunk_insert (strings, before);
  if (after != NULL)
    piece.suffix = g_string_chunk_insert (strings, after);
  g_array_append_val (pieces, piece);
}

/* What is left of a passage that was not found: its quotes. */
static void
make_orphan (PostilRow    *row,
             GArray       *pieces,
             GStringChunk *strings)
{
  for (guint i = 0; i < row->pieces->len; i++)
    {
      PostilRowPiece *given = &g_array_index (row->pieces, PostilRowPiece, i);

      if (given->quote == NULL)
        {
          g_array_set_size (pieces, 0);
          break;
        }
      add_piece (pieces, strings, given->quote,
                 given->before != NULL || i > 0 ? given->before : row->before,
                 given->after != NULL || i + 1 < row->pieces->len ? given->after : row->after);
    }
  if (pieces->len == 0)
    add_piece (pieces, strings, row->quote, row->before, row->after);
}

static void
make_pieces (PostilText   *text,
             GArray       *spans,
             PostilRow    *row,
             GArray       *pieces,
             GStringChunk *strings)
{
  if (spans->len == 0)
    {
      make_orphan (row, pieces, strings);
      return;
    }
  for (guint i = 0; i < spans->len; i++)
    {
      PostilPiece piece = { .span = g_array_index (spans, PostilSpan, i) };
      g_autofree char *exact = postil_text_dup_slice (text, piece.span);

      piece.exact = g_string_chunk_insert (strings, exact);
      set_context (text, spans, row, i, &piece, strings);
      g_array_append_val (pieces, piece);
    }
}

PostilAnnotation *
postil_row_make_annotation (PostilRow    *row,
                            PostilText   *text,
                            GArray       *spans,
                            const char   *id,
                            gboolean      is_moved,
                            PostilReport *losses)
{
  g_autoptr (GStringChunk) strings = g_string_chunk_new (1024);
  g_autoptr (GArray) pieces = g_array_new (FALSE, TRUE, sizeof (PostilPiece));
  g_autoptr (GArray) attributes = g_array_new (FALSE, TRUE, sizeof (PostilAttribute));
  g_autofree char *created = postil_row_take_time (row, row->created, losses);
  g_autofree char *modified = postil_row_take_time (row, row->modified, losses);
  PostilAnnotationInit init = {
    .id = id,
    .code = row->code,
    .note = row->note,
    .created = created,
    .modified = modified,
    .unsure = row->unsure,
  };

  make_pieces (text, spans, row, pieces, strings);
  for (guint i = 0; i + 1 < row->attributes->len; i += 2)
    {
      PostilAttribute attribute = { g_ptr_array_index (row->attributes, i), g_ptr_array_index (row->attributes, i + 1) };

      g_array_append_val (attributes, attribute);
    }
  init.pieces = (const PostilPiece *) (gpointer) pieces->data;
  init.n_pieces = pieces->len;
  init.attributes = (const PostilAttribute *) (gpointer) attributes->data;
  init.n_attributes = attributes->len;
  if (spans->len == 0)
    init.anchor = POSTIL_ANCHOR_ORPHAN;
  else if (is_moved)
    init.anchor = POSTIL_ANCHOR_MOVED;
  return postil_annotation_new (&init);
}
