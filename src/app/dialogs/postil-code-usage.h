/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "model/postil-document.h"

G_BEGIN_DECLS

/* Where the codes are used in a folder: a coder's own passages, and for codes that the
 * codebook lacks also who else uses them (not what they marked: coding is blind). */
typedef struct _PostilCodeUsage PostilCodeUsage;

/* A passage of the coder's own. */
typedef struct
{
  char *article;   /* path from the folder */
  char *id;
  char *code;
  char *excerpt;
  char *modified;  /* or NULL */
} PostilCodedPassage;

typedef struct
{
  guint      n_annotations; /* the coder's own */
  guint      n_articles;
  guint      n_others;      /* annotations of other coders */
  GPtrArray *others;        /* (element-type utf8) their names, sorted; NULL for none */
} PostilCodeCount;

/* In a thread. @document: what is open, counted as it is now, instead of @sidecar; both may
 * be NULL. */
void                  postil_code_usage_find_async   (GFile               *folder,
                                                      const char          *coder,
                                                      GFile               *article,
                                                      PostilDocument      *document,
                                                      GCancellable        *cancellable,
                                                      GAsyncReadyCallback  callback,
                                                      gpointer             user_data);
PostilCodeUsage      *postil_code_usage_find_finish  (GAsyncResult        *result,
                                                      GError             **error) G_GNUC_WARN_UNUSED_RESULT;
void                  postil_code_usage_free         (PostilCodeUsage     *self);
/* All zero where nobody uses it. */
PostilCodeCount       postil_code_usage_get          (PostilCodeUsage     *self,
                                                      const char          *code);
/* Those that are used and that @codebook lacks, sorted. (transfer full) */
char                **postil_code_usage_dup_unknown  (PostilCodeUsage     *self,
                                                      PostilCodebook      *codebook) G_GNUC_WARN_UNUSED_RESULT;
/* (element-type PostilCodedPassage) the coder's own, in order; at most some thousand. */
GPtrArray            *postil_code_usage_get_passages (PostilCodeUsage     *self);

/* Attribute → GHashTable of its values → how often (GUINT_TO_POINTER); the coder's own. */
GHashTable           *postil_code_usage_get_values   (PostilCodeUsage     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilCodeUsage, postil_code_usage_free)

G_END_DECLS
