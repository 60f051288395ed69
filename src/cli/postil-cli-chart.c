/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* `postil-cli chart`: the charts of the app's overview as SVG, PNG or CSV. Main thread. */

#include "config.h"

#include "cli/postil-cli.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "drawing/postil-scene.h"
#include "storage/postil-counting.h"
#include "storage/postil-files.h"
#include "storage/postil-output.h"

typedef struct
{
  char *chart;
  char *actor;
  char *output;
} Options;

static void
show_progress (guint    done,
               guint    total,
               gpointer user_data)
{
  postil_cli_progress (user_data, done, total);
}

static void
complain_of_names (PostilCli *cli)
{
  g_autoptr (GString) names = g_string_new (NULL);
  guint n_charts = 0;
  const PostilChartInfo *infos = postil_chart_list (&n_charts);

  for (guint i = 0; i < n_charts; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", infos[i].name);
  postil_cli_complain (cli, _("Name one of these charts with --chart: %s"), names->str);
}

static GBytes *
draw (PostilChart *chart,
      const char  *output)
{
  char *csv = NULL;

  if (g_str_has_suffix (output, ".svg"))
    return postil_scene_write_svg (chart);
  if (g_str_has_suffix (output, ".png"))
    return postil_scene_write_png (chart);
  csv = postil_chart_dup_csv (chart);
  return g_bytes_new_take (csv, strlen (csv));
}

static int
write_chart (PostilCli   *cli,
             GBytes      *bytes,
             const char  *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilOutput) output = NULL;

  if (g_str_equal (path, "-"))
    {
      postil_cli_write (cli, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      return POSTIL_CLI_DONE;
    }
  output = postil_output_new_file (path, &error);
  if (output != NULL && postil_output_append (NULL, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), output, &error) &&
      postil_output_commit (output, &error))
    return POSTIL_CLI_DONE;
  postil_cli_complain (cli, "%s", error->message);
  return POSTIL_CLI_FAILED;
}

static int
make_chart (PostilCli     *cli,
            const Options *options)
{
  const PostilChartInfo *info = postil_chart_find_info (options->chart);
  g_autoptr (PostilReport) problems = postil_report_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilCodebook) codebook = NULL;
  g_autoptr (PostilTally) tally = NULL;
  g_autoptr (PostilChart) chart = NULL;
  g_autoptr (GBytes) bytes = NULL;
  PostilChartRequest request = { 0 };
  int code = POSTIL_CLI_DONE;

  tally = postil_counting_read (cli->paths[0], (const char *const *) cli->coders, &codebook, problems, show_progress, cli, NULL, &error);
  postil_cli_end_progress (cli);
  if (tally == NULL)
    {
      postil_cli_complain (cli, "%s", error->message);
      return POSTIL_CLI_FAILED;
    }
  request = (PostilChartRequest) {
    .tally = tally, .filter = POSTIL_TALLY_ALL, .codebook = codebook, .qualifier = POSTIL_TALLY_NONE,
    .attribute = postil_tally_find_attribute (tally, options->actor != NULL ? options->actor : "actor"),
  };
  if (!postil_files_is_folder (cli->paths[0]) && postil_tally_get_n_articles (tally) == 1)
    request.filter.article = 0;
  if (cli->coders != NULL && cli->coders[1] == NULL)
    request.filter.coder = postil_tally_find_coder (tally, cli->coders[0]);
  chart = postil_chart_new (info, &request);
  bytes = draw (chart, options->output);
  code = write_chart (cli, bytes, options->output);
  postil_cli_list_entries (cli, problems);
  return code == POSTIL_CLI_DONE && postil_report_get_n_entries (problems) > 0 ? POSTIL_CLI_PROBLEMS : code;
}

static int
run (PostilCli *cli,
     int        argc,
     char     **argv)
{
  Options options = { 0 };
  int code = POSTIL_CLI_FAILED;
  const GOptionEntry entries[] = {
    { "chart", 0, 0, G_OPTION_ARG_STRING, &options.chart, N_("which one: codes, actors, coders, articles, time, matrix, along, together, claims, network, said"), N_("NAME") },
    { "coder", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &cli->coders, N_("only this coder; may be given again"), N_("NAME") },
    { "actor", 0, 0, G_OPTION_ARG_STRING, &options.actor, N_("the attribute that says who (actor)"), N_("ATTRIBUTE") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output, N_("where it goes: a file that ends in .svg, .png or .csv, or “-” for CSV on standard output"), N_("FILE") },
    G_OPTION_ENTRY_NULL
  };

  if (!postil_cli_parse (cli, &postil_cli_chart, 0, entries, argc, argv))
    code = POSTIL_CLI_FAILED;
  else if (options.chart == NULL || postil_chart_find_info (options.chart) == NULL)
    complain_of_names (cli);
  else if (options.output == NULL || (!g_str_equal (options.output, "-") && !g_str_has_suffix (options.output, ".svg") &&
                                      !g_str_has_suffix (options.output, ".png") && !g_str_has_suffix (options.output, ".csv")))
    postil_cli_complain (cli, _("Say where the chart goes with --output: a file that ends in .svg, .png or .csv, or “-”."));
  else
    code = make_chart (cli, &options);
  g_free (options.chart);
  g_free (options.actor);
  g_free (options.output);
  return code;
}

const PostilCliCommand postil_cli_chart = {
  .name = "chart",
  .arguments = N_("FOLDER|ARTICLE"),
  .summary = N_("Draw a chart of what is marked, or give its numbers"),
  .details = N_("The charts of the app’s overview. Of one article, “along” shows its passages in their places\n"
                "and “claims” in the lanes of their actors; of a folder, both count.\n"
                "\n"
                "Example: postil-cli chart ~/articles --chart matrix --output actors.svg"),
  .run = run,
};
