/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The far end of every import. Invariant: a path that comes from a file never leads out of
 * the folder, and no byte that stood there before is lost. Blocking, one thread; new files
 * are made and written in the batch's. */

#include "config.h"

#include "storage/postil-importer.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-error.h"
#include "exchange/postil-codebook-json.h"
#include "exchange/postil-sidecar.h"
#include "model/postil-merge.h"
#include "storage/postil-batch.h"
#include "storage/postil-files.h"
#include "storage/postil-records.h"

#define MAX_SIDECAR_BYTES (512u * 1024u * 1024u)
#define MAX_SAME_NAME 10000

struct _PostilImporter
{
  GFile              *folder;
  PostilBatch        *batch;    /* new files that wait to be written */
  PostilReport       *losses;
  PostilReport       *errors;
  GCancellable       *cancellable;
  PostilCodebook     *codebook;
  PostilCodebook     *refused;  /* the last that was left out, and listed */
  GHashTable         *targets;  /* path as it came → path in the folder */
  GHashTable         *articles; /* paths in the folder, that were counted */
  GHashTable         *coders;   /* name as it came → short name */
  GHashTable         *taken;    /* short names */
  GHashTable         *found;    /* folder's path → (element-type PostilArticleRecord) */
  GHashTable         *given;    /* likewise */
  GHashTable         *recorded; /* paths as they came, that a set said something of */
  GFile              *last_parent; /* of an article that was written, or NULL */
  char               *last_path;
  PostilText         *last_text;
  PostilImportCounts  counts;
};

/* Of a file of the batch; an article's tag is 0, a sidecar's the number of its annotations and 1. */
static void
lose_file (const char   *path,
           guint         tag,
           const GError *error,
           gpointer      user_data)
{
  PostilImporter *self = user_data;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *relative = g_file_get_relative_path (self->folder, file);

  if (error != NULL)
    postil_report_add_error (self->errors, relative, 0, error);
  if (tag == POSTIL_BATCH_FOLDER)
    return;
  if (tag == 0)
    self->counts.n_articles -= relative != NULL && g_hash_table_remove (self->articles, relative) ? 1 : 0;
  else
    {
      self->counts.n_sidecars--;
      self->counts.n_annotations -= tag - 1;
    }
}

PostilImporter *
postil_importer_new (const char    *folder,
                     PostilReport  *losses,
                     PostilReport  *errors,
                     GCancellable  *cancellable,
                     GError       **error)
{
  g_autoptr (PostilImporter) self = g_new0 (PostilImporter, 1);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (PostilCodebook) codebook = NULL;

  g_return_val_if_fail (folder != NULL, NULL);
  g_return_val_if_fail (losses != NULL && errors != NULL, NULL);

  self->folder = g_file_new_for_path (folder);
  self->batch = postil_batch_new (lose_file, self);
  self->losses = postil_report_ref (losses);
  self->errors = postil_report_ref (errors);
  self->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  self->targets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->articles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->coders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->recorded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->given = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  if (!g_file_make_directory_with_parents (self->folder, cancellable, &local_error)
      && !(g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_EXISTS)
           && g_file_query_file_type (self->folder, G_FILE_QUERY_INFO_NONE, cancellable) == G_FILE_TYPE_DIRECTORY))
    {
      g_propagate_prefixed_error (error, g_steal_pointer (&local_error), "%s: ", folder);
      return NULL;
    }
  codebook = postil_files_find_codebook (self->folder, NULL, &file, cancellable, error);
  if (codebook == NULL)
    return NULL;
  if (file != NULL)
    self->codebook = g_steal_pointer (&codebook);
  return g_steal_pointer (&self);
}

/* What waits stands in the folder then. */
static gboolean
flush (PostilImporter *self)
{
  return postil_batch_commit (self->batch);
}

