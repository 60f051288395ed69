/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "storage/postil-folder.h"

G_BEGIN_DECLS

#define POSTIL_TYPE_FOLDER_PAGE (postil_folder_page_get_type ())
G_DECLARE_FINAL_TYPE (PostilFolderPage, postil_folder_page, POSTIL, FOLDER_PAGE, GtkWidget)

/* The articles of a folder as a list. Signal: ::chosen (string path, relative to the folder). */
GtkWidget *postil_folder_page_new (PostilFolder *folder);

G_END_DECLS
