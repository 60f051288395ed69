/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One file a coder in the user's state directory, a line for each stretch of work: seconds and
 * the article's URI. Lines are appended under a lock, so that several windows and runs may do so;
 * when the file has grown long they are added up into one line an article. Any thread. */

#include "config.h"

#include "storage/postil-timesheet.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_READ_BYTES (64u * 1024u * 1024u)

static char *
dup_path (const char *coder)
{
  return g_build_filename (g_get_user_state_dir (), "postil", "time", coder, NULL);
}

static gboolean
set_error (GError     **error,
           const char  *path,
           int          code)
{
  g_autofree char *shown = g_filename_display_name (path);

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), _("“%s” cannot be written: %s."), shown, g_strerror (code));
  return FALSE;
}

/* Locked, and still what stands at @path: another one may have put a shorter file there while we
 * waited. -1 where it cannot be. */
static int
open_locked (const char *path)
{
  for (;;)
    {
      struct stat opened, there;
      int fd = open (path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

      if (fd < 0)
        return -1;
      if (flock (fd, LOCK_EX) == 0 && fstat (fd, &opened) == 0 && S_ISREG (opened.st_mode) &&
          stat (path, &there) == 0 && opened.st_ino == there.st_ino && opened.st_dev == there.st_dev)
        return fd;
      close (fd);
      if (stat (path, &there) == 0 && !S_ISREG (there.st_mode))
        {
          errno = EINVAL;
          return -1;
        }
    }
}

/* URI → seconds */
static GHashTable *
read_all (const char *path)
{
  GHashTable *sums = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *contents = NULL;
  gsize length = 0;

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR) || !g_file_get_contents (path, &contents, &length, NULL) ||
      length > MAX_READ_BYTES)
    return sums;
  for (char *line = contents; *line != '\0';)
    {
      char *end = line + strcspn (line, "\n");
      gboolean is_whole = *end == '\n';
      char *uri = NULL;
      guint64 n = g_ascii_strtoull (line, &uri, 10);

      *end = '\0';
      if (is_whole && uri > line && *uri == '\t' && uri[1] != '\0' && n <= G_MAXUINT)
        {
          guint64 sum = n + GPOINTER_TO_UINT (g_hash_table_lookup (sums, uri + 1));

          g_hash_table_insert (sums, g_strdup (uri + 1), GUINT_TO_POINTER ((guint) MIN (sum, G_MAXUINT)));
        }
      line = is_whole ? end + 1 : end;
    }
  return sums;
}

/* With the lock held. What fails leaves the long file as it is. */
static void
sum_up (const char *path)
{
  g_autoptr (GHashTable) sums = read_all (path);
  g_autoptr (GString) out = g_string_new (NULL);
  GHashTableIter iter;
  gpointer uri, n;

  g_hash_table_iter_init (&iter, sums);
  while (g_hash_table_iter_next (&iter, &uri, &n))
    g_string_append_printf (out, "%u\t%s\n", GPOINTER_TO_UINT (n), (const char *) uri);
  g_file_set_contents_full (path, out->str, (gssize) out->len, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL);
}

gboolean
postil_timesheet_add (GFile       *article,
                      const char  *coder,
                      guint        n_seconds,
                      GError     **error)
{
  g_autofree char *path = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *uri = NULL;
  g_autofree char *line = NULL;
  struct stat st = { 0 };
  gssize n_written = 0;
  int fd;

  g_return_val_if_fail (G_IS_FILE (article) && coder != NULL, FALSE);

  path = dup_path (coder);
  folder = g_path_get_dirname (path);
  if (g_mkdir_with_parents (folder, 0700) != 0 || (fd = open_locked (path)) < 0)
    return set_error (error, path, errno);
  uri = g_file_get_uri (article);
  line = g_strdup_printf ("%u\t%s\n", n_seconds, uri);
  n_written = write (fd, line, strlen (line));
  if (n_written != (gssize) strlen (line))
    set_error (error, path, n_written < 0 ? errno : ENOSPC);
  else if (fstat (fd, &st) == 0 && st.st_size > POSTIL_TIMESHEET_MAX_BYTES)
    sum_up (path);
  close (fd);
  return n_written == (gssize) strlen (line);
}

GHashTable *
postil_timesheet_read (GFile      *folder,
                       const char *coder)
{
  g_autofree char *path = NULL;
  g_autoptr (GHashTable) sums = NULL;
  GHashTable *inside = NULL;
  GHashTableIter iter;
  gpointer uri, n;

  g_return_val_if_fail (G_IS_FILE (folder) && coder != NULL, NULL);

  path = dup_path (coder);
  sums = read_all (path);
  inside = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_iter_init (&iter, sums);
  while (g_hash_table_iter_next (&iter, &uri, &n))
    {
      g_autoptr (GFile) article = g_file_new_for_uri (uri);
      char *relative = g_file_get_relative_path (folder, article);

      if (relative != NULL)
        g_hash_table_insert (inside, relative, n);
    }
  return inside;
}
