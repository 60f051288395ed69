/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "articles/postil-article.h"

G_BEGIN_DECLS

/* One article of a file of many. */
typedef struct
{
  PostilText        *text;
  PostilArticleMeta *meta;
} PostilArticlePart;

/* The articles of a file that a database of newspapers gave (Nexis, Factiva), told by what
 * stands between them on every such sheet: (element-type PostilArticlePart). Empty where the
 * file is none of these; NULL with an error as postil_article_read() has it. @kind may be
 * NULL. The same bytes always give the same articles. Any thread. */
GPtrArray *postil_article_read_parts (GBytes      *bytes,
                                      const char  *file_name,
                                      const char  *charset,
                                      const char **kind,
                                      GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
