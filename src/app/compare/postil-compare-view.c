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
#include "app/postil-choices.h"
#include "app/postil-labels.h"
#include "app/postil-settings.h"
#include "model/postil-summary.h"

#define EXCERPT_CHARS 90

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

static void
show_banner (PostilCompareView *self)
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

/* Which rows are listed */

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

static void
filter_changed_cb (PostilCompareView *self)
{
  if (self->filtered != NULL)
    gtk_filter_changed (gtk_filter_list_model_get_filter (self->filtered), GTK_FILTER_CHANGE_DIFFERENT);
}

static void
fill_codes (PostilCompareView *self)
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

/* What is selected */

static PostilAnnotation *
get_first_passage (PostilCompareView         *self,
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
  PostilAnnotation *passage = row != NULL ? get_first_passage (self, row, &coder) : NULL;

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

/* The list */

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
  PostilAnnotation *passage = get_first_passage (self, row, &coder);
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

static void
consensus_changed_cb (PostilCompareView *self,
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
    filter_changed_cb (self);
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

static void
clear_comparison (PostilCompareView *self)
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
  clear_comparison (self);
  postil_compare_view_fill_choice (self);
  for (guint i = 0; i < self->coders->len; i++)
    g_ptr_array_add (layers, postil_coder_set_find (self->set, self->coders->pdata[i]));
  self->comparison = postil_comparison_new ((PostilLayer *const *) layers->pdata, layers->len,
                                            postil_document_get_layer (postil_store_get_document (self->store)));
  postil_compare_view_make_shown (self);
  fill_codes (self);
  for (guint r = 0; r < self->comparison->rows->len; r++)
    g_ptr_array_add (items, postil_compare_item_new (self->comparison->rows->pdata[r]));
  g_list_store_splice (self->items, 0, 0, items->pdata, items->len);
  show_banner (self);
  postil_compare_view_show_state (self);
  postil_compare_view_show_details (self);
  postil_compare_view_measure (self);
  gtk_stack_set_visible_child (self->stack, self->set->layers->len + g_strv_length (self->set->other) < 2 ? self->empty : self->work);
  go_to_wanted (self);
}

/* Reading */

static void
set_store (PostilCompareView *self,
           PostilStore       *store,
           gboolean           owns_store)
{
  self->store = g_object_ref (store);
  self->owns_store = owns_store;
  g_signal_connect_object (postil_store_get_document (store), "changed",
                           G_CALLBACK (consensus_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "notify::state", G_CALLBACK (show_banner), self, G_CONNECT_SWAPPED);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (PostilCompareView) self = POSTIL_COMPARE_VIEW (user_data);
  g_autoptr (GError) error = NULL;
  PostilCoderSet *set = postil_coder_set_read_finish (result, &error);

  if (g_task_get_cancellable (G_TASK (result)) != self->loading)
    {
      postil_coder_set_free (set);
      return;
    }
  if (set == NULL)
    {
      gtk_label_set_text (self->banner_label, error->message);
      gtk_revealer_set_reveal_child (GTK_REVEALER (self->banner), TRUE);
      return;
    }
  self->set = set;
  postil_compare_view_compare (self);
}

static void
store_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (PostilCompareView) self = POSTIL_COMPARE_VIEW (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilStore) store = postil_store_open_finish (result, &error);

  if (g_task_get_cancellable (G_TASK (result)) != self->loading)
    {
      if (store != NULL)
        postil_store_close (store);
      return;
    }
  if (store == NULL)
    {
      gtk_label_set_text (self->banner_label, error->message);
      gtk_revealer_set_reveal_child (GTK_REVEALER (self->banner), TRUE);
      return;
    }
  set_store (self, store, TRUE);
  postil_compare_view_compare (self);
}

static void
counted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (PostilCompareView) self = POSTIL_COMPARE_VIEW (user_data);
  PostilSettled settled = { 0, 0 };

  if (!postil_settled_count_finish (result, &settled, NULL)
      || g_task_get_cancellable (G_TASK (result)) != self->counting)
    return;
  g_clear_object (&self->counting);
  self->settled = settled;
  self->has_settled = TRUE;
  if (self->comparison != NULL)
    postil_compare_view_show_state (self);
}

