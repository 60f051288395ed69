/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes exports, which may be far larger than the memory, and never leaves half of one
 * under its name. Invariant: at most one temporary file is open; all of them have their names
 * after a commit, and are gone without one. One thread at a time. */

#include "config.h"

#include "storage/postil-output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#define COPY_BYTES (64 * 1024)

typedef struct
{
  char *target;    /* the final name */
  char *temporary; /* the name until then; NULL afterwards */
} Part;

struct _PostilOutput
{
  char       *folder;   /* or NULL */
  GHashTable *parts;    /* of a folder: path below it → Part */
  GPtrArray  *order;    /* (element-type Part) borrowed, as they came */
  Part       *part;     /* the open file; NULL for a spool */
  char       *relative; /* of a folder's open file */
  int         fd;       /* of the open file, or -1 */
  int         copy_fd;  /* where a spool goes, or -1 */
  gboolean    owns_copy_fd;
};

/* With more files than these, the file system is synced once instead of each. */
#define MAX_SYNCED_FILES 32u

/* What was not committed is gone. */
static void
part_free (gpointer data)
{
  Part *part = data;

  if (part->temporary != NULL)
    g_unlink (part->temporary);
  g_free (part->temporary);
  g_free (part->target);
  g_free (part);
}

static gboolean
fail (GError    **error,
      int         code,
      const char *path)
{
  g_autofree char *name = g_filename_display_name (path != NULL ? path : _("standard output"));

  g_set_error (error, G_IO_ERROR, (gint) g_io_error_from_errno (code), _("“%s” could not be written: %s."), name, g_strerror (code));
  return FALSE;
}

static PostilOutput *
output_new (void)
{
  PostilOutput *self = g_new0 (PostilOutput, 1);

  self->fd = -1;
  self->copy_fd = -1;
  self->parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, part_free);
  self->order = g_ptr_array_new ();
  return self;
}

