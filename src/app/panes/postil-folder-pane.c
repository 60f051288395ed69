/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The folder's pane: widgets around a PostilFolderModel. What is shown and in which order are
 * actions of the group "folder", so that the menu and the keyboard have them alike; the
 * order is remembered in the settings. Main thread. */

#include "config.h"

#include "app/panes/postil-folder-pane.h"

#include "app/panes/postil-folder-facets.h"
#include "app/panes/postil-folder-row.h"
#include "app/postil-accessible.h"
#include "app/postil-paste.h"

#include <glib/gi18n-lib.h>

struct _PostilFolderPane
{
  GtkWidget           parent_instance;

  GSettings          *settings;
  PostilFolderModel  *model;
  GtkSingleSelection *selection;
  GSimpleActionGroup *actions;
  char               *current;
  gboolean            is_settling; /* the current one is to come into view once it is listed */

  GtkSearchEntry     *filter_entry;
  GtkMenuButton      *show_button;
  GtkProgressBar     *progress;
  GtkLabel           *status_label;
  GtkWidget          *all_button;
  GtkLabel           *problem_label;
  GtkListView        *list;
  gboolean           has_plan;
};

enum
{
  SIGNAL_CHOSEN,
  SIGNAL_LEFT,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PostilFolderPane, postil_folder_pane, GTK_TYPE_WIDGET)

static guint signals[N_SIGNALS];

static const char *const show_titles[POSTIL_N_FOLDER_SHOWS] = {
  [POSTIL_FOLDER_SHOW_ALL] = N_("All Articles"),
  [POSTIL_FOLDER_SHOW_NOT_DONE] = N_("Not Done"),
  [POSTIL_FOLDER_SHOW_UNTOUCHED] = N_("Untouched"),
  [POSTIL_FOLDER_SHOW_IN_PROGRESS] = N_("In Progress"),
  [POSTIL_FOLDER_SHOW_DONE] = N_("Done"),
  [POSTIL_FOLDER_SHOW_UNSURE] = N_("With Unsure Annotations"),
  [POSTIL_FOLDER_SHOW_PROBLEMS] = N_("With Problems"),
};

static const char *const order_titles[POSTIL_N_FOLDER_ORDERS] = {
  [POSTIL_FOLDER_BY_NAME] = N_("By Name"),
  [POSTIL_FOLDER_BY_DATE] = N_("By Date of the Article"),
  [POSTIL_FOLDER_BY_CHANGE] = N_("Last Coded First"),
  [POSTIL_FOLDER_BY_STATE] = N_("By State"),
  [POSTIL_FOLDER_BY_COUNT] = N_("Most Annotations First"),
  [POSTIL_FOLDER_BY_PLAN] = N_("As Assigned"),
};

static void
select_current (PostilFolderPane *self)
{
  PostilFolderItem *wanted = self->current != NULL ? postil_folder_model_lookup (self->model, self->current) : NULL;
  guint position;

  if (wanted != NULL && !self->is_settling && gtk_single_selection_get_selected_item (self->selection) == (gpointer) wanted)
    return;
  position = wanted != NULL ? postil_folder_model_find (self->model, self->current) : GTK_INVALID_LIST_POSITION;
  gtk_single_selection_set_selected (self->selection, position);
  if (position == GTK_INVALID_LIST_POSITION || !self->is_settling)
    return;
  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", position);
  self->is_settling = FALSE;
}

static void
update_problems (PostilFolderPane *self)
{
  PostilReport *report = postil_folder_scan_get_report (postil_folder_model_get_scan (self->model));
  const char *problem = postil_folder_model_get_problem (self->model);
  guint n = postil_report_get_n_entries (report);
  g_autofree char *text = NULL;

  if (n == 1)
    text = g_strdup (postil_report_get_entry (report, 0)->message);
  else if (n == 0 && problem != NULL)
    text = g_strdup (problem);
  else if (n > 1)
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s (and %u more problem)", "%s (and %u more problems)", n - 1),
                            postil_report_get_entry (report, 0)->message, n - 1);
  gtk_label_set_text (self->problem_label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem_label), text != NULL);
}

/* A plan is worked through in its order, until the person wants another one. */
static void
follow_plan (PostilFolderPane *self)
{
  gboolean has_plan = postil_folder_model_has_plan (self->model);
  g_autofree char *order = NULL;

  if (has_plan == self->has_plan)
    return;
  self->has_plan = has_plan;
  order = has_plan ? g_strdup ("plan") : g_settings_get_string (self->settings, "folder-order");
  g_action_group_activate_action (G_ACTION_GROUP (self->actions), "order",
                                  g_variant_new_string (postil_folder_order_to_word (postil_folder_order_from_word (order))));
}

