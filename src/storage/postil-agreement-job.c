/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads the layers of the chosen coders, measures, and lists the passages behind the numbers.
 * A job belongs to its thread; only its progress is looked at from elsewhere. */

#include "config.h"

#include "storage/postil-agreement-job.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "agreement/postil-coded-intake.h"
#include "exchange/postil-csv.h"
#include "storage/postil-folder.h"

#define WHOLE 1000
#define EXCERPT_CHARS 90
#define USUAL_OVERLAP 0.5
#define USUAL_PRECISION 0.02

struct _PostilAgreementJob
{
  PostilAgreementRequest request;
  PostilCodedIntake     *intake;
  PostilAgreementResult *result;
  GHashTable            *coders; /* of utf8 */
  gint                   progress;
};

static void
passage_free (gpointer data)
{
  PostilAgreementPassage *self = data;

  g_free (self->codes);
  g_free (self->excerpt);
  g_free (self);
}

void
postil_agreement_result_free (PostilAgreementResult *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->agreement, postil_agreement_free);
  g_clear_pointer (&self->coded, postil_coded_free);
  g_clear_pointer (&self->left_out, g_ptr_array_unref);
  g_clear_pointer (&self->attributes, g_ptr_array_unref);
  g_clear_pointer (&self->passages, g_ptr_array_unref);
  g_clear_pointer (&self->all_coders, g_ptr_array_unref);
  g_clear_pointer (&self->all_codes, g_ptr_array_unref);
  g_clear_pointer (&self->codebook, postil_codebook_unref);
  g_clear_pointer (&self->problems, postil_report_unref);
  g_free (self);
}

static void
job_free (gpointer data)
{
  PostilAgreementJob *self = data;

  g_free (self->request.path);
  g_strfreev (self->request.coders);
  g_strfreev (self->request.codes);
  g_clear_pointer (&self->intake, postil_coded_intake_free);
  g_clear_pointer (&self->result, postil_agreement_result_free);
  g_hash_table_unref (self->coders);
  g_free (self);
}

/* Reading */

static void
note_codes (PostilAgreementJob *self,
            PostilLayer        *layer)
{
  for (guint i = 0; i < postil_layer_get_n_annotations (layer); i++)
    {
      const char *code = postil_annotation_get_code (postil_layer_get_annotation (layer, i));

      if (!g_ptr_array_find_with_equal_func (self->result->all_codes, code, g_str_equal, NULL))
        g_ptr_array_add (self->result->all_codes, g_strdup (code));
    }
}

static GPtrArray *
take_layers (PostilAgreementJob    *self,
             PostilArticleContents *contents)
{
  GPtrArray *layers = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_layer_unref);

  for (guint i = 0; i < contents->entry->sidecars->len; i++)
    {
      const PostilSidecarEntry *sidecar = contents->entry->sidecars->pdata[i];
      PostilLayer *copy = NULL;
      PostilLayerInfo info;

      if (sidecar->conflicted)
        continue;
      if (contents->layer_errors->pdata[i] != NULL)
        postil_report_add_error (self->result->problems, sidecar->path, 0, contents->layer_errors->pdata[i]);
      if (contents->layers->pdata[i] == NULL)
        continue;
      copy = postil_layer_copy (contents->layers->pdata[i]);
      info = *postil_layer_get_info (copy);
      info.coder = sidecar->coder;
      postil_layer_set_info (copy, &info);
      note_codes (self, copy);
      g_ptr_array_add (layers, copy);
    }
  return layers;
}

static gboolean
read_cb (PostilArticleContents *contents,
         gpointer               user_data)
{
  PostilAgreementJob *self = user_data;
  g_autoptr (GPtrArray) layers = NULL;
  const char *other = NULL;

  if (contents->text == NULL)
    return TRUE;
  if (self->result->codebook == NULL)
    self->result->codebook = postil_codebook_ref (contents->codebook);
  layers = take_layers (self, contents);
  if (layers->len == 0)
    return TRUE;
  other = postil_coded_intake_add (self->intake, contents->entry->path, contents->text, layers);
  if (other != NULL)
    postil_report_add (self->result->problems, contents->entry->path, 0, "text-changed", NULL,
                       _("%s marked another text of this article, so it was left out."), other);
  return TRUE;
}

static void
progress_cb (guint    done,
             guint    total,
             gpointer user_data)
{
  PostilAgreementJob *self = user_data;

  /* The other half is measuring. */
  g_atomic_int_set (&self->progress, (gint) ((guint64) done * WHOLE / 2 / MAX (total, 1)));
}

