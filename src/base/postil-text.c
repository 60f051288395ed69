/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The article's text, once and for all: valid UTF-8 without NUL, without a leading U+FEFF
 * that was a byte order mark, and without CR. A sparse index (every 256th character) makes
 * offsets convertible in constant time; a text that is all ASCII needs none. Everything is
 * fixed when the constructor returns, but for the hash and the list of lines, which are made
 * on demand and put in place atomically; so any thread may read. */

#include "config.h"

#include "base/postil-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/postil-charset.h"
#include "base/postil-error.h"
#include "base/postil-grapheme.h"

#define INDEX_STEP 64u /* characters */

typedef struct
{
  guint32 byte_offset;
  guint32 utf16_offset;
} Mark;

typedef struct
{
  guint32 *starts; /* byte offsets at which lines 2, 3, … begin */
  guint    length;
} Lines;

struct _PostilText
{
  gatomicrefcount  ref_count;
  char            *utf8;
  gsize            n_bytes;
  guint            n_chars;
  guint            n_utf16;
  const char      *charset; /* static or interned */
  gboolean         is_charset_detected;
  Mark            *marks;   /* of the characters 0, 256, 512…; NULL if all is ASCII */
  guint            n_marks;
  char            *sha256;  /* atomic; NULL until asked for */
  Lines           *lines;   /* atomic; NULL until asked for */
};

static void
lines_free (Lines *lines)
{
  if (lines == NULL)
    return;
  g_free (lines->starts);
  g_free (lines);
}

/* CRLF and lone CR become LF, in place; the text only gets shorter. */
static gsize
unify_line_ends (char  *utf8,
                 gsize  n_bytes)
{
  const char *end = utf8 + n_bytes;
  const char *from = memchr (utf8, '\r', n_bytes);
  char *to;

  if (from == NULL)
    return n_bytes;
  to = utf8 + (from - utf8);
  while (from < end)
    {
      const char *next;

      if (*from == '\r')
        {
          *to++ = '\n';
          from += from + 1 < end && from[1] == '\n' ? 2 : 1;
        }
      next = memchr (from, '\r', (gsize) (end - from));
      if (next == NULL)
        next = end;
      memmove (to, from, (gsize) (next - from));
      to += next - from;
      from = next;
    }
  *to = '\0';
  return (gsize) (to - utf8);
}

static gsize
count_ascii_prefix (const char *utf8,
                    gsize       n_bytes)
{
  gsize i = 0;

  for (; i + 8 <= n_bytes; i += 8)
    {
      guint64 word;

      memcpy (&word, utf8 + i, sizeof word);
      if ((word & G_GUINT64_CONSTANT (0x8080808080808080)) != 0)
        break;
    }
  while (i < n_bytes && (guint8) utf8[i] < 0x80)
    i++;
  return i;
}

static void
build_index (PostilText *self)
{
  g_autoptr (GArray) marks = NULL;
  const guint8 *p = (const guint8 *) self->utf8;
  const guint8 *end = p + self->n_bytes;
  guint32 n_chars = 0, n_pairs = 0;

  if (count_ascii_prefix (self->utf8, self->n_bytes) == self->n_bytes)
    {
      self->n_chars = self->n_utf16 = (guint) self->n_bytes;
      return;
    }
  marks = g_array_sized_new (FALSE, FALSE, sizeof (Mark),
                             (guint) (self->n_bytes / INDEX_STEP + 1));
  while (p < end)
    {
      Mark mark = { (guint32) (p - (const guint8 *) self->utf8), n_chars + n_pairs };
      guint32 n = 0;

      g_array_append_val (marks, mark);
      for (; n < INDEX_STEP && p < end; n++)
        {
          n_pairs += *p >= 0xf0 ? 1 : 0;
          p += g_utf8_skip[*p];
        }
      n_chars += n;
    }
  self->n_chars = n_chars;
  self->n_utf16 = n_chars + n_pairs;
  self->n_marks = marks->len;
  self->marks = (Mark *) (gpointer) g_array_free (g_steal_pointer (&marks), FALSE);
}

