/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* `postil-cli assign`: draws a coding plan for a folder, or says how far it has come. A plan
 * that is there is never replaced without being told to. Main thread. */

#include "config.h"

#include "cli/postil-cli.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/postil-error.h"
#include "exchange/postil-plan-csv.h"
#include "model/postil-summary.h"
#include "storage/postil-files.h"
#include "storage/postil-plan-file.h"

#define DEFAULT_OVERLAP 0.2
#define DEFAULT_SEED 1

typedef struct
{
  const char *coder;     /* the plan's */
  guint       n_articles;
  guint       n_for_all;
  guint64     n_chars;
  guint       n_states[POSTIL_ARTICLE_DONE + 1];
} Row;

typedef struct
{
  PostilCli    *cli;
  PostilReport *problems;
  GPtrArray    *paths;    /* of char *, which the articles borrow */
  GArray       *articles; /* of PostilPlanArticle */
  GHashTable   *states;   /* "article\ncoder" → PostilArticleState + 1 */
  PostilPlan   *plan;
  GArray       *rows;     /* of Row */
} Assign;

static void
note_state (Assign             *self,
            PostilCliArticle   *article,
            PostilSidecarEntry *sidecar,
            PostilLayer        *layer)
{
  PostilArticleState state = POSTIL_ARTICLE_IN_PROGRESS;

  if (g_strcmp0 (postil_layer_get_info (layer)->status, POSTIL_STATUS_DONE) == 0)
    state = POSTIL_ARTICLE_DONE;
  else if (postil_layer_get_n_annotations (layer) == 0)
    state = POSTIL_ARTICLE_UNTOUCHED;
  g_hash_table_insert (self->states, g_strconcat (article->contents->entry->path, "\n", sidecar->coder, NULL),
                       GUINT_TO_POINTER (state + 1));
}

static gboolean
add_article (PostilCliArticle *article,
             gpointer          user_data)
{
  Assign *self = user_data;
  PostilArticleContents *contents = article->contents;
  PostilPlanArticle added = { NULL, 0 };

  for (guint i = 0; contents->layers != NULL && i < contents->layers->len; i++)
    {
      PostilSidecarEntry *sidecar = g_ptr_array_index (contents->entry->sidecars, i);
      PostilLayer *layer = g_ptr_array_index (contents->layers, i);

      if (layer != NULL && !sidecar->conflicted)
        note_state (self, article, sidecar, layer);
    }
  if (contents->text_error != NULL)
    postil_report_add_error (self->problems, article->shown, 0, contents->text_error);
  else if (contents->text != NULL && !g_utf8_validate (contents->entry->path, -1, NULL))
    postil_report_add (self->problems, article->shown, 0, "encoding", NULL,
                       _("The file’s name is not UTF-8, which a plan cannot hold. Rename it."));
  else if (contents->text != NULL)
    {
      added.path = g_strdup (contents->entry->path);
      added.n_chars = postil_text_get_n_chars (contents->text);
      g_ptr_array_add (self->paths, (gpointer) added.path);
      g_array_append_val (self->articles, added);
    }
  return TRUE;
}

static Row *
get_row (Assign     *self,
         const char *coder)
{
  Row row = { .coder = coder };

  for (guint i = 0; i < self->rows->len; i++)
    if (strcmp (g_array_index (self->rows, Row, i).coder, coder) == 0)
      return &g_array_index (self->rows, Row, i);
  g_array_append_val (self->rows, row);
  return &g_array_index (self->rows, Row, self->rows->len - 1);
}

static void
count_rows (Assign *self)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->articles->len; i++)
    {
      PostilPlanArticle *article = &g_array_index (self->articles, PostilPlanArticle, i);

      g_hash_table_insert (known, (gpointer) article->path, article);
    }
  for (guint i = 0; i < postil_plan_get_n (self->plan); i++)
    {
      const PostilPlanRow *planned = postil_plan_get (self->plan, i);
      const PostilPlanArticle *article = g_hash_table_lookup (known, planned->article);
      g_autofree char *key = g_strconcat (planned->article, "\n", planned->coder, NULL);
      guint state = GPOINTER_TO_UINT (g_hash_table_lookup (self->states, key));
      Row *row = get_row (self, planned->coder);

      if (article == NULL)
        {
          postil_report_add (self->problems, POSTIL_PLAN_NAME, 0, "no-article", planned->article,
                             _("“%s” is in the plan, but not in the folder."), planned->article);
          continue;
        }
      row->n_articles++;
      row->n_for_all += planned->for_all ? 1 : 0;
      row->n_chars += article->n_chars;
      row->n_states[state > 0 ? state - 1 : POSTIL_ARTICLE_UNTOUCHED]++;
    }
}

