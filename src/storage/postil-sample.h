/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Puts the sample article where the person can mark it: "Postil/@name" in the documents
 * folder, or in the user's data folder where there is none. One that is there already is
 * left as it is. Blocking. */
GFile *postil_sample_install (GBytes       *bytes,
                              const char   *name,
                              GCancellable *cancellable,
                              GError      **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether @file is where postil_sample_install() puts it. Does not block. */
gboolean postil_sample_is   (GFile        *file,
                             const char   *name);

G_END_DECLS
