/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What articles.json knows of the article at hand. Articles come folder by folder, so that
 * each list is read once. Main thread. */

#include "config.h"

#include "cli/postil-cli.h"

#include "storage/postil-records.h"

PostilArticleRecord *
postil_cli_records_dup (PostilCliRecords *self,
                        PostilCliArticle *article,
                        PostilReport     *problems)
{
  g_autoptr (GFile) file = g_file_new_for_path (article->path);
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *name = g_file_get_basename (file);
  g_autoptr (GError) error = NULL;

  if (self->folder == NULL || !g_file_equal (folder, self->folder))
    {
      g_autofree char *shown = g_path_get_dirname (article->shown);
      g_autofree char *path = g_str_equal (shown, ".") ? g_strdup (POSTIL_ARTICLE_LIST_NAME)
                                                       : g_build_filename (shown, POSTIL_ARTICLE_LIST_NAME, NULL);

      g_clear_pointer (&self->list, postil_article_list_free);
      g_set_object (&self->folder, folder);
      self->list = postil_records_read (folder, NULL, NULL, &error);
      if (self->told == NULL)
        self->told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      /* By path, a folder's articles stand before and after those of the folders in it. */
      if (self->list == NULL && g_hash_table_add (self->told, g_strdup (path)))
        postil_report_add_error (problems, path, 0, error);
    }
  return self->list != NULL ? postil_article_list_dup_record (self->list, name) : NULL;
}

void
postil_cli_records_clear (PostilCliRecords *self)
{
  g_clear_object (&self->folder);
  g_clear_pointer (&self->list, postil_article_list_free);
  g_clear_pointer (&self->told, g_hash_table_unref);
}
