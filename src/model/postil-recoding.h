/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/postil-document.h"

G_BEGIN_DECLS

/* What is to become of annotations when codes are merged, split, renamed or deleted: for
 * each code, or for a single annotation, another code or nothing. The same for all articles
 * of a coder. Not thread-safe while it is being built. */
typedef struct _PostilRecoding PostilRecoding;

PostilRecoding *postil_recoding_new            (void) G_GNUC_WARN_UNUSED_RESULT;
PostilRecoding *postil_recoding_copy           (PostilRecoding   *self) G_GNUC_WARN_UNUSED_RESULT;
void            postil_recoding_free           (PostilRecoding   *self);
/* @to: another code's id; "" where its annotations go; NULL for "as they are". What already
 * becomes @from becomes @to then. */
void            postil_recoding_set_code       (PostilRecoding   *self,
                                                const char       *from,
                                                const char       *to);
/* A single annotation wins over its code. */
void            postil_recoding_set_annotation (PostilRecoding   *self,
                                                const char       *id,
                                                const char       *to);
gboolean        postil_recoding_is_empty       (PostilRecoding   *self);
/* What @annotation's code becomes: NULL where nothing becomes different, "" where it goes. */
const char     *postil_recoding_get            (PostilRecoding   *self,
                                                PostilAnnotation *annotation);
/* Likewise, of an annotation with this id and code. */
const char     *postil_recoding_get_code       (PostilRecoding   *self,
                                                const char       *id,
                                                const char       *code);
/* How many of the layer it touches. */
guint           postil_recoding_count          (PostilRecoding   *self,
                                                PostilLayer      *layer);

/* The change of one document, the codebook (NULL: as it is) included: those that come to
 * overlap another of their code are made one with it, links follow. NULL where nothing would
 * become different, with an error where a code to become is none of the codebook's. */
PostilChange   *postil_recoding_make_change    (PostilRecoding   *self,
                                                PostilDocument   *document,
                                                PostilCodebook   *codebook,
                                                GError          **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilRecoding, postil_recoding_free)

G_END_DECLS
