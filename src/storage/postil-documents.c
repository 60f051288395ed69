/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Documents into a folder. Invariant: what is written does not depend on how many threads
 * read. Documents are read a few at a time in threads of its own; all else happens in the
 * caller's thread, in order. */

#include "config.h"

#include "storage/postil-documents.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "articles/postil-article.h"

/* Enough to keep the cores busy, few enough to bound the memory. */
#define READ_AHEAD 16

typedef struct
{
  const PostilImportFile *file;
  const char             *charset;
  PostilText             *text;
  PostilArticleMeta      *meta;
  const char             *kind;
  char                   *sha256; /* of the document */
  GError                 *error;
} Reading;

static void
read_document (gpointer data,
               gpointer user_data)
{
  Reading *reading = data;

  if (postil_article_read (reading->file->bytes, reading->file->path, reading->charset,
                           &reading->text, &reading->meta, &reading->kind, &reading->error))
    reading->sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, reading->file->bytes);
}

static void
clear_reading (Reading *reading)
{
  g_clear_pointer (&reading->text, postil_text_unref);
  g_clear_pointer (&reading->meta, postil_article_meta_free);
  g_clear_pointer (&reading->sha256, g_free);
  g_clear_error (&reading->error);
}

/* A text that is an article's already is its own original. */
static gboolean
is_original (const Reading *reading)
{
  gsize n_text, n_bytes;
  const char *text = postil_text_get_utf8 (reading->text, &n_text);
  const void *bytes = g_bytes_get_data (reading->file->bytes, &n_bytes);

  return n_text == n_bytes && (n_text == 0 || memcmp (text, bytes, n_text) == 0);
}

static PostilArticleRecord *
dup_found (const Reading *reading)
{
  const PostilArticleMeta *meta = reading->meta;
  PostilArticleRecord *record = postil_article_record_new (reading->file->path);
  g_autofree char *name = g_path_get_basename (reading->file->path);
  const char *type = postil_article_get_media_type (reading->kind);
  g_autofree char *format = meta->charset != NULL ? g_strconcat (type, "; charset=", meta->charset, NULL) : g_strdup (type);

  postil_article_record_set (record, POSTIL_RECORD_TITLE, meta->title);
  postil_article_record_set (record, POSTIL_RECORD_AUTHOR, meta->author);
  postil_article_record_set (record, POSTIL_RECORD_DATE, meta->date);
  postil_article_record_set (record, POSTIL_RECORD_PUBLISHER, meta->publisher);
  postil_article_record_set (record, POSTIL_RECORD_LANGUAGE, meta->language);
  postil_article_record_set (record, POSTIL_RECORD_URL, meta->url);
  if (is_original (reading))
    return record;
  postil_article_record_set (record, POSTIL_RECORD_ORIGINAL, name);
  postil_article_record_set (record, POSTIL_RECORD_ORIGINAL_FORMAT, format);
  postil_article_record_set (record, POSTIL_RECORD_ORIGINAL_SHA256, reading->sha256);
  return record;
}

PostilText *
postil_documents_read (const PostilImportFile  *file,
                       const char              *charset,
                       PostilArticleRecord    **record,
                       GError                 **error)
{
  Reading reading = { .file = file, .charset = charset };
  PostilText *text;

  g_return_val_if_fail (file != NULL, NULL);

  read_document (&reading, NULL);
  if (reading.error != NULL)
    g_propagate_error (error, g_steal_pointer (&reading.error));
  else if (record != NULL)
    *record = dup_found (&reading);
  text = g_steal_pointer (&reading.text);
  clear_reading (&reading);
  return text;
}

static PostilArticleRecord *
dup_given (const Reading                *reading,
           const PostilDocumentsOptions *options,
           PostilReport                 *losses)
{
  const char *path = reading->file->path;
  PostilArticleRecord *record = postil_article_record_new (path);

  if (options->pattern != NULL && !postil_metadata_pattern_apply (options->pattern, path, record))
    postil_report_add (losses, path, 0, "pattern", NULL, _("The file’s name is not made as the pattern says."));
  if (options->table != NULL && !postil_metadata_table_apply (options->table, path, record))
    postil_report_add (losses, path, 0, "metadata", NULL, _("The table of metadata has no row for this document."));
  return record;
}

static void
take_document (PostilImporter               *importer,
               const Reading                *reading,
               const PostilDocumentsOptions *options,
               PostilReport                 *losses,
               PostilReport                 *errors)
{
  g_autoptr (PostilArticleRecord) found = NULL;
  g_autoptr (PostilArticleRecord) given = NULL;
  gboolean keeps = (options->flags & POSTIL_DOCUMENTS_KEEP_ORIGINAL) != 0;

  if (reading->error != NULL)
    {
      postil_report_add_error (errors, reading->file->path, 0, reading->error);
      return;
    }
  if (reading->meta->is_charset_detected)
    postil_report_add (losses, reading->file->path, 0, "charset", NULL,
                       _("The charset was taken to be %s."), reading->meta->charset);
  found = dup_found (reading);
  given = dup_given (reading, options, losses);
  postil_importer_add_document (importer, reading->file->path, reading->text, found, given,
                                keeps && !is_original (reading) ? reading->file->bytes : NULL);
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
      readings[i] = (Reading) { .file = &files[i], .charset = options->charset };
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
      if (options->progress != NULL)
        options->progress (at, n_files, files[at].path, options->user_data);
      read_some (&files[at], n, options, readings);
      for (guint i = 0; i < n; i++)
        {
          if (!g_cancellable_is_cancelled (options->cancellable))
            take_document (importer, &readings[i], options, losses, errors);
          clear_reading (&readings[i]);
        }
    }
  return !g_cancellable_is_cancelled (options->cancellable);
}
