/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows into articles: groups them by article, has layers made of each group (postil-row-build.c), and
 * hands the articles over in order of path. Invariant: every row that was taken becomes an
 * annotation or an entry of the errors; none is dropped silently. Any thread. */

#include "config.h"

#include "exchange/postil-row.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "exchange/postil-row-build-private.h"

struct _PostilRowSet
{
  PostilImportOptions *options;
  GHashTable          *articles; /* path → (element-type PostilRow) */
  GHashTable          *texts;    /* path → Brought */
  PostilCodebook      *codebook; /* that the set brings, or NULL */
  PostilDialect        preferred;
  gboolean             open_units;
  gboolean             open_dialect;
  GHashTable          *dialects; /* names of those that were found */
  GPtrArray           *known;    /* (element-type Known) */
};

/* What is known of a coder's work in an article. */
typedef struct
{
  char *path;
  char *coder;
  char *coder_name;
  char *status;
  char *language;
} Known;

/* A text that the set brings. */
typedef struct
{
  PostilText *text;
  char       *raw;
  gsize       n_raw;
} Brought;

static void
brought_free (gpointer data)
{
  Brought *self = data;

  postil_text_unref (self->text);
  g_free (self->raw);
  g_free (self);
}

static void
known_free (gpointer data)
{
  Known *self = data;

  g_free (self->path);
  g_free (self->coder);
  g_free (self->coder_name);
  g_free (self->status);
  g_free (self->language);
  g_free (self);
}

PostilRowSet *
postil_row_set_new (PostilImportOptions *options)
{
  PostilRowSet *self;

  g_return_val_if_fail (options != NULL, NULL);

  self = g_new0 (PostilRowSet, 1);
  self->options = options;
  self->articles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, brought_free);
  self->dialects = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->known = g_ptr_array_new_with_free_func (known_free);
  return self;
}

void
postil_row_set_free (PostilRowSet *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->articles);
  g_hash_table_unref (self->texts);
  g_hash_table_unref (self->dialects);
  g_ptr_array_unref (self->known);
  g_clear_pointer (&self->codebook, postil_codebook_unref);
  g_free (self);
}

void
postil_row_set_open_units (PostilRowSet *self)
{
  g_return_if_fail (self != NULL);

  self->open_units = TRUE;
}

void
postil_row_set_set_dialect (PostilRowSet  *self,
                            PostilDialect  preferred)
{
  g_return_if_fail (self != NULL);

  self->preferred = preferred;
  self->open_dialect = TRUE;
}

gboolean
postil_row_set_add_text (PostilRowSet *self,
                         const char   *path,
                         const char   *raw,
                         gsize         n_raw,
                         GError      **error)
{
  g_autoptr (PostilText) text = NULL;
  Brought *brought;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (raw != NULL, FALSE);

  text = postil_text_new_from_utf8 (raw, (gssize) n_raw, error);
  if (text == NULL)
    return FALSE;
  brought = g_new0 (Brought, 1);
  brought->text = g_steal_pointer (&text);
  brought->raw = g_memdup2 (raw, n_raw);
  brought->n_raw = n_raw;
  g_hash_table_insert (self->texts, g_strdup (path), brought);
  return TRUE;
}

void
postil_row_set_set_codebook (PostilRowSet   *self,
                             PostilCodebook *codebook)
{
  g_return_if_fail (self != NULL);

  if (codebook != NULL)
    postil_codebook_ref (codebook);
  g_clear_pointer (&self->codebook, postil_codebook_unref);
  self->codebook = codebook;
}

void
postil_row_set_add_layer (PostilRowSet *self,
                          const char   *path,
                          const char   *coder,
                          const char   *coder_name,
                          const char   *status,
                          const char   *language)
{
  Known *known;

  g_return_if_fail (self != NULL);
  g_return_if_fail (path != NULL);
  g_return_if_fail (coder != NULL);

  known = g_new0 (Known, 1);
  known->path = g_strdup (path);
  known->coder = g_strdup (coder);
  known->coder_name = g_strdup (coder_name);
  known->status = g_strdup (status);
  known->language = g_strdup (language);
  g_ptr_array_add (self->known, known);
}

void
postil_row_set_take (PostilRowSet *self,
                     PostilRow    *row)
{
  GPtrArray *rows;

  g_return_if_fail (self != NULL);
  g_return_if_fail (row != NULL);

  if (row->article == NULL || row->article[0] == '\0')
    {
      postil_report_add (self->options->errors, row->file, row->line, "no-article", row->id,
                         _("This row names no article, so it was left out."));
      postil_row_free (row);
      return;
    }
  rows = g_hash_table_lookup (self->articles, row->article);
  if (rows == NULL)
    {
      rows = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_row_free);
      g_hash_table_insert (self->articles, g_strdup (row->article), rows);
    }
  g_ptr_array_add (rows, row);
}

static void
report_dialect (PostilRowSet  *self,
                const char    *path,
                GPtrArray     *rows,
                PostilDialect  dialect)
{
  g_autofree char *name = postil_dialect_to_name (dialect);
  PostilRow *row = g_ptr_array_index (rows, 0);

  if (self->open_dialect)
    postil_report_add (self->options->losses, row->file, 0, "dialect", path,
                       _("The offsets in “%s” fit its text only when counted another way than the format says, so they were: %s."),
                       path, name);
  g_hash_table_add (self->dialects, g_steal_pointer (&name));
}

