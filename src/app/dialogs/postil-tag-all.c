/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The preview of "tag all": the matches with their context, made when a row is seen, since
 * there may be a hundred thousand. Which are left out is a set of positions. Main thread. */

#include "config.h"

#include "app/dialogs/postil-tag-all.h"

#include "app/postil-choices.h"
#include "app/postil-labels.h"

#include <glib/gi18n-lib.h>

#define CONTEXT_CHARS 40u

/* A position in a list, as GListModel wants it. */
#define POSTIL_TYPE_MATCH_LIST (postil_match_list_get_type ())
G_DECLARE_FINAL_TYPE (PostilMatchList, postil_match_list, POSTIL, MATCH_LIST, GObject)

struct _PostilMatchList
{
  GObject parent_instance;

  guint   n_matches;
};

static GType
get_item_type (GListModel *model)
{
  return G_TYPE_OBJECT;
}

static guint
get_n_items (GListModel *model)
{
  return POSTIL_MATCH_LIST (model)->n_matches;
}

/* The rows ask by position: the item needs to hold nothing. */
static gpointer
get_item (GListModel *model,
          guint       position)
{
  return position < POSTIL_MATCH_LIST (model)->n_matches ? g_object_new (G_TYPE_OBJECT, NULL) : NULL;
}

static void
init_model (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PostilMatchList, postil_match_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, init_model))

static void
postil_match_list_class_init (PostilMatchListClass *klass)
{
}

static void
postil_match_list_init (PostilMatchList *self)
{
}

struct _PostilTagAll
{
  AdwWindow       parent_instance;

  PostilDocument *document;
  GArray         *spans;
  GtkBitset      *left_out;
  gboolean        quiet;

  GtkDropDown    *code;
  GtkLabel       *hint;
  GtkListView    *list;
  GtkWidget      *tag;
};

enum
{
  SIGNAL_TAG,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PostilTagAll, postil_tag_all, ADW_TYPE_WINDOW)

static guint signals[N_SIGNALS];

static const PostilCode *
get_code (PostilTagAll *self)
{
  PostilCodebook *codebook = postil_document_get_codebook (self->document);
  guint selected = gtk_drop_down_get_selected (self->code);

  return selected < postil_codebook_get_n_codes (codebook) ? postil_codebook_get_code (codebook, selected) : NULL;
}

static gboolean
has_code_cb (PostilAnnotation *annotation,
             gpointer          user_data)
{
  const char **code = user_data;

  if (g_strcmp0 (postil_annotation_get_code (annotation), *code) == 0)
    *code = NULL;
  return *code != NULL;
}

/* Those that the code already is on will be passed over. */
static guint
count_taken (PostilTagAll *self)
{
  PostilLayer *layer = postil_document_get_layer (self->document);
  const PostilCode *code = get_code (self);
  guint n_taken = 0;

  for (guint i = 0; code != NULL && i < self->spans->len; i++)
    {
      const char *wanted = code->id;

      if (gtk_bitset_contains (self->left_out, i))
        continue;
      postil_layer_foreach_overlapping (layer, g_array_index (self->spans, PostilSpan, i), has_code_cb, &wanted);
      n_taken += wanted == NULL ? 1 : 0;
    }

  return n_taken;
}

static void
update_cb (PostilTagAll *self)
{
  guint n_chosen = self->spans->len - (guint) gtk_bitset_get_size (self->left_out);
  guint n_taken = count_taken (self);
  guint n_tagged = n_chosen - n_taken;
  g_autofree char *label = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Tag %u Passage", "Tag %u Passages", n_tagged),
                                            n_tagged);
  g_autofree char *hint = NULL;

  if (n_taken > 0)
    hint = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u already bears this code, and stays as it is.",
                                         "%u already bear this code, and stay as they are.", n_taken), n_taken);
  else
    hint = g_strdup (_("All of them are one step, which can be undone."));
  gtk_button_set_label (GTK_BUTTON (self->tag), label);
  gtk_widget_set_sensitive (self->tag, n_tagged > 0);
  gtk_label_set_text (self->hint, hint);
}

static void
toggled_cb (PostilTagAll   *self,
            GtkCheckButton *check)
{
  guint position = 0;

  if (self->quiet)
    return;

  position = (guint) atoi (gtk_widget_get_name (GTK_WIDGET (check)));
  if (gtk_check_button_get_active (check))
    gtk_bitset_remove (self->left_out, position);
  else
    gtk_bitset_add (self->left_out, position);
  update_cb (self);
}

static void
setup_cb (PostilTagAll *self,
          GtkListItem  *list_item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *check = gtk_check_button_new ();
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  g_signal_connect_object (check, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), check);
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_item_set_child (list_item, box);
}

