/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* csv and tsv, written: the table that people open in a spreadsheet, one row an annotation.
 * Both are one writer with another delimiter. Invariant: without --excel every value comes
 * back to the letter. Memory does not grow with the number of articles. Any thread. */

#include "config.h"

#include "exchange/postil-format-csv.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "exchange/postil-article-list.h"
#include "exchange/postil-csv.h"
#include "exchange/postil-row.h"

#define ATTRIBUTE_PREFIX "attribute:"
#define RECORD_PREFIX "article:"

/* In the order in which they stand; the attributes come before the last three. */
static const char *const columns[POSTIL_N_CSV_COLUMNS] = {
  "article", "coder", "annotation", "code", "code_label", "start", "end", "pieces", "quote",
  "before", "after", "note", "unsure", "links", "created", "modified",
};

static const char *const csv_extensions[] = { "csv", NULL };
static const char *const tsv_extensions[] = { "tsv", "tab", NULL };

typedef struct
{
  PostilExportOptions options;
  char                delimiter;
  GPtrArray          *attributes; /* (element-type utf8) a column each */
  GHashTable         *names;      /* the same as a set */
  GHashTable         *coders;     /* whose full name was reported */
  GString            *out;
  GString            *cell;
} Writer;

char *
postil_csv_dup_record_column (PostilRecordField field)
{
  return g_strconcat (RECORD_PREFIX, postil_record_field_to_name (field), NULL);
}

gboolean
postil_csv_column_to_record (const char        *column,
                             PostilRecordField *field)
{
  return g_str_has_prefix (column, RECORD_PREFIX)
         && postil_record_field_from_name (column + strlen (RECORD_PREFIX), field);
}

const char *
postil_csv_column_to_name (PostilCsvColumn column)
{
  g_return_val_if_fail (column < POSTIL_N_CSV_COLUMNS, "");

  return columns[column];
}

gboolean
postil_csv_column_from_name (const char      *name,
                             PostilCsvColumn *column)
{
  for (guint i = 0; i < POSTIL_N_CSV_COLUMNS; i++)
    if (strcmp (columns[i], name) == 0)
      {
        *column = i;
        return TRUE;
      }
  return FALSE;
}

char *
postil_csv_dup_attribute_column (const char *attribute)
{
  PostilCsvColumn column;

  if (postil_csv_column_from_name (attribute, &column) || g_str_has_prefix (attribute, RECORD_PREFIX) || g_str_has_prefix (attribute, ATTRIBUTE_PREFIX)
      || attribute[0] == '\0')
    return g_strconcat (ATTRIBUTE_PREFIX, attribute, NULL);
  return g_strdup (attribute);
}

const char *
postil_csv_get_column_attribute (const char *column)
{
  return g_str_has_prefix (column, ATTRIBUTE_PREFIX) ? column + strlen (ATTRIBUTE_PREFIX) : column;
}

static void
append_id_part (GString    *out,
                const char *text,
                const char *unsafe)
{
  for (; *text != '\0'; text++)
    if ((guchar) *text <= ' ' || strchr (unsafe, *text) != NULL)
      g_string_append_printf (out, "%%%02X", (guchar) *text);
    else
      g_string_append_c (out, *text);
}

static void
append_cell (Writer       *self,
             const char   *text,
             const char   *article,
             const char   *id,
             const char   *column,
             PostilReport *losses)
{
  if (self->options.excel && text != NULL && text[0] != '\0' && strchr ("=+-@\t\r", text[0]) != NULL)
    {
      g_autofree char *guarded = g_strconcat ("'", text, NULL);

      postil_report_add (losses, article, 0, "guarded", id,
                         _("In the column “%s” an apostrophe was put before what a spreadsheet could run as a formula."), column);
      postil_csv_append_field (self->out, guarded, self->delimiter);
    }
  else
    postil_csv_append_field (self->out, text, self->delimiter);
  g_string_append_c (self->out, self->delimiter);
}

static void
append_uint (GString *out,
             guint    value)
{
  char digits[12];
  guint at = sizeof digits;

  do
    digits[--at] = (char) ('0' + value % 10);
  while ((value /= 10) > 0);
  g_string_append_len (out, digits + at, (gssize) (sizeof digits - at));
}

static void
append_place (Writer           *self,
              PostilAnnotation *annotation)
{
  PostilSpan hull = postil_annotation_get_hull (annotation);
  const PostilPiece *pieces;
  guint n_pieces;

  if (postil_annotation_get_anchor (annotation) == POSTIL_ANCHOR_ORPHAN)
    {
      for (guint i = 0; i < 3; i++)
        g_string_append_c (self->out, self->delimiter);
      return;
    }
  append_uint (self->out, hull.start);
  g_string_append_c (self->out, self->delimiter);
  append_uint (self->out, hull.end);
  g_string_append_c (self->out, self->delimiter);
  pieces = postil_annotation_get_pieces (annotation, &n_pieces);
  for (guint i = 0; i < n_pieces && n_pieces > 1; i++)
    {
      if (i > 0)
        g_string_append_c (self->out, ';');
      append_uint (self->out, pieces[i].span.start);
      g_string_append_c (self->out, '-');
      append_uint (self->out, pieces[i].span.end);
    }
  g_string_append_c (self->out, self->delimiter);
}

