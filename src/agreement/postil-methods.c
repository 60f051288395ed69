/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Numbers of agreement in words: what misleads, and what a methods section says. Pure. */

#include "config.h"

#include "agreement/postil-methods.h"

#include <glib/gi18n-lib.h>

#define FEW_UNITS 30
#define HIGH_BASE_RATE 0.85

static const PostilAgreementValue *
get_value (GArray *values,
           guint   index)
{
  return &g_array_index (values, PostilAgreementValue, index);
}

/* How often two coders would say the same by chance; -1 where it was not measured. */
static double
find_base_rate (GArray *values)
{
  for (guint i = 0; i < values->len; i++)
    if (get_value (values, i)->measure == &postil_measure_percent && get_value (values, i)->value.is_defined)
      return get_value (values, i)->value.second;
  return -1;
}

static gboolean
is_corrected (const PostilMeasure *measure)
{
  return measure == &postil_measure_kappa || measure == &postil_measure_fleiss || measure == &postil_measure_alpha;
}

static gboolean
counts_passages (const PostilMeasure *measure)
{
  return measure == &postil_measure_f1 || measure == &postil_measure_f1_overlap || measure == &postil_measure_border
         || measure == &postil_measure_attribute || measure == &postil_measure_gamma
         || measure == &postil_measure_gamma_cat;
}

const char *
postil_methods_get_warning (GArray *values,
                            guint   index)
{
  const PostilAgreementValue *value = NULL;
  double base_rate = 0;

  g_return_val_if_fail (values != NULL && index < values->len, NULL);

  value = get_value (values, index);
  base_rate = find_base_rate (values);
  if (!value->value.is_defined)
    return NULL;
  if (value->measure == &postil_measure_percent && value->value.second >= HIGH_BASE_RATE)
    return _("Chance alone would agree nearly as often, since most of the text bears the same codes, or none. Report it with a measure that is corrected for chance.");
  if (is_corrected (value->measure) && base_rate >= HIGH_BASE_RATE)
    return _("What is marked is rare (or nearly everything is): such a value falls low even where nearly all agrees, and a few characters change it much. See AC1 and the passages beside it.");
  if (counts_passages (value->measure) && value->value.n < FEW_UNITS)
    return _("Few passages: one more or less would change the value much.");
  if (value->measure == &postil_measure_border)
    return _("Of passages that both found, only; those that one missed do not count.");
  return NULL;
}

static void
append_names (GString     *out,
              PostilCoded *coded)
{
  for (guint i = 0; i < postil_coded_get_n_coders (coded); i++)
    {
      if (i > 0)
        g_string_append (out, ", ");
      g_string_append (out, postil_coded_get_coder (coded, i));
    }
}

static char *
dup_name (const PostilAgreementValue *value)
{
  /* Translators: a measure, and of which attribute. */
  return value->attribute != NULL ? g_strdup_printf (_("%s (%s)"), _(value->measure->title), value->attribute)
                                  : g_strdup (_(value->measure->title));
}

static void
append_value (GString                    *out,
              const PostilAgreementValue *value)
{
  g_autofree char *name = dup_name (value);

  g_string_append_c (out, ' ');
  if (!value->value.is_defined)
    /* Translators: a measure, and why it has no value. */
    g_string_append_printf (out, _("%s is not defined here: %s."), name, _(value->value.reason));
  else if (value->has_interval)
    g_string_append_printf (out, _("%s was %.3f (95 %% interval %.3f to %.3f)."), name, value->value.value, value->low, value->high);
  else
    g_string_append_printf (out, _("%s was %.3f."), name, value->value.value);
}

static void
append_settings (GString                      *out,
                 PostilCoded                  *coded,
                 const PostilAgreementOptions *options)
{
  static const char *const units[] = { N_("characters"), N_("sentences"), N_("paragraphs") };

  g_string_append_c (out, ' ');
  g_string_append_printf (out, _("Units were %s; passages of one coder and code that overlap were merged, and articles were joined end to end with a border between them."),
                          _(units[postil_coded_get_unit (coded)]));
  g_string_append_c (out, ' ');
  g_string_append_printf (out, _("Passages counted as overlapping from an intersection over union of %.2f on."), options->overlap);
  if (options->n_bootstrap > 0)
    {
      g_string_append_c (out, ' ');
      g_string_append_printf (out, _("Intervals are percentiles of a bootstrap over articles (%u samples, seed %u)."),
                              options->n_bootstrap, options->seed);
    }
}

static void
append_sources (GString         *out,
                PostilAgreement *agreement)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  g_string_append (out, "\n\n");
  for (guint i = 0; i < agreement->values->len; i++)
    {
      const char *citation = get_value (agreement->values, i)->measure->citation;

      if (*citation == '\0' || !g_hash_table_add (seen, (gpointer) citation))
        continue;
      g_string_append (out, citation);
      g_string_append_c (out, '\n');
    }
}

char *
postil_methods_dup (PostilAgreement              *agreement,
                    PostilCoded                  *coded,
                    const PostilAgreementOptions *options,
                    const char                   *version)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GString) names = g_string_new (NULL);
  guint n_articles = 0;

  g_return_val_if_fail (agreement != NULL && coded != NULL, NULL);
  g_return_val_if_fail (options != NULL && version != NULL, NULL);

  append_names (names, coded);
  n_articles = postil_coded_get_n_articles (coded);
  g_string_append_printf (out, g_dngettext (GETTEXT_PACKAGE,
                                            "Agreement of the coders %s was measured on %u article with Postil %s.",
                                            "Agreement of the coders %s was measured on %u articles with Postil %s.", n_articles),
                          names->str, n_articles, version);
  for (guint i = 0; i < agreement->values->len; i++)
    append_value (out, get_value (agreement->values, i));
  append_settings (out, coded, options);
  append_sources (out, agreement);
  return g_string_free (g_steal_pointer (&out), FALSE);
}
