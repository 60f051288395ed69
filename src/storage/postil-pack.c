/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Packs a folder. Invariant: a layer is packed only when its coder was chosen, and what is
 * packed can be unpacked: its names and sizes are checked by the rules of unpacking. Blocking,
 * any thread. */

#include "config.h"

#include "storage/postil-pack.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-error.h"
#include "base/postil-zip-writer.h"
#include "base/postil-zip.h"
#include "exchange/postil-article-list.h"
#include "exchange/postil-plan-csv.h"
#include "storage/postil-files.h"
#include "storage/postil-folder.h"
#include "storage/postil-output.h"

#define MAX_PATH_BYTES 4000u
#define MAX_NAME_BYTES 255u
#define MAX_DEPTH 64u
#define CODEBOOK_NAME "codebook.json"

typedef struct
{
  const char             *folder;
  const PostilPackChoice *choice;
  PostilReport           *report;
  PostilPackCounts       *counts;
  PostilZipWriter        *zip;
  GString                *sums;
  gsize                   n_bytes;
  GCancellable           *cancellable;
} Pack;

static gboolean
is_safe_name (const char *name)
{
  if (*name == '\0' || *name == '.' || strlen (name) > MAX_NAME_BYTES)
    return FALSE;
  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c < 0x20 || (c >= 0x7f && c < 0xa0) || c == '\\')
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_wanted_name (const char *name)
{
  return postil_files_is_article_name (name) || postil_files_parse_sidecar_name (name, NULL, NULL) ||
         strcmp (name, CODEBOOK_NAME) == 0 || strcmp (name, POSTIL_ARTICLE_LIST_NAME) == 0 ||
         strcmp (name, POSTIL_PLAN_NAME) == 0;
}

gboolean
postil_pack_takes_path (const char *path)
{
  g_auto (GStrv) names = NULL;
  guint n;

  g_return_val_if_fail (path != NULL, FALSE);

  if (!g_utf8_validate (path, -1, NULL) || strlen (path) > MAX_PATH_BYTES)
    return FALSE;
  names = g_strsplit (path, "/", -1);
  n = g_strv_length (names);
  if (n == 0 || n > MAX_DEPTH)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!is_safe_name (names[i]))
      return FALSE;
  return is_wanted_name (names[n - 1]);
}

static gboolean
check_size (Pack    *self,
            gsize    length,
            GError **error)
{
  self->n_bytes += length;
  if (length <= POSTIL_ZIP_MAX_ENTRY_BYTES && self->n_bytes <= POSTIL_ZIP_MAX_BYTES &&
      self->counts->n_files < POSTIL_ZIP_MAX_ENTRIES - 1)
    return TRUE;
  g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_TOO_LARGE,
               _("This is too much for one pack: it holds %u files, %u MB a file and %u MB in all. Pack sub-folders one by one."),
               POSTIL_ZIP_MAX_ENTRIES - 1, POSTIL_ZIP_MAX_ENTRY_BYTES >> 20, POSTIL_ZIP_MAX_BYTES >> 20);
  return FALSE;
}

static gboolean
add_bytes (Pack        *self,
           const char  *path,
           GBytes      *bytes,
           GError     **error)
{
  g_autofree char *sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  if (!check_size (self, length, error) || !postil_zip_writer_add (self->zip, path, data, length, error))
    return FALSE;
  g_string_append_printf (self->sums, "%s  %s\n", sum, path);
  self->counts->n_files++;
  return TRUE;
}

/* @n (may be NULL) is counted up. A file that cannot be read is reported; FALSE where the pack
 * cannot go on. */
