/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "model/postil-document.h"

G_BEGIN_DECLS

/* The codebook's codes with their keys and how often each stands in this article. A click
 * on one is the action "win.tag". */
#define POSTIL_TYPE_CODES_PANE (postil_codes_pane_get_type ())
G_DECLARE_FINAL_TYPE (PostilCodesPane, postil_codes_pane, POSTIL, CODES_PANE, GtkWidget)

void       postil_codes_pane_set_document (PostilCodesPane *self,
                                           PostilDocument  *document);

G_END_DECLS
