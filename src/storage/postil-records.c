/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* articles.json, read and changed. Invariant: a change is made to what the file holds at the
 * moment of writing, so that two writers at once both get their way, and a list that cannot
 * be read is never overwritten. Blocking, any thread. */

#include "config.h"

#include "storage/postil-records.h"

#include <glib/gi18n-lib.h>

#include "base/postil-error.h"
#include "storage/postil-files.h"

#define MAX_BYTES (64u * 1024u * 1024u)
#define MAX_ATTEMPTS 100
#define PAUSE_US 5000

PostilArticleList *
postil_records_read (GFile         *folder,
                     char         **etag,
                     GCancellable  *cancellable,
                     GError       **error)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) local_error = NULL;
  PostilArticleList *list;

  g_return_val_if_fail (G_IS_FILE (folder), NULL);

  file = g_file_get_child (folder, POSTIL_ARTICLE_LIST_NAME);
  bytes = postil_files_read (file, MAX_BYTES, etag, cancellable, &local_error);
  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      if (etag != NULL)
        *etag = g_strdup ("");
      return postil_article_list_new ();
    }
  list = bytes != NULL ? postil_article_list_read (bytes, &local_error) : NULL;
  if (list == NULL)
    {
      g_autofree char *name = postil_files_dup_display_name (file);

      if (bytes != NULL)
        g_prefix_error (&local_error, "%s: ", name);
      g_propagate_error (error, g_steal_pointer (&local_error));
    }
  return list;
}

PostilArticleRecord *
postil_records_lookup (GFile         *article,
                       GCancellable  *cancellable,
                       GError       **error)
{
  g_autoptr (GFile) folder = NULL;
  g_autoptr (PostilArticleList) list = NULL;
  g_autofree char *name = NULL;
  PostilArticleRecord *record;

  g_return_val_if_fail (G_IS_FILE (article), NULL);

  folder = g_file_get_parent (article);
  name = g_file_get_basename (article);
  if (folder == NULL)
    return postil_article_record_new (name);
  list = postil_records_read (folder, NULL, cancellable, error);
  if (list == NULL)
    return NULL;
  record = postil_article_list_dup_record (list, name);
  return record != NULL ? record : postil_article_record_new (name);
}

/* @record without what @list has already. */
static PostilArticleRecord *
dup_gaps (PostilArticleList         *list,
          const PostilArticleRecord *record)
{
  PostilArticleRecord *gaps = postil_article_record_copy (record);
  g_autoptr (PostilArticleRecord) there = postil_article_list_dup_record (list, record->article);

  for (guint i = 0; there != NULL && i < POSTIL_N_RECORD_FIELDS; i++)
    if (postil_article_record_get (there, i) != NULL)
      postil_article_record_set (gaps, i, NULL);
  return gaps;
}

static gboolean
put_all (PostilArticleList *list,
         GPtrArray         *found,
         GPtrArray         *given,
         GError           **error)
{
  for (guint i = 0; found != NULL && i < found->len; i++)
    {
      g_autoptr (PostilArticleRecord) gaps = dup_gaps (list, g_ptr_array_index (found, i));

      if (!postil_article_list_put (list, gaps, error))
        return FALSE;
    }
  for (guint i = 0; given != NULL && i < given->len; i++)
    if (!postil_article_list_put (list, g_ptr_array_index (given, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
update_once (GFile        *folder,
             GPtrArray    *found,
             GPtrArray    *given,
             GCancellable *cancellable,
             GError      **error)
{
  g_autofree char *etag = NULL;
  g_autoptr (PostilArticleList) list = postil_records_read (folder, &etag, cancellable, error);
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  g_autoptr (GFile) file = g_file_get_child (folder, POSTIL_ARTICLE_LIST_NAME);

  if (list == NULL)
    return FALSE;
  before = postil_article_list_write (list);
  if (!put_all (list, found, given, error))
    return FALSE;
  after = postil_article_list_write (list);
  return g_bytes_equal (before, after) || postil_files_write (file, after, etag, NULL, cancellable, error);
}

gboolean
postil_records_update (GFile         *folder,
                       GPtrArray     *found,
                       GPtrArray     *given,
                       GCancellable  *cancellable,
                       GError       **error)
{
  g_return_val_if_fail (G_IS_FILE (folder), FALSE);

  for (guint i = 0;; i++)
    {
      g_autoptr (GError) local_error = NULL;

      if (update_once (folder, found, given, cancellable, &local_error))
        return TRUE;
      if (!g_error_matches (local_error, POSTIL_ERROR, POSTIL_ERROR_CONFLICT) || i == MAX_ATTEMPTS)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      g_usleep (PAUSE_US);
    }
}
