/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "base/postil-report.h"
#include "base/postil-text.h"
#include "model/postil-codebook.h"
#include "model/postil-layer.h"

G_BEGIN_DECLS

/* A folder of articles: which articles, sidecars, codebooks and conflicted copies it holds,
 * and their contents one article at a time, in order, read ahead on all cores. */
typedef struct _PostilFolder PostilFolder;

typedef struct
{
  char *coder;
  char *path;     /* relative to the folder, with '/' */
  gboolean conflicted;
} PostilSidecarEntry;

typedef struct
{
  char       *path;      /* relative to the folder, with '/' */
  gboolean    exists;    /* FALSE: there are sidecars, but no article */
  GPtrArray  *sidecars;  /* (element-type PostilSidecarEntry), by coder */
} PostilArticleEntry;

/* @path: a folder (searched recursively; hidden ones and links to folders are left out) or
 * one article. What cannot be looked into is in @report, and the rest goes on. */
PostilFolder             *postil_folder_scan           (const char *path, PostilReport *report,
                                                        GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void                      postil_folder_free           (PostilFolder *self);
const char               *postil_folder_get_path       (PostilFolder *self);
guint                     postil_folder_get_n_articles (PostilFolder *self);
const PostilArticleEntry *postil_folder_get_article    (PostilFolder *self, guint index);

/* What was read of one article. */
typedef struct
{
  const PostilArticleEntry *entry;
  PostilText               *text;          /* NULL: see text_error, or not asked for */
  GError                   *text_error;
  PostilCodebook           *codebook;      /* in force for it; never NULL */
  GPtrArray                *layers;        /* (element-type PostilLayer, nullable) in the order of entry->sidecars */
  GPtrArray                *layer_errors;  /* (element-type GError, nullable) likewise */
  GPtrArray                *layer_reports; /* (element-type PostilReport) likewise */
} PostilArticleContents;

typedef enum
{
  POSTIL_READ_TEXT      = 1 << 0,
  POSTIL_READ_LAYERS    = 1 << 1,
  POSTIL_READ_CONFLICTED = 1 << 2, /* the conflicted copies' layers too */
  POSTIL_READ_SHA256 = 1 << 3,     /* have the text's hash ready */
  POSTIL_READ_SOURCE = 1 << 4,     /* keep what writing the layers anew would lose */
  POSTIL_READ_VALIDATE = 1 << 5    /* report what the layers' files break of their schema */
} PostilReadFlags;

/* In order of path; @func runs in the caller's thread, reading goes ahead in others, a
 * bounded number of articles at a time. @coders (nullable strv) limits the layers. Return
 * FALSE to stop. @progress (may be NULL) is called with done and total. */
typedef gboolean (*PostilArticleFunc)  (PostilArticleContents *contents, gpointer user_data);
typedef void     (*PostilProgressFunc) (guint done, guint total, gpointer user_data);

/* A codebook that cannot be read is reported, and the built-in one serves instead. */
void                      postil_folder_foreach        (PostilFolder *self, PostilReadFlags flags,
                                                        const char *const *coders, PostilReport *report,
                                                        PostilArticleFunc func, PostilProgressFunc progress,
                                                        gpointer user_data, GCancellable *cancellable);
/* The codebook at the folder's top, or the built-in one. */
PostilCodebook           *postil_folder_ref_codebook   (PostilFolder *self, PostilReport *report) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilFolder, postil_folder_free)

G_END_DECLS
