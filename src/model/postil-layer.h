/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/postil-annotation.h"
#include "model/postil-link.h"

G_BEGIN_DECLS

/* One coder's annotations and links of one article, in order, with an index by place.
 * Reference counted. Filled by readers; once it is in a PostilDocument only
 * postil_document_apply() changes it. A foreign file may hold one id twice: both are kept,
 * lookup gives the first in order. */
typedef struct _PostilLayer PostilLayer;

/* What the consensus turned down is kept beside its annotations: a passage that a coder marked,
 * as an annotation that says who decided and whose it was. Whoever goes through the annotations
 * never meets one. */

/* What a sidecar says about itself. All strings may be NULL in the init: what is missing
 * is made up by _new(): ids are new UUIDs, the status "in progress". */
typedef struct
{
  const char *coder;         /* the short name: "maria" */
  const char *coder_name;    /* "Maria Santos", or NULL */
  const char *id;            /* the collection's id */
  const char *page_id;
  const char *status;        /* schema:creativeWorkStatus: "in progress", "done" */
  const char *article;       /* the article's file name: "rafah.txt" */
  const char *format;        /* "text/plain; charset=utf-8" */
  const char *language;      /* BCP 47, or NULL */
  const char *sha256;        /* of the text that the offsets count */
  guint64     size;          /* that text's length in UTF-8 bytes */
  guint       schema_version;
  guint       n_foreign;     /* items of the file that are another program's, and no annotations of the text */
  const char *source;        /* the envelope as it stood in the file, only for exchange/; or NULL */
} PostilLayerInfo;

PostilLayer           *postil_layer_new             (const PostilLayerInfo *info) G_GNUC_WARN_UNUSED_RESULT;
PostilLayer           *postil_layer_ref             (PostilLayer *self);
void                   postil_layer_unref           (PostilLayer *self);
/* An independent layer that shares the immutable annotations: cheap, for a thread. */
PostilLayer           *postil_layer_copy            (PostilLayer *self) G_GNUC_WARN_UNUSED_RESULT;

const PostilLayerInfo *postil_layer_get_info        (PostilLayer *self);
/* May be a changed copy of what _get_info() gave. A NULL id, page_id or status stays as it is. */
void                   postil_layer_set_info        (PostilLayer *self, const PostilLayerInfo *info);

guint                  postil_layer_get_n_annotations (PostilLayer *self);
guint                  postil_layer_get_n_links     (PostilLayer *self);
/* In the order of postil_annotation_compare(); O(log n). Borrowed. */
PostilAnnotation      *postil_layer_get_annotation  (PostilLayer *self, guint index);
/* In the order of postil_link_compare(). Borrowed. */
PostilLink            *postil_layer_get_link        (PostilLayer *self, guint index);
PostilAnnotation      *postil_layer_lookup          (PostilLayer *self, const char *id);
PostilLink            *postil_layer_lookup_link     (PostilLayer *self, const char *id);
/* This very annotation, or else one that equals it, or NULL. Borrowed. */
PostilAnnotation      *postil_layer_find_equal      (PostilLayer *self, PostilAnnotation *annotation);
/* Whether two annotations have the same id, as a foreign file may. */
gboolean               postil_layer_has_duplicate_ids (PostilLayer *self);
/* The index of this very annotation; FALSE if it is not there. O(log n) */
gboolean               postil_layer_get_index       (PostilLayer *self, PostilAnnotation *annotation, guint *index);
/* How many annotations bear @code; kept up to date, O(1). */
guint                  postil_layer_count_code      (PostilLayer *self, const char *code);
guint                  postil_layer_count_unsure    (PostilLayer *self);

/* Takes a reference. O(log n) */
void                   postil_layer_add             (PostilLayer *self, PostilAnnotation *annotation);
/* FALSE if this very annotation is not there. */
gboolean               postil_layer_remove          (PostilLayer *self, PostilAnnotation *annotation);
/* Many at once: O(n) where they are in order and the layer is empty, else O(n log n). */
void                   postil_layer_add_many        (PostilLayer *self, PostilAnnotation *const *annotations, guint n);
void                   postil_layer_add_link        (PostilLayer *self, PostilLink *link);
gboolean               postil_layer_remove_link     (PostilLayer *self, PostilLink *link);

/* Return FALSE to stop. */
typedef gboolean     (*PostilLayerFunc)             (PostilAnnotation *annotation, gpointer user_data);
/* In order, those with a piece that shares a character with @span; O(log n + k). Orphans
 * have no place and are never among them. @func must not change the layer. */
void                   postil_layer_foreach_overlapping (PostilLayer *self, PostilSpan span,
                                                     PostilLayerFunc func, gpointer user_data);
void                   postil_layer_foreach         (PostilLayer *self, PostilLayerFunc func, gpointer user_data);
/* The links that begin or end at the annotation, in order. (transfer container) */
GPtrArray             *postil_layer_dup_links_of    (PostilLayer *self, const char *annotation_id) G_GNUC_WARN_UNUSED_RESULT;
/* The index of the first annotation that starts at or after @char_offset (or of the first
 * orphan; n if none). O(log n) */
guint                  postil_layer_find_from       (PostilLayer *self, guint char_offset);

/* In the order of postil_annotation_compare(). (element-type PostilAnnotation) borrowed. */
GPtrArray             *postil_layer_get_rejections  (PostilLayer *self);
PostilAnnotation      *postil_layer_lookup_rejection (PostilLayer *self, const char *id);
void                   postil_layer_add_rejection   (PostilLayer *self, PostilAnnotation *rejection);
/* The one with its id; FALSE if there is none. */
gboolean               postil_layer_remove_rejection (PostilLayer *self, PostilAnnotation *rejection);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilLayer, postil_layer_unref)

G_END_DECLS
