/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window as a widget: header bar, title, pages, toasts, size. What it does is in the
 * files beside this one. Everything that is not seen at first is made when first wanted, so
 * that the first frame comes soon. Main thread. */

#include "config.h"

#include "app/postil-window-private.h"

#include "app/compat/postil-announce.h"
#include "app/postil-accessible.h"
#include "app/postil-actions.h"
#include "app/postil-labels.h"
#include "app/postil-paste.h"
#include "app/postil-recent.h"
#include "app/postil-settings.h"
#include "storage/postil-files.h"

#include <glib/gi18n-lib.h>

#define TOAST_SECONDS 6
#define TOAST_SETTLE_MS 700
#define SETTLE_US (600 * G_TIME_SPAN_MILLISECOND) /* panes may move as long after the width has changed */
#define SETTLE_FRAMES 3u                          /* after that */
#define NARROW_WIDTH 500
#define LARGE_DPI (1.5 * 96 * 1024) /* of text; as gtk-xft-dpi has it */

G_DEFINE_FINAL_TYPE (PostilWindow, postil_window, ADW_TYPE_APPLICATION_WINDOW)

void
postil_window_show_page (PostilWindow *self,
                         const char   *name,
                         GtkWidget    *child)
{
  GtkWidget *old = gtk_stack_get_child_by_name (self->stack, name);

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  if (old != NULL && child != NULL && old != child)
    {
      gtk_stack_remove (self->stack, old);
      old = NULL;
    }
  if (old == NULL && child != NULL)
    gtk_stack_add_named (self->stack, child, name);
  gtk_stack_set_visible_child_name (self->stack, name);
  postil_window_update_actions (self);
}

gboolean
postil_window_has_article (PostilWindow *self)
{
  g_return_val_if_fail (POSTIL_IS_WINDOW (self), FALSE);

  return self->store != NULL;
}

/* "rafah.txt" and "maria · saved". */
void
postil_window_update_title (PostilWindow *self)
{
  g_autofree char *name = NULL;
  g_autofree char *state = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));

  if (self->file != NULL)
    {
      g_autofree char *basename = g_file_get_basename (self->file);

      name = g_filename_display_name (basename);
    }
  else
    name = g_strdup ("Postil");
  state = postil_window_dup_save_state (self);

  adw_window_title_set_title (self->title, name);
  adw_window_title_set_subtitle (self->title, state != NULL ? state : "");
  gtk_window_set_title (GTK_WINDOW (self), name);
}

void
postil_window_announce (PostilWindow *self,
                        const char   *message)
{
  g_return_if_fail (POSTIL_IS_WINDOW (self));
  g_return_if_fail (message != NULL);

  if (self->live != NULL)
    postil_announce (self->live, message);
}

static void
toast_gone_cb (PostilWindow *self,
               AdwToast     *toast)
{
  if (self->toast == toast)
    self->toast = NULL;
}

/* libadwaita up to 1.2 frees a toast that is dismissed while it comes in, and then goes on moving
 * it: such a one is left until it stands, or says something else. */
static gboolean
is_toast_moving (PostilWindow *self)
{
  return g_get_monotonic_time () - self->toast_since_us < TOAST_SETTLE_MS * 1000;
}

static gboolean
hide_toast_cb (gpointer user_data)
{
  PostilWindow *self = POSTIL_WINDOW (user_data);

  self->toast_source = 0;
  if (self->toast != NULL)
    adw_toast_dismiss (self->toast);

  return G_SOURCE_REMOVE;
}

void
postil_window_hide_toast (PostilWindow *self)
{
  g_return_if_fail (POSTIL_IS_WINDOW (self));

  if (self->toast == NULL)
    return;
  if (!is_toast_moving (self))
    {
      adw_toast_dismiss (self->toast);
      return;
    }

  adw_toast_set_button_label (self->toast, NULL);
  if (self->toast_source == 0)
    self->toast_source = g_timeout_add (TOAST_SETTLE_MS, hide_toast_cb, self);
}

static void
fill_toast (AdwToast   *toast,
            const char *message,
            const char *button,
            const char *action)
{
  /* A toast's title is markup, and messages quote articles. */
  g_autofree char *escaped = g_markup_escape_text (message, -1);

  adw_toast_set_title (toast, escaped);
  adw_toast_set_action_name (toast, button != NULL ? action : NULL);
  adw_toast_set_button_label (toast, action != NULL ? button : NULL);
}

