/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The agreement view's two lists: the numbers, and the passages behind one of them. Main thread. */

#include "config.h"

#include "app/compare/postil-agreement-view-private.h"

#include <glib/gi18n-lib.h>

#include "app/compare/postil-compare-view-private.h"

static char *
dup_codes (PostilAgreementView          *self,
           const PostilAgreementPassage *passage)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  for (guint i = 0; i < postil_coded_get_n_coders (self->result->coded); i++)
    g_ptr_array_add (labels, (gpointer) (passage->codes[i] == G_MAXUINT ? "–"
                             : postil_codebook_show_code (self->result->codebook,
                                                          postil_coded_get_code (self->result->coded, passage->codes[i]))));
  g_ptr_array_add (labels, NULL);
  return g_strjoinv (" / ", (char **) labels->pdata);
}

static char *
dup_passage_title (PostilAgreementView          *self,
                   const PostilAgreementPassage *passage)
{
  g_autofree char *codes = dup_codes (self, passage);

  return g_strdup_printf (_("%s: %s"), postil_compare_view_get_kind_title (passage->kind), codes);
}

static char *
dup_article (PostilAgreementView          *self,
             const PostilAgreementPassage *passage)
{
  return g_utf8_make_valid (postil_coded_get_article (self->result->coded, passage->article)->path, -1);
}

static GtkWidget *
append_label (GtkWidget  *box,
              const char *css_class,
              gboolean    wraps)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (label), wraps);
  gtk_label_set_ellipsize (GTK_LABEL (label), wraps ? PANGO_ELLIPSIZE_NONE : PANGO_ELLIPSIZE_END);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

/* A heading, then title, value and interval on one line, then question and warning. */
static void
setup_number_cb (GtkListItemFactory *factory,
                 GtkListItem        *list_item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *line = NULL;
  GtkWidget *title = NULL;

  append_label (box, "heading", TRUE);
  line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_box_append (GTK_BOX (box), line);
  title = append_label (line, "body", FALSE);
  gtk_widget_set_hexpand (title, TRUE);
  append_label (line, "postil-number", FALSE);
  append_label (line, "dim-label", FALSE);
  append_label (box, "caption", TRUE);
  append_label (box, "postil-warning", TRUE);
  gtk_list_item_set_child (list_item, box);
}

static void
set_text (GtkWidget  *label,
          const char *text)
{
  gtk_label_set_text (GTK_LABEL (label), text != NULL ? text : "");
  gtk_widget_set_visible (label, text != NULL);
}

static void
bind_number_cb (GtkListItemFactory *factory,
                GtkListItem        *list_item)
{
  PostilAgreementItem *item = gtk_list_item_get_item (list_item);
  const PostilAgreementNumber *number = postil_agreement_item_get_number (item);
  GtkWidget *section = gtk_widget_get_first_child (gtk_list_item_get_child (list_item));
  GtkWidget *line = gtk_widget_get_next_sibling (section);
  GtkWidget *title_label = gtk_widget_get_first_child (line);
  GtkWidget *value_label = gtk_widget_get_next_sibling (title_label);
  GtkWidget *question_label = gtk_widget_get_next_sibling (line);
  GtkWidget *holder = gtk_widget_get_parent (gtk_list_item_get_child (list_item));
  g_autofree char *title = postil_agreement_item_dup_title (item);
  g_autofree char *value = postil_agreement_item_dup_value (item);
  g_autofree char *detail = postil_agreement_item_dup_detail (item);
  g_autofree char *question = postil_agreement_item_dup_question (item);
  g_autofree char *name = NULL;

  set_text (section, number->section);
  set_text (title_label, title);
  set_text (value_label, value);
  set_text (gtk_widget_get_next_sibling (value_label), detail);
  set_text (question_label, question);
  set_text (gtk_widget_get_next_sibling (question_label), number->warning);
  /* Translators: for a screen reader: a measure, its value, its interval or why there is none, its question, a warning. */
  name = g_strdup_printf (_("%s: %s. %s. %s %s"), title, value, detail != NULL ? detail : "", question != NULL ? question : "",
                          number->warning != NULL ? number->warning : "");
  if (holder != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (holder), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
setup_passage_cb (GtkListItemFactory *factory,
                  GtkListItem        *list_item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  append_label (box, "caption-heading", FALSE);
  append_label (box, "body", FALSE);
  append_label (box, "dim-label", FALSE);
  gtk_list_item_set_child (list_item, box);
}

static void
bind_passage_cb (PostilAgreementView *self,
                 GtkListItem         *list_item)
{
  guint position = gtk_list_item_get_position (list_item);
  GtkWidget *box = gtk_list_item_get_child (list_item);
  GtkWidget *title_label = gtk_widget_get_first_child (box);
  GtkWidget *excerpt_label = gtk_widget_get_next_sibling (title_label);
  GtkWidget *holder = gtk_widget_get_parent (box);
  const PostilAgreementPassage *passage = position < self->behind->len ? self->behind->pdata[position] : NULL;
  g_autofree char *title = NULL;
  g_autofree char *article = NULL;
  g_autofree char *name = NULL;

  if (passage == NULL)
    return;
  title = dup_passage_title (self, passage);
  article = dup_article (self, passage);
  name = g_strdup_printf ("%s, %s, %s", title, passage->excerpt, article);
  gtk_label_set_text (GTK_LABEL (title_label), title);
  gtk_label_set_text (GTK_LABEL (excerpt_label), passage->excerpt);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (excerpt_label)), article);
  if (holder != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (holder), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

void
postil_agreement_view_init_lists (PostilAgreementView *self)
{
  g_autoptr (GtkListItemFactory) numbers = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkListItemFactory) passages = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkSingleSelection) shown = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->numbers)));
  g_autoptr (GtkSingleSelection) behind = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->passages)));

  g_signal_connect (numbers, "setup", G_CALLBACK (setup_number_cb), NULL);
  g_signal_connect (numbers, "bind", G_CALLBACK (bind_number_cb), NULL);
  g_signal_connect (passages, "setup", G_CALLBACK (setup_passage_cb), NULL);
  g_signal_connect_object (passages, "bind", G_CALLBACK (bind_passage_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list, numbers);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (shown));
  gtk_list_view_set_factory (self->passages_list, passages);
  gtk_list_view_set_model (self->passages_list, GTK_SELECTION_MODEL (behind));
}
