/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "base/postil-report.h"
#include "exchange/postil-article-list.h"
#include "exchange/postil-format.h"

G_BEGIN_DECLS

/* Puts what an import brings into a folder: articles as canonical text, layers as sidecars,
 * a codebook where the folder has none. Nothing that stands there is overwritten: an article
 * of the same name and another text gets "-2", a sidecar of the same coder is merged with. */
typedef struct _PostilImporter PostilImporter;

typedef struct
{
  guint n_articles;    /* that came, or that annotations came for */
  guint n_sidecars;    /* made or merged with */
  guint n_annotations; /* that came */
} PostilImportCounts;

/* The folder is made where it is missing. @losses, @errors: as in PostilImportOptions. */
PostilImporter     *postil_importer_new          (const char         *folder,
                                                  PostilReport       *losses,
                                                  PostilReport       *errors,
                                                  GCancellable       *cancellable,
                                                  GError            **error) G_GNUC_WARN_UNUSED_RESULT;
void                postil_importer_free         (PostilImporter     *self);
/* The codebook of the folder, or NULL where it has none. Borrowed. */
PostilCodebook     *postil_importer_get_codebook (PostilImporter     *self);
PostilImportCounts  postil_importer_get_counts   (PostilImporter     *self);
/* @path: as it came, relative with '/'. What goes wrong is in the errors; FALSE then. */
gboolean            postil_importer_add_text     (PostilImporter     *self,
                                                  const char         *path,
                                                  PostilText         *text);
/* Where the article that came as @path stands: relative to the folder; NULL where it does not.
 * Borrowed. */
const char         *postil_importer_get_target   (PostilImporter     *self,
                                                  const char         *path);
/* The same for a document. @found (what it says of itself) fills gaps in articles.json,
 * @given (what a person said of it) stands above; either may be NULL. @original: its bytes,
 * to be kept beside the article, or NULL. */
gboolean            postil_importer_add_document (PostilImporter     *self,
                                                  const char         *path,
                                                  PostilText         *text,
                                                  const PostilArticleRecord *found,
                                                  const PostilArticleRecord *given,
                                                  GBytes             *original);
/* To be called at the end: what was taken stands in the folder when this returns, and what is
 * known of the articles in articles.json. What goes wrong is in the errors; FALSE then. */
gboolean            postil_importer_finish       (PostilImporter     *self);
gboolean            postil_importer_add_codebook (PostilImporter     *self,
                                                  const char         *path,
                                                  GBytes             *bytes);
/* The shapes of a PostilFindArticleFunc, a PostilImportedFunc and so on, the importer being the data. */
PostilText         *postil_importer_find_article (const char         *path,
                                                  gpointer            importer) G_GNUC_WARN_UNUSED_RESULT;
gboolean            postil_importer_take         (PostilSetArticle   *article,
                                                  gpointer            importer,
                                                  GError            **error);

void                postil_importer_take_codebook (const char       *path,
                                                  PostilCodebook     *codebook,
                                                  gpointer            importer);

void                postil_importer_take_record   (const char         *path,
                                                  const PostilArticleRecord *record,
                                                  gpointer            importer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilImporter, postil_importer_free)

G_END_DECLS
