/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Compares ISO 8601 times by their instant. What is not a time is older than any time, and
 * NULL is the oldest. */
int   postil_time_compare (const char *a,
                           const char *b);
/* "2026-11-23T10:00:00Z" */
char *postil_time_dup_now (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
