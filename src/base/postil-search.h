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

/* What is looked for, ready for many texts; many threads may use one. */
typedef struct _PostilSearchPattern PostilSearchPattern;

/* Errors: MALFORMED for what is no regular expression. @pattern is not empty. */
PostilSearchPattern *postil_search_pattern_new  (const char         *pattern,
                                    PostilSearchFlags   flags,
                                    GError            **error) G_GNUC_WARN_UNUSED_RESULT;
void           postil_search_pattern_free (PostilSearchPattern      *self);
/* FALSE where it surely is in no text that these bytes of a file are; reading them as text is
 * spared then. */
gboolean       postil_search_pattern_may_match (PostilSearchPattern *self,
                                    const char         *bytes,
                                    gsize               n_bytes);
/* FALSE where it surely is in no string of this JSON, nor in strings joined by spaces. */
gboolean       postil_search_pattern_may_match_json (PostilSearchPattern *self,
                                    const char         *bytes,
                                    gsize               n_bytes);
/* As postil_search_find(). */
GArray        *postil_search_pattern_find (PostilSearchPattern      *self,
                                    PostilText         *text,
                                    guint               max_matches,
                                    GCancellable       *cancellable,
                                    GError            **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether it is in a short text, such as a note. NULL has none. */
gboolean       postil_search_pattern_is_in (PostilSearchPattern     *self,
                                    const char         *utf8);

/* The matches in order, not empty, not overlapping, at most @max_matches (element-type
 * PostilSpan). Errors: MALFORMED for what is no regular expression, TOO_LARGE where it
 * takes more steps than is sensible; G_IO_ERROR_CANCELLED. */
GArray *postil_search_find (PostilText         *text,
                            const char         *pattern,
                            PostilSearchFlags   flags,
                            guint               max_matches,
                            GCancellable       *cancellable,
                            GError            **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilSearchPattern, postil_search_pattern_free)

G_END_DECLS
