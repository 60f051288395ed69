/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/postil-document.h"

G_BEGIN_DECLS

/* What several coders disagreed about, decided: a change of the layer of the coder "consensus",
 * whose annotations say in two attributes who decided and whose passage it was. When it was
 * decided is when the annotation was modified. */

#define POSTIL_CONSENSUS "consensus"
#define POSTIL_DECISION_DECIDED_BY "decided-by"
#define POSTIL_DECISION_FROM "from" /* names of coders, with a space between them */

/* One of the passages that are accepted. */
typedef struct
{
  PostilAnnotation *passage;
  const char       *coder;
} PostilDecisionChoice;

/* Whether an attribute is about the decision, not about the text. */
gboolean      postil_decision_is_attribute (const char                 *name);
/* The choices come into @consensus in place of @replaced (element-type PostilAnnotation): one
 * passage a code, with all that was marked of it; what is said of it is the first one's, and
 * what only others say. What was turned down before (@rejected) is not any more. NULL without an
 * error where that is how it is already; SELF_OVERLAP where another passage of the same code is in the way. */
PostilChange *postil_decision_take         (PostilDocument             *consensus,
                                            const PostilDecisionChoice *choices,
                                            guint                       n_choices,
                                            GPtrArray                  *replaced,
                                            GPtrArray                  *rejected,
                                            const char                 *decided_by,
                                            GError                    **error) G_GNUC_WARN_UNUSED_RESULT;
/* The choices, which are all that was marked there, are turned down in place of @replaced and
 * @rejected (element-type PostilAnnotation), what the consensus says of them so far. NULL where that is
 * how it is already. */
PostilChange *postil_decision_turn_down    (PostilDocument             *consensus,
                                            const PostilDecisionChoice *choices,
                                            guint                       n_choices,
                                            GPtrArray                  *replaced,
                                            GPtrArray                  *rejected,
                                            const char                 *decided_by) G_GNUC_WARN_UNUSED_RESULT;
/* Adds what @more does to @change: several decisions as one step. */
void          postil_decision_join         (PostilChange               *change,
                                            PostilChange               *more);

G_END_DECLS
