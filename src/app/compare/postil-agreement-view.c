/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How far coders agree, and where they do not. It is measured in a thread, anew whenever a
 * choice is made; every number lists the passages behind it, and every passage opens where
 * coders are compared. Main thread. */

#include "config.h"

#include "app/compare/postil-agreement-view-private.h"

#include <glib/gi18n-lib.h>

#include "agreement/postil-agreement-json.h"
#include "agreement/postil-methods.h"
#include "app/compare/postil-turning.h"
#include "app/postil-accessible.h"
#include "app/postil-choices.h"
#include "app/postil-labels.h"
#include "model/postil-decision.h"

#define START_DELAY_MS 150
#define PROGRESS_MS 100
#define N_BOOTSTRAP 1000
#define SEED 1
#define DEFAULT_CODERS 2u
#define MAX_PASSAGES 5000u

enum
{
  SIGNAL_ANNOUNCE,
  SIGNAL_SAVE,
  SIGNAL_OPEN,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PostilAgreementView, postil_agreement_view, GTK_TYPE_WIDGET)

static guint signals[N_SIGNALS];

/* The passages behind a number */

void
postil_agreement_view_show_passages (PostilAgreementView *self,
                                     GPtrArray           *passages,
                                     const char          *title)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_set_size (self->behind, 0);
  for (guint i = 0; passages != NULL && i < MIN (passages->len, MAX_PASSAGES); i++)
    {
      g_ptr_array_add (self->behind, passages->pdata[i]);
      g_ptr_array_add (items, gtk_string_object_new (((PostilAgreementPassage *) passages->pdata[i])->excerpt));
    }
  g_list_store_remove_all (self->passages);
  g_list_store_splice (self->passages, 0, 0, items->pdata, items->len);
  gtk_label_set_text (self->passages_title, title);
  if (items->len > 0)
    gtk_widget_grab_focus (GTK_WIDGET (self->passages_list));
}

static gboolean
has_code (PostilAgreementView          *self,
          const PostilAgreementPassage *passage,
          guint                         code)
{
  for (guint i = 0; i < postil_coded_get_n_coders (self->result->coded); i++)
    if (passage->codes[i] == code)
      return TRUE;
  return FALSE;
}

static void
number_activated_cb (PostilAgreementView *self,
                     guint                position)
{
  g_autoptr (PostilAgreementItem) item = g_list_model_get_item (G_LIST_MODEL (self->numbers), position);
  g_autoptr (GPtrArray) passages = g_ptr_array_new ();
  g_autofree char *name = NULL;
  g_autofree char *title = NULL;
  guint code = 0;

  if (item == NULL || self->result == NULL)
    return;
  code = postil_agreement_item_get_number (item)->code;
  for (guint i = 0; i < self->result->passages->len; i++)
    {
      PostilAgreementPassage *passage = self->result->passages->pdata[i];

      if (postil_agreement_item_is_behind (item, passage) && (code == G_MAXUINT || has_code (self, passage, code)))
        g_ptr_array_add (passages, passage);
    }
  name = postil_agreement_item_dup_title (item);
  /* Translators: a measure, and how many passages make it less than 1. */
  title = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s: %u disagreement", "%s: %u disagreements", passages->len),
                           name, passages->len);
  postil_agreement_view_show_passages (self, passages, title);
  g_signal_emit (self, signals[SIGNAL_ANNOUNCE], 0, title);
}

static void
passage_activated_cb (PostilAgreementView *self,
                      guint                position)
{
  const PostilAgreementPassage *passage = NULL;
  g_autoptr (GPtrArray) coders = g_ptr_array_new ();
  const char *path = NULL;

  if (self->result == NULL || position >= self->behind->len)
    return;
  passage = self->behind->pdata[position];
  for (guint i = 0; i < postil_coded_get_n_coders (self->result->coded); i++)
    g_ptr_array_add (coders, (gpointer) postil_coded_get_coder (self->result->coded, i));
  g_ptr_array_add (coders, NULL);
  path = postil_coded_get_article (self->result->coded, passage->article)->path;
  g_signal_emit (self, signals[SIGNAL_OPEN], 0, path, passage->span.start, passage->span.end, coders->pdata);
}