void
postil_importer_free (PostilImporter *self)
{
  if (self == NULL)
    return;
  if (self->errors != NULL)
    flush (self);
  g_clear_pointer (&self->batch, postil_batch_free);
  g_clear_object (&self->folder);
  g_clear_pointer (&self->losses, postil_report_unref);
  g_clear_pointer (&self->errors, postil_report_unref);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->codebook, postil_codebook_unref);
  g_clear_pointer (&self->refused, postil_codebook_unref);
  g_clear_pointer (&self->targets, g_hash_table_unref);
  g_clear_pointer (&self->articles, g_hash_table_unref);
  g_clear_pointer (&self->coders, g_hash_table_unref);
  g_clear_pointer (&self->taken, g_hash_table_unref);
  g_clear_pointer (&self->found, g_hash_table_unref);
  g_clear_pointer (&self->given, g_hash_table_unref);
  g_clear_pointer (&self->recorded, g_hash_table_unref);
  g_clear_object (&self->last_parent);
  g_free (self->last_path);
  g_clear_pointer (&self->last_text, postil_text_unref);
  g_free (self);
}

/* What waits must stand there before it is read. */
static void
settle (PostilImporter *self,
        GFile          *file)
{
  const char *path = g_file_peek_path (file);

  if (path != NULL && postil_batch_has (self->batch, path))
    flush (self);
}

PostilCodebook *
postil_importer_get_codebook (PostilImporter *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->codebook;
}

PostilImportCounts
postil_importer_get_counts (PostilImporter *self)
{
  PostilImportCounts none = { 0 };

  g_return_val_if_fail (self != NULL, none);

  return self->counts;
}

/* Relative, below the folder, no hidden parts, no control characters. */
static gboolean
is_safe (const char *path)
{
  g_auto (GStrv) parts = NULL;

  if (path[0] == '\0' || strlen (path) > 4000)
    return FALSE;
  for (const char *p = path; *p != '\0'; p++)
    if ((guchar) *p < ' ' || *p == 0x7f || *p == '\\')
      return FALSE;
  parts = g_strsplit (path, "/", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    if (parts[i][0] == '\0' || parts[i][0] == '.' || strlen (parts[i]) > 255)
      return FALSE;
  return TRUE;
}

static void
refuse_path (PostilImporter *self,
             const char     *path)
{
  postil_report_add (self->errors, path, 0, "name", NULL,
                     _("“%s” is not a name under which an article can stand in the folder."), path);
}

static char *
dup_text_name (const char *path)
{
  const char *slash = strrchr (path, '/');
  const char *name = slash != NULL ? slash + 1 : path;
  const char *dot = strrchr (name, '.');
  gsize n = dot != NULL && dot > name ? (gsize) (dot - path) : strlen (path);

  return g_strdup_printf ("%.*s.txt", (int) n, path);
}

/* NULL where no file stands there; @is_other: a file that is not this text. */
static PostilText *
read_article (PostilImporter *self,
              const char     *path,
              gboolean       *is_other)
{
  g_autoptr (GFile) file = g_file_resolve_relative_path (self->folder, path);
  g_autoptr (GError) error = NULL;
  PostilText *text;

  settle (self, file);
  text = postil_files_read_text (file, NULL, self->cancellable, &error);

  *is_other = text == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  return text;
}

static void
remember (PostilImporter *self,
          const char     *came_as,
          const char     *path,
          PostilText     *text)
{
  g_hash_table_insert (self->targets, g_strdup (came_as), g_strdup (path));
  if (g_hash_table_add (self->articles, g_strdup (path)))
    self->counts.n_articles++;
  g_free (self->last_path);
  self->last_path = g_strdup (path);
  postil_text_ref (text);
  g_clear_pointer (&self->last_text, postil_text_unref);
  self->last_text = text;
}

static void
write_article (PostilImporter *self,
               const char     *path,
               PostilText     *text)
{
  g_autoptr (GFile) file = g_file_resolve_relative_path (self->folder, path);
  g_autoptr (GFile) parent = g_file_get_parent (file);
  gsize n_bytes;
  const char *utf8 = postil_text_get_utf8 (text, &n_bytes);
  g_autoptr (GBytes) bytes = g_bytes_new_with_free_func (utf8, n_bytes, (GDestroyNotify) postil_text_unref, postil_text_ref (text));

  if (self->last_parent == NULL || !g_file_equal (self->last_parent, parent))
    {
      g_file_make_directory_with_parents (parent, self->cancellable, NULL);
      g_set_object (&self->last_parent, parent);
    }
  postil_batch_write (self->batch, g_file_peek_path (file), 0, bytes);
}

static gboolean
is_same (PostilText *a,
         PostilText *b)
{
  return strcmp (postil_text_get_sha256 (a), postil_text_get_sha256 (b)) == 0;
}

gboolean
postil_importer_add_text (PostilImporter *self,
                          const char     *path,
                          PostilText     *text)
{
  g_autofree char *name = NULL;
  g_autofree char *stem = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  name = dup_text_name (path);
  if (!is_safe (name))
    {
      refuse_path (self, path);
      return FALSE;
    }
  stem = g_strndup (name, strlen (name) - strlen (".txt"));
  for (guint n = 2; n < MAX_SAME_NAME; n++)
    {
      gboolean is_other;
      g_autoptr (PostilText) there = read_article (self, name, &is_other);

      if (there == NULL && !is_other)
        write_article (self, name, text);
      if ((there == NULL && !is_other) || (there != NULL && is_same (there, text)))
        {
          remember (self, path, name, text);
          return TRUE;
        }
      g_free (name);
      name = g_strdup_printf ("%s-%u.txt", stem, n);
    }
  refuse_path (self, path);
  return FALSE;
}

static void
remember_record (GHashTable                *records,
                 const char                *target,
                 const PostilArticleRecord *record)
{
  g_autofree char *folder = g_path_get_dirname (target);
  GPtrArray *list = g_hash_table_lookup (records, folder);
  PostilArticleRecord *copy;

  if (record == NULL)
    return;
  if (list == NULL)
    {
      list = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_article_record_free);
      g_hash_table_insert (records, g_strdup (folder), list);
    }
  copy = postil_article_record_copy (record);
  g_free (copy->article);
  copy->article = g_path_get_basename (target);
  g_ptr_array_add (list, copy);
}

