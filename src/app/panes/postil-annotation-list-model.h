/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "model/postil-document.h"

G_BEGIN_DECLS

#define POSTIL_TYPE_ANNOTATION_LIST_MODEL (postil_annotation_list_model_get_type ())
G_DECLARE_FINAL_TYPE (PostilAnnotationListModel, postil_annotation_list_model, POSTIL, ANNOTATION_LIST_MODEL, GObject)

/* A document's annotations in the order of the text, as a GListModel of
 * PostilAnnotationItem. Nothing is copied: an item is made when it is asked for (twice asked,
 * two items), and a change of one annotation costs O(log² n). */
PostilAnnotationListModel *postil_annotation_list_model_new          (void) G_GNUC_WARN_UNUSED_RESULT;
/* NULL for an empty list. */
void                       postil_annotation_list_model_set_document (PostilAnnotationListModel *self,
                                                                      PostilDocument            *document);
/* The place of the annotation of that id; FALSE where there is none. */
gboolean                   postil_annotation_list_model_find         (PostilAnnotationListModel *self,
                                                                      const char                *id,
                                                                      guint                     *position);

G_END_DECLS
