/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Steps over a folder. The record comes first, then the codebook, then article after article,
 * each as when a person opens it, changes it and closes it: journal, sidecar, with etags. So a
 * step that is cut off leaves every file whole, codes that the codebook lacks are shown in
 * grey, and doing or undoing it again ends it. Blocking; any thread. */

#include "config.h"

#include "storage/postil-step.h"

#include <glib/gi18n-lib.h>

#include "base/postil-error.h"
#include "exchange/postil-codebook-json.h"
#include "exchange/postil-sidecar.h"
#include "model/postil-edit.h"
#include "storage/postil-backups.h"
#include "storage/postil-files.h"
#include "storage/postil-opening.h"
#include "storage/postil-reconcile.h"
#include "storage/postil-step-record.h"

#define MAX_CODEBOOK_BYTES (64u * 1024u * 1024u)

void
postil_step_info_free (PostilStepInfo *info)
{
  g_return_if_fail (info != NULL);

  g_free (info->id);
  g_free (info->time);
  g_free (info->title);
  g_free (info->root);
  g_free (info->coder);
  g_free (info);
}

/* --- What is touched ------------------------------------------------------------------ */

typedef struct
{
  const PostilStepRequest *request;
  PostilStepCounts        *counts;
  GPtrArray               *articles; /* paths */
} Search;

static gboolean
is_open (const char *const *open_sidecars,
         const char        *path)
{
  return open_sidecars != NULL && g_strv_contains (open_sidecars, path);
}

static gboolean
look_cb (PostilArticleContents *contents,
         gpointer               user_data)
{
  Search *search = user_data;
  const char *root = g_file_peek_path (search->request->root);
  guint n_touched = 0;

  for (guint i = 0; i < contents->layers->len; i++)
    {
      PostilSidecarEntry *sidecar = g_ptr_array_index (contents->entry->sidecars, i);
      PostilLayer *layer = g_ptr_array_index (contents->layers, i);
      g_autofree char *path = g_build_filename (root, sidecar->path, NULL);

      if (layer != NULL && !sidecar->conflicted && g_str_equal (sidecar->coder, search->request->coder)
          && !is_open (search->request->open_sidecars, path))
        n_touched += postil_recoding_count (search->request->recoding, layer);
    }

  if (n_touched > 0)
    {
      g_ptr_array_add (search->articles, g_build_filename (root, contents->entry->path, NULL));
      search->counts->n_annotations += n_touched;
      search->counts->n_articles++;
    }
  return TRUE;
}

/* (element-type utf8) paths of the articles. */
static GPtrArray *
find_articles (const PostilStepRequest  *request,
               PostilStepCounts         *counts,
               GCancellable             *cancellable,
               GError                  **error)
{
  const char *coders[] = { request->coder, NULL };
  g_autoptr (PostilReport) report = postil_report_new ();
  g_autoptr (PostilFolder) folder = NULL;
  g_autoptr (GPtrArray) articles = g_ptr_array_new_with_free_func (g_free);
  Search search = { request, counts, articles };

  *counts = (PostilStepCounts) { 0, 0 };
  if (postil_recoding_is_empty (request->recoding))
    return g_steal_pointer (&articles);

  folder = postil_folder_scan (g_file_peek_path (request->root), report, cancellable, error);
  if (folder == NULL)
    return NULL;
  postil_folder_foreach (folder, POSTIL_READ_LAYERS, coders, report, look_cb, NULL, &search, cancellable);

  return g_cancellable_set_error_if_cancelled (cancellable, error) ? NULL : g_steal_pointer (&articles);
}

gboolean
postil_step_count (const PostilStepRequest  *request,
                   PostilStepCounts         *counts,
                   GCancellable             *cancellable,
                   GError                  **error)
{
  g_autoptr (GPtrArray) articles = NULL;

  g_return_val_if_fail (request != NULL && counts != NULL, FALSE);

  articles = find_articles (request, counts, cancellable, error);
  return articles != NULL;
}

/* --- One article ---------------------------------------------------------------------- */