static int
compare_names_cb (gconstpointer a,
                  gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static void
list_coders (PostilAgreementJob *self,
             PostilFolder       *folder)
{
  for (guint a = 0; a < postil_folder_get_n_articles (folder); a++)
    {
      const PostilArticleEntry *entry = postil_folder_get_article (folder, a);

      for (guint i = 0; i < entry->sidecars->len; i++)
        {
          const char *coder = ((PostilSidecarEntry *) entry->sidecars->pdata[i])->coder;

          if (g_hash_table_add (self->coders, (gpointer) coder))
            g_ptr_array_add (self->result->all_coders, g_strdup (coder));
        }
    }
  g_ptr_array_sort (self->result->all_coders, compare_names_cb);
}

/* The passages */

static gboolean
is_wanted (PostilAgreementJob        *self,
           const PostilComparisonRow *row,
           guint                      n_coders)
{
  if (self->request.codes == NULL)
    return TRUE;
  for (guint i = 0; i < n_coders; i++)
    if (row->passages[i] != NULL
        && g_strv_contains ((const char *const *) self->request.codes, postil_annotation_get_code (row->passages[i])))
      return TRUE;
  return FALSE;
}

static PostilAgreementPassage *
new_passage (PostilCoded               *coded,
             guint                      article,
             const PostilComparisonRow *row)
{
  PostilAgreementPassage *passage = g_new0 (PostilAgreementPassage, 1);

  passage->article = article;
  passage->span = row->hull;
  passage->kind = row->kind;
  passage->codes = g_new (guint, postil_coded_get_n_coders (coded));
  for (guint i = 0; i < postil_coded_get_n_coders (coded); i++)
    {
      passage->codes[i] = row->passages[i] != NULL
                          ? postil_coded_find_code (coded, postil_annotation_get_code (row->passages[i])) : G_MAXUINT;
      if (row->passages[i] != NULL && passage->excerpt == NULL)
        passage->excerpt = postil_annotation_dup_excerpt (row->passages[i], EXCERPT_CHARS);
    }
  return passage;
}

static void
list_passages (PostilAgreementJob *self)
{
  PostilCoded *coded = self->intake->coded;

  for (guint a = 0; a < self->intake->measured->len; a++)
    {
      const PostilIntakeArticle *article = self->intake->measured->pdata[a];
      g_autoptr (PostilComparison) comparison =
        postil_comparison_new ((PostilLayer *const *) article->layers->pdata, article->layers->len, NULL);

      for (guint r = 0; r < comparison->rows->len; r++)
        if (is_wanted (self, comparison->rows->pdata[r], article->layers->len))
          g_ptr_array_add (self->result->passages, new_passage (coded, a, comparison->rows->pdata[r]));
    }
}

/* Measuring */

static gboolean
measure (PostilAgreementJob  *self,
         GCancellable        *cancellable,
         GError             **error)
{
  static const char *const with_gamma[] = { "f1", "f1-overlap", "ualpha-binary", "border", "ualpha", "gamma", "cualpha",
                                            "gamma-cat", "kappa", "fleiss", "alpha", "ac1", "percent", "kualpha",
                                            "attribute", NULL };
  static const char *const without[] = { "f1", "f1-overlap", "ualpha-binary", "border", "ualpha", "cualpha", "kappa",
                                         "fleiss", "alpha", "ac1", "percent", "kualpha", "attribute", NULL };
  PostilAgreementResult *result = self->result;

  postil_coded_intake_finish (self->intake);
  result->attributes = g_ptr_array_ref (self->intake->attributes);
  result->left_out = g_ptr_array_ref (self->intake->left_out);
  result->options = (PostilAgreementOptions) {
    .measures = self->request.with_gamma ? with_gamma : without,
    .attributes = (const char *const *) result->attributes->pdata,
    .by_code = TRUE,
    .by_article = TRUE,
    .n_bootstrap = self->request.n_bootstrap,
    .seed = self->request.seed,
    .overlap = USUAL_OVERLAP,
    .precision = USUAL_PRECISION,
  };
  list_passages (self);
  result->agreement = postil_agreement_compute (self->intake->coded, &result->options, cancellable, error);
  result->coded = g_steal_pointer (&self->intake->coded);
  return result->agreement != NULL;
}

static void
job_thread (GTask        *task,
            gpointer      source,
            gpointer      task_data,
            GCancellable *cancellable)
{
  PostilAgreementJob *self = task_data;
  GError *error = NULL;
  g_autoptr (PostilFolder) folder = postil_folder_scan (self->request.path, self->result->problems, cancellable, &error);
  gboolean is_measured = folder != NULL;

  if (folder != NULL)
    list_coders (self, folder);
  if (folder != NULL && self->request.coders != NULL)
    {
      PostilCoded *coded = postil_coded_new ((const char *const *) self->request.coders, self->request.unit);

      if (self->request.codes != NULL)
        postil_coded_limit_codes (coded, (const char *const *) self->request.codes);
      self->intake = postil_coded_intake_new (coded, self->request.includes_unfinished);
      postil_folder_foreach (folder, POSTIL_READ_TEXT | POSTIL_READ_LAYERS | POSTIL_READ_SHA256,
                             (const char *const *) self->request.coders, self->result->problems, read_cb, progress_cb,
                             self, cancellable);
      is_measured = !g_cancellable_set_error_if_cancelled (cancellable, &error) && measure (self, cancellable, &error);
    }
  g_hash_table_remove_all (self->coders);
  if (is_measured)
    g_task_return_pointer (task, g_steal_pointer (&self->result), (GDestroyNotify) postil_agreement_result_free);
  else
    g_task_return_error (task, error);
}

PostilAgreementJob *
postil_agreement_job_start (const PostilAgreementRequest *request,
                            GCancellable                 *cancellable,
                            GAsyncReadyCallback           callback,
                            gpointer                      user_data)
{
  PostilAgreementJob *self = NULL;
  g_autoptr (GTask) task = NULL;

  g_return_val_if_fail (request != NULL && request->path != NULL, NULL);

  self = g_new0 (PostilAgreementJob, 1);
  self->request = *request;
  self->request.path = g_strdup (request->path);
  self->request.coders = g_strdupv (request->coders);
  self->request.codes = g_strdupv (request->codes);
  self->coders = g_hash_table_new (g_str_hash, g_str_equal);
  self->result = g_new0 (PostilAgreementResult, 1);
  self->result->passages = g_ptr_array_new_with_free_func (passage_free);
  self->result->all_coders = g_ptr_array_new_with_free_func (g_free);
  self->result->all_codes = g_ptr_array_new_with_free_func (g_free);
  self->result->problems = postil_report_new ();
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, postil_agreement_job_start);
  g_task_set_task_data (task, self, job_free);
  g_task_run_in_thread (task, job_thread);
  return self;
}

