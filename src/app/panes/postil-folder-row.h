/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "app/panes/postil-folder-item.h"

G_BEGIN_DECLS

#define POSTIL_TYPE_FOLDER_ROW (postil_folder_row_get_type ())
G_DECLARE_FINAL_TYPE (PostilFolderRow, postil_folder_row, POSTIL, FOLDER_ROW, GtkWidget)

/* An article in the list of a folder: its state, name, what is known and what was done. */
GtkWidget *postil_folder_row_new      (void);
/* NULL while the row is shown for none. */
void       postil_folder_row_set_item (PostilFolderRow  *self,
                                       PostilFolderItem *item);

G_END_DECLS
