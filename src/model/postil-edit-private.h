/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/postil-edit.h"

G_BEGIN_DECLS

/* What the files of postil-edit.h share. Spans are a GArray of PostilSpan. */

/* UNKNOWN where the codebook lacks @code. */
gboolean  postil_edit_check_code  (PostilDocument      *document,
                                   const char          *code,
                                   GError             **error);
/* RANGE where one is empty, turned round or outside of the text. */
gboolean  postil_edit_check_range (PostilDocument      *document,
                                   GArray              *spans,
                                   GError             **error);
/* Checks the range, then grows each to grapheme borders, in place. */
gboolean  postil_edit_snap        (PostilDocument      *document,
                                   GArray              *spans,
                                   GError             **error);
GArray   *postil_edit_copy_spans  (const PostilSpan    *spans,
                                   guint                n_spans) G_GNUC_WARN_UNUSED_RESULT;
/* Sorts, and makes one of those that overlap or touch. */
void      postil_edit_unite       (GArray              *spans);
/* Pieces with their quotes; the array frees them. */
GArray   *postil_edit_dup_pieces  (PostilDocument      *document,
                                   GArray              *spans) G_GNUC_WARN_UNUSED_RESULT;
/* @init borrows @pieces. */
void      postil_edit_set_pieces  (PostilAnnotationInit *init,
                                   GArray              *pieces);
/* SELF_OVERLAP where @code already is on a part of it; @except may be NULL. */
gboolean  postil_edit_check_free  (PostilDocument      *document,
                                   const PostilPiece   *pieces,
                                   guint                n_pieces,
                                   const char          *code,
                                   PostilAnnotation    *except,
                                   GError             **error);

G_END_DECLS
