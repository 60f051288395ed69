/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads web pages: decodes them as a browser would, finds the article, and leaves out what
 * surrounds it. Where no article can be told from the rest, the whole page is the article:
 * nothing that was written is lost without a trace. Pure functions, any thread. */

#include "config.h"

#include "articles/postil-article-html-private.h"

#include <string.h>

#include "base/postil-charset.h"
#include "base/postil-error.h"
#include "base/postil-xml.h"

#define SNIFF_BYTES 4096u
#define POOR_CHARS 140u   /* an article as short as this was not found */
#define LITTLE_CHARS 600u

static guint
sniff (const PostilArticleInput *input)
{
  static const char *const names[] = { "html", "htm", "xhtml", "xht", NULL };
  static const char *const tags[] = { "<!doctype html", "<html", "<head", "<body" };
  gsize length = MIN (input->length, SNIFF_BYTES), n_folded = 0;
  g_autofree char *folded = g_malloc (length + 1);
  const char *start;

  /* UTF-16 pages have a NUL in each letter. */
  for (gsize i = 0; i < length; i++)
    if (input->data[i] != '\0')
      folded[n_folded++] = g_ascii_tolower (input->data[i]);
  folded[n_folded] = '\0';
  start = folded + strspn (folded, " \t\r\n\xef\xbb\xbf\xff\xfe");
  if (*start != '<')
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    if (g_str_has_prefix (start, tags[i]))
      return 90;
  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    if (strstr (start, tags[i]) != NULL)
      return 70;
  return g_strv_contains (names, input->extension) ? 60 : 0;
}

/* Some NULs are dirt; more are another charset, or no page. */
static gboolean
is_nearly_text (const PostilArticleInput *input)
{
  gsize n_nul = 0;

  for (gsize i = 0; i < input->length; i++)
    n_nul += input->data[i] == '\0';
  return n_nul * 1000 < input->length;
}

static char *
dup_without_nul (const PostilArticleInput *input,
                 gsize                    *length)
{
  char *out = g_malloc (input->length + 1);

  *length = 0;
  for (gsize i = 0; i < input->length; i++)
    if (input->data[i] != '\0')
      out[(*length)++] = input->data[i];
  out[*length] = '\0';
  return out;
}

/* A few broken bytes make no page another language's. */
static void
prefer_declared (const PostilArticleInput *input,
                 const char               *declared,
                 PostilDecoded            *decoded)
{
  PostilDecoded other = { 0 };

  if (!postil_charset_decode_damaged (input->data, input->length, declared, &other))
    return;
  g_free (decoded->utf8);
  *decoded = other;
}

static gboolean
decode (const PostilArticleInput *input,
        PostilDecoded            *decoded,
        GError                  **error)
{
  g_autofree char *declared = NULL;
  g_autofree char *without_nul = NULL;
  g_autoptr (GError) refused = NULL;
  gsize length;

  if (input->charset != NULL)
    return postil_charset_decode (input->data, input->length, input->charset, decoded, error);
  declared = postil_xml_dup_declared_charset (input->data, input->length);
  /* A page that can name UTF-16 in ASCII is not UTF-16. */
  if (declared != NULL && g_ascii_strncasecmp (declared, "utf-16", 6) == 0)
    g_clear_pointer (&declared, g_free);
  if (declared != NULL && postil_charset_decode (input->data, input->length, declared, decoded, NULL))
    return TRUE;
  if (postil_charset_decode (input->data, input->length, NULL, decoded, &refused))
    {
      if (declared != NULL && decoded->is_detected)
        prefer_declared (input, declared, decoded);
      return TRUE;
    }
  /* UTF-8 but for some broken bytes or a NUL, often in a script: as browsers show it. */
  if (!g_error_matches (refused, POSTIL_ERROR, POSTIL_ERROR_ENCODING) && !is_nearly_text (input))
    {
      g_propagate_error (error, g_steal_pointer (&refused));
      return FALSE;
    }
  without_nul = dup_without_nul (input, &length);
  decoded->utf8 = g_utf8_make_valid (without_nul, (gssize) length);
  decoded->n_bytes = strlen (decoded->utf8);
  decoded->charset = "utf-8";
  return TRUE;
}

static void
write_parts (GPtrArray          *parts,
             PostilArticleLines *out)
{
  for (guint i = 0; i < parts->len; i++)
    {
      postil_article_lines_break (out, 2);
      postil_html_write (g_ptr_array_index (parts, i), out);
    }
}