static void
bind_cb (PostilTagAll *self,
         GtkListItem  *list_item)
{
  guint position = gtk_list_item_get_position (list_item);
  PostilText *text = postil_document_get_text (self->document);
  PostilSpan span = g_array_index (self->spans, PostilSpan, position);
  GtkWidget *check = gtk_widget_get_first_child (gtk_list_item_get_child (list_item));
  GtkWidget *label = gtk_widget_get_next_sibling (check);
  g_autofree char *name = g_strdup_printf ("%u", position);
  g_autofree char *exact = postil_text_dup_slice (text, span);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *whole = NULL;
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  PangoAttribute *bold = pango_attr_weight_new (PANGO_WEIGHT_BOLD);

  postil_text_dup_context (text, span, CONTEXT_CHARS, &before, &after);
  whole = g_strconcat (before, exact, after, NULL);
  g_strdelimit (whole, "\n\t", ' ');
  bold->start_index = (guint) strlen (before);
  bold->end_index = bold->start_index + (guint) strlen (exact);
  pango_attr_list_insert (attributes, bold);
  gtk_label_set_text (GTK_LABEL (label), whole);
  gtk_label_set_attributes (GTK_LABEL (label), attributes);

  self->quiet = TRUE;
  gtk_widget_set_name (check, name);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), !gtk_bitset_contains (self->left_out, position));
  self->quiet = FALSE;
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, whole, -1);
}

/* Return on a row ticks it off. */
static void
row_activated_cb (PostilTagAll *self,
                  guint         position)
{
  GtkSelectionModel *model = gtk_list_view_get_model (self->list);

  if (gtk_bitset_contains (self->left_out, position))
    gtk_bitset_remove (self->left_out, position);
  else
    gtk_bitset_add (self->left_out, position);
  g_list_model_items_changed (G_LIST_MODEL (gtk_single_selection_get_model (GTK_SINGLE_SELECTION (model))),
                              position, 1, 1);
  update_cb (self);
}

static void
tag_cb (PostilTagAll *self)
{
  const PostilCode *code = get_code (self);

  if (code == NULL)
    return;

  g_signal_emit (self, signals[SIGNAL_TAG], 0, code->id);
  gtk_window_destroy (GTK_WINDOW (self));
}

static gboolean
tag_key_cb (GtkWidget *widget,
            GVariant  *args,
            gpointer   user_data)
{
  if (gtk_widget_is_sensitive (POSTIL_TAG_ALL (widget)->tag))
    tag_cb (POSTIL_TAG_ALL (widget));
  return GDK_EVENT_STOP;
}

static void
postil_tag_all_dispose (GObject *object)
{
  g_clear_object (&POSTIL_TAG_ALL (object)->document);

  G_OBJECT_CLASS (postil_tag_all_parent_class)->dispose (object);
}

static void
postil_tag_all_finalize (GObject *object)
{
  PostilTagAll *self = POSTIL_TAG_ALL (object);

  g_clear_pointer (&self->spans, g_array_unref);
  g_clear_pointer (&self->left_out, gtk_bitset_unref);

  G_OBJECT_CLASS (postil_tag_all_parent_class)->finalize (object);
}

static void
postil_tag_all_class_init (PostilTagAllClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = postil_tag_all_dispose;
  object_class->finalize = postil_tag_all_finalize;

  signals[SIGNAL_TAG] =
    g_signal_new ("tag", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/postil/Postil/ui/postil-tag-all.ui");
  gtk_widget_class_bind_template_child (widget_class, PostilTagAll, code);
  gtk_widget_class_bind_template_child (widget_class, PostilTagAll, hint);
  gtk_widget_class_bind_template_child (widget_class, PostilTagAll, list);
  gtk_widget_class_bind_template_child (widget_class, PostilTagAll, tag);
  gtk_widget_class_bind_template_callback (widget_class, update_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, tag_cb);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, tag_key_cb, NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
postil_tag_all_init (PostilTagAll *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->spans = g_array_new (FALSE, FALSE, sizeof (PostilSpan));
  self->left_out = gtk_bitset_new_empty ();
  gtk_widget_init_template (GTK_WIDGET (self));
  postil_labels_let_all_shrink (GTK_WIDGET (self));
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list, factory);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Matches"), -1);
  postil_choices_set_name (self->code, _("Code"));
}

GtkWidget *
postil_tag_all_new (GtkWindow        *parent,
                    PostilDocument   *document,
                    const PostilSpan *spans,
                    guint             n_spans)
{
  PostilTagAll *self = NULL;
  PostilMatchList *matches = NULL;
  PostilCodebook *codebook = NULL;
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  g_autoptr (GtkSingleSelection) selection = NULL;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (POSTIL_IS_DOCUMENT (document), NULL);

  self = g_object_new (POSTIL_TYPE_TAG_ALL, "transient-for", parent, NULL);
  self->document = g_object_ref (document);
  g_array_append_vals (self->spans, spans, n_spans);
  codebook = postil_document_get_codebook (document);
  for (guint i = 0; i < postil_codebook_get_n_codes (codebook); i++)
    gtk_string_list_append (labels, postil_codebook_get_code (codebook, i)->shown);
  gtk_drop_down_set_model (self->code, G_LIST_MODEL (labels));

  matches = g_object_new (POSTIL_TYPE_MATCH_LIST, NULL);
  matches->n_matches = n_spans;
  selection = gtk_single_selection_new (G_LIST_MODEL (matches));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
  update_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->code));

  return GTK_WIDGET (self);
}

GArray *
postil_tag_all_dup_spans (PostilTagAll *self)
{
  GArray *spans = NULL;

  g_return_val_if_fail (POSTIL_IS_TAG_ALL (self), NULL);

  spans = g_array_new (FALSE, FALSE, sizeof (PostilSpan));
  for (guint i = 0; i < self->spans->len; i++)
    if (!gtk_bitset_contains (self->left_out, i))
      g_array_append_val (spans, g_array_index (self->spans, PostilSpan, i));

  return spans;
}
