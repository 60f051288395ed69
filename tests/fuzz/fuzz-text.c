/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The decoding of texts, their offsets and segments. The first byte chooses the charset that
 * is named ("0": none). */

#include "config.h"

#include <string.h>

#include "base/postil-error.h"
#include "base/postil-segment.h"
#include "base/postil-text.h"
#include "fuzz.h"

static const char *const charsets[] = {
  NULL, "utf-8", "windows-1252", "utf-16", "utf-32be", "gb18030", "shift_jis", "big5", "euc-kr",
  "iso-2022-jp", "koi8-r",
};

static void
check_offsets (PostilText *text)
{
  guint n_chars = postil_text_get_n_chars (text);
  guint step = MAX (n_chars / 64, 1);
  guint found = 0;

  for (guint i = 0; i <= n_chars; i += step)
    {
      g_autofree char *before = NULL;
      g_autofree char *after = NULL;

      g_assert_cmpuint (postil_text_byte_to_char (text, postil_text_char_to_byte (text, i)), ==, i);
      g_assert_true (postil_text_utf16_to_char (text, postil_text_char_to_utf16 (text, i), &found));
      g_assert_cmpuint (found, ==, i);
      g_assert_cmpuint (postil_text_get_line (text, i), >=, 1);
      postil_text_dup_context (text, (PostilSpan) { i, i }, 32, &before, &after);
      g_assert_true (g_utf8_validate (before, -1, NULL));
      g_assert_true (g_utf8_validate (after, -1, NULL));
      g_assert_cmpint (g_utf8_strlen (before, -1), <=, 32);
      g_assert_cmpint (g_utf8_strlen (after, -1), <=, 32);
    }
}

static void
check_segments (PostilText *text)
{
  g_autoptr (PostilSegmenter) segmenter = postil_segmenter_new (text, NULL);
  guint n_chars = postil_text_get_n_chars (text);

  for (guint kind = 0; kind <= POSTIL_SEGMENT_PARAGRAPH; kind++)
    {
      PostilSpan span = { 0 }, at = { 0 };
      guint place = 0;

      while (postil_segmenter_get_next (segmenter, kind, place, &span))
        {
          g_assert_cmpuint (span.start, >=, place);
          g_assert_cmpuint (span.end, >, span.start);
          g_assert_cmpuint (span.end, <=, n_chars);
          g_assert_true (postil_segmenter_get_at (segmenter, kind, span.end - 1, &at));
          g_assert_true (postil_span_equal (at, span));
          at = postil_segmenter_expand (segmenter, kind, (PostilSpan) { span.start, span.start + 1 });
          g_assert_true (postil_span_equal (at, span));
          place = span.end;
        }
      for (place = 0; place < n_chars;)
        {
          guint next = postil_segmenter_step (segmenter, kind, place, 1);

          g_assert_cmpuint (next, >, place);
          g_assert_cmpuint (postil_segmenter_step (segmenter, kind, next, -1), <, next);
          place = next;
        }
    }
}

static void
check_text (PostilText *text)
{
  g_autoptr (PostilText) again = NULL;
  gsize n_bytes;
  const char *utf8 = postil_text_get_utf8 (text, &n_bytes);

  g_assert_true (g_utf8_validate_len (utf8, n_bytes, NULL));
  g_assert_cmpuint (strlen (utf8), ==, n_bytes);
  g_assert_null (memchr (utf8, '\r', n_bytes));
  g_assert_cmpint (g_utf8_strlen (utf8, -1), ==, postil_text_get_n_chars (text));
  if (!g_str_has_prefix (utf8, "\xef\xbb\xbf"))
    {
      again = postil_text_new_from_utf8 (utf8, (gssize) n_bytes, NULL);
      g_assert_cmpstr (postil_text_get_sha256 (again), ==, postil_text_get_sha256 (text));
    }
  check_offsets (text);
  if (n_bytes < 4096)
    check_segments (text);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes,
                        size_t         n_bytes)
{
  g_autoptr (GBytes) input = NULL;
  g_autoptr (PostilText) text = NULL;
  g_autoptr (GError) error = NULL;
  const char *charset;

  if (n_bytes == 0)
    return 0;
  charset = charsets[(guint8) (bytes[0] - '0') % G_N_ELEMENTS (charsets)];
  input = g_bytes_new_static (bytes + 1, n_bytes - 1);
  text = postil_text_new_from_bytes (input, charset, &error);
  if (text != NULL)
    {
      check_text (text);
      return 0;
    }
  g_assert_true (error->domain == POSTIL_ERROR);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  return 0;
}
