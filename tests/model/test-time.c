/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Times are compared by their instant, however they are written. */

#include "config.h"

#include "model/postil-time.h"

static void
assert_older (const char *a,
              const char *b)
{
  g_assert_cmpint (postil_time_compare (a, b), <, 0);
  g_assert_cmpint (postil_time_compare (b, a), >, 0);
}

static void
test_compare (void)
{
  assert_older (NULL, "2026-01-01T00:00:00Z");
  assert_older (NULL, "yesterday");
  assert_older ("yesterday", "1999-01-01T00:00:00Z");
  assert_older ("2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z");
  assert_older ("2026-01-01T00:00:00Z", "2026-01-01T00:00:00.001Z");
  assert_older ("2026-01-01T12:00:00+02:00", "2026-01-01T10:00:01Z");
  g_assert_cmpint (postil_time_compare (NULL, NULL), ==, 0);
  g_assert_cmpint (postil_time_compare ("2026-01-01T12:00:00+02:00", "2026-01-01T10:00:00Z"), ==, 0);
  g_assert_cmpint (postil_time_compare ("2026-01-01T10:00:00.000Z", "2026-01-01T10:00:00Z"), ==, 0);
}

static void
test_now (void)
{
  g_autofree char *now = postil_time_dup_now ();

  g_assert_true (g_regex_match_simple ("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$", now, 0, 0));
  assert_older ("2024-01-01T00:00:00Z", now);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/time/compare", test_compare);
  g_test_add_func ("/time/now", test_now);
  return g_test_run ();
}
