/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "app/view/postil-article-view.h"

G_BEGIN_DECLS

/* What the person prefers: GSettings "org.postil.Postil", and how it is understood. */
#define POSTIL_MIN_ZOOM 0.5
#define POSTIL_MAX_ZOOM 4.0

/* An error says how to get the schema, which GSettings itself would abort for. */
GSettings            *postil_settings_new       (GError            **error) G_GNUC_WARN_UNUSED_RESULT;
/* A valid short name: what was set, else the login name's. */
char                 *postil_settings_dup_coder (GSettings          *settings) G_GNUC_WARN_UNUSED_RESULT;
PangoFontDescription *postil_settings_dup_font  (GSettings          *settings) G_GNUC_WARN_UNUSED_RESULT;
/* Font, zoom, spacing and the rest, now and whenever they change. */
void                  postil_settings_bind_view (GSettings          *settings,
                                                 PostilArticleView  *view);
/* One step larger (1), smaller (-1), or normal (0). */
void                  postil_settings_step_zoom (GSettings          *settings,
                                                 int                 direction);

G_END_DECLS
