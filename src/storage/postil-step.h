/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/postil-recoding.h"
#include "storage/postil-folder.h"

G_BEGIN_DECLS

/* A step over a folder: another codebook, and with it what one coder marked in all of its
 * articles. Each article's part is a change in that article's own journal, with the step's
 * id; the step's record (which articles, both codebooks) is a file of the state directory,
 * written before anything else. Other coders' files are never opened for writing. What is
 * open in a window is left out (@open_sidecars) and done there with _in_document(). All
 * blocking, for a thread. */

typedef struct
{
  GFile             *root;          /* the folder */
  const char        *coder;
  const char        *title;         /* in a person's words: "Merge “a” into “b”" */
  PostilCodebook    *before;        /* what is in force, as the person saw it */
  PostilCodebook    *after;
  PostilRecoding    *recoding;
  const char *const *open_sidecars; /* paths; NULL for none */
} PostilStepRequest;

typedef struct
{
  guint n_articles;
  guint n_annotations;
} PostilStepCounts;

/* A record, as it is listed. */
typedef struct
{
  char     *id;
  char     *time;
  char     *title;
  char     *root;  /* path */
  char     *coder;
  gboolean  is_undone;
} PostilStepInfo;

void       postil_step_info_free   (PostilStepInfo          *info);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilStepInfo, postil_step_info_free)

/* What @recoding would touch, without what is open. */
gboolean   postil_step_count       (const PostilStepRequest *request,
                                    PostilStepCounts        *counts,
                                    GCancellable            *cancellable,
                                    GError                 **error);
/* The step's id; NULL with an error where nothing was done. Articles that could not be
 * changed are in @report, and the rest was. */
char      *postil_step_do          (const PostilStepRequest *request,
                                    PostilStepCounts        *counts,
                                    PostilReport            *report,
                                    PostilProgressFunc       progress,
                                    gpointer                 user_data,
                                    GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
/* Undoes it, or does it again. CONFLICT where the codebook has become another since. */
gboolean   postil_step_revert      (const char              *id,
                                    gboolean                 redo,
                                    const char *const       *open_sidecars,
                                    PostilReport            *report,
                                    GError                 **error);
/* A document's part of it: as its last step where it is that, else what still stands of it
 * becomes as it was, as a step of its own. */
gboolean   postil_step_in_document (PostilDocument          *document,
                                    const char              *id,
                                    gboolean                 redo,
                                    GError                 **error);
/* (element-type PostilStepInfo), the newest first: all of this coder's that concern @root or a
 * folder above or in it. (transfer full) */
GPtrArray *postil_step_list        (GFile                   *root,
                                    const char              *coder) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
