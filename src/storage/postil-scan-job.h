/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "storage/postil-folder-scan.h"

G_BEGIN_DECLS

/* The work of a PostilFolderScan in threads: a listing of all, or a look at a few articles.
 * What it finds waits in an outbox, from which the main thread is called to take it. */
typedef struct _PostilScanJob PostilScanJob;

/* In the main context that the job was started in. @batch: of PostilScanned. */
typedef void   (*PostilScanFunc)          (PostilScanJob    *job,
                                           GPtrArray        *batch,
                                           gboolean          is_last,
                                           gpointer          user_data);

/* @paths: the articles to look at (NULL-terminated), with the @codebooks of a listing; both
 * NULL for a listing. */
PostilScanJob   *postil_scan_job_start    (const char        *root,
                                           const char        *coder,
                                           const char *const *paths,
                                           GHashTable        *codebooks,
                                           PostilScanFunc     func,
                                           gpointer           user_data) G_GNUC_WARN_UNUSED_RESULT;
/* Afterwards the function is not called any more. */
void             postil_scan_job_cancel   (PostilScanJob     *self);
void             postil_scan_job_unref    (PostilScanJob     *self);

/* Once the last batch has come: */
gboolean         postil_scan_job_is_listing (PostilScanJob   *self);
PostilReport    *postil_scan_job_get_report (PostilScanJob   *self);
/* The folders that were looked into, relative; "" is the root. */
GPtrArray       *postil_scan_job_get_folders (PostilScanJob  *self);
/* Relative folder → the PostilCodebook in force in it. */
GHashTable      *postil_scan_job_get_codebooks (PostilScanJob *self);
gboolean         postil_scan_job_is_remote (PostilScanJob    *self);
gint64           postil_scan_job_get_duration_us (PostilScanJob *self);

G_END_DECLS
