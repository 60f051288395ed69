/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* `postil-cli merge`: sidecars of one coder and article into one; also git's merge driver,
 * for which names of files mean nothing and an empty base is no base. Main thread. */

#include "config.h"

#include "cli/postil-cli.h"

#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "base/postil-error.h"
#include "exchange/postil-sidecar.h"
#include "model/postil-merge.h"
#include "storage/postil-files.h"
#include "storage/postil-output.h"

#define MAX_BYTES (512u * 1024u * 1024u)

static PostilLayer *
parse (GBytes  *bytes,
       GError **error)
{
  g_autoptr (PostilLayer) layer = postil_sidecar_read (bytes, POSTIL_SIDECAR_KEEP_SOURCE, NULL, error);

  if (layer == NULL)
    return NULL;
  if (postil_layer_get_info (layer)->schema_version <= 1)
    return g_steal_pointer (&layer);
  g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_NEWER_VERSION,
                       _("A newer Postil wrote this sidecar. Update Postil to merge it."));
  return NULL;
}

/* NULL after it has complained; or where @may_be_empty and the file is. */
static PostilLayer *
read_sidecar (PostilCli  *cli,
              const char *path,
              gboolean    may_be_empty,
              gboolean   *failed)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = postil_files_read (file, MAX_BYTES, NULL, NULL, &error);
  PostilLayer *layer = NULL;

  if (bytes != NULL && g_bytes_get_size (bytes) == 0 && may_be_empty)
    return NULL;
  if (bytes != NULL)
    layer = parse (bytes, &error);
  if (layer != NULL)
    return layer;
  if (bytes != NULL)
    postil_cli_complain (cli, "%s: %s", path, error->message);
  else
    postil_cli_complain (cli, "%s", error->message);
  *failed = TRUE;
  return NULL;
}

static gboolean
belongs (PostilCli   *cli,
         PostilLayer *first,
         PostilLayer *other,
         const char  *path)
{
  const PostilLayerInfo *a = postil_layer_get_info (first);
  const PostilLayerInfo *b = postil_layer_get_info (other);

  if (g_strcmp0 (a->coder, b->coder) != 0)
    postil_cli_complain (cli, _("“%s” is by the coder “%s”, but “%s” is by “%s”. Only sidecars of one coder can be merged."),
                         path, b->coder, cli->paths[0], a->coder);
  else if (g_strcmp0 (a->article, b->article) != 0)
    postil_cli_complain (cli, _("“%s” is about “%s”, but “%s” is about “%s”. Only sidecars of one article can be merged."),
                         path, b->article, cli->paths[0], a->article);
  else
    return TRUE;
  return FALSE;
}

static void
compare_texts (PostilLayer  *first,
               PostilLayer  *other,
               const char   *path,
               PostilReport *report)
{
  const char *sha256 = postil_layer_get_info (first)->sha256;
  const char *other_sha256 = postil_layer_get_info (other)->sha256;

  if (sha256 != NULL && other_sha256 != NULL && strcmp (sha256, other_sha256) != 0)
    postil_report_add (report, path, 0, "text-changed", NULL,
                       _("This sidecar was made for another state of the article’s text than the first one. Check the merged one."));
}

static PostilLayer *
merge_all (PostilCli    *cli,
           PostilLayer  *base,
           PostilReport *report)
{
  gboolean failed = FALSE;
  g_autoptr (PostilLayer) merged = read_sidecar (cli, cli->paths[0], FALSE, &failed);

  if (merged != NULL && base != NULL && !belongs (cli, merged, base, _("the base")))
    return NULL;
  for (guint i = 1; merged != NULL && cli->paths[i] != NULL; i++)
    {
      g_autoptr (PostilLayer) other = read_sidecar (cli, cli->paths[i], FALSE, &failed);
      g_autoptr (PostilReport) step = postil_report_new ();
      PostilLayer *result;

      if (other == NULL || !belongs (cli, merged, other, cli->paths[i]))
        return NULL;
      compare_texts (merged, other, cli->paths[i], report);
      result = postil_merge_layers (base, merged, other, step);
      postil_layer_unref (merged);
      merged = result;
      postil_report_take_all (report, step, cli->paths[i]);
    }
  return g_steal_pointer (&merged);
}

/* As a sidecar is written anywhere: in turns with others, and not through a link that leads out
 * of its folder, which git or a sync service may have brought. */
static gboolean
save_file (GBytes     *bytes,
           const char *path,
           GError    **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  return postil_files_write (file, bytes, NULL, NULL, NULL, error);
}

static gboolean
save (PostilCli   *cli,
      PostilLayer *layer,
      const char  *path,
      GError     **error)
{
  g_autoptr (GBytes) bytes = postil_sidecar_write (layer);
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autoptr (PostilOutput) output = NULL;

  if (strcmp (path, "-") == 0)
    {
      postil_cli_write (cli, data, length);
      return TRUE;
    }
  if (!postil_output_is_stream (path))
    return save_file (bytes, path, error);
  output = postil_output_new_file (path, error);
  return output != NULL && postil_output_append (NULL, data, length, output, error) && postil_output_commit (output, error);
}