static void
append_attributes (Writer           *self,
                   const char       *article,
                   PostilAnnotation *annotation,
                   PostilReport     *losses)
{
  const char *id = postil_annotation_get_id (annotation);
  const PostilAttribute *attributes;
  guint n_attributes;

  for (guint i = 0; i < self->attributes->len; i++)
    {
      const char *name = g_ptr_array_index (self->attributes, i);

      append_cell (self, postil_annotation_get_attribute (annotation, name), article, id, name, losses);
    }
  attributes = postil_annotation_get_attributes (annotation, &n_attributes);
  for (guint i = 0; i < n_attributes; i++)
    {
      if (g_hash_table_contains (self->names, attributes[i].name))
        continue;
      if (self->options.missing_attributes != NULL)
        g_hash_table_add (self->options.missing_attributes, g_strdup (attributes[i].name));
      else
        postil_report_add (losses, article, 0, "attribute", id,
                           _("The attribute “%s” (“%s”) has no column and is not kept."),
                           attributes[i].name, attributes[i].value);
    }
}

void
postil_csv_append_links (GString               *out,
                         const PostilRowSource *source,
                         PostilReport          *losses)
{
  g_autoptr (GPtrArray) links = postil_row_dup_links (source);

  for (guint i = 0; links != NULL && i < links->len; i++)
    {
      PostilLink *link = g_ptr_array_index (links, i);

      if (strpbrk (postil_link_get_to (link), " \t\r\n") != NULL)
        {
          postil_report_add (losses, source->article, 0, "link", postil_link_get_id (link),
                             _("This link leads to an id that holds a space, and is not kept."));
          continue;
        }
      if (out->len > 0)
        g_string_append_c (out, ' ');
      append_id_part (out, postil_link_get_kind (link), "%:");
      g_string_append_c (out, ':');
      g_string_append (out, postil_link_get_to (link));
    }
}

static void
append_links (Writer                *self,
              const PostilRowSource *source,
              PostilReport          *losses)
{
  g_string_truncate (self->cell, 0);
  postil_csv_append_links (self->cell, source, losses);
  append_cell (self, self->cell->str, source->article, postil_annotation_get_id (source->annotation), "links", losses);
}

/* After all others, and only where something is known of an article of the set. */
static void
append_record (Writer                    *self,
               const PostilRowSource     *source,
               const PostilArticleRecord *record,
               PostilReport              *losses)
{
  if (!self->options.with_records)
    {
      if (self->options.missing_records != NULL && record != NULL && !postil_article_record_is_empty (record))
        *self->options.missing_records = TRUE;
      return;
    }
  for (guint i = 0; i < POSTIL_N_RECORD_FIELDS; i++)
    append_cell (self, record != NULL ? record->fields[i] : NULL, source->article,
                 postil_annotation_get_id (source->annotation), postil_record_field_to_name (i), losses);
}

static void
append_row (gpointer                   state,
            const PostilRowSource     *source,
            const PostilArticleRecord *record,
            PostilReport              *losses)
{
  Writer *self = state;
  PostilAnnotation *annotation = source->annotation;
  const char *id = postil_annotation_get_id (annotation);
  const char *code = postil_annotation_get_code (annotation);
  g_autofree char *before = postil_row_dup_before (source);
  g_autofree char *after = postil_row_dup_after (source);

  append_cell (self, source->article, source->article, id, "article", losses);
  append_cell (self, postil_layer_get_info (source->layer)->coder, source->article, id, "coder", losses);
  append_cell (self, id, source->article, id, "annotation", losses);
  append_cell (self, code, source->article, id, "code", losses);
  append_cell (self, postil_codebook_get_code_label (source->codebook, code), source->article, id, "code_label", losses);
  append_place (self, annotation);
  g_string_truncate (self->cell, 0);
  postil_row_append_quote (self->cell, source);
  append_cell (self, self->cell->str, source->article, id, "quote", losses);
  append_cell (self, before, source->article, id, "before", losses);
  append_cell (self, after, source->article, id, "after", losses);
  append_cell (self, postil_annotation_get_note (annotation), source->article, id, "note", losses);
  append_cell (self, postil_annotation_is_unsure (annotation) ? "true" : "false", source->article, id, "unsure", losses);
  append_attributes (self, source->article, annotation, losses);
  append_links (self, source, losses);
  append_cell (self, postil_annotation_get_created (annotation), source->article, id, "created", losses);
  append_cell (self, postil_annotation_get_modified (annotation), source->article, id, "modified", losses);
  append_record (self, source, record, losses);
  g_string_truncate (self->out, self->out->len - 1);
  g_string_append (self->out, "\r\n");
}

