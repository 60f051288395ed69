/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A line of the journal: reading ends on any input; what was accepted is written as one line,
 * which is read as the same. */

#include "config.h"

#include <string.h>

#include "base/postil-error.h"
#include "exchange/postil-change-json.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const uint8_t *bytes,
                        size_t         n_bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilChange) change = postil_change_from_json ((const char *) bytes, n_bytes, &error);
  g_autoptr (PostilChange) back = NULL;
  g_autoptr (GString) written = g_string_new (NULL);
  g_autoptr (GString) again = g_string_new (NULL);

  if (change == NULL)
    {
      g_assert_true (error->domain == POSTIL_ERROR);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return 0;
    }

  postil_change_to_json (change, written);
  g_assert_null (strchr (written->str, '\n'));
  back = postil_change_from_json (written->str, written->len, &error);
  g_assert_no_error (error);
  postil_change_to_json (back, again);
  g_assert_cmpstr (written->str, ==, again->str);
  return 0;
}
