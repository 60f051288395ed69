/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "base/postil-report.h"
#include "model/postil-summary.h"
#include "storage/postil-folder-cache.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* An article as a folder's list shows it, for one coder. Immutable, reference counted
 * (atomically). */
typedef struct
{
  gatomicrefcount  ref_count;
  char            *path;          /* relative to the folder, with '/' */
  gboolean         exists;        /* FALSE: there is a sidecar, but no article */
  gboolean         is_read;       /* FALSE: only its name is known so far */
  gboolean         is_gone;       /* neither article nor sidecar is there any more */
  gboolean         has_conflict;  /* there is a conflicted copy of the sidecar */
  guint64          size;          /* of the article, in bytes */
  gint64           changed;       /* when the article was, in seconds since 1970 */
  guint            n_unknown;     /* annotations whose code the codebook lacks */
  PostilSummary   *summary;       /* NULL: the coder has no sidecar here, or see error */
  char            *error;         /* why the sidecar cannot be read; NULL for none */
} PostilScanned;

PostilScanned *postil_scanned_new   (const char    *path) G_GNUC_WARN_UNUSED_RESULT;
PostilScanned *postil_scanned_ref   (PostilScanned *self);
void           postil_scanned_unref (PostilScanned *self);
gboolean       postil_scanned_equal (PostilScanned *a,
                                     PostilScanned *b);

/* Looks at one article: @root_fd is the folder's. Blocking, any thread. What is in @cache
 * (may be NULL) is not read again; @buffer is room to read into. @stamp gets that of the
 * sidecar where there is a summary. @was_cached may be NULL. */
PostilScanned *postil_scanned_read  (int                root_fd,
                                     const char        *path,
                                     const char        *coder,
                                     PostilFolderCache *cache,
                                     GByteArray        *buffer,
                                     PostilFileStamp   *stamp,
                                     gboolean          *was_cached) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilScanned, postil_scanned_unref)

G_END_DECLS
