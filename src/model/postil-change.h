/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/postil-annotation.h"
#include "model/postil-codebook.h"
#include "model/postil-layer.h"
#include "model/postil-link.h"

G_BEGIN_DECLS

/* What is to become different: removed + added, so that its inverse is the swap. Immutable
 * once applied, reference counted. An annotation that is edited is removed and added with
 * the same id. */
typedef struct _PostilChange PostilChange;

/* What the person did, for toasts and the history; see postil_change_get_kind(). The names
 * ("tag", "recode"…) are what the journal stores: never renamed, only added to. */
typedef enum
{
  POSTIL_CHANGE_TAG,
  POSTIL_CHANGE_REMOVE,
  POSTIL_CHANGE_RECODE,
  POSTIL_CHANGE_NOTE,
  POSTIL_CHANGE_ATTRIBUTE,
  POSTIL_CHANGE_UNSURE,
  POSTIL_CHANGE_BORDER,
  POSTIL_CHANGE_LINK,
  POSTIL_CHANGE_UNLINK,
  POSTIL_CHANGE_TAG_ALL,
  POSTIL_CHANGE_MERGE,     /* what came from outside, or two passages made one */
  POSTIL_CHANGE_REANCHOR,
  POSTIL_CHANGE_STATUS,
  POSTIL_CHANGE_CODEBOOK,
  POSTIL_CHANGE_IMPORT,
  POSTIL_CHANGE_ADJUDICATE,
  POSTIL_CHANGE_RESTORE,   /* an older version of the layer */
  POSTIL_N_CHANGE_KINDS
} PostilChangeKind;

PostilChange     *postil_change_new            (PostilChangeKind kind) G_GNUC_WARN_UNUSED_RESULT;
PostilChange     *postil_change_ref            (PostilChange *self);
void              postil_change_unref          (PostilChange *self);
/* While it is being built; each takes its own reference. */
void              postil_change_remove         (PostilChange *self, PostilAnnotation *annotation);
void              postil_change_add            (PostilChange *self, PostilAnnotation *annotation);
void              postil_change_replace        (PostilChange *self, PostilAnnotation *before, PostilAnnotation *after);
void              postil_change_remove_link    (PostilChange *self, PostilLink *link);
void              postil_change_add_link       (PostilChange *self, PostilLink *link);
void              postil_change_set_status     (PostilChange *self, const char *before, const char *after);
void              postil_change_set_codebook   (PostilChange *self, PostilCodebook *before, PostilCodebook *after);

/* What was turned down; see PostilLayer. */
void              postil_change_remove_rejection (PostilChange *self, PostilAnnotation *rejection);
void              postil_change_add_rejection  (PostilChange *self, PostilAnnotation *rejection);

/* When it was done, as postil_edit_dup_now() writes it; the document says so. */
void              postil_change_set_time       (PostilChange *self, const char *time);
/* The id of the step over many articles that it is a part of. */
void              postil_change_set_step       (PostilChange *self, const char *step);

PostilChangeKind  postil_change_get_kind       (PostilChange *self);
/* NULL where it is not known. */
const char       *postil_change_get_time       (PostilChange *self);
const char       *postil_change_get_step       (PostilChange *self);
/* "tag", "recode"…; from_name: FALSE for an unknown one. */
const char       *postil_change_kind_to_name   (PostilChangeKind kind);
gboolean          postil_change_kind_from_name (const char *name, PostilChangeKind *kind);
/* (element-type …) borrowed, never NULL. */
GPtrArray        *postil_change_get_removed    (PostilChange *self);
GPtrArray        *postil_change_get_added      (PostilChange *self);
GPtrArray        *postil_change_get_removed_links (PostilChange *self);
GPtrArray        *postil_change_get_added_links (PostilChange *self);
GPtrArray        *postil_change_get_removed_rejections (PostilChange *self);
GPtrArray        *postil_change_get_added_rejections (PostilChange *self);
/* FALSE where it does not touch the status / the codebook. */
gboolean          postil_change_get_status     (PostilChange *self, const char **before, const char **after);
gboolean          postil_change_get_codebook   (PostilChange *self, PostilCodebook **before, PostilCodebook **after);
gboolean          postil_change_is_empty       (PostilChange *self);
/* The swap. */
PostilChange     *postil_change_invert         (PostilChange *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilChange, postil_change_unref)

G_END_DECLS
