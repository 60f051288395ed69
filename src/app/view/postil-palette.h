/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "drawing/postil-look.h"

G_BEGIN_DECLS

/* How a code looks, in GTK's colours; see drawing/postil-look.h. */
typedef struct
{
  GdkRGBA       line;    /* underlines, lanes: at least 3:1 against the page */
  GdkRGBA       tint;    /* behind text, translucent: text keeps 7:1 */
  GdkRGBA       wash;    /* the tint on the bare page, opaque: filling is cheaper than blending */
  GdkRGBA       on_line; /* text on the line colour: at least 4.5:1 */
  PostilPattern pattern;
  char          letter[8]; /* UTF-8, the code's key or its label's first letter */
} PostilCodeStyle;

/* @code NULL: an unknown code, grey. */
void   postil_palette_get_style (PostilCodebook *codebook, const char *code_id, gboolean dark, gboolean high_contrast, PostilCodeStyle *style);
/* WCAG 2.1 relative luminance contrast, 1 to 21. */
double postil_palette_contrast  (const GdkRGBA *a, const GdkRGBA *b);
/* What one sees where @above (its alpha counts) lies on the opaque @below. */
void   postil_palette_blend     (const GdkRGBA *above, const GdkRGBA *below, GdkRGBA *result);

G_END_DECLS
