/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* `postil-cli text`: the text that offsets count, as UTF-8 with LF, to the byte; so that any
 * program can slice it. Main thread. */

#include "config.h"

#include "cli/postil-cli.h"

#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "storage/postil-files.h"
#include "storage/postil-output.h"

/* What is no plain text, told by its first bytes or its name. */
static const struct
{
  const char *suffix;
  const char *magic;
  const char *what; /* translatable */
} documents[] = {
  { ".docx", "PK\x03\x04", N_("a Word document") },
  { ".odt", "PK\x03\x04", N_("an OpenDocument text") },
  { ".epub", "PK\x03\x04", N_("an e-book") },
  { ".pdf", "%PDF-", N_("a PDF document") },
  { ".doc", "\xd0\xcf\x11\xe0", N_("a Word document") },
  { ".rtf", "{\\rtf", N_("a rich text document") },
  { ".html", NULL, N_("a web page") },
  { ".htm", NULL, N_("a web page") },
  { ".xhtml", NULL, N_("a web page") },
};

static const char *
find_document (const char *path,
               GBytes     *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autofree char *folded = g_ascii_strdown (path, -1);

  for (guint i = 0; i < G_N_ELEMENTS (documents); i++)
    {
      const char *magic = documents[i].magic;
      gboolean has_magic = magic != NULL && length >= strlen (magic) && memcmp (data, magic, strlen (magic)) == 0;

      if (g_str_has_suffix (folded, documents[i].suffix) && (magic == NULL || has_magic))
        return documents[i].what;
    }
  return NULL;
}

static void
append_meta (GString    *out,
             PostilText *text)
{
  g_autofree char *format = g_strconcat ("text/plain; charset=", postil_text_get_charset (text), NULL);
  PostilJsonWriter writer;

  postil_json_writer_init (&writer, out, FALSE);
  postil_json_writer_begin_object (&writer);
  postil_json_writer_member (&writer, "title", NULL);
  postil_json_writer_member (&writer, "author", NULL);
  postil_json_writer_member (&writer, "date", NULL);
  postil_json_writer_member (&writer, "language", NULL);
  postil_json_writer_member (&writer, "url", NULL);
  postil_json_writer_member (&writer, "format", format);
  postil_json_writer_key (&writer, "charset_detected");
  postil_json_writer_boolean (&writer, postil_text_is_charset_detected (text));
  postil_json_writer_member_uint (&writer, "characters", postil_text_get_n_chars (text));
  postil_json_writer_member (&writer, "sha256", postil_text_get_sha256 (text));
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

static PostilText *
read_text (PostilCli  *cli,
           const char *path,
           const char *charset,
           GError    **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GBytes) bytes = postil_files_read (file, POSTIL_TEXT_MAX_BYTES, NULL, NULL, error);
  const char *what;

  if (bytes == NULL)
    return NULL;
  what = find_document (path, bytes);
  if (what == NULL)
    return postil_files_read_text (file, charset, NULL, error);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
               _("“%s” is %s. Only plain text (in any charset) and Markdown can be read; save it as plain text first."), path, _(what));
  return NULL;
}

static int
print_text (PostilCli  *cli,
            PostilText *text,
            const char *output,
            gboolean    meta)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *data = postil_text_get_utf8 (text, &length);

  if (meta)
    {
      append_meta (out, text);
      data = out->str;
      length = out->len;
    }
  else if (postil_text_is_charset_detected (text) && !cli->quiet)
    postil_cli_complain (cli, _("The charset was taken to be %s; --encoding names another one."), postil_text_get_charset (text));
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
  g_autoptr (PostilText) text = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, N_("Write to this file instead of standard output"), N_("OUT") },
    { "encoding", 0, 0, G_OPTION_ARG_FILENAME, &charset, N_("The charset of the file, such as windows-1252"), N_("CHARSET") },
    { "meta", 0, 0, G_OPTION_ARG_NONE, &meta, N_("Print what is known about the document, as JSON"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!postil_cli_parse (cli, &postil_cli_text, POSTIL_CLI_TAKES_JSON, entries, argc, argv))
    return POSTIL_CLI_FAILED;
  text = read_text (cli, cli->paths[0], charset, &error);
  if (text != NULL)
    return print_text (cli, text, output, meta || cli->json);
  postil_cli_complain (cli, "%s", error->message);
  return POSTIL_CLI_FAILED;
}

const PostilCliCommand postil_cli_text = {
  .name = "text",
  .arguments = N_("FILE"),
  .summary = N_("Print an article’s text, as offsets count it"),
  .details = N_("The text is UTF-8 with LF line ends and without a BOM; offsets are its Unicode code points.\n"
                "\n"
                "Example: postil-cli text --encoding windows-1252 old.txt -o new.txt"),
  .run = run,
};
