/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/postil-change.h"

G_BEGIN_DECLS

/* A change in a person's words: "Tag: Concern “deep concern over…”". @codebook names the
 * codes. */
char             *postil_change_title_dup             (PostilChange   *change,
                                                       PostilCodebook *codebook) G_GNUC_WARN_UNUSED_RESULT;
/* "Concern “deep concern over…”", at most some forty characters of the quote. */
char             *postil_change_title_dup_annotation  (PostilAnnotation *annotation,
                                                       PostilCodebook   *codebook) G_GNUC_WARN_UNUSED_RESULT;
/* The annotation that a change is about, as it is after it, or else as it was before; NULL
 * where it is about none. */
PostilAnnotation *postil_change_title_get_annotation  (PostilChange   *change);

G_END_DECLS
