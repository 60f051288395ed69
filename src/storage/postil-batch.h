/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Many new files at once, as safe as one by one: they are written beside their names, all
 * reach the disk together, and only then get their names. Blocking, one thread. */
typedef struct _PostilBatch PostilBatch;

PostilBatch *postil_batch_new   (void) G_GNUC_WARN_UNUSED_RESULT;
/* What was not committed is gone. */
void         postil_batch_free  (PostilBatch  *self);
/* @path: absolute, where no file stands. */
gboolean     postil_batch_write (PostilBatch  *self,
                                 const char   *path,
                                 GBytes       *bytes,
                                 GError      **error);
/* Whether a file of that name waits. */
gboolean     postil_batch_has   (PostilBatch  *self,
                                 const char   *path);
/* Whether so much waits that it should be committed. */
gboolean     postil_batch_is_full (PostilBatch *self);
/* The files' names appear. All that can is done; the first error is given. */
gboolean     postil_batch_commit (PostilBatch  *self,
                                 GError      **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilBatch, postil_batch_free)

G_END_DECLS
