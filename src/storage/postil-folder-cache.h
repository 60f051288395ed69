/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "model/postil-summary.h"

G_BEGIN_DECLS

/* What was counted in a folder's sidecars the last time, in the user's cache directory: it can
 * be deleted at any time, and nothing is believed of it that the disk contradicts. A cache
 * belongs to one folder and one coder. */
typedef struct _PostilFolderCache PostilFolderCache;

/* What tells whether a file is as it was. */
typedef struct
{
  guint64 size;
  guint64 inode;
  gint64  modified;  /* in nanoseconds */
} PostilFileStamp;

/* One that is missing, cut off or of another version is empty. Blocking. */
PostilFolderCache *postil_folder_cache_load   (const char            *root,
                                               const char            *coder) G_GNUC_WARN_UNUSED_RESULT;
void               postil_folder_cache_free   (PostilFolderCache     *self);
/* (transfer full) NULL where nothing is known of the file as it is. Many threads may ask. */
PostilSummary     *postil_folder_cache_lookup (PostilFolderCache     *self,
                                               const char            *path,
                                               const PostilFileStamp *stamp) G_GNUC_WARN_UNUSED_RESULT;
guint              postil_folder_cache_get_n  (PostilFolderCache     *self);

/* Writing anew: begin, add each, end. */
GString           *postil_folder_cache_begin  (void) G_GNUC_WARN_UNUSED_RESULT;
void               postil_folder_cache_add    (GString               *out,
                                               const char            *path,
                                               const PostilFileStamp *stamp,
                                               PostilSummary         *summary);
/* Takes @out. What cannot be written is no loss. Blocking. */
void               postil_folder_cache_end    (GString               *out,
                                               const char            *root,
                                               const char            *coder);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilFolderCache, postil_folder_cache_free)

G_END_DECLS
