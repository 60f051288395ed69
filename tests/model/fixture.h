/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/postil-document.h"

G_BEGIN_DECLS

/* What the tests of the model make over and over. */

PostilText       *fixture_text              (const char *utf8);
PostilLayer      *fixture_layer             (void);
/* One piece, quoting nothing. */
PostilAnnotation *fixture_annotation        (const char *id,
                                             const char *code,
                                             guint       start,
                                             guint       end);
/* As above, with what it quotes in @text. */
PostilAnnotation *fixture_quote             (PostilText *text,
                                             const char *id,
                                             const char *code,
                                             guint       start,
                                             guint       end);
PostilLink       *fixture_link              (const char *id,
                                             const char *from,
                                             const char *to,
                                             const char *kind);
/* One to three pieces within @n_chars, sometimes an orphan, sometimes unsure. */
PostilAnnotation *fixture_random_annotation (const char *id,
                                             guint       n_chars);
/* Everything that a layer says, sources and all, to be compared. */
char             *fixture_dump              (PostilLayer *layer);

G_END_DECLS
