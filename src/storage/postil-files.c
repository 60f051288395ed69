/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading single files, blocking; any thread. What is no regular file, or too large, is refused
 * before it is read. Writing is in postil-files-write.c. */

#include "config.h"

#include "storage/postil-files-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/postil-error.h"
#include "exchange/postil-codebook-json.h"

#define READ_CHUNK (1u << 20)
#define MAX_CODEBOOK_BYTES (16u * 1024u * 1024u)

gboolean
postil_files_is_folder (const char *path)
{
  g_return_val_if_fail (path != NULL, FALSE);

  return g_file_test (path, G_FILE_TEST_IS_DIR);
}

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

/* What a look at the file tells, and then what it holds: the first for a quick look, the
 * second to be sure, for two writes within one tick of the clock look the same. */
char *
postil_files_make_etag (const struct stat *st, GBytes *bytes)
{
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

  return g_strdup_printf ("%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT ".%09ld-%" G_GINT64_FORMAT ".%09ld-%" G_GUINT64_FORMAT ";%s",
                          (gint64) st->st_size,
                          (gint64) st->st_mtim.tv_sec, (long) st->st_mtim.tv_nsec,
                          (gint64) st->st_ctim.tv_sec, (long) st->st_ctim.tv_nsec,
                          (guint64) st->st_ino, sha256);
}

char *
postil_files_dup_etag (GFile *file)
{
  g_autoptr(GBytes) bytes = NULL;
  char *etag = NULL;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  bytes = postil_files_read (file, G_MAXINT32, &etag, NULL, NULL);
  return etag;
}

gboolean
postil_files_looks_changed (GFile      *file,
                            const char *etag)
{
  g_autofree char *path = NULL;
  g_autofree char *now = NULL;
  g_autoptr(GBytes) nothing = NULL;
  struct stat st;

  g_return_val_if_fail (G_IS_FILE (file), FALSE);
  g_return_val_if_fail (etag != NULL, FALSE);

  path = g_file_get_path (file);
  if (path == NULL || stat (path, &st) != 0)
    return *etag != '\0';

  nothing = g_bytes_new_static ("", 0);
  now = postil_files_make_etag (&st, nothing);
  return strncmp (now, etag, (gsize) (strchr (now, ';') - now) + 1) != 0;
}

static void
set_too_large (GError **error, GFile *file, gsize max_bytes)
{
  g_autofree char *name = postil_files_dup_display_name (file);
  g_autofree char *limit = g_format_size_full (max_bytes, G_FORMAT_SIZE_IEC_UNITS);

  g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_TOO_LARGE,
               _("“%s” is larger than %s, which is the most that Postil opens. Split it into smaller files."),
               name, limit);
}

gboolean
postil_files_refuse_kind (GFile *file, const struct stat *st, gsize max_bytes, GError **error)
{
  g_autofree char *name = postil_files_dup_display_name (file);

  if (S_ISDIR (st->st_mode))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY,
                 _("“%s” is a folder, not a file. Choose a file in it."), name);
  else if (!S_ISREG (st->st_mode))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE,
                 _("“%s” is not a regular file. Save it as a file first."), name);
  else if ((guint64) st->st_size > max_bytes)
    set_too_large (error, file, max_bytes);
  else
    return FALSE;
  return TRUE;
}

static gssize
read_some (int fd, GByteArray *data, gsize length)
{
  gssize n;

  do
    n = read (fd, data->data + length, data->len - length);
  while (n < 0 && errno == EINTR);
  return n;
}

static GBytes *
read_all (int fd, GFile *file, gsize size, gsize max_bytes, GCancellable *cancellable, GError **error)
{
  g_autoptr(GByteArray) data = g_byte_array_new ();
  gsize length = 0;

  for (;;)
    {
      gssize n;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      if (length == data->len)
        g_byte_array_set_size (data, (guint) (length <= size ? size + 1 : length + READ_CHUNK));
      n = read_some (fd, data, length);
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
          set_too_large (error, file, max_bytes);
          return NULL;
        }
    }
  g_byte_array_set_size (data, (guint) length);
  return g_byte_array_free_to_bytes (g_steal_pointer (&data));
}

char *
postil_files_dup_path (GFile *file, GError **error)
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

  path = postil_files_dup_path (file, error);
  if (path == NULL)
    return NULL;

  /* O_NONBLOCK: opening a pipe must not wait for a writer. */
  fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd < 0)
    {
      set_read_error (error, file, errno);
      return NULL;
    }
  if (fstat (fd, &st) != 0)
    set_read_error (error, file, errno);
  else if (!postil_files_refuse_kind (file, &st, max_bytes, error))
    bytes = read_all (fd, file, (gsize) st.st_size, max_bytes, cancellable, error);
  if (bytes != NULL && etag != NULL)
    *etag = postil_files_make_etag (&st, bytes);
  close (fd);
  return bytes;
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