static void
write_article (xmlDoc             *doc,
               const char         *title,
               const char         *body,
               gboolean            is_lenient,
               PostilArticleLines *out)
{
  g_auto (PostilHtmlPage) page = { 0 };
  g_autoptr (GPtrArray) parts = NULL;
  xmlNode *standfirst;

  postil_html_page_init (&page, doc, is_lenient);
  if (page.root == NULL)
    return;
  postil_html_drop_surroundings (&page, title);
  parts = postil_html_find_article (&page, title, body);
  standfirst = postil_html_find_standfirst (&page, title, parts);
  for (guint i = 0; i < parts->len; i++)
    postil_html_clean (&page, g_ptr_array_index (parts, i), title);
  postil_html_drop_repeated (parts);
  if (standfirst != NULL)
    g_ptr_array_insert (parts, 0, standfirst);
  write_parts (parts, out);
}

/* All that a browser would show. */
static void
write_whole (xmlDoc             *doc,
             PostilArticleLines *out)
{
  g_auto (PostilHtmlPage) page = { 0 };

  postil_html_page_init (&page, doc, FALSE);
  if (page.root == NULL)
    return;
  postil_html_drop_navigation (&page);
  postil_html_write (page.root, out);
}

/* Bylines, dates and what is hidden can be spans: parts of the words that say so. */
static gboolean
wants_class (const char *class)
{
  static const char *const parts[] = { "author", "by", "date", "pub", "time", "topbar", "hid", "none", "invis", "reader", "sr-only" };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (xmlStrcasestr (BAD_CAST class, BAD_CAST parts[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* The text of an article in a script, for a page that is nothing without its scripts. */
static void
write_body (const char         *body,
            PostilArticleLines *out)
{
  g_autoptr (PostilXmlDoc) doc = NULL;

  if (strstr (body, "</") != NULL)
    doc = postil_xml_read_html (body, strlen (body), wants_class, NULL);
  if (doc != NULL)
    {
      write_whole (doc, out);
      return;
    }
  for (const char *p = body; *p != '\0';)
    {
      gsize length = strcspn (p, "\n");

      postil_article_lines_append (out, p, (gssize) length);
      postil_article_lines_break (out, 2);
      p += length + strspn (p + length, "\n");
    }
}

static void
swap_if (gboolean            is_better,
         PostilArticleLines *out,
         PostilArticleLines *other)
{
  PostilArticleLines swapped = *out;

  if (!is_better)
    return;
  *out = *other;
  *other = swapped;
}

/* Where little is found, what else there is: what is hidden, in a gallery or for readers without
 * scripts, what a script holds, and at last the whole page. */
static void
write_best (xmlDoc             *doc,
            const char         *title,
            const char         *body,
            PostilArticleLines *out)
{
  g_auto (PostilArticleLines) quiet = { 0 };
  g_auto (PostilArticleLines) said = { 0 };
  g_auto (PostilArticleLines) whole = { 0 };

  write_article (doc, title, body, FALSE, out);
  postil_article_lines_init (&quiet);
  if (out->text->len < LITTLE_CHARS)
    write_article (doc, title, body, TRUE, &quiet);
  swap_if (quiet.text->len > 3 * out->text->len, out, &quiet);
  postil_article_lines_init (&said);
  if (body != NULL && strlen (body) > 2 * out->text->len)
    write_body (body, &said);
  swap_if (said.text->len > 2 * out->text->len, out, &said);
  postil_article_lines_init (&whole);
  if (out->text->len < POOR_CHARS)
    write_whole (doc, &whole);
  swap_if (whole.text->len > 0 && (out->text->len == 0 || whole.text->len < 2 * POOR_CHARS), out, &whole);
}

static gboolean
read_page (const PostilArticleInput *input,
           PostilArticleLines       *out,
           PostilArticleMeta        *meta,
           GError                  **error)
{
  PostilDecoded decoded = { 0 };
  g_autofree char *utf8 = NULL;
  g_autofree char *body = NULL;
  g_autoptr (PostilXmlDoc) doc = NULL;

  if (input->length > POSTIL_HTML_MAX_BYTES)
    {
      /* Refused before it is decoded; says so. */
      doc = postil_xml_read_html (input->data, input->length, NULL, error);
      return FALSE;
    }
  if (!decode (input, &decoded, error))
    return FALSE;
  utf8 = decoded.utf8;
  meta->charset = g_intern_string (decoded.charset);
  meta->is_charset_detected = decoded.is_detected;
  doc = postil_xml_read_html (utf8, decoded.n_bytes, wants_class, error);
  if (doc == NULL)
    return FALSE;
  postil_html_read_meta (doc, meta, &body);
  if (input->is_whole)
    write_whole (doc, out);
  else
    write_best (doc, meta->title, body, out);
  return TRUE;
}

const PostilArticleReader postil_article_html = {
  .kind = "html",
  .sniff = sniff,
  .read = read_page,
};
