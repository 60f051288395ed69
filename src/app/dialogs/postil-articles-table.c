/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The folder as a table. The list beside the article has room for one line of what is known; here
 * each field has a column, to be sorted by and to be taken elsewhere. Rows are what the list
 * shows, so its filter is the table's. Main thread. */

#include "config.h"

#include "app/dialogs/postil-articles-table.h"

#include "app/dialogs/postil-save-table.h"
#include "app/postil-accessible.h"
#include "app/postil-labels.h"
#include "app/postil-table-start.h"
#include "exchange/postil-csv.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_COLUMN_CHARS 40

struct _PostilArticlesTable
{
  AdwWindow           parent_instance;

  GtkSortListModel   *sorted;
  GtkSingleSelection *selection;
  GtkWidget          *view;
  GtkWidget          *status;
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PostilArticlesTable, postil_articles_table, ADW_TYPE_WINDOW)

static guint signals[N_SIGNALS];

typedef struct
{
  const char         *name;   /* in files, for ever */
  const char         *title;  /* NULL: in files only */
  PostilRecordField   field;  /* where there are no functions */
  char             *(*dup)      (PostilFolderItem *item); /* for files */
  char             *(*dup_shown) (PostilFolderItem *item);
  gint64            (*get_rank) (PostilFolderItem *item); /* to sort by; NULL: by the text */
  int                 width_chars;
  gboolean            is_number;
} Column;

static char *
dup_name (PostilFolderItem *item)
{
  return g_strdup (postil_folder_item_get_name (item));
}

static char *
dup_state (PostilFolderItem *item)
{
  static const char *const words[] = {
    [POSTIL_ARTICLE_UNTOUCHED] = "untouched",
    [POSTIL_ARTICLE_IN_PROGRESS] = "in progress",
    [POSTIL_ARTICLE_DONE] = "done",
  };

  return g_strdup (words[postil_folder_item_get_state (item)]);
}

static char *
dup_shown_state (PostilFolderItem *item)
{
  return g_strdup (postil_folder_item_get_state_title (item));
}

static gint64
get_state (PostilFolderItem *item)
{
  return postil_folder_item_get_state (item);
}

static gint64
get_n_annotations (PostilFolderItem *item)
{
  return postil_summary_get_n_annotations (postil_folder_item_get_scanned (item)->summary);
}

static gint64
get_n_unsure (PostilFolderItem *item)
{
  PostilSummary *summary = postil_folder_item_get_scanned (item)->summary;

  return summary != NULL ? postil_summary_get (summary)->n_unsure : 0;
}

static gint64
get_seconds (PostilFolderItem *item)
{
  return postil_folder_item_get_seconds (item);
}

static char *
dup_number (gint64 n)
{
  return n != 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, n) : g_strdup ("");
}

static char *
dup_n_annotations (PostilFolderItem *item)
{
  return dup_number (get_n_annotations (item));
}

static char *
dup_n_unsure (PostilFolderItem *item)
{
  return dup_number (get_n_unsure (item));
}

static char *
dup_shown_time (PostilFolderItem *item)
{
  char *duration = postil_folder_item_dup_duration (postil_folder_item_get_seconds (item));

  return duration != NULL ? duration : g_strdup ("");
}

static char *
dup_problem (PostilFolderItem *item)
{
  char *problem = postil_folder_item_dup_problem (item);

  return problem != NULL ? problem : g_strdup ("");
}

/* The time spent is shown to the person and not written: tables are passed on. */
static const Column columns[] = {
  { "article", N_("Article"), 0, dup_name, NULL, NULL, 26, FALSE },
  { "state", N_("State"), 0, dup_state, dup_shown_state, get_state, 10, FALSE },
  { "annotations", N_("Annotations"), 0, dup_n_annotations, NULL, get_n_annotations, 0, TRUE },
  { "unsure", N_("Unsure"), 0, dup_n_unsure, NULL, get_n_unsure, 0, TRUE },
  { NULL, N_("Time Spent"), 0, NULL, dup_shown_time, get_seconds, 0, TRUE },
  { "title", N_("Title"), POSTIL_RECORD_TITLE, NULL, NULL, NULL, 24, FALSE },
  { "author", N_("Author"), POSTIL_RECORD_AUTHOR, NULL, NULL, NULL, 12, FALSE },
  { "publisher", N_("Publisher"), POSTIL_RECORD_PUBLISHER, NULL, NULL, NULL, 12, FALSE },
  { "date", N_("Date"), POSTIL_RECORD_DATE, NULL, NULL, NULL, 10, FALSE },
  { "language", N_("Language"), POSTIL_RECORD_LANGUAGE, NULL, NULL, NULL, 4, FALSE },
  { "url", NULL, POSTIL_RECORD_URL, NULL, NULL, NULL, 0, FALSE },
  { "problem", N_("Problem"), 0, dup_problem, NULL, NULL, 16, FALSE },
};

