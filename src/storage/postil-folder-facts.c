/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads a folder's plan and its articles.json files for the list of articles. One that cannot
 * be read costs nothing but what it says. Blocking, any thread. */

#include "config.h"

#include "storage/postil-folder-facts.h"

#include "exchange/postil-plan-csv.h"
#include "storage/postil-plan-file.h"
#include "storage/postil-records.h"
#include "storage/postil-timesheet.h"

static void
read_plan (PostilFolderFacts *self,
           GFile             *root,
           const char        *coder,
           GCancellable      *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilPlan) plan = postil_plan_file_read (root, self->report, cancellable, &error);

  if (error != NULL)
    postil_report_add_error (self->report, POSTIL_PLAN_NAME, 0, error);
  if (plan == NULL)
    return;
  self->has_plan = TRUE;
  self->places = postil_plan_dup_places (plan, coder);
}

static void
read_records (PostilFolderFacts *self,
              GFile             *root,
              const char        *relative,
              GCancellable      *cancellable)
{
  g_autoptr (GFile) folder = g_file_resolve_relative_path (root, relative);
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilArticleList) list = postil_records_read (folder, NULL, cancellable, &error);
  g_auto (GStrv) names = NULL;

  if (list == NULL)
    {
      g_autofree char *path = g_build_filename (relative, POSTIL_ARTICLE_LIST_NAME, NULL);

      postil_report_add_error (self->report, path, 0, error);
      return;
    }
  names = postil_article_list_dup_names (list);
  for (guint i = 0; names[i] != NULL; i++)
    {
      PostilArticleRecord *record = postil_article_list_dup_record (list, names[i]);

      if (record != NULL)
        g_hash_table_insert (self->records, *relative != '\0' ? g_strconcat (relative, "/", names[i], NULL) : g_strdup (names[i]),
                             record);
    }
}

PostilFolderFacts *
postil_folder_facts_read (const char        *root,
                          const char *const *folders,
                          const char        *coder,
                          GCancellable      *cancellable)
{
  PostilFolderFacts *self = NULL;
  g_autoptr (GFile) file = NULL;

  g_return_val_if_fail (root != NULL && folders != NULL && coder != NULL, NULL);

  self = g_new0 (PostilFolderFacts, 1);
  self->report = postil_report_new ();
  self->records = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) postil_article_record_free);
  file = g_file_new_for_path (root);
  self->seconds = postil_timesheet_read (file, coder);
  read_plan (self, file, coder, cancellable);
  for (guint i = 0; folders[i] != NULL && !g_cancellable_is_cancelled (cancellable); i++)
    read_records (self, file, folders[i], cancellable);
  return self;
}

void
postil_folder_facts_free (PostilFolderFacts *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->places, g_hash_table_unref);
  g_hash_table_unref (self->records);
  g_hash_table_unref (self->seconds);
  postil_report_unref (self->report);
  g_free (self);
}
