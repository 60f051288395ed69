/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "app/dialogs/postil-code-usage.h"
#include "model/postil-codebook-draft.h"

G_BEGIN_DECLS

#define POSTIL_TYPE_CODEBOOK_EDITOR (postil_codebook_editor_get_type ())
G_DECLARE_FINAL_TYPE (PostilCodebookEditor, postil_codebook_editor, POSTIL, CODEBOOK_EDITOR, AdwWindow)

/* The codebook, to be edited as a whole; nothing is written before "Apply", which is one step.
 * Signals: ::apply: the person is done, see _get_draft(); ::review (string code): wants to see
 * what was coded before its definition changed. */
GtkWidget           *postil_codebook_editor_new       (GtkWindow            *parent,
                                                       PostilCodebook       *codebook);
/* Takes the counts, which may come later. */
void                 postil_codebook_editor_set_usage (PostilCodebookEditor *self,
                                                       PostilCodeUsage      *usage);
PostilCodebookDraft *postil_codebook_editor_get_draft (PostilCodebookEditor *self);
void                 postil_codebook_editor_select    (PostilCodebookEditor *self,
                                                       const char           *code);
/* Above the codes, until the next one or NULL. */
void                 postil_codebook_editor_show_error (PostilCodebookEditor *self,
                                                       const char           *message);
/* Closes without asking. */
void                 postil_codebook_editor_finish    (PostilCodebookEditor *self);

G_END_DECLS
