/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* csv and tsv, read: columns are found by their names, in any order; a column of another name
 * is an attribute. Invariant: a row that cannot be taken whole is in the errors or losses
 * with its line, and the rows after it are read. Any thread. */

#include "config.h"

#include "exchange/postil-format-csv.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-error.h"
#include "exchange/postil-article-list.h"
#include "exchange/postil-csv.h"
#include "exchange/postil-row.h"

#define SNIFF_BYTES (64 * 1024)

typedef struct
{
  PostilImportOptions *options;
  PostilRowSet        *set;
  const char          *file;
  PostilCsvReader      csv;
  int                  index[POSTIL_N_CSV_COLUMNS]; /* of the field, or -1 */
  GPtrArray           *names;                       /* of all columns */
  GArray              *is_attribute;                /* (element-type gboolean) of each column */
} Reader;

/* Finds the columns in the record that was just read. */
static gboolean
take_header (Reader *self)
{
  guint n = postil_csv_reader_get_n_fields (&self->csv);

  g_ptr_array_set_size (self->names, 0);
  g_array_set_size (self->is_attribute, 0);
  for (guint i = 0; i < POSTIL_N_CSV_COLUMNS; i++)
    self->index[i] = -1;
  for (guint i = 0; i < n; i++)
    {
      const char *name = postil_csv_reader_get_field (&self->csv, i);
      PostilCsvColumn column;
      PostilRecordField field;
      gboolean is_attribute = !postil_csv_column_from_name (name, &column);

      if (!is_attribute && self->index[column] < 0)
        self->index[column] = (int) i;
      if (name[0] == '\0' || postil_csv_column_to_record (name, &field))
        is_attribute = FALSE;
      g_ptr_array_add (self->names, g_strdup (name));
      g_array_append_val (self->is_attribute, is_attribute);
    }
  return self->index[POSTIL_CSV_ARTICLE] >= 0 && self->index[POSTIL_CSV_CODE] >= 0
         && (self->index[POSTIL_CSV_QUOTE] >= 0 || self->index[POSTIL_CSV_PIECES] >= 0
             || (self->index[POSTIL_CSV_START] >= 0 && self->index[POSTIL_CSV_END_COLUMN] >= 0));
}

static void
reader_init (Reader *self)
{
  *self = (Reader) {
    .names = g_ptr_array_new_with_free_func (g_free),
    .is_attribute = g_array_new (FALSE, FALSE, sizeof (gboolean)),
  };
}

