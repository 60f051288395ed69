/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The files of an export: zips are opened, also those in zips, and paths like INCEpTION's
 * ("annotation/a.txt/maria.xmi") say whose work on what a file is. Invariant: nothing is opened
 * deeper than one zip in another. Any thread. */

#include "config.h"

#include "exchange/postil-cas.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-zip.h"

#define MAX_DEPTH 2u

gboolean
postil_cas_has_suffix (const char *path,
                       const char *suffix)
{
  gsize n = strlen (path);
  gsize n_suffix = strlen (suffix);

  return n >= n_suffix && g_ascii_strcasecmp (path + n - n_suffix, suffix) == 0;
}

static gboolean
is_zip (GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  return length >= 4 && memcmp (data, "PK", 2) == 0;
}

static void
file_free (gpointer data)
{
  PostilCasFile *self = data;

  g_free (self->path);
  g_bytes_unref (self->bytes);
  g_free (self->article);
  g_free (self->coder);
  g_free (self);
}

static gboolean
is_annotation_folder (const char *name)
{
  return strcmp (name, "annotation") == 0 || strcmp (name, "curation") == 0;
}

/* A folder that is called as a document is. */
static gboolean
is_document_name (const char *name)
{
  static const char *const suffixes[] = { ".txt", ".pdf", ".html", ".htm", ".xml", ".xmi", ".json", ".tsv", ".conll", ".docx", NULL };

  for (guint i = 0; suffixes[i] != NULL; i++)
    if (postil_cas_has_suffix (name, suffixes[i]))
      return TRUE;
  return FALSE;
}

/* Without the folders of the zips, in which the last two parts may be document and user. */
static void
parse_path (PostilCasFile *self)
{
  g_auto (GStrv) parts = g_strsplit (self->path, "/", -1);
  guint n = g_strv_length (parts);
  const char *user = n > 0 ? parts[n - 1] : "";
  guint at = n > 1 ? n - 2 : 0;

  /* "annotation/a.txt/maria.zip/maria.xmi" */
  if (at > 0 && postil_cas_has_suffix (parts[at], ".zip"))
    {
      user = parts[at];
      at--;
    }
  if (!(at > 0 && is_annotation_folder (parts[at - 1])) && !(n > 1 && is_document_name (parts[at])))
    return;
  self->article = g_strdup (parts[at]);
  self->coder = g_strndup (user, strrchr (user, '.') != NULL ? (gsize) (strrchr (user, '.') - user) : strlen (user));
}

static void
add_file (GPtrArray           *out,
          const char          *path,
          GBytes              *bytes,
          guint                depth,
          PostilCasWants       wants,
          PostilImportOptions *options);

static gboolean
is_wanted (const char *name,
           gpointer    user_data)
{
  PostilCasWants wants = *(PostilCasWants *) user_data;

  return postil_cas_has_suffix (name, ".zip") || wants (name);
}

/* What INCEpTION's project holds beside the annotations: the same once more, and settings. */
static void
report_project (const char          *path,
                const char          *name,
                PostilImportOptions *options)
{
  if (g_str_has_prefix (name, "exportedproject"))
    postil_report_add (options->losses, path, 0, "project", name,
                       _("The project's settings (layers, tagsets, users, guidelines) are not kept, only what was annotated."));
}

static void
add_zip (GPtrArray           *out,
         const char          *path,
         GBytes              *bytes,
         guint                depth,
         PostilCasWants       wants,
         PostilImportOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilZip) zip = postil_zip_new (bytes, is_wanted, &wants, &error);
  const char *const *names = zip != NULL ? postil_zip_get_names (zip) : NULL;
  gboolean is_project = FALSE;

  if (zip == NULL)
    {
      postil_report_add_error (options->errors, path, 0, error);
      return;
    }
  for (guint i = 0; names[i] != NULL; i++)
    is_project |= g_str_has_prefix (names[i], "exportedproject");
  for (guint i = 0; names[i] != NULL; i++)
    {
      GBytes *entry = postil_zip_get (zip, names[i]);
      g_autofree char *inner = g_utf8_validate (names[i], -1, NULL) ? g_strconcat (path, "/", names[i], NULL) : NULL;

      report_project (path, names[i], options);
      if (is_project && !g_str_has_prefix (names[i], "annotation/") && !g_str_has_prefix (names[i], "curation/"))
        continue;
      if (entry != NULL && inner != NULL)
        add_file (out, inner, entry, depth + 1, wants, options);
    }
}

static void
add_file (GPtrArray           *out,
          const char          *path,
          GBytes              *bytes,
          guint                depth,
          PostilCasWants       wants,
          PostilImportOptions *options)
{
  PostilCasFile *file;

  if (is_zip (bytes))
    {
      if (depth < MAX_DEPTH)
        add_zip (out, path, bytes, depth, wants, options);
      return;
    }
  if (!wants (path))
    return;
  file = g_new0 (PostilCasFile, 1);
  file->path = g_strdup (path);
  file->bytes = g_bytes_ref (bytes);
  parse_path (file);
  g_ptr_array_add (out, file);
}

GPtrArray *
postil_cas_files_new (const PostilImportFile *files,
                      guint                   n_files,
                      PostilCasWants          wants,
                      PostilImportOptions    *options)
{
  GPtrArray *out = g_ptr_array_new_with_free_func (file_free);

  for (guint i = 0; i < n_files; i++)
    add_file (out, files[i].path, files[i].bytes, 0, wants, options);
  return out;
}

static gboolean
wants_nothing (const char *name,
               gpointer    user_data)
{
  return FALSE;
}

gboolean
postil_cas_zip_holds (const PostilImportFile *file,
                      PostilCasWants          wants)
{
  g_autoptr (PostilZip) zip = is_zip (file->bytes) ? postil_zip_new (file->bytes, wants_nothing, NULL, NULL) : NULL;
  const char *const *names = zip != NULL ? postil_zip_get_names (zip) : NULL;

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    if (wants (names[i]))
      return TRUE;
  return FALSE;
}
