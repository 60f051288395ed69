/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "base/postil-report.h"
#include "model/postil-document.h"

G_BEGIN_DECLS

/* The journal of one layer: every operation, in a file of the user's state directory, written
 * (write(2)) before the screen shows it, synced in a thread before it is called saved. It
 * also is the history: do, undo and redo are records, and opening it rebuilds the undo list.
 * One process holds it at a time (flock); a second one gets a journal of its own beside it,
 * and whoever opens next takes in those that nobody holds.
 *
 * Records are lines of JSON: a header {"postil-journal":1,"sidecar":PATH}; operations
 * {"do":change}, {"outside":change}, {"undo":1}, {"redo":1}, counted from 1; {"position":N}
 * where steps were skipped because they no longer fitted (not counted); and
 * {"saving":SHA-256,"sequence":N}, {"saved":SHA-256,"sequence":N}: the sidecar's bytes with
 * this hash hold the first N operations. A torn last line is dropped; a damaged line elsewhere
 * ends the replay, is reported, and the whole file is kept aside.
 *
 * What came from outside is counted, but never replayed: it was on the disk, and what became
 * of it there since is the truth. */
typedef struct _PostilJournal PostilJournal;

/* Opens or makes the journal for @sidecar and replays onto @document what the sidecar on disk
 * does not hold (@sidecar_sha256: of its bytes; NULL: there is none). @n_replayed: how many
 * operations were brought back. The history of @document is rebuilt. For a thread. */
PostilJournal *postil_journal_open          (GFile *sidecar, PostilDocument *document, const char *sidecar_sha256,
                                             guint *n_replayed, PostilReport *report, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* One that holds nothing is removed. */
void           postil_journal_close         (PostilJournal *self);
/* Of a change that the document has just made. write(2) only, microseconds: survives the death
 * of the process. What cannot be written is kept and tried again with the next call. */
gboolean       postil_journal_append        (PostilJournal *self, PostilChange *change, PostilChangeOrigin origin, GError **error);
/* How many operations it holds: what a save that begins now includes. */
guint64        postil_journal_get_sequence  (PostilJournal *self);
/* fdatasync(2): survives the death of the machine. For a thread. */
gboolean       postil_journal_sync          (PostilJournal *self, GError **error);
/* Any thread. */
gboolean       postil_journal_note_saving   (PostilJournal *self, const char *sidecar_sha256, guint64 sequence, GError **error);
gboolean       postil_journal_note_saved    (PostilJournal *self, const char *sidecar_sha256, guint64 sequence, GError **error);

/* Where they are; for tests and for the backup dialog. */
char          *postil_journal_dup_directory (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
