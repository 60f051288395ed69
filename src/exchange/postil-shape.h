/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "base/postil-json-tape.h"
#include "base/postil-report.h"

G_BEGIN_DECLS

/* What the validators of data/schema/ share: tables of members, and what each must be. */

/* What a value must be. */
typedef enum
{
  POSTIL_MUST_BE_ANYTHING,
  POSTIL_MUST_BE_TEXT,
  POSTIL_MUST_BE_SOME_TEXT,   /* not empty */
  POSTIL_MUST_BE_WORD,        /* this very one */
  POSTIL_MUST_BE_OR_HOLD,     /* this very word, or a list that holds it */
  POSTIL_MUST_BE_UUID,
  POSTIL_MUST_BE_IRI,
  POSTIL_MUST_BE_TIME,
  POSTIL_MUST_BE_VERSION,
  POSTIL_MUST_BE_NICKNAME,
  POSTIL_MUST_BE_FORMAT,
  POSTIL_MUST_BE_LANGUAGE,
  POSTIL_MUST_BE_SHA256,
  POSTIL_MUST_BE_COLOUR,
  POSTIL_MUST_BE_TEXTS,      /* a text, or a list of them */
  POSTIL_MUST_BE_WORDS,      /* a list of texts that are not empty */
  POSTIL_MUST_BE_COUNT,
  POSTIL_MUST_BE_OFFSET,
  POSTIL_MUST_BE_ZERO,
  POSTIL_MUST_BE_OBJECT,
  POSTIL_MUST_BE_LIST
} PostilMust;

typedef struct
{
  const char *name;
  PostilMust  must;
  gboolean    is_required;
  const char *word;
} PostilShapeMember;

typedef struct
{
  PostilJsonTape *tape;
  PostilReport   *report;
  GString        *scratch;
  const char     *data;
  char           *item;   /* the id of what is looked at, for the report; or NULL */
} PostilShape;

/* FALSE where @data is not JSON, or no object: others say that. */
gboolean              postil_shape_begin      (PostilShape              *self,
                                               const char               *data,
                                               gsize                     length,
                                               PostilReport             *report);
void                  postil_shape_end        (PostilShape              *self);
const PostilJsonNode *postil_shape_get        (PostilShape              *self,
                                               guint                     index);
/* 0 where there is none. */
guint                 postil_shape_member     (PostilShape              *self,
                                               guint                     index,
                                               const char               *name);
/* Whether the object has a member @name that is the text @word. */
gboolean              postil_shape_says       (PostilShape              *self,
                                               guint                     index,
                                               const char               *name,
                                               const char               *word);
/* Whether the value is the text @word, or a list that holds it. */
gboolean              postil_shape_holds      (PostilShape              *self,
                                               guint                     index,
                                               const char               *word);
gboolean              postil_shape_is         (PostilShape              *self,
                                               guint                     index,
                                               const PostilShapeMember  *wanted);
/* The first 100 of a file. */
void                  postil_shape_complain   (PostilShape              *self,
                                               guint                     index,
                                               const char               *format,
                                               ...) G_GNUC_PRINTF (3, 4);
void                  postil_shape_check      (PostilShape              *self,
                                               guint                     object,
                                               const PostilShapeMember  *members,
                                               guint                     n_members);
/* The members of the object @name of @object, where it is one. */
void                  postil_shape_check_part (PostilShape              *self,
                                               guint                     object,
                                               const char               *name,
                                               const PostilShapeMember  *members,
                                               guint                     n_members);
/* The text of the member @name, for postil_shape_complain(); NULL where it is no text. */
void                  postil_shape_set_item   (PostilShape              *self,
                                               guint                     object,
                                               const char               *name);

G_END_DECLS
