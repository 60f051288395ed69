/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Unpacks what strangers sent. Invariant: nothing is written before every name and checksum was
 * verified, nothing outside of the folder or through a link, and nothing over what is there.
 * Blocking, any thread. */

#include "config.h"

#include "storage/postil-pack.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "base/postil-error.h"
#include "base/postil-zip.h"
#include "exchange/postil-sidecar.h"
#include "model/postil-merge.h"
#include "storage/postil-batch.h"
#include "storage/postil-files.h"

#define SUM_CHARS 64u
#define FOLDER_MODE 0777

struct _PostilPack
{
  PostilZip  *zip;
  GHashTable *sums;   /* path → checksum */
  GPtrArray  *paths;  /* in the order of the list */
};

typedef struct
{
  const char       *root;     /* absolute */
  gboolean          merges;
  PostilPack       *pack;
  PostilReport     *report;
  PostilPackCounts *counts;
  PostilBatch      *batch;
  guint             n_tags;   /* new files */
  guint             n_lost;   /* of them */
  GCancellable     *cancellable;
} Unpack;

static gboolean
refuse (const char *path,
        const char *message,
        GError    **error)
{
  g_autofree char *shown = g_utf8_make_valid (path, -1);

  g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA, "%s: %s", shown, message);
  return FALSE;
}

/* "checksum  path" */
static gboolean
take_sum (PostilPack  *self,
          const char  *line,
          GError     **error)
{
  const char *path = NULL;

  for (guint i = 0; i < SUM_CHARS; i++)
    if (!g_ascii_isxdigit (line[i]) || g_ascii_isupper (line[i]))
      return refuse (POSTIL_PACK_SUMS, _("This is not a list of checksums, so nothing was unpacked."), error);
  if (strncmp (line + SUM_CHARS, "  ", 2) != 0)
    return refuse (POSTIL_PACK_SUMS, _("This is not a list of checksums, so nothing was unpacked."), error);
  path = line + SUM_CHARS + 2;
  if (!postil_pack_takes_path (path))
    return refuse (path, _("A pack may not hold a file of that name, so nothing was unpacked."), error);
  if (!g_hash_table_insert (self->sums, g_strdup (path), g_strndup (line, SUM_CHARS)))
    return refuse (path, _("The pack holds this file twice, so nothing was unpacked."), error);
  g_ptr_array_add (self->paths, g_strdup (path));
  return TRUE;
}

static gboolean
take_sums (PostilPack  *self,
           GError     **error)
{
  GBytes *bytes = postil_zip_get (self->zip, POSTIL_PACK_SUMS);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gsize length;
  const char *data;

  if (bytes == NULL)
    {
      g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
                           _("This is no pack of Postil: there are no checksums (SHA256SUMS) in it."));
      return FALSE;
    }
  data = g_bytes_get_data (bytes, &length);
  if (length > 0 && memchr (data, '\0', length) != NULL)
    return refuse (POSTIL_PACK_SUMS, _("This is not a list of checksums, so nothing was unpacked."), error);
  text = g_strndup (data != NULL ? data : "", length);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0' && !take_sum (self, lines[i], error))
      return FALSE;
  return TRUE;
}

/* One file's name may not be another's folder. */
static gboolean
check_folders (PostilPack  *self,
               GError     **error)
{
  for (guint i = 0; i < self->paths->len; i++)
    {
      const char *path = g_ptr_array_index (self->paths, i);

      for (const char *slash = strchr (path, '/'); slash != NULL; slash = strchr (slash + 1, '/'))
        {
          g_autofree char *folder = g_strndup (path, (gsize) (slash - path));

          if (g_hash_table_contains (self->sums, folder))
            return refuse (folder, _("The pack holds a file and a folder of this name, so nothing was unpacked."), error);
        }
    }
  return TRUE;
}

/* What is in the zip is in the list, once. */
static gboolean
check_names (PostilPack  *self,
             GError     **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  const char *const *names = postil_zip_get_names (self->zip);

  for (guint i = 0; names[i] != NULL; i++)
    {
      if (!g_hash_table_add (seen, (gpointer) names[i]))
        return refuse (names[i], _("The pack holds this file twice, so nothing was unpacked."), error);
      if (strcmp (names[i], POSTIL_PACK_SUMS) != 0 && !g_hash_table_contains (self->sums, names[i]))
        return refuse (names[i], _("The pack has no checksum of this file, so nothing was unpacked."), error);
    }
  return TRUE;
}

