/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Segments of a text by ICU's break iterators, which read the UTF-8 in place, so that their
 * positions are byte offsets. Inside of this file everything is in bytes; the public functions
 * convert. The raw segments of a kind cover the text without a gap; what a person calls a word
 * or a sentence is a raw segment trimmed, or none. Iterators are opened when first needed and
 * kept; hence one segmenter belongs to one thread. */

#include "config.h"

#include "base/postil-segment.h"

#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/uloc.h>
#include <unicode/utext.h>

#include "base/postil-sentence.h"

#define N_KINDS (POSTIL_SEGMENT_PARAGRAPH + 1)

struct _PostilSegmenter
{
  PostilText     *text;
  const char     *utf8; /* of text */
  gsize           n_bytes;
  char           *language; /* or NULL */
  UBreakIterator *iterators[N_KINDS];
};

typedef struct
{
  gsize start;
  gsize end;
} Bytes;

static UBreakIterator *
open_iterator (PostilSegmenter *self,
               PostilSegment    kind)
{
  static const UBreakIteratorType types[] = {
    [POSTIL_SEGMENT_GRAPHEME] = UBRK_CHARACTER,
    [POSTIL_SEGMENT_WORD] = UBRK_WORD,
    [POSTIL_SEGMENT_SENTENCE] = UBRK_SENTENCE,
  };
  char locale[ULOC_FULLNAME_CAPACITY] = "root";
  UErrorCode status = U_ZERO_ERROR;
  UText text = UTEXT_INITIALIZER;
  UBreakIterator *iterator;

  if (self->language != NULL)
    {
      uloc_forLanguageTag (self->language, locale, sizeof locale, NULL, &status);
      if (U_FAILURE (status) || *locale == '\0')
        g_strlcpy (locale, "root", sizeof locale);
      status = U_ZERO_ERROR;
    }
  iterator = ubrk_open (types[kind], locale, NULL, 0, &status);
  utext_openUTF8 (&text, self->utf8, (int64_t) self->n_bytes, &status);
  ubrk_setUText (iterator, &text, &status);
  utext_close (&text);
  g_assert (U_SUCCESS (status));
  return iterator;
}

static UBreakIterator *
get_iterator (PostilSegmenter *self,
              PostilSegment    kind)
{
  if (self->iterators[kind] == NULL)
    self->iterators[kind] = open_iterator (self, kind);
  return self->iterators[kind];
}

static gboolean
is_sentence_border (PostilSegmenter *self,
                    int32_t          position)
{
  return position == UBRK_DONE || postil_sentence_is_border (self->utf8, self->n_bytes,
                                                             (gsize) position, self->language);
}

static Bytes
find_raw_line (PostilSegmenter *self,
               gsize            place)
{
  const char *line_end = memchr (self->utf8 + place, '\n', self->n_bytes - place);
  Bytes raw = { place, line_end != NULL ? (gsize) (line_end - self->utf8) + 1 : self->n_bytes };

  while (raw.start > 0 && self->utf8[raw.start - 1] != '\n')
    raw.start--;
  return raw;
}

/* @is_word (may be NULL): whether the raw segment has letters or digits. */
static Bytes
find_raw (PostilSegmenter *self,
          PostilSegment    kind,
          gsize            place,
          gboolean        *is_word)
{
  UBreakIterator *iterator;
  int32_t start, end;

  g_assert (place < self->n_bytes);

  if (kind == POSTIL_SEGMENT_PARAGRAPH)
    return find_raw_line (self, place);
  iterator = get_iterator (self, kind);
  end = ubrk_following (iterator, (int32_t) place);
  if (is_word != NULL)
    *is_word = ubrk_getRuleStatus (iterator) >= UBRK_WORD_NONE_LIMIT;
  start = ubrk_previous (iterator);
  if (kind == POSTIL_SEGMENT_SENTENCE)
    {
      while (!is_sentence_border (self, start))
        start = ubrk_previous (iterator);
      if (!is_sentence_border (self, end))
        {
          ubrk_following (iterator, end - 1);
          while (!is_sentence_border (self, end))
            end = ubrk_next (iterator);
        }
    }
  return (Bytes) { start == UBRK_DONE ? 0 : (gsize) start,
                   end == UBRK_DONE ? self->n_bytes : (gsize) end };
}

