/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "storage/postil-documents.h"

G_BEGIN_DECLS

/* Documents become articles in another thread, for the app. */
typedef struct _PostilDocumentsJob PostilDocumentsJob;

typedef struct
{
  GPtrArray    *articles; /* (element-type GFile) that stand there now, in the documents' order */
  PostilReport *losses;
  PostilReport *errors;   /* which could not be read, and why */
  gboolean      was_cancelled;
} PostilDocumentsResult;

/* In the main thread. */
typedef void (*PostilDocumentsProgressFunc) (guint done, guint total, const char *name, gpointer user_data);

PostilDocumentsJob    *postil_documents_job_new       (PostilDocumentsFlags  flags,
                                                       const char           *charset) G_GNUC_WARN_UNUSED_RESULT;
void                   postil_documents_job_free      (PostilDocumentsJob   *self);
/* What is known of them by their names, and by a table; each as storage/postil-documents.h has
 * it. FALSE with an error for a pattern that is none; the table is read when the job runs. */
gboolean               postil_documents_job_set_pattern (PostilDocumentsJob  *self,
                                                       const char           *pattern,
                                                       GError              **error);
void                   postil_documents_job_set_table (PostilDocumentsJob   *self,
                                                       GFile                *table);
/* @folder: NULL for the one that the document is in. */
void                   postil_documents_job_add_file  (PostilDocumentsJob   *self,
                                                       GFile                *file,
                                                       GFile                *folder);
/* One that is in no file, such as the clipboard's. */
void                   postil_documents_job_add_bytes (PostilDocumentsJob   *self,
                                                       const char           *name,
                                                       GBytes               *bytes,
                                                       GFile                *folder);
/* Takes @self. What was written before it was cancelled stays, and is in the result. */
void                   postil_documents_job_run_async (PostilDocumentsJob   *self,
                                                       PostilDocumentsProgressFunc progress,
                                                       gpointer              progress_data,
                                                       GDestroyNotify        progress_destroy,
                                                       GCancellable         *cancellable,
                                                       GAsyncReadyCallback   callback,
                                                       gpointer              user_data);
PostilDocumentsResult *postil_documents_job_run_finish (GAsyncResult        *result,
                                                       GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void                   postil_documents_result_free   (PostilDocumentsResult *self);

/* Where a person keeps documents; NULL where that is not known. */
GFile                 *postil_documents_dup_default_folder (void) G_GNUC_WARN_UNUSED_RESULT;

/* What a document would become, for a look before it is imported. @file or @bytes. */
void                   postil_documents_preview_async (GFile                *file,
                                                       const char           *name,
                                                       GBytes               *bytes,
                                                       PostilDocumentsFlags  flags,
                                                       const char           *charset,
                                                       GCancellable         *cancellable,
                                                       GAsyncReadyCallback   callback,
                                                       gpointer              user_data);
/* As postil_documents_read() has it; the record's original format names the charset. */
GPtrArray             *postil_documents_preview_finish (GAsyncResult        *result,
                                                       GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilDocumentsJob, postil_documents_job_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilDocumentsResult, postil_documents_result_free)

G_END_DECLS
