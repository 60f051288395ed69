/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The table of measures. */

#include "config.h"

#include "agreement/postil-measure.h"

static const PostilMeasure *const measures[] = {
  &postil_measure_ualpha,
  &postil_measure_ualpha_binary,
  &postil_measure_cualpha,
  &postil_measure_kualpha,
  &postil_measure_alpha_u,
  &postil_measure_gamma,
  &postil_measure_gamma_cat,
  &postil_measure_kappa,
  &postil_measure_fleiss,
  &postil_measure_alpha,
  &postil_measure_ac1,
  &postil_measure_percent,
  &postil_measure_f1,
  &postil_measure_f1_overlap,
  &postil_measure_border,
  &postil_measure_attribute,
};

const PostilMeasure *const *
postil_measure_list (guint *n_measures)
{
  g_return_val_if_fail (n_measures != NULL, NULL);

  *n_measures = G_N_ELEMENTS (measures);
  return measures;
}

const PostilMeasure *
postil_measure_lookup (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (measures); i++)
    if (g_str_equal (measures[i]->name, name))
      return measures[i];
  return NULL;
}
