/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Turns the bytes of any document into an article: the reader that is surest of the content
 * reads it; the file's name never outvotes the content. Pure functions, any thread. */

#include "config.h"

#include "articles/postil-article.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "articles/postil-article-private.h"
#include "base/postil-error.h"

static const PostilArticleReader *const readers[] = {
  &postil_article_docx,
  &postil_article_epub,
  &postil_article_html,
  &postil_article_odt,
  &postil_article_pdf,
  &postil_article_rtf,
  &postil_article_text, /* the last resort: reads whatever no other is sure of */
};

PostilArticleMeta *
postil_article_meta_new (void)
{
  return g_new0 (PostilArticleMeta, 1);
}

void
postil_article_meta_free (PostilArticleMeta *self)
{
  if (self == NULL)
    return;
  g_free (self->title);
  g_free (self->author);
  g_free (self->date);
  g_free (self->publisher);
  g_free (self->language);
  g_free (self->url);
  g_free (self);
}

void
postil_article_meta_set (char      **member,
                         const char *value)
{
  g_auto (PostilArticleLines) lines = { 0 };

  g_return_if_fail (member != NULL);

  if (*member != NULL || value == NULL || !g_utf8_validate (value, -1, NULL))
    return;
  postil_article_lines_init (&lines);
  postil_article_lines_append (&lines, value, -1);
  if (lines.text->len > 0)
    *member = g_strdup (lines.text->str);
}

static char *
dup_extension (const char *file_name)
{
  const char *dot = file_name != NULL ? strrchr (file_name, '.') : NULL;

  return g_ascii_strdown (dot != NULL ? dot + 1 : "", -1);
}

static const PostilArticleReader *
find_reader (const PostilArticleInput *input)
{
  const PostilArticleReader *best = NULL;
  guint best_score = 0;

  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    {
      guint score = readers[i]->sniff (input);

      if (score <= best_score)
        continue;
      best = readers[i];
      best_score = score;
    }
  return best;
}

static gboolean
starts_with (const PostilArticleInput *input,
             const char               *magic,
             gsize                     length)
{
  return input->length >= length && memcmp (input->data, magic, length) == 0;
}

