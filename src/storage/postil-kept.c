/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The annotations of articles that were opened alone, and their way back beside the article. The
 * invariant: what is kept goes only when a sidecar beside the article holds it, so that dying in
 * between brings it twice, which is the same as once, and never not at all. Any thread. */

#include "config.h"

#include "storage/postil-kept.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "exchange/postil-sidecar.h"
#include "model/postil-merge.h"
#include "storage/postil-files.h"
#include "storage/postil-journal-files.h"
#include "storage/postil-journal.h"
#include "storage/postil-reconcile.h"

#define MAX_SIDECAR_BYTES (512u * 1024u * 1024u)

static char *
dup_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "postil", "store", NULL);
}

GFile *
postil_kept_get_sidecar (PostilText *text,
                         const char *coder)
{
  g_autofree char *folder = dup_folder ();
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (postil_files_is_coder_name (coder), NULL);

  name = postil_files_dup_sidecar_name (postil_text_get_sha256 (text), coder);
  path = g_build_filename (folder, name, NULL);
  return g_file_new_for_path (path);
}

gboolean
postil_kept_prepare (GFile   *sidecar,
                     GError **error)
{
  g_autoptr (GFile) folder = NULL;
  int code;

  g_return_val_if_fail (G_IS_FILE (sidecar), FALSE);

  folder = g_file_get_parent (sidecar);
  if (g_mkdir_with_parents (g_file_peek_path (folder), 0700) == 0)
    return TRUE;
  code = errno;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
               _("The folder “%s” cannot be made: %s."), g_file_peek_path (folder), g_strerror (code));
  return FALSE;
}

/* An empty one where only a journal was left. */
static PostilLayer *
read_layer (GFile *sidecar, const PostilLayerInfo *info, char **sha256, PostilReport *report, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) bytes = postil_files_read (sidecar, MAX_SIDECAR_BYTES, NULL, NULL, &local);

  if (bytes != NULL)
    {
      *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
      return postil_sidecar_read (bytes, POSTIL_SIDECAR_KEEP_SOURCE, report, error);
    }
  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return postil_layer_new (info);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

/* As it would be on screen, were it opened alone again. */
static PostilLayer *
load (GFile *sidecar, PostilDocument *document, PostilReport *report, GError **error)
{
  const PostilLayerInfo *info = postil_layer_get_info (postil_document_get_layer (document));
  g_autofree char *sha256 = NULL;
  g_autoptr (PostilLayer) layer = read_layer (sidecar, info, &sha256, report, error);
  g_autoptr (PostilDocument) alone = NULL;
  PostilLayerInfo current;
  PostilJournal *journal;

  if (layer == NULL)
    return NULL;

  alone = postil_document_new (postil_document_get_text (document), postil_document_get_codebook (document), layer);
  journal = postil_journal_open (sidecar, alone, sha256, NULL, report, error);
  if (journal == NULL)
    return NULL;
  postil_journal_close (journal);

  /* Where the article was said to be done in its folder, that stands. */
  current = *postil_layer_get_info (layer);
  if (g_strcmp0 (info->status, "in progress") != 0)
    current.status = info->status;
  postil_layer_set_info (layer, &current);
  return postil_layer_copy (layer);
}

static gboolean
is_there (GFile *sidecar)
{
  g_autofree char *folder = dup_folder ();

  return g_file_test (folder, G_FILE_TEST_IS_DIR) &&
         (g_file_query_exists (sidecar, NULL) || postil_journal_files_exist (sidecar));
}

static void
report_change (PostilReport *report, PostilChange *change)
{
  guint n = postil_change_get_added (change)->len;

  postil_report_add (report, NULL, 0, "kept", NULL,
                     g_dngettext (GETTEXT_PACKAGE,
                                  "%u annotation that was kept in Postil’s own folder, from when this article "
                                  "was opened alone, was brought here.",
                                  "%u annotations that were kept in Postil’s own folder, from when this article "
                                  "was opened alone, were brought here.", n), n);
}

PostilChange *
postil_kept_find (PostilDocument *document,
                  const char     *coder,
                  PostilReport   *report,
                  GFile         **sidecar)
{
  PostilLayer *ours;
  g_autoptr (GFile) kept = NULL;
  g_autoptr (PostilLayer) theirs = NULL;
  g_autoptr (PostilLayer) merged = NULL;
  g_autoptr (PostilChange) change = NULL;
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (POSTIL_IS_DOCUMENT (document), NULL);
  g_return_val_if_fail (postil_files_is_coder_name (coder), NULL);

  ours = postil_document_get_layer (document);
  kept = postil_kept_get_sidecar (postil_document_get_text (document), coder);
  if (!is_there (kept))
    return NULL;
  theirs = load (kept, document, report, &error);
  if (theirs == NULL)
    {
      g_autofree char *name = postil_files_dup_display_name (kept);

      postil_report_add_error (report, name, 0, error);
      return NULL;
    }

  merged = postil_merge_layers (NULL, ours, theirs, NULL);
  change = postil_reconcile_diff (ours, merged);
  if (sidecar != NULL)
    *sidecar = g_steal_pointer (&kept);
  if (postil_change_is_empty (change))
    return NULL;
  report_change (report, change);
  return g_steal_pointer (&change);
}

void
postil_kept_remove (GFile *sidecar)
{
  g_return_if_fail (G_IS_FILE (sidecar));

  if (postil_journal_files_remove (sidecar))
    g_unlink (g_file_peek_path (sidecar));
}
