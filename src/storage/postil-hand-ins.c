/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Puts what a class handed in beside the articles. Invariant: a layer is written only where the
 * text is the one that was marked and every passage stands in it; a name that another layer has
 * is never written over; an older version of the same layer is kept among the backups. Blocking,
 * any thread. */

#include "config.h"

#include "storage/postil-hand-ins.h"

#include <errno.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "model/postil-time.h"
#include "storage/postil-backups.h"
#include "storage/postil-class-article.h"
#include "storage/postil-files.h"
#include "storage/postil-folder.h"
#include "storage/postil-hand-ins-private.h"

#define FOLDER_MODE 0777
#define CODEBOOK_NAME "codebook.json"

typedef struct
{
  const char   *folder;   /* absolute */
  char         *drop;     /* relative to the folder, where it lies in it; or NULL */
  GPtrArray    *articles; /* (element-type PostilClassArticle) by path */
  GHashTable   *by_sha256;
  GCancellable *cancellable;
} Collecting;

/* --- What the class's folder holds ------------------------------------------------------ */

static gboolean
take_article_cb (PostilArticleContents *contents,
                 gpointer               user_data)
{
  Collecting *self = user_data;
  PostilClassArticle *article = NULL;

  if (contents->text == NULL || (self->drop != NULL && g_str_has_prefix (contents->entry->path, self->drop)))
    return TRUE;
  article = postil_class_article_new (contents->entry->path, contents->text);
  for (guint i = 0; i < contents->entry->sidecars->len; i++)
    {
      const PostilSidecarEntry *sidecar = contents->entry->sidecars->pdata[i];
      PostilLayer *layer = contents->layers->pdata[i];

      if (!sidecar->conflicted)
        postil_class_article_add (article, sidecar->coder, layer != NULL ? postil_layer_get_info (layer)->id : NULL,
                                  layer != NULL ? postil_hand_ins_find_latest (layer) : NULL);
    }
  g_ptr_array_add (self->articles, article);
  if (!g_hash_table_contains (self->by_sha256, postil_text_get_sha256 (article->text)))
    g_hash_table_insert (self->by_sha256, (gpointer) postil_text_get_sha256 (article->text), article);
  return TRUE;
}

static gboolean
read_articles (Collecting  *self,
               GError     **error)
{
  g_autoptr (PostilReport) report = postil_report_new ();
  g_autoptr (PostilFolder) folder = postil_folder_scan (self->folder, report, self->cancellable, error);

  if (folder == NULL)
    return FALSE;
  postil_folder_foreach (folder, POSTIL_READ_TEXT | POSTIL_READ_LAYERS | POSTIL_READ_SHA256, NULL, report, take_article_cb, NULL,
                         self, self->cancellable);
  return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}

/* --- An article for a class that has none ----------------------------------------------- */

static guint
count_layers (PostilFound *found,
              const char  *sha256)
{
  guint n = 0;

  for (guint i = 0; i < found->layers->len; i++)
    {
      PostilFoundLayer *layer = found->layers->pdata[i];

      n += g_strcmp0 (postil_layer_get_info (layer->layer)->sha256, sha256) == 0;
    }
  return n;
}

static gboolean
write_new (Collecting  *self,
           const char  *name,
           GBytes      *bytes,
           GError     **error)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  return postil_files_write (file, bytes, "", NULL, self->cancellable, error);
}

