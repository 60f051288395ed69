/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Collects the files of an import. Invariant: their paths are relative to what was named,
 * with '/', and in order. Blocking, one thread. */

#include "config.h"

#include "storage/postil-intake.h"

#include <string.h>

#include "storage/postil-files.h"

#define MAX_BYTES (512u * 1024u * 1024u)
#define MAX_DEPTH 64

typedef struct
{
  GArray            *intake;
  const char *const *extensions;
  GHashTable        *waiting_files; /* or NULL */
  const char *const *waiting;       /* extensions; or NULL */
  PostilReport      *errors;
  GCancellable      *cancellable;
} Search;

static void
clear_file (gpointer data)
{
  PostilImportFile *file = data;

  g_free (file->path);
  g_clear_pointer (&file->bytes, g_bytes_unref);
}

GArray *
postil_intake_new (void)
{
  GArray *intake = g_array_new (FALSE, FALSE, sizeof (PostilImportFile));

  g_array_set_clear_func (intake, clear_file);
  return intake;
}

static gboolean
has_extension (const char        *name,
               const char *const *extensions)
{
  const char *dot = strrchr (name, '.');

  for (guint i = 0; dot != NULL && extensions[i] != NULL; i++)
    if (g_ascii_strcasecmp (dot + 1, extensions[i]) == 0)
      return TRUE;
  return FALSE;
}

/* One that is missing is said at once. */
static gboolean
can_wait (Search     *self,
          GFile      *file,
          const char *path)
{
  return self->waiting_files != NULL && has_extension (path, self->waiting) &&
         g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, self->cancellable) == G_FILE_TYPE_REGULAR;
}

static void
take_file (Search     *self,
           GFile      *file,
           const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  PostilImportFile taken;

  if (can_wait (self, file, path))
    {
      taken = (PostilImportFile) { .path = g_strdup (path) };
      g_array_append_val (self->intake, taken);
      g_hash_table_insert (self->waiting_files, taken.path, g_object_ref (file));
      return;
    }
  bytes = postil_files_read (file, MAX_BYTES, NULL, self->cancellable, &error);
  if (bytes == NULL)
    {
      postil_report_add_error (self->errors, path, 0, error);
      return;
    }
  taken = (PostilImportFile) { g_strdup (path), g_steal_pointer (&bytes) };
  g_array_append_val (self->intake, taken);
}

static gboolean
is_wanted (Search     *self,
           const char *name)
{
  return self->extensions == NULL || has_extension (name, self->extensions);
}

static int
compare_infos (gconstpointer a,
               gconstpointer b)
{
  return strcmp (g_file_info_get_name (*(GFileInfo **) a), g_file_info_get_name (*(GFileInfo **) b));
}

static GPtrArray *
dup_children (Search     *self,
              GFile      *folder,
              const char *path)
{
  g_autoptr (GPtrArray) infos = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileEnumerator) children = NULL;

  children = g_file_enumerate_children (folder,
                                        G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                                        G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, self->cancellable, &error);
  while (children != NULL)
    {
      GFileInfo *info = NULL;

      if (!g_file_enumerator_iterate (children, &info, NULL, self->cancellable, &error) || info == NULL)
        break;
      if (g_file_info_get_name (info)[0] != '.')
        g_ptr_array_add (infos, g_object_ref (info));
    }
  if (error != NULL)
    postil_report_add_error (self->errors, path, 0, error);
  g_ptr_array_sort (infos, compare_infos);
  return g_steal_pointer (&infos);
}

static void
search (Search     *self,
        GFile      *folder,
        const char *prefix,
        guint       depth)
{
  g_autoptr (GPtrArray) children = dup_children (self, folder, prefix);

  for (guint i = 0; i < children->len; i++)
    {
      GFileInfo *info = g_ptr_array_index (children, i);
      const char *name = g_file_info_get_name (info);
      g_autoptr (GFile) child = g_file_get_child (folder, name);
      g_autofree char *path = prefix[0] != '\0' ? g_strconcat (prefix, "/", name, NULL) : g_strdup (name);

      if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
        {
          if (depth < MAX_DEPTH)
            search (self, child, path, depth + 1);
        }
      else if (is_wanted (self, name)
               && g_file_query_file_type (child, G_FILE_QUERY_INFO_NONE, self->cancellable) == G_FILE_TYPE_REGULAR)
        take_file (self, child, path);
    }
}

static gboolean
add (Search     *self,
     const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *name = g_file_get_basename (file);
  guint n_before = self->intake->len;

  if (g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, self->cancellable) == G_FILE_TYPE_DIRECTORY)
    search (self, file, "", 0);
  else
    take_file (self, file, name);
  return self->intake->len > n_before;
}

gboolean
postil_intake_add (GArray            *intake,
                   const char        *path,
                   const char *const *extensions,
                   PostilReport      *errors,
                   GCancellable      *cancellable)
{
  g_return_val_if_fail (intake != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (errors != NULL, FALSE);

  return add (&(Search) { .intake = intake, .extensions = extensions, .errors = errors, .cancellable = cancellable }, path);
}

gboolean
postil_intake_add_waiting (GArray            *intake,
                           GHashTable        *files,
                           const char        *path,
                           const char *const *extensions,
                           const char *const *waiting,
                           PostilReport      *errors,
                           GCancellable      *cancellable)
{
  Search self = { intake, extensions, files, waiting, errors, cancellable };

  g_return_val_if_fail (intake != NULL && files != NULL, FALSE);
  g_return_val_if_fail (path != NULL && waiting != NULL, FALSE);
  g_return_val_if_fail (errors != NULL, FALSE);

  return add (&self, path);
}

/* Two files can have the same path, as seen from two folders: what counts is which string it is. */
GHashTable *
postil_intake_files_new (void)
{
  return g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, g_object_unref);
}

GBytes *
postil_intake_read (GHashTable              *files,
                    const PostilImportFile  *file,
                    GCancellable            *cancellable,
                    GError                 **error)
{
  GFile *where;

  g_return_val_if_fail (files != NULL && file != NULL, NULL);

  where = g_hash_table_lookup (files, file->path);
  g_return_val_if_fail (where != NULL, NULL);

  return postil_files_read (where, MAX_BYTES, NULL, cancellable, error);
}