static void
update_cb (PostilFolderPane *self)
{
  PostilFolderScan *scan = postil_folder_model_get_scan (self->model);
  guint n_shown = g_list_model_get_n_items (postil_folder_model_get_list (self->model));
  guint n_articles = 0;
  guint n_done = 0;
  guint64 n_seconds = 0;
  g_autofree char *duration = NULL;
  g_autofree char *status = NULL;
  gboolean is_reading = postil_folder_scan_is_running (scan) && postil_folder_scan_get_codebook (scan) == NULL;

  follow_plan (self);
  postil_folder_model_count (self->model, &n_articles, &n_done, &n_seconds);
  duration = postil_folder_item_dup_duration (n_seconds);
  if (is_reading)
    status = g_strdup_printf (_("Reading: %u of %u articles"), postil_folder_scan_get_n_read (scan),
                              postil_folder_scan_get_n_found (scan));
  else if (n_shown < n_articles)
    status = g_strdup_printf (_("%u of %u shown · %u done"), n_shown, n_articles, n_done);
  else if (duration != NULL)
    /* Translators: the last one is the time spent, "2 h 5 min" */
    status = g_strdup_printf (_("%u of %u done · %s"), n_done, n_articles, duration);
  else
    status = g_strdup_printf (_("%u of %u done"), n_done, n_articles);
  gtk_label_set_text (self->status_label, status);
  gtk_widget_set_visible (self->all_button, !is_reading && n_shown < n_articles);
  gtk_progress_bar_set_fraction (self->progress, n_articles > 0 ? (double) n_done / n_articles : 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, status, -1);
  update_problems (self);
  select_current (self);
}

static void
activate_cb (PostilFolderPane *self,
             guint             position)
{
  g_autoptr (PostilFolderItem) item = g_list_model_get_item (postil_folder_model_get_list (self->model), position);

  if (item != NULL)
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, postil_folder_item_get_path (item));
}

/* One click opens it. (GtkListView's own way to do that also selects whatever the pointer
 * passes over, and the selected one is the one that is open.) */
static void
clicked_cb (GtkListItem     *list_item,
            int              n_press,
            double           x,
            double           y,
            GtkGestureClick *gesture)
{
  GtkWidget *row = gtk_list_item_get_child (list_item);

  gtk_widget_activate_action (row, "list.activate-item", "u", gtk_list_item_get_position (list_item));
}

static void
setup_cb (GtkListItemFactory *factory,
          GtkListItem        *list_item)
{
  GtkWidget *row = postil_folder_row_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect_object (click, "released", G_CALLBACK (clicked_cb), list_item, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (click));
  gtk_list_item_set_child (list_item, row);
}

static void
bind_cb (GtkListItemFactory *factory,
         GtkListItem        *list_item)
{
  postil_folder_row_set_item (POSTIL_FOLDER_ROW (gtk_list_item_get_child (list_item)),
                              gtk_list_item_get_item (list_item));
}

static void
unbind_cb (GtkListItemFactory *factory,
           GtkListItem        *list_item)
{
  postil_folder_row_set_item (POSTIL_FOLDER_ROW (gtk_list_item_get_child (list_item)), NULL);
}

static void
filter_changed_cb (PostilFolderPane *self)
{
  if (self->model != NULL)
    postil_folder_model_set_text (self->model, gtk_editable_get_text (GTK_EDITABLE (self->filter_entry)));
}

static void
filter_stopped_cb (PostilFolderPane *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->filter_entry)) != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->filter_entry), "");
  else
    g_signal_emit (self, signals[SIGNAL_LEFT], 0);
}

static void
show_all_cb (PostilFolderPane *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->filter_entry), "");
  g_action_group_activate_action (G_ACTION_GROUP (self->actions), "code", g_variant_new_string (""));
  g_action_group_activate_action (G_ACTION_GROUP (self->actions), "show",
                                  g_variant_new_string (postil_folder_show_to_word (POSTIL_FOLDER_SHOW_ALL)));
}

static void
show_changed_cb (GSimpleAction *action,
                 GVariant      *value,
                 gpointer       user_data)
{
  PostilFolderPane *self = user_data;

  g_simple_action_set_state (action, value);
  postil_folder_model_set_show (self->model, postil_folder_show_from_word (g_variant_get_string (value, NULL)));
}

