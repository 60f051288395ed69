/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* `postil-cli compare`: each coder against a key: precision, recall and F1, of identical and
 * of overlapping passages, and partial credit: the matched passages' intersection over union,
 * as a share of what both marked (an F1 in which a pair counts as far as it overlaps). Main
 * thread. */

#include "config.h"

#include "cli/postil-cli.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "agreement/postil-score.h"

/* Sums over articles, for one coder and one code (or all). */
typedef struct
{
  double n_key;
  double n_coder;
  double n_exact;
  double n_overlap;
  double total_iou;
} Score;

typedef struct
{
  PostilCli    *cli;
  PostilReport *problems;
  const char   *key;
  double        overlap;
  GHashTable   *coders;  /* name → GHashTable of code ("" for all) → Score */
} Compare;

static Score *
ensure_score (Compare    *self,
              const char *coder,
              const char *code)
{
  GHashTable *codes = g_hash_table_lookup (self->coders, coder);
  Score *score;

  if (codes == NULL)
    {
      codes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      g_hash_table_insert (self->coders, g_strdup (coder), codes);
    }
  score = g_hash_table_lookup (codes, code);
  if (score == NULL)
    {
      score = g_new0 (Score, 1);
      g_hash_table_insert (codes, g_strdup (code), score);
    }
  return score;
}

static void
add_score (Compare     *self,
           const char  *coder,
           const char  *code,
           PostilLayer *key,
           PostilLayer *layer)
{
  Score *sum = ensure_score (self, coder, code != NULL ? code : "");
  g_autoptr (PostilScore) score = postil_score_new (key, layer, code, self->overlap);

  sum->n_key += score->n_key;
  sum->n_coder += score->n_passages;
  sum->n_exact += score->n_exact;
  sum->n_overlap += score->n_overlap;
  sum->total_iou += score->total_iou;
}

static void
add_codes (GHashTable  *codes,
           PostilLayer *layer)
{
  for (guint i = 0; i < postil_layer_get_n_annotations (layer); i++)
    {
      PostilAnnotation *annotation = postil_layer_get_annotation (layer, i);

      if (postil_annotation_get_anchor (annotation) != POSTIL_ANCHOR_ORPHAN)
        g_hash_table_add (codes, (gpointer) postil_annotation_get_code (annotation));
    }
}

static void
compare_coder (Compare     *self,
               const char  *coder,
               PostilLayer *key,
               PostilLayer *layer)
{
  g_autoptr (GHashTable) codes = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer code;

  add_codes (codes, key);
  add_codes (codes, layer);
  add_score (self, coder, NULL, key, layer);
  g_hash_table_iter_init (&iter, codes);
  while (g_hash_table_iter_next (&iter, &code, NULL))
    add_score (self, coder, code, key, layer);
}

static gboolean
is_wanted (Compare    *self,
           const char *coder)
{
  if (strcmp (coder, self->key) == 0)
    return FALSE;
  return self->cli->coders == NULL || g_strv_contains ((const char *const *) self->cli->coders, coder);
}

static gboolean
compare_article (PostilCliArticle *article,
                 gpointer          user_data)
{
  Compare *self = user_data;
  char **coders = self->cli->coders;
  g_autoptr (PostilSetArticle) set = NULL;
  PostilLayer *key_layer = NULL;

  /* The key is read whichever coders are asked for. */
  self->cli->coders = NULL;
  set = postil_cli_take_set (self->cli, article, self->problems);
  self->cli->coders = coders;
  for (guint i = 0; i < set->layers->len; i++)
    if (strcmp (postil_layer_get_info (set->layers->pdata[i])->coder, self->key) == 0)
      key_layer = set->layers->pdata[i];
  if (key_layer == NULL)
    return TRUE;

  for (guint i = 0; i < set->layers->len; i++)
    {
      const PostilLayerInfo *info = postil_layer_get_info (set->layers->pdata[i]);

      if (!is_wanted (self, info->coder))
        continue;
      if (g_strcmp0 (info->sha256, postil_layer_get_info (key_layer)->sha256) != 0)
        {
          postil_report_add (self->problems, set->path, 0, "text-changed", NULL,
                             _("%s marked another text than the key, so it was left out. Run reanchor first."),
                             info->coder);
          continue;
        }
      compare_coder (self, info->coder, key_layer, set->layers->pdata[i]);
    }
  return TRUE;
}

static void
write_share (PostilJsonWriter *writer,
             const char       *key,
             double            part,
             double            whole)
{
  postil_json_writer_key (writer, key);
  if (whole > 0)
    postil_json_writer_double (writer, part / whole);
  else
    postil_json_writer_null (writer);
}

static void
write_matches (PostilJsonWriter *writer,
               const char       *key,
               const Score      *score,
               double            n_matched)
{
  postil_json_writer_key (writer, key);
  postil_json_writer_begin_object (writer);
  write_share (writer, "precision", n_matched, score->n_coder);
  write_share (writer, "recall", n_matched, score->n_key);
  write_share (writer, "f1", 2 * n_matched, score->n_key + score->n_coder);
  postil_json_writer_end_object (writer);
}

static void
write_score (PostilJsonWriter *writer,
             const Score      *score)
{
  write_matches (writer, "exact", score, score->n_exact);
  write_matches (writer, "overlap", score, score->n_overlap);
  write_share (writer, "partial_credit", 2 * score->total_iou, score->n_key + score->n_coder);
  postil_json_writer_member_uint (writer, "n_key", (guint64) score->n_key);
  postil_json_writer_member_uint (writer, "n_coder", (guint64) score->n_coder);
}

