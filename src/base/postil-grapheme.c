/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The rules of extended grapheme clusters (UAX #29, GB1 to GB999) for one place of a text,
 * by the character properties of ICU. ICU's own break iterator gives the same borders, but
 * it must be opened over a text, which costs too much for two places an annotation. A pure
 * function, any thread. */

#include "config.h"

#include "base/postil-grapheme.h"

#include <unicode/uchar.h>

/* How far back flags and joined emoji are followed; no real cluster is longer. */
#define MAX_LOOK_BACK 256u

static UGraphemeClusterBreak
break_of (gunichar c)
{
  return (UGraphemeClusterBreak) u_getIntPropertyValue ((UChar32) c,
                                                        UCHAR_GRAPHEME_CLUSTER_BREAK);
}

static gboolean
is_pictograph (gunichar c)
{
  return u_hasBinaryProperty ((UChar32) c, UCHAR_EXTENDED_PICTOGRAPHIC);
}

static gboolean
is_control (UGraphemeClusterBreak kind)
{
  return kind == U_GCB_CONTROL || kind == U_GCB_CR || kind == U_GCB_LF;
}

/* GB6 to GB8. */
static gboolean
joins_hangul (UGraphemeClusterBreak before,
              UGraphemeClusterBreak after)
{
  if (before == U_GCB_L)
    return after == U_GCB_L || after == U_GCB_V || after == U_GCB_LV || after == U_GCB_LVT;
  if (before == U_GCB_LV || before == U_GCB_V)
    return after == U_GCB_V || after == U_GCB_T;
  return (before == U_GCB_LVT || before == U_GCB_T) && after == U_GCB_T;
}

/* GB11: @p is behind a ZWJ. */
static gboolean
ends_joined_pictograph (const char *utf8,
                        const char *p)
{
  p = g_utf8_prev_char (p);
  for (guint i = 0; i < MAX_LOOK_BACK && p > utf8; i++)
    {
      gunichar c;

      p = g_utf8_prev_char (p);
      c = g_utf8_get_char (p);
      if (break_of (c) != U_GCB_EXTEND)
        return is_pictograph (c);
    }
  return FALSE;
}

/* GB12 and GB13: flags are pairs, counted from the first. */
static gboolean
is_inside_flag (const char *utf8,
                const char *p)
{
  gboolean is_odd = FALSE;

  for (guint i = 0; i < MAX_LOOK_BACK && p > utf8; i++)
    {
      p = g_utf8_prev_char (p);
      if (break_of (g_utf8_get_char (p)) != U_GCB_REGIONAL_INDICATOR)
        break;
      is_odd = !is_odd;
    }
  return is_odd;
}

gboolean
postil_grapheme_is_border (const char *utf8,
                           gsize       n_bytes,
                           gsize       byte_offset)
{
  UGraphemeClusterBreak before, after;
  const char *p;
  gunichar c_before, c_after;

  g_return_val_if_fail (utf8 != NULL, FALSE);
  g_return_val_if_fail (byte_offset <= n_bytes, FALSE);

  if (byte_offset == 0 || byte_offset == n_bytes)
    return TRUE;
  p = utf8 + byte_offset;
  c_after = g_utf8_get_char (p);
  c_before = g_utf8_get_char (g_utf8_prev_char (p));
  if (c_before < 0x300 && c_after < 0x300)
    return c_before != '\r' || c_after != '\n';

  before = break_of (c_before);
  after = break_of (c_after);
  if (is_control (before) || is_control (after))
    return TRUE;
  if (joins_hangul (before, after) || before == U_GCB_PREPEND)
    return FALSE;
  if (after == U_GCB_EXTEND || after == U_GCB_ZWJ || after == U_GCB_SPACING_MARK)
    return FALSE;
  if (before == U_GCB_ZWJ && is_pictograph (c_after))
    return !ends_joined_pictograph (utf8, p);
  if (before == U_GCB_REGIONAL_INDICATOR && after == U_GCB_REGIONAL_INDICATOR)
    return !is_inside_flag (utf8, p);
  return TRUE;
}
