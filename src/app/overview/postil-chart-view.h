/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "drawing/postil-scene.h"

G_BEGIN_DECLS

/* A chart on the screen. Arrows go from mark to mark, Return or a click opens one.
 * Signals: ::opened (uint mark), ::told (string: the mark that has the keyboard). */
#define POSTIL_TYPE_CHART_VIEW (postil_chart_view_get_type ())
G_DECLARE_FINAL_TYPE (PostilChartView, postil_chart_view, POSTIL, CHART_VIEW, GtkWidget)

/* Borrowed; NULL before it is freed. */
void         postil_chart_view_set_chart (PostilChartView *self,
                                          PostilChart     *chart);

G_END_DECLS
