/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "articles/postil-article-lines.h"
#include "articles/postil-article.h"
#include "base/postil-xml.h"
#include "base/postil-zip.h"

G_BEGIN_DECLS

/* What the readers of articles/ share. To add one: a file with a const PostilArticleReader, and
 * a line in the table of postil-article.c. */
typedef struct
{
  GBytes     *bytes;
  const char *data;
  gsize       length;
  const char *extension; /* of the file's name, lower case; "" for none */
  const char *charset;   /* or NULL */
  gboolean    is_whole;  /* a page is wanted as a browser shows it */
} PostilArticleInput;

typedef struct
{
  const char *kind;
  /* From 0 (certainly not) to 100 (certainly). The highest reads. */
  guint     (*sniff) (const PostilArticleInput *input);
  /* Appends to @out, sets what is known in @meta. */
  gboolean  (*read)  (const PostilArticleInput *input, PostilArticleLines *out, PostilArticleMeta *meta, GError **error);
} PostilArticleReader;

extern const PostilArticleReader postil_article_docx;
extern const PostilArticleReader postil_article_epub;
extern const PostilArticleReader postil_article_html;
extern const PostilArticleReader postil_article_odt;
extern const PostilArticleReader postil_article_pdf;
extern const PostilArticleReader postil_article_rtf;
extern const PostilArticleReader postil_article_text;

/* postil_article_read() without looking for the article in a page. */
gboolean postil_article_read_whole     (GBytes      *bytes,
                                        const char  *file_name,
                                        const char  *charset,
                                        PostilText **text,
                                        PostilArticleMeta **meta,
                                        const char **kind,
                                        GError     **error);
/* @member takes @value, white space collapsed, if it has none and @value has something. */
void     postil_article_meta_set       (char       **member,
                                        const char  *value);
/* The same for a date in any usual form; one that is not understood is left out. */
void     postil_article_meta_set_date  (char       **member,
                                        const char  *value);
/* Whether @input is a zip with an entry @name, or one whose first entry says @content (each may
 * be NULL), told without unpacking. */
gboolean postil_article_zip_is         (const PostilArticleInput *input,
                                        const char  *name,
                                        const char  *content);
/* Errors name the part. */
PostilXmlDoc *
         postil_article_zip_read_xml   (PostilZip   *zip,
                                        const char  *name,
                                        GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* The part @name of the zip @bytes, piece by piece; ->read and ->source are set here. Errors name
 * the part. */
gboolean postil_article_zip_read_pieces (GBytes    *bytes,
                                         const char *name,
                                         PostilXmlPieces pieces,
                                         GError    **error);
/* From Dublin Core elements anywhere in @doc, as DOCX, ODT and EPUB have them. */
void     postil_article_zip_read_meta  (xmlDoc      *doc,
                                        PostilArticleMeta *meta);

G_END_DECLS
