/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "agreement/postil-agreement.h"
#include "agreement/postil-comparison.h"
#include "base/postil-report.h"
#include "model/postil-codebook.h"

G_BEGIN_DECLS

/* Agreement over a folder or one article, measured in a thread: the numbers, and the passages
 * that they come from. */
typedef struct
{
  char       *path;          /* a folder, or an article */
  char      **coders;        /* NULL: only who there is is wanted */
  char      **codes;         /* or NULL for all */
  PostilUnit  unit;
  gboolean    includes_unfinished;
  gboolean    with_gamma;
  guint       n_bootstrap;
  guint32     seed;
} PostilAgreementRequest;

/* A row of an article's comparison. */
typedef struct
{
  guint             article;  /* index of the coded articles */
  PostilSpan        span;
  PostilDifference  kind;
  guint            *codes;    /* one a coder: an index of the coded codes; G_MAXUINT for not marked */
  char             *excerpt;
} PostilAgreementPassage;

typedef struct
{
  PostilCoded           *coded;
  PostilAgreement       *agreement;
  PostilAgreementOptions options;
  GPtrArray             *left_out;   /* (element-type utf8) */
  GPtrArray             *attributes; /* (element-type utf8), NULL-terminated: what the options point to */
  GPtrArray             *passages;   /* (element-type PostilAgreementPassage) by article and place */
  GPtrArray             *all_coders; /* (element-type utf8) with a layer anywhere, by name */
  GPtrArray             *all_codes;  /* (element-type utf8) used by any of the coders */
  PostilReport          *problems;
  PostilCodebook        *codebook;
} PostilAgreementResult;

void                   postil_agreement_result_free    (PostilAgreementResult        *self);
/* One for each article pair of codes of two coders: how many passages; the last row and column
 * are for what the other did not mark. (n + 1)² numbers. */
guint                 *postil_agreement_result_confuse (PostilAgreementResult        *self,
                                                        guint                         first,
                                                        guint                         second) G_GNUC_WARN_UNUSED_RESULT;
char                  *postil_agreement_result_dup_csv (PostilAgreementResult        *self) G_GNUC_WARN_UNUSED_RESULT;

/* Thousandths, to be read at any time. */
typedef struct _PostilAgreementJob PostilAgreementJob;

/* @request is copied. The job is freed once it is done and its callback has returned. */
PostilAgreementJob    *postil_agreement_job_start      (const PostilAgreementRequest *request,
                                                        GCancellable                 *cancellable,
                                                        GAsyncReadyCallback           callback,
                                                        gpointer                      user_data);
double                 postil_agreement_job_get_progress (PostilAgreementJob         *self);
PostilAgreementResult *postil_agreement_job_finish     (GAsyncResult                 *result,
                                                        GError                      **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilAgreementResult, postil_agreement_result_free)

G_END_DECLS
