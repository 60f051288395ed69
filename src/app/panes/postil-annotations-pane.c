/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The list of annotations: layer → filter → sort → selection. Filter and sorter are NULL
 * while they are not wanted, so that the models in between only pass on and a list of
 * 100,000 costs what its visible rows cost. Main thread. */

#include "config.h"

#include "app/panes/postil-annotations-pane.h"

#include "app/panes/postil-annotation-item.h"
#include "app/panes/postil-annotation-list-model.h"
#include "app/panes/postil-annotation-row.h"
#include "app/postil-paste.h"

#include <glib/gi18n-lib.h>

struct _PostilAnnotationsPane
{
  GtkWidget                  parent_instance;

  PostilDocument            *document;
  PostilAnnotationListModel *model;
  GtkFilterListModel        *filtered;
  GtkSortListModel          *sorted;
  GtkSingleSelection        *selection;
  char                      *needle; /* casefolded, NULL for none */
  char                      *current;
  gboolean                   sort_by_time;
  gboolean                   quiet; /* we select ourselves */

  GtkEditable               *filter_entry;
  GtkWidget                 *sort_button;
  GtkStack                  *stack;
  GtkLabel                  *empty_label;
  GtkListView               *list;
};

enum
{
  PROP_0,
  PROP_SORT_BY_TIME,
  N_PROPS
};

enum
{
  SIGNAL_CHOSEN,
  SIGNAL_ACTIVATED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PostilAnnotationsPane, postil_annotations_pane, GTK_TYPE_WIDGET)

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

/* A letter that is no letter of English's may fold to another number of bytes. */
static gboolean
is_ascii (const char *text)
{
  for (; *text != '\0'; text++)
    if ((guchar) *text >= 0x80)
      return FALSE;

  return TRUE;
}

