/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The command palette. The keyboard stays in the entry; the arrows move the selection in the
 * list beneath it, which is said aloud. Each key scores all items, and the best are shown:
 * some milliseconds for ten thousand. Main thread. */

#include "config.h"

#include "app/dialogs/postil-command-palette.h"

#include "app/compat/postil-announce.h"

#include <glib/gi18n-lib.h>

#define MAX_SHOWN 200u
#define PAGE_ROWS 8

struct _PostilCommandPalette
{
  AdwWindow           parent_instance;

  GPtrArray          *items;  /* all of them */
  GListStore         *shown;
  GtkSingleSelection *selection;
  GtkWidget          *live;

  GtkOverlay         *overlay;
  GtkEditable        *entry;
  GtkListView        *list;
  GtkLabel           *empty;
  GtkStack           *stack;
};

typedef struct
{
  PostilCommandItem *item;
  guint              score;
  guint              index;
} Hit;

G_DEFINE_FINAL_TYPE (PostilCommandPalette, postil_command_palette, ADW_TYPE_WINDOW)

static int
compare_hits_cb (gconstpointer a,
                 gconstpointer b)
{
  const Hit *first = a;
  const Hit *second = b;

  if (first->score != second->score)
    return first->score > second->score ? -1 : 1;

  return first->index < second->index ? -1 : 1;
}

/* "Undo, Marking, Ctrl+Z" */
static char *
dup_name (PostilCommandItem *item)
{
  const char *detail = postil_command_item_get_detail (item);
  const char *keys = postil_command_item_get_keys (item);
  g_autoptr (GString) name = g_string_new (postil_command_item_get_title (item));

  if (*detail != '\0')
    g_string_append_printf (name, ", %s", detail);
  if (*keys != '\0')
    g_string_append_printf (name, ", %s", keys);

  return g_string_free (g_steal_pointer (&name), FALSE);
}

static void
announce_selected (PostilCommandPalette *self)
{
  PostilCommandItem *item = gtk_single_selection_get_selected_item (self->selection);
  g_autofree char *name = item != NULL ? dup_name (item) : NULL;

  postil_announce (self->live, name != NULL ? name : _("Nothing of this name"));
  if (name != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry),
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, name, -1);
}

static void
update_shown (PostilCommandPalette *self)
{
  g_autofree char *folded = postil_command_item_dup_folded (gtk_editable_get_text (self->entry));
  g_auto (GStrv) words = g_strsplit (g_strstrip (folded), " ", -1);
  g_autoptr (GArray) hits = g_array_new (FALSE, FALSE, sizeof (Hit));
  g_autoptr (GPtrArray) best = g_ptr_array_new ();

  for (guint i = 0; i < self->items->len; i++)
    {
      PostilCommandItem *item = g_ptr_array_index (self->items, i);
      Hit hit = { item, postil_command_item_score (item, (const char *const *) words), i };

      if (hit.score > 0)
        g_array_append_val (hits, hit);
    }
  g_array_sort (hits, compare_hits_cb);
  for (guint i = 0; i < MIN (hits->len, MAX_SHOWN); i++)
    g_ptr_array_add (best, g_array_index (hits, Hit, i).item);

  g_list_store_splice (self->shown, 0, g_list_model_get_n_items (G_LIST_MODEL (self->shown)),
                       best->pdata, best->len);
  gtk_stack_set_visible_child_name (self->stack, best->len > 0 ? "list" : "empty");
  if (best->len > 0)
    {
      gtk_single_selection_set_selected (self->selection, 0);
      gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", 0);
    }
  announce_selected (self);
}

/* The window goes first, so that the action finds the keyboard where it was. */
static void
activate_selected_cb (PostilCommandPalette *self)
{
  PostilCommandItem *item = gtk_single_selection_get_selected_item (self->selection);
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autoptr (PostilCommandItem) kept = NULL;
  g_autoptr (GtkWidget) target = NULL;

  if (item == NULL || parent == NULL)
    return;

  kept = g_object_ref (item);
  target = g_object_ref (GTK_WIDGET (parent));
  gtk_window_destroy (GTK_WINDOW (self));
  gtk_widget_activate_action_variant (target, postil_command_item_get_action (kept),
                                      postil_command_item_get_target (kept));
}

static void
row_activated_cb (PostilCommandPalette *self,
                  guint                 position)
{
  gtk_single_selection_set_selected (self->selection, position);
  activate_selected_cb (self);
}

static void
move (PostilCommandPalette *self,
      int                   by)
{
  int n_items = (int) g_list_model_get_n_items (G_LIST_MODEL (self->shown));
  int position = (int) gtk_single_selection_get_selected (self->selection);

  if (n_items == 0)
    return;

  position = CLAMP (position + by, 0, n_items - 1);
  gtk_single_selection_set_selected (self->selection, (guint) position);
  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", (guint) position);
  announce_selected (self);
}

