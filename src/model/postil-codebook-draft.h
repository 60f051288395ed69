/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/postil-recoding.h"

G_BEGIN_DECLS

/* A codebook that is being edited: what it would be, and what that means for annotations.
 * Each verb does all or nothing; errors (SCHEMA) are those of the builder, in a person's
 * words. One thread. */
typedef struct _PostilCodebookDraft PostilCodebookDraft;

PostilCodebookDraft *postil_codebook_draft_new          (PostilCodebook      *from) G_GNUC_WARN_UNUSED_RESULT;
void                 postil_codebook_draft_free         (PostilCodebookDraft *self);
/* As it was, as it would be. Borrowed until the next verb. */
PostilCodebook      *postil_codebook_draft_get_before   (PostilCodebookDraft *self);
PostilCodebook      *postil_codebook_draft_get_codebook (PostilCodebookDraft *self);
PostilRecoding      *postil_codebook_draft_get_recoding (PostilCodebookDraft *self);
gboolean             postil_codebook_draft_is_changed   (PostilCodebookDraft *self);
/* The code's id in the codebook as it was; NULL for a new one. */
const char          *postil_codebook_draft_get_origin   (PostilCodebookDraft *self,
                                                         const char          *id);

/* Everything of a code but its id and its place. Another definition, or other notes on scope,
 * are remembered with the time: what was coded before can be reviewed. */
gboolean             postil_codebook_draft_set_code     (PostilCodebookDraft *self,
                                                         const PostilCode    *code,
                                                         GError             **error);
gboolean             postil_codebook_draft_rename       (PostilCodebookDraft *self,
                                                         const char          *id,
                                                         const char          *new_id,
                                                         GError             **error);
/* See postil_codebook_builder_move_code(). FALSE where it would come to lie below itself. */
gboolean             postil_codebook_draft_move         (PostilCodebookDraft *self,
                                                         const char          *id,
                                                         const char          *parent,
                                                         const char          *before);
/* One place up (-1) or down (1) among its siblings; deeper (below the sibling above it) or
 * higher (behind its parent). FALSE where there is no such place. */
gboolean             postil_codebook_draft_step         (PostilCodebookDraft *self,
                                                         const char          *id,
                                                         int                  direction);
gboolean             postil_codebook_draft_nest         (PostilCodebookDraft *self,
                                                         const char          *id);
gboolean             postil_codebook_draft_unnest       (PostilCodebookDraft *self,
                                                         const char          *id);
/* A new one at the end of @parent's ("" for the top), its id made from the label. (transfer full) */
char                *postil_codebook_draft_add          (PostilCodebookDraft *self,
                                                         const char          *label,
                                                         const char          *parent,
                                                         GError             **error) G_GNUC_WARN_UNUSED_RESULT;
/* Its id made from its label, where nobody has used it yet; the id that it has then. (transfer full) */
char                *postil_codebook_draft_follow_label (PostilCodebookDraft *self,
                                                         const char          *id) G_GNUC_WARN_UNUSED_RESULT;
/* A code that annotations bear and the codebook lacks. */
gboolean             postil_codebook_draft_adopt        (PostilCodebookDraft *self,
                                                         const char          *id,
                                                         GError             **error);
/* @id's annotations become @into's, its children and what was matched to it go there too. */
gboolean             postil_codebook_draft_merge        (PostilCodebookDraft *self,
                                                         const char          *id,
                                                         const char          *into,
                                                         GError             **error);
/* @to: what its annotations become, "" where they go, NULL where they keep the id that the
 * codebook then lacks. */
gboolean             postil_codebook_draft_remove       (PostilCodebookDraft *self,
                                                         const char          *id,
                                                         const char          *to,
                                                         GError             **error);
/* Other coders' files may call @id by @other. */
gboolean             postil_codebook_draft_match        (PostilCodebookDraft *self,
                                                         const char          *id,
                                                         const char          *other,
                                                         GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilCodebookDraft, postil_codebook_draft_free)

G_END_DECLS
