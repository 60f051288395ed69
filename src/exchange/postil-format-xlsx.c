/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* xlsx: the table of csv as a workbook, written by libxlsxwriter. Every text is a text and no
 * formula, whatever it begins with; offsets are numbers. The library writes to a path only: it
 * gets that of a file that exists in memory alone, whose bytes are handed over at the end. Rows
 * go out as they come. Any thread. */

#include "config.h"

#include "exchange/postil-format.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h> /* memfd_create() */
#include <unistd.h>

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <xlsxwriter.h>

#include "exchange/postil-article-list.h"
#include "exchange/postil-format-csv.h"
#include "exchange/postil-row.h"

#define MAX_ROWS 1048576u      /* of a sheet */
#define MAX_CELL_UNITS 32767u  /* UTF-16 */
#define NO_TIME 315532800      /* 1980: the same set gives the same bytes */

static const char *const extensions[] = { "xlsx", NULL };

typedef struct
{
  PostilExportOptions  options;
  int                  fd;
  lxw_workbook        *workbook;
  lxw_worksheet       *sheet;
  guint                n_sheets;
  lxw_row_t            row;
  lxw_col_t            column;
  GPtrArray           *attributes; /* (element-type utf8) a column each */
  GHashTable          *names;      /* the same as a set */
  GHashTable          *coders;     /* whose full name was reported */
  GString             *cell;
} Writer;

static void
writer_free (gpointer data)
{
  Writer *self = data;

  if (self->workbook != NULL)
    workbook_close (self->workbook);
  if (self->fd >= 0)
    close (self->fd);
  g_ptr_array_unref (self->attributes);
  g_hash_table_unref (self->names);
  g_hash_table_unref (self->coders);
  g_string_free (self->cell, TRUE);
  g_free (self);
}

/* What XML cannot write has a form of its own, and "_x0041_" would be read as "A". The library
 * minds control characters, but not U+FFFE and U+FFFF. */
static char *
dup_literal (const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      gboolean is_code = p[0] == '_' && p[1] == 'x';

      for (guint i = 2; is_code && i < 6; i++)
        is_code = g_ascii_isxdigit (p[i]);
      g_string_append (out, is_code && p[6] == '_' ? "_x005F" : "");
      if (g_str_has_prefix (p, "\xef\xbf\xbe") || g_str_has_prefix (p, "\xef\xbf\xbf"))
        {
          g_string_append (out, p[2] == '\xbe' ? "_xFFFE_" : "_xFFFF_");
          p += 2;
        }
      else
        g_string_append_c (out, *p);
    }
  return g_strdup (out->str);
}

/* The bytes of @text that a cell holds. */
static gsize
fit (const char *text)
{
  gsize units = 0;
  const char *p = text;

  if (strlen (text) <= MAX_CELL_UNITS)
    return strlen (text);
  for (; *p != '\0'; p = g_utf8_next_char (p))
    {
      units += g_utf8_get_char (p) > 0xffff ? 2 : 1;
      if (units > MAX_CELL_UNITS)
        break;
    }
  return (gsize) (p - text);
}

static void
write_text (Writer       *self,
            const char   *text,
            const char   *article,
            const char   *id,
            PostilReport *losses)
{
  lxw_col_t column = self->column++;
  g_autofree char *fitting = NULL;
  g_autofree char *literal = NULL;
  gsize length;

  if (text == NULL || text[0] == '\0')
    return;
  if (strstr (text, "_x") != NULL || strstr (text, "\xef\xbf") != NULL)
    text = literal = dup_literal (text);
  length = fit (text);
  if (text[length] != '\0')
    {
      if (losses != NULL) /* the head has none */
        postil_report_add (losses, article, 0, "cut", id,
                           _("A cell holds %u characters and no more; what is longer in column %u is cut."), MAX_CELL_UNITS,
                           (guint) column + 1);
      text = fitting = g_strndup (text, length);
    }
  worksheet_write_string (self->sheet, self->row, column, text, NULL);
}

static void
write_number (Writer *self,
              guint   number)
{
  worksheet_write_number (self->sheet, self->row, self->column++, number, NULL);
}

