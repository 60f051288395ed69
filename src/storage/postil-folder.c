/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a folder of articles holds. A scan only reads names; contents are read one article at
 * a time by a pool of threads that stay a bounded number of articles ahead of the caller, who
 * gets them in order. Links to folders are not followed, so that no ring can be walked. */

#include "config.h"

#include "storage/postil-folder.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/postil-error.h"
#include "base/postil-json-reader.h"
#include "exchange/postil-codebook-schema.h"
#include "exchange/postil-sidecar-schema.h"
#include "exchange/postil-sidecar.h"
#include "storage/postil-files.h"

#define READ_AHEAD 64u
#define MAX_SIDECAR_BYTES (512u * 1024u * 1024u)
#define MAX_DEPTH 64

struct _PostilFolder
{
  char       *path;        /* of the folder */
  char       *only;        /* an article's name, when one was named */
  GPtrArray  *articles;    /* of PostilArticleEntry, by path */
  GHashTable *by_path;
  GHashTable *codebooks;   /* relative folder → PostilCodebook, for the folders that have one */
};

static void
sidecar_entry_free (gpointer data)
{
  PostilSidecarEntry *entry = data;

  g_free (entry->coder);
  g_free (entry->path);
  g_free (entry);
}

static void
article_entry_free (gpointer data)
{
  PostilArticleEntry *entry = data;

  g_free (entry->path);
  g_ptr_array_unref (entry->sidecars);
  g_free (entry);
}

static PostilArticleEntry *
ensure_article (PostilFolder *self, const char *path)
{
  PostilArticleEntry *entry = g_hash_table_lookup (self->by_path, path);

  if (entry != NULL)
    return entry;

  entry = g_new0 (PostilArticleEntry, 1);
  entry->path = g_strdup (path);
  entry->sidecars = g_ptr_array_new_with_free_func (sidecar_entry_free);
  g_ptr_array_add (self->articles, entry);
  g_hash_table_insert (self->by_path, entry->path, entry);
  return entry;
}

static char *
join (const char *folder, const char *name)
{
  return *folder == '\0' ? g_strdup (name) : g_strconcat (folder, "/", name, NULL);
}

static void
add_sidecar (PostilFolder *self, const char *folder, const char *basename, const char *sidecar_name,
             gboolean conflicted)
{
  g_autofree char *article = NULL;
  g_autofree char *coder = NULL;
  g_autofree char *path = NULL;
  PostilSidecarEntry *entry;

  if (!postil_files_parse_sidecar_name (sidecar_name, &article, &coder))
    return;
  if (self->only != NULL && !g_str_equal (self->only, article))
    return;

  path = join (folder, article);
  entry = g_new0 (PostilSidecarEntry, 1);
  entry->coder = g_steal_pointer (&coder);
  entry->path = join (folder, basename);
  entry->conflicted = conflicted;
  g_ptr_array_add (ensure_article (self, path)->sidecars, entry);
}

static void
add_file (PostilFolder *self, const char *folder, const char *basename)
{
  g_autofree char *original = NULL;

  if (g_str_equal (basename, "codebook.json"))
    g_hash_table_insert (self->codebooks, g_strdup (folder), NULL);
  else if (postil_files_parse_conflicted_name (basename, &original))
    add_sidecar (self, folder, basename, original, TRUE);
  else if (g_str_has_suffix (basename, POSTIL_SIDECAR_SUFFIX))
    add_sidecar (self, folder, basename, basename, FALSE);
  else if (self->only != NULL ? g_str_equal (self->only, basename) : postil_files_is_article_name (basename))
    {
      g_autofree char *path = join (folder, basename);

      ensure_article (self, path)->exists = TRUE;
    }
}

static gboolean scan_folder (PostilFolder *self, const char *relative, guint depth,
                             PostilReport *report, GCancellable *cancellable, GError **error);

static void
scan_entry (PostilFolder *self, const char *relative, GFileInfo *info, guint depth,
            PostilReport *report, GCancellable *cancellable)
{
  const char *name = g_file_info_get_name (info);
  GFileType type = g_file_info_get_file_type (info);
  g_autofree char *path = join (relative, name);
  g_autoptr(GError) error = NULL;

  if (name[0] == '.')
    return;
  if (type == G_FILE_TYPE_DIRECTORY)
    {
      if (self->only == NULL && depth < MAX_DEPTH &&
          !scan_folder (self, path, depth + 1, report, cancellable, &error) && report != NULL)
        {
          g_autofree char *display = g_filename_display_name (path);

          postil_report_add_error (report, display, 0, error);
        }
      return;
    }
  if (type == G_FILE_TYPE_SYMBOLIC_LINK)
    {
      g_autofree char *full = g_build_filename (self->path, path, NULL);

      /* A link to an article is read like the article; a link to a folder might be a ring. */
      if (!g_file_test (full, G_FILE_TEST_IS_REGULAR))
        return;
    }
  add_file (self, relative, name);
}

