/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

#include "model/postil-annotation.h"

G_BEGIN_DECLS

#define POSTIL_TYPE_ANNOTATION_ITEM (postil_annotation_item_get_type ())
G_DECLARE_FINAL_TYPE (PostilAnnotationItem, postil_annotation_item, POSTIL, ANNOTATION_ITEM, GObject)

/* An annotation as GListModel wants it: a GObject, made when a row is. */
PostilAnnotationItem *postil_annotation_item_new            (PostilAnnotation     *annotation) G_GNUC_WARN_UNUSED_RESULT;
PostilAnnotation     *postil_annotation_item_get_annotation (PostilAnnotationItem *self);

G_END_DECLS