static gboolean
add_file (Pack        *self,
          const char  *path,
          gboolean     may_be_missing,
          guint       *n,
          GError     **error)
{
  g_autofree char *full = g_build_filename (self->folder, path, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (full);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (!postil_pack_takes_path (path))
    {
      postil_report_add (self->report, path, 0, "encoding", NULL,
                         _("This name does not work on every computer, so the file was left out. Rename it."));
      return TRUE;
    }
  bytes = postil_files_read (file, POSTIL_ZIP_MAX_ENTRY_BYTES, NULL, self->cancellable, &local_error);
  if (bytes == NULL)
    {
      if (!may_be_missing || !g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        postil_report_add_error (self->report, path, 0, local_error);
      return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
    }
  if (!add_bytes (self, path, bytes, error))
    return FALSE;
  if (n != NULL)
    (*n)++;
  return TRUE;
}

static gboolean
wants_coder (Pack       *self,
             const char *coder)
{
  if (g_strcmp0 (coder, self->choice->without) == 0)
    return FALSE;
  return self->choice->all || (self->choice->coders != NULL && g_strv_contains (self->choice->coders, coder));
}

static gboolean
add_article (Pack                      *self,
             const PostilArticleEntry  *entry,
             GError                   **error)
{
  if (entry->exists && !add_file (self, entry->path, FALSE, &self->counts->n_articles, error))
    return FALSE;
  for (guint i = 0; i < entry->sidecars->len; i++)
    {
      const PostilSidecarEntry *sidecar = g_ptr_array_index (entry->sidecars, i);

      if (!sidecar->conflicted && wants_coder (self, sidecar->coder) &&
          !add_file (self, sidecar->path, FALSE, &self->counts->n_layers, error))
        return FALSE;
    }
  return TRUE;
}

/* What is known of the one article; nothing of the others, which are not in the pack. */
static gboolean
add_record (Pack        *self,
            const char  *path,
            GError     **error)
{
  g_autofree char *full = g_build_filename (self->folder, path, NULL);
  g_autofree char *article = g_path_get_basename (self->choice->article);
  g_autoptr (GFile) file = g_file_new_for_path (full);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GBytes) bytes = postil_files_read (file, POSTIL_ZIP_MAX_ENTRY_BYTES, NULL, self->cancellable, &local_error);
  g_autoptr (PostilArticleList) list = bytes != NULL ? postil_article_list_read (bytes, &local_error) : NULL;
  g_autoptr (PostilArticleRecord) record = list != NULL ? postil_article_list_dup_record (list, article) : NULL;
  g_autoptr (PostilArticleList) only = postil_article_list_new ();
  g_autoptr (GBytes) out = NULL;

  if (list == NULL && !g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    postil_report_add_error (self->report, path, 0, local_error);
  if (record == NULL)
    return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
  if (!postil_article_list_put (only, record, error))
    return FALSE;
  out = postil_article_list_write (only);
  return add_bytes (self, path, out, error);
}

static int
compare_strings (gconstpointer a,
                 gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
wants_article (Pack       *self,
               const char *path)
{
  return self->choice->article == NULL || strcmp (self->choice->article, path) == 0;
}

/* The folders that wanted articles are in, and those around them, in order. */
static GPtrArray *
dup_folders (Pack         *self,
             PostilFolder *folder)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *folders = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (folders, g_strdup (""));
  for (guint i = 0; i < postil_folder_get_n_articles (folder); i++)
    {
      const char *path = postil_folder_get_article (folder, i)->path;

      if (!wants_article (self, path))
        continue;
      for (const char *slash = strchr (path, '/'); slash != NULL; slash = strchr (slash + 1, '/'))
        {
          char *prefix = g_strndup (path, (gsize) (slash - path));

          if (g_hash_table_add (seen, prefix))
            g_ptr_array_add (folders, prefix);
          else
            g_free (prefix);
        }
    }
  g_ptr_array_sort (folders, compare_strings);
  return folders;
}

static gboolean
add_others (Pack         *self,
            PostilFolder *folder,
            GError      **error)
{
  g_autoptr (GPtrArray) folders = dup_folders (self, folder);

  if (!self->choice->is_exercise && !add_file (self, POSTIL_PLAN_NAME, TRUE, NULL, error))
    return FALSE;
  for (guint i = 0; i < folders->len; i++)
    {
      g_autofree char *list = g_build_filename (g_ptr_array_index (folders, i), POSTIL_ARTICLE_LIST_NAME, NULL);
      g_autofree char *codebook = g_build_filename (g_ptr_array_index (folders, i), CODEBOOK_NAME, NULL);
      const char *list_path = *list == '/' ? list + 1 : list;
      const char *codebook_path = *codebook == '/' ? codebook + 1 : codebook;

      if (self->choice->article == NULL ? !add_file (self, list_path, TRUE, NULL, error) : !add_record (self, list_path, error))
        return FALSE;
      if (!add_file (self, codebook_path, TRUE, NULL, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_counts (Pack    *self,
              GError **error)
{
  g_autofree char *place = self->choice->article != NULL ? g_build_filename (self->folder, self->choice->article, NULL) : NULL;
  g_autofree char *shown = g_filename_display_name (place != NULL ? place : self->folder);

  if (self->counts->n_articles == 0 && self->counts->n_layers == 0)
    g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_UNDEFINED, _("There is nothing to pack in “%s”: no article and no layer."), shown);
  else if (self->choice->needs_layer && self->counts->n_layers == 0)
    g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_UNDEFINED, _("Nothing was marked yet by %s, so there is nothing to pack."),
                 self->choice->coders != NULL ? *self->choice->coders : "?");
  else
    return TRUE;
  return FALSE;
}

static gboolean
add_all (Pack         *self,
         PostilFolder *folder,
         GError      **error)
{
  if (!add_others (self, folder, error))
    return FALSE;
  for (guint i = 0; i < postil_folder_get_n_articles (folder); i++)
    {
      const PostilArticleEntry *entry = postil_folder_get_article (folder, i);

      if (wants_article (self, entry->path) && !add_article (self, entry, error))
        return FALSE;
    }
  return check_counts (self, error) &&
         postil_zip_writer_add (self->zip, POSTIL_PACK_SUMS, self->sums->str, self->sums->len, error) &&
         postil_zip_writer_end (self->zip, error);
}

gboolean
postil_pack_write (const char              *folder,
                   const char              *path,
                   const PostilPackChoice  *choice,
                   PostilReport            *report,
                   PostilPackCounts        *counts,
                   GCancellable            *cancellable,
                   GError                 **error)
{
  g_autoptr (PostilFolder) scanned = NULL;
  g_autoptr (PostilOutput) output = NULL;
  g_autoptr (PostilZipWriter) zip = NULL;
  g_autoptr (GString) sums = g_string_new (NULL);
  Pack pack = { folder, choice, report, counts, NULL, sums, 0, cancellable };

  g_return_val_if_fail (folder != NULL && path != NULL && choice != NULL, FALSE);
  g_return_val_if_fail (report != NULL && counts != NULL, FALSE);

  *counts = (PostilPackCounts) { 0 };
  scanned = postil_folder_scan (folder, report, cancellable, error);
  if (scanned == NULL)
    return FALSE;
  output = postil_output_new_file (path, error);
  if (output == NULL)
    return FALSE;
  zip = postil_zip_writer_new (postil_output_append, output);
  pack.zip = zip;
  return add_all (&pack, scanned, error) && postil_output_commit (output, error);
}
