/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/postil-codebook.h"

G_BEGIN_DECLS

/* What one coder has done in one article, in numbers: for lists of many articles. Immutable,
 * reference counted (atomically). */
typedef struct _PostilSummary PostilSummary;

typedef enum
{
  POSTIL_ARTICLE_UNTOUCHED,   /* nothing is marked, and it is not said to be done */
  POSTIL_ARTICLE_IN_PROGRESS,
  POSTIL_ARTICLE_DONE
} PostilArticleState;

typedef struct
{
  const char *code;
  guint       n;
} PostilSummaryCount;

typedef struct
{
  gboolean is_done;
  guint    n_unsure;
  guint    n_orphans;
  guint    n_moved;
  gint64   modified;  /* the last change, in seconds since 1970; 0 where it is not known */
} PostilSummaryInit;

#define POSTIL_STATUS_DONE "done"
#define POSTIL_STATUS_IN_PROGRESS "in progress"

/* Copies everything; @counts in any order, each code once. */
PostilSummary         *postil_summary_new          (const PostilSummaryInit *init,
                                                    const PostilSummaryCount   *counts,
                                                    guint                    n_counts) G_GNUC_WARN_UNUSED_RESULT;
PostilSummary         *postil_summary_ref          (PostilSummary           *self);
void                   postil_summary_unref        (PostilSummary           *self);
gboolean               postil_summary_equal        (PostilSummary           *a,
                                                    PostilSummary           *b);
const PostilSummaryInit *postil_summary_get        (PostilSummary           *self);
/* @self may be NULL: nothing was done. */
PostilArticleState     postil_summary_get_state    (PostilSummary           *self);
guint                  postil_summary_get_n_annotations (PostilSummary      *self);
/* By the code's id. Borrowed. */
const PostilSummaryCount *postil_summary_get_counts   (PostilSummary           *self,
                                                    guint                   *n_counts);
guint                  postil_summary_count_code   (PostilSummary           *self,
                                                    const char              *code);
/* How many annotations bear a code that @codebook lacks. */
guint                  postil_summary_count_unknown (PostilSummary          *self,
                                                    PostilCodebook          *codebook);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilSummary, postil_summary_unref)

G_END_DECLS
