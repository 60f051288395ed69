/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Decodes bytes to UTF-8, strictly: what is not valid in its charset is an error that names
 * the byte, never a replacement character. The order is that of files.md: byte order mark,
 * strict UTF-8, the charset that was named, the one that is guessed. UTF-16 and UTF-32 that
 * are named go before UTF-8, since such bytes can look like it. Pure functions, any thread. */

#include "config.h"

#include "base/postil-charset.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>

#include "base/postil-charset-private.h"
#include "base/postil-error.h"

#define CHUNK_UNITS 4096
#define MIN_GOOD_TO_DAMAGED 20u  /* characters beyond ASCII to one that is damaged */
#define ENOUGH_SEQUENCES 10000u /* beyond ASCII, to say what they are */

typedef UConverter Converter;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Converter, ucnv_close)

static const struct
{
  const char *charset;
  guint8      bytes[4];
  gsize       n_bytes;
} byte_order_marks[] = {
  { "utf-8", { 0xef, 0xbb, 0xbf }, 3 },
  { "utf-32le", { 0xff, 0xfe, 0x00, 0x00 }, 4 }, /* before UTF-16, whose mark it begins with */
  { "utf-32be", { 0x00, 0x00, 0xfe, 0xff }, 4 },
  { "utf-16le", { 0xff, 0xfe }, 2 },
  { "utf-16be", { 0xfe, 0xff }, 2 },
};

/* Names that in practice mean a larger charset, as the WHATWG's Encoding Standard has it:
 * ICU's standard name, the name that Postil uses, the converter of ICU. */
static const struct
{
  const char *name;
  const char *charset;
  const char *converter;
} supersets[] = {
  { "big5", "big5", "windows-950" },
  { "cp949", "euc-kr", "windows-949" },
  { "euc-kr", "euc-kr", "windows-949" },
  { "gb2312", "gb18030", "gb18030" },
  { "gb_2312-80", "gb18030", "gb18030" },
  { "gbk", "gb18030", "gb18030" },
  { "iso-8859-1", "windows-1252", "windows-1252" },
  { "iso-8859-11", "windows-874", "windows-874" },
  { "iso-8859-9", "windows-1254", "windows-1254" },
  { "ks_c_5601-1987", "euc-kr", "windows-949" },
  { "tis-620", "windows-874", "windows-874" },
  { "us-ascii", "windows-1252", "windows-1252" },
  { "windows-31j", "shift_jis", "shift_jis" },
  { "windows-949", "euc-kr", "windows-949" },
};

typedef struct
{
  const char *charset;   /* interned */
  const char *converter; /* interned */
} Encoding;

static gboolean
is_label (const char *label)
{
  if (*label == '\0' || strlen (label) > 60)
    return FALSE;
  for (const char *p = label; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("-_.:+()", *p) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
find_encoding (const char *label,
               Encoding   *encoding,
               GError    **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (label));
  g_autofree char *name = NULL;
  g_autoptr (Converter) converter = NULL;
  UErrorCode status = U_ZERO_ERROR;

  if (postil_charset_is_latin10 (trimmed))
    {
      *encoding = (Encoding) { POSTIL_CHARSET_LATIN10, POSTIL_CHARSET_LATIN10 };
      return TRUE;
    }
  if (is_label (trimmed))
    converter = ucnv_open (trimmed, &status);
  if (converter == NULL)
    {
      g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_UNKNOWN,
                   _("There is no charset named “%s”. Try utf-8, utf-16, windows-1252, "
                     "shift_jis or gb18030."),
                   label);
      return FALSE;
    }
  for (const char *const *standard = (const char *const[]) { "MIME", "IANA", NULL };
       *standard != NULL && name == NULL; standard++)
    {
      status = U_ZERO_ERROR;
      name = g_strdup (ucnv_getStandardName (trimmed, *standard, &status));
    }
  if (name == NULL)
    name = g_strdup (trimmed);
  for (char *p = name; *p != '\0'; p++)
    *p = g_ascii_tolower (*p);
  encoding->charset = g_intern_string (name);
  encoding->converter = g_intern_string (trimmed);
  for (guint i = 0; i < G_N_ELEMENTS (supersets); i++)
    if (strcmp (name, supersets[i].name) == 0)
      *encoding = (Encoding) { supersets[i].charset, supersets[i].converter };
  return TRUE;
}

