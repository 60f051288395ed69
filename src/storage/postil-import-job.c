/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An import while the window goes on. Invariant: what is only looked at never reaches the
 * importer, so that nothing is written; a request belongs to its thread. */

#include "config.h"

#include "storage/postil-import-job.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-error.h"
#include "storage/postil-intake.h"
#include "storage/postil-step.h"

#define MAX_PASSAGES 100u
#define EXCERPT_CHARS 80u

typedef struct
{
  char                *folder;
  char               **paths;
  const PostilFormat  *format;
  char                *coder;
  gboolean             writes;
  GHashTable          *mapping;  /* or NULL */
  gboolean             adopts;
  GCancellable        *cancellable;
  PostilImporter      *importer;
  GArray              *files;    /* (element-type PostilImportFile) */
  GArray              *set;      /* of them, borrowed */
  GHashTable          *texts;    /* path → PostilText, of the set, while it is only looked at */
  GHashTable          *codes;    /* id → PostilImportCode */
  GPtrArray           *arrived;  /* codes in the order of their first use, mapped; borrowed of @ids */
  GHashTable          *ids;
  PostilImportResult  *result;
} Job;

static void
code_free (gpointer data)
{
  g_free (((PostilImportCode *) data)->id);
  g_free (data);
}

void
postil_import_result_free (PostilImportResult *self)
{
  if (self == NULL)
    return;
  g_free (self->dialect);
  g_ptr_array_unref (self->codes);
  g_ptr_array_unref (self->passages);
  g_clear_pointer (&self->codebook, postil_codebook_unref);
  postil_report_unref (self->losses);
  postil_report_unref (self->errors);
  g_free (self);
}

static void
job_free (gpointer data)
{
  Job *self = data;

  g_free (self->folder);
  g_strfreev (self->paths);
  g_free (self->coder);
  g_clear_pointer (&self->mapping, g_hash_table_unref);
  g_clear_pointer (&self->importer, postil_importer_free);
  g_clear_pointer (&self->set, g_array_unref);
  g_clear_pointer (&self->files, g_array_unref);
  g_hash_table_unref (self->texts);
  g_hash_table_unref (self->codes);
  g_ptr_array_unref (self->arrived);
  g_hash_table_unref (self->ids);
  g_clear_pointer (&self->result, postil_import_result_free);
  g_free (self);
}

static void
count_code (Job        *self,
            const char *id,
            const char *mapped)
{
  PostilImportCode *code = g_hash_table_lookup (self->codes, id);

  if (code == NULL)
    {
      code = g_new0 (PostilImportCode, 1);
      code->id = g_strdup (id);
      g_hash_table_insert (self->codes, code->id, code);
    }
  code->n_annotations++;
  if (g_hash_table_contains (self->ids, mapped))
    return;
  g_ptr_array_add (self->arrived, g_strdup (mapped));
  g_hash_table_add (self->ids, g_ptr_array_index (self->arrived, self->arrived->len - 1));
}

static void
show_passage (Job              *self,
              const char       *path,
              PostilLayer      *layer,
              PostilAnnotation *annotation)
{
  g_autofree char *excerpt = NULL;

  if (self->result->passages->len >= MAX_PASSAGES)
    return;
  excerpt = postil_annotation_dup_excerpt (annotation, EXCERPT_CHARS);
  g_ptr_array_add (self->result->passages,
                   g_strdup_printf ("%s · %s · %s: “%s”", path, postil_layer_get_info (layer)->coder,
                                    postil_annotation_get_code (annotation), excerpt));
}

static const char *
map_code (Job        *self,
          const char *code)
{
  const char *other = self->mapping != NULL ? g_hash_table_lookup (self->mapping, code) : NULL;

  return other != NULL ? other : code;
}

/* The same annotations, with the codes that a person chose for theirs. */
static PostilLayer *
map_layer (Job         *self,
           const char  *path,
           PostilLayer *layer)
{
  PostilLayer *mapped = postil_layer_copy (layer);

  for (guint i = 0; i < postil_layer_get_n_annotations (layer); i++)
    {
      PostilAnnotation *annotation = postil_layer_get_annotation (layer, i);
      const char *code = postil_annotation_get_code (annotation);
      const char *other = map_code (self, code);
      PostilAnnotationInit init;
      g_autoptr (PostilAnnotation) recoded = NULL;

      count_code (self, code, other);
      show_passage (self, path, layer, annotation);
      self->result->n_annotations++;
      if (strcmp (code, other) == 0)
        continue;
      postil_annotation_to_init (annotation, &init);
      init.code = other;
      init.source = NULL;
      recoded = postil_annotation_new (&init);
      postil_layer_remove (mapped, annotation);
      postil_layer_add (mapped, recoded);
    }
  return mapped;
}

