/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whatever can have the keyboard or be pressed has a name of its own: the window with all its views
 * and every dialog that an action opens are walked through. A tooltip is no name, and neither is what
 * an entry shows while it is empty. */

#include "config.h"

#include "app/dialogs/postil-import-dialog.h"
#include "app/dialogs/postil-import-documents.h"
#include "app/dialogs/postil-passages-window.h"
#include "app/postil-application.h"
#include "app/postil-settings.h"
#include "app/view/postil-article-view.h"
#include "store-fixture.h"

#include <adwaita.h>

#define SETTLE_MS 250
#define MIN_CONTROLS 50u /* that the window alone has */

typedef struct
{
  PostilApplication *application;
  PostilWindow      *window;
  GSettings         *settings;
  char              *folder;
  char              *article;
  guint              n_named;
  GPtrArray         *nameless; /* of char * */
} Fixture;

static const GtkAccessibleRole roles[] = {
  GTK_ACCESSIBLE_ROLE_BUTTON,
  GTK_ACCESSIBLE_ROLE_CHECKBOX,
  GTK_ACCESSIBLE_ROLE_COMBO_BOX,
  GTK_ACCESSIBLE_ROLE_GRID,
  GTK_ACCESSIBLE_ROLE_LINK,
  GTK_ACCESSIBLE_ROLE_LIST,
  GTK_ACCESSIBLE_ROLE_LIST_BOX,
  GTK_ACCESSIBLE_ROLE_LIST_ITEM,
  GTK_ACCESSIBLE_ROLE_MENU_ITEM,
  GTK_ACCESSIBLE_ROLE_MENU_ITEM_CHECKBOX,
  GTK_ACCESSIBLE_ROLE_MENU_ITEM_RADIO,
  GTK_ACCESSIBLE_ROLE_OPTION,
  GTK_ACCESSIBLE_ROLE_RADIO,
  GTK_ACCESSIBLE_ROLE_ROW,
  GTK_ACCESSIBLE_ROLE_SEARCH_BOX,
  GTK_ACCESSIBLE_ROLE_SLIDER,
  GTK_ACCESSIBLE_ROLE_SPIN_BUTTON,
  GTK_ACCESSIBLE_ROLE_SWITCH,
  GTK_ACCESSIBLE_ROLE_TAB,
  GTK_ACCESSIBLE_ROLE_TEXT_BOX,
  GTK_ACCESSIBLE_ROLE_TREE_GRID,
};

static gboolean
is_control (GtkWidget *widget)
{
  GtkAccessibleRole role = gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget));

  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    if (role == roles[i])
      return TRUE;

  return gtk_widget_get_focusable (widget)
         && (g_str_has_prefix (G_OBJECT_TYPE_NAME (widget), "Postil") || GTK_IS_FLOW_BOX_CHILD (widget));
}

static gboolean
has_label (GtkWidget *widget)
{
  g_autofree char *label = NULL;

  if (gtk_test_accessible_has_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY))
    return TRUE;
  if (!gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL))
    return FALSE;

  /* What it is instead of nothing. */
  label = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, "");
  return label != NULL;
}

/* What GTK and libadwaita make of parts: the whole is what has to have a name. */
static gboolean
is_whole (GtkWidget *widget)
{
  return GTK_IS_EDITABLE (widget) || GTK_IS_DROP_DOWN (widget) || ADW_IS_COMBO_ROW (widget)
         || GTK_IS_COLOR_BUTTON (widget) || GTK_IS_FONT_BUTTON (widget)
         || GTK_IS_FILE_CHOOSER (widget) || GTK_IS_COLOR_CHOOSER (widget) || ADW_IS_ABOUT_WINDOW (widget)
         || g_str_equal (G_OBJECT_TYPE_NAME (widget), "AdwToastWidget"); /* its cross has a tooltip alone */
}

/* The keyboard goes to the button in a menu button and to the first row in an expanding row, not to
 * those. Of a table, GTK names what it holds;
 * the line with its titles has the keyboard only in each of them. A box that lays out what flows cannot
 * have the keyboard, and how libadwaita builds its rows and finds preferences is its own. */
static gboolean
is_for_layout (GtkWidget *widget)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);

  return GTK_IS_MENU_BUTTON (widget) || ADW_IS_EXPANDER_ROW (widget) || GTK_IS_FLOW_BOX (widget) || GTK_IS_COLUMN_VIEW (parent)
         || (GTK_IS_LIST_BOX (widget) && gtk_widget_get_ancestor (widget, ADW_TYPE_EXPANDER_ROW) != NULL)
         || (!gtk_widget_get_visible (widget) && gtk_widget_get_ancestor (widget, ADW_TYPE_EXPANDER_ROW) != NULL)
         || ((GTK_IS_LIST_BOX (widget) || GTK_IS_SEARCH_ENTRY (widget))
             && gtk_widget_get_ancestor (widget, ADW_TYPE_PREFERENCES_WINDOW) != NULL);
}

