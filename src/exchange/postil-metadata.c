/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Metadata from outside a document. Invariant: what a person wrote in a table or in a file
 * name stands above what a document says of itself. Pure, one thread. */

#include "config.h"

#include "exchange/postil-metadata.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-error.h"
#include "exchange/postil-csv.h"
#include "exchange/postil-row.h"

#define NO_FIELD (-1)
#define FILE_FIELD (-2)

struct _PostilMetadataTable
{
  char       *name;
  GHashTable *rows; /* file as the table has it → PostilArticleRecord */
  GHashTable *used;
};

struct _PostilMetadataPattern
{
  GRegex *regex;
  GArray *fields; /* (element-type int) of each group */
};

static int
find_column (const char *name)
{
  static const char *const files[] = { "file", "filename", "file_name", "article", "path", "document", NULL };
  g_autofree char *trimmed = g_strstrip (g_strdup (name));
  g_autofree char *folded = g_ascii_strdown (trimmed, -1);
  PostilRecordField field;

  if (g_strv_contains (files, folded))
    return FILE_FIELD;
  return postil_record_field_from_name (trimmed, &field) ? (int) field : NO_FIELD;
}

/* The columns by their names; FALSE without one of files and one of anything else. */
static gboolean
read_header (PostilCsvReader *csv,
             GArray          *columns)
{
  gboolean has_file = FALSE, has_field = FALSE;

  g_array_set_size (columns, 0);
  for (guint i = 0; i < postil_csv_reader_get_n_fields (csv); i++)
    {
      int column = find_column (postil_csv_reader_get_field (csv, i));

      has_file |= column == FILE_FIELD;
      has_field |= column >= 0;
      g_array_append_val (columns, column);
    }
  return has_file && has_field;
}

static void
take_row (PostilMetadataTable *self,
          PostilCsvReader     *csv,
          GArray              *columns,
          PostilReport        *errors)
{
  g_autoptr (PostilArticleRecord) record = NULL;
  const char *file = "";

  for (guint i = 0; i < columns->len; i++)
    if (g_array_index (columns, int, i) == FILE_FIELD)
      file = postil_csv_reader_get_field (csv, i);
  if (file[0] == '\0')
    return;
  record = postil_article_record_new (file);
  for (guint i = 0; i < columns->len; i++)
    {
      int field = g_array_index (columns, int, i);
      const char *value = postil_csv_reader_get_field (csv, i);

      if (field >= 0 && value[0] != '\0')
        postil_article_record_set (record, (PostilRecordField) field, value);
    }
  if (g_hash_table_contains (self->rows, file))
    postil_report_add (errors, self->name, csv->line, "duplicate", file,
                       _("“%s” has a second row, which was left out."), file);
  else
    g_hash_table_insert (self->rows, g_strdup (file), g_steal_pointer (&record));
}

static gboolean
read_rows (PostilMetadataTable *self,
           const char          *data,
           gsize                length,
           char                 delimiter,
           PostilReport        *errors)
{
  g_auto (PostilCsvReader) csv = { 0 };
  g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (int));
  PostilCsvStatus status;

  postil_csv_reader_init (&csv, data, length, delimiter);
  if (postil_csv_reader_next (&csv) != POSTIL_CSV_RECORD || !read_header (&csv, columns))
    return FALSE;
  while ((status = postil_csv_reader_next (&csv)) != POSTIL_CSV_END)
    if (status == POSTIL_CSV_RECORD)
      take_row (self, &csv, columns, errors);
    else
      postil_report_add (errors, self->name, csv.line, "malformed", NULL, "%s", csv.problem);
  return TRUE;
}

PostilMetadataTable *
postil_metadata_table_read (GBytes       *bytes,
                            const char   *name,
                            PostilReport *errors,
                            GError      **error)
{
  g_autoptr (PostilMetadataTable) self = NULL;
  g_autofree char *data = NULL;
  g_autofree char *dialect = NULL;
  gsize length;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (errors != NULL, NULL);

  data = postil_row_dup_utf8 (bytes, &length, &dialect, error);
  if (data == NULL)
    return NULL;
  self = g_new0 (PostilMetadataTable, 1);
  self->name = g_strdup (name);
  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) postil_article_record_free);
  self->used = g_hash_table_new (g_str_hash, g_str_equal);
  for (const char *delimiter = ",;\t"; *delimiter != '\0'; delimiter++)
    if (read_rows (self, data, length, *delimiter, errors))
      return g_steal_pointer (&self);
  g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
               _("%s: the first line does not name a column “file” and one of title, author, date, publisher, language, url."),
               name);
  return NULL;
}

void
postil_metadata_table_free (PostilMetadataTable *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_hash_table_unref (self->used);
  g_hash_table_unref (self->rows);
  g_free (self);
}

static char *
dup_stem (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  char *dot = strrchr (name, '.');

  if (dot != NULL && dot > name)
    *dot = '\0';
  return g_steal_pointer (&name);
}

