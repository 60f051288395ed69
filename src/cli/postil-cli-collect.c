/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* `postil-cli collect`: what a class handed in, put beside its article. Main thread. */

#include "config.h"

#include "cli/postil-cli.h"

#include <glib/gi18n-lib.h>

#include "storage/postil-files.h"
#include "storage/postil-hand-ins.h"

static guint
count_in (PostilHandIns *hand_ins)
{
  return postil_hand_ins_count (hand_ins, POSTIL_HAND_IN_COLLECTED) + postil_hand_ins_count (hand_ins, POSTIL_HAND_IN_REPLACED)
         + postil_hand_ins_count (hand_ins, POSTIL_HAND_IN_THERE);
}

static void
print_json (PostilCli     *cli,
            PostilHandIns *hand_ins)
{
  g_autoptr (GString) out = g_string_new (NULL);
  PostilJsonWriter writer;

  postil_json_writer_init (&writer, out, FALSE);
  postil_json_writer_begin_object (&writer);
  postil_json_writer_member_uint (&writer, "collected", count_in (hand_ins));
  postil_json_writer_key (&writer, "article");
  postil_cli_append_name (&writer, hand_ins->article);
  postil_json_writer_key (&writer, "hand_ins");
  postil_json_writer_begin_array (&writer);
  for (guint i = 0; i < hand_ins->hand_ins->len; i++)
    {
      const PostilHandIn *hand_in = hand_ins->hand_ins->pdata[i];

      postil_json_writer_begin_object (&writer);
      postil_json_writer_key (&writer, "file");
      postil_cli_append_name (&writer, hand_in->file);
      postil_json_writer_member (&writer, "state", postil_hand_in_state_get_name (hand_in->state));
      postil_json_writer_key (&writer, "coder");
      postil_cli_append_name (&writer, hand_in->coder);
      postil_json_writer_key (&writer, "article");
      postil_cli_append_name (&writer, hand_in->article);
      postil_json_writer_member_uint (&writer, "annotations", hand_in->n_annotations);
      postil_json_writer_key (&writer, "message");
      postil_cli_append_name (&writer, hand_in->message);
      postil_json_writer_end_object (&writer);
    }
  postil_json_writer_end_array (&writer);
  postil_json_writer_end_object (&writer);
  g_string_append_c (out, '\n');
  postil_cli_write_string (cli, out);
}

static void
print_lines (PostilCli     *cli,
             PostilHandIns *hand_ins)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < hand_ins->hand_ins->len; i++)
    {
      const PostilHandIn *hand_in = hand_ins->hand_ins->pdata[i];

      g_string_append_printf (out, "%-10s ", postil_hand_in_state_get_name (hand_in->state));
      postil_cli_append_safe (out, hand_in->coder != NULL ? hand_in->coder : "–");
      g_string_append (out, "  ");
      postil_cli_append_safe (out, hand_in->file);
      g_string_append_c (out, '\n');
    }
  postil_cli_write_string (cli, out);
}

static int
finish (PostilCli     *cli,
        PostilHandIns *hand_ins)
{
  g_autoptr (PostilReport) problems = postil_report_new ();
  guint n = count_in (hand_ins);

  for (guint i = 0; i < hand_ins->hand_ins->len; i++)
    {
      const PostilHandIn *hand_in = hand_ins->hand_ins->pdata[i];

      if (hand_in->message != NULL)
        postil_report_add (problems, hand_in->file, 0, postil_hand_in_state_get_name (hand_in->state), NULL, "%s", hand_in->message);
    }
  if (cli->json)
    print_json (cli, hand_ins);
  else
    print_lines (cli, hand_ins);
  postil_cli_list_entries (cli, problems);
  if (!cli->quiet && !cli->json)
    postil_cli_complain (cli, g_dngettext (GETTEXT_PACKAGE, "%u hand-in is collected.", "%u hand-ins are collected.", n), n);
  return postil_report_get_n_entries (problems) > 0 ? POSTIL_CLI_PROBLEMS : POSTIL_CLI_DONE;
}

static int
run (PostilCli *cli,
     int        argc,
     char     **argv)
{
  g_autofree char *into = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilHandIns) hand_ins = NULL;
  const GOptionEntry entries[] = {
    { "into", 0, 0, G_OPTION_ARG_FILENAME, &into, N_("The class’s folder, with the article; made where it is missing"), N_("FOLDER") },
    G_OPTION_ENTRY_NULL
  };

  if (!postil_cli_parse (cli, &postil_cli_collect, POSTIL_CLI_TAKES_JSON, entries, argc, argv))
    return POSTIL_CLI_FAILED;
  if (!postil_files_is_folder (cli->paths[0]))
    {
      postil_cli_complain (cli, _("“%s” is not a folder. A folder of hand-ins is collected."), cli->paths[0]);
      return POSTIL_CLI_FAILED;
    }
  hand_ins = postil_hand_ins_collect (cli->paths[0], into != NULL ? into : cli->paths[0], NULL, &error);
  if (hand_ins == NULL)
    {
      postil_cli_complain (cli, "%s", error->message);
      return POSTIL_CLI_FAILED;
    }
  return finish (cli, hand_ins);
}

const PostilCliCommand postil_cli_collect = {
  .name = "collect",
  .arguments = N_("FOLDER"),
  .summary = N_("Collect what a class handed in"),
  .details = N_("FOLDER holds packs and sidecars as they came, under whatever names. What is good is put beside the\n"
                "article in --into (without it, in FOLDER itself); where no article is there, the one that most of\n"
                "the hand-ins are about comes out of them. Nothing that was handed in is changed. Two students of one\n"
                "name are kept apart; what is damaged, of another text, empty or there twice is listed.\n"
                "\n"
                "Example: postil-cli collect ~/Downloads/hand-ins --into ~/class"),
  .run = run,
};
