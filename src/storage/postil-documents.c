/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Documents into a folder. Invariant: what is written does not depend on how many threads
 * read. Documents are read a few at a time in threads of its own; all else happens in the
 * caller's thread, in order. */

#include "config.h"

#include "storage/postil-documents.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "articles/postil-article-split.h"
#include "base/postil-error.h"

/* Enough to keep the cores busy, few enough to bound the memory. */
#define READ_AHEAD 16

typedef struct
{
  const PostilImportFile *file;
  const PostilDocumentsOptions *options;
  GBytes                 *bytes;       /* while they are needed */
  gboolean                is_original; /* the text is what the document is, to the byte */
  GPtrArray              *parts;  /* of a file of many, else NULL */
  PostilText             *text;
  PostilArticleMeta      *meta;
  const char             *kind;
  char                   *sha256; /* of the document */
  GError                 *error;
} Reading;

static gboolean
is_blank (PostilText *text)
{
  const char *p = postil_text_get_utf8 (text, NULL);

  while (*p != '\0' && g_unichar_isspace (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  return *p == '\0';
}

/* A text that is an article's already is its own original. */
static gboolean
is_original (const Reading *reading)
{
  gsize n_text, n_bytes;
  const char *text;
  const void *bytes = g_bytes_get_data (reading->bytes, &n_bytes);

  if (reading->text == NULL)
    return FALSE;
  text = postil_text_get_utf8 (reading->text, &n_text);
  return n_text == n_bytes && (n_text == 0 || memcmp (text, bytes, n_text) == 0);
}

static void
read_document (gpointer data,
               gpointer user_data)
{
  Reading *reading = data;
  const PostilDocumentsOptions *options = reading->options;
  const PostilImportFile *file = reading->file;

  if (g_cancellable_set_error_if_cancelled (options->cancellable, &reading->error))
    return;
  reading->bytes = file->bytes != NULL ? g_bytes_ref (file->bytes) : options->load (file, options->user_data, &reading->error);
  if (reading->bytes == NULL)
    return;
  if ((options->flags & POSTIL_DOCUMENTS_SPLIT) != 0)
    reading->parts = postil_article_read_parts (reading->bytes, file->path, options->charset, &reading->kind, &reading->error);
  if (reading->error == NULL && (reading->parts == NULL || reading->parts->len == 0))
    {
      g_clear_pointer (&reading->parts, g_ptr_array_unref);
      postil_article_read (reading->bytes, file->path, options->charset, &reading->text, &reading->meta, &reading->kind, &reading->error);
    }
  /* A person may open an empty text, but nobody wants an empty article. */
  if (reading->text != NULL && is_blank (reading->text))
    g_set_error_literal (&reading->error, POSTIL_ERROR, POSTIL_ERROR_NOT_TEXT, _("The document holds no text."));
  if (reading->error == NULL)
    {
      reading->sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, reading->bytes);
      reading->is_original = is_original (reading);
    }
  if ((options->flags & POSTIL_DOCUMENTS_KEEP_ORIGINAL) == 0)
    g_clear_pointer (&reading->bytes, g_bytes_unref);
}

static void
clear_reading (Reading *reading)
{
  g_clear_pointer (&reading->parts, g_ptr_array_unref);
  g_clear_pointer (&reading->text, postil_text_unref);
  g_clear_pointer (&reading->meta, postil_article_meta_free);
  g_clear_pointer (&reading->bytes, g_bytes_unref);
  g_clear_pointer (&reading->sha256, g_free);
  g_clear_error (&reading->error);
}

static PostilArticleRecord *
dup_found (const Reading           *reading,
           const char              *path,
           const PostilArticleMeta *meta)
{
  PostilArticleRecord *record = postil_article_record_new (path);
  g_autofree char *name = g_path_get_basename (reading->file->path);
  const char *type = postil_article_get_media_type (reading->kind);
  g_autofree char *format = meta->charset != NULL ? g_strconcat (type, "; charset=", meta->charset, NULL) : g_strdup (type);

  postil_article_record_set (record, POSTIL_RECORD_TITLE, meta->title);
  postil_article_record_set (record, POSTIL_RECORD_AUTHOR, meta->author);
  postil_article_record_set (record, POSTIL_RECORD_DATE, meta->date);
  postil_article_record_set (record, POSTIL_RECORD_PUBLISHER, meta->publisher);
  postil_article_record_set (record, POSTIL_RECORD_LANGUAGE, meta->language);
  postil_article_record_set (record, POSTIL_RECORD_URL, meta->url);
  if (reading->is_original)
    return record;
  postil_article_record_set (record, POSTIL_RECORD_ORIGINAL, name);
  postil_article_record_set (record, POSTIL_RECORD_ORIGINAL_FORMAT, format);
  postil_article_record_set (record, POSTIL_RECORD_ORIGINAL_SHA256, reading->sha256);
  return record;
}

void
postil_documents_part_free (PostilDocumentsPart *self)
{
  if (self == NULL)
    return;
  postil_text_unref (self->text);
  postil_article_record_free (self->record);
  g_free (self->path);
  g_free (self);
}

/* "export.docx" has "export-001.docx" and so on. */
static char *
dup_part_path (const char *path,
               guint       number,
               guint       n_parts)
{
  g_autofree char *name = g_path_get_basename (path);
  const char *dot = strrchr (name, '.');
  const char *extension = dot != NULL && dot > name ? dot : "";
  int n_stem = (int) (strlen (path) - strlen (extension)), width = 3;

  for (guint n = n_parts; n >= 1000; n /= 10)
    width++;
  return g_strdup_printf ("%.*s-%0*u%s", n_stem, path, width, number, extension);
}

static void
add_part (GPtrArray               *parts,
          const Reading           *reading,
          const char              *path,
          PostilText              *text,
          const PostilArticleMeta *meta)
{
  PostilDocumentsPart *part = g_new0 (PostilDocumentsPart, 1);

  part->path = g_strdup (path);
  part->text = postil_text_ref (text);
  part->record = dup_found (reading, path, meta);
  g_ptr_array_add (parts, part);
}

static GPtrArray *
dup_parts (const Reading *reading)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_documents_part_free);

  if (reading->parts == NULL)
    add_part (parts, reading, reading->file->path, reading->text, reading->meta);
  for (guint i = 0; reading->parts != NULL && i < reading->parts->len; i++)
    {
      const PostilArticlePart *part = g_ptr_array_index (reading->parts, i);
      g_autofree char *path = dup_part_path (reading->file->path, i + 1, reading->parts->len);

      add_part (parts, reading, path, part->text, part->meta);
    }
  return parts;
}

