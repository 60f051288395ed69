/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One article as Factiva gives it, which ends with "Document " and its number: either with a
 * code before each part ("HD  Title"), or as a head of lines in an order that always is the
 * same (title, author, number of words, date, time, paper, code, language, copyright), and then
 * the text. Pure functions. */

#include "config.h"

#include "articles/postil-article-split-private.h"

#include <string.h>

#define MIN_NUMBER_BYTES 15
#define MAX_NUMBER_BYTES 40
#define MAX_HEAD_LINES 16u

/* Letters of a paper, then zeros and a date: "LBA0000020191120efbk00abc". */
static gboolean
is_number (const char *p)
{
  gsize length = strspn (p, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS), n_letters = strspn (p, G_CSET_A_2_Z);

  return p[length] == '\0' && length >= MIN_NUMBER_BYTES && length <= MAX_NUMBER_BYTES && n_letters >= 2 &&
         strspn (p + n_letters, G_CSET_DIGITS) >= 8;
}

/* "Document LBA0000020191120efbk00abc", "文件 …", "AN  Document …": at most two words before it. */
gboolean
postil_factiva_is_end (const char *line)
{
  const char *last = strrchr (line, ' ');
  const char *first;

  if (last == NULL || strlen (line) > 80 || !is_number (last + 1))
    return FALSE;
  first = g_str_has_prefix (line, "AN") && g_ascii_isspace (line[2]) ? line + 2 + strspn (line + 2, " \t") : line;
  return first < last && memchr (first, ' ', (gsize) (last - first)) == NULL;
}

/* The code that a line begins with: it stands alone, or is set apart. */
static const char *
find_code (const char  *line,
           const char **value)
{
  static const char *const codes[] = {
    "AN", "ART", "BY", "CLM", "CO", "CR", "CT", "CX", "CY", "ED", "ET", "HD", "IN", "IPC", "IPD", "LA", "LP", "NS", "PD", "PG", "PUB",
    "RE", "RF", "RIC", "SC", "SE", "SN", "TD", "VOL", "WC",
  };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      gsize n = strlen (codes[i]);

      if (strncmp (line, codes[i], n) != 0)
        continue;
      if (line[n] != '\0' && line[n] != '\t' && (line[n] != ' ' || (line[n + 1] != ' ' && n != 2)))
        continue;
      *value = line + n + strspn (line + n, " \t");
      return codes[i];
    }
  return NULL;
}

static gboolean
is_coded (const PostilSheet *sheet,
          guint              from,
          guint              to)
{
  gboolean has_title = FALSE, has_text = FALSE;
  const char *value;

  for (guint i = from; i < to; i++)
    {
      const char *code = find_code (postil_sheet_get_line (sheet, i), &value);

      has_title |= g_strcmp0 (code, "HD") == 0;
      has_text |= g_strcmp0 (code, "LP") == 0 || g_strcmp0 (code, "TD") == 0;
    }
  return has_title && has_text;
}

static gboolean
is_any (const char *code,
        const char *first,
        const char *second)
{
  return g_strcmp0 (code, first) == 0 || g_strcmp0 (code, second) == 0;
}

static void
take_coded (const char        *code,
            const char        *value,
            PostilArticleMeta *meta)
{
  if (strcmp (code, "HD") == 0)
    postil_article_meta_set (&meta->title, value);
  else if (strcmp (code, "BY") == 0)
    postil_sheet_set_author (meta, value);
  else if (strcmp (code, "PD") == 0)
    postil_article_meta_set_date (&meta->date, value);
  else if (strcmp (code, "SN") == 0)
    postil_article_meta_set (&meta->publisher, value);
  else if (strcmp (code, "LA") == 0)
    postil_article_meta_set (&meta->language, postil_sheet_find_language (value));
}

/* In running text a line may begin with two capitals: there only those codes end it that
 * stand below a text. */
static const char *
find_next_code (const char  *line,
                const char  *code,
                const char **value)
{
  const char *found = find_code (line, value);

  if (!is_any (code, "LP", "TD") || found == NULL)
    return found;
  if (is_any (found, "TD", "AN") || is_any (found, "CT", "RF") || is_any (found, "CO", "NS") || is_any (found, "RE", "IPC") ||
      is_any (found, "IPD", "PUB") || is_any (found, "ART", "RIC") || is_any (found, "CX", NULL))
    return found;
  return strcmp (found, "IN") == 0 && (*value == line + 2 || line[2] == '\t' || line[3] == ' ') ? found : NULL;
}

static void
read_coded (const PostilSheet  *sheet,
            guint               from,
            guint               to,
            PostilArticleMeta  *meta,
            PostilArticleLines *out)
{
  const char *code = NULL;

  for (guint i = from; i < to; i++)
    {
      const char *line = postil_sheet_get_line (sheet, i), *value = line;
      const char *next = find_next_code (line, code, &value);

      if (next != NULL)
        {
          code = next;
          postil_article_lines_break (out, 2);
        }
      if (is_any (code, "LP", "TD") && next == NULL)
        {
          postil_sheet_write (sheet, i, i + 1, out);
          if (!sheet->is_wrapped || *line == '\0')
            postil_article_lines_break (out, *line == '\0' ? 2 : 1);
          else
            postil_article_lines_append (out, " ", 1);
        }
      else if (is_any (code, "LP", "TD"))
        {
          postil_article_lines_append (out, value, -1);
          postil_article_lines_append (out, " ", 1);
        }
      else if (code != NULL && *value != '\0')
        take_coded (code, value, meta);
    }
}

