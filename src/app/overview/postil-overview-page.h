/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "drawing/postil-chart.h"

G_BEGIN_DECLS

#define POSTIL_TYPE_OVERVIEW_PAGE (postil_overview_page_get_type ())
G_DECLARE_FINAL_TYPE (PostilOverviewPage, postil_overview_page, POSTIL, OVERVIEW_PAGE, GtkWidget)

/* The charts of a folder or an article. Signals: ::opened (uint mark), ::told (string),
 * ::noted (string: what has happened), ::save (string: "svg", "png" or "csv"). */
GtkWidget   *postil_overview_page_new       (void);
/* Reads in a thread; what is shown stays until it is done. @path: a folder, or an article's
 * file. @article: the open article as the tally names it, or NULL. */
void         postil_overview_page_read      (PostilOverviewPage *self,
                                             const char         *path,
                                             const char         *article,
                                             const char         *coder);
/* Likewise, of what is in memory. */
void         postil_overview_page_take_tally (PostilOverviewPage *self,
                                             PostilTally        *tally,
                                             PostilCodebook     *codebook,
                                             const char         *article,
                                             const char         *coder);
/* What is shown, or NULL. */
PostilChart *postil_overview_page_get_chart (PostilOverviewPage *self);

G_END_DECLS