static PostilText *
text_new_take (PostilDecoded *decoded)
{
  PostilText *self = g_new0 (PostilText, 1);
  gsize n_bytes = unify_line_ends (decoded->utf8, decoded->n_bytes);

  g_atomic_ref_count_init (&self->ref_count);
  if (n_bytes < decoded->n_bytes / 4 * 3)
    decoded->utf8 = g_realloc (decoded->utf8, n_bytes + 1);
  self->utf8 = g_steal_pointer (&decoded->utf8);
  self->n_bytes = n_bytes;
  self->charset = decoded->charset;
  self->is_charset_detected = decoded->is_detected;
  build_index (self);
  return self;
}

static gboolean
check_size (gsize    n_bytes,
            GError **error)
{
  g_autofree char *size = NULL;
  g_autofree char *limit = NULL;

  if (n_bytes <= POSTIL_TEXT_MAX_BYTES)
    return TRUE;
  size = g_format_size_full (n_bytes, G_FORMAT_SIZE_IEC_UNITS);
  limit = g_format_size_full (POSTIL_TEXT_MAX_BYTES, G_FORMAT_SIZE_IEC_UNITS);
  g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_TOO_LARGE,
               _("The text has %s, more than the %s that Postil opens. Split it into parts."),
               size, limit);
  return FALSE;
}

PostilText *
postil_text_new_from_bytes (GBytes      *bytes,
                            const char  *charset,
                            GError     **error)
{
  PostilDecoded decoded;
  const char *start;
  gsize n_bytes;

  g_return_val_if_fail (bytes != NULL, NULL);

  start = g_bytes_get_data (bytes, &n_bytes);
  if (!check_size (n_bytes, error) ||
      !postil_charset_decode (start != NULL ? start : "", n_bytes, charset, &decoded, error))
    return NULL;
  return text_new_take (&decoded);
}

PostilText *
postil_text_new_from_utf8 (const char  *utf8,
                           gssize       n_bytes,
                           GError     **error)
{
  PostilDecoded decoded;
  gsize length;

  g_return_val_if_fail (utf8 != NULL, NULL);

  length = n_bytes < 0 ? strlen (utf8) : (gsize) n_bytes;
  if (!check_size (length, error) ||
      !postil_charset_decode_utf8 (utf8, length, &decoded, error))
    return NULL;
  return text_new_take (&decoded);
}

PostilText *
postil_text_ref (PostilText *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
postil_text_unref (PostilText *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->utf8);
  g_free (self->marks);
  g_free (self->sha256);
  lines_free (self->lines);
  g_free (self);
}

const char *
postil_text_get_utf8 (PostilText *self,
                      gsize      *n_bytes)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (n_bytes != NULL)
    *n_bytes = self->n_bytes;
  return self->utf8;
}

guint
postil_text_get_n_chars (PostilText *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_chars;
}

const char *
postil_text_get_charset (PostilText *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->charset;
}

gboolean
postil_text_is_charset_detected (PostilText *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->is_charset_detected;
}

const char *
postil_text_get_sha256 (PostilText *self)
{
  char *sha256;

  g_return_val_if_fail (self != NULL, NULL);

  sha256 = g_atomic_pointer_get (&self->sha256);
  if (sha256 != NULL)
    return sha256;
  sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) self->utf8,
                                        self->n_bytes);
  if (!g_atomic_pointer_compare_and_exchange (&self->sha256, NULL, sha256))
    g_free (sha256);
  return g_atomic_pointer_get (&self->sha256);
}

