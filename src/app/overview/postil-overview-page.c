/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The overview: which chart, of what, by whom, and the chart or its table. The folder is read
 * in a thread into a tally; every other choice is counted from that at once. One's own passages
 * are shown first; whose else is for the person to choose. Main thread. */

#include "config.h"

#include "app/overview/postil-overview-page.h"

#include "app/overview/postil-chart-table.h"
#include "app/overview/postil-chart-view.h"
#include "app/postil-choices.h"
#include "storage/postil-counting.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#define PROGRESS_MS 150u
#define MAX_MONTHS 72u /* that are offered one by one */

struct _PostilOverviewPage
{
  GtkWidget       parent_instance;

  GtkWidget      *box;
  GtkDropDown    *charts;
  GtkDropDown    *scopes;
  GtkDropDown    *coders;
  GtkDropDown    *actors;
  GtkDropDown    *periods;      /* of publication */
  GtkDropDown    *ties;         /* of a network: what an attribute does to them */
  GtkToggleButton *as_table;
  GtkWidget      *reading;      /* a row with what follows */
  GtkProgressBar *progress;
  GtkStack       *stack;
  PostilChartView *view;
  PostilChartTable *table;
  AdwStatusPage  *status;

  PostilTally    *tally;
  PostilCodebook *codebook;
  PostilChart    *chart;
  char           *path;
  char           *article;      /* the open one, as the tally names it; or NULL */
  char           *coder;        /* one's own */
  GCancellable   *cancellable;  /* of what is being read */
  guint           progress_source;
  int             n_done;       /* told by the thread */
  int             n_total;
  GArray         *times;        /* (element-type Time) of the periods, but the first */
  gboolean        is_filling;   /* the choices are being changed by us */
};

typedef struct
{
  PostilTallyBy by;
  guint32       value;
} Time;

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

/* FALSE where the person has marked nothing at all, and so has no number. */
static gboolean
fill_request (PostilOverviewPage    *self,
              const PostilChartInfo *info,
              PostilChartRequest    *request)
{
  guint actor = gtk_drop_down_get_selected (self->actors);
  guint period = gtk_drop_down_get_selected (self->periods);

  *request = (PostilChartRequest) { .tally = self->tally, .filter = POSTIL_TALLY_ALL, .codebook = self->codebook,
                                    .attribute = POSTIL_TALLY_NONE, .qualifier = POSTIL_TALLY_NONE };
  if (period > 0 && period <= self->times->len)
    {
      const Time *time = &g_array_index (self->times, Time, period - 1);

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

/* What can be done with the other attributes in this chart; what was chosen for the last one is kept
 * only while it means the same. */
static void
fill_ties (PostilOverviewPage    *self,
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
update_chart (PostilOverviewPage *self)
{
  guint n_charts = 0;
  const PostilChartInfo *infos = postil_chart_list (&n_charts);
  guint chosen = gtk_drop_down_get_selected (self->charts);
  PostilChartRequest request;

  if (self->tally == NULL || self->is_filling || chosen >= n_charts)
    return;
  fill_ties (self, &infos[chosen]);
  drop_chart (self);
  if (fill_request (self, &infos[chosen], &request))
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

/* --- Choices --------------------------------------------------------------------------- */

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
  Time time = { by, value };

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
  fill_scopes (self);
  fill_coders (self);
  fill_actors (self);
  fill_periods (self);
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
set_name (gpointer    widget,
          const char *name)
{
  /* Newer GTKs name a drop-down by what is chosen in it. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
postil_overview_page_init (PostilOverviewPage *self)
{
  guint n_charts = 0;
  const PostilChartInfo *infos = postil_chart_list (&n_charts);
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  self->is_filling = TRUE;
  self->times = g_array_new (FALSE, FALSE, sizeof (Time));
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < n_charts; i++)
    gtk_string_list_append (list, _(infos[i].title));
  gtk_drop_down_set_model (self->charts, G_LIST_MODEL (list));
  postil_choices_shorten (self->actors);
  postil_choices_shorten (self->coders);
  postil_choices_shorten (self->ties);
  gtk_drop_down_set_selected (self->scopes, 1);
  self->is_filling = FALSE;
  set_name (self->charts, _("Chart"));
  set_name (self->scopes, _("Of What"));
  set_name (self->coders, _("By Whom"));
  set_name (self->actors, _("Who Is an Actor"));
  set_name (self->periods, _("Published When"));
  set_name (self->ties, _("Which Ties"));
  update_enabled (self);
}

GtkWidget *
postil_overview_page_new (void)
{
  return g_object_new (POSTIL_TYPE_OVERVIEW_PAGE, NULL);
}
