/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/postil-change.h"
#include "model/postil-codebook.h"
#include "model/postil-layer.h"

G_BEGIN_DECLS

/* In which order a class is shown what is marked: passage by passage as they are read, or code by
 * code as the codebook has them. Step 0 is the bare article. Of the layer only annotations that
 * have a place are taken, with ids of their own, and no links: a person may have given any.
 * Immutable, main thread. */
typedef struct _PostilReveal PostilReveal;

typedef enum
{
  POSTIL_REVEAL_BY_PASSAGE,
  POSTIL_REVEAL_BY_CODE
} PostilRevealOrder;

PostilReveal     *postil_reveal_new             (PostilText        *text,
                                                 PostilCodebook    *codebook,
                                                 PostilLayer       *layer,
                                                 PostilRevealOrder  order) G_GNUC_WARN_UNUSED_RESULT;
void              postil_reveal_free            (PostilReveal      *self);
guint             postil_reveal_get_n_steps     (PostilReveal      *self);
guint             postil_reveal_get_n_passages  (PostilReveal      *self);
/* The first passage that @step (from 1) shows, and how many it does. */
PostilAnnotation *postil_reveal_get_first       (PostilReveal      *self,
                                                 guint              step,
                                                 guint             *n);
/* How many passages of the code are shown after @step. */
guint             postil_reveal_count           (PostilReveal      *self,
                                                 guint              step,
                                                 const char        *code);
/* What makes the layer after step @from the one after step @to. */
PostilChange     *postil_reveal_dup_change      (PostilReveal      *self,
                                                 guint              from,
                                                 guint              to) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilReveal, postil_reveal_free)

G_END_DECLS
