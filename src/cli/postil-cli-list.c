/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* `postil-cli list`: one line an annotation, written as they are read, so that memory does
 * not grow with the folder. Main thread. */

#include "config.h"

#include "cli/postil-cli.h"

#include <glib/gi18n-lib.h>

#include "exchange/postil-row.h"

typedef struct
{
  PostilCli    *cli;
  PostilReport *problems;
  GString      *out;
  GString      *quote;
} List;

static void
append_line (List                  *self,
             const PostilRowSource *source)
{
  PostilAnnotation *annotation = source->annotation;
  PostilSpan hull = postil_annotation_get_hull (annotation);

  postil_cli_append_safe (self->out, source->article);
  g_string_append_c (self->out, '\t');
  postil_cli_append_safe (self->out, postil_layer_get_info (source->layer)->coder);
  g_string_append_c (self->out, '\t');
  postil_cli_append_safe (self->out, postil_annotation_get_code (annotation));
  if (postil_annotation_get_anchor (annotation) == POSTIL_ANCHOR_ORPHAN)
    g_string_append (self->out, "\t-\t-\t");
  else
    g_string_append_printf (self->out, "\t%u\t%u\t", hull.start, hull.end);
  g_string_truncate (self->quote, 0);
  postil_row_append_quote (self->quote, source);
  postil_cli_append_safe (self->out, self->quote->str);
  g_string_append_c (self->out, '\n');
}

static gboolean
list_article (PostilCliArticle *article,
              gpointer          user_data)
{
  List *self = user_data;
  g_autoptr (PostilSetArticle) set = postil_cli_take_set (self->cli, article, self->problems);
  g_autofree char *path = postil_row_dup_path (set->path, NULL);

  g_string_truncate (self->out, 0);
  for (guint i = 0; i < set->layers->len; i++)
    {
      PostilLayer *layer = g_ptr_array_index (set->layers, i);

      for (guint j = 0; j < postil_layer_get_n_annotations (layer); j++)
        {
          PostilRowSource source = { path, layer, postil_layer_get_annotation (layer, j), set->codebook, set->text };

          if (self->cli->json)
            postil_row_append_json (self->out, &source);
          else
            append_line (self, &source);
        }
    }
  postil_cli_write_string (self->cli, self->out);
  return TRUE;
}

static int
run (PostilCli *cli,
     int        argc,
     char     **argv)
{
  g_autoptr (PostilReport) problems = postil_report_new ();
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GString) quote = g_string_new (NULL);
  List list = { cli, problems, out, quote };

  if (!postil_cli_parse (cli, &postil_cli_list, POSTIL_CLI_TAKES_JSON | POSTIL_CLI_TAKES_FILTER | POSTIL_CLI_TAKES_MANY,
                         NULL, argc, argv))
    return POSTIL_CLI_FAILED;
  if (!postil_cli_foreach (cli, POSTIL_READ_TEXT | POSTIL_READ_LAYERS, problems, list_article, &list))
    return POSTIL_CLI_FAILED;
  postil_cli_list_entries (cli, problems);
  return postil_report_get_n_entries (problems) > 0 ? POSTIL_CLI_PROBLEMS : POSTIL_CLI_DONE;
}

const PostilCliCommand postil_cli_list = {
  .name = "list",
  .arguments = N_("FOLDER…"),
  .summary = N_("List the annotations, one a line"),
  .details = N_("The columns are article, coder, code, start, end and quote, with tabs between them;\n"
                "start and end count Unicode code points. With --json there is one object a line.\n"
                "\n"
                "Example: postil-cli list ~/articles --coder maria --code concern"),
  .run = run,
};
