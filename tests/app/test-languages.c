/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The whole app in one language, view by view and window by window: nothing of what is shown is left
 * untranslated, whatever way it took to the screen; no word of ours is cut; and the windows stay narrow
 * enough for a phone, however long the language's words are.
 *
 *   test-languages LANGUAGE */

#include "config.h"

#include "app-fixture.h"

#include "app/present/postil-presentation.h"
#include "app/view-fixture.h"
#include "store-fixture.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

#define ARTICLE "rafah.txt"
/* What a phone shows, and what the design promises. */
#define MAX_WIDTH 360

static const char table[] = "article,coder,code,quote,actor,note\n"
                            ARTICLE ",maria,concern,deep concern,Joe Biden,In the lede.\n"
                            ARTICLE ",maria,position,firm stance,Benjamin Netanyahu,\n"
                            ARTICLE ",maria,outcome,growing rift,,\n"
                            ARTICLE ",jonas,concession,deep concern,Joe Biden,\n"
                            ARTICLE ",jonas,position,firm stance,,\n";

/* In this order: what one needs to have been done stands before it. */
static const char *const steps[] = {
  "win.next-annotation", "win.find", "win.tag-all", "win.cancel", "win.history", "win.codebook", "win.article-properties",
  "win.view-compare", "win.view-class", "win.view-agreement", "win.view-overview", "win.view-code", "win.present",
  "win.export", "win.search-folder", "win.articles-table", "win.restore", "win.review", "win.switch-coder", "win.make-exercise",
  "win.folder-pane", "win.command-palette", "app.preferences",
};

typedef struct
{
  const char *where;     /* the step that led here */
  gboolean    is_narrow; /* the window is a phone's */
  guint       n_wrong;
  guint       n_labels;
} Walk;

static void
complain (Walk       *walk,
          const char *what,
          GtkWidget  *widget,
          const char *words)
{
  walk->n_wrong++;
  g_test_message ("%s: %s: “%s” (%s in %s)", walk->where, what, words, G_OBJECT_TYPE_NAME (widget),
                  G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget) != NULL ? gtk_widget_get_parent (widget) : widget));
}

/* Labels of the built-in codebook are words of ours, too. */
static const char *
translate (const char *words)
{
  const char *label = g_dpgettext2 (GETTEXT_PACKAGE, "code", words);

  return label != words ? label : g_dgettext (GETTEXT_PACKAGE, words);
}

/* English words that the catalogue has an answer for must not be on screen. */
static void
check_words (Walk       *walk,
             GtkWidget  *widget,
             const char *words)
{
  if (words == NULL || *words == '\0')
    return;
  walk->n_labels++;
  /* A key is no word. */
  if (g_utf8_strlen (words, -1) > 1 && !g_str_equal (translate (words), words))
    complain (walk, "not translated", widget, words);
}

/* What is there to be heard, not seen, has no room at all. */
static gboolean
is_seen (GtkWidget *widget)
{
  return gtk_widget_get_width (widget) > 1 && gtk_widget_get_height (widget) > 1 && gtk_widget_get_opacity (widget) > 0;
}

/* What people wrote may be shortened where it has no end: in lists, and in the window's title. */
static gboolean
is_of_people (GtkWidget *widget)
{
  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    if (g_str_has_prefix (G_OBJECT_TYPE_NAME (widget), "GtkListItem") || ADW_IS_WINDOW_TITLE (widget)
        || g_str_has_prefix (G_OBJECT_TYPE_NAME (widget), "GtkColumnViewCell"))
      return TRUE;
  return FALSE;
}

static void
walk_widget (Walk      *walk,
             GtkWidget *widget)
{
  const char *tooltip = gtk_widget_get_tooltip_text (widget);

  if (!gtk_widget_get_mapped (widget))
    return;
  check_words (walk, widget, tooltip);
  if (GTK_IS_LABEL (widget))
    {
      const char *words = gtk_label_get_text (GTK_LABEL (widget));

      check_words (walk, widget, words);
      if (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget))) && is_seen (widget) && !is_of_people (widget))
        complain (walk, "cut", widget, words);
    }
  else if (GTK_IS_TEXT (widget))
    check_words (walk, widget, gtk_text_get_placeholder_text (GTK_TEXT (widget)));
  else if (GTK_IS_WINDOW (widget))
    check_words (walk, widget, gtk_window_get_title (GTK_WINDOW (widget)));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    walk_widget (walk, child);
}

