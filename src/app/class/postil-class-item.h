/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define POSTIL_TYPE_CLASS_ITEM (postil_class_item_get_type ())
G_DECLARE_FINAL_TYPE (PostilClassItem, postil_class_item, POSTIL, CLASS_ITEM, GObject)

/* A number in a list: of a student, a passage, or an item of a score. */
PostilClassItem *postil_class_item_new       (guint            index) G_GNUC_WARN_UNUSED_RESULT;
guint            postil_class_item_get_index (PostilClassItem *self);

G_END_DECLS
