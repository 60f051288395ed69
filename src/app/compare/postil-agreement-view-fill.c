/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From a result to what is on screen: the numbers under the question that each answers, the
 * codes of two coders against each other, and whom and what there is to choose. Main thread. */

#include "config.h"

#include "app/compare/postil-agreement-view-private.h"

#include <glib/gi18n-lib.h>

#include "agreement/postil-methods.h"
#include "app/postil-labels.h"

#define MAX_ARTICLES 200u /* listed with a number of their own */
#define MAX_NAME_CHARS 20 /* of a code, before it wraps */

/* The questions, and the measures that answer each. */
static const struct
{
  const char          *question;
  const PostilMeasure *measures[6];
} questions[] = {
  { N_("Did they find the same passages?"),
    { &postil_measure_f1_overlap, &postil_measure_f1, &postil_measure_ualpha_binary } },
  { N_("Are the borders in the same place?"), { &postil_measure_border, &postil_measure_ualpha, &postil_measure_gamma } },
  { N_("Did they name them the same?"), { &postil_measure_cualpha, &postil_measure_gamma_cat } },
  { N_("Do the units of the text bear the same codes?"),
    { &postil_measure_kappa, &postil_measure_alpha, &postil_measure_ac1, &postil_measure_fleiss, &postil_measure_percent } },
  { N_("Did they say the same of them?"), { &postil_measure_attribute } },
};

static const PostilAgreementValue *
get_value (GArray *values,
           guint   index)
{
  return &g_array_index (values, PostilAgreementValue, index);
}

static void
add_number (PostilAgreementView         *self,
            const PostilAgreementNumber *number)
{
  g_autoptr (PostilAgreementItem) item = postil_agreement_item_new (number);

  g_list_store_append (self->numbers, item);
}

static void
add_questions (PostilAgreementView *self)
{
  GArray *values = self->result->agreement->values;

  for (guint q = 0; q < G_N_ELEMENTS (questions); q++)
    {
      const char *section = _(questions[q].question);

      for (guint m = 0; m < G_N_ELEMENTS (questions[q].measures) && questions[q].measures[m] != NULL; m++)
        for (guint i = 0; i < values->len; i++)
          {
            PostilAgreementNumber number = { section, get_value (values, i), NULL, postil_methods_get_warning (values, i),
                                             G_MAXUINT, G_MAXUINT, { 0, 0 } };

            /* Of two coders it is nearly κ. */
            if (number.value->measure != questions[q].measures[m]
                || (number.value->measure == &postil_measure_fleiss && postil_coded_get_n_coders (self->result->coded) < 3))
              continue;
            add_number (self, &number);
            section = NULL;
          }
    }
}

/* Of each group the measures that say most of it. */
static gboolean
is_group_measure (const PostilMeasure *measure,
                  gboolean             is_code)
{
  return measure == &postil_measure_f1_overlap || (is_code && measure == &postil_measure_kualpha)
         || (is_code && measure == &postil_measure_kappa);
}

static void
add_group (PostilAgreementView        *self,
           const PostilAgreementGroup *group,
           PostilAgreementNumber      *number)
{
  for (guint i = 0; i < group->values->len; i++)
    {
      number->value = get_value (group->values, i);
      number->warning = postil_methods_get_warning (group->values, i);
      if (!is_group_measure (number->value->measure, group->code != NULL))
        continue;
      add_number (self, number);
      number->section = NULL;
    }
}

static void
add_groups (PostilAgreementView *self)
{
  PostilAgreement *agreement = self->result->agreement;
  const char *section = _("By code");

  for (guint i = 0; i < agreement->by_code->len; i++)
    {
      const PostilAgreementGroup *group = agreement->by_code->pdata[i];
      PostilAgreementNumber number = { section, NULL, postil_codebook_show_code (self->result->codebook, group->code), NULL,
                                       postil_coded_find_code (self->result->coded, group->code), G_MAXUINT, { 0, 0 } };

      add_group (self, group, &number);
      section = number.section;
    }
  section = _("By pair of coders");
  for (guint i = 0; i < agreement->by_pair->len; i++)
    {
      const PostilAgreementGroup *group = agreement->by_pair->pdata[i];
      g_autofree char *of = g_strdup_printf (_("%s and %s"), postil_coded_get_coder (self->result->coded, group->coders[0]),
                                             postil_coded_get_coder (self->result->coded, group->coders[1]));
      PostilAgreementNumber number = { section, NULL, of, NULL, G_MAXUINT, G_MAXUINT, { group->coders[0], group->coders[1] } };

      add_group (self, group, &number);
      section = number.section;
    }
  section = _("By article");
  for (guint i = 0; i < MIN (agreement->by_article->len, MAX_ARTICLES); i++)
    {
      const PostilAgreementGroup *group = agreement->by_article->pdata[i];
      g_autofree char *of = g_utf8_make_valid (group->article, -1);
      PostilAgreementNumber number = { section, NULL, of, NULL, G_MAXUINT, i, { 0, 0 } };

      add_group (self, group, &number);
      section = number.section;
    }
}

