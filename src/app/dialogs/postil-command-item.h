/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define POSTIL_TYPE_COMMAND_ITEM (postil_command_item_get_type ())
G_DECLARE_FINAL_TYPE (PostilCommandItem, postil_command_item, POSTIL, COMMAND_ITEM, GObject)

/* Something that the command palette offers: an action with its target, in words. Immutable. */
/* @detail: what kind of thing it is, or where; @keys: its keys as they are shown; both may be
 * empty. @target is consumed where it is floating; NULL for none. */
PostilCommandItem *postil_command_item_new         (const char        *title,
                                                    const char        *detail,
                                                    const char        *keys,
                                                    const char        *action_name,
                                                    GVariant          *target) G_GNUC_WARN_UNUSED_RESULT;
const char        *postil_command_item_get_title   (PostilCommandItem *self);
const char        *postil_command_item_get_detail  (PostilCommandItem *self);
const char        *postil_command_item_get_keys    (PostilCommandItem *self);
const char        *postil_command_item_get_action  (PostilCommandItem *self);
/* Or NULL. */
GVariant          *postil_command_item_get_target  (PostilCommandItem *self);

/* Without case and marks: "Café" → "cafe". */
char              *postil_command_item_dup_folded  (const char        *text) G_GNUC_WARN_UNUSED_RESULT;
/* How well it fits words that were folded: 0 for not at all, else the greater the better. All
 * words must be in it; what begins with them comes first. */
guint              postil_command_item_score       (PostilCommandItem  *self,
                                                    const char *const *folded_words);

G_END_DECLS
