/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the charts are made of, read from the disk: every sidecar once, each article's length,
 * and each folder's articles.json once. Conflicted copies are not counted. Any thread. */

#include "config.h"

#include "storage/postil-counting.h"

#include "storage/postil-files.h"
#include "storage/postil-records.h"

#include <string.h>

typedef struct
{
  PostilTally        *tally;
  PostilReport       *report;
  const char         *root;     /* the folder */
  GHashTable         *lists;    /* a folder below it → PostilArticleList */
  GCancellable       *cancellable;
  PostilProgressFunc  progress;
  gpointer            user_data;
} Counting;

static PostilArticleList *
ensure_list (Counting   *self,
             const char *folder)
{
  PostilArticleList *list = g_hash_table_lookup (self->lists, folder);
  g_autofree char *path = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;

  if (list != NULL)
    return list;
  path = g_build_filename (self->root, folder, NULL);
  file = g_file_new_for_path (path);
  list = postil_records_read (file, NULL, self->cancellable, &error);
  if (list == NULL)
    {
      g_autofree char *name = g_build_filename (folder, POSTIL_ARTICLE_LIST_NAME, NULL);

      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        postil_report_add_error (self->report, name, 0, error);
      list = postil_article_list_new ();
    }
  g_hash_table_insert (self->lists, g_strdup (folder), list);
  return list;
}

static char *
dup_date (Counting   *self,
          const char *path)
{
  const char *slash = strrchr (path, '/');
  g_autofree char *folder = slash != NULL ? g_strndup (path, (gsize) (slash - path)) : g_strdup ("");
  g_autoptr (PostilArticleRecord) record = postil_article_list_dup_record (ensure_list (self, folder),
                                                                           slash != NULL ? slash + 1 : path);

  return record != NULL ? g_strdup (postil_article_record_get (record, POSTIL_RECORD_DATE)) : NULL;
}

static gboolean
article_cb (PostilArticleContents *contents,
            gpointer               user_data)
{
  Counting *self = user_data;
  g_autofree char *date = dup_date (self, contents->entry->path);
  guint n_chars = contents->text != NULL ? postil_text_get_n_chars (contents->text) : 0;
  guint32 article = postil_tally_add_article (self->tally, contents->entry->path, date, n_chars);

  if (contents->text_error != NULL)
    postil_report_add_error (self->report, contents->entry->path, 0, contents->text_error);
  postil_tally_add_codebook (self->tally, contents->codebook);
  for (guint i = 0; i < contents->layers->len; i++)
    {
      const PostilSidecarEntry *sidecar = g_ptr_array_index (contents->entry->sidecars, i);
      PostilLayer *layer = g_ptr_array_index (contents->layers, i);
      const GError *error = g_ptr_array_index (contents->layer_errors, i);

      if (error != NULL)
        postil_report_add_error (self->report, sidecar->path, 0, error);
      if (layer != NULL && !sidecar->conflicted)
        postil_tally_add_layer (self->tally, article, sidecar->coder, layer);
    }
  return !g_cancellable_is_cancelled (self->cancellable);
}

static void
progress_cb (guint    done,
             guint    total,
             gpointer user_data)
{
  Counting *self = user_data;

  if (self->progress != NULL)
    self->progress (done, total, self->user_data);
}

static char *
dup_root (const char *path)
{
  return postil_files_is_folder (path) ? g_strdup (path) : g_path_get_dirname (path);
}

PostilTally *
postil_counting_read (const char          *path,
                      const char *const   *coders,
                      PostilCodebook     **codebook,
                      PostilReport        *report,
                      PostilProgressFunc   progress,
                      gpointer             user_data,
                      GCancellable        *cancellable,
                      GError             **error)
{
  g_autofree char *root = NULL;
  g_autoptr (PostilFolder) folder = NULL;
  g_autoptr (PostilTally) tally = NULL;
  g_autoptr (GHashTable) lists = NULL;
  Counting self = { 0 };

  g_return_val_if_fail (path != NULL && report != NULL, NULL);

  folder = postil_folder_scan (path, report, cancellable, error);
  if (folder == NULL)
    return NULL;
  root = dup_root (path);
  tally = postil_tally_new ();
  lists = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) postil_article_list_free);
  self = (Counting) { tally, report, root, lists, cancellable, progress, user_data };
  if (codebook != NULL)
    *codebook = postil_folder_ref_codebook (folder, report);
  postil_folder_foreach (folder, POSTIL_READ_TEXT | POSTIL_READ_LAYERS, coders, report, article_cb, progress_cb, &self, cancellable);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    {
      if (codebook != NULL)
        g_clear_pointer (codebook, postil_codebook_unref);
      return NULL;
    }
  return g_steal_pointer (&tally);
}