static gboolean
is_space (const char *p)
{
  return u_isUWhiteSpace ((UChar32) g_utf8_get_char (p));
}

static Bytes
trim (PostilSegmenter *self,
      Bytes            raw)
{
  const char *start = self->utf8 + raw.start;
  const char *end = self->utf8 + raw.end;

  while (start < end && is_space (start))
    start = g_utf8_next_char (start);
  while (end > start && is_space (g_utf8_prev_char (end)))
    end = g_utf8_prev_char (end);
  return (Bytes) { (gsize) (start - self->utf8), (gsize) (end - self->utf8) };
}

/* The segment inside of the raw one at @place. FALSE where there is none; @raw (may be NULL)
 * is set in any case. */
static gboolean
find_segment (PostilSegmenter *self,
              PostilSegment    kind,
              gsize            place,
              Bytes           *segment,
              Bytes           *raw)
{
  gboolean is_word = FALSE;
  Bytes found = find_raw (self, kind, place, kind == POSTIL_SEGMENT_WORD ? &is_word : NULL);

  if (raw != NULL)
    *raw = found;
  switch (kind)
    {
    case POSTIL_SEGMENT_GRAPHEME:
      *segment = found;
      return TRUE;
    case POSTIL_SEGMENT_WORD:
      *segment = found;
      return is_word;
    case POSTIL_SEGMENT_SENTENCE:
      *segment = trim (self, found);
      break;
    case POSTIL_SEGMENT_PARAGRAPH:
      *segment = found;
      if (self->utf8[found.end - 1] == '\n')
        segment->end--;
      break;
    }
  return segment->start < segment->end;
}

static gboolean
find_segment_at (PostilSegmenter *self,
                 PostilSegment    kind,
                 gsize            place,
                 Bytes           *segment)
{
  return place < self->n_bytes && find_segment (self, kind, place, segment, NULL) &&
         segment->start <= place && place < segment->end;
}

static PostilSpan
to_span (PostilSegmenter *self,
         Bytes            bytes)
{
  return (PostilSpan) { postil_text_byte_to_char (self->text, bytes.start),
                        postil_text_byte_to_char (self->text, bytes.end) };
}

PostilSegmenter *
postil_segmenter_new (PostilText *text,
                      const char *language)
{
  PostilSegmenter *self;

  g_return_val_if_fail (text != NULL, NULL);

  self = g_new0 (PostilSegmenter, 1);
  self->text = postil_text_ref (text);
  self->utf8 = postil_text_get_utf8 (text, &self->n_bytes);
  self->language = g_strdup (language);
  return self;
}

void
postil_segmenter_free (PostilSegmenter *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < N_KINDS; i++)
    if (self->iterators[i] != NULL)
      ubrk_close (self->iterators[i]);
  postil_text_unref (self->text);
  g_free (self->language);
  g_free (self);
}

gboolean
postil_segmenter_get_at (PostilSegmenter *self,
                         PostilSegment    kind,
                         guint            char_offset,
                         PostilSpan      *span)
{
  Bytes segment;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail ((guint) kind < N_KINDS, FALSE);
  g_return_val_if_fail (char_offset <= postil_text_get_n_chars (self->text), FALSE);
  g_return_val_if_fail (span != NULL, FALSE);

  if (!find_segment_at (self, kind, postil_text_char_to_byte (self->text, char_offset), &segment))
    return FALSE;
  *span = to_span (self, segment);
  return TRUE;
}

