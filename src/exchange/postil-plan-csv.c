/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads and writes assignments.csv. A plan is edited by hand and in spreadsheets, so that the
 * delimiter is found out and other columns are let be. Pure functions, any thread. */

#include "config.h"

#include "exchange/postil-plan-csv.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-error.h"
#include "exchange/postil-csv.h"

#define BOM "\xef\xbb\xbf"
#define MAX_COLUMNS 1000u

typedef struct
{
  int article;
  int coder;
  int for_all; /* may be missing */
} Columns;

static gboolean
find_columns (PostilCsvReader *reader,
              Columns         *columns)
{
  *columns = (Columns) { -1, -1, -1 };
  for (guint i = 0; i < MIN (postil_csv_reader_get_n_fields (reader), MAX_COLUMNS); i++)
    {
      g_autofree char *name = g_strdup (postil_csv_reader_get_field (reader, i));

      g_strstrip (name);
      if (columns->article < 0 && g_ascii_strcasecmp (name, "article") == 0)
        columns->article = (int) i;
      else if (columns->coder < 0 && g_ascii_strcasecmp (name, "coder") == 0)
        columns->coder = (int) i;
      else if (columns->for_all < 0 && g_ascii_strcasecmp (name, "for_all") == 0)
        columns->for_all = (int) i;
    }
  return columns->article >= 0 && columns->coder >= 0;
}

static gboolean
read_header (PostilCsvReader *reader,
             const char      *data,
             gsize            length,
             Columns         *columns)
{
  static const char delimiters[] = { ',', ';', '\t' };

  for (guint i = 0; i < G_N_ELEMENTS (delimiters); i++)
    {
      postil_csv_reader_clear (reader);
      postil_csv_reader_init (reader, data, length, delimiters[i]);
      if (postil_csv_reader_next (reader) == POSTIL_CSV_RECORD && find_columns (reader, columns))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_blank (PostilCsvReader *reader)
{
  for (guint i = 0; i < postil_csv_reader_get_n_fields (reader); i++)
    if (*postil_csv_reader_get_field (reader, i) != '\0')
      return FALSE;
  return TRUE;
}

static void
read_row (PostilPlan      *plan,
          PostilCsvReader *reader,
          const Columns   *columns,
          PostilReport    *report)
{
  const char *article = postil_csv_reader_get_field (reader, (guint) columns->article);
  g_autofree char *coder = g_strdup (postil_csv_reader_get_field (reader, (guint) columns->coder));
  g_autofree char *for_all = NULL;

  if (columns->for_all >= 0)
    for_all = g_strstrip (g_strdup (postil_csv_reader_get_field (reader, (guint) columns->for_all)));
  g_strstrip (coder);
  if (is_blank (reader))
    return;
  if (*article == '\0' || *coder == '\0')
    postil_report_add (report, NULL, reader->line, "schema", NULL, _("A row of the plan needs an article and a coder."));
  else
    postil_plan_add (plan, article, coder, for_all != NULL && g_ascii_strcasecmp (for_all, "yes") == 0);
}

/* Behind the byte order mark; checked. */
static gboolean
open_table (GBytes           *bytes,
            PostilCsvReader  *reader,
            Columns          *columns,
            GError          **error)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  if (length >= strlen (BOM) && memcmp (data, BOM, strlen (BOM)) == 0)
    {
      data += strlen (BOM);
      length -= strlen (BOM);
    }
  if (!g_utf8_validate_len (data != NULL ? data : "", length, NULL))
    {
      g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_ENCODING,
                           _("The coding plan is not UTF-8. Save it as “CSV UTF-8”."));
      return FALSE;
    }
  if (!read_header (reader, data, length, columns))
    {
      g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
                           _("The coding plan’s first line must name the columns “article” and “coder”."));
      return FALSE;
    }
  return TRUE;
}

PostilPlan *
postil_plan_read (GBytes       *bytes,
                  PostilReport *report,
                  GError      **error)
{
  g_auto (PostilCsvReader) reader = { 0 };
  g_autoptr (PostilPlan) plan = postil_plan_new ();
  PostilCsvStatus status;
  Columns columns;

  g_return_val_if_fail (bytes != NULL && report != NULL, NULL);

  if (!open_table (bytes, &reader, &columns, error))
    return NULL;
  while ((status = postil_csv_reader_next (&reader)) != POSTIL_CSV_END)
    {
      if (status == POSTIL_CSV_ERROR)
        postil_report_add (report, NULL, reader.line, "malformed", NULL, "%s", reader.problem);
      else
        read_row (plan, &reader, &columns, report);
    }
  return g_steal_pointer (&plan);
}

GBytes *
postil_plan_write (PostilPlan *plan)
{
  g_autoptr (GString) out = g_string_new ("article,coder,for_all\n");

  g_return_val_if_fail (plan != NULL, NULL);

  for (guint i = 0; i < postil_plan_get_n (plan); i++)
    {
      const PostilPlanRow *row = postil_plan_get (plan, i);

      postil_csv_append_field (out, row->article, ',');
      g_string_append_c (out, ',');
      postil_csv_append_field (out, row->coder, ',');
      g_string_append (out, row->for_all ? ",yes\n" : ",no\n");
    }
  return g_string_free_to_bytes (g_steal_pointer (&out));
}

GBytes *
postil_plan_append (GBytes      *before,
                    PostilPlan  *plan,
                    guint        from,
                    GError     **error)
{
  g_auto (PostilCsvReader) reader = { 0 };
  g_autoptr (GString) out = NULL;
  const char *end = "\n";
  Columns columns;
  guint n_fields;
  gsize length;
  const char *data;

  g_return_val_if_fail (before != NULL && plan != NULL, NULL);

  if (!open_table (before, &reader, &columns, error))
    return NULL;

  n_fields = postil_csv_reader_get_n_fields (&reader);
  data = g_bytes_get_data (before, &length);
  out = g_string_new_len (data, (gssize) length);
  if (memchr (data, '\r', length) != NULL)
    end = "\r\n";
  if (data[length - 1] != '\n')
    g_string_append (out, end);
  for (guint i = from; i < postil_plan_get_n (plan); i++)
    {
      const PostilPlanRow *row = postil_plan_get (plan, i);

      for (guint field = 0; field < n_fields; field++)
        {
          if (field > 0)
            g_string_append_c (out, reader.delimiter);
          if ((int) field == columns.article)
            postil_csv_append_field (out, row->article, reader.delimiter);
          else if ((int) field == columns.coder)
            postil_csv_append_field (out, row->coder, reader.delimiter);
          else if ((int) field == columns.for_all)
            g_string_append (out, row->for_all ? "yes" : "no");
        }
      g_string_append (out, end);
    }
  return g_string_free_to_bytes (g_steal_pointer (&out));
}
