/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "model/postil-codebook.h"

G_BEGIN_DECLS

#define POSTIL_TYPE_SEARCH_WINDOW (postil_search_window_get_type ())
G_DECLARE_FINAL_TYPE (PostilSearchWindow, postil_search_window, POSTIL, SEARCH_WINDOW, AdwWindow)

/* Searches a folder's articles and what this coder marked in them.
 * Signal: ::chosen (string path, string annotation or NULL, uint start, uint end). */
GtkWidget *postil_search_window_new (GtkWindow      *parent,
                                     GSettings      *settings,
                                     const char     *root,
                                     const char     *coder,
                                     PostilCodebook *codebook);

G_END_DECLS