static gboolean
has_crlf (Brought *brought)
{
  return brought != NULL && brought->n_raw > 0 && memchr (brought->raw, '\r', brought->n_raw) != NULL;
}

/* Where a text has no CRLF, it does not matter how they would count. */
static gboolean
is_preferred (PostilRowSet  *self,
              Brought       *brought,
              PostilDialect  dialect)
{
  PostilDialect preferred = self->preferred;

  if (!has_crlf (brought))
    dialect.crlf_two |= preferred.crlf_two;
  return postil_dialect_equal (dialect, preferred);
}

/* The way of counting under which the article's quotes fit. */
static void
settle_dialect (PostilRowSet *self,
                const char   *path,
                PostilText   *text,
                GPtrArray    *rows,
                Brought      *brought)
{
  PostilDialect dialect = postil_row_settle_dialect (rows, text, brought != NULL ? brought->raw : NULL,
                                                     brought != NULL ? brought->n_raw : 0,
                                                     self->preferred, self->open_dialect);

  if (!is_preferred (self, brought, dialect))
    report_dialect (self, path, rows, dialect);
  else if (self->open_dialect && (dialect.unit != POSTIL_UNIT_CODE_POINT || has_crlf (brought)))
    g_hash_table_add (self->dialects, postil_dialect_to_name (dialect));
}

static gboolean
hand_over (PostilRowSet   *self,
           PostilRowBuild *build,
           const char     *path,
           PostilText     *brought,
           GError        **error)
{
  g_autoptr (PostilSetArticle) article = postil_set_article_new (path, brought, self->codebook);

  postil_row_build_finish (build, article->layers);
  if (article->layers->len == 0 && brought == NULL)
    return TRUE;
  return self->options->imported (g_steal_pointer (&article), self->options->user_data, error);
}

static void
report_missing (PostilRowSet *self,
                const char   *path,
                GPtrArray    *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      PostilRow *row = g_ptr_array_index (rows, i);

      postil_report_add (self->options->errors, row->file, row->line, "no-article", row->id,
                         _("The article “%s” is neither in the folder nor among the files, so this row was left out."), path);
    }
}

static void
apply_known (PostilRowSet   *self,
             PostilRowBuild *build,
             const char     *path)
{
  for (guint i = 0; i < self->known->len; i++)
    {
      const Known *known = self->known->pdata[i];
      PostilLayerInfo info;
      PostilLayer *layer;

      if (strcmp (known->path, path) != 0)
        continue;
      layer = postil_row_build_get_layer (build, known->coder, known->coder_name);
      info = *postil_layer_get_info (layer);
      if (known->coder_name != NULL)
        info.coder_name = known->coder_name;
      if (known->status != NULL)
        info.status = known->status;
      if (known->language != NULL)
        info.language = known->language;
      postil_layer_set_info (layer, &info);
    }
}

static gboolean
finish_article (PostilRowSet *self,
                const char   *path,
                GError      **error)
{
  GPtrArray *rows = g_hash_table_lookup (self->articles, path);
  Brought *brought = g_hash_table_lookup (self->texts, path);
  g_autoptr (PostilText) text = NULL;
  g_autoptr (PostilRowBuild) build = NULL;

  text = brought != NULL ? postil_text_ref (brought->text) : self->options->find_article (path, self->options->user_data);
  if (text == NULL)
    {
      report_missing (self, path, rows);
      return TRUE;
    }
  build = postil_row_build_new (self->options, path, text);
  if (rows != NULL && (self->open_units || self->open_dialect))
    settle_dialect (self, path, text, rows, brought);
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    postil_row_build_add (build, g_ptr_array_index (rows, i));
  apply_known (self, build, path);
  return hand_over (self, build, path, brought != NULL ? text : NULL, error);
}

static GList *
dup_paths (PostilRowSet *self)
{
  GList *paths = g_hash_table_get_keys (self->articles);
  GHashTableIter iter;
  gpointer path;

  g_hash_table_iter_init (&iter, self->texts);
  while (g_hash_table_iter_next (&iter, &path, NULL))
    if (!g_hash_table_contains (self->articles, path))
      paths = g_list_prepend (paths, path);
  return g_list_sort (paths, (GCompareFunc) strcmp);
}

static void
name_dialects (PostilRowSet *self)
{
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (self->dialects), (GCompareFunc) strcmp);
  g_autoptr (GString) joined = g_string_new (NULL);
  g_autofree char *before = g_steal_pointer (&self->options->dialect);

  for (GList *l = names; l != NULL; l = l->next)
    g_string_append_printf (joined, "%s%s", joined->len > 0 ? "; " : "", (const char *) l->data);
  if (joined->len == 0)
    self->options->dialect = g_steal_pointer (&before);
  else if (before != NULL)
    self->options->dialect = g_strdup_printf ("%s (%s)", before, joined->str);
  else
    self->options->dialect = g_strdup (joined->str);
}

gboolean
postil_row_set_flush (PostilRowSet *self,
                      GError      **error)
{
  g_autoptr (GList) paths = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  paths = dup_paths (self);
  for (GList *l = paths; l != NULL; l = l->next)
    if (!finish_article (self, l->data, error))
      return FALSE;
  g_hash_table_remove_all (self->articles);
  g_hash_table_remove_all (self->texts);
  g_ptr_array_set_size (self->known, 0);
  return TRUE;
}

gboolean
postil_row_set_finish (PostilRowSet *self,
                       GError      **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (!postil_row_set_flush (self, error))
    return FALSE;
  name_dialects (self);
  return TRUE;
}
