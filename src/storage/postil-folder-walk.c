/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Listing a folder by the names in it. readdir() tells names and kinds at once; only links
 * and what a filesystem does not tell are asked about one by one. Links to folders are not
 * followed, so that no ring can be walked. Any thread. */

#include "config.h"

#include "storage/postil-folder-walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>

#include "storage/postil-files.h"

typedef enum
{
  KIND_FILE,
  KIND_FOLDER,
  KIND_OTHER
} Kind;

/* One call of postil_walk_folder(). */
typedef struct
{
  const char       *relative;
  const char       *coder;
  DIR              *dir;
  GHashTable       *by_name;   /* of the article → PostilWalkEntry */
  GPtrArray        *folders;
  PostilWalkCounts *counts;
} Walk;

void
postil_walk_entry_free (gpointer entry)
{
  g_free (((PostilWalkEntry *) entry)->path);
  g_free (entry);
}

PostilFolderKind
postil_walk_judge (const char *root)
{
  g_autoptr (GFile) folder = NULL;
  g_autoptr (GFile) home = NULL;
  g_autoptr (GFileInfo) info = NULL;

  g_return_val_if_fail (root != NULL, POSTIL_FOLDER_PLAIN);

  folder = g_file_new_for_path (root);
  home = g_file_new_for_path (g_get_home_dir ());
  if (g_file_equal (folder, home) || g_file_has_prefix (home, folder))
    return POSTIL_FOLDER_HOME;
  info = g_file_query_filesystem_info (folder, G_FILE_ATTRIBUTE_FILESYSTEM_REMOTE, NULL, NULL);
  if (info != NULL && g_file_info_get_attribute_boolean (info, G_FILE_ATTRIBUTE_FILESYSTEM_REMOTE))
    return POSTIL_FOLDER_REMOTE;
  return POSTIL_FOLDER_PLAIN;
}

static char *
join (const char *folder,
      const char *name)
{
  return *folder == '\0' ? g_strdup (name) : g_strconcat (folder, "/", name, NULL);
}

static PostilWalkEntry *
ensure_entry (Walk       *self,
              const char *name)
{
  PostilWalkEntry *entry = g_hash_table_lookup (self->by_name, name);

  if (entry == NULL)
    {
      entry = g_new0 (PostilWalkEntry, 1);
      entry->path = join (self->relative, name);
      g_hash_table_insert (self->by_name, g_strdup (name), entry);
    }
  return entry;
}

static void
add_sidecar (Walk       *self,
             const char *name,
             gboolean    is_conflict)
{
  g_autofree char *article = NULL;
  g_autofree char *coder = NULL;
  PostilWalkEntry *entry;

  if (!postil_files_parse_sidecar_name (name, &article, &coder))
    return;
  /* Another coder's file says no more than that this is an article. */
  entry = ensure_entry (self, article);
  if (!g_str_equal (coder, self->coder))
    return;
  entry->has_sidecar = entry->has_sidecar || !is_conflict;
  entry->has_conflict = entry->has_conflict || is_conflict;
}

static void
add_file (Walk       *self,
          const char *name)
{
  g_autofree char *original = NULL;

  if (postil_files_is_article_name (name))
    ensure_entry (self, name)->exists = TRUE;
  else if (!g_str_has_suffix (name, ".json"))
    return;
  else if (g_str_equal (name, "codebook.json"))
    self->counts->has_codebook = TRUE;
  else if (postil_files_parse_conflicted_name (name, &original))
    add_sidecar (self, original, TRUE);
  else if (g_str_has_suffix (name, POSTIL_SIDECAR_SUFFIX))
    add_sidecar (self, name, FALSE);
}

