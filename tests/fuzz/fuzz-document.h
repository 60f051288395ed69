/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <string.h>

#include "articles/postil-article.h"
#include "base/postil-error.h"

/* Reads @input: either a text that is one, and the same again, or an error for a person. */
static inline void
fuzz_document (GBytes     *input,
               const char *file_name)
{
  g_autoptr (PostilText) text = NULL;
  g_autoptr (PostilText) again = NULL;
  g_autoptr (PostilArticleMeta) meta = NULL;
  g_autoptr (GError) error = NULL;
  const char *kind = NULL;
  const char *utf8;
  gsize n_bytes;

  if (!postil_article_read (input, file_name, NULL, &text, &meta, &kind, &error))
    {
      g_assert_true (error->domain == POSTIL_ERROR);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_null (text);
      return;
    }
  utf8 = postil_text_get_utf8 (text, &n_bytes);
  g_assert_true (g_utf8_validate_len (utf8, n_bytes, NULL));
  g_assert_cmpuint (strlen (utf8), ==, n_bytes);
  for (char **member = &meta->title; member <= &meta->url; member++)
    g_assert_true (*member == NULL || (**member != '\0' && g_utf8_validate (*member, -1, NULL)));
  if (strcmp (kind, "text") != 0)
    {
      g_assert_cmpuint (n_bytes, >, 1);
      g_assert_null (strstr (utf8, "\n\n\n"));
      g_assert_null (strstr (utf8, " \n"));
    }
  g_assert_true (postil_article_read (input, file_name, NULL, &again, NULL, NULL, NULL));
  g_assert_cmpstr (utf8, ==, postil_text_get_utf8 (again, NULL));
}
