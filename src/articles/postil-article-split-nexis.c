/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One article as Nexis gives it: title, paper, date and copyright, named fields ("Byline: "),
 * "Body", the text, and what it was classified as. Old ones begin with "1 of 100 DOCUMENTS",
 * have the paper first and the fields in capitals, and say nothing before the text. Pure. */

#include "config.h"

#include "articles/postil-article-split-private.h"

#include <string.h>

#define MAX_NAME_BYTES 32

/* What stands before the text, after it, or both. Sorted, in lower case. */
static const char *const head_names[] = {
  "auteur", "author", "autor", "autoren", "bildunterschrift", "byline", "contact", "dateline", "ausgabe", "headline", "highlight",
  "length", "longueur", "länge", "rubrik", "ressort", "rubrique", "section", "series", "source", "title", NULL
};

static const char *const tail_names[] = {
  "acc-no", "city", "company", "correction", "correction-date", "country", "document-type", "geographic", "graphic", "industry",
  "journal code", "journal-code", "language", "langue", "load-date", "notes", "organization", "person", "publication-type", "sprache",
  "state", "subject", "ticker", "type", "update", "url", NULL
};

gboolean
postil_nexis_is_end (const char *line)
{
  return strcmp (line, "End of Document") == 0 || strcmp (line, "Ende des Dokuments") == 0 || strcmp (line, "Fin du document") == 0;
}

static const char *
skip_number (const char *p)
{
  gsize n = strspn (p, G_CSET_DIGITS);

  return n > 0 && n <= 6 ? p + n : NULL;
}

static const char *
skip_one_of (const char        *p,
             const char *const *words)
{
  for (guint i = 0; p != NULL && words[i] != NULL; i++)
    if (g_ascii_strncasecmp (p, words[i], strlen (words[i])) == 0)
      return p + strlen (words[i]);
  return NULL;
}

/* "1 of 100 DOCUMENTS", "Dokument 1 von 100": the word tells it from the number of a page. */
gboolean
postil_nexis_is_number (const char *line)
{
  static const char *const documents[] = { "documents", "document", "dokumenten", "dokumente", "dokument", "documentos", "documenti", "documenten", NULL };
  static const char *const ofs[] = { " of ", " von ", " de ", " sur ", " di ", " van ", NULL };
  const char *p = skip_one_of (line, documents);
  gboolean has_word = p != NULL;

  p = p != NULL ? p + strspn (p, " ") : line;
  p = skip_number (p);
  p = skip_one_of (p, ofs);
  p = p != NULL ? skip_number (p) : NULL;
  if (p == NULL)
    return FALSE;
  p += strspn (p, " ");
  if (!has_word)
    p = skip_one_of (p, documents);
  return p != NULL && *p == '\0';
}

/* "BYLINE: By A. Quill" is the field "byline". */
static gboolean
is_field (const char        *line,
          const char *const *names,
          const char        *wanted,
          const char       **value)
{
  const char *colon = strchr (line, ':');
  g_autofree char *name = NULL;
  gboolean is_found;

  if (colon == NULL || colon == line || colon - line > MAX_NAME_BYTES)
    return FALSE;
  {
    g_autofree char *own = g_strndup (line, (gsize) (colon - line));

    name = g_utf8_strdown (own, -1);
  }
  is_found = wanted != NULL ? strcmp (name, wanted) == 0 : g_strv_contains (names, name);
  if (is_found && value != NULL)
    *value = colon + 1 + strspn (colon + 1, " \t");
  return is_found;
}

static gboolean
is_head_field (const char *line)
{
  return is_field (line, head_names, NULL, NULL);
}

static gboolean
is_tail (const char *line)
{
  return strcmp (line, "Classification") == 0 || strcmp (line, "Graphic") == 0 || strcmp (line, "Notes") == 0 ||
         is_field (line, tail_names, NULL, NULL);
}

static gboolean
is_body_title (const char *line)
{
  return strcmp (line, "Body") == 0 || strcmp (line, "BODY:") == 0 || strcmp (line, "Body:") == 0;
}

static void
take_field (const char        *line,
            PostilArticleMeta *meta)
{
  static const char *const authors[] = { "byline", "author", "autor", "autoren", "auteur" };
  static const char *const languages[] = { "language", "langue", "sprache" };
  const char *value;

  for (guint i = 0; i < G_N_ELEMENTS (authors); i++)
    if (is_field (line, NULL, authors[i], &value))
      postil_sheet_set_author (meta, value);
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    if (is_field (line, NULL, languages[i], &value))
      postil_article_meta_set (&meta->language, postil_sheet_find_language (value));
  if (is_field (line, NULL, "headline", &value) || is_field (line, NULL, "title", &value))
    postil_article_meta_set (&meta->title, value);
  if (is_field (line, NULL, "url", &value) && g_str_has_prefix (value, "http"))
    postil_article_meta_set (&meta->url, value);
}

static void
take_fields (const PostilSheet *sheet,
             guint              from,
             guint              to,
             PostilArticleMeta *meta)
{
  for (guint i = from; i < to; i++)
    take_field (postil_sheet_get_line (sheet, i), meta);
}

/* The lead that some papers have above the text is part of it. */
static void
write_highlights (const PostilSheet  *sheet,
                  guint               from,
                  guint               to,
                  PostilArticleLines *out)
{
  const char *value;

  for (guint i = from; i < to; i++)
    {
      guint end = i + 1;

      if (!is_field (postil_sheet_get_line (sheet, i), NULL, "highlight", &value))
        continue;
      postil_article_lines_append (out, value, -1);
      while (end < to && *postil_sheet_get_line (sheet, end) != '\0' && !is_head_field (postil_sheet_get_line (sheet, end)))
        end++;
      if (end > i + 1)
        {
          postil_article_lines_append (out, " ", 1);
          postil_sheet_write (sheet, i + 1, end, out);
        }
      postil_article_lines_break (out, 2);
    }
}

