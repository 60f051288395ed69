/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* postil-cli: finds the command that was named and runs it. To add one, write its file and
 * add its line to the table. Main thread. */

#include "config.h"

#include <locale.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "cli/postil-cli.h"

static const PostilCliCommand *const commands[] = {
  &postil_cli_agree,
  &postil_cli_assign,
  &postil_cli_chart,
  &postil_cli_check,
  &postil_cli_class,
  &postil_cli_collect,
  &postil_cli_compare,
  &postil_cli_export,
  &postil_cli_formats,
  &postil_cli_import,
  &postil_cli_list,
  &postil_cli_merge,
  &postil_cli_network,
  &postil_cli_pack,
  &postil_cli_pdf,
  &postil_cli_reanchor,
  &postil_cli_stats,
  &postil_cli_text,
  &postil_cli_unpack,
};

static void
print_help (PostilCli *cli)
{
  g_autoptr (GString) out = g_string_new (NULL);

  g_string_append (out, _("Usage: postil-cli COMMAND [OPTION…] …\n\nReads, checks and converts what was coded with Postil.\n\nCommands:\n"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_string_append_printf (out, "  %-10s %s\n", commands[i]->name, _(commands[i]->summary));
  g_string_append (out, _("\nOptions:\n"
                          "  --help     this text; after a command, its own, with an example\n"
                          "  --version  the version\n"
                          "\n"
                          "It ends with 0 when all is well, with 1 when it is done but problems were found,\n"
                          "with 2 when it was used wrongly or nothing could be done.\n"
                          "A name that begins with “-” goes after “--”.\n"
                          "\n"
                          "Example: postil-cli check ~/articles\n"));
  postil_cli_write_string (cli, out);
}

static const PostilCliCommand *
find_command (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (commands[i]->name, name) == 0)
      return commands[i];
  return NULL;
}

static int
run_command (PostilCli *cli,
             int        argc,
             char     **argv)
{
  const PostilCliCommand *command = find_command (argv[1]);

  if (command != NULL)
    return command->run (cli, argc - 1, argv + 1);
  postil_cli_complain (cli, _("There is no command “%s”. See: postil-cli --help"), argv[1]);
  return POSTIL_CLI_FAILED;
}

int
main (int    argc,
      char **argv)
{
  PostilCli cli = { 0 };
  int code = POSTIL_CLI_DONE;
  const char *built_po = g_getenv ("POSTIL_LOCALEDIR");

  setlocale (LC_ALL, "");
  /* A translator sees her work without installing it. */
  bindtextdomain (GETTEXT_PACKAGE, built_po != NULL ? built_po : POSTIL_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("postil-cli");

  if (argc < 2)
    {
      postil_cli_complain (&cli, _("Name a command. See: postil-cli --help"));
      code = POSTIL_CLI_FAILED;
    }
  else if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0 || strcmp (argv[1], "help") == 0)
    print_help (&cli);
  else if (strcmp (argv[1], "--version") == 0)
    postil_cli_write (&cli, "postil-cli " POSTIL_VERSION "\n", strlen ("postil-cli " POSTIL_VERSION "\n"));
  else
    code = run_command (&cli, argc, argv);
  code = postil_cli_finish (&cli, code);
  postil_cli_clear (&cli);
  return code;
}
