/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "agreement/postil-class.h"
#include "base/postil-text.h"
#include "model/postil-codebook.h"
#include "model/postil-layer.h"

#include <pango/pangocairo.h>

G_BEGIN_DECLS

/* Pages of print, filled from top to bottom, for a printer or a PDF. What is added is laid out
 * at once; a page that is full is followed by the next. All lengths are points. The same input
 * gives the same pages. One thread at a time. */
typedef struct _PostilSheet PostilSheet;

typedef struct
{
  double width;
  double height;
  double margin;
} PostilPaper;

#define POSTIL_PAPER_A4 ((PostilPaper) { 595.276, 841.890, 54 })
#define POSTIL_PAPER_LETTER ((PostilPaper) { 612, 792, 54 })

/* @source stands at the left of the head of every page, @who at its right; either may be "". */
PostilSheet *postil_sheet_new           (const PostilPaper *paper,
                                         const char        *source,
                                         const char        *who) G_GNUC_WARN_UNUSED_RESULT;
void         postil_sheet_free          (PostilSheet       *self);

void         postil_sheet_add_title     (PostilSheet       *self,
                                         const char        *text);
void         postil_sheet_add_heading   (PostilSheet       *self,
                                         const char        *text);
void         postil_sheet_add_paragraph (PostilSheet       *self,
                                         const char        *text);
/* Smaller and grey. */
void         postil_sheet_add_remark    (PostilSheet       *self,
                                         const char        *text);
/* A bold word or two, and the text beside it. */
void         postil_sheet_add_item      (PostilSheet       *self,
                                         const char        *label,
                                         const char        *text);
/* @shares: how wide each column is, adding up to 1. @cells: row by row. The head is repeated on
 * every page. */
void         postil_sheet_add_table     (PostilSheet       *self,
                                         const char *const *titles,
                                         const double      *shares,
                                         guint              n_columns,
                                         const char *const *cells,
                                         guint              n_rows);
void         postil_sheet_add_page      (PostilSheet       *self);

/* An article with what is marked in it: an underline of the code's pattern, its letter in the
 * margin, a legend, and the notes at the end. */
void         postil_sheet_add_article   (PostilSheet       *self,
                                         PostilText        *text,
                                         PostilLayer       *layer,
                                         PostilCodebook    *codebook);
/* Codes with all that is said about them, attributes and kinds of link: a handout. */
void         postil_sheet_add_codebook  (PostilSheet       *self,
                                         PostilCodebook    *codebook);

/* How one student did against the key, passage by passage. */
void         postil_sheet_add_score     (PostilSheet       *self,
                                         PostilClass       *class,
                                         guint              student);
/* The whole class: what it made of each passage of the key, where it agrees, everybody's scores. */
void         postil_sheet_add_class     (PostilSheet       *self,
                                         PostilClass       *class);
/* The comparison sheet and, where there is a key, a sheet a student, as one PDF. @source: as in
 * the head of the pages. */
GBytes      *postil_sheet_write_class   (PostilClass       *class,
                                         const PostilPaper *paper,
                                         const char        *source) G_GNUC_WARN_UNUSED_RESULT;
/* The same on pages that are numbered through, for a printer. */
PostilSheet *postil_sheet_new_class     (PostilClass       *class,
                                         const PostilPaper *paper,
                                         const char        *source) G_GNUC_WARN_UNUSED_RESULT;

guint        postil_sheet_get_n_pages   (PostilSheet       *self);
/* @number: what the page is called, from 1; @n_numbers: of how many, or 0 where that is not said. */
void         postil_sheet_draw_page     (PostilSheet       *self,
                                         cairo_t           *cr,
                                         guint              page,
                                         guint              number,
                                         guint              n_numbers);

/* A PDF of any number of sheets, each beginning on a new page. */
typedef struct _PostilPdf PostilPdf;

PostilPdf   *postil_pdf_new             (const PostilPaper *paper,
                                         const char        *title) G_GNUC_WARN_UNUSED_RESULT;
/* @name: in the table of contents that a viewer shows; NULL for none. */
void         postil_pdf_add_sheet       (PostilPdf         *self,
                                         PostilSheet       *sheet,
                                         const char        *name);
/* Frees it. @date: how new its contents are, as "2026-11-23T10:00:00Z"; given, so that the same
 * input gives the same bytes. NULL where nothing in it has a time. */
GBytes      *postil_pdf_end             (PostilPdf         *self,
                                         const char        *date) G_GNUC_WARN_UNUSED_RESULT;
/* When the layer was last changed, or NULL. Borrowed. */
const char  *postil_sheet_find_date     (PostilLayer       *layer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilSheet, postil_sheet_free)

G_END_DECLS
