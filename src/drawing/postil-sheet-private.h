/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "drawing/postil-look.h"
#include "drawing/postil-sheet.h"

G_BEGIN_DECLS

typedef enum
{
  POSTIL_PRINTED_LINE,      /* of text: x, y is where its baseline begins */
  POSTIL_PRINTED_BOX,       /* filled */
  POSTIL_PRINTED_UNDERLINE  /* from x, y, as wide as width, in a pattern */
} PostilPrintedKind;

typedef struct
{
  PostilPrintedKind  kind;
  guint              page;
  double             x;
  double             y;
  double             width;
  double             height;
  PostilColor        color;
  PostilPattern      pattern;
  PangoLayout       *layout; /* keeps the line alive */
  PangoLayoutLine   *line;
} PostilPrinted;

typedef enum
{
  POSTIL_PRINT_TEXT,
  POSTIL_PRINT_TITLE,
  POSTIL_PRINT_HEADING,
  POSTIL_PRINT_LABEL,  /* bold */
  POSTIL_PRINT_SMALL,
  POSTIL_PRINT_TINY,
  POSTIL_PRINT_ARTICLE /* a serif */
} PostilPrintStyle;

struct _PostilSheet
{
  PostilPaper    paper;
  char          *source;
  char          *who;
  PangoFontMap  *fonts;
  PangoContext  *context;
  GArray        *printed; /* of PostilPrinted */
  guint          page;    /* that is being filled, from 0 */
  double         y;
};

/* Of black and white for letters, rules and grey words. */
extern const PostilColor postil_print_black;
extern const PostilColor postil_print_grey;
extern const PostilColor postil_print_rule;

double       postil_sheet_get_top     (PostilSheet *self);
double       postil_sheet_get_bottom  (PostilSheet *self);
double       postil_sheet_get_width   (PostilSheet *self);
/* A new page where less than @height is left on this one. */
void         postil_sheet_need        (PostilSheet *self, double height);
void         postil_sheet_skip        (PostilSheet *self, double height);
PangoLayout *postil_sheet_new_layout  (PostilSheet *self, const char *text, int n_bytes, PostilPrintStyle style, double width) G_GNUC_WARN_UNUSED_RESULT;
double       postil_sheet_measure     (PangoLayout *layout, double *height);
/* All lines of it, from self->y on, over as many pages as it takes. */
void         postil_sheet_put_layout  (PostilSheet *self, PangoLayout *layout, double x, const PostilColor *color);
/* Where it is, on the page of now; never broken. */
void         postil_sheet_put_at      (PostilSheet *self, PangoLayout *layout, guint page, double x, double y, const PostilColor *color);
void         postil_sheet_put_line    (PostilSheet *self, PangoLayout *layout, PangoLayoutLine *line, double x, double baseline, const PostilColor *color);
void         postil_sheet_put_box     (PostilSheet *self, guint page, double x, double y, double width, double height, const PostilColor *color);
void         postil_sheet_put_underline (PostilSheet *self, guint page, double x, double y, double width, const PostilLook *look);
/* A bold label, and text beside it. */
void         postil_sheet_put_item    (PostilSheet *self, const char *label, const char *text, double label_width);
/* A code's letter on its colour; its width. */
double       postil_sheet_put_badge   (PostilSheet *self, guint page, double x, double y, const PostilLook *look);

G_END_DECLS
