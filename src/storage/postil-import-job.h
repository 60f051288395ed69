/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "storage/postil-importer.h"

G_BEGIN_DECLS

/* The import of an annotated set in another thread, for the app: first a look, which writes
 * nothing and says what would come in, then in earnest. */
typedef struct
{
  const char         *folder;  /* to import into */
  const char *const  *paths;   /* the files and folders that were chosen */
  const PostilFormat *format;  /* NULL to recognise it */
  const char         *coder;   /* whose it is, where the format does not say */
  gboolean            writes;
  GHashTable         *codes;   /* foreign code → one of the codebook; others stay; or NULL */
  gboolean            adopts;  /* codes that the codebook lacks are added to it */
} PostilImportRequest;

typedef struct
{
  char     *id;
  guint     n_annotations;
  gboolean  is_known;     /* the folder's codebook has it, or would have it */
} PostilImportCode;

typedef struct
{
  const PostilFormat *format;
  char               *dialect;       /* or NULL */
  guint               n_articles;
  guint               n_annotations;
  guint               n_adopted;     /* codes */
  GPtrArray          *codes;         /* (element-type PostilImportCode) by id, as the set has them */
  GPtrArray          *passages;      /* (element-type utf8) the first ones, a line each */
  PostilCodebook     *codebook;      /* what is in force, or would be */
  PostilReport       *losses;
  PostilReport       *errors;
} PostilImportResult;

/* Copies @request. */
void                postil_import_job_run_async  (const PostilImportRequest *request,
                                                  GCancellable              *cancellable,
                                                  GAsyncReadyCallback        callback,
                                                  gpointer                   user_data);
PostilImportResult *postil_import_job_run_finish (GAsyncResult              *result,
                                                  GError                   **error) G_GNUC_WARN_UNUSED_RESULT;
void                postil_import_result_free    (PostilImportResult        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilImportResult, postil_import_result_free)

G_END_DECLS
