/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the reader's current token means: its string, its number, its place, its error. The
 * reader has checked the token in full, so that nothing here can fail but by what a C type
 * can hold. Lines and columns are counted from the beginning of the text at each call, which
 * is for messages and not for every token. */

#include "config.h"

#include "base/postil-json-reader.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/postil-error.h"

/* The four digits at @p. */
static gunichar
parse_hex (const char *p)
{
  gunichar sum = 0;

  for (guint i = 0; i < 4; i++)
    sum = sum * 16 + (gunichar) g_ascii_xdigit_value (p[i]);
  return sum;
}

static const char *
append_unescaped (GString    *out,
                  const char *p,
                  const char *end)
{
  static const char from[] = "\"\\/bfnrt";
  static const char to[] = "\"\\/\b\f\n\r\t";
  gunichar c, low;

  g_assert (end - p >= 2);

  if (p[1] != 'u')
    {
      g_string_append_c (out, to[strchr (from, p[1]) - from]);
      return p + 2;
    }
  c = parse_hex (p + 2);
  if (c < 0xd800 || c > 0xdfff)
    {
      g_string_append_unichar (out, c);
      return p + 6;
    }
  low = parse_hex (p + 8);
  g_string_append_unichar (out, 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00));
  return p + 12;
}

void
postil_json_reader_append_string (PostilJsonReader *self,
                                  GString          *string)
{
  const char *p, *end;

  g_return_if_fail (self != NULL);
  g_return_if_fail (self->token == POSTIL_JSON_KEY || self->token == POSTIL_JSON_STRING);
  g_return_if_fail (string != NULL);

  p = self->token_start;
  end = p + self->token_length;
  while (self->has_escapes && p < end)
    {
      const char *backslash = memchr (p, '\\', (gsize) (end - p));

      if (backslash == NULL)
        break;
      g_string_append_len (string, p, backslash - p);
      p = append_unescaped (string, backslash, end);
    }
  g_string_append_len (string, p, end - p);
}

char *
postil_json_reader_dup_string (PostilJsonReader *self)
{
  GString *string;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (self->token == POSTIL_JSON_KEY ||
                        self->token == POSTIL_JSON_STRING, NULL);

  if (!self->has_escapes)
    return g_strndup (self->token_start, self->token_length);
  string = g_string_sized_new (self->token_length);
  postil_json_reader_append_string (self, string);
  return g_string_free (string, FALSE);
}

gboolean
postil_json_reader_is (PostilJsonReader *self,
                       const char       *text)
{
  g_autofree char *own = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  if (self->token != POSTIL_JSON_KEY && self->token != POSTIL_JSON_STRING)
    return FALSE;
  if (!self->has_escapes)
    return strlen (text) == self->token_length &&
           memcmp (text, self->token_start, self->token_length) == 0;
  own = postil_json_reader_dup_string (self);
  return strcmp (own, text) == 0;
}

/* Saturates, far beyond what a guint64 can hold. */
static gint64
parse_exponent (const char *p,
                const char *end)
{
  gboolean is_negative = *p == '-';
  gint64 sum = 0;

  if (*p == '-' || *p == '+')
    p++;
  for (; p < end; p++)
    sum = MIN (sum * 10 + (*p - '0'), G_MAXINT32);
  return is_negative ? -sum : sum;
}

/* 78.0 and 1e2 are whole numbers too, and other programs write such: takes the digits
 * together and moves the decimal point in whole arithmetic. */
static gboolean
parse_decimal_uint (const char *p,
                    const char *end,
                    guint64    *value)
{
  guint64 sum = 0;
  gint64 shift = 0, exponent;
  gboolean in_fraction = FALSE;

  for (; p < end && *p != 'e' && *p != 'E'; p++)
    {
      if (*p == '.')
        {
          in_fraction = TRUE;
          continue;
        }
      shift -= in_fraction ? 1 : 0;
      if (*p == '0' && sum == 0)
        continue;
      if (!g_uint64_checked_mul (&sum, sum, 10) ||
          !g_uint64_checked_add (&sum, sum, (guint64) (*p - '0')))
        return FALSE;
    }
  exponent = p < end ? parse_exponent (p + 1, end) : 0;
  for (shift += exponent; shift != 0 && sum != 0; shift += shift > 0 ? -1 : 1)
    {
      if (shift > 0 ? !g_uint64_checked_mul (&sum, sum, 10) : sum % 10 != 0)
        return FALSE;
      sum /= shift > 0 ? 1 : 10;
    }
  *value = sum;
  return TRUE;
}

gboolean
postil_json_reader_get_uint (PostilJsonReader *self,
                             guint64          *value)
{
  const char *p, *end;
  guint64 sum = 0;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  if (self->token != POSTIL_JSON_NUMBER || *self->token_start == '-')
    return FALSE;
  p = self->token_start;
  end = p + self->token_length;
  if (self->token_length <= 19)
    {
      while (p < end && g_ascii_isdigit (*p))
        sum = sum * 10 + (guint64) (*p++ - '0');
      if (p == end)
        {
          *value = sum;
          return TRUE;
        }
    }
  return parse_decimal_uint (self->token_start, end, value);
}

gboolean
postil_json_reader_get_double (PostilJsonReader *self,
                               double           *value)
{
  char text[64];
  g_autofree char *long_text = NULL;
  const char *number = text;
  double parsed;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  if (self->token != POSTIL_JSON_NUMBER)
    return FALSE;
  if (self->token_length < sizeof text)
    {
      memcpy (text, self->token_start, self->token_length);
      text[self->token_length] = '\0';
    }
  else
    number = long_text = g_strndup (self->token_start, self->token_length);
  parsed = g_ascii_strtod (number, NULL);
  if (!isfinite (parsed))
    return FALSE;
  *value = parsed;
  return TRUE;
}

/* Bytes of invalid UTF-8 count as a column each where they begin a sequence. */
void
postil_json_reader_get_place (PostilJsonReader *self,
                              guint            *line,
                              guint            *column)
{
  const char *p, *place;
  guint n_lines = 1, n_columns = 1;

  g_return_if_fail (self != NULL);

  place = self->token_start;
  if (self->token == POSTIL_JSON_KEY || self->token == POSTIL_JSON_STRING)
    place--;
  for (p = self->data; p < place; p++)
    {
      if (*p == '\n')
        {
          n_lines++;
          n_columns = 1;
        }
      else if (((guint8) *p & 0xc0) != 0x80)
        n_columns++;
    }
  if (line != NULL)
    *line = n_lines;
  if (column != NULL)
    *column = n_columns;
}

gboolean
postil_json_reader_set_error (PostilJsonReader *self,
                              GError          **error)
{
  const char *problem;
  guint line, column;

  g_return_val_if_fail (self != NULL, FALSE);

  problem = self->problem != NULL ? self->problem : N_("this is not what is expected here");
  postil_json_reader_get_place (self, &line, &column);
  g_set_error (error, POSTIL_ERROR,
               self->is_over_limit ? POSTIL_ERROR_TOO_LARGE : POSTIL_ERROR_MALFORMED,
               _("line %u, column %u: %s"), line, column, _(problem));
  return FALSE;
}

gboolean
postil_json_reader_set_schema_error (PostilJsonReader *self,
                                     GError          **error,
                                     const char       *format,
                                     ...)
{
  g_autofree char *message = NULL;
  guint line, column;
  va_list args;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (format != NULL, FALSE);

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  postil_json_reader_get_place (self, &line, &column);
  g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
               _("line %u, column %u: %s"), line, column, message);
  return FALSE;
}
