/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* `postil-cli network`: who says what, or who agrees with whom, as GraphML, a matrix or a list
 * of ties. What a network is says model/postil-network; here annotations become statements, and
 * words become options. Main thread. */

#include "config.h"

#include "cli/postil-cli.h"

#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "exchange/postil-network-writer.h"
#include "storage/postil-output.h"

#define MAX_WINDOW 10000

/* In the order of the enumerations of postil-network.h. */
static const char *const duplicates_words[] = { "all", "document", "week", "month", "year", "once", NULL };
static const char *const aggregate_words[] = { "ignore", "subtract", "combine", "congruence", "conflict", NULL };
static const char *const normalize_words[] = { "no", "activity", "prominence", "average", "jaccard", "cosine", NULL };
static const char *const window_words[] = { "no", "days", "weeks", "months", "years", NULL };
static const char *const format_words[] = { "graphml", "csv", "edges", NULL };

enum { GRAPHML, MATRIX, EDGES };

typedef struct
{
  PostilCli            *cli;
  PostilReport         *problems;
  PostilStatements     *statements;
  PostilCodebook       *codebook;   /* of the first article */
  GHashTable           *known;      /* variables that the codebook has, or a passage */
  PostilCliRecords      records;
  const char           *from;
  const char           *to;
  const char           *column;     /* in one mode what ties them, else to */
  const char           *qualifier;  /* or NULL */
  PostilNetworkOptions  options;
  guint                 format;
  PostilOutput         *output;
  GPtrArray            *networks;   /* (element-type PostilNetwork) for JSON */
  gboolean              is_folder;
  guint                 n_networks;
  guint                 n_ties;
  GError               *error;
} Command;

/* Of variables that are the article's: "article:author". */
static gboolean
is_record_variable (const char        *variable,
                    PostilRecordField *field)
{
  return g_str_has_prefix (variable, "article:") && postil_record_field_from_name (variable + strlen ("article:"), field);
}

static const char *
get_value (Command                   *self,
           const char                *variable,
           PostilSetArticle          *set,
           PostilLayer               *layer,
           PostilAnnotation          *annotation)
{
  PostilRecordField field;
  const char *value;

  if (variable == NULL)
    return NULL;
  if (is_record_variable (variable, &field))
    return set->record != NULL ? set->record->fields[field] : NULL;
  value = postil_network_get_value (variable, set->path, postil_layer_get_info (layer)->coder, annotation);
  if (value != NULL && !g_hash_table_contains (self->known, variable))
    g_hash_table_add (self->known, g_strdup (variable));
  return value;
}

static void
learn_codebook (Command        *self,
                PostilCodebook *codebook)
{
  const char *const variables[] = { self->from, self->column, self->qualifier };

  if (self->codebook == NULL)
    self->codebook = postil_codebook_ref (codebook);
  for (guint i = 0; i < G_N_ELEMENTS (variables); i++)
    {
      const char *name = variables[i];
      const PostilAttributeDef *attribute;

      if (name == NULL)
        continue;
      if (g_str_has_prefix (name, "attribute:"))
        name += strlen ("attribute:");
      attribute = postil_codebook_lookup_attribute (codebook, name);
      if (attribute == NULL)
        continue;
      g_hash_table_add (self->known, g_strdup (variables[i]));
      if (variables[i] == self->qualifier && attribute->kind == POSTIL_ATTRIBUTE_BOOLEAN)
        self->options.qualifier = POSTIL_QUALIFIER_BOOLEAN;
    }
}

static gboolean
add_article (PostilCliArticle *article,
             gpointer          user_data)
{
  Command *self = user_data;
  g_autoptr (PostilSetArticle) set = postil_cli_take_set (self->cli, article, self->problems);
  guint day;

  learn_codebook (self, set->codebook);
  if (set->layers->len == 0)
    return TRUE;
  set->record = postil_cli_records_dup (&self->records, article, self->problems);
  day = postil_network_parse_day (set->record != NULL ? set->record->fields[POSTIL_RECORD_DATE] : NULL);
  if (day == 0 && postil_network_needs_days (&self->options))
    postil_report_add (self->problems, set->path, 0, "no-date", NULL,
                       _("articles.json has no date of this article with year, month and day, so that it does not count."));
  for (guint i = 0; i < set->layers->len; i++)
    {
      PostilLayer *layer = g_ptr_array_index (set->layers, i);

      for (guint j = 0; j < postil_layer_get_n_annotations (layer); j++)
        {
          PostilAnnotation *annotation = postil_layer_get_annotation (layer, j);

          postil_statements_add (self->statements,
                                 &(PostilStatement) { get_value (self, self->from, set, layer, annotation),
                                                      get_value (self, self->column, set, layer, annotation),
                                                      get_value (self, self->qualifier, set, layer, annotation),
                                                      set->path, day });
        }
    }
  return TRUE;
}

