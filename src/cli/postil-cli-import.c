/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* `postil-cli import`: documents become articles, annotated sets articles and sidecars.
 * Articles come first, so that the rows of a table find those that came with it. Main thread. */

#include "config.h"

#include "cli/postil-cli.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "articles/postil-article.h"
#include "storage/postil-documents.h"
#include "storage/postil-files.h"
#include "storage/postil-importer.h"
#include "storage/postil-intake.h"

#define MAX_TABLE_BYTES (64u * 1024u * 1024u)

typedef struct
{
  PostilCli          *cli;
  const PostilFormat *format; /* NULL: documents only */
  PostilImporter     *importer;
  GArray             *files;
  GHashTable         *waiting; /* of them those that are read when their turn comes */
  GArray             *set;    /* of them, what is no document; the files are borrowed */
  PostilReport       *losses;
  PostilReport       *errors;
  char               *dialect;
  PostilDocumentsFlags   flags;
  PostilMetadataTable   *table;
  PostilMetadataPattern *pattern;
  GCancellable          *cancellable;
} Import;

/* Documents that are no part of any format's set: they need not be in memory all at once. */
static const char *const waiting_extensions[] = { "docx", "epub", "htm", "html", "odt", "pdf", "rtf", "xhtml", NULL };

/* What the command line says of documents. */
typedef struct
{
  char                  *table_path;
  char                  *pattern_text;
  gboolean               keep_original;
  gboolean               split;
  PostilMetadataTable   *table;
  PostilMetadataPattern *pattern;
} Sources;

static void
sources_clear (Sources *self)
{
  g_free (self->table_path);
  g_free (self->pattern_text);
  g_clear_pointer (&self->table, postil_metadata_table_free);
  g_clear_pointer (&self->pattern, postil_metadata_pattern_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sources, sources_clear)

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
  return file->bytes == NULL || has_suffix (file->path, postil_article_get_extensions ()) ||
         strcmp (postil_article_get_kind (file->bytes, file->path), "text") != 0;
}

static gboolean
is_named (const char *path,
          const char *name)
{
  g_autofree char *basename = g_path_get_basename (path);

  return strcmp (basename, name) == 0;
}

/* What a folder is searched for: documents, and what @format (or any format) wants. */
static char **
dup_extensions (const PostilFormat *format)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n_formats;
  const PostilFormat *const *formats = postil_format_list (&n_formats);

  g_strv_builder_addv (builder, (const char **) postil_article_get_extensions ());
  /* Of an old program, or rich text, or a web page: the content says which. */
  g_strv_builder_add (builder, "doc");
  g_strv_builder_add (builder, "json");
  for (guint i = 0; i < n_formats; i++)
    if ((format == NULL || format == formats[i]) && (formats[i]->flags & POSTIL_FORMAT_READ) != 0)
      for (guint j = 0; formats[i]->extensions[j] != NULL; j++)
        g_strv_builder_add (builder, formats[i]->extensions[j]);
  return g_strv_builder_end (builder);
}

/* Some formats bring their articles' texts in files of their own. */
static gboolean
is_part_of_set (Import                 *self,
                const PostilImportFile *file)
{
  if (self->format == NULL || file->bytes == NULL)
    return FALSE;
  return ((self->format->flags & POSTIL_FORMAT_OWN_TEXTS) != 0 && g_str_has_suffix (file->path, ".txt"))
         || self->format->sniff (file, 1) > 0;
}

/* What another folder knew of the documents that came out of it. */
static void
take_list (Import                 *self,
           const PostilImportFile *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilArticleList) list = postil_article_list_read (file->bytes, &error);
  g_autofree char *folder = g_path_get_dirname (file->path);
  g_auto (GStrv) names = NULL;

  if (list == NULL)
    {
      postil_report_add_error (self->errors, file->path, 0, error);
      return;
    }
  names = postil_article_list_dup_names (list);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr (PostilArticleRecord) record = postil_article_list_dup_record (list, names[i]);
      g_autofree char *path = strcmp (folder, ".") == 0 ? g_strdup (names[i]) : g_build_filename (folder, names[i], NULL);

      postil_importer_take_record (path, record, self->importer);
    }
}

static void
show_progress (guint       done,
               guint       total,
               const char *name,
               gpointer    user_data)
{
  Import *self = user_data;

  postil_cli_progress_name (self->cli, done, total, name);
  if (postil_cli_is_interrupted ())
    g_cancellable_cancel (self->cancellable);
}