static char *
dup_path (GtkWidget *widget)
{
  g_autoptr (GString) path = g_string_new (NULL);

  for (GtkWidget *at = widget; at != NULL; at = gtk_widget_get_parent (at))
    g_string_append_printf (path, "%s%s", at != widget ? " < " : "", G_OBJECT_TYPE_NAME (at));

  return g_string_free (g_steal_pointer (&path), FALSE);
}

static void
check_widget (Fixture   *fixture,
              GtkWidget *widget)
{
  if (is_control (widget) && !is_for_layout (widget))
    {
      if (has_label (widget))
        fixture->n_named++;
      else
        g_ptr_array_add (fixture->nameless, dup_path (widget));
    }
  if (is_whole (widget))
    return;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    check_widget (fixture, child);
}

static gboolean
settled_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
settle (guint ms)
{
  gboolean is_settled = FALSE;

  g_timeout_add (ms, settled_cb, &is_settled);
  while (!is_settled)
    g_main_context_iteration (NULL, TRUE);
}

static void
check_all (Fixture    *fixture,
           const char *where)
{
  GListModel *toplevels = gtk_window_get_toplevels ();
  guint n_named = fixture->n_named;

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

      check_widget (fixture, toplevel);
    }
  g_test_message ("%s: %u controls", where, fixture->n_named - n_named);
  g_assert_cmpuint (fixture->n_named - n_named, >=, MIN_CONTROLS);
  for (guint i = 0; i < fixture->nameless->len; i++)
    g_test_message ("%s: without a name: %s", where, (char *) g_ptr_array_index (fixture->nameless, i));
  if (fixture->nameless->len > 0)
    g_test_fail ();
  g_ptr_array_set_size (fixture->nameless, 0);
}

