/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a class handed in: a folder into which packs and sidecars were dropped as they came by
 * mail or from a stick, under whatever names. Each is told apart, and what is good is put beside
 * its article, to the letter, under the name of its coder. */
typedef enum
{
  POSTIL_HAND_IN_COLLECTED,
  POSTIL_HAND_IN_REPLACED,   /* collected, in place of an older one of the same layer */
  POSTIL_HAND_IN_THERE,      /* collected before */
  POSTIL_HAND_IN_DUPLICATE,  /* the same as another one, left out */
  POSTIL_HAND_IN_OLDER,      /* than another one of the same layer, left out */
  POSTIL_HAND_IN_WRONG_TEXT, /* of another text than the articles of the class, left out */
  POSTIL_HAND_IN_DAMAGED,    /* cannot be read, left out */
  POSTIL_HAND_IN_UNKNOWN,    /* no hand-in at all, left out */
  POSTIL_N_HAND_IN_STATES
} PostilHandInState;

typedef struct
{
  char              *file;    /* in the drop folder; of a pack "anna.zip/rafah.txt.anna.postil.json" */
  char              *coder;   /* under whose name it is kept; NULL where that is not known */
  char              *article; /* relative to the folder; likewise */
  PostilHandInState  state;
  guint              n_annotations;
  char              *message; /* what a person must know about it; NULL where nothing is remarkable */
} PostilHandIn;

typedef struct
{
  GPtrArray *hand_ins; /* (element-type PostilHandIn) by file */
  char      *article;  /* relative: that the class coded, where the folder had none; else NULL */
} PostilHandIns;

/* @folder: the class's folder with the articles, made where it is missing; may be @drop itself.
 * Without any article there, the one that most of the hand-ins are about comes out of them, with
 * the codebook beside it. In @drop nothing is changed, unless it is @folder: then files are
 * added. One layer under one name: two students with the same name are kept apart as "maria"
 * and "maria-2"; of one student's layer, handed in twice, the one that was changed last counts.
 * An error only where nothing could be done at all. Blocking. */
PostilHandIns *postil_hand_ins_collect        (const char           *drop,
                                               const char           *folder,
                                               GCancellable         *cancellable,
                                               GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void           postil_hand_ins_free           (PostilHandIns        *self);
guint          postil_hand_ins_count          (PostilHandIns        *self,
                                               PostilHandInState     state);
/* Whether it stands beside its article now. */
gboolean       postil_hand_in_is_in           (const PostilHandIn   *self);
/* "collected", "wrong-text": what a file calls it. */
const char    *postil_hand_in_state_get_name  (PostilHandInState     state);

void           postil_hand_ins_collect_async  (const char           *drop,
                                               const char           *folder,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
PostilHandIns *postil_hand_ins_collect_finish (GAsyncResult         *result,
                                               GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilHandIns, postil_hand_ins_free)

G_END_DECLS