/* A toast is gone before anybody gets to its button: what does the same by keys is said with it. */
static void
say_toast (PostilWindow *self,
           const char   *message,
           const char   *button,
           const char   *action)
{
  g_autofree char *keys = NULL;
  g_autofree char *sentence = NULL;

  if (button != NULL && action != NULL && postil_actions_lookup (action) != NULL)
    keys = postil_actions_dup_keys (action);
  if (keys != NULL && *keys != '\0')
    /* Translators: what a screen reader says of a message, the button below it, and a key:
     * "Removed: Concern “deep concern…”. Undo: press Ctrl+Z." */
    sentence = g_strdup_printf (_("%s. %s: press %s."), message, button, keys);
  postil_window_announce (self, sentence != NULL ? sentence : message);
}

void
postil_window_show_toast (PostilWindow *self,
                          const char   *message,
                          const char   *button,
                          const char   *action)
{
  AdwToast *toast = NULL;

  g_return_if_fail (POSTIL_IS_WINDOW (self));
  g_return_if_fail (message != NULL);

  say_toast (self, message, button, action);
  g_clear_handle_id (&self->toast_source, g_source_remove);
  if (self->toast != NULL && is_toast_moving (self))
    {
      fill_toast (self->toast, message, button, action);
      return;
    }

  postil_window_hide_toast (self);
  toast = adw_toast_new ("");
  adw_toast_set_timeout (toast, TOAST_SECONDS);
  fill_toast (toast, message, button, action);
  self->toast = toast;
  self->toast_since_us = g_get_monotonic_time ();
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (toast_gone_cb), self, G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
append_recent (GMenu *menu,
               GFile *file)
{
  g_autofree char *basename = g_file_get_basename (file);
  g_autofree char *name = g_filename_display_name (basename);
  g_autofree char *folder = postil_files_dup_folder_name (file);
  g_autofree char *label = g_strdup_printf ("%s — %s", name, folder);
  g_autofree char *uri = g_file_get_uri (file);
  g_auto (GStrv) parts = g_strsplit (label, "_", -1);
  g_autofree char *escaped = g_strjoinv ("__", parts);
  g_autoptr (GMenuItem) item = g_menu_item_new (escaped, NULL);

  g_menu_item_set_action_and_target (item, "win.open-uri", "s", uri);
  g_menu_append_item (menu, item);
}

static void
update_open_menu (PostilWindow *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) recent = g_menu_new ();
  g_autoptr (GMenu) more = g_menu_new ();
  g_autoptr (GPtrArray) files = postil_recent_dup_files (self->settings);

  for (guint i = 0; i < files->len; i++)
    append_recent (recent, g_ptr_array_index (files, i));
  g_menu_append (more, _("Open _Folder…"), "win.open-folder");
  g_menu_append (more, _("New Article From the _Clipboard…"), "win.new-from-clipboard");
  g_menu_append (more, _("Make Articles of _Documents…"), "win.import-documents");
  g_menu_append (more, _("Open the _Sample Article"), "win.open-sample");
  g_menu_append (more, _("_New Window"), "app.new-window");
  if (files->len > 0)
    g_menu_append_section (menu, _("Recent"), G_MENU_MODEL (recent));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (more));
  adw_split_button_set_menu_model (self->open_button, G_MENU_MODEL (menu));
  postil_accessible_name_menus (GTK_WIDGET (self->open_button));
}

/* What nobody sees in the first frame: menus, and the icon, which is drawn from an SVG. */
static gboolean
finish_cb (gpointer user_data)
{
  PostilWindow *self = POSTIL_WINDOW (user_data);
  g_autoptr (GMenuModel) menu = postil_actions_new_main_menu ();

  gtk_menu_button_set_menu_model (self->menu_button, menu);
  postil_accessible_name_menus (GTK_WIDGET (self->menu_button));
  update_open_menu (self);
  g_signal_connect_object (self->settings, "changed::recent", G_CALLBACK (update_open_menu), self, G_CONNECT_SWAPPED);
  gtk_window_set_icon_name (GTK_WINDOW (self), POSTIL_APP_ID);
  self->live = postil_announce_new_widget ();
  gtk_overlay_add_overlay (self->overlay, self->live);

  return G_SOURCE_REMOVE;
}

