/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "drawing/postil-scene.h"

G_BEGIN_DECLS

typedef enum
{
  POSTIL_DRAWN_BOX,
  POSTIL_DRAWN_CIRCLE, /* in its box */
  POSTIL_DRAWN_LINE,   /* from (x, y) by (width, height) */
  POSTIL_DRAWN_ARROW,  /* likewise, bent, with a head at its end */
  POSTIL_DRAWN_TEXT
} PostilDrawnKind;

typedef struct
{
  PostilDrawnKind  kind;
  PostilBox        box;
  PostilColor      color;
  double           thickness;
  guint            dash;   /* 0 for a whole line */
  double           bend;   /* how far an arrow leaves its straight line */
  PangoLayout     *layout;
  guint            mark;
} PostilDrawn;

typedef enum
{
  POSTIL_TEXT_PLAIN,
  POSTIL_TEXT_BOLD,
  POSTIL_TEXT_SMALL,
  POSTIL_TEXT_TITLE
} PostilTextSize;

struct _PostilScene
{
  PostilChart  *chart;   /* borrowed while it is laid out */
  PangoContext *context;
  PostilTheme   theme;
  GArray       *drawn;   /* of PostilDrawn */
  GArray       *boxes;   /* of PostilBox, one a mark */
  double        width;   /* wanted */
  double        right;   /* reached */
  double        bottom;
  double        line;    /* the height of a line of text */
};

#define POSTIL_SCENE_MARGIN 12.0

/* How the shapes put things down; all give back where what they drew ends. @mark may be
 * POSTIL_CHART_NO_MARK. */
void   postil_scene_add_box     (PostilScene *self, double x, double y, double width, double height,
                                 const PostilColor *color, guint mark);
void   postil_scene_add_circle  (PostilScene *self, double x, double y, double radius, const PostilColor *color, guint mark);
void   postil_scene_add_line    (PostilScene *self, double x, double y, double x2, double y2, const PostilColor *color);
void   postil_scene_add_arrow   (PostilScene *self, double x, double y, double x2, double y2, double bend,
                                 double thickness, guint dash, const PostilColor *color);
/* Its width; cut with "…" at @max_width (below 0: never). @align 0 begins at @x, 0.5 has it as
 * the middle, 1 ends there. */
double postil_scene_add_text    (PostilScene *self, const char *text, double x, double y, double max_width, double align,
                                 PostilTextSize size, const PostilColor *color, guint mark);
double postil_scene_measure     (PostilScene *self, const char *text, PostilTextSize size);
/* A code's letter on its colour; its width. */
double postil_scene_add_badge   (PostilScene *self, guint32 code, double x, double y, guint mark);
double postil_scene_get_badge_width (PostilScene *self);
void   postil_scene_get_look    (PostilScene *self, guint32 code, PostilLook *look);
/* What is the same for all: where the labels of the rows end. */
double postil_scene_add_row_label (PostilScene *self, const PostilChartHead *head, double y, double label_width, guint mark);
double postil_scene_get_label_width (PostilScene *self, guint n_rows);
/* A line that says what is left out. */
double postil_scene_add_rest    (PostilScene *self, guint n_drawn, guint n_rows, double y);

/* Each draws from @y on. */
void   postil_scene_lay_bars    (PostilScene *self, double y);
void   postil_scene_lay_matrix  (PostilScene *self, double y);
void   postil_scene_lay_series  (PostilScene *self, double y);
void   postil_scene_lay_strips  (PostilScene *self, double y);
void   postil_scene_lay_lanes   (PostilScene *self, double y);
void   postil_scene_lay_circles (PostilScene *self, double y);
void   postil_scene_lay_network (PostilScene *self, double y);
void   postil_scene_lay_two_mode (PostilScene *self, double y);

G_END_DECLS
