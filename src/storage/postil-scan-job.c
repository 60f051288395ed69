/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Listing a folder with all cores: one thread walks through the names, the others read the
 * sidecars of what it found, some at a time, in the order in which a person sees them first.
 * Invariant: of an article the name is in the outbox before what was read of it. */

#include "config.h"

#include "storage/postil-scan-job.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "storage/postil-files.h"
#include "storage/postil-folder-walk.h"

#define CHUNK 64u
/* What the main thread is given at a time, so that it can answer in between. Each time costs it
 * something for all that it has already, so the more that is, the more it gets. */
#define MIN_DELIVERY 1000u
#define DELIVERY_SHARE 16u

struct _PostilScanJob
{
  gatomicrefcount    ref_count;
  char              *root;
  char              *coder;
  char             **paths;       /* NULL for a listing */
  GCancellable      *cancellable;
  GMainContext      *context;
  PostilScanFunc     func;
  gpointer           user_data;
  gint64             started;
  GPtrArray         *inbox;       /* of PostilScanned: out of the outbox, from @n_taken on not told yet */
  guint              n_taken;
  guint              n_delivered; /* in all */

  /* Of the walking thread until the last batch. */
  int                root_fd;
  PostilFolderCache *cache;
  PostilReport      *report;
  GPtrArray         *folders;
  GHashTable        *codebooks;   /* relative folder → PostilCodebook */
  gboolean           is_remote;
  gint64             duration_us;

  GMutex             mutex;
  GPtrArray         *outbox;      /* of PostilScanned */
  GString           *written;     /* the cache as it will be */
  guint              n_written;
  guint              n_missed;    /* not in the cache that was loaded */
  gboolean           is_scheduled;
  gboolean           is_done;
};

/* What one of the reading threads takes at a time, all of one folder. */
typedef struct
{
  GPtrArray      *entries; /* of PostilWalkEntry */
  PostilCodebook *codebook;
} Chunk;

static PostilScanJob *
scan_job_ref (PostilScanJob *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
postil_scan_job_unref (PostilScanJob *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->root);
  g_free (self->coder);
  g_strfreev (self->paths);
  g_object_unref (self->cancellable);
  g_main_context_unref (self->context);
  postil_folder_cache_free (self->cache);
  postil_report_unref (self->report);
  g_ptr_array_unref (self->folders);
  g_ptr_array_unref (self->inbox);
  g_ptr_array_unref (self->outbox);
  g_hash_table_unref (self->codebooks);
  if (self->written != NULL)
    g_string_free (self->written, TRUE);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static GPtrArray *
new_batch (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) postil_scanned_unref);
}

static void schedule (PostilScanJob *self);

/* The main thread's next portion; TRUE where nothing will come after it. */
static gboolean
take_portion (PostilScanJob *self,
              GPtrArray     *batch)
{
  guint n = MAX (MIN_DELIVERY, self->n_delivered / DELIVERY_SHARE);
  gboolean is_last = FALSE;

  g_mutex_lock (&self->mutex);
  self->is_scheduled = FALSE;
  if (self->n_taken == self->inbox->len)
    {
      g_ptr_array_unref (self->inbox);
      self->inbox = g_steal_pointer (&self->outbox);
      self->outbox = new_batch ();
      self->n_taken = 0;
    }
  n = MIN (n, self->inbox->len - self->n_taken);
  is_last = self->is_done && self->outbox->len == 0 && self->n_taken + n == self->inbox->len;
  if (!is_last && (self->outbox->len > 0 || self->is_done || self->n_taken + n < self->inbox->len))
    schedule (self);
  g_mutex_unlock (&self->mutex);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (batch, postil_scanned_ref (g_ptr_array_index (self->inbox, self->n_taken + i)));
  self->n_taken += n;
  self->n_delivered += n;
  return is_last;
}

static gboolean
deliver_cb (gpointer user_data)
{
  PostilScanJob *self = user_data;
  g_autoptr (GPtrArray) batch = new_batch ();
  gboolean is_last = take_portion (self, batch);

  if (!g_cancellable_is_cancelled (self->cancellable))
    self->func (self, batch, is_last, self->user_data);

  return G_SOURCE_REMOVE;
}

/* With the mutex held. */
static void
schedule (PostilScanJob *self)
{
  g_autoptr (GSource) source = NULL;

  if (self->is_scheduled)
    return;
  self->is_scheduled = TRUE;
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT_IDLE);
  g_source_set_callback (source, deliver_cb, scan_job_ref (self), (GDestroyNotify) postil_scan_job_unref);
  g_source_attach (source, self->context);
}

/* Takes @batch; @written may be NULL. */
static void
post (PostilScanJob *self,
      GPtrArray     *batch,
      GString       *written,
      guint          n_written,
      guint          n_missed)
{
  g_mutex_lock (&self->mutex);
  g_ptr_array_extend_and_steal (self->outbox, batch);
  if (written != NULL && self->written != NULL)
    g_string_append_len (self->written, written->str, (gssize) written->len);
  self->n_written += n_written;
  self->n_missed += n_missed;
  schedule (self);
  g_mutex_unlock (&self->mutex);
}

