/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "exchange/postil-row.h"

G_BEGIN_DECLS

/* One article while it is made out of rows; belongs to postil-row-set.c. */
typedef struct _PostilRowBuild PostilRowBuild;

/* What is given is borrowed, and outlives it. */
PostilRowBuild *postil_row_build_new       (PostilImportOptions *options,
                                            const char          *path,
                                            PostilText          *text) G_GNUC_WARN_UNUSED_RESULT;
void            postil_row_build_free      (PostilRowBuild      *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilRowBuild, postil_row_build_free)

void            postil_row_build_add       (PostilRowBuild      *build,
                                            PostilRow           *row);
/* The coder's layer, made where there was none yet. (transfer none) */
PostilLayer    *postil_row_build_get_layer (PostilRowBuild      *build,
                                            const char          *coder,
                                            const char          *coder_name);
/* Adds the layers to @layers in order of coder. Once, at the end. */
void            postil_row_build_finish    (PostilRowBuild      *build,
                                            GPtrArray           *layers);

G_END_DECLS
