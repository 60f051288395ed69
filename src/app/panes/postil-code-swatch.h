/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "app/view/postil-palette.h"
#include "model/postil-codebook.h"

G_BEGIN_DECLS

/* In pixels, where nothing else is asked for. */
#define POSTIL_CODE_SWATCH_SIZE 22

#define POSTIL_TYPE_CODE_SWATCH (postil_code_swatch_get_type ())
G_DECLARE_FINAL_TYPE (PostilCodeSwatch, postil_code_swatch, POSTIL, CODE_SWATCH, GtkWidget)

/* A code at a glance: its letter on its colour, as in the margin of the article.
 * For the eye only: the code's label stands beside it. */
GtkWidget *postil_code_swatch_new      (void);
/* @code_id NULL or unknown: grey. */
void       postil_code_swatch_set_code (PostilCodeSwatch *self,
                                        PostilCodebook   *codebook,
                                        const char       *code_id);
/* In pixels; smaller ones stay as they are. */
void       postil_code_swatch_set_size (PostilCodeSwatch *self,
                                        int               size);
/* As large as @letter (NULL for none) asks for, where text is large. */
int        postil_code_swatch_get_size (PangoLayout           *letter);
/* The same without a widget, for lists of many rows. @letter lays out the style's. */
void       postil_code_swatch_draw     (GtkSnapshot           *snapshot,
                                        const PostilCodeStyle *style,
                                        PangoLayout           *letter,
                                        const graphene_rect_t *bounds);

G_END_DECLS
