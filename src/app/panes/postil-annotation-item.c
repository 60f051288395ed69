/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An annotation in a GObject, for list widgets. Immutable. Main thread. */

#include "config.h"

#include "app/panes/postil-annotation-item.h"

struct _PostilAnnotationItem
{
  GObject           parent_instance;

  PostilAnnotation *annotation;
};

G_DEFINE_FINAL_TYPE (PostilAnnotationItem, postil_annotation_item, G_TYPE_OBJECT)

static void
postil_annotation_item_finalize (GObject *object)
{
  PostilAnnotationItem *self = POSTIL_ANNOTATION_ITEM (object);

  g_clear_pointer (&self->annotation, postil_annotation_unref);

  G_OBJECT_CLASS (postil_annotation_item_parent_class)->finalize (object);
}

static void
postil_annotation_item_class_init (PostilAnnotationItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = postil_annotation_item_finalize;
}

static void
postil_annotation_item_init (PostilAnnotationItem *self)
{
}

PostilAnnotationItem *
postil_annotation_item_new (PostilAnnotation *annotation)
{
  PostilAnnotationItem *self = NULL;

  g_return_val_if_fail (annotation != NULL, NULL);

  self = g_object_new (POSTIL_TYPE_ANNOTATION_ITEM, NULL);
  self->annotation = postil_annotation_ref (annotation);

  return self;
}

PostilAnnotation *
postil_annotation_item_get_annotation (PostilAnnotationItem *self)
{
  g_return_val_if_fail (POSTIL_IS_ANNOTATION_ITEM (self), NULL);

  return self->annotation;
}
