/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "base/postil-json-reader.h"
#include "model/postil-annotation.h"
#include "model/postil-link.h"

G_BEGIN_DECLS

/* Reads one item of a W3C annotation page. Private to the sidecar's files. */
typedef struct _PostilItemReader PostilItemReader;

typedef enum
{
  POSTIL_ITEM_ANNOTATION,
  POSTIL_ITEM_LINK,
  POSTIL_ITEM_REJECTION, /* an annotation that a consensus turned down */
  POSTIL_ITEM_FOREIGN /* sound, but nothing that Postil understands */
} PostilItemKind;

/* What a body says to Postil. */
typedef enum
{
  POSTIL_BODY_OTHER,
  POSTIL_BODY_CODE,
  POSTIL_BODY_ATTRIBUTE,
  POSTIL_BODY_CERTAINTY,
  POSTIL_BODY_ANCHOR,
  POSTIL_BODY_NOTE,
  POSTIL_BODY_LINK
} PostilBodyRole;

typedef struct
{
  PostilBodyRole  role;
  const char     *name;  /* of an attribute */
  const char     *value; /* of a link: the other end */
} PostilItemBody;

typedef struct
{
  PostilPiece piece;
  gboolean    has_position;
  gboolean    has_quote;
} PostilItemTarget;

/* What was read; lives until the next one is read. */
typedef struct
{
  PostilItemKind         kind;
  PostilAnnotationInit   annotation;
  PostilLinkInit         link;
  const PostilItemBody  *bodies; /* in the order of the file */
  guint                  n_bodies;
  const PostilItemTarget *targets;
  guint                  n_targets;
  const char            *id;      /* also of what is foreign; may be NULL then */
  const char            *start;   /* its text in the input */
  gsize                  length;
  gboolean               has_foreign; /* members or bodies that Postil does not know */
  const char            *oddity;  /* a translated sentence on what was not understood, or NULL */
} PostilItem;

PostilItemReader *postil_item_reader_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void              postil_item_reader_free (PostilItemReader  *self);
/* @reader stands on the beginning of a value, and then on its end. NULL on an error. */
const PostilItem *postil_item_reader_read (PostilItemReader  *self,
                                           PostilJsonReader  *reader,
                                           GError           **error);
/* The one value of a text. */
const PostilItem *postil_item_reader_read_text (PostilItemReader  *self,
                                                const char        *json,
                                                gsize              length,
                                                GError           **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilItemReader, postil_item_reader_free)

G_END_DECLS
