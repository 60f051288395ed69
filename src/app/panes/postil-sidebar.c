/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The panes beside the article, in one widget: it passes their signals on. Main thread. */

#include "config.h"

#include "app/panes/postil-sidebar.h"

#include "app/panes/postil-annotations-pane.h"
#include "app/panes/postil-codes-pane.h"
#include "app/panes/postil-inspector.h"

struct _PostilSidebar
{
  GtkWidget              parent_instance;

  GtkWidget             *codes_scroller;
  PostilCodesPane       *codes;
  PostilAnnotationsPane *annotations;
  PostilInspector       *inspector;
};

enum
{
  SIGNAL_CHANGE,
  SIGNAL_CHOSEN,
  SIGNAL_ACTIVATED,
  SIGNAL_FINISHED,
  SIGNAL_REFUSED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PostilSidebar, postil_sidebar, GTK_TYPE_WIDGET)

static guint signals[N_SIGNALS];

static void
change_cb (PostilSidebar *self,
           PostilChange  *change)
{
  g_signal_emit (self, signals[SIGNAL_CHANGE], 0, change);
}

static void
chosen_cb (PostilSidebar *self,
           const char    *id)
{
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, id);
}

static void
activated_cb (PostilSidebar *self,
              const char    *id)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0, id);
}

static void
finished_cb (PostilSidebar *self)
{
  g_signal_emit (self, signals[SIGNAL_FINISHED], 0);
}

static void
refused_cb (PostilSidebar *self,
            const char    *message)
{
  g_signal_emit (self, signals[SIGNAL_REFUSED], 0, message);
}

static void
postil_sidebar_dispose (GObject *object)
{
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (postil_sidebar_parent_class)->dispose (object);
}

static void
postil_sidebar_class_init (PostilSidebarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = postil_sidebar_dispose;

  signals[SIGNAL_CHANGE] =
    g_signal_new ("change", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_CHOSEN] =
    g_signal_new ("chosen", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_ACTIVATED] =
    g_signal_new ("activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_FINISHED] =
    g_signal_new ("finished", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_REFUSED] =
    g_signal_new ("refused", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (POSTIL_TYPE_CODES_PANE);
  g_type_ensure (POSTIL_TYPE_ANNOTATIONS_PANE);
  g_type_ensure (POSTIL_TYPE_INSPECTOR);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/postil/Postil/ui/postil-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, PostilSidebar, codes_scroller);
  gtk_widget_class_bind_template_child (widget_class, PostilSidebar, codes);
  gtk_widget_class_bind_template_child (widget_class, PostilSidebar, annotations);
  gtk_widget_class_bind_template_child (widget_class, PostilSidebar, inspector);
  gtk_widget_class_set_css_name (widget_class, "postil-sidebar");
}

static void
postil_sidebar_init (PostilSidebar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_object (self->annotations, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->annotations, "activated", G_CALLBACK (activated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->inspector, "change", G_CALLBACK (change_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->inspector, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->inspector, "finished", G_CALLBACK (finished_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->inspector, "refused", G_CALLBACK (refused_cb), self, G_CONNECT_SWAPPED);
}

GtkWidget *
postil_sidebar_new (GSettings *settings)
{
  PostilSidebar *self = NULL;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (POSTIL_TYPE_SIDEBAR, NULL);
  g_settings_bind (settings, "sort-by-time", self->annotations, "sort-by-time", G_SETTINGS_BIND_DEFAULT);

  return GTK_WIDGET (self);
}

void
postil_sidebar_set_document (PostilSidebar  *self,
                             PostilDocument *document)
{
  g_return_if_fail (POSTIL_IS_SIDEBAR (self));
  g_return_if_fail (POSTIL_IS_DOCUMENT (document));

  postil_codes_pane_set_document (self->codes, document);
  postil_annotations_pane_set_document (self->annotations, document);
  postil_inspector_set_document (self->inspector, document);
}

void
postil_sidebar_set_current (PostilSidebar *self,
                            const char    *annotation_id)
{
  g_return_if_fail (POSTIL_IS_SIDEBAR (self));

  postil_inspector_set_annotation (self->inspector, annotation_id);
  postil_annotations_pane_set_current (self->annotations, annotation_id);
}

void
postil_sidebar_commit (PostilSidebar *self)
{
  g_return_if_fail (POSTIL_IS_SIDEBAR (self));

  postil_inspector_commit (self->inspector);
}

gboolean
postil_sidebar_focus_part (PostilSidebar     *self,
                           PostilSidebarPart  part)
{
  GtkWidget *widget = NULL;

  g_return_val_if_fail (POSTIL_IS_SIDEBAR (self), FALSE);

  if (part == POSTIL_SIDEBAR_CODES)
    widget = GTK_WIDGET (self->codes);
  else if (part == POSTIL_SIDEBAR_ANNOTATIONS)
    widget = GTK_WIDGET (self->annotations);
  else
    widget = GTK_WIDGET (self->inspector);

  return gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD);
}

PostilSidebarPart
postil_sidebar_get_focus_part (PostilSidebar *self)
{
  GtkRoot *root = NULL;
  GtkWidget *focus = NULL;

  g_return_val_if_fail (POSTIL_IS_SIDEBAR (self), POSTIL_N_SIDEBAR_PARTS);

  root = gtk_widget_get_root (GTK_WIDGET (self));
  focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    return POSTIL_N_SIDEBAR_PARTS;
  if (gtk_widget_is_ancestor (focus, GTK_WIDGET (self->codes)))
    return POSTIL_SIDEBAR_CODES;
  if (gtk_widget_is_ancestor (focus, GTK_WIDGET (self->annotations)))
    return POSTIL_SIDEBAR_ANNOTATIONS;

  return POSTIL_SIDEBAR_INSPECTOR;
}

void
postil_sidebar_focus_filter (PostilSidebar *self)
{
  g_return_if_fail (POSTIL_IS_SIDEBAR (self));

  postil_annotations_pane_focus_filter (self->annotations);
}

void
postil_sidebar_focus_note (PostilSidebar *self)
{
  g_return_if_fail (POSTIL_IS_SIDEBAR (self));

  postil_inspector_focus_note (self->inspector);
}

gboolean
postil_sidebar_focus_actor (PostilSidebar *self)
{
  g_return_val_if_fail (POSTIL_IS_SIDEBAR (self), FALSE);

  return postil_inspector_focus_actor (self->inspector);
}

void
postil_sidebar_set_folder_values (PostilSidebar *self,
                                  GHashTable    *values)
{
  g_return_if_fail (POSTIL_IS_SIDEBAR (self));

  postil_inspector_set_folder_values (self->inspector, values);
}