static gboolean
has_codebook (Collecting *self)
{
  g_autofree char *path = g_build_filename (self->folder, CODEBOOK_NAME, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* The text that most of the layers are about, and the codebook that lay beside it. */
static gboolean
adopt_article (Collecting   *self,
               PostilFound  *found,
               char        **name,
               GError      **error)
{
  PostilFoundFile *best = NULL;
  guint n_best = 0;

  for (guint i = 0; i < found->files->len; i++)
    {
      PostilFoundFile *file = found->files->pdata[i];
      guint n = file->sha256 != NULL ? count_layers (found, file->sha256) : 0;

      if (n > n_best)
        {
          best = file;
          n_best = n;
        }
    }
  if (best == NULL)
    return TRUE;
  if (!write_new (self, best->name, best->bytes, error))
    return FALSE;
  *name = g_strdup (best->name);
  for (guint i = 0; i < found->files->len; i++)
    {
      PostilFoundFile *file = found->files->pdata[i];

      if (file->sha256 == NULL && g_str_equal (file->place, best->place) && !has_codebook (self))
        return write_new (self, file->name, file->bytes, error);
    }
  return TRUE;
}

/* --- Where a layer belongs -------------------------------------------------------------- */

static gboolean
fits (PostilFoundLayer   *found,
      PostilClassArticle *article)
{
  for (guint i = 0; i < postil_layer_get_n_annotations (found->layer); i++)
    if (postil_annotation_check (postil_layer_get_annotation (found->layer, i), article->text) != POSTIL_FIT_OK)
      return FALSE;
  return TRUE;
}

static PostilClassArticle *
find_by_name (Collecting *self,
              const char *name)
{
  for (guint i = 0; i < self->articles->len; i++)
    {
      PostilClassArticle *article = self->articles->pdata[i];
      g_autofree char *basename = g_path_get_basename (article->path);

      if (g_strcmp0 (basename, name) == 0)
        return article;
    }
  return NULL;
}

/* NULL after it was said why. */
static PostilClassArticle *
find_article (Collecting       *self,
              PostilFoundLayer *found)
{
  const PostilLayerInfo *info = postil_layer_get_info (found->layer);
  PostilClassArticle *named = find_by_name (self, info->article);
  PostilClassArticle *article = info->sha256 != NULL ? g_hash_table_lookup (self->by_sha256, info->sha256) : named;

  if (article != NULL && fits (found, article))
    {
      found->hand_in->article = g_strdup (article->path);
      return article;
    }
  if (article != NULL)
    postil_hand_in_set (found->hand_in, POSTIL_HAND_IN_WRONG_TEXT,
                        _("A passage in it does not stand where it should in “%s”, so it was left out."), article->path);
  else if (named != NULL)
    postil_hand_in_set (found->hand_in, POSTIL_HAND_IN_WRONG_TEXT,
                        _("Another text of “%s” was marked than the class’s, so it was left out."), named->path);
  else
    postil_hand_in_set (found->hand_in, POSTIL_HAND_IN_WRONG_TEXT,
                        _("“%s” was marked, which is not an article of the class, so it was left out."),
                        info->article != NULL ? info->article : "?");
  return NULL;
}

/* Of two versions, whether @a was changed last. */
static gboolean
is_newer (PostilFoundLayer *a,
          PostilFoundLayer *b)
{
  int order = postil_time_compare (a->latest, b->latest);

  return order != 0 ? order > 0 : a->time_s > b->time_s;
}

static PostilFoundLayer *
choose_version (PostilFoundLayer *first,
                PostilFoundLayer *second)
{
  PostilFoundLayer *winner = is_newer (second, first) ? second : first;
  PostilFoundLayer *other = winner == first ? second : first;

  if (g_bytes_equal (first->bytes, second->bytes))
    postil_hand_in_set (other->hand_in, POSTIL_HAND_IN_DUPLICATE, _("This is the same as “%s”."), winner->hand_in->file);
  else
    postil_hand_in_set (other->hand_in, POSTIL_HAND_IN_OLDER,
                        _("%s handed in twice. “%s” was changed last and counts."), other->coder, winner->hand_in->file);
  return winner;
}

/* --- Writing ---------------------------------------------------------------------------- */

static GFile *
new_sidecar (Collecting         *self,
             PostilClassArticle *article,
             const char         *coder)
{
  g_autofree char *name = postil_files_dup_sidecar_name (article->path, coder);
  g_autofree char *path = g_build_filename (self->folder, name, NULL);

  return g_file_new_for_path (path);
}

static void
set_failed (PostilFoundLayer *found,
            const GError     *error)
{
  postil_hand_in_set (found->hand_in, POSTIL_HAND_IN_DAMAGED, _("It could not be collected: %s"), error->message);
}

/* A version of it stands there. */
static void
meet_kept (Collecting         *self,
           PostilClassArticle *article,
           PostilFoundLayer   *found,
           PostilKeptLayer    *kept)
{
  g_autoptr (GFile) file = new_sidecar (self, article, kept->coder);
  g_autofree char *etag = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) there = postil_files_read (file, G_MAXSIZE, &etag, self->cancellable, &error);

  g_free (found->hand_in->coder);
  found->hand_in->coder = g_strdup (kept->coder);
  if (there == NULL)
    set_failed (found, error);
  else if (g_bytes_equal (there, found->bytes))
    found->hand_in->state = POSTIL_HAND_IN_THERE;
  else if (postil_time_compare (found->latest, kept->latest) < 0)
    postil_hand_in_set (found->hand_in, POSTIL_HAND_IN_OLDER, _("What was collected of %s before is newer and counts."), kept->coder);
  else
    {
      postil_backups_add_now (file, there);
      if (postil_files_write (file, found->bytes, etag, NULL, self->cancellable, &error))
        postil_hand_in_set (found->hand_in, POSTIL_HAND_IN_REPLACED, _("It took the place of what was collected of %s before."),
                            kept->coder);
      else
        set_failed (found, error);
    }
}

static void
put_new (Collecting         *self,
         PostilClassArticle *article,
         PostilFoundLayer   *found)
{
  g_autofree char *coder = postil_class_article_dup_free_name (article, found->coder);
  g_autoptr (GFile) file = new_sidecar (self, article, coder);
  g_autoptr (GError) error = NULL;

  if (!postil_files_write (file, found->bytes, "", NULL, self->cancellable, &error))
    {
      set_failed (found, error);
      return;
    }
  postil_class_article_add (article, coder, postil_layer_get_info (found->layer)->id, found->latest);
  g_free (found->hand_in->coder);
  found->hand_in->coder = g_strdup (coder);
  if (!g_str_equal (coder, found->coder))
    postil_hand_in_set (found->hand_in, POSTIL_HAND_IN_COLLECTED,
                        _("Somebody else is called %s too, so this one is kept as %s."), found->coder, coder);
}

static void
put_layer (Collecting         *self,
           PostilClassArticle *article,
           PostilFoundLayer   *found)
{
  PostilKeptLayer *kept = postil_class_article_find (article, found);

  if (kept != NULL)
    meet_kept (self, article, found, kept);
  else
    put_new (self, article, found);
  if (found->hand_in->message == NULL && found->hand_in->n_annotations == 0)
    postil_hand_in_set (found->hand_in, found->hand_in->state, _("Nothing is marked in it."));
}

/* Versions of one layer first, so that only the last is written. */
static void
put_layers (Collecting  *self,
            PostilFound *found)
{
  g_autoptr (GHashTable) winners = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree PostilClassArticle **articles = g_new0 (PostilClassArticle *, found->layers->len + 1);
  g_autofree char **keys = g_new0 (char *, found->layers->len + 1);

  for (guint i = 0; i < found->layers->len; i++)
    {
      PostilFoundLayer *layer = found->layers->pdata[i];
      g_autofree char *folded = postil_class_article_fold_name (layer->coder);
      PostilFoundLayer *other = NULL;

      articles[i] = find_article (self, layer);
      if (articles[i] == NULL)
        continue;
      keys[i] = g_strdup_printf ("%s\n%s\n%s", articles[i]->path, postil_layer_get_info (layer->layer)->id, folded);
      other = g_hash_table_lookup (winners, keys[i]);
      g_hash_table_insert (winners, g_strdup (keys[i]), other != NULL ? choose_version (other, layer) : layer);
    }
  for (guint i = 0; i < found->layers->len; i++)
    if (articles[i] != NULL && g_hash_table_lookup (winners, keys[i]) == found->layers->pdata[i])
      put_layer (self, articles[i], found->layers->pdata[i]);
  for (guint i = 0; i < found->layers->len; i++)
    g_free (keys[i]);
}

/* --- All of it -------------------------------------------------------------------------- */

static int
compare_hand_ins (gconstpointer a,
                  gconstpointer b)
{
  return strcmp ((*(PostilHandIn *const *) a)->file, (*(PostilHandIn *const *) b)->file);
}

static gboolean
collect (Collecting     *self,
         PostilFound    *found,
         PostilHandIns  *hand_ins,
         GError        **error)
{
  if (!read_articles (self, error))
    return FALSE;
  if (self->articles->len == 0)
    {
      if (!adopt_article (self, found, &hand_ins->article, error))
        return FALSE;
      if (hand_ins->article != NULL && !read_articles (self, error))
        return FALSE;
    }
  put_layers (self, found);
  return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}

/* The drop folder may lie in the class's folder: what is in it are not the class's articles. */
static char *
dup_inside (const char *drop,
            const char *folder)
{
  g_autoptr (GFile) inner = g_file_new_for_path (drop);
  g_autoptr (GFile) outer = g_file_new_for_path (folder);
  g_autofree char *relative = g_file_get_relative_path (outer, inner);

  return relative != NULL ? g_strconcat (relative, "/", NULL) : NULL;
}

PostilHandIns *
postil_hand_ins_collect (const char    *drop,
                         const char    *folder,
                         GCancellable  *cancellable,
                         GError       **error)
{
  g_autoptr (PostilHandIns) self = NULL;
  g_autoptr (PostilFound) found = NULL;
  g_autofree char *full = NULL;
  g_autofree char *inside = NULL;
  g_autoptr (GPtrArray) articles = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_class_article_free);
  g_autoptr (GHashTable) by_sha256 = g_hash_table_new (g_str_hash, g_str_equal);
  Collecting collecting = { NULL, NULL, articles, by_sha256, cancellable };

  g_return_val_if_fail (drop != NULL && folder != NULL, NULL);

  found = postil_found_new (drop, cancellable, error);
  if (found == NULL)
    return NULL;
  full = g_canonicalize_filename (folder, NULL);
  if (g_mkdir_with_parents (full, FOLDER_MODE) != 0)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, (gint) g_io_error_from_errno (code), _("The folder “%s” cannot be made: %s."), full,
                   g_strerror (code));
      return NULL;
    }
  collecting.folder = full;
  collecting.drop = inside = dup_inside (drop, full);
  self = g_new0 (PostilHandIns, 1);
  if (!collect (&collecting, found, self, error))
    return NULL;
  self->hand_ins = g_ptr_array_ref (found->hand_ins);
  g_ptr_array_sort (self->hand_ins, compare_hand_ins);
  return g_steal_pointer (&self);
}

