/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is known of a folder, kept up to date. One listing runs at a time; single changes are
 * gathered for a moment and looked at together. Each article bears the number of the listing
 * that saw it last, so that after a listing those that it did not see are gone. Invariant:
 * what is told with ::articles is in the table already. Main thread. */

#include "config.h"

#include "storage/postil-folder-scan.h"

#include <string.h>

#include "storage/postil-files.h"
#include "storage/postil-folder-watch.h"
#include "storage/postil-scan-job.h"

#define TOUCH_DELAY_MS 120
/* More changes than that at once are cheaper as a listing. */
#define MAX_TOUCHED 256u

typedef struct
{
  PostilScanned *scanned;
  guint          listing;
} Known;

struct _PostilFolderScan
{
  GObject            parent_instance;

  char              *root;
  char              *coder;
  char              *suffix;      /* of this coder's sidecars */
  GHashTable        *known;       /* path (of the scanned) → Known */
  guint              n_read;
  guint              listing;     /* its number */
  PostilScanJob     *job;         /* the listing, while it runs */
  PostilScanJob     *look;        /* a look at what was touched, while it runs */
  gboolean           again;       /* list once more when the listing has ended */
  gboolean           is_stopped;
  GHashTable        *touched;     /* paths of articles */
  guint              touch_source;
  PostilReport      *report;
  GHashTable        *codebooks;   /* of the last listing; NULL before */
  PostilFolderWatch *watch;
};

enum
{
  SIGNAL_ARTICLES,
  SIGNAL_FINISHED,
  SIGNAL_OTHER_CHANGED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PostilFolderScan, postil_folder_scan, G_TYPE_OBJECT)

static guint signals[N_SIGNALS];

static void look_at_touched (PostilFolderScan *self);

static void
known_free (gpointer data)
{
  Known *known = data;

  postil_scanned_unref (known->scanned);
  g_free (known);
}

/* TRUE where it is news. */
static gboolean
take (PostilFolderScan *self,
      PostilScanned    *scanned,
      gboolean          is_listing)
{
  Known *known = g_hash_table_lookup (self->known, scanned->path);

  if (known != NULL && is_listing)
    known->listing = self->listing;
  /* A name alone says nothing new of what has been read. */
  if (known != NULL && known->scanned->is_read && !scanned->is_read)
    return FALSE;
  if (known != NULL && !is_listing)
    scanned->has_conflict = known->scanned->has_conflict;
  if (known == NULL && scanned->is_gone)
    return FALSE;
  if (known != NULL && postil_scanned_equal (known->scanned, scanned))
    return FALSE;

  self->n_read += (scanned->is_read && !scanned->is_gone ? 1 : 0) - (known != NULL && known->scanned->is_read ? 1 : 0);
  if (scanned->is_gone)
    {
      g_hash_table_remove (self->known, scanned->path);
      return TRUE;
    }
  known = g_new0 (Known, 1);
  known->scanned = postil_scanned_ref (scanned);
  known->listing = self->listing;
  g_hash_table_replace (self->known, scanned->path, known);
  return TRUE;
}

static void
emit_articles (PostilFolderScan *self,
               GPtrArray        *batch)
{
  if (batch->len > 0)
    g_signal_emit (self, signals[SIGNAL_ARTICLES], 0, batch);
}

static PostilScanned *
new_gone (const char *path)
{
  PostilScanned *gone = postil_scanned_new (path);

  gone->is_read = TRUE;
  gone->is_gone = TRUE;
  return gone;
}

static void
drop_unseen (PostilFolderScan *self)
{
  g_autoptr (GPtrArray) gone = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_scanned_unref);
  GHashTableIter iter;
  gpointer path, value;

  g_hash_table_iter_init (&iter, self->known);
  while (g_hash_table_iter_next (&iter, &path, &value))
    {
      const Known *known = value;

      if (known->listing == self->listing)
        continue;
      self->n_read -= known->scanned->is_read ? 1 : 0;
      g_ptr_array_add (gone, new_gone (path));
      g_hash_table_iter_remove (&iter);
    }
  emit_articles (self, gone);
}

static void
finish_listing (PostilFolderScan *self,
                PostilScanJob    *job)
{
  g_autoptr (GPtrArray) folders = g_ptr_array_ref (postil_scan_job_get_folders (job));

  g_clear_pointer (&self->report, postil_report_unref);
  self->report = postil_report_ref (postil_scan_job_get_report (job));
  g_clear_pointer (&self->codebooks, g_hash_table_unref);
  self->codebooks = g_hash_table_ref (postil_scan_job_get_codebooks (job));
  drop_unseen (self);
  postil_folder_watch_set_folders (self->watch, self->root, folders, postil_scan_job_is_remote (job),
                                   postil_scan_job_get_duration_us (job));
  g_clear_pointer (&self->job, postil_scan_job_unref);
  g_signal_emit (self, signals[SIGNAL_FINISHED], 0);
  if (self->look == NULL && self->touch_source == 0 && g_hash_table_size (self->touched) > 0)
    look_at_touched (self);
  if (self->again && !self->is_stopped)
    postil_folder_scan_start (self);
}

