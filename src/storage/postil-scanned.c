/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One article looked at for a folder's list: two looks at the disk where the cache knows the
 * sidecar, else the sidecar is read into numbers. What vanishes meanwhile is not there, which
 * is no error. Any thread. */

#include "config.h"

#include "storage/postil-scanned.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "exchange/postil-sidecar.h"
#include "storage/postil-files.h"

#define MAX_SIDECAR_BYTES (512u * 1024u * 1024u)
#define NS_PER_SECOND G_GINT64_CONSTANT (1000000000)

PostilScanned *
postil_scanned_new (const char *path)
{
  PostilScanned *self = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_new0 (PostilScanned, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->path = g_strdup (path);
  return self;
}

PostilScanned *
postil_scanned_ref (PostilScanned *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
postil_scanned_unref (PostilScanned *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->path);
  g_clear_pointer (&self->summary, postil_summary_unref);
  g_free (self->error);
  g_free (self);
}

gboolean
postil_scanned_equal (PostilScanned *a,
                      PostilScanned *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return a->exists == b->exists && a->is_read == b->is_read && a->is_gone == b->is_gone &&
         a->has_conflict == b->has_conflict && a->size == b->size && a->changed == b->changed &&
         a->n_unknown == b->n_unknown &&
         postil_summary_equal (a->summary, b->summary) && g_strcmp0 (a->error, b->error) == 0 &&
         g_str_equal (a->path, b->path);
}

static char *
dup_sidecar_path (const char *path,
                  const char *coder)
{
  return g_strconcat (path, ".", coder, POSTIL_SIDECAR_SUFFIX, NULL);
}

static gboolean
read_whole (int           fd,
            struct stat  *st,
            GByteArray   *buffer,
            GError      **error)
{
  gsize length = 0;

  if (fstat (fd, st) != 0 || !S_ISREG (st->st_mode) || (guint64) st->st_size > MAX_SIDECAR_BYTES)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           _("This is no sidecar, but a folder, a device or far too large a file."));
      return FALSE;
    }
  g_byte_array_set_size (buffer, (guint) st->st_size + 1);
  for (;;)
    {
      gssize n = read (fd, buffer->data + length, buffer->len - length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), _("It cannot be read: %s."), g_strerror (errno));
          return FALSE;
        }
      length += (gsize) n;
      if (n == 0)
        break;
      if (length == buffer->len)
        g_byte_array_set_size (buffer, MIN (2 * buffer->len, MAX_SIDECAR_BYTES));
      if (length == MAX_SIDECAR_BYTES)
        break;
    }
  g_byte_array_set_size (buffer, (guint) length);
  return TRUE;
}

static void
set_stamp (PostilFileStamp   *stamp,
           const struct stat *st)
{
  stamp->size = (guint64) st->st_size;
  stamp->inode = (guint64) st->st_ino;
  stamp->modified = (gint64) st->st_mtim.tv_sec * NS_PER_SECOND + st->st_mtim.tv_nsec;
}

static void
read_sidecar (PostilScanned   *self,
              int              root_fd,
              const char      *sidecar,
              GByteArray      *buffer,
              PostilFileStamp *stamp)
{
  g_autoptr (GError) error = NULL;
  struct stat st;
  /* O_NONBLOCK: opening a pipe must not wait for a writer. */
  int fd = openat (root_fd, sidecar, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

  if (fd < 0)
    {
      if (errno != ENOENT)
        self->error = g_strdup_printf (_("It cannot be opened: %s."), g_strerror (errno));
      return;
    }
  if (read_whole (fd, &st, buffer, &error))
    {
      self->summary = postil_sidecar_summarize ((const char *) buffer->data, buffer->len, &error);
      set_stamp (stamp, &st);
    }
  if (error != NULL)
    self->error = g_strdup (error->message);
  close (fd);
}

PostilScanned *
postil_scanned_read (int                root_fd,
                     const char        *path,
                     const char        *coder,
                     PostilFolderCache *cache,
                     GByteArray        *buffer,
                     PostilFileStamp   *stamp,
                     gboolean          *was_cached)
{
  g_autofree char *sidecar = NULL;
  PostilScanned *self = NULL;
  gboolean is_known = FALSE;
  struct stat st;

  g_return_val_if_fail (path != NULL && coder != NULL && buffer != NULL && stamp != NULL, NULL);

  self = postil_scanned_new (path);
  self->is_read = TRUE;
  if (fstatat (root_fd, path, &st, 0) == 0 && S_ISREG (st.st_mode))
    {
      self->exists = TRUE;
      self->size = (guint64) st.st_size;
      self->changed = (gint64) st.st_mtim.tv_sec;
    }
  sidecar = dup_sidecar_path (path, coder);
  if (fstatat (root_fd, sidecar, &st, 0) == 0)
    {
      set_stamp (stamp, &st);
      self->summary = cache != NULL ? postil_folder_cache_lookup (cache, path, stamp) : NULL;
      is_known = self->summary != NULL;
      if (!is_known)
        read_sidecar (self, root_fd, sidecar, buffer, stamp);
    }
  else if (!self->exists)
    self->is_gone = TRUE;
  if (was_cached != NULL)
    *was_cached = is_known;
  return self;
}