double
postil_agreement_job_get_progress (PostilAgreementJob *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return (double) g_atomic_int_get (&self->progress) / WHOLE;
}

PostilAgreementResult *
postil_agreement_job_finish (GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* What becomes of it */

guint *
postil_agreement_result_confuse (PostilAgreementResult *self,
                                 guint                  first,
                                 guint                  second)
{
  guint n = 0;
  guint *matrix = NULL;

  g_return_val_if_fail (self != NULL && self->coded != NULL, NULL);
  g_return_val_if_fail (first < postil_coded_get_n_coders (self->coded), NULL);
  g_return_val_if_fail (second < postil_coded_get_n_coders (self->coded), NULL);

  n = postil_coded_get_n_codes (self->coded);
  matrix = g_new0 (guint, (n + 1) * (n + 1));
  for (guint i = 0; i < self->passages->len; i++)
    {
      const PostilAgreementPassage *passage = self->passages->pdata[i];

      if (passage->codes[first] != G_MAXUINT || passage->codes[second] != G_MAXUINT)
        matrix[MIN (passage->codes[first], n) * (n + 1) + MIN (passage->codes[second], n)]++;
    }
  return matrix;
}

static void
append_number (GString  *out,
               gboolean  is_there,
               double    number)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_c (out, ',');
  if (is_there)
    g_string_append (out, g_ascii_dtostr (buffer, sizeof buffer, number));
}

static void
append_rows (GString    *out,
             GArray     *values,
             const char *code,
             const char *article,
             const char *coders)
{
  for (guint i = 0; i < values->len; i++)
    {
      const PostilAgreementValue *value = &g_array_index (values, PostilAgreementValue, i);
      const char *const fields[] = { value->measure->name, value->attribute, code, article, coders };

      for (guint f = 0; f < G_N_ELEMENTS (fields); f++)
        {
          if (f > 0)
            g_string_append_c (out, ',');
          postil_csv_append_field (out, fields[f], ',');
        }
      append_number (out, value->value.is_defined, value->value.value);
      append_number (out, value->has_interval, value->low);
      append_number (out, value->has_interval, value->high);
      append_number (out, TRUE, value->value.n);
      append_number (out, value->value.coverage >= 0, value->value.coverage);
      g_string_append_c (out, ',');
      postil_csv_append_field (out, value->value.is_defined ? "" : value->value.reason, ',');
      g_string_append (out, "\r\n");
    }
}

char *
postil_agreement_result_dup_csv (PostilAgreementResult *self)
{
  GString *out = g_string_new ("measure,attribute,code,article,coders,value,low,high,n,coverage,reason\r\n");

  g_return_val_if_fail (self != NULL && self->agreement != NULL, g_string_free (out, FALSE));

  append_rows (out, self->agreement->values, "", "", "");
  for (guint i = 0; i < self->agreement->by_code->len; i++)
    append_rows (out, ((PostilAgreementGroup *) self->agreement->by_code->pdata[i])->values,
                 ((PostilAgreementGroup *) self->agreement->by_code->pdata[i])->code, "", "");
  for (guint i = 0; i < self->agreement->by_pair->len; i++)
    {
      const PostilAgreementGroup *group = self->agreement->by_pair->pdata[i];
      g_autofree char *coders = g_strdup_printf ("%s %s", postil_coded_get_coder (self->coded, group->coders[0]),
                                                 postil_coded_get_coder (self->coded, group->coders[1]));

      append_rows (out, group->values, "", "", coders);
    }
  for (guint i = 0; i < self->agreement->by_article->len; i++)
    {
      const PostilAgreementGroup *group = self->agreement->by_article->pdata[i];
      g_autofree char *article = g_utf8_make_valid (group->article, -1);

      append_rows (out, group->values, "", article, "");
    }
  return g_string_free (out, FALSE);
}