static GList *
sorted_keys (GHashTable *table)
{
  return g_list_sort (g_hash_table_get_keys (table), (GCompareFunc) strcmp);
}

static void
print_json (Compare *self)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GList) coders = sorted_keys (self->coders);
  PostilJsonWriter writer;

  postil_json_writer_init (&writer, out, FALSE);
  postil_json_writer_begin_object (&writer);
  postil_json_writer_member (&writer, "key", self->key);
  postil_json_writer_key (&writer, "coders");
  postil_json_writer_begin_array (&writer);
  for (GList *l = coders; l != NULL; l = l->next)
    {
      GHashTable *scores = g_hash_table_lookup (self->coders, l->data);
      g_autoptr (GList) codes = sorted_keys (scores);

      postil_json_writer_begin_object (&writer);
      postil_json_writer_member (&writer, "coder", l->data);
      write_score (&writer, g_hash_table_lookup (scores, ""));
      postil_json_writer_key (&writer, "by_code");
      postil_json_writer_begin_array (&writer);
      for (GList *c = codes; c != NULL; c = c->next)
        if (*(const char *) c->data != '\0')
          {
            postil_json_writer_begin_object (&writer);
            postil_json_writer_member (&writer, "code", c->data);
            write_score (&writer, g_hash_table_lookup (scores, c->data));
            postil_json_writer_end_object (&writer);
          }
      postil_json_writer_end_array (&writer);
      postil_json_writer_end_object (&writer);
    }
  postil_json_writer_end_array (&writer);
  postil_json_writer_end_object (&writer);
  g_string_append_c (out, '\n');
  postil_cli_write_string (self->cli, out);
}

static void
append_share (GString *out,
              double   part,
              double   whole)
{
  if (whole > 0)
    g_string_append_printf (out, " %9.3f", part / whole);
  else
    g_string_append (out, "         –");
}

static void
print_table (Compare *self)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GList) coders = sorted_keys (self->coders);

  g_string_append_printf (out, "%-24s %9s %9s %9s %9s %9s\n", _("coder"), _("precision"), _("recall"),
                          _("F1"), _("overlap"), _("partial"));
  for (GList *l = coders; l != NULL; l = l->next)
    {
      const Score *score = g_hash_table_lookup (g_hash_table_lookup (self->coders, l->data), "");
      glong n = g_utf8_strlen (l->data, -1);

      postil_cli_append_safe (out, l->data);
      for (; n < 24; n++)
        g_string_append_c (out, ' ');
      append_share (out, score->n_exact, score->n_coder);
      append_share (out, score->n_exact, score->n_key);
      append_share (out, 2 * score->n_exact, score->n_key + score->n_coder);
      append_share (out, 2 * score->n_overlap, score->n_key + score->n_coder);
      append_share (out, 2 * score->total_iou, score->n_key + score->n_coder);
      g_string_append_c (out, '\n');
    }
  postil_cli_write_string (self->cli, out);
}

static int
compare_all (Compare *self)
{
  if (self->key == NULL)
    {
      postil_cli_complain (self->cli, _("Name the coder whose layer is the key: --key CODER."));
      return POSTIL_CLI_FAILED;
    }
  if (!postil_cli_foreach (self->cli, POSTIL_READ_TEXT | POSTIL_READ_LAYERS, self->problems, compare_article, self))
    return POSTIL_CLI_FAILED;
  postil_cli_end_progress (self->cli);
  if (g_hash_table_size (self->coders) == 0)
    postil_report_add (self->problems, NULL, 0, "no-article", NULL,
                       _("No article was marked by “%s” and by another coder."), self->key);
  if (self->cli->json)
    print_json (self);
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
  g_autoptr (GHashTable) coders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                                         (GDestroyNotify) g_hash_table_unref);
  g_autofree char *key = NULL;
  Compare self = { .cli = cli, .problems = problems, .overlap = POSTIL_SCORE_OVERLAP, .coders = coders };
  const GOptionEntry entries[] = {
    { "key", 0, 0, G_OPTION_ARG_STRING, &key, N_("The coder to compare with"), N_("CODER") },
    { "overlap", 0, 0, G_OPTION_ARG_DOUBLE, &self.overlap, N_("The least intersection over union of a match"), N_("SHARE") },
    G_OPTION_ENTRY_NULL
  };

  if (!postil_cli_parse (cli, &postil_cli_compare, POSTIL_CLI_TAKES_JSON | POSTIL_CLI_TAKES_FILTER | POSTIL_CLI_TAKES_MANY,
                         entries, argc, argv))
    return POSTIL_CLI_FAILED;
  self.key = key;
  return compare_all (&self);
}

const PostilCliCommand postil_cli_compare = {
  .name = "compare",
  .arguments = N_("FOLDER…"),
  .summary = N_("Compare coders with a key"),
  .details = N_("Precision, recall and F1 of passages with the same code: identical ones, and those whose\n"
                "intersection over union is at least --overlap (0.5). Partial credit counts each matched\n"
                "passage as far as it overlaps.\n"
                "\n"
                "Example: postil-cli compare ~/class --key teacher"),
  .run = run,
};