static gboolean
scan_folder (PostilFolder *self, const char *relative, guint depth, PostilReport *report,
             GCancellable *cancellable, GError **error)
{
  g_autofree char *full = g_build_filename (self->path, relative, NULL);
  g_autoptr(GFile) folder = g_file_new_for_path (full);
  g_autoptr(GFileEnumerator) enumerator = NULL;

  enumerator = g_file_enumerate_children (folder,
                                          G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                                          G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, cancellable, error);
  if (enumerator == NULL)
    return FALSE;

  for (;;)
    {
      GFileInfo *info;

      if (!g_file_enumerator_iterate (enumerator, &info, NULL, cancellable, error))
        return FALSE;
      if (info == NULL)
        return TRUE;
      scan_entry (self, relative, info, depth, report, cancellable);
    }
}

static int
compare_articles (gconstpointer a, gconstpointer b)
{
  const PostilArticleEntry *left = *(const PostilArticleEntry *const *) a;
  const PostilArticleEntry *right = *(const PostilArticleEntry *const *) b;

  return strcmp (left->path, right->path);
}

static int
compare_sidecars (gconstpointer a, gconstpointer b)
{
  const PostilSidecarEntry *left = *(const PostilSidecarEntry *const *) a;
  const PostilSidecarEntry *right = *(const PostilSidecarEntry *const *) b;
  int order = strcmp (left->coder, right->coder);

  if (order == 0)
    order = left->conflicted - right->conflicted;
  return order != 0 ? order : strcmp (left->path, right->path);
}

/* An article that has sidecars counts whatever its name ends in, if it is there. */
static void
finish_scan (PostilFolder *self)
{
  for (guint i = 0; i < self->articles->len; i++)
    {
      PostilArticleEntry *entry = self->articles->pdata[i];
      g_autofree char *full = g_build_filename (self->path, entry->path, NULL);

      if (!entry->exists)
        entry->exists = g_file_test (full, G_FILE_TEST_IS_REGULAR);
      g_ptr_array_sort (entry->sidecars, compare_sidecars);
    }
  g_ptr_array_sort (self->articles, compare_articles);
}

/* A folder whose codebook was seen but not read yet has none. */
static void
unref_nullable_codebook (gpointer codebook)
{
  if (codebook != NULL)
    postil_codebook_unref (codebook);
}

PostilFolder *
postil_folder_scan (const char    *path,
                    PostilReport  *report,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_autoptr(PostilFolder) self = NULL;
  g_autofree char *display = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_new0 (PostilFolder, 1);
  self->articles = g_ptr_array_new_with_free_func (article_entry_free);
  self->by_path = g_hash_table_new (g_str_hash, g_str_equal);
  self->codebooks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, unref_nullable_codebook);
  display = g_filename_display_name (path);
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                   _("There is no file or folder “%s”."), display);
      return NULL;
    }
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    self->path = g_strdup (path);
  else
    {
      g_autofree char *article = NULL;

      self->path = g_path_get_dirname (path);
      self->only = g_path_get_basename (path);
      if (postil_files_parse_sidecar_name (self->only, &article, NULL))
        {
          g_free (self->only);
          self->only = g_steal_pointer (&article);
        }
    }
  if (!scan_folder (self, "", 0, report, cancellable, error))
    return NULL;
  finish_scan (self);
  return g_steal_pointer (&self);
}

void
postil_folder_free (PostilFolder *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->by_path);
  g_ptr_array_unref (self->articles);
  g_hash_table_unref (self->codebooks);
  g_free (self->path);
  g_free (self->only);
  g_free (self);
}

const char *
postil_folder_get_path (PostilFolder *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->path;
}

guint
postil_folder_get_n_articles (PostilFolder *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->articles->len;
}

const PostilArticleEntry *
postil_folder_get_article (PostilFolder *self,
                           guint         index)
{
  g_return_val_if_fail (self != NULL && index < self->articles->len, NULL);
  return self->articles->pdata[index];
}

/* What a codebook that could be read breaks of its schema. */
static void
validate_codebook (GFile *folder, const char *display, PostilReport *report)
{
  g_autoptr(GFile) file = g_file_get_child (folder, "codebook.json");
  g_autoptr(GBytes) bytes = postil_files_read (file, MAX_SIDECAR_BYTES, NULL, NULL, NULL);
  g_autoptr(PostilReport) found = postil_report_new ();

  if (bytes == NULL)
    return;
  postil_codebook_validate (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), found);
  postil_report_take_all (report, found, display);
}