static void
write_head (Writer *self)
{
  self->row = 0;
  self->column = 0;
  for (guint i = 0; i < POSTIL_N_CSV_COLUMNS; i++)
    {
      for (guint j = 0; i == POSTIL_CSV_LINKS && j < self->attributes->len; j++)
        {
          g_autofree char *column = postil_csv_dup_attribute_column (g_ptr_array_index (self->attributes, j));

          write_text (self, column, NULL, NULL, NULL);
        }
      write_text (self, postil_csv_column_to_name (i), NULL, NULL, NULL);
    }
  for (guint i = 0; self->options.with_records && i < POSTIL_N_RECORD_FIELDS; i++)
    {
      g_autofree char *column = postil_csv_dup_record_column (i);

      write_text (self, column, NULL, NULL, NULL);
    }
}

static void
add_sheet (Writer *self)
{
  g_autofree char *name = NULL;

  self->n_sheets++;
  name = self->n_sheets == 1 ? g_strdup ("annotations") : g_strdup_printf ("annotations %u", self->n_sheets);
  self->sheet = workbook_add_worksheet (self->workbook, name);
  worksheet_freeze_panes (self->sheet, 1, 0);
  write_head (self);
}

static void
add_attribute (Writer     *self,
               const char *name)
{
  if (g_hash_table_add (self->names, g_strdup (name)))
    g_ptr_array_add (self->attributes, g_strdup (name));
}

static gpointer
export_begin (const PostilExportOptions *options,
              GError                   **error)
{
  Writer *self = g_new0 (Writer, 1);
  lxw_workbook_options workbook_options = { .constant_memory = LXW_TRUE };
  lxw_doc_properties properties = { .created = NO_TIME };
  g_autofree char *path = NULL;

  self->options = *options;
  self->attributes = g_ptr_array_new_with_free_func (g_free);
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->coders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->cell = g_string_sized_new (1024);
  self->fd = memfd_create ("postil.xlsx", MFD_CLOEXEC);
  if (self->fd < 0)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (code), _("The workbook could not be begun: %s"), g_strerror (code));
      writer_free (self);
      return NULL;
    }
  for (guint i = 0; options->codebook != NULL && i < postil_codebook_get_n_attributes (options->codebook); i++)
    add_attribute (self, postil_codebook_get_attribute (options->codebook, i)->id);
  for (guint i = 0; options->extra_attributes != NULL && options->extra_attributes[i] != NULL; i++)
    add_attribute (self, options->extra_attributes[i]);
  path = g_strdup_printf ("/proc/self/fd/%d", self->fd);
  self->workbook = workbook_new_opt (path, &workbook_options);
  workbook_set_properties (self->workbook, &properties);
  add_sheet (self);
  return self;
}

static void
write_place (Writer           *self,
             PostilAnnotation *annotation)
{
  PostilSpan hull = postil_annotation_get_hull (annotation);
  const PostilPiece *pieces;
  guint n_pieces;

  if (postil_annotation_get_anchor (annotation) == POSTIL_ANCHOR_ORPHAN)
    {
      self->column += 3;
      return;
    }
  write_number (self, hull.start);
  write_number (self, hull.end);
  g_string_truncate (self->cell, 0);
  pieces = postil_annotation_get_pieces (annotation, &n_pieces);
  for (guint i = 0; i < n_pieces && n_pieces > 1; i++)
    g_string_append_printf (self->cell, "%s%u-%u", i > 0 ? ";" : "", pieces[i].span.start, pieces[i].span.end);
  write_text (self, self->cell->str, NULL, NULL, NULL);
}