static gboolean
check_sums (PostilPack  *self,
            GError     **error)
{
  for (guint i = 0; i < self->paths->len; i++)
    {
      const char *path = g_ptr_array_index (self->paths, i);
      GBytes *bytes = postil_zip_get (self->zip, path);
      g_autofree char *sum = bytes != NULL ? g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes) : NULL;

      if (bytes == NULL)
        return refuse (path, _("The pack has a checksum of this file but not the file, so nothing was unpacked. Ask for it once more."), error);
      if (strcmp (sum, g_hash_table_lookup (self->sums, path)) != 0)
        return refuse (path, _("This file is not what was packed, so nothing was unpacked. Ask for the pack once more."), error);
    }
  return TRUE;
}

/* Makes the folders around @path; FALSE where something else, or a link, stands there. */
static gboolean
make_folders (Unpack      *self,
              const char  *path,
              GError     **error)
{
  for (const char *slash = strchr (path, '/'); slash != NULL; slash = strchr (slash + 1, '/'))
    {
      g_autofree char *relative = g_strndup (path, (gsize) (slash - path));
      g_autofree char *folder = g_build_filename (self->root, relative, NULL);
      struct stat info;

      if (g_mkdir (folder, FOLDER_MODE) == 0)
        continue;
      if (errno != EEXIST || lstat (folder, &info) != 0 || !S_ISDIR (info.st_mode))
        {
          g_autofree char *shown = g_filename_display_name (folder);

          g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY,
                       _("“%s” is not a folder, or cannot be made, so nothing is written into it."), shown);
          return FALSE;
        }
    }
  return TRUE;
}

static PostilLayer *
read_layer (GBytes  *bytes,
            GError **error)
{
  return postil_sidecar_read (bytes, POSTIL_SIDECAR_KEEP_SOURCE, NULL, error);
}

static gboolean
merge_layer (Unpack      *self,
             const char  *path,
             GFile       *file,
             GBytes      *there,
             const char  *etag,
             GBytes      *packed,
             GError     **error)
{
  g_autoptr (PostilLayer) ours = read_layer (there, error);
  g_autoptr (PostilLayer) theirs = ours != NULL ? read_layer (packed, error) : NULL;
  g_autoptr (PostilReport) report = postil_report_new ();
  g_autoptr (PostilLayer) merged = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (theirs == NULL)
    return FALSE;
  if (MAX (postil_layer_get_info (ours)->schema_version, postil_layer_get_info (theirs)->schema_version) > 1)
    {
      g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_NEWER_VERSION,
                           _("A newer Postil wrote this sidecar. Update Postil to merge it."));
      return FALSE;
    }
  merged = postil_merge_layers (NULL, ours, theirs, report);
  bytes = postil_sidecar_write (merged);
  if (!postil_files_write (file, bytes, etag, NULL, self->cancellable, error))
    return FALSE;
  self->counts->n_merged++;
  for (guint i = 0; i < postil_report_get_n_entries (report); i++)
    {
      const PostilReportEntry *entry = postil_report_get_entry (report, i);

      if (strcmp (entry->kind, "merged") != 0)
        postil_report_add (self->report, path, entry->line, entry->kind, entry->item, "%s", entry->message);
    }
  return TRUE;
}

/* Something stands there already. */
static gboolean
meet_file (Unpack      *self,
           const char  *path,
           GFile       *file,
           GBytes      *packed,
           GError     **error)
{
  g_autofree char *basename = g_path_get_basename (path);
  g_autofree char *etag = NULL;
  g_autoptr (GBytes) there = postil_files_read (file, POSTIL_ZIP_MAX_ENTRY_BYTES, &etag, self->cancellable, error);

  if (there == NULL)
    return FALSE;
  if (g_bytes_equal (there, packed))
    {
      self->counts->n_same++;
      return TRUE;
    }
  if (self->merges && postil_files_parse_sidecar_name (basename, NULL, NULL))
    return merge_layer (self, path, file, there, etag, packed, error);
  g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_CONFLICT,
                       _("Another file of that name is there already, and was kept. Unpack into an empty folder to have both."));
  return FALSE;
}