static void
walk_windows (Walk *walk)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);
      GtkWidget *content = gtk_widget_get_first_child (window);
      int width = 0;

      if (!gtk_widget_get_mapped (window))
        continue;
      if (!walk->is_narrow)
        walk_widget (walk, window);
      if (!walk->is_narrow || POSTIL_IS_PRESENTATION (window))
        continue; /* a projector is no phone */
      gtk_widget_measure (content, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
      if (width > MAX_WIDTH)
        {
          g_autofree char *number = g_strdup_printf ("%d px", width);

          complain (walk, "too wide", window, number);
        }
    }
}

/* What two have coded, differently. */
static void
import_work (AppFixture *app)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *csv = g_build_filename (app->folder, "table.csv", NULL);
  g_autofree char *cli = g_build_filename (g_getenv ("POSTIL_BUILD_ROOT"), "src", "cli", "postil-cli", NULL);
  int status = 0;

  g_assert_true (g_file_set_contents (csv, table, -1, NULL));
  g_spawn_sync (NULL, (char *[]) { cli, (char *) "import", (char *) "--quiet", csv, (char *) "--into", app->folder, NULL },
                NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
}

static void
activate (AppFixture *app,
          const char *step)
{
  gpointer owner = g_str_has_prefix (step, "app.") ? (gpointer) app->application : (gpointer) app->window;
  GActionGroup *group = G_ACTION_GROUP (owner);

  g_assert_true (g_action_group_has_action (group, step + 4));
  if (g_action_group_get_action_enabled (group, step + 4))
    g_action_group_activate_action (group, step + 4, NULL);
  else
    g_error ("%s is off", step);
}

/* libadwaita tries the large heading of a question for a width in which a long one has no room, and
 * takes the small one: newer GTKs warn of that. */
static gboolean
is_about_heading (const char *message)
{
  const char *address = g_str_has_prefix (message, "Trying to measure GtkLabel 0x") ? strstr (message, "0x") : NULL;
  GtkWidget *label = address != NULL ? (GtkWidget *) (guintptr) g_ascii_strtoull (address, NULL, 16) : NULL;

  for (GtkWidget *widget = label; widget != NULL; widget = gtk_widget_get_parent (widget))
    if (g_str_equal (G_OBJECT_TYPE_NAME (widget), "AdwAlertDialog"))
      return TRUE;

  return FALSE;
}

/* Every other warning ends the test. */
static GLogWriterOutput
write_log (GLogLevelFlags   level,
           const GLogField *fields,
           gsize            n_fields,
           gpointer         user_data)
{
  GLogWriterOutput output = G_LOG_WRITER_UNHANDLED;

  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE") && fields[i].length < 0 && is_about_heading (fields[i].value))
      return G_LOG_WRITER_HANDLED;

  output = g_log_writer_default (level, fields, n_fields, user_data);
  if ((level & (G_LOG_LEVEL_WARNING | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR)) != 0)
    abort ();
  return output;
}

static void
take_steps (Walk       *walk,
            AppFixture *app)
{
  walk->where = "the article";
  walk_windows (walk);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      walk->where = steps[i];
      activate (app, steps[i]);
      view_fixture_wait_ms (350);
      walk_windows (walk);
      app_fixture_close_others (app);
      view_fixture_wait_ms (50);
    }
}

