/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/postil-change.h"

G_BEGIN_DECLS

/* What was done to a layer, and how far of it stands: the undo list. Owned by a
 * PostilDocument; storage rebuilds it from the journal. */
typedef struct _PostilHistory PostilHistory;

PostilHistory *postil_history_new          (void) G_GNUC_WARN_UNUSED_RESULT;
void           postil_history_free         (PostilHistory *self);
/* Drops what could be redone, then appends. Takes its own reference. */
void           postil_history_push         (PostilHistory *self, PostilChange *change);
guint          postil_history_get_n_changes (PostilHistory *self);
/* How many of them stand (the rest can be redone). */
guint          postil_history_get_position (PostilHistory *self);
PostilChange  *postil_history_get_change   (PostilHistory *self, guint index);
/* The one that undo would invert / redo would apply, or NULL. Borrowed. */
PostilChange  *postil_history_peek_undo    (PostilHistory *self);
PostilChange  *postil_history_peek_redo    (PostilHistory *self);
void           postil_history_step_back    (PostilHistory *self);
void           postil_history_step_forward (PostilHistory *self);
/* Drops the oldest that stand, then the last of what could be redone, until at most
 * @n_changes are left. */
void           postil_history_trim         (PostilHistory *self, guint n_changes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilHistory, postil_history_free)

G_END_DECLS