gboolean
postil_segmenter_get_next (PostilSegmenter *self,
                           PostilSegment    kind,
                           guint            char_offset,
                           PostilSpan      *span)
{
  gsize place, from;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail ((guint) kind < N_KINDS, FALSE);
  g_return_val_if_fail (char_offset <= postil_text_get_n_chars (self->text), FALSE);
  g_return_val_if_fail (span != NULL, FALSE);

  from = postil_text_char_to_byte (self->text, char_offset);
  for (place = from; place < self->n_bytes;)
    {
      Bytes segment, raw;

      if (find_segment (self, kind, place, &segment, &raw) && segment.start >= from)
        {
          *span = to_span (self, segment);
          return TRUE;
        }
      place = raw.end;
    }
  return FALSE;
}

static PostilSpan
expand_empty (PostilSegmenter *self,
              PostilSegment    kind,
              PostilSpan       span,
              gsize            place)
{
  Bytes segment;

  if (find_segment_at (self, kind, place, &segment))
    return to_span (self, segment);
  if (place > 0 &&
      find_segment_at (self, kind,
                       (gsize) (g_utf8_prev_char (self->utf8 + place) - self->utf8), &segment))
    return to_span (self, segment);
  return span;
}

/* An end of the span that stands in no segment (white space, a quotation mark) stays where it
 * is, but never inside of a grapheme. */
PostilSpan
postil_segmenter_expand (PostilSegmenter *self,
                         PostilSegment    kind,
                         PostilSpan       span)
{
  Bytes segment, bytes;
  gsize last;

  g_return_val_if_fail (self != NULL, span);
  g_return_val_if_fail ((guint) kind < N_KINDS, span);
  g_return_val_if_fail (postil_text_contains (self->text, span), span);

  bytes.start = postil_text_char_to_byte (self->text, span.start);
  bytes.end = postil_text_char_to_byte (self->text, span.end);
  if (bytes.start == bytes.end)
    return expand_empty (self, kind, span, bytes.start);
  last = (gsize) (g_utf8_prev_char (self->utf8 + bytes.end) - self->utf8);
  if (find_segment_at (self, kind, bytes.start, &segment) ||
      find_segment_at (self, POSTIL_SEGMENT_GRAPHEME, bytes.start, &segment))
    bytes.start = MIN (bytes.start, segment.start);
  if (find_segment_at (self, kind, last, &segment) ||
      find_segment_at (self, POSTIL_SEGMENT_GRAPHEME, last, &segment))
    bytes.end = MAX (bytes.end, segment.end);
  return to_span (self, bytes);
}

static guint
step_forward (PostilSegmenter *self,
              PostilSegment    kind,
              gsize            place)
{
  Bytes segment, raw;

  for (; place < self->n_bytes; place = raw.end)
    if (find_segment (self, kind, place, &segment, &raw) && segment.end > place)
      return postil_text_byte_to_char (self->text, segment.end);
  return postil_text_get_n_chars (self->text);
}

static guint
step_back (PostilSegmenter *self,
           PostilSegment    kind,
           gsize            place)
{
  Bytes segment, raw;

  for (; place > 0; place = raw.start)
    {
      gsize before = (gsize) (g_utf8_prev_char (self->utf8 + place) - self->utf8);

      if (find_segment (self, kind, before, &segment, &raw) && segment.start < place)
        return postil_text_byte_to_char (self->text, segment.start);
    }
  return 0;
}

guint
postil_segmenter_step (PostilSegmenter *self,
                       PostilSegment    kind,
                       guint            char_offset,
                       int              direction)
{
  gsize place;

  g_return_val_if_fail (self != NULL, char_offset);
  g_return_val_if_fail ((guint) kind < N_KINDS, char_offset);
  g_return_val_if_fail (char_offset <= postil_text_get_n_chars (self->text), char_offset);
  g_return_val_if_fail (direction == 1 || direction == -1, char_offset);

  place = postil_text_char_to_byte (self->text, char_offset);
  return direction > 0 ? step_forward (self, kind, place) : step_back (self, kind, place);
}
