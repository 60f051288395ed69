/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* `postil-cli export`: folders into an exchange format, an article at a time. A table whose
 * columns turn out to be too few is written a second time with those that were missing, so
 * that no attribute is lost. Main thread. */

#include "config.h"

#include "cli/postil-cli.h"

#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "storage/postil-files.h"
#include "storage/postil-output.h"

typedef struct
{
  PostilCli           *cli;
  const PostilFormat  *format;
  PostilExportOptions  options;
  PostilOutput        *output;
  PostilReport        *problems; /* what could not be read */
  PostilReport        *losses;
  gpointer             state;
  PostilCliRecords     records;
  guint                n_articles;
  guint                n_sidecars;
  guint                n_annotations;
  GError              *error;
} Export;

static gboolean
export_article (PostilCliArticle *article,
                gpointer          user_data)
{
  Export *self = user_data;
  g_autoptr (PostilSetArticle) set = postil_cli_take_set (self->cli, article, self->problems);

  set->record = postil_cli_records_dup (&self->records, article, self->problems);
  postil_format_report_article (self->format, set, self->losses);
  self->n_articles += set->layers->len > 0;
  self->n_sidecars += set->layers->len;
  for (guint i = 0; i < set->layers->len; i++)
    self->n_annotations += postil_layer_get_n_annotations (g_ptr_array_index (set->layers, i));
  return self->format->export_article (self->state, set, self->losses, &self->error);
}

/* FALSE with no error set where no folder could be read, which is then listed. */
static gboolean
export_once (Export *self)
{
  PostilReadFlags flags = POSTIL_READ_TEXT | POSTIL_READ_LAYERS;
  gboolean is_walked;

  if ((self->format->flags & POSTIL_FORMAT_ONE_FILE) == 0)
    flags |= POSTIL_READ_SOURCE;
  self->n_articles = self->n_sidecars = self->n_annotations = 0;
  postil_format_report_codebook (self->format, self->options.codebook, self->losses);
  self->state = self->format->export_begin (&self->options, &self->error);
  if (self->state == NULL)
    return FALSE;
  is_walked = postil_cli_foreach (self->cli, flags, self->problems, export_article, self);
  if (is_walked && self->error == NULL)
    return self->format->export_end (self->state, self->losses, &self->error);
  self->format->export_abort (self->state);
  return FALSE;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static gboolean
export_all (Export *self)
{
  g_autoptr (GHashTable) missing = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char **names = NULL;
  guint n_names;
  gboolean misses_records = FALSE;

  self->options.missing_attributes = missing;
  self->options.missing_records = &misses_records;
  if (!export_once (self))
    return FALSE;
  names = (char **) g_hash_table_get_keys_as_array (missing, &n_names);
  if (n_names == 0 && !misses_records)
    return postil_output_commit (self->output, &self->error);
  qsort (names, n_names, sizeof *names, compare_names);
  self->options.extra_attributes = (const char *const *) names;
  self->options.missing_attributes = NULL;
  self->options.missing_records = NULL;
  self->options.with_records = misses_records;
  g_clear_pointer (&self->problems, postil_report_unref);
  g_clear_pointer (&self->losses, postil_report_unref);
  self->problems = postil_report_new ();
  self->losses = postil_report_new ();
  return postil_output_restart (self->output, &self->error)
         && export_once (self)
         && postil_output_commit (self->output, &self->error);
}

static void
print_json (Export *self)
{
  g_autoptr (GString) out = g_string_new (NULL);
  PostilJsonWriter writer;

  postil_json_writer_init (&writer, out, FALSE);
  postil_json_writer_begin_object (&writer);
  postil_json_writer_member_uint (&writer, "articles", self->n_articles);
  postil_json_writer_member_uint (&writer, "sidecars", self->n_sidecars);
  postil_json_writer_member_uint (&writer, "annotations", self->n_annotations);
  postil_json_writer_member (&writer, "format", self->format->name);
  postil_json_writer_member (&writer, "dialect", NULL);
  postil_json_writer_key (&writer, "losses");
  postil_cli_append_report (&writer, self->losses);
  postil_json_writer_key (&writer, "errors");
  postil_cli_append_report (&writer, self->problems);
  postil_json_writer_end_object (&writer);
  g_string_append_c (out, '\n');
  postil_cli_write_string (self->cli, out);
}

static void
print_result (Export *self)
{
  guint n_losses = postil_report_get_n_entries (self->losses);

  if (self->cli->json)
    {
      print_json (self);
      return;
    }
  postil_cli_list_entries (self->cli, self->problems);
  if (n_losses > 0 && !self->cli->quiet)
    postil_cli_complain (self->cli, _("What the format “%s” does not hold:"), self->format->name);
  if (!self->cli->quiet)
    postil_cli_list_entries (self->cli, self->losses);
  if (!self->cli->quiet)
    postil_cli_complain (self->cli, _("Articles: %u. Sidecars: %u. Annotations: %u. Losses: %u."),
                         self->n_articles, self->n_sidecars, self->n_annotations, n_losses);
}

/* Whether @output would take the place of something that is read. */
static gboolean
would_overwrite (PostilCli  *cli,
                 const char *output,
                 gboolean    is_folder)
{
  g_autoptr (GFile) to = g_file_new_for_commandline_arg (output);
  g_autofree char *name = g_file_get_basename (to);

  if (!is_folder && (g_str_has_suffix (name, POSTIL_SIDECAR_SUFFIX) || strcmp (name, "codebook.json") == 0
                     || g_str_has_suffix (name, ".txt") || g_str_has_suffix (name, ".md")))
    {
      g_autofree char *etag = postil_files_dup_etag (to);

      return etag != NULL;
    }
  for (guint i = 0; cli->paths[i] != NULL; i++)
    {
      g_autoptr (GFile) from = g_file_new_for_commandline_arg (cli->paths[i]);

      if (g_file_equal (from, to) || (is_folder && (g_file_has_prefix (to, from) || g_file_has_prefix (from, to))))
        return TRUE;
    }
  return FALSE;
}

static PostilOutput *
open_output (PostilCli          *cli,
             const PostilFormat *format,
             const char         *path)
{
  gboolean is_folder = (format->flags & POSTIL_FORMAT_ONE_FILE) == 0;
  gboolean is_stdout = strcmp (path, "-") == 0;
  g_autoptr (PostilOutput) output = NULL;
  g_autoptr (GError) error = NULL;

  if (is_stdout && (is_folder || cli->json))
    {
      postil_cli_complain (cli, is_folder ? _("The format “%s” is a folder of files; name one with --output.")
                                          : _("With --json, --output must name a file (format “%s”)."), format->name);
      return NULL;
    }
  if (!is_stdout && would_overwrite (cli, path, is_folder))
    {
      postil_cli_complain (cli, _("The export would be written over what it is made from. Name another place than “%s”."), path);
      return NULL;
    }
  if (is_stdout)
    output = postil_output_new_fd (STDOUT_FILENO, &error);
  else if (is_folder)
    output = postil_output_new_folder (path, &error);
  else
    output = postil_output_new_file (path, &error);
  if (output == NULL)
    postil_cli_complain (cli, "%s", error->message);
  return g_steal_pointer (&output);
}

static PostilCodebook *
read_codebook (PostilCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilFolder) folder = postil_folder_scan (cli->paths[0], NULL, NULL, &error);

  return folder != NULL ? postil_folder_ref_codebook (folder, NULL) : postil_codebook_new_builtin ();
}

