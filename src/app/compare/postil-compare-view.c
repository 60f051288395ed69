/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Several coders' work on one article, and what is agreed on of it. What the coders marked is
 * read once, when the view is shown; the consensus is a store like that of any article that is
 * coded, so that its history, its journal and merges with what is on disk are the same. The
 * list follows from the comparison alone, which follows the consensus. Main thread. */

#include "config.h"

#include "app/compare/postil-compare-view-private.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "app/compare/postil-turning.h"
#include "app/postil-labels.h"
#include "app/postil-settings.h"
#include "model/postil-summary.h"

enum
{
  SIGNAL_NOTICE,
  SIGNAL_ANNOUNCE,
  SIGNAL_EDIT,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PostilCompareView, postil_compare_view, GTK_TYPE_WIDGET)

static guint signals[N_SIGNALS];

void
postil_compare_view_notice (PostilCompareView *self,
                            const char        *message)
{
  g_signal_emit (self, signals[SIGNAL_NOTICE], 0, message);
}

void
postil_compare_view_announce (PostilCompareView *self,
                              const char        *message)
{
  g_signal_emit (self, signals[SIGNAL_ANNOUNCE], 0, message);
}

void
postil_compare_view_emit_edit (PostilCompareView *self,
                               const char        *id)
{
  g_signal_emit (self, signals[SIGNAL_EDIT], 0, id);
}

PostilCompareItem *
postil_compare_view_get_item (PostilCompareView *self)
{
  return gtk_single_selection_get_selected_item (self->selection);
}

const PostilComparisonRow *
postil_compare_view_get_row (PostilCompareView *self)
{
  PostilCompareItem *item = postil_compare_view_get_item (self);

  return item != NULL ? postil_compare_item_get_row (item) : NULL;
}

/* What is said */

/* Why what is decided is not, or cannot be, in the file. */
static const char *
get_trouble (PostilCompareView *self)
{
  PostilSaveState state = POSTIL_SAVE_STATE_SAVED;

  if (self->store == NULL)
    return NULL;
  if (postil_document_get_read_only (postil_store_get_document (self->store)) != NULL)
    return postil_document_get_read_only (postil_store_get_document (self->store));
  state = postil_store_get_state (self->store);
  if ((state == POSTIL_SAVE_STATE_FAILED || state == POSTIL_SAVE_STATE_UNSAFE) && postil_store_get_error (self->store) != NULL)
    return postil_store_get_error (self->store)->message;
  return NULL;
}

void
postil_compare_view_show_banner (PostilCompareView *self)
{
  g_autoptr (GString) text = g_string_new (get_trouble (self));

  for (guint i = 0; self->set != NULL && self->set->other[i] != NULL; i++)
    {
      if (text->len > 0)
        g_string_append_c (text, '\n');
      g_string_append_printf (text, _("%s marked another text of this article and is not compared. Open the article as %s to find the annotations again."),
                              self->set->other[i], self->set->other[i]);
    }
  for (guint i = 0; self->set != NULL && i < postil_report_get_n_entries (self->set->problems); i++)
    {
      if (text->len > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, postil_report_get_entry (self->set->problems, i)->message);
    }
  gtk_label_set_text (self->banner_label, text->str);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->banner), text->len > 0);
}

static gboolean
is_done (PostilCompareView *self)
{
  PostilLayer *consensus = postil_document_get_layer (postil_store_get_document (self->store));

  return g_strcmp0 (postil_layer_get_info (consensus)->status, POSTIL_STATUS_DONE) == 0;
}

static void
append_folder (PostilCompareView *self,
               GString           *text)
{
  if (!self->has_settled || self->settled.n_articles == 0)
    return;
  g_string_append_c (text, '\n');
  g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u of %u article of the folder is settled",
                                             "%u of %u articles of the folder are settled", self->settled.n_articles),
                          self->settled.n_settled, self->settled.n_articles);
}

void
postil_compare_view_show_state (PostilCompareView *self)
{
  guint n_disagreements = 0, n_settled = 0;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint r = 0; r < self->comparison->rows->len; r++)
    {
      const PostilComparisonRow *row = self->comparison->rows->pdata[r];

      n_disagreements += row->kind != POSTIL_DIFFERENCE_NONE;
      n_settled += row->kind != POSTIL_DIFFERENCE_NONE && postil_comparison_row_is_settled (row);
    }
  if (self->coders->len < 2)
    g_string_append (text, _("Choose two coders or more."));
  else if (n_disagreements == 0)
    g_string_append (text, _("No disagreements"));
  else
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u of %u disagreement is settled",
                                               "%u of %u disagreements are settled", n_disagreements),
                            n_settled, n_disagreements);
  append_folder (self, text);
  gtk_label_set_text (self->progress, text->str);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->done_button), is_done (self));
}

