/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "base/postil-report.h"
#include "model/postil-history.h"
#include "model/postil-layer.h"

G_BEGIN_DECLS

/* Before another version of @ours is merged without a base: takes out of @theirs what this person
 * deleted, as @history knows, and what nobody changed there since. Each such annotation is in
 * @report with kind "deleted". What was changed there, or linked to, stays: a deletion against an
 * edit keeps the edit. Returns how many annotations and links were taken out. */
guint postil_merge_drop_deleted (PostilHistory *history,
                                 PostilLayer   *ours,
                                 PostilLayer   *theirs,
                                 PostilReport  *report);

G_END_DECLS
