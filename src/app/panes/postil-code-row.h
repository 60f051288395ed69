/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "model/postil-codebook.h"

G_BEGIN_DECLS

#define POSTIL_TYPE_CODE_ROW (postil_code_row_get_type ())
G_DECLARE_FINAL_TYPE (PostilCodeRow, postil_code_row, POSTIL, CODE_ROW, GtkListBoxRow)

/* A code in the codes pane: activating it tags; its definition unfolds beneath it. */
GtkWidget  *postil_code_row_new       (PostilCodebook *codebook,
                                       const PostilCode *code);
const char *postil_code_row_get_code  (PostilCodeRow  *self);
void        postil_code_row_set_count (PostilCodeRow  *self,
                                       guint           count);

G_END_DECLS
