/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "app/postil-window.h"

G_BEGIN_DECLS

#define POSTIL_TYPE_APPLICATION (postil_application_get_type ())
G_DECLARE_FINAL_TYPE (PostilApplication, postil_application, POSTIL, APPLICATION, AdwApplication)

PostilApplication *postil_application_new       (void) G_GNUC_WARN_UNUSED_RESULT;
/* Before the first window. */
void               postil_application_set_settings (PostilApplication *self,
                                                 GSettings         *settings);
/* Shows the window that has it already, or opens it in @window (may be NULL) where that is
 * free, else in a new one. @coder: NULL for the preferences' one. */
void               postil_application_open_file (PostilApplication *self,
                                                 PostilWindow      *window,
                                                 GFile             *file,
                                                 const char        *coder);

G_END_DECLS
