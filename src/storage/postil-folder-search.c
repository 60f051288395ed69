/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A plain search of all files: with all cores, and without making text of files that surely
 * hold nothing, it is as fast as grep; so there is no index to be kept. One thread walks
 * through the names, the others read; hits wait until the main thread takes them. */

#include "config.h"

#include "storage/postil-folder-search.h"

#include <string.h>

#include "exchange/postil-sidecar.h"
#include "storage/postil-files.h"
#include "storage/postil-folder-walk.h"

#define CHUNK 32u
#define CONTEXT 32u
#define MAX_HITS_PER_ARTICLE 500u
#define MAX_SIDECAR_BYTES (512u * 1024u * 1024u)

struct _PostilFolderSearch
{
  gatomicrefcount    ref_count;
  char              *root;
  PostilSearchPattern     *pattern;  /* NULL where it is empty */
  PostilSearchIn     in;
  char              *coder;
  char              *code;
  char              *actor;    /* folded */
  GCancellable      *cancellable;
  GMainContext      *context;
  PostilSearchFunc   func;
  gpointer           user_data;

  GMutex             mutex;
  GPtrArray         *outbox;   /* of PostilSearchHit */
  guint              n_hits;
  guint              n_articles;
  gboolean           is_scheduled;
  gboolean           is_done;
};

void
postil_search_hit_free (PostilSearchHit *hit)
{
  if (hit == NULL)
    return;

  g_free (hit->path);
  g_free (hit->annotation);
  g_free (hit->code);
  g_free (hit->before);
  g_free (hit->match);
  g_free (hit->after);
  g_free (hit);
}

static GPtrArray *
new_hits (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) postil_search_hit_free);
}

static void
search_unref (gpointer data)
{
  PostilFolderSearch *self = data;

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->root);
  postil_search_pattern_free (self->pattern);
  g_free (self->coder);
  g_free (self->code);
  g_free (self->actor);
  g_object_unref (self->cancellable);
  g_main_context_unref (self->context);
  g_ptr_array_unref (self->outbox);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static PostilFolderSearch *
