/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Articles of rich text documents. */

#include "config.h"

#include "fuzz-document.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const uint8_t *bytes,
                        size_t         n_bytes)
{
  g_autoptr (GBytes) input = g_bytes_new (bytes, n_bytes);

  fuzz_document (input, "page.rtf");
  return 0;
}
