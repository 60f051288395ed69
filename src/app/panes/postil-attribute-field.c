/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A field for one attribute. What is typed is given up to the inspector on Return, Escape
 * and when the keyboard leaves; what was shown last is remembered, so that only a real edit
 * counts. Main thread. */

#include "config.h"

#include "app/panes/postil-attribute-field.h"

#include "app/postil-choices.h"
#include "app/postil-paste.h"

#include <glib/gi18n-lib.h>

struct _PostilAttributeField
{
  GtkWidget            parent_instance;

  char                *id;
  PostilAttributeKind  kind;
  char                *shown;   /* the value as it was set, never NULL */
  char               **choices; /* the values of the drop-down's rows; the first is "" */
  gboolean             quiet;

  GtkWidget           *control; /* GtkEntry or GtkDropDown */
};

enum
{
  SIGNAL_COMMITTED,
  SIGNAL_FINISHED,
  SIGNAL_SUGGEST,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PostilAttributeField, postil_attribute_field, GTK_TYPE_WIDGET)

static guint signals[N_SIGNALS];

static void
commit (PostilAttributeField *self)
{
  g_autofree char *value = postil_attribute_field_dup_value (self);

  if (g_str_equal (value != NULL ? value : "", self->shown))
    return;

  g_free (self->shown);
  self->shown = g_strdup (value != NULL ? value : "");
  g_signal_emit (self, signals[SIGNAL_COMMITTED], 0);
}

static void
finish (PostilAttributeField *self)
{
  commit (self);
  g_signal_emit (self, signals[SIGNAL_FINISHED], 0);
}

static gboolean
key_pressed_cb (PostilAttributeField *self,
                guint                 keyval,
                guint                 keycode,
                GdkModifierType       state)
{
  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;

  finish (self);
  return GDK_EVENT_STOP;
}

static void
focus_enter_cb (PostilAttributeField *self)
{
  g_signal_emit (self, signals[SIGNAL_SUGGEST], 0);
}

static void
selected_cb (PostilAttributeField *self)
{
  if (!self->quiet)
    commit (self);
}

static gboolean
match_selected_cb (PostilAttributeField *self,
                   GtkTreeModel         *model,
                   GtkTreeIter          *iter)
{
  g_autofree char *value = NULL;

  gtk_tree_model_get (model, iter, 0, &value, -1);
  gtk_editable_set_text (GTK_EDITABLE (self->control), value);
  gtk_editable_set_position (GTK_EDITABLE (self->control), -1);
  finish (self);

  return GDK_EVENT_STOP;
}

/* Anywhere in the name: "biden" finds "Joe Biden". */
static gboolean
match_cb (GtkEntryCompletion *completion,
          const char         *key,
          GtkTreeIter        *iter,
          gpointer            user_data)
{
  g_autofree char *value = NULL;
  g_autofree char *folded = NULL;

  gtk_tree_model_get (gtk_entry_completion_get_model (completion), iter, 0, &value, -1);
  if (value == NULL)
    return FALSE;

  folded = g_utf8_casefold (value, -1);
  return strstr (folded, key) != NULL;
}

static GtkWidget *
new_entry (PostilAttributeField *self)
{
  GtkWidget *entry = gtk_entry_new ();
  g_autoptr (GtkEntryCompletion) completion = gtk_entry_completion_new ();
  g_autoptr (GtkListStore) store = gtk_list_store_new (1, G_TYPE_STRING);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 8);
  gtk_entry_completion_set_model (completion, GTK_TREE_MODEL (store));
  gtk_entry_completion_set_text_column (completion, 0);
  gtk_entry_completion_set_match_func (completion, match_cb, NULL, NULL);
  gtk_entry_set_completion (GTK_ENTRY (entry), completion);
  g_signal_connect_object (completion, "match-selected", G_CALLBACK (match_selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (finish), self);

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (entry, keys);
  g_signal_connect_swapped (focus, "enter", G_CALLBACK (focus_enter_cb), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (commit), self);
  gtk_widget_add_controller (entry, focus);
  postil_paste_bound (entry, 0);

  return entry;
}

/* The first row is "not said". */
static GtkWidget *
new_drop_down (PostilAttributeField     *self,
               const PostilAttributeDef *definition)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  GtkWidget *drop_down = NULL;

  g_ptr_array_add (values, g_strdup (""));
  gtk_string_list_append (labels, "–");
  if (definition->kind == POSTIL_ATTRIBUTE_BOOLEAN)
    {
      g_ptr_array_add (values, g_strdup ("yes"));
      gtk_string_list_append (labels, _("Yes"));
      g_ptr_array_add (values, g_strdup ("no"));
      gtk_string_list_append (labels, _("No"));
    }
  for (guint i = 0; definition->choices[i] != NULL; i++)
    {
      g_ptr_array_add (values, g_strdup (definition->choices[i]));
      gtk_string_list_append (labels, definition->choices[i]);
    }
  g_ptr_array_add (values, NULL);
  self->choices = (char **) g_ptr_array_free (g_steal_pointer (&values), FALSE);

  drop_down = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&labels)), NULL);
  postil_choices_shorten (GTK_DROP_DOWN (drop_down));
  g_signal_connect_swapped (drop_down, "notify::selected", G_CALLBACK (selected_cb), self);

  return drop_down;
}

