/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where an article is from, on one line, as articles.json says it: "Title. Author. Publisher,
 * date"; its file name where nothing is known. Blocking. */
char *postil_citing_dup_source (GFile        *article,
                                GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
