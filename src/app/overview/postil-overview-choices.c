/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What can be chosen in the overview: of what, by whom, who is an actor, published when, which ties of
 * a network; and what that asks of a chart. Main thread. */

#include "config.h"

#include "app/overview/postil-overview-page-private.h"

#include <glib/gi18n-lib.h>

#define MAX_MONTHS 72u /* that are offered one by one */

/* For each attribute that may tell for from against. */
static const struct
{
  PostilNetworkAggregation aggregation;
  const char              *title;
  gboolean                 in_two_mode;
} qualifications[] = {
  { POSTIL_AGGREGATION_CONGRUENCE, N_("Alike"), FALSE },
  { POSTIL_AGGREGATION_CONFLICT, N_("Opposed"), FALSE },
  { POSTIL_AGGREGATION_SUBTRACT, N_("Alike Minus Opposed"), FALSE },
  { POSTIL_AGGREGATION_SUBTRACT, N_("Yes Minus No"), TRUE },
};

static guint32
get_chosen_coder (PostilOverviewPage *self)
{
  GtkStringObject *item = gtk_drop_down_get_selected_item (self->coders);
  guint chosen = gtk_drop_down_get_selected (self->coders);

  /* The first is oneself, the second everybody. */
  if (item == NULL || chosen == 1)
    return POSTIL_TALLY_NONE;
  return postil_tally_find_coder (self->tally, chosen == 0 ? self->coder : gtk_string_object_get_string (item));
}

static gboolean
is_two_mode (const PostilChartInfo *info)
{
  return g_str_equal (info->name, "said");
}

static gboolean
is_network (const PostilChartInfo *info)
{
  return g_str_equal (info->name, "network") || is_two_mode (info);
}

/* The ties' choice: none first, then so many for each attribute. */
static void
fill_qualifier (PostilOverviewPage    *self,
                const PostilChartInfo *info,
                PostilChartRequest    *request)
{
  guint chosen = gtk_drop_down_get_selected (self->ties);
  guint n = 1;

  if (!is_network (info) || chosen == 0 || chosen == GTK_INVALID_LIST_POSITION)
    return;
  for (guint32 attribute = 0; attribute < postil_tally_get_n_attributes (self->tally); attribute++)
    for (guint i = 0; i < G_N_ELEMENTS (qualifications); i++)
      if (qualifications[i].in_two_mode == is_two_mode (info) && n++ == chosen)
        {
          request->qualifier = attribute;
          request->aggregation = qualifications[i].aggregation;
        }
}

gboolean
postil_overview_page_fill_request (PostilOverviewPage    *self,
                                   const PostilChartInfo *info,
                                   PostilChartRequest    *request)
{
  guint actor = gtk_drop_down_get_selected (self->actors);
  guint period = gtk_drop_down_get_selected (self->periods);

  *request = (PostilChartRequest) { .tally = self->tally, .filter = POSTIL_TALLY_ALL, .codebook = self->codebook,
                                    .attribute = POSTIL_TALLY_NONE, .qualifier = POSTIL_TALLY_NONE };
  if (period > 0 && period <= self->times->len)
    {
      const PostilOverviewTime *time = &g_array_index (self->times, PostilOverviewTime, period - 1);

      request->filter.time_by = time->by;
      request->filter.time = time->value;
    }
  fill_qualifier (self, info, request);
  request->filter.coder = get_chosen_coder (self);
  if (self->article != NULL && gtk_drop_down_get_selected (self->scopes) == 0)
    request->filter.article = postil_tally_find_article (self->tally, self->article);
  if (actor != GTK_INVALID_LIST_POSITION)
    request->attribute = actor;
  return request->filter.coder != POSTIL_TALLY_NONE || gtk_drop_down_get_selected (self->coders) == 1;
}

/* What can be done with the other attributes in this chart; what was chosen for the last one is kept
 * only while it means the same. */
void
postil_overview_page_fill_ties (PostilOverviewPage    *self,
                                const PostilChartInfo *info)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
  GListModel *old = gtk_drop_down_get_model (self->ties);
  guint chosen = gtk_drop_down_get_selected (self->ties);
  guint n_attributes = postil_tally_get_n_attributes (self->tally);

  gtk_string_list_append (list, _("All Ties"));
  for (guint32 attribute = 0; is_network (info) && attribute < n_attributes; attribute++)
    for (guint i = 0; i < G_N_ELEMENTS (qualifications); i++)
      if (qualifications[i].in_two_mode == is_two_mode (info))
        {
          /* Translators: an attribute and which ties it leaves: "Supports: Yes Minus No" */
          g_autofree char *label = g_strdup_printf (_("%s: %s"), postil_tally_get_attribute_label (self->tally, attribute),
                                                    _(qualifications[i].title));

          gtk_string_list_append (list, label);
        }
  self->is_filling = TRUE;
  if (old == NULL || g_list_model_get_n_items (old) != g_list_model_get_n_items (G_LIST_MODEL (list)))
    {
      gtk_drop_down_set_model (self->ties, G_LIST_MODEL (list));
      chosen = 0;
    }
  gtk_drop_down_set_selected (self->ties, chosen);
  self->is_filling = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->ties), is_network (info) && n_attributes > 1);
}

