/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "app/panes/postil-folder-item.h"

G_BEGIN_DECLS

/* What is typed to filter articles: words that are in the name or in what is known of the
 * article, and conditions: author:smith publisher:"The Times" date:2026-01..2026-06 -sport.
 * All of them must hold. Whatever is typed means something: there are no errors. */
typedef struct _PostilFolderQuery PostilFolderQuery;

/* NULL where nothing is asked for. */
PostilFolderQuery *postil_folder_query_new       (const char        *text) G_GNUC_WARN_UNUSED_RESULT;
void               postil_folder_query_free      (PostilFolderQuery *self);
gboolean           postil_folder_query_matches   (PostilFolderQuery *self,
                                                  PostilFolderItem  *item);
/* @text with its conditions on @field replaced by one that holds for @value; NULL for none. */
char              *postil_folder_query_dup_with  (const char        *text,
                                                  PostilRecordField  field,
                                                  const char        *value) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilFolderQuery, postil_folder_query_free)

G_END_DECLS