/* Reads the codebooks that the scan saw, once, in the caller's thread. */
static void
load_codebooks (PostilFolder *self, PostilReadFlags flags, PostilReport *report)
{
  g_autoptr(GList) folders = g_hash_table_get_keys (self->codebooks);

  for (GList *l = folders; l != NULL; l = l->next)
    {
      g_autofree char *full = g_build_filename (self->path, l->data, NULL);
      g_autoptr(GFile) folder = g_file_new_for_path (full);
      g_autoptr(GError) error = NULL;
      g_autofree char *path = NULL;
      g_autofree char *display = NULL;
      PostilCodebook *codebook;

      if (g_hash_table_lookup (self->codebooks, l->data) != NULL)
        continue;
      path = join (l->data, "codebook.json");
      display = g_filename_display_name (path);
      codebook = postil_files_find_codebook (folder, NULL, NULL, NULL, &error);
      if (codebook == NULL)
        {
          if (report != NULL)
            postil_report_add_error (report, display, 0, error);
          codebook = postil_codebook_new_builtin ();
        }
      else if (report != NULL && (flags & POSTIL_READ_VALIDATE) != 0)
        validate_codebook (folder, display, report);
      g_hash_table_insert (self->codebooks, g_strdup (l->data), codebook);
    }
  if (g_hash_table_lookup (self->codebooks, "") == NULL)
    g_hash_table_insert (self->codebooks, g_strdup (""), postil_codebook_new_builtin ());
}

static PostilCodebook *
find_codebook (PostilFolder *self, const char *article)
{
  g_autofree char *folder = g_strdup (article);

  for (;;)
    {
      char *slash = strrchr (folder, '/');
      PostilCodebook *codebook;

      if (slash != NULL)
        *slash = '\0';
      else
        *folder = '\0';
      codebook = g_hash_table_lookup (self->codebooks, folder);
      if (codebook != NULL)
        return postil_codebook_ref (codebook);
    }
}

PostilCodebook *
postil_folder_ref_codebook (PostilFolder *self,
                            PostilReport *report)
{
  g_return_val_if_fail (self != NULL, NULL);

  load_codebooks (self, 0, report);
  return postil_codebook_ref (g_hash_table_lookup (self->codebooks, ""));
}

/* One call of _foreach: what the workers read waits in @ready until its turn comes. */
typedef struct
{
  PostilFolder       *folder;
  PostilReadFlags     flags;
  const char *const  *coders;
  GCancellable       *cancellable;
  GMutex              mutex;
  GCond               cond;
  GHashTable         *ready;   /* index + 1 → PostilArticleContents */
} Reading;

static void
unref_nullable_layer (gpointer layer)
{
  if (layer != NULL)
    postil_layer_unref (layer);
}

static void
free_nullable_error (gpointer error)
{
  if (error != NULL)
    g_error_free (error);
}

static void
contents_free (PostilArticleContents *self)
{
  g_clear_pointer (&self->text, postil_text_unref);
  g_clear_error (&self->text_error);
  postil_codebook_unref (self->codebook);
  g_ptr_array_unref (self->layers);
  g_ptr_array_unref (self->layer_errors);
  g_ptr_array_unref (self->layer_reports);
  g_free (self);
}

/* What is not JSON at all is that first, whatever its beginning looks like. */
static void
prefer_malformed (GBytes *bytes, GError **error)
{
  g_autoptr(GError) malformed = NULL;
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  if (postil_json_check (data, length, NULL, &malformed))
    return;
  g_clear_error (error);
  *error = g_steal_pointer (&malformed);
}

static void
read_layer (Reading *reading, const PostilSidecarEntry *sidecar, PostilArticleContents *contents)
{
  g_autofree char *path = g_build_filename (reading->folder->path, sidecar->path, NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(PostilReport) report = postil_report_new ();
  g_autoptr(GBytes) bytes = NULL;
  GError *error = NULL;
  PostilLayer *layer = NULL;
  gboolean is_wanted = (reading->flags & POSTIL_READ_LAYERS) != 0;

  if (reading->coders != NULL && !g_strv_contains (reading->coders, sidecar->coder))
    is_wanted = FALSE;
  if (sidecar->conflicted && (reading->flags & POSTIL_READ_CONFLICTED) == 0)
    is_wanted = FALSE;
  if (is_wanted)
    bytes = postil_files_read (file, MAX_SIDECAR_BYTES, NULL, reading->cancellable, &error);
  if (bytes != NULL && g_bytes_get_size (bytes) == 0)
    g_set_error (&error, POSTIL_ERROR, POSTIL_ERROR_MALFORMED,
                 _("The file is empty. It was probably cut off while it was saved; restore it from a backup."));
  else if (bytes != NULL)
    layer = postil_sidecar_read (bytes,
                                 (reading->flags & POSTIL_READ_SOURCE) != 0 ? POSTIL_SIDECAR_KEEP_SOURCE
                                                                            : POSTIL_SIDECAR_READ_ONLY_FAST,
                                 report, &error);
  if (g_error_matches (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA))
    prefer_malformed (bytes, &error);
  if (layer != NULL && (reading->flags & POSTIL_READ_VALIDATE) != 0)
    postil_sidecar_validate (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), report);
  g_ptr_array_add (contents->layers, layer);
  g_ptr_array_add (contents->layer_errors, error);
  g_ptr_array_add (contents->layer_reports, g_steal_pointer (&report));
}

