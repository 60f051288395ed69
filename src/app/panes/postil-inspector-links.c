/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The inspector's list of links: one row a link, with the kind, the other end's quote, and a
 * button that takes the link away. Main thread. */

#include "config.h"

#include "app/panes/postil-inspector-private.h"

#include "app/panes/postil-annotation-row.h"
#include "app/panes/postil-code-swatch.h"
#include "model/postil-edit.h"

#include <glib/gi18n-lib.h>

/* A row, and what it stands for: a widget of its own, so that nothing hangs on the row. */
#define POSTIL_TYPE_LINK_ROW (postil_link_row_get_type ())
G_DECLARE_FINAL_TYPE (PostilLinkRow, postil_link_row, POSTIL, LINK_ROW, GtkListBoxRow)

struct _PostilLinkRow
{
  GtkListBoxRow  parent_instance;

  char          *link_id;
  char          *other_id;
};

G_DEFINE_FINAL_TYPE (PostilLinkRow, postil_link_row, GTK_TYPE_LIST_BOX_ROW)

static void
postil_link_row_finalize (GObject *object)
{
  PostilLinkRow *self = POSTIL_LINK_ROW (object);

  g_clear_pointer (&self->link_id, g_free);
  g_clear_pointer (&self->other_id, g_free);

  G_OBJECT_CLASS (postil_link_row_parent_class)->finalize (object);
}

static void
postil_link_row_class_init (PostilLinkRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = postil_link_row_finalize;
}

static void
postil_link_row_init (PostilLinkRow *self)
{
}

static void
unlink_cb (PostilInspector *self,
           GtkWidget       *button)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, POSTIL_TYPE_LINK_ROW);
  PostilLink *link = postil_layer_lookup_link (postil_document_get_layer (self->document),
                                               POSTIL_LINK_ROW (row)->link_id);

  if (link != NULL)
    postil_inspector_take_change (self, postil_edit_unlink (self->document, link));
}

static const char *
get_kind_label (PostilCodebook *codebook,
                const char     *kind)
{
  const PostilLinkDef *definition = postil_codebook_lookup_link (codebook, kind);

  return definition != NULL ? definition->shown : kind;
}

static GtkWidget *
new_unlink_button (PostilInspector *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-delete-symbolic");

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_add_css_class (button, "postil-small");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _("Remove the Link"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Remove the Link"), -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (unlink_cb), self, G_CONNECT_SWAPPED);

  return button;
}

static GtkWidget *
new_row (PostilInspector *self,
         PostilLink      *link)
{
  PostilLayer *layer = postil_document_get_layer (self->document);
  PostilCodebook *codebook = postil_document_get_codebook (self->document);
  gboolean is_from = g_strcmp0 (postil_link_get_from (link), self->id) == 0;
  const char *other_id = is_from ? postil_link_get_to (link) : postil_link_get_from (link);
  PostilAnnotation *other = postil_layer_lookup (layer, other_id);
  g_autofree char *name = other != NULL ? postil_annotation_row_dup_name (other, codebook) : g_strdup (other_id);
  /* Translators: a link from this annotation to another, and one that comes from another: what the
   * link says, and the other annotation. What it says stands first, for the end may be cut. */
  g_autofree char *text = g_strdup_printf (is_from ? _("%s → %s") : _("%s ← %s"),
                                           get_kind_label (codebook, postil_link_get_kind (link)), name);
  PostilLinkRow *row = g_object_new (POSTIL_TYPE_LINK_ROW, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *swatch = postil_code_swatch_new ();
  GtkWidget *label = gtk_label_new (g_strdelimit (text, "\n", ' '));

  row->link_id = g_strdup (postil_link_get_id (link));
  row->other_id = g_strdup (other_id);
  postil_code_swatch_set_code (POSTIL_CODE_SWATCH (swatch), codebook,
                               other != NULL ? postil_annotation_get_code (other) : NULL);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "caption");
  gtk_box_append (GTK_BOX (box), swatch);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), new_unlink_button (self));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_set_tooltip_text (GTK_WIDGET (row), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);

  return GTK_WIDGET (row);
}

static PostilAnnotation *
get_other (PostilInspector *self,
           PostilLink      *link,
           gboolean        *is_from)
{
  *is_from = g_strcmp0 (postil_link_get_from (link), self->id) == 0;
  return postil_layer_lookup (postil_document_get_layer (self->document),
                              *is_from ? postil_link_get_to (link) : postil_link_get_from (link));
}

/* Links from here, then links to here; each as their other ends stand in the article. */
static int
compare_links_cb (gconstpointer a,
                  gconstpointer b,
                  gpointer      user_data)
{
  PostilLink *first = *(PostilLink *const *) a;
  PostilLink *second = *(PostilLink *const *) b;
  gboolean first_is_from = FALSE;
  gboolean second_is_from = FALSE;
  PostilAnnotation *first_other = get_other (user_data, first, &first_is_from);
  PostilAnnotation *second_other = get_other (user_data, second, &second_is_from);
  int order = 0;

  if (first_is_from != second_is_from)
    return first_is_from ? -1 : 1;
  if ((first_other != NULL) != (second_other != NULL))
    return first_other != NULL ? -1 : 1;
  if (first_other != NULL)
    order = postil_annotation_compare (first_other, second_other);
  return order != 0 ? order : strcmp (postil_link_get_id (first), postil_link_get_id (second));
}

void
postil_inspector_show_links (PostilInspector  *self,
                             PostilAnnotation *annotation)
{
  g_autoptr (GPtrArray) links = NULL;
  GtkListBoxRow *row = NULL;

  g_return_if_fail (POSTIL_IS_INSPECTOR (self));

  while ((row = gtk_list_box_get_row_at_index (self->links, 0)) != NULL)
    gtk_list_box_remove (self->links, GTK_WIDGET (row));

  links = postil_layer_dup_links_of (postil_document_get_layer (self->document),
                                     postil_annotation_get_id (annotation));
  g_ptr_array_sort_with_data (links, compare_links_cb, self);
  for (guint i = 0; i < links->len; i++)
    gtk_list_box_append (self->links, new_row (self, g_ptr_array_index (links, i)));
  gtk_widget_set_visible (GTK_WIDGET (self->links), links->len > 0);
}

void
postil_inspector_follow_link (PostilInspector *self,
                              GtkListBoxRow   *row)
{
  g_autofree char *id = NULL;

  g_return_if_fail (POSTIL_IS_INSPECTOR (self));
  g_return_if_fail (POSTIL_IS_LINK_ROW (row));

  /* The row may go before the signal is over. */
  id = g_strdup (POSTIL_LINK_ROW (row)->other_id);
  postil_inspector_choose (self, id);
}
