/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "app/panes/postil-folder-model.h"

G_BEGIN_DECLS

/* Has the list follow the folder's plan and what is known of its articles, as long as it lives. */
void postil_folder_follow (PostilFolderModel *model,
                           gboolean           with_times);

G_END_DECLS
