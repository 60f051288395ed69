/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Bytes of any charset to UTF-8: step 1 of the article's text (files.md), without the line
 * ends. A leading byte order mark is dropped. */
typedef struct
{
  char       *utf8;        /* NUL-terminated; the caller frees it */
  gsize       n_bytes;
  const char *charset;     /* interned, lower case */
  gboolean    is_detected;
} PostilDecoded;

gboolean    postil_charset_decode (const char    *bytes,
                                   gsize          n_bytes,
                                   const char    *charset,
                                   PostilDecoded *decoded,
                                   GError       **error);
/* The same for what must be UTF-8. */
gboolean    postil_charset_decode_utf8 (const char *bytes,
                                   gsize          n_bytes,
                                   PostilDecoded *decoded,
                                   GError       **error);
/* The same for what says that it is @charset, but for a few broken bytes, as web pages are: each
 * becomes U+FFFD. For charsets like ASCII other than UTF-8. */
gboolean    postil_charset_decode_damaged (const char *bytes,
                                   gsize          n_bytes,
                                   const char    *charset,
                                   PostilDecoded *decoded);
/* Appends what a few bytes mean in just this charset, whatever else they could be; FALSE, and
 * nothing is appended, where they are not valid in it. */
gboolean    postil_charset_append (GString       *out,
                                   const char    *bytes,
                                   gsize          n_bytes,
                                   const char    *charset);
/* The most plausible charset of bytes that are not UTF-8, as postil_charset_decode() takes
 * it. Looks at some KB only; always names one. */
const char *postil_charset_guess  (const char    *bytes,
                                   gsize          n_bytes);
/* The charset of old mail from East Asia, whose bytes are all ASCII, or NULL. */
const char *postil_charset_guess_escaped (const char *bytes,
                                   gsize          n_bytes);
/* The UTF-16 or UTF-32 that bytes without a byte order mark clearly are, or NULL. */
const char *postil_charset_guess_wide (const char *bytes,
                                   gsize          n_bytes);

G_END_DECLS
