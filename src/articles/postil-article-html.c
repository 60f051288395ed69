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
#define POOR_CHARS 140u /* an article as short as this was not found */

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

static gboolean
decode (const PostilArticleInput *input,
        PostilDecoded            *decoded,
        GError                  **error)
{
  g_autofree char *declared = NULL;
  g_autoptr (GError) refused = NULL;

  if (input->charset != NULL)
    return postil_charset_decode (input->data, input->length, input->charset, decoded, error);
  declared = postil_xml_dup_declared_charset (input->data, input->length);
  /* A page that can name UTF-16 in ASCII is not UTF-16. */
  if (declared != NULL && g_ascii_strncasecmp (declared, "utf-16", 6) == 0)
    g_clear_pointer (&declared, g_free);
  if (declared != NULL && postil_charset_decode (input->data, input->length, declared, decoded, NULL))
    return TRUE;
  if (postil_charset_decode (input->data, input->length, NULL, decoded, &refused))
    return TRUE;
  if (!g_error_matches (refused, POSTIL_ERROR, POSTIL_ERROR_ENCODING))
    {
      g_propagate_error (error, g_steal_pointer (&refused));
      return FALSE;
    }
  /* UTF-8 but for some broken bytes, often in a script: as browsers show it. */
  decoded->utf8 = g_utf8_make_valid (input->data, (gssize) input->length);
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
               PostilArticleLines *out)
{
  g_auto (PostilHtmlPage) page = { 0 };
  g_autoptr (GPtrArray) parts = NULL;

  postil_html_page_init (&page, doc);
  if (page.root == NULL)
    return;
  postil_html_drop_surroundings (&page);
  parts = postil_html_find_article (&page);
  for (guint i = 0; i < parts->len; i++)
    postil_html_clean (&page, g_ptr_array_index (parts, i), title);
  write_parts (parts, out);
}

/* All that a browser would show. */
static void
write_whole (xmlDoc             *doc,
             PostilArticleLines *out)
{
  g_auto (PostilHtmlPage) page = { 0 };

  postil_html_page_init (&page, doc);
  if (page.root == NULL)
    return;
  postil_html_page_measure (&page);
  postil_html_write (page.root, out);
}

static gboolean
read_page (const PostilArticleInput *input,
           PostilArticleLines       *out,
           PostilArticleMeta        *meta,
           GError                  **error)
{
  PostilDecoded decoded = { 0 };
  g_autofree char *utf8 = NULL;
  g_autoptr (PostilXmlDoc) doc = NULL;

  if (input->length > POSTIL_HTML_MAX_BYTES)
    {
      /* Refused before it is decoded; says so. */
      doc = postil_xml_read_html (input->data, input->length, error);
      return FALSE;
    }
  if (!decode (input, &decoded, error))
    return FALSE;
  utf8 = decoded.utf8;
  meta->charset = g_intern_string (decoded.charset);
  meta->is_charset_detected = decoded.is_detected;
  doc = postil_xml_read_html (utf8, decoded.n_bytes, error);
  if (doc == NULL)
    return FALSE;
  postil_html_read_meta (doc, meta);
  write_article (doc, meta->title, out);
  if (out->text->len < POOR_CHARS)
    {
      g_auto (PostilArticleLines) whole = { 0 };

      postil_article_lines_init (&whole);
      write_whole (doc, &whole);
      if (out->text->len == 0 || whole.text->len < 2 * POOR_CHARS)
        {
          PostilArticleLines swapped = *out;

          *out = whole;
          whole = swapped;
        }
    }
  return TRUE;
}

const PostilArticleReader postil_article_html = {
  .kind = "html",
  .sniff = sniff,
  .read = read_page,
};
