/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Guards libarchive. The sizes that a zip declares are never believed: what comes out is
 * counted while it comes. Only the central directory's view of the file is read, so that two
 * programs cannot see two documents in one file. Pure functions, any thread. */

#include "config.h"

#include "base/postil-zip.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/postil-error.h"

#define CHUNK_BYTES (64u * 1024u)
#define FREE_BYTES (4u * 1024u * 1024u) /* below this no ratio is a bomb */

typedef struct archive Archive;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Archive, archive_read_free)

struct _PostilZip
{
  GHashTable *entries; /* name → GBytes */
  GPtrArray  *names;   /* NULL-terminated once it is read */
  gsize       n_bytes;
  gsize       limit;
};

static gboolean
set_malformed (Archive *archive,
               GError **error)
{
  const char *reason = archive_error_string (archive);
  g_autofree char *valid = g_utf8_make_valid (reason != NULL ? reason : "?", -1);

  g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_MALFORMED,
               _("The file is cut off or damaged: its zip container cannot be read (%s). "
                 "Copy or download it again."), valid);
  return FALSE;
}

static gboolean
set_encrypted (GError **error)
{
  g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
                       _("The document is protected by a password. Save it without one, and try again."));
  return FALSE;
}

static gsize
get_limit (gsize length)
{
  return MIN (FREE_BYTES + MIN (length, POSTIL_ZIP_MAX_BYTES) * POSTIL_ZIP_MAX_RATIO, POSTIL_ZIP_MAX_BYTES);
}

static gboolean
check_growth (gsize    n_entry,
              gsize    n_all,
              gsize    limit,
              GError **error)
{
  if (n_entry <= POSTIL_ZIP_MAX_ENTRY_BYTES && n_all <= limit)
    return TRUE;
  g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_TOO_LARGE,
                       _("The file unpacks to far more than any document holds; it is not read."));
  return FALSE;
}

static Archive *
open_archive (const void *data,
              gsize       length,
              GError    **error)
{
  g_autoptr (Archive) archive = archive_read_new ();

  archive_read_support_format_zip_seekable (archive);
  archive_read_set_option (archive, "zip", "hdrcharset", "UTF-8");
  if (length > 0 && archive_read_open_memory (archive, data, length) == ARCHIVE_OK)
    return g_steal_pointer (&archive);
  set_malformed (archive, error);
  return NULL;
}

static gboolean
read_entry (PostilZip  *self,
            Archive    *archive,
            const char *name,
            GError    **error)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();
  g_autofree guint8 *chunk = g_malloc (CHUNK_BYTES);
  la_ssize_t n_read;

  while ((n_read = archive_read_data (archive, chunk, CHUNK_BYTES)) > 0)
    {
      self->n_bytes += (gsize) n_read;
      if (!check_growth (data->len + (gsize) n_read, self->n_bytes, self->limit, error))
        return FALSE;
      g_byte_array_append (data, chunk, (guint) n_read);
    }
  if (n_read < 0)
    return set_malformed (archive, error);
  g_hash_table_insert (self->entries, g_strdup (name), g_byte_array_free_to_bytes (g_steal_pointer (&data)));
  return TRUE;
}

static gboolean
read_entries (PostilZip      *self,
              Archive        *archive,
              PostilZipWants  wants,
              gpointer        user_data,
              GError        **error)
{
  struct archive_entry *entry;
  int result;

  while ((result = archive_read_next_header (archive, &entry)) == ARCHIVE_OK || result == ARCHIVE_WARN)
    {
      const char *name = archive_entry_pathname_utf8 (entry);

      if (name == NULL)
        name = archive_entry_pathname (entry);
      if (self->names->len >= POSTIL_ZIP_MAX_ENTRIES)
        {
          g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_TOO_LARGE,
                       _("The file’s zip container has more than %u entries; it is not read."), POSTIL_ZIP_MAX_ENTRIES);
          return FALSE;
        }
      if (name == NULL || !g_utf8_validate (name, -1, NULL))
        continue;
      g_ptr_array_add (self->names, g_strdup (name));
      if (archive_entry_filetype (entry) != AE_IFREG || (wants != NULL && !wants (name, user_data)) ||
          g_hash_table_contains (self->entries, name))
        continue;
      if (archive_entry_is_encrypted (entry))
        return set_encrypted (error);
      if (!read_entry (self, archive, name, error))
        return FALSE;
    }
  return result == ARCHIVE_EOF || set_malformed (archive, error);
}