static void
see_codebook (Job            *self,
              PostilCodebook *codebook)
{
  if (codebook != NULL && self->result->codebook == NULL && !postil_codebook_is_builtin (codebook))
    self->result->codebook = postil_codebook_ref (codebook);
}

static gboolean
take_article (PostilSetArticle *article,
              gpointer          user_data,
              GError          **error)
{
  Job *self = user_data;
  g_autoptr (PostilSetArticle) owned = article;

  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  self->result->n_articles++;
  see_codebook (self, article->codebook);
  for (guint i = 0; i < article->layers->len; i++)
    {
      PostilLayer *layer = g_ptr_array_index (article->layers, i);

      article->layers->pdata[i] = map_layer (self, article->path, layer);
      postil_layer_unref (layer);
    }
  return !self->writes || postil_importer_take (g_steal_pointer (&owned), self->importer, error);
}

static PostilText *
find_article (const char *path,
              gpointer    user_data)
{
  Job *self = user_data;
  PostilText *text = g_hash_table_lookup (self->texts, path);

  return text != NULL ? postil_text_ref (text) : postil_importer_find_article (path, self->importer);
}

static void
take_codebook (const char     *path,
               PostilCodebook *codebook,
               gpointer        user_data)
{
  Job *self = user_data;

  see_codebook (self, codebook);
  if (self->writes)
    postil_importer_take_codebook (path, codebook, self->importer);
}

static void
take_record (const char                *path,
             const PostilArticleRecord *record,
             gpointer                   user_data)
{
  Job *self = user_data;

  if (self->writes)
    postil_importer_take_record (path, record, self->importer);
}

/* What a folder is searched for. */
static char **
dup_extensions (void)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n_formats;
  const PostilFormat *const *formats = postil_format_list (&n_formats);

  g_strv_builder_add (builder, "txt");
  for (guint i = 0; i < n_formats; i++)
    if ((formats[i]->flags & POSTIL_FORMAT_READ) != 0)
      g_strv_builder_addv (builder, (const char **) formats[i]->extensions);
  return g_strv_builder_end (builder);
}

/* An article that came beside the set. */
static void
add_text (Job                    *self,
          const PostilImportFile *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilText) text = postil_text_new_from_bytes (file->bytes, NULL, &error);

  if (text == NULL)
    postil_report_add_error (self->result->errors, file->path, 0, error);
  else if (self->writes)
    postil_importer_add_text (self->importer, file->path, text);
  else
    g_hash_table_insert (self->texts, g_strdup (file->path), g_steal_pointer (&text));
}

static void
split_files (Job *self)
{
  gboolean has_own_texts = (self->format->flags & POSTIL_FORMAT_OWN_TEXTS) != 0;

  self->set = g_array_new (FALSE, FALSE, sizeof (PostilImportFile));
  for (guint i = 0; i < self->files->len; i++)
    {
      const PostilImportFile *file = &g_array_index (self->files, PostilImportFile, i);
      g_autofree char *name = g_path_get_basename (file->path);

      if (strcmp (name, "codebook.json") == 0 && self->writes)
        postil_importer_add_codebook (self->importer, file->path, file->bytes);
      else if (strcmp (name, POSTIL_ARTICLE_LIST_NAME) == 0)
        postil_report_add (self->result->losses, file->path, 0, "metadata", NULL,
                           _("What this list knows of the articles was left out; “postil-cli import” takes it."));
      else if (!has_own_texts && g_str_has_suffix (name, ".txt"))
        add_text (self, file);
      else if (strcmp (name, "codebook.json") != 0)
        g_array_append_val (self->set, *file);
    }
}

static int
compare_codes (gconstpointer a,
               gconstpointer b)
{
  return strcmp ((*(const PostilImportCode *const *) a)->id, (*(const PostilImportCode *const *) b)->id);
}

static void
list_codes (Job *self)
{
  GHashTableIter iter;
  gpointer code;

  if (self->result->codebook == NULL)
    self->result->codebook = postil_codebook_new_builtin ();
  g_hash_table_iter_init (&iter, self->codes);
  while (g_hash_table_iter_next (&iter, NULL, &code))
    {
      PostilImportCode *copy = g_memdup2 (code, sizeof (PostilImportCode));

      copy->id = g_strdup (copy->id);
      copy->is_known = postil_codebook_lookup_code (self->result->codebook, copy->id) != NULL;
      g_ptr_array_add (self->result->codes, copy);
    }
  g_ptr_array_sort (self->result->codes, compare_codes);
}

