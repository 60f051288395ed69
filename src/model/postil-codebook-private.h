/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/postil-codebook.h"

G_BEGIN_DECLS

/* What a codebook and its builder share: both own copies of codes, attributes and links. */
PostilCode         *postil_code_copy          (const PostilCode         *code) G_GNUC_WARN_UNUSED_RESULT;
void                postil_code_free          (PostilCode               *code);
PostilAttributeDef *postil_attribute_def_copy (const PostilAttributeDef *attribute) G_GNUC_WARN_UNUSED_RESULT;
void                postil_attribute_def_free (PostilAttributeDef       *attribute);
PostilLinkDef      *postil_link_def_copy      (const PostilLinkDef      *link) G_GNUC_WARN_UNUSED_RESULT;
void                postil_link_def_free      (PostilLinkDef            *link);

/* What stands for the label on screen: a translation where it is one of Postil's own, to the letter. */
const char         *postil_code_find_shown          (const PostilCode         *code) G_GNUC_WARN_UNUSED_RESULT;
const char         *postil_attribute_def_find_shown (const PostilAttributeDef *attribute) G_GNUC_WARN_UNUSED_RESULT;
const char         *postil_link_def_find_shown      (const PostilLinkDef      *link) G_GNUC_WARN_UNUSED_RESULT;

/* Of a GPtrArray of PostilCode: each before its children, borrowed, with its depth set.
 * Those of a ring are not among them. */
GPtrArray          *postil_codes_list_in_order (GPtrArray *codes) G_GNUC_WARN_UNUSED_RESULT;
/* Gives those that have none the next colour of the palette that nobody has. */
void                postil_codes_fill_colors  (GPtrArray                *codes);

/* Takes over all three arrays, checked and in order. */
PostilCodebook     *postil_codebook_new_take  (const char *label,
                                               const char *source,
                                               GPtrArray  *codes,
                                               GPtrArray  *attributes,
                                               GPtrArray  *links) G_GNUC_WARN_UNUSED_RESULT;
void                postil_codebook_set_builtin (PostilCodebook *self);

G_END_DECLS
