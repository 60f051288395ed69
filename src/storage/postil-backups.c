/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Versions of sidecars that can be gone back to. A version is a plain sidecar under
 * backups/HASH-OF-ITS-ADDRESS/COUNT-TIME-DIGEST.json in the user's data directory, so it
 * can be taken out by hand, too. Invariant: adding one never touches the newest ones, and
 * removes another only after it is on the disk itself. Blocking, any thread. */

#include "config.h"

#include "storage/postil-backups.h"

#include <glib/gstdio.h>
#include <string.h>

#include "storage/postil-files.h"

#define DIRECTORY_MODE 0700
#define DIGEST_CHARS 16u
#define NEWEST_KEPT 2u
#define MAX_SIDECAR_BYTES (512u * 1024u * 1024u)
#define BYTES_A_SECOND (512 * 1024)

void
postil_backup_free (PostilBackup *self)
{
  if (self == NULL)
    return;

  g_free (self->path);
  g_free (self->digest);
  g_free (self);
}

char *
postil_backups_dup_directory (GFile *sidecar)
{
  g_autofree char *uri = NULL;
  g_autofree char *hash = NULL;

  g_return_val_if_fail (G_IS_FILE (sidecar), NULL);

  uri = g_file_get_uri (sidecar);
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, uri, -1);
  return g_build_filename (g_get_user_data_dir (), "postil", "backups", hash, NULL);
}

static gboolean
is_digest (const char *text)
{
  return strlen (text) == DIGEST_CHARS && strspn (text, "0123456789abcdef") == DIGEST_CHARS;
}

/* "0000000012-20261123T101500Z-0123456789abcdef.json"; NULL for what is not ours. */
static PostilBackup *
parse_name (const char *directory, const char *name)
{
  g_autofree char *stem = NULL;
  g_auto(GStrv) parts = NULL;
  g_autoptr(GDateTime) time = NULL;
  g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();
  guint64 sequence;
  PostilBackup *backup;

  if (!g_str_has_suffix (name, ".json"))
    return NULL;

  stem = g_strndup (name, strlen (name) - strlen (".json"));
  parts = g_strsplit (stem, "-", -1);
  if (g_strv_length (parts) != 3 || !is_digest (parts[2]) ||
      !g_ascii_string_to_unsigned (parts[0], 10, 0, G_MAXINT64, &sequence, NULL))
    return NULL;
  time = g_date_time_new_from_iso8601 (parts[1], utc);
  if (time == NULL)
    return NULL;

  backup = g_new0 (PostilBackup, 1);
  backup->path = g_build_filename (directory, name, NULL);
  backup->digest = g_strdup (parts[2]);
  backup->sequence = sequence;
  backup->time_s = g_date_time_to_unix (time);
  return backup;
}

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  const PostilBackup *one = *(PostilBackup *const *) a;
  const PostilBackup *other = *(PostilBackup *const *) b;

  if (one->sequence != other->sequence)
    return one->sequence > other->sequence ? -1 : 1;
  return strcmp (other->path, one->path);
}

GPtrArray *
postil_backups_list (GFile *sidecar)
{
  g_autofree char *directory = NULL;
  g_autoptr(GDir) dir = NULL;
  GPtrArray *backups;
  const char *name;

  g_return_val_if_fail (G_IS_FILE (sidecar), NULL);

  backups = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_backup_free);
  directory = postil_backups_dup_directory (sidecar);
  dir = g_dir_open (directory, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      PostilBackup *backup = parse_name (directory, name);

      if (backup != NULL)
        g_ptr_array_add (backups, backup);
    }
  g_ptr_array_sort (backups, compare_newest_first);
  return backups;
}

static gboolean
is_newest (GPtrArray *backups, const char *sha256)
{
  const PostilBackup *newest = backups->len > 0 ? backups->pdata[0] : NULL;

  return newest != NULL && strncmp (newest->digest, sha256, DIGEST_CHARS) == 0;
}

/* The one that leaves the smallest hole for its age, so that what stays is dense near now and
 * sparse long ago. Ages are sums of steps between neighbours, of which one that goes
 * backwards counts nothing: a clock that was wrong for a day harms nothing. The newest ones
 * and the very first are never it. */