static gboolean
key_pressed_cb (PostilCommandPalette *self,
                guint                 keyval,
                guint                 keycode,
                GdkModifierType       state)
{
  switch (keyval)
    {
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      move (self, -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      move (self, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Up:
      move (self, -PAGE_ROWS);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Down:
      move (self, PAGE_ROWS);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      gtk_window_close (GTK_WINDOW (self));
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
setup_row_cb (GtkListItemFactory *factory,
              GtkListItem        *list_item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *title = gtk_label_new (NULL);
  GtkWidget *detail = gtk_label_new (NULL);
  GtkWidget *keys = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (title), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_label_set_ellipsize (GTK_LABEL (detail), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (detail, "dim-label");
  gtk_widget_add_css_class (detail, "caption");
  gtk_widget_add_css_class (keys, "postil-key");
  /* From right to left a bracket would be shown as the other one. */
  gtk_widget_set_direction (keys, GTK_TEXT_DIR_LTR);
  gtk_widget_set_valign (keys, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), detail);
  gtk_box_append (GTK_BOX (box), keys);
  gtk_list_item_set_child (list_item, box);
}

static void
bind_row_cb (GtkListItemFactory *factory,
             GtkListItem        *list_item)
{
  PostilCommandItem *item = gtk_list_item_get_item (list_item);
  GtkWidget *box = gtk_list_item_get_child (list_item);
  GtkWidget *title = gtk_widget_get_first_child (box);
  GtkWidget *detail = gtk_widget_get_next_sibling (title);
  GtkWidget *keys = gtk_widget_get_next_sibling (detail);
  GtkWidget *holder = gtk_widget_get_parent (box);
  g_autofree char *name = dup_name (item);

  gtk_label_set_text (GTK_LABEL (title), postil_command_item_get_title (item));
  gtk_label_set_text (GTK_LABEL (detail), postil_command_item_get_detail (item));
  gtk_label_set_text (GTK_LABEL (keys), postil_command_item_get_keys (item));
  gtk_widget_set_visible (keys, *postil_command_item_get_keys (item) != '\0');
  if (holder != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (holder), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
postil_command_palette_dispose (GObject *object)
{
  PostilCommandPalette *self = POSTIL_COMMAND_PALETTE (object);

  g_clear_object (&self->selection);
  g_clear_object (&self->shown);
  g_clear_pointer (&self->items, g_ptr_array_unref);

  G_OBJECT_CLASS (postil_command_palette_parent_class)->dispose (object);
}

static void
postil_command_palette_class_init (PostilCommandPaletteClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = postil_command_palette_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/postil/Postil/ui/postil-command-palette.ui");
  gtk_widget_class_bind_template_child (widget_class, PostilCommandPalette, overlay);
  gtk_widget_class_bind_template_child (widget_class, PostilCommandPalette, entry);
  gtk_widget_class_bind_template_child (widget_class, PostilCommandPalette, list);
  gtk_widget_class_bind_template_child (widget_class, PostilCommandPalette, empty);
  gtk_widget_class_bind_template_child (widget_class, PostilCommandPalette, stack);
  gtk_widget_class_bind_template_callback (widget_class, update_shown);
  gtk_widget_class_bind_template_callback (widget_class, activate_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
postil_command_palette_init (PostilCommandPalette *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->shown = g_list_store_new (POSTIL_TYPE_COMMAND_ITEM);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->shown)));
  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect (factory, "setup", G_CALLBACK (setup_row_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_row_cb), NULL);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  self->live = postil_announce_new_widget ();
  gtk_overlay_add_overlay (self->overlay, self->live);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Command"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Commands"), -1);
}

GtkWidget *
postil_command_palette_new (GtkWindow *parent)
{
  PostilCommandPalette *self = NULL;
  int parent_width = 0;
  int width = 0;
  int height = 0;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);

  self = g_object_new (POSTIL_TYPE_COMMAND_PALETTE, "transient-for", parent, NULL);
  /* No wider than what it stands over: the screen may be a narrow one. */
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  parent_width = gtk_widget_get_width (GTK_WIDGET (parent));
  if (parent_width > 0 && parent_width < width)
    gtk_window_set_default_size (GTK_WINDOW (self), parent_width, height);

  return GTK_WIDGET (self);
}

void
postil_command_palette_add_items (PostilCommandPalette *self,
                                  GPtrArray            *items)
{
  g_return_if_fail (POSTIL_IS_COMMAND_PALETTE (self));
  g_return_if_fail (items != NULL);

  for (guint i = 0; i < items->len; i++)
    g_ptr_array_add (self->items, g_object_ref (g_ptr_array_index (items, i)));
  update_shown (self);
}
