/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "agreement/postil-coded.h"

G_BEGIN_DECLS

/* A measure of agreement: what it counts in one article (numbers that may be added up over
 * articles), and its value out of the sums. So the corpus value is that of the articles
 * joined end to end, and a bootstrap over articles only adds up again. */

/* Where γ's chance comes from: the coders' units moved along (Mathet et al. 2015), or units drawn
 * from the means and deviations of theirs, as pygamma-agreement and DKPro usually do. */
typedef enum
{
  POSTIL_SAMPLER_SHUFFLE,
  POSTIL_SAMPLER_STATISTICAL
} PostilSampler;

/* How far apart two values of an attribute are: equal or not; by rank; as numbers. */
typedef enum
{
  POSTIL_METRIC_NOMINAL,
  POSTIL_METRIC_ORDINAL,
  POSTIL_METRIC_INTERVAL
} PostilMetric;

#define POSTIL_MEASURE_ALL_CODERS G_MAXUINT

typedef struct
{
  PostilCoded *coded;
  guint        code;      /* one code's index, or G_MAXUINT for all of them */
  guint        coders[2]; /* the pair, or POSTIL_MEASURE_ALL_CODERS */
  double       overlap;   /* f1-overlap: the least intersection over union */
  gboolean     flatten;   /* uα: runs of equal sets of codes instead of units */
  const char  *attribute; /* attribute: its name */
  PostilMetric metric;    /* attribute */
  GHashTable  *values;    /* attribute: value → index + 1, of all passages */
  double       precision; /* γ: of the expected disorder, relative, with 95 % confidence */
  guint32      seed;      /* γ: of the samples */
  PostilSampler sampler;  /* γ */
  GCancellable *cancellable; /* or NULL; what is counted after it is of no use */
  gpointer     prepared;  /* what the measure's prepare() returned */
} PostilMeasureTask;

typedef struct
{
  gboolean    is_defined;
  double      value;
  const char *reason;      /* why it is not defined; a static string, translated by the caller */
  double      n;           /* units */
  double      coverage;    /* or -1 where it does not apply */
  double      second;      /* border: the mean distance in characters; percent: the base rate; else -1 */
} PostilMeasureValue;

typedef struct
{
  const char *name;       /* "ualpha" */
  const char *title;
  const char *question;   /* in plain words */
  const char *citation;
  gboolean    is_pairwise; /* of two coders; with more, the mean over pairs */
  gboolean    per_code_only;

  /* How many numbers it counts. */
  gsize (*get_size) (const PostilMeasureTask *task);
  void  (*count)    (const PostilMeasureTask *task, const PostilCodedArticle *article, double *sums);
  void  (*evaluate) (const PostilMeasureTask *task, const double *sums, PostilMeasureValue *value);

  gboolean is_slow;   /* computed only where it is asked for by name */
  /* Or NULL: what all articles together say first; freed by discard. */
  gpointer       (*prepare) (const PostilMeasureTask *task);
  GDestroyNotify   discard;

  gboolean has_pairs; /* of all coders, and of each pair, too */
} PostilMeasure;

const PostilMeasure *const *postil_measure_list   (guint *n_measures);
const PostilMeasure        *postil_measure_lookup (const char *name);

extern const PostilMeasure postil_measure_ualpha;
extern const PostilMeasure postil_measure_ualpha_binary;
extern const PostilMeasure postil_measure_cualpha;
extern const PostilMeasure postil_measure_kualpha;
extern const PostilMeasure postil_measure_alpha_u;
extern const PostilMeasure postil_measure_gamma;
extern const PostilMeasure postil_measure_gamma_cat;
extern const PostilMeasure postil_measure_kappa;
extern const PostilMeasure postil_measure_fleiss;
extern const PostilMeasure postil_measure_alpha;
extern const PostilMeasure postil_measure_ac1;
extern const PostilMeasure postil_measure_percent;
extern const PostilMeasure postil_measure_f1;
extern const PostilMeasure postil_measure_f1_overlap;
extern const PostilMeasure postil_measure_border;
extern const PostilMeasure postil_measure_attribute;

G_END_DECLS
