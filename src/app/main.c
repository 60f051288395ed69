/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The desktop app's entry. Locale first, then the application. */

#include "config.h"

#include "app/postil-application.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

int
main (int   argc,
      char *argv[])
{
  g_autoptr (PostilApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, POSTIL_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  g_set_prgname (POSTIL_APP_ID);
  g_set_application_name ("Postil");
  application = postil_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