/* As one step, which the history can take back. */
static void
adopt_codes (Job *self)
{
  PostilCodebookBuilder *builder = postil_codebook_builder_new (self->result->codebook);
  g_autoptr (PostilCodebook) after = NULL;
  g_autoptr (PostilRecoding) recoding = postil_recoding_new ();
  g_autoptr (GFile) root = g_file_new_for_path (self->folder);
  g_autoptr (GError) error = NULL;
  g_autofree char *step = NULL;
  PostilStepRequest request = { .root = root, .coder = self->coder, .title = _("Adopt the codes of an import"),
                                .before = self->result->codebook, .recoding = recoding };
  PostilStepCounts counts;
  guint n_adopted = 0;

  for (guint i = 0; i < self->arrived->len; i++)
    {
      const char *id = g_ptr_array_index (self->arrived, i);

      if (postil_codebook_lookup_code (self->result->codebook, id) != NULL)
        continue;
      postil_codebook_builder_add_code (builder, &(PostilCode) { .id = id, .label = id });
      n_adopted++;
    }
  after = postil_codebook_builder_end (builder, &error);
  if (n_adopted == 0)
    return;
  request.after = after;
  if (after != NULL)
    step = postil_step_do (&request, &counts, self->result->errors, NULL, NULL, &error);
  if (step != NULL)
    self->result->n_adopted = n_adopted;
  else
    postil_report_add_error (self->result->errors, "codebook.json", 0, error);
}

static gboolean
read_files (Job     *self,
            GError **error)
{
  g_auto (GStrv) extensions = dup_extensions ();

  self->files = postil_intake_new ();
  for (guint i = 0; self->paths[i] != NULL; i++)
    postil_intake_add (self->files, self->paths[i], (const char *const *) extensions, self->result->errors, self->cancellable);
  if (self->format == NULL)
    self->format = postil_format_recognise ((const PostilImportFile *) (gpointer) self->files->data, self->files->len);
  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  if (self->format == NULL)
    g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
                         _("Postil does not recognise a format in what you chose. Choose the files that another program exported, or their folder."));
  return self->format != NULL;
}

static gboolean
import (Job     *self,
        GError **error)
{
  PostilImportOptions options = {
    .imported = take_article,
    .find_article = find_article,
    .take_codebook = take_codebook,
    .take_record = take_record,
    .user_data = self,
    .codebook = postil_importer_get_codebook (self->importer),
    .coder = self->coder,
    .losses = self->result->losses,
    .errors = self->result->errors,
  };
  gboolean imported;

  see_codebook (self, options.codebook);
  split_files (self);
  imported = self->format->import ((const PostilImportFile *) (gpointer) self->set->data, self->set->len, &options, error);
  self->result->dialect = options.dialect;
  self->result->format = self->format;
  if (self->writes)
    postil_importer_finish (self->importer);
  if (imported)
    list_codes (self);
  if (imported && self->writes && self->adopts)
    adopt_codes (self);
  return imported;
}

static void
run_thread (GTask        *task,
            gpointer      source,
            gpointer      task_data,
            GCancellable *cancellable)
{
  Job *self = task_data;
  GError *error = NULL;

  self->cancellable = cancellable;
  self->result = g_new0 (PostilImportResult, 1);
  self->result->codes = g_ptr_array_new_with_free_func (code_free);
  self->result->passages = g_ptr_array_new_with_free_func (g_free);
  self->result->losses = postil_report_new ();
  self->result->errors = postil_report_new ();
  self->importer = postil_importer_new (self->folder, self->result->losses, self->result->errors, cancellable, &error);
  if (self->importer != NULL && read_files (self, &error) && import (self, &error))
    g_task_return_pointer (task, g_steal_pointer (&self->result), (GDestroyNotify) postil_import_result_free);
  else
    g_task_return_error (task, error);
}

void
postil_import_job_run_async (const PostilImportRequest *request,
                             GCancellable              *cancellable,
                             GAsyncReadyCallback        callback,
                             gpointer                   user_data)
{
  g_autoptr (GTask) task = NULL;
  Job *self;

  g_return_if_fail (request != NULL);
  g_return_if_fail (request->folder != NULL && request->paths != NULL && request->coder != NULL);

  self = g_new0 (Job, 1);
  self->folder = g_strdup (request->folder);
  self->paths = g_strdupv ((char **) request->paths);
  self->format = request->format;
  self->coder = g_strdup (request->coder);
  self->writes = request->writes;
  self->adopts = request->adopts;
  self->mapping = request->codes != NULL ? g_hash_table_ref (request->codes) : NULL;
  self->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) postil_text_unref);
  self->codes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, code_free);
  self->arrived = g_ptr_array_new_with_free_func (g_free);
  self->ids = g_hash_table_new (g_str_hash, g_str_equal);
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, postil_import_job_run_async);
  g_task_set_task_data (task, self, job_free);
  g_task_run_in_thread (task, run_thread);
}

PostilImportResult *
postil_import_job_run_finish (GAsyncResult *result,
                              GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
