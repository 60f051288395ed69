/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes XML into a GString: only what must be escaped is, so that the same text always gives
 * the same bytes. Pure functions, any thread. */

#include "config.h"

#include "base/postil-xml-writer.h"

#define REPLACEMENT "\xef\xbf\xbd"

static const char *
get_entity (gunichar c,
            gboolean is_attribute)
{
  switch (c)
    {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '\r':
      return "&#13;";
    case '"':
      return is_attribute ? "&quot;" : NULL;
    case '\n':
      return is_attribute ? "&#10;" : NULL;
    case '\t':
      return is_attribute ? "&#9;" : NULL;
    default:
      return NULL;
    }
}

static gboolean
append_escaped (GString    *out,
                const char *text,
                gboolean    is_attribute)
{
  gboolean is_whole = TRUE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      const char *entity = get_entity (c, is_attribute);

      if (entity != NULL)
        g_string_append (out, entity);
      else if ((c < ' ' && c != '\n' && c != '\t') || c == 0xfffe || c == 0xffff)
        {
          g_string_append (out, REPLACEMENT);
          is_whole = FALSE;
        }
      else
        g_string_append_len (out, p, g_utf8_next_char (p) - p);
    }
  return is_whole;
}

gboolean
postil_xml_append_text (GString    *out,
                        const char *text)
{
  g_return_val_if_fail (out != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  return append_escaped (out, text, FALSE);
}

gboolean
postil_xml_append_attribute (GString    *out,
                             const char *name,
                             const char *value)
{
  gboolean is_whole;

  g_return_val_if_fail (out != NULL, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  if (value == NULL)
    return TRUE;
  g_string_append_printf (out, " %s=\"", name);
  is_whole = append_escaped (out, value, TRUE);
  g_string_append_c (out, '"');
  return is_whole;
}