/* What is selected */

PostilAnnotation *
postil_compare_view_get_passage (PostilCompareView         *self,
                                 const PostilComparisonRow *row,
                                 guint                     *coder)
{
  for (*coder = 0; *coder < self->coders->len; (*coder)++)
    if (row->passages[*coder] != NULL)
      return row->passages[*coder];
  return NULL;
}

static void
selected_cb (PostilCompareView *self)
{
  const PostilComparisonRow *row = postil_compare_view_get_row (self);
  guint coder = 0;
  PostilAnnotation *passage = row != NULL ? postil_compare_view_get_passage (self, row, &coder) : NULL;

  if (self->shown == NULL)
    return;
  postil_compare_view_show_details (self);
  if (passage != NULL)
    {
      g_autofree char *id = postil_compare_view_dup_shown_id (coder, postil_annotation_get_id (passage));

      postil_article_view_set_current (self->view, id);
      postil_article_view_reveal (self->view, row->hull);
    }
}

static void
activate_annotation_cb (PostilCompareView *self,
                        const char        *id)
{
  GListModel *model = G_LIST_MODEL (self->selection);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (PostilCompareItem) item = g_list_model_get_item (model, i);
      const PostilComparisonRow *row = postil_compare_item_get_row (item);

      for (guint c = 0; c < self->coders->len; c++)
        {
          g_autofree char *shown = row->passages[c] != NULL
                                   ? postil_compare_view_dup_shown_id (c, postil_annotation_get_id (row->passages[c])) : NULL;

          if (g_strcmp0 (shown, id) != 0)
            continue;
          gtk_single_selection_set_selected (self->selection, i);
          gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", i);
          return;
        }
    }
}

/* Following the consensus */

static void
tell_item (PostilCompareView         *self,
           const PostilComparisonRow *row)
{
  guint index = 0;
  g_autoptr (PostilCompareItem) item = NULL;

  if (!g_ptr_array_find (self->comparison->rows, row, &index))
    return;
  item = g_list_model_get_item (G_LIST_MODEL (self->items), index);
  if (item != NULL)
    postil_compare_item_changed (item);
}

void
postil_compare_view_consensus_changed_cb (PostilCompareView *self,
                                          PostilChange      *change)
{
  g_autoptr (GPtrArray) rows = NULL;

  if (self->comparison == NULL)
    return;
  rows = postil_comparison_follow (self->comparison, change);
  postil_compare_view_follow_shown (self, change);
  for (guint i = 0; i < rows->len; i++)
    tell_item (self, rows->pdata[i]);
  if (rows->len > 0 && gtk_check_button_get_active (self->only_open))
    postil_compare_view_filter (self);
  if (self->has_settled && postil_change_get_status (change, NULL, NULL))
    self->settled.n_settled = is_done (self) ? self->settled.n_settled + 1 : MAX (self->settled.n_settled, 1) - 1;
  postil_compare_view_show_state (self);
  postil_compare_view_show_details (self);
  postil_compare_view_measure (self);
}

static void
go_to_wanted (PostilCompareView *self)
{
  PostilSpan wanted = self->wanted;
  GListModel *model = G_LIST_MODEL (self->selection);

  if (wanted.end <= wanted.start)
    return;
  self->wanted = (PostilSpan) { 0, 0 };
  gtk_drop_down_set_selected (self->kinds, 1);
  gtk_drop_down_set_selected (self->codes, 0);
  gtk_check_button_set_active (self->only_open, FALSE);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (PostilCompareItem) item = g_list_model_get_item (model, i);

      if (!postil_span_overlaps (postil_compare_item_get_row (item)->hull, wanted))
        continue;
      gtk_single_selection_set_selected (self->selection, i);
      gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", i);
      return;
    }
}

void
postil_compare_view_clear (PostilCompareView *self)
{
  g_list_store_remove_all (self->items);
  g_clear_pointer (&self->comparison, postil_comparison_free);
}

