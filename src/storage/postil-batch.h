/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Many new files at once, as safe as one by one: they are written beside their names, all
 * reach the disk together, and only then get their names. A thread of the batch makes and
 * writes them while its owner goes on. For one owner's thread; only a commit waits. */
typedef struct _PostilBatch PostilBatch;

/* The tag of a folder whose new names may not have reached the disk. */
#define POSTIL_BATCH_FOLDER G_MAXUINT

/* The bytes of a file. Runs in the batch's thread. */
typedef GBytes *(*PostilBatchMake) (gpointer data);
/* Of each file that did not get its name; @error is NULL where only the file that it needed
 * failed. Runs in the owner's thread. */
typedef void (*PostilBatchFailed) (const char   *path,
                                   guint         tag,
                                   const GError *error,
                                   gpointer      user_data);

PostilBatch *postil_batch_new   (PostilBatchFailed failed,
                                 gpointer          user_data) G_GNUC_WARN_UNUSED_RESULT;
/* What was not committed is gone, and nobody is told. */
void         postil_batch_free  (PostilBatch  *self);
/* @path: absolute, where no file stands. */
void         postil_batch_write (PostilBatch  *self,
                                 const char   *path,
                                 guint         tag,
                                 GBytes       *bytes);
/* The same, of a file that is made of @data then. Without the file @needs (or NULL), it is not
 * written. Takes @data. */
void         postil_batch_make  (PostilBatch     *self,
                                 const char      *path,
                                 guint            tag,
                                 const char      *needs,
                                 PostilBatchMake  make,
                                 gpointer         data,
                                 GDestroyNotify   destroy);
/* Whether a file of that name waits. */
gboolean     postil_batch_has   (PostilBatch  *self,
                                 const char   *path);
/* All files' names appear. All that can is done; FALSE where a file failed since the last commit. */
gboolean     postil_batch_commit (PostilBatch  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilBatch, postil_batch_free)

G_END_DECLS