/* Those in which every ASCII character is one byte of that value. */
static gboolean
is_like_ascii (const char *charset)
{
  static const char *const others[] = { "utf-16", "utf-32", "utf-7", "iso-2022-", "hz", "ibm",
                                        "ebcdic", "scsu", "bocu", "cesu", "iso-10646-" };

  if (g_str_has_prefix (charset, "ibm8"))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (g_str_has_prefix (charset, others[i]))
      return FALSE;
  return TRUE;
}

static inline char *
write_utf8 (char     *to,
            gunichar  c)
{
  if (c >= 0x10000)
    {
      *to++ = (char) (0xf0 | c >> 18);
      *to++ = (char) (0x80 | (c >> 12 & 0x3f));
    }
  else if (c >= 0x800)
    *to++ = (char) (0xe0 | c >> 12);
  if (c >= 0x800)
    *to++ = (char) (0x80 | (c >> 6 & 0x3f));
  else
    *to++ = (char) (0xc0 | c >> 6);
  *to++ = (char) (0x80 | (c & 0x3f));
  return to;
}

/* A pair of surrogates can come in two pieces; @pending keeps the first. */
static void
append_utf16 (GString     *out,
              const UChar *units,
              gsize        n_units,
              UChar       *pending)
{
  gsize length = out->len;
  char *to;

  g_string_set_size (out, length + n_units * 3 + 1);
  to = out->str + length;
  for (gsize i = 0; i < n_units; i++)
    {
      gunichar c = units[i];

      if (c < 0x80)
        *to++ = (char) c;
      else if (c >= 0xd800 && c < 0xdc00)
        *pending = units[i];
      else if (c >= 0xdc00 && c < 0xe000)
        to = write_utf8 (to, 0x10000 + ((gunichar) (*pending - 0xd800) << 10) + (c - 0xdc00));
      else
        to = write_utf8 (to, c);
    }
  g_string_truncate (out, (gsize) (to - out->str));
}

static void
set_encoding_error (GError     **error,
                    const char  *charset,
                    gsize        byte_offset,
                    const char  *suggestion)
{
  if (suggestion != NULL && strcmp (suggestion, charset) != 0)
    g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_ENCODING,
                 _("Byte %zu is not valid in the charset %s. "
                   "Name another charset; %s may be the right one."),
                 byte_offset, charset, suggestion);
  else
    g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_ENCODING,
                 _("Byte %zu is not valid in the charset %s. "
                   "Name another charset, or repair the file."),
                 byte_offset, charset);
}

/* @skip: the length of the byte order mark; offsets in messages count it. */
static gboolean
decode_with_icu (const char     *bytes,
                 gsize           n_bytes,
                 gsize           skip,
                 const Encoding *encoding,
                 GString        *out,
                 gsize          *bad_offset)
{
  g_autoptr (Converter) converter = NULL;
  UErrorCode status = U_ZERO_ERROR;
  const char *source = bytes + skip, *end = bytes + n_bytes;
  UChar units[CHUNK_UNITS], pending = 0;

  if (postil_charset_is_latin10 (encoding->converter))
    {
      postil_charset_append_latin10 (out, source, (gsize) (end - source));
      return TRUE;
    }
  converter = ucnv_open (encoding->converter, &status);
  ucnv_setToUCallBack (converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
  g_assert (U_SUCCESS (status));
  do
    {
      UChar *target = units;
      char invalid[32];
      int8_t n_invalid = sizeof invalid;
      UErrorCode ignored = U_ZERO_ERROR;

      status = U_ZERO_ERROR;
      ucnv_toUnicode (converter, &target, units + CHUNK_UNITS, &source, end, NULL, TRUE, &status);
      append_utf16 (out, units, (gsize) (target - units), &pending);
      if (U_SUCCESS (status) || status == U_BUFFER_OVERFLOW_ERROR)
        continue;
      ucnv_getInvalidChars (converter, invalid, &n_invalid, &ignored);
      *bad_offset = (gsize) (source - bytes) - (gsize) MAX (n_invalid, 0);
      return FALSE;
    }
  while (status == U_BUFFER_OVERFLOW_ERROR);
  return TRUE;
}

static gboolean
set_not_text_error (GError **error,
                    gsize    byte_offset)
{
  g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_NOT_TEXT,
               _("This is not a text: byte %zu is NUL, which no text holds. "
                 "If it is UTF-16 or UTF-32, name that charset."),
               byte_offset);
  return FALSE;
}

