/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files of many articles. */

#include "config.h"

#include <string.h>

#include "articles/postil-article-split.h"
#include "base/postil-error.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const uint8_t *bytes,
                        size_t         n_bytes)
{
  g_autoptr (GBytes) input = g_bytes_new (bytes, n_bytes);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) parts = postil_article_read_parts (input, "export.txt", NULL, NULL, &error);

  if (parts == NULL)
    {
      g_assert_true (error->domain == POSTIL_ERROR);
      return 0;
    }
  for (guint i = 0; i < parts->len; i++)
    {
      const PostilArticlePart *part = g_ptr_array_index (parts, i);

      g_assert_cmpuint (postil_text_get_n_chars (part->text), >, 0);
      for (char **member = &part->meta->title; member <= &part->meta->url; member++)
        g_assert_true (*member == NULL || (**member != '\0' && g_utf8_validate (*member, -1, NULL)));
    }
  return 0;
}
