/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "base/postil-report.h"
#include "exchange/postil-format.h"

G_BEGIN_DECLS

/* An export in another thread, for the app: first without an output, to show what the format
 * would lose, then with one. */
typedef struct
{
  const char         *root;    /* a folder, or one article */
  const PostilFormat *format;
  const char *const  *coders;  /* NULL for all */
  const char *const  *codes;   /* NULL for all */
  const char         *output;  /* the file or folder to write; NULL to look only */
  gboolean            excel;
} PostilExportRequest;

typedef struct
{
  guint         n_articles;
  guint         n_sidecars;
  guint         n_annotations;
  char        **coders;   /* all whose sidecars are there, by name */
  PostilReport *losses;
  PostilReport *problems; /* what could not be read */
} PostilExportResult;

/* Copies @request. */
void                postil_export_job_run_async  (const PostilExportRequest *request,
                                                  GCancellable              *cancellable,
                                                  GAsyncReadyCallback        callback,
                                                  gpointer                   user_data);
PostilExportResult *postil_export_job_run_finish (GAsyncResult              *result,
                                                  GError                   **error) G_GNUC_WARN_UNUSED_RESULT;
void                postil_export_result_free    (PostilExportResult        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilExportResult, postil_export_result_free)

G_END_DECLS
