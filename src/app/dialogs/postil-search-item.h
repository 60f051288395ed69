/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "storage/postil-folder-search.h"

G_BEGIN_DECLS

#define POSTIL_TYPE_SEARCH_ITEM (postil_search_item_get_type ())
G_DECLARE_FINAL_TYPE (PostilSearchItem, postil_search_item, POSTIL, SEARCH_ITEM, GObject)

/* A place that was found, in a list. Takes @hit. */
PostilSearchItem      *postil_search_item_new       (PostilSearchHit  *hit) G_GNUC_WARN_UNUSED_RESULT;
const PostilSearchHit *postil_search_item_get_hit   (PostilSearchItem *self);
/* All of @items with a line of columns first, as any spreadsheet takes it. */
GString               *postil_search_items_to_table (GListModel       *items,
                                                     char              separator) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
