/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes JSON by appending to a GString, so that the same calls always give the same bytes.
 * The invariant: between two calls the text written so far is a prefix of valid JSON, with
 * the comma and the white space before an item written together with the item. Calls that
 * would break the grammar are errors of the programmer. Not thread-safe. */

#include "config.h"

#include "base/postil-json-writer.h"

#include <math.h>
#include <string.h>

#include "base/postil-json-reader.h"

/* As many containers as one writer can have open, with a bit of has_items for each. */
#define MAX_DEPTH POSTIL_JSON_MAX_DEPTH
G_STATIC_ASSERT (MAX_DEPTH <= 64);

#define MAX_WHOLE 1e15

/* Those that were open when it began are not its own, but for the innermost, to which it
 * may add several items. */
static inline guint
own_depth (PostilJsonWriter *self)
{
  return self->depth - self->base + (self->base > 0 ? 1 : 0);
}

static inline guint64
bit_of_depth (PostilJsonWriter *self)
{
  guint depth = own_depth (self);

  return depth == 0 ? 0 : G_GUINT64_CONSTANT (1) << (depth - 1);
}

static void
write_line_end (PostilJsonWriter *self)
{
  static const char spaces[] = "                                ";
  gsize n_spaces = (gsize) self->depth * 2;

  g_string_append_c (self->out, '\n');
  while (n_spaces > 0)
    {
      gsize n = MIN (n_spaces, sizeof spaces - 1);

      g_string_append_len (self->out, spaces, (gssize) n);
      n_spaces -= n;
    }
}

/* What stands before a key, an item of an array, or a lone value. */
static void
begin_item (PostilJsonWriter *self)
{
  guint64 bit = bit_of_depth (self);

  if (self->after_key)
    {
      self->after_key = FALSE;
      return;
    }
  if ((self->has_items & bit) != 0)
    g_string_append_c (self->out, ',');
  self->has_items |= bit;
  if (self->depth > 0 && !self->compact)
    write_line_end (self);
}

static void
begin_container (PostilJsonWriter *self,
                 char              opening)
{
  g_return_if_fail (own_depth (self) < MAX_DEPTH);

  begin_item (self);
  g_string_append_c (self->out, opening);
  self->depth++;
  self->has_items &= ~bit_of_depth (self);
}

static void
end_container (PostilJsonWriter *self,
               char              closing)
{
  gboolean has_items;

  g_return_if_fail (self->depth > self->base);
  g_return_if_fail (!self->after_key);

  has_items = (self->has_items & bit_of_depth (self)) != 0;
  self->depth--;
  if (has_items && !self->compact)
    write_line_end (self);
  g_string_append_c (self->out, closing);
}

static void
append_escape (GString *out,
               guchar   c)
{
  switch (c)
    {
    case '"':
      g_string_append (out, "\\\"");
      break;
    case '\\':
      g_string_append (out, "\\\\");
      break;
    case '\b':
      g_string_append (out, "\\b");
      break;
    case '\t':
      g_string_append (out, "\\t");
      break;
    case '\n':
      g_string_append (out, "\\n");
      break;
    case '\f':
      g_string_append (out, "\\f");
      break;
    case '\r':
      g_string_append (out, "\\r");
      break;
    default:
      g_string_append_printf (out, "\\u%04x", c);
      break;
    }
}

static inline gboolean
must_escape (guchar c)
{
  return c < 0x20 || c == '"' || c == '\\' || c == 0x7f;
}

#define EACH_BYTE(b) (G_GUINT64_CONSTANT (0x0101010101010101) * (b))

/* Whether one of the eight bytes is zero; may be wrong for bytes above the lowest such one. */
static inline guint64
find_zero (guint64 word)
{
  return (word - EACH_BYTE (1)) & ~word & EACH_BYTE (0x80);
}

/* How many bytes from @text on need no escape; eight at a time, as most of what is written
 * are texts without any. */
static gsize
count_plain (const char *text,
             gsize       length)
{
  gsize i = 0;

  for (; i + sizeof (guint64) <= length; i += sizeof (guint64))
    {
      guint64 word;
      guint64 is_control;

      memcpy (&word, text + i, sizeof word);
      is_control = (word - EACH_BYTE (0x20)) & ~word & EACH_BYTE (0x80);
      if ((is_control | find_zero (word ^ EACH_BYTE ('"')) | find_zero (word ^ EACH_BYTE ('\\'))
           | find_zero (word ^ EACH_BYTE (0x7f))) != 0)
        break;
    }
  while (i < length && !must_escape ((guchar) text[i]))
    i++;
  return i;
}

