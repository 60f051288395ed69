/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The cache of a folder's list: one line a sidecar, fields between tabs, names escaped, and a
 * last line with the checksum of all before it, so that half a file is no file. Any thread. */

#include "config.h"

#include "storage/postil-folder-cache.h"

#include <gio/gio.h>
#include <string.h>

#define HEADER "postil-folder-cache 1\n"
#define MAX_BYTES (256u * 1024u * 1024u)
#define MAX_CODES 4096u

enum
{
  FIELD_PATH,
  FIELD_SIZE,
  FIELD_INODE,
  FIELD_TIME,
  FIELD_IS_DONE,
  FIELD_UNSURE,
  FIELD_ORPHANS,
  FIELD_MOVED,
  FIELD_CHANGED,
  N_FIELDS /* and behind them code and count by turns */
};

typedef struct
{
  PostilFileStamp  stamp;
  PostilSummary   *summary;
} Record;

struct _PostilFolderCache
{
  GHashTable *records; /* path → Record */
};

static void
record_free (gpointer data)
{
  Record *record = data;

  postil_summary_unref (record->summary);
  g_free (record);
}

static char *
dup_path (const char *root,
          const char *coder)
{
  g_autoptr (GFile) folder = g_file_new_for_path (root);
  g_autofree char *uri = g_file_get_uri (folder);
  g_autofree char *both = g_strconcat (uri, "\n", coder, NULL);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, both, -1);
  g_autofree char *name = g_strconcat (hash, ".list", NULL);

  return g_build_filename (g_get_user_cache_dir (), "postil", "folders", name, NULL);
}

static guint64
get_number (char **fields,
            guint  index)
{
  return g_ascii_strtoull (fields[index], NULL, 10);
}

static void
read_line (PostilFolderCache *self,
           const char        *line)
{
  g_auto (GStrv) fields = g_strsplit (line, "\t", -1);
  guint n_fields = g_strv_length (fields);
  guint n_counts = n_fields > N_FIELDS ? (n_fields - N_FIELDS) / 2 : 0;
  g_autofree PostilSummaryCount *counts = NULL;
  PostilSummaryInit init = { 0 };
  Record *record;

  if (n_fields < N_FIELDS || (n_fields - N_FIELDS) % 2 != 0 || n_counts > MAX_CODES)
    return;

  counts = g_new0 (PostilSummaryCount, n_counts);
  for (guint i = 0; i < n_counts; i++)
    {
      char *code = g_strcompress (fields[N_FIELDS + 2 * i]);

      g_free (fields[N_FIELDS + 2 * i]);
      fields[N_FIELDS + 2 * i] = code;
      counts[i].code = code;
      counts[i].n = (guint) get_number (fields, N_FIELDS + 2 * i + 1);
    }
  init.is_done = get_number (fields, FIELD_IS_DONE) != 0;
  init.n_unsure = (guint) get_number (fields, FIELD_UNSURE);
  init.n_orphans = (guint) get_number (fields, FIELD_ORPHANS);
  init.n_moved = (guint) get_number (fields, FIELD_MOVED);
  init.modified = g_ascii_strtoll (fields[FIELD_CHANGED], NULL, 10);

  record = g_new0 (Record, 1);
  record->stamp.size = get_number (fields, FIELD_SIZE);
  record->stamp.inode = get_number (fields, FIELD_INODE);
  record->stamp.modified = g_ascii_strtoll (fields[FIELD_TIME], NULL, 10);
  record->summary = postil_summary_new (&init, counts, n_counts);
  g_hash_table_replace (self->records, g_strcompress (fields[FIELD_PATH]), record);
}

/* Up to the line of the checksum; NULL where that is not right. */
static const char *
find_end (const char *contents,
          gsize       length)
{
  g_autofree char *sum = NULL;
  const char *end;

  if (!g_str_has_prefix (contents, HEADER) || length < strlen (HEADER) + 2 || contents[length - 1] != '\n')
    return NULL;
  end = contents + length - 1;
  while (end > contents && end[-1] != '\n')
    end--;
  sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) contents, (gsize) (end - contents));
  return strncmp (end, sum, strlen (sum)) == 0 ? end : NULL;
}