/* Whether every value of the qualifier is a whole number. */
static gboolean
are_numbers (Command *self)
{
  guint n = 0;

  for (guint i = 0; i < postil_statements_get_n (self->statements); i++)
    {
      const char *qualifier = postil_statements_get (self->statements, i)->qualifier;
      char *end;

      if (qualifier[0] == '\0')
        continue;
      g_ascii_strtoll (qualifier, &end, 10);
      if (*end != '\0')
        return FALSE;
      n++;
    }
  return n > 0;
}

static gboolean
check_variables (Command *self)
{
  const char *const variables[] = { self->from, self->column, self->qualifier };
  PostilRecordField field;

  for (guint i = 0; i < G_N_ELEMENTS (variables); i++)
    if (variables[i] != NULL && !is_record_variable (variables[i], &field) && strcmp (variables[i], "code") != 0
        && strcmp (variables[i], "coder") != 0 && strcmp (variables[i], "article") != 0
        && !g_hash_table_contains (self->known, variables[i]))
      {
        postil_cli_complain (self->cli, _("There is no attribute “%s” in the codebook or on any annotation."), variables[i]);
        return FALSE;
      }
  return TRUE;
}

/* Windows sort by their number, and are told apart by the day in their middle. */
static char *
dup_file_name (Command       *self,
               PostilNetwork *network)
{
  g_autofree char *day = postil_network_dup_date (network->day);

  return g_strdup_printf ("network-%04u-%s.%s", self->n_networks, day, self->format == GRAPHML ? "graphml" : "csv");
}

static gboolean
write_network (PostilNetwork *network,
               gpointer       user_data)
{
  Command *self = user_data;
  PostilNetworkNames names = { self->from, self->to, self->codebook };
  g_autoptr (PostilNetwork) owned = network;
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *path = NULL;
  gboolean has_windows = self->options.window != POSTIL_WINDOW_NONE;

  self->n_networks++;
  self->n_ties += network->ties->len;
  if (self->networks != NULL)
    {
      g_ptr_array_add (self->networks, g_steal_pointer (&owned));
      return TRUE;
    }
  if (self->is_folder)
    path = dup_file_name (self, network);
  if (self->format == EDGES)
    postil_network_append_edges (out, network, has_windows);
  else if (self->format == MATRIX)
    postil_network_append_matrix (out, network);
  else if (!postil_network_append_graphml (out, network, &names))
    postil_report_add (self->problems, NULL, 0, "characters", NULL,
                       _("Control characters in names cannot be written in XML; U+FFFD stands for them."));
  return postil_output_append (path, out->str, out->len, self->output, &self->error);
}

static void
append_nodes (PostilJsonWriter *writer,
              const char       *variable,
              GPtrArray        *names,
              GArray           *counts)
{
  for (guint i = 0; i < names->len; i++)
    {
      postil_json_writer_begin_object (writer);
      postil_json_writer_member (writer, "value", names->pdata[i]);
      postil_json_writer_member (writer, "variable", variable);
      postil_json_writer_member_uint (writer, "statements", g_array_index (counts, guint, i));
      postil_json_writer_end_object (writer);
    }
}

static void
append_date (PostilJsonWriter *writer,
             const char       *name,
             guint             day)
{
  g_autofree char *date = postil_network_dup_date (day);

  postil_json_writer_member (writer, name, day > 0 ? date : NULL);
}