static void
journal_cb (PostilOpening      *opening,
            PostilChange       *change,
            PostilChangeOrigin  origin,
            PostilDocument     *document)
{
  if (opening->journal != NULL)
    postil_journal_append (opening->journal, change, origin, NULL);
}

static gboolean
save (PostilOpening  *opening,
      GError        **error)
{
  g_autoptr (GBytes) bytes = postil_sidecar_write (postil_document_get_layer (opening->document));
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  guint64 sequence = 0;

  if (opening->journal != NULL)
    {
      sequence = postil_journal_get_sequence (opening->journal);
      postil_journal_note_saving (opening->journal, sha256, sequence, NULL);
      postil_journal_sync (opening->journal, NULL);
    }
  if (opening->sha256 != NULL)
    postil_backups_add_current (opening->sidecar, opening->sha256);
  if (!postil_files_write (opening->sidecar, bytes, opening->etag, NULL, NULL, error))
    return FALSE;
  postil_backups_add_now (opening->sidecar, bytes);
  if (opening->journal != NULL)
    postil_journal_note_saved (opening->journal, sha256, sequence, NULL);
  return TRUE;
}

/* Does something to an article that nobody has open, and saves it. */
typedef gboolean (*EditFunc) (PostilDocument *document, gpointer data, GError **error);

static gboolean
edit_article (const char  *path,
              GFile       *root,
              const char  *coder,
              EditFunc     edit,
              gpointer     data,
              GError     **error)
{
  g_autoptr (GFile) article = g_file_new_for_path (path);
  g_autoptr (PostilOpening) opening = postil_opening_new (article, root, coder, NULL, NULL);
  const char *refusal = NULL;
  gulong changed_id = 0;
  gboolean is_edited = FALSE;

  if (!postil_opening_run (opening, NULL, error))
    return FALSE;
  refusal = postil_document_get_read_only (opening->document);
  if (refusal != NULL)
    {
      g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_READ_ONLY, refusal);
      return FALSE;
    }

  changed_id = g_signal_connect_swapped (opening->document, "changed", G_CALLBACK (journal_cb), opening);
  is_edited = edit (opening->document, data, error);
  g_signal_handler_disconnect (opening->document, changed_id);

  return is_edited && save (opening, error);
}

typedef struct
{
  PostilRecoding *recoding;
  PostilCodebook *codebook; /* NULL: the document's */
  const char     *step;
} Recode;

static gboolean
recode_cb (PostilDocument  *document,
           gpointer         data,
           GError         **error)
{
  Recode *recode = data;
  g_autoptr (GError) problem = NULL;
  g_autoptr (PostilChange) change = NULL;

  change = postil_recoding_make_change (recode->recoding, document, recode->codebook, &problem);
  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  if (change == NULL)
    return TRUE;

  postil_change_set_step (change, recode->step);
  return postil_document_apply (document, change, POSTIL_ORIGIN_DO, error);
}

/* --- The codebook --------------------------------------------------------------------- */

static PostilCodebook *
read_codebook (GFile   *file,
               char   **etag,
               GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) bytes = postil_files_read (file, MAX_CODEBOOK_BYTES, etag, NULL, &local);

  if (bytes != NULL)
    return postil_codebook_read (bytes, NULL, error);
  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      *etag = g_strdup ("");
      return postil_codebook_new_builtin ();
    }

  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

/* The file becomes @to, if it still is @from. */
static gboolean
exchange_codebook (GFile           *file,
                   PostilCodebook  *from,
                   PostilCodebook  *to,
                   gboolean         leave_file,
                   GError         **error)
{
  g_autofree char *etag = NULL;
  g_autoptr (PostilCodebook) there = read_codebook (file, &etag, error);
  g_autoptr (GBytes) bytes = NULL;

  if (there == NULL)
    return FALSE;
  if (postil_codebook_equal (there, to) && (*etag != '\0') == leave_file)
    return TRUE;
  if (!postil_codebook_equal (there, from))
    {
      g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_CONFLICT,
                           _("The codebook has been changed since, so nothing was done. Open the codebook again, or "
                             "undo the later change first."));
      return FALSE;
    }
  if (!leave_file)
    return *etag == '\0' || g_file_delete (file, NULL, error);

  bytes = postil_codebook_write (to);
  return postil_files_write (file, bytes, etag, NULL, NULL, error);
}

