/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/postil-document.h"
#include "model/postil-reanchor.h"

G_BEGIN_DECLS

/* What a person decides about annotations whose text was changed, one by one or all at once,
 * as changes to be given to postil_document_apply(). Pure. Each is NULL where there is nothing
 * to be done. */

/* Whether its place is known: its quote stands where it says. */
gboolean      postil_settle_is_placed    (PostilAnnotation           *annotation,
                                          PostilText                 *text);
/* Whether it waits for a person: its quote does not stand at its place, or it was moved and
 * nobody has said that it is right, or it has no place. */
gboolean      postil_settle_is_open      (PostilAnnotation           *annotation,
                                          PostilText                 *text);
/* Where @result proposes; or, where it was moved there already, that it is right. A person
 * has looked at it: it is firm. */
PostilChange *postil_settle_accept       (PostilDocument             *document,
                                          const PostilReanchorResult *result) G_GNUC_WARN_UNUSED_RESULT;
/* All that were found to the letter, in one step; nobody has looked at each: they are marked as
 * moved. */
PostilChange *postil_settle_accept_exact (PostilDocument             *document,
                                          GPtrArray                  *results) G_GNUC_WARN_UNUSED_RESULT;
/* One piece, where the person says. RANGE, SELF_OVERLAP. */
PostilChange *postil_settle_place        (PostilDocument             *document,
                                          PostilAnnotation           *annotation,
                                          PostilSpan                  span,
                                          GError                    **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
