/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* `postil-cli agree`: how far the chosen coders agree. Articles are read one by one and kept
 * as the few numbers that the measures need. Main thread. */

#include "config.h"

#include "cli/postil-cli.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "agreement/postil-agreement-json.h"
#include "agreement/postil-coded-intake.h"

#define DEFAULT_OVERLAP 0.5
#define DEFAULT_PRECISION 0.02
#define LEAST_PRECISION 0.001
#define DEFAULT_SEED 1

typedef struct
{
  PostilCli         *cli;
  PostilReport      *problems;
  PostilCodedIntake *intake;
  GHashTable        *seen; /* the coders of any layer */
  gboolean           include_unfinished;
} Agree;

static void
note_coders (Agree     *self,
             GPtrArray *layers)
{
  for (guint i = 0; i < layers->len; i++)
    g_hash_table_add (self->seen, g_strdup (postil_layer_get_info (layers->pdata[i])->coder));
}

/* A name that nobody has, or is misspelt, would only make every article one that is not finished. */
static void
complain_of_unknown (Agree *self)
{
  for (guint i = 0; self->cli->coders[i] != NULL; i++)
    if (!g_hash_table_contains (self->seen, self->cli->coders[i]))
      postil_report_add (self->problems, self->cli->paths[0], 0, "no-coder", NULL, _("%s has marked nothing there."), self->cli->coders[i]);
}

static gboolean
read_article (PostilCliArticle *article,
              gpointer          user_data)
{
  Agree *self = user_data;
  g_autoptr (PostilSetArticle) set = postil_cli_take_set (self->cli, article, self->problems);
  const char *other = NULL;

  note_coders (self, set->layers);
  if (set->text == NULL || set->layers->len == 0)
    return TRUE;
  other = postil_coded_intake_add (self->intake, set->path, set->text, set->layers);
  if (other != NULL)
    postil_report_add (self->problems, set->path, 0, "text-changed", NULL,
                       _("%s marked another text of this article, so it was left out. Run reanchor first."), other);
  return TRUE;
}

static void
append_values (GString    *out,
               const char *title,
               GArray     *values)
{
  if (title != NULL)
    {
      g_string_append_c (out, '\n');
      postil_cli_append_safe (out, title);
      g_string_append_c (out, '\n');
    }
  for (guint i = 0; i < values->len; i++)
    {
      const PostilAgreementValue *value = &g_array_index (values, PostilAgreementValue, i);
      g_autofree char *name = value->attribute != NULL
                              ? g_strdup_printf ("%s %s", value->measure->name, value->attribute)
                              : g_strdup (value->measure->name);

      postil_cli_append_safe (out, name);
      for (glong n = g_utf8_strlen (name, -1); n < 18; n++)
        g_string_append_c (out, ' ');
      if (!value->value.is_defined)
        g_string_append_printf (out, "      –  %s\n", _(value->value.reason));
      else if (value->has_interval)
        g_string_append_printf (out, "%7.3f  [%.3f, %.3f]  %s\n", value->value.value, value->low, value->high,
                                _(value->measure->question));
      else
        g_string_append_printf (out, "%7.3f  %s\n", value->value.value, _(value->measure->question));
    }
}

static void
print_table (Agree           *self,
             PostilAgreement *agreement)
{
  g_autoptr (GString) out = g_string_new (NULL);
  guint n_articles = postil_coded_get_n_articles (self->intake->coded);

  g_string_append_printf (out, g_dngettext (GETTEXT_PACKAGE, "%u article\n", "%u articles\n", n_articles),
                          n_articles);
  append_values (out, NULL, agreement->values);
  for (guint i = 0; i < agreement->by_code->len; i++)
    append_values (out, ((PostilAgreementGroup *) agreement->by_code->pdata[i])->code,
                   ((PostilAgreementGroup *) agreement->by_code->pdata[i])->values);
  for (guint i = 0; i < agreement->by_article->len; i++)
    append_values (out, ((PostilAgreementGroup *) agreement->by_article->pdata[i])->article,
                   ((PostilAgreementGroup *) agreement->by_article->pdata[i])->values);
  for (guint i = 0; i < agreement->by_pair->len; i++)
    {
      const PostilAgreementGroup *group = agreement->by_pair->pdata[i];
      g_autofree char *title = g_strdup_printf ("%s – %s", postil_coded_get_coder (self->intake->coded, group->coders[0]),
                                                postil_coded_get_coder (self->intake->coded, group->coders[1]));

      append_values (out, title, group->values);
    }
  if (self->intake->left_out->len > 0)
    {
      g_string_append (out, _("\nLeft out, because not all of these coders have finished them:\n"));
      for (guint i = 0; i < self->intake->left_out->len; i++)
        {
          g_string_append (out, "  ");
          postil_cli_append_safe (out, self->intake->left_out->pdata[i]);
          g_string_append_c (out, '\n');
        }
    }
  postil_cli_write_string (self->cli, out);
}