static void
code_changed_cb (GSimpleAction *action,
                 GVariant      *value,
                 gpointer       user_data)
{
  PostilFolderPane *self = user_data;
  const char *code = g_variant_get_string (value, NULL);

  g_simple_action_set_state (action, value);
  postil_folder_model_set_code (self->model, *code != '\0' ? code : NULL);
}

static void
order_changed_cb (GSimpleAction *action,
                  GVariant      *value,
                  gpointer       user_data)
{
  PostilFolderPane *self = user_data;
  const char *word = g_variant_get_string (value, NULL);

  g_simple_action_set_state (action, value);
  postil_folder_model_set_order (self->model, postil_folder_order_from_word (word));
  if (!g_str_equal (word, "plan"))
    g_settings_set_string (self->settings, "folder-order", word);
}

static void
assigned_changed_cb (GSimpleAction *action,
                     GVariant      *value,
                     gpointer       user_data)
{
  PostilFolderPane *self = user_data;

  g_simple_action_set_state (action, value);
  postil_folder_model_set_only_assigned (self->model, g_variant_get_boolean (value));
}

/* Menus write into the entry, where it can be seen and changed. */
static void
narrow_cb (GSimpleAction *action,
           GVariant      *value,
           gpointer       user_data)
{
  PostilFolderPane *self = user_data;

  gtk_editable_set_text (GTK_EDITABLE (self->filter_entry), g_variant_get_string (value, NULL));
}

static void
append_choice (GMenu      *menu,
               const char *label,
               const char *action,
               const char *word)
{
  g_autoptr (GMenuItem) item = NULL;
  g_auto (GStrv) parts = g_strsplit (label, "_", -1);
  g_autofree char *escaped = g_strjoinv ("__", parts);

  item = g_menu_item_new (escaped, NULL);
  g_menu_item_set_action_and_target (item, action, "s", word);
  g_menu_append_item (menu, item);
}

static GMenuModel *
new_code_menu (PostilFolderPane *self)
{
  PostilCodebook *codebook = postil_folder_scan_get_codebook (postil_folder_model_get_scan (self->model));
  GMenu *menu = g_menu_new ();

  append_choice (menu, _("Any Code"), "folder.code", "");
  for (guint i = 0; codebook != NULL && i < postil_codebook_get_n_codes (codebook); i++)
    {
      const PostilCode *code = postil_codebook_get_code (codebook, i);

      append_choice (menu, code->shown, "folder.code", code->id);
    }
  return G_MENU_MODEL (menu);
}

/* Made when it is opened, since codes and plan may have changed. */
static void
make_menu_cb (GtkMenuButton *button,
              gpointer       user_data)
{
  PostilFolderPane *self = user_data;
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) shows = g_menu_new ();
  g_autoptr (GMenu) orders = g_menu_new ();
  g_autoptr (GMenu) codes = g_menu_new ();
  g_autoptr (GMenuModel) code_menu = new_code_menu (self);
  g_autoptr (GMenuModel) facets = postil_folder_facets_new_menu (self->model, "folder.narrow",
                                                                 gtk_editable_get_text (GTK_EDITABLE (self->filter_entry)));
  GtkWidget *popover = NULL;

  for (guint i = 0; i < POSTIL_N_FOLDER_SHOWS; i++)
    append_choice (shows, _(show_titles[i]), "folder.show", postil_folder_show_to_word (i));
  for (guint i = 0; i < POSTIL_N_FOLDER_ORDERS; i++)
    if (i != POSTIL_FOLDER_BY_PLAN || postil_folder_model_has_plan (self->model))
      append_choice (orders, _(order_titles[i]), "folder.order", postil_folder_order_to_word (i));
  g_menu_append_submenu (codes, _("Where a Code Was Used"), code_menu);
  g_menu_append_section (menu, _("Show"), G_MENU_MODEL (shows));
  if (postil_folder_model_has_plan (self->model))
    g_menu_append (codes, _("Only What Is Assigned to Me"), "folder.assigned");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (codes));
  g_menu_append_section (menu, NULL, facets);
  g_menu_append_section (menu, _("Order"), G_MENU_MODEL (orders));
  g_menu_append (menu, _("As a Table…"), "win.articles-table");
  popover = gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));
  gtk_menu_button_set_popover (button, popover);
  postil_accessible_name_menus (popover);
}