/* Eight bytes at a time: a byte that goes on with a character has 1 and 0 as its first bits. */
static const char *
skip_chars (const char *p,
            const char *end,
            guint       n_chars)
{
  while (n_chars >= sizeof (guint64) && (gsize) (end - p) >= sizeof (guint64))
    {
      guint64 bytes;

      memcpy (&bytes, p, sizeof bytes);
      bytes = (bytes >> 7) & ~(bytes >> 6) & G_GUINT64_CONSTANT (0x0101010101010101);
      n_chars -= (guint) sizeof bytes - (guint) ((bytes * G_GUINT64_CONSTANT (0x0101010101010101)) >> 56);
      p += sizeof bytes;
    }
  while (p < end && ((guchar) *p & 0xc0) == 0x80)
    p++;
  for (; n_chars > 0; n_chars--)
    p = g_utf8_next_char (p);
  return p;
}

gsize
postil_text_char_to_byte (PostilText *self,
                          guint       char_offset)
{
  const char *p;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (char_offset <= self->n_chars, self->n_bytes);

  if (self->marks == NULL)
    return char_offset;
  if (char_offset == self->n_chars)
    return self->n_bytes;
  p = self->utf8 + self->marks[char_offset / INDEX_STEP].byte_offset;
  return (gsize) (skip_chars (p, self->utf8 + self->n_bytes, char_offset % INDEX_STEP) - self->utf8);
}

/* The last mark whose @field (its offset in Mark) is at most @offset. */
static guint
find_mark (PostilText *self,
           gsize       field,
           gsize       offset)
{
  guint low = 0, high = self->n_marks;

  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (G_STRUCT_MEMBER (guint32, &self->marks[middle], field) <= offset)
        low = middle;
      else
        high = middle;
    }
  return low;
}

guint
postil_text_byte_to_char (PostilText *self,
                          gsize       byte_offset)
{
  const char *p, *place;
  guint mark, n;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (byte_offset <= self->n_bytes, self->n_chars);

  if (self->marks == NULL)
    return (guint) byte_offset;
  if (byte_offset == self->n_bytes)
    return self->n_chars;
  mark = find_mark (self, G_STRUCT_OFFSET (Mark, byte_offset), byte_offset);
  p = self->utf8 + self->marks[mark].byte_offset;
  place = self->utf8 + byte_offset;
  n = mark * INDEX_STEP;
  for (p = g_utf8_next_char (p); p <= place; p = g_utf8_next_char (p))
    n++;
  return n;
}

guint
postil_text_char_to_utf16 (PostilText *self,
                           guint       char_offset)
{
  const Mark *mark;
  const guint8 *p;
  guint offset;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (char_offset <= self->n_chars, self->n_utf16);

  if (self->marks == NULL)
    return char_offset;
  if (char_offset == self->n_chars)
    return self->n_utf16;
  mark = &self->marks[char_offset / INDEX_STEP];
  p = (const guint8 *) self->utf8 + mark->byte_offset;
  offset = mark->utf16_offset;
  for (guint left = char_offset % INDEX_STEP; left > 0; left--)
    {
      offset += *p >= 0xf0 ? 2 : 1;
      p += g_utf8_skip[*p];
    }
  return offset;
}

gboolean
postil_text_utf16_to_char (PostilText *self,
                           guint       utf16_offset,
                           guint      *char_offset)
{
  const guint8 *p;
  guint mark, n, offset;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (char_offset != NULL, FALSE);

  if (utf16_offset > self->n_utf16)
    return FALSE;
  if (self->marks == NULL || utf16_offset == self->n_utf16)
    {
      *char_offset = self->marks == NULL ? utf16_offset : self->n_chars;
      return TRUE;
    }
  mark = find_mark (self, G_STRUCT_OFFSET (Mark, utf16_offset), utf16_offset);
  p = (const guint8 *) self->utf8 + self->marks[mark].byte_offset;
  offset = self->marks[mark].utf16_offset;
  for (n = mark * INDEX_STEP; offset < utf16_offset; n++)
    {
      offset += *p >= 0xf0 ? 2 : 1;
      p += g_utf8_skip[*p];
    }
  if (offset != utf16_offset)
    return FALSE;
  *char_offset = n;
  return TRUE;
}

gboolean
postil_text_contains (PostilText *self,
                      PostilSpan  span)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return span.start <= span.end && span.end <= self->n_chars;
}