/* The codes of the first two coders against each other */

typedef struct
{
  guint row;
  guint column;
} Cell;

static const char *
get_label (PostilAgreementView *self,
           guint                code)
{
  if (code == postil_coded_get_n_codes (self->result->coded))
    return _("not marked");
  return postil_codebook_show_code (self->result->codebook, postil_coded_get_code (self->result->coded, code));
}

static void
cell_clicked_cb (PostilAgreementView *self,
                 GtkButton           *button)
{
  const Cell *cell = g_object_get_data (G_OBJECT (button), "postil-cell");
  guint n = postil_coded_get_n_codes (self->result->coded);
  g_autoptr (GPtrArray) passages = g_ptr_array_new ();
  g_autofree char *title = g_strdup_printf (_("%s: %s – %s: %s"), postil_coded_get_coder (self->result->coded, 0),
                                            get_label (self, cell->row), postil_coded_get_coder (self->result->coded, 1),
                                            get_label (self, cell->column));

  for (guint i = 0; i < self->result->passages->len; i++)
    {
      PostilAgreementPassage *passage = self->result->passages->pdata[i];

      if (MIN (passage->codes[0], n) == cell->row && MIN (passage->codes[1], n) == cell->column)
        g_ptr_array_add (passages, passage);
    }
  postil_agreement_view_show_passages (self, passages, title);
}

static void
attach_label (PostilAgreementView *self,
              const char          *text,
              const char          *tooltip,
              int                  column,
              int                  row)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  /* Or the table is as high as its names would be at their narrowest. */
  gtk_label_set_width_chars (GTK_LABEL (label), MIN ((int) g_utf8_strlen (text, -1), MAX_NAME_CHARS));
  gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_NAME_CHARS);
  gtk_label_set_xalign (GTK_LABEL (label), column > 0 ? 0.5f : 0.0f);
  gtk_widget_set_tooltip_text (label, tooltip);
  gtk_widget_add_css_class (label, "caption");
  gtk_grid_attach (self->matrix, label, column, row, 1, 1);
}

/* Names stand before the rows, with a number; columns have the number only, since any number of
 * names side by side would be cut. */
static void
attach_names (PostilAgreementView *self,
              guint                index,
              guint                n_codes)
{
  const char *name = get_label (self, index);
  g_autofree char *number = index < n_codes ? g_strdup_printf ("%u", index + 1) : g_strdup ("–");
  g_autofree char *row = g_strdup_printf ("%s  %s", number, name);

  attach_label (self, number, name, (int) index + 1, 0);
  attach_label (self, row, NULL, 0, (int) index + 1);
}

static void
attach_cell (PostilAgreementView *self,
             guint                row,
             guint                column,
             guint                count)
{
  g_autofree char *text = g_strdup_printf ("%u", count);
  g_autofree char *name = NULL;
  GtkWidget *button = gtk_button_new_with_label (text);
  Cell *cell = g_new (Cell, 1);

  /* Translators: a cell of a table: a coder's code, the other coder's, how many passages. */
  name = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s: %s, %s: %s: %u passage", "%s: %s, %s: %s: %u passages", count),
                          postil_coded_get_coder (self->result->coded, 0), get_label (self, row),
                          postil_coded_get_coder (self->result->coded, 1), get_label (self, column), count);
  *cell = (Cell) { row, column };
  g_object_set_data_full (G_OBJECT (button), "postil-cell", cell, g_free);
  gtk_widget_set_sensitive (button, count > 0);
  gtk_button_set_has_frame (GTK_BUTTON (button), row == column && count > 0);
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_add_css_class (button, "postil-cell");
  g_signal_connect_object (button, "clicked", G_CALLBACK (cell_clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_grid_attach (self->matrix, button, (int) column + 1, (int) row + 1, 1, 1);
}

static void
fill_matrix (PostilAgreementView *self)
{
  guint n = postil_coded_get_n_codes (self->result->coded);
  g_autofree guint *counts = postil_agreement_result_confuse (self->result, 0, 1);
  g_autofree char *corner = g_strdup_printf (_("%s ↓ %s →"), postil_coded_get_coder (self->result->coded, 0),
                                             postil_coded_get_coder (self->result->coded, 1));
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->matrix))) != NULL)
    gtk_grid_remove (self->matrix, child);
  gtk_widget_set_visible (self->matrix_frame, n > 0);
  if (n == 0)
    return;
  attach_label (self, corner, NULL, 0, 0);
  for (guint i = 0; i <= n; i++)
    attach_names (self, i, n);
  for (guint row = 0; row <= n; row++)
    for (guint column = 0; column <= n; column++)
      if (row < n || column < n)
        attach_cell (self, row, column, counts[row * (n + 1) + column]);
}