static gboolean
contains (const PostilArticleInput *input,
          const char               *what,
          gsize                     length)
{
  const char *p = input->data, *end = input->data + input->length;

  for (; (p = memchr (p, what[0], (gsize) (end - p))) != NULL && (gsize) (end - p) >= length; p++)
    if (memcmp (p, what, length) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_document_zip (const PostilArticleInput *input)
{
  return postil_article_docx.sniff (input) > 0 || postil_article_odt.sniff (input) > 0 || postil_article_epub.sniff (input) > 0;
}

/* An empty text file is a text without characters. */
static gboolean
is_named_text (const PostilArticleInput *input)
{
  return postil_article_text.sniff (input) > 10 || *input->extension == '\0';
}

/* What is known, but not read. */
static gboolean
check_readable (const PostilArticleInput *input,
                GError                  **error)
{
  const char *message = NULL;
  PostilError code = POSTIL_ERROR_UNKNOWN;

  if (input->length == 0 && !is_named_text (input))
    message = _("The file is empty.");
  else if (starts_with (input, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8) &&
           contains (input, "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e", 31))
    {
      message = _("The document is protected by a password. Save it without one, and try again.");
      code = POSTIL_ERROR_SCHEMA;
    }
  else if (starts_with (input, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8))
    message = _("This is a document of an old Office program (.doc), which cannot be read. Save it as DOCX or ODT.");
  else if (starts_with (input, "\x89PNG", 4) || starts_with (input, "\xff\xd8\xff", 3) || starts_with (input, "GIF8", 4))
    message = _("This is a picture, which holds no text.");
  else if (starts_with (input, "PK\3\4", 4) && !is_document_zip (input))
    message = _("This is a zip file, but no document that can be read (DOCX, ODT or EPUB). Unpack it first.");
  if (message == NULL)
    return TRUE;
  if (input->length == 0)
    code = POSTIL_ERROR_MALFORMED;
  g_set_error_literal (error, POSTIL_ERROR, code, message);
  return FALSE;
}

static gboolean
read_with (const PostilArticleReader *reader,
           const PostilArticleInput  *input,
           PostilArticleMeta         *meta,
           PostilText               **text,
           GError                   **error)
{
  g_auto (PostilArticleLines) lines = { 0 };
  g_autofree char *utf8 = NULL;
  gsize n_bytes;

  if (reader == &postil_article_text)
    {
      *text = postil_text_new_from_bytes (input->bytes, input->charset, error);
      if (*text == NULL)
        return FALSE;
      meta->charset = postil_text_get_charset (*text);
      meta->is_charset_detected = postil_text_is_charset_detected (*text);
      return TRUE;
    }
  postil_article_lines_init (&lines);
  if (!reader->read (input, &lines, meta, error))
    return FALSE;
  utf8 = postil_article_lines_steal (&lines, &n_bytes);
  if (n_bytes == 0)
    {
      g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_NOT_TEXT, _("The document holds no text."));
      return FALSE;
    }
  *text = postil_text_new_from_utf8 (utf8, (gssize) n_bytes, error);
  return *text != NULL;
}

/* Without bytes there is no address either. */
static void
input_set_data (PostilArticleInput *input)
{
  input->data = g_bytes_get_data (input->bytes, &input->length);
  if (input->data == NULL)
    input->data = "";
}

static gboolean
read_input (PostilArticleInput *input,
            const char         *file_name,
            PostilText        **text,
            PostilArticleMeta **meta,
            const char        **kind,
            GError            **error)
{
  g_autofree char *extension = dup_extension (file_name);
  g_autoptr (PostilArticleMeta) found = postil_article_meta_new ();
  const PostilArticleReader *reader;

  *text = NULL;
  input->extension = extension;
  input_set_data (input);
  if (!check_readable (input, error))
    return FALSE;
  reader = find_reader (input);
  if (!read_with (reader, input, found, text, error))
    return FALSE;
  if (kind != NULL)
    *kind = reader->kind;
  if (meta != NULL)
    *meta = g_steal_pointer (&found);
  return TRUE;
}

gboolean
postil_article_read (GBytes             *bytes,
                     const char         *file_name,
                     const char         *charset,
                     PostilText        **text,
                     PostilArticleMeta **meta,
                     const char        **kind,
                     GError            **error)
{
  g_return_val_if_fail (bytes != NULL && text != NULL, FALSE);

  return read_input (&(PostilArticleInput) { .bytes = bytes, .charset = charset }, file_name, text, meta, kind, error);
}

gboolean
postil_article_read_whole (GBytes             *bytes,
                           const char         *file_name,
                           const char         *charset,
                           PostilText        **text,
                           PostilArticleMeta **meta,
                           const char        **kind,
                           GError            **error)
{
  g_return_val_if_fail (bytes != NULL && text != NULL, FALSE);

  return read_input (&(PostilArticleInput) { .bytes = bytes, .charset = charset, .is_whole = TRUE }, file_name, text, meta, kind, error);
}

const char *
postil_article_get_kind (GBytes     *bytes,
                         const char *file_name)
{
  g_autofree char *extension = dup_extension (file_name);
  PostilArticleInput input = { .bytes = bytes, .extension = extension };

  g_return_val_if_fail (bytes != NULL, NULL);

  input_set_data (&input);
  return find_reader (&input)->kind;
}

const char *
postil_article_get_media_type (const char *kind)
{
  static const struct
  {
    const char *kind;
    const char *type;
  } types[] = {
    { "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document" },
    { "epub", "application/epub+zip" },
    { "html", "text/html" },
    { "odt", "application/vnd.oasis.opendocument.text" },
    { "pdf", "application/pdf" },
    { "rtf", "application/rtf" },
  };

  g_return_val_if_fail (kind != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (strcmp (types[i].kind, kind) == 0)
      return types[i].type;
  return "text/plain";
}

const char *const *
postil_article_get_extensions (void)
{
  static const char *const extensions[] = {
    "txt", "text", "md", "markdown", "html", "htm", "xhtml", "docx", "odt", "epub", "pdf", "rtf", NULL
  };

  return extensions;
}
