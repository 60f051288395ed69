/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Zip files in the oldest form that all programs read. libarchive's writer puts owners and
 * times into them, so that the same set would never give the same bytes twice. Invariant:
 * what was emitted is the beginning of a sound zip file. One thread at a time. */

#include "config.h"

#include "base/postil-zip-writer.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "base/postil-error.h"

#define MAX_BYTES G_MAXUINT32
#define MAX_ENTRIES 65535u
#define VERSION 20u         /* deflate */
#define FLAGS 0x0800u       /* the names are UTF-8 */
#define STORED 0u
#define DEFLATED 8u
#define DOS_DATE 0x0021u    /* 1 January 1980: no time is kept */

struct _PostilZipWriter
{
  PostilZipEmit  emit;
  gpointer       user_data;
  GByteArray    *directory;
  guint64        n_bytes;
  guint          n_entries;
};

/* What an entry's two headers share. */
typedef struct
{
  const char *name;
  guint       method;
  guint32     crc;
  guint32     n_packed;
  guint32     n_bytes;
} Entry;

PostilZipWriter *
postil_zip_writer_new (PostilZipEmit emit,
                       gpointer      user_data)
{
  PostilZipWriter *self;

  g_return_val_if_fail (emit != NULL, NULL);

  self = g_new0 (PostilZipWriter, 1);
  self->emit = emit;
  self->user_data = user_data;
  self->directory = g_byte_array_new ();
  return self;
}

void
postil_zip_writer_free (PostilZipWriter *self)
{
  if (self == NULL)
    return;
  g_byte_array_unref (self->directory);
  g_free (self);
}

static void
append_16 (GByteArray *out,
           guint       value)
{
  const guint8 bytes[] = { (guint8) value, (guint8) (value >> 8) };

  g_byte_array_append (out, bytes, sizeof bytes);
}

static void
append_32 (GByteArray *out,
           guint32     value)
{
  append_16 (out, value & 0xffff);
  append_16 (out, value >> 16);
}

static void
append_entry (GByteArray  *out,
              const Entry *entry)
{
  append_16 (out, VERSION);
  append_16 (out, FLAGS);
  append_16 (out, entry->method);
  append_16 (out, 0);
  append_16 (out, DOS_DATE);
  append_32 (out, entry->crc);
  append_32 (out, entry->n_packed);
  append_32 (out, entry->n_bytes);
  append_16 (out, (guint) strlen (entry->name));
  append_16 (out, 0);
}

static void
append_name (GByteArray *out,
             const char *name)
{
  g_byte_array_append (out, (const guint8 *) name, (guint) strlen (name));
}

static guint32
get_crc (const char *data,
         gsize       length)
{
  guint32 table[256];
  guint32 crc = G_MAXUINT32;

  for (guint32 i = 0; i < G_N_ELEMENTS (table); i++)
    {
      guint32 c = i;

      for (guint k = 0; k < 8; k++)
        c = (c & 1) != 0 ? 0xedb88320u ^ (c >> 1) : c >> 1;
      table[i] = c;
    }
  for (gsize i = 0; i < length; i++)
    crc = table[(crc ^ (guint8) data[i]) & 0xff] ^ (crc >> 8);
  return ~crc;
}

/* NULL where it does not become smaller. */
static GBytes *
deflate (const char *data,
         gsize       length)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_RAW, -1);
  g_autofree char *packed = g_malloc (length + 1);
  gsize n_read = 0;
  gsize n_packed = 0;

  for (;;)
    {
      gsize n_in, n_out;
      GConverterResult result = g_converter_convert (G_CONVERTER (compressor), data + n_read, length - n_read,
                                                     packed + n_packed, length - n_packed, G_CONVERTER_INPUT_AT_END,
                                                     &n_in, &n_out, NULL);

      if (result == G_CONVERTER_ERROR)
        return NULL;
      n_read += n_in;
      n_packed += n_out;
      if (result == G_CONVERTER_FINISHED)
        return g_bytes_new_take (g_steal_pointer (&packed), n_packed);
      if (n_packed >= length)
        return NULL;
    }
}

static gboolean
emit (PostilZipWriter *self,
      gconstpointer    data,
      gsize            length,
      GError         **error)
{
  self->n_bytes += length;
  return length == 0 || self->emit (NULL, data, length, self->user_data, error);
}

gboolean
postil_zip_writer_add (PostilZipWriter *self,
                       const char      *name,
                       const char      *data,
                       gsize            length,
                       GError         **error)
{
  g_autoptr (GByteArray) header = g_byte_array_new ();
  g_autoptr (GBytes) packed = NULL;
  Entry entry = { .name = name };
  guint32 offset;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  if (length >= MAX_BYTES || self->n_bytes + length >= MAX_BYTES - G_MAXUINT16 || self->n_entries >= MAX_ENTRIES
      || strlen (name) > G_MAXUINT16)
    {
      g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_TOO_LARGE,
                           _("The set is too large for one zip file (4 GB, 65,535 entries). Export it in parts."));
      return FALSE;
    }
  offset = (guint32) self->n_bytes;
  packed = length > 0 ? deflate (data, length) : NULL;
  entry.method = packed != NULL ? DEFLATED : STORED;
  entry.crc = get_crc (data, length);
  entry.n_bytes = (guint32) length;
  entry.n_packed = packed != NULL ? (guint32) g_bytes_get_size (packed) : entry.n_bytes;
  append_32 (header, 0x04034b50);
  append_entry (header, &entry);
  append_name (header, name);
  append_32 (self->directory, 0x02014b50);
  append_16 (self->directory, VERSION);
  append_entry (self->directory, &entry);
  append_16 (self->directory, 0);  /* comment */
  append_16 (self->directory, 0);  /* disk */
  append_16 (self->directory, 0);  /* internal attributes */
  append_32 (self->directory, 0);  /* external attributes */
  append_32 (self->directory, offset);
  append_name (self->directory, name);
  self->n_entries++;
  return emit (self, header->data, header->len, error)
         && emit (self, packed != NULL ? g_bytes_get_data (packed, NULL) : data, entry.n_packed, error);
}

gboolean
postil_zip_writer_end (PostilZipWriter *self,
                       GError         **error)
{
  g_autoptr (GByteArray) end = g_byte_array_new ();
  guint32 offset;

  g_return_val_if_fail (self != NULL, FALSE);

  offset = (guint32) self->n_bytes;
  append_32 (end, 0x06054b50);
  append_32 (end, 0);
  append_16 (end, self->n_entries);
  append_16 (end, self->n_entries);
  append_32 (end, self->directory->len);
  append_32 (end, offset);
  append_16 (end, 0);
  return emit (self, self->directory->data, self->directory->len, error) && emit (self, end->data, end->len, error);
}
