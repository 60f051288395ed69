/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whatever can have the keyboard or be pressed has a name of its own: the window with all its views
 * and every dialog that an action opens are walked through. A tooltip is no name, and neither is what
 * an entry shows while it is empty. */

#include "config.h"

#include "app-fixture.h"
#include "app/view-fixture.h"
#include "app/dialogs/postil-import-dialog.h"
#include "app/dialogs/postil-import-documents.h"
#include "app/dialogs/postil-passages-window.h"

#include <adwaita.h>

#define MAX_ATTEMPTS 40u
#define MIN_CONTROLS 50u /* that the window alone has */

typedef struct
{
  AppFixture app;
  guint      n_named;
  GPtrArray *nameless; /* of char * */
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
 * those. Of a table, GTK names what it holds; the line with its titles has the
 * keyboard only in each of them. A box that lays out what flows cannot have the keyboard, and how libadwaita builds its rows and finds preferences is its own. */
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

static void
look_at_all (Fixture *fixture)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  g_ptr_array_set_size (fixture->nameless, 0);
  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

      check_widget (fixture, toplevel);
    }
}

/* A busy machine, or a sanitizer, may not have shown it yet. */
static void
check_all (Fixture    *fixture,
           const char *where)
{
  guint n_named = 0;

  for (guint attempt = 0; attempt < MAX_ATTEMPTS; attempt++)
    {
      n_named = fixture->n_named;
      look_at_all (fixture);
      if (fixture->n_named - n_named >= MIN_CONTROLS)
        break;
      view_fixture_wait_ms (APP_FIXTURE_SETTLE_MS);
    }
  g_test_message ("%s: %u controls", where, fixture->n_named - n_named);
  g_assert_cmpuint (fixture->n_named - n_named, >=, MIN_CONTROLS);
  for (guint i = 0; i < fixture->nameless->len; i++)
    g_test_message ("%s: without a name: %s", where, (char *) g_ptr_array_index (fixture->nameless, i));
  if (fixture->nameless->len > 0)
    g_test_fail ();
  g_ptr_array_set_size (fixture->nameless, 0);
}

static void
check_window (Fixture    *fixture,
              const char *where,
              GtkWidget  *window)
{
  gtk_window_present (GTK_WINDOW (window));
  view_fixture_wait_ms (APP_FIXTURE_SETTLE_MS);
  check_all (fixture, where);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Dialogs that a file must be chosen for first. */
static void
check_dialogs (Fixture *fixture)
{
  g_autoptr (GFile) folder = g_file_new_for_path (fixture->app.folder);
  g_autoptr (GFile) article = g_file_new_for_path (fixture->app.article);
  GtkWindow *parent = GTK_WINDOW (fixture->app.window);
  GtkWidget *documents = postil_import_documents_new (parent);

  postil_import_documents_set_folder (POSTIL_IMPORT_DOCUMENTS (documents), folder);
  postil_import_documents_add_file (POSTIL_IMPORT_DOCUMENTS (documents), article);
  postil_import_documents_show (POSTIL_IMPORT_DOCUMENTS (documents));
  check_window (fixture, "making articles of documents", documents);
  check_window (fixture, "importing annotations", postil_import_dialog_new (parent, folder, "maria"));
  check_window (fixture, "passages", postil_passages_window_new (parent, "Passages"));
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
  Fixture fixture = { 0 };

  fixture.nameless = g_ptr_array_new_with_free_func (g_free);
  app_fixture_init (&fixture.app);
  check_all (&fixture, "the invitation");
  app_fixture_open_article (&fixture.app);
  check_all (&fixture, "an article");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      app_fixture_do (&fixture.app, names[i]);
      check_all (&fixture, names[i]);
      app_fixture_close_others (&fixture.app);
    }
  check_dialogs (&fixture);
  app_fixture_clear (&fixture.app);
  g_ptr_array_unref (fixture.nameless);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/names/all", test_names);

  return app_fixture_run_tests ();
}
