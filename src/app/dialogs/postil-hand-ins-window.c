/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A list of hand-ins of which something must be known; Escape closes it. What students called
 * their files is no markup. Main thread. */

#include "config.h"

#include "app/dialogs/postil-hand-ins-window.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#define WIDTH 520
#define HEIGHT 480

static guint
count_in (PostilHandIns *hand_ins)
{
  return postil_hand_ins_count (hand_ins, POSTIL_HAND_IN_COLLECTED) + postil_hand_ins_count (hand_ins, POSTIL_HAND_IN_REPLACED)
         + postil_hand_ins_count (hand_ins, POSTIL_HAND_IN_THERE);
}

static GtkWidget *
new_row (const PostilHandIn *hand_in)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name (postil_hand_in_is_in (hand_in) ? "dialog-information-symbolic"
                                                                                 : "dialog-warning-symbolic");
  const char *state = postil_hand_in_is_in (hand_in) ? _("Collected") : _("Left out");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), hand_in->file);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), hand_in->message);
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL, state, -1);
  gtk_widget_set_tooltip_text (icon, state);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  return row;
}

static GtkWidget *
new_list (PostilHandIns *hand_ins)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_widget_set_valign (list, GTK_ALIGN_START);
  for (guint i = 0; i < hand_ins->hand_ins->len; i++)
    {
      const PostilHandIn *hand_in = hand_ins->hand_ins->pdata[i];

      if (hand_in->message != NULL)
        gtk_list_box_append (GTK_LIST_BOX (list), new_row (hand_in));
    }
  return list;
}

static gboolean
close_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  gtk_window_close (GTK_WINDOW (widget));
  return TRUE;
}

GtkWidget *
postil_hand_ins_window_new (GtkWindow     *parent,
                            PostilHandIns *hand_ins)
{
  GtkWidget *window = NULL;
  GtkWidget *box = NULL;
  GtkWidget *scroller = NULL;
  GtkWidget *label = NULL;
  GtkWidget *inner = NULL;
  GtkEventController *keys = NULL;
  g_autofree char *text = NULL;
  guint n = 0;

  g_return_val_if_fail (hand_ins != NULL, NULL);

  n = count_in (hand_ins);
  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u hand-in is collected. What follows needs a look.",
                                       "%u hand-ins are collected. What follows needs a look.", n), n);
  window = adw_window_new ();
  gtk_window_set_title (GTK_WINDOW (window), _("Hand-Ins"));
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  label = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  inner = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_add_css_class (inner, "postil-hint");
  gtk_box_append (GTK_BOX (inner), label);
  gtk_box_append (GTK_BOX (inner), new_list (hand_ins));
  scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), inner);
  gtk_widget_set_vexpand (scroller, TRUE);
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), scroller);
  adw_window_set_content (ADW_WINDOW (window), box);
  keys = gtk_shortcut_controller_new ();
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                                          gtk_callback_action_new (close_cb, NULL, NULL)));
  gtk_widget_add_controller (window, keys);
  return window;
}
