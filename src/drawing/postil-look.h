/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/postil-codebook.h"

G_BEGIN_DECLS

/* How a code looks: colours derived from the codebook's colour so that they keep their
 * contrast in light, dark and high contrast; a letter; and an underline pattern, so that
 * nothing is told by colour alone. */
typedef enum
{
  POSTIL_PATTERN_SOLID,
  POSTIL_PATTERN_DASHED,
  POSTIL_PATTERN_DOTTED,
  POSTIL_PATTERN_DOUBLE,
  POSTIL_PATTERN_WAVY,
  POSTIL_PATTERN_DASH_DOT,
  POSTIL_N_PATTERNS
} PostilPattern;

/* sRGB, not premultiplied, each from 0 to 1. */
typedef struct
{
  float red;
  float green;
  float blue;
  float alpha;
} PostilColor;

typedef struct
{
  PostilColor   line;    /* underlines, lanes: at least 3:1 against the page */
  PostilColor   tint;    /* behind text, translucent: text keeps 7:1 */
  PostilColor   wash;    /* the tint on the bare page, opaque: filling is cheaper than blending */
  PostilColor   on_line; /* text on the line colour: at least 4.5:1 */
  PostilPattern pattern;
  char          letter[8]; /* UTF-8, the code's key or its label's first letter */
} PostilLook;

/* @code NULL: an unknown code, grey. */
void   postil_look_get      (PostilCodebook    *codebook,
                             const char        *code_id,
                             gboolean           dark,
                             gboolean           high_contrast,
                             PostilLook        *look);
/* WCAG 2.1 relative luminance contrast, 1 to 21. */
double postil_look_contrast (const PostilColor *a,
                             const PostilColor *b);
/* What one sees where @above (its alpha counts) lies on the opaque @below. */
void   postil_look_blend    (const PostilColor *above,
                             const PostilColor *below,
                             PostilColor       *result);

G_END_DECLS
