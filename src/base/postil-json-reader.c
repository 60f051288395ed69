/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A pull reader of JSON over bytes that it borrows. Every byte is looked at once, and what
 * is returned has been checked in full: grammar, UTF-8, escapes. The invariant: position is
 * just behind the current token, and after an error nothing but the error is returned.
 * Lines and columns are counted only when somebody asks. One reader belongs to one thread. */

#include "config.h"

#include "base/postil-json-reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

enum
{
  STATE_START,        /* the one value */
  STATE_VALUE,        /* a value must follow */
  STATE_FIRST_VALUE,  /* behind [ */
  STATE_FIRST_KEY,    /* behind { */
  STATE_KEY,          /* a key must follow */
  STATE_COLON,        /* behind a key */
  STATE_AFTER_VALUE,
  STATE_FAILED
};

/* What a byte is inside of a string. */
enum
{
  PLAIN = 0,
  QUOTE,
  BACKSLASH,
  CONTROL,
  LEAD_2,
  LEAD_3,
  LEAD_4,
  INVALID
};

#define ROW(kind) kind, kind, kind, kind, kind, kind, kind, kind, \
                  kind, kind, kind, kind, kind, kind, kind, kind

static const guint8 byte_kinds[256] = {
  ROW (CONTROL), ROW (CONTROL),
  PLAIN, PLAIN, QUOTE, PLAIN, PLAIN, PLAIN, PLAIN, PLAIN,
  PLAIN, PLAIN, PLAIN, PLAIN, PLAIN, PLAIN, PLAIN, PLAIN,
  ROW (PLAIN), ROW (PLAIN),
  PLAIN, PLAIN, PLAIN, PLAIN, PLAIN, PLAIN, PLAIN, PLAIN,
  PLAIN, PLAIN, PLAIN, PLAIN, BACKSLASH, PLAIN, PLAIN, PLAIN,
  ROW (PLAIN), ROW (PLAIN),
  ROW (INVALID), ROW (INVALID), ROW (INVALID), ROW (INVALID),
  INVALID, INVALID, LEAD_2, LEAD_2, LEAD_2, LEAD_2, LEAD_2, LEAD_2,
  LEAD_2, LEAD_2, LEAD_2, LEAD_2, LEAD_2, LEAD_2, LEAD_2, LEAD_2,
  ROW (LEAD_2), ROW (LEAD_3),
  LEAD_4, LEAD_4, LEAD_4, LEAD_4, LEAD_4, INVALID, INVALID, INVALID,
  INVALID, INVALID, INVALID, INVALID, INVALID, INVALID, INVALID, INVALID,
};

#undef ROW

#define EVERY_BYTE(byte) (G_GUINT64_CONSTANT (0x0101010101010101) * (byte))

static inline guint64
load_8 (const char *p)
{
  guint64 word;

  memcpy (&word, p, sizeof word);
  return word;
}

/* Whether none of eight bytes ends a run of plain ASCII in a string. */
static inline gboolean
are_plain (guint64 word)
{
  guint64 quotes = word ^ EVERY_BYTE ('"');
  guint64 backslashes = word ^ EVERY_BYTE ('\\');
  guint64 special = (word - EVERY_BYTE (0x20)) & ~word;

  special |= (quotes - EVERY_BYTE (1)) & ~quotes;
  special |= (backslashes - EVERY_BYTE (1)) & ~backslashes;
  return ((special | word) & EVERY_BYTE (0x80)) == 0;
}

static PostilJsonToken
fail (PostilJsonReader *self,
      const char       *place,
      const char       *problem)
{
  g_assert (place >= self->data && place <= self->data + self->length);

  self->state = STATE_FAILED;
  self->problem = problem;
  self->token = POSTIL_JSON_ERROR;
  self->token_start = place;
  self->token_length = 0;
  self->has_escapes = FALSE;
  self->position = (gsize) (place - self->data);
  return POSTIL_JSON_ERROR;
}

static PostilJsonToken
fail_over_limit (PostilJsonReader *self,
                 const char       *place,
                 const char       *problem)
{
  self->is_over_limit = TRUE;
  return fail (self, place, problem);
}

static inline PostilJsonToken
take (PostilJsonReader *self,
      PostilJsonToken   token,
      const char       *start,
      const char       *end)
{
  self->token = token;
  self->token_start = start;
  self->token_length = (gsize) (end - start);
  self->position = (gsize) (end - self->data);
  return token;
}

