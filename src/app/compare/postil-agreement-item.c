/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Numbers of agreement as a person reads them. What is borrowed from the result goes before
 * the result does. Main thread. */

#include "config.h"

#include "app/compare/postil-agreement-item.h"

#include <glib/gi18n-lib.h>

struct _PostilAgreementItem
{
  GObject               parent_instance;

  PostilAgreementNumber number;
  char                 *of;
};

G_DEFINE_FINAL_TYPE (PostilAgreementItem, postil_agreement_item, G_TYPE_OBJECT)

static void
postil_agreement_item_finalize (GObject *object)
{
  g_free (POSTIL_AGREEMENT_ITEM (object)->of);

  G_OBJECT_CLASS (postil_agreement_item_parent_class)->finalize (object);
}

static void
postil_agreement_item_class_init (PostilAgreementItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = postil_agreement_item_finalize;
}

static void
postil_agreement_item_init (PostilAgreementItem *self)
{
}

PostilAgreementItem *
postil_agreement_item_new (const PostilAgreementNumber *number)
{
  PostilAgreementItem *self = NULL;

  g_return_val_if_fail (number != NULL && number->value != NULL, NULL);

  self = g_object_new (POSTIL_TYPE_AGREEMENT_ITEM, NULL);
  self->number = *number;
  self->of = g_strdup (number->of);
  self->number.of = self->of;
  return self;
}

const PostilAgreementNumber *
postil_agreement_item_get_number (PostilAgreementItem *self)
{
  g_return_val_if_fail (POSTIL_IS_AGREEMENT_ITEM (self), NULL);

  return &self->number;
}

char *
postil_agreement_item_dup_title (PostilAgreementItem *self)
{
  const PostilAgreementValue *value = NULL;
  const char *title = NULL;

  g_return_val_if_fail (POSTIL_IS_AGREEMENT_ITEM (self), NULL);

  value = self->number.value;
  title = _(value->measure->title);
  if (self->of != NULL)
    /* Translators: a code, article or two coders, and a measure. */
    return g_strdup_printf (_("%s: %s"), self->of, title);
  if (value->attribute != NULL)
    return g_strdup_printf (_("%s (%s)"), title, value->attribute);
  return g_strdup (title);
}

char *
postil_agreement_item_dup_value (PostilAgreementItem *self)
{
  g_return_val_if_fail (POSTIL_IS_AGREEMENT_ITEM (self), NULL);

  return self->number.value->value.is_defined ? g_strdup_printf ("%.2f", self->number.value->value.value) : g_strdup ("–");
}

char *
postil_agreement_item_dup_detail (PostilAgreementItem *self)
{
  const PostilAgreementValue *value = NULL;

  g_return_val_if_fail (POSTIL_IS_AGREEMENT_ITEM (self), NULL);

  value = self->number.value;
  if (!value->value.is_defined)
    return g_strdup (_(value->value.reason));
  if (value->has_interval)
    return g_strdup_printf (_("%.2f to %.2f"), value->low, value->high);
  return NULL;
}

char *
postil_agreement_item_dup_question (PostilAgreementItem *self)
{
  const PostilAgreementValue *value = NULL;
  const char *question = NULL;
  g_autofree char *more = NULL;

  g_return_val_if_fail (POSTIL_IS_AGREEMENT_ITEM (self), NULL);

  value = self->number.value;
  question = self->of == NULL ? _(value->measure->question) : NULL;
  if (!value->value.is_defined)
    return g_strdup (question);
  if (value->measure == &postil_measure_percent && value->value.second >= 0)
    more = g_strdup_printf (_("%.0f %% of it is marked."), 100 * value->value.second);
  else if (value->measure == &postil_measure_border && value->value.second >= 0)
    more = g_strdup_printf (_("They are %.1f characters apart."), value->value.second);
  else if (value->measure == &postil_measure_attribute)
    more = g_strdup_printf (_("Known of %.0f %% of the passages."), 100 * value->value.coverage);
  else if (value->value.coverage >= 0)
    more = g_strdup_printf (self->of == NULL ? _("They did for %.0f %% of the text.") : _("Both marked %.0f %% of its text."), 100 * value->value.coverage);
  if (question == NULL || more == NULL)
    return g_strdup (question != NULL ? question : more);
  return g_strdup_printf ("%s %s", question, more);
}

/* What makes a measure less than 1. */
static gboolean
is_counted (const PostilMeasure *measure,
            PostilDifference     kind)
{
  if (measure == &postil_measure_attribute)
    return kind == POSTIL_DIFFERENCE_ATTRIBUTES;
  if (measure == &postil_measure_border)
    return kind == POSTIL_DIFFERENCE_BORDERS;
  if (measure == &postil_measure_cualpha || measure == &postil_measure_gamma_cat)
    return kind == POSTIL_DIFFERENCE_CODE || kind == POSTIL_DIFFERENCE_BORDERS_AND_CODE;
  if (measure == &postil_measure_ualpha_binary)
    return kind == POSTIL_DIFFERENCE_MISSING || kind == POSTIL_DIFFERENCE_BORDERS
           || kind == POSTIL_DIFFERENCE_BORDERS_AND_CODE;
  return kind != POSTIL_DIFFERENCE_NONE && kind != POSTIL_DIFFERENCE_ATTRIBUTES;
}

gboolean
postil_agreement_item_is_behind (PostilAgreementItem          *self,
                                 const PostilAgreementPassage *passage)
{
  const PostilAgreementNumber *number = NULL;

  g_return_val_if_fail (POSTIL_IS_AGREEMENT_ITEM (self), FALSE);
  g_return_val_if_fail (passage != NULL, FALSE);

  number = &self->number;
  return is_counted (number->value->measure, passage->kind)
         && (number->article == G_MAXUINT || number->article == passage->article)
         && (number->coders[0] == number->coders[1] || passage->codes[number->coders[0]] != G_MAXUINT
             || passage->codes[number->coders[1]] != G_MAXUINT);
}
