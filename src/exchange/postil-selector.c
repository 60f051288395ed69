/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Resolves selectors one inside the other: each narrows the stretch that the one around it
 * left. Selectors of markup (XPath, CSS) leave all of it, as there is none any more. Invariant:
 * a quote that stands at several places of the stretch resolves to none. Pure; any thread. */

#include "config.h"

#include "exchange/postil-selector.h"

#include <string.h>

#include "exchange/postil-json-node.h"

#define MAX_DEPTH 8u

static gboolean
get_offset (JsonNode   *node,
            const char *name,
            guint32     most,
            guint32    *offset)
{
  JsonNode *member = postil_json_node_get_member (node, name);
  gint64 value;

  if (member == NULL || !JSON_NODE_HOLDS_VALUE (member) || json_node_get_value_type (member) != G_TYPE_INT64)
    return FALSE;
  value = json_node_get_int (member);
  if (value < 0 || value > (gint64) most)
    return FALSE;
  *offset = (guint32) value;
  return TRUE;
}

static gboolean
fits (const char *utf8,
      const char *end,
      const char *at,
      gsize       n_quote,
      const char *before,
      const char *after)
{
  gsize n_before = before != NULL ? strlen (before) : 0;
  gsize n_after = after != NULL ? strlen (after) : 0;

  return n_before <= (gsize) (at - utf8) && n_after <= (gsize) (end - at) - n_quote
         && (n_before == 0 || memcmp (at - n_before, before, n_before) == 0)
         && (n_after == 0 || memcmp (at + n_quote, after, n_after) == 0);
}

/* The one place in @within, or the one with this context. */
static gboolean
find_quote (JsonNode   *selector,
            PostilText *text,
            PostilSpan  within,
            PostilSpan *span)
{
  const char *quote = postil_json_node_get_text (selector, "exact");
  const char *before = postil_json_node_get_text (selector, "prefix");
  const char *after = postil_json_node_get_text (selector, "suffix");
  gsize n_quote = quote != NULL ? strlen (quote) : 0;
  gsize n_all;
  const char *utf8 = postil_text_get_utf8 (text, &n_all);
  const char *at = utf8 + postil_text_char_to_byte (text, within.start);
  const char *end = utf8 + postil_text_char_to_byte (text, within.end);
  const char *found[2] = { NULL, NULL };
  guint n[2] = { 0, 0 };

  if (n_quote == 0)
    return FALSE;
  for (; (at = memmem (at, (gsize) (end - at), quote, n_quote)) != NULL; at++)
    {
      gboolean is_fitting = fits (utf8, utf8 + n_all, at, n_quote, before, after);

      found[0] = n[0]++ == 0 ? at : found[0];
      if (is_fitting)
        found[1] = n[1]++ == 0 ? at : found[1];
    }
  if (n[1] != 1 && n[0] != 1)
    return FALSE;
  at = n[1] == 1 ? found[1] : found[0];
  span->start = postil_text_byte_to_char (text, (gsize) (at - utf8));
  span->end = postil_text_byte_to_char (text, (gsize) (at - utf8) + n_quote);
  return TRUE;
}

/* A number, or @otherwise where there is none. */
static gboolean
parse_number (const char **p,
              guint32      otherwise,
              guint32     *number)
{
  guint64 value = 0;

  *number = otherwise;
  if (!g_ascii_isdigit (**p))
    return **p == ',' || **p == '\0' || **p == ';';
  for (; g_ascii_isdigit (**p); (*p)++)
    {
      value = value * 10 + (guint64) (**p - '0');
      if (value >= G_MAXUINT32)
        return FALSE;
    }
  *number = (guint32) value;
  return TRUE;
}

/* The character at which the line of that number (from 0) begins. */
static guint32
find_line (PostilText *text,
           guint32     line)
{
  guint n_chars = postil_text_get_n_chars (text);
  guint32 i = 0;

  for (; line > 0 && i < n_chars; i++)
    line -= postil_text_get_char (text, i) == '\n';
  return line > 0 ? n_chars + 1 : i;
}