static void
read_chunk_cb (gpointer data,
               gpointer user_data)
{
  PostilScanJob *self = user_data;
  Chunk *chunk = data;
  g_autoptr (GByteArray) buffer = g_byte_array_new ();
  g_autoptr (GString) written = g_string_new (NULL);
  GPtrArray *batch = new_batch ();
  guint n_written = 0;
  guint n_missed = 0;

  for (guint i = 0; i < chunk->entries->len && !g_cancellable_is_cancelled (self->cancellable); i++)
    {
      PostilWalkEntry *entry = g_ptr_array_index (chunk->entries, i);
      PostilFileStamp stamp = { 0 };
      gboolean was_cached = FALSE;
      PostilScanned *scanned = postil_scanned_read (self->root_fd, entry->path, self->coder, self->cache, buffer,
                                                    &stamp, &was_cached);

      scanned->has_conflict = entry->has_conflict;
      if (scanned->summary != NULL)
        {
          scanned->n_unknown = postil_summary_count_unknown (scanned->summary, chunk->codebook);
          postil_folder_cache_add (written, entry->path, &stamp, scanned->summary);
          n_written++;
          n_missed += was_cached ? 0 : 1;
        }
      g_ptr_array_add (batch, scanned);
    }
  post (self, batch, written, n_written, n_missed);
  g_ptr_array_unref (chunk->entries);
  postil_codebook_unref (chunk->codebook);
  g_free (chunk);
}

static void
post_names (PostilScanJob *self,
            GPtrArray     *entries)
{
  GPtrArray *batch = new_batch ();

  for (guint i = 0; i < entries->len; i++)
    {
      const PostilWalkEntry *entry = g_ptr_array_index (entries, i);
      PostilScanned *scanned = postil_scanned_new (entry->path);

      scanned->exists = entry->exists;
      scanned->has_conflict = entry->has_conflict;
      g_ptr_array_add (batch, scanned);
    }
  post (self, batch, NULL, 0, 0);
}

static void
push_chunks (GThreadPool    *pool,
             GPtrArray      *entries,
             PostilCodebook *codebook)
{
  for (guint start = 0; start < entries->len; start += CHUNK)
    {
      Chunk *chunk = g_new0 (Chunk, 1);

      chunk->entries = g_ptr_array_new_with_free_func (postil_walk_entry_free);
      chunk->codebook = postil_codebook_ref (codebook);
      for (guint i = start; i < MIN (start + CHUNK, entries->len); i++)
        g_ptr_array_add (chunk->entries, g_ptr_array_index (entries, i));
      g_thread_pool_push (pool, chunk, NULL);
    }
}

static int
compare_paths (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) b, *(const char *const *) a);
}

static char *
dup_parent (const char *relative)
{
  const char *slash = strrchr (relative, '/');

  return slash != NULL ? g_strndup (relative, (gsize) (slash - relative)) : g_strdup ("");
}

static PostilCodebook *
find_codebook (GHashTable *codebooks,
               const char *folder)
{
  g_autofree char *at = g_strdup (folder);
  PostilCodebook *codebook = NULL;

  while ((codebook = g_hash_table_lookup (codebooks, at)) == NULL && *at != '\0')
    {
      char *parent = dup_parent (at);

      g_free (at);
      at = parent;
    }
  return codebook;
}

/* The codebook in force in a folder whose names have just been read. */
static PostilCodebook *
load_codebook (PostilScanJob *self,
               const char    *relative,
               gboolean       has_codebook)
{
  g_autofree char *path = g_build_filename (self->root, relative, NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  PostilCodebook *codebook = NULL;

  if (has_codebook)
    codebook = postil_files_find_codebook (folder, NULL, NULL, self->cancellable, &error);
  if (error != NULL)
    postil_report_add_error (self->report, NULL, 0, error);
  if (codebook == NULL && *relative == '\0')
    codebook = postil_codebook_new_builtin ();
  if (codebook != NULL)
    g_hash_table_insert (self->codebooks, g_strdup (relative), codebook);
  return find_codebook (self->codebooks, relative);
}

/* The folders still to be looked into are a stack, the last being the next in order. */
static void
walk (PostilScanJob *self,
      GThreadPool   *pool)
{
  g_autoptr (GPtrArray) waiting = g_ptr_array_new_with_free_func (g_free);
  PostilWalkCounts counts = { 0 };

  g_ptr_array_add (waiting, g_strdup (""));
  while (waiting->len > 0 && !counts.is_over && !g_cancellable_is_cancelled (self->cancellable))
    {
      g_autofree char *relative = g_ptr_array_steal_index (waiting, waiting->len - 1);
      g_autoptr (GPtrArray) entries = g_ptr_array_new ();
      g_autoptr (GPtrArray) folders = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GError) error = NULL;
      guint depth = 0;

      if (!postil_walk_folder (self->root, relative, self->coder, entries, folders, &counts, self->report,
                               self->cancellable, &error))
        {
          g_autofree char *shown = g_filename_display_name (relative);

          postil_report_add_error (self->report, shown, 0, error);
          continue;
        }
      post_names (self, entries);
      /* Names are on screen while it is read. */
      if (self->cache == NULL)
        self->cache = postil_folder_cache_load (self->root, self->coder);
      push_chunks (pool, entries, load_codebook (self, relative, counts.has_codebook));
      for (const char *at = relative; (at = strchr (at, '/')) != NULL; at++)
        depth++;
      g_ptr_array_sort (folders, compare_paths);
      if (depth < POSTIL_WALK_MAX_DEPTH)
        g_ptr_array_extend_and_steal (waiting, g_steal_pointer (&folders));
      g_ptr_array_add (self->folders, g_steal_pointer (&relative));
    }
}