static guint
find_superfluous (GPtrArray *backups)
{
  g_autofree gint64 *ages = g_new0 (gint64, backups->len);
  guint found = backups->len - 2;
  double smallest = G_MAXDOUBLE;

  for (guint i = 1; i < backups->len; i++)
    {
      const PostilBackup *newer = backups->pdata[i - 1];
      const PostilBackup *older = backups->pdata[i];

      ages[i] = ages[i - 1] + MAX (0, newer->time_s - older->time_s);
    }
  for (guint i = NEWEST_KEPT; i + 1 < backups->len; i++)
    {
      double hole = (double) (ages[i + 1] - ages[i - 1]) / (double) MAX (1, ages[i]);

      if (hole < smallest)
        {
          smallest = hole;
          found = i;
        }
    }
  return found;
}

static void
thin_out (GPtrArray *backups)
{
  while (backups->len > POSTIL_BACKUPS_MOST)
    {
      guint index = find_superfluous (backups);
      const PostilBackup *backup = backups->pdata[index];

      /* One that cannot be removed now is removed another time. */
      g_unlink (backup->path);
      g_ptr_array_remove_index (backups, index);
    }
}

/* A large sidecar is written often while somebody works on it; copies of it are not. */
static gboolean
is_too_soon (const PostilBackup *newest, gsize size, gint64 now_s)
{
  gint64 passed_s = now_s - newest->time_s;

  return passed_s >= 0 && passed_s < (gint64) (size / BYTES_A_SECOND);
}

gboolean
postil_backups_add (GFile   *sidecar,
                    GBytes  *bytes,
                    gint64   now_s,
                    GError **error)
{
  g_autofree char *directory = NULL;
  g_autofree char *sha256 = NULL;
  g_autofree char *stamp = NULL;
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;
  g_autoptr(GPtrArray) backups = NULL;
  g_autoptr(GDateTime) time = NULL;
  g_autoptr(GFile) file = NULL;
  const PostilBackup *newest;

  g_return_val_if_fail (G_IS_FILE (sidecar), FALSE);
  g_return_val_if_fail (bytes != NULL, FALSE);

  directory = postil_backups_dup_directory (sidecar);
  g_mkdir_with_parents (directory, DIRECTORY_MODE);
  sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  backups = postil_backups_list (sidecar);
  newest = backups->len > 0 ? backups->pdata[0] : NULL;
  if (is_newest (backups, sha256) ||
      (newest != NULL && is_too_soon (newest, g_bytes_get_size (bytes), now_s)))
    return TRUE;

  time = g_date_time_new_from_unix_utc (now_s);
  stamp = g_date_time_format (time, "%Y%m%dT%H%M%SZ");
  name = g_strdup_printf ("%010" G_GUINT64_FORMAT "-%s-%.*s.json",
                          newest != NULL ? newest->sequence + 1 : 1, stamp, (int) DIGEST_CHARS, sha256);
  path = g_build_filename (directory, name, NULL);
  file = g_file_new_for_path (path);
  if (!postil_files_write (file, bytes, "", NULL, NULL, error))
    return FALSE;

  g_ptr_array_insert (backups, 0, parse_name (directory, name));
  thin_out (backups);
  return TRUE;
}

void
postil_backups_add_now (GFile  *sidecar,
                        GBytes *bytes)
{
  g_autoptr(GError) error = NULL;

  g_return_if_fail (G_IS_FILE (sidecar));
  g_return_if_fail (bytes != NULL);

  if (!postil_backups_add (sidecar, bytes, g_get_real_time () / G_USEC_PER_SEC, &error))
    g_debug ("No backup: %s", error->message);
}

void
postil_backups_add_current (GFile      *sidecar,
                            const char *sha256)
{
  g_autoptr(GPtrArray) backups = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autofree char *found = NULL;

  g_return_if_fail (G_IS_FILE (sidecar));
  g_return_if_fail (sha256 != NULL);

  backups = postil_backups_list (sidecar);
  if (is_newest (backups, sha256))
    return;

  bytes = postil_files_read (sidecar, MAX_SIDECAR_BYTES, NULL, NULL, NULL);
  found = bytes != NULL ? g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes) : NULL;
  if (g_strcmp0 (found, sha256) == 0)
    postil_backups_add_now (sidecar, bytes);
}
