/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Finding in a text. Everything is a GRegex in the end: plain words are escaped, whole words
 * get borders around them. Matching is on the text's own UTF-8, and what is found is turned
 * into code points. GRegex bounds the steps of one match; between matches we ask whether to
 * stop. Pure; any thread. */

#include "config.h"

#include "base/postil-search.h"

#include "base/postil-error.h"

#include <glib/gi18n-lib.h>

static GRegex *
compile (const char        *pattern,
         PostilSearchFlags  flags,
         GError           **error)
{
  g_autofree char *expression = (flags & POSTIL_SEARCH_REGEX) != 0
                                  ? g_strdup (pattern)
                                  : g_regex_escape_string (pattern, -1);
  GRegexCompileFlags compile_flags = G_REGEX_MULTILINE | G_REGEX_OPTIMIZE;
  g_autoptr (GError) regex_error = NULL;
  GRegex *regex = NULL;

  if ((flags & POSTIL_SEARCH_MATCH_CASE) == 0)
    compile_flags |= G_REGEX_CASELESS;
  if ((flags & POSTIL_SEARCH_WHOLE_WORDS) != 0)
    {
      char *whole = g_strdup_printf ("(?<!\\w)(?:%s)(?!\\w)", expression);

      g_free (expression);
      expression = whole;
    }

  regex = g_regex_new (expression, compile_flags, 0, &regex_error);
  if (regex == NULL)
    g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_MALFORMED,
                 _("This is not a regular expression: %s."), regex_error->message);

  return regex;
}

/* FALSE with an error when matching itself failed. */
static gboolean
check_match_error (GError  *match_error,
                   GError **error)
{
  if (match_error == NULL)
    return TRUE;

  g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_TOO_LARGE,
               _("This expression takes too long on this article: make it simpler (%s)."),
               match_error->message);
  return FALSE;
}

GArray *
postil_search_find (PostilText         *text,
                    const char         *pattern,
                    PostilSearchFlags   flags,
                    guint               max_matches,
                    GCancellable       *cancellable,
                    GError            **error)
{
  g_autoptr (GArray) spans = NULL;
  g_autoptr (GRegex) regex = NULL;
  g_autoptr (GMatchInfo) match = NULL;
  g_autoptr (GError) match_error = NULL;
  const char *utf8 = NULL;
  gsize n_bytes = 0;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (pattern != NULL, NULL);

  spans = g_array_new (FALSE, FALSE, sizeof (PostilSpan));
  if (*pattern == '\0')
    return g_steal_pointer (&spans);

  regex = compile (pattern, flags, error);
  if (regex == NULL)
    return NULL;

  utf8 = postil_text_get_utf8 (text, &n_bytes);
  g_regex_match_full (regex, utf8, (gssize) n_bytes, 0, 0, &match, &match_error);
  while (match_error == NULL && spans->len < max_matches && g_match_info_matches (match))
    {
      int start_byte = 0;
      int end_byte = 0;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      if (g_match_info_fetch_pos (match, 0, &start_byte, &end_byte) && end_byte > start_byte)
        {
          PostilSpan span = { postil_text_byte_to_char (text, (gsize) start_byte),
                              postil_text_byte_to_char (text, (gsize) end_byte) };

          g_array_append_val (spans, span);
        }
      g_match_info_next (match, &match_error);
    }

  return check_match_error (match_error, error) ? g_steal_pointer (&spans) : NULL;
}
