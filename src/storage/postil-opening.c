/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Opens an article for a coder, in a thread. What is wrong with the article stops it; what is
 * wrong with the sidecar does not: the article opens read-only with the reason, and the file
 * is left alone. */

#include "config.h"

#include "storage/postil-opening.h"

#include <glib/gi18n-lib.h>

#include "base/postil-error.h"
#include "exchange/postil-sidecar.h"
#include "model/postil-settle.h"
#include "storage/postil-kept.h"

#define MAX_SIDECAR_BYTES (512u * 1024u * 1024u)

PostilOpening *
postil_opening_new (GFile      *article,
                    GFile      *root,
                    const char *coder,
                    const char *coder_name,
                    const char *charset)
{
  PostilOpening *self;

  g_return_val_if_fail (G_IS_FILE (article), NULL);
  g_return_val_if_fail (postil_files_is_coder_name (coder), NULL);

  self = g_new0 (PostilOpening, 1);
  self->article = g_object_ref (article);
  self->root = root != NULL ? g_object_ref (root) : NULL;
  self->coder = g_strdup (coder);
  self->coder_name = g_strdup (coder_name);
  self->charset = g_strdup (charset);
  self->report = postil_report_new ();
  return self;
}

void
postil_opening_free (PostilOpening *self)
{
  if (self == NULL)
    return;

  g_clear_object (&self->article);
  g_clear_object (&self->root);
  g_clear_object (&self->sidecar);
  g_clear_object (&self->codebook_folder);
  g_clear_object (&self->document);
  g_clear_pointer (&self->journal, postil_journal_close);
  g_clear_object (&self->kept);
  g_clear_pointer (&self->kept_change, postil_change_unref);
  g_clear_pointer (&self->base, postil_layer_unref);
  g_clear_pointer (&self->report, postil_report_unref);
  g_free (self->coder);
  g_free (self->coder_name);
  g_free (self->charset);
  g_free (self->etag);
  g_free (self->sha256);
  g_free (self);
}

/* Beside the article; or, for a file that came alone through the document portal, in the
 * app's own folder under the text's hash. */
static void
find_sidecar (PostilOpening *self, PostilText *text)
{
  g_autofree char *path = g_file_get_path (self->article);
  g_autofree char *basename = g_file_get_basename (self->article);
  g_autofree char *name = NULL;
  g_autoptr(GFile) parent = NULL;

  self->place = path != NULL ? postil_files_get_place (path) : POSTIL_PLACE_BESIDE;
  if (self->place == POSTIL_PLACE_BESIDE)
    {
      parent = g_file_get_parent (self->article);
      name = postil_files_dup_sidecar_name (basename, self->coder);
      self->sidecar = g_file_get_child (parent, name);
      return;
    }

  self->sidecar = postil_kept_get_sidecar (text, self->coder);
  /* Without it saving will fail, and say so. */
  postil_kept_prepare (self->sidecar, NULL);
}

static PostilLayer *
make_layer (PostilOpening *self, PostilText *text)
{
  g_autofree char *basename = g_file_get_basename (self->article);
  g_autofree char *article = g_filename_display_name (basename);
  g_autofree char *format = g_strdup_printf ("text/plain; charset=%s", postil_text_get_charset (text));
  PostilLayerInfo info = { 0 };
  gsize size;

  postil_text_get_utf8 (text, &size);
  info.coder = self->coder;
  info.coder_name = self->coder_name;
  info.article = article;
  info.format = format;
  info.sha256 = postil_text_get_sha256 (text);
  info.size = size;
  info.schema_version = 1;
  return postil_layer_new (&info);
}

/* The sidecar's layer; NULL with @error where it cannot be used. A new layer where there is
 * no sidecar. */