/* Whom and what to choose */

static gboolean
is_in (GPtrArray  *names,
       const char *name)
{
  return g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL);
}

static void
toggled_cb (PostilAgreementView *self,
            GtkCheckButton      *button)
{
  const char *name = g_object_get_data (G_OBJECT (button), "postil-name");
  GPtrArray *chosen = g_object_get_data (G_OBJECT (button), "postil-chosen");
  guint index = 0;

  if (self->is_filling)
    return;
  if (gtk_check_button_get_active (button) && !is_in (chosen, name))
    g_ptr_array_add (chosen, g_strdup (name));
  else if (!gtk_check_button_get_active (button) && g_ptr_array_find_with_equal_func (chosen, name, g_str_equal, &index))
    g_ptr_array_remove_index (chosen, index);
  postil_agreement_view_start (self);
}

static void
fill_box (PostilAgreementView *self,
          GtkMenuButton       *menu,
          GtkBox              *box,
          GPtrArray           *names,
          GPtrArray           *chosen)
{
  GtkWidget *child = NULL;

  /* Not under the hand of who is choosing. */
  if (gtk_widget_get_visible (GTK_WIDGET (gtk_menu_button_get_popover (menu))))
    return;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = names->pdata[i];
      GtkWidget *button = gtk_check_button_new_with_label (chosen == self->codes && self->result->codebook != NULL
                                                           ? postil_codebook_show_code (self->result->codebook, name) : name);

      gtk_check_button_set_active (GTK_CHECK_BUTTON (button), is_in (chosen, name));
      g_object_set_data_full (G_OBJECT (button), "postil-name", g_strdup (name), g_free);
      g_object_set_data (G_OBJECT (button), "postil-chosen", chosen);
      g_signal_connect_object (button, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
      gtk_box_append (box, button);
    }
}

void
postil_agreement_view_fill_choice (PostilAgreementView *self)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *label = NULL;
  g_autofree char *codes = NULL;

  for (guint i = 0; i < self->coders->len; i++)
    g_ptr_array_add (names, self->coders->pdata[i]);
  g_ptr_array_add (names, NULL);
  label = g_strjoinv (" · ", (char **) names->pdata);
  codes = self->codes->len == 0 ? g_strdup (_("All Codes"))
                                : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u Code", "%u Codes", self->codes->len), self->codes->len);
  self->is_filling = TRUE;
  gtk_menu_button_set_label (self->coders_button, self->coders->len > 0 ? label : _("Choose Coders"));
  gtk_menu_button_set_label (self->codes_button, codes);
  postil_labels_let_all_shrink (GTK_WIDGET (self->coders_button));
  postil_labels_let_all_shrink (GTK_WIDGET (self->codes_button));
  fill_box (self, self->coders_button, self->coders_box, self->result->all_coders, self->coders);
  /* What was limited away is still there to be chosen again. */
  for (guint i = 0; i < self->codes->len; i++)
    if (!is_in (self->result->all_codes, self->codes->pdata[i]))
      g_ptr_array_add (self->result->all_codes, g_strdup (self->codes->pdata[i]));
  fill_box (self, self->codes_button, self->codes_box, self->result->all_codes, self->codes);
  self->is_filling = FALSE;
}

static void
show_summary (PostilAgreementView *self)
{
  guint n = postil_coded_get_n_articles (self->result->coded);
  guint n_left = self->result->left_out->len;
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u article measured.", "%u articles measured.", n), n);
  if (n_left > 0)
    {
      g_string_append_c (text, ' ');
      g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u is left out, since not all of these coders have finished it.",
                                                 "%u are left out, since not all of these coders have finished them.", n_left), n_left);
    }
  if (n == 1)
    {
      g_string_append_c (text, ' ');
      g_string_append (text, _("With one article there are no intervals: they come from drawing articles again."));
    }
  for (guint i = 0; i < postil_report_get_n_entries (self->result->problems); i++)
    {
      g_string_append_c (text, '\n');
      g_string_append (text, postil_report_get_entry (self->result->problems, i)->message);
    }
  gtk_label_set_text (self->summary, text->str);
}

void
postil_agreement_view_fill (PostilAgreementView *self)
{
  g_list_store_remove_all (self->numbers);
  postil_agreement_view_show_passages (self, NULL, "");
  postil_agreement_view_fill_choice (self);
  gtk_widget_set_visible (self->matrix_frame, FALSE);
  if (self->result->agreement == NULL)
    {
      gtk_label_set_text (self->summary, _("Agreement needs the work of two coders or more. Choose them above; if there is only one, put the other coders’ files beside the articles."));
      return;
    }
  add_questions (self);
  add_groups (self);
  fill_matrix (self);
  show_summary (self);
}
