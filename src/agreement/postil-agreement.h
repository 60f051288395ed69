/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "agreement/postil-measure.h"

G_BEGIN_DECLS

/* The agreement of a set of coded articles: measures, with intervals, and the same by code,
 * by pair and by article. */
typedef struct
{
  const PostilMeasure *measure;
  const char          *attribute;  /* of the measure "attribute"; else NULL */
  PostilMeasureValue   value;
  gboolean             has_interval;
  double               low;        /* 95 %, percentile bootstrap over articles */
  double               high;
} PostilAgreementValue;

typedef struct
{
  char   *code;      /* or NULL */
  char   *article;   /* or NULL */
  guint   coders[2]; /* of a pair */
  GArray *values;    /* (element-type PostilAgreementValue) */
} PostilAgreementGroup;

typedef struct
{
  const char *const *measures;     /* names; NULL for those that are fast */
  const char *const *attributes;   /* names; NULL for none */
  gboolean           by_code;
  gboolean           by_article;
  guint              n_bootstrap;  /* 0 for no intervals */
  guint32            seed;
  double             overlap;      /* of f1-overlap; 0.5 is usual */
  gboolean           flatten;
  PostilSampler      sampler;      /* of γ */
  PostilMetric       metric;       /* of attribute */
  double             precision;    /* of γ's expected disorder; 0 for the usual 0.02 */
} PostilAgreementOptions;

typedef struct
{
  GArray     *values;     /* (element-type PostilAgreementValue) over all articles */
  GPtrArray  *by_code;    /* (element-type PostilAgreementGroup) */
  GPtrArray  *by_article;
  GPtrArray  *by_pair;    /* with three coders or more */
  GPtrArray  *names;      /* what the values' attributes point to */
} PostilAgreement;

/* For a thread. UNKNOWN for a measure that does not exist; NULL with G_IO_ERROR_CANCELLED. */
PostilAgreement *postil_agreement_compute (PostilCoded                  *coded,
                                           const PostilAgreementOptions *options,
                                           GCancellable                 *cancellable,
                                           GError                      **error) G_GNUC_WARN_UNUSED_RESULT;
void             postil_agreement_free    (PostilAgreement              *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilAgreement, postil_agreement_free)

G_END_DECLS
