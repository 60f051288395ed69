/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "model/postil-reanchor.h"

G_BEGIN_DECLS

/* Looking for a layer's annotations in a changed text, in a thread, with progress. Reference
 * counted; main thread, but for the looking itself. */
typedef struct _PostilFinding PostilFinding;

/* Takes a copy of @layer. */
PostilFinding *postil_finding_new          (PostilLayer         *layer,
                                            PostilText          *text) G_GNUC_WARN_UNUSED_RESULT;
PostilFinding *postil_finding_ref          (PostilFinding       *self);
void           postil_finding_unref        (PostilFinding       *self);
/* 0 to 1, at any time. */
double         postil_finding_get_progress (PostilFinding       *self);
/* Once. */
void           postil_finding_run_async    (PostilFinding       *self,
                                            GCancellable        *cancellable,
                                            GAsyncReadyCallback  callback,
                                            gpointer             user_data);
/* Those that a person must decide about (see postil_settle_is_open()).
 * (element-type PostilReanchorResult) */
GPtrArray     *postil_finding_run_finish   (GAsyncResult        *result,
                                            GError             **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilFinding, postil_finding_unref)

G_END_DECLS
