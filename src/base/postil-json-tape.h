/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "base/postil-json-reader.h"

G_BEGIN_DECLS

/* A JSON text as one array of nodes in the order of the text: what a check that needs to look
 * back and forth walks over, at a small part of a tree's cost. It borrows the text, which must
 * stay; one tape may parse many texts, one after the other. */
typedef struct _PostilJsonTape PostilJsonTape;

typedef struct
{
  PostilJsonToken  type;        /* OBJECT_BEGIN, ARRAY_BEGIN, KEY, or a plain value */
  gboolean         has_escapes; /* of a KEY or STRING */
  gboolean         is_uint;     /* a NUMBER that is whole and not negative */
  guint            next;        /* the index behind the node and all that is in it */
  guint64          value;       /* of a NUMBER that is_uint */
  const char      *start;       /* the token's text; of a KEY or STRING without the quotes */
  gsize            length;
} PostilJsonNode;

PostilJsonTape       *postil_json_tape_new    (void) G_GNUC_WARN_UNUSED_RESULT;
void                  postil_json_tape_free   (PostilJsonTape  *self);
/* FALSE where @data is not one JSON value within the reader's limits. Node 0 is the value. */
gboolean              postil_json_tape_parse  (PostilJsonTape  *self,
                                               const char      *data,
                                               gsize            length);
const PostilJsonNode *postil_json_tape_get    (PostilJsonTape  *self,
                                               guint            index);
/* The index of the value of the last member @name of the object @index; 0 where there is none,
 * or @index is no object. */
guint                 postil_json_tape_member (PostilJsonTape  *self,
                                               guint            index,
                                               const char      *name);
/* Whether the node is a STRING (or KEY) and says @text, escapes resolved. */
gboolean              postil_json_tape_is     (PostilJsonTape  *self,
                                               guint            index,
                                               const char      *text);
/* The string of a KEY or STRING, escapes resolved; @scratch is overwritten where it is needed. */
const char           *postil_json_tape_get_string (PostilJsonTape *self,
                                               guint            index,
                                               GString         *scratch,
                                               gsize           *length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilJsonTape, postil_json_tape_free)

G_END_DECLS
