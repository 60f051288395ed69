/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The coding plan of a folder, read and written. Invariant: a plan that is there is replaced
 * only where that was asked for. Blocking, any thread. */

#include "config.h"

#include "storage/postil-plan-file.h"

#include "exchange/postil-plan-csv.h"
#include "storage/postil-files.h"

#define MAX_BYTES (64u * 1024u * 1024u)

PostilPlan *
postil_plan_file_read (GFile         *folder,
                       PostilReport  *report,
                       GCancellable  *cancellable,
                       GError       **error)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (PostilReport) rows = postil_report_new ();
  g_autoptr (GError) local_error = NULL;
  PostilPlan *plan = NULL;

  g_return_val_if_fail (G_IS_FILE (folder) && report != NULL, NULL);

  file = g_file_get_child (folder, POSTIL_PLAN_NAME);
  bytes = postil_files_read (file, MAX_BYTES, NULL, cancellable, &local_error);
  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return NULL;
  if (bytes != NULL)
    plan = postil_plan_read (bytes, rows, &local_error);
  if (plan == NULL && bytes != NULL)
    g_prefix_error (&local_error, "%s: ", POSTIL_PLAN_NAME);
  if (plan == NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  postil_report_take_all (report, rows, POSTIL_PLAN_NAME);
  return plan;
}

gboolean
postil_plan_file_write (GFile         *folder,
                        PostilPlan    *plan,
                        gboolean       replace,
                        GCancellable  *cancellable,
                        GError       **error)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (G_IS_FILE (folder) && plan != NULL, FALSE);

  file = g_file_get_child (folder, POSTIL_PLAN_NAME);
  bytes = postil_plan_write (plan);
  return postil_files_write (file, bytes, replace ? NULL : "", NULL, cancellable, error);
}

gboolean
postil_plan_file_append (GFile         *folder,
                         PostilPlan    *plan,
                         guint          from,
                         GCancellable  *cancellable,
                         GError       **error)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *etag = NULL;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (G_IS_FILE (folder) && plan != NULL, FALSE);

  file = g_file_get_child (folder, POSTIL_PLAN_NAME);
  before = postil_files_read (file, MAX_BYTES, &etag, cancellable, &local_error);
  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return postil_plan_file_write (folder, plan, FALSE, cancellable, error);
  if (before != NULL)
    bytes = postil_plan_append (before, plan, from, &local_error);
  if (bytes == NULL)
    {
      g_propagate_prefixed_error (error, g_steal_pointer (&local_error), "%s: ", POSTIL_PLAN_NAME);
      return FALSE;
    }
  return postil_files_write (file, bytes, etag, NULL, cancellable, error);
}