static void
reader_clear (Reader *self)
{
  postil_csv_reader_clear (&self->csv);
  g_ptr_array_unref (self->names);
  g_array_unref (self->is_attribute);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

/* Opens the table with the first of @delimiters that shows the columns. */
static gboolean
open_table (Reader     *self,
            const char *data,
            gsize       length,
            const char *delimiters)
{
  for (; *delimiters != '\0'; delimiters++)
    {
      postil_csv_reader_clear (&self->csv);
      postil_csv_reader_init (&self->csv, data, length, *delimiters);
      if (postil_csv_reader_next (&self->csv) == POSTIL_CSV_RECORD && take_header (self))
        return TRUE;
    }
  return FALSE;
}

static const char *
get_field (Reader          *self,
           PostilCsvColumn  column)
{
  return self->index[column] >= 0 ? postil_csv_reader_get_field (&self->csv, (guint) self->index[column]) : "";
}

static char *
dup_field (Reader          *self,
           PostilCsvColumn  column)
{
  const char *text = get_field (self, column);

  return text[0] != '\0' ? g_strdup (text) : NULL;
}

static gboolean
parse_offset (const char  *text,
              const char **end,
              guint32     *offset)
{
  guint64 value = 0;
  const char *p = text;

  for (; g_ascii_isdigit (*p) && value <= G_MAXUINT32; p++)
    value = value * 10 + (guint64) (*p - '0');
  if (p == text || value > G_MAXUINT32)
    return FALSE;
  *end = p;
  *offset = (guint32) value;
  return TRUE;
}

static gboolean
parse_pieces (PostilRow  *row,
              const char *text)
{
  for (;;)
    {
      PostilSpan span;

      if (!parse_offset (text, &text, &span.start) || *text++ != '-' || !parse_offset (text, &text, &span.end))
        return FALSE;
      postil_row_add_span (row, span);
      if (*text == '\0')
        return TRUE;
      if (*text++ != ';')
        return FALSE;
    }
}

static void
read_place (Reader    *self,
            PostilRow *row)
{
  const char *pieces = get_field (self, POSTIL_CSV_PIECES);
  const char *start = get_field (self, POSTIL_CSV_START);
  const char *end = get_field (self, POSTIL_CSV_END_COLUMN);
  const char *start_end;
  const char *end_end;
  PostilSpan span;

  if (pieces[0] != '\0')
    {
      if (parse_pieces (row, pieces))
        return;
      g_array_set_size (row->pieces, 0);
      postil_report_add (self->options->losses, self->file, row->line, "range", row->id,
                         _("“%s” is no list of pieces such as 78-100;120-138, so start and end were taken instead."), pieces);
    }
  if (start[0] == '\0' && end[0] == '\0')
    return;
  if (parse_offset (start, &start_end, &span.start) && *start_end == '\0'
      && parse_offset (end, &end_end, &span.end) && *end_end == '\0')
    postil_row_add_span (row, span);
  else
    postil_report_add (self->options->losses, self->file, row->line, "range", row->id,
                       _("“%s” and “%s” are no offsets, so the passage was looked for by its quote."), start, end);
}

static gboolean
is_one_of (const char        *text,
           const char *const *words)
{
  for (; *words != NULL; words++)
    if (g_ascii_strcasecmp (text, *words) == 0)
      return TRUE;
  return FALSE;
}

static void
read_unsure (Reader    *self,
             PostilRow *row)
{
  static const char *const yes[] = { "true", "1", "yes", "y", "x", "unsure", NULL };
  static const char *const no[] = { "", "false", "0", "no", "n", "na", "sure", NULL };
  const char *text = get_field (self, POSTIL_CSV_UNSURE);

  row->unsure = is_one_of (text, yes);
  if (!row->unsure && !is_one_of (text, no))
    postil_report_add (self->options->losses, self->file, row->line, "unsure", row->id,
                       _("“%s” says neither true nor false in the column “unsure”, so it was taken as false."), text);
}

static void
read_links (Reader    *self,
            PostilRow *row)
{
  g_auto (GStrv) parts = g_strsplit (get_field (self, POSTIL_CSV_LINKS), " ", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *colon = strchr (parts[i], ':');
      g_autofree char *kind = NULL;

      if (parts[i][0] == '\0')
        continue;
      if (colon != NULL && colon[1] != '\0')
        {
          *colon = '\0';
          kind = g_uri_unescape_string (parts[i], NULL);
        }
      if (kind != NULL && kind[0] != '\0' && g_utf8_validate (kind, -1, NULL))
        postil_row_add_link (row, kind, colon + 1);
      else
        postil_report_add (self->options->losses, self->file, row->line, "link", row->id,
                           _("“%s” is no link such as responds-to:ID, so it was left out."), parts[i]);
    }
}

/* Every row of an article says the same of it. */
static void
read_record (Reader     *self,
             const char *article)
{
  g_autoptr (PostilArticleRecord) record = NULL;

  for (guint i = 0; i < self->names->len; i++)
    {
      const char *value = postil_csv_reader_get_field (&self->csv, i);
      PostilRecordField field;

      if (value[0] == '\0' || !postil_csv_column_to_record (g_ptr_array_index (self->names, i), &field))
        continue;
      if (record == NULL)
        record = postil_article_record_new (article);
      postil_article_record_set (record, field, value);
    }
  if (record != NULL)
    self->options->take_record (article, record, self->options->user_data);
}

static PostilRow *
read_row (Reader *self)
{
  PostilRow *row = postil_row_new (self->file, self->csv.line);

  row->article = dup_field (self, POSTIL_CSV_ARTICLE);
  row->coder = dup_field (self, POSTIL_CSV_CODER);
  row->id = dup_field (self, POSTIL_CSV_ANNOTATION);
  row->code = dup_field (self, POSTIL_CSV_CODE);
  row->quote = dup_field (self, POSTIL_CSV_QUOTE);
  row->before = dup_field (self, POSTIL_CSV_BEFORE);
  row->after = dup_field (self, POSTIL_CSV_AFTER);
  row->note = dup_field (self, POSTIL_CSV_NOTE);
  row->created = dup_field (self, POSTIL_CSV_CREATED);
  row->modified = dup_field (self, POSTIL_CSV_MODIFIED);
  read_place (self, row);
  read_unsure (self, row);
  read_links (self, row);
  if (row->article != NULL && self->options->take_record != NULL)
    read_record (self, row->article);
  for (guint i = 0; i < self->names->len; i++)
    if (g_array_index (self->is_attribute, gboolean, i))
      postil_row_add_attribute (row, postil_csv_get_column_attribute (g_ptr_array_index (self->names, i)),
                                postil_csv_reader_get_field (&self->csv, i));
  return row;
}

static gboolean
is_blank (Reader *self)
{
  return postil_csv_reader_get_n_fields (&self->csv) == 1 && postil_csv_reader_get_field (&self->csv, 0)[0] == '\0';
}

static void
read_rows (Reader *self)
{
  for (;;)
    {
      guint n_fields;

      switch (postil_csv_reader_next (&self->csv))
        {
        case POSTIL_CSV_END:
          return;
        case POSTIL_CSV_ERROR:
          postil_report_add (self->options->errors, self->file, self->csv.line, "malformed", NULL, "%s", self->csv.problem);
          continue;
        case POSTIL_CSV_RECORD:
        default:
          break;
        }
      n_fields = postil_csv_reader_get_n_fields (&self->csv);
      if (is_blank (self))
        continue;
      if (n_fields != self->names->len)
        postil_report_add (self->options->errors, self->file, self->csv.line, "malformed", NULL,
                           _("This row has %u fields where the header has %u, so it was left out."), n_fields, self->names->len);
      else
        postil_row_set_take (self->set, read_row (self));
    }
}

static gboolean
import_file (PostilRowSet           *set,
             const PostilImportFile *file,
             const char             *delimiters,
             PostilImportOptions    *options)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *data = NULL;
  g_auto (Reader) reader = { 0 };
  gsize length;

  reader_init (&reader);
  data = postil_row_dup_utf8 (file->bytes, &length, &options->dialect, &error);
  if (data == NULL)
    {
      postil_report_add_error (options->errors, file->path, 0, error);
      return FALSE;
    }
  if (!open_table (&reader, data, length, delimiters))
    {
      if (!g_str_has_suffix (file->path, ".txt"))
        postil_report_add (options->errors, file->path, 1, "schema", NULL,
                           _("The first row does not name the columns “article”, “code” and “quote” (or “start” and “end”), so this is not such a table."));
      return FALSE;
    }
  reader.options = options;
  reader.set = set;
  reader.file = file->path;
  if (reader.csv.delimiter == ';' && options->dialect == NULL)
    options->dialect = g_strdup ("semicolons");
  read_rows (&reader);
  return TRUE;
}