static void
batch_cb (PostilScanJob *job,
          GPtrArray     *batch,
          gboolean       is_last,
          gpointer       user_data)
{
  g_autoptr (PostilFolderScan) self = g_object_ref (user_data);
  g_autoptr (GPtrArray) news = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_scanned_unref);
  gboolean is_listing = postil_scan_job_is_listing (job);

  for (guint i = 0; i < batch->len; i++)
    {
      PostilScanned *scanned = g_ptr_array_index (batch, i);

      if (take (self, scanned, is_listing))
        g_ptr_array_add (news, postil_scanned_ref (scanned));
    }
  emit_articles (self, news);
  if (!is_last || self->is_stopped)
    return;
  if (is_listing)
    finish_listing (self, job);
  else
    g_clear_pointer (&self->look, postil_scan_job_unref);
  if (!is_listing && g_hash_table_size (self->touched) > 0)
    look_at_touched (self);
}

static gboolean
touch_cb (gpointer user_data)
{
  PostilFolderScan *self = user_data;

  self->touch_source = 0;
  if (self->look == NULL && self->codebooks != NULL)
    look_at_touched (self);
  return G_SOURCE_REMOVE;
}

static void
look_at_touched (PostilFolderScan *self)
{
  g_autofree const char **paths = NULL;

  if (self->is_stopped)
    return;
  if (g_hash_table_size (self->touched) > MAX_TOUCHED)
    {
      g_hash_table_remove_all (self->touched);
      postil_folder_scan_start (self);
      return;
    }
  paths = (const char **) g_hash_table_get_keys_as_array (self->touched, NULL);
  self->look = postil_scan_job_start (self->root, self->coder, paths, self->codebooks, batch_cb, self);
  g_hash_table_remove_all (self->touched);
}

/* The article that a changed file belongs to; NULL for none. */
static char *
dup_article_of (PostilFolderScan *self,
                const char       *relative)
{
  g_autofree char *basename = g_path_get_basename (relative);

  if (g_str_has_suffix (relative, self->suffix) && strlen (basename) > strlen (self->suffix))
    return g_strndup (relative, strlen (relative) - strlen (self->suffix));
  if (g_hash_table_contains (self->known, relative) || postil_files_is_article_name (basename))
    return g_strdup (relative);
  return NULL;
}

/* Whether the name is one that a listing would do something with, and a look would not. */
static gboolean
wants_listing (PostilFolderScan *self,
               const char       *path)
{
  g_autofree char *basename = g_path_get_basename (path);

  if (postil_files_parse_conflicted_name (basename, NULL))
    return TRUE;
  /* A folder that came; of one that went its own monitor tells. */
  return strchr (basename, '.') == NULL || g_file_test (path, G_FILE_TEST_IS_DIR);
}

static gboolean
is_other (const char *basename)
{
  return g_str_equal (basename, "codebook.json") || g_str_equal (basename, "articles.json") ||
         g_str_equal (basename, "assignments.csv");
}

void
postil_folder_scan_touch (PostilFolderScan *self,
                          const char       *path)
{
  g_autoptr (GFile) root = NULL;
  g_autoptr (GFile) file = NULL;
  g_autofree char *relative = NULL;
  g_autofree char *article = NULL;
  g_autofree char *basename = NULL;

  g_return_if_fail (POSTIL_IS_FOLDER_SCAN (self));
  g_return_if_fail (path != NULL);

  root = g_file_new_for_path (self->root);
  file = g_file_new_for_path (path);
  relative = g_file_get_relative_path (root, file);
  basename = g_path_get_basename (path);
  if (self->is_stopped || relative == NULL || *basename == '.')
    return;

  article = dup_article_of (self, relative);
  if (article != NULL)
    {
      g_hash_table_add (self->touched, g_steal_pointer (&article));
      if (self->touch_source == 0)
        self->touch_source = g_timeout_add (TOUCH_DELAY_MS, touch_cb, self);
    }
  else if (is_other (basename))
    {
      g_signal_emit (self, signals[SIGNAL_OTHER_CHANGED], 0, basename);
      if (g_str_equal (basename, "codebook.json"))
        postil_folder_scan_start (self);
    }
  else if (wants_listing (self, path))
    postil_folder_scan_start (self);
}

static void
watch_cb (const char *path,
          gpointer    user_data)
{
  PostilFolderScan *self = user_data;

  if (path == NULL)
    postil_folder_scan_start (self);
  else
    postil_folder_scan_touch (self, path);
}

