/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "exchange/postil-metadata.h"
#include "storage/postil-importer.h"

G_BEGIN_DECLS

typedef enum
{
  POSTIL_DOCUMENTS_KEEP_ORIGINAL = 1 << 0, /* beside the article */
  POSTIL_DOCUMENTS_SPLIT = 1 << 1          /* one file of many articles becomes many */
} PostilDocumentsFlags;

/* All borrowed; strings and pointers may be NULL. */
typedef struct
{
  PostilDocumentsFlags   flags;
  const char            *charset; /* for texts and web pages; else each says its own */
  PostilMetadataTable   *table;
  PostilMetadataPattern *pattern;
  GCancellable          *cancellable;
  /* For files without bytes, in any thread. */
  GBytes              *(*load)  (const PostilImportFile *file, gpointer user_data, GError **error);
  /* Before each document, in the caller's thread. @name: as it came. */
  void                 (*progress) (guint done, guint total, const char *name, gpointer user_data);
  /* After each article: the path that postil_importer_get_target() knows it by. */
  void                 (*taken) (const char *path, gpointer user_data);
  gpointer               user_data;
} PostilDocumentsOptions;

/* One article of a document. */
typedef struct
{
  char                *path; /* of the document, with a number where it has many */
  PostilText          *text;
  PostilArticleRecord *record;
} PostilDocumentsPart;

void        postil_documents_part_free (PostilDocumentsPart *self);

/* The articles of one document (element-type PostilDocumentsPart), and what it says of each;
 * one, but for a file of many with POSTIL_DOCUMENTS_SPLIT. */
GPtrArray  *postil_documents_read (const PostilImportFile  *file,
                                   PostilDocumentsFlags     flags,
                                   const char              *charset,
                                   GError                 **error) G_GNUC_WARN_UNUSED_RESULT;

/* Documents become articles: read on all cores, written in their order, so that the same
 * documents give the same folder. One that cannot be read is in @errors, and the rest goes
 * on. FALSE where it was cancelled. */
gboolean postil_documents_import (PostilImporter               *importer,
                                  const PostilImportFile       *files,
                                  guint                         n_files,
                                  const PostilDocumentsOptions *options,
                                  PostilReport                 *losses,
                                  PostilReport                 *errors);

G_END_DECLS
