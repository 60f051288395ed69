/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "agreement/postil-class.h"

G_BEGIN_DECLS

#define POSTIL_TYPE_CLASS_VIEW (postil_class_view_get_type ())
G_DECLARE_FINAL_TYPE (PostilClassView, postil_class_view, POSTIL, CLASS_VIEW, GtkWidget)

/* What a whole class made of one article: the article as a heat map, the passages that the class
 * agrees on, and with a key everybody's scores with their reasons.
 * Signals: ::announce (string): for assistive technology; ::save (string name, GBytes bytes);
 * ::print; ::compare (uint start, uint end, strv coders). */
GtkWidget   *postil_class_view_new       (GSettings       *settings) G_GNUC_WARN_UNUSED_RESULT;
/* Looks again at what is on disk. @coder: whose window it is; a layer of theirs is the key, as
 * long as no consensus is there and nobody else was chosen. */
void         postil_class_view_load      (PostilClassView *self,
                                          GFile           *article,
                                          PostilCodebook  *codebook,
                                          const char      *coder);
/* As it is shown, for another thread; NULL until it is read. */
PostilClass *postil_class_view_dup_class (PostilClassView *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
