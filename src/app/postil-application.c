/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The application: one process for all windows, the command line, and the actions that belong
 * to no window. What is printed is printed by main. Main thread. */

#include "config.h"

#include "app/postil-application.h"

#include "app/compat/postil-class-names.h"
#include "app/compat/postil-question.h"
#include "app/dialogs/postil-preferences.h"
#include "app/dialogs/postil-shortcuts.h"
#include "app/postil-actions.h"
#include "app/postil-settings.h"

#include <glib/gi18n-lib.h>

struct _PostilApplication
{
  AdwApplication  parent_instance;

  GSettings      *settings;
  GtkWidget      *preferences; /* weak */
};

G_DEFINE_FINAL_TYPE (PostilApplication, postil_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "coder", 0, 0, G_OPTION_ARG_STRING, NULL, N_("Work as this coder"), N_("NAME") },
  { "new-window", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Open a new window"), NULL },
  { "list-actions", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Print the keyboard table in Markdown"), NULL },
  { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Print the version"), NULL },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, NULL, NULL, N_("[ARTICLE…]") },
  { NULL, 0, 0, 0, NULL, NULL, NULL }
};

static PostilWindow *
new_window (PostilApplication *self)
{
  return postil_window_new (GTK_APPLICATION (self), self->settings);
}

static gboolean
is_free (PostilWindow *window)
{
  return postil_window_get_file (window) == NULL;
}

static PostilWindow *
find_window (PostilApplication *self,
             GFile             *file,
             const char        *coder)
{
  for (GList *link = gtk_application_get_windows (GTK_APPLICATION (self)); link != NULL; link = link->next)
    {
      GFile *other = POSTIL_IS_WINDOW (link->data) ? postil_window_get_file (link->data) : NULL;

      if (other != NULL && g_file_equal (other, file)
          && g_strcmp0 (postil_window_get_coder (link->data), coder) == 0)
        return link->data;
    }

  return NULL;
}

void
postil_application_open_file (PostilApplication *self,
                              PostilWindow      *window,
                              GFile             *file,
                              const char        *coder)
{
  g_autofree char *own_coder = NULL;
  PostilWindow *target = NULL;

  g_return_if_fail (POSTIL_IS_APPLICATION (self));
  g_return_if_fail (window == NULL || POSTIL_IS_WINDOW (window));
  g_return_if_fail (G_IS_FILE (file));

  /* The preferences' coder by name is the preferences' coder. */
  own_coder = postil_settings_dup_coder (self->settings);
  if (g_strcmp0 (coder, own_coder) == 0)
    coder = NULL;

  target = find_window (self, file, coder);
  if (target == NULL)
    {
      target = window != NULL && is_free (window) ? window : new_window (self);
      postil_window_open (target, file, coder);
    }
  gtk_window_present (GTK_WINDOW (target));
}

/* Each article in a window of its own; several documents come together, in one dialog. */
static void
open_files (PostilApplication *self,
            PostilWindow      *window,
            GListModel        *files,
            const char        *coder)
{
  g_autoptr (GListStore) documents = g_list_store_new (G_TYPE_FILE);
  guint n_files = g_list_model_get_n_items (files);

  for (guint i = 0; i < n_files; i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      if (n_files > 1 && postil_window_is_document (file))
        g_list_store_append (documents, file);
      else
        postil_application_open_file (self, window, file, coder);
    }
  if (g_list_model_get_n_items (G_LIST_MODEL (documents)) == 0)
    return;
  if (window == NULL)
    window = new_window (self);
  postil_window_open_documents (window, G_LIST_MODEL (documents));
  gtk_window_present (GTK_WINDOW (window));
}

static PostilWindow *
get_active_window (PostilApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  return POSTIL_IS_WINDOW (window) ? POSTIL_WINDOW (window) : NULL;
}

static void
show_empty_window (PostilApplication *self)
{
  PostilWindow *window = new_window (self);

  postil_window_show_welcome (window);
  gtk_window_present (GTK_WINDOW (window));
}

static void
new_window_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  show_empty_window (user_data);
}

static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PostilApplication *self = user_data;

  if (self->preferences == NULL)
    {
      g_set_weak_pointer (&self->preferences, postil_preferences_new (self->settings));
      gtk_window_set_transient_for (GTK_WINDOW (self->preferences), GTK_WINDOW (get_active_window (self)));
    }
  gtk_window_present (GTK_WINDOW (self->preferences));
}

static void
shortcuts_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *window = postil_shortcuts_new ();

  gtk_window_set_transient_for (window, GTK_WINDOW (get_active_window (user_data)));
  gtk_window_present (window);
}

static void
help_shown_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  GtkWidget *dialog = NULL;

  if (gtk_show_uri_full_finish (GTK_WINDOW (source), result, &error)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  dialog = postil_question_new (_("The Help Cannot Be Shown"), NULL);
  postil_question_format_body (dialog,
                                  _("It needs the program “Help” (yelp), and Postil to be installed. %s"),
                                  error->message);
  postil_question_add (dialog, "close", _("_Close"));
  postil_question_present (dialog, GTK_WIDGET (source), NULL);
}