static gboolean
flush (Writer  *self,
       GError **error)
{
  gboolean written = self->options.emit (NULL, self->out->str, self->out->len, self->options.emit_data, error);

  g_string_truncate (self->out, 0);
  return written;
}

static void
writer_free (gpointer data)
{
  Writer *self = data;

  g_ptr_array_unref (self->attributes);
  g_hash_table_unref (self->names);
  g_hash_table_unref (self->coders);
  g_string_free (self->out, TRUE);
  g_string_free (self->cell, TRUE);
  g_free (self);
}

static void
add_attribute (Writer     *self,
               const char *name)
{
  if (g_hash_table_add (self->names, g_strdup (name)))
    g_ptr_array_add (self->attributes, g_strdup (name));
}

static void
append_header (Writer *self)
{
  if (self->options.excel)
    g_string_append (self->out, "\xef\xbb\xbf");
  for (guint i = 0; i < POSTIL_N_CSV_COLUMNS; i++)
    {
      if (i > 0)
        g_string_append_c (self->out, self->delimiter);
      for (guint j = 0; i == POSTIL_CSV_LINKS && j < self->attributes->len; j++)
        {
          g_autofree char *column = postil_csv_dup_attribute_column (g_ptr_array_index (self->attributes, j));

          postil_csv_append_field (self->out, column, self->delimiter);
          g_string_append_c (self->out, self->delimiter);
        }
      g_string_append (self->out, columns[i]);
    }
  for (guint i = 0; self->options.with_records && i < POSTIL_N_RECORD_FIELDS; i++)
    {
      g_autofree char *column = postil_csv_dup_record_column (i);

      g_string_append_c (self->out, self->delimiter);
      g_string_append (self->out, column);
    }
  g_string_append (self->out, "\r\n");
}

static gpointer
begin (const PostilExportOptions *options,
       char                       delimiter,
       GError                   **error)
{
  Writer *self = g_new0 (Writer, 1);

  self->options = *options;
  self->delimiter = delimiter;
  self->attributes = g_ptr_array_new_with_free_func (g_free);
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->coders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->out = g_string_sized_new (64 * 1024);
  self->cell = g_string_sized_new (1024);
  for (guint i = 0; options->codebook != NULL && i < postil_codebook_get_n_attributes (options->codebook); i++)
    add_attribute (self, postil_codebook_get_attribute (options->codebook, i)->id);
  for (guint i = 0; options->extra_attributes != NULL && options->extra_attributes[i] != NULL; i++)
    add_attribute (self, options->extra_attributes[i]);
  append_header (self);
  if (flush (self, error))
    return self;
  writer_free (self);
  return NULL;
}

static gpointer
csv_begin (const PostilExportOptions *options,
           GError                   **error)
{
  return begin (options, ',', error);
}

static gpointer
tsv_begin (const PostilExportOptions *options,
           GError                   **error)
{
  return begin (options, '\t', error);
}

static gboolean
export_article (gpointer          state,
                PostilSetArticle *article,
                PostilReport     *losses,
                GError          **error)
{
  Writer *self = state;

  postil_row_foreach (article, self->coders, losses, append_row, self);
  return flush (self, error);
}

static gboolean
export_end (gpointer      state,
            PostilReport *losses,
            GError      **error)
{
  writer_free (state);
  return TRUE;
}

#define CANNOT_HOLD N_ ("Definitions of codes, ids and times of links, coders’ full names, whether an article is done, articles without a passage")

const PostilFormat postil_format_csv = {
  .name = "csv",
  .title = N_ ("Comma-separated table"),
  .extensions = csv_extensions,
  .flags = POSTIL_FORMAT_READ | POSTIL_FORMAT_WRITE | POSTIL_FORMAT_ONE_FILE | POSTIL_FORMAT_RECORDS,
  .cannot_hold = CANNOT_HOLD,
  .export_begin = csv_begin,
  .export_article = export_article,
  .export_end = export_end,
  .export_abort = writer_free,
  .sniff = postil_csv_sniff_csv,
  .import = postil_csv_import_csv,
};

const PostilFormat postil_format_tsv = {
  .name = "tsv",
  .title = N_ ("Tab-separated table"),
  .extensions = tsv_extensions,
  .flags = POSTIL_FORMAT_READ | POSTIL_FORMAT_WRITE | POSTIL_FORMAT_ONE_FILE | POSTIL_FORMAT_RECORDS,
  .cannot_hold = CANNOT_HOLD,
  .export_begin = tsv_begin,
  .export_article = export_article,
  .export_end = export_end,
  .export_abort = writer_free,
  .sniff = postil_csv_sniff_tsv,
  .import = postil_csv_import_tsv,
};
