/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* `postil-cli pdf`: articles with what is marked in them, or the codebook, as pages. One layer
 * is laid out at a time. Main thread. */

#include "config.h"

#include "cli/postil-cli.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "drawing/postil-sheet.h"
#include "storage/postil-citing.h"
#include "storage/postil-files.h"
#include "storage/postil-output.h"

typedef struct
{
  PostilCli    *cli;
  PostilReport *problems;
  PostilPdf    *pdf;
  PostilPaper   paper;
  char         *date;    /* of the newest annotation */
  guint         n_sheets;
} Printing;

static void
keep_date (Printing   *self,
           const char *date)
{
  if (date == NULL || g_strcmp0 (date, self->date) <= 0)
    return;
  g_free (self->date);
  self->date = g_strdup (date);
}

static const char *
get_name (PostilLayer *layer)
{
  const PostilLayerInfo *info = postil_layer_get_info (layer);

  return info->coder_name != NULL && *info->coder_name != '\0' ? info->coder_name : info->coder;
}

static void
print_layer (Printing         *self,
             PostilSetArticle *set,
             PostilLayer      *layer,
             const char       *source)
{
  g_autoptr (PostilSheet) sheet = postil_sheet_new (&self->paper, source, get_name (layer));
  /* Translators: an article and who coded it: "rafah.txt · maria" */
  g_autofree char *name = g_strdup_printf (_("%s · %s"), set->path, get_name (layer));

  postil_sheet_add_article (sheet, set->text, layer, set->codebook);
  keep_date (self, postil_sheet_find_date (layer));
  postil_pdf_add_sheet (self->pdf, sheet, name);
  self->n_sheets++;
}

static gboolean
print_article (PostilCliArticle *article,
               gpointer          user_data)
{
  Printing *self = user_data;
  g_autoptr (PostilSetArticle) set = postil_cli_take_set (self->cli, article, self->problems);
  g_autoptr (GFile) file = g_file_new_for_path (article->path);
  g_autofree char *source = NULL;

  if (set->text == NULL)
    return TRUE;
  source = postil_citing_dup_source (file, NULL);
  for (guint i = 0; i < set->layers->len; i++)
    print_layer (self, set, g_ptr_array_index (set->layers, i), source);
  return TRUE;
}

static gboolean
print_codebook (Printing *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilFolder) folder = postil_folder_scan (self->cli->paths[0], self->problems, NULL, &error);
  g_autoptr (PostilCodebook) codebook = NULL;
  g_autoptr (PostilSheet) sheet = NULL;

  if (folder == NULL)
    {
      postil_cli_complain (self->cli, "%s", error->message);
      return FALSE;
    }
  codebook = postil_folder_ref_codebook (folder, self->problems);
  sheet = postil_sheet_new (&self->paper, _("Codebook"), "");
  postil_sheet_add_codebook (sheet, codebook);
  for (guint i = 0; i < postil_codebook_get_n_codes (codebook); i++)
    keep_date (self, *postil_codebook_get_code (codebook, i)->revised != '\0' ? postil_codebook_get_code (codebook, i)->revised : NULL);
  postil_pdf_add_sheet (self->pdf, sheet, NULL);
  self->n_sheets++;
  return TRUE;
}

static int
write_pdf (Printing   *self,
           GBytes     *bytes,
           const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilOutput) output = NULL;

  if (self->n_sheets == 0)
    {
      postil_cli_complain (self->cli, _("There is nothing to print: no annotations were found, or none of that coder."));
      return POSTIL_CLI_FAILED;
    }
  if (g_str_equal (path, "-"))
    {
      postil_cli_write (self->cli, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      return POSTIL_CLI_DONE;
    }
  output = postil_output_new_file (path, &error);
  if (output != NULL && postil_output_append (NULL, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), output, &error) &&
      postil_output_commit (output, &error))
    return POSTIL_CLI_DONE;
  postil_cli_complain (self->cli, "%s", error->message);
  return POSTIL_CLI_FAILED;
}

static int
print (PostilCli  *cli,
       PostilPaper paper,
       gboolean    only_codebook,
       const char *path)
{
  g_autoptr (PostilReport) problems = postil_report_new ();
  g_autofree char *basename = g_path_get_basename (cli->paths[0]);
  g_autofree char *title = g_filename_display_name (basename);
  Printing self = { .cli = cli, .problems = problems, .paper = paper };
  g_autoptr (GBytes) bytes = NULL;
  gboolean found = FALSE;
  int code = POSTIL_CLI_FAILED;

  self.pdf = postil_pdf_new (&paper, title);
  if (only_codebook)
    found = print_codebook (&self);
  else
    found = postil_cli_foreach (cli, POSTIL_READ_TEXT | POSTIL_READ_LAYERS, problems, print_article, &self);
  postil_cli_end_progress (cli);
  bytes = postil_pdf_end (self.pdf, self.date);
  if (found)
    {
      code = write_pdf (&self, bytes, path);
      postil_cli_list_entries (cli, problems);
    }
  g_free (self.date);
  return code == POSTIL_CLI_DONE && postil_report_get_n_entries (problems) > 0 ? POSTIL_CLI_PROBLEMS : code;
}

static int
run (PostilCli *cli,
     int        argc,
     char     **argv)
{
  g_autofree char *output = NULL;
  g_autofree char *paper = NULL;
  gboolean only_codebook = FALSE;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, N_("The PDF, or “-” for standard output"), N_("FILE") },
    { "codebook", 0, 0, G_OPTION_ARG_NONE, &only_codebook, N_("The codebook, as a handout"), NULL },
    { "paper", 0, 0, G_OPTION_ARG_STRING, &paper, N_("a4 (the default) or letter"), N_("SIZE") },
    G_OPTION_ENTRY_NULL
  };

  if (!postil_cli_parse (cli, &postil_cli_pdf, POSTIL_CLI_TAKES_FILTER, entries, argc, argv))
    return POSTIL_CLI_FAILED;
  if (output == NULL)
    postil_cli_complain (cli, _("Say where the PDF goes with --output."));
  else if (paper != NULL && g_ascii_strcasecmp (paper, "a4") != 0 && g_ascii_strcasecmp (paper, "letter") != 0)
    postil_cli_complain (cli, _("There is no paper “%s”: --paper takes a4 or letter."), paper);
  else
    return print (cli, paper != NULL && g_ascii_strcasecmp (paper, "letter") == 0 ? POSTIL_PAPER_LETTER : POSTIL_PAPER_A4,
                  only_codebook, output);
  return POSTIL_CLI_FAILED;
}

const PostilCliCommand postil_cli_pdf = {
  .name = "pdf",
  .arguments = N_("FOLDER|ARTICLE"),
  .summary = N_("Print articles with what is marked in them, or the codebook, as PDF"),
  .details = N_("Passages are underlined in their codes’ patterns, with letters in the margin that survive black and\n"
                "white, and notes at the end. Each article and coder begins a page.\n"
                "\n"
                "Example: postil-cli pdf ~/articles/rafah.txt --coder maria --output rafah.pdf"),
  .run = run,
};
