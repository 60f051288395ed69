/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* An article's text while it is put together: white space is collapsed, soft hyphens and
 * zero-width spaces are left out, there is never white space at the end of a line, nor more
 * than one empty line, nor an empty line at the beginning. Lives on the stack. */
typedef struct
{
  GString *text;
  gboolean wants_space;
  gboolean wants_tab;
  guint    wants_breaks; /* line ends before the next word */
} PostilArticleLines;

void  postil_article_lines_init      (PostilArticleLines *self);
void  postil_article_lines_clear     (PostilArticleLines *self);
/* Running text; @length -1 for a NUL-terminated string. */
void  postil_article_lines_append    (PostilArticleLines *self,
                                      const char         *utf8,
                                      gssize              length);
/* The same with every LF a line end. */
void  postil_article_lines_append_preformatted (PostilArticleLines *self,
                                      const char         *utf8,
                                      gssize              length);
/* Before what follows, at least @n_breaks line ends (2: an empty line), and no more than 2. */
void  postil_article_lines_break     (PostilArticleLines *self,
                                      guint               n_breaks);
/* One more line end than there already is. */
void  postil_article_lines_add_break (PostilArticleLines *self);
/* Between the cells of a row. */
void  postil_article_lines_tab       (PostilArticleLines *self);
/* All of @other, as it is. */
void  postil_article_lines_append_lines (PostilArticleLines *self,
                                      const PostilArticleLines *other);
/* The text with a line end at its end; the lines are empty then. */
char *postil_article_lines_steal     (PostilArticleLines *self,
                                      gsize              *n_bytes) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PostilArticleLines, postil_article_lines_clear)

G_END_DECLS
