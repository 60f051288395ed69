/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads and writes the records of CSV and TSV; what the columns mean is the business of
 * postil-format-csv.c. Invariant: what _append_field() writes, the reader gives back to the
 * letter, line ends and spaces included. Any thread, one reader a thread. */

#include "config.h"

#include "exchange/postil-csv.h"

#include <string.h>

#include <glib/gi18n-lib.h>

void
postil_csv_reader_init (PostilCsvReader *self,
                        const char      *data,
                        gsize            length,
                        char             delimiter)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (data != NULL || length == 0);

  *self = (PostilCsvReader) {
    .data = data,
    .length = length,
    .delimiter = delimiter,
    .next_line = 1,
    .line = 1,
    .values = g_string_sized_new (1024),
    .offsets = g_array_sized_new (FALSE, FALSE, sizeof (gsize), 32),
  };
}

void
postil_csv_reader_clear (PostilCsvReader *self)
{
  g_return_if_fail (self != NULL);

  if (self->values != NULL)
    g_string_free (g_steal_pointer (&self->values), TRUE);
  g_clear_pointer (&self->offsets, g_array_unref);
}

static PostilCsvStatus
fail (PostilCsvReader *self,
      gsize            record_start,
      const char      *problem)
{
  const char *from = self->data + record_start;
  const char *lf = memchr (from, '\n', self->length - record_start);

  self->problem = problem;
  self->position = lf != NULL ? (gsize) (lf - self->data) + 1 : self->length;
  self->next_line = self->line + 1;
  return POSTIL_CSV_ERROR;
}

/* At an opening quote. Leaves the position after the closing one; FALSE where there is none. */
static gboolean
read_quoted (PostilCsvReader *self)
{
  gsize at = self->position + 1;

  for (;;)
    {
      const char *quote = at < self->length ? memchr (self->data + at, '"', self->length - at) : NULL;
      gsize end;

      if (quote == NULL)
        return FALSE;
      end = (gsize) (quote - self->data);
      for (const char *p = self->data + at; (p = memchr (p, '\n', (gsize) (quote - p))) != NULL; p++)
        self->next_line++;
      g_string_append_len (self->values, self->data + at, (gssize) (end - at));
      self->position = end + 1;
      if (self->position >= self->length || self->data[self->position] != '"')
        return TRUE;
      g_string_append_c (self->values, '"');
      at = self->position + 1;
    }
}

/* NULL, or what is wrong with the field. */
static const char *
read_unquoted (PostilCsvReader *self)
{
  gsize start = self->position;
  gsize at = start;

  while (at < self->length)
    {
      char c = self->data[at];

      if (c == self->delimiter || c == '\n')
        break;
      if (c == '\r' && at + 1 < self->length && self->data[at + 1] == '\n')
        break;
      if (c == '\r')
        return _("This row holds a carriage return outside of quotes. Save the table with the line ends of Windows or Linux.");
      if (c == '"')
        return _("This row holds a quotation mark inside a field that is not quoted. Put the whole field in quotation marks and double those inside.");
      at++;
    }
  g_string_append_len (self->values, self->data + start, (gssize) (at - start));
  self->position = at;
  return NULL;
}

static PostilCsvStatus
read_quoted_field (PostilCsvReader *self,
                   gsize            record_start)
{
  char next;

  if (!read_quoted (self))
    return fail (self, record_start, _("A quotation mark that opens in this row is never closed. The file may be cut off."));
  if (self->position >= self->length)
    return POSTIL_CSV_RECORD;
  next = self->data[self->position];
  if (next == self->delimiter || next == '\n')
    return POSTIL_CSV_RECORD;
  if (next == '\r' && self->position + 1 < self->length && self->data[self->position + 1] == '\n')
    return POSTIL_CSV_RECORD;
  return fail (self, record_start, _("This row has text after a closing quotation mark. Double the quotation marks inside a quoted field."));
}

/* Past the delimiter (TRUE: another field follows) or the end of the record (FALSE). */
static gboolean
pass_separator (PostilCsvReader *self)
{
  if (self->position >= self->length)
    return FALSE;
  if (self->data[self->position] == self->delimiter)
    {
      self->position++;
      return TRUE;
    }
  if (self->data[self->position] == '\r')
    self->position++;
  self->position++;
  self->next_line++;
  return FALSE;
}

PostilCsvStatus
postil_csv_reader_next (PostilCsvReader *self)
{
  gsize record_start;

  g_return_val_if_fail (self != NULL, POSTIL_CSV_END);

  self->problem = NULL;
  g_string_truncate (self->values, 0);
  g_array_set_size (self->offsets, 0);
  record_start = self->position;
  self->line = self->next_line;
  if (self->position >= self->length)
    return POSTIL_CSV_END;
  do
    {
      gsize offset = self->values->len;

      g_array_append_val (self->offsets, offset);
      if (self->position < self->length && self->data[self->position] == '"')
        {
          if (read_quoted_field (self, record_start) == POSTIL_CSV_ERROR)
            return POSTIL_CSV_ERROR;
        }
      else
        {
          const char *problem = read_unquoted (self);

          if (problem != NULL)
            return fail (self, record_start, problem);
        }
      if (memchr (self->values->str + offset, '\0', self->values->len - offset) != NULL)
        return fail (self, record_start, _("This row holds a NUL character, which is not text."));
      g_string_append_c (self->values, '\0');
    }
  while (pass_separator (self));
  return POSTIL_CSV_RECORD;
}

guint
postil_csv_reader_get_n_fields (PostilCsvReader *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->offsets->len;
}

const char *
postil_csv_reader_get_field (PostilCsvReader *self,
                             guint            index)
{
  g_return_val_if_fail (self != NULL, "");

  if (index >= self->offsets->len)
    return "";
  return self->values->str + g_array_index (self->offsets, gsize, index);
}

void
postil_csv_append_field (GString    *out,
                         const char *text,
                         char        delimiter)
{
  const char special[] = { delimiter, '"', '\r', '\n', '\0' };
  gsize length;

  g_return_if_fail (out != NULL);

  if (text == NULL)
    return;
  length = strcspn (text, special);
  if (text[length] == '\0')
    {
      g_string_append_len (out, text, (gssize) length);
      return;
    }
  g_string_append_c (out, '"');
  for (;;)
    {
      const char *quote = strchr (text, '"');

      if (quote == NULL)
        break;
      g_string_append_len (out, text, quote - text + 1);
      g_string_append_c (out, '"');
      text = quote + 1;
    }
  g_string_append (out, text);
  g_string_append_c (out, '"');
}
