/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The codebook: reading ends on any input; what was accepted is written, read and written
 * again, and says the same. */

#include "config.h"

#include "base/postil-error.h"
#include "exchange/postil-codebook-json.h"
#include "exchange/postil-codebook-schema.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const uint8_t *bytes,
                        size_t         n_bytes)
{
  g_autoptr (GBytes) data = g_bytes_new (bytes, n_bytes);
  g_autoptr (PostilReport) report = postil_report_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilCodebook) codebook = postil_codebook_read (data, report, &error);
  g_autoptr (PostilCodebook) back = NULL;
  g_autoptr (GBytes) written = NULL;
  g_autoptr (GBytes) again = NULL;

  postil_codebook_validate ((const char *) bytes, n_bytes, report);
  if (codebook == NULL)
    {
      g_assert_true (error->domain == POSTIL_ERROR);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return 0;
    }

  written = postil_codebook_write (codebook);
  back = postil_codebook_read (written, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (postil_codebook_equal (codebook, back));
  again = postil_codebook_write (back);
  g_assert_true (g_bytes_equal (written, again));
  return 0;
}
