/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The articles that were opened last, newest first: our own list in GSettings, since in a
 * sandbox GtkRecentManager keeps dead paths. Nothing is said about whether they exist. */
void       postil_recent_add        (GSettings *settings,
                                     GFile     *file);
void       postil_recent_remove     (GSettings *settings,
                                     GFile     *file);
gboolean   postil_recent_contains   (GSettings *settings,
                                     GFile     *file);
/* (element-type GFile) */
GPtrArray *postil_recent_dup_files  (GSettings *settings) G_GNUC_WARN_UNUSED_RESULT;
/* Where the person was in an article, as a character's number; 0 for one that is not known. */
guint      postil_recent_get_place (GSettings *settings,
                                    GFile     *file);
void       postil_recent_set_place (GSettings *settings,
                                    GFile     *file,
                                    guint      char_offset);

G_END_DECLS