static inline const char *
skip_space (const char *p,
            const char *end)
{
  while (p < end && (*p == ' ' || *p == '\n' || *p == '\t' || *p == '\r'))
    {
      p++;
      while (end - p >= 8 && load_8 (p) == EVERY_BYTE (' '))
        p += 8;
    }
  return p;
}

static inline gboolean
is_tail (const char *p,
         guint8      low,
         guint8      high)
{
  return (guint8) *p >= low && (guint8) *p <= high;
}

/* The length of the well-formed UTF-8 sequence at @p (Unicode, table 3-7), or 0. */
static inline guint
sequence_length (const char *p,
                 const char *end)
{
  guint8 lead = (guint8) *p;
  gsize left = (gsize) (end - p);

  switch (byte_kinds[lead])
    {
    case LEAD_2:
      return left >= 2 && is_tail (p + 1, 0x80, 0xbf) ? 2 : 0;
    case LEAD_3:
      if (left < 3 || !is_tail (p + 2, 0x80, 0xbf))
        return 0;
      return is_tail (p + 1, lead == 0xe0 ? 0xa0 : 0x80, lead == 0xed ? 0x9f : 0xbf) ? 3 : 0;
    case LEAD_4:
      if (left < 4 || !is_tail (p + 2, 0x80, 0xbf) || !is_tail (p + 3, 0x80, 0xbf))
        return 0;
      return is_tail (p + 1, lead == 0xf0 ? 0x90 : 0x80, lead == 0xf4 ? 0x8f : 0xbf) ? 4 : 0;
    default:
      return 0;
    }
}

/* Reads the four digits at @p; FALSE where there are no four. */
static gboolean
read_hex (const char *p,
          const char *end,
          gunichar   *value)
{
  gunichar sum = 0;

  if (end - p < 4)
    return FALSE;
  for (guint i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (p[i]);

      if (digit < 0)
        return FALSE;
      sum = sum * 16 + (gunichar) digit;
    }
  *value = sum;
  return TRUE;
}

/* Behind \u: the length of what follows it (4, or 10 for a pair), 0 with self->problem set. */
static guint
check_unicode_escape (PostilJsonReader *self,
                      const char       *p,
                      const char       *end)
{
  gunichar first, second;

  if (!read_hex (p, end, &first))
    {
      self->problem = N_("\\u must be followed by four hexadecimal digits");
      return 0;
    }
  if (first == 0)
    {
      self->problem = N_("\\u0000 is the NUL character, which Postil’s texts cannot hold");
      return 0;
    }
  if (first < 0xd800 || first > 0xdfff)
    return 4;
  if (first <= 0xdbff && end - p >= 10 && p[4] == '\\' && p[5] == 'u' &&
      read_hex (p + 6, end, &second) && second >= 0xdc00 && second <= 0xdfff)
    return 10;
  self->problem = N_("a surrogate escape (\\ud800 to \\udfff) stands alone, without its pair");
  return 0;
}

/* The length of the escape at the backslash @p, 0 with self->problem set. */
static guint
check_escape (PostilJsonReader *self,
              const char       *p,
              const char       *end)
{
  guint length;

  if (end - p < 2)
    {
      self->problem = N_("the text ends inside of a string");
      return 0;
    }
  switch (p[1])
    {
    case '"':
    case '\\':
    case '/':
    case 'b':
    case 'f':
    case 'n':
    case 'r':
    case 't':
      return 2;
    case 'u':
      length = check_unicode_escape (self, p + 2, end);
      return length == 0 ? 0 : length + 2;
    default:
      self->problem = N_("this is not an escape that JSON knows");
      return 0;
    }
}

static PostilJsonToken
fail_in_string (PostilJsonReader *self,
                const char       *p,
                const char       *end)
{
  if (p >= end)
    return fail (self, end, N_("the text ends inside of a string"));
  if (byte_kinds[(guint8) *p] == CONTROL)
    return fail (self, p,
                 N_("a line end, tab or other control character must be written as an escape"));
  return fail (self, p, N_("the bytes here are not valid UTF-8"));
}

