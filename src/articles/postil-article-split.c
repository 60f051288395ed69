/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Parts a file of many articles by what its text shows, so that it does not matter whether the
 * database gave DOCX, RTF, HTML, PDF or plain text. Invariant: what stands between two marks is
 * one article, and what stands outside of all (a cover, a list of what was searched for) is
 * none. Pure functions. */

#include "config.h"

#include "articles/postil-article-split.h"

#include <string.h>

#include "articles/postil-article-split-private.h"

#define MAX_WRAPPED_CHARS 110
#define MIN_WRAPPED_CHARS 55
#define MIN_WRAPPED_LINES 8u

typedef struct
{
  gboolean        (*is_mark) (const char *line);
  gboolean          is_at_end; /* of the article; else before it */
  PostilSheetReader read;
} Structure;

static const Structure structures[] = {
  { postil_nexis_is_end, TRUE, postil_nexis_read },
  { postil_nexis_is_number, FALSE, postil_nexis_read_old },
  { postil_factiva_is_end, TRUE, postil_factiva_read },
};

static void
part_free (gpointer data)
{
  PostilArticlePart *self = data;

  postil_text_unref (self->text);
  postil_article_meta_free (self->meta);
  g_free (self);
}

static char *
dup_stripped (const char *start,
              const char *end)
{
  for (gboolean is_space = TRUE; start < end && is_space;)
    {
      is_space = g_unichar_isspace (g_utf8_get_char (start)) || g_utf8_get_char (start) == 0xfeff;
      if (is_space)
        start = g_utf8_next_char (start);
    }
  while (end > start)
    {
      const char *last = g_utf8_find_prev_char (start, end);

      if (!g_unichar_isspace (g_utf8_get_char (last)))
        break;
      end = last;
    }
  return g_strndup (start, (gsize) (end - start));
}

static void
sheet_init (PostilSheet *self,
            PostilText  *text)
{
  gsize length;
  const char *p = postil_text_get_utf8 (text, &length), *end = p + length;
  glong n_longest = 0;
  guint n_full = 0;

  self->lines = g_ptr_array_new_with_free_func (g_free);
  while (p < end)
    {
      const char *stop = memchr (p, '\n', (gsize) (end - p));
      glong n_chars;

      if (stop == NULL)
        stop = end;
      n_chars = g_utf8_strlen (p, stop - p);
      n_longest = MAX (n_longest, n_chars);
      n_full += n_chars >= MIN_WRAPPED_CHARS;
      g_ptr_array_add (self->lines, dup_stripped (p, stop));
      p = stop + 1;
    }
  self->is_wrapped = n_longest <= MAX_WRAPPED_CHARS && n_full >= MIN_WRAPPED_LINES;
}

