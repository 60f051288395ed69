/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/postil-merge.h"

G_BEGIN_DECLS

enum
{
  POSTIL_MERGE_BASE,
  POSTIL_MERGE_OURS,
  POSTIL_MERGE_THEIRS,
  POSTIL_MERGE_N_SIDES
};

/* One annotation, or one link, in its up to three states (NULL where a layer lacks it), and
 * what became of it. The sides are borrowed, the result is owned. */
typedef struct
{
  gpointer sides[POSTIL_MERGE_N_SIDES];
  gpointer result;
} PostilMergeItem;

/* What is to be kept of it: a new reference, or NULL for nothing. @report may be NULL. */
PostilAnnotation *postil_merge_annotation          (const PostilMergeItem *item,
                                                    PostilReport          *report) G_GNUC_WARN_UNUSED_RESULT;
PostilLink       *postil_merge_link                (const PostilMergeItem *item,
                                                    PostilReport          *report) G_GNUC_WARN_UNUSED_RESULT;
/* All fields but the source, as text that differs where they do. */
char             *postil_merge_dup_annotation_text (PostilAnnotation      *annotation) G_GNUC_WARN_UNUSED_RESULT;
char             *postil_merge_dup_link_text       (PostilLink            *link) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
