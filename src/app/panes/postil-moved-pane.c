/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The review of annotations whose article was changed. What is listed follows from the
 * document alone: whatever still waits for a person. So undo brings a decided one back, and
 * nothing here has to remember what was decided. Main thread. */

#include "config.h"

#include "app/panes/postil-moved-pane.h"

#include "app/panes/postil-moved-item.h"
#include "app/postil-change-title.h"
#include "app/postil-labels.h"
#include "model/postil-edit.h"
#include "model/postil-settle.h"
#include "storage/postil-finding.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define CONTEXT_CHARS 60
#define PROGRESS_MS 100

struct _PostilMovedPane
{
  GtkWidget           parent_instance;

  PostilDocument     *document;
  GPtrArray          *results;      /* NULL while they are looked for */
  PostilFinding      *finding;      /* likewise, the other way round */
  GCancellable       *cancellable;
  guint               progress_source;
  GListStore         *items;        /* of PostilMovedItem: what waits */
  GtkSingleSelection *selection;

  GtkLabel           *title;
  GtkWidget          *progress;
  GtkWidget          *stop_button;
  GtkWidget          *accept_exact_button;
  GtkWidget          *body;
  GtkListView        *list;
  GtkLabel           *before;
  GtkLabel           *now;
  GtkWidget          *accept_button;
  GtkWidget          *place_button;
  GtkWidget          *discard_button;
};

enum
{
  SIGNAL_CHANGE,
  SIGNAL_SHOWN,
  SIGNAL_PLACE,
  SIGNAL_FOUND,
  SIGNAL_CLOSED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PostilMovedPane, postil_moved_pane, GTK_TYPE_WIDGET)

static guint signals[N_SIGNALS];

static PostilMovedItem *
get_item (PostilMovedPane *self)
{
  return gtk_single_selection_get_selected_item (self->selection);
}

/* As it is now; NULL where it is gone. */
static PostilAnnotation *
get_annotation (PostilMovedPane *self,
                PostilMovedItem *item)
{
  if (item == NULL || self->document == NULL)
    return NULL;

  return postil_layer_lookup (postil_document_get_layer (self->document), postil_moved_item_get_id (item));
}

static gboolean
is_placed (PostilMovedPane  *self,
           PostilAnnotation *annotation)
{
  return postil_annotation_get_anchor (annotation) == POSTIL_ANCHOR_MOVED
         && postil_annotation_check (annotation, postil_document_get_text (self->document)) == POSTIL_FIT_OK;
}

static const char *
get_state_title (PostilMovedPane            *self,
                 PostilAnnotation           *annotation,
                 const PostilReanchorResult *result)
{
  if (is_placed (self, annotation))
    return _("Moved: is it right?");

  switch (result->state)
    {
    case POSTIL_REANCHOR_KEPT:
    case POSTIL_REANCHOR_MOVED:
      return _("Found to the letter");
    case POSTIL_REANCHOR_PROPOSED:
      return _("Found alike");
    case POSTIL_REANCHOR_ORPHANED:
      return _("Not found");
    }
  g_return_val_if_reached ("");
}

/* Where it stands or would stand; FALSE for nowhere. */
static gboolean
get_place (PostilMovedPane            *self,
           PostilAnnotation           *annotation,
           const PostilReanchorResult *result,
           PostilSpan                 *span)
{
  guint n_pieces = 0;

  postil_annotation_get_pieces (annotation, &n_pieces);
  if (is_placed (self, annotation))
    *span = postil_annotation_get_hull (annotation);
  else if (result->spans != NULL && postil_annotation_same_place (annotation, result->annotation))
    *span = (PostilSpan) { result->spans[0].start, result->spans[n_pieces - 1].end };
  else
    return FALSE;
  return TRUE;
}

/* The words in bold, between what stands around them. */
static void
set_words (GtkLabel   *label,
           const char *before,
           const char *words,
           const char *after)
{
  g_autofree char *text = g_strconcat (before, words, after, NULL);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  PangoAttribute *bold = pango_attr_weight_new (PANGO_WEIGHT_BOLD);

  bold->start_index = (guint) strlen (before);
  bold->end_index = bold->start_index + (guint) strlen (words);
  pango_attr_list_insert (attributes, bold);
  gtk_label_set_text (label, text);
  gtk_label_set_attributes (label, attributes);
}