static void
print_json (Assign  *self,
            gboolean is_progress,
            gint64   seed)
{
  g_autoptr (GString) out = g_string_new (NULL);
  PostilJsonWriter writer;

  postil_json_writer_init (&writer, out, FALSE);
  postil_json_writer_begin_object (&writer);
  postil_json_writer_member_uint (&writer, "articles", self->articles->len);
  if (!is_progress)
    {
      postil_json_writer_member_uint (&writer, "seed", (guint64) seed);
      postil_json_writer_member_uint (&writer, "for_all", g_array_index (self->rows, Row, 0).n_for_all);
    }
  postil_json_writer_key (&writer, "coders");
  postil_json_writer_begin_array (&writer);
  for (guint i = 0; i < self->rows->len; i++)
    {
      const Row *row = &g_array_index (self->rows, Row, i);

      postil_json_writer_begin_object (&writer);
      postil_json_writer_member (&writer, "coder", row->coder);
      postil_json_writer_member_uint (&writer, "articles", row->n_articles);
      postil_json_writer_member_uint (&writer, "characters", row->n_chars);
      postil_json_writer_member_uint (&writer, "done", row->n_states[POSTIL_ARTICLE_DONE]);
      postil_json_writer_member_uint (&writer, "in_progress", row->n_states[POSTIL_ARTICLE_IN_PROGRESS]);
      postil_json_writer_member_uint (&writer, "untouched", row->n_states[POSTIL_ARTICLE_UNTOUCHED]);
      postil_json_writer_end_object (&writer);
    }
  postil_json_writer_end_array (&writer);
  postil_json_writer_key (&writer, "problems");
  postil_cli_append_report (&writer, self->problems);
  postil_json_writer_end_object (&writer);
  g_string_append_c (out, '\n');
  postil_cli_write_string (self->cli, out);
}

static void
print_table (Assign *self)
{
  g_autoptr (GString) out = g_string_new ("coder\tarticles\tcharacters\tdone\tin progress\tuntouched\n");

  for (guint i = 0; i < self->rows->len; i++)
    {
      const Row *row = &g_array_index (self->rows, Row, i);

      postil_cli_append_safe (out, row->coder);
      g_string_append_printf (out, "\t%u\t%" G_GUINT64_FORMAT "\t%u\t%u\t%u\n", row->n_articles, row->n_chars,
                              row->n_states[POSTIL_ARTICLE_DONE], row->n_states[POSTIL_ARTICLE_IN_PROGRESS],
                              row->n_states[POSTIL_ARTICLE_UNTOUCHED]);
    }
  postil_cli_write_string (self->cli, out);
}

static gboolean
check_coders (Assign             *self,
              const char *const  *coders)
{
  for (guint i = 0; coders[i] != NULL; i++)
    {
      if (!postil_files_is_coder_name (coders[i]))
        postil_cli_complain (self->cli, _("“%s” cannot be a coder’s name: letters, digits, - and _ can, at most 64."), coders[i]);
      else if (g_strv_contains (coders + i + 1, coders[i]))
        postil_cli_complain (self->cli, _("The coder “%s” is named twice."), coders[i]);
      else
        continue;
      return FALSE;
    }
  return TRUE;
}

/* FALSE after it has complained. */
static gboolean
make_plan (Assign            *self,
           GFile             *folder,
           const char *const *coders,
           double             overlap,
           gint64             seed,
           gboolean           replace)
{
  g_autoptr (GError) error = NULL;

  if (self->articles->len == 0)
    {
      postil_cli_complain (self->cli, _("There are no articles in “%s”."), self->cli->paths[0]);
      return FALSE;
    }
  self->plan = postil_plan_make ((const PostilPlanArticle *) (gpointer) self->articles->data, self->articles->len, coders,
                                 overlap, (guint32) seed);
  if (postil_plan_file_write (folder, self->plan, replace, NULL, &error))
    return TRUE;
  if (g_error_matches (error, POSTIL_ERROR, POSTIL_ERROR_CONFLICT))
    postil_cli_complain (self->cli, _("There is a plan already, another one than this. --replace draws it anew, --progress shows it."));
  else
    postil_cli_complain (self->cli, "%s", error->message);
  return FALSE;
}