static void
append_network (Command          *self,
                PostilJsonWriter *writer,
                PostilNetwork    *network)
{
  postil_json_writer_begin_object (writer);
  append_date (writer, "day", network->day);
  append_date (writer, "first", network->first_day);
  append_date (writer, "last", network->last_day);
  postil_json_writer_member_uint (writer, "statements", network->n_statements);
  postil_json_writer_key (writer, "nodes");
  postil_json_writer_begin_array (writer);
  append_nodes (writer, self->from, network->rows, network->row_counts);
  if (!network->is_one_mode)
    append_nodes (writer, self->to, network->columns, network->column_counts);
  postil_json_writer_end_array (writer);
  postil_json_writer_key (writer, "ties");
  postil_json_writer_begin_array (writer);
  for (guint i = 0; i < network->ties->len; i++)
    {
      const PostilTie *tie = &g_array_index (network->ties, PostilTie, i);

      postil_json_writer_begin_object (writer);
      postil_json_writer_member (writer, "from", network->rows->pdata[tie->row]);
      postil_json_writer_member (writer, "to", network->columns->pdata[tie->column]);
      postil_json_writer_key (writer, "weight");
      postil_json_writer_double (writer, tie->weight);
      postil_json_writer_end_object (writer);
    }
  postil_json_writer_end_array (writer);
  postil_json_writer_end_object (writer);
}

static void
print_json (Command *self)
{
  g_autoptr (GString) out = g_string_new (NULL);
  PostilJsonWriter writer;

  postil_json_writer_init (&writer, out, FALSE);
  postil_json_writer_begin_object (&writer);
  postil_json_writer_key (&writer, "networks");
  postil_json_writer_begin_array (&writer);
  for (guint i = 0; i < self->networks->len; i++)
    append_network (self, &writer, self->networks->pdata[i]);
  postil_json_writer_end_array (&writer);
  postil_json_writer_key (&writer, "problems");
  postil_cli_append_report (&writer, self->problems);
  postil_json_writer_end_object (&writer);
  g_string_append_c (out, '\n');
  postil_cli_write_string (self->cli, out);
}

static gboolean
write_networks (Command *self)
{
  if (self->output != NULL && self->format == EDGES)
    {
      g_autoptr (GString) head = g_string_new (NULL);

      postil_network_append_edges_head (head, self->options.window != POSTIL_WINDOW_NONE);
      if (!postil_output_append (NULL, head->str, head->len, self->output, &self->error))
        return FALSE;
    }
  return postil_network_foreach (self->statements, &self->options, write_network, self, &self->error)
         && (self->output == NULL || postil_output_commit (self->output, &self->error));
}

static int
make (Command *self)
{
  if (!postil_cli_foreach (self->cli, POSTIL_READ_LAYERS, self->problems, add_article, self) || !check_variables (self))
    return POSTIL_CLI_FAILED;
  postil_cli_end_progress (self->cli);
  if (self->qualifier != NULL && self->options.qualifier == POSTIL_QUALIFIER_TEXT && are_numbers (self))
    self->options.qualifier = POSTIL_QUALIFIER_INTEGER;
  if (!write_networks (self))
    {
      if (self->error != NULL)
        postil_cli_complain (self->cli, "%s", self->error->message);
      return POSTIL_CLI_FAILED;
    }
  if (self->networks != NULL)
    print_json (self);
  else
    postil_cli_list_entries (self->cli, self->problems);
  if (self->n_networks == 0)
    postil_cli_complain (self->cli, _("No window lies between the first and the last date; there is no network."));
  else if (!self->cli->quiet)
    postil_cli_complain (self->cli, _("Statements: %u. Networks: %u. Ties: %u."), postil_statements_get_n (self->statements),
                         self->n_networks, self->n_ties);
  return postil_report_get_n_entries (self->problems) > 0 ? POSTIL_CLI_PROBLEMS : POSTIL_CLI_DONE;
}

static gboolean
parse_word (PostilCli         *cli,
            const char        *option,
            const char        *word,
            const char *const *words,
            guint             *value)
{
  g_autofree char *known = NULL;

  for (guint i = 0; word != NULL && words[i] != NULL; i++)
    if (strcmp (words[i], word) == 0)
      {
        *value = i;
        return TRUE;
      }
  if (word == NULL)
    return TRUE;
  known = g_strjoinv (", ", (char **) words);
  postil_cli_complain (cli, _("%s takes one of: %s."), option, known);
  return FALSE;
}

