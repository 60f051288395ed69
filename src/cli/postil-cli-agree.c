/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* `postil-cli agree`: how far the chosen coders agree. Articles are read one by one and kept
 * as the few numbers that the measures need. Main thread. */

#include "config.h"

#include "cli/postil-cli.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "agreement/postil-agreement.h"

#define DEFAULT_OVERLAP 0.5
#define DEFAULT_PRECISION 0.02
#define LEAST_PRECISION 0.001
#define DEFAULT_SEED 1

typedef struct
{
  PostilCli    *cli;
  PostilReport *problems;
  PostilCoded  *coded;
  GPtrArray    *attributes;    /* of char *, NULL-terminated at the end */
  GPtrArray    *waiting;       /* of Waiting: articles whose coders may not have finished */
  GPtrArray    *left_out;      /* of char * */
  gboolean      include_unfinished;
  gboolean      marks_done;    /* whether anybody marks articles as done at all */
  guint         n_articles;
} Agree;

/* An article as it was read, until it is known whether "done" means anything here. */
typedef struct
{
  char       *path;
  PostilText *text;
  GPtrArray  *layers;
  gboolean    is_finished;
} Waiting;

static void
waiting_free (gpointer data)
{
  Waiting *self = data;

  g_free (self->path);
  postil_text_unref (self->text);
  g_ptr_array_unref (self->layers);
  g_free (self);
}

static void
note_attributes (Agree       *self,
                 PostilLayer *layer)
{
  for (guint i = 0; i < postil_layer_get_n_annotations (layer); i++)
    {
      guint n;
      const PostilAttribute *attributes = postil_annotation_get_attributes (postil_layer_get_annotation (layer, i), &n);

      for (guint a = 0; a < n; a++)
        if (!g_ptr_array_find_with_equal_func (self->attributes, attributes[a].name, g_str_equal, NULL))
          g_ptr_array_add (self->attributes, g_strdup (attributes[a].name));
    }
}

static PostilLayer *
find_layer (PostilSetArticle *set,
            const char       *coder)
{
  for (guint i = 0; i < set->layers->len; i++)
    if (g_strcmp0 (postil_layer_get_info (set->layers->pdata[i])->coder, coder) == 0)
      return set->layers->pdata[i];
  return NULL;
}

