/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "model/postil-reanchor.h"

G_BEGIN_DECLS

#define POSTIL_TYPE_MOVED_ITEM (postil_moved_item_get_type ())
G_DECLARE_FINAL_TYPE (PostilMovedItem, postil_moved_item, POSTIL, MOVED_ITEM, GObject)

/* What was found of one annotation, in a list model. @result is owned by @results. */
PostilMovedItem            *postil_moved_item_new        (GPtrArray                  *results,
                                                          const PostilReanchorResult *result) G_GNUC_WARN_UNUSED_RESULT;
const PostilReanchorResult *postil_moved_item_get_result (PostilMovedItem            *self);
const char                 *postil_moved_item_get_id     (PostilMovedItem            *self);

G_END_DECLS
