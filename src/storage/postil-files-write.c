/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writing single files, blocking; any thread. A write is atomic and durable: a temporary file
 * beside the target, synced, renamed over it, the folder synced. Nothing is ever written
 * through a link that leads out of the folder, nothing over what somebody else has written
 * meanwhile, and nothing at all when the file already holds these bytes. */

#include "config.h"

#include "storage/postil-files-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/postil-error.h"

#define TEMPORARY_TRIES 16
#define TEMPORARY_PREFIX ".postil-"
#define TEMPORARY_SUFFIX ".tmp"
#define LEFTOVER_AGE_S 600
#define LOCK_MOST_MS 1000u
#define LOCK_STEP_MS 2u

static gboolean
set_write_error (GError **error, GFile *file, int code)
{
  g_autofree char *name = postil_files_dup_display_name (file);

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
               _("“%s” cannot be written: %s. Free some space, or choose a folder that you may write to."),
               name, g_strerror (code));
  return FALSE;
}

/* Where a write to @path really goes: itself, or for a link what it leads to, which must be
 * a regular file in the same folder. */
static char *
resolve_target (GFile *file, const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = postil_files_dup_display_name (file);
  char *real_folder = NULL, *real = NULL, *result = NULL;
  struct stat st;

  if (lstat (path, &st) != 0 || !S_ISLNK (st.st_mode))
    return g_strdup (path);

  real_folder = realpath (folder, NULL);
  real = realpath (path, NULL);
  if (real != NULL && real_folder != NULL && stat (real, &st) == 0 && S_ISREG (st.st_mode))
    {
      g_autofree char *leads_to = g_path_get_dirname (real);

      if (g_str_equal (leads_to, real_folder))
        result = g_strdup (real);
    }
  if (result == NULL)
    g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_READ_ONLY,
                 _("“%s” is a link that leads out of its folder, so Postil does not write to it. "
                   "Replace the link with the file itself."), name);
  free (real_folder);
  free (real);
  return result;
}

static gboolean
set_conflict (GError **error, GFile *file)
{
  g_autofree char *name = postil_files_dup_display_name (file);

  g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_CONFLICT,
               _("“%s” was changed by another program."), name);
  return FALSE;
}

/* Whether what the file holds is what @etag was made of, whatever its times say. What cannot be
 * read cannot be compared: that is an error of its own, not a conflict to be merged. */
static gboolean
check_unchanged (GFile *file, const char *target, const char *etag, GError **error)
{
  g_autoptr(GFile) real = g_file_new_for_path (target);
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) unreadable = NULL;
  g_autofree char *now = NULL;
  struct stat st;

  if (etag == NULL)
    return TRUE;
  if (*etag == '\0')
    return lstat (target, &st) != 0 || set_conflict (error, file);

  bytes = postil_files_read (real, G_MAXINT32, &now, NULL, &unreadable);
  if (unreadable != NULL && !g_error_matches (unreadable, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&unreadable));
      return FALSE;
    }
  if (now == NULL || g_strcmp0 (strchr (now, ';'), strchr (etag, ';')) != 0)
    return set_conflict (error, file);
  return TRUE;
}

static gboolean
holds_already (GFile *file, const struct stat *st, GBytes *bytes)
{
  g_autoptr(GBytes) there = NULL;

  if ((guint64) st->st_size != g_bytes_get_size (bytes))
    return FALSE;
  there = postil_files_read (file, g_bytes_get_size (bytes), NULL, NULL, NULL);
  return there != NULL && g_bytes_equal (there, bytes);
}

/* Nobody may read more of it than of the file that it replaces. */
static int
open_temporary (const char *folder, mode_t mode, char **temporary)
{
  for (guint i = 0; i < TEMPORARY_TRIES; i++)
    {
      g_autofree char *name = g_strdup_printf (TEMPORARY_PREFIX "%08x%08x" TEMPORARY_SUFFIX,
                                               g_random_int (), g_random_int ());
      g_autofree char *path = g_build_filename (folder, name, NULL);
      int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);

      if (fd >= 0)
        {
          *temporary = g_steal_pointer (&path);
          return fd;
        }
      if (errno != EEXIST)
        return -1;
    }
  errno = EEXIST;
  return -1;
}

