/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Watches the folders of a listing: by monitors where that works, else it says now and then
 * that all should be listed again. Main thread. */
typedef struct _PostilFolderWatch PostilFolderWatch;

#define POSTIL_WATCH_MAX_MONITORS 512u

/* @path: of what changed; NULL: something may have, anywhere. */
typedef void       (*PostilWatchFunc)        (const char        *path,
                                              gpointer           user_data);

PostilFolderWatch *postil_folder_watch_new   (PostilWatchFunc    func,
                                              gpointer           user_data) G_GNUC_WARN_UNUSED_RESULT;
void               postil_folder_watch_free  (PostilFolderWatch *self);
/* @folders: relative paths. @is_remote: no monitor would tell. @duration_us: of a listing;
 * where there are no monitors, a twentieth of the time at most is spent on them. */
void               postil_folder_watch_set_folders (PostilFolderWatch *self,
                                              const char        *root,
                                              GPtrArray         *folders,
                                              gboolean           is_remote,
                                              gint64             duration_us);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilFolderWatch, postil_folder_watch_free)

G_END_DECLS
