/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The open article in the window: page and sidebar, and what they say to each other. The
 * sidebar's widgets are made after the first frame; a place of its width is kept for them,
 * so that nothing moves. Main thread. */

#include "config.h"

#include "app/postil-window-private.h"

#include "app/postil-recent.h"

#include <glib/gi18n-lib.h>

#define SIDEBAR_WIDTH 310
#define ARTICLE_WIDTH 340
/* The first tick comes before the first frame, the second after it. */
#define TICKS_BEFORE_SIDEBAR 2u

static const char *
get_current (PostilWindow *self)
{
  return postil_article_view_get_current (postil_article_page_get_view (self->page));
}

static void
current_changed_cb (PostilWindow *self)
{
  if (self->sidebar != NULL && self->store != NULL)
    postil_sidebar_set_current (self->sidebar, get_current (self));
}

static void
notice_cb (PostilWindow *self,
           const char   *message,
           const char   *button,
           const char   *action)
{
  postil_window_show_toast (self, message, button, action);
}

/* A toast's "Undo" is about the last change: when there is another, it goes. */
static void
document_changed_cb (PostilWindow *self,
                     PostilChange *change)
{
  postil_window_hide_toast (self);
  postil_window_advance_tour (self, change);
}

static void
change_cb (PostilWindow *self,
           PostilChange *change)
{
  if (self->store != NULL)
    postil_article_page_apply (self->page, change);
}

static void
chosen_cb (PostilWindow *self,
           const char   *id)
{
  postil_article_page_go_to (self->page, id);
}

static void
fold_for_article (PostilWindow *self)
{
  if (adw_flap_get_folded (self->flap))
    g_action_group_change_action_state (G_ACTION_GROUP (self), "sidebar", g_variant_new_boolean (FALSE));
}

static void
activated_cb (PostilWindow *self,
              const char   *id)
{
  postil_article_page_go_to (self->page, id);
  fold_for_article (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->page));
}

static void
finished_cb (PostilWindow *self)
{
  fold_for_article (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->page));
}

static void
refused_cb (PostilWindow *self,
            const char   *message)
{
  postil_window_show_toast (self, message, NULL, NULL);
}

