/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "model/postil-change.h"
#include "model/postil-layer.h"

G_BEGIN_DECLS

/* The last good versions of each sidecar, in the user's data directory: at most ten, the
 * older the sparser. The newest is what was saved last. Their order is a count in their
 * names; the clock may go backwards. */

#define POSTIL_BACKUPS_MOST 10u

typedef struct
{
  char    *path;
  char    *digest;   /* of its bytes: the beginning of their SHA-256 */
  guint64  sequence;
  gint64   time_s;   /* since 1970, as the clock said */
} PostilBackup;

/* A version beside what is there now. */
typedef struct
{
  PostilBackup *backup;
  guint         n_annotations;
  PostilChange *change;      /* what restoring it would do; NULL for one that cannot be read */
  char         *problem;     /* why it cannot be read; else NULL */
  gboolean      is_of_other_text; /* made before the article was changed */
} PostilBackupVersion;

void          postil_backup_free           (PostilBackup *self);
void          postil_backup_version_free   (PostilBackupVersion *self);

/* Where those of one sidecar are. */
char         *postil_backups_dup_directory (GFile *sidecar) G_GNUC_WARN_UNUSED_RESULT;
/* Blocking. Nothing is written where the newest one holds these bytes, or, for a large one,
 * where the newest is young. What fails leaves the others as they are. */
gboolean      postil_backups_add           (GFile *sidecar, GBytes *bytes, gint64 now_s, GError **error);
/* A second net: where it cannot be written, nothing else is to stop. Blocking. */
void          postil_backups_add_now       (GFile *sidecar, GBytes *bytes);
/* Likewise the sidecar as it stands, which is about to be replaced, if it has the hash of
 * what could be read: others wrote it, or it is older than its backups. */
void          postil_backups_add_current   (GFile *sidecar, const char *sha256);
/* Blocking. (element-type PostilBackup), newest first; what else is there is not listed. */
GPtrArray    *postil_backups_list          (GFile *sidecar) G_GNUC_WARN_UNUSED_RESULT;
PostilLayer  *postil_backups_read          (const PostilBackup *backup, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* What turns @now into @version. Where that was made of another text, its annotations are
 * looked for in @text; those that are not found exactly become orphans, to be reviewed. */
PostilChange *postil_backups_make_change   (PostilLayer *now, PostilLayer *version, PostilText *text) G_GNUC_WARN_UNUSED_RESULT;
/* Blocking. In place of a sidecar that cannot be read: that one is kept beside it under
 * another name, which is in @kept (may be NULL). */
gboolean      postil_backups_put_back      (GFile *sidecar, const PostilBackup *backup, GFile **kept, GError **error);

/* The same in a thread; what was there, under its new name. */
void          postil_backups_put_back_async (GFile *sidecar, const PostilBackup *backup, GCancellable *cancellable,
                                            GAsyncReadyCallback callback, gpointer user_data);
GFile        *postil_backups_put_back_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* All versions, compared with a copy of @now in a thread. (element-type PostilBackupVersion) */
void          postil_backups_compare_async (GFile *sidecar, PostilLayer *now, PostilText *text,
                                            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray    *postil_backups_compare_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
