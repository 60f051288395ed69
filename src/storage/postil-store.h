/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "base/postil-report.h"
#include "model/postil-document.h"
#include "storage/postil-files.h"

G_BEGIN_DECLS

#define POSTIL_TYPE_STORE (postil_store_get_type ())
G_DECLARE_FINAL_TYPE (PostilStore, postil_store, POSTIL, STORE, GObject)

/* An open article and coder: loads article, codebook, sidecar and journal in a thread; then
 * listens to the document's ::changed: journal first, the sidecar a moment later, off the
 * main thread, atomic, with etag. A save takes a generation, and only its success sets
 * saved_generation. A write that fails is retried with growing pauses up to 30 s. Changes by
 * others on disk are merged (three-way) and told by ::outside-change.
 *
 * Properties: "state" (PostilSaveState, notify on the main thread).
 * Signals: ::outside-change (PostilReport *report, const char *message). */
typedef enum
{
  POSTIL_SAVE_STATE_SAVED,     /* the sidecar on disk holds everything */
  POSTIL_SAVE_STATE_JOURNALED, /* safe in the journal, sidecar to follow */
  POSTIL_SAVE_STATE_PENDING,   /* being synced to the journal */
  POSTIL_SAVE_STATE_FAILED,    /* the sidecar cannot be written; the journal holds it; retrying */
  POSTIL_SAVE_STATE_UNSAFE     /* neither sidecar nor journal can be written */
} PostilSaveState;

#define POSTIL_TYPE_SAVE_STATE (postil_save_state_get_type ())
GType           postil_save_state_get_type   (void);

/* @charset: NULL for the recorded or detected one. @coder: a valid short name. @root (may be
 * NULL): the folder that was opened, up to which a codebook is looked for. Errors: as
 * postil_text_new_from_bytes() and G_IO_ERROR, all with the file's name. A sidecar that
 * cannot be read is not an error here: the document opens read-only with the reason
 * (postil_document_get_read_only()), and the file is never overwritten. */
void            postil_store_open_async      (GFile *article, GFile *root, const char *coder, const char *coder_name,
                                              const char *charset, GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer user_data);
PostilStore    *postil_store_open_finish     (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

PostilDocument *postil_store_get_document    (PostilStore *self);
GFile          *postil_store_get_article     (PostilStore *self);
GFile          *postil_store_get_sidecar     (PostilStore *self);
PostilPlace     postil_store_get_place       (PostilStore *self);
/* How many annotations waited for a person at opening, since the text was changed. */
guint           postil_store_get_n_unsettled (PostilStore *self);
/* There is a sidecar, but what it holds could not be read: the document is read-only. */
gboolean        postil_store_is_unreadable   (PostilStore *self);
/* The folder whose codebook is in force, or would be if it had one. */
GFile          *postil_store_get_codebook_folder (PostilStore *self);
PostilSaveState postil_store_get_state       (PostilStore *self);
/* Why the last write failed; NULL when none did. */
const GError   *postil_store_get_error       (PostilStore *self);
/* What was found at opening: quotes that do not fit, replayed operations, a guessed charset
 * (kinds as in cli.md, and "replayed", "charset-detected"). Never NULL. */
PostilReport   *postil_store_get_report      (PostilStore *self);
/* Writes the sidecar now if anything is unsaved. */
void            postil_store_flush_async     (PostilStore *self, GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer user_data);
gboolean        postil_store_flush_finish    (PostilStore *self, GAsyncResult *result, GError **error);
/* The sidecar as it would be written, to another place; for "Save a Copy…". */
void            postil_store_save_copy_async (PostilStore *self, GFile *target, GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer user_data);
gboolean        postil_store_save_copy_finish (PostilStore *self, GAsyncResult *result, GError **error);
/* Stops watching and closes the journal. After it nothing is written. Flush first. */
void            postil_store_close           (PostilStore *self);

G_END_DECLS
