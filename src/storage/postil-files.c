/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading and writing single files, blocking; any thread. A write is atomic and durable: a
 * temporary file beside the target, synced, renamed over it, the folder synced. Nothing is
 * ever written through a link that leads out of the folder, and nothing at all when the file
 * already holds these bytes. */

#include "config.h"

#include "storage/postil-files.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/postil-error.h"
#include "exchange/postil-codebook-json.h"

#define READ_CHUNK (1u << 20)
#define TEMPORARY_TRIES 16
#define MAX_CODEBOOK_BYTES (16u * 1024u * 1024u)

char *
postil_files_dup_display_name (GFile *file)
{
  g_autofree char *path = NULL;
  g_autofree char *basename = NULL;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  path = g_file_get_path (file);
  if (path != NULL && postil_files_get_place (path) == POSTIL_PLACE_BESIDE)
    return g_filename_display_name (path);
  basename = g_file_get_basename (file);
  return g_filename_display_name (basename != NULL ? basename : "");
}

static void
set_read_error (GError **error, GFile *file, int code)
{
  g_autofree char *name = postil_files_dup_display_name (file);

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
               _("“%s” cannot be opened: %s."), name, g_strerror (code));
}

static gboolean
set_write_error (GError **error, GFile *file, int code)
{
  g_autofree char *name = postil_files_dup_display_name (file);

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
               _("“%s” cannot be written: %s. Free some space, or choose a folder that you may write to."),
               name, g_strerror (code));
  return FALSE;
}

static char *
make_etag (const struct stat *st)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT ".%09ld-%" G_GINT64_FORMAT ".%09ld-%" G_GUINT64_FORMAT,
                          (gint64) st->st_size,
                          (gint64) st->st_mtim.tv_sec, (long) st->st_mtim.tv_nsec,
                          (gint64) st->st_ctim.tv_sec, (long) st->st_ctim.tv_nsec,
                          (guint64) st->st_ino);
}

/* NULL for a file that is not there or cannot be looked at. */
char *
postil_files_dup_etag (GFile *file)
{
  g_autofree char *path = NULL;
  struct stat st;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  path = g_file_get_path (file);
  if (path == NULL || stat (path, &st) != 0)
    return NULL;
  return make_etag (&st);
}

static gboolean
refuse_kind (GFile *file, const struct stat *st, gsize max_bytes, GError **error)
{
  g_autofree char *name = postil_files_dup_display_name (file);
  g_autofree char *limit = g_format_size_full (max_bytes, G_FORMAT_SIZE_IEC_UNITS);

  if (S_ISDIR (st->st_mode))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY,
                 _("“%s” is a folder, not a file. Choose a file in it."), name);
  else if (!S_ISREG (st->st_mode))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE,
                 _("“%s” is not a regular file. Save it as a file first."), name);
  else if ((guint64) st->st_size > max_bytes)
    g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_TOO_LARGE,
                 _("“%s” is larger than %s, which is the most that Postil opens. Split it into smaller files."),
                 name, limit);
  else
    return FALSE;
  return TRUE;
}

static GBytes *
read_all (int fd, GFile *file, gsize size, gsize max_bytes, GCancellable *cancellable, GError **error)
{
  g_autoptr(GByteArray) data = g_byte_array_sized_new ((guint) MIN (size + 1, G_MAXUINT));
  gsize length = 0;

  for (;;)
    {
      gssize n;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      g_byte_array_set_size (data, (guint) (length + MAX (READ_CHUNK, size + 1 - MIN (size, length))));
      n = read (fd, data->data + length, data->len - length);
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          set_read_error (error, file, errno);
          return NULL;
        }
      if (n == 0)
        break;
      length += (gsize) n;
      if (length > max_bytes)
        {
          g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_TOO_LARGE,
                               _("The file grew too large while it was being read."));
          return NULL;
        }
    }
  g_byte_array_set_size (data, (guint) length);
  return g_byte_array_free_to_bytes (g_steal_pointer (&data));
}

static char *
dup_path (GFile *file, GError **error)
{
  char *path = g_file_get_path (file);

  if (path == NULL)
    {
      g_autofree char *name = g_file_get_parse_name (file);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                   _("“%s” is not on this computer. Copy it to a folder of yours first."), name);
    }
  return path;
}

GBytes *
postil_files_read (GFile         *file,
                   gsize          max_bytes,
                   char         **etag,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_autofree char *path = NULL;
  struct stat st;
  GBytes *bytes = NULL;
  int fd;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  path = dup_path (file, error);
  if (path == NULL)
    return NULL;

  /* O_NONBLOCK: opening a pipe must not wait for a writer. */
  fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0)
    {
      set_read_error (error, file, errno);
      return NULL;
    }
  if (fstat (fd, &st) != 0)
    set_read_error (error, file, errno);
  else if (!refuse_kind (file, &st, max_bytes, error))
    bytes = read_all (fd, file, (gsize) st.st_size, max_bytes, cancellable, error);
  if (bytes != NULL && etag != NULL)
    *etag = make_etag (&st);
  close (fd);
  return bytes;
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
check_unchanged (GFile *file, const char *target, const char *etag, GError **error)
{
  g_autofree char *name = NULL;
  g_autofree char *now = NULL;
  struct stat st;

  if (etag == NULL)
    return TRUE;

  if (stat (target, &st) == 0)
    now = make_etag (&st);
  if (g_strcmp0 (now != NULL ? now : "", etag) == 0)
    return TRUE;

  name = postil_files_dup_display_name (file);
  g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_CONFLICT,
               _("“%s” was changed by another program."), name);
  return FALSE;
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

