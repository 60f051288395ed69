/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* `postil-cli formats`: the registry of exchange formats, as a table. Main thread. */

#include "config.h"

#include "cli/postil-cli.h"

#include <glib/gi18n-lib.h>

static void
append_json (GString *out)
{
  PostilJsonWriter writer;
  guint n_formats;
  const PostilFormat *const *formats = postil_format_list (&n_formats);

  postil_json_writer_init (&writer, out, FALSE);
  postil_json_writer_begin_array (&writer);
  for (guint i = 0; i < n_formats; i++)
    {
      postil_json_writer_begin_object (&writer);
      postil_json_writer_member (&writer, "name", formats[i]->name);
      postil_json_writer_member (&writer, "title", _(formats[i]->title));
      postil_json_writer_key (&writer, "extensions");
      postil_json_writer_begin_array (&writer);
      for (guint j = 0; formats[i]->extensions[j] != NULL; j++)
        postil_json_writer_string (&writer, formats[i]->extensions[j]);
      postil_json_writer_end_array (&writer);
      postil_json_writer_key (&writer, "read");
      postil_json_writer_boolean (&writer, (formats[i]->flags & POSTIL_FORMAT_READ) != 0);
      postil_json_writer_key (&writer, "write");
      postil_json_writer_boolean (&writer, (formats[i]->flags & POSTIL_FORMAT_WRITE) != 0);
      postil_json_writer_key (&writer, "one_file");
      postil_json_writer_boolean (&writer, (formats[i]->flags & POSTIL_FORMAT_ONE_FILE) != 0);
      postil_json_writer_member (&writer, "cannot_hold", formats[i]->cannot_hold[0] != '\0' ? _(formats[i]->cannot_hold) : "");
      postil_json_writer_end_object (&writer);
    }
  postil_json_writer_end_array (&writer);
  g_string_append_c (out, '\n');
}

static void
append_table (GString *out)
{
  guint n_formats;
  const PostilFormat *const *formats = postil_format_list (&n_formats);

  for (guint i = 0; i < n_formats; i++)
    {
      g_autofree char *extensions = g_strjoinv (", .", (char **) formats[i]->extensions);

      g_string_append_printf (out, "%-14s %s%s  %s (.%s)\n", formats[i]->name,
                              (formats[i]->flags & POSTIL_FORMAT_READ) != 0 ? "r" : "-",
                              (formats[i]->flags & POSTIL_FORMAT_WRITE) != 0 ? "w" : "-",
                              _(formats[i]->title), extensions);
      if (formats[i]->cannot_hold[0] != '\0')
        g_string_append_printf (out, _("                   cannot hold: %s\n"), _(formats[i]->cannot_hold));
    }
}

static int
run (PostilCli *cli,
     int        argc,
     char     **argv)
{
  g_autoptr (GString) out = g_string_new (NULL);

  if (!postil_cli_parse (cli, &postil_cli_formats, POSTIL_CLI_TAKES_JSON | POSTIL_CLI_TAKES_NONE, NULL, argc, argv))
    return POSTIL_CLI_FAILED;
  if (cli->json)
    append_json (out);
  else
    append_table (out);
  postil_cli_write_string (cli, out);
  return POSTIL_CLI_DONE;
}

const PostilCliCommand postil_cli_formats = {
  .name = "formats",
  .arguments = "",
  .summary = N_("List the formats that can be read and written"),
  .details = N_("r: import reads it. w: export writes it.\n\nExample: postil-cli formats --json"),
  .run = run,
};
