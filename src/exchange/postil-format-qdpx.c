/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* qdpx: a REFI-QDA project, a zip of project.qde and the folder sources. Programs write the
 * names in many ways (Sources, backslashes, another name for the project), so entries are
 * found by the end of their path, whatever its case. Any thread. */

#include "config.h"

#include "exchange/postil-format.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-error.h"
#include "base/postil-zip.h"
#include "exchange/postil-qda.h"

#define SNIFF_BYTES 1024
#define TAIL_BYTES (256u * 1024u)

static const char *const extensions[] = { "qdpx", NULL };

static gpointer
export_begin (const PostilExportOptions *options,
              GError                   **error)
{
  return postil_qdpx_writer_new (options);
}

static gboolean
export_article (gpointer          state,
                PostilSetArticle *article,
                PostilReport     *losses,
                GError          **error)
{
  if (article->text == NULL || article->layers->len == 0)
    return TRUE;
  return postil_qdpx_writer_add (state, article, losses, error);
}

static gboolean
export_end (gpointer      state,
            PostilReport *losses,
            GError      **error)
{
  g_autoptr (GError) local_error = NULL;
  gboolean done = postil_qdpx_writer_end (state, losses, &local_error);

  postil_qdpx_writer_free (state);
  if (!done)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return done;
}

static void
export_abort (gpointer state)
{
  postil_qdpx_writer_free (state);
}

/* The last part of a path, in lower case. */
static char *
dup_base (const char *path)
{
  const char *slash = path;

  for (const char *p = path; *p != '\0'; p++)
    if (*p == '/' || *p == '\\')
      slash = p + 1;
  return g_utf8_validate (slash, -1, NULL) ? g_utf8_strdown (slash, -1) : g_ascii_strdown (slash, -1);
}

/* Pictures, recordings and rich texts stay packed. */
static gboolean
is_wanted (const char *name,
           gpointer    user_data)
{
  g_autofree char *base = dup_base (name);

  return g_str_has_suffix (base, ".qde") || g_str_has_suffix (base, ".txt");
}

typedef struct
{
  PostilZip  *zip;
  GHashTable *names; /* base name in lower case → name in the zip */
} Container;

static GBytes *
find_file (const char *path,
           gpointer    user_data)
{
  Container *self = user_data;
  g_autofree char *base = dup_base (path);
  const char *name = g_hash_table_lookup (self->names, base);
  GBytes *bytes = name != NULL ? postil_zip_get (self->zip, name) : NULL;

  return bytes != NULL ? g_bytes_ref (bytes) : NULL;
}

/* project.qde, or the one of another name. */
static GBytes *
find_project (Container *self)
{
  const char *const *names = postil_zip_get_names (self->zip);
  const char *found = g_hash_table_lookup (self->names, "project.qde");

  for (guint i = 0; found == NULL && names[i] != NULL; i++)
    {
      g_autofree char *base = dup_base (names[i]);

      if (g_str_has_suffix (base, ".qde"))
        found = names[i];
    }
  return found != NULL ? postil_zip_get (self->zip, found) : NULL;
}

static gboolean
read_zip (PostilRowSet           *set,
          const PostilImportFile *file,
          PostilImportOptions    *options,
          GError                **error)
{
  g_autoptr (PostilZip) zip = postil_zip_new (file->bytes, is_wanted, NULL, error);
  g_autoptr (GHashTable) by_base = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Container self = { zip, by_base };
  const char *const *names;
  GBytes *project;

  if (zip == NULL)
    return FALSE;
  names = postil_zip_get_names (zip);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *base = dup_base (names[i]);

      if (!g_hash_table_contains (by_base, base))
        g_hash_table_insert (by_base, g_steal_pointer (&base), (gpointer) names[i]);
    }
  project = find_project (&self);
  if (project != NULL)
    return postil_qdpx_read (set, file->path, project, find_file, &self, options, error);
  g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
                       _("This is no REFI-QDA project: there is no project.qde in it."));
  return FALSE;
}

static GBytes *
find_nothing (const char *path,
              gpointer    user_data)
{
  return NULL;
}

static gboolean
is_zip (GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  return length >= 4 && memcmp (data, "PK", 2) == 0;
}

/* The XML alone, as some programs leave it. */
static gboolean
is_project (GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  return length > 0 && g_strstr_len (data, (gssize) MIN (length, SNIFF_BYTES), "urn:QDA-XML:project") != NULL;
}

static gboolean
has_extension (const char *path)
{
  g_autofree char *base = dup_base (path);

  return g_str_has_suffix (base, ".qdpx");
}

static gboolean
import (const PostilImportFile *files,
        guint                   n_files,
        PostilImportOptions    *options,
        GError                **error)
{
  guint n_taken = 0;

  for (guint i = 0; i < n_files; i++)
    {
      g_autoptr (PostilRowSet) set = postil_row_set_new (options);
      g_autoptr (GError) local_error = NULL;
      gboolean done;

      n_taken += has_extension (files[i].path) || is_zip (files[i].bytes) || is_project (files[i].bytes);
      if (is_project (files[i].bytes))
        done = postil_qdpx_read (set, files[i].path, files[i].bytes, find_nothing, NULL, options, &local_error);
      else
        done = read_zip (set, &files[i], options, &local_error);
      if (!done)
        postil_report_add_error (options->errors, files[i].path, 0, local_error);
      else if (!postil_row_set_finish (set, error))
        return FALSE;
    }
  if (n_taken > 0)
    return TRUE;
  g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA, _("None of the files is a REFI-QDA project."));
  return FALSE;
}

/* A zip's directory of names is at its end. */
static gboolean
names_project (GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  gsize n = MIN (length, TAIL_BYTES);

  return is_zip (bytes) && memmem (data + length - n, n, "project.qde", strlen ("project.qde")) != NULL;
}

static int
sniff (const PostilImportFile *files,
       guint                   n_files)
{
  int most = 0;

  for (guint i = 0; i < n_files; i++)
    if ((has_extension (files[i].path) && is_zip (files[i].bytes)) || is_project (files[i].bytes))
      return 95;
    else if (names_project (files[i].bytes))
      most = 90;
    else if (has_extension (files[i].path))
      most = MAX (most, 70);
  return most;
}

const PostilFormat postil_format_qdpx = {
  .name = "qdpx",
  .title = N_ ("REFI-QDA project (NVivo, ATLAS.ti, MAXQDA, QualCoder, Quirkos…)"),
  .extensions = extensions,
  .flags = POSTIL_FORMAT_READ | POSTIL_FORMAT_WRITE | POSTIL_FORMAT_ONE_FILE | POSTIL_FORMAT_CODES,
  .cannot_hold = N_ ("Definitions of attributes and links, times of links, whether an article is done, passages without a place, control characters"),
  .export_begin = export_begin,
  .export_article = export_article,
  .export_end = export_end,
  .export_abort = export_abort,
  .sniff = sniff,
  .import = import,
};
