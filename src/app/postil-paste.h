/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What is told of a paste that was refused: an action of a widget around the field, which takes
 * the sentence. */
#define POSTIL_PASTE_REFUSED "paste.refused"

/* From now on what is pasted into the text fields within @root is read no further than there is
 * room for it: @max_view_chars in a text view, a few pages in a single line. */
void  postil_paste_bound       (GtkWidget *root,
                                guint      max_view_chars);
char *postil_paste_dup_refusal (guint      max_chars) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