static int
export (PostilCli          *cli,
        const PostilFormat *format,
        const char         *path,
        gboolean            excel)
{
  g_autoptr (PostilOutput) output = open_output (cli, format, path);
  g_autoptr (PostilCodebook) codebook = NULL;
  Export self = { .cli = cli, .format = format, .output = output };
  int code = POSTIL_CLI_FAILED;

  if (output == NULL)
    return POSTIL_CLI_FAILED;
  codebook = read_codebook (cli);
  self.problems = postil_report_new ();
  self.losses = postil_report_new ();
  self.options = (PostilExportOptions) {
    .emit = postil_output_append,
    .emit_data = output,
    .codebook = codebook,
    .excel = excel,
  };
  if (export_all (&self))
    {
      print_result (&self);
      code = postil_report_get_n_entries (self.problems) > 0 ? POSTIL_CLI_PROBLEMS : POSTIL_CLI_DONE;
    }
  else if (self.error != NULL)
    postil_cli_complain (cli, "%s", self.error->message);
  postil_report_unref (self.problems);
  postil_report_unref (self.losses);
  g_clear_error (&self.error);
  postil_cli_records_clear (&self.records);
  return code;
}

static const PostilFormat *
find_format (PostilCli  *cli,
             const char *name,
             gboolean    excel)
{
  const PostilFormat *format = name != NULL ? postil_format_lookup (name) : NULL;

  if (name == NULL)
    postil_cli_complain (cli, _("Name a format with --format. See: postil-cli formats"));
  else if (format == NULL)
    postil_cli_complain (cli, _("There is no format “%s”. See: postil-cli formats"), name);
  else if ((format->flags & POSTIL_FORMAT_WRITE) == 0)
    postil_cli_complain (cli, _("The format “%s” can be read, but not written. See: postil-cli formats"), name);
  else if (excel && strcmp (name, "csv") != 0 && strcmp (name, "tsv") != 0)
    postil_cli_complain (cli, _("--excel is for the formats csv and tsv, not for “%s”."), name);
  else
    return format;
  return NULL;
}

static int
run (PostilCli *cli,
     int        argc,
     char     **argv)
{
  g_autofree char *name = NULL;
  g_autofree char *output = NULL;
  gboolean excel = FALSE;
  const PostilFormat *format;
  const GOptionEntry entries[] = {
    { "format", 'f', 0, G_OPTION_ARG_FILENAME, &name, N_("The format, as “postil-cli formats” names it"), N_("FORMAT") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, N_("The file or folder to write; - for standard output"), N_("PATH") },
    { "excel", 0, 0, G_OPTION_ARG_NONE, &excel, N_("csv, tsv: begin with a BOM, and guard what a spreadsheet would run as a formula"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!postil_cli_parse (cli, &postil_cli_export, POSTIL_CLI_TAKES_JSON | POSTIL_CLI_TAKES_FILTER | POSTIL_CLI_TAKES_MANY,
                         entries, argc, argv))
    return POSTIL_CLI_FAILED;
  format = find_format (cli, name, excel);
  if (format != NULL && output != NULL)
    return export (cli, format, output, excel);
  if (format != NULL)
    postil_cli_complain (cli, _("Say with --output where the export goes. See: postil-cli export --help"));
  return POSTIL_CLI_FAILED;
}

const PostilCliCommand postil_cli_export = {
  .name = "export",
  .arguments = N_("FOLDER…"),
  .summary = N_("Write the annotations in an exchange format"),
  .details = N_("What the format cannot hold is listed, item by item. Nothing stands under its name before it is whole.\n"
                "\n"
                "Example: postil-cli export ~/articles --format csv --output coded.csv"),
  .run = run,
};