/* "week1/rafah-2.html" for week1/rafah-2.txt; what would be taken for an article itself gets
 * ".original" after its name. */
static char *
dup_original_path (const char *path,
                   const char *target)
{
  static const char *const articles[] = { "txt", "text", "md", "markdown", NULL };
  g_autofree char *name = g_path_get_basename (path);
  const char *dot = strrchr (name, '.');
  g_autofree char *extension = g_ascii_strdown (dot != NULL && dot > name ? dot + 1 : "", -1);
  gsize n_stem = strlen (target) - strlen (".txt");

  if (extension[0] == '\0')
    return g_strdup_printf ("%s.original", target);
  if (g_strv_contains (articles, extension))
    return g_strdup_printf ("%.*s.%s.original", (int) n_stem, target, extension);
  return g_strdup_printf ("%.*s.%s", (int) n_stem, target, extension);
}

/* What stands there already stays; the same bytes are the same file. */
static gboolean
keep_original (PostilImporter *self,
               const char     *path,
               const char     *target,
               GBytes         *bytes)
{
  g_autofree char *original = dup_original_path (path, target);
  g_autoptr (GFile) file = g_file_resolve_relative_path (self->folder, original);
  g_autoptr (GError) error = NULL;

  if (postil_files_write (file, bytes, "", NULL, self->cancellable, &error))
    return TRUE;
  postil_report_add_error (self->errors, original, 0, error);
  return FALSE;
}

gboolean
postil_importer_add_document (PostilImporter            *self,
                              const char                *path,
                              PostilText                *text,
                              const PostilArticleRecord *found,
                              const PostilArticleRecord *given,
                              GBytes                    *original)
{
  const char *target;

  g_return_val_if_fail (self != NULL, FALSE);

  if (!postil_importer_add_text (self, path, text))
    return FALSE;
  target = g_hash_table_lookup (self->targets, path);
  remember_record (self->found, target, found);
  remember_record (self->given, target, given);
  return original == NULL || keep_original (self, path, target, original);
}

