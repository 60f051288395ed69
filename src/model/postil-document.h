/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

#include "model/postil-change.h"
#include "model/postil-history.h"

G_BEGIN_DECLS

#define POSTIL_TYPE_DOCUMENT (postil_document_get_type ())
G_DECLARE_FINAL_TYPE (PostilDocument, postil_document, POSTIL, DOCUMENT, GObject)

/* An article that is being coded: text + the coder's layer + codebook + history. The one
 * door in is postil_document_apply(); the one signal out is ::changed.
 *
 * ::changed (PostilChange *change, PostilChangeOrigin origin): after the layer (and the
 * codebook) are as the change says. For an undo, @change is what was applied (the inverse). */
typedef enum
{
  POSTIL_ORIGIN_DO,
  POSTIL_ORIGIN_UNDO,
  POSTIL_ORIGIN_REDO,
  POSTIL_ORIGIN_OUTSIDE /* a merge with what is on disk: not in the history */
} PostilChangeOrigin;

PostilDocument *postil_document_new            (PostilText *text, PostilCodebook *codebook, PostilLayer *layer) G_GNUC_WARN_UNUSED_RESULT;

PostilText     *postil_document_get_text       (PostilDocument *self);
PostilCodebook *postil_document_get_codebook   (PostilDocument *self);
PostilLayer    *postil_document_get_layer      (PostilDocument *self);
PostilHistory  *postil_document_get_history    (PostilDocument *self);
/* A read-only document refuses changes (POSTIL_ERROR_READ_ONLY) with this reason; NULL for
 * a writable one. */
const char     *postil_document_get_read_only  (PostilDocument *self);
void            postil_document_set_read_only  (PostilDocument *self, const char *reason);
/* Grows by one with each change, of whatever origin. */
guint64         postil_document_get_generation (PostilDocument *self);

/* All or nothing. STALE: what the change removes is not there, or what it adds is. What is
 * removed is found by its id and content, so it may come from the journal. The history
 * follows the origin: DO pushes, UNDO steps back, REDO forward. OUTSIDE passes even where
 * the document is read-only: it is what is on disk. */
gboolean        postil_document_apply          (PostilDocument *self, PostilChange *change, PostilChangeOrigin origin, GError **error);
/* FALSE with no error set when there is nothing to undo. @change (may be NULL): what was
 * undone, as it had been done; (transfer full). STALE, where the change no longer fits what
 * came from outside: it is left as it is and skipped, so that the next call takes the one
 * before it. */
gboolean        postil_document_undo           (PostilDocument *self, PostilChange **change, GError **error);
gboolean        postil_document_redo           (PostilDocument *self, PostilChange **change, GError **error);
gboolean        postil_document_can_undo       (PostilDocument *self);
gboolean        postil_document_can_redo       (PostilDocument *self);

G_END_DECLS
