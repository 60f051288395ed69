/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A result of looking for an annotation as a GObject. Immutable; it keeps all the results
 * that it is one of. Main thread. */

#include "config.h"

#include "app/panes/postil-moved-item.h"

struct _PostilMovedItem
{
  GObject                     parent_instance;

  GPtrArray                  *results;
  const PostilReanchorResult *result;
};

G_DEFINE_FINAL_TYPE (PostilMovedItem, postil_moved_item, G_TYPE_OBJECT)

static void
postil_moved_item_finalize (GObject *object)
{
  g_clear_pointer (&POSTIL_MOVED_ITEM (object)->results, g_ptr_array_unref);

  G_OBJECT_CLASS (postil_moved_item_parent_class)->finalize (object);
}

static void
postil_moved_item_class_init (PostilMovedItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = postil_moved_item_finalize;
}

static void
postil_moved_item_init (PostilMovedItem *self)
{
}

PostilMovedItem *
postil_moved_item_new (GPtrArray                  *results,
                       const PostilReanchorResult *result)
{
  PostilMovedItem *self = NULL;

  g_return_val_if_fail (results != NULL, NULL);
  g_return_val_if_fail (result != NULL, NULL);

  self = g_object_new (POSTIL_TYPE_MOVED_ITEM, NULL);
  self->results = g_ptr_array_ref (results);
  self->result = result;

  return self;
}

const PostilReanchorResult *
postil_moved_item_get_result (PostilMovedItem *self)
{
  g_return_val_if_fail (POSTIL_IS_MOVED_ITEM (self), NULL);

  return self->result;
}

const char *
postil_moved_item_get_id (PostilMovedItem *self)
{
  g_return_val_if_fail (POSTIL_IS_MOVED_ITEM (self), NULL);

  return postil_annotation_get_id (self->result->annotation);
}