static void
write_attributes (Writer           *self,
                  const char       *article,
                  PostilAnnotation *annotation,
                  PostilReport     *losses)
{
  const char *id = postil_annotation_get_id (annotation);
  guint n_attributes;
  const PostilAttribute *attributes = postil_annotation_get_attributes (annotation, &n_attributes);

  for (guint i = 0; i < self->attributes->len; i++)
    write_text (self, postil_annotation_get_attribute (annotation, g_ptr_array_index (self->attributes, i)), article, id, losses);
  for (guint i = 0; i < n_attributes; i++)
    {
      if (g_hash_table_contains (self->names, attributes[i].name))
        continue;
      if (self->options.missing_attributes != NULL)
        g_hash_table_add (self->options.missing_attributes, g_strdup (attributes[i].name));
      else
        postil_report_add (losses, article, 0, "attribute", id, _("The attribute “%s” (“%s”) has no column and is not kept."),
                           attributes[i].name, attributes[i].value);
    }
}

static void
write_links (Writer                *self,
             const PostilRowSource *source,
             PostilReport          *losses)
{
  g_string_truncate (self->cell, 0);
  postil_csv_append_links (self->cell, source, losses);
  write_text (self, self->cell->str, source->article, postil_annotation_get_id (source->annotation), losses);
}

static void
write_record (Writer                    *self,
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
    write_text (self, record != NULL ? record->fields[i] : NULL, source->article,
                postil_annotation_get_id (source->annotation), losses);
}

static void
write_row (gpointer                   state,
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

  if (++self->row >= MAX_ROWS)
    {
      add_sheet (self);
      self->row++;
    }
  self->column = 0;
  write_text (self, source->article, source->article, id, losses);
  write_text (self, postil_layer_get_info (source->layer)->coder, source->article, id, losses);
  write_text (self, id, source->article, id, losses);
  write_text (self, code, source->article, id, losses);
  write_text (self, postil_codebook_get_code_label (source->codebook, code), source->article, id, losses);
  write_place (self, annotation);
  g_string_truncate (self->cell, 0);
  postil_row_append_quote (self->cell, source);
  write_text (self, self->cell->str, source->article, id, losses);
  write_text (self, before, source->article, id, losses);
  write_text (self, after, source->article, id, losses);
  write_text (self, postil_annotation_get_note (annotation), source->article, id, losses);
  write_text (self, postil_annotation_is_unsure (annotation) ? "true" : "false", source->article, id, losses);
  write_attributes (self, source->article, annotation, losses);
  write_links (self, source, losses);
  write_text (self, postil_annotation_get_created (annotation), source->article, id, losses);
  write_text (self, postil_annotation_get_modified (annotation), source->article, id, losses);
  write_record (self, source, record, losses);
}

static gboolean
export_article (gpointer          state,
                PostilSetArticle *article,
                PostilReport     *losses,
                GError          **error)
{
  Writer *self = state;

  postil_row_foreach (article, self->coders, losses, write_row, self);
  return TRUE;
}

static gboolean
hand_over (Writer  *self,
           GError **error)
{
  g_autofree char *block = g_malloc (64 * 1024);
  off_t at = 0;
  gssize n;

  while ((n = pread (self->fd, block, 64 * 1024, at)) > 0)
    {
      at += n;
      if (!self->options.emit (NULL, block, (gsize) n, self->options.emit_data, error))
        return FALSE;
    }
  if (n == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (errno), _("The workbook could not be written: %s"), g_strerror (errno));
  return FALSE;
}

static gboolean
export_end (gpointer      state,
            PostilReport *losses,
            GError      **error)
{
  Writer *self = state;
  lxw_error problem = workbook_close (g_steal_pointer (&self->workbook));
  gboolean is_done = FALSE;

  if (problem == LXW_NO_ERROR)
    is_done = hand_over (self, error);
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, _("The workbook could not be written: %s"), lxw_strerror (problem));
  writer_free (self);
  return is_done;
}

const PostilFormat postil_format_xlsx = {
  .name = "xlsx",
  .title = N_ ("Excel workbook"),
  .extensions = extensions,
  .flags = POSTIL_FORMAT_WRITE | POSTIL_FORMAT_ONE_FILE | POSTIL_FORMAT_RECORDS,
  .cannot_hold = N_ ("Definitions of codes, ids and times of links, coders’ full names, whether an article is done, articles without a passage, more than 32,767 characters in a cell"),
  .export_begin = export_begin,
  .export_article = export_article,
  .export_end = export_end,
  .export_abort = writer_free,
};
