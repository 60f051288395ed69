/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "base/postil-report.h"
#include "exchange/postil-format.h"

G_BEGIN_DECLS

/* What a person names to be imported, read into memory: files as they are, folders searched
 * (hidden ones and links to folders are left out). (element-type PostilImportFile), to be
 * freed with g_array_unref(). The bytes of what can wait are NULL. */
GArray *postil_intake_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* @extensions (NULL-terminated, without the dot; NULL for all): what is taken out of a
 * folder; a file that is named itself is always taken. What cannot be read is in @errors,
 * and the rest goes on. FALSE where nothing was added. */
gboolean postil_intake_add (GArray            *intake,
                            const char        *path,
                            const char *const *extensions,
                            PostilReport      *errors,
                            GCancellable      *cancellable);

/* The same, but files with an extension in @waiting are not read: thousands of documents need
 * not fit into memory at once. @files gets where each is (element-type PostilImportFile.path →
 * GFile); postil_intake_read() reads it, in any thread. */
gboolean postil_intake_add_waiting (GArray            *intake,
                                    GHashTable        *files,
                                    const char        *path,
                                    const char *const *extensions,
                                    const char *const *waiting,
                                    PostilReport      *errors,
                                    GCancellable      *cancellable);
GHashTable *
         postil_intake_files_new   (void) G_GNUC_WARN_UNUSED_RESULT;
GBytes  *postil_intake_read        (GHashTable              *files,
                                    const PostilImportFile  *file,
                                    GCancellable            *cancellable,
                                    GError                 **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
