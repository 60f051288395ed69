/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "base/postil-text.h"

G_BEGIN_DECLS

/* The W3C's selectors of text, where the article's text is needed to know what they mean:
 * those that refine another one, ranges from one to another, and fragments (RFC 5147). */
gboolean postil_selector_resolve        (JsonNode   *selector,
                                         PostilText *text,
                                         PostilSpan *span);
/* "char=10,20", "line=,5;length=90"; open ends are those of @text. */
gboolean postil_selector_parse_fragment (const char *fragment,
                                         PostilText *text,
                                         PostilSpan *span);

G_END_DECLS
