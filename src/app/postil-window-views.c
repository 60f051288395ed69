/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The ways of looking at an article or a folder, beside coding: a table of them, the buttons
 * in the header bar, and the way from one to another. A view is made when it is first looked
 * at. It reads from the disk, so what was coded is saved before one is shown; and it is told
 * to look again whenever it is shown or another article was opened. Main thread. */

#include "config.h"

#include "app/postil-window-private.h"

#include "app/postil-actions.h"

#include <string.h>

#define CODE "code"

typedef struct
{
  const char *name;
  const char *action;  /* its title is what the button says */
  const char *icon;
  gboolean    of_folder; /* also shown while a folder is open and no article is */
  GtkWidget *(*create) (PostilWindow *self);
  /* The window's article, folder or coder may be others than the last time. */
  void       (*refresh) (PostilWindow *self, GtkWidget *view);
} View;

/* Coding itself is the first, and no widget of this file. */
static const View views[] = {
  { CODE, "win.view-code", "document-edit-symbolic", TRUE, NULL, NULL },
  { "compare", "win.view-compare", "view-dual-symbolic", FALSE, postil_window_create_compare, postil_window_refresh_compare },
  { "class", "win.view-class", "postil-class-symbolic", FALSE, postil_window_create_class, postil_window_refresh_class },
  { "agreement", "win.view-agreement", "postil-agreement-symbolic", TRUE,
    postil_window_create_agreement, postil_window_refresh_agreement },
  { "overview", "win.view-overview", "postil-overview-symbolic", TRUE,
    postil_window_create_overview, postil_window_refresh_overview },
};

static const View *
find_view (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    if (g_str_equal (views[i].name, name))
      return &views[i];
  return NULL;
}

static gboolean
is_possible (PostilWindow *self,
             const View   *view)
{
  return self->store != NULL || (view->of_folder && self->folder_pane != NULL);
}

static GAction *
get_action (PostilWindow *self)
{
  return g_action_map_lookup_action (G_ACTION_MAP (self), "view");
}

static const View *
get_view (PostilWindow *self)
{
  g_autoptr (GVariant) state = g_action_get_state (get_action (self));

  return find_view (g_variant_get_string (state, NULL));
}

static void
set_state (PostilWindow *self,
           const View   *view)
{
  g_simple_action_set_state (G_SIMPLE_ACTION (get_action (self)), g_variant_new_string (view->name));
}

static void
show_code (PostilWindow *self)
{
  if (self->store != NULL)
    {
      postil_window_show_page (self, "article", GTK_WIDGET (self->flap));
      gtk_widget_grab_focus (GTK_WIDGET (self->page));
    }
  else if (self->folder_page != NULL)
    postil_window_show_page (self, "folder", self->folder_page);
}

static void
show_view (PostilWindow *self,
           const View   *view)
{
  GtkWidget *widget = gtk_stack_get_child_by_name (self->stack, view->name);

  if (widget == NULL)
    widget = view->create (self);
  postil_window_show_page (self, view->name, widget);
  view->refresh (self, widget);
  gtk_widget_grab_focus (widget);
}

static void
flushed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (PostilWindow) self = POSTIL_WINDOW (user_data);
  const View *view = NULL;

  /* Why it could not be saved is in the banner, and said by the title. */
  (void) postil_store_flush_finish (POSTIL_STORE (source), result, NULL);
  if (self->store != POSTIL_STORE (source))
    return;
  view = get_view (self);
  if (view->create != NULL)
    show_view (self, view);
}

void
postil_window_sync_view (PostilWindow *self)
{
  const View *view = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  view = get_view (self);
  if (self->wanted_view != NULL && is_possible (self, find_view (self->wanted_view)))
    {
      view = find_view (self->wanted_view);
      set_state (self, view);
      g_clear_pointer (&self->wanted_view, g_free);
    }
  if (!is_possible (self, view))
    {
      set_state (self, &views[0]);
      view = &views[0];
    }
  if (view->create == NULL)
    return;
  if (self->store == NULL)
    {
      show_view (self, view);
      return;
    }
  if (self->sidebar != NULL)
    postil_sidebar_commit (self->sidebar);
  postil_store_flush_async (self->store, NULL, flushed_cb, g_object_ref (self));
}

