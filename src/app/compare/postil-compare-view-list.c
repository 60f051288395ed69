/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The list of the compare view: what its menus leave of the comparison's rows, and a row in two
 * lines. A row follows its item, which says when its passages are settled. Main thread. */

#include "config.h"

#include "app/compare/postil-compare-view-private.h"

#include <glib/gi18n-lib.h>

#include "app/postil-choices.h"
#include "app/postil-labels.h"

#define EXCERPT_CHARS 90

static gboolean
has_code (const PostilComparisonRow *row,
          guint                      n_coders,
          const char                *code)
{
  for (guint i = 0; i < n_coders; i++)
    if (row->passages[i] != NULL && g_str_equal (postil_annotation_get_code (row->passages[i]), code))
      return TRUE;
  return FALSE;
}

/* In the menu: all disagreements, everything, then each kind. */
static gboolean
has_kind (const PostilComparisonRow *row,
          guint                      choice)
{
  switch (choice)
    {
    case 0:
      return row->kind != POSTIL_DIFFERENCE_NONE;
    case 1:
      return TRUE;
    default:
      return row->kind == (PostilDifference) (choice - 2);
    }
}

static gboolean
filter_cb (gpointer item,
           gpointer user_data)
{
  PostilCompareView *self = user_data;
  const PostilComparisonRow *row = postil_compare_item_get_row (item);
  guint code = gtk_drop_down_get_selected (self->codes);

  return has_kind (row, gtk_drop_down_get_selected (self->kinds))
         && !(gtk_check_button_get_active (self->only_open) && postil_comparison_row_is_settled (row))
         && (code == 0 || code >= self->filter_codes->len
             || has_code (row, self->coders->len, self->filter_codes->pdata[code]));
}

void
postil_compare_view_filter (PostilCompareView *self)
{
  if (self->filtered != NULL)
    gtk_filter_changed (gtk_filter_list_model_get_filter (self->filtered), GTK_FILTER_CHANGE_DIFFERENT);
}

void
postil_compare_view_fill_codes (PostilCompareView *self)
{
  PostilCodebook *codebook = postil_document_get_codebook (self->shown);
  guint selected = gtk_drop_down_get_selected (self->codes);
  g_autofree char *before = selected > 0 && selected < self->filter_codes->len
                            ? g_strdup (self->filter_codes->pdata[selected]) : NULL;
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  guint index = 0;

  g_ptr_array_set_size (self->filter_codes, 0);
  g_ptr_array_add (self->filter_codes, g_strdup (""));
  gtk_string_list_append (labels, _("All Codes"));
  for (guint r = 0; r < self->comparison->rows->len; r++)
    for (guint i = 0; i < self->coders->len; i++)
      {
        PostilAnnotation *passage = ((PostilComparisonRow *) self->comparison->rows->pdata[r])->passages[i];
        const char *code = passage != NULL ? postil_annotation_get_code (passage) : NULL;

        if (code == NULL || g_ptr_array_find_with_equal_func (self->filter_codes, code, g_str_equal, NULL))
          continue;
        g_ptr_array_add (self->filter_codes, g_strdup (code));
        gtk_string_list_append (labels, postil_codebook_show_code (codebook, code));
      }
  gtk_drop_down_set_model (self->codes, G_LIST_MODEL (labels));
  if (before != NULL && g_ptr_array_find_with_equal_func (self->filter_codes, before, g_str_equal, &index))
    gtk_drop_down_set_selected (self->codes, index);
}

static void
setup_cb (GtkListItemFactory *factory,
          GtkListItem        *list_item)
{
  postil_labels_set_two_lines (list_item, 2, "caption-heading", "body");
}

static char *
dup_codes (PostilCompareView         *self,
           const PostilComparisonRow *row)
{
  PostilCodebook *codebook = postil_document_get_codebook (self->shown);
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  for (guint i = 0; i < self->coders->len; i++)
    {
      const char *label = row->passages[i] != NULL
                          ? postil_codebook_show_code (codebook, postil_annotation_get_code (row->passages[i])) : NULL;

      if (label != NULL && !g_ptr_array_find_with_equal_func (labels, label, g_str_equal, NULL))
        g_ptr_array_add (labels, (gpointer) label);
    }
  g_ptr_array_add (labels, NULL);
  return g_strjoinv (" / ", (char **) labels->pdata);
}