gboolean
postil_window_ensure_sidebar (PostilWindow *self)
{
  g_return_val_if_fail (POSTIL_IS_WINDOW (self), FALSE);

  if (self->store == NULL)
    return FALSE;
  if (self->sidebar != NULL)
    return TRUE;

  self->sidebar = POSTIL_SIDEBAR (postil_sidebar_new (self->settings));
  g_signal_connect_object (self->sidebar, "change", G_CALLBACK (change_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sidebar, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sidebar, "activated", G_CALLBACK (activated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sidebar, "finished", G_CALLBACK (finished_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sidebar, "refused", G_CALLBACK (refused_cb), self, G_CONNECT_SWAPPED);
  postil_sidebar_set_document (self->sidebar, postil_store_get_document (self->store));
  postil_sidebar_set_current (self->sidebar, get_current (self));
  adw_clamp_set_child (self->sidebar_slot, GTK_WIDGET (self->sidebar));
  postil_window_find_values (self);
  postil_window_ensure_views (self);

  return TRUE;
}

static gboolean
sidebar_tick_cb (GtkWidget     *widget,
                 GdkFrameClock *clock,
                 gpointer       user_data)
{
  PostilWindow *self = POSTIL_WINDOW (widget);

  if (++self->sidebar_ticks < TICKS_BEFORE_SIDEBAR)
    {
      gtk_widget_queue_draw (widget);
      return G_SOURCE_CONTINUE;
    }

  postil_window_ensure_sidebar (self);
  return G_SOURCE_REMOVE;
}

void
postil_window_reveal_sidebar (PostilWindow *self)
{
  g_return_if_fail (POSTIL_IS_WINDOW (self));

  if (!postil_window_ensure_sidebar (self))
    return;
  if (!adw_flap_get_reveal_flap (self->flap))
    g_action_group_change_action_state (G_ACTION_GROUP (self), "sidebar", g_variant_new_boolean (TRUE));
}

/* A swipe, or folding, hides and shows it too. */
static void
reveal_changed_cb (PostilWindow *self)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "sidebar");

  g_simple_action_set_state (G_SIMPLE_ACTION (action),
                             g_variant_new_boolean (adw_flap_get_reveal_flap (self->flap)));
}

static gboolean
follow_fold_cb (gpointer user_data)
{
  PostilWindow *self = POSTIL_WINDOW (user_data);

  if (self->flap != NULL && self->settings != NULL)
    adw_flap_set_reveal_flap (self->flap,
                              !adw_flap_get_folded (self->flap)
                                && g_settings_get_boolean (self->settings, "sidebar-visible"));

  return G_SOURCE_REMOVE;
}

/* It folds while it is given its size, when nothing else may change its own. */
static void
folded_cb (PostilWindow *self)
{
  g_idle_add_full (G_PRIORITY_HIGH, follow_fold_cb, g_object_ref (self), g_object_unref);
}

/* Also while the article is being read: it costs the reading thread nothing. */
void
postil_window_ensure_workspace (PostilWindow *self)
{
  g_return_if_fail (POSTIL_IS_WINDOW (self));

  if (self->flap != NULL)
    return;

  self->page = POSTIL_ARTICLE_PAGE (postil_article_page_new (self->settings));
  gtk_widget_set_size_request (GTK_WIDGET (self->page), ARTICLE_WIDTH, -1);
  /* A clamp, since the flap is as wide as what is in it would like to be. */
  self->sidebar_slot = ADW_CLAMP (adw_clamp_new ());
  adw_clamp_set_maximum_size (self->sidebar_slot, SIDEBAR_WIDTH);
  adw_clamp_set_tightening_threshold (self->sidebar_slot, SIDEBAR_WIDTH);
  gtk_widget_set_size_request (GTK_WIDGET (self->sidebar_slot), SIDEBAR_WIDTH, -1);
  gtk_widget_add_css_class (GTK_WIDGET (self->sidebar_slot), "postil-sidebar");

  self->flap = g_object_ref_sink (ADW_FLAP (adw_flap_new ()));
  adw_flap_set_flap_position (self->flap, GTK_PACK_END);
  adw_flap_set_fold_threshold_policy (self->flap, ADW_FOLD_THRESHOLD_POLICY_MINIMUM);
  adw_flap_set_content (self->flap, GTK_WIDGET (self->page));
  adw_flap_set_separator (self->flap, gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  adw_flap_set_flap (self->flap, GTK_WIDGET (self->sidebar_slot));
  adw_flap_set_reveal_flap (self->flap, g_settings_get_boolean (self->settings, "sidebar-visible"));
  reveal_changed_cb (self);

  g_signal_connect_object (self->flap, "notify::reveal-flap", G_CALLBACK (reveal_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->flap, "notify::folded", G_CALLBACK (folded_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->page, "notice", G_CALLBACK (notice_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->page, "announce", G_CALLBACK (postil_window_announce), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (postil_article_page_get_view (self->page), "notify::current",
                           G_CALLBACK (current_changed_cb), self, G_CONNECT_SWAPPED);
}

/* Where the person was in it the last time. */
static void
restore_place (PostilWindow *self)
{
  PostilArticleView *view = postil_article_page_get_view (self->page);
  guint place = postil_recent_get_place (self->settings, self->file);

  if (place == 0 || place > postil_text_get_n_chars (postil_document_get_text (postil_store_get_document (self->store))))
    return;

  postil_article_view_set_caret (view, place);
  postil_article_view_scroll_to (view, place);
}

void
postil_window_show_article (PostilWindow *self,
                            PostilStore  *store)
{
  PostilDocument *document = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));
  g_return_if_fail (POSTIL_IS_STORE (store));

  postil_window_ensure_workspace (self);
  self->store = g_object_ref (store);
  document = postil_store_get_document (store);
  postil_article_page_clear_banners (self->page);
  self->save_banner = NULL;
  self->copies_banner = NULL;
  self->outside_banner = NULL;
  postil_article_page_set_document (self->page, document);
  if (self->sidebar != NULL)
    {
      postil_sidebar_set_document (self->sidebar, document);
      postil_window_find_values (self);
    }
  else
    gtk_widget_add_tick_callback (GTK_WIDGET (self), sidebar_tick_cb, NULL, NULL);
  g_signal_connect_object (document, "changed", G_CALLBACK (document_changed_cb), self, G_CONNECT_SWAPPED);
  postil_window_watch_store (self);
  postil_window_show_report (self);
  postil_window_start_tour (self);
  postil_window_show_page (self, "article", GTK_WIDGET (self->flap));
  self->folder_page = NULL;
  postil_window_sync_folder (self);
  if (postil_store_get_n_unsettled (store) > 0)
    postil_article_page_review_moved (self->page, FALSE);
  postil_window_update_title (self);
  postil_window_start_time (self);

  if (self->is_reopening)
    {
      postil_article_view_set_caret (postil_article_page_get_view (self->page), self->kept_place);
      postil_article_view_scroll_to (postil_article_page_get_view (self->page), self->kept_place);
    }
  else
    restore_place (self);
  self->is_reopening = FALSE;
  if (self->wanted_annotation != NULL)
    postil_article_page_go_to (self->page, self->wanted_annotation);
  g_clear_pointer (&self->wanted_annotation, g_free);
  postil_window_select_wanted (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->page));
  postil_window_sync_view (self);
}

void
postil_window_set_focus_mode (PostilWindow *self,
                              gboolean      is_focused)
{
  g_return_if_fail (POSTIL_IS_WINDOW (self));

  if (self->is_focused == is_focused || self->flap == NULL)
    return;

  self->is_focused = is_focused;
  if (is_focused)
    {
      self->had_sidebar = adw_flap_get_reveal_flap (self->flap);
      self->had_folder = self->folder_flap != NULL && adw_flap_get_reveal_flap (self->folder_flap);
    }
  if (self->folder_flap != NULL)
    adw_flap_set_reveal_flap (self->folder_flap, !is_focused && self->had_folder);
  gtk_widget_set_visible (GTK_WIDGET (self->header), !is_focused);
  adw_flap_set_reveal_flap (self->flap, !is_focused && self->had_sidebar);
  if (is_focused)
    gtk_window_fullscreen (GTK_WINDOW (self));
  else
    gtk_window_unfullscreen (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->page));
  postil_window_announce (self, is_focused ? _("Only the article is shown. Escape ends that.")
                                           : _("Everything is shown again"));
}

/* The article, then the parts of the sidebar, then the folder, round and round; the header bar's buttons are
 * reached with Tab from there. */
void
postil_window_step_pane (PostilWindow *self,
                         int           direction)
{
  PostilSidebarPart part = POSTIL_N_SIDEBAR_PARTS;
  int n_stops = 1 + POSTIL_N_SIDEBAR_PARTS;
  int stop = 0;

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  if (!postil_window_ensure_sidebar (self))
    return;

  if (self->folder_pane != NULL && adw_flap_get_reveal_flap (self->folder_flap))
    n_stops++;
  part = postil_sidebar_get_focus_part (self->sidebar);
  stop = part == POSTIL_N_SIDEBAR_PARTS ? 0 : 1 + (int) part;
  if (self->folder_pane != NULL && gtk_widget_get_focus_child (GTK_WIDGET (self->folder_slot)) != NULL)
    stop = n_stops - 1;
  for (int i = 0; i < n_stops; i++)
    {
      stop = (stop + direction + n_stops) % n_stops;
      if (stop == 0)
        {
          gtk_widget_grab_focus (GTK_WIDGET (self->page));
          return;
        }
      if (stop == 1 + POSTIL_N_SIDEBAR_PARTS)
        {
          postil_folder_pane_focus_list (self->folder_pane);
          return;
        }
      postil_window_reveal_sidebar (self);
      if (postil_sidebar_focus_part (self->sidebar, (PostilSidebarPart) (stop - 1)))
        return;
    }
}
