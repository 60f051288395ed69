/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes the thousands of files of an import. To sync each of them takes minutes; to sync
 * none would leave empty files under good names after a power cut. So a few thousand wait
 * under temporary names, the file system is synced once, and then they are renamed. Invariant:
 * a file that bears its name is whole on the disk. What is marked “worker” belongs to the
 * batch's thread, the rest that changes is read and written under the lock; the queue is
 * bounded, so that the memory of an import does not grow with its files. */

#include "config.h"

#include "storage/postil-batch.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#define MAX_FILES 4000u
#define MAX_BYTES (128u * 1024u * 1024u)
#define MAX_QUEUED 256u

/* A file on its way; without a path, a wish that all before it be committed. */
typedef struct
{
  char            *path;
  char            *needs;     /* or NULL */
  guint            tag;
  PostilBatchMake  make;
  gpointer         data;
  GDestroyNotify   destroy;
  char            *temporary; /* once it is written */
} Job;

typedef struct
{
  char   *path;
  guint   tag;
  GError *error; /* NULL where another file's error says it */
} Failure;

struct _PostilBatch
{
  PostilBatchFailed  failed;
  gpointer           user_data;
  GThread           *thread;
  GMutex             lock;
  GCond              changed;
  GQueue             queue;     /* (element-type Job) */
  guint              n_commits; /* that wait */
  gboolean           is_closing;
  GHashTable        *names;     /* paths that do not stand there yet */
  GPtrArray         *failures;  /* (element-type Failure) */
  GPtrArray         *waiting;   /* (element-type Job) worker */
  GHashTable        *missing;   /* paths that failed; worker */
  gsize              n_bytes;   /* worker */
};

static void
job_free (gpointer data)
{
  Job *job = data;

  if (job->temporary != NULL)
    g_unlink (job->temporary);
  if (job->destroy != NULL)
    job->destroy (job->data);
  g_free (job->temporary);
  g_free (job->needs);
  g_free (job->path);
  g_free (job);
}

static void
failure_free (gpointer data)
{
  Failure *failure = data;

  g_free (failure->path);
  g_clear_error (&failure->error);
  g_free (failure);
}

/* Takes @error. */
static void
add_failure (PostilBatch *self,
             const char  *path,
             guint        tag,
             GError      *error)
{
  Failure *failure = g_new0 (Failure, 1);

  failure->path = g_strdup (path);
  failure->tag = tag;
  failure->error = error;
  g_hash_table_add (self->missing, g_strdup (path));
  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->failures, failure);
  g_hash_table_remove (self->names, path);
  g_mutex_unlock (&self->lock);
}

static GError *
make_error (const char *path,
            int         code)
{
  g_autofree char *name = g_filename_display_name (path);

  return g_error_new (G_IO_ERROR, (gint) g_io_error_from_errno (code),
                      _("“%s” cannot be written: %s. Free some space, or choose a folder that you may write to."),
                      name, g_strerror (code));
}

