/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* xmi and cas: UIMA's two ways to write a CAS, as INCEpTION exports and imports them. A coder
 * has a folder, an article a file; the XMI of all of them share one TypeSystem.xml. What
 * differs is the syntax, which postil-cas-….c know. Any thread. */

#include "config.h"

#include "exchange/postil-format.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-error.h"
#include "exchange/postil-cas.h"

#define SNIFF_BYTES 4096u
#define TYPE_SYSTEM "TypeSystem.xml"

static const char *const xmi_extensions[] = { "xmi", "xml", "zip", NULL };
static const char *const json_extensions[] = { "json", "zip", NULL };

typedef struct
{
  PostilExportOptions  options;
  PostilCasNames       names;
  gboolean             is_xml;
} Writer;

static void
export_abort (gpointer state)
{
  Writer *self = state;

  postil_cas_names_clear (&self->names);
  g_free (self);
}

static gpointer
begin (const PostilExportOptions *options,
       gboolean                   is_xml)
{
  Writer *self = g_new0 (Writer, 1);

  self->options = *options;
  self->is_xml = is_xml;
  postil_cas_names_init (&self->names, options->codebook);
  return self;
}

static gpointer
export_begin_xmi (const PostilExportOptions *options,
                  GError                   **error)
{
  return begin (options, TRUE);
}

static gpointer
export_begin_json (const PostilExportOptions *options,
                   GError                   **error)
{
  return begin (options, FALSE);
}

static gboolean
export_layer (Writer           *self,
              PostilSetArticle *article,
              const char       *path,
              PostilLayer      *layer,
              PostilReport     *losses,
              GError          **error)
{
  g_autoptr (PostilCas) cas = postil_cas_build (article, layer, path, &self->names, self->is_xml, losses);
  g_autofree char *coder = g_strdelimit (g_strdup (postil_layer_get_info (layer)->coder), "/\\", '-');
  g_autofree char *stem = g_strndup (path, strlen (path) - (g_str_has_suffix (path, ".txt") ? 4 : 0));
  g_autofree char *file = g_strconcat (coder, "/", stem, self->is_xml ? ".xmi" : ".json", NULL);
  g_autoptr (GString) out = g_string_new (NULL);

  if (self->is_xml)
    postil_cas_write_xmi (cas, out);
  else
    postil_cas_write_json (cas, out);
  return self->options.emit (file, out->str, out->len, self->options.emit_data, error);
}

static gboolean
export_article (gpointer          state,
                PostilSetArticle *article,
                PostilReport     *losses,
                GError          **error)
{
  Writer *self = state;
  g_autofree char *path = NULL;

  if (article->text == NULL || article->layers->len == 0)
    return TRUE;
  path = postil_row_dup_path (article->path, losses);
  for (guint i = 0; i < article->layers->len; i++)
    if (!export_layer (self, article, path, g_ptr_array_index (article->layers, i), losses, error))
      return FALSE;
  return TRUE;
}

static void
report_codebook (Writer       *self,
                 PostilReport *losses)
{
  PostilCodebook *codebook = self->options.codebook;
  guint n_codes = codebook != NULL && !postil_codebook_is_builtin (codebook) ? postil_codebook_get_n_codes (codebook) : 0;

  if (n_codes > 0)
    postil_report_add (losses, NULL, 0, "codebook", NULL,
                       g_dngettext (GETTEXT_PACKAGE,
                                    "What the codebook says of %u code (label, colour, definition) is not kept, only its id.",
                                    "What the codebook says of %u codes (labels, colours, definitions) is not kept, only their ids.",
                                    n_codes), n_codes);
}

static gboolean
export_end (gpointer      state,
            PostilReport *losses,
            GError      **error)
{
  Writer *self = state;
  g_autoptr (PostilCas) cas = postil_cas_new ();
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean done = TRUE;

  report_codebook (self, losses);
  postil_cas_add_own_types (cas, &self->names);
  postil_cas_write_types (cas, out);
  if (self->is_xml)
    done = self->options.emit (TYPE_SYSTEM, out->str, out->len, self->options.emit_data, error);
  export_abort (self);
  return done;
}

static gboolean
wants_xmi (const char *path)
{
  return postil_cas_has_suffix (path, ".xmi") || postil_cas_has_suffix (path, ".xml");
}

static gboolean
wants_json (const char *path)
{
  return postil_cas_has_suffix (path, ".json");
}

static gboolean
head_holds (GBytes     *bytes,
            const char *what)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  return length > 0 && memmem (data, MIN (length, SNIFF_BYTES), what, strlen (what)) != NULL;
}

static gboolean
is_xmi (GBytes *bytes)
{
  return head_holds (bytes, "XMI") && (head_holds (bytes, "http:///uima/cas.ecore") || head_holds (bytes, "http://www.omg.org/XMI"));
}

static gboolean
is_type_system (GBytes *bytes)
{
  return head_holds (bytes, "<typeSystemDescription");
}

static gboolean
is_cas_json (GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  const char key[] = "\"%FEATURE_STRUCTURES\"";

  return length > 0 && memmem (data, length, key, strlen (key)) != NULL;
}

/* The type system of the file's folder, or of the nearest one above; else the only one. */
static const PostilCasFile *
find_types (GPtrArray  *files,
            const char *path)
{
  const PostilCasFile *best = NULL;
  const PostilCasFile *only = NULL;
  gsize n_best = 0;
  guint n = 0;

  for (guint i = 0; i < files->len; i++)
    {
      const PostilCasFile *file = files->pdata[i];
      const char *slash = strrchr (file->path, '/');
      gsize n_folder = slash != NULL ? (gsize) (slash - file->path) + 1 : 0;

      if (!is_type_system (file->bytes))
        continue;
      only = file;
      n++;
      if (strncmp (path, file->path, n_folder) == 0 && (best == NULL || n_folder >= n_best))
        {
          best = file;
          n_best = n_folder;
        }
    }
  return best != NULL ? best : n == 1 ? only : NULL;
}

