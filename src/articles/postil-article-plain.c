/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Plain text and Markdown are the article already: they come through to the letter. What no
 * other reader knows is tried as text, whose own errors say what it is not. Any thread. */

#include "config.h"

#include "articles/postil-article-private.h"

static guint
sniff (const PostilArticleInput *input)
{
  static const char *const names[] = { "txt", "text", "md", "markdown", NULL };

  return g_strv_contains (names, input->extension) ? 50 : 10;
}

const PostilArticleReader postil_article_text = {
  .kind = "text",
  .sniff = sniff,
};
