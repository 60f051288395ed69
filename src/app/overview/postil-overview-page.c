/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The overview: which chart, of what, by whom, and the chart or its table. The folder is read
 * in a thread into a tally; every other choice is counted from that at once. One's own passages
 * are shown first; whose else is for the person to choose. Main thread. */

#include "config.h"

#include "app/overview/postil-overview-page-private.h"

#include "app/overview/postil-chart-table.h"
#include "app/overview/postil-chart-view.h"
#include "app/postil-accessible.h"
#include "app/postil-choices.h"
#include "storage/postil-counting.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#define PROGRESS_MS 150u

G_DEFINE_FINAL_TYPE (PostilOverviewPage, postil_overview_page, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_OPENED,
  SIGNAL_TOLD,
  SIGNAL_NOTED,
  SIGNAL_SAVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- What is shown --------------------------------------------------------------------- */

static void
show_status (PostilOverviewPage *self,
             const char         *title,
             const char         *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_status_page_set_title (self->status, title);
  adw_status_page_set_description (self->status, escaped);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->status));
}

static void
drop_chart (PostilOverviewPage *self)
{
  postil_chart_view_set_chart (self->view, NULL);
  postil_chart_table_set_chart (self->table, NULL);
  g_clear_pointer (&self->chart, postil_chart_free);
}

static void
update_enabled (PostilOverviewPage *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "overview.copy", self->chart != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "overview.save", self->chart != NULL);
}

static void
show_page (PostilOverviewPage *self)
{
  if (self->chart == NULL)
    return;
  gtk_stack_set_visible_child_name (self->stack, gtk_toggle_button_get_active (self->as_table) ? "table" : "chart");
}

static void
update_chart (PostilOverviewPage *self)
{
  guint n_charts = 0;
  const PostilChartInfo *infos = postil_chart_list (&n_charts);
  guint chosen = gtk_drop_down_get_selected (self->charts);
  PostilChartRequest request;

  if (self->tally == NULL || self->is_filling || chosen >= n_charts)
    return;
  postil_overview_page_fill_ties (self, &infos[chosen]);
  drop_chart (self);
  if (postil_overview_page_fill_request (self, &infos[chosen], &request))
    {
      self->chart = postil_chart_new (&infos[chosen], &request);
      postil_chart_view_set_chart (self->view, self->chart);
      postil_chart_table_set_chart (self->table, self->chart);
      show_page (self);
    }
  else
    show_status (self, _("Nothing Marked Yet"), _("What you mark is counted here. Other coders can be chosen above."));
  update_enabled (self);
}

void
postil_overview_page_take_tally (PostilOverviewPage *self,
                                 PostilTally        *tally,
                                 PostilCodebook     *codebook,
                                 const char         *article,
                                 const char         *coder)
{
  g_return_if_fail (POSTIL_IS_OVERVIEW_PAGE (self));
  g_return_if_fail (tally != NULL && codebook != NULL && coder != NULL);

  drop_chart (self);
  g_clear_pointer (&self->tally, postil_tally_unref);
  g_clear_pointer (&self->codebook, postil_codebook_unref);
  self->tally = tally;
  self->codebook = codebook;
  if (article != self->article)
    {
      g_free (self->article);
      self->article = g_strdup (article);
    }
  if (coder != self->coder)
    {
      g_free (self->coder);
      self->coder = g_strdup (coder);
    }
  self->is_filling = TRUE;
  postil_overview_page_fill_choices (self);
  self->is_filling = FALSE;
  update_chart (self);
}

/* --- Reading --------------------------------------------------------------------------- */

typedef struct
{
  PostilOverviewPage *page; /* the task's source; only its counters are touched in the thread */
  char               *path;
  PostilTally        *tally;
  PostilCodebook     *codebook;
} Job;

static void
job_free (Job *job)
{
  g_clear_pointer (&job->tally, postil_tally_unref);
  g_clear_pointer (&job->codebook, postil_codebook_unref);
  g_free (job->path);
  g_free (job);
}

static void
progress_cb (guint    done,
             guint    total,
             gpointer user_data)
{
  Job *job = user_data;

  g_atomic_int_set (&job->page->n_total, (int) total);
  g_atomic_int_set (&job->page->n_done, (int) done);
}

static void
read_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Job *job = task_data;
  g_autoptr (PostilReport) report = postil_report_new ();
  GError *error = NULL;

  job->tally = postil_counting_read (job->path, NULL, &job->codebook, report, progress_cb, job, cancellable, &error);
  if (job->tally == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_int (task, (gssize) postil_report_get_n_entries (report));
}

