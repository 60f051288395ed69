/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The article page as a widget: what stands where, and what keys and the pointer set off.
 * What is done to annotations is in -marking.c and -link.c. The popover, the find bar and
 * the menus are made when first wanted. Main thread. */

#include "config.h"

#include "app/postil-article-page-private.h"

#include "app/postil-actions.h"
#include "app/postil-settings.h"
#include "app/view/postil-overview-ruler.h"
#include "model/postil-edit.h"

#include <glib/gi18n-lib.h>

/* Half of a line, so that the popover stands off the words. */
#define POPOVER_DISTANCE 14

enum
{
  SIGNAL_NOTICE,
  SIGNAL_ANNOUNCE,
  SIGNAL_LINK_MODE,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PostilArticlePage, postil_article_page, GTK_TYPE_WIDGET)

static guint signals[N_SIGNALS];

void
postil_article_page_notify_person (PostilArticlePage *self,
                                   const char        *message,
                                   const char        *button,
                                   const char        *action)
{
  g_return_if_fail (POSTIL_IS_ARTICLE_PAGE (self));

  g_signal_emit (self, signals[SIGNAL_NOTICE], 0, message, button, action);
}

void
postil_article_page_announce (PostilArticlePage *self,
                              const char        *message)
{
  g_return_if_fail (POSTIL_IS_ARTICLE_PAGE (self));

  g_signal_emit (self, signals[SIGNAL_ANNOUNCE], 0, message);
}

void
postil_article_page_emit_link_mode (PostilArticlePage *self)
{
  g_return_if_fail (POSTIL_IS_ARTICLE_PAGE (self));

  g_signal_emit (self, signals[SIGNAL_LINK_MODE], 0);
}

void
postil_article_page_hide_popover (PostilArticlePage *self)
{
  g_return_if_fail (POSTIL_IS_ARTICLE_PAGE (self));

  if (self->popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (self->popover));
}

gboolean
postil_article_page_get_rect (PostilArticlePage *self,
                              PostilSpan         span,
                              GdkRectangle      *rect)
{
  double x = 0;
  double y = 0;

  g_return_val_if_fail (POSTIL_IS_ARTICLE_PAGE (self), FALSE);

  if (!postil_article_view_get_span_rect (self->view, span, rect)
      || !gtk_widget_translate_coordinates (GTK_WIDGET (self->view), GTK_WIDGET (self), rect->x, rect->y, &x, &y))
    return FALSE;

  rect->x = (int) x;
  rect->y = (int) y;
  return TRUE;
}

static void
selection_done_cb (PostilArticlePage *self,
                   int                x,
                   int                y)
{
  GdkRectangle rect = { 0, 0, 1, 2 * POPOVER_DISTANCE };
  double page_x = 0;
  double page_y = 0;

  if (!g_settings_get_boolean (self->settings, "code-popover")
      || postil_document_get_read_only (self->document) != NULL
      || !postil_article_view_get_selection (self->view, NULL)
      || !gtk_widget_translate_coordinates (GTK_WIDGET (self->view), GTK_WIDGET (self), x, y, &page_x, &page_y))
    return;

  if (self->popover == NULL)
    {
      self->popover = POSTIL_CODE_POPOVER (postil_code_popover_new ());
      gtk_widget_set_parent (GTK_WIDGET (self->popover), GTK_WIDGET (self));
    }
  postil_code_popover_set_codebook (self->popover, postil_document_get_codebook (self->document));
  rect.x = CLAMP ((int) page_x, 0, gtk_widget_get_width (GTK_WIDGET (self)));
  rect.y = CLAMP ((int) page_y, 0, gtk_widget_get_height (GTK_WIDGET (self))) - POPOVER_DISTANCE;
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &rect);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static void
caret_moved_cb (PostilArticlePage *self)
{
  postil_article_page_hide_popover (self);
  postil_article_page_update_current (self);
  postil_article_page_say_place (self);
}

static void
span_edited_cb (PostilArticlePage *self,
                guint              start,
                guint              end)
{
  PostilAnnotation *annotation = postil_article_page_get_current (self);
  g_autoptr (PostilChange) change = NULL;
  g_autoptr (GError) error = NULL;
  PostilSpan span = { start, end };

  if (annotation == NULL)
    return;

  change = postil_edit_set_span (self->document, annotation,
                                 postil_article_view_get_border_piece (self->view), span, &error);
  if (error != NULL)
    postil_article_page_notify_person (self, error->message, NULL, NULL);
  else if (change != NULL && postil_article_page_apply (self, change))
    postil_article_page_say_annotation (self, postil_annotation_get_id (annotation));
}

static void
border_moved_cb (PostilArticlePage *self,
                 int                edge,
                 gboolean           is_begun,
                 const char        *word)
{
  g_autofree char *sentence = NULL;

  if (edge == 0)
    sentence = g_strdup (_("The passage stays as it was."));
  else if (!is_begun)
    sentence = g_strdup (word);
  else if (edge < 0)
    sentence = g_strdup_printf (_("Start of the passage, “%s”: the arrow keys move it, Return keeps it, Escape gives up."), word);
  else
    sentence = g_strdup_printf (_("End of the passage, “%s”: the arrow keys move it, Return keeps it, Escape gives up."), word);
  postil_article_page_announce (self, sentence);
}