static void
fill_coders (PostilOverviewPage *self)
{
  GtkStringList *list = gtk_string_list_new (NULL);
  GtkStringObject *old = gtk_drop_down_get_selected_item (self->coders);
  g_autofree char *kept = old != NULL ? g_strdup (gtk_string_object_get_string (old)) : NULL;
  g_autofree char *own = g_strdup_printf (_("%s (you)"), self->coder);
  guint chosen = gtk_drop_down_get_selected (self->coders) == 1 ? 1 : 0;

  gtk_string_list_append (list, own);
  gtk_string_list_append (list, _("All Coders"));
  for (guint32 i = 0; i < postil_tally_get_n_coders (self->tally); i++)
    if (!g_str_equal (postil_tally_get_coder (self->tally, i), self->coder))
      {
        if (g_strcmp0 (kept, postil_tally_get_coder (self->tally, i)) == 0)
          chosen = g_list_model_get_n_items (G_LIST_MODEL (list));
        gtk_string_list_append (list, postil_tally_get_coder (self->tally, i));
      }
  gtk_drop_down_set_model (self->coders, G_LIST_MODEL (list));
  gtk_drop_down_set_selected (self->coders, chosen);
  g_object_unref (list);
}

static void
fill_actors (PostilOverviewPage *self)
{
  GtkStringList *list = gtk_string_list_new (NULL);
  guint n = postil_tally_get_n_attributes (self->tally);
  guint old = gtk_drop_down_get_selected (self->actors);

  for (guint32 i = 0; i < n; i++)
    gtk_string_list_append (list, postil_tally_get_attribute_label (self->tally, i));
  gtk_drop_down_set_model (self->actors, G_LIST_MODEL (list));
  if (old >= n)
    old = postil_tally_find_attribute (self->tally, "actor");
  gtk_drop_down_set_selected (self->actors, old);
  gtk_widget_set_visible (GTK_WIDGET (self->actors), n > 1);
  g_object_unref (list);
}

static void
append_period (PostilOverviewPage *self,
               GtkStringList      *list,
               PostilTallyBy       by,
               guint32             value)
{
  g_autofree char *label = postil_tally_dup_label (self->tally, (PostilDimension) { by, 0 }, value);
  PostilOverviewTime time = { by, value };

  gtk_string_list_append (list, label);
  g_array_append_val (self->times, time);
}

/* The years of publication, each with its months while these are not too many. */
static void
fill_periods (PostilOverviewPage *self)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
  g_autoptr (PostilTable) years = postil_table_new (self->tally, POSTIL_TALLY_ALL, (PostilDimension) { POSTIL_BY_YEAR, 0 }, NULL);
  g_autoptr (PostilTable) months = postil_table_new (self->tally, POSTIL_TALLY_ALL, (PostilDimension) { POSTIL_BY_MONTH, 0 }, NULL);
  guint n_months = postil_table_get_n_rows (months);

  g_array_set_size (self->times, 0);
  gtk_string_list_append (list, _("Whole Time"));
  for (guint i = 0; i < postil_table_get_n_rows (years); i++)
    {
      guint32 year = postil_table_get_row (years, i);

      if (year == POSTIL_TALLY_NONE)
        continue;
      append_period (self, list, POSTIL_BY_YEAR, year);
      for (guint j = 0; n_months <= MAX_MONTHS && j < n_months; j++)
        if (postil_table_get_row (months, j) != POSTIL_TALLY_NONE && postil_table_get_row (months, j) / 12 == year
            && postil_table_get_row_total (months, j) > 0)
          append_period (self, list, POSTIL_BY_MONTH, postil_table_get_row (months, j));
    }
  gtk_drop_down_set_model (self->periods, G_LIST_MODEL (list));
  gtk_drop_down_set_selected (self->periods, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->periods), self->times->len > 1);
}

static void
fill_scopes (PostilOverviewPage *self)
{
  gboolean both = self->article != NULL && postil_tally_get_n_articles (self->tally) > 1;

  gtk_widget_set_visible (GTK_WIDGET (self->scopes), both);
  if (self->article != NULL && !both)
    gtk_drop_down_set_selected (self->scopes, 0);
}

void
postil_overview_page_fill_choices (PostilOverviewPage *self)
{
  fill_scopes (self);
  fill_coders (self);
  fill_actors (self);
  fill_periods (self);
}
