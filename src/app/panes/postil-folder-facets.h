/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "app/panes/postil-folder-model.h"

G_BEGIN_DECLS

/* What occurs in a folder to filter by: for each field of what is known that any article has, a
 * submenu of its values, the most frequent first. An item activates @action with the text for the
 * filter that @text becomes by it (see postil_folder_query_dup_with()). */
GMenuModel *postil_folder_facets_new_menu (PostilFolderModel *model,
                                           const char        *action,
                                           const char        *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
