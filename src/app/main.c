/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The desktop app's entry: locale, what the command line asks to print, settings, and then
 * the application. The only place in app/ that prints. */

#include "config.h"

#include "app/postil-actions.h"
#include "app/postil-application.h"
#include "app/postil-settings.h"
#include "storage/postil-files.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <pango/pangocairo.h>
#include <stdlib.h>

#define EXIT_USAGE 2
#define GO_ON -1

static int
handle_local_options_cb (PostilApplication *application,
                         GVariantDict      *dict)
{
  g_autoptr (GSettings) settings = NULL;
  g_autoptr (GError) error = NULL;
  const char *coder = NULL;

  if (g_variant_dict_contains (dict, "version"))
    {
      g_print ("postil %s\n", POSTIL_VERSION);
      return EXIT_SUCCESS;
    }
  if (g_variant_dict_contains (dict, "list-actions"))
    {
      g_autofree char *markdown = postil_actions_dup_markdown ();

      g_print ("%s", markdown);
      return EXIT_SUCCESS;
    }
  if (g_variant_dict_lookup (dict, "coder", "&s", &coder) && !postil_files_is_coder_name (coder))
    {
      g_printerr (_("“%s” cannot be a coder’s name: use letters, digits, - and _, at most 64.\n"), coder);
      return EXIT_USAGE;
    }

  if (!gtk_init_check ())
    {
      g_printerr ("%s\n", _("Postil needs a display, and there is none. For work without one there is postil-cli."));
      return EXIT_FAILURE;
    }

  settings = postil_settings_new (&error);
  if (settings == NULL)
    {
      g_printerr ("%s\n", error->message);
      return EXIT_FAILURE;
    }
  postil_application_set_settings (application, settings);

  return GO_ON;
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (PostilApplication) application = NULL;
  const char *built_po = g_getenv ("POSTIL_LOCALEDIR");

  setlocale (LC_ALL, "");
  /* A translator sees her work without installing it. */
  bindtextdomain (GETTEXT_PACKAGE, built_po != NULL ? built_po : POSTIL_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  /* Fontconfig reads its lists in a thread, and so does GIO greet the session bus: let both
   * begin before GTK opens the display. */
  pango_cairo_font_map_get_default ();
  g_bus_get (G_BUS_TYPE_SESSION, NULL, NULL, NULL);

  g_set_prgname (POSTIL_APP_ID);
  g_set_application_name ("Postil");
  application = postil_application_new ();
  g_signal_connect (application, "handle-local-options", G_CALLBACK (handle_local_options_cb), NULL);

  return g_application_run (G_APPLICATION (application), argc, argv);
}