/* Numbers from two texts would mean nothing. */
static gboolean
have_same_text (Agree            *self,
                PostilSetArticle *set)
{
  for (guint i = 0; self->cli->coders[i] != NULL; i++)
    {
      PostilLayer *layer = find_layer (set, self->cli->coders[i]);
      const char *sha256 = layer != NULL ? postil_layer_get_info (layer)->sha256 : NULL;

      if (sha256 == NULL || strcmp (sha256, postil_text_get_sha256 (set->text)) == 0)
        continue;
      postil_report_add (self->problems, set->path, 0, "text-changed", NULL,
                         _("%s marked another text of this article, so it was left out. Run reanchor first."),
                         self->cli->coders[i]);
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_article (PostilCliArticle *article,
              gpointer          user_data)
{
  Agree *self = user_data;
  g_autoptr (PostilSetArticle) set = postil_cli_take_set (self->cli, article, self->problems);
  Waiting *waiting;
  guint n_layers = 0, n_done = 0;

  if (set->text == NULL || set->layers->len == 0)
    return TRUE;
  if (!have_same_text (self, set))
    {
      g_ptr_array_add (self->left_out, g_strdup (set->path));
      return TRUE;
    }

  waiting = g_new0 (Waiting, 1);
  waiting->path = g_strdup (set->path);
  waiting->text = postil_text_ref (set->text);
  waiting->layers = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_layer_unref);
  for (guint i = 0; self->cli->coders[i] != NULL; i++)
    {
      PostilLayer *layer = find_layer (set, self->cli->coders[i]);

      if (layer == NULL)
        {
          PostilLayerInfo info = { .coder = self->cli->coders[i], .article = set->path };

          g_ptr_array_add (waiting->layers, postil_layer_new (&info));
          continue;
        }
      n_layers++;
      n_done += g_strcmp0 (postil_layer_get_info (layer)->status, "done") == 0;
      note_attributes (self, layer);
      g_ptr_array_add (waiting->layers, postil_layer_ref (layer));
    }
  self->marks_done |= n_done > 0;
  waiting->is_finished = n_done == waiting->layers->len;
  /* Who has no layer has not begun. */
  if (n_layers < waiting->layers->len && !self->include_unfinished)
    {
      g_ptr_array_add (self->left_out, g_strdup (set->path));
      waiting_free (waiting);
      return TRUE;
    }
  g_ptr_array_add (self->waiting, waiting);
  return TRUE;
}

/* Where nobody marks articles as done the mark says nothing, and all that were begun count. */
static void
take_waiting (Agree *self)
{
  for (guint i = 0; i < self->waiting->len; i++)
    {
      Waiting *waiting = self->waiting->pdata[i];

      if (self->marks_done && !waiting->is_finished && !self->include_unfinished)
        {
          g_ptr_array_add (self->left_out, g_strdup (waiting->path));
          continue;
        }
      postil_coded_add_article (self->coded, waiting->path, waiting->text,
                                (PostilLayer *const *) waiting->layers->pdata);
      self->n_articles++;
    }
  g_ptr_array_set_size (self->waiting, 0);
}

static void
write_number (PostilJsonWriter *writer,
              const char       *key,
              gboolean          is_defined,
              double            value)
{
  postil_json_writer_key (writer, key);
  if (is_defined)
    postil_json_writer_double (writer, value);
  else
    postil_json_writer_null (writer);
}

static void
write_settings (PostilJsonWriter           *writer,
                Agree                      *self,
                const PostilAgreementValue *value,
                const PostilAgreementOptions *options)
{
  static const char *const units[] = { "characters", "sentences", "paragraphs" };
  gboolean is_gamma = value->measure == &postil_measure_gamma || value->measure == &postil_measure_gamma_cat;

  postil_json_writer_key (writer, "settings");
  postil_json_writer_begin_object (writer);
  postil_json_writer_member (writer, "unit", units[postil_coded_get_unit (self->coded)]);
  postil_json_writer_member (writer, "overlapping_passages", is_gamma ? "kept, by their outer ends" : "merged");
  if (value->measure == &postil_measure_f1_overlap)
    {
      postil_json_writer_key (writer, "overlap");
      postil_json_writer_double (writer, options->overlap);
    }
  if (is_gamma)
    {
      postil_json_writer_member (writer, "weights", "alpha 1, beta 1, empty 1");
      postil_json_writer_member (writer, "sampler", "shuffle");
      postil_json_writer_member (writer, "alignment", "exact");
      postil_json_writer_key (writer, "precision");
      postil_json_writer_double (writer, options->precision);
      if (!value->has_interval)
        postil_json_writer_member_uint (writer, "seed", options->seed);
    }
  if (value->measure == &postil_measure_cualpha || value->measure == &postil_measure_kualpha)
    postil_json_writer_member (writer, "pairing", "each pair of coders");
  if (value->measure->is_pairwise && postil_coded_get_n_coders (self->coded) > 2)
    postil_json_writer_member (writer, "coders", "mean over pairs");
  if (options->flatten)
    postil_json_writer_member (writer, "overlapping_codes", "runs of equal sets of codes");
  if (value->has_interval)
    {
      postil_json_writer_member_uint (writer, "bootstrap", options->n_bootstrap);
      postil_json_writer_member_uint (writer, "seed", options->seed);
    }
  postil_json_writer_end_object (writer);
}

static void
write_values (PostilJsonWriter             *writer,
              Agree                        *self,
              GArray                       *values,
              const PostilAgreementOptions *options)
{
  postil_json_writer_key (writer, "measures");
  postil_json_writer_begin_array (writer);
  for (guint i = 0; i < values->len; i++)
    {
      const PostilAgreementValue *value = &g_array_index (values, PostilAgreementValue, i);

      postil_json_writer_begin_object (writer);
      postil_json_writer_member (writer, "name", value->measure->name);
      postil_json_writer_member_optional (writer, "attribute", value->attribute);
      write_number (writer, "value", value->value.is_defined, value->value.value);
      if (!value->value.is_defined)
        postil_json_writer_member (writer, "reason", value->value.reason);
      write_number (writer, "low", value->has_interval, value->low);
      write_number (writer, "high", value->has_interval, value->high);
      write_number (writer, "n", TRUE, value->value.n);
      if (value->value.coverage >= 0)
        write_number (writer, "coverage", TRUE, value->value.coverage);
      if (value->value.is_defined && value->value.second >= 0)
        write_number (writer, value->measure == &postil_measure_border ? "mean_distance" : "base_rate",
                      TRUE, value->value.second);
      write_settings (writer, self, value, options);
      postil_json_writer_end_object (writer);
    }
  postil_json_writer_end_array (writer);
}

static void
write_groups (PostilJsonWriter             *writer,
              Agree                        *self,
              const char                   *key,
              GPtrArray                    *groups,
              const PostilAgreementOptions *options)
{
  postil_json_writer_key (writer, key);
  postil_json_writer_begin_array (writer);
  for (guint i = 0; i < groups->len; i++)
    {
      const PostilAgreementGroup *group = groups->pdata[i];

      postil_json_writer_begin_object (writer);
      if (group->code != NULL)
        postil_json_writer_member (writer, "code", group->code);
      else if (group->article != NULL)
        {
          postil_json_writer_key (writer, "article");
          postil_cli_append_name (writer, group->article);
        }
      else
        {
          postil_json_writer_key (writer, "coders");
          postil_json_writer_begin_array (writer);
          for (guint c = 0; c < 2; c++)
            postil_json_writer_string (writer, postil_coded_get_coder (self->coded, group->coders[c]));
          postil_json_writer_end_array (writer);
        }
      write_values (writer, self, group->values, options);
      postil_json_writer_end_object (writer);
    }
  postil_json_writer_end_array (writer);
}

static void
print_json (Agree                        *self,
            PostilAgreement              *agreement,
            const PostilAgreementOptions *options)
{
  g_autoptr (GString) out = g_string_new (NULL);
  PostilJsonWriter writer;

  postil_json_writer_init (&writer, out, FALSE);
  postil_json_writer_begin_object (&writer);
  postil_json_writer_key (&writer, "coders");
  postil_json_writer_begin_array (&writer);
  for (guint i = 0; self->cli->coders[i] != NULL; i++)
    postil_json_writer_string (&writer, self->cli->coders[i]);
  postil_json_writer_end_array (&writer);
  postil_json_writer_member_uint (&writer, "articles", self->n_articles);
  postil_json_writer_key (&writer, "left_out");
  postil_json_writer_begin_array (&writer);
  for (guint i = 0; i < self->left_out->len; i++)
    postil_cli_append_name (&writer, self->left_out->pdata[i]);
  postil_json_writer_end_array (&writer);
  write_values (&writer, self, agreement->values, options);
  write_groups (&writer, self, "by_code", agreement->by_code, options);
  write_groups (&writer, self, "by_article", agreement->by_article, options);
  if (agreement->by_pair->len > 0)
    write_groups (&writer, self, "by_pair", agreement->by_pair, options);
  postil_json_writer_end_object (&writer);
  g_string_append_c (out, '\n');
  postil_cli_write_string (self->cli, out);
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

  g_string_append_printf (out, g_dngettext (GETTEXT_PACKAGE, "%u article\n", "%u articles\n", self->n_articles),
                          self->n_articles);
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
      g_autofree char *title = g_strdup_printf ("%s – %s", postil_coded_get_coder (self->coded, group->coders[0]),
                                                postil_coded_get_coder (self->coded, group->coders[1]));

      append_values (out, title, group->values);
    }
  if (self->left_out->len > 0)
    {
      g_string_append (out, _("\nLeft out, because not all of these coders have finished them:\n"));
      for (guint i = 0; i < self->left_out->len; i++)
        {
          g_string_append (out, "  ");
          postil_cli_append_safe (out, self->left_out->pdata[i]);
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

  take_waiting (self);
  postil_cli_end_progress (self->cli);
  g_ptr_array_add (self->attributes, NULL);
  options->attributes = (const char *const *) self->attributes->pdata;
  agreement = postil_agreement_compute (self->coded, options, NULL, &error);
  if (agreement == NULL)
    {
      postil_cli_complain (self->cli, "%s", error->message);
      return POSTIL_CLI_FAILED;
    }
  if (self->cli->json)
    print_json (self, agreement, options);
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
  int code = POSTIL_CLI_FAILED;

  if (self->cli->coders == NULL || g_strv_length (self->cli->coders) < 2)
    {
      postil_cli_complain (self->cli, _("Agreement needs two coders or more: --coder NAME --coder NAME."));
      return POSTIL_CLI_FAILED;
    }
  self->coded = postil_coded_new ((const char *const *) self->cli->coders, unit);
  if (self->cli->codes != NULL)
    postil_coded_limit_codes (self->coded, (const char *const *) self->cli->codes);
  if (postil_cli_foreach (self->cli, POSTIL_READ_TEXT | POSTIL_READ_LAYERS, self->problems, read_article, self))
    code = measure (self, options);
  postil_coded_free (self->coded);
  return code;
}

static int
run (PostilCli *cli,
     int        argc,
     char     **argv)
{
  g_autoptr (PostilReport) problems = postil_report_new ();
  g_autoptr (GPtrArray) attributes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) waiting = g_ptr_array_new_with_free_func (waiting_free);
  g_autoptr (GPtrArray) left_out = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) measures = NULL;
  g_auto (GStrv) by = NULL;
  g_autofree char *unit_name = NULL;
  gboolean include_unfinished = FALSE, flatten = FALSE;
  int n_bootstrap = 0, seed = DEFAULT_SEED;
  double overlap = DEFAULT_OVERLAP, precision = DEFAULT_PRECISION;
  PostilUnit unit;
  Agree self = { .cli = cli, .problems = problems, .attributes = attributes, .waiting = waiting, .left_out = left_out };
  PostilAgreementOptions options = { 0 };
  const GOptionEntry entries[] = {
    { "measure", 0, 0, G_OPTION_ARG_STRING_ARRAY, &measures, N_("A measure’s name; may be given again"), N_("NAME") },
    { "by", 0, 0, G_OPTION_ARG_STRING_ARRAY, &by, N_("code or article; may be given again"), N_("WHAT") },
    { "bootstrap", 0, 0, G_OPTION_ARG_INT, &n_bootstrap, N_("How many samples of articles for the intervals"), N_("N") },
    { "seed", 0, 0, G_OPTION_ARG_INT, &seed, N_("Of the samples"), N_("N") },
    { "unit", 0, 0, G_OPTION_ARG_STRING, &unit_name, N_("characters, sentences or paragraphs"), N_("UNIT") },
    { "overlap", 0, 0, G_OPTION_ARG_DOUBLE, &overlap, N_("f1-overlap: the least intersection over union"), N_("SHARE") },
    { "precision", 0, 0, G_OPTION_ARG_DOUBLE, &precision, N_("gamma, gamma-cat: how exactly chance is known, as a share"), N_("SHARE") },
    { "flatten", 0, 0, G_OPTION_ARG_NONE, &flatten, N_("Measure runs of equal sets of codes where codes overlap"), NULL },
    { "include-unfinished", 0, 0, G_OPTION_ARG_NONE, &include_unfinished, N_("Keep articles that not all have finished"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!postil_cli_parse (cli, &postil_cli_agree, POSTIL_CLI_TAKES_JSON | POSTIL_CLI_TAKES_FILTER | POSTIL_CLI_TAKES_MANY,
                         entries, argc, argv) ||
      !parse_unit (&self, unit_name, &unit) || !parse_by (&self, by, &options))
    return POSTIL_CLI_FAILED;
  if (overlap <= 0 || overlap > 1 || n_bootstrap < 0)
    {
      postil_cli_complain (cli, _("--overlap takes a share above 0 and up to 1, --bootstrap a number from 0 on."));
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