static int
write_all (int     fd,
           GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  while (length > 0)
    {
      gssize n = write (fd, data, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return n == 0 ? ENOSPC : errno;
      data += n;
      length -= (gsize) n;
    }
  return 0;
}

/* 0 or an errno. */
static int
write_temporary (const char *temporary,
                 GBytes     *bytes)
{
  int fd = g_open (temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
  int code;

  if (fd < 0)
    return errno;
  code = write_all (fd, bytes);
  if (close (fd) != 0 && errno != EINTR && code == 0)
    code = errno;
  if (code != 0)
    g_unlink (temporary);
  return code;
}

static gboolean
needs_missing (PostilBatch *self,
               const Job   *job)
{
  return job->needs != NULL && g_hash_table_contains (self->missing, job->needs);
}

/* Takes @job. */
static void
write_job (PostilBatch *self,
           Job         *job)
{
  g_autofree char *folder = g_path_get_dirname (job->path);
  g_autofree char *temporary = g_strdup_printf ("%s/.postil-%08x%08x.tmp", folder, g_random_int (), g_random_int ());
  g_autoptr (GBytes) bytes = NULL;
  int code;

  if (needs_missing (self, job))
    {
      add_failure (self, job->path, job->tag, NULL);
      job_free (job);
      return;
    }
  bytes = job->make (job->data);
  code = write_temporary (temporary, bytes);
  if (code != 0)
    {
      add_failure (self, job->path, job->tag, make_error (job->path, code));
      job_free (job);
      return;
    }
  job->temporary = g_steal_pointer (&temporary);
  g_clear_pointer (&job->data, job->destroy);
  job->destroy = NULL;
  self->n_bytes += g_bytes_get_size (bytes);
  g_ptr_array_add (self->waiting, job);
}

/* 0 or an errno. A folder that cannot be synced has nothing more to give. */
static int
sync_folder (const char *folder,
             gboolean    all)
{
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  int code = 0;

  if (fd < 0)
    return errno;
  if ((all ? syncfs (fd) : fsync (fd)) != 0 && errno != EINVAL && errno != ENOTSUP && errno != ENOSYS)
    code = errno;
  close (fd);
  return code;
}

/* Whatever stands there by now is somebody else's, and stays. */
static void
rename_one (PostilBatch *self,
            Job         *job)
{
  struct stat info;
  int code = lstat (job->path, &info) == 0 ? EEXIST : 0;

  if (needs_missing (self, job))
    {
      add_failure (self, job->path, job->tag, NULL);
      return;
    }
  if (code == 0 && g_rename (job->temporary, job->path) != 0)
    code = errno;
  if (code != 0)
    {
      add_failure (self, job->path, job->tag, make_error (job->path, code));
      return;
    }
  g_clear_pointer (&job->temporary, g_free);
  g_mutex_lock (&self->lock);
  g_hash_table_remove (self->names, job->path);
  g_mutex_unlock (&self->lock);
}

/* What did not reach the disk has no name; one error says it for all. */
static void
give_up (PostilBatch *self,
         const char  *folder,
         int          code)
{
  for (guint i = 0; i < self->waiting->len; i++)
    {
      const Job *job = g_ptr_array_index (self->waiting, i);

      add_failure (self, job->path, job->tag, i == 0 ? make_error (folder, code) : NULL);
    }
}

static void
name_all (PostilBatch *self,
          GHashTable  *folders)
{
  GHashTableIter iter;
  gpointer folder;

  for (guint i = 0; i < self->waiting->len; i++)
    rename_one (self, g_ptr_array_index (self->waiting, i));
  g_hash_table_iter_init (&iter, folders);
  while (g_hash_table_iter_next (&iter, &folder, NULL))
    {
      int code = sync_folder (folder, FALSE);

      if (code != 0)
        add_failure (self, folder, POSTIL_BATCH_FOLDER, make_error (folder, code));
    }
}

static void
commit (PostilBatch *self)
{
  g_autoptr (GHashTable) folders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *any = NULL;
  int code;

  if (self->waiting->len == 0)
    return;
  for (guint i = 0; i < self->waiting->len; i++)
    g_hash_table_add (folders, g_path_get_dirname (((Job *) g_ptr_array_index (self->waiting, i))->path));
  any = g_path_get_dirname (((Job *) g_ptr_array_index (self->waiting, 0))->path);
  code = sync_folder (any, TRUE);
  if (code == 0)
    name_all (self, folders);
  else
    give_up (self, any, code);
  g_ptr_array_set_size (self->waiting, 0);
  self->n_bytes = 0;
}

/* NULL at the end. */
static Job *
wait_for_job (PostilBatch *self)
{
  Job *job = NULL;

  g_mutex_lock (&self->lock);
  while (!self->is_closing && (job = g_queue_pop_head (&self->queue)) == NULL)
    g_cond_wait (&self->changed, &self->lock);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  return job;
}

static void
commit_as_wished (PostilBatch *self)
{
  commit (self);
  g_mutex_lock (&self->lock);
  self->n_commits--;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

static gpointer
run_worker (gpointer data)
{
  PostilBatch *self = data;
  Job *job;

  while ((job = wait_for_job (self)) != NULL)
    {
      if (job->path == NULL)
        {
          job_free (job);
          commit_as_wished (self);
          continue;
        }
      write_job (self, job);
      if (self->waiting->len >= MAX_FILES || self->n_bytes >= MAX_BYTES)
        commit (self);
    }
  return NULL;
}

PostilBatch *
postil_batch_new (PostilBatchFailed failed,
                  gpointer          user_data)
{
  PostilBatch *self = g_new0 (PostilBatch, 1);

  self->failed = failed;
  self->user_data = user_data;
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  g_queue_init (&self->queue);
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->failures = g_ptr_array_new_with_free_func (failure_free);
  self->waiting = g_ptr_array_new_with_free_func (job_free);
  self->missing = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
postil_batch_free (PostilBatch *self)
{
  if (self == NULL)
    return;
  g_mutex_lock (&self->lock);
  self->is_closing = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  g_clear_pointer (&self->thread, g_thread_join);
  g_queue_clear_full (&self->queue, job_free);
  g_ptr_array_unref (self->waiting);
  g_hash_table_unref (self->names);
  g_ptr_array_unref (self->failures);
  g_hash_table_unref (self->missing);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self);
}

/* Takes @job. */
static void
push (PostilBatch *self,
      Job         *job)
{
  if (self->thread == NULL)
    self->thread = g_thread_new ("postil-batch", run_worker, self);
  g_mutex_lock (&self->lock);
  while (self->queue.length >= MAX_QUEUED)
    g_cond_wait (&self->changed, &self->lock);
  g_queue_push_tail (&self->queue, job);
  if (job->path != NULL)
    g_hash_table_add (self->names, g_strdup (job->path));
  else
    self->n_commits++;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

void
postil_batch_make (PostilBatch     *self,
                   const char      *path,
                   guint            tag,
                   const char      *needs,
                   PostilBatchMake  make,
                   gpointer         data,
                   GDestroyNotify   destroy)
{
  Job *job;

  g_return_if_fail (self != NULL);
  g_return_if_fail (path != NULL && g_path_is_absolute (path));
  g_return_if_fail (make != NULL && destroy != NULL);
  g_return_if_fail (!postil_batch_has (self, path));

  job = g_new0 (Job, 1);
  job->path = g_strdup (path);
  job->needs = g_strdup (needs);
  job->tag = tag;
  job->make = make;
  job->data = data;
  job->destroy = destroy;
  push (self, job);
}

void
postil_batch_write (PostilBatch *self,
                    const char  *path,
                    guint        tag,
                    GBytes      *bytes)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (bytes != NULL);

  postil_batch_make (self, path, tag, NULL, (PostilBatchMake) g_bytes_ref, g_bytes_ref (bytes), (GDestroyNotify) g_bytes_unref);
}

gboolean
postil_batch_has (PostilBatch *self,
                  const char  *path)
{
  gboolean has;

  g_return_val_if_fail (self != NULL, FALSE);

  g_mutex_lock (&self->lock);
  has = g_hash_table_contains (self->names, path);
  g_mutex_unlock (&self->lock);
  return has;
}

static GPtrArray *
steal_failures (PostilBatch *self)
{
  GPtrArray *failures;

  g_mutex_lock (&self->lock);
  while (self->n_commits > 0)
    g_cond_wait (&self->changed, &self->lock);
  failures = g_steal_pointer (&self->failures);
  self->failures = g_ptr_array_new_with_free_func (failure_free);
  g_mutex_unlock (&self->lock);
  return failures;
}

gboolean
postil_batch_commit (PostilBatch *self)
{
  g_autoptr (GPtrArray) failures = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->thread == NULL)
    return TRUE;
  push (self, g_new0 (Job, 1));
  failures = steal_failures (self);
  for (guint i = 0; i < failures->len; i++)
    {
      const Failure *failure = g_ptr_array_index (failures, i);

      self->failed (failure->path, failure->tag, failure->error, self->user_data);
    }
  return failures->len == 0;
}