PostilFolderCache *
postil_folder_cache_load (const char *root,
                          const char *coder)
{
  PostilFolderCache *self = NULL;
  g_autofree char *path = NULL;
  g_autofree char *contents = NULL;
  gsize length = 0;
  const char *end = NULL;

  g_return_val_if_fail (root != NULL && coder != NULL, NULL);

  self = g_new0 (PostilFolderCache, 1);
  self->records = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, record_free);
  path = dup_path (root, coder);
  if (!g_file_get_contents (path, &contents, &length, NULL))
    return self;

  end = length <= MAX_BYTES ? find_end (contents, length) : NULL;
  for (char *line = contents + strlen (HEADER); end != NULL && line < end;)
    {
      char *line_end = strchr (line, '\n');

      if (line_end == NULL)
        break;
      *line_end = '\0';
      read_line (self, line);
      line = line_end + 1;
    }
  return self;
}

void
postil_folder_cache_free (PostilFolderCache *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->records);
  g_free (self);
}

PostilSummary *
postil_folder_cache_lookup (PostilFolderCache     *self,
                            const char            *path,
                            const PostilFileStamp *stamp)
{
  const Record *record;

  g_return_val_if_fail (self != NULL && path != NULL && stamp != NULL, NULL);

  record = g_hash_table_lookup (self->records, path);
  if (record == NULL || record->stamp.size != stamp->size || record->stamp.inode != stamp->inode ||
      record->stamp.modified != stamp->modified)
    return NULL;
  return postil_summary_ref (record->summary);
}

guint
postil_folder_cache_get_n (PostilFolderCache *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return g_hash_table_size (self->records);
}

GString *
postil_folder_cache_begin (void)
{
  return g_string_new (HEADER);
}

static void
append_escaped (GString    *out,
                const char *text)
{
  g_autofree char *escaped = g_strescape (text, NULL);

  g_string_append (out, escaped);
}

void
postil_folder_cache_add (GString               *out,
                         const char            *path,
                         const PostilFileStamp *stamp,
                         PostilSummary         *summary)
{
  const PostilSummaryInit *init;
  const PostilSummaryCount *counts;
  guint n_counts = 0;

  g_return_if_fail (out != NULL && path != NULL && stamp != NULL && summary != NULL);

  init = postil_summary_get (summary);
  counts = postil_summary_get_counts (summary, &n_counts);
  append_escaped (out, path);
  g_string_append_printf (out, "\t%" G_GUINT64_FORMAT "\t%" G_GUINT64_FORMAT "\t%" G_GINT64_FORMAT "\t%d\t%u\t%u\t%u\t%" G_GINT64_FORMAT,
                          stamp->size, stamp->inode, stamp->modified, init->is_done ? 1 : 0, init->n_unsure,
                          init->n_orphans, init->n_moved, init->modified);
  for (guint i = 0; i < n_counts; i++)
    {
      g_string_append_c (out, '\t');
      append_escaped (out, counts[i].code);
      g_string_append_printf (out, "\t%u", counts[i].n);
    }
  g_string_append_c (out, '\n');
}

void
postil_folder_cache_end (GString    *out,
                         const char *root,
                         const char *coder)
{
  g_autofree char *path = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *sum = NULL;

  g_return_if_fail (out != NULL && root != NULL && coder != NULL);

  sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) out->str, out->len);
  g_string_append_printf (out, "%s\n", sum);
  path = dup_path (root, coder);
  folder = g_path_get_dirname (path);
  if (g_mkdir_with_parents (folder, 0700) == 0)
    g_file_set_contents_full (path, out->str, (gssize) out->len, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL);
  g_string_free (out, TRUE);
}