static void
activate_annotation_cb (PostilArticlePage *self,
                        const char        *id)
{
  postil_article_view_set_current (self->view, id);
}

static gboolean
is_modifier (guint keyval)
{
  return keyval >= GDK_KEY_Shift_L && keyval <= GDK_KEY_Hyper_R;
}

/* Before all else: a key takes the popover away, and Escape does no more than that. */
static gboolean
key_captured_cb (PostilArticlePage *self,
                 guint              keyval,
                 guint              keycode,
                 GdkModifierType    state)
{
  gboolean was_visible = self->popover != NULL && gtk_widget_get_visible (GTK_WIDGET (self->popover));

  if (!was_visible || is_modifier (keyval))
    return GDK_EVENT_PROPAGATE;

  postil_article_page_hide_popover (self);
  return keyval == GDK_KEY_Escape;
}

/* A code's key is whatever the codebook says it is; the commands' keys come before it. */
static gboolean
key_pressed_cb (PostilArticlePage *self,
                guint              keyval,
                guint              keycode,
                GdkModifierType    state)
{
  const PostilCode *code = NULL;
  gunichar character = gdk_keyval_to_unicode (keyval);
  char key[8] = { 0 };

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter || keyval == GDK_KEY_ISO_Enter)
    return postil_article_page_choose_link_end (self);
  if (character == 0 || self->document == NULL)
    return GDK_EVENT_PROPAGATE;

  key[g_unichar_to_utf8 (character, key)] = '\0';
  code = postil_codebook_lookup_key (postil_document_get_codebook (self->document), key);
  if (code == NULL)
    return GDK_EVENT_PROPAGATE;

  return gtk_widget_activate_action (GTK_WIDGET (self), "win.tag", "s", code->id);
}

static void
find_closed_cb (PostilArticlePage *self)
{
  gtk_revealer_set_reveal_child (self->find_revealer, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
describe_view (GtkWidget *view)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (view),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  _("Tab goes from annotation to annotation, F6 to the next part of the window."), -1);
}

static gboolean
describe_left_view_cb (gpointer user_data)
{
  if (!gtk_widget_has_focus (user_data))
    describe_view (user_data);

  return G_SOURCE_REMOVE;
}

/* An announcement may have described it otherwise. A screen reader would say it of what has the keyboard
 * still, and hears where that is after this. */
static void
view_left_cb (PostilArticlePage *self)
{
  postil_article_page_hide_popover (self);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, describe_left_view_cb, g_object_ref (self->view), g_object_unref);
}