void
postil_json_append_string (GString    *out,
                           const char *text,
                           gssize      length)
{
  gsize n;
  gsize before;

  g_return_if_fail (out != NULL);
  g_return_if_fail (text != NULL);

  n = length < 0 ? strlen (text) : (gsize) length;
  before = out->len;
  g_string_set_size (out, before + n + 2);
  g_string_truncate (out, before);
  g_string_append_c (out, '"');
  while (n > 0)
    {
      gsize n_plain = count_plain (text, n);

      g_string_append_len (out, text, (gssize) n_plain);
      text += n_plain;
      n -= n_plain;
      for (; n > 0 && must_escape ((guchar) *text); text++, n--)
        append_escape (out, (guchar) *text);
    }
  g_string_append_c (out, '"');
}

void
postil_json_writer_init (PostilJsonWriter *self,
                         GString          *out,
                         gboolean          compact)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (out != NULL);

  *self = (PostilJsonWriter) { .out = out, .compact = compact };
}

void
postil_json_writer_set_depth (PostilJsonWriter *self,
                              guint             depth)
{
  g_return_if_fail (self != NULL);

  self->depth = depth;
  self->base = depth;
}

void
postil_json_writer_begin_object (PostilJsonWriter *self)
{
  g_return_if_fail (self != NULL);

  begin_container (self, '{');
}

void
postil_json_writer_end_object (PostilJsonWriter *self)
{
  g_return_if_fail (self != NULL);

  end_container (self, '}');
}

void
postil_json_writer_begin_array (PostilJsonWriter *self)
{
  g_return_if_fail (self != NULL);

  begin_container (self, '[');
}

void
postil_json_writer_end_array (PostilJsonWriter *self)
{
  g_return_if_fail (self != NULL);

  end_container (self, ']');
}

void
postil_json_writer_key (PostilJsonWriter *self,
                        const char       *key)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (key != NULL);
  g_return_if_fail (!self->after_key);

  begin_item (self);
  postil_json_append_string (self->out, key, -1);
  g_string_append (self->out, self->compact ? ":" : ": ");
  self->after_key = TRUE;
}

void
postil_json_writer_string (PostilJsonWriter *self,
                           const char       *value)
{
  g_return_if_fail (self != NULL);

  if (value == NULL)
    {
      postil_json_writer_null (self);
      return;
    }
  begin_item (self);
  postil_json_append_string (self->out, value, -1);
}

void
postil_json_writer_uint (PostilJsonWriter *self,
                         guint64           value)
{
  char digits[20];
  char *p = digits + sizeof digits;

  g_return_if_fail (self != NULL);

  begin_item (self);
  do
    {
      *--p = (char) ('0' + value % 10);
      value /= 10;
    }
  while (value != 0);
  g_string_append_len (self->out, p, digits + sizeof digits - p);
}

void
postil_json_writer_boolean (PostilJsonWriter *self,
                            gboolean          value)
{
  g_return_if_fail (self != NULL);

  begin_item (self);
  g_string_append (self->out, value ? "true" : "false");
}

/* In as few digits as come back the same; whole numbers without an exponent, as people write
 * them. */
static void
format_double (char   *text,
               double  value)
{
  gboolean is_whole = fabs (value) < MAX_WHOLE && value == trunc (value);

  for (guint digits = is_whole ? 15 : 1; digits <= 17; digits++)
    {
      char format[] = "%.00g";

      format[2] = (char) ('0' + digits / 10);
      format[3] = (char) ('0' + digits % 10);
      g_ascii_formatd (text, G_ASCII_DTOSTR_BUF_SIZE, format, value);
      if (g_ascii_strtod (text, NULL) == value)
        break;
    }
}

void
postil_json_writer_double (PostilJsonWriter *self,
                           double            value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_return_if_fail (self != NULL);

  if (!isfinite (value))
    {
      postil_json_writer_null (self);
      return;
    }
  format_double (text, value);
  begin_item (self);
  g_string_append (self->out, text);
}

void
postil_json_writer_null (PostilJsonWriter *self)
{
  g_return_if_fail (self != NULL);

  begin_item (self);
  g_string_append (self->out, "null");
}

void
postil_json_writer_raw (PostilJsonWriter *self,
                        const char       *json,
                        gssize            length)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (json != NULL);

  begin_item (self);
  g_string_append_len (self->out, json, length);
}

void
postil_json_writer_member (PostilJsonWriter *self,
                           const char       *key,
                           const char       *value)
{
  postil_json_writer_key (self, key);
  postil_json_writer_string (self, value);
}

void
postil_json_writer_member_optional (PostilJsonWriter *self,
                                    const char       *key,
                                    const char       *value)
{
  if (value != NULL && *value != '\0')
    postil_json_writer_member (self, key, value);
}

void
postil_json_writer_member_uint (PostilJsonWriter *self,
                                const char       *key,
                                guint64           value)
{
  postil_json_writer_key (self, key);
  postil_json_writer_uint (self, value);
}