static void
cancel (GCancellable **cancellable)
{
  if (*cancellable != NULL)
    g_cancellable_cancel (*cancellable);
  g_clear_object (cancellable);
}

static void
closed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  /* What could not be saved is in the journal. */
  (void) postil_store_flush_finish (POSTIL_STORE (source), result, NULL);
  postil_store_close (POSTIL_STORE (source));
  if (g_application_get_default () != NULL)
    g_application_release (g_application_get_default ());
}

static void
drop_store (PostilCompareView *self)
{
  if (self->store == NULL)
    return;
  g_signal_handlers_disconnect_by_data (postil_store_get_document (self->store), self);
  g_signal_handlers_disconnect_by_data (self->store, self);
  if (self->owns_store)
    {
      if (g_application_get_default () != NULL)
        g_application_hold (g_application_get_default ());
      postil_store_flush_async (self->store, NULL, closed_cb, NULL);
    }
  g_clear_object (&self->store);
}

void
postil_compare_view_stop (PostilCompareView *self)
{
  g_return_if_fail (POSTIL_IS_COMPARE_VIEW (self));

  cancel (&self->loading);
  cancel (&self->counting);
  cancel (&self->measuring);
  g_clear_handle_id (&self->measure_source, g_source_remove);
  if (self->items != NULL)
    clear_comparison (self);
  drop_store (self);
  g_clear_pointer (&self->set, postil_coder_set_free);
}

void
postil_compare_view_load (PostilCompareView *self,
                          GFile             *article,
                          GFile             *root,
                          const char        *decider,
                          PostilStore       *store)
{
  g_return_if_fail (POSTIL_IS_COMPARE_VIEW (self));
  g_return_if_fail (G_IS_FILE (article));
  g_return_if_fail (decider != NULL);

  postil_compare_view_stop (self);
  self->has_settled = FALSE;
  g_set_object (&self->article, article);
  g_set_object (&self->root, root);
  g_free (self->decider);
  self->decider = g_strdup (decider);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->banner), FALSE);
  self->loading = g_cancellable_new ();
  postil_coder_set_read_async (article, self->loading, read_cb, g_object_ref (self));
  if (store != NULL)
    set_store (self, store, FALSE);
  else
    postil_store_open_async (article, root, POSTIL_CONSENSUS, NULL, NULL, self->loading, store_cb, g_object_ref (self));
  if (root != NULL)
    {
      self->counting = g_cancellable_new ();
      postil_settled_count_async (root, self->counting, counted_cb, g_object_ref (self));
    }
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
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, done_clicked_cb);
  gtk_widget_class_install_action (widget_class, "compare.accept", "u", accept_action);
  gtk_widget_class_install_action (widget_class, "compare.accept-all", NULL, accept_all_action);
  gtk_widget_class_install_action (widget_class, "compare.accept-none", NULL, accept_none_action);
  gtk_widget_class_install_action (widget_class, "compare.accept-agreed", NULL, accept_agreed_action);
  gtk_widget_class_install_action (widget_class, "compare.edit", NULL, edit_action);
  gtk_widget_class_set_css_name (widget_class, "postil-compare-view");
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

static void
postil_compare_view_init (PostilCompareView *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkStringList) kinds = new_kinds ();

  self->chosen = g_ptr_array_new_with_free_func (g_free);
  self->coders = g_ptr_array_new_with_free_func (g_free);
  self->filter_codes = g_ptr_array_new_with_free_func (g_free);
  self->items = g_list_store_new (POSTIL_TYPE_COMPARE_ITEM);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drop_down_set_model (self->kinds, G_LIST_MODEL (kinds));
  postil_choices_set_name (self->kinds, NULL);
  postil_choices_set_name (self->codes, NULL);
  postil_choices_shorten (self->codes);
  self->filtered = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->items)),
                                              GTK_FILTER (gtk_custom_filter_new (filter_cb, self, NULL)));
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->filtered)));
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
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
