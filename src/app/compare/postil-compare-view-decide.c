/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Deciding: what is accepted becomes a change of the consensus. The keys are those of one
 * letter or digit, as long as nobody writes. Main thread. */

#include "config.h"

#include "app/compare/postil-compare-view-private.h"

#include <glib/gi18n-lib.h>

#include "app/postil-change-title.h"
#include "model/postil-edit.h"
#include "model/postil-summary.h"

static PostilDocument *
get_consensus (PostilCompareView *self)
{
  return postil_store_get_document (self->store);
}

static guint
count_open (PostilCompareView *self)
{
  guint n = 0;

  for (guint r = 0; r < self->comparison->rows->len; r++)
    {
      const PostilComparisonRow *row = self->comparison->rows->pdata[r];

      n += row->kind != POSTIL_DIFFERENCE_NONE && !postil_comparison_row_is_settled (row);
    }
  return n;
}

/* TRUE where something became different. */
static gboolean
apply (PostilCompareView *self,
       PostilChange      *change,
       GError            *error)
{
  g_autoptr (GError) applying = NULL;
  g_autofree char *title = NULL;
  g_autofree char *left = NULL;
  g_autofree char *message = NULL;
  guint n = 0;

  if (error != NULL)
    {
      postil_compare_view_notice (self, error->message);
      return FALSE;
    }
  if (change == NULL)
    {
      postil_compare_view_announce (self, _("That is how it is already"));
      return FALSE;
    }
  if (!postil_document_apply (get_consensus (self), change, POSTIL_ORIGIN_DO, &applying))
    {
      postil_compare_view_notice (self, applying->message);
      return FALSE;
    }
  n = count_open (self);
  title = postil_change_title_dup (change, postil_document_get_codebook (self->shown));
  left = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u disagreement is open", "%u disagreements are open", n), n);
  /* Translators: what was done, and what is left to do. */
  message = g_strdup_printf (_("%s. %s"), title, left);
  postil_compare_view_announce (self, message);
  return TRUE;
}

/* One coder's, or with G_MAXUINT what all of them marked there. */
static PostilDecisionChoice *
list_choices (PostilCompareView         *self,
              const PostilComparisonRow *row,
              guint                      coder,
              guint                     *n)
{
  PostilDecisionChoice *choices = g_new0 (PostilDecisionChoice, self->coders->len);

  *n = 0;
  for (guint i = 0; i < self->coders->len; i++)
    if (row->passages[i] != NULL && (coder == G_MAXUINT || coder == i))
      choices[(*n)++] = (PostilDecisionChoice) { row->passages[i], self->coders->pdata[i] };
  return choices;
}

static PostilChange *
take_row (PostilCompareView         *self,
          const PostilComparisonRow *row,
          guint                      coder,
          GError                   **error)
{
  guint n = 0;
  g_autofree PostilDecisionChoice *choices = list_choices (self, row, coder, &n);

  return postil_decision_take (get_consensus (self), choices, n, row->settled, row->rejected, self->decider, error);
}

static PostilChange *
turn_down_row (PostilCompareView         *self,
               const PostilComparisonRow *row)
{
  guint n = 0;
  g_autofree PostilDecisionChoice *choices = list_choices (self, row, G_MAXUINT, &n);

  return postil_decision_turn_down (get_consensus (self), choices, n, row->settled, row->rejected, self->decider);
}

void
postil_compare_view_accept (PostilCompareView *self,
                            guint              coder)
{
  const PostilComparisonRow *row = postil_compare_view_get_row (self);
  g_autoptr (PostilChange) change = NULL;
  g_autoptr (GError) error = NULL;

  if (row == NULL || (coder != G_MAXUINT && coder >= self->coders->len))
    return;

  /* Who did not mark it says that there is nothing. */
  if (coder != G_MAXUINT && row->passages[coder] == NULL)
    change = turn_down_row (self, row);
  else
    change = take_row (self, row, coder, &error);
  apply (self, change, error);
}

void
postil_compare_view_accept_none (PostilCompareView *self)
{
  const PostilComparisonRow *row = postil_compare_view_get_row (self);
  g_autoptr (PostilChange) change = NULL;

  if (row == NULL)
    return;
  change = turn_down_row (self, row);
  apply (self, change, NULL);
}

/* All that is the same with everybody and not in the consensus yet, in one step. */
void
postil_compare_view_accept_agreed (PostilCompareView *self)
{
  g_autoptr (PostilChange) change = postil_change_new (POSTIL_CHANGE_ADJUDICATE);

  if (self->comparison == NULL)
    return;
  for (guint r = 0; r < self->comparison->rows->len; r++)
    {
      const PostilComparisonRow *row = self->comparison->rows->pdata[r];
      g_autoptr (PostilChange) one = NULL;

      if (row->kind != POSTIL_DIFFERENCE_NONE || postil_comparison_row_is_settled (row))
        continue;
      /* One that is in the way of another is left to be decided by hand. */
      one = take_row (self, row, G_MAXUINT, NULL);
      if (one != NULL)
        postil_decision_join (change, one);
    }
  if (postil_change_is_empty (change))
    postil_compare_view_notice (self, _("All that the coders agree on is in the consensus."));
  else
    apply (self, change, NULL);
}