static void
show_before (PostilMovedPane  *self,
             PostilAnnotation *annotation)
{
  guint n_pieces = 0;
  const PostilPiece *pieces = postil_annotation_get_pieces (annotation, &n_pieces);
  g_autofree char *quote = postil_annotation_dup_quote (annotation);

  set_words (self->before, pieces[0].prefix != NULL ? pieces[0].prefix : "", quote,
             pieces[n_pieces - 1].suffix != NULL ? pieces[n_pieces - 1].suffix : "");
}

static void
show_now (PostilMovedPane *self,
          PostilSpan       span)
{
  PostilText *text = postil_document_get_text (self->document);
  g_autofree char *words = postil_text_dup_slice (text, span);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  postil_text_dup_context (text, span, CONTEXT_CHARS, &before, &after);
  set_words (self->now, before, words, after);
}

static void
show_selected (PostilMovedPane *self)
{
  PostilMovedItem *item = get_item (self);
  PostilAnnotation *annotation = get_annotation (self, item);
  const PostilReanchorResult *result = item != NULL ? postil_moved_item_get_result (item) : NULL;
  PostilSpan span = { 0, 0 };
  gboolean has_place = annotation != NULL && get_place (self, annotation, result, &span);

  gtk_widget_set_sensitive (self->accept_button, has_place);
  gtk_widget_set_sensitive (self->place_button, annotation != NULL);
  gtk_widget_set_sensitive (self->discard_button, annotation != NULL);
  if (annotation == NULL)
    {
      gtk_label_set_text (self->before, "");
      gtk_label_set_text (self->now, "");
      return;
    }

  show_before (self, result->annotation);
  if (has_place)
    show_now (self, span);
  else
    set_words (self->now, _("It was not found. Select its words in the article, then “Place Here”; or discard it."), "", "");
  g_signal_emit (self, signals[SIGNAL_SHOWN], 0, span.start, span.end);
}

static void
update_title (PostilMovedPane *self)
{
  guint n_open = postil_moved_pane_get_n_open (self);
  g_autofree char *title = NULL;

  if (self->finding != NULL)
    title = g_strdup (_("The article was changed. Looking for its annotations…"));
  else if (n_open > 0)
    title = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                          "The article was changed: %u annotation is to be reviewed",
                                          "The article was changed: %u annotations are to be reviewed", n_open), n_open);
  else
    title = g_strdup (_("All annotations stand where they belong."));
  gtk_label_set_text (self->title, title);
}

static gboolean
has_exact (PostilMovedPane *self)
{
  for (guint i = 0; i < postil_moved_pane_get_n_open (self); i++)
    {
      g_autoptr (PostilMovedItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);
      const PostilReanchorResult *result = postil_moved_item_get_result (item);
      PostilAnnotation *annotation = get_annotation (self, item);

      if (result->state == POSTIL_REANCHOR_MOVED && annotation != NULL
          && postil_annotation_same_place (annotation, result->annotation))
        return TRUE;
    }
  return FALSE;
}

/* What waits now; the selection stays at its place in the list. */
static void
fill (PostilMovedPane *self)
{
  PostilLayer *layer = postil_document_get_layer (self->document);
  PostilText *text = postil_document_get_text (self->document);
  guint selected = gtk_single_selection_get_selected (self->selection);
  g_autoptr (GPtrArray) open = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; self->results != NULL && i < self->results->len; i++)
    {
      const PostilReanchorResult *result = self->results->pdata[i];
      PostilAnnotation *now = postil_layer_lookup (layer, postil_annotation_get_id (result->annotation));

      if (now != NULL && postil_settle_is_open (now, text))
        g_ptr_array_add (open, postil_moved_item_new (self->results, result));
    }
  g_list_store_splice (self->items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->items)), open->pdata, open->len);
  if (open->len > 0)
    {
      /* At first nothing is selected: then the first is. */
      if (selected == GTK_INVALID_LIST_POSITION)
        selected = 0;
      gtk_single_selection_set_selected (self->selection, MIN (selected, open->len - 1));
    }
  gtk_widget_set_sensitive (self->accept_exact_button, has_exact (self));
  update_title (self);
  show_selected (self);
}

static void
document_changed_cb (PostilMovedPane *self)
{
  if (self->results != NULL)
    fill (self);
}

/* Looking */

