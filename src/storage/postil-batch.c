/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes the thousands of files of an import. To sync each of them takes minutes; to sync
 * none would leave empty files under good names after a power cut. So a few thousand wait
 * under temporary names, the file system is synced once, and then they are renamed. Invariant:
 * a file that bears its name is whole on the disk. One thread at a time. */

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

struct _PostilBatch
{
  GHashTable *waiting; /* path → temporary path */
  GPtrArray  *paths;   /* in order; borrowed */
  gsize       n_bytes;
};

PostilBatch *
postil_batch_new (void)
{
  PostilBatch *self = g_new0 (PostilBatch, 1);

  self->waiting = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->paths = g_ptr_array_new ();
  return self;
}

void
postil_batch_free (PostilBatch *self)
{
  GHashTableIter iter;
  gpointer temporary;

  if (self == NULL)
    return;
  g_hash_table_iter_init (&iter, self->waiting);
  while (g_hash_table_iter_next (&iter, NULL, &temporary))
    g_unlink (temporary);
  g_hash_table_unref (self->waiting);
  g_ptr_array_unref (self->paths);
  g_free (self);
}

static gboolean
fail (const char *path,
      int         code,
      GError    **error)
{
  g_autofree char *name = g_filename_display_name (path);

  if (error == NULL || *error == NULL)
    g_set_error (error, G_IO_ERROR, (gint) g_io_error_from_errno (code),
                 _("“%s” cannot be written: %s. Free some space, or choose a folder that you may write to."),
                 name, g_strerror (code));
  return FALSE;
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

gboolean
postil_batch_write (PostilBatch *self,
                    const char  *path,
                    GBytes      *bytes,
                    GError     **error)
{
  g_autofree char *folder = NULL;
  g_autofree char *temporary = NULL;
  char *key;
  int fd;
  int code;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (path != NULL && g_path_is_absolute (path), FALSE);
  g_return_val_if_fail (!postil_batch_has (self, path), FALSE);

  folder = g_path_get_dirname (path);
  temporary = g_strdup_printf ("%s/.postil-%08x%08x.tmp", folder, g_random_int (), g_random_int ());
  fd = g_open (temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
  if (fd < 0)
    return fail (path, errno, error);
  code = write_all (fd, bytes);
  if (close (fd) != 0 && errno != EINTR && code == 0)
    code = errno;
  if (code != 0)
    {
      g_unlink (temporary);
      return fail (path, code, error);
    }
  key = g_strdup (path);
  g_hash_table_insert (self->waiting, key, g_steal_pointer (&temporary));
  g_ptr_array_add (self->paths, key);
  self->n_bytes += g_bytes_get_size (bytes);
  return TRUE;
}

gboolean
postil_batch_has (PostilBatch *self,
                  const char  *path)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return g_hash_table_contains (self->waiting, path);
}

gboolean
postil_batch_is_full (PostilBatch *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->paths->len >= MAX_FILES || self->n_bytes >= MAX_BYTES;
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
static gboolean
rename_one (const char *temporary,
            const char *path,
            GError    **error)
{
  struct stat info;

  if (lstat (path, &info) == 0)
    {
      g_unlink (temporary);
      return fail (path, EEXIST, error);
    }
  if (g_rename (temporary, path) == 0)
    return TRUE;
  fail (path, errno, error);
  g_unlink (temporary);
  return FALSE;
}

static gboolean
sync_folders (GHashTable *folders,
              gboolean    all,
              GError    **error)
{
  GHashTableIter iter;
  gpointer folder;
  gboolean done = TRUE;

  g_hash_table_iter_init (&iter, folders);
  while (g_hash_table_iter_next (&iter, &folder, NULL))
    {
      int code = sync_folder (folder, all);

      if (code != 0)
        done = fail (folder, code, error);
      if (all)
        break;
    }
  return done;
}

gboolean
postil_batch_commit (PostilBatch *self,
                     GError     **error)
{
  g_autoptr (GHashTable) folders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean done;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->paths->len == 0)
    return TRUE;
  for (guint i = 0; i < self->paths->len; i++)
    g_hash_table_add (folders, g_path_get_dirname (g_ptr_array_index (self->paths, i)));
  done = sync_folders (folders, TRUE, error);
  if (!done)
    return FALSE;
  for (guint i = 0; i < self->paths->len; i++)
    {
      const char *path = g_ptr_array_index (self->paths, i);

      done &= rename_one (g_hash_table_lookup (self->waiting, path), path, error);
    }
  done &= sync_folders (folders, FALSE, error);
  g_ptr_array_set_size (self->paths, 0);
  g_hash_table_remove_all (self->waiting);
  self->n_bytes = 0;
  return done;
}
