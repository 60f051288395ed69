/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "app/panes/postil-folder-model.h"

G_BEGIN_DECLS

#define POSTIL_TYPE_FOLDER_PANE (postil_folder_pane_get_type ())
G_DECLARE_FINAL_TYPE (PostilFolderPane, postil_folder_pane, POSTIL, FOLDER_PANE, GtkWidget)

/* The articles of a folder beside the article: filter, order, progress, list.
 * Signals: ::chosen (string path, relative to the folder); ::left: Escape was pressed. */
GtkWidget         *postil_folder_pane_new         (GSettings        *settings,
                                                   PostilFolderModel *model);
PostilFolderModel *postil_folder_pane_get_model   (PostilFolderPane *self);
/* Marks it as the one that is open, and brings it into view. NULL for none. */
void               postil_folder_pane_set_current (PostilFolderPane *self,
                                                   const char       *path);
void               postil_folder_pane_focus_filter (PostilFolderPane *self);
void               postil_folder_pane_focus_list  (PostilFolderPane *self);

G_END_DECLS
