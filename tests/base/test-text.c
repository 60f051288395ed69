/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "base/postil-error.h"
#include "base/postil-text.h"

static PostilText *
new_from (const char *bytes,
          gsize       n_bytes,
          const char *charset)
{
  g_autoptr (GBytes) data = g_bytes_new (bytes, n_bytes);
  g_autoptr (GError) error = NULL;
  PostilText *text = postil_text_new_from_bytes (data, charset, &error);

  g_assert_no_error (error);
  g_assert_nonnull (text);
  return text;
}

static PostilText *
new_text (const char *utf8)
{
  g_autoptr (GError) error = NULL;
  PostilText *text = postil_text_new_from_utf8 (utf8, -1, &error);

  g_assert_no_error (error);
  return text;
}

typedef struct
{
  const char *name;
  const char *bytes;
  gsize       n_bytes; /* 0: up to the NUL */
  const char *charset; /* named, or NULL */
  const char *utf8;
  const char *charset_found;
} Decoding;

static const Decoding decodings[] = {
  { "empty", "", 0, NULL, "", "utf-8" },
  { "ascii", "abc", 0, NULL, "abc", "utf-8" },
  { "utf-8", "Größe 😀", 0, NULL, "Größe 😀", "utf-8" },
  { "bom/utf-8", "\xef\xbb\xbf" "a", 0, NULL, "a", "utf-8" },
  { "bom/utf-8-only", "\xef\xbb\xbf", 0, NULL, "", "utf-8" },
  { "bom/utf-8-twice", "\xef\xbb\xbf\xef\xbb\xbf" "a", 0, NULL, "\xef\xbb\xbf" "a", "utf-8" },
  { "bom/utf-16le", "\xff\xfe" "a\0=\xd8\0\xde\n\0", 10, NULL, "a😀\n", "utf-16le" },
  { "bom/utf-16be", "\xfe\xff\0a\xd8=\xde\0\0\n", 10, NULL, "a😀\n", "utf-16be" },
  { "bom/utf-16-twice", "\xff\xfe\xff\xfe" "a\0", 6, NULL, "\xef\xbb\xbf" "a", "utf-16le" },
  { "bom/utf-32le", "\xff\xfe\0\0a\0\0\0\0\xf6\x01\0", 12, NULL, "a😀", "utf-32le" },
  { "bom/utf-32be", "\0\0\xfe\xff\0\0\0a\0\x01\xf6\0", 12, NULL, "a😀", "utf-32be" },
  { "bom/wins", "\xff\xfe" "a\0", 4, "windows-1252", "a", "utf-16le" },
  { "bom/utf-8-wins", "\xef\xbb\xbf\xc3\xa4", 0, "windows-1252", "ä", "utf-8" },
  { "named/windows-1252", "Gr\xf6\xdf" "e", 0, "Windows-1252", "Größe", "windows-1252" },
  { "named/euro", "\x80 5", 0, "latin1", "€ 5", "windows-1252" },
  { "named/utf-8-stands", "Gr\xc3\xb6\xc3\x9f" "e", 0, "windows-1252", "Größe", "utf-8" },
  { "named/ascii-keeps-name", "Groesse", 0, "windows-1252", "Groesse", "windows-1252" },
  { "named/utf-16", "a\0b\0", 4, "utf-16", "ab", "utf-16le" },
  { "named/utf-16be", "\0a\0b", 4, "utf-16", "ab", "utf-16be" },
  { "named/utf-16-like-utf-8", "ab", 2, "utf-16le", "\xe6\x89\xa1", "utf-16le" },
  { "named/gb18030-mark", "\x84\x31\x95\x33\xd6\xd0", 0, "gb18030", "中", "gb18030" },
  { "named/iso-2022-jp", "\x1b$B4A;z\x1b(B", 0, "iso-2022-jp", "漢字", "iso-2022-jp" },
  { "line-ends/crlf", "a\r\nb\r\n", 0, NULL, "a\nb\n", "utf-8" },
  { "line-ends/cr", "a\rb\r\rc", 0, NULL, "a\nb\n\nc", "utf-8" },
  { "line-ends/mixed", "\r\n\r\r\n\n\r", 0, NULL, "\n\n\n\n\n", "utf-8" },
  { "line-ends/lfcr", "a\n\rb", 0, NULL, "a\n\nb", "utf-8" },
  { "line-ends/separators", "a\xe2\x80\xa8" "b\xe2\x80\xa9" "c\xc2\x85", 0, NULL,
    "a\xe2\x80\xa8" "b\xe2\x80\xa9" "c\xc2\x85", "utf-8" },
  { "line-ends/utf-16", "\xff\xfe" "a\0\r\0\n\0", 8, NULL, "a\n", "utf-16le" },
  { "untouched/space", "  a \t \n ", 0, NULL, "  a \t \n ", "utf-8" },
  { "untouched/decomposed", "e\xcc\x81 \xef\xac\x81", 0, NULL, "e\xcc\x81 \xef\xac\x81", "utf-8" },
  { "untouched/inner-mark", "a\xef\xbb\xbf" "b", 0, NULL, "a\xef\xbb\xbf" "b", "utf-8" },
  { "untouched/noncharacters", "\xef\xbf\xbe\xef\xbf\xbf", 0, NULL, "\xef\xbf\xbe\xef\xbf\xbf", "utf-8" },
};