static void
init_view (PostilArticlePage *self)
{
  GtkWidget *view = GTK_WIDGET (self->view);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *captured = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect_object (view, "selection-done", G_CALLBACK (selection_done_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "caret-moved", G_CALLBACK (caret_moved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "span-edited", G_CALLBACK (span_edited_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "border-moved", G_CALLBACK (border_moved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "activate-annotation", G_CALLBACK (activate_annotation_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scroller), "value-changed",
                           G_CALLBACK (postil_article_page_hide_popover), self, G_CONNECT_SWAPPED);

  /* The controller that is added last is asked first. */
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (view, keys);
  gtk_widget_add_controller (view, postil_actions_new_key_controller ());
  gtk_event_controller_set_propagation_phase (captured, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (captured, "key-pressed", G_CALLBACK (key_captured_cb), self);
  gtk_widget_add_controller (view, captured);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (view_left_cb), self);
  gtk_widget_add_controller (view, focus);

  describe_view (view);
}

static void
postil_article_page_dispose (GObject *object)
{
  PostilArticlePage *self = POSTIL_ARTICLE_PAGE (object);
  GtkWidget *child = NULL;

  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  self->view = NULL;
  self->popover = NULL;
  self->find_bar = NULL;
  self->moved_pane = NULL;
  self->link_menu = NULL;
  g_clear_object (&self->document);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (postil_article_page_parent_class)->dispose (object);
}

static void
postil_article_page_finalize (GObject *object)
{
  PostilArticlePage *self = POSTIL_ARTICLE_PAGE (object);

  g_clear_pointer (&self->merge_code, g_free);
  g_clear_pointer (&self->link_from, g_free);
  g_clear_pointer (&self->said, g_free);

  G_OBJECT_CLASS (postil_article_page_parent_class)->finalize (object);
}

static gboolean
postil_article_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (POSTIL_ARTICLE_PAGE (widget)->view));
}

static void
postil_article_page_class_init (PostilArticlePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = postil_article_page_dispose;
  object_class->finalize = postil_article_page_finalize;
  widget_class->grab_focus = postil_article_page_grab_focus;

  signals[SIGNAL_NOTICE] =
    g_signal_new ("notice", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);
  signals[SIGNAL_ANNOUNCE] =
    g_signal_new ("announce", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_LINK_MODE] =
    g_signal_new ("link-mode", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (POSTIL_TYPE_ARTICLE_VIEW);
  g_type_ensure (POSTIL_TYPE_OVERVIEW_RULER);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/postil/Postil/ui/postil-article-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PostilArticlePage, banners);
  gtk_widget_class_bind_template_child (widget_class, PostilArticlePage, find_revealer);
  gtk_widget_class_bind_template_child (widget_class, PostilArticlePage, link_revealer);
  gtk_widget_class_bind_template_child (widget_class, PostilArticlePage, link_label);
  gtk_widget_class_bind_template_child (widget_class, PostilArticlePage, moved_revealer);
  gtk_widget_class_bind_template_child (widget_class, PostilArticlePage, scroller);
  gtk_widget_class_bind_template_child (widget_class, PostilArticlePage, view);
  gtk_widget_class_bind_template_child (widget_class, PostilArticlePage, ruler);
  gtk_widget_class_set_css_name (widget_class, "postil-article-page");
}

static void
postil_article_page_init (PostilArticlePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  init_view (self);
}

GtkWidget *
postil_article_page_new (GSettings *settings)
{
  PostilArticlePage *self = NULL;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (POSTIL_TYPE_ARTICLE_PAGE, NULL);
  self->settings = g_object_ref (settings);
  postil_settings_bind_view (settings, self->view);

  return GTK_WIDGET (self);
}

void
postil_article_page_set_document (PostilArticlePage *self,
                                  PostilDocument    *document)
{
  g_return_if_fail (POSTIL_IS_ARTICLE_PAGE (self));
  g_return_if_fail (POSTIL_IS_DOCUMENT (document));

  postil_article_page_hide_popover (self);
  postil_article_page_end_link (self);
  if (self->find_bar != NULL)
    postil_find_bar_stop (self->find_bar);
  gtk_revealer_set_reveal_child (self->find_revealer, FALSE);
  postil_article_page_end_review (self);
  g_set_object (&self->document, document);
  postil_article_view_set_document (self->view, document);
}

PostilDocument *
postil_article_page_get_document (PostilArticlePage *self)
{
  g_return_val_if_fail (POSTIL_IS_ARTICLE_PAGE (self), NULL);

  return self->document;
}

PostilArticleView *
postil_article_page_get_view (PostilArticlePage *self)
{
  g_return_val_if_fail (POSTIL_IS_ARTICLE_PAGE (self), NULL);

  return self->view;
}

void
postil_article_page_add_banner (PostilArticlePage *self,
                                PostilBanner      *banner)
{
  g_return_if_fail (POSTIL_IS_ARTICLE_PAGE (self));
  g_return_if_fail (POSTIL_IS_BANNER (banner));

  gtk_box_append (GTK_BOX (self->banners), GTK_WIDGET (banner));
}

void
postil_article_page_clear_banners (PostilArticlePage *self)
{
  GtkWidget *child = NULL;

  g_return_if_fail (POSTIL_IS_ARTICLE_PAGE (self));

  while ((child = gtk_widget_get_first_child (self->banners)) != NULL)
    gtk_box_remove (GTK_BOX (self->banners), child);
}

gboolean
postil_article_page_cancel (PostilArticlePage *self)
{
  g_return_val_if_fail (POSTIL_IS_ARTICLE_PAGE (self), FALSE);

  if (self->popover != NULL && gtk_widget_get_visible (GTK_WIDGET (self->popover)))
    postil_article_page_hide_popover (self);
  else if (postil_article_view_in_border_mode (self->view))
    {
      postil_article_view_cancel_border (self->view);
      border_moved_cb (self, 0, FALSE, NULL);
    }
  else if (postil_article_page_in_link_mode (self))
    postil_article_page_end_link (self);
  else if (gtk_revealer_get_reveal_child (self->find_revealer))
    {
      postil_find_bar_stop (self->find_bar);
      gtk_revealer_set_reveal_child (self->find_revealer, FALSE);
    }
  else if (postil_article_view_get_selection (self->view, NULL))
    postil_article_view_set_caret (self->view, postil_article_view_get_caret (self->view));
  else
    return FALSE;

  return TRUE;
}

void
postil_article_page_find (PostilArticlePage *self)
{
  g_return_if_fail (POSTIL_IS_ARTICLE_PAGE (self));

  if (self->find_bar == NULL)
    {
      self->find_bar = POSTIL_FIND_BAR (postil_find_bar_new ());
      postil_find_bar_set_view (self->find_bar, self->view);
      g_signal_connect_object (self->find_bar, "closed", G_CALLBACK (find_closed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->find_bar, "announce", G_CALLBACK (postil_article_page_announce), self,
                               G_CONNECT_SWAPPED);
      gtk_revealer_set_child (self->find_revealer, GTK_WIDGET (self->find_bar));
    }
  gtk_revealer_set_reveal_child (self->find_revealer, TRUE);
  postil_find_bar_start (self->find_bar);
}

void
postil_article_page_find_step (PostilArticlePage *self,
                               int                direction)
{
  g_return_if_fail (POSTIL_IS_ARTICLE_PAGE (self));

  if (self->find_bar == NULL || !gtk_revealer_get_reveal_child (self->find_revealer))
    postil_article_page_find (self);
  else
    postil_find_bar_step (self->find_bar, direction);
}
