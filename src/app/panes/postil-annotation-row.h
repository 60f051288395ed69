/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "model/postil-annotation.h"
#include "model/postil-codebook.h"

G_BEGIN_DECLS

#define POSTIL_TYPE_ANNOTATION_ROW (postil_annotation_row_get_type ())
G_DECLARE_FINAL_TYPE (PostilAnnotationRow, postil_annotation_row, POSTIL, ANNOTATION_ROW, GtkWidget)

/* An annotation in the list: code, actor, quote. */
GtkWidget        *postil_annotation_row_new            (void);
/* FALSE where the row shows it already, and nothing has to be laid out again. */
gboolean          postil_annotation_row_set_annotation (PostilAnnotationRow *self,
                                                        PostilAnnotation    *annotation,
                                                        PostilCodebook      *codebook);
/* What a screen reader says of an annotation: "Concern: “whole quote”, Joe Biden, unsure". */
char             *postil_annotation_row_dup_name       (PostilAnnotation    *annotation,
                                                        PostilCodebook      *codebook) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
