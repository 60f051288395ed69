/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which coder codes which article, in which order. Not thread-safe. */
typedef struct _PostilPlan PostilPlan;

typedef struct
{
  const char *article;  /* relative to the folder, with '/' */
  const char *coder;
  gboolean    for_all;  /* every coder of the plan codes it */
} PostilPlanRow;

typedef struct
{
  const char *path;
  guint       n_chars;
} PostilPlanArticle;

PostilPlan          *postil_plan_new       (void) G_GNUC_WARN_UNUSED_RESULT;
void                 postil_plan_free      (PostilPlan              *self);
/* FALSE where the plan says so already. A coder's articles are in the order in which they come. */
gboolean             postil_plan_add       (PostilPlan              *self,
                                            const char              *article,
                                            const char              *coder,
                                            gboolean                 for_all);
guint                postil_plan_get_n     (PostilPlan              *self);
const PostilPlanRow *postil_plan_get       (PostilPlan              *self,
                                            guint                    index);
/* The coders, each once, in the order in which they come; NULL-terminated. */
char               **postil_plan_dup_coders (PostilPlan             *self) G_GNUC_WARN_UNUSED_RESULT;
/* @coder's articles: path → place, from 1; NULL where there are none. */
GHashTable          *postil_plan_dup_places (PostilPlan             *self,
                                            const char              *coder) G_GNUC_WARN_UNUSED_RESULT;

/* A share of the articles for all coders, the others for one each: at random, but short and
 * long ones alike in both, and no coder with an article more than another by more than one. The
 * same arguments give the same plan, in whatever order the articles come. @coders: each once. */
PostilPlan          *postil_plan_make      (const PostilPlanArticle *articles,
                                            guint                    n_articles,
                                            const char *const       *coders,
                                            double                   overlap,
                                            guint32                  seed) G_GNUC_WARN_UNUSED_RESULT;

/* A share of @articles once more, for a second pass under the name @coder: drawn among short
 * and long ones alike, and in an order of its own. How many. */
guint                postil_plan_add_pass  (PostilPlan              *self,
                                            const PostilPlanArticle *articles,
                                            guint                    n_articles,
                                            const char              *coder,
                                            double                   share,
                                            guint32                  seed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilPlan, postil_plan_free)

G_END_DECLS
