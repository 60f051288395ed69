/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The reader of webanno, on any bytes. */

#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "fuzz-import.h"

int
LLVMFuzzerTestOneInput (const uint8_t *bytes,
                        size_t         n_bytes)
{
  return fuzz_import (&postil_format_webanno, "x.tsv", bytes, n_bytes);
}
