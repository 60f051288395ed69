/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "articles/postil-article-private.h"

G_BEGIN_DECLS

/* What a database printed, line by line, without the white space around each. */
typedef struct
{
  GPtrArray *lines;      /* (element-type utf8) */
  gboolean   is_wrapped; /* its lines end where the sheet did, not the paragraph */
} PostilSheet;

/* Of [from, to) of the sheet's lines: what the database says of one article, and its text. */
typedef void (*PostilSheetReader) (const PostilSheet *sheet,
                                   guint              from,
                                   guint              to,
                                   PostilArticleMeta *meta,
                                   PostilArticleLines *out);

static inline const char *
postil_sheet_get_line (const PostilSheet *sheet,
                       guint              at)
{
  return g_ptr_array_index (sheet->lines, at);
}

/* What stands at the end of an article of Nexis, between those of an old one, and at the end
 * of one of Factiva. */
gboolean    postil_nexis_is_end     (const char         *line);
gboolean    postil_nexis_is_number  (const char         *line);
gboolean    postil_factiva_is_end   (const char         *line);
void        postil_nexis_read       (const PostilSheet  *sheet,
                                     guint               from,
                                     guint               to,
                                     PostilArticleMeta  *meta,
                                     PostilArticleLines *out);
void        postil_nexis_read_old   (const PostilSheet  *sheet,
                                     guint               from,
                                     guint               to,
                                     PostilArticleMeta  *meta,
                                     PostilArticleLines *out);
void        postil_factiva_read     (const PostilSheet  *sheet,
                                     guint               from,
                                     guint               to,
                                     PostilArticleMeta  *meta,
                                     PostilArticleLines *out);

/* Paragraphs of [from, to). */
void        postil_sheet_write      (const PostilSheet  *sheet,
                                     guint               from,
                                     guint               to,
                                     PostilArticleLines *out);
/* A short line that is a date; sets it in @date (may be NULL). */
gboolean    postil_sheet_is_date    (const char         *line,
                                     char              **date);
/* "Copyright 2019 The Tide", "© 2019 …". */
gboolean    postil_sheet_is_copyright (const char       *line);
/* The tag of a language that is named ("ENGLISH", "Deutsch"); NULL for none. */
const char *postil_sheet_find_language (const char      *name);
/* Without "By " and "Von ". */
void        postil_sheet_set_author (PostilArticleMeta  *meta,
                                     const char         *byline);

G_END_DECLS