/* --- Doing ---------------------------------------------------------------------------- */

static PostilStepRecord *
new_record (const PostilStepRequest *request,
            GFile                   *codebook_file,
            GPtrArray               *articles)
{
  PostilStepRecord *record = g_new0 (PostilStepRecord, 1);

  record->id = g_uuid_string_random ();
  record->time = postil_edit_dup_now ();
  record->title = g_strdup (request->title);
  record->root = g_file_get_path (request->root);
  record->coder = g_strdup (request->coder);
  record->had_codebook = g_file_query_exists (codebook_file, NULL);
  record->codebook_path = g_file_get_path (codebook_file);
  record->before = postil_codebook_ref (request->before);
  record->after = postil_codebook_ref (request->after);
  record->articles = g_new0 (char *, articles->len + 1);
  for (guint i = 0; i < articles->len; i++)
    record->articles[i] = g_strdup (g_ptr_array_index (articles, i));

  return record;
}

static void
report_article (PostilReport *report,
                const char   *path,
                const GError *error)
{
  g_autofree char *name = g_filename_display_basename (path);

  postil_report_add_error (report, name, 0, error);
}

char *
postil_step_do (const PostilStepRequest  *request,
                PostilStepCounts         *counts,
                PostilReport             *report,
                PostilProgressFunc        progress,
                gpointer                  user_data,
                GError                  **error)
{
  g_autoptr (GFile) codebook_file = NULL;
  g_autoptr (GPtrArray) articles = NULL;
  g_autoptr (PostilStepRecord) record = NULL;
  Recode recode;

  g_return_val_if_fail (request != NULL && counts != NULL && report != NULL, NULL);

  articles = find_articles (request, counts, NULL, error);
  if (articles == NULL)
    return NULL;

  codebook_file = g_file_get_child (request->root, "codebook.json");
  record = new_record (request, codebook_file, articles);
  if (!postil_step_record_save (record, error)
      || (!postil_codebook_equal (request->before, request->after)
          && !exchange_codebook (codebook_file, request->before, request->after, TRUE, error)))
    return NULL;

  recode = (Recode) { request->recoding, NULL, record->id };
  for (guint i = 0; i < articles->len; i++)
    {
      const char *path = g_ptr_array_index (articles, i);
      g_autoptr (GError) problem = NULL;

      if (!edit_article (path, request->root, request->coder, recode_cb, &recode, &problem))
        report_article (report, path, problem);
      if (progress != NULL)
        progress (i + 1, articles->len, user_data);
    }

  return g_steal_pointer (&record->id);
}

/* --- Undoing -------------------------------------------------------------------------- */

static PostilChange *
find_part (PostilHistory *history,
           const char    *id)
{
  for (guint i = postil_history_get_n_changes (history); i-- > 0;)
    {
      PostilChange *change = postil_history_get_change (history, i);

      if (g_strcmp0 (postil_change_get_step (change), id) == 0)
        return change;
    }

  return NULL;
}

