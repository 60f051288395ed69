/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "drawing/postil-chart.h"
#include "drawing/postil-look.h"

#include <pango/pangocairo.h>

G_BEGIN_DECLS

/* A chart laid out for a width: rectangles, circles, lines and lines of text, each of them
 * perhaps a part of a mark. The same for the screen, SVG, PNG and paper. */
typedef struct _PostilScene PostilScene;

typedef struct
{
  PostilColor page;
  PostilColor text;
  PostilColor dim;   /* text that is less important: still 4.5:1 */
  PostilColor rule;  /* lines that only guide the eye */
  PostilColor ink;   /* bars that belong to no code */
  PostilColor focus; /* around the mark at hand */
  gboolean    dark;
  gboolean    high_contrast;
  gboolean    rtl;
} PostilTheme;

typedef struct
{
  double x;
  double y;
  double width;
  double height;
} PostilBox;

void         postil_theme_init_light     (PostilTheme       *theme);
void         postil_theme_init_dark      (PostilTheme       *theme);

/* As high as it must be, and wider than @width where it does not fit. The context gives the
 * font and its size. */
PostilScene *postil_scene_new            (PostilChart       *chart,
                                          PangoContext      *context,
                                          double             width,
                                          const PostilTheme *theme) G_GNUC_WARN_UNUSED_RESULT;
void         postil_scene_free           (PostilScene       *self);
double       postil_scene_get_width      (PostilScene       *self);
double       postil_scene_get_height     (PostilScene       *self);
/* @current: the mark with the focus, or POSTIL_CHART_NO_MARK. */
void         postil_scene_draw           (PostilScene       *self,
                                          cairo_t           *cr,
                                          guint              current);
/* POSTIL_CHART_NO_MARK where there is none. */
guint        postil_scene_pick           (PostilScene       *self,
                                          double             x,
                                          double             y);
/* FALSE for a mark that is not drawn (the table has it). */
gboolean     postil_scene_get_box        (PostilScene       *self,
                                          guint              mark,
                                          PostilBox         *box);
/* The next mark in that direction, or @mark where there is none; the first one without. */
guint        postil_scene_step           (PostilScene       *self,
                                          guint              mark,
                                          int                dx,
                                          int                dy);

/* Black on white, as wide as a page. */
GBytes      *postil_scene_write_svg      (PostilChart       *chart) G_GNUC_WARN_UNUSED_RESULT;
GBytes      *postil_scene_write_png      (PostilChart       *chart) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostilScene, postil_scene_free)

G_END_DECLS