gboolean
postil_metadata_table_apply (PostilMetadataTable *self,
                             const char          *path,
                             PostilArticleRecord *record)
{
  g_autofree char *name = NULL;
  g_autofree char *stem = NULL;
  PostilArticleRecord *row;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (record != NULL, FALSE);

  name = g_path_get_basename (path);
  stem = dup_stem (path);
  row = g_hash_table_lookup (self->rows, path);
  if (row == NULL)
    row = g_hash_table_lookup (self->rows, name);
  if (row == NULL)
    row = g_hash_table_lookup (self->rows, stem);
  if (row == NULL)
    return FALSE;
  g_hash_table_add (self->used, row->article);
  for (guint i = 0; i < POSTIL_N_RECORD_FIELDS; i++)
    if (row->fields[i] != NULL)
      postil_article_record_set (record, i, row->fields[i]);
  return TRUE;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

void
postil_metadata_table_report_unused (PostilMetadataTable *self,
                                     PostilReport        *losses)
{
  guint n;
  g_autofree char **names = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (losses != NULL);

  names = (char **) g_hash_table_get_keys_as_array (self->rows, &n);
  qsort (names, n, sizeof *names, compare_names);
  for (guint i = 0; i < n; i++)
    {
      PostilArticleRecord *row = g_hash_table_lookup (self->rows, names[i]);

      if (!g_hash_table_contains (self->used, row->article))
        postil_report_add (losses, self->name, 0, "unused", names[i],
                           _("No document that was imported is called “%s”."), names[i]);
    }
}

/* A date has digits only, and what parts them: so "2026-11-23_The_Times" has one reading. */
static const char *
get_group (int field)
{
  if (field == POSTIL_RECORD_DATE)
    return "(\\d{4}(?:[-.]?\\d{2}){0,2}|\\d{1,2}[-.]\\d{1,2}[-.]\\d{4})";
  return "(.+?)";
}

static gboolean
add_field (PostilMetadataPattern *self,
           GString               *regex,
           const char            *name,
           GError               **error)
{
  PostilRecordField field;
  int number = NO_FIELD;

  if (name[0] != '\0')
    {
      if (!postil_record_field_from_name (name, &field) || field >= POSTIL_RECORD_ORIGINAL)
        {
          g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
                       _("There is no field {%s}. There are {title}, {author}, {date}, {publisher}, {language}, {url} and {}."), name);
          return FALSE;
        }
      number = (int) field;
    }
  g_string_append (regex, get_group (number));
  g_array_append_val (self->fields, number);
  return TRUE;
}

PostilMetadataPattern *
postil_metadata_pattern_new (const char *pattern,
                             GError    **error)
{
  g_autoptr (PostilMetadataPattern) self = NULL;
  g_autoptr (GString) regex = g_string_new ("^");

  g_return_val_if_fail (pattern != NULL, NULL);

  self = g_new0 (PostilMetadataPattern, 1);
  self->fields = g_array_new (FALSE, FALSE, sizeof (int));
  for (const char *p = pattern; *p != '\0';)
    {
      const char *end = *p == '{' ? strchr (p, '}') : NULL;
      gsize n = end != NULL ? (gsize) (end - p + 1) : MAX (strcspn (p, "{"), 1);
      g_autofree char *part = end != NULL ? g_strndup (p + 1, n - 2) : g_regex_escape_string (p, (int) n);

      if (end == NULL)
        g_string_append (regex, part);
      else if (!add_field (self, regex, part, error))
        return NULL;
      p += n;
    }
  if (self->fields->len == 0)
    {
      g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
                   _("The pattern “%s” names no field, such as {title} in “{date}_{publisher}_{title}”."), pattern);
      return NULL;
    }
  g_string_append_c (regex, '$');
  self->regex = g_regex_new (regex->str, G_REGEX_DOTALL, 0, error);
  return self->regex != NULL ? g_steal_pointer (&self) : NULL;
}

void
postil_metadata_pattern_free (PostilMetadataPattern *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->regex, g_regex_unref);
  g_clear_pointer (&self->fields, g_array_unref);
  g_free (self);
}

/* 20261123, 23.11.2026 and 2026.11.23 are 2026-11-23. */
static char *
dup_date (const char *text)
{
  g_auto (GStrv) parts = g_strsplit_set (text, "-.", -1);
  guint n = g_strv_length (parts);

  if (n == 1 && strlen (text) == 8)
    return g_strdup_printf ("%.4s-%.2s-%.2s", text, text + 4, text + 6);
  if (n == 1 && strlen (text) == 6)
    return g_strdup_printf ("%.4s-%.2s", text, text + 4);
  if (n == 3 && strlen (parts[2]) == 4)
    return g_strdup_printf ("%s-%s%s-%s%s", parts[2], strlen (parts[1]) < 2 ? "0" : "", parts[1],
                            strlen (parts[0]) < 2 ? "0" : "", parts[0]);
  return g_strjoinv ("-", parts);
}

gboolean
postil_metadata_pattern_apply (PostilMetadataPattern *self,
                               const char            *path,
                               PostilArticleRecord   *record)
{
  g_autofree char *stem = NULL;
  g_autoptr (GMatchInfo) match = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (record != NULL, FALSE);

  stem = dup_stem (path);
  if (!g_utf8_validate (stem, -1, NULL) || !g_regex_match (self->regex, stem, 0, &match))
    return FALSE;
  for (guint i = 0; i < self->fields->len; i++)
    {
      int field = g_array_index (self->fields, int, i);
      g_autofree char *value = g_match_info_fetch (match, (int) i + 1);

      if (field == NO_FIELD)
        continue;
      if (field == POSTIL_RECORD_DATE)
        {
          g_autofree char *date = dup_date (value);

          postil_article_record_set (record, POSTIL_RECORD_DATE, date);
        }
      else
        postil_article_record_set (record, (PostilRecordField) field, g_strdelimit (value, "_", ' '));
    }
  return TRUE;
}