search_ref (PostilFolderSearch *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

static gboolean
deliver_cb (gpointer user_data)
{
  PostilFolderSearch *self = user_data;
  g_autoptr (GPtrArray) hits = NULL;
  guint n_articles = 0;
  gboolean is_done = FALSE;

  g_mutex_lock (&self->mutex);
  self->is_scheduled = FALSE;
  is_done = self->is_done;
  n_articles = self->n_articles;
  hits = g_steal_pointer (&self->outbox);
  self->outbox = new_hits ();
  g_mutex_unlock (&self->mutex);
  if (!g_cancellable_is_cancelled (self->cancellable))
    self->func (hits, n_articles, is_done, self->user_data);
  return G_SOURCE_REMOVE;
}

/* With the mutex held. */
static void
schedule (PostilFolderSearch *self)
{
  g_autoptr (GSource) source = NULL;

  if (self->is_scheduled)
    return;
  self->is_scheduled = TRUE;
  source = g_idle_source_new ();
  g_source_set_callback (source, deliver_cb, search_ref (self), search_unref);
  g_source_attach (source, self->context);
}

static gboolean
is_over (PostilFolderSearch *self)
{
  return g_cancellable_is_cancelled (self->cancellable) || self->n_hits >= POSTIL_SEARCH_MAX_HITS;
}

static GBytes *
read_bytes (PostilFolderSearch *self,
            const char         *path,
            gsize               max_bytes)
{
  g_autofree char *full = g_build_filename (self->root, path, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (full);

  /* What cannot be read is named where it is opened, not for every search. */
  return postil_files_read (file, max_bytes, NULL, self->cancellable, NULL);
}

static void
add_text_hits (PostilFolderSearch *self,
               const char         *path,
               PostilText         *text,
               GPtrArray          *hits)
{
  g_autoptr (GArray) spans = postil_search_pattern_find (self->pattern, text, MAX_HITS_PER_ARTICLE, self->cancellable, NULL);

  for (guint i = 0; spans != NULL && i < spans->len; i++)
    {
      PostilSearchHit *hit = g_new0 (PostilSearchHit, 1);

      hit->path = g_strdup (path);
      hit->span = g_array_index (spans, PostilSpan, i);
      hit->match = postil_text_dup_slice (text, hit->span);
      postil_text_dup_context (text, hit->span, CONTEXT, &hit->before, &hit->after);
      g_ptr_array_add (hits, hit);
    }
}

static void
search_text (PostilFolderSearch *self,
             const char         *path,
             GPtrArray          *hits)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (PostilText) text = NULL;
  gsize length = 0;
  const char *data = NULL;

  if (self->pattern == NULL || (self->in & POSTIL_SEARCH_IN_TEXT) == 0 || self->code != NULL || self->actor != NULL)
    return;
  bytes = read_bytes (self, path, POSTIL_TEXT_MAX_BYTES);
  if (bytes == NULL)
    return;
  data = g_bytes_get_data (bytes, &length);
  if (!postil_search_pattern_may_match (self->pattern, data, length))
    return;
  text = postil_text_new_from_bytes (bytes, NULL, NULL);
  if (text != NULL)
    add_text_hits (self, path, text, hits);
}

static gboolean
has_actor (PostilFolderSearch *self,
           PostilAnnotation   *annotation)
{
  guint n = 0;
  const PostilAttribute *attributes = postil_annotation_get_attributes (annotation, &n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *folded = g_utf8_casefold (attributes[i].value, -1);

      if (strstr (folded, self->actor) != NULL)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_hit (PostilFolderSearch *self,
        PostilAnnotation   *annotation,
        const char         *quote)
{
  guint n = 0;
  const PostilAttribute *attributes = NULL;

  if (self->code != NULL && !g_str_equal (postil_annotation_get_code (annotation), self->code))
    return FALSE;
  if (self->actor != NULL && !has_actor (self, annotation))
    return FALSE;
  if (self->pattern == NULL)
    return TRUE;
  if ((self->in & POSTIL_SEARCH_IN_QUOTES) != 0 && postil_search_pattern_is_in (self->pattern, quote))
    return TRUE;
  if ((self->in & POSTIL_SEARCH_IN_NOTES) == 0)
    return FALSE;
  attributes = postil_annotation_get_attributes (annotation, &n);
  for (guint i = 0; i < n; i++)
    if (postil_search_pattern_is_in (self->pattern, attributes[i].value))
      return TRUE;
  return postil_search_pattern_is_in (self->pattern, postil_annotation_get_note (annotation));
}

/* Most sidecars need not be made into annotations. A code or an actor alone is looked for in all. */
static gboolean
may_have_hits (PostilFolderSearch *self,
               GBytes             *bytes)
{
  gsize length = 0;
  const char *data = g_bytes_get_data (bytes, &length);

  return self->pattern == NULL || postil_search_pattern_may_match_json (self->pattern, data, length);
}

static void
search_annotations (PostilFolderSearch *self,
                    const char         *path,
                    GPtrArray          *hits)
{
  g_autofree char *sidecar = g_strconcat (path, ".", self->coder, POSTIL_SIDECAR_SUFFIX, NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (PostilLayer) layer = NULL;

  if ((self->in & (POSTIL_SEARCH_IN_QUOTES | POSTIL_SEARCH_IN_NOTES)) == 0 && self->code == NULL && self->actor == NULL)
    return;
  bytes = read_bytes (self, sidecar, MAX_SIDECAR_BYTES);
  if (bytes == NULL || !may_have_hits (self, bytes))
    return;
  layer = postil_sidecar_read (bytes, POSTIL_SIDECAR_READ_ONLY_FAST, NULL, NULL);
  for (guint i = 0; layer != NULL && i < postil_layer_get_n_annotations (layer); i++)
    {
      PostilAnnotation *annotation = postil_layer_get_annotation (layer, i);
      g_autofree char *quote = postil_annotation_dup_quote (annotation);
      const PostilPiece *pieces = NULL;
      PostilSearchHit *hit = NULL;
      guint n_pieces = 0;

      if (!is_hit (self, annotation, quote))
        continue;
      pieces = postil_annotation_get_pieces (annotation, &n_pieces);
      hit = g_new0 (PostilSearchHit, 1);
      hit->path = g_strdup (path);
      hit->annotation = g_strdup (postil_annotation_get_id (annotation));
      hit->code = g_strdup (postil_annotation_get_code (annotation));
      hit->span = postil_annotation_get_hull (annotation);
      hit->match = g_steal_pointer (&quote);
      hit->before = g_strdup (pieces[0].prefix != NULL ? pieces[0].prefix : "");
      hit->after = g_strdup (pieces[n_pieces - 1].suffix != NULL ? pieces[n_pieces - 1].suffix : "");
      g_ptr_array_add (hits, hit);
    }
}

static void
search_chunk_cb (gpointer data,
                 gpointer user_data)
{
  PostilFolderSearch *self = user_data;
  g_autoptr (GPtrArray) chunk = data;
  g_autoptr (GPtrArray) hits = new_hits ();

  for (guint i = 0; i < chunk->len && !is_over (self); i++)
    {
      const PostilWalkEntry *entry = g_ptr_array_index (chunk, i);

      if (entry->exists)
        search_text (self, entry->path, hits);
      if (entry->has_sidecar)
        search_annotations (self, entry->path, hits);
    }
  g_mutex_lock (&self->mutex);
  self->n_hits += hits->len;
  self->n_articles += chunk->len;
  g_ptr_array_extend_and_steal (self->outbox, g_steal_pointer (&hits));
  schedule (self);
  g_mutex_unlock (&self->mutex);
}

static void
walk (PostilFolderSearch *self,
      GThreadPool        *pool)
{
  g_autoptr (GPtrArray) waiting = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (PostilReport) report = postil_report_new ();
  PostilWalkCounts counts = { 0 };

  g_ptr_array_add (waiting, g_strdup (""));
  while (waiting->len > 0 && !counts.is_over && !is_over (self))
    {
      g_autofree char *relative = g_ptr_array_steal_index (waiting, waiting->len - 1);
      g_autoptr (GPtrArray) entries = g_ptr_array_new ();

      if (!postil_walk_folder (self->root, relative, self->coder, entries, waiting, &counts, report, self->cancellable, NULL))
        continue;
      for (guint start = 0; start < entries->len; start += CHUNK)
        {
          GPtrArray *chunk = g_ptr_array_new_with_free_func (postil_walk_entry_free);

          for (guint i = start; i < MIN (start + CHUNK, entries->len); i++)
            g_ptr_array_add (chunk, g_ptr_array_index (entries, i));
          g_thread_pool_push (pool, chunk, NULL);
        }
    }
}

static void
run (GTask        *task,
     gpointer      source,
     gpointer      task_data,
     GCancellable *cancellable)
{
  PostilFolderSearch *self = task_data;
  GThreadPool *pool = g_thread_pool_new (search_chunk_cb, self, (int) g_get_num_processors (), FALSE, NULL);

  walk (self, pool);
  g_thread_pool_free (pool, FALSE, TRUE);
  g_mutex_lock (&self->mutex);
  self->is_done = TRUE;
  schedule (self);
  g_mutex_unlock (&self->mutex);
  g_task_return_boolean (task, TRUE);
}

PostilFolderSearch *
postil_folder_search_start (const char               *root,
                            const PostilSearchQuery  *query,
                            PostilSearchFunc          func,
                            gpointer                  user_data,
                            GError                  **error)
{
  PostilFolderSearch *self = NULL;
  g_autoptr (PostilSearchPattern) pattern = NULL;
  g_autoptr (GTask) task = NULL;

  g_return_val_if_fail (root != NULL && func != NULL, NULL);
  g_return_val_if_fail (query != NULL && query->pattern != NULL && query->coder != NULL, NULL);

  if (*query->pattern != '\0' && (pattern = postil_search_pattern_new (query->pattern, query->flags, error)) == NULL)
    return NULL;

  self = g_new0 (PostilFolderSearch, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->root = g_strdup (root);
  self->pattern = g_steal_pointer (&pattern);
  self->in = query->in;
  self->coder = g_strdup (query->coder);
  self->code = g_strdup (query->code);
  self->actor = query->actor != NULL && *query->actor != '\0' ? g_utf8_casefold (query->actor, -1) : NULL;
  self->cancellable = g_cancellable_new ();
  self->context = g_main_context_ref_thread_default ();
  self->func = func;
  self->user_data = user_data;
  self->outbox = new_hits ();
  g_mutex_init (&self->mutex);

  task = g_task_new (NULL, NULL, NULL, NULL);
  g_task_set_source_tag (task, postil_folder_search_start);
  g_task_set_task_data (task, search_ref (self), search_unref);
  g_task_run_in_thread (task, run);
  return self;
}

void
postil_folder_search_free (PostilFolderSearch *self)
{
  if (self == NULL)
    return;

  g_cancellable_cancel (self->cancellable);
  search_unref (self);
}
