/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <stddef.h>
#include <stdint.h>

#include "exchange/postil-format.h"

/* What must hold for any file that is imported: it ends, what came in with a place stands
 * there to the letter, and what was refused is named. Included once by each fuzz-FORMAT.c. */
static PostilText *
find_article (const char *path,
              gpointer    user_data)
{
  return strstr (path, "gone") == NULL ? postil_text_ref (user_data) : NULL;
}

static gboolean
check_article (PostilSetArticle *article,
               gpointer          user_data,
               GError          **error)
{
  g_autoptr (PostilSetArticle) owned = article;

  for (guint i = 0; i < article->layers->len; i++)
    {
      PostilLayer *layer = g_ptr_array_index (article->layers, i);

      for (guint j = 0; j < postil_layer_get_n_annotations (layer); j++)
        {
          PostilAnnotation *annotation = postil_layer_get_annotation (layer, j);

          g_assert_cmpint (postil_annotation_check (annotation, article->text != NULL ? article->text : user_data), ==, POSTIL_FIT_OK);
          g_assert_true (g_utf8_validate (postil_annotation_get_id (annotation), -1, NULL));
          g_assert_true (postil_layer_lookup (layer, postil_annotation_get_id (annotation)) != NULL);
        }
    }
  return TRUE;
}

static void
check_report (PostilReport *report)
{
  for (guint i = 0; i < postil_report_get_n_entries (report); i++)
    {
      const PostilReportEntry *entry = postil_report_get_entry (report, i);

      g_assert_nonnull (entry->kind);
      g_assert_true (g_utf8_validate (entry->message, -1, NULL));
    }
}

static int
fuzz_import_files (const PostilFormat     *format,
                   const PostilImportFile *files,
                   guint                   n_files)
{
  g_autoptr (PostilText) text = postil_text_new_from_utf8 ("One concern here \xf0\x9f\x98\x80, one there.\nCafe\xcc\x81 stands open.\n", -1, NULL);
  g_autoptr (PostilReport) losses = postil_report_new ();
  g_autoptr (PostilReport) errors = postil_report_new ();
  g_autoptr (GError) error = NULL;
  PostilImportOptions options = {
    .imported = check_article,
    .find_article = find_article,
    .user_data = text,
    .losses = losses,
    .errors = errors,
  };

  format->sniff (files, n_files);
  if (!format->import (files, n_files, &options, &error))
    g_assert_nonnull (error);
  g_free (options.dialect);
  check_report (losses);
  check_report (errors);
  return 0;
}

static inline int
fuzz_import (const PostilFormat *format,
             const char         *path,
             const uint8_t      *bytes,
             size_t              n_bytes)
{
  g_autoptr (GBytes) data = g_bytes_new (bytes, n_bytes);
  g_autofree char *name = g_strdup (path);
  PostilImportFile file = { name, data };

  return fuzz_import_files (format, &file, 1);
}
