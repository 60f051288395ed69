/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "model/postil-codebook.h"
#include "storage/postil-backups.h"

G_BEGIN_DECLS

#define POSTIL_TYPE_RESTORE_WINDOW (postil_restore_window_get_type ())
G_DECLARE_FINAL_TYPE (PostilRestoreWindow, postil_restore_window, POSTIL, RESTORE_WINDOW, AdwWindow)

/* The older versions of what a coder marked in an article, and what differs from now.
 * Signal: ::restore (PostilBackupVersion *version): that one is to be gone back to. */
GtkWidget *postil_restore_window_new          (GtkWindow           *parent,
                                               PostilCodebook      *codebook);
/* (element-type PostilBackupVersion), newest first. */
void       postil_restore_window_set_versions (PostilRestoreWindow *self,
                                               GPtrArray           *versions);

G_END_DECLS
