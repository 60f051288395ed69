/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* In which language messages are given, and which way it runs, for what is made without a
 * widget to ask: pages, pictures. Any thread. */

#include "config.h"

#include "base/postil-translation.h"

#include <string.h>

#include <glib/gi18n-lib.h>

static const char *const rtl_languages[] = { "ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi", NULL };
static const char *const rtl_scripts[] = { "adlm", "arab", "hebr", "syrc", "thaa", NULL };

gboolean
postil_language_is_rtl (const char *tag)
{
  g_autofree char *folded = NULL;
  g_auto (GStrv) parts = NULL;

  g_return_val_if_fail (tag != NULL, FALSE);

  folded = g_ascii_strdown (tag, -1);
  parts = g_strsplit (folded, "-", -1);
  for (guint i = 1; parts[0] != NULL && parts[i] != NULL; i++)
    if (strlen (parts[i]) == 4 && g_ascii_isalpha (*parts[i]))
      return g_strv_contains (rtl_scripts, parts[i]);

  return parts[0] != NULL && g_strv_contains (rtl_languages, parts[0]);
}

const char *
postil_translation_get_language (void)
{
  /* Translators: the BCP 47 code of the language that you translate into. */
  return C_("language", "en");
}

gboolean
postil_translation_is_rtl (void)
{
  return postil_language_is_rtl (postil_translation_get_language ());
}