static gboolean
write_all (int fd, GBytes *bytes)
{
  gsize length, done = 0;
  const char *data = g_bytes_get_data (bytes, &length);

  while (done < length)
    {
      gssize n = write (fd, data + done, length - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        {
          errno = n == 0 ? ENOSPC : errno;
          return FALSE;
        }
      done += (gsize) n;
    }
  return TRUE;
}

/* Writes the temporary file and syncs it; 0 or an errno. */
static int
fill_temporary (int fd, GBytes *bytes, const struct stat *old, struct stat *written)
{
  int code = 0;

  if (!write_all (fd, bytes))
    code = errno;
  /* The mode is a courtesy: some file systems have none. */
  if (code == 0 && old != NULL && fchmod (fd, old->st_mode & 0777) != 0)
    g_debug ("A file’s mode cannot be kept: %s", g_strerror (errno));
  if (code == 0 && fsync (fd) != 0)
    code = errno;
  if (code == 0 && fstat (fd, written) != 0)
    code = errno;
  if (close (fd) != 0 && errno != EINTR && code == 0)
    code = errno;
  return code;
}

/* Writers of one folder take turns, so that nobody renames over what somebody else has just
 * put there. −1 where the folder cannot be locked: then there is only the etag. */
static int
lock_folder (const char *folder)
{
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  for (guint waited_ms = 0; fd >= 0 && waited_ms < LOCK_MOST_MS; waited_ms += LOCK_STEP_MS)
    {
      if (flock (fd, LOCK_EX | LOCK_NB) == 0 || (errno != EWOULDBLOCK && errno != EINTR))
        break;
      g_usleep (LOCK_STEP_MS * 1000);
    }
  return fd;
}

/* The rename itself must reach the disk. Some file systems cannot sync a folder: there is
 * nothing more to do there. */
static int
sync_folder (int fd)
{
  if (fd < 0 || fsync (fd) == 0 || errno == EINVAL || errno == ENOTSUP || errno == ENOSYS || errno == EBADF)
    return 0;
  return errno;
}

static gboolean
move_into_place (GFile *file, const char *temporary, const char *target, struct stat *written,
                 const char *etag, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (target);
  int lock = lock_folder (folder);
  gboolean is_ours = check_unchanged (file, target, etag, error);
  struct stat st;
  int code = 0;

  if (is_ours && rename (temporary, target) != 0)
    code = errno;
  if (!is_ours || code != 0)
    unlink (temporary);
  else
    {
      /* The rename touched its times. What another program has put there since is not ours. */
      if (stat (target, &st) == 0 && st.st_ino == written->st_ino)
        *written = st;
      code = sync_folder (lock);
    }
  if (lock >= 0)
    close (lock);
  return is_ours && (code == 0 || set_write_error (error, file, code));
}

static gboolean
replace_file (GFile *file, const char *target, GBytes *bytes, const struct stat *old,
              const char *etag, struct stat *written, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (target);
  g_autofree char *temporary = NULL;
  int fd = open_temporary (folder, old != NULL ? old->st_mode & 0777 : 0666, &temporary);
  int code;

  if (fd < 0)
    return set_write_error (error, file, errno);

  code = fill_temporary (fd, bytes, old, written);
  if (code != 0)
    {
      unlink (temporary);
      return set_write_error (error, file, code);
    }
  return move_into_place (file, temporary, target, written, etag, error);
}

static gboolean
refuse_target (GFile *file, const struct stat *st, GError **error)
{
  g_autofree char *name = NULL;

  if (postil_files_refuse_kind (file, st, G_MAXSIZE, error))
    return TRUE;
  if ((st->st_mode & 0222) != 0)
    return FALSE;

  name = postil_files_dup_display_name (file);
  g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_READ_ONLY,
               _("“%s” is marked as read-only. Allow writing to it, or save a copy."), name);
  return TRUE;
}

gboolean
postil_files_write (GFile         *file,
                    GBytes        *bytes,
                    const char    *etag,
                    char         **new_etag,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_autofree char *path = NULL;
  g_autofree char *target = NULL;
  struct stat st;
  gboolean exists;

  g_return_val_if_fail (G_IS_FILE (file), FALSE);
  g_return_val_if_fail (bytes != NULL, FALSE);

  path = postil_files_dup_path (file, error);
  if (path == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  target = resolve_target (file, path, error);
  if (target == NULL)
    return FALSE;

  exists = stat (target, &st) == 0;
  if (!exists || !S_ISREG (st.st_mode) || !holds_already (file, &st, bytes))
    {
      g_autofree struct stat *old = exists ? g_memdup2 (&st, sizeof st) : NULL;

      if ((exists && refuse_target (file, old, error)) ||
          !check_unchanged (file, target, etag, error) ||
          !replace_file (file, target, bytes, old, etag, &st, error))
        return FALSE;
    }
  if (new_etag != NULL)
    *new_etag = postil_files_make_etag (&st, bytes);
  return TRUE;
}

static gboolean
is_leftover (const char *path, const char *name, gint64 now_s)
{
  struct stat st;

  return g_str_has_prefix (name, TEMPORARY_PREFIX) && g_str_has_suffix (name, TEMPORARY_SUFFIX) &&
         lstat (path, &st) == 0 && S_ISREG (st.st_mode) &&
         now_s - (gint64) st.st_mtim.tv_sec > LEFTOVER_AGE_S;
}

void
postil_files_remove_leftovers (GFile *folder)
{
  g_autofree char *path = NULL;
  g_autoptr(GDir) dir = NULL;
  const char *name;

  g_return_if_fail (G_IS_FILE (folder));

  path = g_file_get_path (folder);
  dir = path != NULL ? g_dir_open (path, 0, NULL) : NULL;
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (is_leftover (child, name, g_get_real_time () / G_USEC_PER_SEC))
        unlink (child);
    }
}
