/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "app/view/postil-article-view.h"

G_BEGIN_DECLS

#define POSTIL_TYPE_OVERVIEW_RULER (postil_overview_ruler_get_type ())
G_DECLARE_FINAL_TYPE (PostilOverviewRuler, postil_overview_ruler, POSTIL, OVERVIEW_RULER, GtkWidget)

/* A thin strip beside an article view: where in the article each code lies, what part is on
 * screen, which annotation is current. A click or drag goes there. Property: "view"
 * (PostilArticleView, or NULL), which must be in a scrolled window. */
GtkWidget         *postil_overview_ruler_new      (void);
void               postil_overview_ruler_set_view (PostilOverviewRuler *self, PostilArticleView *view);

G_END_DECLS
