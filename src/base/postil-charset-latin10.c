/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* ISO 8859-16, in which Romanian has its own letters: the one charset of its family that ICU
 * does not know. Pure functions, any thread. */

#include "config.h"

#include "base/postil-charset-private.h"

#define FIRST_OF_ITS_OWN 0xa0u

/* Of the bytes from there on. */
static const char characters[] =
  "\u00a0ĄąŁ€„Š§š©Ș«Ź\u00adźŻ"
  "°±ČłŽ”¶·žčș»ŒœŸż"
  "ÀÁÂĂÄĆÆÇÈÉÊËÌÍÎÏ"
  "ĐŃÒÓÔŐÖŚŰÙÚÛÜĘȚß"
  "àáâăäćæçèéêëìíîï"
  "đńòóôőöśűùúûüęțÿ";

gboolean
postil_charset_is_latin10 (const char *name)
{
  static const char *const names[] = { "iso-8859-16", "iso_8859-16", "iso8859-16", "latin10", "l10", NULL };

  for (guint i = 0; names[i] != NULL; i++)
    if (g_ascii_strcasecmp (name, names[i]) == 0)
      return TRUE;
  return FALSE;
}

void
postil_charset_append_latin10 (GString    *out,
                               const char *bytes,
                               gsize       n_bytes)
{
  for (gsize i = 0; i < n_bytes; i++)
    {
      guint8 byte = (guint8) bytes[i];

      if (byte < FIRST_OF_ITS_OWN)
        g_string_append_unichar (out, byte);
      else
        g_string_append_unichar (out, g_utf8_get_char (g_utf8_offset_to_pointer (characters, byte - FIRST_OF_ITS_OWN)));
    }
}
