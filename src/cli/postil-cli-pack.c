/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* `postil-cli pack` and `postil-cli unpack`: an exercise or a hand-in as one file. Main thread. */

#include "config.h"

#include "cli/postil-cli.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "storage/postil-files.h"
#include "storage/postil-pack.h"

static int
finish (PostilCli              *cli,
        const PostilPackCounts *counts,
        PostilReport           *problems)
{
  g_autoptr (GString) out = g_string_new (NULL);
  PostilJsonWriter writer;

  if (cli->json)
    {
      postil_json_writer_init (&writer, out, FALSE);
      postil_json_writer_begin_object (&writer);
      postil_json_writer_member_uint (&writer, "files", counts->n_files);
      postil_json_writer_member_uint (&writer, "articles", counts->n_articles);
      postil_json_writer_member_uint (&writer, "layers", counts->n_layers);
      postil_json_writer_member_uint (&writer, "same", counts->n_same);
      postil_json_writer_member_uint (&writer, "merged", counts->n_merged);
      postil_json_writer_key (&writer, "problems");
      postil_cli_append_report (&writer, problems);
      postil_json_writer_end_object (&writer);
      g_string_append_c (out, '\n');
      postil_cli_write_string (cli, out);
    }
  else if (!cli->quiet)
    postil_cli_complain (cli, _("%u files: %u articles, %u layers."), counts->n_files, counts->n_articles, counts->n_layers);
  postil_cli_list_entries (cli, problems);
  return postil_report_get_n_entries (problems) > 0 ? POSTIL_CLI_PROBLEMS : POSTIL_CLI_DONE;
}

static int
run_pack (PostilCli *cli,
          int        argc,
          char     **argv)
{
  g_autoptr (PostilReport) problems = postil_report_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *output = NULL;
  g_auto (GStrv) coders = NULL;
  gboolean all = FALSE;
  PostilPackCounts counts = { 0 };
  PostilPackChoice choice = { 0 };
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, N_("The zip that is written"), N_("FILE.zip") },
    { "coder", 0, 0, G_OPTION_ARG_STRING_ARRAY, &coders, N_("Whose layers are packed; may be given again"), N_("NAME") },
    { "all-coders", 0, 0, G_OPTION_ARG_NONE, &all, N_("Pack everybody’s layers"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!postil_cli_parse (cli, &postil_cli_pack, POSTIL_CLI_TAKES_JSON, entries, argc, argv))
    return POSTIL_CLI_FAILED;
  choice = (PostilPackChoice) { (const char *const *) coders, all };
  if (output == NULL)
    postil_cli_complain (cli, _("Say with -o which file is written. See: postil-cli pack --help"));
  else if (!postil_files_is_folder (cli->paths[0]))
    postil_cli_complain (cli, _("“%s” is not a folder. A folder of articles is packed."), cli->paths[0]);
  else if (!postil_pack_write (cli->paths[0], output, &choice, problems, &counts, NULL, &error))
    {
      postil_cli_complain (cli, "%s", error->message);
      postil_cli_list_entries (cli, problems);
    }
  else
    return finish (cli, &counts, problems);
  return POSTIL_CLI_FAILED;
}

static int
run_unpack (PostilCli *cli,
            int        argc,
            char     **argv)
{
  g_autoptr (PostilReport) problems = postil_report_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *into = NULL;
  gboolean merges = FALSE;
  PostilPackCounts counts = { 0 };
  const GOptionEntry entries[] = {
    { "into", 0, 0, G_OPTION_ARG_FILENAME, &into, N_("The folder that it is unpacked into; made where it is missing"), N_("FOLDER") },
    { "merge", 0, 0, G_OPTION_ARG_NONE, &merges, N_("Merge a layer with one that is there already"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!postil_cli_parse (cli, &postil_cli_unpack, POSTIL_CLI_TAKES_JSON, entries, argc, argv))
    return POSTIL_CLI_FAILED;
  if (into == NULL)
    postil_cli_complain (cli, _("Say with --into which folder it is unpacked into. See: postil-cli unpack --help"));
  else if (!postil_pack_extract (cli->paths[0], into, merges, problems, &counts, NULL, &error))
    {
      postil_cli_complain (cli, "%s", error->message);
      postil_cli_list_entries (cli, problems);
    }
  else
    return finish (cli, &counts, problems);
  return POSTIL_CLI_FAILED;
}

const PostilCliCommand postil_cli_pack = {
  .name = "pack",
  .arguments = N_("FOLDER"),
  .summary = N_("Pack an exercise or a hand-in as one zip"),
  .details = N_("Articles, codebook, what is known of the articles, the plan, and checksums that sha256sum -c\n"
                "verifies. Layers are packed of the coders that are named, of nobody without --coder. The same\n"
                "folder gives the same bytes.\n"
                "\n"
                "Example: postil-cli pack ~/articles -o exercise.zip\n"
                "         postil-cli pack ~/articles --coder maria -o maria.zip"),
  .run = run_pack,
};

const PostilCliCommand postil_cli_unpack = {
  .name = "unpack",
  .arguments = N_("FILE.zip"),
  .summary = N_("Unpack what was packed, and verify it"),
  .details = N_("All checksums and names are verified before anything is written. A file that is there with\n"
                "other contents is kept and listed; with --merge, a coder’s layer is merged with it.\n"
                "\n"
                "Example: postil-cli unpack maria.zip --into ~/articles"),
  .run = run_unpack,
};
