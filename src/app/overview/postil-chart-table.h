/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "drawing/postil-chart.h"

G_BEGIN_DECLS

/* A chart as a table; a cell with passages is a button. Signal: ::opened (uint mark). */
#define POSTIL_TYPE_CHART_TABLE (postil_chart_table_get_type ())
G_DECLARE_FINAL_TYPE (PostilChartTable, postil_chart_table, POSTIL, CHART_TABLE, GtkWidget)

/* Borrowed; NULL before it is freed. */
void       postil_chart_table_set_chart (PostilChartTable *self,
                                         PostilChart      *chart);

G_END_DECLS
