/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where the journals of a sidecar are, and who holds them: names and locks, not contents. Any
 * thread. A journal that is open is locked; what nobody has locked, somebody left behind. */

#include "config.h"

#include "storage/postil-journal-files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "storage/postil-journal.h"

#define LOCK_TRIES 8

char *
postil_journal_dup_directory (void)
{
  return g_build_filename (g_get_user_state_dir (), "postil", "journal", NULL);
}

char *
postil_journal_files_dup_identity (GFile *sidecar)
{
  g_autoptr(GFile) parent = g_file_get_parent (sidecar);
  const char *folder = parent != NULL ? g_file_peek_path (parent) : NULL;
  g_autofree char *basename = g_file_get_basename (sidecar);
  char *real = folder != NULL ? realpath (folder, NULL) : NULL;
  g_autofree char *path = NULL;

  if (real == NULL)
    return g_file_get_uri (sidecar);
  path = g_build_filename (real, basename, NULL);
  free (real);
  return g_filename_to_uri (path, NULL, NULL);
}

char *
postil_journal_files_dup_path (const char *directory, GFile *sidecar, guint number)
{
  g_autofree char *uri = postil_journal_files_dup_identity (sidecar);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, uri, -1);
  g_autofree char *name = number == 1 ? g_strdup_printf ("%s.journal", hash)
                                      : g_strdup_printf ("%s-%u.journal", hash, number);

  return g_build_filename (directory, name, NULL);
}

static gboolean
is_still_there (int fd, const char *path)
{
  struct stat opened, there;

  return fstat (fd, &opened) == 0 && stat (path, &there) == 0 &&
         opened.st_ino == there.st_ino && opened.st_dev == there.st_dev;
}

/* What another process adopted and removed, or compacted, between the opening and the lock is
 * not the journal any more. */
int
postil_journal_files_open_locked (const char *path, gboolean create)
{
  for (guint i = 0; i < LOCK_TRIES; i++)
    {
      int fd = open (path, O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW | (create ? O_CREAT : 0), 0600);
      int code;

      if (fd < 0)
        return -1;
      code = flock (fd, LOCK_EX | LOCK_NB) == 0 ? 0 : errno;
      /* A home on a file system without locks: better a journal than none. */
      if (code == ENOLCK || code == ENOSYS || code == ENOTSUP)
        code = 0;
      if (code == 0 && is_still_there (fd, path))
        return fd;
      close (fd);
      errno = code;
      if (code != 0)
        return -1;
    }
  errno = EWOULDBLOCK;
  return -1;
}

void
postil_journal_files_sync_directory (const char *directory)
{
  int fd = open (directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  if (fsync (fd) != 0)
    g_debug ("The folder of journals cannot be synced: %s", g_strerror (errno));
  close (fd);
}

gboolean
postil_journal_files_exist (GFile *sidecar)
{
  g_autofree char *directory = postil_journal_dup_directory ();
  gboolean exist = FALSE;

  g_return_val_if_fail (G_IS_FILE (sidecar), FALSE);

  for (guint number = 1; number <= POSTIL_MAX_JOURNALS && !exist; number++)
    {
      g_autofree char *path = postil_journal_files_dup_path (directory, sidecar, number);

      exist = g_file_test (path, G_FILE_TEST_EXISTS);
    }
  return exist;
}

gboolean
postil_journal_files_remove (GFile *sidecar)
{
  g_autofree char *directory = postil_journal_dup_directory ();
  gboolean are_gone = TRUE;

  g_return_val_if_fail (G_IS_FILE (sidecar), FALSE);

  for (guint number = 1; number <= POSTIL_MAX_JOURNALS; number++)
    {
      g_autofree char *path = postil_journal_files_dup_path (directory, sidecar, number);
      int fd = postil_journal_files_open_locked (path, FALSE);

      if (fd < 0)
        {
          are_gone &= errno == ENOENT;
          continue;
        }
      are_gone &= unlink (path) == 0;
      close (fd);
    }
  return are_gone;
}