static void
view_changed_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  PostilWindow *self = user_data;
  const View *view = find_view (g_variant_get_string (value, NULL));

  if (view == NULL || !is_possible (self, view) || view == get_view (self))
    return;
  if (self->is_focused)
    postil_window_set_focus_mode (self, FALSE);
  set_state (self, view);
  if (view->create == NULL)
    show_code (self);
  else
    postil_window_sync_view (self);
  postil_window_announce (self, postil_actions_get_title (view->action));
}

void
postil_window_want_view (PostilWindow *self,
                         const char   *name)
{
  g_return_if_fail (POSTIL_IS_WINDOW (self));
  g_return_if_fail (find_view (name) != NULL);

  g_free (self->wanted_view);
  self->wanted_view = g_strdup (name);
}

void
postil_window_show_view (PostilWindow *self,
                         const char   *name)
{
  g_return_if_fail (POSTIL_IS_WINDOW (self));
  g_return_if_fail (find_view (name) != NULL);

  g_action_group_change_action_state (G_ACTION_GROUP (self), "view", g_variant_new_string (name));
}

/* "win.view-compare" is "win.view('compare')" under a name that the table of actions can hold. */
static void
activate_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  postil_window_show_view (user_data, g_action_get_name (G_ACTION (action)) + strlen ("view-"));
}

static GtkWidget *
new_button (const View *view)
{
  GtkWidget *button = gtk_toggle_button_new ();
  const char *title = postil_actions_get_title (view->action);

  gtk_button_set_icon_name (GTK_BUTTON (button), view->icon);
  gtk_widget_set_tooltip_text (button, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.view");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", view->name);
  return button;
}

/* The buttons, from the first article or folder on. They leave a narrow window, whose menu has
 * the same. */
static void
ensure_buttons (PostilWindow *self)
{
  GtkWidget *box = NULL;

  if (self->view_buttons != NULL || G_N_ELEMENTS (views) < 2)
    return;

  self->view_buttons = adw_squeezer_new ();
  box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (box, "linked");
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    gtk_box_append (GTK_BOX (box), new_button (&views[i]));
  adw_squeezer_set_allow_none (ADW_SQUEEZER (self->view_buttons), TRUE);
  adw_squeezer_set_homogeneous (ADW_SQUEEZER (self->view_buttons), FALSE);
  adw_squeezer_add (ADW_SQUEEZER (self->view_buttons), box);
  adw_header_bar_pack_start (self->header, self->view_buttons);
}

void
postil_window_update_views (PostilWindow *self)
{
  gboolean any = FALSE;

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), views[i].action + strlen ("win."));
      gboolean possible = is_possible (self, &views[i]);

      g_simple_action_set_enabled (G_SIMPLE_ACTION (action), possible);
      any = any || possible;
    }
  if (self->view_buttons != NULL)
    gtk_widget_set_visible (self->view_buttons, any);
}

/* Not part of the first frame: see postil_window_ensure_sidebar(). */
void
postil_window_ensure_views (PostilWindow *self)
{
  g_return_if_fail (POSTIL_IS_WINDOW (self));

  ensure_buttons (self);
  postil_window_update_views (self);
}

void
postil_window_init_views (PostilWindow *self)
{
  g_autoptr (GSimpleAction) action = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  action = g_simple_action_new_stateful ("view", G_VARIANT_TYPE_STRING, g_variant_new_string (CODE));
  g_signal_connect (action, "change-state", G_CALLBACK (view_changed_cb), self);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      g_autoptr (GSimpleAction) shortcut = g_simple_action_new (views[i].action + strlen ("win."), NULL);

      g_signal_connect (shortcut, "activate", G_CALLBACK (activate_cb), self);
      g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (shortcut));
    }
}
