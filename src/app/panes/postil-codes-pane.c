/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The list of codes. Rows are rebuilt when the codebook is another, counts are asked of the
 * layer after each change: O(codes). Main thread. */

#include "config.h"

#include "app/panes/postil-codes-pane.h"

#include "app/panes/postil-code-row.h"

#include <glib/gi18n-lib.h>

struct _PostilCodesPane
{
  GtkWidget       parent_instance;

  PostilDocument *document;
  PostilCodebook *codebook; /* the one that the rows show */

  GtkListBox     *list;
};

G_DEFINE_FINAL_TYPE (PostilCodesPane, postil_codes_pane, GTK_TYPE_WIDGET)

static void
update_counts (PostilCodesPane *self)
{
  PostilLayer *layer = postil_document_get_layer (self->document);
  GtkListBoxRow *row = NULL;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    postil_code_row_set_count (POSTIL_CODE_ROW (row),
                               postil_layer_count_code (layer, postil_code_row_get_code (POSTIL_CODE_ROW (row))));
}

static void
update_rows (PostilCodesPane *self)
{
  PostilCodebook *codebook = postil_document_get_codebook (self->document);
  GtkListBoxRow *row = NULL;

  if (codebook == self->codebook)
    return;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  g_clear_pointer (&self->codebook, postil_codebook_unref);
  self->codebook = postil_codebook_ref (codebook);
  for (guint i = 0; i < postil_codebook_get_n_codes (codebook); i++)
    gtk_list_box_append (self->list, postil_code_row_new (codebook, postil_codebook_get_code (codebook, i)));
}

static void
changed_cb (PostilCodesPane *self)
{
  update_rows (self);
  update_counts (self);
}

static gboolean
focus_row_cb (GtkWidget *widget,
              GtkDirectionType direction)
{
  return gtk_widget_child_focus (GTK_WIDGET (POSTIL_CODES_PANE (widget)->list), direction);
}

static void
postil_codes_pane_dispose (GObject *object)
{
  PostilCodesPane *self = POSTIL_CODES_PANE (object);

  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  g_clear_object (&self->document);
  g_clear_pointer (&self->codebook, postil_codebook_unref);
  if (self->list != NULL)
    {
      gtk_widget_unparent (GTK_WIDGET (self->list));
      self->list = NULL;
    }

  G_OBJECT_CLASS (postil_codes_pane_parent_class)->dispose (object);
}

static void
postil_codes_pane_class_init (PostilCodesPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = postil_codes_pane_dispose;
  widget_class->focus = focus_row_cb;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "postil-codes-pane");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
postil_codes_pane_init (PostilCodesPane *self)
{
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "postil-codes");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Codes"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Codes"), -1);
  gtk_widget_set_parent (GTK_WIDGET (self->list), GTK_WIDGET (self));
}

void
postil_codes_pane_set_document (PostilCodesPane *self,
                                PostilDocument  *document)
{
  g_return_if_fail (POSTIL_IS_CODES_PANE (self));
  g_return_if_fail (POSTIL_IS_DOCUMENT (document));

  if (self->document == document)
    return;

  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  g_set_object (&self->document, document);
  g_signal_connect_object (document, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  changed_cb (self);
}
