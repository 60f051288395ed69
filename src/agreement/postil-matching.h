/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/postil-annotation.h"

G_BEGIN_DECLS

/* Which passage of one coder is which of another's: the same code, one to one. */
typedef struct
{
  guint  first;  /* index into @first */
  guint  second;
  double iou;    /* intersection over union, in characters */
} PostilMatchedPair;

/* A passage of one of several coders. */
typedef struct
{
  guint coder;
  guint passage; /* index into the coder's */
} PostilMatchedPassage;

typedef enum
{
  POSTIL_MATCHING_MOST, /* as many pairs as can be; of those the best total overlap */
  POSTIL_MATCHING_BEST  /* the best total intersection over union */
} PostilMatchingGoal;

/* @first, @second: (element-type PostilAnnotation) in order. @code: only these, or NULL for
 * all. A pair needs an intersection over union of at least @least, and over 0.
 * (element-type PostilMatchedPair), by first. */
GArray *postil_matching_find (GPtrArray          *first,
                              GPtrArray          *second,
                              const char         *code,
                              double              least,
                              PostilMatchingGoal  goal) G_GNUC_WARN_UNUSED_RESULT;
/* @passages: (array length=n_coders) (element-type PostilAnnotation) of each coder, in order. (element-type
 * GArray) of #PostilMatchedPassage: what two coders or more found, at most one passage of each. */
GPtrArray *postil_matching_find_units (GPtrArray *const *passages,
                                       guint             n_coders,
                                       const char       *code) G_GNUC_WARN_UNUSED_RESULT;
/* Characters of both over characters of either. */
double  postil_matching_iou  (PostilAnnotation   *a,
                              PostilAnnotation   *b);

G_END_DECLS
