/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "app/dialogs/postil-command-item.h"

G_BEGIN_DECLS

#define POSTIL_TYPE_COMMAND_PALETTE (postil_command_palette_get_type ())
G_DECLARE_FINAL_TYPE (PostilCommandPalette, postil_command_palette, POSTIL, COMMAND_PALETTE, AdwWindow)

/* Everything that can be done, by typing a part of its name. It closes before the chosen
 * action is activated, on @parent. */
GtkWidget *postil_command_palette_new       (GtkWindow            *parent);
/* (element-type PostilCommandItem): more to choose from; may be called again. */
void       postil_command_palette_add_items (PostilCommandPalette *self,
                                             GPtrArray            *items);

G_END_DECLS
