/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "agreement/postil-heat.h"
#include "agreement/postil-score.h"
#include "base/postil-text.h"

G_BEGIN_DECLS

/* What a class made of one article: how many marked what, where they agree, and how each did
 * against the key, where there is one. Immutable. */
typedef struct _PostilClass PostilClass;

typedef struct
{
  PostilText         *text;
  PostilCodebook     *codebook;
  PostilLayer *const *layers;   /* one a student; spans outside of the text: check first */
  guint               n_layers;
  PostilLayer        *key;      /* or NULL */
  const char         *code;     /* only this one, or NULL for all */
  gboolean            hides_names;
} PostilClassInit;

typedef struct
{
  PostilAnnotation *key;
  guint             n_reasons[POSTIL_N_REASONS]; /* students by what they made of it; none _EXTRA */
} PostilClassKeyItem;

PostilClass              *postil_class_new             (const PostilClassInit *init) G_GNUC_WARN_UNUSED_RESULT;
void                      postil_class_free            (PostilClass *self);
PostilText               *postil_class_get_text        (PostilClass *self);
PostilCodebook           *postil_class_get_codebook    (PostilClass *self);
PostilHeat               *postil_class_get_heat        (PostilClass *self);
PostilLayer              *postil_class_get_key         (PostilClass *self);
guint                     postil_class_get_n_students  (PostilClass *self);
/* The coder; with hidden names "Student 7". Students are in the order of the layers, with hidden
 * names in one that tells nothing of names. */
const char               *postil_class_get_name        (PostilClass *self,
                                                        guint        student);
PostilLayer              *postil_class_get_layer       (PostilClass *self,
                                                        guint        student);
/* NULL without a key. */
const PostilScore        *postil_class_get_score       (PostilClass *self,
                                                        guint        student);
/* The most agreed on first, code by code counted. */
guint                     postil_class_get_n_passages  (PostilClass *self);
const PostilHeatPassage  *postil_class_get_passage     (PostilClass *self,
                                                        guint        passage);
/* Who marked some of it with its code. (element-type guint) */
GArray                   *postil_class_find_who        (PostilClass *self,
                                                        guint        passage) G_GNUC_WARN_UNUSED_RESULT;
/* The words there, on one line; cut after @n_chars, with "…". "" where the text does not reach. */
char                     *postil_class_dup_excerpt     (PostilClass *self,
                                                        PostilSpan   span,
                                                        guint        n_chars) G_GNUC_WARN_UNUSED_RESULT;
/* "anna, ben, cem" */
char                     *postil_class_dup_names       (PostilClass *self,
                                                        GArray      *students) G_GNUC_WARN_UNUSED_RESULT;
/* The key's passages, by place; 0 without a key. */
guint                     postil_class_get_n_key_items (PostilClass *self);
const PostilClassKeyItem *postil_class_get_key_item    (PostilClass *self,
                                                        guint        item);

/* What is exported: rows of cells under names that do not change with the language. Numbers are
 * as in C, what is not defined is "". */
typedef enum
{
  POSTIL_CLASS_SCORES,   /* a student a row */
  POSTIL_CLASS_REASONS,  /* a passage of a student or of the key a row */
  POSTIL_CLASS_PASSAGES, /* a passage of consensus a row */
  POSTIL_CLASS_KEY,      /* a passage of the key a row */
  POSTIL_N_CLASS_TABLES
} PostilClassTableKind;

typedef struct
{
  const char        *name;    /* "scores" */
  const char *const *titles;  /* NULL-terminated */
  guint              n_columns;
  guint64            numeric; /* a bit a column */
  GPtrArray         *cells;   /* (element-type utf8) row by row */
} PostilClassTable;

PostilClassTable         *postil_class_new_table       (PostilClass          *self,
                                                        PostilClassTableKind  kind) G_GNUC_WARN_UNUSED_RESULT;
void                      postil_class_table_free      (PostilClassTable     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilClass, postil_class_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilClassTable, postil_class_table_free)

G_END_DECLS
