/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define POSTIL_TYPE_PASSAGES_WINDOW (postil_passages_window_get_type ())
G_DECLARE_FINAL_TYPE (PostilPassagesWindow, postil_passages_window, POSTIL, PASSAGES_WINDOW, AdwWindow)

/* A list of passages in any articles, to go to.
 * Signal: ::chosen (string article, string id). */
GtkWidget *postil_passages_window_new      (GtkWindow            *parent,
                                            const char           *title);
/* Under the title: what they have in common. */
void       postil_passages_window_set_hint (PostilPassagesWindow *self,
                                            const char           *hint);
void       postil_passages_window_add      (PostilPassagesWindow *self,
                                            const char           *article,
                                            const char           *id,
                                            const char           *excerpt);

G_END_DECLS
