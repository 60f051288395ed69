/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @text as XML, with what is markup escaped. XML has no way to write most control characters;
 * they become U+FFFD, and FALSE is returned, so that the caller can say so. */
gboolean postil_xml_append_text      (GString    *out,
                                      const char *text);
/* ' name="value"'; line ends and tabs survive. A NULL @value writes nothing. */
gboolean postil_xml_append_attribute (GString    *out,
                                      const char *name,
                                      const char *value);

G_END_DECLS