/* What files hold does not depend on the language, and who defines a code anew has named it. */
static void
check_codebook (const char *language)
{
  PostilCodebook *codebook = postil_codebook_new_builtin ();
  PostilCodebookBuilder *builder = postil_codebook_builder_new (codebook);
  const PostilCode *code = postil_codebook_lookup_code (codebook, "concern");
  PostilCode changed = *code;

  g_assert_cmpstr (postil_codebook_get_code_label (codebook, "concern"), ==, "Concern");
  if (!g_str_equal (language, "en"))
    g_assert_cmpstr (postil_codebook_show_code (codebook, "concern"), !=, "Concern");

  changed.definition = "Whatever worries me.";
  postil_codebook_builder_set_code (builder, &changed);
  postil_codebook_unref (codebook);
  codebook = postil_codebook_builder_end (builder, NULL);
  g_assert_cmpstr (postil_codebook_show_code (codebook, "concern"), ==, "Concern");
  postil_codebook_unref (codebook);
}

static void
test_language (gconstpointer data)
{
  const char *language = data;
  g_autoptr (GFile) folder = NULL;
  Walk walk = { .where = "the invitation" };
  AppFixture app = { 0 };

  /* The catalogue that was built is the one that is read. */
  if (!g_str_equal (language, "en"))
    g_assert_cmpstr (g_dgettext (GETTEXT_PACKAGE, "Undo"), !=, "Undo");
  check_codebook (language);

  app_fixture_init (&app);
  view_fixture_wait_ms (500);
  walk_windows (&walk);

  g_settings_set_string (app.settings, "coder", "maria");
  import_work (&app);
  folder = g_file_new_for_path (app.folder);
  postil_window_open (app.window, folder, NULL);
  view_fixture_wait_ms (800);
  walk.where = "the folder";
  walk_windows (&walk);
  activate (&app, "win.next-article");
  view_fixture_wait_ms (800);
  take_steps (&walk, &app);
  gtk_window_set_default_size (GTK_WINDOW (app.window), MAX_WIDTH, 640);
  view_fixture_wait_ms (500);
  walk.is_narrow = TRUE;
  take_steps (&walk, &app);

  g_assert_cmpuint (walk.n_labels, >, 500);
  g_assert_cmpuint (walk.n_wrong, ==, 0);
  app_fixture_clear (&app);
}

/* Newer C libraries translate nothing in C.UTF-8, and a machine may have no other locale: so one is made,
 * in a folder of ours. Its name is given back, to be removed. */
static char *
take_locale (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("postil-locale-XXXXXX", &error);
  g_autofree char *path = NULL;
  int status = 0;

  g_assert_no_error (error);
  path = g_build_filename (folder, "en_US.UTF-8", NULL);
  g_spawn_sync (NULL, (char *[]) { (char *) "localedef", (char *) "--no-archive", (char *) "-i", (char *) "en_US", (char *) "-f", (char *) "UTF-8", path, NULL },
                NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, &error);
  if (error != NULL || status != 0)
    g_error ("localedef cannot make en_US.UTF-8. Install the package locales (build-aux/install-deps.sh test).");
  g_setenv ("LOCPATH", folder, TRUE);
  g_setenv ("LC_ALL", "en_US.UTF-8", TRUE);
  if (setlocale (LC_ALL, "") == NULL)
    g_error ("The locale that was made in %s cannot be taken.", folder);

  return g_steal_pointer (&folder);
}

int
main (int    argc,
      char **argv)
{
  int result = 0;
  g_autofree char *locale = NULL;
  const char *language = argc > 1 ? argv[argc - 1] : "en";
  g_autofree char *catalogues = g_build_filename (g_getenv ("POSTIL_BUILD_ROOT"), "po", NULL);
  g_autofree char *path = g_strdup_printf ("/languages/%s", language);

  g_setenv ("LANGUAGE", language, TRUE);
  locale = take_locale ();
  bindtextdomain (GETTEXT_PACKAGE, catalogues);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_test_init (&argc, &argv, NULL);
  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  g_log_set_writer_func (write_log, NULL, NULL);
  gtk_disable_setlocale ();
  adw_init ();
  if (g_str_equal (language, "ar"))
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  g_test_add_data_func (path, language, test_language);
  result = app_fixture_run_tests ();
  store_fixture_remove_tree (locale);
  return result;
}