/* On a narrow screen three window buttons would leave the title no room. "icon:minimize,close"
 * becomes ":close"; where there is no close button, nothing is changed. */
static char *
dup_narrow_layout (PostilWindow *self)
{
  g_autofree char *layout = NULL;
  const char *close = NULL;
  const char *middle = NULL;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-decoration-layout", &layout, NULL);
  close = layout != NULL ? strstr (layout, "close") : NULL;
  middle = layout != NULL ? strchr (layout, ':') : NULL;
  if (close == NULL)
    return NULL;

  return g_strdup (middle == NULL || close < middle ? "close:" : ":close");
}

/* With large text “Open” would leave the title no room. */
static void
show_open_button (PostilWindow *self,
                  gboolean      is_narrow)
{
  gboolean is_icon = adw_split_button_get_icon_name (self->open_button) != NULL;
  int dpi = 0;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-xft-dpi", &dpi, NULL);
  if (is_icon == (is_narrow && dpi >= LARGE_DPI))
    return;

  if (is_icon)
    adw_split_button_set_label (self->open_button, _("Open"));
  else
    adw_split_button_set_icon_name (self->open_button, "document-open-symbolic");
}

static gboolean
follow_width_cb (gpointer user_data)
{
  PostilWindow *self = POSTIL_WINDOW (user_data);
  gboolean is_narrow = FALSE;
  g_autofree char *layout = NULL;
  int width = 0;
  int height = 0;

  if (self->settings == NULL)
    return G_SOURCE_REMOVE;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  is_narrow = width > 0 && width < NARROW_WIDTH;
  if (is_narrow)
    layout = dup_narrow_layout (self);
  adw_header_bar_set_decoration_layout (self->header, layout);
  show_open_button (self, is_narrow);

  return G_SOURCE_REMOVE;
}

static void
queue_texts (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    queue_texts (child);
  if (GTK_IS_TEXT_VIEW (widget))
    for (GtkWidget *placed = widget; placed != NULL; placed = gtk_widget_get_parent (placed))
      gtk_widget_queue_allocate (placed);
}

static gboolean
settle_cb (GtkWidget     *widget,
           GdkFrameClock *clock,
           gpointer       user_data)
{
  PostilWindow *self = POSTIL_WINDOW (widget);

  if (self->stack == NULL)
    return G_SOURCE_REMOVE;

  queue_texts (GTK_WIDGET (self->stack));
  if (g_get_monotonic_time () < self->settle_until)
    return G_SOURCE_CONTINUE;

  return --self->settle_frames > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* A text asks for another size while it is given its own, whenever its lines break anew. In GTK 4.8
 * what it stands in then counts as not placed, unless that is being placed in the same frame, and
 * is not drawn until the next change. So while the window or its view changes, everything from the
 * text up is placed in every frame. */
static void
settle (PostilWindow *self)
{
  if (self->settle_frames == 0)
    gtk_widget_add_tick_callback (GTK_WIDGET (self), settle_cb, NULL, NULL);
  self->settle_frames = SETTLE_FRAMES;
  self->settle_until = g_get_monotonic_time () + SETTLE_US;
}

/* It changes while the window is given its size, when nothing else may change its own. */
static void
width_changed_cb (PostilWindow *self)
{
  settle (self);
  g_idle_add_full (G_PRIORITY_HIGH, follow_width_cb, g_object_ref (self), g_object_unref);
}

static void
keep_size (PostilWindow *self)
{
  gboolean is_maximized = gtk_window_is_maximized (GTK_WINDOW (self));
  int width = 0;
  int height = 0;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_boolean (self->settings, "window-maximized", is_maximized);
  if (!is_maximized && !gtk_window_is_fullscreen (GTK_WINDOW (self)))
    {
      g_settings_set_int (self->settings, "window-width", width);
      g_settings_set_int (self->settings, "window-height", height);
    }
}

static gboolean
postil_window_close_request (GtkWindow *window)
{
  PostilWindow *self = POSTIL_WINDOW (window);

  self->is_closing = TRUE;
  if (postil_window_begin_leaving (self))
    return GDK_EVENT_STOP;

  keep_size (self);
  return GTK_WINDOW_CLASS (postil_window_parent_class)->close_request (window);
}

static void
postil_window_dispose (GObject *object)
{
  PostilWindow *self = POSTIL_WINDOW (object);

  g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  g_clear_handle_id (&self->spinner_source, g_source_remove);
  g_clear_handle_id (&self->toast_source, g_source_remove);
  postil_window_drop_store (self);
  self->folder_pane = NULL;
  self->folder_page = NULL;
  g_clear_object (&self->file);
  g_clear_object (&self->root);
  g_clear_object (&self->wanted_article);
  g_clear_object (&self->values_folder);
  g_clear_object (&self->next_file);
  g_clear_object (&self->settings);
  g_clear_object (&self->flap);
  self->live = NULL;

  G_OBJECT_CLASS (postil_window_parent_class)->dispose (object);
}

static void
postil_window_finalize (GObject *object)
{
  PostilWindow *self = POSTIL_WINDOW (object);

  g_clear_pointer (&self->coder, g_free);
  g_clear_pointer (&self->wanted_child, g_free);
  g_clear_pointer (&self->next_coder, g_free);
  g_clear_pointer (&self->wanted_annotation, g_free);
  g_clear_pointer (&self->wanted_view, g_free);
  g_clear_pointer (&self->compare_coders, g_strfreev);

  G_OBJECT_CLASS (postil_window_parent_class)->finalize (object);
}

static void
paste_refused_cb (GtkWidget  *widget,
                  const char *action,
                  GVariant   *message)
{
  postil_window_show_toast (POSTIL_WINDOW (widget), g_variant_get_string (message, NULL), NULL, NULL);
}

static void
postil_window_class_init (PostilWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = postil_window_dispose;
  object_class->finalize = postil_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = postil_window_close_request;

  gtk_widget_class_install_action (widget_class, POSTIL_PASTE_REFUSED, "s", paste_refused_cb);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/postil/Postil/ui/postil-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PostilWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, PostilWindow, overlay);
  gtk_widget_class_bind_template_child (widget_class, PostilWindow, header);
  gtk_widget_class_bind_template_child (widget_class, PostilWindow, title);
  gtk_widget_class_bind_template_child (widget_class, PostilWindow, open_button);
  gtk_widget_class_bind_template_child (widget_class, PostilWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, PostilWindow, sidebar_button);
  gtk_widget_class_bind_template_child (widget_class, PostilWindow, folder_button);
  gtk_widget_class_bind_template_child (widget_class, PostilWindow, find_button);
  gtk_widget_class_bind_template_child (widget_class, PostilWindow, stack);
}

