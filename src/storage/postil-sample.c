/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The sample article's own copy, for a person who has just started Postil. Invariant: what
 * is there is never written over. Any thread. */

#include "config.h"

#include "storage/postil-sample.h"

#include "base/postil-error.h"
#include "storage/postil-files.h"

#define FOLDER_NAME "Postil"

static GFile *
find_folder (void)
{
  const char *documents = g_get_user_special_dir (G_USER_DIRECTORY_DOCUMENTS);

  /* Where there is no documents folder, glib may name the home folder: no place for ours. */
  if (documents == NULL || g_strcmp0 (documents, g_get_home_dir ()) == 0)
    documents = g_get_user_data_dir ();

  return g_file_new_build_filename (documents, FOLDER_NAME, NULL);
}

GFile *
postil_sample_install (GBytes        *bytes,
                       const char    *name,
                       GCancellable  *cancellable,
                       GError       **error)
{
  g_autoptr (GFile) folder = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  folder = find_folder ();
  file = g_file_get_child (folder, name);
  if (!g_file_make_directory_with_parents (folder, cancellable, &local_error)
      && !g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_EXISTS))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  g_clear_error (&local_error);
  if (!postil_files_write (file, bytes, "", NULL, cancellable, &local_error)
      && !g_error_matches (local_error, POSTIL_ERROR, POSTIL_ERROR_CONFLICT))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  return g_steal_pointer (&file);
}

gboolean
postil_sample_is (GFile      *file,
                  const char *name)
{
  g_autoptr (GFile) folder = NULL;
  g_autoptr (GFile) sample = NULL;

  g_return_val_if_fail (G_IS_FILE (file), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  folder = find_folder ();
  sample = g_file_get_child (folder, name);

  return g_file_equal (file, sample);
}
