/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "base/postil-span.h"

G_BEGIN_DECLS

/* An article's text as files.md defines it: decoded, one leading U+FEFF dropped, CRLF and
 * lone CR turned into LF, nothing else. Immutable, reference counted, safe to read from
 * any thread. All offsets are code points; conversions to bytes and UTF-16 go through a
 * sparse index. */
typedef struct _PostilText PostilText;

#define POSTIL_TEXT_MAX_BYTES (100u * 1024u * 1024u)

/* @charset: NULL to find out (BOM, strict UTF-8, then ICU's detector), else the charset to
 * decode with. A BOM still wins over it, and so does valid UTF-8 that is more than ASCII
 * (unless the charset is none that holds ASCII, such as UTF-16): a file that was re-encoded
 * since its charset was recorded stays readable. Errors: NOT_TEXT, ENCODING, TOO_LARGE,
 * UNKNOWN. */
PostilText  *postil_text_new_from_bytes      (GBytes      *bytes,
                                              const char  *charset,
                                              GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* @n_bytes: -1 for a NUL-terminated string. The same steps from step 2 on. */
PostilText  *postil_text_new_from_utf8       (const char  *utf8,
                                              gssize       n_bytes,
                                              GError     **error) G_GNUC_WARN_UNUSED_RESULT;
PostilText  *postil_text_ref                 (PostilText  *self);
void         postil_text_unref               (PostilText  *self);

const char  *postil_text_get_utf8            (PostilText  *self,
                                              gsize       *n_bytes);
guint        postil_text_get_n_chars         (PostilText  *self);
/* Lower case, as in a MIME type: "utf-8", "windows-1252", "gb18030", "utf-16le". */
const char  *postil_text_get_charset         (PostilText  *self);
/* Whether the charset was guessed, so that the person should be told. */
gboolean     postil_text_is_charset_detected (PostilText  *self);
/* Lower-case hex of the SHA-256 over the text as UTF-8. Computed once, on demand. */
const char  *postil_text_get_sha256          (PostilText  *self);

gsize        postil_text_char_to_byte        (PostilText  *self,
                                              guint        char_offset);
/* A byte inside a character belongs to that character. */
guint        postil_text_byte_to_char        (PostilText  *self,
                                              gsize        byte_offset);
guint        postil_text_char_to_utf16       (PostilText  *self,
                                              guint        char_offset);
/* FALSE when @utf16_offset is past the end or in the middle of a surrogate pair. */
gboolean     postil_text_utf16_to_char       (PostilText  *self,
                                              guint        utf16_offset,
                                              guint       *char_offset);

gboolean     postil_text_contains            (PostilText  *self,
                                              PostilSpan   span);
gunichar     postil_text_get_char            (PostilText  *self,
                                              guint        char_offset);
/* The slice as it stands in the UTF-8: borrowed, not NUL-terminated. */
const char  *postil_text_peek_slice          (PostilText  *self,
                                              PostilSpan   span,
                                              gsize       *n_bytes);
char        *postil_text_dup_slice           (PostilText  *self,
                                              PostilSpan   span) G_GNUC_WARN_UNUSED_RESULT;
gboolean     postil_text_is_grapheme_border  (PostilText  *self,
                                              guint        char_offset);
/* Up to @n_chars before and after @span, cut at grapheme borders (inward, so that it is
 * never more). @before or @after may be NULL. */
void         postil_text_dup_context         (PostilText  *self,
                                              PostilSpan   span,
                                              guint        n_chars,
                                              char       **before,
                                              char       **after);
/* 1-based, for messages. */
guint        postil_text_get_line            (PostilText  *self,
                                              guint        char_offset);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilText, postil_text_unref)

G_END_DECLS