gboolean
postil_importer_finish (PostilImporter *self)
{
  GHashTableIter iter;
  gpointer path, found;
  gboolean is_written;

  g_return_val_if_fail (self != NULL, FALSE);

  is_written = flush (self);
  g_hash_table_iter_init (&iter, self->given);
  while (g_hash_table_iter_next (&iter, &path, NULL))
    if (!g_hash_table_contains (self->found, path))
      g_hash_table_insert (self->found, g_strdup (path), g_ptr_array_new ());
  g_hash_table_iter_init (&iter, self->found);
  while (g_hash_table_iter_next (&iter, &path, &found))
    {
      g_autoptr (GFile) folder = g_file_resolve_relative_path (self->folder, path);
      g_autoptr (GError) error = NULL;

      if (postil_records_update (folder, found, g_hash_table_lookup (self->given, path), self->cancellable, &error))
        continue;
      postil_report_add_error (self->errors, NULL, 0, error);
      is_written = FALSE;
    }
  g_hash_table_remove_all (self->found);
  g_hash_table_remove_all (self->given);
  return is_written;
}

const char *
postil_importer_get_target (PostilImporter *self,
                            const char     *path)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (path != NULL, NULL);

  return g_hash_table_lookup (self->targets, path);
}

static gboolean
write_codebook (PostilImporter *self,
                const char     *path,
                PostilCodebook *codebook,
                GBytes         *bytes)
{
  g_autoptr (GFile) file = g_file_get_child (self->folder, "codebook.json");
  g_autoptr (GError) error = NULL;

  if (!postil_files_write (file, bytes, NULL, NULL, self->cancellable, &error))
    {
      postil_report_add_error (self->errors, path, 0, error);
      return FALSE;
    }
  self->codebook = postil_codebook_ref (codebook);
  return TRUE;
}

gboolean
postil_importer_add_codebook (PostilImporter *self,
                              const char     *path,
                              GBytes         *bytes)
{
  g_autoptr (PostilCodebook) codebook = NULL;
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (bytes != NULL, FALSE);

  codebook = postil_codebook_read (bytes, NULL, &error);
  if (codebook == NULL)
    {
      postil_report_add_error (self->errors, path, 0, error);
      return FALSE;
    }
  if (self->codebook == NULL)
    return write_codebook (self, path, codebook, bytes);
  postil_importer_take_codebook (path, codebook, self);
  return TRUE;
}

/* The article of that name in the folder; "" where it cannot be one. */
static const char *
find_target (PostilImporter *self,
             const char     *path)
{
  const char *target = g_hash_table_lookup (self->targets, path);

  if (target != NULL)
    return target;
  return is_safe (path) ? path : "";
}

PostilText *
postil_importer_find_article (const char *path,
                              gpointer    importer)
{
  PostilImporter *self = importer;
  g_autoptr (PostilText) text = NULL;
  const char *target;
  gboolean is_other;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (path != NULL, NULL);

  target = find_target (self, path);
  if (target[0] == '\0')
    return NULL;
  if (g_strcmp0 (self->last_path, target) == 0)
    return postil_text_ref (self->last_text);
  text = read_article (self, target, &is_other);
  if (text == NULL)
    return NULL;
  g_free (self->last_path);
  self->last_path = g_strdup (target);
  g_clear_pointer (&self->last_text, postil_text_unref);
  self->last_text = postil_text_ref (text);
  return g_steal_pointer (&text);
}

static char *
dup_short_name (const char *name)
{
  g_autoptr (GString) out = g_string_new (NULL);
  guint n = 0;

  for (const char *p = name; *p != '\0' && n < 60; p = g_utf8_next_char (p), n++)
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '-' || c == '_' || g_unichar_isalnum (c) || g_unichar_ismark (c))
        g_string_append_unichar (out, c);
      else
        g_string_append_c (out, '-');
    }
  if (out->len == 0 || !postil_files_is_coder_name (out->str))
    return g_strdup ("imported");
  return g_strdup (out->str);
}

