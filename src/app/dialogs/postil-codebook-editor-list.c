/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The rows of the codebook editor: what each shows and is called, and the lines above and below
 * it that say where a dragged code would go. Main thread. */

#include "config.h"

#include "app/dialogs/postil-codebook-editor-private.h"

#include "app/panes/postil-code-swatch.h"

#include <glib/gi18n-lib.h>

#define INDENT_PER_LEVEL 18
#define INDENT_PER_DEEP_LEVEL 4
#define N_WIDE_LEVELS 8u

struct _PostilEditorRow
{
  GtkBox                parent_instance;

  char                 *id;
  GtkWidget            *before; /* lines */
  GtkWidget            *after;
  PostilCodeSwatch     *swatch;
  GtkLabel             *label;
  GtkLabel             *count;
};

G_DEFINE_FINAL_TYPE (PostilEditorRow, postil_editor_row, GTK_TYPE_BOX)

static void
postil_editor_row_finalize (GObject *object)
{
  g_clear_pointer (&POSTIL_EDITOR_ROW (object)->id, g_free);

  G_OBJECT_CLASS (postil_editor_row_parent_class)->finalize (object);
}

static void
postil_editor_row_class_init (PostilEditorRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = postil_editor_row_finalize;
}

static GtkWidget *
new_line (void)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (line, "postil-drop-line");
  return line;
}

static void
postil_editor_row_init (PostilEditorRow *self)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  self->before = new_line ();
  self->after = new_line ();
  self->swatch = POSTIL_CODE_SWATCH (postil_code_swatch_new ());
  self->label = GTK_LABEL (gtk_label_new (NULL));
  self->count = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->label, 0.0f);
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (GTK_WIDGET (self->label), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->count), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->count), "numeric");
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (self->swatch));
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (self->label));
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (self->count));
  gtk_widget_add_css_class (content, "postil-tree-content");
  gtk_box_append (GTK_BOX (self), self->before);
  gtk_box_append (GTK_BOX (self), content);
  gtk_box_append (GTK_BOX (self), self->after);
}

/* Twenty levels, too, leave room for the label. */
static int
get_indent (guint depth)
{
  guint n_deep = depth > N_WIDE_LEVELS ? depth - N_WIDE_LEVELS : 0;

  return (int) (depth - n_deep) * INDENT_PER_LEVEL + (int) n_deep * INDENT_PER_DEEP_LEVEL;
}

static void
show_line (GtkWidget *line,
           gboolean   is_shown,
           guint      depth)
{
  gtk_widget_set_margin_start (line, is_shown ? get_indent (depth) : 0);
  if (is_shown)
    gtk_widget_add_css_class (line, "shown");
  else
    gtk_widget_remove_css_class (line, "shown");
}

void
postil_editor_row_set_drop (PostilEditorRow  *self,
                            PostilEditorDrop  drop,
                            guint             depth)
{
  g_return_if_fail (POSTIL_IS_EDITOR_ROW (self));

  show_line (self->before, drop == POSTIL_EDITOR_DROP_BEFORE, depth);
  show_line (self->after, drop == POSTIL_EDITOR_DROP_AFTER, depth);
  if (drop == POSTIL_EDITOR_DROP_INTO)
    gtk_widget_add_css_class (GTK_WIDGET (self), "postil-drop-into");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "postil-drop-into");
}

const char *
postil_editor_row_get_id (PostilEditorRow *self)
{
  g_return_val_if_fail (POSTIL_IS_EDITOR_ROW (self), NULL);

  return self->id;
}

static void
setup_cb (PostilCodebookEditor *editor,
          GtkListItem          *list_item)
{
  GtkWidget *row = g_object_new (POSTIL_TYPE_EDITOR_ROW, NULL);

  postil_codebook_editor_init_drag (editor, POSTIL_EDITOR_ROW (row));
  gtk_list_item_set_child (list_item, row);
}

/* "Concern, key 2, level 1, 17 annotations in 4 articles" */
static char *
dup_name (PostilCodebookEditor *editor,
          const PostilCode     *code,
          const char           *id)
{
  g_autofree char *usage = postil_codebook_editor_dup_usage (editor, id);
  g_autoptr (GString) name = g_string_new (code != NULL ? code->shown : id);

  if (code == NULL)
    g_string_append_printf (name, ", %s", _("not in the codebook"));
  if (code != NULL && *code->key != '\0')
    {
      g_string_append (name, ", ");
      g_string_append_printf (name, _("key %s"), code->key);
    }
  if (code != NULL && code->depth > 0)
    {
      g_string_append (name, ", ");
      g_string_append_printf (name, _("level %u"), code->depth + 1);
    }
  g_string_append_printf (name, ", %s", usage);

  return g_string_free (g_steal_pointer (&name), FALSE);
}

static void
show_count (PostilCodebookEditor *editor,
            PostilEditorRow      *row)
{
  const char *origin = postil_codebook_draft_get_origin (editor->draft, row->id);
  PostilCodeCount count = { 0 };
  g_autofree char *number = NULL;

  if (editor->usage != NULL)
    count = postil_code_usage_get (editor->usage, origin != NULL ? origin : row->id);
  number = g_strdup_printf ("%u", count.n_annotations);
  gtk_label_set_text (row->count, count.n_annotations > 0 ? number : "");
}

static void
bind_cb (PostilCodebookEditor *editor,
         GtkListItem          *list_item)
{
  PostilEditorRow *row = POSTIL_EDITOR_ROW (gtk_list_item_get_child (list_item));
  const char *id = gtk_string_object_get_string (gtk_list_item_get_item (list_item));
  PostilCodebook *codebook = postil_codebook_editor_get_codebook (editor);
  gboolean is_known = gtk_list_item_get_position (list_item) < editor->n_known;
  const PostilCode *code = is_known ? postil_codebook_lookup_code (codebook, id) : NULL;
  GtkWidget *holder = gtk_widget_get_parent (GTK_WIDGET (row));
  g_autofree char *name = dup_name (editor, code, id);
  g_autofree char *kept_id = g_strdup (id);

  g_free (row->id);
  row->id = g_steal_pointer (&kept_id);
  postil_code_swatch_set_code (row->swatch, codebook, row->id);
  gtk_widget_set_margin_start (GTK_WIDGET (row->swatch), code != NULL ? get_indent (code->depth) : 0);
  gtk_label_set_text (row->label, code != NULL ? code->shown : row->id);
  if (code != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (row->label), "dim-label");
  else
    gtk_widget_add_css_class (GTK_WIDGET (row->label), "dim-label");
  show_count (editor, row);
  if (holder != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (holder), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* At the floor a list view can only be told so through its row's widget. */
void
postil_codebook_editor_focus_row (PostilCodebookEditor *self)
{
  const char *id = NULL;

  g_return_if_fail (POSTIL_IS_CODEBOOK_EDITOR (self));

  id = postil_codebook_editor_get_id (self);
  for (GtkWidget *holder = gtk_widget_get_first_child (GTK_WIDGET (self->list)); holder != NULL;
       holder = gtk_widget_get_next_sibling (holder))
    {
      GtkWidget *row = gtk_widget_get_first_child (holder);

      if (POSTIL_IS_EDITOR_ROW (row) && g_strcmp0 (POSTIL_EDITOR_ROW (row)->id, id) == 0)
        {
          gtk_widget_grab_focus (holder);
          return;
        }
    }
}

void
postil_codebook_editor_init_list (PostilCodebookEditor *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_return_if_fail (POSTIL_IS_CODEBOOK_EDITOR (self));

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list, factory);
  postil_codebook_editor_init_drop (self);
}
