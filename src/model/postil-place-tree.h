/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/postil-annotation.h"

G_BEGIN_DECLS

/* Annotations in the order of postil_annotation_compare(), found by rank and by place.
 * Only a PostilLayer has one. Equals stand in the order in which they came. */
typedef struct _PostilPlaceTree PostilPlaceTree;

/* Return FALSE to stop. */
typedef gboolean (*PostilPlaceFunc) (PostilAnnotation *annotation,
                                     gpointer          user_data);

/* Of @n annotations in order, O(n); takes over the caller's references, not the array. */
PostilPlaceTree  *postil_place_tree_new_sorted (PostilAnnotation *const *annotations,
                                                guint                    n) G_GNUC_WARN_UNUSED_RESULT;
void              postil_place_tree_free       (PostilPlaceTree         *self);

guint             postil_place_tree_get_n      (PostilPlaceTree         *self);
PostilAnnotation *postil_place_tree_get        (PostilPlaceTree         *self,
                                                guint                    index);
/* How many stand before @annotation (whether it is there or not); its equals do not. */
guint             postil_place_tree_rank       (PostilPlaceTree         *self,
                                                PostilAnnotation        *annotation);
/* How many start before @char_offset. */
guint             postil_place_tree_find_from  (PostilPlaceTree         *self,
                                                guint                    char_offset);
/* Takes a reference. */
void              postil_place_tree_insert     (PostilPlaceTree         *self,
                                                PostilAnnotation        *annotation);
void              postil_place_tree_remove_at  (PostilPlaceTree         *self,
                                                guint                    index);
void              postil_place_tree_foreach    (PostilPlaceTree         *self,
                                                PostilPlaceFunc          func,
                                                gpointer                 user_data);
/* Those whose pieces share a character with @span. */
void              postil_place_tree_foreach_overlapping
                                               (PostilPlaceTree         *self,
                                                PostilSpan               span,
                                                PostilPlaceFunc          func,
                                                gpointer                 user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilPlaceTree, postil_place_tree_free)

G_END_DECLS
