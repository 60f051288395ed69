/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* brat: a folder of .txt and .ann, with annotation.conf and visual.conf. brat knows no
 * coders, so each has a folder of their own, whose annotation.conf says who it is. One
 * document is read at a time, so that a corpus of thousands needs the memory of one. Any
 * thread. */

#include "config.h"

#include "exchange/postil-format.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-error.h"
#include "exchange/postil-brat.h"

static const char *const extensions[] = { "ann", "a1", "a2", "conf", NULL };
static const char *const annotation_extensions[] = { ".ann", ".a1", ".a2", ".co", ".rel", NULL };

typedef struct
{
  PostilExportOptions   options;
  PostilBratVocabulary *vocabulary;
  GHashTable           *coders;  /* coder → full name or "" */
  GHashTable           *folders; /* coder → folder */
} Export;

static void
export_abort (gpointer state)
{
  Export *self = state;

  postil_brat_vocabulary_free (self->vocabulary);
  g_hash_table_unref (self->coders);
  g_hash_table_unref (self->folders);
  g_free (self);
}

static gpointer
export_begin (const PostilExportOptions *options,
              GError                   **error)
{
  Export *self = g_new0 (Export, 1);

  self->options = *options;
  self->vocabulary = postil_brat_vocabulary_new (options->codebook);
  self->coders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->folders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

static const char *
get_folder (Export                *self,
            const PostilLayerInfo *info)
{
  char *folder = g_hash_table_lookup (self->folders, info->coder);

  if (folder == NULL)
    {
      folder = g_strdelimit (g_strdup (info->coder), "/\\", '-');
      g_hash_table_insert (self->folders, g_strdup (info->coder), folder);
    }
  if (info->coder_name != NULL || !g_hash_table_contains (self->coders, info->coder))
    g_hash_table_insert (self->coders, g_strdup (info->coder), g_strdup (info->coder_name != NULL ? info->coder_name : ""));
  return folder;
}

static gboolean
emit (Export     *self,
      const char *path,
      const char *data,
      gsize       length,
      GError    **error)
{
  return self->options.emit (path, data, length, self->options.emit_data, error);
}

static char *
dup_stem (const char *path)
{
  return g_str_has_suffix (path, ".txt") ? g_strndup (path, strlen (path) - 4) : g_strdup (path);
}

static gboolean
export_layer (Export           *self,
              PostilSetArticle *article,
              const char       *path,
              PostilLayer      *layer,
              PostilReport     *losses,
              GError          **error)
{
  const char *folder = get_folder (self, postil_layer_get_info (layer));
  g_autofree char *stem = dup_stem (path);
  g_autofree char *text_path = g_strconcat (folder, "/", stem, ".txt", NULL);
  g_autofree char *ann_path = g_strconcat (folder, "/", stem, ".ann", NULL);
  g_autoptr (GString) lines = g_string_new (NULL);
  gsize length;
  const char *utf8 = postil_text_get_utf8 (article->text, &length);

  postil_brat_append_layer (lines, self->vocabulary, article, layer, losses);
  return emit (self, text_path, utf8, length, error) && emit (self, ann_path, lines->str, lines->len, error);
}

static gboolean
export_article (gpointer          state,
                PostilSetArticle *article,
                PostilReport     *losses,
                GError          **error)
{
  Export *self = state;
  g_autofree char *path = NULL;

  if (article->text == NULL || article->layers->len == 0)
    return TRUE;
  path = postil_row_dup_path (article->path, losses);
  if (!g_str_has_suffix (path, ".txt"))
    postil_report_add (losses, path, 0, "name", NULL,
                       _("The file becomes “%s.txt”, as brat wants it, so its name is not kept."), path);
  for (guint i = 0; i < article->layers->len; i++)
    if (!export_layer (self, article, path, g_ptr_array_index (article->layers, i), losses, error))
      return FALSE;
  return TRUE;
}

static gboolean
export_conf (Export     *self,
             const char *coder,
             GError    **error)
{
  const char *folder = g_hash_table_lookup (self->folders, coder);
  const char *name = g_hash_table_lookup (self->coders, coder);
  g_autofree char *annotation_path = g_strconcat (folder, "/annotation.conf", NULL);
  g_autofree char *visual_path = g_strconcat (folder, "/visual.conf", NULL);
  g_autoptr (GString) annotation = g_string_new (NULL);
  g_autoptr (GString) visual = g_string_new (NULL);

  postil_brat_vocabulary_write (self->vocabulary, coder, name != NULL && name[0] != '\0' ? name : NULL, annotation, visual);
  return emit (self, annotation_path, annotation->str, annotation->len, error)
         && emit (self, visual_path, visual->str, visual->len, error);
}

static gboolean
export_end (gpointer      state,
            PostilReport *losses,
            GError      **error)
{
  Export *self = state;
  g_autoptr (GList) coders = g_list_sort (g_hash_table_get_keys (self->coders), (GCompareFunc) strcmp);
  gboolean done = TRUE;

  for (GList *l = coders; done && l != NULL; l = l->next)
    done = export_conf (self, l->data, error);
  postil_brat_vocabulary_report (self->vocabulary, losses);
  export_abort (self);
  return done;
}

/* While a set is read. */
typedef struct
{
  const PostilImportFile *files;
  guint                   n_files;
  PostilImportOptions    *options;
  PostilRowSet           *set;
  GHashTable             *paths; /* path → index + 1 */
  GHashTable             *confs; /* folder ("" or "a/b/") → PostilBratConf */
  GPtrArray              *types;
} Import;

static const char *
get_name (const char *path)
{
  const char *slash = strrchr (path, '/');

  return slash != NULL ? slash + 1 : path;
}

static const PostilImportFile *
find_file (Import     *self,
           const char *path)
{
  guint index = GPOINTER_TO_UINT (g_hash_table_lookup (self->paths, path));

  return index > 0 ? &self->files[index - 1] : NULL;
}

static void
read_conf (Import                 *self,
           const PostilImportFile *file)
{
  gsize n_folder = (gsize) (get_name (file->path) - file->path);
  g_autofree char *folder = g_strndup (file->path, n_folder);
  g_autofree char *visual = g_strconcat (folder, "visual.conf", NULL);

  g_hash_table_insert (self->confs, g_steal_pointer (&folder),
                       postil_brat_conf_read (file, find_file (self, visual), self->options->losses, self->options->errors));
}

/* Of the file's folder, or of the nearest above it, as brat does. @n_folder: its length. */
static PostilBratConf *
find_conf (Import     *self,
           const char *path,
           gsize      *n_folder)
{
  g_autofree char *folder = g_strndup (path, (gsize) (get_name (path) - path));

  for (;;)
    {
      PostilBratConf *conf = g_hash_table_lookup (self->confs, folder);
      gsize n = strlen (folder);

      *n_folder = n;
      if (conf != NULL || n == 0)
        return conf;
      folder[n - 1] = '\0';
      *(char *) get_name (folder) = '\0';
    }
}

static gboolean
has_suffix (const char        *path,
            const char *const *suffixes)
{
  for (guint i = 0; suffixes[i] != NULL; i++)
    if (g_str_has_suffix (path, suffixes[i]))
      return TRUE;
  return FALSE;
}

/* FALSE where it is no text, which is then listed. */
static gboolean
read_text (Import                 *self,
           const PostilImportFile *file,
           const char             *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *raw = NULL;
  gsize n_raw;

  raw = postil_row_dup_raw (file->bytes, &n_raw, &self->options->dialect, &error);
  if (raw != NULL && postil_row_set_add_text (self->set, path, raw, n_raw, &error))
    return TRUE;
  postil_report_add_error (self->options->errors, file->path, 0, error);
  return FALSE;
}

static gboolean
read_document (Import     *self,
               const char *stem,
               GError    **error)
{
  g_autofree char *text_path = g_strconcat (stem, ".txt", NULL);
  const PostilImportFile *text = find_file (self, text_path);
  gsize n_folder;
  PostilBratConf *conf = find_conf (self, stem, &n_folder);
  const char *article = conf != NULL && conf->coder != NULL ? text_path + n_folder : text_path;
  g_autoptr (PostilBratReader) reader = postil_brat_reader_new (self->options, conf, article, self->types);

  if (text != NULL && !read_text (self, text, article))
    return TRUE;
  for (guint i = 0; annotation_extensions[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat (stem, annotation_extensions[i], NULL);
      const PostilImportFile *file = find_file (self, path);

      if (file != NULL)
        postil_brat_reader_add (reader, file);
    }
  postil_brat_reader_end (reader, self->set);
  postil_row_set_set_codebook (self->set, conf != NULL ? conf->codebook : NULL);
  return postil_row_set_flush (self->set, error);
}

/* The files' names without their ends, each once, in order. */
static GPtrArray *
dup_stems (Import *self)
{
  GPtrArray *stems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->n_files; i++)
    {
      const char *path = self->files[i].path;
      char *stem;

      if (!g_str_has_suffix (path, ".txt") && !has_suffix (path, annotation_extensions))
        {
          if (!g_str_has_suffix (path, ".conf"))
            postil_report_add (self->options->errors, path, 0, "unknown", NULL,
                               _("This file is no part of a brat collection, so it was left out."));
          continue;
        }
      stem = g_strndup (path, (gsize) (strrchr (path, '.') - path));
      if (!g_hash_table_add (known, stem))
        g_free (stem);
      else
        g_ptr_array_add (stems, stem);
    }
  return stems;
}

/* A collection without an annotation.conf: the types that were used are its codes. */
static void
make_codebook (Import *self)
{
  PostilCodebookBuilder *builder;
  g_autoptr (PostilCodebook) codebook = NULL;
  g_autoptr (GError) error = NULL;

  if (self->options->take_codebook == NULL || self->options->codebook != NULL
      || g_hash_table_size (self->confs) > 0 || self->types->len == 0)
    return;
  builder = postil_codebook_builder_new (NULL);
  for (guint i = 0; i < self->types->len; i++)
    postil_codebook_builder_set_code (builder, &(PostilCode) { .id = g_ptr_array_index (self->types, i) });
  codebook = postil_codebook_builder_end (builder, &error);
  if (codebook != NULL)
    self->options->take_codebook (NULL, codebook, self->options->user_data);
  else
    postil_report_add_error (self->options->errors, NULL, 0, error);
}

static void
offer_codebook (Import     *self,
                const char *folder)
{
  PostilBratConf *conf = g_hash_table_lookup (self->confs, folder);
  g_autofree char *path = g_strconcat (folder, "annotation.conf", NULL);

  if (conf->codebook != NULL && self->options->take_codebook != NULL)
    self->options->take_codebook (path, conf->codebook, self->options->user_data);
}

static gboolean
import_documents (Import  *self,
                  GError **error)
{
  g_autoptr (GPtrArray) stems = NULL;
  g_autoptr (GList) folders = NULL;

  for (guint i = 0; i < self->n_files; i++)
    g_hash_table_insert (self->paths, self->files[i].path, GUINT_TO_POINTER (i + 1));
  for (guint i = 0; i < self->n_files; i++)
    if (strcmp (get_name (self->files[i].path), "annotation.conf") == 0)
      read_conf (self, &self->files[i]);
  folders = g_list_sort (g_hash_table_get_keys (self->confs), (GCompareFunc) strcmp);
  for (GList *l = folders; l != NULL; l = l->next)
    offer_codebook (self, l->data);
  stems = dup_stems (self);
  for (guint i = 0; i < stems->len; i++)
    if (!read_document (self, g_ptr_array_index (stems, i), error))
      return FALSE;
  make_codebook (self);
  return postil_row_set_finish (self->set, error);
}

static gboolean
import (const PostilImportFile *files,
        guint                   n_files,
        PostilImportOptions    *options,
        GError                **error)
{
  g_autoptr (PostilRowSet) set = postil_row_set_new (options);
  g_autoptr (GHashTable) paths = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) confs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) postil_brat_conf_free);
  g_autoptr (GPtrArray) types = g_ptr_array_new_with_free_func (g_free);
  Import self = { files, n_files, options, set, paths, confs, types };
  gboolean is_any = FALSE;

  for (guint i = 0; i < n_files && !is_any; i++)
    is_any = has_suffix (files[i].path, annotation_extensions) || g_str_has_suffix (files[i].path, ".conf");
  if (!is_any)
    {
      g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
                           _("None of the files is an .ann file or an annotation.conf, as brat writes them."));
      return FALSE;
    }
  postil_row_set_set_dialect (set, (PostilDialect) { .unit = POSTIL_UNIT_CODE_POINT });
  return import_documents (&self, error);
}

