/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Follows the records of a journal: all of them to have the history as it was, and those that
 * the sidecar does not hold to bring back what they did. Idempotent, for it may itself be
 * killed, and somebody else may have changed the sidecar: a change is made to fit first. */

#include "config.h"

#include "storage/postil-journal-replay.h"

#include "storage/postil-reconcile.h"

/* Adds it to @adopted (nullable) unless all of it is there already. */
static guint
replay_change (PostilDocument *document, PostilChange *change, GPtrArray *adopted, PostilReport *report)
{
  g_autoptr(PostilChange) fitting = postil_reconcile_change (postil_document_get_layer (document),
                                                             change, report);
  g_autoptr(GError) error = NULL;

  if (postil_change_is_empty (fitting))
    return 0;
  if (adopted != NULL)
    g_ptr_array_add (adopted, postil_change_ref (change));
  if (postil_document_apply (document, fitting, POSTIL_ORIGIN_OUTSIDE, &error))
    return 1;
  if (report != NULL)
    postil_report_add_error (report, NULL, 0, error);
  return 0;
}

/* A step that no longer fitted was skipped. */
static void
move_history (PostilHistory *history, guint64 position)
{
  while (postil_history_get_position (history) > position)
    postil_history_step_back (history);
  while (postil_history_get_position (history) < position && postil_history_peek_redo (history) != NULL)
    postil_history_step_forward (history);
}

/* The change that a record makes anew, moving @history along; NULL where it makes none. */
static PostilChange *
follow_record (PostilHistory *history, const PostilRecord *record)
{
  PostilChange *change = NULL;

  switch (record->kind)
    {
    case POSTIL_RECORD_DO:
      postil_history_push (history, record->change);
      return postil_change_ref (record->change);
    case POSTIL_RECORD_UNDO:
      change = postil_history_peek_undo (history);
      if (change == NULL)
        return NULL;
      change = postil_change_invert (change);
      postil_history_step_back (history);
      return change;
    case POSTIL_RECORD_REDO:
      change = postil_history_peek_redo (history);
      if (change == NULL)
        return NULL;
      postil_history_step_forward (history);
      return postil_change_ref (change);
    case POSTIL_RECORD_POSITION:
      move_history (history, record->sequence);
      return NULL;
    case POSTIL_RECORD_OUTSIDE:
    case POSTIL_RECORD_HEADER:
    case POSTIL_RECORD_SAVING:
    case POSTIL_RECORD_SAVED:
    case POSTIL_RECORD_DAMAGED:
      return NULL;
    }
  g_return_val_if_reached (NULL);
}

guint
postil_journal_replay (GArray         *records,
                       PostilDocument *document,
                       PostilHistory  *history,
                       const char     *sidecar_sha256,
                       GPtrArray      *adopted,
                       PostilReport   *report,
                       guint64        *sequence)
{
  guint64 held;
  guint n_replayed = 0;

  g_return_val_if_fail (records != NULL, 0);
  g_return_val_if_fail (POSTIL_IS_DOCUMENT (document), 0);
  g_return_val_if_fail (history != NULL, 0);

  held = postil_journal_find_held (records, sidecar_sha256);
  *sequence = 0;
  for (guint i = 0; i < records->len; i++)
    {
      const PostilRecord *record = &g_array_index (records, PostilRecord, i);
      g_autoptr(PostilChange) change = follow_record (history, record);

      if (!postil_record_is_operation (record))
        continue;
      ++*sequence;
      if (change != NULL && *sequence > held)
        n_replayed += replay_change (document, change, adopted, report);
    }
  return n_replayed;
}