PostilZip *
postil_zip_new (GBytes         *bytes,
                PostilZipWants  wants,
                gpointer        user_data,
                GError        **error)
{
  g_autoptr (PostilZip) self = NULL;
  g_autoptr (Archive) archive = NULL;
  gsize length;
  const void *data;

  g_return_val_if_fail (bytes != NULL, NULL);

  data = g_bytes_get_data (bytes, &length);
  self = g_new0 (PostilZip, 1);
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->limit = get_limit (length);
  archive = open_archive (data, length, error);
  if (archive == NULL)
    return NULL;
  if (!read_entries (self, archive, wants, user_data, error))
    return NULL;
  g_ptr_array_add (self->names, NULL);
  return g_steal_pointer (&self);
}

void
postil_zip_free (PostilZip *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->entries);
  g_ptr_array_unref (self->names);
  g_free (self);
}

GBytes *
postil_zip_get (PostilZip  *self,
                const char *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  return g_hash_table_lookup (self->entries, name);
}

const char *const *
postil_zip_get_names (PostilZip *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *const *) self->names->pdata;
}

struct _PostilZipEntry
{
  GBytes  *bytes;
  Archive *archive;
  gsize    n_bytes;
  gsize    limit;
};

/* As far as the data of @name. */
static gboolean
find_entry (PostilZipEntry *self,
            const char     *name,
            GError        **error)
{
  struct archive_entry *entry;
  int result;

  while ((result = archive_read_next_header (self->archive, &entry)) == ARCHIVE_OK || result == ARCHIVE_WARN)
    {
      const char *own = archive_entry_pathname_utf8 (entry);

      if (own == NULL)
        own = archive_entry_pathname (entry);
      if (own == NULL || strcmp (own, name) != 0 || archive_entry_filetype (entry) != AE_IFREG)
        continue;
      return archive_entry_is_encrypted (entry) ? set_encrypted (error) : TRUE;
    }
  if (result != ARCHIVE_EOF)
    return set_malformed (self->archive, error);
  g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_MALFORMED,
               _("The document is damaged: it has no part “%s”. Open it in the program that wrote it, and save it again."), name);
  return FALSE;
}

PostilZipEntry *
postil_zip_entry_open (GBytes     *bytes,
                       const char *name,
                       GError    **error)
{
  g_autoptr (PostilZipEntry) self = NULL;
  gsize length;
  const void *data;

  g_return_val_if_fail (bytes != NULL && name != NULL, NULL);

  data = g_bytes_get_data (bytes, &length);
  self = g_new0 (PostilZipEntry, 1);
  self->bytes = g_bytes_ref (bytes);
  self->limit = get_limit (length);
  self->archive = open_archive (data, length, error);
  if (self->archive == NULL || !find_entry (self, name, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
postil_zip_entry_free (PostilZipEntry *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->archive, archive_read_free);
  g_bytes_unref (self->bytes);
  g_free (self);
}

gssize
postil_zip_entry_read (PostilZipEntry *self,
                       void           *buffer,
                       gsize           length,
                       GError        **error)
{
  la_ssize_t n_read;

  g_return_val_if_fail (self != NULL && buffer != NULL, -1);

  n_read = archive_read_data (self->archive, buffer, length);
  if (n_read < 0)
    {
      set_malformed (self->archive, error);
      return -1;
    }
  self->n_bytes += (gsize) n_read;
  return check_growth (self->n_bytes, self->n_bytes, self->limit, error) ? (gssize) n_read : -1;
}
