/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "model/postil-codebook.h"

G_BEGIN_DECLS

#define POSTIL_TYPE_CODE_POPOVER (postil_code_popover_get_type ())
G_DECLARE_FINAL_TYPE (PostilCodePopover, postil_code_popover, POSTIL, CODE_POPOVER, GtkPopover)

/* The codes with their keys, next to a selection. It never takes the keyboard: the keys go
 * on to the article. A click is the action "win.tag". */
GtkWidget *postil_code_popover_new          (void);
void       postil_code_popover_set_codebook (PostilCodePopover *self,
                                             PostilCodebook    *codebook);

G_END_DECLS
