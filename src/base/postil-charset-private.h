/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "base/postil-charset.h"

G_BEGIN_DECLS

#define POSTIL_CHARSET_LATIN10 "iso-8859-16"

gboolean postil_charset_is_latin10     (const char *name);
/* Every byte is valid in it. */
void     postil_charset_append_latin10 (GString    *out,
                                        const char *bytes,
                                        gsize       n_bytes);

G_END_DECLS