static void
take_string (PostilDecoded *decoded,
             GString       *string,
             const char    *charset,
             gboolean       had_mark)
{
  /* A charset without a mark of its own, such as gb18030, can begin with U+FEFF too. */
  if (!had_mark && string->len >= 3 && memcmp (string->str, "\xef\xbb\xbf", 3) == 0)
    g_string_erase (string, 0, 3);
  decoded->n_bytes = string->len;
  decoded->utf8 = g_string_free (string, FALSE);
  decoded->charset = charset;
}

static gboolean
decode_as (const char     *bytes,
           gsize           n_bytes,
           gsize           skip,
           const Encoding *encoding,
           PostilDecoded  *decoded,
           GError        **error)
{
  GString *out = g_string_sized_new (n_bytes + n_bytes / 2 + 1);
  gsize bad_offset = 0;
  const char *suggestion, *nul;

  if (!decode_with_icu (bytes, n_bytes, skip, encoding, out, &bad_offset))
    {
      g_string_free (out, TRUE);
      suggestion = postil_charset_guess_wide (bytes, n_bytes);
      if (suggestion == NULL)
        suggestion = g_utf8_validate_len (bytes, n_bytes, NULL)
                       ? "utf-8" : postil_charset_guess (bytes, n_bytes);
      set_encoding_error (error, encoding->charset, bad_offset, suggestion);
      return FALSE;
    }
  nul = memchr (out->str, '\0', out->len);
  if (nul != NULL)
    {
      nul = memchr (bytes, '\0', n_bytes);
      g_string_free (out, TRUE);
      return set_not_text_error (error, nul != NULL ? (gsize) (nul - bytes) : 0);
    }
  take_string (decoded, out, encoding->charset, skip > 0);
  return TRUE;
}

/* Whether a damaged UTF-8 is far more likely than any other charset: to guess another would
 * turn a whole article into gibberish for the sake of one broken byte. */
static gboolean
is_nearly_utf8 (const char *bytes,
                gsize       n_bytes)
{
  const char *p = bytes, *end = bytes + n_bytes;
  gsize n_good = 0, n_bad = 0;

  while (p < end && n_good + n_bad < ENOUGH_SEQUENCES)
    {
      gunichar c;

      if ((guint8) *p < 0x80)
        {
          p++;
          continue;
        }
      c = g_utf8_get_char_validated (p, end - p);
      if (c == (gunichar) -1 || c == (gunichar) -2)
        {
          n_bad++;
          p++;
          continue;
        }
      n_good++;
      p = g_utf8_next_char (p);
    }
  return n_good >= 3 && n_good >= 2 * n_bad;
}

static gboolean
decode_utf8 (const char    *bytes,
             gsize          n_bytes,
             gsize          skip,
             PostilDecoded *decoded,
             GError       **error)
{
  const char *bad;

  if (!g_utf8_validate_len (bytes + skip, n_bytes - skip, &bad))
    {
      if (*bad == '\0')
        return set_not_text_error (error, (gsize) (bad - bytes));
      set_encoding_error (error, "utf-8", (gsize) (bad - bytes),
                          is_nearly_utf8 (bytes, n_bytes)
                            ? NULL : postil_charset_guess (bytes, n_bytes));
      return FALSE;
    }
  decoded->n_bytes = n_bytes - skip;
  decoded->utf8 = g_malloc (decoded->n_bytes + 1);
  memcpy (decoded->utf8, bytes + skip, decoded->n_bytes);
  decoded->utf8[decoded->n_bytes] = '\0';
  decoded->charset = "utf-8";
  return TRUE;
}

/* Control characters that no article has, one in a hundred or more: a picture, a program. */
static gboolean
is_binary (const char *bytes,
           gsize       n_bytes)
{
  gsize n_odd = 0;

  for (gsize i = 0; i < n_bytes; i++)
    {
      guint8 c = (guint8) bytes[i];

      if (c < 0x20 && strchr ("\b\t\n\v\f\r\x1a\x1b", c) == NULL)
        n_odd++;
    }
  return n_odd > n_bytes / 100;
}