static gboolean
import_tables (const PostilImportFile *files,
               guint                   n_files,
               const char             *delimiters,
               PostilImportOptions    *options,
               GError                **error)
{
  g_autoptr (PostilRowSet) set = postil_row_set_new (options);
  guint n_tables = 0;

  for (guint i = 0; i < n_files; i++)
    n_tables += import_file (set, &files[i], delimiters, options);
  if (n_tables == 0)
    {
      g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
                           _("None of the files is a table whose first row names the columns “article”, “code” and “quote” (or “start” and “end”)."));
      return FALSE;
    }
  return postil_row_set_finish (set, error);
}

gboolean
postil_csv_import_csv (const PostilImportFile *files,
                       guint                   n_files,
                       PostilImportOptions    *options,
                       GError                **error)
{
  return import_tables (files, n_files, ",;", options, error);
}

gboolean
postil_csv_import_tsv (const PostilImportFile *files,
                       guint                   n_files,
                       PostilImportOptions    *options,
                       GError                **error)
{
  return import_tables (files, n_files, "\t", options, error);
}

/* The file's beginning, up to a line end. */
static GBytes *
dup_beginning (GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  gboolean is_utf16 = length >= 2 && (memcmp (data, "\xff\xfe", 2) == 0 || memcmp (data, "\xfe\xff", 2) == 0);
  const char *lf;

  if (length <= SNIFF_BYTES || is_utf16)
    return g_bytes_ref (bytes);
  lf = g_strrstr_len (data, SNIFF_BYTES, "\n");
  return g_bytes_new_from_bytes (bytes, 0, lf != NULL ? (gsize) (lf - data) + 1 : SNIFF_BYTES);
}

static int
sniff (const PostilImportFile *files,
       guint                   n_files,
       const char             *delimiters)
{
  for (guint i = 0; i < n_files; i++)
    {
      g_autoptr (GBytes) beginning = dup_beginning (files[i].bytes);
      g_autofree char *data = NULL;
      g_auto (Reader) reader = { 0 };
      gsize length;

      reader_init (&reader);
      data = postil_row_dup_utf8 (beginning, &length, NULL, NULL);
      if (data != NULL && open_table (&reader, data, length, delimiters))
        return 90;
    }
  return 0;
}

int
postil_csv_sniff_csv (const PostilImportFile *files,
                      guint                   n_files)
{
  return sniff (files, n_files, ",;");
}

int
postil_csv_sniff_tsv (const PostilImportFile *files,
                      guint                   n_files)
{
  return sniff (files, n_files, "\t");
}
