/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Finds a row's passage in its article: where its offsets say if its quote stands there, else
 * where the quote stands exactly once, else nowhere. Invariant: no result whose quote is not
 * to the letter what stands in the text. Pure; any thread. */

#include "config.h"

#include "exchange/postil-row.h"

#include <string.h>

/* Line ends as the article text has them. */
static void
normalise (char **quote)
{
  char *from;
  char *to;

  if (*quote == NULL || strchr (*quote, '\r') == NULL)
    return;
  for (from = to = *quote; *from != '\0'; from++)
    {
      if (*from == '\r' && from[1] == '\n')
        continue;
      *to++ = *from == '\r' ? '\n' : *from;
    }
  *to = '\0';
}

/* brat puts a passage on one line. */
static gboolean
begins_with (const char *quote,
             const char *slice,
             gsize       n_slice,
             gboolean    one_line)
{
  if (!one_line)
    return strncmp (quote, slice, n_slice) == 0;
  for (gsize i = 0; i < n_slice; i++)
    if (quote[i] != slice[i] && !(slice[i] == '\n' && quote[i] == ' '))
      return FALSE;
  return TRUE;
}

static gboolean
is_slice (PostilText *text,
          PostilSpan  span,
          const char *quote,
          gsize       n_quote)
{
  gsize n_bytes;
  const char *slice = postil_text_peek_slice (text, span, &n_bytes);

  return n_bytes == n_quote && memcmp (slice, quote, n_quote) == 0;
}

static int
compare_pieces (gconstpointer a,
                gconstpointer b)
{
  const PostilRowPiece *first = a;
  const PostilRowPiece *second = b;

  if (!first->has_span || !second->has_span)
    return 0;
  return (first->span.start > second->span.start) - (first->span.start < second->span.start);
}

/* Whether the pieces have places, in the text, one after the other, none empty. */
static gboolean
has_places (PostilRow  *row,
            PostilText *text)
{
  guint32 end = 0;

  for (guint i = 0; i < row->pieces->len; i++)
    {
      PostilRowPiece *piece = &g_array_index (row->pieces, PostilRowPiece, i);

      if (!piece->has_span || piece->span.start >= piece->span.end || piece->span.start < end
          || !postil_text_contains (text, piece->span))
        return FALSE;
      end = piece->span.end;
    }
  return row->pieces->len > 0;
}

/* Whether the quotes (of the pieces, or @quote of the whole) stand at the places. */
static gboolean
quotes_stand (PostilRow  *row,
              PostilText *text,
              const char *quote)
{
  const char *rest = quote;

  for (guint i = 0; i < row->pieces->len; i++)
    {
      PostilRowPiece *piece = &g_array_index (row->pieces, PostilRowPiece, i);
      gsize n_bytes;
      const char *slice = postil_text_peek_slice (text, piece->span, &n_bytes);

      if (piece->quote != NULL && !is_slice (text, piece->span, piece->quote, strlen (piece->quote)))
        return FALSE;
      if (rest == NULL)
        continue;
      if (i > 0 && *rest++ != ' ')
        return FALSE;
      if (!begins_with (rest, slice, n_bytes, row->one_line))
        return FALSE;
      rest += n_bytes;
    }
  return rest == NULL || *rest == '\0';
}