static Kind
get_kind (Walk                *self,
          const struct dirent *item)
{
  struct stat st;

  if (item->d_type == DT_REG)
    return KIND_FILE;
  if (item->d_type == DT_DIR)
    return KIND_FOLDER;
  if (item->d_type == DT_LNK)
    {
      /* A link to an article is read like the article; a link to a folder might be a ring. */
      if (fstatat (dirfd (self->dir), item->d_name, &st, 0) == 0 && S_ISREG (st.st_mode))
        return KIND_FILE;
      return KIND_OTHER;
    }
  if (item->d_type != DT_UNKNOWN || fstatat (dirfd (self->dir), item->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0)
    return KIND_OTHER;
  if (S_ISREG (st.st_mode))
    return KIND_FILE;
  return S_ISDIR (st.st_mode) ? KIND_FOLDER : KIND_OTHER;
}

static void
add_item (Walk                *self,
          const struct dirent *item)
{
  switch (get_kind (self, item))
    {
    case KIND_FILE:
      add_file (self, item->d_name);
      break;
    case KIND_FOLDER:
      g_ptr_array_add (self->folders, join (self->relative, item->d_name));
      break;
    case KIND_OTHER:
      break;
    }
}

static int
compare_entries (gconstpointer a,
                 gconstpointer b)
{
  return strcmp ((*(PostilWalkEntry *const *) a)->path, (*(PostilWalkEntry *const *) b)->path);
}

/* An article that has sidecars counts whatever its name ends in, if it is there; without a
 * sidecar of this coder's and without a file there is nothing to list. */
static void
finish (Walk      *self,
        GPtrArray *entries)
{
  guint n_before = entries->len;
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, self->by_name);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      PostilWalkEntry *entry = value;
      struct stat st;

      if (!entry->exists)
        entry->exists = fstatat (dirfd (self->dir), name, &st, 0) == 0 && S_ISREG (st.st_mode);
      if (self->counts->n_articles < POSTIL_WALK_MAX_ARTICLES && (entry->exists || entry->has_sidecar))
        {
          self->counts->n_articles++;
          g_ptr_array_add (entries, entry);
        }
      else
        postil_walk_entry_free (entry);
    }
  if (entries->len > n_before)
    qsort (entries->pdata + n_before, entries->len - n_before, sizeof (gpointer), compare_entries);
}

static void
check_limits (PostilWalkCounts *counts,
              PostilReport     *report)
{
  if (counts->is_over)
    return;
  counts->is_over = counts->n_names >= POSTIL_WALK_MAX_NAMES || counts->n_articles >= POSTIL_WALK_MAX_ARTICLES ||
                    counts->n_folders >= POSTIL_WALK_MAX_FOLDERS;
  if (counts->is_over)
    postil_report_add (report, NULL, 0, "too-many", NULL,
                       _("This folder holds more files than Postil lists: %u articles in %u folders were found so far. "
                         "Open a folder that holds your articles alone."),
                       counts->n_articles, counts->n_folders);
}

static void
read_names (Walk         *self,
            GCancellable *cancellable)
{
  const struct dirent *item;

  while (self->counts->n_names < POSTIL_WALK_MAX_NAMES &&
         g_hash_table_size (self->by_name) < POSTIL_WALK_MAX_ARTICLES && (item = readdir (self->dir)) != NULL)
    {
      self->counts->n_names++;
      if (item->d_name[0] != '.')
        add_item (self, item);
      if (self->counts->n_names % 1024 == 0 && g_cancellable_is_cancelled (cancellable))
        return;
    }
}

gboolean
postil_walk_folder (const char        *root,
                    const char        *relative,
                    const char        *coder,
                    GPtrArray         *entries,
                    GPtrArray         *folders,
                    PostilWalkCounts  *counts,
                    PostilReport      *report,
                    GCancellable      *cancellable,
                    GError           **error)
{
  Walk walk = { .relative = relative, .coder = coder, .folders = folders, .counts = counts };
  g_autofree char *full = NULL;

  g_return_val_if_fail (root != NULL && relative != NULL && coder != NULL, FALSE);
  g_return_val_if_fail (entries != NULL && folders != NULL && counts != NULL && report != NULL, FALSE);

  full = *relative == '\0' ? g_strdup (root) : g_build_filename (root, relative, NULL);
  walk.dir = opendir (full);
  if (walk.dir == NULL)
    {
      g_autofree char *shown = g_filename_display_name (full);
      int code = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
                   _("The folder “%s” cannot be looked into: %s."), shown, g_strerror (code));
      return FALSE;
    }
  counts->n_folders++;
  counts->has_codebook = FALSE;
  walk.by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  read_names (&walk, cancellable);
  finish (&walk, entries);
  g_hash_table_unref (walk.by_name);
  closedir (walk.dir);
  check_limits (counts, report);
  return TRUE;
}
