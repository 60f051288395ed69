/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "storage/postil-pack.h"

G_BEGIN_DECLS

/* Exercises and hand-ins: a pack that is handed out, the key that is kept apart, and where a pack
 * goes that somebody opens. */
#define POSTIL_EXERCISE_SUFFIX ".postil.zip"

/* "rafah.postil.zip", "rafah.postil (1).zip" and "rafah.zip" → "rafah". A file name. */
char    *postil_exercise_dup_name     (const char        *zip) G_GNUC_WARN_UNUSED_RESULT;
/* "x/rafah.postil.zip" → "x/rafah-key.postil.zip" */
char    *postil_exercise_dup_key_path (const char        *zip) G_GNUC_WARN_UNUSED_RESULT;
/* The same; where there is one, "x/rafah-key-2.postil.zip" and so on. Looks at the disk. */
char    *postil_exercise_dup_free_key_path (const char   *zip) G_GNUC_WARN_UNUSED_RESULT;
/* Whether a file is taken for a pack by its name alone. */
gboolean postil_exercise_is_pack_name (const char        *basename);

/* The articles without anybody's layer at @zip; and, where @key_coder is not NULL, that coder's
 * layer with its articles at @key_zip: first the key, so that nothing is handed out whose key
 * could not be kept. @article as in PostilPackChoice. Examples of the codebook that stand in an
 * article are in @report, for they tell students what was marked. Blocking, any thread. */
gboolean postil_exercise_write        (const char        *folder,
                                       const char        *article,
                                       const char        *zip,
                                       const char        *key_coder,
                                       const char        *key_zip,
                                       PostilReport      *report,
                                       PostilPackCounts  *counts,
                                       GCancellable      *cancellable,
                                       GError           **error);

typedef struct
{
  char             *folder;   /* where it is now */
  GPtrArray        *articles; /* (element-type char*), relative, in order */
  PostilPackCounts  counts;
  gboolean          was_there; /* and is as it was left */
} PostilExercise;

/* Unpacks into a folder of the pack's name in @parent (NULL: beside the pack, or in the person's
 * documents where nothing should or can stand there). A folder in which these articles stand
 * already is opened as it is, with whatever was marked; one with something else is left alone,
 * and another name is found. Blocking, any thread. */
PostilExercise *postil_exercise_open  (const char        *zip,
                                       const char        *parent,
                                       PostilReport      *report,
                                       GCancellable      *cancellable,
                                       GError           **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether a coder has marked something in it where it is now. Looks at the disk. */
gboolean        postil_exercise_has_layer_of (const PostilExercise *self,
                                              const char           *coder);
void            postil_exercise_free  (PostilExercise    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilExercise, postil_exercise_free)

G_END_DECLS