static void
set_looking (PostilMovedPane *self,
             gboolean         is_looking)
{
  gtk_widget_set_visible (self->progress, is_looking);
  gtk_widget_set_visible (self->stop_button, is_looking);
  gtk_widget_set_visible (self->accept_exact_button, !is_looking);
  gtk_widget_set_visible (self->body, !is_looking);
}

static gboolean
progress_cb (gpointer user_data)
{
  PostilMovedPane *self = user_data;

  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), postil_finding_get_progress (self->finding));
  return G_SOURCE_CONTINUE;
}

static void
end_looking (PostilMovedPane *self)
{
  g_clear_handle_id (&self->progress_source, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->finding, postil_finding_unref);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (PostilMovedPane) self = POSTIL_MOVED_PANE (user_data);
  g_autoptr (GPtrArray) results = postil_finding_run_finish (result, NULL);

  /* NULL: given up. */
  if (results == NULL || self->document == NULL || g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;

  end_looking (self);
  g_clear_pointer (&self->results, g_ptr_array_unref);
  self->results = g_steal_pointer (&results);
  set_looking (self, FALSE);
  fill (self);
  g_signal_emit (self, signals[SIGNAL_FOUND], 0, postil_moved_pane_get_n_open (self));
}

/* Deciding */

static void
decide (PostilMovedPane *self,
        PostilChange    *change)
{
  if (change != NULL)
    g_signal_emit (self, signals[SIGNAL_CHANGE], 0, change);
}

static void
accept_cb (PostilMovedPane *self)
{
  PostilMovedItem *item = get_item (self);
  g_autoptr (PostilChange) change = NULL;

  if (item == NULL || self->document == NULL)
    return;

  change = postil_settle_accept (self->document, postil_moved_item_get_result (item));
  decide (self, change);
}

static void
accept_exact_cb (PostilMovedPane *self)
{
  g_autoptr (PostilChange) change = NULL;

  if (self->results == NULL)
    return;

  change = postil_settle_accept_exact (self->document, self->results);
  decide (self, change);
}

static void
discard_cb (PostilMovedPane *self)
{
  PostilAnnotation *annotation = get_annotation (self, get_item (self));
  g_autoptr (PostilChange) change = NULL;

  if (annotation == NULL)
    return;

  change = postil_edit_remove (self->document, annotation);
  decide (self, change);
}

static void
place_cb (PostilMovedPane *self)
{
  if (get_item (self) != NULL)
    g_signal_emit (self, signals[SIGNAL_PLACE], 0, postil_moved_item_get_id (get_item (self)));
}

static void
close_cb (PostilMovedPane *self)
{
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
}

static void
stop_cb (PostilMovedPane *self)
{
  end_looking (self);
  close_cb (self);
}

static gboolean
key_pressed_cb (PostilMovedPane *self,
                guint            keyval,
                guint            keycode,
                GdkModifierType  state)
{
  if (keyval != GDK_KEY_Delete && keyval != GDK_KEY_KP_Delete)
    return GDK_EVENT_PROPAGATE;

  discard_cb (self);
  return GDK_EVENT_STOP;
}

/* The list */

static void
setup_cb (GtkListItemFactory *factory,
          GtkListItem        *list_item)
{
  postil_labels_set_two_lines (list_item, 3, "body", "dim-label");
}

static void
bind_cb (PostilMovedPane *self,
         GtkListItem     *list_item)
{
  PostilMovedItem *item = gtk_list_item_get_item (list_item);
  PostilAnnotation *annotation = get_annotation (self, item);
  GtkWidget *box = gtk_list_item_get_child (list_item);
  GtkWidget *title_label = gtk_widget_get_first_child (box);
  GtkWidget *holder = gtk_widget_get_parent (box);
  const char *state = NULL;
  g_autofree char *title = NULL;
  g_autofree char *name = NULL;

  if (annotation == NULL)
    return;

  state = get_state_title (self, annotation, postil_moved_item_get_result (item));
  title = postil_change_title_dup_annotation (annotation, postil_document_get_codebook (self->document));
  name = g_strdup_printf ("%s, %s", title, state);
  gtk_label_set_text (GTK_LABEL (title_label), title);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (title_label)), state);
  if (holder != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (holder), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static gboolean
postil_moved_pane_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (POSTIL_MOVED_PANE (widget)->list));
}

