/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "storage/postil-store.h"

G_BEGIN_DECLS

#define POSTIL_TYPE_COPIES (postil_copies_get_type ())
G_DECLARE_FINAL_TYPE (PostilCopies, postil_copies, POSTIL, COPIES, GObject)

/* What a sync service left beside an open sidecar when two computers wrote it at once: "…
 * (conflicted copy …).json". Looked for in a thread, at first and whenever one comes or goes.
 *
 * Property: "n-copies" (notify on the main thread). */
PostilCopies *postil_copies_new          (PostilStore          *store) G_GNUC_WARN_UNUSED_RESULT;
guint         postil_copies_get_n        (PostilCopies         *self);

/* Brings what only the copies hold into the document, as one change that can be undone, and
 * saves it. A copy goes only when the sidecar on disk holds all of it, and is kept among the
 * backups then; what cannot be read or speaks of another text stays, and is reported. What this
 * person deleted here, and nobody changed there, does not come back ("deleted"). */
void          postil_copies_merge_async  (PostilCopies         *self,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
/* What was merged (kinds "merged" and "conflict"), what stays deleted, and what could not be merged. Kind
 * "no-base": nothing is known here of what was deleted. */
PostilReport *postil_copies_merge_finish (PostilCopies         *self,
                                          GAsyncResult         *result,
                                          guint                *n_merged,
                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
