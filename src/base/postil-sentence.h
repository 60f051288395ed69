/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether a sentence really ends at @byte_offset, where the rules of Unicode say so: not
 * after "Dr. ", an initial, a German "3. ", nor before a word in lower case. @language: BCP 47,
 * or NULL for what holds in any that is known here. */
gboolean postil_sentence_is_border (const char *utf8,
                                    gsize       n_bytes,
                                    gsize       byte_offset,
                                    const char *language);

G_END_DECLS
