/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "articles/postil-article-lines.h"

G_BEGIN_DECLS

/* A line as it stands on a page, in points from the page's top left. */
typedef struct
{
  char    *text;
  double   x1, y1, x2, y2;
  guint    page;
  gboolean is_dropped;
} PostilPdfLine;

typedef struct
{
  GArray *lines;   /* of PostilPdfLine, in reading order */
  GArray *heights; /* of double: of the pages */
} PostilPdfPages;

void postil_pdf_pages_init   (PostilPdfPages     *self);
void postil_pdf_pages_clear  (PostilPdfPages     *self);
/* A page of that height begins. */
void postil_pdf_pages_begin  (PostilPdfPages     *self,
                              double              height);
/* Takes @line.text; its page is the last one. */
void postil_pdf_pages_take   (PostilPdfPages     *self,
                              PostilPdfLine       line);
/* Puts the numbers and bullets of lists, which stand in a column of their own, before what they
 * are of. */
void postil_pdf_join_markers (PostilPdfPages    *self);
/* Joins the parts of lines that were set with wide spaces. */
void postil_pdf_join_rows    (PostilPdfPages     *self);
/* Drops headers, footers and page numbers: what stands at the same edge of several pages. */
void postil_pdf_drop_edges   (PostilPdfPages     *self);
/* Joins lines to paragraphs, and words that were divided at their ends. */
void postil_pdf_write        (PostilPdfPages     *self,
                              PostilArticleLines *out);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PostilPdfPages, postil_pdf_pages_clear)

G_END_DECLS
