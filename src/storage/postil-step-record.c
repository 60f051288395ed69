/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The records of steps over many articles: a key file each, so that one that is damaged
 * takes no other with it. What is in one was written by Postil, and is believed only as far
 * as it can be read. Blocking; any thread. */

#include "config.h"

#include "storage/postil-step-record.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "base/postil-error.h"
#include "exchange/postil-codebook-json.h"

#define GROUP "step"
#define SUFFIX ".step"

static char *
dup_folder (void)
{
  return g_build_filename (g_get_user_state_dir (), "postil", "steps", NULL);
}

static char *
dup_path (const char *id)
{
  g_autofree char *folder = dup_folder ();
  g_autofree char *name = g_strconcat (id, SUFFIX, NULL);

  return g_build_filename (folder, name, NULL);
}

/* An id becomes a file's name: nothing in it may lead elsewhere. */
static gboolean
is_id (const char *id)
{
  return g_uuid_string_is_valid (id);
}

void
postil_step_record_free (PostilStepRecord *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->id);
  g_free (self->time);
  g_free (self->title);
  g_free (self->root);
  g_free (self->coder);
  g_free (self->codebook_path);
  g_clear_pointer (&self->before, postil_codebook_unref);
  g_clear_pointer (&self->after, postil_codebook_unref);
  g_strfreev (self->articles);
  g_free (self);
}

static void
set_codebook (GKeyFile       *file,
              const char     *key,
              PostilCodebook *codebook)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;

  /* The built-in one is known by its absence: its labels are translated. */
  if (codebook == NULL || postil_codebook_is_builtin (codebook))
    return;

  bytes = postil_codebook_write (codebook);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_key_file_set_string (file, GROUP, key, text);
}

gboolean
postil_step_record_save (PostilStepRecord  *self,
                         GError           **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *folder = dup_folder ();
  g_autofree char *path = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (is_id (self->id), FALSE);

  g_key_file_set_string (file, GROUP, "time", self->time);
  g_key_file_set_string (file, GROUP, "title", self->title);
  g_key_file_set_string (file, GROUP, "root", self->root);
  g_key_file_set_string (file, GROUP, "coder", self->coder);
  g_key_file_set_string (file, GROUP, "codebook", self->codebook_path);
  g_key_file_set_boolean (file, GROUP, "had-codebook", self->had_codebook);
  g_key_file_set_boolean (file, GROUP, "undone", self->is_undone);
  set_codebook (file, "before", self->before);
  set_codebook (file, "after", self->after);
  g_key_file_set_string_list (file, GROUP, "articles", (const char *const *) self->articles,
                              g_strv_length (self->articles));

  path = dup_path (self->id);
  g_mkdir_with_parents (folder, 0700);
  return g_key_file_save_to_file (file, path, error);
}

static gboolean
read_codebook (GKeyFile        *file,
               const char      *key,
               PostilCodebook **codebook,
               GError         **error)
{
  g_autofree char *text = g_key_file_get_string (file, GROUP, key, NULL);
  g_autoptr (GBytes) bytes = NULL;

  if (text == NULL)
    *codebook = postil_codebook_new_builtin ();
  else
    {
      bytes = g_bytes_new (text, strlen (text));
      *codebook = postil_codebook_read (bytes, NULL, error);
    }

  return *codebook != NULL;
}

static gboolean
read_strings (PostilStepRecord  *self,
              GKeyFile          *file,
              GError           **error)
{
  struct { const char *key; char **value; } strings[] = {
    { "time", &self->time },
    { "title", &self->title },
    { "root", &self->root },
    { "coder", &self->coder },
    { "codebook", &self->codebook_path },
  };

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    {
      *strings[i].value = g_key_file_get_string (file, GROUP, strings[i].key, error);
      if (*strings[i].value == NULL)
        return FALSE;
    }

  self->articles = g_key_file_get_string_list (file, GROUP, "articles", NULL, error);
  return self->articles != NULL;
}

PostilStepRecord *
postil_step_record_load (const char  *id,
                         GError     **error)
{
  g_autoptr (PostilStepRecord) self = NULL;
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) local = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (id != NULL, NULL);

  self = g_new0 (PostilStepRecord, 1);
  self->id = g_strdup (id);
  path = is_id (id) ? dup_path (id) : NULL;
  if (path == NULL
      || !g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &local)
      || !read_strings (self, file, &local)
      || !read_codebook (file, "before", &self->before, &local)
      || !read_codebook (file, "after", &self->after, &local))
    {
      g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_MALFORMED,
                   _("The record of this step over several articles is missing or damaged, so only this article can "
                     "be set back. (%s)"),
                   local != NULL ? local->message : id);
      return NULL;
    }

  self->had_codebook = g_key_file_get_boolean (file, GROUP, "had-codebook", NULL);
  self->is_undone = g_key_file_get_boolean (file, GROUP, "undone", NULL);
  return g_steal_pointer (&self);
}

char **
postil_step_record_list (void)
{
  g_autofree char *folder = dup_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  const char *name = NULL;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *id = g_strndup (name, MAX (strlen (name), strlen (SUFFIX)) - strlen (SUFFIX));

      if (g_str_has_suffix (name, SUFFIX) && is_id (id))
        g_ptr_array_add (ids, g_steal_pointer (&id));
    }
  g_ptr_array_add (ids, NULL);

  return (char **) g_ptr_array_free (g_steal_pointer (&ids), FALSE);
}
