/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What lists of the class view hold: which one it is, and nothing else. Main thread. */

#include "config.h"

#include "app/class/postil-class-item.h"

struct _PostilClassItem
{
  GObject parent_instance;

  guint   index;
};

G_DEFINE_FINAL_TYPE (PostilClassItem, postil_class_item, G_TYPE_OBJECT)

static void
postil_class_item_class_init (PostilClassItemClass *klass)
{
}

static void
postil_class_item_init (PostilClassItem *self)
{
}

PostilClassItem *
postil_class_item_new (guint index)
{
  PostilClassItem *self = g_object_new (POSTIL_TYPE_CLASS_ITEM, NULL);

  self->index = index;
  return self;
}

guint
postil_class_item_get_index (PostilClassItem *self)
{
  g_return_val_if_fail (POSTIL_IS_CLASS_ITEM (self), 0);

  return self->index;
}