static gboolean
narrow_fragment (const char *fragment,
                 PostilText *text,
                 PostilSpan  within,
                 PostilSpan *span)
{
  gboolean is_line = g_str_has_prefix (fragment, "line=");
  const char *p = fragment + strlen ("char=");
  guint32 start, end;

  if ((!is_line && !g_str_has_prefix (fragment, "char=")) || !parse_number (&p, 0, &start) || *p++ != ','
      || !parse_number (&p, G_MAXUINT32, &end) || (*p != '\0' && *p != ';'))
    return FALSE;
  if (is_line)
    {
      start = find_line (text, start);
      end = end == G_MAXUINT32 ? postil_text_get_n_chars (text) : find_line (text, end);
    }
  else if (end == G_MAXUINT32)
    end = within.end - within.start;
  *span = (PostilSpan) { within.start + start, within.start + end };
  return start < end && end <= within.end - within.start;
}

gboolean
postil_selector_parse_fragment (const char *fragment,
                                PostilText *text,
                                PostilSpan *span)
{
  g_return_val_if_fail (fragment != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (span != NULL, FALSE);

  return narrow_fragment (fragment, text, (PostilSpan) { 0, postil_text_get_n_chars (text) }, span);
}

static gboolean narrow (JsonNode   *selector,
                        PostilText *text,
                        PostilSpan  within,
                        guint       depth,
                        PostilSpan *span);

/* From where the first one begins to where the second one begins. */
static gboolean
narrow_range (JsonNode   *selector,
              PostilText *text,
              PostilSpan  within,
              guint       depth,
              PostilSpan *span)
{
  PostilSpan start, end;

  if (!narrow (postil_json_node_get_member (selector, "startSelector"), text, within, depth + 1, &start)
      || !narrow (postil_json_node_get_member (selector, "endSelector"), text, within, depth + 1, &end)
      || postil_span_equal (start, within) || postil_span_equal (end, within))
    return FALSE;
  *span = (PostilSpan) { start.start, end.start };
  return span->start < span->end;
}

static gboolean
narrow_once (JsonNode   *selector,
             PostilText *text,
             PostilSpan  within,
             guint       depth,
             PostilSpan *span)
{
  const char *type = postil_json_node_get_text (selector, "type");
  guint32 length = within.end - within.start;
  guint32 start, end;

  if (g_strcmp0 (type, "TextQuoteSelector") == 0)
    return find_quote (selector, text, within, span);
  if (g_strcmp0 (type, "TextPositionSelector") == 0)
    {
      if (!get_offset (selector, "start", length, &start) || !get_offset (selector, "end", length, &end) || start >= end)
        return FALSE;
      *span = (PostilSpan) { within.start + start, within.start + end };
      return TRUE;
    }
  if (g_strcmp0 (type, "FragmentSelector") == 0 && postil_json_node_get_text (selector, "value") != NULL
      && narrow_fragment (postil_json_node_get_text (selector, "value"), text, within, span))
    return TRUE;
  if (g_strcmp0 (type, "RangeSelector") == 0)
    return narrow_range (selector, text, within, depth, span);
  *span = within;
  return postil_json_node_get_member (selector, "refinedBy") != NULL;
}

static gboolean
narrow (JsonNode   *selector,
        PostilText *text,
        PostilSpan  within,
        guint       depth,
        PostilSpan *span)
{
  JsonNode *refined = postil_json_node_get_member (selector, "refinedBy");

  if (selector == NULL || depth > MAX_DEPTH || !narrow_once (selector, text, within, depth, span))
    return FALSE;
  if (refined != NULL && JSON_NODE_HOLDS_ARRAY (refined))
    {
      if (json_array_get_length (json_node_get_array (refined)) == 0)
        return FALSE;
      refined = json_array_get_element (json_node_get_array (refined), 0);
    }
  return refined == NULL || narrow (refined, text, *span, depth + 1, span);
}

gboolean
postil_selector_resolve (JsonNode   *selector,
                         PostilText *text,
                         PostilSpan *span)
{
  PostilSpan all;

  g_return_val_if_fail (selector != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (span != NULL, FALSE);

  all = (PostilSpan) { 0, postil_text_get_n_chars (text) };
  return narrow (selector, text, all, 0, span) && !postil_span_equal (*span, all);
}
