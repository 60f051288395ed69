/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "agreement/postil-coded.h"

G_BEGIN_DECLS

/* Which articles are measured: those that all of the coders have finished. Where nobody marks
 * articles as done the mark says nothing, and all that were begun by all count. Articles are
 * given one by one; what comes of them is known after the last. */
typedef struct
{
  PostilCoded *coded;
  GPtrArray   *attributes; /* (element-type utf8) that any of the coders gave; NULL-terminated after finish */
  GPtrArray   *left_out;   /* (element-type utf8) articles that not all have finished */
  GPtrArray   *measured;   /* (element-type PostilIntakeArticle) the others, as in @coded */

  /* Private. */
  GPtrArray   *waiting;
  gboolean     includes_unfinished;
  gboolean     marks_done;
} PostilCodedIntake;

typedef struct
{
  char       *path;
  PostilText *text;
  GPtrArray  *layers;      /* (element-type PostilLayer) one a coder, in their order */
  gboolean   *is_there;    /* a coder; whose layer was made up for want of one is not */
  gboolean    is_finished;
} PostilIntakeArticle;

/* Takes @coded over. */
PostilCodedIntake *postil_coded_intake_new    (PostilCoded       *coded,
                                               gboolean           includes_unfinished) G_GNUC_WARN_UNUSED_RESULT;
void               postil_coded_intake_free   (PostilCodedIntake *self);
/* @layers: (element-type PostilLayer) of any coders; whose each is, its info says. NULL, or
 * else the coder who marked another text, for whom it was left out. */
const char        *postil_coded_intake_add    (PostilCodedIntake *self,
                                               const char        *path,
                                               PostilText        *text,
                                               GPtrArray         *layers);
void               postil_coded_intake_finish (PostilCodedIntake *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilCodedIntake, postil_coded_intake_free)

G_END_DECLS
