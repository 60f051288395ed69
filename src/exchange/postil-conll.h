/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "exchange/postil-format.h"

G_BEGIN_DECLS

/* Private to the formats conll and conll-bioes: what their two files share. */
#define POSTIL_CONLL_DOCUMENT "-DOCSTART- -X- O O"

gboolean postil_conll_import (const PostilImportFile *files,
                              guint                   n_files,
                              PostilImportOptions    *options,
                              GError                **error);
int      postil_conll_sniff  (const PostilImportFile *files,
                              guint                   n_files);

G_END_DECLS