static void
end_reading (PostilOverviewPage *self)
{
  g_clear_handle_id (&self->progress_source, g_source_remove);
  gtk_widget_hide (self->reading);
  g_clear_object (&self->cancellable);
}

static void
tell_problems (PostilOverviewPage *self,
               guint               n_problems)
{
  g_autofree char *text = NULL;

  if (n_problems == 0)
    return;
  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u file could not be read and is not counted.",
                                       "%u files could not be read and are not counted.", n_problems), n_problems);
  g_signal_emit (self, signals[SIGNAL_NOTED], 0, text);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  PostilOverviewPage *self = POSTIL_OVERVIEW_PAGE (source);
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gssize n_problems = g_task_propagate_int (G_TASK (result), &error);

  /* Another one is being read by now, or the page is going. */
  if (self->stack == NULL || g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;
  end_reading (self);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      if (self->chart == NULL)
        show_status (self, _("Reading Was Stopped"), _("Choose the overview again to read the articles."));
    }
  else if (error != NULL)
    show_status (self, _("Nothing Can Be Counted"), error->message);
  else
    {
      postil_overview_page_take_tally (self, g_steal_pointer (&job->tally), g_steal_pointer (&job->codebook),
                                       self->article, self->coder);
      tell_problems (self, (guint) n_problems);
    }
}

static gboolean
show_progress_cb (gpointer user_data)
{
  PostilOverviewPage *self = user_data;
  int total = g_atomic_int_get (&self->n_total);

  gtk_widget_show (self->reading);
  if (total > 0)
    gtk_progress_bar_set_fraction (self->progress, (double) g_atomic_int_get (&self->n_done) / total);
  else
    gtk_progress_bar_pulse (self->progress);
  return G_SOURCE_CONTINUE;
}

void
postil_overview_page_read (PostilOverviewPage *self,
                           const char         *path,
                           const char         *article,
                           const char         *coder)
{
  g_autoptr (GTask) task = NULL;
  Job *job = NULL;

  g_return_if_fail (POSTIL_IS_OVERVIEW_PAGE (self));
  g_return_if_fail (path != NULL && coder != NULL);

  /* Another folder: nothing of the last one is left on screen. */
  if (g_strcmp0 (self->path, path) != 0 || g_strcmp0 (self->coder, coder) != 0)
    {
      drop_chart (self);
      show_status (self, _("Counting…"), "");
      update_enabled (self);
    }
  g_free (self->path);
  self->path = g_strdup (path);
  g_free (self->article);
  self->article = g_strdup (article);
  g_free (self->coder);
  self->coder = g_strdup (coder);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->n_done = self->n_total = 0;
  if (self->progress_source == 0)
    self->progress_source = g_timeout_add (PROGRESS_MS, show_progress_cb, self);
  job = g_new0 (Job, 1);
  job->page = self;
  job->path = g_strdup (path);
  task = g_task_new (self, self->cancellable, read_cb, NULL);
  g_task_set_source_tag (task, postil_overview_page_read);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_task_run_in_thread (task, read_thread);
}

PostilChart *
postil_overview_page_get_chart (PostilOverviewPage *self)
{
  g_return_val_if_fail (POSTIL_IS_OVERVIEW_PAGE (self), NULL);

  return self->chart;
}

/* --- The widget ------------------------------------------------------------------------ */

static void
opened_cb (PostilOverviewPage *self,
           guint               mark)
{
  g_signal_emit (self, signals[SIGNAL_OPENED], 0, mark);
}

static void
told_cb (PostilOverviewPage *self,
         const char         *text)
{
  g_signal_emit (self, signals[SIGNAL_TOLD], 0, text);
}

static void
stop_cb (PostilOverviewPage *self)
{
  g_cancellable_cancel (self->cancellable);
}

static void
copy_cb (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  PostilOverviewPage *self = POSTIL_OVERVIEW_PAGE (widget);
  g_autofree char *csv = NULL;

  if (self->chart == NULL)
    return;
  csv = postil_chart_dup_csv (self->chart);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), csv);
  g_signal_emit (self, signals[SIGNAL_NOTED], 0, _("The table was copied as CSV."));
}

static void
save_cb (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  if (POSTIL_OVERVIEW_PAGE (widget)->chart != NULL)
    g_signal_emit (widget, signals[SIGNAL_SAVE], 0, g_variant_get_string (parameter, NULL));
}

