/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/postil-translation.h"

static void
test_rtl (void)
{
  g_assert_true (postil_language_is_rtl ("ar"));
  g_assert_true (postil_language_is_rtl ("AR-eg"));
  g_assert_true (postil_language_is_rtl ("he-IL"));
  g_assert_true (postil_language_is_rtl ("ku-Arab-IQ"));
  g_assert_false (postil_language_is_rtl ("ar-Latn"));
  g_assert_false (postil_language_is_rtl ("en"));
  g_assert_false (postil_language_is_rtl ("de-1996"));
  g_assert_false (postil_language_is_rtl ("arn"));
  g_assert_false (postil_language_is_rtl (""));
}

static void
test_untranslated (void)
{
  g_assert_cmpstr (postil_translation_get_language (), ==, "en");
  g_assert_false (postil_translation_is_rtl ());
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/translation/rtl", test_rtl);
  g_test_add_func ("/translation/untranslated", test_untranslated);
  return g_test_run ();
}