/* @needle is folded. */
static gboolean
ascii_has (const char *text,
           const char *needle)
{
  gsize length = strlen (needle);

  for (; *text != '\0'; text++)
    if (g_ascii_tolower (*text) == *needle && g_ascii_strncasecmp (text, needle, length) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
text_has (const char *text,
          const char *needle)
{
  g_autofree char *folded = NULL;

  if (text == NULL)
    return FALSE;
  if (is_ascii (text))
    return ascii_has (text, needle);

  folded = g_utf8_casefold (text, -1);
  return strstr (folded, needle) != NULL;
}

static gboolean
match_cb (gpointer item,
          gpointer user_data)
{
  PostilAnnotationsPane *self = POSTIL_ANNOTATIONS_PANE (user_data);
  PostilAnnotation *annotation = postil_annotation_item_get_annotation (item);
  PostilCodebook *codebook = postil_document_get_codebook (self->document);
  const PostilAttribute *attributes = NULL;
  const PostilPiece *pieces = NULL;
  guint n_attributes = 0;
  guint n_pieces = 0;
  g_autofree char *quote = NULL;

  if (self->needle == NULL
      || text_has (postil_codebook_show_code (codebook, postil_annotation_get_code (annotation)), self->needle)
      || text_has (postil_annotation_get_note (annotation), self->needle))
    return TRUE;

  attributes = postil_annotation_get_attributes (annotation, &n_attributes);
  for (guint i = 0; i < n_attributes; i++)
    if (text_has (attributes[i].value, self->needle))
      return TRUE;
  if (postil_annotation_is_unsure (annotation) && text_has (_("unsure"), self->needle))
    return TRUE;

  pieces = postil_annotation_get_pieces (annotation, &n_pieces);
  if (n_pieces == 1)
    return text_has (pieces[0].exact, self->needle);

  quote = postil_annotation_dup_quote (annotation);
  return text_has (quote, self->needle);
}

static const char *
get_annotation_time (PostilAnnotation *annotation)
{
  const char *modified = postil_annotation_get_modified (annotation);

  if (modified == NULL)
    modified = postil_annotation_get_created (annotation);

  return modified != NULL ? modified : "";
}

static int
compare_times_cb (gconstpointer a,
                  gconstpointer b,
                  gpointer      user_data)
{
  return strcmp (get_annotation_time (postil_annotation_item_get_annotation ((gpointer) b)),
                 get_annotation_time (postil_annotation_item_get_annotation ((gpointer) a)));
}

static void
update_stack (PostilAnnotationsPane *self)
{
  guint n_shown = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  if (n_shown > 0)
    {
      gtk_stack_set_visible_child_name (self->stack, "list");
      return;
    }

  gtk_label_set_text (self->empty_label,
                      g_list_model_get_n_items (G_LIST_MODEL (self->model)) > 0
                        ? _("No annotation has these words.")
                        : _("Nothing marked yet. Select a passage in the article and press the key of a code."));
  gtk_stack_set_visible_child_name (self->stack, "empty");
}

static PostilAnnotation *
get_shown (PostilAnnotationsPane *self,
           guint                  position)
{
  g_autoptr (PostilAnnotationItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  /* The layer has it, too. */
  return postil_annotation_item_get_annotation (item);
}

static gboolean
is_at (PostilAnnotationsPane *self,
       guint                  position,
       const char            *id)
{
  return g_str_equal (postil_annotation_get_id (get_shown (self, position)), id);
}

/* Whether what is shown at @position comes before @annotation. Where the newest are first, those
 * of one time may come in any order. */
static gboolean
is_before (PostilAnnotationsPane *self,
           guint                  position,
           PostilAnnotation      *annotation)
{
  PostilAnnotation *shown = get_shown (self, position);

  if (self->sort_by_time)
    return strcmp (get_annotation_time (shown), get_annotation_time (annotation)) > 0;

  return postil_annotation_compare (shown, annotation) < 0;
}

static gboolean
find_position (PostilAnnotationsPane *self,
               const char            *id,
               guint                 *position)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  PostilAnnotation *annotation = NULL;
  guint low = 0;
  guint high = n_items;

  if (id == NULL || self->document == NULL)
    return FALSE;
  if (self->needle == NULL && !self->sort_by_time)
    return postil_annotation_list_model_find (self->model, id, position);

  annotation = postil_layer_lookup (postil_document_get_layer (self->document), id);
  if (annotation == NULL)
    return FALSE;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (is_before (self, middle, annotation))
        low = middle + 1;
      else
        high = middle;
    }
  for (*position = low; *position < n_items && !is_at (self, *position, id); (*position)++)
    if (postil_annotation_compare (get_shown (self, *position), annotation) > 0 && !self->sort_by_time)
      return FALSE;

  return *position < n_items;
}

static void
select_current (PostilAnnotationsPane *self)
{
  guint position = GTK_INVALID_LIST_POSITION;

  if (!find_position (self, self->current, &position))
    position = GTK_INVALID_LIST_POSITION;
  if (gtk_single_selection_get_selected (self->selection) == position)
    return;

  self->quiet = TRUE;
  gtk_single_selection_set_selected (self->selection, position);
  self->quiet = FALSE;
  if (position != GTK_INVALID_LIST_POSITION)
    gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", position);
}

static void
filter_changed_cb (PostilAnnotationsPane *self)
{
  const char *text = gtk_editable_get_text (self->filter_entry);

  g_clear_pointer (&self->needle, g_free);
  if (*text == '\0')
    {
      gtk_filter_list_model_set_filter (self->filtered, NULL);
    }
  else
    {
      g_autoptr (GtkCustomFilter) filter = gtk_custom_filter_new (match_cb, self, NULL);

      self->needle = g_utf8_casefold (text, -1);
      gtk_filter_list_model_set_filter (self->filtered, GTK_FILTER (filter));
    }
  update_stack (self);
  select_current (self);
}

static void
filter_stopped_cb (PostilAnnotationsPane *self)
{
  gtk_editable_set_text (self->filter_entry, "");
  gtk_widget_activate_action (GTK_WIDGET (self), "win.focus-article", NULL);
}

static char *
dup_selected_id (PostilAnnotationsPane *self)
{
  PostilAnnotationItem *item = gtk_single_selection_get_selected_item (self->selection);

  if (item == NULL)
    return NULL;

  return g_strdup (postil_annotation_get_id (postil_annotation_item_get_annotation (item)));
}

static void
selected_cb (PostilAnnotationsPane *self)
{
  g_autofree char *id = NULL;

  if (self->quiet)
    return;

  id = dup_selected_id (self);
  if (id != NULL && g_strcmp0 (id, self->current) != 0)
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, id);
}

static void
row_activated_cb (PostilAnnotationsPane *self,
                  guint                  position)
{
  g_autofree char *id = dup_selected_id (self);

  if (id != NULL)
    g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0, id);
}

static void
setup_row_cb (PostilAnnotationsPane *self,
              GtkListItem           *list_item)
{
  gtk_list_item_set_child (list_item, postil_annotation_row_new ());
}

/* The list item widget is the accessible object; at the floor it has no name of its own. GTK binds
 * each of the two hundred rows anew when one comes or goes above them; most show what they did. */
