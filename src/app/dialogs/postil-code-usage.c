/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Counts codes over a folder in a thread, which has a copy of what is open. A usage is built
 * there and only read afterwards. */

#include "config.h"

#include "app/dialogs/postil-code-usage.h"

#include "storage/postil-folder.h"

#define MAX_PASSAGES 20000u
#define EXCERPT_CHARS 160u

typedef struct
{
  PostilCodeCount count;
  const char     *last_article; /* that was counted; borrowed from the folder */
} Entry;

struct _PostilCodeUsage
{
  GHashTable *codes;    /* id → Entry */
  GPtrArray  *passages; /* of PostilCodedPassage */
  GHashTable *values;   /* attribute → GHashTable: value → how often */
};

typedef struct
{
  GFile       *folder;
  char        *coder;
  char        *article; /* path from the folder, or NULL */
  PostilLayer *layer;   /* a copy of what is open, or NULL */
} Job;

typedef struct
{
  PostilCodeUsage *usage;
  const Job       *job;
  const char      *article;
} Walk;

static void
job_free (Job *job)
{
  g_object_unref (job->folder);
  g_free (job->coder);
  g_free (job->article);
  g_clear_pointer (&job->layer, postil_layer_unref);
  g_free (job);
}

static void
entry_free (Entry *entry)
{
  g_clear_pointer (&entry->count.others, g_ptr_array_unref);
  g_free (entry);
}

static void
passage_free (PostilCodedPassage *passage)
{
  g_free (passage->article);
  g_free (passage->id);
  g_free (passage->code);
  g_free (passage->excerpt);
  g_free (passage->modified);
  g_free (passage);
}

static Entry *
get_entry (PostilCodeUsage *self,
           const char      *code)
{
  Entry *entry = g_hash_table_lookup (self->codes, code);

  if (entry == NULL)
    {
      entry = g_new0 (Entry, 1);
      g_hash_table_insert (self->codes, g_strdup (code), entry);
    }

  return entry;
}

static void
count_values (PostilCodeUsage  *self,
              PostilAnnotation *annotation)
{
  guint n_attributes = 0;
  const PostilAttribute *attributes = postil_annotation_get_attributes (annotation, &n_attributes);

  for (guint i = 0; i < n_attributes; i++)
    {
      GHashTable *values = g_hash_table_lookup (self->values, attributes[i].name);
      guint count = 0;

      if (values == NULL)
        {
          values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
          g_hash_table_insert (self->values, g_strdup (attributes[i].name), values);
        }
      count = GPOINTER_TO_UINT (g_hash_table_lookup (values, attributes[i].value));
      g_hash_table_insert (values, g_strdup (attributes[i].value), GUINT_TO_POINTER (count + 1));
    }
}

static gboolean
count_own_cb (PostilAnnotation *annotation,
              gpointer          user_data)
{
  Walk *walk = user_data;
  Entry *entry = get_entry (walk->usage, postil_annotation_get_code (annotation));
  PostilCodedPassage *passage = NULL;

  entry->count.n_annotations++;
  if (entry->last_article != walk->article)
    entry->count.n_articles++;
  entry->last_article = walk->article;
  count_values (walk->usage, annotation);
  if (walk->usage->passages->len >= MAX_PASSAGES)
    return TRUE;

  passage = g_new0 (PostilCodedPassage, 1);
  passage->article = g_strdup (walk->article);
  passage->id = g_strdup (postil_annotation_get_id (annotation));
  passage->code = g_strdup (postil_annotation_get_code (annotation));
  passage->excerpt = postil_annotation_dup_excerpt (annotation, EXCERPT_CHARS);
  passage->modified = g_strdup (postil_annotation_get_modified (annotation) != NULL
                                  ? postil_annotation_get_modified (annotation)
                                  : postil_annotation_get_created (annotation));
  g_ptr_array_add (walk->usage->passages, passage);
  return TRUE;
}

static void
count_other (PostilCodeUsage *self,
             const char      *coder,
             PostilLayer     *layer)
{
  for (guint i = 0; i < postil_layer_get_n_annotations (layer); i++)
    {
      Entry *entry = get_entry (self, postil_annotation_get_code (postil_layer_get_annotation (layer, i)));

      if (entry->count.others == NULL)
        entry->count.others = g_ptr_array_new_with_free_func (g_free);
      entry->count.n_others++;
      if (!g_ptr_array_find_with_equal_func (entry->count.others, coder, g_str_equal, NULL))
        g_ptr_array_add (entry->count.others, g_strdup (coder));
    }
}

