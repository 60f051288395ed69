/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* How long a coder worked on articles, in this account on this computer: it is nobody else's
 * business, so nothing of it stands in sidecars, packs or exports. Blocking, any thread. */
gboolean    postil_timesheet_add  (GFile       *article,
                                   const char  *coder,
                                   guint        n_seconds,
                                   GError     **error);
/* Path relative to @folder → seconds, of the articles in it. What cannot be read counts nothing. */
GHashTable *postil_timesheet_read (GFile       *folder,
                                   const char  *coder) G_GNUC_WARN_UNUSED_RESULT;

/* Public for tests: a longer file is summed up. */
#define POSTIL_TIMESHEET_MAX_BYTES (256u * 1024u)

G_END_DECLS