static void
init_actions (PostilFolderPane *self)
{
  static const GActionEntry entries[] = {
    { "show", NULL, "s", "'all'", show_changed_cb, { 0 } },
    { "code", NULL, "s", "''", code_changed_cb, { 0 } },
    { "order", NULL, "s", "'name'", order_changed_cb, { 0 } },
    { "assigned", NULL, NULL, "true", assigned_changed_cb, { 0 } },
    { "narrow", narrow_cb, "s", NULL, NULL, { 0 } },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "folder", G_ACTION_GROUP (self->actions));
}

static void
postil_folder_pane_dispose (GObject *object)
{
  PostilFolderPane *self = POSTIL_FOLDER_PANE (object);
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->selection);
  if (self->model != NULL)
    postil_folder_scan_stop (postil_folder_model_get_scan (self->model));
  g_clear_object (&self->model);
  g_clear_object (&self->actions);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->current, g_free);

  G_OBJECT_CLASS (postil_folder_pane_parent_class)->dispose (object);
}

static void
postil_folder_pane_class_init (PostilFolderPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = postil_folder_pane_dispose;

  signals[SIGNAL_CHOSEN] =
    g_signal_new ("chosen", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_LEFT] =
    g_signal_new ("left", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/postil/Postil/ui/postil-folder-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, PostilFolderPane, filter_entry);
  gtk_widget_class_bind_template_child (widget_class, PostilFolderPane, show_button);
  gtk_widget_class_bind_template_child (widget_class, PostilFolderPane, progress);
  gtk_widget_class_bind_template_child (widget_class, PostilFolderPane, status_label);
  gtk_widget_class_bind_template_child (widget_class, PostilFolderPane, all_button);
  gtk_widget_class_bind_template_child (widget_class, PostilFolderPane, problem_label);
  gtk_widget_class_bind_template_child (widget_class, PostilFolderPane, list);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, filter_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_all_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_set_css_name (widget_class, "postil-folder-pane");
}

static void
set_name (gpointer    widget,
          const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
postil_folder_pane_init (PostilFolderPane *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  init_actions (self);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  gtk_list_view_set_factory (self->list, factory);
  gtk_menu_button_set_create_popup_func (self->show_button, make_menu_cb, self, NULL);
  set_name (self->filter_entry, _("Filter the Articles"));
  postil_paste_bound (GTK_WIDGET (self->filter_entry), 0);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->filter_entry),
                               _("Words of the name or of what is known, and conditions:\n"
                                 "author:smith  publisher:\"The Times\"  date:2026-01..2026-06  language:en  -sport"));
  set_name (self->show_button, _("What Is Shown, and in Which Order"));
  set_name (self->progress, _("Articles Done"));
  set_name (self->list, _("Articles of the Folder"));
}

GtkWidget *
postil_folder_pane_new (GSettings         *settings,
                        PostilFolderModel *model)
{
  PostilFolderPane *self = NULL;
  g_autofree char *order = NULL;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (POSTIL_IS_FOLDER_MODEL (model), NULL);

  self = g_object_new (POSTIL_TYPE_FOLDER_PANE, NULL);
  self->settings = g_object_ref (settings);
  self->model = g_object_ref (model);
  self->selection = gtk_single_selection_new (g_object_ref (postil_folder_model_get_list (model)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (model, "updated", G_CALLBACK (update_cb), self, G_CONNECT_SWAPPED);
  order = g_settings_get_string (settings, "folder-order");
  g_action_group_activate_action (G_ACTION_GROUP (self->actions), "order",
                                  g_variant_new_string (postil_folder_order_to_word (postil_folder_order_from_word (order))));
  update_cb (self);
  return GTK_WIDGET (self);
}

PostilFolderModel *
postil_folder_pane_get_model (PostilFolderPane *self)
{
  g_return_val_if_fail (POSTIL_IS_FOLDER_PANE (self), NULL);

  return self->model;
}

void
postil_folder_pane_set_current (PostilFolderPane *self,
                                const char       *path)
{
  g_return_if_fail (POSTIL_IS_FOLDER_PANE (self));

  if (g_strcmp0 (self->current, path) == 0)
    return;
  g_free (self->current);
  self->current = g_strdup (path);
  self->is_settling = path != NULL;
  select_current (self);
}

void
postil_folder_pane_focus_filter (PostilFolderPane *self)
{
  g_return_if_fail (POSTIL_IS_FOLDER_PANE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->filter_entry));
}

void
postil_folder_pane_focus_list (PostilFolderPane *self)
{
  g_return_if_fail (POSTIL_IS_FOLDER_PANE (self));

  if (!gtk_widget_child_focus (GTK_WIDGET (self->list), GTK_DIR_TAB_FORWARD))
    gtk_widget_grab_focus (GTK_WIDGET (self->filter_entry));
}
