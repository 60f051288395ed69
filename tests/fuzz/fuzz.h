/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <stddef.h>
#include <stdint.h>

/* What each fuzz-NAME.c defines: libFuzzer's entry, or the driver's. It may g_assert what
 * must hold for any input. */
int LLVMFuzzerTestOneInput (const uint8_t *bytes,
                            size_t         n_bytes);