static gboolean
parse_day (PostilCli  *cli,
           const char *option,
           const char *text,
           guint      *day)
{
  *day = postil_network_parse_day (text);
  if (text == NULL || *day > 0)
    return TRUE;
  postil_cli_complain (cli, _("%s takes a date such as 2024-03-18."), option);
  return FALSE;
}

static gboolean
open_output (Command    *self,
             const char *path)
{
  gboolean is_stdout = path == NULL || strcmp (path, "-") == 0;

  if (self->networks != NULL)
    return TRUE;
  self->is_folder = self->options.window != POSTIL_WINDOW_NONE && self->format != EDGES;
  if (is_stdout && self->is_folder)
    {
      postil_cli_complain (self->cli, _("With --window each network is a file; name a folder with --output, or use --format edges."));
      return FALSE;
    }
  if (is_stdout)
    self->output = postil_output_new_fd (STDOUT_FILENO, &self->error);
  else if (self->is_folder)
    self->output = postil_output_new_folder (path, &self->error);
  else
    self->output = postil_output_new_file (path, &self->error);
  if (self->output == NULL)
    postil_cli_complain (self->cli, "%s", self->error->message);
  return self->output != NULL;
}

/* What the words of the command line say. */
typedef struct
{
  char *from, *to, *through, *qualifier, *aggregate, *normalize, *duplicates, *since, *until, *window, *format, *output;
  int   window_size;
} Words;

static void
words_clear (Words *self)
{
  char *const all[] = { self->from, self->to, self->through, self->qualifier, self->aggregate, self->normalize,
                        self->duplicates, self->since, self->until, self->window, self->format, self->output };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    g_free (all[i]);
}

static gboolean
parse (Command *self,
       Words   *words)
{
  PostilCli *cli = self->cli;
  PostilNetworkOptions *options = &self->options;
  guint duplicates = POSTIL_DUPLICATES_DOCUMENT;
  guint aggregation = words->qualifier != NULL ? POSTIL_AGGREGATION_SUBTRACT : POSTIL_AGGREGATION_IGNORE;
  guint normalization = POSTIL_NORMALIZATION_NONE;
  guint window = POSTIL_WINDOW_NONE;
  const char *problem;

  self->format = words->output != NULL && g_str_has_suffix (words->output, ".csv") ? MATRIX : GRAPHML;
  if (!parse_word (cli, "--duplicates", words->duplicates, duplicates_words, &duplicates)
      || !parse_word (cli, "--aggregate", words->aggregate, aggregate_words, &aggregation)
      || !parse_word (cli, "--normalize", words->normalize, normalize_words, &normalization)
      || !parse_word (cli, "--window", words->window, window_words, &window)
      || !parse_word (cli, "--format", words->format, format_words, &self->format)
      || !parse_day (cli, "--since", words->since, &options->first_day) || !parse_day (cli, "--until", words->until, &options->last_day))
    return FALSE;
  options->is_one_mode = strcmp (self->from, self->to) == 0;
  options->duplicates = duplicates;
  options->aggregation = aggregation;
  options->normalization = normalization;
  options->window = window;
  options->window_size = (guint) words->window_size;
  problem = postil_network_check_options (options);
  if (problem == NULL && words->qualifier == NULL && aggregation != POSTIL_AGGREGATION_IGNORE)
    problem = _("--aggregate is about a --qualifier; name one.");
  if (problem == NULL && !options->is_one_mode && words->through != NULL)
    problem = _("--through is for networks of one kind of node.");
  if (problem == NULL && (words->window_size < 1 || words->window_size > MAX_WINDOW))
    problem = _("--window-size takes a number from 1 to 10000.");
  if (problem == NULL && options->is_one_mode && strcmp (self->from, self->column) == 0)
    problem = _("Nodes are tied through something else than themselves; name it with --through.");
  if (problem != NULL)
    postil_cli_complain (cli, "%s", problem);
  return problem == NULL;
}