/* What was only taken over needs nobody's attention. */
static PostilReport *
dup_problems (PostilReport *report,
              guint        *n_merged)
{
  PostilReport *problems = postil_report_new ();

  for (guint i = 0; i < postil_report_get_n_entries (report); i++)
    {
      const PostilReportEntry *entry = postil_report_get_entry (report, i);

      if (strcmp (entry->kind, "merged") == 0)
        (*n_merged)++;
      else
        postil_report_add (problems, entry->file, entry->line, entry->kind, entry->item, "%s", entry->message);
    }
  return problems;
}

static void
print_result (PostilCli    *cli,
              PostilLayer  *merged,
              PostilReport *problems,
              guint         n_merged)
{
  g_autoptr (GString) out = g_string_new (NULL);
  guint n = postil_layer_get_n_annotations (merged);
  PostilJsonWriter writer;

  if (!cli->json)
    {
      postil_cli_list_entries (cli, problems);
      if (!cli->quiet)
        postil_cli_complain (cli, g_dngettext (GETTEXT_PACKAGE, "%u annotation, of which %u thing came from another sidecar.",
                                               "%u annotations; %u things came from another sidecar.", n), n, n_merged);
      return;
    }
  postil_json_writer_init (&writer, out, FALSE);
  postil_json_writer_begin_object (&writer);
  postil_json_writer_member_uint (&writer, "annotations", n);
  postil_json_writer_member_uint (&writer, "links", postil_layer_get_n_links (merged));
  postil_json_writer_member_uint (&writer, "merged", n_merged);
  postil_json_writer_key (&writer, "problems");
  postil_cli_append_report (&writer, problems);
  postil_json_writer_end_object (&writer);
  g_string_append_c (out, '\n');
  postil_cli_write_string (cli, out);
}

static int
merge (PostilCli  *cli,
       const char *output,
       const char *base_path)
{
  g_autoptr (PostilReport) report = postil_report_new ();
  g_autoptr (PostilReport) problems = NULL;
  g_autoptr (PostilLayer) base = NULL;
  g_autoptr (PostilLayer) merged = NULL;
  g_autoptr (GError) error = NULL;
  gboolean failed = FALSE;
  guint n_merged = 0;

  if (base_path != NULL)
    base = read_sidecar (cli, base_path, TRUE, &failed);
  if (!failed)
    merged = merge_all (cli, base, report);
  if (merged == NULL)
    return POSTIL_CLI_FAILED;
  if (!save (cli, merged, output, &error))
    {
      postil_cli_complain (cli, "%s", error->message);
      return POSTIL_CLI_FAILED;
    }
  problems = dup_problems (report, &n_merged);
  print_result (cli, merged, problems, n_merged);
  return postil_report_get_n_entries (problems) > 0 ? POSTIL_CLI_PROBLEMS : POSTIL_CLI_DONE;
}

static int
run (PostilCli *cli,
     int        argc,
     char     **argv)
{
  g_autofree char *output = NULL;
  g_autofree char *base = NULL;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, N_("Where the merged sidecar goes; - for standard output"), N_("OUT") },
    { "base", 0, 0, G_OPTION_ARG_FILENAME, &base, N_("What the sidecars have in common: a three-way merge"), N_("FILE") },
    G_OPTION_ENTRY_NULL
  };

  if (!postil_cli_parse (cli, &postil_cli_merge, POSTIL_CLI_TAKES_JSON | POSTIL_CLI_TAKES_MANY, entries, argc, argv))
    return POSTIL_CLI_FAILED;
  if (output == NULL)
    {
      postil_cli_complain (cli, _("Say with -o where the merged sidecar goes. See: postil-cli merge --help"));
      return POSTIL_CLI_FAILED;
    }
  if (cli->json && strcmp (output, "-") == 0)
    {
      postil_cli_complain (cli, _("With --json, -o must name a file."));
      return POSTIL_CLI_FAILED;
    }
  return merge (cli, output, base);
}

const PostilCliCommand postil_cli_merge = {
  .name = "merge",
  .arguments = N_("SIDECAR…"),
  .summary = N_("Merge sidecars of one coder and article into one"),
  .details = N_("Without --base every annotation of every sidecar is kept, and of two states of one the newer;\n"
                "with --base, what one side removed is removed. It ends with 1 where equally new states differ;\n"
                "the one that was not taken is listed.\n"
                "\n"
                "As git's merge driver:\n"
                "  git config merge.postil.driver 'postil-cli merge --quiet --base %O -o %A %A %B'\n"
                "  echo '*.postil.json merge=postil' >> .gitattributes\n"
                "\n"
                "Example: postil-cli merge -o a.txt.maria.postil.json laptop.json desktop.json"),
  .run = run,
};
