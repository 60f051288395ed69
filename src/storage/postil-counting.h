/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "counts/postil-tally.h"
#include "storage/postil-folder.h"

G_BEGIN_DECLS

/* Reads a folder (or one article) into a tally, with the dates of publication that articles.json
 * gives. Blocking, any thread. @coders (nullable strv): only these. What could not be read is
 * in @report, with the rest counted. @progress may be NULL. NULL with an error where there is
 * nothing to read at all, or where it was cancelled. */
PostilTally *postil_counting_read (const char         *path,
                                   const char *const  *coders,
                                   PostilCodebook    **codebook,
                                   PostilReport       *report,
                                   PostilProgressFunc  progress,
                                   gpointer            user_data,
                                   GCancellable       *cancellable,
                                   GError            **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
