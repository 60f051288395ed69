/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The list of a folder follows assignments.csv and articles.json: a thread reads them when a
 * listing has ended and when they change, one reading at a time. Main thread. */

#include "config.h"

#include "app/panes/postil-folder-follow.h"

#include <glib/gi18n-lib.h>

#include "storage/postil-folder-facts.h"

#define STATE_KEY "postil-folder-follow"

typedef struct
{
  char  *root;
  char  *coder;
  char **folders;
} Job;

/* Hangs on the model. */
typedef struct
{
  GCancellable *cancellable;
  gboolean      with_times;
  gboolean      is_reading;
  gboolean      is_stale;   /* read once more when this is done */
} State;

static void read_facts (PostilFolderModel *model);

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->root);
  g_free (job->coder);
  g_strfreev (job->folders);
  g_free (job);
}

static void
state_free (gpointer data)
{
  State *state = data;

  g_cancellable_cancel (state->cancellable);
  g_object_unref (state->cancellable);
  g_free (state);
}

/* Of what is not in the records any more nothing is known. */
static void
show_records (PostilFolderModel *model,
              PostilFolderFacts *facts,
              gboolean           with_times)
{
  GListModel *all = postil_folder_model_get_all (model);
  guint n_items = g_list_model_get_n_items (all);

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (PostilFolderItem) item = g_list_model_get_item (all, i);

      const char *path = postil_folder_item_get_path (item);

      postil_folder_item_set_record (item, g_hash_table_lookup (facts->records, path));
      if (with_times)
        postil_folder_item_set_seconds (item, GPOINTER_TO_UINT (g_hash_table_lookup (facts->seconds, path)));
    }
}

static char *
dup_problem (PostilFolderModel *model,
             PostilFolderFacts *facts)
{
  const char *coder = postil_folder_scan_get_coder (postil_folder_model_get_scan (model));

  if (postil_report_get_n_entries (facts->report) > 0)
    {
      const PostilReportEntry *entry = postil_report_get_entry (facts->report, 0);

      return entry->line > 0 ? g_strdup_printf (_("%s, line %u: %s"), entry->file, entry->line, entry->message)
                             : g_strdup (entry->message);
    }
  if (facts->has_plan && facts->places == NULL)
    return g_strdup_printf (_("The plan in assignments.csv has no articles for “%s”, so all are shown."), coder);
  return NULL;
}

static void
facts_thread (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  Job *job = task_data;

  g_task_return_pointer (task, postil_folder_facts_read (job->root, (const char *const *) job->folders, job->coder, cancellable),
                         (GDestroyNotify) postil_folder_facts_free);
}

static void
facts_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  PostilFolderModel *model = POSTIL_FOLDER_MODEL (source);
  State *state = g_object_get_data (source, STATE_KEY);
  g_autoptr (PostilFolderFacts) facts = g_task_propagate_pointer (G_TASK (result), NULL);
  g_autofree char *problem = NULL;

  state->is_reading = FALSE;
  if (facts == NULL)
    return;
  show_records (model, facts, state->with_times);
  problem = dup_problem (model, facts);
  postil_folder_model_set_problem (model, problem);
  postil_folder_model_set_plan (model, facts->places);
  postil_folder_model_details_changed (model);
  if (state->is_stale)
    read_facts (model);
}

static void
read_facts (PostilFolderModel *model)
{
  PostilFolderScan *scan = postil_folder_model_get_scan (model);
  State *state = g_object_get_data (G_OBJECT (model), STATE_KEY);
  g_autoptr (GTask) task = NULL;
  Job *job;

  state->is_stale = state->is_reading;
  if (state->is_reading)
    return;
  state->is_reading = TRUE;
  job = g_new0 (Job, 1);
  job->root = g_strdup (postil_folder_scan_get_root (scan));
  job->coder = g_strdup (postil_folder_scan_get_coder (scan));
  job->folders = postil_folder_model_dup_folders (model);
  task = g_task_new (model, state->cancellable, facts_cb, NULL);
  g_task_set_source_tag (task, read_facts);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, facts_thread);
}

static void
other_changed_cb (PostilFolderModel *model,
                  const char        *name)
{
  if (!g_str_equal (name, "codebook.json"))
    read_facts (model);
}

void
postil_folder_follow (PostilFolderModel *model,
                      gboolean           with_times)
{
  State *state = NULL;
  PostilFolderScan *scan = NULL;

  g_return_if_fail (POSTIL_IS_FOLDER_MODEL (model));
  g_return_if_fail (g_object_get_data (G_OBJECT (model), STATE_KEY) == NULL);

  state = g_new0 (State, 1);
  state->cancellable = g_cancellable_new ();
  state->with_times = with_times;
  g_object_set_data_full (G_OBJECT (model), STATE_KEY, state, state_free);
  scan = postil_folder_model_get_scan (model);
  g_signal_connect_object (scan, "finished", G_CALLBACK (read_facts), model, G_CONNECT_SWAPPED);
  g_signal_connect_object (scan, "other-changed", G_CALLBACK (other_changed_cb), model, G_CONNECT_SWAPPED);
  read_facts (model);
}
