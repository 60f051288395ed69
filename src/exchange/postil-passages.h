/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "exchange/postil-format.h"

G_BEGIN_DECLS

/* The annotations of all coders of one article, numbered in reading order, and its text cut
 * wherever one begins or ends: what formats for reading (html, markdown) print. */

typedef struct
{
  guint             number;      /* from 1 on */
  PostilAnnotation *annotation;  /* borrowed of the layer */
  PostilLayer      *layer;
  gboolean          has_place;   /* its passage stands in the text where it says */
  PostilSpan        shown;       /* from its first character that is no line end to behind its last; may be empty */
} PostilPassage;

/* A stretch in which the same passages lie, never across the end of a line. */
typedef struct
{
  PostilSpan     span;
  const PostilPassage *const *passages; /* those that cover it, first begun first */
  guint                n_passages;
  gboolean             is_line_end;     /* nothing but the end of a line, and of no length */
} PostilStretch;

typedef void (*PostilStretchFunc) (const PostilStretch *stretch, gpointer user_data);

/* (element-type PostilPassage) Those without a place come last. */
GArray *postil_passages_collect       (PostilSetArticle *article) G_GNUC_WARN_UNUSED_RESULT;
/* From the text's begin to its end. */
void    postil_passages_foreach_stretch (GArray *passages, PostilText *text, PostilStretchFunc func, gpointer user_data);
/* Whether a piece of it begins, or the last one ends, there. */
gboolean postil_passage_begins_at     (const PostilPassage *self, guint char_offset);
gboolean postil_passage_ends_at       (const PostilPassage *self, guint char_offset);
/* The number of the annotation with this id in the same layer, or 0. */
guint   postil_passages_find_number   (GArray *passages, PostilLayer *layer, const char *id);
/* What a page for reading does not say, a line a layer: it is not read back. */
void    postil_passages_report_losses (const char *path, PostilSetArticle *article, PostilReport *losses);

G_END_DECLS