static gboolean
read_plan (Assign *self,
           GFile  *folder)
{
  g_autoptr (GError) error = NULL;

  self->plan = postil_plan_file_read (folder, self->problems, NULL, &error);
  if (self->plan != NULL)
    return TRUE;
  if (error != NULL)
    postil_cli_complain (self->cli, "%s", error->message);
  else
    postil_cli_complain (self->cli, _("There is no plan in “%s” yet. Name the coders with --coder to draw one."), self->cli->paths[0]);
  return FALSE;
}

static PostilArticleState
get_state (Assign     *self,
           const char *path,
           const char *coder)
{
  g_autofree char *key = g_strconcat (path, "\n", coder, NULL);
  guint state = GPOINTER_TO_UINT (g_hash_table_lookup (self->states, key));

  return state > 0 ? state - 1 : POSTIL_ARTICLE_UNTOUCHED;
}

/* What @coder has finished, or where nothing is marked as finished, has begun. */
static GArray *
find_coded (Assign     *self,
            const char *coder)
{
  GArray *coded = g_array_new (FALSE, FALSE, sizeof (PostilPlanArticle));
  gboolean marks_done = FALSE;

  for (guint i = 0; i < self->articles->len; i++)
    marks_done |= get_state (self, g_array_index (self->articles, PostilPlanArticle, i).path, coder) == POSTIL_ARTICLE_DONE;
  for (guint i = 0; i < self->articles->len; i++)
    {
      PostilPlanArticle *article = &g_array_index (self->articles, PostilPlanArticle, i);

      if (get_state (self, article->path, coder) >= (marks_done ? POSTIL_ARTICLE_DONE : POSTIL_ARTICLE_IN_PROGRESS))
        g_array_append_val (coded, *article);
    }
  return coded;
}

/* "maria-2", or the next that nobody has used or is planned for. */
static char *
dup_pass_name (Assign     *self,
               const char *coder)
{
  g_auto (GStrv) planned = postil_plan_dup_coders (self->plan);

  for (guint pass = 2;; pass++)
    {
      g_autofree char *name = g_strdup_printf ("%s-%u", coder, pass);
      gboolean is_used = g_strv_contains ((const char *const *) planned, name);

      for (guint i = 0; i < self->articles->len && !is_used; i++)
        is_used = get_state (self, g_array_index (self->articles, PostilPlanArticle, i).path, name) != POSTIL_ARTICLE_UNTOUCHED;
      if (!is_used)
        return g_steal_pointer (&name);
    }
}

/* Adds to the plan that is there. FALSE after it has complained. */
static gboolean
plan_again (Assign     *self,
            GFile      *folder,
            const char *coder,
            double      share,
            gint64      seed)
{
  g_autoptr (GArray) coded = find_coded (self, coder);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  guint n_before = 0;

  if (coded->len == 0)
    {
      postil_cli_complain (self->cli, _("%s has coded nothing in “%s” yet, so there is nothing to code again."), coder,
                           self->cli->paths[0]);
      return FALSE;
    }
  self->plan = postil_plan_file_read (folder, self->problems, NULL, &error);
  if (self->plan == NULL && error != NULL)
    {
      postil_cli_complain (self->cli, "%s", error->message);
      return FALSE;
    }
  if (self->plan == NULL)
    self->plan = postil_plan_new ();
  name = dup_pass_name (self, coder);
  if (!postil_files_is_coder_name (name))
    {
      postil_cli_complain (self->cli, _("“%s” cannot be a coder’s name: letters, digits, - and _ can, at most 64."), name);
      return FALSE;
    }
  n_before = postil_plan_get_n (self->plan);
  postil_plan_add_pass (self->plan, (const PostilPlanArticle *) (gpointer) coded->data, coded->len, name, share, (guint32) seed);
  if (postil_plan_file_append (folder, self->plan, n_before, NULL, &error))
    return TRUE;
  postil_cli_complain (self->cli, "%s", error->message);
  return FALSE;
}

