/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* `postil-cli text`: the text that offsets count, as UTF-8 with LF, to the byte; so that any
 * program can slice it. Of documents it is the text that `import` writes. Main thread. */

#include "config.h"

#include "cli/postil-cli.h"

#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "articles/postil-article.h"
#include "storage/postil-files.h"
#include "storage/postil-output.h"

/* A document, read. */
typedef struct
{
  PostilText        *text;
  PostilArticleMeta *meta;
  const char        *kind;
} Article;

static void
article_clear (Article *article)
{
  g_clear_pointer (&article->text, postil_text_unref);
  g_clear_pointer (&article->meta, postil_article_meta_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Article, article_clear)

static void
append_meta (GString *out,
             Article *article)
{
  const char *type = postil_article_get_media_type (article->kind), *charset = article->meta->charset;
  g_autofree char *format = charset != NULL ? g_strconcat (type, "; charset=", charset, NULL) : g_strdup (type);
  PostilJsonWriter writer;

  postil_json_writer_init (&writer, out, FALSE);
  postil_json_writer_begin_object (&writer);
  postil_json_writer_member (&writer, "title", article->meta->title);
  postil_json_writer_member (&writer, "author", article->meta->author);
  postil_json_writer_member (&writer, "date", article->meta->date);
  postil_json_writer_member (&writer, "publisher", article->meta->publisher);
  postil_json_writer_member (&writer, "language", article->meta->language);
  postil_json_writer_member (&writer, "url", article->meta->url);
  postil_json_writer_member (&writer, "kind", article->kind);
  postil_json_writer_member (&writer, "format", format);
  postil_json_writer_key (&writer, "charset_detected");
  postil_json_writer_boolean (&writer, article->meta->is_charset_detected);
  postil_json_writer_member_uint (&writer, "characters", postil_text_get_n_chars (article->text));
  postil_json_writer_member (&writer, "sha256", postil_text_get_sha256 (article->text));
  postil_json_writer_end_object (&writer);
  g_string_append_c (out, '\n');
}

static gboolean
save (const char *path,
      const char *output,
      const char *data,
      gsize       length,
      GError    **error)
{
  g_autoptr (GFile) from = g_file_new_for_commandline_arg (path);
  g_autoptr (GFile) to = g_file_new_for_commandline_arg (output);
  g_autoptr (PostilOutput) out = NULL;

  if (g_file_equal (from, to))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, _("“%s” is the article itself, which is never changed."), output);
      return FALSE;
    }
  out = postil_output_new_file (output, error);
  return out != NULL && postil_output_append (NULL, data, length, out, error) && postil_output_commit (out, error);
}

static gboolean
read_article (const char *path,
              const char *charset,
              Article    *article,
              GError    **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GBytes) bytes = postil_files_read (file, POSTIL_ARTICLE_MAX_BYTES, NULL, NULL, error);

  if (bytes == NULL)
    return FALSE;
  if (postil_article_read (bytes, path, charset, &article->text, &article->meta, &article->kind, error))
    return TRUE;
  g_prefix_error (error, "%s: ", path);
  return FALSE;
}

static int
print_article (PostilCli  *cli,
               Article    *article,
               const char *output,
               gboolean    meta)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *data = postil_text_get_utf8 (article->text, &length);

  if (meta)
    {
      append_meta (out, article);
      data = out->str;
      length = out->len;
    }
  else if (article->meta->is_charset_detected && !cli->quiet)
    postil_cli_complain (cli, _("The charset was taken to be %s; --encoding names another one."), article->meta->charset);
  if (output == NULL || strcmp (output, "-") == 0)
    postil_cli_write (cli, data, length);
  else if (!save (cli->paths[0], output, data, length, &error))
    {
      postil_cli_complain (cli, "%s", error->message);
      return POSTIL_CLI_FAILED;
    }
  return POSTIL_CLI_DONE;
}

static int
run (PostilCli *cli,
     int        argc,
     char     **argv)
{
  g_autofree char *output = NULL;
  g_autofree char *charset = NULL;
  gboolean meta = FALSE;
  g_auto (Article) article = { 0 };
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, N_("Write to this file instead of standard output"), N_("OUT") },
    { "encoding", 0, 0, G_OPTION_ARG_FILENAME, &charset, N_("The charset of the file, such as windows-1252"), N_("CHARSET") },
    { "meta", 0, 0, G_OPTION_ARG_NONE, &meta, N_("Print what is known about the document, as JSON"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!postil_cli_parse (cli, &postil_cli_text, POSTIL_CLI_TAKES_JSON, entries, argc, argv))
    return POSTIL_CLI_FAILED;
  if (read_article (cli->paths[0], charset, &article, &error))
    return print_article (cli, &article, output, meta || cli->json);
  postil_cli_complain (cli, "%s", error->message);
  return POSTIL_CLI_FAILED;
}

const PostilCliCommand postil_cli_text = {
  .name = "text",
  .arguments = N_("FILE"),
  .summary = N_("Print an article’s text, as offsets count it"),
  .details = N_("The text is UTF-8 with LF line ends and without a BOM; offsets are its Unicode code points.\n"
                "Plain text in any charset, Markdown, HTML, DOCX, ODT, EPUB, PDF and RTF are read; content decides which it is.\n"
                "\n"
                "Example: postil-cli text --encoding windows-1252 old.txt -o new.txt"),
  .run = run,
};
