/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* `postil-cli import`: documents become articles, annotated sets articles and sidecars.
 * Articles come first, so that the rows of a table find those that came with it. Main thread. */

#include "config.h"

#include "cli/postil-cli.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "articles/postil-article.h"
#include "storage/postil-importer.h"
#include "storage/postil-intake.h"

typedef struct
{
  PostilCli          *cli;
  const PostilFormat *format; /* NULL: documents only */
  PostilImporter     *importer;
  GArray             *files;
  PostilReport       *losses;
  PostilReport       *errors;
  char               *dialect;
} Import;

static gboolean
has_suffix (const char        *path,
            const char *const *extensions)
{
  const char *dot = strrchr (path, '.');

  for (guint i = 0; dot != NULL && extensions[i] != NULL; i++)
    if (g_ascii_strcasecmp (dot + 1, extensions[i]) == 0)
      return TRUE;
  return FALSE;
}

/* By its name, or by a content that only a document has. */
static gboolean
is_document (const PostilImportFile *file)
{
  return has_suffix (file->path, postil_article_get_extensions ()) ||
         strcmp (postil_article_get_kind (file->bytes, file->path), "text") != 0;
}

static gboolean
is_codebook (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);

  return strcmp (name, "codebook.json") == 0;
}

/* What a folder is searched for: documents, and what @format (or any format) wants. */
static char **
dup_extensions (const PostilFormat *format)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n_formats;
  const PostilFormat *const *formats = postil_format_list (&n_formats);

  g_strv_builder_addv (builder, (const char **) postil_article_get_extensions ());
  g_strv_builder_add (builder, "json");
  for (guint i = 0; i < n_formats; i++)
    if ((format == NULL || format == formats[i]) && (formats[i]->flags & POSTIL_FORMAT_READ) != 0)
      for (guint j = 0; formats[i]->extensions[j] != NULL; j++)
        g_strv_builder_add (builder, formats[i]->extensions[j]);
  return g_strv_builder_end (builder);
}

static void
add_document (Import                 *self,
              const PostilImportFile *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilText) text = NULL;
  g_autoptr (PostilArticleMeta) meta = NULL;

  if (!postil_article_read (file->bytes, file->path, NULL, &text, &meta, NULL, &error))
    {
      postil_report_add_error (self->errors, file->path, 0, error);
      return;
    }
  if (meta->is_charset_detected)
    postil_report_add (self->losses, file->path, 0, "charset", NULL, _("The charset was taken to be %s."), meta->charset);
  postil_importer_add_text (self->importer, file->path, text);
}

/* Some formats bring their articles' texts in files of their own. */
static gboolean
is_part_of_set (Import                 *self,
                const PostilImportFile *file)
{
  if (self->format == NULL)
    return FALSE;
  return ((self->format->flags & POSTIL_FORMAT_OWN_TEXTS) != 0 && g_str_has_suffix (file->path, ".txt"))
         || self->format->sniff (file, 1) > 0;
}

/* Takes out what is no part of an annotated set: articles and the codebook. */
static void
add_documents (Import *self)
{
  for (guint i = 0; i < self->files->len;)
    {
      const PostilImportFile *file = &g_array_index (self->files, PostilImportFile, i);

      if (is_codebook (file->path))
        postil_importer_add_codebook (self->importer, file->path, file->bytes);
      else if (!is_part_of_set (self, file) && is_document (file))
        add_document (self, file);
      else if (self->format == NULL)
        postil_report_add (self->errors, file->path, 0, "unknown", NULL,
                           _("This is neither a document nor of a format that Postil reads. See: postil-cli formats"));
      else
        {
          i++;
          continue;
        }
      g_array_remove_index (self->files, i);
    }
}

static gboolean
import_set (Import  *self,
            GError **error)
{
  PostilImportOptions options = {
    .imported = postil_importer_take,
    .find_article = postil_importer_find_article,
    .take_codebook = postil_importer_take_codebook,
    .user_data = self->importer,
    .codebook = postil_importer_get_codebook (self->importer),
    .coder = self->cli->coders != NULL ? self->cli->coders[0] : NULL,
    .losses = self->losses,
    .errors = self->errors,
  };
  gboolean imported;

  imported = self->format->import ((const PostilImportFile *) (gpointer) self->files->data, self->files->len, &options, error);
  self->dialect = options.dialect;
  return imported;
}

static void
print_json (Import             *self,
            PostilImportCounts  counts)
{
  g_autoptr (GString) out = g_string_new (NULL);
  PostilJsonWriter writer;

  postil_json_writer_init (&writer, out, FALSE);
  postil_json_writer_begin_object (&writer);
  postil_json_writer_member_uint (&writer, "articles", counts.n_articles);
  postil_json_writer_member_uint (&writer, "sidecars", counts.n_sidecars);
  postil_json_writer_member_uint (&writer, "annotations", counts.n_annotations);
  postil_json_writer_member (&writer, "format", self->format != NULL ? self->format->name : "text");
  postil_json_writer_member (&writer, "dialect", self->dialect);
  postil_json_writer_key (&writer, "losses");
  postil_cli_append_report (&writer, self->losses);
  postil_json_writer_key (&writer, "errors");
  postil_cli_append_report (&writer, self->errors);
  postil_json_writer_end_object (&writer);
  g_string_append_c (out, '\n');
  postil_cli_write_string (self->cli, out);
}