static gboolean
postil_overview_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (POSTIL_OVERVIEW_PAGE (widget)->charts));
}

static void
postil_overview_page_dispose (GObject *object)
{
  PostilOverviewPage *self = POSTIL_OVERVIEW_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->progress_source, g_source_remove);
  if (self->stack != NULL)
    drop_chart (self);
  self->stack = NULL;
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (postil_overview_page_parent_class)->dispose (object);
}

static void
postil_overview_page_finalize (GObject *object)
{
  PostilOverviewPage *self = POSTIL_OVERVIEW_PAGE (object);

  g_clear_pointer (&self->tally, postil_tally_unref);
  g_clear_pointer (&self->codebook, postil_codebook_unref);
  g_clear_pointer (&self->times, g_array_unref);
  g_free (self->path);
  g_free (self->article);
  g_free (self->coder);

  G_OBJECT_CLASS (postil_overview_page_parent_class)->finalize (object);
}

static void
postil_overview_page_class_init (PostilOverviewPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = postil_overview_page_dispose;
  object_class->finalize = postil_overview_page_finalize;
  widget_class->grab_focus = postil_overview_page_grab_focus;

  signals[SIGNAL_OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SIGNAL_TOLD] = g_signal_new ("told", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_NOTED] = g_signal_new ("noted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_SAVE] = g_signal_new ("save", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_install_action (widget_class, "overview.copy", NULL, copy_cb);
  gtk_widget_class_install_action (widget_class, "overview.save", "s", save_cb);

  g_type_ensure (POSTIL_TYPE_CHART_VIEW);
  g_type_ensure (POSTIL_TYPE_CHART_TABLE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/postil/Postil/ui/postil-overview-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PostilOverviewPage, box);
  gtk_widget_class_bind_template_child (widget_class, PostilOverviewPage, charts);
  gtk_widget_class_bind_template_child (widget_class, PostilOverviewPage, scopes);
  gtk_widget_class_bind_template_child (widget_class, PostilOverviewPage, coders);
  gtk_widget_class_bind_template_child (widget_class, PostilOverviewPage, actors);
  gtk_widget_class_bind_template_child (widget_class, PostilOverviewPage, periods);
  gtk_widget_class_bind_template_child (widget_class, PostilOverviewPage, ties);
  gtk_widget_class_bind_template_child (widget_class, PostilOverviewPage, as_table);
  gtk_widget_class_bind_template_child (widget_class, PostilOverviewPage, reading);
  gtk_widget_class_bind_template_child (widget_class, PostilOverviewPage, progress);
  gtk_widget_class_bind_template_child (widget_class, PostilOverviewPage, stack);
  gtk_widget_class_bind_template_child (widget_class, PostilOverviewPage, view);
  gtk_widget_class_bind_template_child (widget_class, PostilOverviewPage, table);
  gtk_widget_class_bind_template_child (widget_class, PostilOverviewPage, status);
  gtk_widget_class_bind_template_callback (widget_class, opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, told_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_chart);
  gtk_widget_class_bind_template_callback (widget_class, show_page);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
postil_overview_page_init (PostilOverviewPage *self)
{
  guint n_charts = 0;
  const PostilChartInfo *infos = postil_chart_list (&n_charts);
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  self->is_filling = TRUE;
  self->times = g_array_new (FALSE, FALSE, sizeof (PostilOverviewTime));
  gtk_widget_init_template (GTK_WIDGET (self));
  postil_accessible_name_menus (GTK_WIDGET (self));
  for (guint i = 0; i < n_charts; i++)
    gtk_string_list_append (list, _(infos[i].title));
  gtk_drop_down_set_model (self->charts, G_LIST_MODEL (list));
  postil_choices_shorten (self->actors);
  postil_choices_shorten (self->coders);
  postil_choices_shorten (self->ties);
  gtk_drop_down_set_selected (self->scopes, 1);
  self->is_filling = FALSE;
  postil_choices_set_name (self->charts, _("Chart"));
  postil_choices_set_name (self->scopes, _("Of What"));
  postil_choices_set_name (self->coders, _("By Whom"));
  postil_choices_set_name (self->actors, _("Who Is an Actor"));
  postil_choices_set_name (self->periods, _("Published When"));
  postil_choices_set_name (self->ties, _("Which Ties"));
  update_enabled (self);
}

GtkWidget *
postil_overview_page_new (void)
{
  return g_object_new (POSTIL_TYPE_OVERVIEW_PAGE, NULL);
}
