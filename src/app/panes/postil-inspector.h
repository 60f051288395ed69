/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "model/postil-document.h"

G_BEGIN_DECLS

#define POSTIL_TYPE_INSPECTOR (postil_inspector_get_type ())
G_DECLARE_FINAL_TYPE (PostilInspector, postil_inspector, POSTIL, INSPECTOR, GtkWidget)

/* The current annotation, to be read and edited: code, attributes, note, links, times.
 * Signals: ::change (PostilChange *change): what the person wants to be different; ::chosen
 * (string id): another annotation, through a link; ::finished: back to the article;
 * ::refused (string message): what cannot be. */
GtkWidget *postil_inspector_new            (void);
void       postil_inspector_set_document   (PostilInspector *self,
                                            PostilDocument  *document);
/* NULL for none: then there is nothing to see. What was typed for the one before is
 * committed to it first. */
void       postil_inspector_set_annotation (PostilInspector *self,
                                            const char      *id);
/* What was typed and not yet committed becomes a change. */
void       postil_inspector_commit         (PostilInspector *self);
void       postil_inspector_focus_note     (PostilInspector *self);
/* The actor, or else the first attribute that is text; FALSE where there is none. */
gboolean   postil_inspector_focus_actor    (PostilInspector *self);
/* What was typed for attributes in other articles of the folder: attribute → GHashTable of
 * values → how often. */
void       postil_inspector_set_folder_values (PostilInspector *self,
                                               GHashTable      *values);

G_END_DECLS
