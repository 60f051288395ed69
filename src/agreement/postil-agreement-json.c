/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Numbers of agreement for machines, each with its settings. Pure. */

#include "config.h"

#include "agreement/postil-agreement-json.h"

#include "base/postil-json-writer.h"

/* The name of a file may be any bytes. */
static void
append_name (PostilJsonWriter *writer,
             const char       *name)
{
  g_autofree char *valid = g_utf8_make_valid (name, -1);

  postil_json_writer_string (writer, valid);
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
                PostilCoded                *coded,
                const PostilAgreementValue *value,
                const PostilAgreementOptions *options)
{
  static const char *const units[] = { "characters", "sentences", "paragraphs" };
  static const char *const metrics[] = { "nominal", "ordinal", "interval" };
  gboolean is_gamma = value->measure == &postil_measure_gamma || value->measure == &postil_measure_gamma_cat;

  postil_json_writer_key (writer, "settings");
  postil_json_writer_begin_object (writer);
  postil_json_writer_member (writer, "unit", units[postil_coded_get_unit (coded)]);
  postil_json_writer_member (writer, "overlapping_passages", is_gamma ? "kept, by their outer ends" : "merged");
  if (value->measure == &postil_measure_f1_overlap)
    {
      postil_json_writer_key (writer, "overlap");
      postil_json_writer_double (writer, options->overlap);
    }
  if (value->measure == &postil_measure_attribute)
    postil_json_writer_member (writer, "metric", metrics[options->metric]);
  if (is_gamma)
    {
      postil_json_writer_member (writer, "weights", "alpha 1, beta 1, empty 1");
      postil_json_writer_member (writer, "sampler", options->sampler == POSTIL_SAMPLER_STATISTICAL ? "statistical" : "shuffle");
      postil_json_writer_member (writer, "alignment", "exact");
      postil_json_writer_key (writer, "precision");
      postil_json_writer_double (writer, options->precision);
      if (!value->has_interval)
        postil_json_writer_member_uint (writer, "seed", options->seed);
    }
  if (value->measure == &postil_measure_cualpha || value->measure == &postil_measure_kualpha)
    postil_json_writer_member (writer, "pairing", "each pair of coders");
  if (value->measure->is_pairwise && postil_coded_get_n_coders (coded) > 2)
    postil_json_writer_member (writer, "coders", "mean over pairs");
  if (value->measure->has_pairs && postil_coded_get_n_coders (coded) > 2)
    postil_json_writer_member (writer, "coders", "each pair matched, pairs joined by overlap");
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
              PostilCoded                  *coded,
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
      write_settings (writer, coded, value, options);
      postil_json_writer_end_object (writer);
    }
  postil_json_writer_end_array (writer);
}

static void
write_groups (PostilJsonWriter             *writer,
              PostilCoded                  *coded,
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
          append_name (writer, group->article);
        }
      else
        {
          postil_json_writer_key (writer, "coders");
          postil_json_writer_begin_array (writer);
          for (guint c = 0; c < 2; c++)
            postil_json_writer_string (writer, postil_coded_get_coder (coded, group->coders[c]));
          postil_json_writer_end_array (writer);
        }
      write_values (writer, coded, group->values, options);
      postil_json_writer_end_object (writer);
    }
  postil_json_writer_end_array (writer);
}

static void
write_coders (PostilJsonWriter *writer,
              PostilCoded      *coded)
{
  postil_json_writer_key (writer, "coders");
  postil_json_writer_begin_array (writer);
  for (guint i = 0; i < postil_coded_get_n_coders (coded); i++)
    postil_json_writer_string (writer, postil_coded_get_coder (coded, i));
  postil_json_writer_end_array (writer);
}

void
postil_agreement_append_json (PostilAgreement              *self,
                              PostilCoded                  *coded,
                              const PostilAgreementOptions *options,
                              GPtrArray                    *left_out,
                              GString                      *out)
{
  PostilJsonWriter writer;

  g_return_if_fail (self != NULL && coded != NULL);
  g_return_if_fail (options != NULL && left_out != NULL && out != NULL);

  postil_json_writer_init (&writer, out, FALSE);
  postil_json_writer_begin_object (&writer);
  write_coders (&writer, coded);
  postil_json_writer_member_uint (&writer, "articles", postil_coded_get_n_articles (coded));
  postil_json_writer_key (&writer, "left_out");
  postil_json_writer_begin_array (&writer);
  for (guint i = 0; i < left_out->len; i++)
    append_name (&writer, left_out->pdata[i]);
  postil_json_writer_end_array (&writer);
  write_values (&writer, coded, self->values, options);
  write_groups (&writer, coded, "by_code", self->by_code, options);
  write_groups (&writer, coded, "by_article", self->by_article, options);
  if (self->by_pair->len > 0)
    write_groups (&writer, coded, "by_pair", self->by_pair, options);
  postil_json_writer_end_object (&writer);
  g_string_append_c (out, '\n');
}
