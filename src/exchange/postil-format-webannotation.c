/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* webannotation: the sidecars as a folder of W3C collections, one an article and coder, with
 * the articles' texts and the codebook beside them, so that the folder stands alone. Our own
 * collections are read whole, down to members that Postil does not know; those of others
 * through postil-webannotation.c. Any thread. */

#include "config.h"

#include "exchange/postil-format.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-error.h"
#include "base/postil-json-reader.h"
#include "exchange/postil-codebook-json.h"
#include "exchange/postil-row.h"
#include "exchange/postil-sidecar.h"
#include "exchange/postil-webannotation.h"

static const char *const extensions[] = { "jsonld", "json", NULL };

static gpointer
export_begin (const PostilExportOptions *options,
              GError                   **error)
{
  g_autoptr (GBytes) codebook = NULL;
  gsize length;
  const char *data;

  if (options->codebook != NULL && !postil_codebook_is_builtin (options->codebook))
    {
      codebook = postil_codebook_write (options->codebook);
      data = g_bytes_get_data (codebook, &length);
      if (!options->emit ("codebook.json", data, length, options->emit_data, error))
        return NULL;
    }
  return g_memdup2 (options, sizeof *options);
}

static gboolean
export_layer (PostilExportOptions *options,
              const char          *path,
              PostilLayer         *layer,
              GError             **error)
{
  g_autoptr (GBytes) bytes = postil_sidecar_write (layer);
  g_autofree char *coder = g_strdelimit (g_strdup (postil_layer_get_info (layer)->coder), "/\\", '-');
  g_autofree char *name = g_strconcat (path, ".", coder, ".jsonld", NULL);
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  return options->emit (name, data, length, options->emit_data, error);
}

