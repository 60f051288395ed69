/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define POSTIL_TYPE_WINDOW (postil_window_get_type ())
G_DECLARE_FINAL_TYPE (PostilWindow, postil_window, POSTIL, WINDOW, AdwApplicationWindow)

/* A window: the invitation, an article, a folder's list, or what went wrong. */
PostilWindow *postil_window_new        (GtkApplication *application,
                                        GSettings      *settings);
/* An article or a folder. @coder: NULL for the one of the preferences. What is open is
 * saved and closed first. */
void          postil_window_open       (PostilWindow   *self,
                                        GFile          *file,
                                        const char     *coder);
/* Whether it must become an article first. */
gboolean      postil_window_is_document (GFile         *file);
/* Such documents, in one dialog. (element-type GFile) */
void          postil_window_open_documents (PostilWindow *self,
                                        GListModel     *files);
/* The invitation to open something. */
void          postil_window_show_welcome (PostilWindow *self);
/* What is open or being opened, or NULL. */
GFile        *postil_window_get_file   (PostilWindow   *self);
/* The coder that was asked for when it was opened, or NULL. */
const char   *postil_window_get_coder  (PostilWindow   *self);
/* What has happened, in passing; @button and @action may be NULL. */
void          postil_window_show_toast (PostilWindow   *self,
                                        const char     *message,
                                        const char     *button,
                                        const char     *action);

G_END_DECLS