static void
print_result (Import *self)
{
  PostilImportCounts counts = postil_importer_get_counts (self->importer);

  if (self->cli->json)
    {
      print_json (self, counts);
      return;
    }
  postil_cli_list_entries (self->cli, self->errors);
  if (postil_report_get_n_entries (self->losses) > 0)
    {
      postil_cli_complain (self->cli, _("What came in another way, or not at all:"));
      postil_cli_list_entries (self->cli, self->losses);
    }
  if (!self->cli->quiet)
    postil_cli_complain (self->cli, _("Articles: %u. Sidecars: %u. Annotations: %u. Losses: %u. Errors: %u."),
                         counts.n_articles, counts.n_sidecars, counts.n_annotations,
                         postil_report_get_n_entries (self->losses), postil_report_get_n_entries (self->errors));
}

/* A passage that was moved, or that differs from an equally new one, needs to be looked at;
 * other losses only to be known. */
static int
get_code (Import *self)
{
  PostilImportCounts counts = postil_importer_get_counts (self->importer);
  guint n_errors = postil_report_get_n_entries (self->errors);

  for (guint i = 0; i < postil_report_get_n_entries (self->losses); i++)
    {
      const char *kind = postil_report_get_entry (self->losses, i)->kind;

      if (strcmp (kind, "moved") == 0 || strcmp (kind, "conflict") == 0)
        return POSTIL_CLI_PROBLEMS;
    }
  if (n_errors == 0)
    return POSTIL_CLI_DONE;
  return counts.n_articles > 0 ? POSTIL_CLI_PROBLEMS : POSTIL_CLI_FAILED;
}

static int
import (Import     *self,
        const char *folder)
{
  g_autoptr (GError) error = NULL;
  gboolean imported = TRUE;

  self->importer = postil_importer_new (folder, self->losses, self->errors, NULL, &error);
  if (self->importer == NULL)
    {
      postil_cli_complain (self->cli, "%s", error->message);
      return POSTIL_CLI_FAILED;
    }
  if (self->format == NULL)
    self->format = postil_format_recognise ((const PostilImportFile *) (gpointer) self->files->data, self->files->len);
  add_documents (self);
  if (self->files->len > 0)
    imported = import_set (self, &error);
  if (!imported)
    postil_report_add_error (self->errors, NULL, 0, error);
  print_result (self);
  return get_code (self);
}

static int
collect_and_import (PostilCli          *cli,
                    const PostilFormat *format,
                    const char         *folder)
{
  g_autoptr (GArray) files = postil_intake_new ();
  g_autoptr (PostilReport) losses = postil_report_new ();
  g_autoptr (PostilReport) errors = postil_report_new ();
  g_auto (GStrv) extensions = dup_extensions (format);
  Import self = { .cli = cli, .format = format, .files = files, .losses = losses, .errors = errors };
  int code;

  for (guint i = 0; cli->paths[i] != NULL; i++)
    postil_intake_add (files, cli->paths[i], (const char *const *) extensions, errors, NULL);
  if (files->len == 0)
    {
      postil_cli_list_entries (cli, errors);
      postil_cli_complain (cli, _("There is nothing to import there."));
      return POSTIL_CLI_FAILED;
    }
  code = import (&self, folder);
  g_clear_pointer (&self.importer, postil_importer_free);
  g_free (self.dialect);
  return code;
}

static const PostilFormat *
find_format (PostilCli  *cli,
             const char *name,
             gboolean   *failed)
{
  const PostilFormat *format = name != NULL ? postil_format_lookup (name) : NULL;

  *failed = name != NULL && (format == NULL || (format->flags & POSTIL_FORMAT_READ) == 0);
  if (*failed && format == NULL)
    postil_cli_complain (cli, _("There is no format “%s”. See: postil-cli formats"), name);
  else if (*failed)
    postil_cli_complain (cli, _("The format “%s” can be written, but not read. See: postil-cli formats"), name);
  return format;
}

static int
run (PostilCli *cli,
     int        argc,
     char     **argv)
{
  g_autofree char *name = NULL;
  g_autofree char *folder = NULL;
  const PostilFormat *format;
  gboolean failed;
  const GOptionEntry entries[] = {
    { "into", 0, 0, G_OPTION_ARG_FILENAME, &folder, N_("The folder to import into; it is made where it is missing"), N_("FOLDER") },
    { "format", 'f', 0, G_OPTION_ARG_FILENAME, &name, N_("The format; else it is recognised"), N_("FORMAT") },
    { "coder", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &cli->coders, N_("Who coded, where the format does not say"), N_("NAME") },
    G_OPTION_ENTRY_NULL
  };

  if (!postil_cli_parse (cli, &postil_cli_import, POSTIL_CLI_TAKES_JSON | POSTIL_CLI_TAKES_MANY, entries, argc, argv))
    return POSTIL_CLI_FAILED;
  format = find_format (cli, name, &failed);
  if (failed)
    return POSTIL_CLI_FAILED;
  if (folder != NULL && (cli->coders == NULL || g_utf8_validate (cli->coders[0], -1, NULL)))
    return collect_and_import (cli, format, folder);
  if (folder == NULL)
    postil_cli_complain (cli, _("Say with --into where it goes. See: postil-cli import --help"));
  else
    postil_cli_complain (cli, _("The coder’s name is not UTF-8."));
  return POSTIL_CLI_FAILED;
}

const PostilCliCommand postil_cli_import = {
  .name = "import",
  .arguments = N_("FILE…"),
  .summary = N_("Bring documents and annotated sets into a folder"),
  .details = N_("Articles become plain text (UTF-8, LF), annotations sidecars. Every quote is verified; one that does not\n"
                "stand at its place but at exactly one other is put there and listed. A sidecar that is there already is\n"
                "merged with, never overwritten. A folder among FILE is searched.\n"
                "\n"
                "Example: postil-cli import coded.csv --into ~/articles"),
  .run = run,
};
