/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The table of scores, and below it why the student that is selected has them. Main thread. */

#include "config.h"

#include "app/class/postil-class-view-private.h"

#include <glib/gi18n-lib.h>

#include "app/class/postil-class-item.h"
#include "app/postil-accessible.h"
#include "app/postil-labels.h"

#define EXCERPT_CHARS 80

typedef enum
{
  COLUMN_STUDENT,
  COLUMN_PARTIAL,
  COLUMN_EXACT,
  COLUMN_OVERLAP,
  COLUMN_FOUND,
  COLUMN_BORDERS,
  COLUMN_OTHER_CODE,
  COLUMN_MISSED,
  COLUMN_EXTRA,
  N_COLUMNS
} Kind;

static const char *const titles[N_COLUMNS] = {
  N_("Student"), N_("Partial"), N_("Exact"), N_("Overlap"), N_("Found"), N_("Borders off"), N_("Other code"), N_("Missed"),
  N_("Not in the key")
};

typedef struct
{
  PostilClassView *view;
  Kind             kind;
} Column;

static void
free_closure (gpointer  data,
              GClosure *closure)
{
  g_free (data);
}

/* What the column sorts by: shares that are not defined are the least. */
static double
get_number (const PostilScore *score,
            Kind               kind)
{
  double share = 0;

  switch (kind)
    {
    case COLUMN_PARTIAL:
      return postil_score_get_partial (score, &share) ? share : -1;
    case COLUMN_EXACT:
      return postil_score_get_exact (score, &share) ? share : -1;
    case COLUMN_OVERLAP:
      return postil_score_get_overlap (score, &share) ? share : -1;
    case COLUMN_FOUND:
    case COLUMN_BORDERS:
    case COLUMN_OTHER_CODE:
    case COLUMN_MISSED:
    case COLUMN_EXTRA:
      return score->n_reasons[kind - COLUMN_FOUND];
    case COLUMN_STUDENT:
    case N_COLUMNS:
    default:
      return 0;
    }
}

static char *
dup_cell (PostilClassView *self,
          guint            student,
          Kind             kind)
{
  double number = 0;

  if (kind == COLUMN_STUDENT)
    return g_strdup (postil_class_get_name (self->class, student));
  number = get_number (postil_class_get_score (self->class, student), kind);
  if (kind < COLUMN_FOUND)
    return postil_class_view_dup_percent (number >= 0, number);
  return g_strdup_printf ("%.0f", number);
}

static void
setup_cb (GtkListItemFactory *factory,
          GtkListItem        *item,
          Column             *column)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), column->kind == COLUMN_STUDENT ? 0.0f : 1.0f);
  if (column->kind != COLUMN_STUDENT)
    gtk_widget_add_css_class (label, "numeric");
  else
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkListItemFactory *factory,
         GtkListItem        *item,
         Column             *column)
{
  PostilClassView *self = column->view;
  guint student = postil_class_item_get_index (gtk_list_item_get_item (item));
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;

  if (self->class == NULL || postil_class_get_score (self->class, student) == NULL)
    return;
  text = dup_cell (self, student, column->kind);
  /* Translators: a cell of a table for a screen reader: the column and what stands in it. */
  name = g_strdup_printf (_("%s: %s"), _(titles[column->kind]), text);
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_list_item_get_child (item)), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (column->kind == COLUMN_STUDENT)
    postil_accessible_name_row (item, text);
}

static int
compare_cb (gconstpointer a,
            gconstpointer b,
            gpointer      user_data)
{
  Column *column = user_data;
  PostilClassView *self = column->view;
  guint left = postil_class_item_get_index ((PostilClassItem *) a);
  guint right = postil_class_item_get_index ((PostilClassItem *) b);
  double left_number = 0, right_number = 0;

  if (self->class == NULL || postil_class_get_score (self->class, left) == NULL)
    return 0;
  if (column->kind == COLUMN_STUDENT)
    return g_utf8_collate (postil_class_get_name (self->class, left), postil_class_get_name (self->class, right));
  left_number = get_number (postil_class_get_score (self->class, left), column->kind);
  right_number = get_number (postil_class_get_score (self->class, right), column->kind);
  return (left_number > right_number) - (left_number < right_number);
}

static Column *
new_column (PostilClassView *self,
            Kind             kind)
{
  Column *column = g_new0 (Column, 1);

  column->view = self;
  column->kind = kind;
  return column;
}

static void
append_column (PostilClassView *self,
               Kind             kind)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  Column *column = new_column (self, kind);
  g_autoptr (GtkColumnViewColumn) view_column = NULL;
  g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (compare_cb, new_column (self, kind), g_free));

  g_signal_connect_data (factory, "setup", G_CALLBACK (setup_cb), column, free_closure, G_CONNECT_DEFAULT);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), column);
  view_column = gtk_column_view_column_new (_(titles[kind]), factory);
  gtk_column_view_column_set_sorter (view_column, sorter);
  gtk_column_view_column_set_resizable (view_column, TRUE);
  gtk_column_view_append_column (self->scores, view_column);
}

/* --- Why ------------------------------------------------------------------------------- */