static gboolean
write_all (int         fd,
           const char *data,
           gsize       length,
           const char *path,
           GError    **error)
{
  while (length > 0)
    {
      gssize n = write (fd, data, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return fail (error, errno, path);
      data += n;
      length -= (gsize) n;
    }
  return TRUE;
}

/* @relative: the name that it is known by; "" for the one file. */
static gboolean
open_target (PostilOutput *self,
             const char   *relative,
             const char   *path,
             GError      **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_strdup_printf ("%s/.postil-XXXXXX", folder);

  self->fd = g_mkstemp_full (name, O_RDWR | O_CLOEXEC, 0666);
  if (self->fd < 0)
    return fail (error, errno, path);
  self->part = g_new0 (Part, 1);
  self->part->target = g_strdup (path);
  self->part->temporary = g_steal_pointer (&name);
  g_hash_table_insert (self->parts, g_strdup (relative), self->part);
  g_ptr_array_add (self->order, self->part);
  return TRUE;
}

static gboolean
open_spool (PostilOutput *self,
            GError      **error)
{
  g_autofree char *name = NULL;

  self->fd = g_file_open_tmp ("postil-XXXXXX", &name, error);
  if (self->fd < 0)
    return FALSE;
  g_unlink (name);
  return TRUE;
}

gboolean
postil_output_is_stream (const char *path)
{
  struct stat info;

  g_return_val_if_fail (path != NULL, FALSE);

  return stat (path, &info) == 0 && !S_ISREG (info.st_mode) && !S_ISDIR (info.st_mode);
}

PostilOutput *
postil_output_new_file (const char *path,
                        GError    **error)
{
  g_autoptr (PostilOutput) self = output_new ();
  g_autofree char *real = NULL;
  char *resolved;
  struct stat info;

  g_return_val_if_fail (path != NULL, NULL);

  resolved = realpath (path, NULL);
  real = g_strdup (resolved != NULL ? resolved : path);
  free (resolved);
  if (stat (real, &info) == 0 && !S_ISREG (info.st_mode))
    {
      self->copy_fd = g_open (real, O_WRONLY | O_CLOEXEC, 0);
      self->owns_copy_fd = TRUE;
      if (self->copy_fd < 0)
        {
          fail (error, errno, path);
          return NULL;
        }
      return open_spool (self, error) ? g_steal_pointer (&self) : NULL;
    }
  return open_target (self, "", real, error) ? g_steal_pointer (&self) : NULL;
}

PostilOutput *
postil_output_new_folder (const char *path,
                          GError    **error)
{
  g_autoptr (PostilOutput) self = output_new ();

  g_return_val_if_fail (path != NULL, NULL);

  if (g_mkdir_with_parents (path, 0777) != 0)
    {
      fail (error, errno, path);
      return NULL;
    }
  self->folder = g_strdup (path);
  return g_steal_pointer (&self);
}

PostilOutput *
postil_output_new_fd (int      fd,
                      GError **error)
{
  g_autoptr (PostilOutput) self = output_new ();

  g_return_val_if_fail (fd >= 0, NULL);

  self->copy_fd = fd;
  return open_spool (self, error) ? g_steal_pointer (&self) : NULL;
}

void
postil_output_free (PostilOutput *self)
{
  if (self == NULL)
    return;
  if (self->fd >= 0)
    close (self->fd);
  g_ptr_array_unref (self->order);
  g_hash_table_unref (self->parts);
  if (self->owns_copy_fd && self->copy_fd >= 0)
    close (self->copy_fd);
  g_free (self->folder);
  g_free (self->relative);
  g_free (self);
}

/* A file that another program put there since it was begun is replaced, as it was said. */
static gboolean
name_part (Part     *part,
           GError  **error)
{
  if (g_rename (part->temporary, part->target) != 0)
    return fail (error, errno, part->target);
  g_clear_pointer (&part->temporary, g_free);
  return TRUE;
}

/* The open file need not be the last of it: a coder's file goes on with the next article. */
static gboolean
close_part (PostilOutput *self,
            GError      **error)
{
  if (self->part == NULL || self->fd < 0)
    return TRUE;
  if (g_hash_table_size (self->parts) <= MAX_SYNCED_FILES && fsync (self->fd) != 0 && errno != EINVAL)
    return fail (error, errno, self->part->target);
  if (close (g_steal_fd (&self->fd)) != 0)
    return fail (error, errno, self->part->target);
  return TRUE;
}

static gboolean
sync_folder (PostilOutput *self,
             GError      **error)
{
  int fd = g_open (self->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  int code = 0;

  if (fd < 0)
    return fail (error, errno, self->folder);
  if (syncfs (fd) != 0 && errno != EINVAL && errno != ENOTSUP && errno != ENOSYS)
    code = errno;
  close (fd);
  return code == 0 || fail (error, code, self->folder);
}

/* All that was written gets its name, once it is on the disk. */
static gboolean
name_parts (PostilOutput *self,
            GError      **error)
{
  if (!close_part (self, error))
    return FALSE;
  if (self->order->len > MAX_SYNCED_FILES && !sync_folder (self, error))
    return FALSE;
  for (guint i = 0; i < self->order->len; i++)
    if (!name_part (g_ptr_array_index (self->order, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
open_relative (PostilOutput *self,
               const char   *path,
               GError      **error)
{
  g_autofree char *full = g_build_filename (self->folder, path, NULL);
  g_autofree char *folder = g_path_get_dirname (full);

  if (!close_part (self, error))
    return FALSE;
  self->part = g_hash_table_lookup (self->parts, path);
  if (self->part != NULL)
    self->fd = g_open (self->part->temporary, O_WRONLY | O_APPEND | O_CLOEXEC, 0);
  if (self->part != NULL && self->fd < 0)
    return fail (error, errno, full);
  if (self->part == NULL && g_mkdir_with_parents (folder, 0777) != 0)
    return fail (error, errno, folder);
  if (self->part == NULL && !open_target (self, path, full, error))
    return FALSE;
  g_free (self->relative);
  self->relative = g_strdup (path);
  return TRUE;
}

gboolean
postil_output_append (const char *path,
                      const char *data,
                      gsize       length,
                      gpointer    output,
                      GError    **error)
{
  PostilOutput *self = output;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail ((path != NULL) == (self->folder != NULL), FALSE);

  if (path != NULL && g_strcmp0 (path, self->relative) != 0 && !open_relative (self, path, error))
    return FALSE;
  return write_all (self->fd, data, length, self->part != NULL ? self->part->target : NULL, error);
}

gboolean
postil_output_restart (PostilOutput *self,
                       GError      **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (self->folder == NULL && self->fd >= 0, FALSE);

  if (ftruncate (self->fd, 0) != 0 || lseek (self->fd, 0, SEEK_SET) != 0)
    return fail (error, errno, self->part != NULL ? self->part->target : NULL);
  return TRUE;
}

static gboolean
copy_spool (PostilOutput *self,
            GError      **error)
{
  g_autofree char *buffer = g_malloc (COPY_BYTES);

  if (lseek (self->fd, 0, SEEK_SET) != 0)
    return fail (error, errno, NULL);
  for (;;)
    {
      gssize n = read (self->fd, buffer, COPY_BYTES);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return fail (error, errno, NULL);
      if (n == 0)
        return TRUE;
      if (!write_all (self->copy_fd, buffer, (gsize) n, NULL, error))
        return FALSE;
    }
}

gboolean
postil_output_commit (PostilOutput *self,
                      GError      **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->copy_fd >= 0 ? copy_spool (self, error) : name_parts (self, error);
}