static void
test_decoding (gconstpointer data)
{
  const Decoding *decoding = data;
  gsize n_bytes = decoding->n_bytes != 0 ? decoding->n_bytes : strlen (decoding->bytes);
  g_autoptr (PostilText) text = new_from (decoding->bytes, n_bytes, decoding->charset);
  gsize n_utf8;

  g_assert_cmpstr (postil_text_get_utf8 (text, &n_utf8), ==, decoding->utf8);
  g_assert_cmpuint (n_utf8, ==, strlen (decoding->utf8));
  g_assert_cmpstr (postil_text_get_charset (text), ==, decoding->charset_found);
  g_assert_false (postil_text_is_charset_detected (text));
  g_assert_cmpuint (postil_text_get_n_chars (text), ==, g_utf8_strlen (decoding->utf8, -1));
}

static const struct
{
  const char *name;
  const char *bytes;
  gsize       n_bytes;
  const char *charset;
  PostilError code;
  const char *part; /* of the message */
} faults[] = {
  { "nul", "a\0b", 3, NULL, POSTIL_ERROR_NOT_TEXT, "byte 1" },
  { "nul-named", "a\0b", 3, "utf-8", POSTIL_ERROR_NOT_TEXT, "byte 1" },
  { "nul-windows", "a\0b", 3, "windows-1252", POSTIL_ERROR_NOT_TEXT, "byte 1" },
  { "nul-utf-16", "\xff\xfe" "a\0\0\0b\0", 8, NULL, POSTIL_ERROR_NOT_TEXT, "NUL" },
  { "nul-many", "\0\0\0\0\0\0\0\0", 8, NULL, POSTIL_ERROR_NOT_TEXT, "NUL" },
  { "png", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16, NULL, POSTIL_ERROR_NOT_TEXT, "NUL" },
  { "controls", "\x1f\x8b\x08\x03\x04\x05\x06 a\x80", 10, NULL, POSTIL_ERROR_NOT_TEXT, "control" },
  { "utf-8-named", "a\xe4 b", 4, "utf-8", POSTIL_ERROR_ENCODING, "Byte 1 " },
  { "utf-8-suggests", "Die Gr\xf6\xdf" "e \xe4ndert sich", 21, "utf-8", POSTIL_ERROR_ENCODING,
    "windows-1252" },
  { "utf-8-damaged", "\xc3\xa4\xc3\xb6\xc3\xbc\xc3\x9f\xc3\xa4 \xff", 12, NULL,
    POSTIL_ERROR_ENCODING, "Byte 11 " },
  { "utf-8-cut", "\xc3\xa4\xc3\xb6\xc3\xbc\xc3\x9f\xc3", 9, NULL, POSTIL_ERROR_ENCODING, "Byte 8 " },
  { "utf-8-bom", "\xef\xbb\xbf" "a\xff", 5, NULL, POSTIL_ERROR_ENCODING, "Byte 4 " },
  { "utf-16-odd", "\xff\xfe" "a\0b", 5, NULL, POSTIL_ERROR_ENCODING, "Byte 4 " },
  { "utf-16-lone", "\xff\xfe" "a\0\0\xd8" "b\0", 8, NULL, POSTIL_ERROR_ENCODING, "Byte 4 " },
  { "utf-32-over", "\xff\xfe\0\0\0\0\x11\0", 8, NULL, POSTIL_ERROR_ENCODING, "Byte 4 " },
  { "shift_jis", "abc\x82", 4, "shift_jis", POSTIL_ERROR_ENCODING, "shift_jis" },
  { "gb18030", "\xd6\xd0\xff", 3, "gb18030", POSTIL_ERROR_ENCODING, "Byte 2 " },
  { "unknown", "a", 1, "klingon", POSTIL_ERROR_UNKNOWN, "klingon" },
};

static void
test_faults (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (faults[i].bytes, faults[i].n_bytes);
      g_autoptr (GError) error = NULL;

      g_assert_null (postil_text_new_from_bytes (bytes, faults[i].charset, &error));
      g_test_message ("%s: %s", faults[i].name, error->message);
      g_assert_error (error, POSTIL_ERROR, (int) faults[i].code);
      g_assert_nonnull (strstr (error->message, faults[i].part));
    }
}