static void
append_reason (PostilClassView       *self,
               const PostilScoreItem *item)
{
  PostilAnnotation *shown = item->key != NULL ? item->key : item->passage;
  g_autofree char *text = postil_score_item_dup_text (item, self->codebook);
  g_autofree char *excerpt = postil_annotation_dup_excerpt (shown, EXCERPT_CHARS);
  g_autofree char *title = NULL;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  GtkWidget *row = gtk_list_box_row_new ();

  /* Translators: a code, and what became of its passage: "Concern: Missed". */
  title = g_strdup_printf (_("%s: %s"), postil_codebook_show_code (self->codebook, postil_annotation_get_code (shown)), text);
  postil_labels_append_wrapped (GTK_BOX (box), title, "caption-heading");
  postil_labels_append_wrapped (GTK_BOX (box), excerpt, "caption");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, excerpt, -1);
  gtk_list_box_append (self->reasons, row);
}

static void
clear_reasons (PostilClassView *self)
{
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->reasons))) != NULL)
    gtk_list_box_remove (self->reasons, child);
}

/* The first students that are selected, at most @most; how many there are. */
static guint
find_selected (PostilClassView *self,
               guint           *students,
               guint            most)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->score_selection));
  guint n = (guint) gtk_bitset_get_size (selected);

  for (guint i = 0; i < MIN (n, most); i++)
    {
      g_autoptr (PostilClassItem) item = g_list_model_get_item (G_LIST_MODEL (self->score_selection), gtk_bitset_get_nth (selected, i));

      students[i] = postil_class_item_get_index (item);
    }
  return n;
}

static void
selected_cb (PostilClassView *self)
{
  guint students[2] = { 0, 0 };
  guint n = find_selected (self, students, 2);
  const PostilScore *score = NULL;
  g_autofree char *title = NULL;

  clear_reasons (self);
  gtk_widget_set_sensitive (self->compare_button, n == 2 && !gtk_toggle_button_get_active (self->hide_names));
  if (n == 1 && self->class != NULL)
    score = postil_class_get_score (self->class, students[0]);
  if (score != NULL)
    {
      for (guint i = 0; i < score->items->len; i++)
        append_reason (self, &g_array_index (score->items, PostilScoreItem, i));
      title = g_strdup_printf (_("%s, passage by passage"), postil_class_get_name (self->class, students[0]));
    }
  gtk_label_set_text (self->score_title, title != NULL ? title : n == 2 ? _("Two students are selected.")
                      : _("Select a student to see why, or two with Ctrl to compare them."));
}

static void
reason_activated_cb (PostilClassView *self,
                     GtkListBoxRow   *row)
{
  guint student = 0;
  guint index = (guint) gtk_list_box_row_get_index (row);
  const PostilScore *score = NULL;

  if (self->class == NULL || find_selected (self, &student, 1) != 1)
    return;
  score = postil_class_get_score (self->class, student);
  if (score != NULL && index < score->items->len)
    postil_heat_view_reveal (self->heat_view, postil_score_item_get_hull (&g_array_index (score->items, PostilScoreItem, index)));
}

/* Return in the table: on to the reasons, or with two students to where they are compared. */
static void
activate_cb (PostilClassView *self)
{
  guint students[2] = { 0, 0 };

  if (find_selected (self, students, 2) != 2)
    gtk_widget_child_focus (GTK_WIDGET (self->reasons), GTK_DIR_TAB_FORWARD);
  else if (gtk_widget_get_sensitive (self->compare_button))
    postil_class_view_compare_chosen (self);
}

void
postil_class_view_compare_chosen (PostilClassView *self)
{
  guint students[2] = { 0, 0 };
  const char *coders[3] = { NULL, NULL, NULL };

  if (self->class == NULL || find_selected (self, students, 2) != 2)
    return;
  for (guint i = 0; i < 2; i++)
    coders[i] = postil_layer_get_info (postil_class_get_layer (self->class, students[i]))->coder;
  g_signal_emit_by_name (self, "compare", 0, 0, coders);
}

/* --- Filling --------------------------------------------------------------------------- */

void
postil_class_view_fill_scores (PostilClassView *self)
{
  gboolean has_key = self->class != NULL && postil_class_get_key (self->class) != NULL;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; has_key && i < postil_class_get_n_students (self->class); i++)
    g_ptr_array_add (items, postil_class_item_new (i));
  g_list_store_splice (self->score_items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->score_items)), items->pdata, items->len);
  gtk_stack_set_visible_child_name (self->score_stack, has_key ? "table" : "none");
  selected_cb (self);
}

void
postil_class_view_init_scores (PostilClassView *self)
{
  GtkSortListModel *sorted = NULL;

  self->score_items = g_list_store_new (POSTIL_TYPE_CLASS_ITEM);
  for (guint i = 0; i < N_COLUMNS; i++)
    append_column (self, i);
  sorted = gtk_sort_list_model_new (g_object_ref (G_LIST_MODEL (self->score_items)),
                                    g_object_ref (gtk_column_view_get_sorter (self->scores)));
  self->score_selection = gtk_multi_selection_new (G_LIST_MODEL (sorted));
  gtk_column_view_set_model (self->scores, GTK_SELECTION_MODEL (self->score_selection));
  g_signal_connect_object (self->score_selection, "selection-changed", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->scores, "activate", G_CALLBACK (activate_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->reasons, "row-activated", G_CALLBACK (reason_activated_cb), self, G_CONNECT_SWAPPED);
}
