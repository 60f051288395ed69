/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "model/postil-change.h"
#include "model/postil-layer.h"

G_BEGIN_DECLS

/* Finding annotations again in a text that was changed under them. Nothing here changes the
 * layer: what was found is a list, and the person (or --accept) decides. */
typedef enum
{
  POSTIL_REANCHOR_KEPT,     /* the quote stands where it stood */
  POSTIL_REANCHOR_MOVED,    /* it stands exactly in one place whose context fits */
  POSTIL_REANCHOR_PROPOSED, /* something like it stands there, or one of several places */
  POSTIL_REANCHOR_ORPHANED  /* nothing good enough was found */
} PostilReanchorState;

typedef struct
{
  PostilAnnotation    *annotation;
  PostilReanchorState  state;
  double               score;    /* 0 to 1, how well quote, context and place fit */
  PostilSpan          *spans;    /* a span a piece; NULL for an orphan */
} PostilReanchorResult;

void         postil_reanchor_result_free     (PostilReanchorResult *self);
/* "kept", "moved", "proposed", "orphaned" */
const char  *postil_reanchor_state_to_name   (PostilReanchorState   state);

typedef void (*PostilReanchorProgress)       (guint done, guint total, gpointer user_data);

/* A result an annotation of @layer, in its order (orphans are looked for again). May take
 * long: for a thread. NULL only when cancelled. (element-type PostilReanchorResult) */
GPtrArray   *postil_reanchor_find            (PostilLayer            *layer,
                                              PostilText             *text,
                                              PostilReanchorProgress  progress,
                                              gpointer                user_data,
                                              GCancellable           *cancellable) G_GNUC_WARN_UNUSED_RESULT;
/* The annotation as it is once @result is accepted in @text: with new places, quotes and
 * contexts, and the anchor "moved"; @result->state ORPHANED, or @accept FALSE: an orphan with
 * its old quotes. The annotation itself (a new reference) where nothing becomes different. */
PostilAnnotation *postil_reanchor_apply      (const PostilReanchorResult *result,
                                              PostilText             *text,
                                              gboolean                accept) G_GNUC_WARN_UNUSED_RESULT;
/* All of @results as one change: those of a state up to @accept as found, the others as
 * orphans. */
PostilChange *postil_reanchor_to_change      (GPtrArray              *results,
                                              PostilText             *text,
                                              PostilReanchorState     accept) G_GNUC_WARN_UNUSED_RESULT;
/* What the layer turned down follows the text, too: of what is found up to @accept the new place goes
 * into @change; the rest stays as it was decided. May take long. */
void         postil_reanchor_move_rejections (PostilLayer            *layer,
                                              PostilText             *text,
                                              PostilReanchorState     accept,
                                              PostilChange           *change);
/* A person says that it stands right: the anchor is firm again. NULL if it was. */
PostilAnnotation *postil_reanchor_confirm    (PostilAnnotation       *annotation) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