static void
set_name (gpointer    widget,
          const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
postil_window_init (PostilWindow *self)
{
  self->wanted_position = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  postil_labels_let_all_shrink (GTK_WIDGET (self->title));
  postil_window_init_actions (self);
  postil_window_init_drop (self);
  postil_window_init_time (self);

  set_name (self->menu_button, _("Main Menu"));
  set_name (self->sidebar_button, _("Codes and Annotations"));
  set_name (self->folder_button, _("Articles of the Folder"));
  set_name (self->find_button, _("Find in the Article"));
  set_name (gtk_widget_get_first_child (GTK_WIDGET (self->open_button)), _("Open"));
  /* The arrow beside "Open", which the split button leaves without a name. */
  set_name (gtk_widget_get_last_child (GTK_WIDGET (self->open_button)), _("Recent Articles and More"));
}

PostilWindow *
postil_window_new (GtkApplication *application,
                   GSettings      *settings)
{
  PostilWindow *self = NULL;

  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (POSTIL_TYPE_WINDOW, "application", application, NULL);
  self->settings = g_object_ref (settings);
  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  g_signal_connect_object (self, "notify::default-width", G_CALLBACK (width_changed_cb), self, G_CONNECT_SWAPPED);
  width_changed_cb (self);
  g_signal_connect_object (self->stack, "notify::visible-child", G_CALLBACK (settle), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::coder", G_CALLBACK (postil_window_reopen), self, G_CONNECT_SWAPPED);
  g_idle_add_full (G_PRIORITY_LOW, finish_cb, g_object_ref (self), g_object_unref);

  return self;
}

GFile *
postil_window_get_file (PostilWindow *self)
{
  g_return_val_if_fail (POSTIL_IS_WINDOW (self), NULL);

  return self->next_file != NULL ? self->next_file : self->file;
}

const char *
postil_window_get_coder (PostilWindow *self)
{
  g_return_val_if_fail (POSTIL_IS_WINDOW (self), NULL);

  return self->next_file != NULL ? self->next_coder : self->coder;
}
