/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "base/postil-text.h"

G_BEGIN_DECLS

/* What a document says of itself; each NULL where it says nothing. */
typedef struct
{
  char       *title;
  char       *author;    /* several: "A, B" */
  char       *date;      /* ISO 8601, as exact as it was given */
  char       *publisher;
  char       *language;  /* BCP 47 */
  char       *url;
  const char *charset;   /* interned; NULL where the format leaves no choice */
  gboolean    is_charset_detected;
} PostilArticleMeta;

/* Documents can be far larger than their text. */
#define POSTIL_ARTICLE_MAX_BYTES (512u * 1024u * 1024u)

/* The bytes of any document as the text of an article. What it is, its content decides.
 * @file_name (may be NULL): a hint only, where the content leaves two choices. @charset (may be
 * NULL): for text and web pages, as postil_text_new_from_bytes() takes it. @meta and @kind may
 * be NULL; @kind gets "text", "html", "docx", "odt", "epub", "rtf" or "pdf". The same bytes
 * always give the same text. Errors say what is wrong and what to do. Any thread. */
gboolean           postil_article_read      (GBytes             *bytes,
                                             const char         *file_name,
                                             const char         *charset,
                                             PostilText        **text,
                                             PostilArticleMeta **meta,
                                             const char        **kind,
                                             GError            **error);

/* The kind that it would be read as, without reading it; "text" for all that no other is. */
const char        *postil_article_get_kind  (GBytes             *bytes,
                                             const char         *file_name);
/* "application/pdf" and so on. */
const char        *postil_article_get_media_type (const char    *kind);

PostilArticleMeta *postil_article_meta_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void               postil_article_meta_free (PostilArticleMeta *self);

/* The file name extensions of all documents that can be read, without the dot; NULL-terminated. */
const char *const *postil_article_get_extensions (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilArticleMeta, postil_article_meta_free)

G_END_DECLS
