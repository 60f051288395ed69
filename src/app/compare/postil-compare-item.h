/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "agreement/postil-comparison.h"

G_BEGIN_DECLS

#define POSTIL_TYPE_COMPARE_ITEM (postil_compare_item_get_type ())
G_DECLARE_FINAL_TYPE (PostilCompareItem, postil_compare_item, POSTIL, COMPARE_ITEM, GObject)

/* A row of a comparison as a GObject; the row is borrowed. Signal: ::changed, when it was
 * settled, or settled otherwise. */
PostilCompareItem         *postil_compare_item_new     (const PostilComparisonRow *row) G_GNUC_WARN_UNUSED_RESULT;
const PostilComparisonRow *postil_compare_item_get_row (PostilCompareItem         *self);
void                       postil_compare_item_changed (PostilCompareItem         *self);

G_END_DECLS