/* A name that a sidecar can bear; two coders never become one. */
static const char *
find_coder (PostilImporter *self,
            const char     *name)
{
  char *chosen = g_hash_table_lookup (self->coders, name);
  g_autofree char *stem = NULL;

  if (chosen != NULL)
    return chosen;
  stem = postil_files_is_coder_name (name) ? g_strdup (name) : dup_short_name (name);
  chosen = g_strdup (stem);
  for (guint n = 2; g_hash_table_contains (self->taken, chosen); n++)
    {
      g_free (chosen);
      chosen = g_strdup_printf ("%s-%u", stem, n);
    }
  if (strcmp (chosen, name) != 0)
    postil_report_add (self->losses, NULL, 0, "coder-name", name,
                       _("A coder’s short name cannot be “%s”, so it became “%s”."), name, chosen);
  g_hash_table_add (self->taken, g_strdup (chosen));
  g_hash_table_insert (self->coders, g_strdup (name), chosen);
  return chosen;
}

static PostilLayer *
dup_named_layer (PostilImporter *self,
                 PostilLayer    *layer,
                 const char     *article)
{
  PostilLayer *copy = postil_layer_copy (layer);
  PostilLayerInfo info = *postil_layer_get_info (copy);
  const char *coder = find_coder (self, info.coder != NULL ? info.coder : "imported");

  if (g_strcmp0 (info.coder, coder) == 0 && g_strcmp0 (info.article, article) == 0)
    return copy;
  if (info.coder_name == NULL && g_strcmp0 (info.coder, coder) != 0)
    info.coder_name = info.coder;
  info.coder = coder;
  info.article = article;
  postil_layer_set_info (copy, &info);
  return copy;
}

/* A format that does not keep the ids of links would double them. */
static void
drop_known_links (PostilLayer *layer,
                  PostilLayer *there)
{
  for (guint i = postil_layer_get_n_links (layer); i > 0; i--)
    {
      PostilLink *link = postil_layer_get_link (layer, i - 1);
      g_autoptr (GPtrArray) known = postil_layer_dup_links_of (there, postil_link_get_from (link));

      for (guint j = 0; j < known->len; j++)
        {
          PostilLink *other = g_ptr_array_index (known, j);

          if (g_strcmp0 (postil_link_get_from (link), postil_link_get_from (other)) == 0
              && g_strcmp0 (postil_link_get_to (link), postil_link_get_to (other)) == 0
              && g_strcmp0 (postil_link_get_kind (link), postil_link_get_kind (other)) == 0)
            {
              postil_layer_remove_link (layer, link);
              break;
            }
        }
    }
}

/* The layer with what stands on disk; NULL with an error where that cannot be read. */
static PostilLayer *
merge_with (PostilImporter *self,
            PostilLayer    *layer,
            GBytes         *bytes,
            const char     *path,
            GError        **error)
{
  g_autoptr (PostilReport) merged = postil_report_new ();
  g_autoptr (PostilLayer) there = postil_sidecar_read (bytes, POSTIL_SIDECAR_KEEP_SOURCE, NULL, error);

  if (there == NULL)
    return NULL;
  if (postil_layer_get_info (there)->schema_version > 1)
    {
      g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_NEWER_VERSION,
                           _("A newer Postil wrote the sidecar that stands there; it was left as it is."));
      return NULL;
    }
  drop_known_links (layer, there);
  layer = postil_merge_layers (NULL, there, layer, merged);
  for (guint i = 0; i < postil_report_get_n_entries (merged); i++)
    {
      const PostilReportEntry *entry = postil_report_get_entry (merged, i);

      if (strcmp (entry->kind, "conflict") == 0)
        postil_report_add (self->losses, path, 0, entry->kind, entry->item, "%s", entry->message);
    }
  return layer;
}

/* @target: the article, without which the layer would be about nothing. */
static void
write_layer (PostilImporter *self,
             PostilLayer    *layer,
             GFile          *file,
             const char     *target)
{
  g_autoptr (GFile) article = g_file_resolve_relative_path (self->folder, target);

  postil_batch_make (self->batch, g_file_peek_path (file), postil_layer_get_n_annotations (layer) + 1,
                     g_file_peek_path (article), (PostilBatchMake) postil_sidecar_write,
                     postil_layer_ref (layer), (GDestroyNotify) postil_layer_unref);
}