/* "1,234 words", "567 Wörter" */
static gboolean
is_count (const char *line)
{
  static const char *const words[] = { "words", "word", "Wörter", "mots", "palabras", "parole", "woorden", "palavras", "слов", "字", "語", "단어" };
  gsize n = strspn (line, G_CSET_DIGITS ".,");

  if (n == 0 || line[n] == '\0')
    return FALSE;
  line += n;
  while (*line == ' ' || g_str_has_prefix (line, "\xc2\xa0"))
    line += *line == ' ' ? 1 : 2;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (line, words[i]) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_time (const char *line)
{
  gsize n = strspn (line, G_CSET_DIGITS);

  return n > 0 && n <= 2 && line[n] == ':' && strlen (line) <= 20;
}

/* The filled lines before the count: a section, the title, the author, of which only the title
 * is always there. Of two, it is the longer one if neither is a byline. */
static void
take_title (GPtrArray         *lines,
            PostilArticleMeta *meta)
{
  static const char *const bys[] = { "By ", "BY ", "Von ", "Par ", "Por ", "Di ", "Door " };
  const char *title = NULL;
  gboolean has_byline = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (bys) && lines->len > 1; i++)
    has_byline |= g_str_has_prefix (g_ptr_array_index (lines, lines->len - 1), bys[i]);
  has_byline |= lines->len > 2;
  if (has_byline && lines->len > 2)
    title = g_ptr_array_index (lines, lines->len - 2);
  for (guint i = 0; i < lines->len - has_byline && !(has_byline && lines->len > 2); i++)
    if (title == NULL || strlen (g_ptr_array_index (lines, i)) > strlen (title))
      title = g_ptr_array_index (lines, i);
  if (lines->len == 2 && !has_byline && title == g_ptr_array_index (lines, 0))
    has_byline = g_utf8_strlen (g_ptr_array_index (lines, 1), -1) < 60;
  postil_article_meta_set (&meta->title, title);
  if (has_byline)
    postil_sheet_set_author (meta, g_ptr_array_index (lines, lines->len - 1));
}

static gboolean
is_furniture (const char *line)
{
  return *line == '\0' || strcmp (line, "Factiva") == 0 || strcmp (line, "Dow Jones") == 0 || strstr (line, "Factiva, Inc") != NULL || (g_str_has_prefix (line, "Page ") && strstr (line, " of ") != NULL);
}

/* Past the lines after the count; what is no part of them begins the text. */
static guint
take_head (const PostilSheet *sheet,
           guint              from,
           guint              to,
           PostilArticleMeta *meta)
{
  guint end = from;

  for (guint i = from, n = 0; i < to && n < MAX_HEAD_LINES; i++)
    {
      const char *line = postil_sheet_get_line (sheet, i);

      if (is_furniture (line))
        continue;
      n++;
      if (postil_sheet_is_copyright (line))
        return i + 1;
      if (postil_sheet_is_date (line, &meta->date))
        end = i + 1;
      else if (postil_sheet_find_language (line) != NULL && meta->publisher != NULL && strlen (line) < 30)
        {
          postil_article_meta_set (&meta->language, postil_sheet_find_language (line));
          end = i + 1;
        }
      else if (meta->date != NULL && meta->publisher == NULL && !is_time (line))
        {
          postil_article_meta_set (&meta->publisher, line);
          end = i + 1;
        }
    }
  return end;
}

/* The last line before the number is the company that publishes the paper. */
static guint
skip_company (const PostilSheet *sheet,
              guint              from,
              guint              to)
{
  guint last = to;
  gboolean stands_alone;

  while (last > from && is_furniture (postil_sheet_get_line (sheet, last - 1)))
    last--;
  if (last < from + 2)
    return to;
  stands_alone = !sheet->is_wrapped || is_furniture (postil_sheet_get_line (sheet, last - 2));
  if (stands_alone && g_utf8_strlen (postil_sheet_get_line (sheet, last - 1), -1) < 80 &&
      strchr (".!?\"", postil_sheet_get_line (sheet, last - 1)[strlen (postil_sheet_get_line (sheet, last - 1)) - 1]) == NULL)
    return last - 1;
  return to;
}

void
postil_factiva_read (const PostilSheet  *sheet,
                     guint               from,
                     guint               to,
                     PostilArticleMeta  *meta,
                     PostilArticleLines *out)
{
  g_autoptr (GPtrArray) title = g_ptr_array_new ();
  guint at;

  if (is_coded (sheet, from, to))
    {
      read_coded (sheet, from, to, meta, out);
      return;
    }
  for (at = from; at < to && !is_count (postil_sheet_get_line (sheet, at)); at++)
    if (!is_furniture (postil_sheet_get_line (sheet, at)))
      g_ptr_array_add (title, g_ptr_array_index (sheet->lines, at));
  if (at == to || title->len == 0 || title->len > MAX_HEAD_LINES)
    return;
  take_title (title, meta);
  at = take_head (sheet, at + 1, to, meta);
  to = skip_company (sheet, at, to);
  for (guint i = at; i < to; i++)
    if (is_furniture (postil_sheet_get_line (sheet, i)))
      postil_article_lines_break (out, 2);
    else
      {
        gboolean after_line = i > at && *postil_sheet_get_line (sheet, i - 1) != '\0';

        if (after_line && sheet->is_wrapped)
          postil_article_lines_append (out, " ", 1);
        else if (after_line)
          postil_article_lines_break (out, 1);
        postil_article_lines_append (out, postil_sheet_get_line (sheet, i), -1);
      }
}
