/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "model/postil-codebook.h"
#include "model/postil-layer.h"

G_BEGIN_DECLS

#define POSTIL_TYPE_PRESENTATION (postil_presentation_get_type ())
G_DECLARE_FINAL_TYPE (PostilPresentation, postil_presentation, POSTIL, PRESENTATION, AdwWindow)

/* An article for a projector: large, on the whole screen, and what is marked in it shown step by
 * step, by the keys of a clicker. It works on a copy in memory: nothing is changed, nobody named. */
GtkWidget *postil_presentation_new       (GtkWindow          *parent,
                                          GSettings          *settings,
                                          const char         *title,
                                          PostilText         *text,
                                          PostilCodebook     *codebook);
/* Whose marks may be shown; the first that is added is shown first. @name: only where asked for;
 * @title: what is said instead. Copies @layer. */
void       postil_presentation_add_layer (PostilPresentation *self,
                                          const char         *title,
                                          const char         *name,
                                          PostilLayer        *layer);

G_END_DECLS