static gboolean
save_layer (PostilImporter *self,
            PostilLayer    *layer,
            const char     *path,
            const char     *target,
            GError        **error)
{
  g_autoptr (GFile) file = g_file_resolve_relative_path (self->folder, path);
  g_autoptr (PostilLayer) result = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *etag = NULL;
  g_autoptr (GBytes) there = NULL;
  g_autoptr (GBytes) bytes = NULL;

  settle (self, file);
  there = postil_files_read (file, MAX_SIDECAR_BYTES, &etag, self->cancellable, &local_error);
  if (there == NULL && !g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (there == NULL)
    {
      write_layer (self, layer, file, target);
      return TRUE;
    }
  result = merge_with (self, layer, there, path, error);
  if (result == NULL)
    return FALSE;
  bytes = postil_sidecar_write (result);
  return postil_files_write (file, bytes, etag, NULL, self->cancellable, error);
}

static void
take_layer (PostilImporter *self,
            PostilLayer    *layer,
            const char     *target)
{
  g_autofree char *folder = g_path_get_dirname (target);
  g_autofree char *article = g_path_get_basename (target);
  g_autoptr (PostilLayer) named = dup_named_layer (self, layer, article);
  g_autofree char *name = postil_files_dup_sidecar_name (article, postil_layer_get_info (named)->coder);
  g_autofree char *path = strcmp (folder, ".") == 0 ? g_strdup (name) : g_strconcat (folder, "/", name, NULL);
  guint n_annotations = postil_layer_get_n_annotations (named);
  g_autoptr (GError) error = NULL;

  if (!save_layer (self, named, path, target, &error))
    {
      postil_report_add_error (self->errors, path, 0, error);
      return;
    }
  self->counts.n_sidecars++;
  self->counts.n_annotations += n_annotations;
}

/* The folder's own codebook stands; what it lacks is then grey, and can be adopted. */
static void
refuse_codebook (PostilImporter *self,
                 const char     *path,
                 PostilCodebook *codebook)
{
  if (self->refused != NULL && postil_codebook_equal (self->refused, codebook))
    return;
  postil_report_add (self->losses, path, 0, "codebook", NULL,
                     _("The folder has a codebook of its own, so this one was left out."));
  postil_codebook_ref (codebook);
  g_clear_pointer (&self->refused, postil_codebook_unref);
  self->refused = codebook;
}

void
postil_importer_take_codebook (const char     *path,
                               PostilCodebook *codebook,
                               gpointer        importer)
{
  PostilImporter *self = importer;
  g_autoptr (GBytes) bytes = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (codebook != NULL);

  if (self->codebook != NULL && !postil_codebook_equal (self->codebook, codebook))
    refuse_codebook (self, path, codebook);
  if (self->codebook != NULL || postil_codebook_is_builtin (codebook))
    return;
  bytes = postil_codebook_write (codebook);
  write_codebook (self, path, codebook, bytes);
}

gboolean
postil_importer_take (PostilSetArticle *article,
                      gpointer          importer,
                      GError          **error)
{
  PostilImporter *self = importer;
  g_autoptr (PostilSetArticle) owned = article;
  const char *target;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (article != NULL, FALSE);

  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  if (article->codebook != NULL)
    postil_importer_take_codebook (NULL, article->codebook, self);
  if (article->text != NULL && !postil_importer_add_text (self, article->path, article->text))
    return TRUE;
  target = find_target (self, article->path);
  if (target[0] == '\0')
    {
      refuse_path (self, article->path);
      return TRUE;
    }
  if (g_hash_table_add (self->articles, g_strdup (target)))
    self->counts.n_articles++;
  for (guint i = 0; i < article->layers->len; i++)
    take_layer (self, g_ptr_array_index (article->layers, i), target);
  return TRUE;
}

void
postil_importer_take_record (const char                *path,
                             const PostilArticleRecord *record,
                             gpointer                   importer)
{
  PostilImporter *self = importer;
  const char *target;
  g_autoptr (GFile) file = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (path != NULL);
  g_return_if_fail (record != NULL);

  if (!g_hash_table_add (self->recorded, g_strdup (path)))
    return;
  target = find_target (self, path);
  if (target[0] == '\0')
    return;
  file = g_file_resolve_relative_path (self->folder, target);
  if (postil_batch_has (self->batch, g_file_peek_path (file)) || g_file_query_exists (file, self->cancellable))
    remember_record (self->found, target, record);
}
