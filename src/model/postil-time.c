/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Times as they stand in files: text, of which only the order matters. Pure but for the
 * clock; any thread. */

#include "config.h"

#include "model/postil-time.h"

#include <string.h>

/* Whether @time is just as Postil writes it: then the order of the text is that of time. */
static gboolean
is_plain (const char *time)
{
  static const char form[] = "0000-00-00T00:00:00Z";

  for (guint i = 0; i < sizeof form; i++)
    {
      if (form[i] == '0' ? !g_ascii_isdigit (time[i]) : time[i] != form[i])
        return FALSE;
    }

  return TRUE;
}

/* GLib reads a fraction to the microsecond, which decides unless two are that near. */
static GDateTime *
parse (const char *time)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();

  return g_date_time_new_from_iso8601 (time, utc);
}

int
postil_time_compare (const char *a,
                     const char *b)
{
  g_autoptr (GDateTime) a_time = NULL;
  g_autoptr (GDateTime) b_time = NULL;

  if (a == NULL || b == NULL)
    return (a != NULL) - (b != NULL);
  if (is_plain (a) && is_plain (b))
    return strcmp (a, b);

  a_time = parse (a);
  b_time = parse (b);
  if (a_time == NULL && b_time == NULL)
    return strcmp (a, b);
  if (a_time == NULL || b_time == NULL)
    return (a_time != NULL) - (b_time != NULL);
  return g_date_time_compare (a_time, b_time);
}

char *
postil_time_dup_now (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
}