static int
assign_folder (Assign            *self,
               const char *const *coders,
               const char        *again,
               double             overlap,
               gint64             seed,
               gboolean           replace)
{
  g_autoptr (GFile) folder = g_file_new_for_path (self->cli->paths[0]);

  if (!postil_cli_foreach (self->cli, POSTIL_READ_TEXT | POSTIL_READ_LAYERS, self->problems, add_article, self))
    return POSTIL_CLI_FAILED;
  if (again != NULL ? !plan_again (self, folder, again, overlap, seed)
      : coders != NULL ? !make_plan (self, folder, coders, overlap, seed, replace) : !read_plan (self, folder))
    return POSTIL_CLI_FAILED;
  count_rows (self);
  if (self->cli->json)
    print_json (self, coders == NULL, seed);
  else
    print_table (self);
  postil_cli_list_entries (self->cli, self->problems);
  return postil_report_get_n_entries (self->problems) > 0 ? POSTIL_CLI_PROBLEMS : POSTIL_CLI_DONE;
}

static int
run (PostilCli *cli,
     int        argc,
     char     **argv)
{
  g_autoptr (PostilReport) problems = postil_report_new ();
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) articles = g_array_new (FALSE, FALSE, sizeof (PostilPlanArticle));
  g_autoptr (GHashTable) states = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (Row));
  g_auto (GStrv) coders = NULL;
  double overlap = DEFAULT_OVERLAP;
  gint64 seed = DEFAULT_SEED;
  gboolean replace = FALSE, progress = FALSE;
  g_autofree char *again = NULL;
  int code = POSTIL_CLI_FAILED;
  Assign self = { cli, problems, paths, articles, states, NULL, rows };
  const GOptionEntry entries[] = {
    { "coder", 0, 0, G_OPTION_ARG_STRING_ARRAY, &coders, N_("A coder; may be given again"), N_("NAME") },
    { "overlap", 0, 0, G_OPTION_ARG_DOUBLE, &overlap, N_("The share of articles that all code, or are coded again"), N_("SHARE") },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, N_("Of the lot: the same one draws the same plan"), N_("N") },
    { "replace", 0, 0, G_OPTION_ARG_NONE, &replace, N_("Draw anew where there is a plan"), NULL },
    { "again", 0, 0, G_OPTION_ARG_STRING, &again, N_("Whose articles are coded a second time, by NAME-2"), N_("NAME") },
    { "progress", 0, 0, G_OPTION_ARG_NONE, &progress, N_("Say how far the plan has come, and write nothing"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!postil_cli_parse (cli, &postil_cli_assign, POSTIL_CLI_TAKES_JSON, entries, argc, argv))
    return POSTIL_CLI_FAILED;
  if (!postil_files_is_folder (cli->paths[0]))
    postil_cli_complain (cli, _("“%s” is not a folder. A plan is for a folder of articles."), cli->paths[0]);
  else if ((progress ? 1 : 0) + (coders != NULL ? 1 : 0) + (again != NULL ? 1 : 0) != 1)
    postil_cli_complain (cli, _("Name the coders with --coder, one with --again, or ask for --progress. See: postil-cli assign --help"));
  else if (!(overlap >= 0 && overlap <= 1) || seed < 0 || seed > G_MAXUINT32)
    postil_cli_complain (cli, _("--overlap takes a share from 0 to 1, --seed a number from 0 to 4294967295."));
  else if (coders == NULL || check_coders (&self, (const char *const *) coders))
    code = assign_folder (&self, (const char *const *) coders, again, overlap, seed, replace);
  g_clear_pointer (&self.plan, postil_plan_free);
  return code;
}

const PostilCliCommand postil_cli_assign = {
  .name = "assign",
  .arguments = N_("FOLDER"),
  .summary = N_("Draw a plan of who codes which article"),
  .details = N_("A share of the articles, drawn by lot among short and long ones, is for all coders; the others\n"
                "are dealt out evenly in number and length. The plan is assignments.csv in the folder: the list\n"
                "of the app follows it, and a spreadsheet can edit it.\n"
                "\n"
                "--again draws a second pass for one coder: a share of what was coded, under a name of its own\n"
                "(maria-2), so that the first pass is not seen. agree --coder maria --coder maria-2 then measures\n"
                "how far a coder agrees with herself.\n"
                "\n"
                "Example: postil-cli assign ~/articles --coder maria --coder jonas --overlap 0.2 --seed 7\n"
                "         postil-cli assign ~/articles --progress"),
  .run = run,
};