static PostilLayer *
read_layer (PostilOpening *self, GBytes *bytes, GError **error)
{
  g_autofree char *name = postil_files_dup_display_name (self->sidecar);
  g_autoptr(GError) local = NULL;
  PostilLayer *layer;

  if (g_bytes_get_size (bytes) == 0)
    {
      g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_MALFORMED,
                   _("“%s” is empty; it was probably cut off while it was saved. Restore it from a "
                     "backup, or remove it to begin anew."), name);
      return NULL;
    }
  layer = postil_sidecar_read (bytes, POSTIL_SIDECAR_KEEP_SOURCE, self->report, &local);
  if (layer == NULL)
    g_set_error (error, local->domain, local->code,
                 _("The annotations in “%s” cannot be read, so the article is open for reading only and "
                   "the file is left alone. Repair it, restore it from a backup, or move it away. (%s)"),
                 name, local->message);
  return layer;
}

static GBytes *
read_sidecar (PostilOpening *self, GCancellable *cancellable, GError **error)
{
  g_autoptr(GError) local = NULL;
  GBytes *bytes;

  bytes = postil_files_read (self->sidecar, MAX_SIDECAR_BYTES, &self->etag, cancellable, &local);
  if (bytes != NULL)
    {
      self->sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
      return bytes;
    }
  self->etag = g_strdup ("");
  if (!g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

static PostilCodebook *
read_codebook (PostilOpening *self, GCancellable *cancellable)
{
  g_autoptr(GFile) folder = g_file_get_parent (self->article);
  g_autoptr(GFile) file = NULL;
  g_autoptr(GError) error = NULL;
  PostilCodebook *codebook = NULL;

  if (folder != NULL)
    codebook = postil_files_find_codebook (folder, self->root, &file, cancellable, &error);
  if (file != NULL)
    self->codebook_folder = g_file_get_parent (file);
  else if (folder != NULL)
    self->codebook_folder = g_object_ref (self->root != NULL ? self->root : folder);
  if (error != NULL)
    {
      g_autofree char *name = file != NULL ? postil_files_dup_display_name (file) : NULL;

      postil_report_add_error (self->report, name, 0, error);
    }
  return codebook != NULL ? codebook : postil_codebook_new_builtin ();
}

static gboolean
check_annotation_cb (PostilAnnotation *annotation, gpointer user_data)
{
  PostilOpening *self = user_data;
  PostilFit fit = postil_annotation_check (annotation, postil_document_get_text (self->document));
  g_autofree char *quote = postil_annotation_dup_quote (annotation);

  if (fit == POSTIL_FIT_RANGE)
    postil_report_add (self->report, NULL, 0, "range", postil_annotation_get_id (annotation),
                       _("The place of “%s” lies outside of the text."), quote);
  else if (fit == POSTIL_FIT_QUOTE)
    postil_report_add (self->report, NULL, 0, "quote-mismatch", postil_annotation_get_id (annotation),
                       _("The text at the place of “%s” is another one."), quote);
  return TRUE;
}

/* Whether the text is the one that was marked. When it is not, but every quote stands where it
 * stood, the layer may be said to be of this text. */
static void
check_layer (PostilOpening *self, PostilLayer *layer, PostilText *text)
{
  const PostilLayerInfo *info = postil_layer_get_info (layer);
  guint before = postil_report_get_n_entries (self->report);
  PostilLayerInfo current = *info;
  gsize size;

  postil_layer_foreach (layer, check_annotation_cb, self);
  if (info->sha256 == NULL || g_str_equal (info->sha256, postil_text_get_sha256 (text)))
    return;

  postil_report_add (self->report, NULL, 0, "text-changed", NULL,
                     _("The article was changed after it was marked."));
  if (postil_report_get_n_entries (self->report) > before + 1)
    return;
  postil_text_get_utf8 (text, &size);
  current.sha256 = postil_text_get_sha256 (text);
  current.size = size;
  postil_layer_set_info (layer, &current);
}

static void
open_journal (PostilOpening *self)
{
  g_autoptr(GError) error = NULL;

  if (postil_document_get_read_only (self->document) != NULL)
    return;

  self->journal = postil_journal_open (self->sidecar, self->document, self->sha256, &self->n_replayed,
                                       self->report, &error);
  if (self->journal == NULL)
    postil_report_add (self->report, NULL, 0, "no-journal", NULL, "%s", error->message);
  if (self->n_replayed > 0)
    postil_report_add (self->report, NULL, 0, "replayed", NULL,
                       g_dngettext (GETTEXT_PACKAGE,
                                    "%u change that had not been saved was brought back.",
                                    "%u changes that had not been saved were brought back.",
                                    self->n_replayed), self->n_replayed);
}

/* What was marked while the article was opened alone. It speaks of just this text, and can only be
 * put where the places are this text's too. */
static void
find_kept (PostilOpening *self)
{
  const PostilLayerInfo *info = postil_layer_get_info (postil_document_get_layer (self->document));
  PostilText *text = postil_document_get_text (self->document);

  if (self->place != POSTIL_PLACE_BESIDE || postil_document_get_read_only (self->document) != NULL ||
      (info->sha256 != NULL && !g_str_equal (info->sha256, postil_text_get_sha256 (text))))
    return;
  self->kept_change = postil_kept_find (self->document, self->coder, self->report, &self->kept);
  /* All of it had come here before, and is on disk. */
  if (self->kept != NULL && self->kept_change == NULL && self->n_replayed == 0)
    {
      postil_kept_remove (self->kept);
      g_clear_object (&self->kept);
    }
}

/* On reopening, the charset that was recorded stands over another guess. */
static void
read_as_recorded (PostilOpening *self, PostilLayer *layer, PostilText **text, GCancellable *cancellable)
{
  g_autofree char *charset = postil_files_dup_charset (postil_layer_get_info (layer)->format);
  PostilText *again = NULL;

  if (charset != NULL)
    again = postil_files_read_text (self->article, charset, cancellable, NULL);
  if (again == NULL)
    return;

  postil_text_unref (*text);
  *text = again;
}

static gboolean
count_unsettled_cb (PostilAnnotation *annotation, gpointer user_data)
{
  PostilOpening *self = user_data;

  if (postil_settle_is_open (annotation, postil_document_get_text (self->document)))
    self->n_unsettled++;
  return TRUE;
}

gboolean
postil_opening_run (PostilOpening  *self,
                    GCancellable   *cancellable,
                    GError        **error)
{
  g_autoptr(PostilText) text = NULL;
  g_autoptr(PostilCodebook) codebook = NULL;
  g_autoptr(PostilLayer) layer = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) refusal = NULL;
  g_autoptr(GFile) folder = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  text = postil_files_read_text (self->article, self->charset, cancellable, error);
  if (text == NULL)
    return FALSE;
  find_sidecar (self, text);
  folder = g_file_get_parent (self->sidecar);
  postil_files_remove_leftovers (folder);
  bytes = read_sidecar (self, cancellable, &refusal);
  if (bytes != NULL)
    layer = read_layer (self, bytes, &refusal);
  if (layer != NULL && self->charset == NULL && postil_text_is_charset_detected (text))
    read_as_recorded (self, layer, &text, cancellable);
  if (postil_text_is_charset_detected (text))
    postil_report_add (self->report, NULL, 0, "charset-detected", NULL,
                       _("The article’s encoding was taken to be %s."), postil_text_get_charset (text));

  codebook = read_codebook (self, cancellable);
  if (layer == NULL)
    layer = make_layer (self, text);
  self->base = postil_layer_copy (layer);
  self->document = postil_document_new (text, codebook, layer);
  self->is_unreadable = refusal != NULL;
  if (refusal != NULL)
    postil_document_set_read_only (self->document, refusal->message);
  else if (postil_layer_get_info (layer)->schema_version > 1)
    postil_document_set_read_only (self->document,
                                   _("The annotations were saved by a newer version of Postil. "
                                     "Update Postil to change them."));
  check_layer (self, layer, text);
  open_journal (self);
  find_kept (self);
  postil_layer_foreach (layer, count_unsettled_cb, self);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}
