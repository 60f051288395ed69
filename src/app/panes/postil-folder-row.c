/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One article in the folder's list. It follows its item while it shows it; rows are few, and
 * are used again for other articles. The whole of it is in the accessible name. Main thread. */

#include "config.h"

#include "app/panes/postil-folder-row.h"

struct _PostilFolderRow
{
  GtkWidget         parent_instance;

  PostilFolderItem *item;
  gulong            handler;

  GtkImage         *state_image;
  GtkLabel         *name_label;
  GtkLabel         *details_label;
  GtkLabel         *status_label;
  GtkImage         *problem_image;
};

G_DEFINE_FINAL_TYPE (PostilFolderRow, postil_folder_row, GTK_TYPE_WIDGET)

/* Shape, not colour: nothing, three dots, a tick. */
static const char *const state_icons[] = {
  [POSTIL_ARTICLE_UNTOUCHED] = NULL,
  [POSTIL_ARTICLE_IN_PROGRESS] = "content-loading-symbolic",
  [POSTIL_ARTICLE_DONE] = "object-select-symbolic",
};

static void
set_optional (GtkLabel   *label,
              const char *text)
{
  gtk_label_set_text (label, text);
  gtk_widget_set_visible (GTK_WIDGET (label), *text != '\0');
}

static void
describe (PostilFolderRow *self,
          const char      *details,
          const char      *status,
          const char      *problem)
{
  g_autoptr (GString) name = g_string_new (postil_folder_item_get_name (self->item));
  GtkWidget *holder = gtk_widget_get_parent (GTK_WIDGET (self));

  g_string_append_printf (name, ", %s", postil_folder_item_get_state_title (self->item));
  if (*details != '\0')
    g_string_append_printf (name, ", %s", details);
  if (*status != '\0')
    g_string_append_printf (name, ", %s", status);
  if (problem != NULL)
    g_string_append_printf (name, ", %s", problem);
  if (holder != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (holder), GTK_ACCESSIBLE_PROPERTY_LABEL, name->str, -1);
}

static void
update (PostilFolderRow *self)
{
  PostilArticleState state = postil_folder_item_get_state (self->item);
  g_autofree char *details = postil_folder_item_dup_details (self->item);
  g_autofree char *status = postil_folder_item_dup_status (self->item);
  g_autofree char *problem = postil_folder_item_dup_problem (self->item);

  if (state_icons[state] != NULL)
    gtk_image_set_from_icon_name (self->state_image, state_icons[state]);
  else
    gtk_image_clear (self->state_image);
  gtk_label_set_text (self->name_label, postil_folder_item_get_name (self->item));
  set_optional (self->details_label, details);
  set_optional (self->status_label, status);
  gtk_widget_set_visible (GTK_WIDGET (self->problem_image), problem != NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), problem != NULL ? problem : postil_folder_item_get_name (self->item));
  describe (self, details, status, problem);
}

static void
postil_folder_row_dispose (GObject *object)
{
  GtkWidget *child = NULL;

  postil_folder_row_set_item (POSTIL_FOLDER_ROW (object), NULL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (postil_folder_row_parent_class)->dispose (object);
}

static void
postil_folder_row_class_init (PostilFolderRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = postil_folder_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/postil/Postil/ui/postil-folder-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PostilFolderRow, state_image);
  gtk_widget_class_bind_template_child (widget_class, PostilFolderRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, PostilFolderRow, details_label);
  gtk_widget_class_bind_template_child (widget_class, PostilFolderRow, status_label);
  gtk_widget_class_bind_template_child (widget_class, PostilFolderRow, problem_image);
  gtk_widget_class_set_css_name (widget_class, "postil-folder-row");
}

static void
postil_folder_row_init (PostilFolderRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
postil_folder_row_new (void)
{
  return g_object_new (POSTIL_TYPE_FOLDER_ROW, NULL);
}

void
postil_folder_row_set_item (PostilFolderRow  *self,
                            PostilFolderItem *item)
{
  g_return_if_fail (POSTIL_IS_FOLDER_ROW (self));

  if (self->item != NULL)
    g_clear_signal_handler (&self->handler, self->item);
  g_set_object (&self->item, item);
  if (item == NULL)
    return;
  self->handler = g_signal_connect_swapped (item, "changed", G_CALLBACK (update), self);
  update (self);
}