static gboolean
article_cb (PostilArticleContents *contents,
            gpointer               user_data)
{
  Walk *walk = user_data;
  gboolean is_open = walk->job->layer != NULL && g_strcmp0 (contents->entry->path, walk->job->article) == 0;

  walk->article = contents->entry->path;
  for (guint i = 0; i < contents->layers->len; i++)
    {
      PostilSidecarEntry *sidecar = g_ptr_array_index (contents->entry->sidecars, i);
      PostilLayer *layer = g_ptr_array_index (contents->layers, i);

      if (layer == NULL || sidecar->conflicted)
        continue;
      if (!g_str_equal (sidecar->coder, walk->job->coder))
        count_other (walk->usage, sidecar->coder, layer);
      else if (!is_open)
        postil_layer_foreach (layer, count_own_cb, walk);
    }
  if (is_open)
    postil_layer_foreach (walk->job->layer, count_own_cb, walk);

  return TRUE;
}

static void
find_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  const Job *job = task_data;
  g_autoptr (PostilReport) report = postil_report_new ();
  g_autoptr (PostilCodeUsage) usage = g_new0 (PostilCodeUsage, 1);
  g_autoptr (PostilFolder) folder = NULL;
  GError *error = NULL;
  Walk walk = { usage, job, NULL };

  usage->codes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) entry_free);
  usage->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_hash_table_unref);
  usage->passages = g_ptr_array_new_with_free_func ((GDestroyNotify) passage_free);
  folder = postil_folder_scan (g_file_peek_path (job->folder), report, cancellable, &error);
  if (folder == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  postil_folder_foreach (folder, POSTIL_READ_LAYERS, NULL, report, article_cb, NULL, &walk, cancellable);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, g_steal_pointer (&usage), (GDestroyNotify) postil_code_usage_free);
}

void
postil_code_usage_find_async (GFile               *folder,
                              const char          *coder,
                              GFile               *article,
                              PostilDocument      *document,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Job *job = NULL;

  g_return_if_fail (G_IS_FILE (folder) && coder != NULL);

  job = g_new0 (Job, 1);
  job->folder = g_object_ref (folder);
  job->coder = g_strdup (coder);
  if (article != NULL && document != NULL)
    {
      job->article = g_file_get_relative_path (folder, article);
      job->layer = postil_layer_copy (postil_document_get_layer (document));
    }
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, postil_code_usage_find_async);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_task_run_in_thread (task, find_thread);
}

PostilCodeUsage *
postil_code_usage_find_finish (GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
postil_code_usage_free (PostilCodeUsage *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->codes, g_hash_table_unref);
  g_clear_pointer (&self->passages, g_ptr_array_unref);
  g_clear_pointer (&self->values, g_hash_table_unref);
  g_free (self);
}

PostilCodeCount
postil_code_usage_get (PostilCodeUsage *self,
                       const char      *code)
{
  const PostilCodeCount nothing = { 0, 0, 0, NULL };
  Entry *entry = NULL;

  g_return_val_if_fail (self != NULL && code != NULL, nothing);

  entry = g_hash_table_lookup (self->codes, code);
  return entry != NULL ? entry->count : nothing;
}

static int
compare_ids_cb (gconstpointer a,
                gconstpointer b)
{
  return g_utf8_collate (*(const char *const *) a, *(const char *const *) b);
}

char **
postil_code_usage_dup_unknown (PostilCodeUsage *self,
                               PostilCodebook  *codebook)
{
  g_autoptr (GPtrArray) ids = NULL;
  GHashTableIter iter;
  gpointer id = NULL;

  g_return_val_if_fail (self != NULL && codebook != NULL, NULL);

  ids = g_ptr_array_new ();
  g_hash_table_iter_init (&iter, self->codes);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (postil_codebook_lookup_code (codebook, id) == NULL)
      g_ptr_array_add (ids, g_strdup (id));
  g_ptr_array_sort (ids, compare_ids_cb);
  g_ptr_array_add (ids, NULL);

  return (char **) g_ptr_array_free (g_steal_pointer (&ids), FALSE);
}

GPtrArray *
postil_code_usage_get_passages (PostilCodeUsage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->passages;
}

GHashTable *
postil_code_usage_get_values (PostilCodeUsage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->values;
}
