/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A tie between two annotations of one layer: a concession responds to a concern, an
 * outcome results from a concession. Immutable, reference counted. */
typedef struct _PostilLink PostilLink;

typedef struct
{
  const char *id;
  const char *from;     /* an annotation's id */
  const char *to;
  const char *kind;     /* a link kind's id in the codebook: "responds-to" */
  const char *created;
  const char *modified;
  const char *source;   /* as in PostilAnnotationInit */
} PostilLinkInit;

PostilLink *postil_link_new          (const PostilLinkInit *init) G_GNUC_WARN_UNUSED_RESULT;
PostilLink *postil_link_ref          (PostilLink *self);
void        postil_link_unref        (PostilLink *self);
void        postil_link_to_init      (PostilLink *self, PostilLinkInit *init);
const char *postil_link_get_id       (PostilLink *self);
const char *postil_link_get_from     (PostilLink *self);
const char *postil_link_get_to       (PostilLink *self);
const char *postil_link_get_kind     (PostilLink *self);
const char *postil_link_get_created  (PostilLink *self);
const char *postil_link_get_modified (PostilLink *self);
const char *postil_link_get_source   (PostilLink *self);
/* By (from, to, id). */
int         postil_link_compare      (PostilLink *a, PostilLink *b);
gboolean    postil_link_equal        (PostilLink *a, PostilLink *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilLink, postil_link_unref)

G_END_DECLS