static void
read_article_cb (gpointer data, gpointer user_data)
{
  Reading *reading = user_data;
  guint index = GPOINTER_TO_UINT (data) - 1;
  const PostilArticleEntry *entry = postil_folder_get_article (reading->folder, index);
  PostilArticleContents *contents = g_new0 (PostilArticleContents, 1);

  contents->entry = entry;
  contents->codebook = find_codebook (reading->folder, entry->path);
  contents->layers = g_ptr_array_new_with_free_func (unref_nullable_layer);
  contents->layer_errors = g_ptr_array_new_with_free_func (free_nullable_error);
  contents->layer_reports = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_report_unref);
  for (guint i = 0; i < entry->sidecars->len; i++)
    read_layer (reading, entry->sidecars->pdata[i], contents);
  if ((reading->flags & POSTIL_READ_TEXT) != 0 && entry->exists)
    {
      g_autofree char *path = g_build_filename (reading->folder->path, entry->path, NULL);
      g_autoptr(GFile) file = g_file_new_for_path (path);
      g_autofree char *charset = NULL;

      for (guint i = 0; i < contents->layers->len && charset == NULL; i++)
        if (contents->layers->pdata[i] != NULL)
          charset = postil_files_dup_charset (postil_layer_get_info (contents->layers->pdata[i])->format);
      contents->text = postil_files_read_text (file, charset, reading->cancellable, &contents->text_error);
      if (contents->text != NULL && (reading->flags & POSTIL_READ_SHA256) != 0)
        postil_text_get_sha256 (contents->text);
    }

  g_mutex_lock (&reading->mutex);
  g_hash_table_insert (reading->ready, data, contents);
  g_cond_signal (&reading->cond);
  g_mutex_unlock (&reading->mutex);
}

static PostilArticleContents *
wait_for (Reading *reading, guint index)
{
  PostilArticleContents *contents;

  g_mutex_lock (&reading->mutex);
  while ((contents = g_hash_table_lookup (reading->ready, GUINT_TO_POINTER (index + 1))) == NULL)
    g_cond_wait (&reading->cond, &reading->mutex);
  g_hash_table_remove (reading->ready, GUINT_TO_POINTER (index + 1));
  g_mutex_unlock (&reading->mutex);
  return contents;
}

void
postil_folder_foreach (PostilFolder       *self,
                       PostilReadFlags     flags,
                       const char *const  *coders,
                       PostilReport       *report,
                       PostilArticleFunc   func,
                       PostilProgressFunc  progress,
                       gpointer            user_data,
                       GCancellable       *cancellable)
{
  Reading reading = { self, flags, coders, cancellable };
  guint n, sent = 0, taken = 0;
  gboolean goes_on = TRUE;
  GThreadPool *pool;

  g_return_if_fail (self != NULL);
  g_return_if_fail (func != NULL);

  n = self->articles->len;
  load_codebooks (self, flags, report);
  g_mutex_init (&reading.mutex);
  g_cond_init (&reading.cond);
  reading.ready = g_hash_table_new (NULL, NULL);
  pool = g_thread_pool_new (read_article_cb, &reading, (int) g_get_num_processors (), FALSE, NULL);

  while (taken < n && (goes_on || taken < sent))
    {
      PostilArticleContents *contents;

      while (goes_on && sent < n && sent - taken < READ_AHEAD)
        g_thread_pool_push (pool, GUINT_TO_POINTER (++sent), NULL);
      if (taken == sent)
        break;
      contents = wait_for (&reading, taken++);
      goes_on = goes_on && !g_cancellable_is_cancelled (cancellable) && func (contents, user_data);
      contents_free (contents);
      if (goes_on && progress != NULL)
        progress (taken, n, user_data);
    }

  g_thread_pool_free (pool, FALSE, TRUE);
  g_hash_table_unref (reading.ready);
  g_mutex_clear (&reading.mutex);
  g_cond_clear (&reading.cond);
}