static GBytes *
load (const PostilImportFile *file,
      gpointer                user_data,
      GError                **error)
{
  Import *self = user_data;

  if (postil_cli_is_interrupted ())
    g_cancellable_cancel (self->cancellable);
  return postil_intake_read (self->waiting, file, self->cancellable, error);
}

static void
import_documents (Import *self,
                  GArray *documents)
{
  PostilDocumentsOptions options = {
    .flags = self->flags,
    .table = self->table,
    .pattern = self->pattern,
    .load = load,
    .progress = show_progress,
    .cancellable = self->cancellable,
    .user_data = self,
  };

  if (!postil_documents_import (self->importer, (const PostilImportFile *) (gpointer) documents->data, documents->len,
                                &options, self->losses, self->errors))
    postil_report_add (self->errors, NULL, 0, "interrupted", NULL, _("It was interrupted. What was written is whole."));
  postil_cli_end_progress (self->cli);
  if (self->table != NULL)
    postil_metadata_table_report_unused (self->table, self->losses);
}

/* What a document's reader knows of it says more than that it is none. */
static void
add_unknown (Import                 *self,
             const PostilImportFile *file)
{
  g_autoptr (PostilText) text = NULL;
  g_autoptr (GError) refused = NULL;

  if (postil_article_read (file->bytes, file->path, NULL, &text, NULL, NULL, &refused))
    postil_report_add (self->errors, file->path, 0, "unknown", NULL,
                       _("This is neither a document nor of a format that Postil reads. See: postil-cli formats"));
  else
    postil_report_add (self->errors, file->path, 0, "unknown", NULL, "%s", refused->message);
}

/* Takes out what is no part of an annotated set: articles and the codebook. */
static void
add_documents (Import *self)
{
  g_autoptr (GArray) documents = g_array_new (FALSE, FALSE, sizeof (PostilImportFile));
  g_autoptr (GArray) lists = g_array_new (FALSE, FALSE, sizeof (PostilImportFile));
  g_autoptr (GArray) rest = g_array_new (FALSE, FALSE, sizeof (PostilImportFile));

  for (guint i = 0; i < self->files->len; i++)
    {
      const PostilImportFile *file = &g_array_index (self->files, PostilImportFile, i);

      if (is_named (file->path, "codebook.json"))
        postil_importer_add_codebook (self->importer, file->path, file->bytes);
      else if (is_named (file->path, POSTIL_ARTICLE_LIST_NAME))
        g_array_append_val (lists, *file);
      else if (!is_part_of_set (self, file) && is_document (file))
        g_array_append_val (documents, *file);
      else if (self->format == NULL)
        add_unknown (self, file);
      else
        g_array_append_val (rest, *file);
    }
  import_documents (self, documents);
  for (guint i = 0; i < lists->len; i++)
    take_list (self, &g_array_index (lists, PostilImportFile, i));
  g_clear_pointer (&self->set, g_array_unref);
  self->set = g_steal_pointer (&rest);
}

static gboolean
take_article (PostilSetArticle *article,
              gpointer          user_data,
              GError          **error)
{
  if (!postil_cli_is_interrupted ())
    return postil_importer_take (article, user_data, error);
  postil_set_article_free (article);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("It was interrupted. What was written is whole."));
  return FALSE;
}