static void
list_all (PostilScanJob *self)
{
  GThreadPool *pool = g_thread_pool_new (read_chunk_cb, self, (int) g_get_num_processors (), FALSE, NULL);

  self->is_remote = postil_walk_judge (self->root) == POSTIL_FOLDER_REMOTE;
  self->written = postil_folder_cache_begin ();
  walk (self, pool);
  g_thread_pool_free (pool, FALSE, TRUE);
  if (self->cache != NULL && !g_cancellable_is_cancelled (self->cancellable) &&
      (self->n_missed > 0 || self->n_written != postil_folder_cache_get_n (self->cache)))
    postil_folder_cache_end (g_steal_pointer (&self->written), self->root, self->coder);
}

static void
look_at_some (PostilScanJob *self)
{
  g_autoptr (GByteArray) buffer = g_byte_array_new ();
  GPtrArray *batch = new_batch ();

  for (guint i = 0; self->paths[i] != NULL && !g_cancellable_is_cancelled (self->cancellable); i++)
    {
      g_autofree char *folder = dup_parent (self->paths[i]);
      PostilCodebook *codebook = find_codebook (self->codebooks, folder);
      PostilFileStamp stamp = { 0 };
      PostilScanned *scanned = postil_scanned_read (self->root_fd, self->paths[i], self->coder, NULL, buffer,
                                                    &stamp, NULL);

      if (codebook != NULL)
        scanned->n_unknown = postil_summary_count_unknown (scanned->summary, codebook);
      g_ptr_array_add (batch, scanned);
    }
  post (self, batch, NULL, 0, 0);
}

static void
run (GTask        *task,
     gpointer      source,
     gpointer      task_data,
     GCancellable *cancellable)
{
  PostilScanJob *self = task_data;

  self->root_fd = open (self->root, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (self->paths != NULL)
    look_at_some (self);
  else
    list_all (self);
  if (self->root_fd >= 0)
    close (self->root_fd);
  self->duration_us = g_get_monotonic_time () - self->started;

  g_mutex_lock (&self->mutex);
  self->is_done = TRUE;
  schedule (self);
  g_mutex_unlock (&self->mutex);
  g_task_return_boolean (task, TRUE);
}

PostilScanJob *
postil_scan_job_start (const char        *root,
                       const char        *coder,
                       const char *const *paths,
                       GHashTable        *codebooks,
                       PostilScanFunc     func,
                       gpointer           user_data)
{
  PostilScanJob *self = NULL;
  g_autoptr (GTask) task = NULL;

  g_return_val_if_fail (root != NULL && coder != NULL && func != NULL, NULL);

  self = g_new0 (PostilScanJob, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->root = g_strdup (root);
  self->coder = g_strdup (coder);
  self->paths = g_strdupv ((char **) paths);
  self->cancellable = g_cancellable_new ();
  self->context = g_main_context_ref_thread_default ();
  self->func = func;
  self->user_data = user_data;
  self->started = g_get_monotonic_time ();
  self->root_fd = -1;
  self->report = postil_report_new ();
  self->folders = g_ptr_array_new_with_free_func (g_free);
  self->codebooks = codebooks != NULL ? g_hash_table_ref (codebooks)
                                      : g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                                               (GDestroyNotify) postil_codebook_unref);
  self->inbox = new_batch ();
  self->outbox = new_batch ();
  g_mutex_init (&self->mutex);

  task = g_task_new (NULL, NULL, NULL, NULL);
  g_task_set_source_tag (task, postil_scan_job_start);
  g_task_set_task_data (task, scan_job_ref (self), (GDestroyNotify) postil_scan_job_unref);
  g_task_run_in_thread (task, run);
  return self;
}

void
postil_scan_job_cancel (PostilScanJob *self)
{
  g_return_if_fail (self != NULL);

  g_cancellable_cancel (self->cancellable);
}

gboolean
postil_scan_job_is_listing (PostilScanJob *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->paths == NULL;
}

PostilReport *
postil_scan_job_get_report (PostilScanJob *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->report;
}

GPtrArray *
postil_scan_job_get_folders (PostilScanJob *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->folders;
}

GHashTable *
postil_scan_job_get_codebooks (PostilScanJob *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->codebooks;
}

gboolean
postil_scan_job_is_remote (PostilScanJob *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->is_remote;
}

gint64
postil_scan_job_get_duration_us (PostilScanJob *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->duration_us;
}