static int
open_temporary (const char *folder, char **temporary)
{
  for (guint i = 0; i < TEMPORARY_TRIES; i++)
    {
      g_autofree char *name = g_strdup_printf (".postil-%08x%08x.tmp", g_random_int (), g_random_int ());
      g_autofree char *path = g_build_filename (folder, name, NULL);
      int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);

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

/* The rename itself must reach the disk; where a folder cannot be synced (some network file
 * systems) there is nothing more to do. */
static void
sync_folder (const char *folder)
{
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  if (fsync (fd) != 0)
    g_debug ("The folder “%s” cannot be synced: %s", folder, g_strerror (errno));
  close (fd);
}

static gboolean
replace_file (GFile *file, const char *target, GBytes *bytes, const struct stat *old,
              const char *etag, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (target);
  g_autofree char *temporary = NULL;
  int fd = open_temporary (folder, &temporary);
  int code = 0;

  if (fd < 0)
    return set_write_error (error, file, errno);

  if (!write_all (fd, bytes) || (old != NULL && fchmod (fd, old->st_mode & 07777) != 0 && errno != EPERM) ||
      fsync (fd) != 0)
    code = errno;
  if (close (fd) != 0 && code == 0)
    code = errno;
  if (code == 0 && !check_unchanged (file, target, etag, error))
    {
      unlink (temporary);
      return FALSE;
    }
  if (code == 0 && rename (temporary, target) != 0)
    code = errno;
  if (code != 0)
    {
      unlink (temporary);
      return set_write_error (error, file, code);
    }
  sync_folder (folder);
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

  path = dup_path (file, error);
  if (path == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  target = resolve_target (file, path, error);
  if (target == NULL || !check_unchanged (file, target, etag, error))
    return FALSE;

  exists = stat (target, &st) == 0;
  if (exists && !S_ISREG (st.st_mode))
    {
      refuse_kind (file, &st, G_MAXSIZE, error);
      return FALSE;
    }
  if (exists && (st.st_mode & 0222) == 0)
    {
      g_autofree char *name = postil_files_dup_display_name (file);

      g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_READ_ONLY,
                   _("“%s” is marked as read-only. Allow writing to it, or save a copy."), name);
      return FALSE;
    }
  if (!(exists && holds_already (file, &st, bytes)) &&
      !replace_file (file, target, bytes, exists ? &st : NULL, etag, error))
    return FALSE;
  if (new_etag != NULL)
    *new_etag = postil_files_dup_etag (file);
  return TRUE;
}

PostilText *
postil_files_read_text (GFile         *file,
                        const char    *charset,
                        GCancellable  *cancellable,
                        GError       **error)
{
  g_autoptr(GBytes) bytes = NULL;
  g_autofree char *name = NULL;
  PostilText *text;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  bytes = postil_files_read (file, POSTIL_TEXT_MAX_BYTES, NULL, cancellable, error);
  if (bytes == NULL)
    return NULL;

  text = postil_text_new_from_bytes (bytes, charset, error);
  if (text == NULL)
    {
      name = postil_files_dup_display_name (file);
      g_prefix_error (error, "%s: ", name);
    }
  return text;
}

static PostilCodebook *
read_codebook (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr(GBytes) bytes = postil_files_read (file, MAX_CODEBOOK_BYTES, NULL, cancellable, error);
  g_autofree char *name = NULL;
  PostilCodebook *codebook;

  if (bytes == NULL)
    return NULL;

  codebook = postil_codebook_read (bytes, NULL, error);
  if (codebook == NULL)
    {
      name = postil_files_dup_display_name (file);
      g_prefix_error (error, "%s: ", name);
    }
  return codebook;
}

PostilCodebook *
postil_files_find_codebook (GFile         *folder,
                            GFile         *root,
                            GFile        **file,
                            GCancellable  *cancellable,
                            GError       **error)
{
  g_autoptr(GFile) at = NULL;

  g_return_val_if_fail (G_IS_FILE (folder), NULL);

  at = g_object_ref (folder);
  while (at != NULL)
    {
      g_autoptr(GFile) candidate = g_file_get_child (at, "codebook.json");
      gboolean is_last = root == NULL || g_file_equal (at, root) || !g_file_has_prefix (at, root);
      GFile *parent;

      if (g_file_query_exists (candidate, cancellable))
        {
          if (file != NULL)
            *file = g_object_ref (candidate);
          return read_codebook (candidate, cancellable, error);
        }
      parent = is_last ? NULL : g_file_get_parent (at);
      g_object_unref (at);
      at = parent;
    }
  if (file != NULL)
    *file = NULL;
  return postil_codebook_new_builtin ();
}