static int
network (PostilCli *cli,
         Words     *words,
         gboolean   with_isolates)
{
  Command self = {
    .cli = cli,
    .from = words->from,
    .to = words->to,
    .qualifier = words->qualifier,
    .options = { .with_isolates = with_isolates },
  };
  int code = POSTIL_CLI_FAILED;

  if (self.from == NULL || self.to == NULL)
    {
      postil_cli_complain (cli, _("Name with --from and --to what is tied: code, or an attribute such as actor."));
      return POSTIL_CLI_FAILED;
    }
  if (strcmp (self.from, self.to) != 0)
    self.column = self.to;
  else
    self.column = words->through != NULL ? words->through : strcmp (self.from, "code") == 0 ? "actor" : "code";
  if (!parse (&self, words))
    return POSTIL_CLI_FAILED;
  self.problems = postil_report_new ();
  self.statements = postil_statements_new ();
  self.known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self.networks = cli->json ? g_ptr_array_new_with_free_func ((GDestroyNotify) postil_network_free) : NULL;
  if (open_output (&self, words->output))
    code = make (&self);
  g_clear_pointer (&self.output, postil_output_free);
  g_clear_pointer (&self.networks, g_ptr_array_unref);
  g_clear_pointer (&self.codebook, postil_codebook_unref);
  g_clear_error (&self.error);
  postil_cli_records_clear (&self.records);
  postil_statements_free (self.statements);
  g_hash_table_unref (self.known);
  postil_report_unref (self.problems);
  return code;
}

static int
run (PostilCli *cli,
     int        argc,
     char     **argv)
{
  Words words = { .window_size = 1 };
  gboolean with_isolates = FALSE;
  int code = POSTIL_CLI_FAILED;
  const GOptionEntry entries[] = {
    { "from", 0, 0, G_OPTION_ARG_STRING, &words.from, N_("code, coder, article, article:author… or an attribute"), N_("WHAT") },
    { "to", 0, 0, G_OPTION_ARG_STRING, &words.to, N_("The same; what is named with --from again ties it to itself"), N_("WHAT") },
    { "through", 0, 0, G_OPTION_ARG_STRING, &words.through, N_("What nodes of one kind share (code)"), N_("WHAT") },
    { "qualifier", 0, 0, G_OPTION_ARG_STRING, &words.qualifier, N_("The attribute that says whether two agree"), N_("WHAT") },
    { "aggregate", 0, 0, G_OPTION_ARG_STRING, &words.aggregate, N_("ignore, subtract, combine, congruence, conflict"), N_("HOW") },
    { "normalize", 0, 0, G_OPTION_ARG_STRING, &words.normalize, N_("no, activity, prominence, average, jaccard, cosine"), N_("HOW") },
    { "duplicates", 0, 0, G_OPTION_ARG_STRING, &words.duplicates, N_("What is said again counts again: all, or once a document, week, month, year, or once"), N_("WHICH") },
    { "isolates", 0, 0, G_OPTION_ARG_NONE, &with_isolates, N_("Nodes without a tie too"), NULL },
    { "since", 0, 0, G_OPTION_ARG_STRING, &words.since, N_("Articles of this date and later"), N_("DATE") },
    { "until", 0, 0, G_OPTION_ARG_STRING, &words.until, N_("Articles of this date and before"), N_("DATE") },
    { "window", 0, 0, G_OPTION_ARG_STRING, &words.window, N_("A network for each time: days, weeks, months, years"), N_("UNIT") },
    { "window-size", 0, 0, G_OPTION_ARG_INT, &words.window_size, N_("How many of them a window holds"), N_("N") },
    { "format", 'f', 0, G_OPTION_ARG_STRING, &words.format, N_("graphml, csv (a matrix), edges (a list as CSV)"), N_("FORMAT") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &words.output, N_("The file to write; with --window a folder; - for standard output"), N_("PATH") },
    G_OPTION_ENTRY_NULL
  };

  if (postil_cli_parse (cli, &postil_cli_network, POSTIL_CLI_TAKES_JSON | POSTIL_CLI_TAKES_FILTER | POSTIL_CLI_TAKES_MANY,
                        entries, argc, argv))
    code = network (cli, &words, with_isolates);
  words_clear (&words);
  return code;
}

const PostilCliCommand postil_cli_network = {
  .name = "network",
  .arguments = N_("FOLDER…"),
  .summary = N_("Make a network of actors, codes or other values"),
  .details = N_("With the choices of Discourse Network Analyzer. Dates are those of articles.json.\n"
                "\n"
                "Example: postil-cli network ~/articles --from actor --to code --output said.graphml\n"
                "Example: postil-cli network ~/articles --from actor --to actor --qualifier agrees --aggregate congruence"),
  .run = run,
};
