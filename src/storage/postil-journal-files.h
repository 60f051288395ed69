/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The files in which the journals of one sidecar are: number 1, and more where several
 * processes had it open at once. */

#define POSTIL_MAX_JOURNALS 32u

/* One sidecar has one identity, by whatever links its folder is reached. */
char    *postil_journal_files_dup_identity   (GFile      *sidecar) G_GNUC_WARN_UNUSED_RESULT;
char    *postil_journal_files_dup_path       (const char *directory,
                                              GFile      *sidecar,
                                              guint       number) G_GNUC_WARN_UNUSED_RESULT;
/* A descriptor; −1 with errno, EWOULDBLOCK where another process holds it. */
int      postil_journal_files_open_locked    (const char *path,
                                              gboolean    create);
/* A new file is safe only when the folder that names it is. */
void     postil_journal_files_sync_directory (const char *directory);
/* Whether anybody left or holds one. */
gboolean postil_journal_files_exist          (GFile      *sidecar);
/* Removes all of them that nobody holds; FALSE where one is left. */
gboolean postil_journal_files_remove         (GFile      *sidecar);

G_END_DECLS
