/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "base/postil-report.h"
#include "model/postil-layer.h"
#include "model/postil-time.h"

G_BEGIN_DECLS

/* Three-way merge of one coder's layers of one article, by annotation id. @base may be NULL
 * (then: union). A field that only one side changed is that side's; changed by both: the
 * newer `modified` wins; equal times: the greater by its fields' text wins and the other is
 * reported ("conflict"). A deletion against an edit keeps the edit. Links likewise. The
 * result is the same whichever side is named first (ids of page and collection are the
 * base's, else ours). Each thing taken from @theirs is reported with kind "merged". */
PostilLayer *postil_merge_layers (PostilLayer  *base,
                                  PostilLayer  *ours,
                                  PostilLayer  *theirs,
                                  PostilReport *report) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