static char *
dup_cell (const Column     *column,
          PostilFolderItem *item,
          gboolean          is_shown)
{
  const PostilArticleRecord *record = postil_folder_item_get_record (item);
  const char *value = NULL;

  if (is_shown && column->dup_shown != NULL)
    return column->dup_shown (item);
  if (column->dup != NULL)
    return column->dup (item);
  value = record != NULL ? postil_article_record_get (record, column->field) : NULL;
  return g_strdup (value != NULL ? value : "");
}

static void
append_row (GString          *table,
            PostilFolderItem *item,
            char              separator)
{
  gboolean is_first = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autofree char *cell = NULL;

      if (columns[i].name == NULL)
        continue;
      cell = item != NULL ? dup_cell (&columns[i], item, FALSE) : g_strdup (columns[i].name);
      if (!is_first)
        g_string_append_c (table, separator);
      postil_csv_append_field (table, cell, separator);
      is_first = FALSE;
    }
  g_string_append_c (table, '\n');
}

GString *
postil_articles_table_to_csv (GListModel *items,
                              char        separator)
{
  GString *table = NULL;

  g_return_val_if_fail (G_IS_LIST_MODEL (items), NULL);

  table = g_string_new (NULL);
  append_row (table, NULL, separator);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (PostilFolderItem) item = g_list_model_get_item (items, i);

      append_row (table, item, separator);
    }
  return table;
}

static int
compare_cb (gconstpointer left,
            gconstpointer right,
            gpointer      user_data)
{
  const Column *column = user_data;
  PostilFolderItem *a = (PostilFolderItem *) left;
  PostilFolderItem *b = (PostilFolderItem *) right;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  if (column->get_rank != NULL)
    return (column->get_rank (a) > column->get_rank (b)) - (column->get_rank (a) < column->get_rank (b));
  if (column->dup == dup_name)
    return strcmp (postil_folder_item_get_key (a), postil_folder_item_get_key (b));
  first = dup_cell (column, a, TRUE);
  second = dup_cell (column, b, TRUE);
  /* What is not known comes last. */
  if ((*first == '\0') != (*second == '\0'))
    return *first == '\0' ? 1 : -1;
  return g_utf8_collate (first, second);
}

static void
setup_cb (GtkListItemFactory *factory,
          GtkListItem        *list_item,
          gpointer            user_data)
{
  const Column *column = user_data;
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), column->is_number ? 1.0f : 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), column->dup == dup_name ? PANGO_ELLIPSIZE_MIDDLE : PANGO_ELLIPSIZE_END);
  if (column->width_chars > 0)
    gtk_label_set_width_chars (GTK_LABEL (label), column->width_chars);
  gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_COLUMN_CHARS);
  gtk_list_item_set_child (list_item, label);
}

static void
bind_cb (GtkListItemFactory *factory,
         GtkListItem        *list_item,
         gpointer            user_data)
{
  const Column *column = user_data;
  g_autofree char *cell = dup_cell (column, gtk_list_item_get_item (list_item), TRUE);
  GtkWidget *label = gtk_list_item_get_child (list_item);

  gtk_label_set_text (GTK_LABEL (label), cell);
  gtk_widget_set_tooltip_text (label, *cell != '\0' ? cell : NULL);
  if (column->dup == dup_name)
    postil_accessible_name_row (list_item, cell);
}

static GtkColumnViewColumn *
new_column (const Column *column)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *self = NULL;
  g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (compare_cb, (gpointer) column, NULL));

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), (gpointer) column);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), (gpointer) column);
  self = gtk_column_view_column_new (_(column->title), factory);
  gtk_column_view_column_set_sorter (self, sorter);
  gtk_column_view_column_set_resizable (self, TRUE);
  return self;
}

static void
update_status (PostilArticlesTable *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  g_autofree char *text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u article", "%u articles", n), n);

  gtk_label_set_text (GTK_LABEL (self->status), text);
}

