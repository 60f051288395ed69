/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "base/postil-text.h"
#include "model/postil-layer.h"

G_BEGIN_DECLS

/* What several coders marked in a set of articles, made ready for measuring: codes and sets
 * of codes as numbers, units merged and sorted. Filled article by article, then read. */
typedef struct _PostilCoded PostilCoded;

typedef enum
{
  POSTIL_UNIT_CHARACTERS,
  POSTIL_UNIT_SENTENCES,
  POSTIL_UNIT_PARAGRAPHS
} PostilUnit;

/* A stretch that one coder gave one code; passages of one coder and code that overlap are one
 * unit, those that only touch are two. */
typedef struct
{
  PostilSpan span;
  guint      code;
} PostilCodedUnit;

/* A stretch (or sentence, paragraph) in which no coder's set of codes changes. */
typedef struct
{
  double  weight;      /* code points; or 1 */
  guint  *categories;  /* a set of codes a coder; 0 is the empty set */
} PostilCodedRow;

typedef struct
{
  char       *path;
  guint       index;     /* among the articles */
  guint       n_chars;
  GArray    **units;     /* (element-type PostilCodedUnit) a coder, by (start, end, code) */
  gboolean   *is_there;  /* a coder; FALSE who has no layer of it */
  GPtrArray **passages;  /* (element-type PostilAnnotation) a coder, in order, without orphans */
  GArray     *rows;      /* (element-type PostilCodedRow) */
} PostilCodedArticle;

PostilCoded              *postil_coded_new            (const char *const  *coders,
                                                       PostilUnit          unit) G_GNUC_WARN_UNUSED_RESULT;
void                      postil_coded_free           (PostilCoded        *self);
/* Only annotations of these codes count from now on; NULL-terminated. */
void                      postil_coded_limit_codes    (PostilCoded        *self,
                                                       const char *const  *codes);
/* @layers: one a coder, in the coders' order; NULL for a coder who has none: a missing value to α,
 * and to all other measures somebody who marked nothing. Spans
 * outside of @text do not count: check first. */
void                      postil_coded_add_article    (PostilCoded        *self,
                                                       const char         *path,
                                                       PostilText         *text,
                                                       PostilLayer *const *layers);

guint                     postil_coded_get_n_coders   (PostilCoded        *self);
const char               *postil_coded_get_coder      (PostilCoded        *self,
                                                       guint               index);
PostilUnit                postil_coded_get_unit       (PostilCoded        *self);
guint                     postil_coded_get_n_articles (PostilCoded        *self);
const PostilCodedArticle *postil_coded_get_article    (PostilCoded        *self,
                                                       guint               index);
/* Codes in the order in which they were met. */
guint                     postil_coded_get_n_codes    (PostilCoded        *self);
const char               *postil_coded_get_code       (PostilCoded        *self,
                                                       guint               index);
/* G_MAXUINT where no coder used it. */
guint                     postil_coded_find_code      (PostilCoded        *self,
                                                       const char         *code);
guint                     postil_coded_get_n_categories (PostilCoded      *self);
gboolean                  postil_coded_category_has   (PostilCoded        *self,
                                                       guint               category,
                                                       guint               code);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilCoded, postil_coded_free)

G_END_DECLS