static gboolean
decode_by_guess (const char    *bytes,
                 gsize          n_bytes,
                 PostilDecoded *decoded,
                 GError       **error)
{
  const char *wide = postil_charset_guess_wide (bytes, n_bytes);
  const char *nul = memchr (bytes, '\0', n_bytes);
  Encoding encoding;

  if (wide == NULL && nul != NULL)
    return set_not_text_error (error, (gsize) (nul - bytes));
  if (wide == NULL && is_binary (bytes, n_bytes))
    {
      g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_NOT_TEXT,
                   _("This is not a text: it is full of control characters. "
                     "Postil opens text in any charset, and documents by their file name."));
      return FALSE;
    }
  if (wide == NULL && is_nearly_utf8 (bytes, n_bytes))
    return decode_utf8 (bytes, n_bytes, 0, decoded, error);
  if (!find_encoding (wide != NULL ? wide : postil_charset_guess (bytes, n_bytes),
                      &encoding, error))
    return FALSE;
  decoded->is_detected = TRUE;
  return decode_as (bytes, n_bytes, 0, &encoding, decoded, error);
}

static gboolean
is_ascii (const char *bytes,
          gsize       n_bytes)
{
  guint8 all = 0;

  for (gsize i = 0; i < n_bytes; i++)
    all |= (guint8) bytes[i];
  return all < 0x80;
}

/* "utf-16" and "utf-32" leave the order of the bytes open. */
static const char *
resolve_byte_order (const char *bytes,
                    gsize       n_bytes,
                    const char *charset)
{
  const char *wide;

  if (strcmp (charset, "utf-16") != 0 && strcmp (charset, "utf-32") != 0)
    return charset;
  wide = postil_charset_guess_wide (bytes, n_bytes);
  if (wide != NULL && g_str_has_prefix (wide, charset))
    return wide;
  return strcmp (charset, "utf-16") == 0 ? "utf-16le" : "utf-32le";
}

static gboolean
decode_named (const char    *bytes,
              gsize          n_bytes,
              const char    *charset,
              PostilDecoded *decoded,
              GError       **error)
{
  Encoding encoding;
  const char *resolved;

  if (!find_encoding (charset, &encoding, error))
    return FALSE;
  resolved = resolve_byte_order (bytes, n_bytes, encoding.charset);
  if (resolved != encoding.charset)
    encoding = (Encoding) { resolved, resolved };
  if (strcmp (encoding.charset, "utf-8") == 0)
    return decode_utf8 (bytes, n_bytes, 0, decoded, error);
  if (is_like_ascii (encoding.charset) && !is_ascii (bytes, n_bytes) &&
      g_utf8_validate_len (bytes, n_bytes, NULL))
    return decode_utf8 (bytes, n_bytes, 0, decoded, error);
  return decode_as (bytes, n_bytes, 0, &encoding, decoded, error);
}

/* Only where all of it is valid: an escape can stand in a text for another reason. */
static gboolean
decode_escaped (const char    *bytes,
                gsize          n_bytes,
                PostilDecoded *decoded)
{
  const char *charset = is_ascii (bytes, n_bytes) ? postil_charset_guess_escaped (bytes, n_bytes) : NULL;
  Encoding encoding;

  if (charset == NULL || !find_encoding (charset, &encoding, NULL) ||
      !decode_as (bytes, n_bytes, 0, &encoding, decoded, NULL))
    {
      *decoded = (PostilDecoded) { 0 };
      return FALSE;
    }
  decoded->is_detected = TRUE;
  return TRUE;
}

