/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The message strip above the article: a revealer with a box of label and buttons. It is
 * made when there is something to say, so that assistive technology hears an alert that
 * appears. Main thread. */

#include "config.h"

#include "app/postil-banner.h"

#include <glib/gi18n-lib.h>

struct _PostilBanner
{
  GtkWidget  parent_instance;

  GtkWidget *revealer;
  GtkWidget *box;
  GtkWidget *label;
  GtkWidget *buttons;
  GtkWidget *close;
};

G_DEFINE_FINAL_TYPE (PostilBanner, postil_banner, GTK_TYPE_WIDGET)

static void
close_cb (PostilBanner *self)
{
  postil_banner_set_revealed (self, FALSE);
}

/* What is folded away shall not be read out either. */
static void
child_revealed_cb (PostilBanner *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), gtk_revealer_get_reveal_child (GTK_REVEALER (self->revealer))
                                             || gtk_revealer_get_child_revealed (GTK_REVEALER (self->revealer)));
}

static void
postil_banner_dispose (GObject *object)
{
  PostilBanner *self = POSTIL_BANNER (object);

  g_clear_pointer (&self->revealer, gtk_widget_unparent);

  G_OBJECT_CLASS (postil_banner_parent_class)->dispose (object);
}

static void
postil_banner_class_init (PostilBannerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = postil_banner_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
  gtk_widget_class_set_css_name (widget_class, "postil-banner");
}

static void
postil_banner_init (PostilBanner *self)
{
  self->revealer = gtk_revealer_new ();
  gtk_widget_set_parent (self->revealer, GTK_WIDGET (self));
  g_signal_connect_swapped (self->revealer, "notify::child-revealed", G_CALLBACK (child_revealed_cb), self);

  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_widget_add_css_class (self->box, "postil-banner");
  gtk_revealer_set_child (GTK_REVEALER (self->revealer), self->box);

  self->label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0.0f);
  gtk_label_set_selectable (GTK_LABEL (self->label), TRUE);
  gtk_widget_set_can_focus (self->label, FALSE);
  gtk_widget_set_hexpand (self->label, TRUE);
  gtk_box_append (GTK_BOX (self->box), self->label);

  self->buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_set_valign (self->buttons, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self->box), self->buttons);

  self->close = gtk_button_new_from_icon_name ("window-close-symbolic");
  gtk_widget_add_css_class (self->close, "flat");
  gtk_widget_add_css_class (self->close, "circular");
  gtk_widget_set_valign (self->close, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (self->close, _("Hide This Message"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->close),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Hide This Message"), -1);
  gtk_widget_hide (self->close);
  g_signal_connect_swapped (self->close, "clicked", G_CALLBACK (close_cb), self);
  gtk_box_append (GTK_BOX (self->box), self->close);
}

GtkWidget *
postil_banner_new (void)
{
  return g_object_new (POSTIL_TYPE_BANNER, NULL);
}

void
postil_banner_set_title (PostilBanner *self,
                         const char   *title)
{
  g_return_if_fail (POSTIL_IS_BANNER (self));
  g_return_if_fail (title != NULL);

  gtk_label_set_text (GTK_LABEL (self->label), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

const char *
postil_banner_get_title (PostilBanner *self)
{
  g_return_val_if_fail (POSTIL_IS_BANNER (self), NULL);

  return gtk_label_get_text (GTK_LABEL (self->label));
}

void
postil_banner_add_button (PostilBanner *self,
                          const char   *label,
                          const char   *action_name,
                          const char   *target)
{
  GtkWidget *button = NULL;

  g_return_if_fail (POSTIL_IS_BANNER (self));
  g_return_if_fail (label != NULL && action_name != NULL);

  button = gtk_button_new_with_label (label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action_name);
  if (target != NULL)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", target);
  gtk_box_append (GTK_BOX (self->buttons), button);

  /* Two buttons leave no room for words beside them on a narrow window. */
  if (gtk_widget_get_prev_sibling (button) != NULL)
    {
      gtk_orientable_set_orientation (GTK_ORIENTABLE (self->box), GTK_ORIENTATION_VERTICAL);
      gtk_box_set_spacing (GTK_BOX (self->box), 6);
      gtk_widget_set_halign (self->buttons, GTK_ALIGN_END);
    }
}

void
postil_banner_set_closable (PostilBanner *self,
                            gboolean      closable)
{
  g_return_if_fail (POSTIL_IS_BANNER (self));

  gtk_widget_set_visible (self->close, closable);
}

void
postil_banner_set_revealed (PostilBanner *self,
                            gboolean      revealed)
{
  g_return_if_fail (POSTIL_IS_BANNER (self));

  if (revealed)
    gtk_widget_show (GTK_WIDGET (self));
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), revealed);
}

gboolean
postil_banner_get_revealed (PostilBanner *self)
{
  g_return_val_if_fail (POSTIL_IS_BANNER (self), FALSE);

  return gtk_revealer_get_reveal_child (GTK_REVEALER (self->revealer));
}
