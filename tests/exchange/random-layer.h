/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/postil-layer.h"

G_BEGIN_DECLS

/* Texts and layers made of what breaks careless programs: emoji, combining marks, letters
 * from right to left, control characters, quotes and backslashes. The same seed gives the
 * same. */
char             *random_string      (GRand *rand, guint max_chars) G_GNUC_WARN_UNUSED_RESULT;
PostilText       *random_text        (GRand *rand, guint n_chars) G_GNUC_WARN_UNUSED_RESULT;
PostilAnnotation *random_annotation  (GRand *rand, PostilText *text, const char *id) G_GNUC_WARN_UNUSED_RESULT;
PostilLayer      *random_layer       (GRand *rand, PostilText *text, guint n_annotations, guint n_links) G_GNUC_WARN_UNUSED_RESULT;
char             *random_id          (GRand *rand) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