static gboolean
export_article (gpointer          state,
                PostilSetArticle *article,
                PostilReport     *losses,
                GError          **error)
{
  PostilExportOptions *options = state;

  if (article->layers->len == 0)
    return TRUE;
  if (article->text != NULL)
    {
      gsize length;
      const char *utf8 = postil_text_get_utf8 (article->text, &length);

      if (!options->emit (article->path, utf8, length, options->emit_data, error))
        return FALSE;
    }
  for (guint i = 0; i < article->layers->len; i++)
    if (!export_layer (options, article->path, g_ptr_array_index (article->layers, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
export_end (gpointer      state,
            PostilReport *losses,
            GError      **error)
{
  g_free (state);
  return TRUE;
}

/* Whether the top-level members say that Postil wrote it. */
static gboolean
is_own (GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  PostilJsonReader json;
  guint n_known = 0;

  postil_json_reader_init (&json, data, length);
  if (postil_json_reader_next (&json) != POSTIL_JSON_OBJECT_BEGIN)
    return FALSE;
  while (n_known < 2 && postil_json_reader_next (&json) == POSTIL_JSON_KEY)
    {
      n_known += postil_json_reader_is (&json, "schema:schemaVersion") || postil_json_reader_is (&json, "schema:about");
      postil_json_reader_next (&json);
      if (!postil_json_reader_skip (&json, NULL, NULL))
        return FALSE;
    }
  return n_known == 2;
}

/* The annotation as a row, to be placed anew. */
static PostilRow *
annotation_to_row (PostilAnnotation *annotation,
                   const char       *file)
{
  PostilRow *row = postil_row_new (file, 0);
  const PostilPiece *pieces;
  guint n_pieces;

  row->id = g_strdup (postil_annotation_get_id (annotation));
  pieces = postil_annotation_get_pieces (annotation, &n_pieces);
  for (guint i = 0; i < n_pieces; i++)
    {
      PostilRowPiece piece = {
        .span = pieces[i].span,
        .has_span = TRUE,
        .quote = g_strdup (pieces[i].exact),
        .before = g_strdup (pieces[i].prefix),
        .after = g_strdup (pieces[i].suffix),
      };

      g_array_append_val (row->pieces, piece);
    }
  return row;
}

/* The same annotation at the places where its quotes stand, or as an orphan. */
static PostilAnnotation *
move_annotation (PostilAnnotation *annotation,
                 PostilText       *text,
                 PostilRow        *row,
                 GArray           *spans)
{
  g_autoptr (GArray) pieces = g_array_new (FALSE, TRUE, sizeof (PostilPiece));
  PostilAnnotationInit init;

  postil_annotation_to_init (annotation, &init);
  init.source = NULL;
  init.anchor = spans->len > 0 ? POSTIL_ANCHOR_MOVED : POSTIL_ANCHOR_ORPHAN;
  g_array_append_vals (pieces, init.pieces, init.n_pieces);
  for (guint i = 0; i < pieces->len; i++)
    g_array_index (pieces, PostilPiece, i).span = spans->len > 0 ? g_array_index (spans, PostilSpan, i) : (PostilSpan) { 0, 0 };
  init.pieces = (const PostilPiece *) (gpointer) pieces->data;
  return postil_annotation_new (&init);
}

static gboolean
has_quotes (PostilAnnotation *annotation)
{
  const PostilPiece *pieces;
  guint n_pieces;

  pieces = postil_annotation_get_pieces (annotation, &n_pieces);
  for (guint i = 0; i < n_pieces; i++)
    if (pieces[i].exact == NULL || pieces[i].exact[0] == '\0')
      return FALSE;
  return TRUE;
}

/* NULL where nothing can be kept of it. */
static PostilAnnotation *
mend_annotation (PostilAnnotation    *annotation,
                 PostilText          *text,
                 const char          *file,
                 PostilImportOptions *options)
{
  const char *id = postil_annotation_get_id (annotation);
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (PostilSpan));
  g_autoptr (PostilRow) row = NULL;

  if (!has_quotes (annotation))
    {
      postil_report_add (options->errors, file, 0, "range", id,
                         _("The annotation has no quote, and its offsets are not in the text, so it was left out."));
      return NULL;
    }
  row = annotation_to_row (annotation, file);
  postil_row_place (row, text, spans);
  if (spans->len > 0)
    postil_report_add (options->losses, file, 0, "moved", id,
                       _("The quote does not stand at its offsets, but at one other place, %u to %u; it was put there and marked to be checked."),
                       g_array_index (spans, PostilSpan, 0).start, g_array_index (spans, PostilSpan, spans->len - 1).end);
  else
    postil_report_add (options->errors, file, 0, "quote-mismatch", id,
                       _("The quote does not stand at its offsets, nor at exactly one other place; it was kept without a place, to be placed by hand."));
  return move_annotation (annotation, text, row, spans);
}

static void
verify_layer (PostilLayer         *layer,
              PostilText          *text,
              const char          *file,
              PostilImportOptions *options)
{
  g_autoptr (GPtrArray) wrong = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_annotation_unref);

  for (guint i = 0; i < postil_layer_get_n_annotations (layer); i++)
    {
      PostilAnnotation *annotation = postil_layer_get_annotation (layer, i);

      if (postil_annotation_check (annotation, text) != POSTIL_FIT_OK)
        g_ptr_array_add (wrong, postil_annotation_ref (annotation));
    }
  for (guint i = 0; i < wrong->len; i++)
    {
      PostilAnnotation *annotation = g_ptr_array_index (wrong, i);
      g_autoptr (PostilAnnotation) mended = mend_annotation (annotation, text, file, options);

      postil_layer_remove (layer, annotation);
      if (mended != NULL)
        postil_layer_add (layer, mended);
    }
}

static void
settle_info (PostilLayer         *layer,
             PostilText          *text,
             const char          *article,
             PostilImportOptions *options)
{
  PostilLayerInfo info = *postil_layer_get_info (layer);
  gsize n_bytes;

  postil_text_get_utf8 (text, &n_bytes);
  if (info.coder == NULL || info.coder[0] == '\0')
    info.coder = options->coder != NULL ? options->coder : "imported";
  if (g_strcmp0 (info.sha256, postil_text_get_sha256 (text)) == 0 && g_strcmp0 (info.article, article) == 0
      && info.coder == postil_layer_get_info (layer)->coder)
    return;
  info.article = article;
  info.sha256 = postil_text_get_sha256 (text);
  info.size = n_bytes;
  postil_layer_set_info (layer, &info);
}

static char *
dup_article_path (const char *file,
                  const char *article)
{
  g_autofree char *folder = g_path_get_dirname (file);

  return strcmp (folder, ".") == 0 ? g_strdup (article) : g_build_filename (folder, article, NULL);
}

static gboolean
take_own (PostilLayer            *layer,
          const PostilImportFile *file,
          PostilImportOptions    *options,
          GError                **error)
{
  const char *name = postil_layer_get_info (layer)->article;
  g_autofree char *base = name != NULL ? g_path_get_basename (name) : g_strdup ("");
  g_autofree char *path = dup_article_path (file->path, base);
  g_autoptr (PostilText) text = options->find_article (path, options->user_data);
  g_autoptr (PostilSetArticle) article = NULL;

  if (text == NULL)
    {
      g_free (path);
      path = g_strdup (base);
      text = options->find_article (path, options->user_data);
    }
  if (text == NULL)
    {
      postil_report_add (options->errors, file->path, 0, "no-article", NULL,
                         _("The article “%s” is neither in the folder nor among the files, so its annotations were left out."), base);
      return TRUE;
    }
  verify_layer (layer, text, file->path, options);
  settle_info (layer, text, base, options);
  article = postil_set_article_new (path, NULL, NULL);
  g_ptr_array_add (article->layers, postil_layer_ref (layer));
  return options->imported (g_steal_pointer (&article), options->user_data, error);
}

static gboolean
import_own (const PostilImportFile *file,
            PostilImportOptions    *options,
            GError                **error)
{
  g_autoptr (PostilReport) report = postil_report_new ();
  g_autoptr (GError) local_error = NULL;
  g_autoptr (PostilLayer) layer = postil_sidecar_read (file->bytes, POSTIL_SIDECAR_KEEP_SOURCE, report, &local_error);

  postil_report_take_all (options->errors, report, file->path);
  if (layer != NULL && postil_layer_get_info (layer)->schema_version > 1)
    g_set_error_literal (&local_error, POSTIL_ERROR, POSTIL_ERROR_NEWER_VERSION,
                         _("A newer Postil wrote this file. Update Postil to import it."));
  if (local_error == NULL)
    return take_own (layer, file, options, error);
  postil_report_add_error (options->errors, file->path, 0, local_error);
  return TRUE;
}

static gboolean
has_extension (const char *path)
{
  return g_str_has_suffix (path, ".jsonld") || g_str_has_suffix (path, ".json");
}

static gboolean
is_codebook (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);

  return strcmp (name, "codebook.json") == 0;
}

static gboolean
import (const PostilImportFile *files,
        guint                   n_files,
        PostilImportOptions    *options,
        GError                **error)
{
  g_autoptr (PostilRowSet) set = postil_row_set_new (options);
  guint n_taken = 0;

  postil_row_set_open_units (set);
  for (guint i = 0; i < n_files; i++)
    {
      g_autoptr (GError) local_error = NULL;

      if (is_codebook (files[i].path) || g_str_has_suffix (files[i].path, ".txt"))
        continue;
      n_taken++;
      if (is_own (files[i].bytes))
        {
          if (!import_own (&files[i], options, error))
            return FALSE;
        }
      else if (!postil_webannotation_read (set, &files[i], options, &local_error))
        postil_report_add_error (options->errors, files[i].path, 0, local_error);
    }
  if (n_taken > 0)
    return postil_row_set_finish (set, error);
  g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA, _("None of the files holds W3C annotations."));
  return FALSE;
}

/* Cheap: the words that every such file holds, near its beginning. */
static int
sniff (const PostilImportFile *files,
       guint                   n_files)
{
  int most = 0;

  for (guint i = 0; i < n_files; i++)
    {
      gsize length;
      const char *data = g_bytes_get_data (files[i].bytes, &length);
      gssize n = (gssize) MIN (length, 4096);

      if (n == 0 || !has_extension (files[i].path) || is_codebook (files[i].path))
        continue;
      if (g_strstr_len (data, n, "http://www.w3.org/ns/anno.jsonld") != NULL)
        return 95;
      if (g_strstr_len (data, n, "\"Annotation") != NULL)
        most = 60;
    }
  return most;
}

const PostilFormat postil_format_webannotation = {
  .name = "webannotation",
  .title = N_ ("W3C Web Annotation"),
  .extensions = extensions,
  .flags = POSTIL_FORMAT_READ | POSTIL_FORMAT_WRITE | POSTIL_FORMAT_MEMBERS,
  .cannot_hold = "",
  .export_begin = export_begin,
  .export_article = export_article,
  .export_end = export_end,
  .export_abort = g_free,
  .sniff = sniff,
  .import = import,
};