void
postil_compare_view_compare (PostilCompareView *self)
{
  g_autoptr (GPtrArray) layers = g_ptr_array_new ();
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  if (self->set == NULL || self->store == NULL)
    return;
  postil_compare_view_clear (self);
  postil_compare_view_fill_choice (self);
  for (guint i = 0; i < self->coders->len; i++)
    g_ptr_array_add (layers, postil_coder_set_find (self->set, self->coders->pdata[i]));
  self->comparison = postil_comparison_new ((PostilLayer *const *) layers->pdata, layers->len,
                                            postil_document_get_layer (postil_store_get_document (self->store)));
  postil_compare_view_make_shown (self);
  postil_compare_view_fill_codes (self);
  for (guint r = 0; r < self->comparison->rows->len; r++)
    g_ptr_array_add (items, postil_compare_item_new (self->comparison->rows->pdata[r]));
  g_list_store_splice (self->items, 0, 0, items->pdata, items->len);
  postil_compare_view_show_banner (self);
  postil_compare_view_show_state (self);
  postil_compare_view_show_details (self);
  postil_compare_view_measure (self);
  gtk_stack_set_visible_child (self->stack, self->set->layers->len + g_strv_length (self->set->other) < 2 ? self->empty : self->work);
  go_to_wanted (self);
}

void
postil_compare_view_choose (PostilCompareView *self,
                            const char *const *coders)
{
  g_return_if_fail (POSTIL_IS_COMPARE_VIEW (self));
  g_return_if_fail (coders != NULL);

  g_ptr_array_set_size (self->chosen, 0);
  for (guint i = 0; coders[i] != NULL; i++)
    g_ptr_array_add (self->chosen, g_strdup (coders[i]));
  postil_compare_view_compare (self);
}

void
postil_compare_view_go_to (PostilCompareView *self,
                           PostilSpan         span)
{
  g_return_if_fail (POSTIL_IS_COMPARE_VIEW (self));

  self->wanted = span;
  if (self->comparison != NULL)
    go_to_wanted (self);
}

/* The widget */

static void
accept_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  postil_compare_view_accept (POSTIL_COMPARE_VIEW (widget), g_variant_get_uint32 (parameter));
}

static void
accept_all_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  postil_compare_view_accept (POSTIL_COMPARE_VIEW (widget), G_MAXUINT);
}

static void
accept_none_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  postil_compare_view_accept_none (POSTIL_COMPARE_VIEW (widget));
}

static void
accept_agreed_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  postil_compare_view_accept_agreed (POSTIL_COMPARE_VIEW (widget));
}

static void
edit_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  postil_compare_view_edit (POSTIL_COMPARE_VIEW (widget));
}

static void
done_clicked_cb (PostilCompareView *self)
{
  postil_compare_view_toggle_done (self);
}

static void
postil_compare_view_size_allocate (GtkWidget *widget,
                                   int        width,
                                   int        height,
                                   int        baseline)
{
  PostilCompareView *self = POSTIL_COMPARE_VIEW (widget);

  postil_turning_allocate (GTK_WIDGET (self->stack), GTK_WIDGET (self->body), width, height, baseline);
  postil_compare_view_fit_soon (self);
}

static void
postil_compare_view_measure_size (GtkWidget      *widget,
                                  GtkOrientation  orientation,
                                  int             for_size,
                                  int            *minimum,
                                  int            *natural,
                                  int            *minimum_baseline,
                                  int            *natural_baseline)
{
  postil_turning_measure (GTK_WIDGET (POSTIL_COMPARE_VIEW (widget)->stack), orientation, for_size, minimum, natural);
}

static gboolean
postil_compare_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (POSTIL_COMPARE_VIEW (widget)->list));
}

static void
postil_compare_view_dispose (GObject *object)
{
  PostilCompareView *self = POSTIL_COMPARE_VIEW (object);
  GtkWidget *child = NULL;

  postil_compare_view_stop (self);
  g_clear_handle_id (&self->fit_source, g_source_remove);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_object (&self->filtered);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->selection);
  g_clear_object (&self->items);
  g_clear_object (&self->shown);
  g_clear_object (&self->article);
  g_clear_object (&self->root);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (postil_compare_view_parent_class)->dispose (object);
}

