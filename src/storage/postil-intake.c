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
  PostilReport      *errors;
  GCancellable      *cancellable;
} Search;

static void
clear_file (gpointer data)
{
  PostilImportFile *file = data;

  g_free (file->path);
  g_bytes_unref (file->bytes);
}

GArray *
postil_intake_new (void)
{
  GArray *intake = g_array_new (FALSE, FALSE, sizeof (PostilImportFile));

  g_array_set_clear_func (intake, clear_file);
  return intake;
}

static void
take_file (Search     *self,
           GFile      *file,
           const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = postil_files_read (file, MAX_BYTES, NULL, self->cancellable, &error);
  PostilImportFile taken;

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
  const char *dot = strrchr (name, '.');

  if (self->extensions == NULL)
    return TRUE;
  for (guint i = 0; dot != NULL && self->extensions[i] != NULL; i++)
    if (g_ascii_strcasecmp (dot + 1, self->extensions[i]) == 0)
      return TRUE;
  return FALSE;
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

gboolean
postil_intake_add (GArray            *intake,
                   const char        *path,
                   const char *const *extensions,
                   PostilReport      *errors,
                   GCancellable      *cancellable)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *name = NULL;
  Search self = { intake, extensions, errors, cancellable };
  guint n_before;

  g_return_val_if_fail (intake != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (errors != NULL, FALSE);

  n_before = intake->len;
  file = g_file_new_for_path (path);
  name = g_file_get_basename (file);
  if (g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, cancellable) == G_FILE_TYPE_DIRECTORY)
    search (&self, file, "", 0);
  else
    take_file (&self, file, name);
  return intake->len > n_before;
}