gboolean
postil_step_in_document (PostilDocument  *document,
                         const char      *id,
                         gboolean         redo,
                         GError         **error)
{
  PostilHistory *history = NULL;
  PostilChange *top = NULL;
  PostilChange *part = NULL;
  PostilCodebook *codebook = NULL;
  g_autoptr (PostilChange) wanted = NULL;
  g_autoptr (PostilChange) fitting = NULL;

  g_return_val_if_fail (POSTIL_IS_DOCUMENT (document), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  history = postil_document_get_history (document);
  top = redo ? postil_history_peek_redo (history) : postil_history_peek_undo (history);
  if (top != NULL && g_strcmp0 (postil_change_get_step (top), id) == 0)
    return redo ? postil_document_redo (document, NULL, error) : postil_document_undo (document, NULL, error);

  part = find_part (history, id);
  if (part == NULL)
    return TRUE;
  wanted = redo ? postil_change_ref (part) : postil_change_invert (part);
  fitting = postil_reconcile_change (postil_document_get_layer (document), wanted, NULL);
  if (postil_change_get_codebook (wanted, NULL, &codebook)
      && !postil_codebook_equal (codebook, postil_document_get_codebook (document)))
    postil_change_set_codebook (fitting, postil_document_get_codebook (document), codebook);

  return postil_change_is_empty (fitting) || postil_document_apply (document, fitting, POSTIL_ORIGIN_DO, error);
}

typedef struct
{
  const char *step;
  gboolean    redo;
} Revert;

static gboolean
revert_cb (PostilDocument  *document,
           gpointer         data,
           GError         **error)
{
  Revert *revert = data;

  return postil_step_in_document (document, revert->step, revert->redo, error);
}

static gboolean
is_open_article (const char        *path,
                 const char        *coder,
                 const char *const *open_sidecars)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *basename = g_path_get_basename (path);
  g_autofree char *name = postil_files_dup_sidecar_name (basename, coder);
  g_autofree char *sidecar = g_build_filename (folder, name, NULL);

  return is_open (open_sidecars, sidecar);
}

gboolean
postil_step_revert (const char         *id,
                    gboolean            redo,
                    const char *const  *open_sidecars,
                    PostilReport       *report,
                    GError            **error)
{
  g_autoptr (PostilStepRecord) record = NULL;
  g_autoptr (GFile) codebook_file = NULL;
  g_autoptr (GFile) root = NULL;
  Revert revert = { id, redo };

  g_return_val_if_fail (id != NULL && report != NULL, FALSE);

  record = postil_step_record_load (id, error);
  if (record == NULL)
    return FALSE;

  root = g_file_new_for_path (record->root);
  codebook_file = g_file_new_for_path (record->codebook_path);
  if (!postil_codebook_equal (record->before, record->after)
      && !exchange_codebook (codebook_file, redo ? record->before : record->after,
                             redo ? record->after : record->before, redo || record->had_codebook, error))
    return FALSE;

  for (guint i = 0; record->articles[i] != NULL; i++)
    {
      g_autoptr (GError) problem = NULL;

      if (!is_open_article (record->articles[i], record->coder, open_sidecars)
          && !edit_article (record->articles[i], root, record->coder, revert_cb, &revert, &problem))
        report_article (report, record->articles[i], problem);
    }

  record->is_undone = !redo;
  return postil_step_record_save (record, error);
}

/* --- Listing -------------------------------------------------------------------------- */

static gboolean
concerns (const PostilStepRecord *record,
          GFile                  *root,
          const char             *coder)
{
  g_autoptr (GFile) folder = g_file_new_for_path (record->root);

  return g_str_equal (record->coder, coder)
         && (g_file_equal (folder, root) || g_file_has_prefix (folder, root) || g_file_has_prefix (root, folder));
}

static int
compare_times_cb (gconstpointer a,
                  gconstpointer b)
{
  const PostilStepInfo *first = *(PostilStepInfo *const *) a;
  const PostilStepInfo *second = *(PostilStepInfo *const *) b;

  return strcmp (second->time, first->time);
}

GPtrArray *
postil_step_list (GFile      *root,
                  const char *coder)
{
  g_auto (GStrv) ids = postil_step_record_list ();
  GPtrArray *list = NULL;

  g_return_val_if_fail (G_IS_FILE (root) && coder != NULL, NULL);

  list = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_step_info_free);
  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (PostilStepRecord) record = postil_step_record_load (ids[i], NULL);
      PostilStepInfo *info = NULL;

      if (record == NULL || !concerns (record, root, coder))
        continue;
      info = g_new0 (PostilStepInfo, 1);
      info->id = g_steal_pointer (&record->id);
      info->time = g_steal_pointer (&record->time);
      info->title = g_steal_pointer (&record->title);
      info->root = g_steal_pointer (&record->root);
      info->coder = g_steal_pointer (&record->coder);
      info->is_undone = record->is_undone;
      g_ptr_array_add (list, info);
    }
  g_ptr_array_sort (list, compare_times_cb);

  return list;
}
