/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "base/postil-text.h"

G_BEGIN_DECLS

/* Finds words or a regular expression in a text. Pure; safe in any thread. */
typedef enum
{
  POSTIL_SEARCH_PLAIN       = 0,
  POSTIL_SEARCH_MATCH_CASE  = 1 << 0,
  POSTIL_SEARCH_WHOLE_WORDS = 1 << 1,
  POSTIL_SEARCH_REGEX       = 1 << 2,
  POSTIL_SEARCH_FOLD_MARKS  = 1 << 3 /* "resume" finds "résumé", and the other way round */
} PostilSearchFlags;

/* The matches in order, not empty, not overlapping, at most @max_matches (element-type
 * PostilSpan). Errors: MALFORMED for what is no regular expression, TOO_LARGE where it
 * takes more steps than is sensible; G_IO_ERROR_CANCELLED. */
GArray *postil_search_find (PostilText         *text,
                            const char         *pattern,
                            PostilSearchFlags   flags,
                            guint               max_matches,
                            GCancellable       *cancellable,
                            GError            **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