/* Measuring */

static void
set_busy (PostilAgreementView *self,
          gboolean             is_busy)
{
  gtk_widget_set_visible (self->busy, is_busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "agreement.copy", !is_busy && self->result != NULL && self->result->agreement != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "agreement.save", !is_busy && self->result != NULL && self->result->agreement != NULL);
}

static gboolean
progress_cb (gpointer user_data)
{
  PostilAgreementView *self = user_data;
  double progress = postil_agreement_job_get_progress (self->job);

  /* Half of it is reading; how long measuring takes is not known. */
  if (progress < 0.5)
    gtk_progress_bar_set_fraction (self->progress, progress);
  else
    gtk_progress_bar_pulse (self->progress);
  return G_SOURCE_CONTINUE;
}

static void
end_job (PostilAgreementView *self)
{
  g_clear_handle_id (&self->progress_source, g_source_remove);
  g_clear_handle_id (&self->start_source, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->job = NULL;
}

/* The first time it is known only then who there is. */
static gboolean
choose_default (PostilAgreementView *self)
{
  if (self->coders->len > 0 || self->result->all_coders->len < 2)
    return FALSE;
  for (guint i = 0; i < self->result->all_coders->len && self->coders->len < DEFAULT_CODERS; i++)
    if (!g_str_equal (self->result->all_coders->pdata[i], POSTIL_CONSENSUS))
      g_ptr_array_add (self->coders, g_strdup (self->result->all_coders->pdata[i]));
  return self->coders->len > 1;
}

static void
clear_result (PostilAgreementView *self)
{
  g_list_store_remove_all (self->numbers);
  g_list_store_remove_all (self->passages);
  g_ptr_array_set_size (self->behind, 0);
  g_clear_pointer (&self->result, postil_agreement_result_free);
}

static void
measured_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (PostilAgreementView) self = POSTIL_AGREEMENT_VIEW (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilAgreementResult) measured = postil_agreement_job_finish (result, &error);

  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;
  end_job (self);
  clear_result (self);
  self->result = g_steal_pointer (&measured);
  if (self->result == NULL)
    {
      set_busy (self, FALSE);
      gtk_label_set_text (self->summary, error->message);
      return;
    }
  if (choose_default (self))
    {
      postil_agreement_view_start (self);
      return;
    }
  set_busy (self, FALSE);
  postil_agreement_view_fill (self);
  if (gtk_widget_is_focus (GTK_WIDGET (self)) || gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self))) == NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static char **
dup_names (GPtrArray *names)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < names->len; i++)
    g_strv_builder_add (builder, names->pdata[i]);
  return g_strv_builder_end (builder);
}

static gboolean
start_cb (gpointer user_data)
{
  PostilAgreementView *self = user_data;
  guint articles = gtk_drop_down_get_selected (self->articles);
  GFile *file = articles == 2 && self->article != NULL ? self->article : self->root;
  g_auto (GStrv) coders = dup_names (self->coders);
  g_auto (GStrv) codes = dup_names (self->codes);
  PostilAgreementRequest request = { 0 };

  self->start_source = 0;
  if (file == NULL || g_file_peek_path (file) == NULL)
    return G_SOURCE_REMOVE;
  request = (PostilAgreementRequest) {
    .path = (char *) g_file_peek_path (file),
    .coders = self->coders->len > 1 ? coders : NULL,
    .codes = self->codes->len > 0 ? codes : NULL,
    .unit = (PostilUnit) gtk_drop_down_get_selected (self->units),
    .includes_unfinished = articles != 0,
    .with_gamma = gtk_check_button_get_active (self->gamma),
    .n_bootstrap = N_BOOTSTRAP,
    .seed = SEED,
  };
  self->cancellable = g_cancellable_new ();
  self->job = postil_agreement_job_start (&request, self->cancellable, measured_cb, g_object_ref (self));
  self->progress_source = g_timeout_add (PROGRESS_MS, progress_cb, self);
  set_busy (self, TRUE);
  return G_SOURCE_REMOVE;
}