/* "T1", a tab, a type and a number; or another of brat's lines. */
static gboolean
is_standoff (GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  gsize i = 1;

  if (length == 0)
    return TRUE;
  if (strchr ("TERAMN#*", data[0]) == NULL || data[0] == '\0')
    return FALSE;
  while (i < length && g_ascii_isdigit (data[i]))
    i++;
  return i < length && data[i] == '\t';
}

static int
sniff (const PostilImportFile *files,
       guint                   n_files)
{
  int most = 0;

  for (guint i = 0; i < n_files; i++)
    {
      const char *name = get_name (files[i].path);

      if (has_suffix (name, annotation_extensions))
        {
          if (is_standoff (files[i].bytes))
            return 90;
        }
      else if (strcmp (name, "annotation.conf") == 0 || strcmp (name, "visual.conf") == 0)
        most = 40;
    }
  return most;
}

const PostilFormat postil_format_brat = {
  .name = "brat",
  .title = N_ ("brat standoff"),
  .extensions = extensions,
  .flags = POSTIL_FORMAT_READ | POSTIL_FORMAT_WRITE | POSTIL_FORMAT_OWN_TEXTS | POSTIL_FORMAT_CODES,
  .cannot_hold = N_ ("Definitions of codes, ids and times of links, whether an article is done, passages without a place"),
  .export_begin = export_begin,
  .export_article = export_article,
  .export_end = export_end,
  .export_abort = export_abort,
  .sniff = sniff,
  .import = import,
};