static const char *
skip_space (const char *p,
            const char *end)
{
  while (p < end && g_unichar_isspace (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  return p;
}

/* Whether @quote is what stands there, all white space left out. */
static gboolean
letters_stand (PostilRow  *row,
               PostilText *text)
{
  const char *rest = row->quote;
  const char *end = rest + strlen (rest);

  for (guint i = 0; i < row->pieces->len; i++)
    {
      gsize n_bytes;
      const char *slice = postil_text_peek_slice (text, g_array_index (row->pieces, PostilRowPiece, i).span, &n_bytes);
      const char *slice_end = slice + n_bytes;

      for (slice = skip_space (slice, slice_end); slice < slice_end; slice = skip_space (slice, slice_end))
        {
          rest = skip_space (rest, end);
          if (rest == end || g_utf8_get_char (rest) != g_utf8_get_char (slice))
            return FALSE;
          rest = g_utf8_next_char (rest);
          slice = g_utf8_next_char (slice);
        }
    }
  return skip_space (rest, end) == end;
}

static gboolean
fits_context (PostilText *text,
              PostilSpan  span,
              const char *before,
              const char *after)
{
  gsize n_text;
  const char *utf8 = postil_text_get_utf8 (text, &n_text);
  gsize start = postil_text_char_to_byte (text, span.start);
  gsize end = postil_text_char_to_byte (text, span.end);
  gsize n_before = before != NULL ? strlen (before) : 0;
  gsize n_after = after != NULL ? strlen (after) : 0;

  return n_before <= start && n_after <= n_text - end
         && memcmp (utf8 + start - n_before, before != NULL ? before : "", n_before) == 0
         && memcmp (utf8 + end, after != NULL ? after : "", n_after) == 0;
}

/* The one place where @quote stands; with several, the one with this context around it. */
static gboolean
find_once (PostilText *text,
           const char *quote,
           const char *before,
           const char *after,
           PostilSpan *found)
{
  gsize n_quote = strlen (quote);
  gboolean has_context = (before != NULL && *before != '\0') || (after != NULL && *after != '\0');
  guint n_found = 0;
  guint n_fitting = 0;
  PostilSpan fitting = { 0, 0 };
  gsize n_text;
  const char *utf8 = postil_text_get_utf8 (text, &n_text);
  const char *at = utf8;

  if (n_quote == 0)
    return FALSE;
  while ((at = memmem (at, n_text - (gsize) (at - utf8), quote, n_quote)) != NULL)
    {
      gsize byte = (gsize) (at - utf8);
      PostilSpan span = { postil_text_byte_to_char (text, byte), postil_text_byte_to_char (text, byte + n_quote) };

      if (n_found++ == 0)
        *found = span;
      if (has_context && fits_context (text, span, before, after) && n_fitting++ == 0)
        fitting = span;
      if (n_fitting > 1 || (n_found > 1 && !has_context))
        return FALSE;
      at++;
    }
  if (n_found > 1)
    *found = fitting;
  return n_found == 1 || n_fitting == 1;
}

/* Where the part of @piece ends that @quote begins with; NULL where @quote is too short. */
static const char *
skip_piece (const char           *quote,
            const PostilRowPiece *piece)
{
  if (!piece->has_span)
    return NULL;
  for (guint32 n = postil_span_length (piece->span); n > 0; n--)
    {
      if (*quote == '\0')
        return NULL;
      quote = g_utf8_next_char (quote);
    }
  return quote;
}

/* Gives each piece its part of the joined quote, by the lengths that the row names; FALSE,
 * and nothing is changed, where they do not add up. */
static gboolean
split_quote (PostilRow *row)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  const char *rest = row->quote;

  for (guint i = 0; i < row->pieces->len; i++)
    {
      const char *start = i > 0 && *rest == ' ' ? rest + 1 : rest;
      const char *end = skip_piece (start, &g_array_index (row->pieces, PostilRowPiece, i));

      if (end == NULL || (i > 0 && *rest != ' '))
        return FALSE;
      g_ptr_array_add (parts, g_strndup (start, (gsize) (end - start)));
      rest = end;
    }
  if (*rest != '\0')
    return FALSE;
  for (guint i = 0; i < row->pieces->len; i++)
    {
      PostilRowPiece *piece = &g_array_index (row->pieces, PostilRowPiece, i);

      g_free (piece->quote);
      piece->quote = g_strdup (g_ptr_array_index (parts, i));
    }
  return TRUE;
}

static gboolean
find_pieces (PostilRow  *row,
             PostilText *text,
             GArray     *spans)
{
  guint32 end = 0;

  for (guint i = 0; i < row->pieces->len; i++)
    {
      PostilRowPiece *piece = &g_array_index (row->pieces, PostilRowPiece, i);
      const char *before = piece->before != NULL || i > 0 ? piece->before : row->before;
      const char *after = piece->after != NULL || i + 1 < row->pieces->len ? piece->after : row->after;
      PostilSpan span;

      if (piece->quote == NULL || !find_once (text, piece->quote, before, after, &span) || span.start < end)
        return FALSE;
      g_array_append_val (spans, span);
      end = span.end;
    }
  return spans->len > 0;
}

static void
copy_places (PostilRow *row,
             GArray    *spans)
{
  for (guint i = 0; i < row->pieces->len; i++)
    g_array_append_val (spans, g_array_index (row->pieces, PostilRowPiece, i).span);
}

static gboolean
has_piece_quotes (PostilRow *row)
{
  for (guint i = 0; i < row->pieces->len; i++)
    if (g_array_index (row->pieces, PostilRowPiece, i).quote == NULL)
      return FALSE;
  return row->pieces->len > 0;
}

/* A spreadsheet guard put an apostrophe before what looks like a formula. */
static gboolean
is_guarded (const char *quote)
{
  return quote != NULL && quote[0] == '\'' && quote[1] != '\0' && strchr ("=+-@\t\r", quote[1]) != NULL;
}

/* A row that only has a quote never said that it was elsewhere. */
static gboolean
claims_place (PostilRow *row)
{
  for (guint i = 0; i < row->pieces->len; i++)
    if (g_array_index (row->pieces, PostilRowPiece, i).has_span)
      return TRUE;
  return FALSE;
}

static gboolean
find_elsewhere (PostilRow  *row,
                PostilText *text,
                GArray     *spans)
{
  PostilSpan span;

  if (row->pieces->len <= 1 && row->quote != NULL
      && find_once (text, row->quote, row->before, row->after, &span))
    {
      g_array_append_val (spans, span);
      return TRUE;
    }
  if (!has_piece_quotes (row) && (row->quote == NULL || !split_quote (row)))
    return FALSE;
  if (find_pieces (row, text, spans))
    return TRUE;
  g_array_set_size (spans, 0);
  return FALSE;
}

static void
prepare (PostilRow *row)
{
  normalise (&row->quote);
  normalise (&row->before);
  normalise (&row->after);
  for (guint i = 0; i < row->pieces->len; i++)
    {
      PostilRowPiece *piece = &g_array_index (row->pieces, PostilRowPiece, i);

      normalise (&piece->quote);
      normalise (&piece->before);
      normalise (&piece->after);
    }
  if (row->quote != NULL && row->quote[0] == '\0')
    g_clear_pointer (&row->quote, g_free);
}

/* brat's pieces stand in the order in which a person marked them, and its quote is in that order,
 * too. Both come into the text's order here. */
static void
put_in_order (PostilRow  *row,
              PostilText *text)
{
  gboolean is_inside = row->pieces->len > 1;
  gboolean stands;

  for (guint i = 0; is_inside && i < row->pieces->len; i++)
    is_inside = g_array_index (row->pieces, PostilRowPiece, i).has_span
                && postil_text_contains (text, g_array_index (row->pieces, PostilRowPiece, i).span);
  stands = is_inside && row->quote != NULL && quotes_stand (row, text, row->quote);
  g_array_sort (row->pieces, compare_pieces);
  if (!stands || quotes_stand (row, text, row->quote))
    return;
  g_clear_pointer (&row->quote, g_free);
  for (guint i = 0; i < row->pieces->len; i++)
    {
      g_autofree char *slice = postil_text_dup_slice (text, g_array_index (row->pieces, PostilRowPiece, i).span);
      g_autofree char *before = g_steal_pointer (&row->quote);

      row->quote = before != NULL ? g_strconcat (before, " ", slice, NULL) : g_steal_pointer (&slice);
    }
}

PostilPlaceResult
postil_row_place (PostilRow  *row,
                  PostilText *text,
                  GArray     *spans)
{
  gboolean has_place;

  g_return_val_if_fail (row != NULL, POSTIL_PLACE_NOWHERE);
  g_return_val_if_fail (text != NULL, POSTIL_PLACE_NOWHERE);
  g_return_val_if_fail (spans != NULL, POSTIL_PLACE_NOWHERE);

  g_array_set_size (spans, 0);
  prepare (row);
  put_in_order (row, text);
  has_place = has_places (row, text);
  if (has_place && quotes_stand (row, text, row->quote))
    {
      copy_places (row, spans);
      return POSTIL_PLACE_EXACT;
    }
  if (is_guarded (row->quote))
    {
      if (has_place && quotes_stand (row, text, row->quote + 1))
        {
          memmove (row->quote, row->quote + 1, strlen (row->quote));
          copy_places (row, spans);
          return POSTIL_PLACE_EXACT;
        }
    }
  if (has_place && row->one_line && row->quote != NULL && letters_stand (row, text))
    {
      copy_places (row, spans);
      return POSTIL_PLACE_SPACES;
    }
  if (!find_elsewhere (row, text, spans))
    return POSTIL_PLACE_NOWHERE;
  return claims_place (row) ? POSTIL_PLACE_MOVED : POSTIL_PLACE_EXACT;
}
