/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The BCP 47 tag of the language in which messages are given. */
const char *postil_translation_get_language (void);

/* Whether messages run from right to left, and so what is drawn around them should. */
gboolean    postil_translation_is_rtl       (void);

/* Whether a language is written from right to left, by its tag: "ar", "fa-IR", "ku-Arab". */
gboolean    postil_language_is_rtl          (const char *tag);

G_END_DECLS