static guint
find_last_filled (const PostilSheet *sheet,
                  guint              from,
                  guint              to)
{
  while (to > from && *postil_sheet_get_line (sheet, to - 1) == '\0')
    to--;
  return to;
}

/* Where the text ends: at the last run of fields, before what it was classified as. */
static guint
find_tail (const PostilSheet *sheet,
           guint              from,
           guint              to)
{
  for (guint i = from; i < to; i++)
    {
      const char *line = postil_sheet_get_line (sheet, i);

      if (is_tail (line) && (i == from || *postil_sheet_get_line (sheet, i - 1) == '\0' || strcmp (line, "Classification") == 0))
        return i;
    }
  to = find_last_filled (sheet, from, to);
  for (guint i = to; i > from && to - i < 4; i--)
    if (postil_sheet_is_copyright (postil_sheet_get_line (sheet, i - 1)))
      return i - 1;
  return to;
}

/* Past the fields, and the lines that they go on in. */
static guint
skip_fields (const PostilSheet *sheet,
             guint              from,
             guint              to)
{
  guint at = from;

  for (guint i = from; i < to; i++)
    {
      if (*postil_sheet_get_line (sheet, i) == '\0')
        continue;
      if (is_body_title (postil_sheet_get_line (sheet, i)))
        return i + 1;
      if (!is_head_field (postil_sheet_get_line (sheet, i)))
        return at;
      while (i + 1 < to && *postil_sheet_get_line (sheet, i + 1) != '\0' && sheet->is_wrapped)
        i++;
      at = i + 1;
    }
  return at;
}

static guint
find_first (const PostilSheet *sheet,
            guint              from,
            guint              to,
            gboolean         (*is_it) (const char *line))
{
  while (from < to && !is_it (postil_sheet_get_line (sheet, from)))
    from++;
  return from;
}

/* The filled line before @at, or @from - 1 as G_MAXUINT where there is none. */
static guint
find_before (const PostilSheet *sheet,
             guint              from,
             guint              at)
{
  while (at > from)
    if (*postil_sheet_get_line (sheet, --at) != '\0')
      return at;
  return G_MAXUINT;
}

static void
write_text (const PostilSheet  *sheet,
            guint               head,
            guint               body,
            guint               to,
            PostilArticleMeta  *meta,
            PostilArticleLines *out)
{
  guint tail = find_tail (sheet, body, to);

  take_fields (sheet, head, body, meta);
  take_fields (sheet, tail, to, meta);
  write_highlights (sheet, head, body, out);
  postil_sheet_write (sheet, body, tail, out);
}

void
postil_nexis_read (const PostilSheet  *sheet,
                   guint               from,
                   guint               to,
                   PostilArticleMeta  *meta,
                   PostilArticleLines *out)
{
  guint body = find_first (sheet, from, to, is_body_title);
  guint date, paper, title;

  if (body == to)
    body = find_first (sheet, from, to, is_head_field);
  /* From below: a cover before the first article has dates, too. */
  for (date = body; date > from; date--)
    if (postil_sheet_is_date (postil_sheet_get_line (sheet, date - 1), &meta->date))
      break;
  if (date == from)
    return;
  date--;
  paper = find_before (sheet, from, date);
  title = paper != G_MAXUINT ? find_before (sheet, from, paper) : G_MAXUINT;
  if (paper != G_MAXUINT)
    postil_article_meta_set (&meta->publisher, postil_sheet_get_line (sheet, paper));
  if (title != G_MAXUINT)
    postil_article_meta_set (&meta->title, postil_sheet_get_line (sheet, title));
  if (body < to && is_body_title (postil_sheet_get_line (sheet, body)))
    body++;
  else
    body = skip_fields (sheet, body, to);
  write_text (sheet, date, body, to, meta, out);
}

/* The last paragraph before the fields: what stands between it and the date is an edition. */
static void
take_old_title (const PostilSheet *sheet,
                guint              date,
                guint              head,
                PostilArticleMeta *meta)
{
  g_autoptr (GString) title = g_string_new (NULL);
  guint end = find_last_filled (sheet, date + 1, head), start = end;

  while (start > date + 1 && *postil_sheet_get_line (sheet, start - 1) != '\0')
    start--;
  for (guint i = start; i < end; i++)
    g_string_append_printf (title, " %s", postil_sheet_get_line (sheet, i));
  postil_article_meta_set (&meta->title, title->str);
}

void
postil_nexis_read_old (const PostilSheet  *sheet,
                       guint               from,
                       guint               to,
                       PostilArticleMeta  *meta,
                       PostilArticleLines *out)
{
  guint head = find_first (sheet, from, to, is_head_field);
  guint date, paper;

  for (date = from; date < head; date++)
    if (postil_sheet_is_date (postil_sheet_get_line (sheet, date), &meta->date))
      break;
  if (date == head)
    return;
  paper = find_before (sheet, from, date);
  if (paper != G_MAXUINT && !postil_sheet_is_copyright (postil_sheet_get_line (sheet, paper)))
    postil_article_meta_set (&meta->publisher, postil_sheet_get_line (sheet, paper));
  else if (paper != G_MAXUINT)
    {
      guint above = find_first (sheet, from, date, is_head_field);

      for (above = from; above < paper && *postil_sheet_get_line (sheet, above) == '\0';)
        above++;
      postil_article_meta_set (&meta->publisher, postil_sheet_get_line (sheet, above));
    }
  if (head < to)
    write_text (sheet, head, skip_fields (sheet, head, to), to, meta, out);
  take_old_title (sheet, date, head, meta);
}