static gboolean
read_xmi (PostilCas           *cas,
          const PostilCasFile *file,
          GPtrArray           *files,
          GHashTable          *told,
          PostilImportOptions *options,
          GError             **error)
{
  const PostilCasFile *types = find_types (files, file->path);
  g_autoptr (PostilReport) again = postil_report_new ();
  g_autoptr (GError) types_error = NULL;

  if (types == NULL)
    postil_report_add (options->losses, file->path, 0, "types", NULL,
                       _("The file came without its type system (TypeSystem.xml); what its features mean was guessed."));
  else if (!postil_cas_read_types (cas, types->path, types->bytes,
                                   g_hash_table_add (told, (gpointer) types) ? options->losses : again, &types_error))
    postil_report_add_error (options->errors, types->path, 0, types_error);
  return postil_cas_read_xmi (cas, file->path, file->bytes, options->losses, options->errors, error);
}

static gboolean
import (const PostilImportFile *input,
        guint                   n_input,
        PostilImportOptions    *options,
        gboolean                is_xml,
        GError                **error)
{
  g_autoptr (GPtrArray) files = postil_cas_files_new (input, n_input, is_xml ? wants_xmi : wants_json, options);
  g_autoptr (GHashTable) told = g_hash_table_new (NULL, NULL);
  g_auto (PostilCasImport) self = { NULL };
  guint n_taken = 0;

  postil_cas_import_init (&self, options);
  for (guint i = 0; i < files->len; i++)
    {
      const PostilCasFile *file = files->pdata[i];
      g_autoptr (PostilCas) cas = postil_cas_new ();
      g_autoptr (GError) local_error = NULL;
      gboolean done;

      if (is_xml && is_type_system (file->bytes))
        continue;
      if (!(is_xml ? is_xmi (file->bytes) || postil_cas_has_suffix (file->path, ".xmi") : is_cas_json (file->bytes)))
        {
          postil_report_add (options->errors, file->path, 0, "unknown", NULL, _("This file holds no CAS, so it was left out."));
          continue;
        }
      n_taken++;
      done = is_xml ? read_xmi (cas, file, files, told, options, &local_error)
                    : postil_cas_read_json (cas, file->path, file->bytes, options->errors, &local_error);
      if (!done)
        postil_report_add_error (options->errors, file->path, 0, local_error);
      else if (!postil_cas_import_take (&self, cas, file->path, file->article, file->coder, error))
        return FALSE;
    }
  if (n_taken > 0)
    return postil_cas_import_end (&self, error);
  g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_SCHEMA,
                       is_xml ? _("None of the files is an XMI of UIMA.") : _("None of the files is a CAS JSON of UIMA."));
  return FALSE;
}

static gboolean
import_xmi (const PostilImportFile *files,
            guint                   n_files,
            PostilImportOptions    *options,
            GError                **error)
{
  return import (files, n_files, options, TRUE, error);
}

static gboolean
import_json (const PostilImportFile *files,
             guint                   n_files,
             PostilImportOptions    *options,
             GError                **error)
{
  return import (files, n_files, options, FALSE, error);
}

static gboolean
names_xmi (const char *path)
{
  return postil_cas_has_suffix (path, ".xmi")
         || (g_str_has_prefix (path, "annotation/") && postil_cas_has_suffix (path, ".zip"));
}

static gboolean
names_json (const char *path)
{
  return (g_str_has_prefix (path, "annotation/") || g_str_has_prefix (path, "curation/")) && postil_cas_has_suffix (path, ".json");
}

static int
sniff_xmi (const PostilImportFile *files,
           guint                   n_files)
{
  int most = 0;

  for (guint i = 0; i < n_files; i++)
    if (is_xmi (files[i].bytes))
      return 95;
    else if (postil_cas_zip_holds (&files[i], names_xmi))
      most = 92;
    else if (is_type_system (files[i].bytes) || postil_cas_has_suffix (files[i].path, ".xmi"))
      most = MAX (most, 60);
  return most;
}

static int
sniff_json (const PostilImportFile *files,
            guint                   n_files)
{
  int most = 0;

  for (guint i = 0; i < n_files; i++)
    if (is_cas_json (files[i].bytes))
      return 96;
    else if (postil_cas_zip_holds (&files[i], names_json))
      most = 91;
  return most;
}

const PostilFormat postil_format_xmi = {
  .name = "xmi",
  .title = N_ ("UIMA CAS XMI (INCEpTION, WebAnno, DKPro)"),
  .extensions = xmi_extensions,
  .flags = POSTIL_FORMAT_READ | POSTIL_FORMAT_WRITE,
  .cannot_hold = N_ ("The codebook, passages without a place, control characters of links"),
  .export_begin = export_begin_xmi,
  .export_article = export_article,
  .export_end = export_end,
  .export_abort = export_abort,
  .sniff = sniff_xmi,
  .import = import_xmi,
};

const PostilFormat postil_format_cas = {
  .name = "cas",
  .title = N_ ("UIMA CAS JSON (INCEpTION)"),
  .extensions = json_extensions,
  .flags = POSTIL_FORMAT_READ | POSTIL_FORMAT_WRITE,
  .cannot_hold = N_ ("The codebook, passages without a place"),
  .export_begin = export_begin_json,
  .export_article = export_article,
  .export_end = export_end,
  .export_abort = export_abort,
  .sniff = sniff_json,
  .import = import_json,
};
