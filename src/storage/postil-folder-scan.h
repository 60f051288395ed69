/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "storage/postil-scanned.h"

G_BEGIN_DECLS

#define POSTIL_TYPE_FOLDER_SCAN (postil_folder_scan_get_type ())
G_DECLARE_FINAL_TYPE (PostilFolderScan, postil_folder_scan, POSTIL, FOLDER_SCAN, GObject)

/* A folder of articles for one coder, living: threads list it and read the sidecars, what
 * they find comes in batches, and afterwards changes on disk come by themselves. Other
 * coders' files are not opened: coding is blind.
 *
 * ::articles (GPtrArray of PostilScanned): new, different, or gone. First the names of a
 * folder, then what was read of them.
 * ::finished: a listing came to its end, the first or a later one.
 * ::other-changed (string name): a file that is no article and no sidecar: "codebook.json",
 * "articles.json", "assignments.csv". */
PostilFolderScan *postil_folder_scan_new         (const char       *root,
                                                  const char       *coder) G_GNUC_WARN_UNUSED_RESULT;
/* Begins, or lists all of it again where it has. */
void              postil_folder_scan_start       (PostilFolderScan *self);
/* For good: nothing comes any more, the monitors are gone. */
void              postil_folder_scan_stop        (PostilFolderScan *self);
gboolean          postil_folder_scan_is_running  (PostilFolderScan *self);
/* A file may have changed (absolute path); it is looked at a moment later. */
void              postil_folder_scan_touch       (PostilFolderScan *self,
                                                  const char       *path);
const char       *postil_folder_scan_get_root    (PostilFolderScan *self);
const char       *postil_folder_scan_get_coder   (PostilFolderScan *self);
/* What is known now, or NULL. Borrowed. */
PostilScanned    *postil_folder_scan_lookup      (PostilFolderScan *self,
                                                  const char       *path);
guint             postil_folder_scan_get_n_found (PostilFolderScan *self);
guint             postil_folder_scan_get_n_read  (PostilFolderScan *self);
/* The one in force at the root; NULL before the first listing has ended. Borrowed. */
PostilCodebook   *postil_folder_scan_get_codebook (PostilFolderScan *self);
/* What the last listing could not look into. Never NULL. */
PostilReport     *postil_folder_scan_get_report  (PostilFolderScan *self);

G_END_DECLS