typedef struct
{
  PostilCompareView *view;
  char              *id;
} Editing;

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Editing *editing = user_data;

  (void) postil_store_flush_finish (POSTIL_STORE (source), result, NULL);
  postil_compare_view_emit_edit (editing->view, editing->id);
  g_object_unref (editing->view);
  g_free (editing->id);
  g_free (editing);
}

/* By hand: what is there, or else what the first coder marked, is where to begin. */
void
postil_compare_view_edit (PostilCompareView *self)
{
  const PostilComparisonRow *row = postil_compare_view_get_row (self);
  Editing *editing = NULL;

  if (self->comparison == NULL)
    return;
  if (row != NULL && row->settled->len == 0)
    {
      guint first = 0;

      while (row->passages[first] == NULL)
        first++;
      postil_compare_view_accept (self, first);
    }
  editing = g_new0 (Editing, 1);
  editing->view = g_object_ref (self);
  if (row != NULL && row->settled->len > 0)
    editing->id = g_strdup (postil_annotation_get_id (row->settled->pdata[0]));
  postil_store_flush_async (self->store, NULL, saved_cb, editing);
}

void
postil_compare_view_step (PostilCompareView *self,
                          int                direction)
{
  GListModel *model = G_LIST_MODEL (self->selection);
  int n = (int) g_list_model_get_n_items (model);
  int start = (int) gtk_single_selection_get_selected (self->selection);

  for (int i = 1; i <= n; i++)
    {
      int position = ((start + direction * i) % n + n) % n;
      g_autoptr (PostilCompareItem) item = g_list_model_get_item (model, (guint) position);
      const PostilComparisonRow *row = postil_compare_item_get_row (item);

      if (row->kind == POSTIL_DIFFERENCE_NONE || postil_comparison_row_is_settled (row))
        continue;
      gtk_single_selection_set_selected (self->selection, (guint) position);
      gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", (guint) position);
      return;
    }
  postil_compare_view_announce (self, _("No disagreement is open here"));
}

void
postil_compare_view_undo (PostilCompareView *self)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (POSTIL_IS_COMPARE_VIEW (self));

  if (self->store == NULL)
    return;
  if (postil_document_undo (get_consensus (self), NULL, &error))
    postil_compare_view_announce (self, _("Undone"));
  else if (error != NULL)
    postil_compare_view_notice (self, error->message);
}

void
postil_compare_view_redo (PostilCompareView *self)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (POSTIL_IS_COMPARE_VIEW (self));

  if (self->store == NULL)
    return;
  if (postil_document_redo (get_consensus (self), NULL, &error))
    postil_compare_view_announce (self, _("Done again"));
  else if (error != NULL)
    postil_compare_view_notice (self, error->message);
}

void
postil_compare_view_toggle_done (PostilCompareView *self)
{
  const char *status = NULL;
  gboolean is_done = FALSE;
  g_autoptr (PostilChange) change = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (POSTIL_IS_COMPARE_VIEW (self));

  if (self->store == NULL || self->comparison == NULL)
    return;
  status = postil_layer_get_info (postil_document_get_layer (get_consensus (self)))->status;
  is_done = g_strcmp0 (status, POSTIL_STATUS_DONE) == 0;
  change = postil_edit_set_status (get_consensus (self), is_done ? POSTIL_STATUS_IN_PROGRESS : POSTIL_STATUS_DONE);
  if (change == NULL || !postil_document_apply (get_consensus (self), change, POSTIL_ORIGIN_DO, &error))
    {
      if (error != NULL)
        postil_compare_view_notice (self, error->message);
      return;
    }
  postil_compare_view_announce (self, is_done ? _("The article is not settled any more") : _("The article is settled"));
}

static gboolean
key_pressed_cb (PostilCompareView *self,
                guint              keyval,
                guint              keycode,
                GdkModifierType    state)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0 || self->comparison == NULL
      || (focus != NULL && GTK_IS_TEXT (focus)))
    return GDK_EVENT_PROPAGATE;

  if (keyval >= GDK_KEY_1 && keyval <= GDK_KEY_9)
    postil_compare_view_accept (self, keyval - GDK_KEY_1);
  else if (keyval >= GDK_KEY_KP_1 && keyval <= GDK_KEY_KP_9)
    postil_compare_view_accept (self, keyval - GDK_KEY_KP_1);
  else if (keyval == GDK_KEY_b)
    postil_compare_view_accept (self, G_MAXUINT);
  else if (keyval == GDK_KEY_x)
    postil_compare_view_accept_none (self);
  else if (keyval == GDK_KEY_e)
    postil_compare_view_edit (self);
  else if (keyval == GDK_KEY_a)
    postil_compare_view_accept_agreed (self);
  else if (keyval == GDK_KEY_n)
    postil_compare_view_step (self, 1);
  else if (keyval == GDK_KEY_N)
    postil_compare_view_step (self, -1);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

void
postil_compare_view_init_keys (PostilCompareView *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}