static GtkWidget *
find_widget (GtkWidget *widget,
             GType      type)
{
  GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (widget, type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_widget (child, type);

  return found;
}

/* Others who have coded the same. */
static void
share_work (Fixture *fixture)
{
  static const char *const coders[] = { "jonas", "teacher", NULL };
  g_autofree char *own = g_strconcat (fixture->article, ".maria.postil.json", NULL);
  g_autofree char *layer = NULL;
  gsize n_bytes = 0;

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.save", NULL);
  while (!g_file_get_contents (own, &layer, &n_bytes, NULL) || strstr (layer, "concern") == NULL)
    {
      g_clear_pointer (&layer, g_free);
      settle (SETTLE_MS);
    }
  for (guint i = 0; coders[i] != NULL; i++)
    {
      g_autofree char *other = g_strdup_printf ("%s.%s.postil.json", fixture->article, coders[i]);

      g_assert_true (g_file_set_contents (other, layer, (gssize) n_bytes, NULL));
    }
  g_settings_set_strv (fixture->settings, "recent-coders", coders);
}

static void
open_article (Fixture *fixture)
{
  g_autoptr (GFile) folder = g_file_new_for_path (fixture->folder);
  g_autoptr (GFile) file = g_file_new_for_path (fixture->article);
  g_autofree char *uri = g_file_get_uri (file);
  PostilSpan span = { 10, 30 };
  GtkWidget *view = NULL;

  postil_window_open (fixture->window, folder, "maria");
  settle (SETTLE_MS);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.go-to-article", "s", uri);
  do
    {
      settle (SETTLE_MS);
      view = find_widget (GTK_WIDGET (fixture->window), POSTIL_TYPE_ARTICLE_VIEW);
    }
  while (view == NULL || postil_article_view_get_document (POSTIL_ARTICLE_VIEW (view)) == NULL);
  postil_article_view_select (POSTIL_ARTICLE_VIEW (view), span);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.tag", "s", "concern"));
  settle (SETTLE_MS);
  share_work (fixture);
}

static void
fixture_init (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *sample = g_test_build_filename (G_TEST_DIST, "..", "data", "rafah.txt", NULL);
  g_autofree char *text = NULL;
  gsize n_bytes = 0;

  fixture->settings = postil_settings_new (&error);
  g_assert_no_error (error);
  fixture->n_named = 0;
  fixture->nameless = g_ptr_array_new_with_free_func (g_free);
  fixture->folder = g_dir_make_tmp ("postil-names-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->article = g_build_filename (fixture->folder, "rafah.txt", NULL);
  g_file_get_contents (sample, &text, &n_bytes, &error);
  g_assert_no_error (error);
  g_file_set_contents (fixture->article, text, (gssize) n_bytes, &error);
  g_assert_no_error (error);

  fixture->application = postil_application_new ();
  g_application_set_flags (G_APPLICATION (fixture->application), G_APPLICATION_NON_UNIQUE);
  postil_application_set_settings (fixture->application, fixture->settings);
  g_application_register (G_APPLICATION (fixture->application), NULL, &error);
  g_assert_no_error (error);
  fixture->window = postil_window_new (GTK_APPLICATION (fixture->application), fixture->settings);
  postil_window_show_welcome (fixture->window);
  gtk_window_present (GTK_WINDOW (fixture->window));
  settle (SETTLE_MS);
}

static void
check_window (Fixture    *fixture,
              const char *where,
              GtkWidget  *window)
{
  gtk_window_present (GTK_WINDOW (window));
  settle (SETTLE_MS);
  check_all (fixture, where);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Dialogs that a file must be chosen for first. */
static void
check_dialogs (Fixture *fixture)
{
  g_autoptr (GFile) folder = g_file_new_for_path (fixture->folder);
  g_autoptr (GFile) article = g_file_new_for_path (fixture->article);
  GtkWindow *parent = GTK_WINDOW (fixture->window);
  GtkWidget *documents = postil_import_documents_new (parent);

  postil_import_documents_set_folder (POSTIL_IMPORT_DOCUMENTS (documents), folder);
  postil_import_documents_add_file (POSTIL_IMPORT_DOCUMENTS (documents), article);
  postil_import_documents_show (POSTIL_IMPORT_DOCUMENTS (documents));
  check_window (fixture, "making articles of documents", documents);
  check_window (fixture, "importing annotations", postil_import_dialog_new (parent, folder, "maria"));
  check_window (fixture, "passages", postil_passages_window_new (parent, "Passages"));
}

static void
close_others (Fixture *fixture)
{
  g_autoptr (GPtrArray) others = g_ptr_array_new ();
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWindow) toplevel = g_list_model_get_item (toplevels, i);

      if (toplevel != GTK_WINDOW (fixture->window))
        g_ptr_array_add (others, toplevel);
    }
  for (guint i = 0; i < others->len; i++)
    gtk_window_destroy (g_ptr_array_index (others, i));
}

static void
fixture_clear (Fixture *fixture)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  settle (SETTLE_MS);
  g_object_unref (fixture->application);
  g_object_unref (fixture->settings);
  g_ptr_array_unref (fixture->nameless);
  store_fixture_remove_tree (fixture->folder);
  g_free (fixture->article);
  g_free (fixture->folder);
}

static void
test_names (void)
{
  /* The shortcuts window is GTK's own, has no control of ours, and warns of its own dots (4.8).
   * Views last but for what they leave behind; a question that a newer libadwaita shows in the window
   * would stay there. */
  static const char *const names[] = {
    "win.find", "win.command-palette", "win.codebook", "win.history", "win.search-folder", "win.articles-table",
    "win.article-properties", "win.export", "win.import-documents", "win.restore", "win.make-exercise", "win.tag-all",
    "app.preferences", "win.begin-link", "win.present",
    "win.view-compare", "win.view-class", "win.view-agreement", "win.view-overview", "win.switch-coder",
  };
  Fixture fixture;

  fixture_init (&fixture);
  check_all (&fixture, "the invitation");
  open_article (&fixture);
  check_all (&fixture, "an article");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (g_str_has_prefix (names[i], "app."))
        g_action_group_activate_action (G_ACTION_GROUP (fixture.application), names[i] + 4, NULL);
      else
        g_action_group_activate_action (G_ACTION_GROUP (fixture.window), names[i] + 4, NULL);
      settle (2 * SETTLE_MS);
      check_all (&fixture, names[i]);
      close_others (&fixture);
    }
  check_dialogs (&fixture);
  fixture_clear (&fixture);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *home = g_dir_make_tmp ("postil-names-home-XXXXXX", NULL);
  int status = 0;

  /* Not all directories are isolated: icons need the system's MIME types. */
  g_assert_nonnull (home);
  g_setenv ("XDG_CONFIG_HOME", home, TRUE);
  g_setenv ("XDG_DATA_HOME", home, TRUE);
  g_setenv ("XDG_STATE_HOME", home, TRUE);
  g_setenv ("XDG_CACHE_HOME", home, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/names/all", test_names);

  status = g_test_run ();
  store_fixture_remove_tree (home);

  return status;
}