gunichar
postil_text_get_char (PostilText *self,
                      guint       char_offset)
{
  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (char_offset <= self->n_chars, 0);

  return g_utf8_get_char (self->utf8 + postil_text_char_to_byte (self, char_offset));
}

const char *
postil_text_peek_slice (PostilText *self,
                        PostilSpan  span,
                        gsize      *n_bytes)
{
  gsize start, end;

  g_return_val_if_fail (postil_text_contains (self, span), NULL);
  g_return_val_if_fail (n_bytes != NULL, NULL);

  start = postil_text_char_to_byte (self, span.start);
  end = postil_text_char_to_byte (self, span.end);
  *n_bytes = end - start;
  return self->utf8 + start;
}

char *
postil_text_dup_slice (PostilText *self,
                       PostilSpan  span)
{
  const char *slice;
  gsize n_bytes;

  g_return_val_if_fail (postil_text_contains (self, span), NULL);

  slice = postil_text_peek_slice (self, span, &n_bytes);
  return g_strndup (slice, n_bytes);
}

gboolean
postil_text_is_grapheme_border (PostilText *self,
                                guint       char_offset)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (char_offset <= self->n_chars, FALSE);

  return postil_grapheme_is_border (self->utf8, self->n_bytes,
                                    postil_text_char_to_byte (self, char_offset));
}

void
postil_text_dup_context (PostilText  *self,
                         PostilSpan   span,
                         guint        n_chars,
                         char       **before,
                         char       **after)
{
  const char *start, *end, *p;
  gsize n_bytes;

  g_return_if_fail (postil_text_contains (self, span));

  start = postil_text_peek_slice (self, span, &n_bytes);
  end = start + n_bytes;
  if (before != NULL)
    {
      p = self->utf8 + postil_text_char_to_byte (self, span.start - MIN (n_chars, span.start));
      while (p < start &&
             !postil_grapheme_is_border (self->utf8, self->n_bytes, (gsize) (p - self->utf8)))
        p = g_utf8_next_char (p);
      *before = g_strndup (p, (gsize) (start - p));
    }
  if (after != NULL)
    {
      n_chars = MIN (n_chars, self->n_chars - span.end);
      p = self->utf8 + postil_text_char_to_byte (self, span.end + n_chars);
      while (p > end &&
             !postil_grapheme_is_border (self->utf8, self->n_bytes, (gsize) (p - self->utf8)))
        p = g_utf8_prev_char (p);
      *after = g_strndup (end, (gsize) (p - end));
    }
}

static Lines *
lines_new (PostilText *self)
{
  Lines *lines = g_new0 (Lines, 1);
  GArray *starts = g_array_new (FALSE, FALSE, sizeof (guint32));
  const char *end = self->utf8 + self->n_bytes;
  const char *p = self->utf8;

  while ((p = memchr (p, '\n', (gsize) (end - p))) != NULL)
    {
      guint32 start = (guint32) (++p - self->utf8);

      g_array_append_val (starts, start);
    }
  lines->length = starts->len;
  lines->starts = (guint32 *) (gpointer) g_array_free (starts, FALSE);
  return lines;
}

/* The lines are found at the first call, for all later ones. */
guint
postil_text_get_line (PostilText *self,
                      guint       char_offset)
{
  Lines *lines;
  gsize byte_offset;
  guint low = 0, high;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (char_offset <= self->n_chars, 0);

  lines = g_atomic_pointer_get (&self->lines);
  if (lines == NULL)
    {
      lines = lines_new (self);
      if (!g_atomic_pointer_compare_and_exchange (&self->lines, NULL, lines))
        lines_free (lines);
      lines = g_atomic_pointer_get (&self->lines);
    }
  byte_offset = postil_text_char_to_byte (self, char_offset);
  high = lines->length;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (lines->starts[middle] <= byte_offset)
        low = middle + 1;
      else
        high = middle;
    }
  return low + 1;
}
