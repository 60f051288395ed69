/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* qdc: the codebook alone, as REFI-QDA exchanges it. Any thread. */

#include "config.h"

#include "exchange/postil-format.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-error.h"
#include "base/postil-xml.h"
#include "exchange/postil-qda.h"

#define SNIFF_BYTES 1024

static const char *const extensions[] = { "qdc", NULL };

static gpointer
export_begin (const PostilExportOptions *options,
              GError                   **error)
{
  return g_memdup2 (options, sizeof *options);
}

static gboolean
export_article (gpointer          state,
                PostilSetArticle *article,
                PostilReport     *losses,
                GError          **error)
{
  for (guint i = 0; i < article->layers->len; i++)
    {
      PostilLayer *layer = g_ptr_array_index (article->layers, i);

      postil_report_add (losses, article->path, 0, "annotations", postil_layer_get_info (layer)->coder,
                         _("This format holds the codebook only; what %s marked is not kept."),
                         postil_layer_get_info (layer)->coder);
    }
  return TRUE;
}

static gboolean
export_end (gpointer      state,
            PostilReport *losses,
            GError      **error)
{
  g_autofree PostilExportOptions *options = state;
  g_autoptr (GString) out = g_string_new ("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                                          "<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\" origin=\"" POSTIL_QDA_ORIGIN "\">\n");
  gsize before = out->len;

  if (options->codebook != NULL)
    postil_qda_append_codes (out, options->codebook, NULL, losses);
  if (out->len == before)
    {
      g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
                           _("The codebook has no codes, and this format cannot hold an empty one."));
      return FALSE;
    }
  g_string_append (out, "</CodeBook>\n");
  postil_qda_report_codebook (options->codebook, losses);
  return options->emit (NULL, out->str, out->len, options->emit_data, error);
}

static void
report_sets (xmlNode             *root,
             const char          *file,
             PostilImportOptions *options)
{
  xmlNode *sets = postil_xml_get_child (root, "Sets");

  for (xmlNode *set = sets != NULL ? sets->children : NULL; set != NULL; set = set->next)
    if (postil_xml_is (set, "Set"))
      {
        const char *name = postil_xml_get_attribute (set, "name");

        postil_report_add (options->losses, file, (guint) xmlGetLineNo (set), "set", name,
                           _("The set of codes “%s” is not kept; its codes are."), name != NULL ? name : "?");
      }
}

static void
import_file (const PostilImportFile *file,
             PostilImportOptions    *options)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilCodebook) codebook = NULL;
  g_autoptr (PostilXmlDoc) doc = NULL;
  xmlNode *root, *codes;
  const char *origin;
  gsize length;
  const char *data = g_bytes_get_data (file->bytes, &length);

  doc = postil_xml_read (data, length, &error);
  root = doc != NULL ? xmlDocGetRootElement (doc) : NULL;
  codes = root != NULL && postil_xml_is (root, "CodeBook") ? postil_xml_get_child (root, "Codes") : NULL;
  if (doc != NULL && codes == NULL)
    g_set_error_literal (&error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
                         _("This is no REFI-QDA codebook: it has no CodeBook with Codes."));
  if (error != NULL)
    {
      postil_report_add_error (options->errors, file->path, 0, error);
      return;
    }
  origin = postil_xml_get_attribute (root, "origin");
  if (origin != NULL && options->dialect == NULL)
    options->dialect = g_strdup (origin);
  codebook = postil_qda_read_codes (codes, &(PostilQdaCodesOptions) {
    .file = file->path,
    .is_own = origin != NULL && g_str_has_prefix (origin, POSTIL_QDA_ORIGIN),
    .ids = ids,
    .losses = options->losses,
    .errors = options->errors,
  });
  report_sets (root, file->path, options);
  if (codebook != NULL && options->take_codebook != NULL)
    options->take_codebook (file->path, codebook, options->user_data);
}

static gboolean
is_codebook (GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  return length > 0 && g_strstr_len (data, (gssize) MIN (length, SNIFF_BYTES), "urn:QDA-XML:codebook") != NULL;
}

static gboolean
import (const PostilImportFile *files,
        guint                   n_files,
        PostilImportOptions    *options,
        GError                **error)
{
  guint n_taken = 0;

  for (guint i = 0; i < n_files; i++)
    if (g_str_has_suffix (files[i].path, ".qdc") || is_codebook (files[i].bytes))
      {
        import_file (&files[i], options);
        n_taken++;
      }
    else
      postil_report_add (options->errors, files[i].path, 0, "schema", NULL, _("This is no REFI-QDA codebook."));
  if (n_taken > 0)
    return TRUE;
  g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA, _("None of the files is a REFI-QDA codebook."));
  return FALSE;
}

static int
sniff (const PostilImportFile *files,
       guint                   n_files)
{
  int most = 0;

  for (guint i = 0; i < n_files; i++)
    if (is_codebook (files[i].bytes))
      return 90;
    else if (g_str_has_suffix (files[i].path, ".qdc"))
      most = 70;
  return most;
}

const PostilFormat postil_format_qdc = {
  .name = "qdc",
  .title = N_ ("REFI-QDA codebook"),
  .extensions = extensions,
  .flags = POSTIL_FORMAT_READ | POSTIL_FORMAT_WRITE | POSTIL_FORMAT_ONE_FILE | POSTIL_FORMAT_CODEBOOK | POSTIL_FORMAT_CODES,
  .cannot_hold = N_ ("Anything but codes: no articles, no annotations, no definitions of attributes and links"),
  .export_begin = export_begin,
  .export_article = export_article,
  .export_end = export_end,
  .export_abort = g_free,
  .sniff = sniff,
  .import = import,
};
