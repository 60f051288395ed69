/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "model/postil-document.h"

G_BEGIN_DECLS

#define POSTIL_TYPE_ANNOTATIONS_PANE (postil_annotations_pane_get_type ())
G_DECLARE_FINAL_TYPE (PostilAnnotationsPane, postil_annotations_pane, POSTIL, ANNOTATIONS_PANE, GtkWidget)

/* This article's annotations as a list: filtered by what is typed (code, actor, note,
 * quote), sorted by place or by time.
 * Property: "sort-by-time" (boolean).
 * Signals: ::chosen (string id): the person went to a row; ::activated (string id): and
 * wants to go on in the article. */
GtkWidget *postil_annotations_pane_new          (void);
void       postil_annotations_pane_set_document (PostilAnnotationsPane *self,
                                                 PostilDocument        *document);
/* Selects its row and scrolls there; NULL for none. Says nothing. */
void       postil_annotations_pane_set_current  (PostilAnnotationsPane *self,
                                                 const char            *id);
void       postil_annotations_pane_focus_filter (PostilAnnotationsPane *self);

G_END_DECLS