static void
help_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PostilWindow *window = get_active_window (user_data);

  if (window != NULL)
    gtk_show_uri_full (GTK_WINDOW (window), "help:postil", GDK_CURRENT_TIME, NULL, help_shown_cb, NULL);
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  static const char *const developers[] = { "The Postil authors", NULL };

  adw_show_about_window (GTK_WINDOW (get_active_window (user_data)),
                         "application-name", "Postil",
                         "application-icon", POSTIL_APP_ID,
                         "version", POSTIL_VERSION,
                         "comments", _("Mark and tag what articles say: positions, concerns, concessions, outcomes."),
                         "developer-name", "The Postil authors",
                         "developers", developers,
                         "copyright", "© 2026 The Postil authors",
                         "license-type", GTK_LICENSE_GPL_3_0,
                         /* Translators: your own names, one a line. */
                         "translator-credits", _("translator-credits"),
                         NULL);
}

/* Each window saves and closes itself; the application ends with the last one. */
static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (user_data));

  for (GList *link = windows; link != NULL; link = link->next)
    gtk_window_close (link->data);
}

static const GActionEntry entries[] = {
  { "new-window", new_window_cb, NULL, NULL, NULL, { 0 } },
  { "preferences", preferences_cb, NULL, NULL, NULL, { 0 } },
  { "shortcuts", shortcuts_cb, NULL, NULL, NULL, { 0 } },
  { "help", help_cb, NULL, NULL, NULL, { 0 } },
  { "about", about_cb, NULL, NULL, NULL, { 0 } },
  { "quit", quit_cb, NULL, NULL, NULL, { 0 } },
};

static int
postil_application_command_line (GApplication            *application,
                                 GApplicationCommandLine *command_line)
{
  PostilApplication *self = POSTIL_APPLICATION (application);
  GVariantDict *dict = g_application_command_line_get_options_dict (command_line);
  g_autofree const char **names = NULL;
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  const char *coder = NULL;
  PostilWindow *window = g_variant_dict_contains (dict, "new-window") ? NULL : get_active_window (self);

  g_variant_dict_lookup (dict, "coder", "&s", &coder);
  if (!g_variant_dict_lookup (dict, G_OPTION_REMAINING, "^a&ay", &names))
    {
      if (window != NULL)
        gtk_window_present (GTK_WINDOW (window));
      else
        show_empty_window (self);
      return 0;
    }

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr (GFile) file = g_application_command_line_create_file_for_arg (command_line, names[i]);

      g_list_store_append (files, file);
    }
  open_files (self, window, G_LIST_MODEL (files), coder);

  return 0;
}

static void
postil_application_activate (GApplication *application)
{
  PostilApplication *self = POSTIL_APPLICATION (application);
  PostilWindow *window = get_active_window (self);

  if (window != NULL)
    gtk_window_present (GTK_WINDOW (window));
  else
    show_empty_window (self);
}

static void
postil_application_open (GApplication  *application,
                         GFile        **files,
                         int            n_files,
                         const char    *hint)
{
  PostilApplication *self = POSTIL_APPLICATION (application);
  g_autoptr (GListStore) list = g_list_store_new (G_TYPE_FILE);

  for (int i = 0; i < n_files; i++)
    g_list_store_append (list, files[i]);
  open_files (self, get_active_window (self), G_LIST_MODEL (list), NULL);
}

static void
postil_application_startup (GApplication *application)
{
  PostilApplication *self = POSTIL_APPLICATION (application);

  G_APPLICATION_CLASS (postil_application_parent_class)->startup (application);

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  postil_actions_install_accels (GTK_APPLICATION (self));
  postil_class_names_drop ();
}

static void
postil_application_dispose (GObject *object)
{
  PostilApplication *self = POSTIL_APPLICATION (object);

  g_clear_weak_pointer (&self->preferences);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (postil_application_parent_class)->dispose (object);
}

static void
postil_application_class_init (PostilApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = postil_application_dispose;
  application_class->command_line = postil_application_command_line;
  application_class->activate = postil_application_activate;
  application_class->open = postil_application_open;
  application_class->startup = postil_application_startup;
}

static void
postil_application_init (PostilApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

void
postil_application_set_settings (PostilApplication *self,
                                 GSettings         *settings)
{
  g_return_if_fail (POSTIL_IS_APPLICATION (self));
  g_return_if_fail (G_IS_SETTINGS (settings));

  g_set_object (&self->settings, settings);
}

PostilApplication *
postil_application_new (void)
{
  return g_object_new (POSTIL_TYPE_APPLICATION,
                       "application-id", POSTIL_APP_ID,
                       "resource-base-path", "/org/postil/Postil",
                       "flags", G_APPLICATION_HANDLES_OPEN | G_APPLICATION_HANDLES_COMMAND_LINE,
                       NULL);
}
