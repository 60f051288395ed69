/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "base/postil-text.h"
#include "storage/postil-hand-ins-private.h"

G_BEGIN_DECLS

/* A layer that stands beside an article. */
typedef struct
{
  char *coder;
  char *folded;
  char *id;     /* of the layer; NULL where it cannot be read */
  char *latest;
} PostilKeptLayer;

typedef struct
{
  char       *path;
  PostilText *text;
  GPtrArray  *kept; /* (element-type PostilKeptLayer) */
} PostilClassArticle;

PostilClassArticle *postil_class_article_new           (const char         *path,
                                                        PostilText         *text) G_GNUC_WARN_UNUSED_RESULT;
void                postil_class_article_free          (PostilClassArticle *self);
/* @id and @latest may be NULL. */
void                postil_class_article_add           (PostilClassArticle *self,
                                                        const char         *coder,
                                                        const char         *id,
                                                        const char         *latest);
/* The layer that stands there already, if under another number; NULL for none. */
PostilKeptLayer    *postil_class_article_find          (PostilClassArticle *self,
                                                        PostilFoundLayer   *found);
/* @coder, or with a number. */
char               *postil_class_article_dup_free_name (PostilClassArticle *self,
                                                        const char         *coder) G_GNUC_WARN_UNUSED_RESULT;
/* Names that a file system may take for the same are the same then. */
char               *postil_class_article_fold_name     (const char         *coder) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