void
postil_hand_ins_free (PostilHandIns *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->hand_ins, g_ptr_array_unref);
  g_free (self->article);
  g_free (self);
}

guint
postil_hand_ins_count (PostilHandIns     *self,
                       PostilHandInState  state)
{
  guint n = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < self->hand_ins->len; i++)
    n += ((PostilHandIn *) self->hand_ins->pdata[i])->state == state;
  return n;
}

gboolean
postil_hand_in_is_in (const PostilHandIn *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->state == POSTIL_HAND_IN_COLLECTED || self->state == POSTIL_HAND_IN_REPLACED || self->state == POSTIL_HAND_IN_THERE;
}

const char *
postil_hand_in_state_get_name (PostilHandInState state)
{
  static const char *const names[POSTIL_N_HAND_IN_STATES] = {
    [POSTIL_HAND_IN_COLLECTED] = "collected",
    [POSTIL_HAND_IN_REPLACED] = "replaced",
    [POSTIL_HAND_IN_THERE] = "there",
    [POSTIL_HAND_IN_DUPLICATE] = "duplicate",
    [POSTIL_HAND_IN_OLDER] = "older",
    [POSTIL_HAND_IN_WRONG_TEXT] = "wrong-text",
    [POSTIL_HAND_IN_DAMAGED] = "damaged",
    [POSTIL_HAND_IN_UNKNOWN] = "unknown",
  };

  g_return_val_if_fail (state < POSTIL_N_HAND_IN_STATES, "");

  return names[state];
}

/* --- In a thread ------------------------------------------------------------------------ */

typedef struct
{
  char *drop;
  char *folder;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->drop);
  g_free (job->folder);
  g_free (job);
}

static void
collect_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Job *job = task_data;
  GError *error = NULL;
  PostilHandIns *hand_ins = postil_hand_ins_collect (job->drop, job->folder, cancellable, &error);

  if (hand_ins != NULL)
    g_task_return_pointer (task, hand_ins, (GDestroyNotify) postil_hand_ins_free);
  else
    g_task_return_error (task, error);
}

void
postil_hand_ins_collect_async (const char          *drop,
                               const char          *folder,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Job *job = NULL;

  g_return_if_fail (drop != NULL && folder != NULL);

  job = g_new0 (Job, 1);
  job->drop = g_strdup (drop);
  job->folder = g_strdup (folder);
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, postil_hand_ins_collect_async);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, collect_thread);
}

PostilHandIns *
postil_hand_ins_collect_finish (GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