static void
sheet_clear (PostilSheet *self)
{
  g_clear_pointer (&self->lines, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PostilSheet, sheet_clear)

void
postil_sheet_write (const PostilSheet  *sheet,
                    guint               from,
                    guint               to,
                    PostilArticleLines *out)
{
  for (guint i = from; i < to; i++)
    {
      const char *line = postil_sheet_get_line (sheet, i);
      gboolean after_line = i > from && *postil_sheet_get_line (sheet, i - 1) != '\0';

      if (*line == '\0')
        postil_article_lines_break (out, 2);
      else if (after_line && sheet->is_wrapped)
        postil_article_lines_append (out, " ", 1);
      else if (after_line)
        postil_article_lines_break (out, 1);
      postil_article_lines_append (out, line, -1);
    }
}

gboolean
postil_sheet_is_date (const char *line,
                      char      **date)
{
  g_autofree char *found = NULL;

  if (*line == '\0' || strlen (line) > 90)
    return FALSE;
  postil_article_meta_set_date (&found, line);
  if (found == NULL)
    return FALSE;
  if (date != NULL)
    postil_article_meta_set (date, found);
  return TRUE;
}

gboolean
postil_sheet_is_copyright (const char *line)
{
  return g_str_has_prefix (line, "Copyright ") || g_str_has_prefix (line, "©") || g_str_has_prefix (line, "(c)") ||
         g_str_has_prefix (line, "(C)");
}

const char *
postil_sheet_find_language (const char *name)
{
  static const struct
  {
    const char *name;
    const char *tag;
  } languages[] = {
    { "arab", "ar" },       { "chines", "zh" },    { "danish", "da" },      { "deutsch", "de" },   { "dutch", "nl" },
    { "engl", "en" },       { "españ", "es" },     { "fran", "fr" },        { "french", "fr" },    { "german", "de" },
    { "hebrew", "he" },     { "hindi", "hi" },     { "ital", "it" },        { "japan", "ja" },     { "korean", "ko" },
    { "nederlands", "nl" }, { "norweg", "no" },    { "polish", "pl" },      { "portug", "pt" },    { "russ", "ru" },
    { "spanish", "es" },    { "swedish", "sv" },   { "turk", "tr" },        { "ukrain", "uk" },    { "anglais", "en" },
    { "德", "de" },         { "英", "en" },        { "中文", "zh" },        { "简体", "zh" },      { "繁體", "zh" },
    { "日本", "ja" },       { "日文", "ja" },      { "한국", "ko" },        { "韩", "ko" },
  };
  g_autofree char *folded = g_utf8_strdown (name, -1);

  if (strlen (folded) > 40)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    if (g_str_has_prefix (folded, languages[i].name))
      return languages[i].tag;
  return NULL;
}

void
postil_sheet_set_author (PostilArticleMeta *meta,
                         const char        *byline)
{
  static const char *const bys[] = { "by ", "von ", "par ", "por ", "di ", "door " };

  for (guint i = 0; i < G_N_ELEMENTS (bys); i++)
    if (g_ascii_strncasecmp (byline, bys[i], strlen (bys[i])) == 0)
      {
        byline += strlen (bys[i]);
        break;
      }
  postil_article_meta_set (&meta->author, byline);
}

static void
add_part (GPtrArray         *parts,
          const PostilSheet *sheet,
          const Structure   *structure,
          guint              from,
          guint              to)
{
  g_auto (PostilArticleLines) lines = { 0 };
  g_autoptr (PostilArticleMeta) meta = postil_article_meta_new ();
  g_autofree char *utf8 = NULL;
  PostilArticlePart *part;
  gsize n_bytes;

  postil_article_lines_init (&lines);
  structure->read (sheet, from, to, meta, &lines);
  /* Whatever it is, it is not lost. */
  if (lines.text->len == 0)
    postil_sheet_write (sheet, from, to, &lines);
  utf8 = postil_article_lines_steal (&lines, &n_bytes);
  if (n_bytes == 0)
    return;
  part = g_new0 (PostilArticlePart, 1);
  part->text = postil_text_new_from_utf8 (utf8, (gssize) n_bytes, NULL);
  part->meta = g_steal_pointer (&meta);
  g_ptr_array_add (parts, part);
}

static guint
count_marks (const PostilSheet *sheet,
             const Structure   *structure)
{
  guint n = 0;

  for (guint i = 0; i < sheet->lines->len; i++)
    n += structure->is_mark (postil_sheet_get_line (sheet, i));
  return n;
}

static GPtrArray *
split (PostilText *text)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func (part_free);
  g_auto (PostilSheet) sheet = { 0 };
  const Structure *best = NULL;
  guint n_best = 0, from = 0;

  sheet_init (&sheet, text);
  for (guint i = 0; i < G_N_ELEMENTS (structures); i++)
    {
      guint n = count_marks (&sheet, &structures[i]);

      if (n > n_best)
        best = &structures[i];
      n_best = MAX (n, n_best);
    }
  for (guint i = 0, n = 0; best != NULL && i < sheet.lines->len; i++)
    if (best->is_mark (postil_sheet_get_line (&sheet, i)))
      {
        if (best->is_at_end || n > 0)
          add_part (parts, &sheet, best, from, i);
        from = i + 1;
        n++;
      }
  if (best != NULL && !best->is_at_end)
    add_part (parts, &sheet, best, from, sheet.lines->len);
  return parts;
}

GPtrArray *
postil_article_read_parts (GBytes      *bytes,
                           const char  *file_name,
                           const char  *charset,
                           const char **kind,
                           GError     **error)
{
  g_autoptr (PostilText) text = NULL;
  g_autoptr (PostilArticleMeta) meta = NULL;
  GPtrArray *parts;

  g_return_val_if_fail (bytes != NULL, NULL);

  if (!postil_article_read_whole (bytes, file_name, charset, &text, &meta, kind, error))
    return NULL;
  parts = split (text);
  for (guint i = 0; i < parts->len; i++)
    {
      PostilArticlePart *part = g_ptr_array_index (parts, i);

      part->meta->charset = meta->charset;
      part->meta->is_charset_detected = meta->is_charset_detected;
    }
  return parts;
}