void
postil_agreement_view_start (PostilAgreementView *self)
{
  end_job (self);
  self->start_source = g_timeout_add (START_DELAY_MS, start_cb, self);
}

static void
changed_cb (PostilAgreementView *self)
{
  if (self->root != NULL && !self->is_filling)
    postil_agreement_view_start (self);
}

void
postil_agreement_view_stop (PostilAgreementView *self)
{
  g_return_if_fail (POSTIL_IS_AGREEMENT_VIEW (self));

  end_job (self);
  if (self->busy != NULL)
    set_busy (self, FALSE);
}

void
postil_agreement_view_load (PostilAgreementView *self,
                            GFile               *root,
                            GFile               *article)
{
  g_return_if_fail (POSTIL_IS_AGREEMENT_VIEW (self));
  g_return_if_fail (G_IS_FILE (root));

  g_set_object (&self->root, root);
  g_set_object (&self->article, article);
  postil_agreement_view_start (self);
}

/* What a person takes along */

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PostilAgreementView *self = POSTIL_AGREEMENT_VIEW (widget);
  g_autofree char *text = postil_methods_dup (self->result->agreement, self->result->coded, &self->result->options, POSTIL_VERSION);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  g_signal_emit (self, signals[SIGNAL_ANNOUNCE], 0, _("The methods paragraph is on the clipboard"));
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PostilAgreementView *self = POSTIL_AGREEMENT_VIEW (widget);
  gboolean is_json = g_str_equal (g_variant_get_string (parameter, NULL), "json");
  g_autoptr (GBytes) bytes = NULL;

  if (is_json)
    {
      GString *out = g_string_new (NULL);

      postil_agreement_append_json (self->result->agreement, self->result->coded, &self->result->options, self->result->left_out, out);
      bytes = g_string_free_to_bytes (out);
    }
  else
    {
      char *csv = postil_agreement_result_dup_csv (self->result);

      bytes = g_bytes_new_take (csv, strlen (csv));
    }
  g_signal_emit (self, signals[SIGNAL_SAVE], 0, is_json ? "agreement.json" : "agreement.csv", bytes);
}

static void
stop_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PostilAgreementView *self = POSTIL_AGREEMENT_VIEW (widget);

  postil_agreement_view_stop (self);
  gtk_label_set_text (self->summary, _("Stopped. Choose anything above to measure again."));
}

static void
postil_agreement_view_size_allocate (GtkWidget *widget,
                                     int        width,
                                     int        height,
                                     int        baseline)
{
  PostilAgreementView *self = POSTIL_AGREEMENT_VIEW (widget);

  postil_turning_allocate (self->frame, GTK_WIDGET (self->body), width, height, baseline);
}

static void
postil_agreement_view_measure (GtkWidget      *widget,
                               GtkOrientation  orientation,
                               int             for_size,
                               int            *minimum,
                               int            *natural,
                               int            *minimum_baseline,
                               int            *natural_baseline)
{
  postil_turning_measure (POSTIL_AGREEMENT_VIEW (widget)->frame, orientation, for_size, minimum, natural);
}

static gboolean
postil_agreement_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (POSTIL_AGREEMENT_VIEW (widget)->list));
}