static void
bind_row_cb (PostilAnnotationsPane *self,
             GtkListItem           *list_item)
{
  PostilAnnotationItem *item = gtk_list_item_get_item (list_item);
  GtkWidget *row = gtk_list_item_get_child (list_item);
  GtkWidget *holder = gtk_widget_get_parent (row);
  PostilAnnotation *annotation = postil_annotation_item_get_annotation (item);
  PostilCodebook *codebook = postil_document_get_codebook (self->document);
  g_autofree char *name = NULL;

  if (!postil_annotation_row_set_annotation (POSTIL_ANNOTATION_ROW (row), annotation, codebook))
    return;

  name = postil_annotation_row_dup_name (annotation, codebook);
  if (holder != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (holder), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
set_sort_by_time (PostilAnnotationsPane *self,
                  gboolean               sort_by_time)
{
  g_autoptr (GtkSorter) sorter = NULL;

  if (self->sort_by_time == sort_by_time)
    return;

  self->sort_by_time = sort_by_time;
  if (sort_by_time)
    sorter = GTK_SORTER (gtk_custom_sorter_new (compare_times_cb, NULL, NULL));
  gtk_sort_list_model_set_sorter (self->sorted, sorter);
  select_current (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SORT_BY_TIME]);
}

static void
postil_annotations_pane_get_property (GObject    *object,
                                      guint       prop_id,
                                      GValue     *value,
                                      GParamSpec *pspec)
{
  if (prop_id == PROP_SORT_BY_TIME)
    g_value_set_boolean (value, POSTIL_ANNOTATIONS_PANE (object)->sort_by_time);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
postil_annotations_pane_set_property (GObject      *object,
                                      guint         prop_id,
                                      const GValue *value,
                                      GParamSpec   *pspec)
{
  if (prop_id == PROP_SORT_BY_TIME)
    set_sort_by_time (POSTIL_ANNOTATIONS_PANE (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
postil_annotations_pane_dispose (GObject *object)
{
  PostilAnnotationsPane *self = POSTIL_ANNOTATIONS_PANE (object);
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->selection);
  g_clear_object (&self->sorted);
  g_clear_object (&self->filtered);
  g_clear_object (&self->model);
  g_clear_object (&self->document);

  G_OBJECT_CLASS (postil_annotations_pane_parent_class)->dispose (object);
}

static void
postil_annotations_pane_finalize (GObject *object)
{
  PostilAnnotationsPane *self = POSTIL_ANNOTATIONS_PANE (object);

  g_clear_pointer (&self->needle, g_free);
  g_clear_pointer (&self->current, g_free);

  G_OBJECT_CLASS (postil_annotations_pane_parent_class)->finalize (object);
}

static void
postil_annotations_pane_class_init (PostilAnnotationsPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = postil_annotations_pane_get_property;
  object_class->set_property = postil_annotations_pane_set_property;
  object_class->dispose = postil_annotations_pane_dispose;
  object_class->finalize = postil_annotations_pane_finalize;

  props[PROP_SORT_BY_TIME] =
    g_param_spec_boolean ("sort-by-time", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[SIGNAL_CHOSEN] =
    g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_ACTIVATED] =
    g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/postil/Postil/ui/postil-annotations-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, PostilAnnotationsPane, filter_entry);
  gtk_widget_class_bind_template_child (widget_class, PostilAnnotationsPane, sort_button);
  gtk_widget_class_bind_template_child (widget_class, PostilAnnotationsPane, stack);
  gtk_widget_class_bind_template_child (widget_class, PostilAnnotationsPane, empty_label);
  gtk_widget_class_bind_template_child (widget_class, PostilAnnotationsPane, list);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, filter_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_set_css_name (widget_class, "postil-annotations-pane");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
init_models (PostilAnnotationsPane *self)
{
  self->model = postil_annotation_list_model_new ();
  self->filtered = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->model)), NULL);
  gtk_filter_list_model_set_incremental (self->filtered, TRUE);
  self->sorted = gtk_sort_list_model_new (g_object_ref (G_LIST_MODEL (self->filtered)), NULL);
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->sorted));
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (update_stack), self, G_CONNECT_SWAPPED);
}

static void
postil_annotations_pane_init (PostilAnnotationsPane *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  init_models (self);

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_row_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_row_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_object_bind_property (self, "sort-by-time", self->sort_button, "active",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Annotations"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Annotations"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->filter_entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Filter annotations"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->sort_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Newest First"), -1);
  postil_paste_bound (GTK_WIDGET (self->filter_entry), 0);
}

GtkWidget *
postil_annotations_pane_new (void)
{
  return g_object_new (POSTIL_TYPE_ANNOTATIONS_PANE, NULL);
}

void
postil_annotations_pane_set_document (PostilAnnotationsPane *self,
                                      PostilDocument        *document)
{
  g_return_if_fail (POSTIL_IS_ANNOTATIONS_PANE (self));
  g_return_if_fail (POSTIL_IS_DOCUMENT (document));

  /* The rows of the old document go before it does. */
  postil_annotation_list_model_set_document (self->model, NULL);
  g_set_object (&self->document, document);
  postil_annotation_list_model_set_document (self->model, document);
  update_stack (self);
}

void
postil_annotations_pane_set_current (PostilAnnotationsPane *self,
                                     const char            *id)
{
  g_return_if_fail (POSTIL_IS_ANNOTATIONS_PANE (self));

  if (g_strcmp0 (self->current, id) != 0)
    {
      g_free (self->current);
      self->current = g_strdup (id);
    }
  select_current (self);
}

void
postil_annotations_pane_focus_filter (PostilAnnotationsPane *self)
{
  g_return_if_fail (POSTIL_IS_ANNOTATIONS_PANE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->filter_entry));
}