static void
show_choice (PostilAttributeField *self,
             const char           *value)
{
  guint selected = 0;

  while (self->choices[selected] != NULL && !g_str_equal (self->choices[selected], value))
    selected++;
  /* A value that the codebook no longer lists stays what it is, and none is shown. */
  if (self->choices[selected] == NULL)
    selected = GTK_INVALID_LIST_POSITION;

  self->quiet = TRUE;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->control), selected);
  self->quiet = FALSE;
}

static gboolean
postil_attribute_field_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (POSTIL_ATTRIBUTE_FIELD (widget)->control);
}

static gboolean
postil_attribute_field_focus (GtkWidget        *widget,
                              GtkDirectionType  direction)
{
  return gtk_widget_child_focus (POSTIL_ATTRIBUTE_FIELD (widget)->control, direction);
}

static void
postil_attribute_field_dispose (GObject *object)
{
  g_clear_pointer (&POSTIL_ATTRIBUTE_FIELD (object)->control, gtk_widget_unparent);

  G_OBJECT_CLASS (postil_attribute_field_parent_class)->dispose (object);
}

static void
postil_attribute_field_finalize (GObject *object)
{
  PostilAttributeField *self = POSTIL_ATTRIBUTE_FIELD (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->shown, g_free);
  g_clear_pointer (&self->choices, g_strfreev);

  G_OBJECT_CLASS (postil_attribute_field_parent_class)->finalize (object);
}

static void
postil_attribute_field_class_init (PostilAttributeFieldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = postil_attribute_field_dispose;
  object_class->finalize = postil_attribute_field_finalize;
  widget_class->grab_focus = postil_attribute_field_grab_focus;
  widget_class->focus = postil_attribute_field_focus;

  signals[SIGNAL_COMMITTED] =
    g_signal_new ("committed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FINISHED] =
    g_signal_new ("finished", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SUGGEST] =
    g_signal_new ("suggest", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
postil_attribute_field_init (PostilAttributeField *self)
{
  self->shown = g_strdup ("");
}

GtkWidget *
postil_attribute_field_new (const PostilAttributeDef *definition)
{
  PostilAttributeField *self = NULL;

  g_return_val_if_fail (definition != NULL, NULL);

  self = g_object_new (POSTIL_TYPE_ATTRIBUTE_FIELD, NULL);
  self->id = g_strdup (definition->id);
  self->kind = definition->kind;
  self->control = definition->kind == POSTIL_ATTRIBUTE_TEXT ? new_entry (self) : new_drop_down (self, definition);
  gtk_widget_set_parent (self->control, GTK_WIDGET (self));
  gtk_widget_set_tooltip_text (self->control, *definition->definition != '\0' ? definition->definition : NULL);
  postil_choices_set_name (self->control, definition->shown);

  return GTK_WIDGET (self);
}

const char *
postil_attribute_field_get_id (PostilAttributeField *self)
{
  g_return_val_if_fail (POSTIL_IS_ATTRIBUTE_FIELD (self), NULL);

  return self->id;
}

void
postil_attribute_field_set_value (PostilAttributeField *self,
                                  const char           *value,
                                  gboolean              force)
{
  g_return_if_fail (POSTIL_IS_ATTRIBUTE_FIELD (self));

  if (value == NULL)
    value = "";
  if (!force && g_str_equal (value, self->shown))
    return;

  if (self->kind == POSTIL_ATTRIBUTE_TEXT)
    {
      g_autofree char *typed = postil_attribute_field_dup_value (self);
      gboolean is_typing = !g_str_equal (typed != NULL ? typed : "", self->shown);

      if (!is_typing || force)
        gtk_editable_set_text (GTK_EDITABLE (self->control), value);
    }
  g_free (self->shown);
  self->shown = g_strdup (value);
  if (self->kind != POSTIL_ATTRIBUTE_TEXT)
    show_choice (self, value);
}

char *
postil_attribute_field_dup_value (PostilAttributeField *self)
{
  guint selected = GTK_INVALID_LIST_POSITION;
  char *value = NULL;

  g_return_val_if_fail (POSTIL_IS_ATTRIBUTE_FIELD (self), NULL);

  if (self->kind == POSTIL_ATTRIBUTE_TEXT)
    {
      /* What nobody edited is given back to the letter, white space and all. */
      value = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->control)));
      if (!g_str_equal (value, self->shown))
        g_strstrip (value);
    }
  else
    {
      selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->control));
      value = g_strdup (selected != GTK_INVALID_LIST_POSITION ? self->choices[selected] : self->shown);
    }
  if (*value == '\0')
    g_clear_pointer (&value, g_free);

  return value;
}

gboolean
postil_attribute_field_is_text (PostilAttributeField *self)
{
  g_return_val_if_fail (POSTIL_IS_ATTRIBUTE_FIELD (self), FALSE);

  return self->kind == POSTIL_ATTRIBUTE_TEXT;
}

void
postil_attribute_field_set_suggestions (PostilAttributeField *self,
                                        const char *const    *suggestions)
{
  GtkListStore *store = NULL;

  g_return_if_fail (POSTIL_IS_ATTRIBUTE_FIELD (self));
  g_return_if_fail (self->kind == POSTIL_ATTRIBUTE_TEXT);

  store = GTK_LIST_STORE (gtk_entry_completion_get_model (gtk_entry_get_completion (GTK_ENTRY (self->control))));
  gtk_list_store_clear (store);
  for (guint i = 0; suggestions[i] != NULL; i++)
    gtk_list_store_insert_with_values (store, NULL, -1, 0, suggestions[i], -1);
}