static void
postil_agreement_view_dispose (GObject *object)
{
  PostilAgreementView *self = POSTIL_AGREEMENT_VIEW (object);
  GtkWidget *child = NULL;

  end_job (self);
  if (self->numbers != NULL)
    clear_result (self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  self->busy = NULL;
  g_clear_object (&self->numbers);
  g_clear_object (&self->passages);
  g_clear_object (&self->root);
  g_clear_object (&self->article);

  G_OBJECT_CLASS (postil_agreement_view_parent_class)->dispose (object);
}

static void
postil_agreement_view_finalize (GObject *object)
{
  PostilAgreementView *self = POSTIL_AGREEMENT_VIEW (object);

  g_ptr_array_unref (self->coders);
  g_ptr_array_unref (self->codes);
  g_ptr_array_unref (self->behind);

  G_OBJECT_CLASS (postil_agreement_view_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PostilAgreementView, frame);
  gtk_widget_class_bind_template_child (widget_class, PostilAgreementView, coders_button);
  gtk_widget_class_bind_template_child (widget_class, PostilAgreementView, coders_box);
  gtk_widget_class_bind_template_child (widget_class, PostilAgreementView, codes_button);
  gtk_widget_class_bind_template_child (widget_class, PostilAgreementView, codes_box);
  gtk_widget_class_bind_template_child (widget_class, PostilAgreementView, articles);
  gtk_widget_class_bind_template_child (widget_class, PostilAgreementView, units);
  gtk_widget_class_bind_template_child (widget_class, PostilAgreementView, gamma);
  gtk_widget_class_bind_template_child (widget_class, PostilAgreementView, busy);
  gtk_widget_class_bind_template_child (widget_class, PostilAgreementView, progress);
  gtk_widget_class_bind_template_child (widget_class, PostilAgreementView, summary);
  gtk_widget_class_bind_template_child (widget_class, PostilAgreementView, list);
  gtk_widget_class_bind_template_child (widget_class, PostilAgreementView, matrix_frame);
  gtk_widget_class_bind_template_child (widget_class, PostilAgreementView, matrix);
  gtk_widget_class_bind_template_child (widget_class, PostilAgreementView, passages_title);
  gtk_widget_class_bind_template_child (widget_class, PostilAgreementView, passages_list);
  gtk_widget_class_bind_template_child (widget_class, PostilAgreementView, body);
}

static void
postil_agreement_view_class_init (PostilAgreementViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = postil_agreement_view_dispose;
  object_class->finalize = postil_agreement_view_finalize;
  widget_class->size_allocate = postil_agreement_view_size_allocate;
  widget_class->measure = postil_agreement_view_measure;
  widget_class->grab_focus = postil_agreement_view_grab_focus;

  signals[SIGNAL_ANNOUNCE] =
    g_signal_new ("announce", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_SAVE] =
    g_signal_new ("save", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BYTES);
  signals[SIGNAL_OPEN] =
    g_signal_new ("open", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 4, G_TYPE_STRING, G_TYPE_UINT,
                  G_TYPE_UINT, G_TYPE_STRV);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/postil/Postil/ui/postil-agreement-view.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, number_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, passage_activated_cb);
  gtk_widget_class_install_action (widget_class, "agreement.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "agreement.save", "s", save_action);
  gtk_widget_class_install_action (widget_class, "agreement.stop", NULL, stop_action);
  gtk_widget_class_set_css_name (widget_class, "postil-agreement-view");
}

static void
postil_agreement_view_init (PostilAgreementView *self)
{
  self->coders = g_ptr_array_new_with_free_func (g_free);
  self->codes = g_ptr_array_new_with_free_func (g_free);
  self->behind = g_ptr_array_new ();
  self->numbers = g_list_store_new (POSTIL_TYPE_AGREEMENT_ITEM);
  self->passages = g_list_store_new (GTK_TYPE_STRING_OBJECT);
  gtk_widget_init_template (GTK_WIDGET (self));
  postil_labels_let_all_shrink (GTK_WIDGET (self));
  postil_accessible_name_menus (GTK_WIDGET (self));
  postil_choices_set_name (self->articles, NULL);
  postil_choices_set_name (self->units, NULL);
  postil_agreement_view_init_lists (self);
  set_busy (self, FALSE);
}

GtkWidget *
postil_agreement_view_new (void)
{
  return g_object_new (POSTIL_TYPE_AGREEMENT_VIEW, NULL);
}