gboolean
postil_charset_decode (const char    *bytes,
                       gsize          n_bytes,
                       const char    *charset,
                       PostilDecoded *decoded,
                       GError       **error)
{
  g_return_val_if_fail (bytes != NULL || n_bytes == 0, FALSE);
  g_return_val_if_fail (decoded != NULL, FALSE);

  *decoded = (PostilDecoded) { 0 };
  if (bytes == NULL)
    bytes = "";
  for (guint i = 0; i < G_N_ELEMENTS (byte_order_marks); i++)
    {
      gsize skip = byte_order_marks[i].n_bytes;
      Encoding encoding = { byte_order_marks[i].charset, byte_order_marks[i].charset };

      if (n_bytes < skip || memcmp (bytes, byte_order_marks[i].bytes, skip) != 0)
        continue;
      if (i == 0)
        return decode_utf8 (bytes, n_bytes, skip, decoded, error);
      return decode_as (bytes, n_bytes, skip, &encoding, decoded, error);
    }
  if (charset != NULL)
    return decode_named (bytes, n_bytes, charset, decoded, error);
  if (decode_escaped (bytes, n_bytes, decoded))
    return TRUE;
  if (n_bytes == 0 || g_utf8_validate_len (bytes, n_bytes, NULL))
    return decode_utf8 (bytes, n_bytes, 0, decoded, error);
  return decode_by_guess (bytes, n_bytes, decoded, error);
}

gboolean
postil_charset_decode_utf8 (const char    *bytes,
                            gsize          n_bytes,
                            PostilDecoded *decoded,
                            GError       **error)
{
  gsize skip;

  g_return_val_if_fail (bytes != NULL || n_bytes == 0, FALSE);
  g_return_val_if_fail (decoded != NULL, FALSE);

  *decoded = (PostilDecoded) { 0 };
  if (bytes == NULL)
    bytes = "";
  skip = n_bytes >= 3 && memcmp (bytes, byte_order_marks[0].bytes, 3) == 0 ? 3 : 0;
  return decode_utf8 (bytes, n_bytes, skip, decoded, error);
}

/* Fails where so much is damaged that @charset is not what it is. */
gboolean
postil_charset_decode_damaged (const char    *bytes,
                               gsize          n_bytes,
                               const char    *charset,
                               PostilDecoded *decoded)
{
  g_autoptr (Converter) converter = NULL;
  g_autoptr (GString) out = g_string_sized_new (n_bytes + n_bytes / 2 + 1);
  UErrorCode status = U_ZERO_ERROR;
  const char *source = bytes, *end = bytes + n_bytes;
  UChar units[CHUNK_UNITS], pending = 0;
  gsize n_beyond = 0, n_replaced = 0;
  Encoding encoding;

  g_return_val_if_fail (bytes != NULL && charset != NULL && decoded != NULL, FALSE);

  if (!find_encoding (charset, &encoding, NULL) || !is_like_ascii (encoding.charset) || postil_charset_is_latin10 (encoding.charset))
    return FALSE;
  converter = ucnv_open (encoding.converter, &status);
  ucnv_setToUCallBack (converter, UCNV_TO_U_CALLBACK_SUBSTITUTE, NULL, NULL, NULL, &status);
  g_assert (U_SUCCESS (status));
  do
    {
      UChar *target = units;

      status = U_ZERO_ERROR;
      ucnv_toUnicode (converter, &target, units + CHUNK_UNITS, &source, end, NULL, TRUE, &status);
      for (const UChar *unit = units; unit < target; unit++)
        {
          n_beyond += *unit >= 0x80;
          n_replaced += *unit == 0xfffd;
        }
      append_utf16 (out, units, (gsize) (target - units), &pending);
    }
  while (status == U_BUFFER_OVERFLOW_ERROR);
  if (U_FAILURE (status) || n_replaced * MIN_GOOD_TO_DAMAGED > n_beyond || memchr (out->str, '\0', out->len) != NULL)
    return FALSE;
  take_string (decoded, g_steal_pointer (&out), encoding.charset, FALSE);
  return TRUE;
}

gboolean
postil_charset_append (GString    *out,
                       const char *bytes,
                       gsize       n_bytes,
                       const char *charset)
{
  Encoding encoding;
  gsize length, bad_offset;

  g_return_val_if_fail (out != NULL && charset != NULL, FALSE);
  g_return_val_if_fail (bytes != NULL || n_bytes == 0, FALSE);

  length = out->len;
  if (!find_encoding (charset, &encoding, NULL))
    return FALSE;
  if (decode_with_icu (bytes != NULL ? bytes : "", n_bytes, 0, &encoding, out, &bad_offset))
    return TRUE;
  g_string_truncate (out, length);
  return FALSE;
}