static void
postil_moved_pane_dispose (GObject *object)
{
  PostilMovedPane *self = POSTIL_MOVED_PANE (object);
  GtkWidget *child = NULL;

  postil_moved_pane_stop (self);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->selection);
  g_clear_object (&self->items);

  G_OBJECT_CLASS (postil_moved_pane_parent_class)->dispose (object);
}

static void
postil_moved_pane_class_init (PostilMovedPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = postil_moved_pane_dispose;
  widget_class->grab_focus = postil_moved_pane_grab_focus;

  signals[SIGNAL_CHANGE] =
    g_signal_new ("change", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_SHOWN] =
    g_signal_new ("shown", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
  signals[SIGNAL_PLACE] =
    g_signal_new ("place", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_FOUND] =
    g_signal_new ("found", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SIGNAL_CLOSED] =
    g_signal_new ("closed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/postil/Postil/ui/postil-moved-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, PostilMovedPane, title);
  gtk_widget_class_bind_template_child (widget_class, PostilMovedPane, progress);
  gtk_widget_class_bind_template_child (widget_class, PostilMovedPane, stop_button);
  gtk_widget_class_bind_template_child (widget_class, PostilMovedPane, accept_exact_button);
  gtk_widget_class_bind_template_child (widget_class, PostilMovedPane, body);
  gtk_widget_class_bind_template_child (widget_class, PostilMovedPane, list);
  gtk_widget_class_bind_template_child (widget_class, PostilMovedPane, before);
  gtk_widget_class_bind_template_child (widget_class, PostilMovedPane, now);
  gtk_widget_class_bind_template_child (widget_class, PostilMovedPane, accept_button);
  gtk_widget_class_bind_template_child (widget_class, PostilMovedPane, place_button);
  gtk_widget_class_bind_template_child (widget_class, PostilMovedPane, discard_button);
  gtk_widget_class_bind_template_callback (widget_class, accept_cb);
  gtk_widget_class_bind_template_callback (widget_class, accept_exact_cb);
  gtk_widget_class_bind_template_callback (widget_class, discard_cb);
  gtk_widget_class_bind_template_callback (widget_class, place_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
  gtk_widget_class_set_css_name (widget_class, "postil-moved-pane");
}

static void
postil_moved_pane_init (PostilMovedPane *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->items = g_list_store_new (POSTIL_TYPE_MOVED_ITEM);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->items)));
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (show_selected), self, G_CONNECT_SWAPPED);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->list), keys);
}

GtkWidget *
postil_moved_pane_new (void)
{
  return g_object_new (POSTIL_TYPE_MOVED_PANE, NULL);
}

void
postil_moved_pane_look (PostilMovedPane *self,
                        PostilDocument  *document)
{
  g_return_if_fail (POSTIL_IS_MOVED_PANE (self));
  g_return_if_fail (POSTIL_IS_DOCUMENT (document));

  postil_moved_pane_stop (self);
  self->document = g_object_ref (document);
  g_signal_connect_object (document, "changed", G_CALLBACK (document_changed_cb), self, G_CONNECT_SWAPPED);
  self->finding = postil_finding_new (postil_document_get_layer (document), postil_document_get_text (document));
  self->cancellable = g_cancellable_new ();
  self->progress_source = g_timeout_add (PROGRESS_MS, progress_cb, self);
  set_looking (self, TRUE);
  update_title (self);
  postil_finding_run_async (self->finding, self->cancellable, found_cb, g_object_ref (self));
}

void
postil_moved_pane_stop (PostilMovedPane *self)
{
  g_return_if_fail (POSTIL_IS_MOVED_PANE (self));

  end_looking (self);
  g_clear_pointer (&self->results, g_ptr_array_unref);
  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  g_clear_object (&self->document);
  if (self->items != NULL)
    g_list_store_remove_all (self->items);
}

guint
postil_moved_pane_get_n_open (PostilMovedPane *self)
{
  g_return_val_if_fail (POSTIL_IS_MOVED_PANE (self), 0);

  return g_list_model_get_n_items (G_LIST_MODEL (self->items));
}

const char *
postil_moved_pane_get_selected (PostilMovedPane *self)
{
  g_return_val_if_fail (POSTIL_IS_MOVED_PANE (self), NULL);

  return get_item (self) != NULL ? postil_moved_item_get_id (get_item (self)) : NULL;
}