static void
postil_compare_view_finalize (GObject *object)
{
  PostilCompareView *self = POSTIL_COMPARE_VIEW (object);

  g_free (self->decider);
  g_ptr_array_unref (self->chosen);
  g_ptr_array_unref (self->coders);
  g_ptr_array_unref (self->filter_codes);

  G_OBJECT_CLASS (postil_compare_view_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PostilCompareView, stack);
  gtk_widget_class_bind_template_child (widget_class, PostilCompareView, empty);
  gtk_widget_class_bind_template_child (widget_class, PostilCompareView, work);
  gtk_widget_class_bind_template_child (widget_class, PostilCompareView, banner);
  gtk_widget_class_bind_template_child (widget_class, PostilCompareView, banner_label);
  gtk_widget_class_bind_template_child (widget_class, PostilCompareView, body);
  gtk_widget_class_bind_template_child (widget_class, PostilCompareView, side);
  gtk_widget_class_bind_template_child (widget_class, PostilCompareView, scroller);
  gtk_widget_class_bind_template_child (widget_class, PostilCompareView, view);
  gtk_widget_class_bind_template_child (widget_class, PostilCompareView, coders_button);
  gtk_widget_class_bind_template_child (widget_class, PostilCompareView, coders_box);
  gtk_widget_class_bind_template_child (widget_class, PostilCompareView, numbers);
  gtk_widget_class_bind_template_child (widget_class, PostilCompareView, progress);
  gtk_widget_class_bind_template_child (widget_class, PostilCompareView, kinds);
  gtk_widget_class_bind_template_child (widget_class, PostilCompareView, codes);
  gtk_widget_class_bind_template_child (widget_class, PostilCompareView, only_open);
  gtk_widget_class_bind_template_child (widget_class, PostilCompareView, list);
  gtk_widget_class_bind_template_child (widget_class, PostilCompareView, details);
  gtk_widget_class_bind_template_child (widget_class, PostilCompareView, buttons);
  gtk_widget_class_bind_template_child (widget_class, PostilCompareView, done_button);
}

static void
postil_compare_view_class_init (PostilCompareViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = postil_compare_view_dispose;
  object_class->finalize = postil_compare_view_finalize;
  widget_class->grab_focus = postil_compare_view_grab_focus;
  widget_class->size_allocate = postil_compare_view_size_allocate;
  widget_class->measure = postil_compare_view_measure_size;

  signals[SIGNAL_NOTICE] =
    g_signal_new ("notice", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_ANNOUNCE] =
    g_signal_new ("announce", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_EDIT] =
    g_signal_new ("edit", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (POSTIL_TYPE_ARTICLE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/postil/Postil/ui/postil-compare-view.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback_full (widget_class, "filter_changed_cb", G_CALLBACK (postil_compare_view_filter));
  gtk_widget_class_bind_template_callback (widget_class, done_clicked_cb);
  gtk_widget_class_install_action (widget_class, "compare.accept", "u", accept_action);
  gtk_widget_class_install_action (widget_class, "compare.accept-all", NULL, accept_all_action);
  gtk_widget_class_install_action (widget_class, "compare.accept-none", NULL, accept_none_action);
  gtk_widget_class_install_action (widget_class, "compare.accept-agreed", NULL, accept_agreed_action);
  gtk_widget_class_install_action (widget_class, "compare.edit", NULL, edit_action);
  gtk_widget_class_set_css_name (widget_class, "postil-compare-view");
}

static void
postil_compare_view_init (PostilCompareView *self)
{
  self->chosen = g_ptr_array_new_with_free_func (g_free);
  self->coders = g_ptr_array_new_with_free_func (g_free);
  self->filter_codes = g_ptr_array_new_with_free_func (g_free);
  self->items = g_list_store_new (POSTIL_TYPE_COMPARE_ITEM);
  gtk_widget_init_template (GTK_WIDGET (self));
  postil_labels_let_all_shrink (GTK_WIDGET (self));
  postil_compare_view_init_list (self);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "activate-annotation", G_CALLBACK (activate_annotation_cb), self, G_CONNECT_SWAPPED);
  postil_compare_view_init_keys (self);
  gtk_stack_set_visible_child (self->stack, self->work);
}

GtkWidget *
postil_compare_view_new (GSettings *settings)
{
  PostilCompareView *self = NULL;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (POSTIL_TYPE_COMPARE_VIEW, NULL);
  self->settings = g_object_ref (settings);
  postil_settings_bind_view (settings, self->view);
  return GTK_WIDGET (self);
}
