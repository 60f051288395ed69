/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "exchange/postil-format.h"

G_BEGIN_DECLS

/* Private to the format labelstudio: what its two files share. */
#define POSTIL_LABELSTUDIO_LABEL "label"
#define POSTIL_LABELSTUDIO_TEXT "text"

gboolean postil_labelstudio_import (const PostilImportFile *files,
                                    guint                   n_files,
                                    PostilImportOptions    *options,
                                    GError                **error);
int      postil_labelstudio_sniff  (const PostilImportFile *files,
                                    guint                   n_files);

G_END_DECLS
