/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "storage/postil-agreement-job.h"

G_BEGIN_DECLS

#define POSTIL_TYPE_AGREEMENT_ITEM (postil_agreement_item_get_type ())
G_DECLARE_FINAL_TYPE (PostilAgreementItem, postil_agreement_item, POSTIL, AGREEMENT_ITEM, GObject)

/* A number of agreement in a list, and which passages are behind it. */
typedef struct
{
  const char                 *section;  /* a heading above it, translated; or NULL */
  const PostilAgreementValue *value;    /* lives as long as the result */
  const char                 *of;       /* a code's label, an article, two coders; or NULL */
  const char                 *warning;  /* translated; or NULL */
  guint                       code;     /* indexes of the result, G_MAXUINT for all */
  guint                       article;
  guint                       coders[2];
} PostilAgreementNumber;

PostilAgreementItem         *postil_agreement_item_new        (const PostilAgreementNumber  *number) G_GNUC_WARN_UNUSED_RESULT;
const PostilAgreementNumber *postil_agreement_item_get_number (PostilAgreementItem          *self);
char                        *postil_agreement_item_dup_title  (PostilAgreementItem          *self) G_GNUC_WARN_UNUSED_RESULT;
/* "0.61", or "–". */
char                        *postil_agreement_item_dup_value  (PostilAgreementItem          *self) G_GNUC_WARN_UNUSED_RESULT;
/* "0.52 to 0.70", or why there is no value, or NULL. */
char                        *postil_agreement_item_dup_detail (PostilAgreementItem          *self) G_GNUC_WARN_UNUSED_RESULT;
/* What the measure asks, and what is to be known beside its value; or NULL. */
char                        *postil_agreement_item_dup_question (PostilAgreementItem        *self) G_GNUC_WARN_UNUSED_RESULT;
/* Whether the passage is one that makes the number less than 1. */
gboolean                     postil_agreement_item_is_behind  (PostilAgreementItem          *self,
                                                               const PostilAgreementPassage *passage);

G_END_DECLS