static gboolean
import_set (Import  *self,
            GError **error)
{
  PostilImportOptions options = {
    .imported = take_article,
    .find_article = postil_importer_find_article,
    .take_codebook = postil_importer_take_codebook,
    .take_record = postil_importer_take_record,
    .user_data = self->importer,
    .codebook = postil_importer_get_codebook (self->importer),
    .coder = self->cli->coders != NULL ? self->cli->coders[0] : NULL,
    .losses = self->losses,
    .errors = self->errors,
  };
  gboolean imported;

  imported = self->format->import ((const PostilImportFile *) (gpointer) self->set->data, self->set->len, &options, error);
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

/* What is read later is a document, whatever the rest is. */
static const PostilFormat *
recognise (GArray *files)
{
  g_autoptr (GArray) loaded = g_array_new (FALSE, FALSE, sizeof (PostilImportFile));

  for (guint i = 0; i < files->len; i++)
    if (g_array_index (files, PostilImportFile, i).bytes != NULL)
      g_array_append_val (loaded, g_array_index (files, PostilImportFile, i));
  return postil_format_recognise ((const PostilImportFile *) (gpointer) loaded->data, loaded->len);
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
    self->format = recognise (self->files);
  postil_cli_catch_interrupt ();
  add_documents (self);
  if (self->set->len > 0 && !g_cancellable_is_cancelled (self->cancellable))
    imported = import_set (self, &error);
  if (!imported)
    postil_report_add_error (self->errors, NULL, 0, error);
  postil_importer_finish (self->importer);
  postil_cli_leave_interrupt ();
  print_result (self);
  return get_code (self);
}

static gboolean
read_sources (PostilCli    *cli,
              Sources      *self,
              PostilReport *errors)
{
  g_autoptr (GError) error = NULL;

  if (self->table_path != NULL)
    {
      g_autoptr (GFile) file = g_file_new_for_commandline_arg (self->table_path);
      g_autoptr (GBytes) bytes = postil_files_read (file, MAX_TABLE_BYTES, NULL, NULL, &error);

      self->table = bytes != NULL ? postil_metadata_table_read (bytes, self->table_path, errors, &error) : NULL;
    }
  if (error == NULL && self->pattern_text != NULL)
    self->pattern = postil_metadata_pattern_new (self->pattern_text, &error);
  if (error == NULL)
    return TRUE;
  postil_cli_complain (cli, "%s", error->message);
  return FALSE;
}

static int
collect_and_import (PostilCli          *cli,
                    const PostilFormat *format,
                    const char         *folder,
                    Sources            *sources)
{
  g_autoptr (GArray) files = postil_intake_new ();
  g_autoptr (PostilReport) losses = postil_report_new ();
  g_autoptr (PostilReport) errors = postil_report_new ();
  g_auto (GStrv) extensions = dup_extensions (format);
  g_autoptr (GHashTable) waiting = postil_intake_files_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Import self = { .cli = cli, .format = format, .files = files, .waiting = waiting, .cancellable = cancellable,
                  .losses = losses, .errors = errors };
  int code;

  if (!read_sources (cli, sources, errors))
    return POSTIL_CLI_FAILED;
  self.flags = (sources->keep_original ? POSTIL_DOCUMENTS_KEEP_ORIGINAL : 0) | (sources->split ? POSTIL_DOCUMENTS_SPLIT : 0);
  self.table = sources->table;
  self.pattern = sources->pattern;
  for (guint i = 0; cli->paths[i] != NULL; i++)
    postil_intake_add_waiting (files, waiting, cli->paths[i], (const char *const *) extensions, waiting_extensions, errors, NULL);
  if (files->len == 0)
    {
      postil_cli_list_entries (cli, errors);
      postil_cli_complain (cli, _("There is nothing to import there."));
      return POSTIL_CLI_FAILED;
    }
  code = import (&self, folder);
  g_clear_pointer (&self.importer, postil_importer_free);
  g_clear_pointer (&self.set, g_array_unref);
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
  g_auto (Sources) sources = { 0 };
  const PostilFormat *format;
  gboolean failed;
  const GOptionEntry entries[] = {
    { "into", 0, 0, G_OPTION_ARG_FILENAME, &folder, N_("The folder to import into; it is made where it is missing"), N_("FOLDER") },
    { "format", 'f', 0, G_OPTION_ARG_FILENAME, &name, N_("The format; else it is recognised"), N_("FORMAT") },
    { "coder", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &cli->coders, N_("Who coded, where the format does not say"), N_("NAME") },
    { "metadata", 0, 0, G_OPTION_ARG_FILENAME, &sources.table_path, N_("A table with a column “file” and others: title, author, date, publisher, language, url"), N_("FILE.csv") },
    { "pattern", 0, 0, G_OPTION_ARG_STRING, &sources.pattern_text, N_("What the documents’ names are made of, such as {date}_{publisher}_{title}"), N_("PATTERN") },
    { "keep-original", 0, 0, G_OPTION_ARG_NONE, &sources.keep_original, N_("Keep each document beside its article"), NULL },
    { "split", 0, 0, G_OPTION_ARG_NONE, &sources.split, N_("Make many articles of a file that Nexis or Factiva put them into"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!postil_cli_parse (cli, &postil_cli_import, POSTIL_CLI_TAKES_JSON | POSTIL_CLI_TAKES_MANY, entries, argc, argv))
    return POSTIL_CLI_FAILED;
  format = find_format (cli, name, &failed);
  if (failed)
    return POSTIL_CLI_FAILED;
  if (folder != NULL && (cli->coders == NULL || g_utf8_validate (cli->coders[0], -1, NULL)))
    return collect_and_import (cli, format, folder, &sources);
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
                "What is known of an article (title, author, date, publisher, language, URL, the original file and its SHA-256)\n"
                "is written to articles.json: what --metadata says, else what --pattern finds, else what the document says.\n"
                "\n"
                "Example: postil-cli import coded.csv --into ~/articles"),
  .run = run,
};