static void
activate_cb (PostilArticlesTable *self,
             guint                position)
{
  g_autoptr (PostilFolderItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (item != NULL)
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, postil_folder_item_get_path (item));
}

static void
copy_cb (PostilArticlesTable *self)
{
  g_autoptr (GString) table = postil_articles_table_to_csv (G_LIST_MODEL (self->selection), '\t');

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), table->str);
  gtk_label_set_text (GTK_LABEL (self->status), _("Copied as a table: paste it into a spreadsheet"));
}

static void
saved_cb (GtkWindow  *parent,
          const char *message)
{
  gtk_label_set_text (GTK_LABEL (POSTIL_ARTICLES_TABLE (parent)->status), message);
}

static void
save_cb (PostilArticlesTable *self)
{
  g_autoptr (GBytes) table = g_string_free_to_bytes (postil_articles_table_to_csv (G_LIST_MODEL (self->selection), ','));

  /* Translators: the name that a file is given at first */
  postil_save_table (GTK_WINDOW (self), _("articles.csv"), table, saved_cb);
}

static void
postil_articles_table_dispose (GObject *object)
{
  PostilArticlesTable *self = POSTIL_ARTICLES_TABLE (object);

  g_clear_object (&self->selection);
  g_clear_object (&self->sorted);

  G_OBJECT_CLASS (postil_articles_table_parent_class)->dispose (object);
}

static void
postil_articles_table_class_init (PostilArticlesTableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = postil_articles_table_dispose;

  signals[SIGNAL_CHOSEN] =
    g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
postil_articles_table_init (PostilArticlesTable *self)
{
  gtk_window_set_default_size (GTK_WINDOW (self), 1000, 620);
  gtk_window_set_title (GTK_WINDOW (self), _("Articles of the Folder"));
}

static GtkWidget *
new_view (PostilArticlesTable *self,
          PostilFolderModel   *model)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkSorter *sorter = NULL;

  self->view = gtk_column_view_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    if (columns[i].title != NULL)
      {
        g_autoptr (GtkColumnViewColumn) column = new_column (&columns[i]);

        gtk_column_view_append_column (GTK_COLUMN_VIEW (self->view), column);
      }
  sorter = gtk_column_view_get_sorter (GTK_COLUMN_VIEW (self->view));
  self->sorted = gtk_sort_list_model_new (g_object_ref (postil_folder_model_get_list (model)), g_object_ref (sorter));
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->sorted)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_column_view_set_model (GTK_COLUMN_VIEW (self->view), GTK_SELECTION_MODEL (self->selection));
  gtk_widget_add_css_class (self->view, "data-table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Articles of the Folder"), -1);
  g_signal_connect_object (self->view, "activate", G_CALLBACK (activate_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (update_status), self, G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->view);
  postil_table_start_at_first_column (GTK_SCROLLED_WINDOW (scroller));
  gtk_widget_set_vexpand (scroller, TRUE);
  return scroller;
}

static GtkWidget *
new_bottom (PostilArticlesTable *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *copy = gtk_button_new_with_label (_("Copy as a Table"));
  GtkWidget *save = gtk_button_new_with_label (_("Save…"));

  self->status = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->status), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (self->status), TRUE);
  gtk_widget_set_hexpand (self->status, TRUE);
  gtk_widget_add_css_class (self->status, "dim-label");
  gtk_widget_set_valign (copy, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (save, GTK_ALIGN_CENTER);
  g_signal_connect_object (copy, "clicked", G_CALLBACK (copy_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (save, "clicked", G_CALLBACK (save_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), self->status);
  gtk_box_append (GTK_BOX (box), copy);
  gtk_box_append (GTK_BOX (box), save);
  postil_labels_let_all_shrink (box);
  gtk_widget_add_css_class (box, "postil-search-rows");
  return box;
}

GtkWidget *
postil_articles_table_new (GtkWindow         *parent,
                           PostilFolderModel *model)
{
  PostilArticlesTable *self = NULL;
  GtkWidget *all = NULL;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (POSTIL_IS_FOLDER_MODEL (model), NULL);

  self = g_object_new (POSTIL_TYPE_ARTICLES_TABLE, "transient-for", parent, "destroy-with-parent", TRUE, NULL);
  all = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (all), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (all), new_view (self, model));
  gtk_box_append (GTK_BOX (all), new_bottom (self));
  adw_window_set_content (ADW_WINDOW (self), all);
  update_status (self);
  gtk_widget_grab_focus (self->view);
  return GTK_WIDGET (self);
}
