/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The table of a chart. Only what is on screen has widgets, so ten thousand rows are no more
 * than ten. The model's items are empty: a row's place in it says which one it is. Main thread. */

#include "config.h"

#include "app/overview/postil-chart-table.h"

#include "app/postil-accessible.h"
#include "app/postil-table-start.h"

#define MAX_COLUMNS 60u /* on screen; the CSV has all */

struct _PostilChartTable
{
  GtkWidget      parent_instance;

  GtkWidget     *scroller;
  GtkWidget     *view;
  PostilChart   *chart;
};

G_DEFINE_FINAL_TYPE (PostilChartTable, postil_chart_table, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef struct
{
  PostilChartTable *table;
  guint             column;
} Column;

typedef struct
{
  PostilChartTable *table;
  guint             mark;
} Opening;

static void
free_closure (gpointer  data,
              GClosure *closure)
{
  g_free (data);
}

static void
clicked_cb (GtkButton *button,
            Opening   *opening)
{
  g_signal_emit (opening->table, signals[SIGNAL_OPENED], 0, opening->mark);
}

static GtkWidget *
new_button (PostilChartTable *self,
            const char       *text,
            guint             mark)
{
  GtkWidget *label = gtk_label_new (text);
  GtkWidget *button = gtk_button_new ();
  g_autofree char *name = postil_chart_dup_name (self->chart, mark);
  Opening *opening = g_new0 (Opening, 1);

  opening->table = self;
  opening->mark = mark;
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_data (button, "clicked", G_CALLBACK (clicked_cb), opening, free_closure, G_CONNECT_DEFAULT);
  return button;
}

static void
bind_cb (GtkListItemFactory *factory,
         GtkListItem        *item,
         Column             *column)
{
  PostilChartTable *self = column->table;
  guint row = gtk_list_item_get_position (item);
  const PostilChartCell *cell = NULL;
  GtkWidget *child = NULL;

  if (self->chart == NULL || row >= postil_chart_get_n_table_rows (self->chart))
    return;
  cell = postil_chart_get_table_cell (self->chart, row, column->column);
  if (cell->mark != POSTIL_CHART_NO_MARK && postil_chart_get_mark (self->chart, cell->mark)->n > 0)
    child = new_button (self, cell->text, cell->mark);
  else
    {
      child = gtk_label_new (cell->text);
      gtk_label_set_xalign (GTK_LABEL (child), 0.0f);
      gtk_label_set_ellipsize (GTK_LABEL (child), PANGO_ELLIPSIZE_END);
      gtk_widget_add_css_class (child, "postil-cell");
    }
  gtk_list_item_set_child (item, child);
  if (column->column == 0)
    postil_accessible_name_row (item, cell->text);
}

static void
unbind_cb (GtkListItemFactory *factory,
           GtkListItem        *item,
           Column             *column)
{
  gtk_list_item_set_child (item, NULL);
}

static void
add_column (PostilChartTable *self,
            guint             index)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *view_column = NULL;
  Column *column = g_new0 (Column, 1);

  column->table = self;
  column->column = index;
  g_signal_connect_data (factory, "bind", G_CALLBACK (bind_cb), column, free_closure, G_CONNECT_DEFAULT);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), column);
  view_column = gtk_column_view_column_new (postil_chart_get_table_title (self->chart, index), factory);
  gtk_column_view_column_set_resizable (view_column, TRUE);
  gtk_column_view_column_set_expand (view_column, TRUE);
  gtk_column_view_append_column (GTK_COLUMN_VIEW (self->view), view_column);
  g_object_unref (view_column);
}

static GtkSelectionModel *
new_model (guint n_rows)
{
  g_autofree const char **empty = g_new (const char *, n_rows + 1);

  for (guint i = 0; i < n_rows; i++)
    empty[i] = "";
  empty[n_rows] = NULL;
  return GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (gtk_string_list_new (empty))));
}

static void
postil_chart_table_dispose (GObject *object)
{
  PostilChartTable *self = POSTIL_CHART_TABLE (object);

  self->chart = NULL;
  self->view = NULL;
  g_clear_pointer (&self->scroller, gtk_widget_unparent);

  G_OBJECT_CLASS (postil_chart_table_parent_class)->dispose (object);
}

static void
postil_chart_table_class_init (PostilChartTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = postil_chart_table_dispose;
  signals[SIGNAL_OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_UINT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
postil_chart_table_init (PostilChartTable *self)
{
  self->scroller = gtk_scrolled_window_new ();
  postil_table_start_at_first_column (GTK_SCROLLED_WINDOW (self->scroller));
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

void
postil_chart_table_set_chart (PostilChartTable *self,
                              PostilChart      *chart)
{
  g_autoptr (GtkSelectionModel) model = NULL;

  g_return_if_fail (POSTIL_IS_CHART_TABLE (self));

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), NULL);
  self->view = NULL;
  self->chart = chart;
  if (chart == NULL)
    return;
  model = new_model (postil_chart_get_n_table_rows (chart));
  self->view = gtk_column_view_new (g_steal_pointer (&model));
  gtk_column_view_set_show_row_separators (GTK_COLUMN_VIEW (self->view), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, postil_chart_get_title (chart), -1);
  for (guint i = 0; i < MIN (postil_chart_get_n_table_columns (chart), MAX_COLUMNS); i++)
    add_column (self, i);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->view);
}
