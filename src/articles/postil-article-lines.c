/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Puts the text of an article together, the same way for all formats, so that one article has
 * one text whatever it came in. White space is only written in front of a word, so there is
 * none that nothing follows. Not thread-safe. */

#include "config.h"

#include "articles/postil-article-lines.h"

#include <string.h>

void
postil_article_lines_init (PostilArticleLines *self)
{
  g_return_if_fail (self != NULL);

  *self = (PostilArticleLines) { .text = g_string_new (NULL) };
}

void
postil_article_lines_clear (PostilArticleLines *self)
{
  g_return_if_fail (self != NULL);

  if (self->text != NULL)
    g_string_free (self->text, TRUE);
  self->text = NULL;
}

static void
flush_space (PostilArticleLines *self)
{
  if (self->text->len > 0)
    {
      for (guint i = 0; i < self->wants_breaks; i++)
        g_string_append_c (self->text, '\n');
      if (self->wants_breaks == 0 && self->wants_tab)
        g_string_append_c (self->text, '\t');
      else if (self->wants_breaks == 0 && self->wants_space)
        g_string_append_c (self->text, ' ');
    }
  self->wants_breaks = 0;
  self->wants_space = FALSE;
  self->wants_tab = FALSE;
}

static gboolean
is_left_out (gunichar c)
{
  return c == 0xad || c == 0x200b || c == 0xfeff || c == 0x2060 || c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xfffc;
}

void
postil_article_lines_append (PostilArticleLines *self,
                             const char         *utf8,
                             gssize              length)
{
  const char *end, *word;

  g_return_if_fail (self != NULL && (utf8 != NULL || length == 0));

  if (utf8 == NULL)
    return;
  end = utf8 + (length < 0 ? strlen (utf8) : (gsize) length);
  for (const char *p = word = utf8; p <= end;)
    {
      gunichar c = p < end ? g_utf8_get_char (p) : 0;
      const char *next = p < end ? g_utf8_next_char (p) : p + 1;
      gboolean is_space = c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0 || c == 0x2028 || c == 0x2029;

      if (is_space || is_left_out (c))
        {
          if (p > word)
            {
              flush_space (self);
              g_string_append_len (self->text, word, p - word);
            }
          word = next;
        }
      if (is_space)
        self->wants_space = TRUE;
      p = next;
    }
}

void
postil_article_lines_append_preformatted (PostilArticleLines *self,
                                          const char         *utf8,
                                          gssize              length)
{
  const char *end;

  g_return_if_fail (self != NULL && (utf8 != NULL || length == 0));

  if (utf8 == NULL)
    return;
  end = utf8 + (length < 0 ? strlen (utf8) : (gsize) length);
  for (const char *line = utf8; line <= end;)
    {
      const char *next = memchr (line, '\n', (gsize) (end - line));

      if (next == NULL)
        next = end;
      postil_article_lines_append (self, line, next - line);
      if (next < end)
        postil_article_lines_add_break (self);
      line = next + 1;
    }
}

void
postil_article_lines_append_lines (PostilArticleLines       *self,
                                   const PostilArticleLines *other)
{
  g_return_if_fail (self != NULL && other != NULL && self->text != NULL && other->text != NULL);

  if (other->text->len == 0)
    return;
  flush_space (self);
  g_string_append_len (self->text, other->text->str, (gssize) other->text->len);
}

void
postil_article_lines_break (PostilArticleLines *self,
                            guint               n_breaks)
{
  g_return_if_fail (self != NULL);

  self->wants_breaks = MIN (MAX (self->wants_breaks, n_breaks), 2);
}

void
postil_article_lines_add_break (PostilArticleLines *self)
{
  g_return_if_fail (self != NULL);

  self->wants_breaks = MIN (self->wants_breaks + 1, 2);
}

void
postil_article_lines_tab (PostilArticleLines *self)
{
  g_return_if_fail (self != NULL);

  self->wants_tab = TRUE;
}

char *
postil_article_lines_steal (PostilArticleLines *self,
                            gsize              *n_bytes)
{
  GString *text;

  g_return_val_if_fail (self != NULL && self->text != NULL, NULL);

  if (self->text->len > 0)
    g_string_append_c (self->text, '\n');
  text = self->text;
  postil_article_lines_init (self);
  if (n_bytes != NULL)
    *n_bytes = text->len;
  return g_string_free (text, FALSE);
}
