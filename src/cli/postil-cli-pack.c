/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* `postil-cli pack` and `postil-cli unpack`: an exercise or a hand-in as one file. Main thread. */

#include "config.h"

#include "cli/postil-cli.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "storage/postil-exercise.h"
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

typedef struct
{
  char  *output;
  char **coders;
  char  *key;
  char  *key_output;
  gboolean all;
} Wanted;

static void
wanted_clear (Wanted *wanted)
{
  g_free (wanted->output);
  g_strfreev (wanted->coders);
  g_free (wanted->key);
  g_free (wanted->key_output);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wanted, wanted_clear)

static gboolean
same_file (const char *a,
           const char *b)
{
  g_autofree char *first = g_canonicalize_filename (a, NULL);
  g_autofree char *second = g_canonicalize_filename (b, NULL);

  return strcmp (first, second) == 0;
}

static gboolean
check_wanted (PostilCli *cli,
              Wanted    *wanted)
{
  if (wanted->key != NULL && wanted->key_output == NULL && wanted->output != NULL)
    wanted->key_output = postil_exercise_dup_key_path (wanted->output);
  if (wanted->output == NULL)
    postil_cli_complain (cli, _("Say with -o which file is written. See: postil-cli pack --help"));
  else if (wanted->key != NULL && (wanted->coders != NULL || wanted->all))
    postil_cli_complain (cli, _("An exercise with a key holds nobody’s layer: leave out --coder and --all-coders, or --key."));
  else if (wanted->key == NULL && wanted->key_output != NULL)
    postil_cli_complain (cli, _("Say with --key whose layer is the key."));
  else if (wanted->key != NULL && same_file (wanted->output, wanted->key_output))
    postil_cli_complain (cli, _("The key cannot be the same file as the exercise."));
  else
    return TRUE;
  return FALSE;
}

/* @folder and, where one article is packed, @article. */
static gboolean
pack (PostilCli         *cli,
      Wanted            *wanted,
      PostilReport      *problems,
      PostilPackCounts  *counts,
      GError           **error)
{
  gboolean is_folder = postil_files_is_folder (cli->paths[0]);
  g_autofree char *folder = is_folder ? g_strdup (cli->paths[0]) : g_path_get_dirname (cli->paths[0]);
  g_autofree char *article = is_folder ? NULL : g_path_get_basename (cli->paths[0]);
  PostilPackChoice choice = { .coders = (const char *const *) wanted->coders, .all = wanted->all, .article = article };

  if (wanted->key != NULL)
    return postil_exercise_write (folder, article, wanted->output, wanted->key, wanted->key_output, problems, counts, NULL, error);
  return postil_pack_write (folder, wanted->output, &choice, problems, counts, NULL, error);
}

static int
run_pack (PostilCli *cli,
          int        argc,
          char     **argv)
{
  g_autoptr (PostilReport) problems = postil_report_new ();
  g_autoptr (GError) error = NULL;
  g_auto (Wanted) wanted = { NULL, NULL, NULL, NULL, FALSE };
  PostilPackCounts counts = { 0 };
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &wanted.output, N_("The zip that is written"), N_("FILE.zip") },
    { "coder", 0, 0, G_OPTION_ARG_STRING_ARRAY, &wanted.coders, N_("Whose layers are packed; may be given again"), N_("NAME") },
    { "all-coders", 0, 0, G_OPTION_ARG_NONE, &wanted.all, N_("Pack everybody’s layers"), NULL },
    { "key", 0, 0, G_OPTION_ARG_STRING, &wanted.key, N_("An exercise: whose layer is the key, which is written to a file of its own"), N_("NAME") },
    { "key-output", 0, 0, G_OPTION_ARG_FILENAME, &wanted.key_output, N_("The key’s file; else it is beside the exercise, named FILE-key.postil.zip"), N_("FILE.zip") },
    G_OPTION_ENTRY_NULL
  };

  if (!postil_cli_parse (cli, &postil_cli_pack, POSTIL_CLI_TAKES_JSON, entries, argc, argv) || !check_wanted (cli, &wanted))
    return POSTIL_CLI_FAILED;
  if (pack (cli, &wanted, problems, &counts, &error))
    return finish (cli, &counts, problems);
  postil_cli_complain (cli, "%s", error->message);
  postil_cli_list_entries (cli, problems);
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
  .arguments = N_("FOLDER|ARTICLE"),
  .summary = N_("Pack an exercise or a hand-in as one zip"),
  .details = N_("Articles, codebook, what is known of the articles, the plan, and checksums that sha256sum -c\n"
                "verifies. Layers are packed of the coders that are named, of nobody without --coder. The same\n"
                "folder gives the same bytes. With --key, the exercise and its key are two files, and what names\n"
                "coders is in the key only.\n"
                "\n"
                "Example: postil-cli pack ~/articles/rafah.txt --key teacher -o rafah.postil.zip\n"
                "         postil-cli pack ~/articles --coder maria -o maria.postil.zip"),
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
