/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "exchange/postil-article-list.h"

G_BEGIN_DECLS

/* What a person knows of documents that do not say it themselves: a table of them, and what
 * their file names are made of. Pure. */
typedef struct _PostilMetadataTable PostilMetadataTable;

/* A table (comma, semicolon or tab) whose first line names the columns: file, title, author,
 * date, publisher, language, url. Rows that cannot be read are in @errors, the rest is taken. */
PostilMetadataTable *postil_metadata_table_read  (GBytes              *bytes,
                                                  const char          *name,
                                                  PostilReport        *errors,
                                                  GError             **error) G_GNUC_WARN_UNUSED_RESULT;
void                 postil_metadata_table_free  (PostilMetadataTable *self);
/* @path: of the document as it came; its row names the path, the file, or the file without
 * its extension. Sets what the row holds. FALSE where there is no row. */
gboolean             postil_metadata_table_apply (PostilMetadataTable *self,
                                                  const char          *path,
                                                  PostilArticleRecord *record);
/* A line for each row that no document was looked up for. */
void                 postil_metadata_table_report_unused (PostilMetadataTable *self,
                                                  PostilReport        *losses);

/* "{date}_{publisher}_{title}"; {} stands for what is left out. */
typedef struct _PostilMetadataPattern PostilMetadataPattern;

PostilMetadataPattern *postil_metadata_pattern_new  (const char            *pattern,
                                                     GError               **error) G_GNUC_WARN_UNUSED_RESULT;
void                   postil_metadata_pattern_free (PostilMetadataPattern *self);
/* FALSE, and nothing is set, where the file's name is not made like that. */
gboolean               postil_metadata_pattern_apply (PostilMetadataPattern *self,
                                                     const char            *path,
                                                     PostilArticleRecord   *record);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilMetadataTable, postil_metadata_table_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilMetadataPattern, postil_metadata_pattern_free)

G_END_DECLS