static gboolean
parse_unit (Agree      *self,
            const char *name,
            PostilUnit *unit)
{
  static const char *const names[] = { "characters", "sentences", "paragraphs" };

  *unit = POSTIL_UNIT_CHARACTERS;
  if (name == NULL)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (name, names[i]) == 0)
      {
        *unit = (PostilUnit) i;
        return TRUE;
      }
  postil_cli_complain (self->cli, _("--unit takes characters, sentences or paragraphs, not “%s”."), name);
  return FALSE;
}

static gboolean
parse_metric (Agree                  *self,
              const char             *name,
              PostilAgreementOptions *options)
{
  static const char *const names[] = { "nominal", "ordinal", "interval" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (name == NULL || strcmp (name, names[i]) == 0)
      {
        options->metric = (PostilMetric) i;
        return TRUE;
      }
  postil_cli_complain (self->cli, _("--metric takes nominal, ordinal or interval, not “%s”."), name);
  return FALSE;
}

static gboolean
parse_by (Agree                  *self,
          char                  **by,
          PostilAgreementOptions *options)
{
  for (guint i = 0; by != NULL && by[i] != NULL; i++)
    if (strcmp (by[i], "code") == 0)
      options->by_code = TRUE;
    else if (strcmp (by[i], "article") == 0)
      options->by_article = TRUE;
    else
      {
        postil_cli_complain (self->cli, _("--by takes code or article, not “%s”."), by[i]);
        return FALSE;
      }
  return TRUE;
}

static int
measure (Agree                  *self,
         PostilAgreementOptions *options)
{
  g_autoptr (PostilAgreement) agreement = NULL;
  g_autoptr (GError) error = NULL;

  postil_coded_intake_finish (self->intake);
  postil_cli_end_progress (self->cli);
  options->attributes = (const char *const *) self->intake->attributes->pdata;
  agreement = postil_agreement_compute (self->intake->coded, options, NULL, &error);
  if (agreement == NULL)
    {
      postil_cli_complain (self->cli, "%s", error->message);
      return POSTIL_CLI_FAILED;
    }
  if (self->cli->json)
    {
      g_autoptr (GString) out = g_string_new (NULL);

      postil_agreement_append_json (agreement, self->intake->coded, options, self->intake->left_out, out);
      postil_cli_write_string (self->cli, out);
    }
  else
    print_table (self, agreement);
  postil_cli_list_entries (self->cli, self->problems);
  return postil_report_get_n_entries (self->problems) > 0 ? POSTIL_CLI_PROBLEMS : POSTIL_CLI_DONE;
}

static int
read_and_measure (Agree                  *self,
                  PostilUnit              unit,
                  PostilAgreementOptions *options)
{
  PostilCoded *coded = NULL;
  int code = POSTIL_CLI_FAILED;

  if (self->cli->coders == NULL || g_strv_length (self->cli->coders) < 2)
    {
      postil_cli_complain (self->cli, _("Agreement needs two coders or more: --coder NAME --coder NAME."));
      return POSTIL_CLI_FAILED;
    }
  coded = postil_coded_new ((const char *const *) self->cli->coders, unit);
  if (self->cli->codes != NULL)
    postil_coded_limit_codes (coded, (const char *const *) self->cli->codes);
  self->intake = postil_coded_intake_new (coded, self->include_unfinished);
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (postil_cli_foreach (self->cli, POSTIL_READ_TEXT | POSTIL_READ_LAYERS, self->problems, read_article, self))
    {
      complain_of_unknown (self);
      code = measure (self, options);
    }
  g_hash_table_unref (self->seen);
  postil_coded_intake_free (self->intake);
  return code;
}

static int
run (PostilCli *cli,
     int        argc,
     char     **argv)
{
  g_autoptr (PostilReport) problems = postil_report_new ();
  g_auto (GStrv) measures = NULL;
  g_auto (GStrv) by = NULL;
  g_autofree char *unit_name = NULL;
  g_autofree char *sampler = NULL;
  g_autofree char *metric = NULL;
  gboolean include_unfinished = FALSE, flatten = FALSE;
  int n_bootstrap = 0, seed = DEFAULT_SEED;
  double overlap = DEFAULT_OVERLAP, precision = DEFAULT_PRECISION;
  PostilUnit unit;
  Agree self = { .cli = cli, .problems = problems };
  PostilAgreementOptions options = { 0 };
  const GOptionEntry entries[] = {
    { "measure", 0, 0, G_OPTION_ARG_STRING_ARRAY, &measures, N_("A measure’s name; may be given again"), N_("NAME") },
    { "by", 0, 0, G_OPTION_ARG_STRING_ARRAY, &by, N_("code or article; may be given again"), N_("WHAT") },
    { "bootstrap", 0, 0, G_OPTION_ARG_INT, &n_bootstrap, N_("How many samples of articles for the intervals"), N_("N") },
    { "seed", 0, 0, G_OPTION_ARG_INT, &seed, N_("Of the samples"), N_("N") },
    { "unit", 0, 0, G_OPTION_ARG_STRING, &unit_name, N_("characters, sentences or paragraphs"), N_("UNIT") },
    { "overlap", 0, 0, G_OPTION_ARG_DOUBLE, &overlap, N_("f1-overlap: the least intersection over union"), N_("SHARE") },
    { "precision", 0, 0, G_OPTION_ARG_DOUBLE, &precision, N_("gamma, gamma-cat: how exactly chance is known, as a share"), N_("SHARE") },
    { "metric", 0, 0, G_OPTION_ARG_STRING, &metric, N_("attribute: nominal (usual), ordinal or interval"), N_("NAME") },
    { "sampler", 0, 0, G_OPTION_ARG_STRING, &sampler, N_("gamma, gamma-cat: shuffle (usual) or statistical"), N_("NAME") },
    { "flatten", 0, 0, G_OPTION_ARG_NONE, &flatten, N_("Measure runs of equal sets of codes where codes overlap"), NULL },
    { "include-unfinished", 0, 0, G_OPTION_ARG_NONE, &include_unfinished, N_("Keep articles that not all have finished"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!postil_cli_parse (cli, &postil_cli_agree, POSTIL_CLI_TAKES_JSON | POSTIL_CLI_TAKES_FILTER | POSTIL_CLI_TAKES_MANY,
                         entries, argc, argv) ||
      !parse_unit (&self, unit_name, &unit) || !parse_by (&self, by, &options) || !parse_metric (&self, metric, &options))
    return POSTIL_CLI_FAILED;
  if (flatten && unit != POSTIL_UNIT_CHARACTERS)
    {
      postil_cli_complain (cli, _("--flatten measures stretches of the text, so it goes with --unit characters only."));
      return POSTIL_CLI_FAILED;
    }
  if (overlap <= 0 || overlap > 1 || n_bootstrap < 0)
    {
      postil_cli_complain (cli, _("--overlap takes a share above 0 and up to 1, --bootstrap a number from 0 on."));
      return POSTIL_CLI_FAILED;
    }
  if (sampler != NULL && strcmp (sampler, "shuffle") != 0 && strcmp (sampler, "statistical") != 0)
    {
      postil_cli_complain (cli, _("--sampler takes shuffle or statistical, not “%s”."), sampler);
      return POSTIL_CLI_FAILED;
    }
  if (precision < LEAST_PRECISION || precision > 1)
    {
      postil_cli_complain (cli, _("--precision takes a share from 0.001 to 1; 0.02 is usual, and a smaller one takes longer."));
      return POSTIL_CLI_FAILED;
    }
  self.include_unfinished = include_unfinished;
  options.measures = (const char *const *) measures;
  options.n_bootstrap = (guint) n_bootstrap;
  options.seed = (guint32) seed;
  options.overlap = overlap;
  options.flatten = flatten;
  options.precision = precision;
  options.sampler = g_strcmp0 (sampler, "statistical") == 0 ? POSTIL_SAMPLER_STATISTICAL : POSTIL_SAMPLER_SHUFFLE;
  return read_and_measure (&self, unit, &options);
}

const PostilCliCommand postil_cli_agree = {
  .name = "agree",
  .arguments = N_("FOLDER…"),
  .summary = N_("Measure how far coders agree"),
  .details = N_("The corpus value is that of the articles joined end to end. What is not defined is shown as –,\n"
                "with the reason. Articles that a coder has not begun, or (where coders mark articles as done)\n"
                "not finished, are left out and named.\n"
                "\n"
                "Measures: ualpha, ualpha-binary, cualpha, kualpha, alpha-u, gamma, gamma-cat, kappa, fleiss, alpha, ac1,\n"
                "percent, f1, f1-overlap, border, attribute. Without --measure: all but gamma and gamma-cat, which take longer.\n"
                "\n"
                "Example: postil-cli agree ~/articles --coder maria --coder jonas --by code --bootstrap 1000"),
  .run = run,
};