static void
test_from_utf8 (void)
{
  g_autoptr (PostilText) text = NULL;
  g_autoptr (GError) error = NULL;

  text = postil_text_new_from_utf8 ("\xef\xbb\xbf" "a\r\nbcd", 7, NULL);
  g_assert_cmpstr (postil_text_get_utf8 (text, NULL), ==, "a\nb");
  g_assert_null (postil_text_new_from_utf8 ("a\xff", -1, &error));
  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_ENCODING);
  g_clear_error (&error);
  g_assert_null (postil_text_new_from_utf8 ("a\0b", 3, &error));
  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_NOT_TEXT);
}

static void
test_too_large (void)
{
  gsize n_bytes = (gsize) POSTIL_TEXT_MAX_BYTES + 1;
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (n_bytes), n_bytes);
  g_autoptr (GError) error = NULL;

  g_assert_null (postil_text_new_from_bytes (bytes, NULL, &error));
  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_TOO_LARGE);
  g_assert_nonnull (strstr (error->message, "100.0"));
}

static void
test_sha256 (void)
{
  g_autoptr (PostilText) unix_text = new_text ("Größe\n");
  g_autoptr (PostilText) windows = new_from ("Gr\xf6\xdf" "e\r\n", 7, "windows-1252");
  g_autoptr (PostilText) empty = new_text ("");
  const char *sha256 = postil_text_get_sha256 (unix_text);

  g_assert_cmpstr (postil_text_get_sha256 (empty), ==,
                   "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  g_assert_cmpstr (sha256, ==, postil_text_get_sha256 (windows));
  g_assert_true (sha256 == postil_text_get_sha256 (unix_text));
}

static gpointer
read_in_thread (gpointer data)
{
  PostilText *text = data;

  for (guint i = 0; i <= postil_text_get_n_chars (text); i++)
    g_assert_cmpuint (postil_text_get_line (text, i), >=, 1);
  return (gpointer) postil_text_get_sha256 (text);
}

static void
test_threads (void)
{
  for (guint round = 0; round < 50; round++)
    {
      g_autoptr (PostilText) text = new_text ("a\nbé\n\nc\n");
      GThread *threads[8];

      for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
        threads[i] = g_thread_new ("reader", read_in_thread, text);
      for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
        g_assert_true (g_thread_join (threads[i]) == postil_text_get_sha256 (text));
    }
}

/* Every conversion against a walk through the text, with plain and with random texts of many
 * index steps. */
static void
assert_offsets (PostilText *text)
{
  const char *utf8 = postil_text_get_utf8 (text, NULL);
  guint n_chars = postil_text_get_n_chars (text);
  const char *p = utf8;
  guint utf16 = 0, line = 1, found = 0;

  for (guint i = 0; i <= n_chars; i++)
    {
      gunichar c = g_utf8_get_char (p);
      gsize n_bytes = i < n_chars ? (gsize) g_utf8_skip[(guint8) *p] : 1;

      g_assert_cmpuint (postil_text_char_to_byte (text, i), ==, (gsize) (p - utf8));
      for (gsize k = 0; k < n_bytes; k++)
        g_assert_cmpuint (postil_text_byte_to_char (text, (gsize) (p - utf8) + k), ==, i);
      g_assert_cmpuint (postil_text_char_to_utf16 (text, i), ==, utf16);
      g_assert_true (postil_text_utf16_to_char (text, utf16, &found));
      g_assert_cmpuint (found, ==, i);
      g_assert_cmpuint (postil_text_get_char (text, i), ==, c);
      g_assert_cmpuint (postil_text_get_line (text, i), ==, line);
      if (c >= 0x10000)
        g_assert_false (postil_text_utf16_to_char (text, utf16 + 1, &found));
      utf16 += c >= 0x10000 ? 2 : 1;
      line += c == '\n' ? 1 : 0;
      p += n_bytes;
    }
  g_assert_false (postil_text_utf16_to_char (text, utf16, &found));
}

static void
test_offsets (void)
{
  static const gunichar chars[] = { 'a', '\n', 0xe9, 0x4e2d, 0x1f600, 0x10ffff, 0x301, 0x5d0 };
  static const char *const plain[] = { "", "a", "abc\n\n", "é", "a😀b", "😀", "\n😀\n中é" };

  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    {
      g_autoptr (PostilText) text = new_text (plain[i]);

      assert_offsets (text);
    }
  for (guint round = 0; round < 60; round++)
    {
      g_autoptr (GString) string = g_string_new (NULL);
      g_autoptr (PostilText) text = NULL;
      gint32 n_kinds = g_test_rand_int_range (1, G_N_ELEMENTS (chars) + 1);
      gint32 n_chars = round % 10 == 0 ? 256 * (gint32) (round / 10) : g_test_rand_int_range (0, 1500);

      for (gint32 i = 0; i < n_chars; i++)
        g_string_append_unichar (string, chars[g_test_rand_int_range (0, n_kinds)]);
      text = new_text (string->str);
      assert_offsets (text);
    }
}

static void
test_slices (void)
{
  g_autoptr (PostilText) text = new_text ("a😀é中b");
  g_autofree char *slice = postil_text_dup_slice (text, (PostilSpan) { 1, 4 });
  g_autofree char *empty = postil_text_dup_slice (text, (PostilSpan) { 5, 5 });
  const char *peeked;
  gsize n_bytes;

  g_assert_cmpstr (slice, ==, "😀é中");
  g_assert_cmpstr (empty, ==, "");
  peeked = postil_text_peek_slice (text, (PostilSpan) { 3, 5 }, &n_bytes);
  g_assert_cmpmem (peeked, n_bytes, "中b", 4);
  g_assert_true (postil_text_contains (text, (PostilSpan) { 0, 5 }));
  g_assert_false (postil_text_contains (text, (PostilSpan) { 0, 6 }));
  g_assert_false (postil_text_contains (text, (PostilSpan) { 3, 2 }));
  g_assert_false (postil_text_contains (text, (PostilSpan) { G_MAXUINT32, G_MAXUINT32 }));
}

static void
test_context (void)
{
  static const struct
  {
    const char *text;
    PostilSpan  span;
    guint       n_chars;
    const char *before;
    const char *after;
  } contexts[] = {
    { "abcdefgh", { 3, 5 }, 2, "bc", "fg" },
    { "abcdefgh", { 3, 5 }, 100, "abc", "fgh" },
    { "abcdefgh", { 0, 8 }, 5, "", "" },
    { "abcdefgh", { 3, 5 }, 0, "", "" },
    /* a cluster that does not fit is left out whole */
    { "xe\xcc\x81" "abce\xcc\x81y", { 3, 6 }, 1, "", "" },
    { "xe\xcc\x81" "abce\xcc\x81y", { 3, 6 }, 2, "e\xcc\x81", "e\xcc\x81" },
    { "x👩‍👩‍👧ab👩‍👩‍👧y", { 6, 8 }, 4, "", "" },
    { "x👩‍👩‍👧ab👩‍👩‍👧y", { 6, 8 }, 5, "👩‍👩‍👧", "👩‍👩‍👧" },
    { "🇩🇪🇫🇷ab🇩🇪🇫🇷", { 4, 6 }, 3, "🇫🇷", "🇩🇪" },
    { "각각ab", { 1, 2 }, 9, "각", "ab" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (contexts); i++)
    {
      g_autoptr (PostilText) text = new_text (contexts[i].text);
      g_autofree char *before = NULL;
      g_autofree char *after = NULL;

      g_test_message ("context %u", i);
      postil_text_dup_context (text, contexts[i].span, contexts[i].n_chars, &before, &after);
      g_assert_cmpstr (before, ==, contexts[i].before);
      g_assert_cmpstr (after, ==, contexts[i].after);
    }
}

/* Not a measure, but a text of 10 MB must not take minutes. */
static void
test_large (void)
{
  static const char line[] = "Die Größe des Zugeständnisses — 😀.\r\n";
  gsize n_lines = 10 * 1000 * 1000 / (sizeof line - 1);
  g_autoptr (GString) string = g_string_sized_new (n_lines * sizeof line);
  g_autoptr (PostilText) text = NULL;
  gsize n_bytes;
  gint64 start;

  for (gsize i = 0; i < n_lines; i++)
    g_string_append (string, line);
  start = g_get_monotonic_time ();
  text = new_from (string->str, string->len, NULL);
  g_test_message ("10 MB in %d ms", (int) ((g_get_monotonic_time () - start) / 1000));
  postil_text_get_utf8 (text, &n_bytes);
  g_assert_cmpuint (n_bytes, ==, string->len - n_lines);
  g_assert_cmpuint (postil_text_get_line (text, postil_text_get_n_chars (text)), ==,
                    n_lines + 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (decodings); i++)
    {
      g_autofree char *path = g_strconcat ("/text/decoding/", decodings[i].name, NULL);

      g_test_add_data_func (path, &decodings[i], test_decoding);
    }
  g_test_add_func ("/text/faults", test_faults);
  g_test_add_func ("/text/from-utf8", test_from_utf8);
  g_test_add_func ("/text/too-large", test_too_large);
  g_test_add_func ("/text/sha256", test_sha256);
  g_test_add_func ("/text/threads", test_threads);
  g_test_add_func ("/text/offsets", test_offsets);
  g_test_add_func ("/text/slices", test_slices);
  g_test_add_func ("/text/context", test_context);
  g_test_add_func ("/text/large", test_large);
  return g_test_run ();
}
