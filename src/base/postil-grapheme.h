/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether a grapheme cluster begins or ends at @byte_offset, which is the beginning of a
 * character or the end of the text. Looks at the neighbourhood only. */
gboolean postil_grapheme_is_border (const char *utf8,
                                    gsize       n_bytes,
                                    gsize       byte_offset);

G_END_DECLS
