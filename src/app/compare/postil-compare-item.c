/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A row of a comparison for a list. It goes before the comparison does. Main thread. */

#include "config.h"

#include "app/compare/postil-compare-item.h"

struct _PostilCompareItem
{
  GObject                    parent_instance;

  const PostilComparisonRow *row;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PostilCompareItem, postil_compare_item, G_TYPE_OBJECT)

static guint signals[N_SIGNALS];

static void
postil_compare_item_class_init (PostilCompareItemClass *klass)
{
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
postil_compare_item_init (PostilCompareItem *self)
{
}

PostilCompareItem *
postil_compare_item_new (const PostilComparisonRow *row)
{
  PostilCompareItem *self = NULL;

  g_return_val_if_fail (row != NULL, NULL);

  self = g_object_new (POSTIL_TYPE_COMPARE_ITEM, NULL);
  self->row = row;

  return self;
}

const PostilComparisonRow *
postil_compare_item_get_row (PostilCompareItem *self)
{
  g_return_val_if_fail (POSTIL_IS_COMPARE_ITEM (self), NULL);

  return self->row;
}

void
postil_compare_item_changed (PostilCompareItem *self)
{
  g_return_if_fail (POSTIL_IS_COMPARE_ITEM (self));

  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}