GPtrArray *
postil_documents_read (const PostilImportFile  *file,
                       PostilDocumentsFlags     flags,
                       const char              *charset,
                       GError                 **error)
{
  const PostilDocumentsOptions options = { .flags = flags, .charset = charset };
  Reading reading = { .file = file, .options = &options };
  GPtrArray *parts = NULL;

  g_return_val_if_fail (file != NULL && file->bytes != NULL, NULL);

  read_document (&reading, NULL);
  if (reading.error != NULL)
    g_propagate_error (error, g_steal_pointer (&reading.error));
  else
    parts = dup_parts (&reading);
  clear_reading (&reading);
  return parts;
}

/* A row of the table may be of the part, or of the file that it came in. */
static PostilArticleRecord *
dup_given (const Reading                *reading,
           const char                   *part_path,
           const PostilDocumentsOptions *options,
           PostilReport                 *losses)
{
  const char *path = reading->file->path;
  PostilArticleRecord *record = postil_article_record_new (part_path);

  if (options->pattern != NULL && !postil_metadata_pattern_apply (options->pattern, path, record))
    postil_report_add (losses, path, 0, "pattern", NULL, _("The file’s name is not made as the pattern says."));
  if (options->table != NULL && !postil_metadata_table_apply (options->table, part_path, record)
      && !postil_metadata_table_apply (options->table, path, record))
    postil_report_add (losses, part_path, 0, "metadata", NULL, _("The table of metadata has no row for this document."));
  return record;
}

/* The whole document is kept beside the first of its articles. */
static void
take_part (PostilImporter               *importer,
           const Reading                *reading,
           const PostilDocumentsPart    *part,
           gboolean                      is_first,
           const PostilDocumentsOptions *options,
           PostilReport                 *losses)
{
  g_autoptr (PostilArticleRecord) given = dup_given (reading, part->path, options, losses);
  gboolean keeps = is_first && (options->flags & POSTIL_DOCUMENTS_KEEP_ORIGINAL) != 0;

  postil_importer_add_document (importer, part->path, part->text, part->record, given,
                                keeps && !reading->is_original ? reading->bytes : NULL);
  if (options->taken != NULL)
    options->taken (part->path, options->user_data);
}

static void
take_document (PostilImporter               *importer,
               const Reading                *reading,
               const PostilDocumentsOptions *options,
               PostilReport                 *losses,
               PostilReport                 *errors)
{
  g_autoptr (GPtrArray) parts = NULL;
  const PostilArticleMeta *meta = reading->meta;

  if (reading->error != NULL)
    {
      postil_report_add_error (errors, reading->file->path, 0, reading->error);
      return;
    }
  if (reading->parts != NULL)
    meta = ((PostilArticlePart *) g_ptr_array_index (reading->parts, 0))->meta;
  if (meta->is_charset_detected)
    postil_report_add (losses, reading->file->path, 0, "charset", NULL,
                       _("The charset was taken to be %s."), meta->charset);
  parts = dup_parts (reading);
  for (guint i = 0; i < parts->len; i++)
    take_part (importer, reading, g_ptr_array_index (parts, i), i == 0, options, losses);
}

static void
read_some (const PostilImportFile       *files,
           guint                         n_files,
           const PostilDocumentsOptions *options,
           Reading                      *readings)
{
  GThreadPool *pool = g_thread_pool_new (read_document, NULL, (int) g_get_num_processors (), FALSE, NULL);

  for (guint i = 0; i < n_files; i++)
    {
      readings[i] = (Reading) { .file = &files[i], .options = options };
      g_thread_pool_push (pool, &readings[i], NULL);
    }
  g_thread_pool_free (pool, FALSE, TRUE);
}

gboolean
postil_documents_import (PostilImporter               *importer,
                         const PostilImportFile       *files,
                         guint                         n_files,
                         const PostilDocumentsOptions *options,
                         PostilReport                 *losses,
                         PostilReport                 *errors)
{
  Reading readings[READ_AHEAD];

  g_return_val_if_fail (importer != NULL, FALSE);
  g_return_val_if_fail (files != NULL || n_files == 0, FALSE);
  g_return_val_if_fail (options != NULL, FALSE);
  g_return_val_if_fail (losses != NULL && errors != NULL, FALSE);

  for (guint at = 0; at < n_files; at += READ_AHEAD)
    {
      guint n = MIN (n_files - at, READ_AHEAD);

      if (g_cancellable_is_cancelled (options->cancellable))
        return FALSE;
      read_some (&files[at], n, options, readings);
      for (guint i = 0; i < n; i++)
        {
          if (options->progress != NULL)
            options->progress (at + i, n_files, files[at + i].path, options->user_data);
          if (!g_cancellable_is_cancelled (options->cancellable))
            take_document (importer, &readings[i], options, losses, errors);
          clear_reading (&readings[i]);
        }
    }
  return !g_cancellable_is_cancelled (options->cancellable);
}