/* @p is behind the opening quote. */
static PostilJsonToken
read_string (PostilJsonReader *self,
             PostilJsonToken   token,
             const char       *p,
             const char       *end)
{
  const char *start = p;
  guint length;

  self->has_escapes = FALSE;
  while (TRUE)
    {
      while (end - p >= 8 && are_plain (load_8 (p)))
        p += 8;
      while (p < end && byte_kinds[(guint8) *p] == PLAIN)
        p++;
      if (p >= end)
        return fail_in_string (self, p, end);
      if (*p == '"')
        break;
      if (*p == '\\')
        {
          self->has_escapes = TRUE;
          length = check_escape (self, p, end);
          if (length == 0)
            return fail (self, p, self->problem);
        }
      else
        {
          length = sequence_length (p, end);
          if (length == 0)
            return fail_in_string (self, p, end);
        }
      p += length;
    }
  take (self, token, start, p);
  self->position++;
  return token;
}

static inline const char *
skip_digits (const char *p,
             const char *end)
{
  while (p < end && g_ascii_isdigit (*p))
    p++;
  return p;
}

static PostilJsonToken
read_number (PostilJsonReader *self,
             const char       *p,
             const char       *end)
{
  const char *start = p;

  if (*p == '-')
    p++;
  if (p >= end || !g_ascii_isdigit (*p))
    return fail (self, p, N_("a minus sign must be followed by a digit"));
  if (*p == '0' && end - p >= 2 && g_ascii_isdigit (p[1]))
    return fail (self, p, N_("a number must not begin with a needless zero"));
  p = skip_digits (p, end);
  if (p < end && *p == '.')
    {
      p++;
      if (p >= end || !g_ascii_isdigit (*p))
        return fail (self, p, N_("a decimal point must be followed by a digit"));
      p = skip_digits (p, end);
    }
  if (p < end && (*p == 'e' || *p == 'E'))
    {
      p++;
      if (p < end && (*p == '+' || *p == '-'))
        p++;
      if (p >= end || !g_ascii_isdigit (*p))
        return fail (self, p, N_("the exponent of a number must have a digit"));
      p = skip_digits (p, end);
    }
  return take (self, POSTIL_JSON_NUMBER, start, p);
}

static PostilJsonToken
read_word (PostilJsonReader *self,
           const char       *p,
           const char       *end,
           const char       *word,
           PostilJsonToken   token)
{
  gsize length = strlen (word);

  if ((gsize) (end - p) < length || memcmp (p, word, length) != 0)
    return fail (self, p, N_("a value is expected here: a text in quotes, a number, true, "
                             "false, null, { or ["));
  return take (self, token, p, p + length);
}

static PostilJsonToken
open_container (PostilJsonReader *self,
                PostilJsonToken   token,
                const char       *p)
{
  if (self->depth >= MIN (self->max_depth, (guint) sizeof self->stack))
    return fail_over_limit (self, p,
                            N_("objects and lists are nested deeper than Postil allows"));
  self->stack[self->depth] = (guint8) *p;
  self->depth++;
  self->state = *p == '{' ? STATE_FIRST_KEY : STATE_FIRST_VALUE;
  return take (self, token, p, p + 1);
}

static PostilJsonToken
close_container (PostilJsonReader *self,
                 const char       *p)
{
  g_assert (self->depth > 0);

  self->depth--;
  self->state = STATE_AFTER_VALUE;
  return take (self, *p == '}' ? POSTIL_JSON_OBJECT_END : POSTIL_JSON_ARRAY_END, p, p + 1);
}

static PostilJsonToken
read_value (PostilJsonReader *self,
            const char       *p,
            const char       *end)
{
  if (p >= end)
    return fail (self, end, N_("the text ends where a value is expected; it may be cut off"));
  self->state = STATE_AFTER_VALUE;
  switch (*p)
    {
    case '"':
      return read_string (self, POSTIL_JSON_STRING, p + 1, end);
    case '{':
      return open_container (self, POSTIL_JSON_OBJECT_BEGIN, p);
    case '[':
      return open_container (self, POSTIL_JSON_ARRAY_BEGIN, p);
    case 't':
      return read_word (self, p, end, "true", POSTIL_JSON_TRUE);
    case 'f':
      return read_word (self, p, end, "false", POSTIL_JSON_FALSE);
    case 'n':
      return read_word (self, p, end, "null", POSTIL_JSON_NULL);
    default:
      if (*p == '-' || g_ascii_isdigit (*p))
        return read_number (self, p, end);
      return read_word (self, p, end, "\"", POSTIL_JSON_STRING);
    }
}

static PostilJsonToken
read_key (PostilJsonReader *self,
          const char       *p,
          const char       *end)
{
  if (p >= end)
    return fail (self, end, N_("the text ends inside of an object; it may be cut off"));
  if (*p != '"')
    return fail (self, p, N_("a name in double quotes is expected here"));
  self->state = STATE_COLON;
  return read_string (self, POSTIL_JSON_KEY, p + 1, end);
}