static void
show_item (PostilCompareView *self,
           GtkListItem       *list_item)
{
  const PostilComparisonRow *row = postil_compare_item_get_row (gtk_list_item_get_item (list_item));
  GtkWidget *box = gtk_list_item_get_child (list_item);
  GtkWidget *title_label = gtk_widget_get_first_child (box);
  GtkWidget *holder = gtk_widget_get_parent (box);
  g_autofree char *who = postil_compare_view_dup_who (self, row);
  g_autofree char *codes = dup_codes (self, row);
  guint coder = 0;
  PostilAnnotation *passage = postil_compare_view_get_passage (self, row, &coder);
  g_autofree char *excerpt = postil_annotation_dup_excerpt (passage, EXCERPT_CHARS);
  const char *kind = postil_compare_view_get_kind_title (row->kind);
  gboolean is_settled = postil_comparison_row_is_settled (row);
  gboolean is_rejected = is_settled && row->settled->len == 0;
  const char *state = is_rejected ? _("turned down") : is_settled ? _("settled") : _("open");
  g_autofree char *title = NULL;
  g_autofree char *name = NULL;

  if (row->kind == POSTIL_DIFFERENCE_MISSING)
    title = g_strdup_printf (is_rejected ? _("✗ Only %s: %s") : is_settled ? _("✓ Only %s: %s") : _("Only %s: %s"), who, codes);
  else
    /* Translators: in what coders differ, and the codes that they gave. */
    title = g_strdup_printf (is_rejected ? _("✗ %s: %s") : is_settled ? _("✓ %s: %s") : _("%s: %s"), kind, codes);
  /* Translators: for a screen reader: in what coders differ, settled, turned down or open, who, codes, the words. */
  name = g_strdup_printf (_("%s, %s, %s, %s: %s"), kind, state, who, codes, excerpt);
  gtk_label_set_text (GTK_LABEL (title_label), title);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (title_label)), excerpt);
  if (is_settled)
    gtk_widget_add_css_class (box, "dim-label");
  else
    gtk_widget_remove_css_class (box, "dim-label");
  if (holder != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (holder), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
item_changed_cb (PostilCompareItem *item,
                 GtkListItem       *list_item)
{
  PostilCompareView *self = g_object_get_data (G_OBJECT (gtk_list_item_get_child (list_item)), "postil-view");

  show_item (self, list_item);
}

static void
bind_cb (PostilCompareView *self,
         GtkListItem       *list_item)
{
  g_object_set_data (G_OBJECT (gtk_list_item_get_child (list_item)), "postil-view", self);
  show_item (self, list_item);
  g_signal_connect_object (gtk_list_item_get_item (list_item), "changed", G_CALLBACK (item_changed_cb), list_item, 0);
}

static void
unbind_cb (PostilCompareView *self,
           GtkListItem       *list_item)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (list_item), item_changed_cb, list_item);
}

static GtkStringList *
new_kinds (void)
{
  GtkStringList *kinds = gtk_string_list_new (NULL);

  gtk_string_list_append (kinds, _("All Disagreements"));
  gtk_string_list_append (kinds, _("All Passages"));
  for (guint i = 0; i < POSTIL_N_DIFFERENCES; i++)
    gtk_string_list_append (kinds, postil_compare_view_get_kind_title (i));
  return kinds;
}

void
postil_compare_view_init_list (PostilCompareView *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkStringList) kinds = new_kinds ();

  gtk_drop_down_set_model (self->kinds, G_LIST_MODEL (kinds));
  postil_choices_set_name (self->kinds, NULL);
  postil_choices_set_name (self->codes, NULL);
  postil_choices_shorten (self->kinds);
  postil_choices_shorten (self->codes);
  self->filtered = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->items)),
                                              GTK_FILTER (gtk_custom_filter_new (filter_cb, self, NULL)));
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->filtered)));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
}
