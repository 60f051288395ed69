/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Imports and exports in memory. Invariant: every passage that came with a place stands there
 * to the letter, whatever the input. */

#include "config.h"

#include "import-fixture.h"

#include <string.h>

ImportFixture *
import_fixture_new (void)
{
  ImportFixture *self = g_new0 (ImportFixture, 1);

  self->articles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) postil_set_article_free);
  self->records = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) postil_article_record_free);
  self->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) postil_text_unref);
  self->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  self->losses = postil_report_new ();
  self->errors = postil_report_new ();
  return self;
}

void
import_fixture_free (ImportFixture *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->articles);
  g_hash_table_unref (self->texts);
  g_hash_table_unref (self->records);
  g_hash_table_unref (self->files);
  g_clear_pointer (&self->codebook, postil_codebook_unref);
  postil_report_unref (self->losses);
  postil_report_unref (self->errors);
  g_free (self->dialect);
  g_clear_error (&self->error);
  g_free (self);
}

void
import_fixture_add_text (ImportFixture *self,
                         const char    *path,
                         const char    *utf8)
{
  g_autoptr (GError) error = NULL;
  PostilText *text = postil_text_new_from_utf8 (utf8, -1, &error);

  g_assert_no_error (error);
  g_hash_table_insert (self->texts, g_strdup (path), text);
}

void
import_fixture_add_bytes (ImportFixture *self,
                          const char    *path,
                          GBytes        *bytes)
{
  g_hash_table_insert (self->files, g_strdup (path), g_bytes_ref (bytes));
}

void
import_fixture_add_file (ImportFixture *self,
                         const char    *path,
                         const char    *content)
{
  g_autoptr (GBytes) bytes = g_bytes_new (content, strlen (content));

  import_fixture_add_bytes (self, path, bytes);
}

static PostilText *
find_article (const char *path,
              gpointer    user_data)
{
  ImportFixture *self = user_data;
  PostilText *text = g_hash_table_lookup (self->texts, path);

  return text != NULL ? postil_text_ref (text) : NULL;
}

static void
take_record (const char                *path,
             const PostilArticleRecord *record,
             gpointer                   user_data)
{
  ImportFixture *self = user_data;

  g_hash_table_insert (self->records, g_strdup (path), postil_article_record_copy (record));
}

static void
take_codebook (const char     *path,
               PostilCodebook *codebook,
               gpointer        user_data)
{
  ImportFixture *self = user_data;

  postil_codebook_ref (codebook);
  g_clear_pointer (&self->codebook, postil_codebook_unref);
  self->codebook = codebook;
}

static void
check_layer (PostilLayer *layer,
             PostilText  *text)
{
  for (guint i = 0; i < postil_layer_get_n_annotations (layer); i++)
    {
      PostilAnnotation *annotation = postil_layer_get_annotation (layer, i);

      g_assert_cmpint (postil_annotation_check (annotation, text), ==, POSTIL_FIT_OK);
      g_assert_true (postil_layer_lookup (layer, postil_annotation_get_id (annotation)) == annotation);
    }
}

static gboolean
take_article (PostilSetArticle *article,
              gpointer          user_data,
              GError          **error)
{
  ImportFixture *self = user_data;
  PostilText *text = article->text != NULL ? article->text : g_hash_table_lookup (self->texts, article->path);

  g_assert_nonnull (text);
  if (article->codebook != NULL)
    take_codebook (NULL, article->codebook, self);
  for (guint i = 0; i < article->layers->len; i++)
    check_layer (g_ptr_array_index (article->layers, i), text);
  g_hash_table_insert (self->articles, g_strdup (article->path), article);
  return TRUE;
}

static int
compare_files (gconstpointer a,
               gconstpointer b)
{
  return strcmp (((const PostilImportFile *) a)->path, ((const PostilImportFile *) b)->path);
}

gboolean
import_fixture_run (ImportFixture      *self,
                    const PostilFormat *format,
                    const char         *coder)
{
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (PostilImportFile));
  PostilImportOptions options = {
    .imported = take_article,
    .find_article = find_article,
    .take_codebook = take_codebook,
    .take_record = take_record,
    .user_data = self,
    .coder = coder,
    .losses = self->losses,
    .errors = self->errors,
  };
  GHashTableIter iter;
  gpointer path, bytes;
  gboolean imported;

  g_hash_table_iter_init (&iter, self->files);
  while (g_hash_table_iter_next (&iter, &path, &bytes))
    {
      PostilImportFile file = { path, bytes };

      g_array_append_val (files, file);
    }
  g_array_sort (files, compare_files);
  imported = format->import ((PostilImportFile *) (gpointer) files->data, files->len, &options, &self->error);
  g_assert_true (imported == (self->error == NULL));
  self->dialect = options.dialect;
  return imported;
}

PostilLayer *
import_fixture_get_layer (ImportFixture *self,
                          const char    *path,
                          guint          index)
{
  PostilSetArticle *article = g_hash_table_lookup (self->articles, path);

  g_assert_nonnull (article);
  g_assert_cmpuint (index, <, article->layers->len);
  return g_ptr_array_index (article->layers, index);
}

PostilAnnotation *
import_fixture_find (PostilLayer *layer,
                     const char  *quote)
{
  for (guint i = 0; i < postil_layer_get_n_annotations (layer); i++)
    {
      PostilAnnotation *annotation = postil_layer_get_annotation (layer, i);
      g_autofree char *found = postil_annotation_dup_quote (annotation);

      if (strcmp (found, quote) == 0)
        return annotation;
    }
  g_error ("No annotation quotes “%s”", quote);
}

guint
import_fixture_count (PostilReport *report,
                      const char   *kind)
{
  guint n = 0;

  for (guint i = 0; i < postil_report_get_n_entries (report); i++)
    n += strcmp (postil_report_get_entry (report, i)->kind, kind) == 0;
  return n;
}

const PostilReportEntry *
import_fixture_get_entry (PostilReport *report,
                          const char   *kind)
{
  for (guint i = 0; i < postil_report_get_n_entries (report); i++)
    if (strcmp (postil_report_get_entry (report, i)->kind, kind) == 0)
      return postil_report_get_entry (report, i);
  g_error ("No entry of the kind “%s”", kind);
}

static gboolean
emit (const char *path,
      const char *data,
      gsize       length,
      gpointer    user_data,
      GError    **error)
{
  ImportFixture *self = user_data;
  const char *name = path != NULL ? path : "file";
  GBytes *before = g_hash_table_lookup (self->files, name);
  g_autoptr (GByteArray) all = g_byte_array_new ();

  if (before != NULL)
    g_byte_array_append (all, g_bytes_get_data (before, NULL), (guint) g_bytes_get_size (before));
  g_byte_array_append (all, (const guint8 *) data, (guint) length);
  g_hash_table_insert (self->files, g_strdup (name), g_byte_array_free_to_bytes (g_steal_pointer (&all)));
  return TRUE;
}

void
import_fixture_export (ImportFixture      *self,
                       const PostilFormat *format,
                       PostilCodebook     *codebook,
                       PostilSetArticle   *article)
{
  PostilExportOptions options = { .emit = emit, .emit_data = self, .codebook = codebook, .title = "Set" };
  gpointer state;

  g_hash_table_remove_all (self->files);
  state = format->export_begin (&options, &self->error);
  g_assert_no_error (self->error);
  if (article != NULL)
    g_assert_true (format->export_article (state, article, self->losses, &self->error));
  g_assert_true (format->export_end (state, self->losses, &self->error));
}
