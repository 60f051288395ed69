/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "model/postil-codebook.h"

G_BEGIN_DECLS

#define POSTIL_TYPE_ATTRIBUTE_FIELD (postil_attribute_field_get_type ())
G_DECLARE_FINAL_TYPE (PostilAttributeField, postil_attribute_field, POSTIL, ATTRIBUTE_FIELD, GtkWidget)

/* One attribute of an annotation: an entry with completion, or a choice.
 * Signals: ::committed: the person is done with the value (left the field, or chose);
 * ::finished: and wants to go back to the article; ::suggest: suggestions are wanted now. */
GtkWidget  *postil_attribute_field_new             (const PostilAttributeDef *definition);
const char *postil_attribute_field_get_id          (PostilAttributeField     *self);
/* Does not touch what is being typed, unless @force. */
void        postil_attribute_field_set_value       (PostilAttributeField     *self,
                                                    const char               *value,
                                                    gboolean                  force);
/* NULL for none. */
char       *postil_attribute_field_dup_value       (PostilAttributeField     *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean    postil_attribute_field_is_text         (PostilAttributeField     *self);
/* What was typed before, the most frequent first. */
void        postil_attribute_field_set_suggestions (PostilAttributeField     *self,
                                                    const char *const        *suggestions);

G_END_DECLS