static PostilJsonToken
read_start (PostilJsonReader *self,
            const char       *p,
            const char       *end)
{
  if (end - self->data >= 3 && memcmp (self->data, "\xef\xbb\xbf", 3) == 0)
    return fail (self, self->data, N_("JSON must not begin with a byte order mark"));
  if (p >= end)
    return fail (self, end, N_("there is nothing here: the file is empty"));
  return read_value (self, p, end);
}

static PostilJsonToken
read_after_value (PostilJsonReader *self,
                  const char       *p,
                  const char       *end)
{
  gboolean in_object;

  if (self->depth == 0)
    {
      if (p < end)
        return fail (self, p, N_("something follows the end of the JSON value"));
      return take (self, POSTIL_JSON_END, p, p);
    }
  in_object = self->stack[self->depth - 1] == '{';
  if (p >= end)
    return fail (self, end, in_object
                 ? N_("the text ends inside of an object; it may be cut off")
                 : N_("the text ends inside of a list; it may be cut off"));
  if (*p == (in_object ? '}' : ']'))
    return close_container (self, p);
  if (*p != ',')
    return fail (self, p, in_object ? N_("a comma or } is expected here")
                 : N_("a comma or ] is expected here"));
  p = skip_space (p + 1, end);
  return in_object ? read_key (self, p, end) : read_value (self, p, end);
}

void
postil_json_reader_init (PostilJsonReader *self,
                         const char       *data,
                         gsize             length)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (data != NULL || length == 0);

  self->data = data != NULL ? data : "";
  self->length = length;
  self->position = 0;
  self->depth = 0;
  self->max_depth = POSTIL_JSON_MAX_DEPTH;
  self->state = STATE_START;
  self->token = POSTIL_JSON_NULL;
  self->token_start = self->data;
  self->token_length = 0;
  self->has_escapes = FALSE;
  self->problem = NULL;
  self->is_over_limit = FALSE;
  if (length > POSTIL_JSON_MAX_BYTES)
    fail_over_limit (self, self->data,
                     N_("the text is larger than the 512 MB that Postil reads"));
}

PostilJsonToken
postil_json_reader_next (PostilJsonReader *self)
{
  const char *end = self->data + self->length;
  const char *p = skip_space (self->data + self->position, end);

  switch (self->state)
    {
    case STATE_COLON:
      if (p >= end || *p != ':')
        return fail (self, p, N_("a colon is expected here"));
      return read_value (self, skip_space (p + 1, end), end);
    case STATE_AFTER_VALUE:
      return read_after_value (self, p, end);
    case STATE_FIRST_KEY:
      if (p < end && *p == '}')
        return close_container (self, p);
      return read_key (self, p, end);
    case STATE_FIRST_VALUE:
      if (p < end && *p == ']')
        return close_container (self, p);
      return read_value (self, p, end);
    case STATE_START:
      return read_start (self, p, end);
    default:
      return self->token;
    }
}

gboolean
postil_json_reader_skip (PostilJsonReader  *self,
                         const char       **start,
                         gsize             *length)
{
  const char *begin;

  g_return_val_if_fail (self != NULL, FALSE);

  begin = self->token_start - (self->token == POSTIL_JSON_STRING ? 1 : 0);
  if (self->token == POSTIL_JSON_OBJECT_BEGIN || self->token == POSTIL_JSON_ARRAY_BEGIN)
    {
      guint depth = self->depth;

      while (self->depth >= depth)
        if (postil_json_reader_next (self) == POSTIL_JSON_ERROR)
          return FALSE;
    }
  if (self->token == POSTIL_JSON_ERROR)
    return FALSE;
  if (start != NULL)
    *start = begin;
  if (length != NULL)
    *length = (gsize) (self->data + self->position - begin);
  return TRUE;
}

gboolean
postil_json_check (const char *data,
                   gsize       length,
                   guint      *line,
                   GError    **error)
{
  PostilJsonReader reader;
  PostilJsonToken token;

  g_return_val_if_fail (data != NULL || length == 0, FALSE);

  postil_json_reader_init (&reader, data, length);
  do
    token = postil_json_reader_next (&reader);
  while (token != POSTIL_JSON_ERROR && token != POSTIL_JSON_END);
  if (token == POSTIL_JSON_END)
    return TRUE;
  postil_json_reader_get_place (&reader, line, NULL);
  return postil_json_reader_set_error (&reader, error);
}
