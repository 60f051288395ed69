/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "agreement/postil-heat.h"
#include "base/postil-text.h"

G_BEGIN_DECLS

/* An article as a heat map: the more of a class marked a stretch, the deeper its colour; over
 * two fifths it is underlined, over four fifths twice; and in the margin of each line stands how
 * many marked its hottest character. It is read-only, and its offsets are the text's.
 * Signal: ::place-changed (uint offset): the pointer or the caret is on another character. */
#define POSTIL_TYPE_HEAT_VIEW (postil_heat_view_get_type ())
G_DECLARE_FINAL_TYPE (PostilHeatView, postil_heat_view, POSTIL, HEAT_VIEW, GtkTextView)

void       postil_heat_view_set_text  (PostilHeatView             *self,
                                       PostilText                 *text);
/* @heat is borrowed until the next call; NULL for none. */
void       postil_heat_view_set_heat  (PostilHeatView             *self,
                                       PostilHeat                 *heat);
void       postil_heat_view_set_font  (PostilHeatView             *self,
                                       const PangoFontDescription *font);
/* Selects it and scrolls there. */
void       postil_heat_view_reveal    (PostilHeatView             *self,
                                       PostilSpan                  span);

#define POSTIL_HEAT_LEVELS 5u
/* From 0 (nobody) to POSTIL_HEAT_LEVELS (nearly all): fifths of the class. */
guint      postil_heat_view_get_level (guint                       n,
                                       guint                       n_students);
/* A key to the colours, to be put above. */
GtkWidget *postil_heat_legend_new     (void) G_GNUC_WARN_UNUSED_RESULT;
void       postil_heat_legend_set     (GtkWidget                  *legend,
                                       guint                       n_students);

G_END_DECLS