static gboolean
write_file (Unpack      *self,
            const char  *path,
            GError     **error)
{
  g_autofree char *full = g_build_filename (self->root, path, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (full);
  GBytes *bytes = postil_zip_get (self->pack->zip, path);
  struct stat info;

  if (!make_folders (self, path, error))
    return FALSE;
  if (lstat (full, &info) == 0)
    return meet_file (self, path, file, bytes, error);
  postil_batch_write (self->batch, full, self->n_tags++, bytes);
  return TRUE;
}

static void
lose_file (const char   *path,
           guint         tag,
           const GError *error,
           gpointer      user_data)
{
  Unpack *self = user_data;
  const char *relative = g_str_has_prefix (path, self->root) ? path + strlen (self->root) : path;

  if (error != NULL)
    postil_report_add_error (self->report, relative[0] == '/' ? relative + 1 : relative, 0, error);
  if (tag != POSTIL_BATCH_FOLDER)
    self->n_lost++;
}

static gboolean
write_all (Unpack  *self,
           GError **error)
{
  for (guint i = 0; i < self->pack->paths->len; i++)
    {
      const char *path = g_ptr_array_index (self->pack->paths, i);
      g_autofree char *basename = g_path_get_basename (path);
      g_autoptr (GError) local_error = NULL;

      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      self->counts->n_files++;
      self->counts->n_layers += postil_files_parse_sidecar_name (basename, NULL, NULL) ? 1 : 0;
      self->counts->n_articles += postil_files_is_article_name (basename) ? 1 : 0;
      if (!write_file (self, path, &local_error))
        postil_report_add_error (self->report, path, 0, local_error);
    }
  if (postil_batch_commit (self->batch) || self->n_lost < self->pack->paths->len)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("None of the files could be written."));
  return FALSE;
}

static gboolean
make_root (const char *root,
           GError    **error)
{
  int code;

  if (g_mkdir_with_parents (root, FOLDER_MODE) == 0 && postil_files_is_folder (root))
    return TRUE;
  code = errno;
  g_set_error (error, G_IO_ERROR, (gint) g_io_error_from_errno (code), _("The folder “%s” cannot be made: %s."), root, g_strerror (code));
  return FALSE;
}

void
postil_pack_free (PostilPack *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->zip, postil_zip_free);
  g_hash_table_unref (self->sums);
  g_ptr_array_unref (self->paths);
  g_free (self);
}

PostilPack *
postil_pack_read (const char    *path,
                  GCancellable  *cancellable,
                  GError       **error)
{
  g_autoptr (PostilPack) self = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_new0 (PostilPack, 1);
  self->sums = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->paths = g_ptr_array_new_with_free_func (g_free);
  file = g_file_new_for_path (path);
  bytes = postil_files_read (file, POSTIL_ZIP_MAX_BYTES, NULL, cancellable, error);
  self->zip = bytes != NULL ? postil_zip_new (bytes, NULL, NULL, error) : NULL;
  if (self->zip == NULL || !take_sums (self, error) || !check_folders (self, error) || !check_names (self, error) ||
      !check_sums (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

GPtrArray *
postil_pack_get_paths (PostilPack *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->paths;
}

GBytes *
postil_pack_get (PostilPack *self,
                 const char *path)
{
  g_return_val_if_fail (self != NULL && path != NULL, NULL);

  return postil_zip_get (self->zip, path);
}

gboolean
postil_pack_unpack (PostilPack        *self,
                    const char        *folder,
                    gboolean           merges,
                    PostilReport      *report,
                    PostilPackCounts  *counts,
                    GCancellable      *cancellable,
                    GError           **error)
{
  g_autofree char *root = NULL;
  g_autoptr (PostilBatch) batch = NULL;
  Unpack unpack = { NULL, merges, self, report, counts, NULL, 0, 0, cancellable };

  g_return_val_if_fail (self != NULL && folder != NULL && report != NULL && counts != NULL, FALSE);

  *counts = (PostilPackCounts) { 0 };
  root = g_canonicalize_filename (folder, NULL);
  unpack.root = root;
  unpack.batch = batch = postil_batch_new (lose_file, &unpack);
  return make_root (root, error) && write_all (&unpack, error);
}

gboolean
postil_pack_extract (const char        *path,
                     const char        *folder,
                     gboolean           merges,
                     PostilReport      *report,
                     PostilPackCounts  *counts,
                     GCancellable      *cancellable,
                     GError           **error)
{
  g_autoptr (PostilPack) pack = NULL;

  g_return_val_if_fail (path != NULL && folder != NULL && report != NULL && counts != NULL, FALSE);

  pack = postil_pack_read (path, cancellable, error);
  return pack != NULL && postil_pack_unpack (pack, folder, merges, report, counts, cancellable, error);
}
