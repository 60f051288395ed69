/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "articles/postil-article-private.h"

G_BEGIN_DECLS

/* The numbers of a DOCX's lists: which paragraphs have one, and what it looks like. */
typedef struct _PostilDocxNumbers PostilDocxNumbers;

/* @numbering, @styles: the parts; each may be NULL. */
PostilDocxNumbers *postil_docx_numbers_new  (xmlDoc            *numbering,
                                             xmlDoc            *styles) G_GNUC_WARN_UNUSED_RESULT;
void               postil_docx_numbers_free (PostilDocxNumbers *self);
/* The number of the paragraph with these properties ("2.1.", "(c)"), which counts it; NULL where
 * it has none, or a bullet. @is_list gets whether it is an item of a list. */
char              *postil_docx_numbers_next (PostilDocxNumbers *self,
                                             xmlNode           *properties,
                                             gboolean          *is_list) G_GNUC_WARN_UNUSED_RESULT;
/* 3 as "3", "c", "iii"… by the names that DOCX ("lowerRoman") and ODF ("i") have. */
char              *postil_article_format_number (guint          number,
                                             const char        *format) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilDocxNumbers, postil_docx_numbers_free)

G_END_DECLS
