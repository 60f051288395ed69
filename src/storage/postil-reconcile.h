/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "base/postil-report.h"
#include "model/postil-change.h"
#include "model/postil-layer.h"

G_BEGIN_DECLS

/* Bringing a layer and what happened to it elsewhere together, as changes. */

/* @change as far as it is not already so in @layer: what is there is skipped, what somebody
 * else edited meanwhile is merged field by field, what somebody else deleted comes back when
 * @change edits it. Applying it twice changes nothing. May be empty. */
PostilChange *postil_reconcile_change (PostilLayer  *layer,
                                       PostilChange *change,
                                       PostilReport *report) G_GNUC_WARN_UNUSED_RESULT;
/* What turns @from into @to; empty where they are equal. */
PostilChange *postil_reconcile_diff   (PostilLayer  *from,
                                       PostilLayer  *to) G_GNUC_WARN_UNUSED_RESULT;
/* The same, as a change of another kind than a merge. */
PostilChange *postil_reconcile_diff_as (PostilChangeKind kind,
                                       PostilLayer  *from,
                                       PostilLayer  *to) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