static void
postil_folder_scan_dispose (GObject *object)
{
  postil_folder_scan_stop (POSTIL_FOLDER_SCAN (object));

  G_OBJECT_CLASS (postil_folder_scan_parent_class)->dispose (object);
}

static void
postil_folder_scan_finalize (GObject *object)
{
  PostilFolderScan *self = POSTIL_FOLDER_SCAN (object);

  g_free (self->root);
  g_free (self->coder);
  g_free (self->suffix);
  g_hash_table_unref (self->known);
  g_hash_table_unref (self->touched);
  g_clear_pointer (&self->codebooks, g_hash_table_unref);
  postil_report_unref (self->report);

  G_OBJECT_CLASS (postil_folder_scan_parent_class)->finalize (object);
}

static void
postil_folder_scan_class_init (PostilFolderScanClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = postil_folder_scan_dispose;
  object_class->finalize = postil_folder_scan_finalize;

  signals[SIGNAL_ARTICLES] =
    g_signal_new ("articles", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
  signals[SIGNAL_FINISHED] =
    g_signal_new ("finished", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_OTHER_CHANGED] =
    g_signal_new ("other-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
postil_folder_scan_init (PostilFolderScan *self)
{
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, known_free);
  self->touched = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->report = postil_report_new ();
  self->watch = postil_folder_watch_new (watch_cb, self);
}

PostilFolderScan *
postil_folder_scan_new (const char *root,
                        const char *coder)
{
  PostilFolderScan *self = NULL;

  g_return_val_if_fail (root != NULL && coder != NULL, NULL);

  self = g_object_new (POSTIL_TYPE_FOLDER_SCAN, NULL);
  self->root = g_strdup (root);
  self->coder = g_strdup (coder);
  self->suffix = g_strconcat (".", coder, POSTIL_SIDECAR_SUFFIX, NULL);
  return self;
}

void
postil_folder_scan_start (PostilFolderScan *self)
{
  g_return_if_fail (POSTIL_IS_FOLDER_SCAN (self));

  if (self->is_stopped)
    return;
  if (self->job != NULL)
    {
      self->again = TRUE;
      return;
    }
  self->again = FALSE;
  self->listing++;
  self->job = postil_scan_job_start (self->root, self->coder, NULL, NULL, batch_cb, self);
}

static void
stop_job (PostilScanJob *job)
{
  postil_scan_job_cancel (job);
  postil_scan_job_unref (job);
}

void
postil_folder_scan_stop (PostilFolderScan *self)
{
  g_return_if_fail (POSTIL_IS_FOLDER_SCAN (self));

  self->is_stopped = TRUE;
  g_clear_handle_id (&self->touch_source, g_source_remove);
  g_clear_pointer (&self->job, stop_job);
  g_clear_pointer (&self->look, stop_job);
  g_clear_pointer (&self->watch, postil_folder_watch_free);
}

gboolean
postil_folder_scan_is_running (PostilFolderScan *self)
{
  g_return_val_if_fail (POSTIL_IS_FOLDER_SCAN (self), FALSE);

  return self->job != NULL;
}

const char *
postil_folder_scan_get_root (PostilFolderScan *self)
{
  g_return_val_if_fail (POSTIL_IS_FOLDER_SCAN (self), NULL);

  return self->root;
}

const char *
postil_folder_scan_get_coder (PostilFolderScan *self)
{
  g_return_val_if_fail (POSTIL_IS_FOLDER_SCAN (self), NULL);

  return self->coder;
}

PostilScanned *
postil_folder_scan_lookup (PostilFolderScan *self,
                           const char       *path)
{
  Known *known = NULL;

  g_return_val_if_fail (POSTIL_IS_FOLDER_SCAN (self), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  known = g_hash_table_lookup (self->known, path);
  return known != NULL ? known->scanned : NULL;
}

guint
postil_folder_scan_get_n_found (PostilFolderScan *self)
{
  g_return_val_if_fail (POSTIL_IS_FOLDER_SCAN (self), 0);

  return g_hash_table_size (self->known);
}

guint
postil_folder_scan_get_n_read (PostilFolderScan *self)
{
  g_return_val_if_fail (POSTIL_IS_FOLDER_SCAN (self), 0);

  return self->n_read;
}

PostilCodebook *
postil_folder_scan_get_codebook (PostilFolderScan *self)
{
  g_return_val_if_fail (POSTIL_IS_FOLDER_SCAN (self), NULL);

  return self->codebooks != NULL ? g_hash_table_lookup (self->codebooks, "") : NULL;
}

PostilReport *
postil_folder_scan_get_report (PostilFolderScan *self)
{
  g_return_val_if_fail (POSTIL_IS_FOLDER_SCAN (self), NULL);

  return self->report;
}
